// loop.c - libuv's loop plus the engine's GMainContext (contract in loop.h).
//
// JavaScriptCore runs its deferred jobs and its collection timers on a GLib context. Its only file
// descriptor is the wake-up eventfd, which is written whenever a source's ready time changes, also by
// this thread. So one uv_poll on the descriptors and one uv_timer for the earliest source are enough
// to learn that something is due. It is dispatched just before the loop would wait with nothing ready,
// because a sweeper slice takes 10 ms; a busy loop dispatches at least every PUMP_MAX_WAIT_US.
// Cost: nothing while the engine has nothing due, except one poll(2) a turn when an idle hook is set.
#include "loop/loop.h"

#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <time.h>

#include "base/mem.h"

#define PUMP_MAX_WAIT_US 250000u
#define PUMP_ROUNDS 32      // dispatches in one go: a source that re-arms itself must not starve us
#define GLIB_FDS 8          // the engine has one

typedef struct Hook {
    LoopHook fn;
    void *data;
} Hook;

typedef struct HookList {
    Hook items[LOOP_HOOKS];
    uint32_t count;
} HookList;

struct TaskId {
    uv_work_t req;
    Loop *loop;
    Task task;
    TaskId *prev;
    TaskId *next;
};

struct Loop {
    uv_loop_t uv;
    GMainContext *glib;
    uv_prepare_t before_wait;
    uv_timer_t glib_timer;
    uv_poll_t glib_polls[GLIB_FDS];
    int glib_fds[GLIB_FDS];
    uint32_t glib_count;
    uint32_t holds;
    uint64_t last_pump_us;
    uint64_t born_us;
    HookList idle;
    HookList pumped;
    TaskId *tasks;
    bool glib_due;
    bool closing;
};

uint64_t loop_now_us(void)
{
    struct timespec t = {};
    CHECK(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u;
}

uint64_t loop_born_us(const Loop *loop) { return loop->born_us; }
uint64_t loop_idle_us(Loop *loop) { return uv_metrics_idle_time(&loop->uv) / 1000u; }
uv_loop_t *loop_uv(Loop *loop) { return &loop->uv; }

static void hook_add(HookList *list, LoopHook fn, void *data)
{
    CHECK(list->count < LOOP_HOOKS);
    ELEM(list->items, list->count) = (Hook){fn, data};
    list->count++;
}

static void hooks_run(const HookList *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        Hook hook = ELEM(list->items, i);
        hook.fn(hook.data);
    }
}

void loop_on_idle(Loop *loop, LoopHook fn, void *data) { hook_add(&loop->idle, fn, data); }
void loop_on_pump(Loop *loop, LoopHook fn, void *data) { hook_add(&loop->pumped, fn, data); }

// --- the engine's GLib context --------------------------------------------------------------------

static void glib_on_timer(uv_timer_t *timer)
{
    Loop *loop = timer->data;
    loop->glib_due = true;
}

// Level-triggered: stop watching until the context has been dispatched, or the loop would spin.
static void glib_on_fd(uv_poll_t *handle, int status, int events)
{
    (void)status;
    (void)events;
    Loop *loop = handle->data;
    loop->glib_due = true;
    CHECK(uv_poll_stop(handle) == 0);
}

static void glib_set_ref(Loop *loop, uv_handle_t *handle)
{
    if (loop->holds) uv_ref(handle);
    else uv_unref(handle);
}

// A changed descriptor set is rare (never seen with the engine alone): replace the slot's handle.
static void glib_watch_fd(Loop *loop, uint32_t index, const GPollFD *fd)
{
    uv_poll_t *handle = &ELEM(loop->glib_polls, index);
    if (index >= loop->glib_count) {
        CHECK(uv_poll_init(&loop->uv, handle, fd->fd) == 0);
        handle->data = loop;
        ELEM(loop->glib_fds, index) = fd->fd;
        loop->glib_count = index + 1;
        glib_set_ref(loop, (uv_handle_t *)handle);
    }
    CHECK(ELEM(loop->glib_fds, index) == fd->fd);
    int events = (fd->events & G_IO_IN ? UV_READABLE : 0) | (fd->events & G_IO_OUT ? UV_WRITABLE : 0);
    if (!uv_is_active((uv_handle_t *)handle)) CHECK(uv_poll_start(handle, events, glib_on_fd) == 0);
}

