// engine.h - the border to JavaScript. Only src/engine/ includes JavaScriptCore; everyone else sees
// JsValue, JsCall, JsRoot and Runtime.
//
// Laws (style.md section 7): a JsValue lives on the C stack or in a JsRoot, never in other memory.
// A wrapper holds a Handle, never a pointer. Convert arguments first, resolve pointers second: every
// conversion may run user code. All functions: loop thread only, except where stated.
// Cost (measured): call from JS 75 ns; number conversion 25 ns; property read 100 ns; string 250 ns.
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/handle.h"

struct OpaqueJSContext;
struct OpaqueJSValue;

typedef struct Loop Loop;
typedef struct Runtime Runtime;  // one per JS thread; owns the VM, the handle table and the roots

typedef struct JsValue {
    const struct OpaqueJSValue *ref;
} JsValue;

// One crossing from JavaScript (or, for completions, one entry made by the loop: see JsScope).
typedef struct JsCall {
    Runtime *rt;
    const struct OpaqueJSContext *ctx;
    struct OpaqueJSValue *self;
    size_t argc;
    const struct OpaqueJSValue *const *argv;
    const struct OpaqueJSValue *thrown;  // pending exception; only engine/ looks inside
    Arena scratch;                       // dies when the call returns
} JsCall;

// --- natives ------------------------------------------------------------------------------------

typedef enum Permission { PERM_NONE, PERM_READ, PERM_WRITE, PERM_NET, PERM_ENV, PERM_SYS, PERM_RUN, PERM_FFI } Permission;
typedef JsValue (*JsNative)(JsCall *call);
typedef const struct OpaqueJSValue *(*JsEntry)(const struct OpaqueJSContext *ctx, struct OpaqueJSValue *fn,
                                               struct OpaqueJSValue *self, size_t argc,
                                               const struct OpaqueJSValue *const argv[],
                                               const struct OpaqueJSValue **exception);
typedef struct JsMethod {
    const char *name;   // NULL ends the table
    JsEntry entry;
    uint8_t arity;
    Permission perm;    // what it touches; nothing asks yet, everything is allowed
} JsMethod;

const struct OpaqueJSValue *js_dispatch(JsNative body, const struct OpaqueJSContext *ctx,
                                        struct OpaqueJSValue *self, size_t argc,
                                        const struct OpaqueJSValue *const argv[],
                                        const struct OpaqueJSValue **exception);

// JS_NATIVE(file_open) { ... uses `call` ... return js_undefined(call); }
// defines the native and its entry point; list it as JS_METHOD("fileOpen", file_open, 2, PERM_READ).
#define JS_NATIVE(id)                                                                              \
    static JsValue id(JsCall *call);                                                               \
    static const struct OpaqueJSValue *id##_entry(                                                 \
        const struct OpaqueJSContext *ctx, struct OpaqueJSValue *fn, struct OpaqueJSValue *self,   \
        size_t argc, const struct OpaqueJSValue *const argv[], const struct OpaqueJSValue **exc)   \
    {                                                                                              \
        (void)fn;                                                                                  \
        return js_dispatch(id, ctx, self, argc, argv, exc);                                        \
    }                                                                                              \
    static JsValue id(JsCall *call)
#define JS_METHOD(name, id, arity, perm) {name, id##_entry, arity, perm}

// In a native: forwards an Err as a JavaScript exception (ERR_JS_EXCEPTION keeps the pending one).
#define TRY_JS(call, expr)                                                                         \
    do {                                                                                           \
        Err err_ = (expr);                                                                         \
        if (err_.code) return js_throw((call), err_);                                              \
    } while (0)

// --- arguments: index past argc reads as undefined ----------------------------------------------
// Strict conversions for our own lib/: a wrong type is ERR_ARG_TYPE (TypeError with Node's code).
// No user code runs except where stated.

JsValue js_arg(const JsCall *call, size_t index);
Err js_arg_str(JsCall *call, size_t index, Str *out);      // primitive string -> UTF-8 in scratch (lone surrogates: U+FFFD)
// The code units of a primitive string, in scratch (lone surrogates kept). For codecs; cost: one copy.
Err js_arg_utf16(JsCall *call, size_t index, Utf16 *out);
Err js_arg_f64(JsCall *call, size_t index, double *out);
Err js_arg_i32(JsCall *call, size_t index, int32_t *out);
Err js_arg_u32(JsCall *call, size_t index, uint32_t *out);
Err js_arg_i64(JsCall *call, size_t index, int64_t *out);  // safe integers, or BigInt in range
bool js_arg_bool(const JsCall *call, size_t index);        // truthiness
bool js_arg_is_nullish(const JsCall *call, size_t index);

