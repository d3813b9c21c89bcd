// util.c - what lib/internal/util/{types,inspect}.js and lib/internal/uv.js cannot see from JavaScript:
// kinds of objects, proxies, promise states; and libuv's error numbers.
#include <uv.h>

#include "base/at.h"
#include "base/str.h"
#include "engine/engine.h"
#include "engine/inspect.h"

JS_NATIVE(util_cell_type) { return js_number(call, js_cell_type(call, js_arg(call, 0))); }
JS_NATIVE(util_proxy_target) { return js_proxy_target(call, js_arg(call, 0)); }
JS_NATIVE(util_proxy_handler) { return js_proxy_handler(call, js_arg(call, 0)); }

// [state, result]; undefined if unknown.
JS_NATIVE(util_promise_state)
{
    JsValue pair[2];
    JsPromiseState state = js_promise_state(call, js_arg(call, 0), &pair[1]);
    if (state == JS_PROMISE_UNKNOWN) return js_undefined(call);
    pair[0] = js_number(call, state);
    return js_array(call, pair, 2);
}

// [slot, kind, stage, source]; undefined if unknown.
JS_NATIVE(util_iterator_state)
{
    JsIteratorState state;
    if (!js_iterator_state(call, js_arg(call, 0), &state)) return js_undefined(call);
    JsValue parts[4] = {js_number(call, state.slot), js_number(call, state.kind), js_number(call, state.stage), state.source};
    return js_array(call, parts, 4);
}

typedef struct UvError {
    int code;
    const char *name;
    const char *text;
} UvError;

#define UV_ROW(name, text) {UV_##name, #name, text},
static const UvError uv_errors[] = {UV_ERRNO_MAP(UV_ROW)};
#undef UV_ROW
enum { UV_ERROR_COUNT = sizeof uv_errors / sizeof uv_errors[0] };

// [[errno, code, message], ...]
JS_NATIVE(util_uv_errors)
{
    JsValue rows[UV_ERROR_COUNT];
    for (size_t i = 0; i < UV_ERROR_COUNT; i++) {
        UvError e = ELEM(uv_errors, i);
        JsValue row[3] = {js_number(call, e.code), js_string(call, str_c(e.name)), js_string(call, str_c(e.text))};
        ELEM(rows, i) = js_array(call, row, 3);
    }
    return js_array(call, rows, UV_ERROR_COUNT);
}

extern const JsMethod node_util_methods[];
const JsMethod node_util_methods[] = {
    JS_METHOD("cellType", util_cell_type, 1, PERM_NONE),
    JS_METHOD("proxyTarget", util_proxy_target, 1, PERM_NONE),
    JS_METHOD("proxyHandler", util_proxy_handler, 1, PERM_NONE),
    JS_METHOD("promiseState", util_promise_state, 1, PERM_NONE),
    JS_METHOD("iteratorState", util_iterator_state, 1, PERM_NONE),
    JS_METHOD("uvErrors", util_uv_errors, 0, PERM_NONE),
    {},
};
