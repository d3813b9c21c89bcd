// value.c - values between C and JavaScript: strings, numbers, bytes, objects, properties.
#include "base/codec.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/utf.h"
#include "engine/jsc.h"

// --- strings

// The C API makes a string of bytes at 3.5 ns a byte, and one of 16-bit units fast but twice as large for
// good. The engine's own constructor takes Latin-1 at memory speed, so we use it where it is exported (weak
// symbols: NULL where not). It returns by hidden pointer, which in C is a structure too large for registers;
// only the first word is written.
typedef struct EngineRef {
    void *ptr;
    void *unused[2];
} EngineRef;
extern EngineRef engine_string_impl(const uint8_t *bytes, size_t len)
    __asm__("_ZN3WTF10StringImpl6createESt4spanIKhLm18446744073709551615EE") __attribute__((weak));
extern EngineRef engine_js_string(void **taken)
    __asm__("_ZN14OpaqueJSString9tryCreateEON3WTF6StringE") __attribute__((weak));

static JSStringRef string_latin1(Span bytes)
{
    if (engine_string_impl && engine_js_string && bytes.len && bytes.len <= INT32_MAX) {
        void *impl = engine_string_impl(bytes.ptr, bytes.len).ptr;
        JSStringRef string = engine_js_string(&impl).ptr;  // takes `impl`
        if (string) return string;
    }
    AUTO(Arena) a = {};
    struct { uint16_t *ptr; size_t len; } units = {ARENA_ARRAY(&a, uint16_t, bytes.len), bytes.len};
    for (size_t i = 0; i < bytes.len; i++) AT(units, i) = AT(bytes, i);
    return JSStringCreateWithCharacters(units.ptr, units.len);
}

JSStringRef jsc_string_ascii(Str text) { return string_latin1(span_of(text)); }

JSStringRef jsc_string(Str utf8)
{
    if (utf8_is_ascii(utf8)) return string_latin1(span_of(utf8));
    AUTO(Arena) a = {};
    uint16_t *units = ARENA_ARRAY(&a, uint16_t, utf8.len);
    return JSStringCreateWithCharacters(units, utf8_read_units(span_of(utf8), units, utf8.len));
}

JsValue js_string(JsCall *call, Str utf8)
{
    JSStringRef s = jsc_string(utf8);
    JsValue v = {JSValueMakeString(call->ctx, s)};
    JSStringRelease(s);
    return v;
}

JsValue js_string_utf16(JsCall *call, const uint16_t *units, size_t count)
{
    JSStringRef s = JSStringCreateWithCharacters(units, count);
    JsValue v = {JSValueMakeString(call->ctx, s)};
    JSStringRelease(s);
    return v;
}

JsValue js_string_latin1(JsCall *call, Span bytes)
{
    JSStringRef s = string_latin1(bytes);
    JsValue v = {JSValueMakeString(call->ctx, s)};
    JSStringRelease(s);
    return v;
}

// JSStringGetUTF8CString takes 3 ns a byte and stops at a lone surrogate; the units are had at 0.5 ns.
Str jsc_utf8(Arena *a, JSStringRef string)
{
    Utf16 text = {JSStringGetCharactersPtr(string), JSStringGetLength(string)};
    size_t len = utf16_utf8_len(text);
    char *utf8 = arena_alloc(a, len + 1, 1);
    utf16_write_utf8(text, (MutSpan){(uint8_t *)utf8, len});
    return (Str){utf8, len};
}

// --- property names, made once for each C literal

typedef struct NameCache {
    Map map;
} NameCache;

JSStringRef jsc_name(Runtime *rt, const char *name)
{
    if (!rt->names) rt->names = MEM_NEW(NameCache);
    bool added;
    uint64_t *place = map_put(&rt->names->map, str_c(name), &added);
    if (added) *place = (uint64_t)(uintptr_t)JSStringCreateWithUTF8CString(name);
    return (JSStringRef)(uintptr_t)*place;
}

void names_free(Runtime *rt)
{
    if (!rt->names) return;
    for (uint32_t i = 0; i < rt->names->map.count; i++)
        JSStringRelease((JSStringRef)(uintptr_t)ITEM(rt->names->map, i).value);
    Map_cleanup(&rt->names->map);
    mem_free(rt->names);
    rt->names = NULL;
}

// --- making values

JsValue js_undefined(JsCall *call) { return (JsValue){JSValueMakeUndefined(call->ctx)}; }
JsValue js_null(JsCall *call) { return (JsValue){JSValueMakeNull(call->ctx)}; }
JsValue js_bool(JsCall *call, bool value) { return (JsValue){JSValueMakeBoolean(call->ctx, value)}; }
JsValue js_number(JsCall *call, double value) { return (JsValue){JSValueMakeNumber(call->ctx, value)}; }
JsValue js_object(JsCall *call) { return (JsValue){JSObjectMake(call->ctx, NULL, NULL)}; }

JsValue js_bigint_u64(JsCall *call, uint64_t value)
{
    return (JsValue){JSBigIntCreateWithUInt64(call->ctx, value, &call->thrown)};
}
JsValue js_bigint_i64(JsCall *call, int64_t value)
{
    return (JsValue){JSBigIntCreateWithInt64(call->ctx, value, &call->thrown)};
}

_Static_assert(sizeof(JsValue) == sizeof(JSValueRef), "an array of JsValue is an array of JSValueRef");

JsValue js_array(JsCall *call, const JsValue *values, size_t count)
{
    return (JsValue){JSObjectMakeArray(call->ctx, count, (const JSValueRef *)values, &call->thrown)};
}

