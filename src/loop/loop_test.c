// loop_test.c - the loop, its pool, its GLib pump and its signals.
#include "loop/loop.h"

#include <glib.h>
#include <signal.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/test.h"
#include "loop/signal.h"

typedef struct Seen {
    Loop *loop;
    _Atomic int ran;
    int done;
    int cancelled;
    int fired;
    GMainContext *context;
} Seen;

static void count_run(void *data) { ((Seen *)data)->ran++; }
static void count_done(void *data, bool cancelled)
{
    Seen *seen = data;
    seen->done++;
    seen->cancelled += cancelled;
}
static void slow_run(void *data)
{
    usleep(20000);
    count_run(data);
}

TEST(loop_with_nothing_to_do_returns)
{
    Loop *loop = loop_new();
    CHECK(!loop_alive(loop));
    loop_run(loop);
    loop_free(loop);
    loop_free(NULL);
}

TEST(task_runs_then_reports_on_the_loop)
{
    Loop *loop = loop_new();
    Seen seen = {};
    CHECK(!task_submit(loop, (Task){count_run, count_done, &seen}).code);
    CHECK(seen.done == 0);
    loop_run(loop);
    CHECK(seen.ran == 1 && seen.done == 1 && seen.cancelled == 0);
    loop_free(loop);
}

TEST(closing_the_loop_finishes_every_task_once)
{
    Loop *loop = loop_new();
    Seen seen = {};
    for (int i = 0; i < 20; i++) {
        CHECK(!task_submit(loop, (Task){slow_run, count_done, &seen}).code);
    }
    loop_free(loop);
    CHECK(seen.done == 20 && seen.cancelled == 20);
    CHECK(seen.ran < 20);
}

TEST(a_waiting_task_can_be_cancelled)
{
    Loop *loop = loop_new();
    Seen busy = {}, seen = {};
    for (int i = 0; i < 16; i++) CHECK(!task_submit(loop, (Task){slow_run, count_done, &busy}).code);
    TaskId *id = NULL;
    CHECK(!task_submit_id(loop, (Task){count_run, count_done, &seen}, &id).code);
    CHECK(task_cancel(id));
    loop_run(loop);
    CHECK(seen.ran == 0 && seen.done == 1 && seen.cancelled == 1);
    CHECK(busy.done == 16 && busy.cancelled == 0);
    loop_free(loop);
}

// A source as the engine makes them: attached once, armed by setting its ready time. (GLib wakes the
// context for that, but not when a timeout source is attached by the thread that owns the context.)
typedef struct EngineSource {
    GSource source;
    Seen *seen;
    bool release;
} EngineSource;

static gboolean engine_dispatch(GSource *source, GSourceFunc fn, gpointer data)
{
    (void)fn;
    (void)data;
    EngineSource *self = (EngineSource *)source;
    g_source_set_ready_time(source, -1);
    self->seen->fired++;
    if (self->release) loop_release(self->seen->loop);
    return G_SOURCE_REMOVE;
}
static GSourceFuncs engine_funcs = {.dispatch = engine_dispatch};

static void attach_to(GMainContext *context, Seen *seen, gint64 delay_us, bool release)
{
    GSource *source = g_source_new(&engine_funcs, sizeof(EngineSource));
    ((EngineSource *)source)->seen = seen;
    ((EngineSource *)source)->release = release;
    g_source_attach(source, context);
    g_source_set_ready_time(source, delay_us ? g_get_monotonic_time() + delay_us : 0);
    g_source_unref(source);
}
static void attach(Seen *seen, gint64 delay_ms, bool release)
{
    attach_to(g_main_context_get_thread_default(), seen, delay_ms * 1000, release);
}

TEST(glib_sources_do_not_keep_the_loop_alive)
{
    Loop *loop = loop_new();
    Seen seen = {.loop = loop};
    attach(&seen, 3600000, false);
    loop_run(loop);
    CHECK(seen.fired == 0);
    loop_free(loop);
}

TEST(a_held_loop_waits_for_glib)
{
    Loop *loop = loop_new();
    Seen seen = {.loop = loop};
    attach(&seen, 20, true);
    loop_hold(loop);
    loop_run(loop);
    CHECK(seen.fired == 1);
    loop_free(loop);
}

static gpointer attach_later(gpointer data)
{
    Seen *seen = data;
    usleep(20000);
    attach_to(seen->context, seen, 0, true);
    return NULL;
}

TEST(another_thread_wakes_a_held_loop)
{
    Loop *loop = loop_new();
    Seen seen = {.loop = loop, .context = g_main_context_get_thread_default()};
    loop_hold(loop);
    GThread *thread = g_thread_new("later", attach_later, &seen);
    loop_run(loop);
    g_thread_join(thread);
    CHECK(seen.fired == 1);
    loop_free(loop);
}

// Other work, until GLib has run; that it never does would be past the time limit of the test.
static void tick(uv_timer_t *timer)
{
    const Seen *seen = timer->data;
    if (seen->fired) uv_close((uv_handle_t *)timer, NULL);
}
static void count_hook(void *data) { (*(int *)data)++; }

TEST(glib_runs_beside_other_work_and_hooks_follow)
{
    Loop *loop = loop_new();
    Seen seen = {.loop = loop};
    int idle = 0, pumped = 0;
    loop_on_idle(loop, count_hook, &idle);
    loop_on_pump(loop, count_hook, &pumped);
    uv_timer_t timer = {.data = &seen};
    CHECK(uv_timer_init(loop_uv(loop), &timer) == 0);
    CHECK(uv_timer_start(&timer, tick, 5, 5) == 0);
    attach(&seen, 10, false);
    loop_run(loop);
    CHECK(seen.fired == 1 && pumped == 1 && idle >= 2);
    loop_free(loop);
}

static void spin(uv_idle_t *idle)
{
    const Seen *seen = idle->data;
    if (seen->fired) uv_close((uv_handle_t *)idle, NULL);
}

TEST(a_busy_loop_pumps_now_and_then)
{
    Loop *loop = loop_new();
    Seen seen = {.loop = loop};
    attach(&seen, 1, false);
    uv_idle_t idle = {.data = &seen};
    CHECK(uv_idle_init(loop_uv(loop), &idle) == 0);
    CHECK(uv_idle_start(&idle, spin) == 0);
    loop_run(loop);
    CHECK(seen.fired == 1);
    loop_free(loop);
}

static void on_signal(void *data, int signum)
{
    Seen *seen = data;
    CHECK(signum == SIGUSR2);
    seen->fired++;
    loop_stop(seen->loop);
}

TEST(signals_arrive_and_do_not_keep_the_loop_alive)
{
    Loop *loop = loop_new();
    Seen seen = {.loop = loop};
    SignalWatch *watch = NULL;
    CHECK(signal_watch(loop, SIGKILL, on_signal, &seen, &watch).code == UV_EINVAL);
    CHECK(!signal_watch(loop, SIGUSR2, on_signal, &seen, &watch).code);
    loop_run(loop);
    CHECK(seen.fired == 0);
    CHECK(kill(getpid(), SIGUSR2) == 0);
    loop_hold(loop);
    loop_run(loop);
    loop_release(loop);
    CHECK(seen.fired == 1);
    signal_unwatch(watch);
    signal_unwatch(NULL);
    loop_free(loop);
}
