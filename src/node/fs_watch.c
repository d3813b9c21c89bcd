// fs_watch.c - natives of lib/internal/fs/watch.js.
#include "base/buf.h"
#include "base/mem.h"
#include "engine/engine.h"
#include "loop/watch.h"

typedef struct Watcher {
    Runtime *rt;
    Watch *watch;
    JsRoot callback;
} Watcher;

// callback(status, "rename" | "change", name or null)
static void on_event(void *data, int status, bool renamed, Str name)
{
    Watcher *w = data;
    AUTO(JsScope) scope = js_enter(w->rt);
    JsCall *call = &scope.call;
    JsValue args[] = {js_number(call, status), js_string(call, renamed ? STR("rename") : STR("change")),
                      name.len ? js_uint8array(call, span_of(name)) : js_null(call)};
    js_run(&scope, w->callback, args, COUNT_OF(args));
}

static void watcher_close(void *data)
{
    Watcher *w = data;
    watch_close(w->watch);
    js_root_drop(w->rt, &w->callback);
    mem_free(w);
}

// watchOpen(path, callback) -> handle, or a negative error
JS_NATIVE(watch_open_native)
{
    Str text;
    FsPath path;
    JsValue callback;
    TRY_JS(call, js_arg_str(call, 0, &text));
    TRY_JS(call, js_arg_fn(call, 1, &callback));
    TRY_JS(call, sandbox_path(&call->scratch, text, ACCESS_READ, &path));
    Watcher *w = MEM_NEW(Watcher);
    w->rt = call->rt;
    Err e = watch_open(rt_loop(call->rt), path, on_event, w, &w->watch);
    if (e.code) {
        mem_free(w);
        return js_number(call, e.code);
    }
    w->callback = js_root(call, callback);
    return js_handle_new(call, KIND_WATCHER, w, watcher_close);
}

JS_NATIVE(watch_ref_native)
{
    bool on = js_arg_bool(call, 1);
    Watcher *w = js_arg_handle(call, 0, KIND_WATCHER);
    if (w) watch_ref(w->watch, on);
    return js_undefined(call);
}

JS_NATIVE(watch_close_native) { return js_bool(call, js_handle_close(call, 0, KIND_WATCHER)); }

extern const JsMethod node_fs_watch_methods[];
const JsMethod node_fs_watch_methods[] = {
    JS_METHOD("watchOpen", watch_open_native, 2, PERM_READ),
    JS_METHOD("watchRef", watch_ref_native, 2, PERM_NONE),
    JS_METHOD("watchClose", watch_close_native, 1, PERM_NONE),
    {},
};