// Learns when the context wants to run next and arms uv for it.
static void glib_arm(Loop *loop)
{
    GPollFD fds[GLIB_FDS];
    gint priority = 0, timeout_ms = -1;
    if (g_main_context_prepare(loop->glib, &priority)) timeout_ms = 0;
    gint wanted_ms = -1;
    gint count = g_main_context_query(loop->glib, G_MAXINT, &wanted_ms, fds, GLIB_FDS);
    CHECK(count >= 0 && count <= GLIB_FDS);
    if (timeout_ms < 0) timeout_ms = wanted_ms;
    for (uint32_t i = 0; i < (uint32_t)count; i++) glib_watch_fd(loop, i, &ELEM(fds, i));
    loop->glib_due = timeout_ms == 0;
    if (timeout_ms < 0) CHECK(uv_timer_stop(&loop->glib_timer) == 0);
    else CHECK(uv_timer_start(&loop->glib_timer, glib_on_timer, (uint64_t)timeout_ms, 0) == 0);
}

static void glib_pump(Loop *loop)
{
    bool worked = false;
    for (int i = 0; i < PUMP_ROUNDS && g_main_context_iteration(loop->glib, FALSE); i++) worked = true;
    loop->last_pump_us = loop_now_us();
    if (worked) hooks_run(&loop->pumped);
    glib_arm(loop);
}

// True if libuv would wait now: no timer due, no idle handle, no descriptor ready.
static bool nothing_ready(Loop *loop)
{
    if (uv_backend_timeout(&loop->uv) == 0) return false;
    struct pollfd fd = {.fd = uv_backend_fd(&loop->uv), .events = POLLIN};
    return poll(&fd, 1, 0) == 0;
}

static void before_wait(uv_prepare_t *prepare)
{
    Loop *loop = prepare->data;
    if (loop->closing || (!loop->glib_due && loop->idle.count == 0)) return;
    // The glib timer armed with 0 makes the backend timeout 0 although only the engine is due.
    if (loop->glib_due) CHECK(uv_timer_stop(&loop->glib_timer) == 0);
    bool idle = nothing_ready(loop);
    bool late = loop->glib_due && loop_now_us() - loop->last_pump_us >= PUMP_MAX_WAIT_US;
    if (loop->glib_due && (idle || late)) glib_pump(loop);
    if (idle) hooks_run(&loop->idle);
}

static void glib_refresh_refs(Loop *loop)
{
    for (uint32_t i = 0; i < loop->glib_count; i++) {
        glib_set_ref(loop, (uv_handle_t *)&ELEM(loop->glib_polls, i));
    }
    // The prepare handle is always active: it keeps a held loop alive between dispatches.
    glib_set_ref(loop, (uv_handle_t *)&loop->before_wait);
}

void loop_hold(Loop *loop)
{
    loop->holds++;
    if (loop->holds == 1) glib_refresh_refs(loop);
}

void loop_release(Loop *loop)
{
    CHECK(loop->holds > 0);
    loop->holds--;
    if (loop->holds == 0) glib_refresh_refs(loop);
}

// --- life -----------------------------------------------------------------------------------------

