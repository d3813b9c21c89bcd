// body.c - natives behind lib/web/body.js: bytes to text and back, and the search that multipart needs.
//
// They exist beside TextEncoder and Buffer because bodies want no options and few crossings.
#include "base/utf.h"
#include "engine/engine.h"


JS_NATIVE(body_utf8_encode)
{
    Str text;
    TRY_JS(call, js_arg_str(call, 0, &text));
    return js_uint8array(call, span_of(text));
}

typedef struct Range {
    JsBytes bytes;
    uint32_t from;
    uint32_t to;
} Range;

static Err arg_range(JsCall *call, Range *out)
{
    TRY(js_arg_bytes(call, 0, &out->bytes));
    TRY(js_arg_u32(call, 1, &out->from));
    return js_arg_u32(call, 2, &out->to);
}

// "UTF-8 decode" of the Encoding standard: a byte order mark is dropped, malformed input becomes U+FFFD.
JS_NATIVE(body_utf8_decode)
{
    Range r;
    TRY_JS(call, arg_range(call, &r));
    Str text = str_sub(str_of(js_bytes(call, r.bytes)), r.from, r.to);
    if (str_starts(text, STR("\xEF\xBB\xBF"))) text = str_from(text, 3);
    return js_string(call, arena_str(&call->scratch, text));
}

JS_NATIVE(body_latin1)
{
    Range r;
    TRY_JS(call, arg_range(call, &r));
    Str text = str_sub(str_of(js_bytes(call, r.bytes)), r.from, r.to);
    return js_string_latin1(call, span_of(arena_str(&call->scratch, text)));
}

// indexOf(bytes, needle, from): -1 if absent.
JS_NATIVE(body_index_of)
{
    JsBytes hay, needle;
    uint32_t from;
    TRY_JS(call, js_arg_bytes(call, 0, &hay));
    TRY_JS(call, js_arg_bytes(call, 1, &needle));
    TRY_JS(call, js_arg_u32(call, 2, &from));
    Str part = arena_str(&call->scratch, str_of(js_bytes(call, needle)));
    size_t at = str_find_from(str_of(js_bytes(call, hay)), part, from);
    return js_number(call, at == STR_NONE ? -1 : (double)at);
}

extern const JsMethod web_body_methods[];
const JsMethod web_body_methods[] = {
    JS_METHOD("utf8Encode", body_utf8_encode, 1, PERM_NONE),
    JS_METHOD("utf8Decode", body_utf8_decode, 3, PERM_NONE),
    JS_METHOD("latin1", body_latin1, 3, PERM_NONE),
    JS_METHOD("indexOf", body_index_of, 3, PERM_NONE),
    {},
};
