// child.c - natives of lib/internal/child.js: spawning, pipes to children and IPC channels, spawnSync.
#include <fcntl.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "engine/engine.h"
#include "loop/process.h"
#include "sandbox/sandbox.h"

#define CHILD_ARGS_MAX 65536u

// --- arguments --------------------------------------------------------------------------------------

// An array of strings as argv: NULL-terminated, in scratch.
static Err arg_strings(JsCall *call, JsValue list, char ***out)
{
    JsValue length;
    double count = 0;
    TRY(js_get(call, list, "length", &length));
    TRY(js_to_f64(call, length, &count));
    if (!(count >= 0 && count <= CHILD_ARGS_MAX)) return err(ERR_ARG_RANGE);
    struct { char **items; size_t count; } v = {ARENA_ARRAY(&call->scratch, char *, (size_t)count + 1), (size_t)count + 1};
    for (uint32_t i = 0; i < (uint32_t)count; i++) {
        JsValue item;
        Str text;
        TRY(js_get_index(call, list, i, &item));
        TRY(js_to_str(call, item, &text));
        ITEM(v, i) = arena_cstr(&call->scratch, text);
    }
    *out = v.items;
    return OK;
}

// -1 ignore, -2 pipe, otherwise a descriptor of ours.
static Err arg_stdio(JsCall *call, JsValue list, SpawnOptions *o)
{
    JsValue length;
    double count = 0;
    TRY(js_get(call, list, "length", &length));
    TRY(js_to_f64(call, length, &count));
    if (!(count >= 0 && count <= PROCESS_STDIO_MAX)) return err(ERR_ARG_RANGE);
    o->stdio.count = (uint32_t)count;
    o->stdio.items = ARENA_ARRAY(&call->scratch, ChildStdio, o->stdio.count);
    for (uint32_t i = 0; i < o->stdio.count; i++) {
        JsValue item;
        double number;
        int32_t fd;
        TRY(js_get_index(call, list, i, &item));
        TRY(js_to_f64(call, item, &number));
        if (!i32_from_f64(number, &fd)) return err(ERR_ARG_RANGE);
        StdioUse use = fd == -2 ? STDIO_PIPE_TO_US : fd < 0 ? STDIO_IGNORE : STDIO_INHERIT_FD;
        ITEM(o->stdio, i) = (ChildStdio){.use = use, .fd = fd};
    }
    return OK;
}

static Err get_list(JsCall *call, JsValue from, const char *name, char ***out)
{
    JsValue list;
    TRY(js_get(call, from, name, &list));
    return arg_strings(call, list, out);
}

static Err get_id(JsCall *call, JsValue from, const char *name, bool *set, uint32_t *out)
{
    JsValue v;
    double number;
    TRY(js_get(call, from, name, &v));
    if (js_is_nullish(call, v)) return OK;
    TRY(js_to_f64(call, v, &number));
    *set = true;
    return u32_from_f64(number, out) ? OK : err(ERR_ARG_RANGE);
}

static Err get_text(JsCall *call, JsValue from, const char *name, const char **out)
{
    JsValue v;
    Str text;
    TRY(js_get(call, from, name, &v));
    if (js_is_nullish(call, v)) return OK;
    TRY(js_to_str(call, v, &text));
    *out = arena_cstr(&call->scratch, text);
    return OK;
}

// {file, args, env, cwd, stdio, detached, uid, gid}: made by our own JavaScript half.
static Err arg_options(JsCall *call, size_t index, SpawnOptions *o)
{
    JsValue from = js_arg(call, index), v;
    TRY(get_text(call, from, "file", &o->file));
    TRY(get_text(call, from, "cwd", &o->cwd));
    TRY(get_list(call, from, "args", &o->args));
    TRY(get_list(call, from, "env", &o->env));
    TRY(get_id(call, from, "uid", &o->set_uid, &o->uid));
    TRY(get_id(call, from, "gid", &o->set_gid, &o->gid));
    TRY(js_get(call, from, "detached", &v));
    o->detached = js_to_bool(call, v);
    TRY(js_get(call, from, "stdio", &v));
    TRY(arg_stdio(call, v, o));
    FsPath checked;
    return sandbox_path(&call->scratch, str_c(o->file), ACCESS_EXEC, &checked);
}