typedef struct JsBytes {                                   // an ArrayBuffer, SharedArrayBuffer or view; pointer comes last
    const struct OpaqueJSValue *object;
} JsBytes;
Err js_arg_bytes(JsCall *call, size_t index, JsBytes *out);
// The bytes now. Valid until the next engine call of any kind. Empty if detached.
Span js_bytes(JsCall *call, JsBytes bytes);
// Writable view of the same memory.
MutSpan js_bytes_mut(JsCall *call, JsBytes bytes);
// NULL if argument `index` is not a live handle of that kind.
void *js_arg_handle(JsCall *call, size_t index, HandleKind kind);
Err js_arg_fn(JsCall *call, size_t index, JsValue *out);

// --- values -------------------------------------------------------------------------------------

JsValue js_undefined(JsCall *call);
JsValue js_null(JsCall *call);
JsValue js_bool(JsCall *call, bool value);
JsValue js_number(JsCall *call, double value);
JsValue js_bigint_u64(JsCall *call, uint64_t value);
JsValue js_bigint_i64(JsCall *call, int64_t value);
JsValue js_string(JsCall *call, Str utf8);                  // malformed input becomes U+FFFD
JsValue js_string_utf16(JsCall *call, const uint16_t *units, size_t count);
JsValue js_string_latin1(JsCall *call, Span bytes);
JsValue js_object(JsCall *call);
JsValue js_array(JsCall *call, const JsValue *values, size_t count);  // values: a stack array
JsValue js_uint8array(JsCall *call, Span copy);             // a fresh Uint8Array with a copy of the bytes
JsValue js_uint8array_take(JsCall *call, Buf *take);        // moves the buffer's memory; no copy
JsValue js_error(JsCall *call, Err e);                      // an Error object: code, errno, syscall, path
JsValue js_json(JsCall *call, Str json);                    // JSON.parse; undefined when malformed

bool js_is_undefined(const JsCall *call, JsValue v);
bool js_is_null(const JsCall *call, JsValue v);
bool js_is_nullish(const JsCall *call, JsValue v);
bool js_is_string(const JsCall *call, JsValue v);
bool js_is_number(const JsCall *call, JsValue v);
bool js_is_object(const JsCall *call, JsValue v);
bool js_is_function(const JsCall *call, JsValue v);
bool js_to_bool(const JsCall *call, JsValue v);
Err js_to_f64(JsCall *call, JsValue v, double *out);        // may run user code (valueOf)
Err js_to_str(JsCall *call, JsValue v, Str *out);           // may run user code (toString); UTF-8 in scratch

// Properties. Getters and proxies run user code.
Err js_get(JsCall *call, JsValue object, const char *name, JsValue *out);
Err js_get_index(JsCall *call, JsValue object, uint32_t index, JsValue *out);
Err js_set(JsCall *call, JsValue object, const char *name, JsValue value);
Err js_set_index(JsCall *call, JsValue object, uint32_t index, JsValue value);
void js_define(JsCall *call, JsValue object, const char *name, JsValue value);  // on objects we made; cannot fail

// Throws: `return js_throw(call, e);`
JsValue js_throw(JsCall *call, Err e);
JsValue js_throw_value(JsCall *call, JsValue value);
// TypeError with Node's code ERR_INVALID_ARG_TYPE and a full message of our own.
__attribute__((format(printf, 3, 4))) JsValue js_throw_fmt(JsCall *call, int code, const char *format, ...);
// Err with path/syscall info in call->scratch, for js_throw or a callback.
Err js_err_sys(JsCall *call, int uv_code, const char *syscall, Str path, Str dest);

// --- calling JavaScript synchronously from a native (rare: prefer returning values) --------------
// ERR_JS_EXCEPTION if it threw; the exception is then pending in `call`.
Err js_call(JsCall *call, JsValue fn, JsValue self, const JsValue *args, size_t argc, JsValue *out);

// --- roots: JS values that native memory keeps alive ---------------------------------------------

typedef struct JsRoot {
    const struct OpaqueJSValue *ref;  // engine/ only
} JsRoot;
JsRoot js_root(JsCall *call, JsValue value);
JsValue js_root_get(JsCall *call, JsRoot root);  // undefined for the zero root
void js_root_drop(Runtime *rt, JsRoot *root);    // accepts the zero root; sets it to zero

