// inspect.c - see inspect.h.
//
// Two facts about the library are used beyond its C API, both checked before use, never assumed:
// - objects carry a type byte (JSC::JSCell::m_type, offset 5 of the cell header). js_cell_type answers only
//   if two promises share a byte that plain objects, arrays and maps do not have.
// - JSC::JSPromise::status/result(VM&) are exported; they are called only on objects with a promise's byte,
//   found by dlsym, and left out when missing.
// A proxy's handler lies behind its target in the cell; it is read only if the word before it is the target.
// A Map or Set iterator has four fields: slot, source, table, kind. They are used only if samples of both
// sorts, in known positions, show exactly these values in these places (learn_iterators).

#include <dlfcn.h>
#include <string.h>

#include "base/at.h"
#include "engine/inspect.h"
#include "engine/jsc.h"

enum { TYPE_OFFSET = 5, PROXY_TARGET_OFFSET = 16, PROXY_HANDLER_OFFSET = 24 };
enum { ITER_SLOT = 16, ITER_SOURCE = 24, ITER_TABLE = 32, ITER_KIND = 40, COLLECTION_TABLE = 16 };

UNSAFE_BEGIN
// A cell is at least 16 bytes; the header is the first eight.
static uint8_t type_byte(JSObjectRef object) { return ((const uint8_t *)object)[TYPE_OFFSET]; }

// Only for proxies: their cell has two fields after the 16 bytes every object has.
static const void *proxy_word(JSObjectRef proxy, size_t offset)
{
    const void *word;
    memcpy(&word, (const uint8_t *)proxy + offset, sizeof word);
    return word;
}

// Only for iterators of Map and Set, whose cells have four fields, and (COLLECTION_TABLE) Map and Set.
static uint64_t iterator_word(JSObjectRef iterator, size_t offset)
{
    uint64_t word;
    memcpy(&word, (const uint8_t *)iterator + offset, sizeof word);
    return word;
}
UNSAFE_END

static JSObjectRef object_of(const JsCall *call, JsValue v)
{
    if (!v.ref || !JSValueIsObject(call->ctx, v.ref)) return NULL;
    return jsc_object(v);
}

static JSObjectRef eval_object(JSContextRef ctx, const char *source)
{
    JSStringRef text = JSStringCreateWithUTF8CString(source);
    JSValueRef exception = NULL;
    JSValueRef value = JSEvaluateScript(ctx, text, NULL, NULL, 1, &exception);
    JSStringRelease(text);
    return value && !exception && JSValueIsObject(ctx, value) ? (JSObjectRef)(uintptr_t)value : NULL;
}

// The promise byte, or 0 if bytes do not tell promises from other objects.
static uint8_t promise_byte(JSContextRef ctx)
{
    JSObjectRef a = JSObjectMakeDeferredPromise(ctx, NULL, NULL, NULL);
    JSObjectRef b = JSObjectMakeDeferredPromise(ctx, NULL, NULL, NULL);
    JSObjectRef plain = JSObjectMake(ctx, NULL, NULL);
    JSObjectRef array = JSObjectMakeArray(ctx, 0, NULL, NULL);
    JSObjectRef map = eval_object(ctx, "(new Map)");
    if (!a || !b || !plain || !array || !map) return 0;
    uint8_t byte = type_byte(a);
    bool ok = byte == type_byte(b) && byte != type_byte(plain) && byte != type_byte(array) &&
              byte != type_byte(map) && type_byte(map) != type_byte(plain);
    return ok ? byte : 0;
}

// Learned once per runtime; a slot of zero means not yet, 256 means unusable.
static uint32_t known_promise_byte(const JsCall *call)
{
    Runtime *rt = call->rt;
    if (rt->promise_byte == 0) {
        uint8_t byte = promise_byte(call->ctx);
        rt->promise_byte = byte ? byte : 256;
    }
    return rt->promise_byte;
}

uint32_t js_cell_type(const JsCall *call, JsValue v)
{
    JSObjectRef object = object_of(call, v);
    if (!object || known_promise_byte(call) == 256) return 0;
    return type_byte(object);
}