// --- pipes --------------------------------------------------------------------------------------------

typedef struct PipeHandle {
    Runtime *rt;
    Pipe *pipe;
    JsRoot on_read;
} PipeHandle;

typedef struct PipeJob {
    Runtime *rt;
    JsRoot callback;
} PipeJob;

static void pipe_handle_close(void *data)
{
    PipeHandle *p = data;
    pipe_close(p->pipe);
    js_root_drop(p->rt, &p->on_read);
    mem_free(p);
}

static JsValue pipe_handle(JsCall *call, Pipe *pipe)
{
    PipeHandle *p = MEM_NEW(PipeHandle);
    *p = (PipeHandle){.rt = call->rt, .pipe = pipe};
    return js_handle_new(call, KIND_PIPE, p, pipe_handle_close);
}

// callback(bytes), callback(null) at the end, callback(negative) on error
static void on_pipe_read(void *data, int status, Span bytes)
{
    PipeHandle *p = data;
    AUTO(JsScope) scope = js_enter(p->rt);
    JsValue arg = js_null(&scope.call);
    if (status < 0) arg = js_number(&scope.call, status);
    else if (status > 0) arg = js_uint8array(&scope.call, bytes);
    JsRoot callback = p->on_read;
    js_run(&scope, callback, &arg, 1);
}

static void on_pipe_done(void *data, int status)
{
    PipeJob *job = data;
    {
        AUTO(JsScope) scope = js_enter(job->rt);
        JsValue arg = js_number(&scope.call, status);
        js_run(&scope, job->callback, &arg, 1);
    }
    js_root_drop(job->rt, &job->callback);
    mem_free(job);
}

static PipeJob *job_new(JsCall *call, JsValue callback)
{
    PipeJob *job = MEM_NEW(PipeJob);
    *job = (PipeJob){.rt = call->rt, .callback = js_root(call, callback)};
    return job;
}

static JsValue job_result(JsCall *call, PipeJob *job, Err e)
{
    if (e.code) {
        js_root_drop(call->rt, &job->callback);
        mem_free(job);
    }
    return js_number(call, e.code);
}

// pipeOpen(fd) -> handle that owns the descriptor, or a negative error
JS_NATIVE(pipe_open_native)
{
    int32_t fd;
    TRY_JS(call, js_arg_i32(call, 0, &fd));
    Pipe *pipe = NULL;
    Err e = pipe_open(rt_loop(call->rt), fd, &pipe);
    if (e.code) return js_number(call, e.code);
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    return pipe_handle(call, pipe);
}

// pipeRead(handle, callback): starts; callback may be omitted to go on with the earlier one
JS_NATIVE(pipe_read_native)
{
    JsValue callback = js_arg(call, 1);
    PipeHandle *p = js_arg_handle(call, 0, KIND_PIPE);
    if (!p) return js_number(call, UV_EBADF);
    if (js_is_function(call, callback)) {
        js_root_drop(call->rt, &p->on_read);
        p->on_read = js_root(call, callback);
        pipe_on_read(p->pipe, on_pipe_read, p);
    }
    return js_number(call, p->on_read.ref ? pipe_read_start(p->pipe).code : UV_EINVAL);
}

JS_NATIVE(pipe_pause_native)
{
    PipeHandle *p = js_arg_handle(call, 0, KIND_PIPE);
    if (p) pipe_read_stop(p->pipe);
    return js_undefined(call);
}

