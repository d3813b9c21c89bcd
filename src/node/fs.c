// fs.c - the natives of node:fs: one a row of loop/fs_ops.def, the same code for the blocking and the
// pool form (a callback as last argument).
//
// The pool never touches JavaScript memory: written bytes are copied before, read bytes after. Results
// are few and fat: a stat is one typed array, a listing one string, a file one string or byte array.
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "engine/engine.h"
#include "loop/fs.h"
#include "loop/loop.h"

typedef enum FsResult { RES_NONE, RES_NUMBER, RES_FLAG, RES_STAT, RES_TEXT } FsResult;

typedef struct FsShape {
    const char *signature;
    FsResult result;
} FsShape;

static const FsShape shapes[] = {
#define FSOP(id, name, signature, result, perm) {signature, RES_##result},
#include "loop/fs_ops.def"
#undef FSOP
};

// What an operation needs besides its FsOp.
typedef struct FsArgs {
    FsOp op;
    JsBytes target;      // read: the array to fill; stat: the typed array for the fields
    uint32_t offset;     // into target
    bool has_target;
    bool raw;            // bytes instead of text
    bool quiet;          // absent is null
} FsArgs;

// --- arguments --------------------------------------------------------------------------------------

// A string or bytes (Node allows Buffers as paths).
static Err arg_str_or_bytes(JsCall *call, size_t i, Str *out)
{
    if (js_is_string(call, js_arg(call, i))) return js_arg_str(call, i, out);
    JsBytes bytes;
    TRY(js_arg_bytes(call, i, &bytes));
    *out = arena_str(&call->scratch, str_of(js_bytes(call, bytes)));
    return OK;
}

static Err arg_path(JsCall *call, size_t i, unsigned access, FsPath *out)
{
    Str text;
    TRY(arg_str_or_bytes(call, i, &text));
    return sandbox_path(&call->scratch, text, access, out);
}

// A string's bytes, or where the bytes of an object are now: stays valid until the next engine call.
static Err arg_data(JsCall *call, size_t i, FsArgs *args)
{
    if (js_is_string(call, js_arg(call, i))) {
        Str text;
        TRY(js_arg_str(call, i, &text));
        args->op.data = span_of(text);
        return OK;
    }
    TRY(js_arg_bytes(call, i, &args->target));
    args->has_target = true;
    return OK;
}

static Err arg_position(JsCall *call, size_t i, int64_t *out)
{
    *out = -1;
    return js_arg_is_nullish(call, i) ? OK : js_arg_i64(call, i, out);
}

static Err arg_stat_array(JsCall *call, size_t i, FsArgs *args)
{
    if (js_arg_is_nullish(call, i)) return OK;
    if (!js_is_object(call, js_arg(call, i))) {  // `true`: the caller wants 64-bit integers
        args->raw = js_arg_bool(call, i);
        return OK;
    }
    args->has_target = true;
    return js_arg_bytes(call, i, &args->target);
}

static Err read_arg(JsCall *call, char kind, size_t i, FsArgs *args)
{
    FsOp *op = &args->op;
    unsigned access = ELEM(shapes, (size_t)op->kind).result == RES_NONE ? ACCESS_WRITE : ACCESS_READ;
    switch (kind) {
    case 'p': return arg_path(call, i, access, &op->path);
    case 'q': return arg_path(call, i, ACCESS_WRITE, &op->dest);
    case 't': return arg_str_or_bytes(call, i, &op->target);
    case 'd': return js_arg_i32(call, i, &op->fd);
    case 'f': return js_arg_i32(call, i, &op->flags);
    case 'm': return js_arg_u32(call, i, &op->mode);
    case 'o': return arg_position(call, i, &op->pos);
    case 'n': return js_arg_i64(call, i, &op->len);
    case 'u': return js_arg_u32(call, i, &op->uid);
    case 'g': return js_arg_u32(call, i, &op->gid);
    case 'a': return js_arg_f64(call, i, &op->atime);
    case 'k': return js_arg_f64(call, i, &op->mtime);
    case 'b': return arg_data(call, i, args);
    case 'r':
        args->has_target = true;
        return js_arg_bytes(call, i, &args->target);
    case 'w': op->flush = js_arg_bool(call, i); return OK;
    case 'x': args->raw = js_arg_bool(call, i); return OK;
    case 'z': args->quiet = js_arg_bool(call, i); return OK;
    case 'F': return arg_stat_array(call, i, args);
    default: CHECK(false);
    }
    return OK;
}

// --- results ----------------------------------------------------------------------------------------