// --- handles ------------------------------------------------------------------------------------

// A wrapper object for a native resource. When it is collected, `close(ptr)` runs on the loop thread.
JsValue js_handle_new(JsCall *call, HandleKind kind, void *ptr, HandleClose close);
// Closes now: later uses of the wrapper see NULL. False if it was stale already.
bool js_handle_close(JsCall *call, size_t arg_index, HandleKind kind);
void *js_handle_take(JsCall *call, size_t arg_index, HandleKind kind);  // caller owns the pointer now
HandleTable *rt_handles(Runtime *rt);

// --- entering JavaScript from the loop ------------------------------------------------------------
// Completions: AUTO(JsScope) scope = js_enter(rt); build arguments with &scope.call; js_run(&scope, cb, ...).
// js_run calls `fn` through the trampoline: the callback, then process.nextTick queue, then microtasks,
// until both are empty. What it throws goes to uncaughtException handling, never to the caller.

typedef struct JsScope {
    JsCall call;
    bool open;
} JsScope;
JsScope js_enter(Runtime *rt);
void JsScope_cleanup(JsScope *scope);
void js_run(JsScope *scope, JsRoot fn, const JsValue *args, size_t argc);

// --- evaluating source ----------------------------------------------------------------------------
// Evaluates `code` (UTF-8) as a script named `url`; `line` is the number of its first line.
// ERR_JS_EXCEPTION if it does not parse or throws; the exception is then pending in `call`.
Err js_eval(JsCall *call, Str code, Str url, int line, JsValue *out);

// --- interrupts -----------------------------------------------------------------------------------
// Seen where JavaScript loops or calls: a native, a regular expression and WebAssembly end first.

// JavaScript that runs at `at_us` (loop_now_us) or later gets ERR_SCRIPT_TIMEOUT thrown into it, an ordinary exception:
// `finally` runs, the caller goes on. What catches it and goes on gets it again, and after some twenty times the
// runtime ends. 0: no deadline. Returns the one before, so that callers can nest. Up to twice as late in an entry that
// began after this call.
uint64_t rt_set_deadline(Runtime *rt, uint64_t at_us);
// rt_stop, from any thread: what runs ends soon, without catch and finally, and nothing starts after it
// (rt_finished). Works once the runtime's own thread has called rt_stoppable; that costs a wake-up in 50 ms of
// running JavaScript.
void rt_stoppable(Runtime *rt);
void rt_stop(Runtime *rt);

// --- runtime ------------------------------------------------------------------------------------

// Before rt_new: collect more often, as if the machine had little memory. Less of it for about a third more CPU.
void rt_save_memory(void);
// Makes the VM of this thread and runs lib/internal/boot.js, which must not fail. `loop` must exist first.
Runtime *rt_new(Loop *loop);
void rt_free(Runtime *rt);              // closes all handles, releases the VM
// Runs lib/internal/boot.js's `main(args)`: everything from there on is JavaScript's business.
void rt_start(Runtime *rt, const Str *args, size_t count);
bool rt_finished(const Runtime *rt);     // the program has asked to end: nothing more may run
int rt_exit_code(Runtime *rt);           // process.exitCode after the 'exit' event, which it emits
bool rt_run_hook(Runtime *rt, const char *name);  // calls hook `name` of boot.js; false if it returned false
void rt_collect(Runtime *rt, bool full);          // synchronous collection (tests, idle time, Bun.gc)
void rt_idle(Runtime *rt);                        // the loop is about to wait: reap, plan a collection
// Begins a full collection on the engine's threads; the program stops as briefly as in one under load. Nothing
// happens where the engine does not offer it. rt_finish_collection: wrappers found dead are finalized, their handles closed.
void rt_collect_beside(Runtime *rt);
void rt_finish_collection(Runtime *rt);
void rt_reap(Runtime *rt);                        // closes handles whose wrappers were collected

Loop *rt_loop(Runtime *rt);
// One pointer for each native module that keeps state: RT_DATA_* below; closed before the VM goes.
enum { RT_DATA_LOADER, RT_DATA_TIMERS, RT_DATA_PROCESS, RT_DATA_SERVE, RT_DATA_RUNNER, RT_DATA_FS, RT_DATA_CRYPTO, RT_DATA_FETCH, RT_DATA_ZLIB, RT_DATA_SPARE };
void *rt_data(Runtime *rt, uint32_t key);
void rt_set_data(Runtime *rt, uint32_t key, void *ptr, void (*close)(void *ptr));