JsValue js_json(JsCall *call, Str json)
{
    JSStringRef s = jsc_string(json);
    JSValueRef v = JSValueMakeFromJSONString(call->ctx, s);
    JSStringRelease(s);
    return v ? (JsValue){v} : js_undefined(call);
}

static void free_bytes(void *bytes, void *context)
{
    (void)context;
    mem_free(bytes);  // any thread: only the allocator is touched
}

JsValue js_uint8array_take(JsCall *call, Buf *take)
{
    Buf b = MOVE(*take);
    if (!b.ptr) return (JsValue){JSObjectMakeTypedArray(call->ctx, kJSTypedArrayTypeUint8Array, 0, &call->thrown)};
    return (JsValue){JSObjectMakeTypedArrayWithBytesNoCopy(call->ctx, kJSTypedArrayTypeUint8Array, b.ptr, b.len,
                                                           free_bytes, NULL, &call->thrown)};
}

JsValue js_uint8array(JsCall *call, Span copy)
{
    AUTO(Buf) b = {.max = copy.len ? copy.len : 1};
    if (buf_append(&b, copy).code) return js_throw(call, err(ERR_BUFFER_TOO_BIG));
    return js_uint8array_take(call, &b);
}

// --- asking values

bool js_is_undefined(const JsCall *call, JsValue v) { return JSValueIsUndefined(call->ctx, v.ref); }
bool js_is_null(const JsCall *call, JsValue v) { return JSValueIsNull(call->ctx, v.ref); }
bool js_is_nullish(const JsCall *call, JsValue v) { return js_is_undefined(call, v) || js_is_null(call, v); }
bool js_is_string(const JsCall *call, JsValue v) { return JSValueIsString(call->ctx, v.ref); }
bool js_is_number(const JsCall *call, JsValue v) { return JSValueIsNumber(call->ctx, v.ref); }
bool js_is_object(const JsCall *call, JsValue v) { return JSValueIsObject(call->ctx, v.ref); }
bool js_to_bool(const JsCall *call, JsValue v) { return JSValueToBoolean(call->ctx, v.ref); }
bool js_is_function(const JsCall *call, JsValue v)
{
    return js_is_object(call, v) && JSObjectIsFunction(call->ctx, jsc_object(v));
}

static Err thrown_or_ok(const JsCall *call) { return call->thrown ? err(ERR_JS_EXCEPTION) : OK; }

Err js_to_f64(JsCall *call, JsValue v, double *out)
{
    double number = JSValueToNumber(call->ctx, v.ref, &call->thrown);
    TRY(thrown_or_ok(call));
    *out = number;
    return OK;
}

Err js_to_str(JsCall *call, JsValue v, Str *out)
{
    JSStringRef s = JSValueToStringCopy(call->ctx, v.ref, &call->thrown);
    TRY(thrown_or_ok(call));
    *out = jsc_utf8(&call->scratch, s);
    JSStringRelease(s);
    return OK;
}

// --- properties

Err js_get(JsCall *call, JsValue object, const char *name, JsValue *out)
{
    JSValueRef v = JSObjectGetProperty(call->ctx, jsc_object(object), jsc_name(call->rt, name), &call->thrown);
    TRY(thrown_or_ok(call));
    out->ref = v;
    return OK;
}

Err js_get_index(JsCall *call, JsValue object, uint32_t index, JsValue *out)
{
    JSValueRef v = JSObjectGetPropertyAtIndex(call->ctx, jsc_object(object), index, &call->thrown);
    TRY(thrown_or_ok(call));
    out->ref = v;
    return OK;
}

Err js_set(JsCall *call, JsValue object, const char *name, JsValue value)
{
    JSObjectSetProperty(call->ctx, jsc_object(object), jsc_name(call->rt, name), value.ref, 0, &call->thrown);
    return thrown_or_ok(call);
}

Err js_set_index(JsCall *call, JsValue object, uint32_t index, JsValue value)
{
    JSObjectSetPropertyAtIndex(call->ctx, jsc_object(object), index, value.ref, &call->thrown);
    return thrown_or_ok(call);
}

void js_define(JsCall *call, JsValue object, const char *name, JsValue value)
{
    Err e = js_set(call, object, name, value);
    CHECK(!e.code);
}

// --- calling and evaluating

Err js_call(JsCall *call, JsValue fn, JsValue self, const JsValue *args, size_t argc, JsValue *out)
{
    JSObjectRef this_object = self.ref && js_is_object(call, self) ? jsc_object(self) : NULL;
    JSValueRef v = JSObjectCallAsFunction(call->ctx, jsc_object(fn), this_object, argc, (const JSValueRef *)args,
                                          &call->thrown);
    TRY(thrown_or_ok(call));
    out->ref = v;
    return OK;
}

Err js_eval(JsCall *call, Str code, Str url, int line, JsValue *out)
{
    JSStringRef source = jsc_string(code), name = jsc_string(url);
    JSValueRef v = JSEvaluateScript(call->ctx, source, NULL, name, line, &call->thrown);
    JSStringRelease(source);
    JSStringRelease(name);
    TRY(thrown_or_ok(call));
    out->ref = v;
    return OK;
}

// --- roots

JsRoot js_root(JsCall *call, JsValue value)
{
    JSValueProtect(call->ctx, value.ref);
    call->rt->live_roots++;
    return (JsRoot){value.ref};
}

JsValue js_root_get(JsCall *call, JsRoot root) { return root.ref ? (JsValue){root.ref} : js_undefined(call); }

void js_root_drop(Runtime *rt, JsRoot *root)
{
    if (!root->ref) return;
    JSValueUnprotect(rt->ctx, root->ref);
    CHECK(rt->live_roots > 0);
    rt->live_roots--;
    *root = (JsRoot){};
}
