// loop.h - one event loop a JS thread: libuv, with the engine's GLib context driven from it.
//
// Start-up rule: loop_new pushes a private GMainContext as the thread default; it must run before the
// first VM is made, or WebAssembly promises and FinalizationRegistry never fire (reference/latency.md 3).
#pragma once

#include <uv.h>

#include "base/err.h"

typedef struct Loop Loop;

Loop *loop_new(void);
void loop_free(Loop *loop);          // closes what the loop itself opened; CHECKs that no foreign handle is left
uv_loop_t *loop_uv(Loop *loop);
uint64_t loop_now_us(void);          // monotonic
// Runs until nothing referenced is left or loop_stop. `before_exit` style decisions are the caller's.
void loop_run(Loop *loop);
bool loop_run_once(Loop *loop);      // one blocking turn; true while something is alive
void loop_stop(Loop *loop);

// Called after each turn of the loop that found nothing ready: idle-time work (collection, reaping).
void loop_on_idle(Loop *loop, void (*fn)(void *data), void *data);

// Thread-pool work: `run` on any thread (plain C, no engine, no loop), then `done` on the loop thread,
// exactly once, `cancelled` if the loop was closed first. If it returns an error neither is called.
typedef struct Task {
    void (*run)(void *data);
    void (*done)(void *data, bool cancelled);
    void *data;
} Task;
Err task_submit(Loop *loop, Task task);
