// process.c - uv_spawn behind process.h.
#include "loop/process.h"

#include <signal.h>

#include "base/mem.h"
#include "base/num.h"

struct Process {
    uv_process_t uv;
    ProcessExitFn fn;
    void *data;
};

static void on_exit_status(uv_process_t *handle, int64_t status, int signum)
{
    Process *process = handle->data;
    if (process->fn) process->fn(process->data, status, signum);
}

static void free_process(uv_handle_t *handle) { mem_free(handle->data); }

typedef struct Containers {
    uv_stdio_container_t *items;
    uint32_t count;
} Containers;

static void fill_options(uv_process_options_t *uv, const SpawnOptions *o)
{
    uv->file = o->file;
    uv->args = o->args;
    uv->env = o->env;
    uv->cwd = o->cwd;
    uv->uid = o->uid;
    uv->gid = o->gid;
    if (o->detached) uv->flags |= UV_PROCESS_DETACHED;
    if (o->set_uid) uv->flags |= UV_PROCESS_SETUID;
    if (o->set_gid) uv->flags |= UV_PROCESS_SETGID;
}

static uv_stdio_container_t container_for(const ChildStdio *stdio, uv_stream_t *pipe)
{
    uv_stdio_container_t c = {.flags = UV_IGNORE};
    if (stdio->use == STDIO_INHERIT_FD) {
        c.flags = UV_INHERIT_FD;
        c.data.fd = stdio->fd;
    } else if (stdio->use == STDIO_PIPE_TO_US) {
        c.flags = UV_CREATE_PIPE | UV_READABLE_PIPE | UV_WRITABLE_PIPE;
        c.data.stream = pipe;
    }
    return c;
}

static void drop_pipes(SpawnOptions *options)
{
    for (uint32_t i = 0; i < options->stdio.count; i++) {
        ChildStdio *stdio = &ITEM(options->stdio, i);
        if (stdio->pipe) pipe_close(stdio->pipe);
        stdio->pipe = NULL;
    }
}

Err process_spawn(Loop *loop, SpawnOptions *options, ProcessExitFn fn, void *data, Process **out)
{
    uv_stdio_container_t stdio[PROCESS_STDIO_MAX];
    CHECK(options->stdio.count <= PROCESS_STDIO_MAX);
    for (uint32_t i = 0; i < options->stdio.count; i++) {
        ChildStdio *slot = &ITEM(options->stdio, i);
        if (slot->use == STDIO_PIPE_TO_US) slot->pipe = pipe_new(loop);
        ELEM(stdio, i) = container_for(slot, slot->pipe ? pipe_uv(slot->pipe) : NULL);
    }
    uv_process_options_t uv = {.exit_cb = on_exit_status, .stdio = stdio, .stdio_count = i32_of(options->stdio.count)};
    fill_options(&uv, options);
    Process *process = MEM_NEW(Process);
    *process = (Process){.fn = fn, .data = data};
    process->uv.data = process;
    int code = uv_spawn(loop_uv(loop), &process->uv, &uv);
    if (code) {
        uv_close((uv_handle_t *)&process->uv, free_process);
        drop_pipes(options);
        return err(code);
    }
    *out = process;
    return OK;
}

int process_pid(const Process *process) { return process->uv.pid; }
Err process_kill(Process *process, int signum) { return err(uv_process_kill(&process->uv, signum)); }

void process_ref(Process *process, bool on)
{
    if (on) uv_ref((uv_handle_t *)&process->uv);
    else uv_unref((uv_handle_t *)&process->uv);
}

void process_close(Process *process)
{
    process->fn = NULL;
    uv_close((uv_handle_t *)&process->uv, free_process);
}

// --- to the end ---------------------------------------------------------------------------------------

typedef struct Run {
    Loop *loop;
    Process *process;
    RunResult *result;
    RunLimits limits;
    struct Stream {
        struct Run *run;
        Pipe *pipe;
        uint32_t index;
    } streams[PROCESS_STDIO_MAX];
    uv_timer_t timer;
} Run;
typedef struct Stream Stream;

static void stop_child(Run *run, int error)
{
    if (!run->result->error) run->result->error = error;
    (void)process_kill(run->process, run->limits.kill_signal ? run->limits.kill_signal : SIGTERM).code;
    for (uint32_t i = 0; i < PROCESS_STDIO_MAX; i++) {
        Stream *s = &ELEM(run->streams, i);
        if (s->pipe) pipe_close(s->pipe);
        s->pipe = NULL;
    }
}

static void on_output(void *data, int status, Span bytes)
{
    Stream *s = data;
    if (status <= 0) {
        if (s->pipe) pipe_close(s->pipe);
        s->pipe = NULL;
        return;
    }
    // As in Node.js, the chunk that passes the limit is still delivered.
    Buf *out = &ELEM(s->run->result->output, s->index);
    bool full = buf_append(out, bytes).code != 0;
    if (full || out->len > s->run->limits.max_output) stop_child(s->run, UV_ENOBUFS);
}

static void on_run_exit(void *data, int64_t status, int signum)
{
    Run *run = data;
    run->result->status = status;
    run->result->signum = signum;
    process_close(run->process);
    uv_close((uv_handle_t *)&run->timer, NULL);
}

static void on_timeout(uv_timer_t *timer) { stop_child(timer->data, UV_ETIMEDOUT); }

static void on_input_written(void *data, int status)
{
    (void)status;
    Stream *s = data;
    if (s->pipe) (void)pipe_end(s->pipe, NULL, NULL).code;
}

static void attach_streams(Run *run, SpawnOptions *options, Span input)
{
    for (uint32_t i = 0; i < options->stdio.count; i++) {
        Stream *s = &ELEM(run->streams, i);
        s->pipe = ITEM(options->stdio, i).pipe;
        if (!s->pipe) continue;
        pipe_on_read(s->pipe, on_output, s);
        (void)pipe_read_start(s->pipe).code;
        if (i != 0) continue;
        Err e = input.len ? pipe_write(s->pipe, input, on_input_written, s) : pipe_end(s->pipe, NULL, NULL);
        if (e.code) on_output(s, e.code, (Span){});
    }
}

void process_run(SpawnOptions *options, Span input, RunLimits limits, RunResult *out)
{
    Run *run = MEM_NEW(Run);
    *run = (Run){.loop = loop_new(), .result = out, .limits = limits};
    for (uint32_t i = 0; i < PROCESS_STDIO_MAX; i++) {
        ELEM(run->streams, i).run = run;
        ELEM(run->streams, i).index = i;
        ELEM(out->output, i).max = size_min(limits.max_output, BUF_DEFAULT_MAX) + 65536;
    }
    CHECK(uv_timer_init(loop_uv(run->loop), &run->timer) == 0);
    run->timer.data = run;
    Err e = process_spawn(run->loop, options, on_run_exit, run, &run->process);
    if (e.code) {
        out->error = e.code;
        uv_close((uv_handle_t *)&run->timer, NULL);
    } else {
        out->pid = process_pid(run->process);
        attach_streams(run, options, input);
        if (limits.timeout_ms) CHECK(uv_timer_start(&run->timer, on_timeout, limits.timeout_ms, 0) == 0);
    }
    loop_run(run->loop);
    loop_free(run->loop);
    mem_free(run);
}

void RunResult_cleanup(RunResult *result)
{
    for (uint32_t i = 0; i < PROCESS_STDIO_MAX; i++) Buf_cleanup(&ELEM(result->output, i));
}
