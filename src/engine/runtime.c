// runtime.c - the VM of one thread: options, entry and exit, the trampoline, collection, finalizers.
//
// Every way into JavaScript from the loop passes js_run: callback, nextTick queue, microtasks, until all
// are empty. Every native runs under js_dispatch, which holds the API lock so that the calls inside cost
// 25 ns instead of 85.

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"
#include "engine/builtins.h"
#include "engine/idle.h"
#include "engine/jsc.h"
#include "loop/loop.h"
#include "loop/processors.h"
#include "loop/stdio.h"

static _Thread_local Runtime *current;

Runtime *rt_current(void) { return current; }
Loop *rt_loop(Runtime *rt) { return rt->loop; }
HandleTable *rt_handles(Runtime *rt) { return &rt->handles; }

// --- natives

const struct OpaqueJSValue *js_dispatch(JsNative body, const struct OpaqueJSContext *ctx, struct OpaqueJSValue *self,
                                        size_t argc, const struct OpaqueJSValue *const argv[],
                                        const struct OpaqueJSValue **exception)
{
    JsCall call = {.rt = current, .ctx = ctx, .self = self, .argc = argc, .argv = argv};
    JSLock(ctx);
    JsValue result = body(&call);
    if (call.thrown) *exception = call.thrown;
    JSUnlock(ctx);
    Arena_cleanup(&call.scratch);
    return result.ref;
}

// --- entering JavaScript from the loop

JsScope js_enter(Runtime *rt)
{
    JSLock(rt->ctx);
    return (JsScope){.call = {.rt = rt, .ctx = rt->ctx}, .open = true};
}

void JsScope_cleanup(JsScope *scope)
{
    if (!scope->open) return;
    scope->open = false;
    JSUnlock(scope->call.ctx);
    Arena_cleanup(&scope->call.scratch);
}

static bool is_pending(const Runtime *rt) { return *(volatile uint8_t *)rt->pending != 0; }

// A hook of boot.js catches everything itself; what still escapes is our bug or a stack overflow.
static JSValueRef call_hook(Runtime *rt, JSObjectRef hook, const JSValueRef *args, size_t argc)
{
    JSValueRef thrown = NULL;
    JSValueRef result = JSObjectCallAsFunction(rt->ctx, hook, NULL, argc, args, &thrown);
    if (rt->closing) return JSValueMakeUndefined(rt->ctx);  // ended by rt_stop, perhaps
    if (!thrown) return result;
    AUTO(Arena) a = {};
    JSStringRef text = JSValueToStringCopy(rt->ctx, thrown, NULL);
    Str message = text ? jsc_utf8(&a, text) : STR("unknown");
    fprintf(stderr, "cob: internal error in a runtime hook: %.*s\n", STR_FMT(message));
    if (text) JSStringRelease(text);
    exit(7);  // Node's code for a failing internal exception handler
}

// Microtasks run when the outermost entry returns; they may leave ticks or rejections behind.
static void drain(Runtime *rt)
{
    while (!rt->closing && is_pending(rt)) call_hook(rt, rt->drain, NULL, 0);
}

void js_run(JsScope *scope, JsRoot fn, const JsValue *args, size_t argc)
{
    Runtime *rt = scope->call.rt;
    if (rt->closing) return;
    JSValueRef all[8] = {fn.ref};
    CHECK(argc < COUNT_OF(all));
    struct { const JsValue *ptr; size_t len; } in = {args, argc};
    for (size_t i = 0; i < argc; i++) ELEM(all, i + 1) = AT(in, i).ref;
    rt->entries++;
    JSUnlock(rt->ctx);
    call_hook(rt, rt->run, all, argc + 1);
    drain(rt);
    JSLock(rt->ctx);
}

static JSValueRef named_hook(Runtime *rt, const char *name)
{
    JSStringRef text = JSStringCreateWithUTF8CString(name);
    JSValueRef arg = JSValueMakeString(rt->ctx, text);
    JSStringRelease(text);
    return call_hook(rt, rt->drain, &arg, 1);
}

bool rt_run_hook(Runtime *rt, const char *name)
{
    bool value = JSValueToBoolean(rt->ctx, named_hook(rt, name));
    drain(rt);
    return value;
}

bool rt_finished(const Runtime *rt) { return rt->closing; }

