// interrupt_test.c - deadlines and rt_stop against JavaScript that never ends by itself.
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "base/test.h"
#include "engine/engine.h"
#include "loop/loop.h"

#define SLACK_US 2000000  // of processor time: how busy the machine is must not count

static uint64_t processor_us(void)
{
    struct timespec t;
    CHECK(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

// Evaluates `code`, whose value is a number; -1: it threw.
static double eval_number(Runtime *rt, const char *code)
{
    AUTO(JsScope) scope = js_enter(rt);
    JsValue value;
    double number = -1;
    if (!js_eval(&scope.call, str_c(code), STR("test.js"), 1, &value).code) CHECK(!js_to_f64(&scope.call, value, &number).code);
    return number;
}

static double eval_limited(Runtime *rt, uint64_t ms, const char *code)
{
    uint64_t at = loop_now_us() + ms * 1000, start = processor_us();
    CHECK(rt_set_deadline(rt, at) == 0);
    double number = eval_number(rt, code);
    CHECK(processor_us() - start < ms * 1000 + SLACK_US);
    CHECK(rt_set_deadline(rt, 0) == at);
    return number;
}

TEST(deadline_throws_into_a_loop_and_everything_goes_on)
{
    Loop *loop = loop_new();
    Runtime *rt = rt_new(loop);
    CHECK(eval_limited(rt, 50, "let n = 0; try { for (;;); } catch (e) { n = e.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' && e instanceof Error ? 1 : 2 } n") == 1);
    CHECK(eval_limited(rt, 50, "let f = 0; try { try { for (;;); } finally { f = 3 } } catch {} f") == 3);
    CHECK(eval_limited(rt, 50, "let g = 0; try { [2, 1].sort(() => { for (;;); }) } catch { g = 4 } g") == 4);
    CHECK(eval_limited(rt, 50, "for (;;);") == -1);
    CHECK(eval_number(rt, "let done = 0; Promise.resolve().then(() => { done = 5 }); 0") == 0);
    CHECK(eval_number(rt, "done") == 5);
    rt_free(rt);
    loop_free(loop);
}

TEST(deadline_reaches_optimised_code_and_microtasks)
{
    Loop *loop = loop_new();
    Runtime *rt = rt_new(loop);
    CHECK(eval_number(rt, "function spin(n) { let a = 0; for (let i = 0; i < n; i++) a = (a + i) | 0; return a }"
                          "for (let i = 0; i < 5000; i++) spin(1000); 0") == 0);
    CHECK(eval_limited(rt, 50, "let h = 0; try { spin(1e15) } catch { h = 1 } h") == 1);
    CHECK(eval_limited(rt, 50, "var m = 0; Promise.resolve().then(() => spin(1e15)).catch(() => { m += 1 });"
                               "Promise.resolve().then(() => { m += 2 }); 0") == 0);
    CHECK(eval_number(rt, "m") == 3);
    rt_free(rt);
    loop_free(loop);
}

TEST(deadline_that_did_not_pass_does_nothing)
{
    Loop *loop = loop_new();
    Runtime *rt = rt_new(loop);
    CHECK(eval_limited(rt, 60000, "let s = 0; for (let i = 0; i < 1e6; i++) s++; s") == 1e6);
    usleep(20000);
    CHECK(rt_set_deadline(rt, 1) == 0);  // long past, but nothing runs
    CHECK(rt_set_deadline(rt, 0) == 1);
    CHECK(eval_number(rt, "let t = 0; for (let i = 0; i < 1e6; i++) t++; t") == 1e6);
    CHECK(!rt_finished(rt));
    rt_free(rt);
    loop_free(loop);
}

TEST(deadline_that_is_always_caught_ends_the_runtime)
{
    Loop *loop = loop_new();
    Runtime *rt = rt_new(loop);
    rt_set_deadline(rt, 1);
    CHECK(eval_number(rt, "let n = 0; for (;;) { try { for (;;); } catch { n++ } }") == -1);
    CHECK(rt_finished(rt) && rt_exit_code(rt) == 1);
    rt_free(rt);
    loop_free(loop);
}

static void *stop_soon(void *rt)
{
    usleep(50000);
    rt_stop(rt);
    return NULL;
}

TEST(stop_from_another_thread_ends_what_catches_everything)
{
    Loop *loop = loop_new();
    Runtime *rt = rt_new(loop);
    rt_stoppable(rt);
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, stop_soon, rt) == 0);
    uint64_t start = processor_us();
    CHECK(eval_number(rt, "for (;;) { try { for (;;); } catch {} finally { continue } }") == -1);
    CHECK(processor_us() - start < SLACK_US);
    CHECK(rt_finished(rt));
    pthread_join(thread, NULL);
    rt_free(rt);
    loop_free(loop);
}
