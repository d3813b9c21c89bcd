// buffer.c - the byte loops behind node:buffer: string codecs, searching, validation.
//
// Why C: whole strings and buffers in one crossing. Short inputs never come here: lib/internal/
// buffer_codec.js handles them in loops the JIT compiles, and base64/hex output uses the engine's own.
// Every native takes (bytes, ...) with ranges already validated by lib/; ranges are clamped again here.
#include "base/codec.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/utf.h"
#include "engine/engine.h"

#define STRING_MAX 536870888u  // buffer.constants.MAX_STRING_LENGTH, as Node.js has it

typedef struct Range {
    JsBytes bytes;
    size_t start;
    size_t end;
} Range;

// Arguments `index`..`index + 2`: bytes, start, end; the whole of it if start and end are missing, which saves
// two conversions.
static Err arg_range(JsCall *call, size_t index, Range *out)
{
    Range r = {.end = SIZE_MAX};
    double start, end;
    TRY(js_arg_bytes(call, index, &r.bytes));
    if (call->argc <= index + 1) {
        *out = r;
        return OK;
    }
    TRY(js_arg_f64(call, index + 1, &start));
    TRY(js_arg_f64(call, index + 2, &end));
    if (!(start >= 0 && end >= start && end <= 9007199254740991.0)) return err(ERR_ARG_RANGE);
    r.start = (size_t)start;
    r.end = (size_t)end;
    *out = r;
    return OK;
}

static Span range_span(JsCall *call, Range r) { return span_sub(js_bytes(call, r.bytes), r.start, r.end); }

static MutSpan range_mut(JsCall *call, Range r)
{
    MutSpan all = js_bytes_mut(call, r.bytes);
    size_t end = size_min(r.end, all.len), start = size_min(r.start, end);
    return (MutSpan){at_from(all.ptr, start, all.len, 1), end - start};
}

// --- bytes to strings -----------------------------------------------------------------------------

JS_NATIVE(slice_utf8)
{
    Range r;
    TRY_JS(call, arg_range(call, 0, &r));
    Span s = range_span(call, r);
    if (utf8_is_ascii(str_of(s))) {
        if (s.len > STRING_MAX) return js_throw(call, err(ERR_STRING_TOO_LONG));
        return js_string_latin1(call, s);
    }
    uint16_t *units = ARENA_ARRAY(&call->scratch, uint16_t, s.len);
    size_t count = utf8_read_units(s, units, s.len);
    if (count > STRING_MAX) return js_throw(call, err(ERR_STRING_TOO_LONG));
    return js_string_utf16(call, units, count);
}

JS_NATIVE(slice_latin1)
{
    Range r;
    TRY_JS(call, arg_range(call, 0, &r));
    Span s = range_span(call, r);
    if (s.len > STRING_MAX) return js_throw(call, err(ERR_STRING_TOO_LONG));
    return js_string_latin1(call, s);
}

// Node's "ascii" drops the top bit.
JS_NATIVE(slice_ascii)
{
    Range r;
    TRY_JS(call, arg_range(call, 0, &r));
    Span s = range_span(call, r);
    if (s.len > STRING_MAX) return js_throw(call, err(ERR_STRING_TOO_LONG));
    struct { uint8_t *ptr; size_t len; } low = {ARENA_ARRAY(&call->scratch, uint8_t, s.len), s.len};
    for (size_t i = 0; i < s.len; i++) AT(low, i) = AT(s, i) & 0x7F;
    return js_string_latin1(call, (Span){low.ptr, low.len});
}

JS_NATIVE(slice_utf16)
{
    Range r;
    TRY_JS(call, arg_range(call, 0, &r));
    Span s = range_span(call, r);
    size_t count = s.len / 2;
    if (count > STRING_MAX) return js_throw(call, err(ERR_STRING_TOO_LONG));
    uint16_t *units = ARENA_ARRAY(&call->scratch, uint16_t, count);  // the bytes may be unaligned
    mem_copy(units, count * 2, s.ptr, count * 2);
    return js_string_utf16(call, units, count);
}

// --- strings to bytes: (bytes, start, end, string) -> bytes written ---------------------------------

typedef size_t (*Writer)(Utf16 text, MutSpan out);

static size_t write_utf8(Utf16 text, MutSpan out) { return utf16_write_utf8(text, out).bytes; }

static JsValue write_with(JsCall *call, Writer writer)
{
    Range r;
    Utf16 text;
    TRY_JS(call, arg_range(call, 0, &r));
    TRY_JS(call, js_arg_utf16(call, 3, &text));
    return js_number(call, (double)writer(text, range_mut(call, r)));
}

JS_NATIVE(buffer_write_utf8) { return write_with(call, write_utf8); }
JS_NATIVE(buffer_write_latin1) { return write_with(call, utf16_write_latin1); }
JS_NATIVE(buffer_write_utf16) { return write_with(call, utf16_write_le); }
JS_NATIVE(buffer_write_hex) { return write_with(call, utf16_write_hex); }
JS_NATIVE(buffer_write_base64) { return write_with(call, utf16_write_base64); }