// Writing to a closed pipe, or past a file size limit, is an error code and not the end of the process.
// Children get the defaults back from uv_spawn.
static void ignore_write_signals(void)
{
    CHECK(signal(SIGPIPE, SIG_IGN) != SIG_ERR);
    CHECK(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
}

Loop *loop_new(void)
{
    ignore_write_signals();
    Loop *loop = MEM_NEW(Loop);
    CHECK(uv_loop_init(&loop->uv) == 0);
    CHECK(uv_loop_configure(&loop->uv, UV_METRICS_IDLE_TIME) == 0);
    loop->glib = g_main_context_new();
    g_main_context_push_thread_default(loop->glib);
    CHECK(uv_prepare_init(&loop->uv, &loop->before_wait) == 0);
    CHECK(uv_timer_init(&loop->uv, &loop->glib_timer) == 0);
    loop->before_wait.data = loop;
    loop->glib_timer.data = loop;
    CHECK(uv_prepare_start(&loop->before_wait, before_wait) == 0);
    uv_unref((uv_handle_t *)&loop->before_wait);
    uv_unref((uv_handle_t *)&loop->glib_timer);
    loop->born_us = loop->last_pump_us = loop_now_us();
    glib_arm(loop);
    return loop;
}

static void refuse_foreign(uv_handle_t *handle, void *data)
{
    (void)data;
    CHECK(uv_is_closing(handle));
}

void loop_close_tasks(Loop *loop)
{
    loop->closing = true;
    for (TaskId *id = loop->tasks; id; id = id->next) (void)uv_cancel((uv_req_t *)&id->req);
    while (loop->tasks) uv_run(&loop->uv, UV_RUN_ONCE);
}

void loop_free(Loop *loop)
{
    if (!loop) return;
    loop_close_tasks(loop);
    uv_close((uv_handle_t *)&loop->before_wait, NULL);
    uv_close((uv_handle_t *)&loop->glib_timer, NULL);
    for (uint32_t i = 0; i < loop->glib_count; i++) {
        uv_close((uv_handle_t *)&ELEM(loop->glib_polls, i), NULL);
    }
    uv_walk(&loop->uv, refuse_foreign, NULL);
    while (uv_run(&loop->uv, UV_RUN_DEFAULT)) {}  // twice when loop_stop came while it did not run
    CHECK(uv_loop_close(&loop->uv) == 0);
    g_main_context_pop_thread_default(loop->glib);
    g_main_context_unref(loop->glib);
    mem_free(loop);
}

void loop_run(Loop *loop) { uv_run(&loop->uv, UV_RUN_DEFAULT); }
bool loop_run_once(Loop *loop) { return uv_run(&loop->uv, UV_RUN_ONCE) != 0; }
void loop_stop(Loop *loop) { uv_stop(&loop->uv); }
bool loop_alive(Loop *loop) { return uv_loop_alive(&loop->uv) != 0; }

// --- thread pool ----------------------------------------------------------------------------------

static void task_run(uv_work_t *req)
{
    TaskId *id = req->data;
    id->task.run(id->task.data);
}

static void task_unlink(TaskId *id)
{
    if (id->prev) id->prev->next = id->next;
    else id->loop->tasks = id->next;
    if (id->next) id->next->prev = id->prev;
}

static void task_done(uv_work_t *req, int status)
{
    TaskId *id = req->data;
    bool cancelled = status == UV_ECANCELED || id->loop->closing;
    Task task = id->task;
    task_unlink(id);
    mem_free(id);
    task.done(task.data, cancelled);
}

Err task_submit_id(Loop *loop, Task task, TaskId **out)
{
    if (loop->closing) return err(ERR_CLOSED);
    TaskId *id = MEM_NEW(TaskId);
    *id = (TaskId){.loop = loop, .task = task, .next = loop->tasks};
    id->req.data = id;
    int code = uv_queue_work(&loop->uv, &id->req, task_run, task_done);
    if (code) {
        mem_free(id);
        return err(code);
    }
    if (loop->tasks) loop->tasks->prev = id;
    loop->tasks = id;
    if (out) *out = id;
    return OK;
}

Err task_submit(Loop *loop, Task task) { return task_submit_id(loop, task, NULL); }
bool task_cancel(TaskId *id) { return uv_cancel((uv_req_t *)&id->req) == 0; }