// pipeWrite(handle, string | bytes, callback(status)) -> 0 or a negative error (then no callback)
JS_NATIVE(pipe_write_native)
{
    JsValue callback;
    Str text = {};
    JsBytes object = {};
    bool is_text = js_is_string(call, js_arg(call, 1));
    TRY_JS(call, js_arg_fn(call, 2, &callback));
    TRY_JS(call, is_text ? js_arg_str(call, 1, &text) : js_arg_bytes(call, 1, &object));
    PipeJob *job = job_new(call, callback);
    PipeHandle *p = js_arg_handle(call, 0, KIND_PIPE);
    if (!p) return job_result(call, job, err(UV_EBADF));
    Span bytes = is_text ? span_of(text) : js_bytes(call, object);
    return job_result(call, job, pipe_write(p->pipe, bytes, on_pipe_done, job));
}

// pipeEnd(handle, callback(status)) -> 0 or a negative error
JS_NATIVE(pipe_end_native)
{
    JsValue callback;
    TRY_JS(call, js_arg_fn(call, 1, &callback));
    PipeJob *job = job_new(call, callback);
    PipeHandle *p = js_arg_handle(call, 0, KIND_PIPE);
    return job_result(call, job, p ? pipe_end(p->pipe, on_pipe_done, job) : err(UV_EBADF));
}

// pipeFd(handle) -> the descriptor, still the handle's, or a negative error
JS_NATIVE(pipe_fd_native)
{
    PipeHandle *p = js_arg_handle(call, 0, KIND_PIPE);
    return js_number(call, p ? pipe_fd(p->pipe) : UV_EBADF);
}

JS_NATIVE(pipe_ref_native)
{
    bool on = js_arg_bool(call, 1);
    PipeHandle *p = js_arg_handle(call, 0, KIND_PIPE);
    if (p) pipe_ref(p->pipe, on);
    return js_undefined(call);
}

JS_NATIVE(pipe_close_native) { return js_bool(call, js_handle_close(call, 0, KIND_PIPE)); }

// --- children -----------------------------------------------------------------------------------------

typedef struct Child {
    Runtime *rt;
    Process *process;
    JsRoot on_exit;
    bool exited;
} Child;

static void child_close(void *data)
{
    Child *c = data;
    process_close(c->process);
    js_root_drop(c->rt, &c->on_exit);
    mem_free(c);
}

static void on_child_exit(void *data, int64_t status, int signum)
{
    Child *c = data;
    c->exited = true;
    AUTO(JsScope) scope = js_enter(c->rt);
    JsValue args[] = {js_number(&scope.call, (double)status), js_number(&scope.call, signum)};
    js_run(&scope, c->on_exit, args, COUNT_OF(args));
}

static JsValue pipes_array(JsCall *call, const SpawnOptions *o)
{
    JsValue list = js_array(call, NULL, 0);
    for (uint32_t i = 0; i < o->stdio.count; i++) {
        Pipe *pipe = ITEM(o->stdio, i).pipe;
        (void)js_set_index(call, list, i, pipe ? pipe_handle(call, pipe) : js_null(call)).code;
    }
    return list;
}

// childSpawn(options, onExit(status, signal)) -> [handle, pid, [pipe handle or null, ...]] or a negative error.
// The handle must be kept until onExit: an unreferenced one is closed when it is collected.
JS_NATIVE(child_spawn)
{
    SpawnOptions o = {};
    JsValue on_exit_fn;
    TRY_JS(call, js_arg_fn(call, 1, &on_exit_fn));
    TRY_JS(call, arg_options(call, 0, &o));
    Child *c = MEM_NEW(Child);
    c->rt = call->rt;
    Err e = process_spawn(rt_loop(call->rt), &o, on_child_exit, c, &c->process);
    if (e.code) {
        mem_free(c);
        return js_number(call, e.code);
    }
    c->on_exit = js_root(call, on_exit_fn);
    JsValue parts[] = {js_handle_new(call, KIND_PROCESS, c, child_close), js_number(call, process_pid(c->process)),
                       pipes_array(call, &o)};
    return js_array(call, parts, COUNT_OF(parts));
}