int rt_exit_code(Runtime *rt)
{
    if (rt->closing) return rt->exit_code;
    double code = JSValueToNumber(rt->ctx, named_hook(rt, "exit"), NULL);
    int32_t exact;
    return i32_from_f64(code, &exact) ? exact : 1;
}

// --- natives of lib/internal/boot.js

static const Builtin *builtin_at(uint32_t index)
{
    struct { const Builtin *ptr; size_t len; } all = {builtins, builtin_count};
    return index < all.len ? &AT(all, index) : NULL;
}

static JsValue natives_object(JsCall *call, const JsMethod *methods)
{
    JsValue object = js_object(call);
    for (const JsMethod *m = methods; m && m->name; m = at_from(m, 1, 2, sizeof *m)) {
        JSStringRef name = jsc_name(call->rt, m->name);
        js_define(call, object, m->name, (JsValue){JSObjectMakeFunctionWithCallback(call->ctx, name, m->entry)});
    }
    return object;
}

// Runs the source of `b` with `names` ({exports, require, module}) as its `this`; adds `native` to it.
static Err evaluate_builtin(JsCall *call, const Builtin *b, JsValue names)
{
    js_define(call, names, "native", b->natives ? natives_object(call, b->natives) : js_undefined(call));
    Str url = arena_fmt(&call->scratch, "cob:%s", b->specifier);
    JSStringRef source = jsc_string_ascii((Str){b->source, b->len}), name = jsc_string_ascii(url);
    JSEvaluateScript(call->ctx, source, jsc_object(names), name, 1, &call->thrown);
    JSStringRelease(source);
    JSStringRelease(name);
    return call->thrown ? err(ERR_JS_EXCEPTION) : OK;
}

// find(specifier) -> index * 4 + kind of an embedded module, or -1. A program's own require comes here too.
JS_NATIVE(boot_find)
{
    Str wanted;
    TRY_JS(call, js_arg_str(call, 0, &wanted));
    const Builtin *b;
    for (uint32_t i = 0; (b = builtin_at(i)); i++) {
        if (str_eq(wanted, (Str){b->specifier, b->specifier_len})) return js_number(call, i * 4 + b->kind);
    }
    return js_number(call, -1);
}

// publicNames() -> specifiers that programs may ask for
JS_NATIVE(boot_public_names)
{
    JsValue list = js_array(call, NULL, 0);
    uint32_t count = 0;
    const Builtin *b;
    for (uint32_t i = 0; (b = builtin_at(i)); i++) {
        if (b->kind == BUILTIN_INTERNAL) continue;
        TRY_JS(call, js_set_index(call, list, count, js_string(call, str_c(b->specifier))));
        count++;
    }
    return list;
}

static const LazyProp *lazy_at(bool of_bun, uint32_t index)
{
    struct { const LazyProp *ptr; size_t len; } global = {lazy_globals, lazy_global_count}, bun = {lazy_bun, lazy_bun_count};
    if (of_bun) return index < bun.len ? &AT(bun, index) : NULL;
    return index < global.len ? &AT(global, index) : NULL;
}

// lazyNames(ofBun) -> names of the lazy properties of globalThis or Bun
JS_NATIVE(boot_lazy_names)
{
    bool of_bun = js_arg_bool(call, 0);
    JsValue list = js_array(call, NULL, 0);
    const LazyProp *prop;
    for (uint32_t i = 0; (prop = lazy_at(of_bun, i)); i++)
        TRY_JS(call, js_set_index(call, list, i, (JsValue){JSValueMakeString(call->ctx, jsc_name(call->rt, prop->name))}));
    return list;
}

// lazySource(ofBun, index) -> [specifier, export] behind that property
JS_NATIVE(boot_lazy_source)
{
    uint32_t index;
    TRY_JS(call, js_arg_u32(call, 1, &index));
    const LazyProp *prop = lazy_at(js_arg_bool(call, 0), index);
    if (!prop) return js_throw(call, err(ERR_ARG_RANGE));
    JsValue parts[] = {js_string(call, str_c(prop->specifier)), js_string(call, str_c(prop->key))};
    return js_array(call, parts, COUNT_OF(parts));
}

// builtin(index, {exports, require, module}): runs an embedded module
JS_NATIVE(boot_builtin)
{
    uint32_t index;
    TRY_JS(call, js_arg_u32(call, 0, &index));
    const Builtin *b = builtin_at(index);
    JsValue names = js_arg(call, 1);
    if (!b || !js_is_object(call, names)) return js_throw(call, err(ERR_ARG_RANGE));
    TRY_JS(call, evaluate_builtin(call, b, names));
    return js_undefined(call);
}

