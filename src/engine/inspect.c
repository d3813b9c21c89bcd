// inspect.c - what util.inspect must know and no JavaScript can see: proxies, promise states, object kinds.
//
// Two of these reach below the C API. `cellType` reads the type byte that the engine keeps in every object
// (JSCell::m_type): lib/internal/util/types.js learns at run time which byte means what, from objects of
// known kind, and believes nothing it did not learn. `promiseState` calls JSPromise::status and ::result,
// exported C++ functions found by name; when they are missing, promises print without their state. Nothing
// else in cob depends on either.
#include <dlfcn.h>

#include "base/mem.h"
#include "engine/jsc.h"

#define CELL_TYPE_OFFSET 5  // after the 4-byte structure id and the indexing type

typedef uint32_t (*PromiseStatus)(const void *promise, void *vm);
typedef JSValueRef (*PromiseResult)(const void *promise, void *vm);

static uint8_t cell_type(JSValueRef object)
{
    uint8_t head[8];
    mem_copy(head, sizeof head, object, sizeof head);
    return ELEM(head, CELL_TYPE_OFFSET);
}

// cellType(value) -> number, or -1 for primitives
JS_NATIVE(inspect_cell_type)
{
    JsValue v = js_arg(call, 0);
    return js_number(call, js_is_object(call, v) ? cell_type(v.ref) : -1);
}

// proxyTarget(value) -> the target, null for a revoked proxy, undefined for anything else
JS_NATIVE(inspect_proxy_target)
{
    JsValue v = js_arg(call, 0);
    if (!js_is_object(call, v)) return js_undefined(call);
    JSObjectRef target = JSObjectGetProxyTarget(jsc_object(v));
    return target ? (JsValue){target} : js_undefined(call);
}

static bool is_promise(JsCall *call, JsValue v)
{
    if (!js_is_object(call, v)) return false;
    JSObjectRef known = JSObjectMakeDeferredPromise(call->ctx, NULL, NULL, &call->thrown);
    return known && cell_type(known) == cell_type(v.ref);
}

// promiseState(promise) -> [0 pending | 1 fulfilled | 2 rejected, value] or undefined when it cannot be known
JS_NATIVE(inspect_promise_state)
{
    PromiseStatus status = (PromiseStatus)dlsym(RTLD_DEFAULT, "_ZNK3JSC9JSPromise6statusERNS_2VME");
    PromiseResult result = (PromiseResult)dlsym(RTLD_DEFAULT, "_ZNK3JSC9JSPromise6resultERNS_2VME");
    JsValue v = js_arg(call, 0);
    if (!status || !result || !is_promise(call, v)) return js_undefined(call);
    uint32_t state = status(v.ref, (void *)(uintptr_t)call->rt->group);
    JSValueRef value = state ? result(v.ref, (void *)(uintptr_t)call->rt->group) : NULL;
    JsValue pair[] = {js_number(call, state), value ? (JsValue){value} : js_undefined(call)};
    return js_array(call, pair, COUNT_OF(pair));
}

extern const JsMethod node_util_methods[];
const JsMethod node_util_methods[] = {
    JS_METHOD("cellType", inspect_cell_type, 1, PERM_NONE),
    JS_METHOD("proxyTarget", inspect_proxy_target, 1, PERM_NONE),
    JS_METHOD("promiseState", inspect_promise_state, 1, PERM_NONE),
    {},
};