// childKill(handle, signal) -> 0 or a negative error
JS_NATIVE(child_kill)
{
    int32_t signum;
    TRY_JS(call, js_arg_i32(call, 1, &signum));
    Child *c = js_arg_handle(call, 0, KIND_PROCESS);
    if (!c || c->exited) return js_number(call, UV_ESRCH);
    return js_number(call, process_kill(c->process, signum).code);
}

JS_NATIVE(child_ref)
{
    bool on = js_arg_bool(call, 1);
    Child *c = js_arg_handle(call, 0, KIND_PROCESS);
    if (c) process_ref(c->process, on);
    return js_undefined(call);
}

JS_NATIVE(child_close_native) { return js_bool(call, js_handle_close(call, 0, KIND_PROCESS)); }

// childRun(options, input string | bytes | null, timeout ms, max output, kill signal)
//   -> [error, pid, status, signal, [bytes or null, ...]]
JS_NATIVE(child_run)
{
    SpawnOptions o = {};
    RunLimits limits = {};
    double timeout, most;
    Str text = {};
    JsBytes object = {};
    bool has_bytes = !js_arg_is_nullish(call, 1) && !js_is_string(call, js_arg(call, 1));
    TRY_JS(call, arg_options(call, 0, &o));
    if (has_bytes) TRY_JS(call, js_arg_bytes(call, 1, &object));
    else if (!js_arg_is_nullish(call, 1)) TRY_JS(call, js_arg_str(call, 1, &text));
    TRY_JS(call, js_arg_f64(call, 2, &timeout));
    TRY_JS(call, js_arg_f64(call, 3, &most));
    TRY_JS(call, js_arg_i32(call, 4, &limits.kill_signal));
    limits.timeout_ms = timeout > 0 && timeout < 1e15 ? (uint64_t)timeout : 0;
    limits.max_output = most >= 0 && most < (double)BUF_DEFAULT_MAX ? (size_t)most : BUF_DEFAULT_MAX;
    AUTO(RunResult) r = {};
    process_run(&o, has_bytes ? js_bytes(call, object) : span_of(text), limits, &r);
    JsValue outputs = js_array(call, NULL, 0);
    for (uint32_t i = 0; i < o.stdio.count; i++) {
        bool piped = i > 0 && ITEM(o.stdio, i).use == STDIO_PIPE_TO_US;
        JsValue v = piped ? js_uint8array(call, buf_span(&ELEM(r.output, i))) : js_null(call);
        TRY_JS(call, js_set_index(call, outputs, i, v));
    }
    JsValue parts[] = {js_number(call, r.error), js_number(call, r.pid), js_number(call, (double)r.status),
                       js_number(call, r.signum), outputs};
    return js_array(call, parts, COUNT_OF(parts));
}

extern const JsMethod node_child_methods[];
const JsMethod node_child_methods[] = {
    JS_METHOD("pipeOpen", pipe_open_native, 1, PERM_NONE),
    JS_METHOD("pipeRead", pipe_read_native, 2, PERM_NONE),
    JS_METHOD("pipePause", pipe_pause_native, 1, PERM_NONE),
    JS_METHOD("pipeWrite", pipe_write_native, 3, PERM_NONE),
    JS_METHOD("pipeEnd", pipe_end_native, 2, PERM_NONE),
    JS_METHOD("pipeFd", pipe_fd_native, 1, PERM_NONE),
    JS_METHOD("pipeRef", pipe_ref_native, 2, PERM_NONE),
    JS_METHOD("pipeClose", pipe_close_native, 1, PERM_NONE),
    JS_METHOD("childSpawn", child_spawn, 2, PERM_RUN),
    JS_METHOD("childKill", child_kill, 2, PERM_RUN),
    JS_METHOD("childRef", child_ref, 2, PERM_NONE),
    JS_METHOD("childClose", child_close_native, 1, PERM_NONE),
    JS_METHOD("childRun", child_run, 5, PERM_RUN),
    {},
};