// setHooks(run, drain, pendingFlag: Uint8Array of one byte, onRejection)
JS_NATIVE(boot_set_hooks)
{
    JsValue run, drain_fn, rejection;
    JsBytes flag;
    TRY_JS(call, js_arg_fn(call, 0, &run));
    TRY_JS(call, js_arg_fn(call, 1, &drain_fn));
    TRY_JS(call, js_arg_bytes(call, 2, &flag));
    TRY_JS(call, js_arg_fn(call, 3, &rejection));
    JSValueProtect(call->ctx, run.ref);
    JSValueProtect(call->ctx, drain_fn.ref);
    JSValueProtect(call->ctx, flag.object);  // its ArrayBuffer is never transferred: boot.js keeps it private
    call->rt->run = jsc_object(run);
    call->rt->drain = jsc_object(drain_fn);
    MutSpan bytes = js_bytes_mut(call, flag);
    CHECK(bytes.len == 1);
    call->rt->pending = bytes.ptr;
    JSGlobalContextSetUnhandledRejectionCallback(call->rt->ctx, jsc_object(rejection), &call->thrown);
    return js_undefined(call);
}

// exit(code): ends the process now. Streams of C are flushed; the VM is not torn down: start-up and exit
// are what short programs consist of. Sanitizer builds unwind what runs and end through rt_free, for the leak check.
JS_NATIVE(boot_exit)
{
    int32_t code;
    TRY_JS(call, js_arg_i32(call, 0, &code));
#ifdef __SANITIZE_ADDRESS__
    call->rt->exit_code = code;
    return interrupt_end(call);
#else
    fflush(NULL);
    _exit(code);
#endif
}

// finish(code): as exit, but sanitizer builds return and end when this entry does, through rt_free: so whatever
// the program left open must close without a report. For callers that have nothing more to do.
JS_NATIVE(boot_finish)
{
#ifdef __SANITIZE_ADDRESS__
    TRY_JS(call, js_arg_i32(call, 0, &call->rt->exit_code));
    call->rt->closing = true;
    loop_stop(call->rt->loop);
    return js_undefined(call);
#else
    return boot_exit(call);
#endif
}

JS_NATIVE(boot_collect)
{
    rt_collect(call->rt, js_arg_bool(call, 0));
    return js_undefined(call);
}

// liveHandles() -> {kind: count} of what is open, for tests and diagnostics
JS_NATIVE(boot_live_handles)
{
    rt_reap(call->rt);
    JsValue object = js_object(call);
    for (HandleKind kind = KIND_NONE + 1; kind < KIND_COUNT; kind++) {
        uint32_t live = ELEM(call->rt->handles.live, (size_t)kind);
        if (live) js_define(call, object, handle_kind_name(kind), js_number(call, live));
    }
    js_define(call, object, "roots", js_number(call, call->rt->live_roots));
    return object;
}

// compile(source, url, line) -> value of the script
JS_NATIVE(boot_compile)
{
    Str source, url;
    int32_t line;
    TRY_JS(call, js_arg_str(call, 0, &source));
    TRY_JS(call, js_arg_str(call, 1, &url));
    TRY_JS(call, js_arg_i32(call, 2, &line));
    JsValue value;
    TRY_JS(call, js_eval(call, source, url, line, &value));
    return value;
}

// forbidEval(message): eval and the Function constructor throw an EvalError from now on
JS_NATIVE(boot_forbid_eval)
{
    Str message;
    TRY_JS(call, js_arg_str(call, 0, &message));
    JSStringRef text = jsc_string(message);
    JSGlobalContextSetEvalEnabled(call->rt->ctx, false, text);
    JSStringRelease(text);
    return js_undefined(call);
}

// writeError(text): straight to standard error, for reports that must not depend on any stream.
JS_NATIVE(boot_write_error)
{
    Str text;
    TRY_JS(call, js_arg_str(call, 0, &text));
    for (size_t done = 0; done < text.len;) {
        ssize_t n = write(STDERR_FILENO, str_from(text, done).ptr, text.len - done);
        if (n < 0 && errno != EINTR && errno != EAGAIN) break;  // nobody can be told
        if (n > 0) done += (size_t)n;
    }
    return js_undefined(call);
}

