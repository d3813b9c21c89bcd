// loop.h - one event loop a JS thread: libuv, with the engine's GLib context driven from it.
//
// Start-up rule: loop_new pushes a private GMainContext as the thread default; it must run before the
// first VM is made, or WebAssembly promises and FinalizationRegistry never fire.
// Threads: everything here belongs to the thread that called loop_new, except Task.run.
#pragma once

#include <uv.h>

#include "base/err.h"

typedef struct Loop Loop;
typedef void (*LoopHook)(void *data);

Loop *loop_new(void);
// The end begins: cancels or awaits the tasks, calls their `done` with cancelled = true and takes no more. While
// the VM is still there, because `done` gives back what it holds of it.
void loop_close_tasks(Loop *loop);
// Closes what the loop itself opened; CHECKs that no foreign handle is left. Call after the VM is gone: it may
// still use the GLib context while it is torn down.
void loop_free(Loop *loop);
uv_loop_t *loop_uv(Loop *loop);
uint64_t loop_now_us(void);          // monotonic
uint64_t loop_born_us(const Loop *loop);   // when loop_new ran: the program's time origin
uint64_t loop_idle_us(Loop *loop);         // spent waiting so far
// Runs until nothing referenced is left or loop_stop. `before_exit` style decisions are the caller's.
void loop_run(Loop *loop);
bool loop_run_once(Loop *loop);      // one blocking turn; true while something is alive
void loop_stop(Loop *loop);
bool loop_alive(Loop *loop);         // something referenced is left

// Called each time the loop is about to wait with nothing ready: idle-time work (collection, reaping).
// May enter JavaScript, start timers and so on. At most LOOP_HOOKS of each kind.
#define LOOP_HOOKS 4
void loop_on_idle(Loop *loop, LoopHook fn, void *data);
// Called after the engine's own jobs ran (a WebAssembly promise resolved, a finalizer was called):
// whatever drains process.nextTick belongs here, because such jobs do not pass js_run.
void loop_on_pump(Loop *loop, LoopHook fn, void *data);

// The engine's jobs never keep the process alive by themselves, since its collection timers look the
// same as a finished WebAssembly compilation. Whoever starts a job that must be waited for (the
// wrappers of WebAssembly.compile and friends in lib/internal/engine_jobs.js) holds the loop until the
// promise settles. Calls nest.
void loop_hold(Loop *loop);
void loop_release(Loop *loop);

// Thread-pool work: `run` on any thread (plain C, no engine, no loop), then `done` on the loop thread,
// exactly once, `cancelled` if the loop was closed first. If it returns an error neither is called.
typedef struct Task {
    void (*run)(void *data);
    void (*done)(void *data, bool cancelled);
    void *data;
} Task;
Err task_submit(Loop *loop, Task task);
// As task_submit; `*id` can be given to task_cancel until `done` was called.
typedef struct TaskId TaskId;
Err task_submit_id(Loop *loop, Task task, TaskId **id);
// True if the task had not started: `done` follows with cancelled = true.
bool task_cancel(TaskId *id);
