// args.c - arguments of natives, converted strictly; byte views; handles.
#include "base/mem.h"
#include "base/num.h"
#include "engine/jsc.h"

typedef struct Args {
    const struct OpaqueJSValue *const *ptr;
    size_t len;
} Args;

JsValue js_arg(const JsCall *call, size_t index)
{
    Args args = {call->argv, call->argc};
    return (JsValue){index < args.len ? AT(args, index) : JSValueMakeUndefined(call->ctx)};
}

static Err wrong_type(JsCall *call, size_t index, const char *wanted)
{
    ErrInfo *info = ARENA_NEW(&call->scratch, ErrInfo);
    info->detail = arena_fmt(&call->scratch, "Argument %zu must be %s", index + 1, wanted);
    return (Err){ERR_ARG_TYPE, info};
}

Err js_arg_str(JsCall *call, size_t index, Str *out)
{
    JsValue v = js_arg(call, index);
    if (!js_is_string(call, v)) return wrong_type(call, index, "of type string");
    return js_to_str(call, v, out);
}

Err js_arg_utf16(JsCall *call, size_t index, Utf16 *out)
{
    JsValue v = js_arg(call, index);
    if (!js_is_string(call, v)) return wrong_type(call, index, "of type string");
    JSStringRef s = JSValueToStringCopy(call->ctx, v.ref, &call->thrown);
    if (call->thrown) return err(ERR_JS_EXCEPTION);
    size_t count = JSStringGetLength(s);
    uint16_t *copy = ARENA_ARRAY(&call->scratch, uint16_t, count);
    mem_copy(copy, count * sizeof *copy, JSStringGetCharactersPtr(s), count * sizeof *copy);
    JSStringRelease(s);
    *out = (Utf16){copy, count};
    return OK;
}

Err js_arg_f64(JsCall *call, size_t index, double *out)
{
    JsValue v = js_arg(call, index);
    if (!js_is_number(call, v)) return wrong_type(call, index, "of type number");
    return js_to_f64(call, v, out);
}

Err js_arg_i32(JsCall *call, size_t index, int32_t *out)
{
    double number;
    TRY(js_arg_f64(call, index, &number));
    return i32_from_f64(number, out) ? OK : err(ERR_ARG_RANGE);
}

Err js_arg_u32(JsCall *call, size_t index, uint32_t *out)
{
    double number;
    TRY(js_arg_f64(call, index, &number));
    return u32_from_f64(number, out) ? OK : err(ERR_ARG_RANGE);
}

Err js_arg_i64(JsCall *call, size_t index, int64_t *out)
{
    JsValue v = js_arg(call, index);
    if (JSValueIsBigInt(call->ctx, v.ref)) {
        int64_t value = JSValueToInt64(call->ctx, v.ref, &call->thrown);
        if (call->thrown) return err(ERR_JS_EXCEPTION);
        *out = value;
        return OK;
    }
    double number;
    TRY(js_arg_f64(call, index, &number));
    return i64_from_f64(number, out) ? OK : err(ERR_ARG_RANGE);
}

bool js_arg_bool(const JsCall *call, size_t index) { return js_to_bool(call, js_arg(call, index)); }
bool js_arg_is_nullish(const JsCall *call, size_t index) { return js_is_nullish(call, js_arg(call, index)); }

Err js_arg_fn(JsCall *call, size_t index, JsValue *out)
{
    JsValue v = js_arg(call, index);
    if (!js_is_function(call, v)) return wrong_type(call, index, "of type function");
    *out = v;
    return OK;
}

// --- bytes

Err js_arg_bytes(JsCall *call, size_t index, JsBytes *out)
{
    JsValue v = js_arg(call, index);
    if (JSValueGetTypedArrayType(call->ctx, v.ref, NULL) == kJSTypedArrayTypeNone)
        return wrong_type(call, index, "an instance of ArrayBuffer or a view of one");
    out->object = v.ref;
    return OK;
}

// The engine's pointer for a view is already moved by its byteOffset, but for a resizable or transferred
// buffer the length is only right when asked now: so both are read in one place, last.
MutSpan js_bytes_mut(JsCall *call, JsBytes bytes)
{
    JSObjectRef object = (JSObjectRef)(uintptr_t)bytes.object;
    if (!object) return (MutSpan){};
    JSValueRef ignored = NULL;
    if (JSValueGetTypedArrayType(call->ctx, object, NULL) == kJSTypedArrayTypeArrayBuffer) {
        void *ptr = JSObjectGetArrayBufferBytesPtr(call->ctx, object, &ignored);
        return (MutSpan){ptr, ptr ? JSObjectGetArrayBufferByteLength(call->ctx, object, &ignored) : 0};
    }
    // The engine answers with the start of the buffer, not of the view.
    void *buffer = JSObjectGetTypedArrayBytesPtr(call->ctx, object, &ignored);
    if (!buffer) return (MutSpan){};
    size_t offset = JSObjectGetTypedArrayByteOffset(call->ctx, object, &ignored);
    size_t len = JSObjectGetTypedArrayByteLength(call->ctx, object, &ignored);
    return (MutSpan){at_from(buffer, offset, offset + len, 1), len};
}

Span js_bytes(JsCall *call, JsBytes bytes)
{
    MutSpan s = js_bytes_mut(call, bytes);
    return (Span){s.ptr, s.len};
}
