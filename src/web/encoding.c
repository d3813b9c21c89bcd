// encoding.c - the decoders behind TextDecoder: UTF-8, UTF-16, single-byte tables, ICU for the rest.
//
// Why ICU: the multi-byte tables of the Encoding standard are large and the engine has ICU loaded already.
// Known deviation: ICU's tables differ from the standard's in a few rare code points.
// Streaming: UTF-8 and UTF-16 keep their incomplete tail in lib/web/encoding.js, so only ICU converters
// have a handle. A decoder returns undefined where a fatal TextDecoder must throw.
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

#include "base/codec.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/utf.h"
#include "engine/engine.h"

typedef enum EncodingKind { UTF8, UTF16LE, UTF16BE, SINGLE, ICU, USER } EncodingKind;

typedef struct Encoding {
    Str name;
    EncodingKind kind;
    const char *converter;
} Encoding;

static const Encoding encodings[] = {
#define ENCODING(name, kind, converter) {{name, sizeof(name) - 1}, kind, converter},
#include "web/encodings.def"
#undef ENCODING
};

typedef struct Label {
    Str label;
    Str name;
} Label;

static const Label labels[] = {
#define LABEL(label, name) {{label, sizeof(label) - 1}, {name, sizeof(name) - 1}},
#include "web/encoding_labels.def"
#undef LABEL
};

typedef struct SingleByte {
    Str name;
    uint16_t units[128];
} SingleByte;

static const SingleByte single_byte[] = {
#define SINGLE_BYTE(name, ...) {{name, sizeof(name) - 1}, {__VA_ARGS__}},
#include "web/single_byte.def"
#undef SINGLE_BYTE
};

static const Encoding *encoding_find(Str name)
{
    for (size_t i = 0; i < COUNT_OF(encodings); i++) {
        if (str_eq(ELEM(encodings, i).name, name)) return &ELEM(encodings, i);
    }
    return NULL;
}

// (label, trimmed, lower case) -> [name, kind], or undefined
JS_NATIVE(encoding_label)
{
    Str label;
    TRY_JS(call, js_arg_str(call, 0, &label));
    for (size_t i = 0; i < COUNT_OF(labels); i++) {
        if (!str_eq(ELEM(labels, i).label, label)) continue;
        const Encoding *e = encoding_find(ELEM(labels, i).name);
        CHECK(e);  // encodings.def and encoding_labels.def belong together
        JsValue pair[] = {js_string(call, e->name), js_number(call, e->kind)};
        return js_array(call, pair, COUNT_OF(pair));
    }
    return js_undefined(call);
}

// --- bytes to strings -----------------------------------------------------------------------------

typedef struct Input {
    JsBytes bytes;
    double start;
    double end;
    bool fatal;
} Input;

// Arguments `index`..`index + 3`: bytes, start, end, fatal.
static Err arg_input(JsCall *call, size_t index, Input *out)
{
    Input in = {.fatal = js_arg_bool(call, index + 3)};
    TRY(js_arg_bytes(call, index, &in.bytes));
    TRY(js_arg_f64(call, index + 1, &in.start));
    TRY(js_arg_f64(call, index + 2, &in.end));
    if (!(in.start >= 0 && in.end >= in.start && in.end <= 9007199254740991.0)) return err(ERR_ARG_RANGE);
    if (span_sub(js_bytes(call, in.bytes), (size_t)in.start, (size_t)in.end).len > INT32_MAX)
        return err(ERR_STRING_TOO_LONG);  // the engine's limit of code units
    *out = in;
    return OK;
}

// A copy: the bytes may be a SharedArrayBuffer that another thread changes while we validate.
static Span input_span(JsCall *call, Input in)
{
    Span s = span_sub(js_bytes(call, in.bytes), (size_t)in.start, (size_t)in.end);
    return span_of(arena_str(&call->scratch, str_of(s)));
}

JS_NATIVE(decode_utf8)
{
    Input in;
    TRY_JS(call, arg_input(call, 0, &in));
    Span s = input_span(call, in);
    if (utf8_is_ascii(str_of(s))) return js_string_latin1(call, s);
    if (in.fatal && utf8_valid_prefix(str_of(s)) != s.len) return js_undefined(call);
    uint16_t *units = ARENA_ARRAY(&call->scratch, uint16_t, s.len);
    return js_string_utf16(call, units, utf8_read_units(s, units, s.len));
}

typedef struct UnitBuf {
    uint16_t *ptr;
    size_t len;
} UnitBuf;

// Replaces lone surrogates; false if there was one.
static bool repair_surrogates(UnitBuf units)
{
    bool good = true;
    for (size_t i = 0; i < units.len; i++) {
        uint32_t unit = AT(units, i);
        if ((unit & 0xF800) != 0xD800) continue;
        bool pair = unit < 0xDC00 && i + 1 < units.len && (AT(units, i + 1) & 0xFC00) == 0xDC00;
        if (pair) {
            i++;
        } else {
            AT(units, i) = RUNE_BAD;
            good = false;
        }
    }
    return good;
}

// (bytes, start, end, fatal, big endian); an odd last byte counts as malformed.
JS_NATIVE(decode_utf16)
{
    Input in;
    TRY_JS(call, arg_input(call, 0, &in));
    bool big = js_arg_bool(call, 4);
    Span s = input_span(call, in);
    UnitBuf units = {ARENA_ARRAY(&call->scratch, uint16_t, s.len / 2 + 1), s.len / 2 + s.len % 2};
    for (size_t i = 0; i + 1 < s.len; i += 2) {
        uint32_t first = AT(s, i), second = AT(s, i + 1);
        AT(units, i / 2) = (uint16_t)(big ? first << 8 | second : second << 8 | first);
    }
    if (s.len % 2) AT(units, units.len - 1) = RUNE_BAD;
    bool good = repair_surrogates(units) && s.len % 2 == 0;
    return good || !in.fatal ? js_string_utf16(call, units.ptr, units.len) : js_undefined(call);
}

