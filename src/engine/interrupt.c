// interrupt.c - ends JavaScript that runs too long, or that another thread wants to end (contract in engine.h).
//
// The engine's watchdog calls us back between two steps of running JavaScript, after so much processor time of the
// entry; we compare clocks, and ask for the next call ourselves: it would not come by itself. The C API can only end
// the whole entry from there, past every catch and finally and with the microtasks lost, which is right for rt_stop.
// A deadline throws an ordinary exception instead, through the function that the engine's own natives throw with: it
// is exported, but in no header (weak symbol; without it a deadline ends the entry like rt_stop).
// Cost: 60 instructions an entry; while a deadline is set, a clock that costs a system call.
#include <math.h>
#include <stdio.h>

#include "engine/jsc.h"
#include "loop/loop.h"

#define POLL_US 50000   // how soon rt_stop is seen
#define AGAIN_US 100000 // between two exceptions for the same deadline
#define AGAIN_MAX 20    // exceptions that may be caught and ignored
#define SHORTEST_US 5000

typedef bool (*WatchCallback)(JSContextRef ctx, void *data);
extern void JSContextGroupSetExecutionTimeLimit(JSContextGroupRef group, double seconds, WatchCallback fn, void *data);
extern void *engine_throw(JSContextGroupRef vm, JSContextRef global, JSObjectRef error)
    __asm__("_ZN3JSC2VM14throwExceptionEPNS_14JSGlobalObjectEPNS_8JSObjectE") __attribute__((weak));

static bool on_watch(JSContextRef ctx, void *data);

// The next call is due in `us` of processor time, UINT64_MAX: none. Valid inside the callback, too.
static void watch_in(Runtime *rt, uint64_t us)
{
    double seconds = us == UINT64_MAX ? INFINITY : (double)(us < SHORTEST_US ? SHORTEST_US : us) / 1e6;
    JSContextGroupSetExecutionTimeLimit(rt->group, seconds, on_watch, rt);
}

static void watch_on(Runtime *rt)
{
    uint64_t now = loop_now_us(), due = UINT64_MAX;
    if (rt->deadline_us) due = rt->deadline_us > now ? rt->deadline_us - now : 0;
    if (rt->stoppable && due > POLL_US) due = POLL_US;
    watch_in(rt, due);
}

static bool end_now(Runtime *rt)
{
    rt->closing = true;
    loop_stop(rt->loop);
    return true;
}

static bool throw_timeout(Runtime *rt, JSContextRef ctx)
{
    if (++rt->interrupts > AGAIN_MAX) {
        fputs("cob: JavaScript goes on after its time limit, whatever is thrown into it: it ends here\n", stderr);
        rt->exit_code = 1;
        return end_now(rt);
    }
    if (!engine_throw) return true;
    JsCall call = {.rt = rt, .ctx = ctx};
    JsValue error = js_error(&call, err(ERR_SCRIPT_TIMEOUT));
    Arena_cleanup(&call.scratch);
    engine_throw(rt->group, ctx, jsc_object(error));
    watch_in(rt, AGAIN_US);
    return false;
}

// True ends the entry.
static bool on_watch(JSContextRef ctx, void *data)
{
    Runtime *rt = data;
    if (rt->stop) return end_now(rt);
    if (rt->deadline_us && loop_now_us() >= rt->deadline_us) return throw_timeout(rt, ctx);
    watch_on(rt);
    return false;
}

// The watchdog sees entries that begin after it was made: so it is made with the VM, without a limit.
void interrupt_init(Runtime *rt) { watch_in(rt, UINT64_MAX); }

uint64_t rt_set_deadline(Runtime *rt, uint64_t at_us)
{
    uint64_t before = rt->deadline_us;
    if (before == at_us) return before;
    rt->deadline_us = at_us;
    rt->interrupts = 0;
    watch_on(rt);
    return before;
}

void rt_stoppable(Runtime *rt)
{
    rt->stoppable = true;
    watch_on(rt);
}

void rt_stop(Runtime *rt) { rt->stop = true; }

// The engine ends an entry in a loop of JavaScript only: so there is one.
JsValue interrupt_end(JsCall *call)
{
    JsValue never;
    call->rt->stop = true;
    watch_in(call->rt, 0);
    (void)js_eval(call, STR("for (;;);"), STR("cob:end"), 1, &never).code;
    return js_undefined(call);
}