// write(fd, text): all of it, synchronously; a closed pipe is ignored, as Node's console does.
JS_NATIVE(boot_write)
{
    int32_t fd;
    Str text;
    TRY_JS(call, js_arg_i32(call, 0, &fd));
    TRY_JS(call, js_arg_str(call, 1, &text));
    if (stdio_write(fd, span_of(text)).code) return js_bool(call, false);
    return js_bool(call, true);
}

// isPlainOutput(fd): text is not coloured there
JS_NATIVE(boot_is_plain_output)
{
    int32_t fd;
    TRY_JS(call, js_arg_i32(call, 0, &fd));
    return js_bool(call, !isatty(fd) && !getenv("FORCE_COLOR"));
}

JS_NATIVE(boot_is_tty)
{
    int32_t fd;
    TRY_JS(call, js_arg_i32(call, 0, &fd));
    return js_bool(call, isatty(fd));
}

// limit(ms): JavaScript that runs then, or later, gets ERR_SCRIPT_EXECUTION_TIMEOUT thrown into it; 0: no limit
JS_NATIVE(boot_limit)
{
    uint32_t ms;
    TRY_JS(call, js_arg_u32(call, 0, &ms));
    rt_set_deadline(call->rt, ms ? loop_now_us() + (uint64_t)ms * 1000 : 0);
    return js_undefined(call);
}

// checkSyntax(source, url, line): throws the SyntaxError, runs nothing
JS_NATIVE(boot_check_syntax)
{
    Str source, url;
    int32_t line;
    TRY_JS(call, js_arg_str(call, 0, &source));
    TRY_JS(call, js_arg_str(call, 1, &url));
    TRY_JS(call, js_arg_i32(call, 2, &line));
    JSStringRef code = jsc_string(source), name = jsc_string(url);
    JSCheckScriptSyntax(call->ctx, code, name, line, &call->thrown);
    JSStringRelease(code);
    JSStringRelease(name);
    return js_undefined(call);
}

JS_NATIVE(boot_memory)
{
    return (JsValue){JSGetMemoryUsageStatistics(call->ctx)};
}

extern const JsMethod engine_boot_methods[];
const JsMethod engine_boot_methods[] = {
    JS_METHOD("builtin", boot_builtin, 1, PERM_NONE),
    JS_METHOD("find", boot_find, 1, PERM_NONE),
    JS_METHOD("publicNames", boot_public_names, 0, PERM_NONE),
    JS_METHOD("lazyNames", boot_lazy_names, 1, PERM_NONE),
    JS_METHOD("lazySource", boot_lazy_source, 2, PERM_NONE),
    JS_METHOD("setHooks", boot_set_hooks, 4, PERM_NONE),
    JS_METHOD("exit", boot_exit, 1, PERM_NONE),
    JS_METHOD("finish", boot_finish, 1, PERM_NONE),
    JS_METHOD("collect", boot_collect, 1, PERM_NONE),
    JS_METHOD("liveHandles", boot_live_handles, 0, PERM_NONE),
    JS_METHOD("compile", boot_compile, 3, PERM_NONE),
    JS_METHOD("forbidEval", boot_forbid_eval, 1, PERM_NONE),
    JS_METHOD("writeError", boot_write_error, 1, PERM_NONE),
    JS_METHOD("write", boot_write, 2, PERM_NONE),
    JS_METHOD("isPlainOutput", boot_is_plain_output, 1, PERM_NONE),
    JS_METHOD("isTTY", boot_is_tty, 1, PERM_NONE),
    JS_METHOD("limit", boot_limit, 1, PERM_NONE),
    JS_METHOD("checkSyntax", boot_check_syntax, 3, PERM_NONE),
    JS_METHOD("memory", boot_memory, 0, PERM_NONE),
    {},
};

// --- life

void rt_collect(Runtime *rt, bool full)
{
    if (full) JSSynchronousGarbageCollectForDebugging(rt->ctx);
    else JSSynchronousEdenCollectForDebugging(rt->ctx);
}

void rt_collect_beside(Runtime *rt)
{
    if (!engine_full_activity || !engine_main_loop || !engine_init_main_loop) return;
    // As the engine's own timer would begin one. It asks its activity one thing: whether to wait; zeros say no.
    uint64_t activity[64] = {};
    AUTO(JsScope) scope = js_enter(rt);
    if (!engine_main_loop()) engine_init_main_loop();  // its watch over memory pressure hangs on it
    engine_full_activity(activity, rt->group);
}