static Err error_of(JsCall *call, const FsOp *op)
{
    if (op->code == ERR_FILE_TOO_BIG) {
        ErrInfo *info = ARENA_NEW(&call->scratch, ErrInfo);
        info->detail = arena_fmt(&call->scratch, "File size (%lld) is greater than 2 GiB", (long long)op->number);
        return (Err){op->code, info};
    }
    Str path = op->names == FS_NAMES_NONE ? (Str){} : op->path.checked;
    if (op->kind == FS_SYMLINK && op->names == FS_NAMES_BOTH) path = op->target;
    return js_err_sys(call, op->code, op->syscall, path, op->names == FS_NAMES_BOTH ? op->dest.checked : (Str){});
}

static bool is_absent(const FsArgs *args)
{
    return args->quiet && (args->op.code == UV_ENOENT || args->op.code == UV_ENOTDIR);
}

static void fill_stat(MutSpan out, const FsOp *op, bool integers)
{
    double numbers[FS_STAT_FIELDS];
    for (size_t i = 0; i < FS_STAT_FIELDS; i++) ELEM(numbers, i) = (double)ELEM(op->stat, i);
    if (out.len < sizeof numbers) return;
    if (integers) mem_copy(out.ptr, out.len, op->stat, sizeof op->stat);
    else mem_copy(out.ptr, out.len, numbers, sizeof numbers);
}

static JsValue stat_result(JsCall *call, const FsArgs *args)
{
    if (args->has_target) {
        fill_stat(js_bytes_mut(call, args->target), &args->op, args->raw);
        return js_undefined(call);
    }
    uint8_t fields[sizeof(int64_t) * FS_STAT_FIELDS];
    fill_stat((MutSpan){fields, sizeof fields}, &args->op, args->raw);
    return js_uint8array(call, (Span){fields, sizeof fields});
}

static JsValue text_result(JsCall *call, FsArgs *args)
{
    if (!args->op.has_bytes) return js_undefined(call);
    if (args->raw) return js_uint8array_take(call, &args->op.bytes);
    return js_string(call, buf_str(&args->op.bytes));
}

static JsValue result_of(JsCall *call, FsArgs *args)
{
    switch (ELEM(shapes, (size_t)args->op.kind).result) {
    case RES_NUMBER: return js_number(call, (double)args->op.number);
    case RES_FLAG: return js_bool(call, args->op.number != 0);
    case RES_STAT: return stat_result(call, args);
    case RES_TEXT: return text_result(call, args);
    default: return js_undefined(call);
    }
}

// --- blocking ---------------------------------------------------------------------------------------

// The part of the target that a read fills, re-read after all conversions.
static MutSpan read_window(JsCall *call, const FsArgs *args)
{
    MutSpan all = js_bytes_mut(call, args->target);
    size_t from = args->offset > all.len ? all.len : args->offset;
    size_t len = size_min((size_t)args->op.len, all.len - from);
    return (MutSpan){at_from(all.ptr, from, all.len, 1), len};
}

static JsValue run_here(JsCall *call, FsArgs *args)
{
    uint8_t nothing = 0;
    if (args->op.kind == FS_READ) {
        args->op.out = read_window(call, args);
        if (!args->op.out.ptr) args->op.out = (MutSpan){&nothing, 0};
    } else if (args->has_target && !args->op.data.ptr) {
        args->op.data = js_bytes(call, args->target);
    }
    fs_run(&args->op);
    JsValue result = js_null(call);
    if (args->op.code && !is_absent(args)) result = js_throw(call, error_of(call, &args->op));
    else if (!args->op.code) result = result_of(call, args);
    FsOp_cleanup(&args->op);
    return result;
}

// --- on the pool ------------------------------------------------------------------------------------

typedef struct FsJob {
    FsArgs args;
    Runtime *rt;
    JsRoot callback;
    JsRoot target;  // read: filled on completion
    Arena own;      // copies of what the arguments borrowed
} FsJob;

static void job_run(void *data) { fs_run(&((FsJob *)data)->args.op); }

static void job_free(FsJob *job)
{
    js_root_drop(job->rt, &job->callback);
    js_root_drop(job->rt, &job->target);
    FsOp_cleanup(&job->args.op);
    Arena_cleanup(&job->own);
    mem_free(job);
}

static void deliver_read(JsCall *call, FsJob *job)
{
    JsValue object = js_root_get(call, job->target);
    job->args.target = (JsBytes){object.ref};
    MutSpan out = read_window(call, &job->args);
    Span got = buf_span(&job->args.op.bytes);
    // The program may have detached or shrunk the buffer meanwhile.
    mem_copy(out.ptr, out.len, got.ptr, size_min(got.len, out.len));
}