// (bytes, start, end, fatal, encoding name)
JS_NATIVE(decode_single)
{
    Input in;
    Str name;
    TRY_JS(call, arg_input(call, 0, &in));
    TRY_JS(call, js_arg_str(call, 4, &name));
    const SingleByte *table = NULL;
    for (size_t i = 0; i < COUNT_OF(single_byte); i++) {
        if (str_eq(ELEM(single_byte, i).name, name)) table = &ELEM(single_byte, i);
    }
    if (!table) return js_throw(call, err(ERR_ARG_VALUE));
    Span s = input_span(call, in);
    UnitBuf units = {ARENA_ARRAY(&call->scratch, uint16_t, s.len + 1), s.len};
    for (size_t i = 0; i < s.len; i++) {
        uint32_t byte = AT(s, i);
        uint16_t unit = byte < 0x80 ? (uint16_t)byte : ELEM(table->units, byte - 0x80);
        if (unit == RUNE_BAD && in.fatal) return js_undefined(call);
        AT(units, i) = unit;
    }
    return js_string_utf16(call, units.ptr, units.len);
}

// --- ICU --------------------------------------------------------------------------------------------

static void converter_close(void *ptr) { ucnv_close(ptr); }

// Malformed input becomes U+FFFD, whatever the converter's own substitute is. The standard's gb18030 decoder
// (`context` set) reads a lone 0x80 as the euro sign.
static void replace_malformed(const void *context, UConverterToUnicodeArgs *args, const char *bytes, int32_t length,
                              UConverterCallbackReason reason, UErrorCode *status)
{
    if (reason > UCNV_IRREGULAR) return;  // reset, close, clone: nothing to write
    UChar unit = RUNE_BAD;
    if (context && length == 1 && (uint8_t)*bytes == 0x80) unit = 0x20AC;
    *status = U_ZERO_ERROR;
    ucnv_cbToUWriteUChars(args, &unit, 1, 0, status);
}

static void stop_malformed(const void *context, UConverterToUnicodeArgs *args, const char *bytes, int32_t length,
                           UConverterCallbackReason reason, UErrorCode *status)
{
    bool euro = context && length == 1 && reason <= UCNV_IRREGULAR && (uint8_t)*bytes == 0x80;
    if (euro) replace_malformed(context, args, bytes, length, reason, status);
}

// (encoding name, fatal) -> handle
JS_NATIVE(converter_open)
{
    Str name;
    TRY_JS(call, js_arg_str(call, 0, &name));
    const Encoding *e = encoding_find(name);
    if (!e || e->kind != ICU) return js_throw(call, err(ERR_ARG_VALUE));
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(e->converter, &status);
    if (U_FAILURE(status)) return js_throw(call, err(ERR_NO_LIBRARY));
    UConverterToUCallback on_error =
        js_arg_bool(call, 1) ? stop_malformed : replace_malformed;
    const void *context = strcmp(e->converter, "gb18030") == 0 ? e : NULL;
    ucnv_setToUCallBack(converter, on_error, context, NULL, NULL, &status);
    return js_handle_new(call, KIND_DECODER, converter, converter_close);
}

// Appends what `s` decodes to; false on malformed input under the fatal callback.
static bool convert(UConverter *converter, Span s, bool flush, Buf *out)
{
    const char *from = (const char *)s.ptr;
    const char *end = (const char *)at_from(s.ptr, s.len, s.len, 1);
    for (;;) {
        UChar chunk[1024];
        UChar *to = chunk;
        const UChar *limit = (const UChar *)at_from(chunk, COUNT_OF(chunk), COUNT_OF(chunk), sizeof *chunk);
        UErrorCode status = U_ZERO_ERROR;
        ucnv_toUnicode(converter, &to, limit, &from, end, NULL, flush, &status);
        size_t bytes = (size_t)to - (size_t)&chunk;
        if (buf_append(out, (Span){(const uint8_t *)chunk, bytes}).code) return false;
        if (status == U_BUFFER_OVERFLOW_ERROR) continue;
        return U_SUCCESS(status);
    }
}

// (bytes, start, end, fatal, handle, flush)
JS_NATIVE(converter_decode)
{
    Input in;
    TRY_JS(call, arg_input(call, 0, &in));
    UConverter *converter = js_arg_handle(call, 4, KIND_DECODER);
    if (!converter) return js_throw(call, err(ERR_CLOSED));
    bool flush = js_arg_bool(call, 5);
    Span s = input_span(call, in);
    AUTO(Buf) out = {.max = (size_t)1 << 30};
    bool good = convert(converter, s, flush, &out);
    if (flush || !good) ucnv_reset(converter);
    if (!good) return js_undefined(call);
    size_t count = out.len / 2;
    uint16_t *units = ARENA_ARRAY(&call->scratch, uint16_t, count + 1);
    mem_copy(units, out.len + 2, out.ptr, out.len);
    return js_string_utf16(call, units, count);
}

extern const JsMethod web_encoding_methods[];
const JsMethod web_encoding_methods[] = {
    JS_METHOD("label", encoding_label, 1, PERM_NONE),
    JS_METHOD("decodeUtf8", decode_utf8, 4, PERM_NONE),
    JS_METHOD("decodeUtf16", decode_utf16, 5, PERM_NONE),
    JS_METHOD("decodeSingle", decode_single, 5, PERM_NONE),
    JS_METHOD("converterOpen", converter_open, 2, PERM_NONE),
    JS_METHOD("converterDecode", converter_decode, 6, PERM_NONE),
    {},
};