void rt_finish_collection(Runtime *rt)
{
    AUTO(JsScope) scope = js_enter(rt);  // the engine finalizes what a collector left when it is entered
    rt_reap(rt);
}

#define ENGINE_MARKERS 8u  // the most threads that the engine marks with

static void set_engine_options(void)
{
    static const char *const wanted[] = {"useSharedArrayBuffer", "useTemporal", "useExplicitResourceManagement",
                                         "useIteratorSequencing"};
    for (size_t i = 0; i < COUNT_OF(wanted); i++) jsc_options_set_boolean(ELEM(wanted, i), true);
    jsc_options_set_boolean("useTailCalls", false);  // they would erase frames from stack traces
    // The engine counts the processors of the machine. More threads than processors make a pause of its collector as
    // long as the kernel's slices of time.
    long all = sysconf(_SC_NPROCESSORS_ONLN);
    uint32_t ours = processors_available();
    if (ours < all && ours < ENGINE_MARKERS) jsc_options_set_uint("numberOfGCMarkers", ours);
}

// The heap may grow by a factor that the engine takes from the size of the machine's memory.
void rt_save_memory(void) { jsc_options_set_size("forceRAMSize", (size_t)256 << 20); }

Runtime *rt_new(Loop *loop)
{
    CHECK(!current);
    JSConfigureSignalForGC(SIGRTMIN + 1);  // programs may want SIGUSR1
    // The collection timers use WTF's main run loop, which a program of the C API does not have: they crash.
    // Collections come from allocation, and from us when the loop is idle.
    JSDisableGCTimer();
    set_engine_options();
    Runtime *rt = MEM_NEW(Runtime);
    rt->loop = loop;
    current = rt;
    rt->group = JSContextGroupCreate();
    interrupt_init(rt);
    rt->ctx = JSGlobalContextCreateInGroup(rt->group, NULL);
    wrap_init(rt);
    rt->idle = idle_new(rt);
    return rt;
}

void rt_start(Runtime *rt, const Str *args, size_t count)
{
    AUTO(JsScope) scope = js_enter(rt);
    JsCall *call = &scope.call;
    struct { const Str *ptr; size_t len; } in = {args, count};
    JsValue list = js_array(call, NULL, 0), names = js_object(call);
    for (uint32_t i = 0; i < count; i++) CHECK(!js_set_index(call, list, i, js_string(call, AT(in, i))).code);
    const Builtin *b = builtin_at(0);
    CHECK(b && str_eq(str_c(b->specifier), STR("internal/boot")));
    js_define(call, names, "module", list);
    JSUnlock(rt->ctx);
    Err e = evaluate_builtin(call, b, names);
    if (e.code && !rt->closing) {
        Str text = STR("?");
        JsValue thrown = {call->thrown};
        call->thrown = NULL;
        (void)js_to_str(call, thrown, &text).code;
        fprintf(stderr, "cob: boot failed: %.*s\n", STR_FMT(text));
        exit(70);
    }
    drain(rt);
    JSLock(rt->ctx);
}

void *rt_data(Runtime *rt, uint32_t key) { return ELEM(rt->data, key); }

void rt_set_data(Runtime *rt, uint32_t key, void *ptr, void (*close)(void *ptr))
{
    ELEM(rt->data, key) = ptr;
    ELEM(rt->data_close, key) = close;
}

void rt_idle(Runtime *rt)
{
    rt_reap(rt);
    idle_tick(rt->idle);
}

void rt_free(Runtime *rt)
{
    rt->closing = true;
    loop_close_tasks(rt->loop);
    idle_free(rt->idle);
    HandleTable_cleanup(&rt->handles);  // before the data of the modules: their handles use it
    for (size_t i = 0; i < COUNT_OF(rt->data); i++)
        if (ELEM(rt->data_close, i)) ELEM(rt->data_close, i)(ELEM(rt->data, i));
    JSGlobalContextRelease(rt->ctx);
    JSContextGroupRelease(rt->group);
    wrap_cleanup(rt);
    names_free(rt);
    JSClassRelease(rt->handle_class);
    current = NULL;
    mem_free(rt);
}