static void job_done(void *data, bool cancelled)
{
    FsJob *job = data;
    if (cancelled) return job_free(job);
    AUTO(JsScope) scope = js_enter(job->rt);
    JsCall *call = &scope.call;
    JsValue args[2] = {js_null(call), js_undefined(call)};
    if (job->args.op.code && !is_absent(&job->args)) {
        args[0] = js_error(call, error_of(call, &job->args.op));
    } else if (job->args.op.code) {
        args[1] = js_null(call);
    } else {
        if (job->args.op.kind == FS_READ) deliver_read(call, job);
        args[1] = result_of(call, &job->args);
    }
    js_run(&scope, job->callback, args, COUNT_OF(args));
    job_free(job);
}

static void own_strings(FsJob *job)
{
    FsOp *op = &job->args.op;
    if (op->path.checked.ptr) op->path.checked = arena_str(&job->own, op->path.checked);
    if (op->dest.checked.ptr) op->dest.checked = arena_str(&job->own, op->dest.checked);
    if (op->target.ptr) op->target = arena_str(&job->own, op->target);
}

static JsValue run_on_pool(JsCall *call, FsArgs *args, JsValue callback)
{
    FsJob *job = MEM_NEW(FsJob);
    job->args = *args;
    job->rt = call->rt;
    own_strings(job);
    FsOp *op = &job->args.op;
    if (op->kind == FS_READ) {
        job->args.has_target = false;
        MutSpan window = read_window(call, args);
        op->len = (int64_t)window.len;
        job->target = js_root(call, (JsValue){args->target.object});
    } else {
        if (args->has_target) op->data = js_bytes(call, args->target);
        op->data = span_of(arena_str(&job->own, str_of(op->data)));
        job->args.has_target = false;
    }
    job->callback = js_root(call, callback);
    Err e = task_submit(rt_loop(call->rt), (Task){job_run, job_done, job});
    if (!e.code) return js_undefined(call);
    job_free(job);
    return js_throw(call, e);
}

static JsValue run_op(JsCall *call, FsKind kind)
{
    FsArgs args = {.op = {.kind = kind, .pos = -1}};
    Str signature = str_c(ELEM(shapes, (size_t)kind).signature);
    for (size_t i = 0; i < signature.len; i++) TRY_JS(call, read_arg(call, str_at(signature, i), i, &args));
    if (kind == FS_READ) {  // "dron": o is the offset into the array, n packs nothing: position follows
        TRY_JS(call, arg_position(call, 4, &args.op.pos));
        TRY_JS(call, js_arg_u32(call, 2, &args.offset));
    }
    size_t last = signature.len + (kind == FS_READ ? 1 : 0);
    JsValue callback = js_arg(call, last);
    return js_is_function(call, callback) ? run_on_pool(call, &args, callback) : run_here(call, &args);
}

#define FSOP(id, name, signature, result, perm)                                                    \
    JS_NATIVE(fs_native_##id) { return run_op(call, FS_##id); }
#include "loop/fs_ops.def"
#undef FSOP

// --- file handles -----------------------------------------------------------------------------------

typedef struct OpenFile {
    int fd;
} OpenFile;

// Collected without close(): the descriptor must not leak.
static void open_file_close(void *data)
{
    OpenFile *file = data;
    close(file->fd);
    mem_free(file);
}

// fileOwn(fd) -> handle that closes the descriptor when it is collected
JS_NATIVE(file_own)
{
    int32_t fd;
    TRY_JS(call, js_arg_i32(call, 0, &fd));
    OpenFile *file = MEM_NEW(OpenFile);
    file->fd = fd;
    return js_handle_new(call, KIND_FILE, file, open_file_close);
}

// fileDisown(handle) -> the descriptor, now the caller's; -1 if it was given up before
JS_NATIVE(file_disown)
{
    OpenFile *file = js_handle_take(call, 0, KIND_FILE);
    if (!file) return js_number(call, -1);
    int fd = file->fd;
    mem_free(file);
    return js_number(call, fd);
}

extern const JsMethod node_fs_methods[];
const JsMethod node_fs_methods[] = {
#define FSOP(id, name, signature, result, perm) JS_METHOD(name, fs_native_##id, sizeof(signature) - 1, perm),
#include "loop/fs_ops.def"
#undef FSOP
    JS_METHOD("fileOwn", file_own, 1, PERM_NONE),
    JS_METHOD("fileDisown", file_disown, 1, PERM_NONE),
    {},
};
