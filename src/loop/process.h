// process.h - child processes: started on the loop, or run to their end on a loop of their own.
#pragma once

#include "base/buf.h"
#include "base/span.h"
#include "loop/pipe.h"

#define PROCESS_STDIO_MAX 64

typedef enum StdioUse { STDIO_IGNORE, STDIO_PIPE_TO_US, STDIO_INHERIT_FD } StdioUse;
typedef struct ChildStdio {
    StdioUse use;
    int fd;        // STDIO_INHERIT_FD: ours, which the child gets
    Pipe *pipe;    // STDIO_PIPE_TO_US: our end, made by process_spawn
} ChildStdio;

typedef struct SpawnOptions {
    const char *file;   // searched in PATH of `env`
    char **args;        // NULL-terminated, args[0] included
    char **env;         // NULL-terminated
    const char *cwd;    // NULL: ours
    struct { ChildStdio *items; uint32_t count; } stdio;
    bool detached;
    bool set_uid, set_gid;
    uint32_t uid, gid;
} SpawnOptions;

typedef struct Process Process;
typedef void (*ProcessExitFn)(void *data, int64_t status, int signum);

// On success the pipes in options->stdio are set and the caller's. On error nothing is kept.
Err process_spawn(Loop *loop, SpawnOptions *options, ProcessExitFn fn, void *data, Process **out);
int process_pid(const Process *process);
Err process_kill(Process *process, int signum);
void process_ref(Process *process, bool on);
void process_close(Process *process);   // the child goes on; its exit is no longer reported

typedef struct RunResult {
    int64_t status;
    int signum;
    int pid;
    int error;           // 0, UV_ETIMEDOUT, UV_ENOBUFS (an output passed the limit), or the spawn error
    Buf output[PROCESS_STDIO_MAX];
} RunResult;
typedef struct RunLimits {
    uint64_t timeout_ms;    // 0: none
    size_t max_output;      // a stream
    int kill_signal;
} RunLimits;

// Runs to the end, `input` written to the child's descriptor 0 if that is a pipe. Blocks this thread.
void process_run(SpawnOptions *options, Span input, RunLimits limits, RunResult *out);
void RunResult_cleanup(RunResult *result);