static JSObjectRef target_of(const JsCall *call, JsValue v)
{
    JSObjectRef object = object_of(call, v);
    return object ? JSObjectGetProxyTarget(object) : NULL;
}

// JSObjectGetProxyTarget says NULL for a revoked proxy and for anything else: the type byte tells them apart.
static uint32_t known_proxy_byte(const JsCall *call)
{
    Runtime *rt = call->rt;
    if (rt->proxy_byte == 0) {
        JSObjectRef proxy = eval_object(call->ctx, "(new Proxy({}, {}))");
        JSObjectRef plain = JSObjectMake(call->ctx, NULL, NULL);
        bool ok = proxy && plain && type_byte(proxy) != type_byte(plain);
        rt->proxy_byte = ok ? type_byte(proxy) : 256;
    }
    return rt->proxy_byte;
}

// A revoked proxy keeps its target and loses its handler.
static bool is_revoked(const JsCall *call, JSObjectRef proxy, JSObjectRef target)
{
    if (proxy_word(proxy, PROXY_TARGET_OFFSET) != (const void *)target) return false;
    const void *handler = proxy_word(proxy, PROXY_HANDLER_OFFSET);
    return handler && !JSValueIsObject(call->ctx, (JSValueRef)handler);
}

JsValue js_proxy_target(JsCall *call, JsValue v)
{
    JSObjectRef object = object_of(call, v);
    if (!object) return js_undefined(call);
    uint32_t byte = known_proxy_byte(call);
    if (byte != 256 && type_byte(object) != byte) return js_undefined(call);
    JSObjectRef target = target_of(call, v);
    if (target) return is_revoked(call, object, target) ? js_null(call) : (JsValue){target};
    return byte == 256 ? js_undefined(call) : js_null(call);
}

JsValue js_proxy_handler(JsCall *call, JsValue v)
{
    JSObjectRef target = target_of(call, v);
    JSObjectRef proxy = object_of(call, v);
    if (!target || !proxy || proxy_word(proxy, PROXY_TARGET_OFFSET) != (const void *)target) return js_undefined(call);
    const void *handler = proxy_word(proxy, PROXY_HANDLER_OFFSET);
    if (!handler || !JSValueIsObject(call->ctx, (JSValueRef)handler)) return js_undefined(call);
    return (JsValue){(JSValueRef)handler};
}

typedef uint32_t (*PromiseStatus)(JSObjectRef promise, JSContextGroupRef vm);
typedef JSValueRef (*PromiseResult)(JSObjectRef promise, JSContextGroupRef vm);

JsPromiseState js_promise_state(JsCall *call, JsValue v, JsValue *out)
{
    JSObjectRef promise = object_of(call, v);
    uint32_t byte = known_promise_byte(call);
    if (!promise || byte == 256 || type_byte(promise) != byte) return JS_PROMISE_UNKNOWN;
    PromiseStatus status = (PromiseStatus)dlsym(RTLD_DEFAULT, "_ZNK3JSC9JSPromise6statusERNS_2VME");
    PromiseResult result = (PromiseResult)dlsym(RTLD_DEFAULT, "_ZNK3JSC9JSPromise6resultERNS_2VME");
    if (!status || !result) return JS_PROMISE_UNKNOWN;
    JSContextGroupRef vm = JSContextGetGroup(call->ctx);
    uint32_t state = status(promise, vm);
    if (state > JS_PROMISE_REJECTED) return JS_PROMISE_UNKNOWN;
    *out = state == JS_PROMISE_PENDING ? js_undefined(call) : (JsValue){result(promise, vm)};
    if (!out->ref) *out = js_undefined(call);
    return (JsPromiseState)state;
}

// --- iterators of Map and Set

enum { UNUSABLE = 256, SAMPLE_COUNT = 6 };
static const uint64_t INT_TAG = 0xfffe000000000000;    // how the engine marks a 32-bit integer

static bool int_word(uint64_t word, uint32_t *out)
{
    if (word >> 49 != INT_TAG >> 49) return false;
    *out = (uint32_t)word;
    return true;
}