JS_NATIVE(length_utf8)
{
    Utf16 text;
    TRY_JS(call, js_arg_utf16(call, 0, &text));
    return js_number(call, (double)utf16_utf8_len(text));
}

// A fresh Uint8Array with the string's UTF-8: long strings, one crossing.
JS_NATIVE(encode_utf8)
{
    Utf16 text;
    TRY_JS(call, js_arg_utf16(call, 0, &text));
    AUTO(Buf) buf = {.max = (size_t)4 << 30};
    TRY_JS(call, buf_reserve(&buf, utf16_utf8_len(text)));
    buf.len = utf16_write_utf8(text, (MutSpan){buf.ptr, buf.cap}).bytes;
    return js_uint8array_take(call, &buf);
}

// (bytes, start, end, string) -> [units read, bytes written], for TextEncoder.encodeInto.
JS_NATIVE(encode_into)
{
    Range r;
    Utf16 text;
    TRY_JS(call, arg_range(call, 0, &r));
    TRY_JS(call, js_arg_utf16(call, 3, &text));
    Written w = utf16_write_utf8(text, range_mut(call, r));
    JsValue pair[] = {js_number(call, (double)w.read), js_number(call, (double)w.bytes)};
    return js_array(call, pair, COUNT_OF(pair));
}

// --- searching and checks ---------------------------------------------------------------------------

// (hay, needle, from, step, backwards) -> offset or -1. Both are resolved after all conversions.
JS_NATIVE(find_bytes)
{
    JsBytes hay, needle;
    double from;
    uint32_t step;
    TRY_JS(call, js_arg_bytes(call, 0, &hay));
    TRY_JS(call, js_arg_bytes(call, 1, &needle));
    TRY_JS(call, js_arg_f64(call, 2, &from));
    TRY_JS(call, js_arg_u32(call, 3, &step));
    if (!(from >= 0 && from <= 9007199254740991.0) || step < 1 || step > 2) {
        return js_throw(call, err(ERR_ARG_RANGE));
    }
    bool last = js_arg_bool(call, 4);
    Span n = js_bytes(call, needle), h = js_bytes(call, hay);  // no engine call between these and their use
    size_t at = last ? span_find_last(h, n, (size_t)from, step) : span_find(h, n, (size_t)from, step);
    return js_number(call, at == STR_NONE ? -1 : (double)at);
}

// (a, aStart, aEnd, b, bStart, bEnd) -> -1, 0, 1
JS_NATIVE(compare_bytes)
{
    Range a, b;
    TRY_JS(call, arg_range(call, 0, &a));
    TRY_JS(call, arg_range(call, 3, &b));
    Span x = range_span(call, a), y = range_span(call, b);
    size_t common = size_min(x.len, y.len);
    KNOW(!common || (x.ptr && y.ptr));
    int order = common ? memcmp(x.ptr, y.ptr, common) : 0;
    if (!order) order = (x.len > y.len) - (x.len < y.len);
    return js_number(call, (order > 0) - (order < 0));
}

JS_NATIVE(bytes_is_utf8)
{
    JsBytes b;
    TRY_JS(call, js_arg_bytes(call, 0, &b));
    Str s = str_of(js_bytes(call, b));
    return js_bool(call, utf8_valid_prefix(s) == s.len);
}

JS_NATIVE(bytes_is_ascii)
{
    JsBytes b;
    TRY_JS(call, js_arg_bytes(call, 0, &b));
    return js_bool(call, utf8_is_ascii(str_of(js_bytes(call, b))));
}

extern const JsMethod node_buffer_methods[];
const JsMethod node_buffer_methods[] = {
    JS_METHOD("sliceUtf8", slice_utf8, 3, PERM_NONE),
    JS_METHOD("sliceLatin1", slice_latin1, 3, PERM_NONE),
    JS_METHOD("sliceAscii", slice_ascii, 3, PERM_NONE),
    JS_METHOD("sliceUtf16", slice_utf16, 3, PERM_NONE),
    JS_METHOD("writeUtf8", buffer_write_utf8, 4, PERM_NONE),
    JS_METHOD("writeLatin1", buffer_write_latin1, 4, PERM_NONE),
    JS_METHOD("writeUtf16", buffer_write_utf16, 4, PERM_NONE),
    JS_METHOD("writeHex", buffer_write_hex, 4, PERM_NONE),
    JS_METHOD("writeBase64", buffer_write_base64, 4, PERM_NONE),
    JS_METHOD("lengthUtf8", length_utf8, 1, PERM_NONE),
    JS_METHOD("encodeUtf8", encode_utf8, 1, PERM_NONE),
    JS_METHOD("encodeInto", encode_into, 4, PERM_NONE),
    JS_METHOD("find", find_bytes, 5, PERM_NONE),
    JS_METHOD("compare", compare_bytes, 6, PERM_NONE),
    JS_METHOD("isUtf8", bytes_is_utf8, 1, PERM_NONE),
    JS_METHOD("isAscii", bytes_is_ascii, 1, PERM_NONE),
    {},
};
