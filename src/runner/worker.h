// worker.h - one test file in its own process: start, read its report lines, notice crashes and hangs.
//
// The child is our own executable with `--test-worker <config>`; it reports on descriptor 3. Its console
// is ours, or captured when several run at once. A child that says nothing for WORKER_GRACE_MS longer
// than its running test may take is killed. All callbacks run on the loop's thread.
#pragma once

#include <uv.h>

#include "base/buf.h"
#include "runner/results.h"

#define WORKER_GRACE_MS 60000
#define WORKER_LOAD_MS 300000
#define WORKER_LINE_MAX ((size_t)64 << 20)
#define WORKER_CONSOLE_MAX ((size_t)256 << 20)

typedef struct Worker Worker;
typedef struct WorkerEnd {
    FileResult *file;
    int64_t exit_code;
    int signal;      // 0: it exited
    bool hung;       // killed by us
    Err spawn;       // not OK: it never ran
    Str console;     // captured output; borrowed, empty when not captured
    void *data;
} WorkerEnd;

typedef struct WorkerPlan {
    uv_loop_t *loop;
    Arena *arena;    // for the results' text; outlives the worker
    Str self;        // executable
    Str config;      // JSON
    bool capture;
    FileResult *file;
    void (*done)(const WorkerEnd *end);  // once, after the process and its pipes have ended
    void *data;
} WorkerPlan;

void worker_start(const WorkerPlan *plan);