static JSObjectRef element(JSContextRef ctx, JSObjectRef list, unsigned index)
{
    JSValueRef v = JSObjectGetPropertyAtIndex(ctx, list, index, NULL);
    return v && JSValueIsObject(ctx, v) ? (JSObjectRef)(uintptr_t)v : NULL;
}

static bool shows(JSObjectRef iterator, JSObjectRef source, uint32_t slot, uint32_t kind)
{
    uint32_t seen_slot = 0, seen_kind = 0;
    return iterator_word(iterator, ITER_SOURCE) == (uint64_t)(uintptr_t)source &&
           int_word(iterator_word(iterator, ITER_SLOT), &seen_slot) && seen_slot == slot &&
           int_word(iterator_word(iterator, ITER_KIND), &seen_kind) && seen_kind == kind;
}

// The type byte of the iterators of `class_name`, or UNUSABLE. `*finished`: their table word at the end.
static uint32_t learn_iterators(JSContextRef ctx, const char *source, uint64_t *finished)
{
    JSObjectRef list = eval_object(ctx, source);
    JSObjectRef made[SAMPLE_COUNT] = {};
    for (unsigned i = 0; i < SAMPLE_COUNT; i++) {
        if (!list || !(ELEM(made, i) = element(ctx, list, i))) return UNUSABLE;
    }
    // [collection, keys, values, entries, one step on, at its end]
    JSObjectRef c = made[0];
    uint8_t byte = type_byte(made[1]);
    for (unsigned i = 2; i < SAMPLE_COUNT; i++) if (type_byte(ELEM(made, i)) != byte) return UNUSABLE;
    uint32_t set_kind;
    if (!int_word(iterator_word(made[1], ITER_KIND), &set_kind)) return UNUSABLE;
    bool ok = byte != type_byte(c) && shows(made[1], c, 0, set_kind) && shows(made[2], c, 0, 1) &&
              shows(made[3], c, 0, 2) && shows(made[4], c, 1, set_kind) &&
              iterator_word(made[1], ITER_TABLE) == iterator_word(c, COLLECTION_TABLE) &&
              iterator_word(made[5], ITER_TABLE) != iterator_word(c, COLLECTION_TABLE);
    if (!ok) return UNUSABLE;
    *finished = iterator_word(made[5], ITER_TABLE);
    return byte;
}

#define SAMPLES(make)                                                                              \
    "(()=>{const c=" make ",d=c.keys(),f=c.keys();d.next();while(!f.next().done);"                 \
    "return [c,c.keys(),c.values(),c.entries(),d,f]})()"

static void learn_both(const JsCall *call)
{
    Runtime *rt = call->rt;
    if (rt->map_iterator_byte) return;
    uint64_t finished[2] = {};
    rt->map_iterator_byte = learn_iterators(call->ctx, SAMPLES("new Map([[1,2],[3,4]])"), &finished[0]);
    rt->set_iterator_byte = learn_iterators(call->ctx, SAMPLES("new Set([1,2])"), &finished[1]);
    rt->finished_table = finished[0];
    if (finished[0] != finished[1]) rt->map_iterator_byte = rt->set_iterator_byte = UNUSABLE;
}

bool js_iterator_state(JsCall *call, JsValue v, JsIteratorState *out)
{
    JSObjectRef iterator = object_of(call, v);
    learn_both(call);
    if (!iterator) return false;
    uint32_t byte = type_byte(iterator);
    if (byte != call->rt->map_iterator_byte && byte != call->rt->set_iterator_byte) return false;
    JSValueRef source = (JSValueRef)(uintptr_t)iterator_word(iterator, ITER_SOURCE);
    JsIteratorState state = {.source = {source}};
    if (!int_word(iterator_word(iterator, ITER_SLOT), &state.slot)) return false;
    if (!int_word(iterator_word(iterator, ITER_KIND), &state.kind)) return false;
    if (!source || !JSValueIsObject(call->ctx, source)) return false;
    uint64_t table = iterator_word(iterator, ITER_TABLE);
    if (table == call->rt->finished_table) state.stage = JS_ITERATOR_FINISHED;
    else if (table != iterator_word((JSObjectRef)(uintptr_t)source, COLLECTION_TABLE)) state.stage = JS_ITERATOR_STALE;
    *out = state;
    return true;
}
