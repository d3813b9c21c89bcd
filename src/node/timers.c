// timers.c - the native half of lib/internal/timers.js: one uv timer for the first expiry, one
// check/idle pair for immediates.
//
// Each callback is its own entry into JavaScript, because ticks and microtasks run when an entry ends:
// JavaScript does one callback, sets a shared byte, and is entered again until it no longer does.
// Loop thread. Cost: one entry a callback.
#include "base/mem.h"
#include "base/buf.h"
#include "engine/engine.h"
#include "loop/loop.h"

typedef struct Timers {
    Runtime *rt;
    uv_timer_t timer;
    uv_check_t check;
    uv_idle_t idle;         // active while an immediate keeps the loop from waiting
    JsRoot run_timer;
    JsRoot run_immediate;
    uint64_t base_ms;       // timers count from here, so that their numbers are small
    uint32_t open;          // handles not closed yet
    JsRoot more_root;
    volatile uint8_t *more; // the byte of a private typed array that is never transferred: it stays where it is
} Timers;

static void run_all(Timers *t, JsRoot fn)
{
    AUTO(JsScope) scope = js_enter(t->rt);
    JsValue first = js_bool(&scope.call, true);
    do {
        *t->more = 0;
        js_run(&scope, fn, &first, 1);
        first = js_bool(&scope.call, false);
    } while (*t->more);
}

static void on_timer(uv_timer_t *handle)
{
    Timers *t = handle->data;
    run_all(t, t->run_timer);
}

static void on_check(uv_check_t *handle)
{
    Timers *t = handle->data;
    run_all(t, t->run_immediate);
}

static void on_idle(uv_idle_t *handle) { (void)handle; }

static void on_close(uv_handle_t *handle)
{
    Timers *t = handle->data;
    t->open--;
    if (t->open == 0) mem_free(t);
}

static void timers_close(void *data)
{
    Timers *t = data;
    js_root_drop(t->rt, &t->run_timer);
    js_root_drop(t->rt, &t->run_immediate);
    js_root_drop(t->rt, &t->more_root);
    uv_close((uv_handle_t *)&t->timer, on_close);
    uv_close((uv_handle_t *)&t->check, on_close);
    uv_close((uv_handle_t *)&t->idle, on_close);
}

static Timers *timers_of(JsCall *call)
{
    Timers *t = rt_data(call->rt, RT_DATA_TIMERS);
    CHECK(t);
    return t;
}

// timersInit(runTimer, runImmediate, more: Uint8Array of one byte)
JS_NATIVE(timers_init)
{
    JsValue run_timer, run_immediate;
    TRY_JS(call, js_arg_fn(call, 0, &run_timer));
    JsBytes more;
    TRY_JS(call, js_arg_fn(call, 1, &run_immediate));
    TRY_JS(call, js_arg_bytes(call, 2, &more));
    uv_loop_t *loop = loop_uv(rt_loop(call->rt));
    Timers *t = MEM_NEW(Timers);
    t->rt = call->rt;
    t->open = 3;
    t->timer.data = t->check.data = t->idle.data = t;
    CHECK(uv_timer_init(loop, &t->timer) == 0);
    CHECK(uv_check_init(loop, &t->check) == 0);
    CHECK(uv_idle_init(loop, &t->idle) == 0);
    uv_unref((uv_handle_t *)&t->timer);
    uv_unref((uv_handle_t *)&t->check);
    t->base_ms = uv_now(loop);
    t->run_timer = js_root(call, run_timer);
    t->run_immediate = js_root(call, run_immediate);
    t->more_root = js_root(call, js_arg(call, 2));
    MutSpan byte = js_bytes_mut(call, more);
    CHECK(byte.len == 1);
    t->more = byte.ptr;
    rt_set_data(call->rt, RT_DATA_TIMERS, t, timers_close);
    return js_undefined(call);
}

// timersNow() -> whole milliseconds, from a fresh reading of the clock
JS_NATIVE(timers_now)
{
    Timers *t = timers_of(call);
    uv_loop_t *loop = loop_uv(rt_loop(call->rt));
    uv_update_time(loop);
    return js_number(call, (double)(uv_now(loop) - t->base_ms));
}

// timersArm(expiry on the clock of timersNow): one shot, replaces the previous; negative disarms
JS_NATIVE(timers_arm)
{
    double expiry;
    TRY_JS(call, js_arg_f64(call, 0, &expiry));
    Timers *t = timers_of(call);
    if (!(expiry >= 0)) {
        CHECK(uv_timer_stop(&t->timer) == 0);
        return js_undefined(call);
    }
    uv_loop_t *loop = loop_uv(rt_loop(call->rt));
    uv_update_time(loop);
    double wait = expiry - (double)(uv_now(loop) - t->base_ms);
    uint64_t ms = wait < 0 ? 0 : wait > 4294967295.0 ? 4294967295u : (uint64_t)wait;
    CHECK(uv_timer_start(&t->timer, on_timer, ms, 0) == 0);
    return js_undefined(call);
}

// timersRef(alive): whether a pending timer keeps the process alive
JS_NATIVE(timers_ref)
{
    Timers *t = timers_of(call);
    if (js_arg_bool(call, 0)) uv_ref((uv_handle_t *)&t->timer);
    else uv_unref((uv_handle_t *)&t->timer);
    return js_undefined(call);
}

// immediatesState(0 none | 1 queued | 2 queued and keeping the loop awake)
JS_NATIVE(immediates_state)
{
    uint32_t state;
    TRY_JS(call, js_arg_u32(call, 0, &state));
    Timers *t = timers_of(call);
    if (state == 0) CHECK(uv_check_stop(&t->check) == 0);
    else CHECK(uv_check_start(&t->check, on_check) == 0);
    if (state == 2) CHECK(uv_idle_start(&t->idle, on_idle) == 0);
    else CHECK(uv_idle_stop(&t->idle) == 0);
    return js_undefined(call);
}

// loopHold(on): the engine's own jobs (WebAssembly compilation) keep the process alive while held
JS_NATIVE(loop_hold_native)
{
    Loop *loop = rt_loop(call->rt);
    if (js_arg_bool(call, 0)) loop_hold(loop);
    else loop_release(loop);
    return js_undefined(call);
}

extern const JsMethod node_timers_methods[];
const JsMethod node_timers_methods[] = {
    JS_METHOD("timersInit", timers_init, 3, PERM_NONE),
    JS_METHOD("timersNow", timers_now, 0, PERM_NONE),
    JS_METHOD("timersArm", timers_arm, 1, PERM_NONE),
    JS_METHOD("timersRef", timers_ref, 1, PERM_NONE),
    JS_METHOD("immediatesState", immediates_state, 1, PERM_NONE),
    JS_METHOD("loopHold", loop_hold_native, 1, PERM_NONE),
    {},
};
