// url.c - natives of lib/web/url.js, lib/web/urlpattern.js and lib/node/url.js: the URL parser (url_parse.h) and percent-decoding.
#include "base/buf.h"
#include "engine/engine.h"
#include "web/url_parse.h"

#define OFFSET_COUNT 12

// Offsets go to JavaScript through a Uint32Array that it made once.
static void put_offsets(JsCall *call, JsBytes bytes, const Url *u)
{
    const uint32_t values[OFFSET_COUNT] = {
        u->protocol_end,   u->username_start, u->username_end, u->password_start, u->password_end,  u->hostname_start,
        u->hostname_end,   u->host_end,       u->pathname_start, u->pathname_end, u->search_end,    u->flags,
    };
    MutSpan out = js_bytes_mut(call, bytes);
    if (out.len < sizeof values) return;
    memcpy(out.ptr, values, sizeof values);
}

static Err arg_url(JsCall *call, Url *out)
{
    Str input, base;
    bool has_base = !js_arg_is_nullish(call, 1);
    TRY(js_arg_str(call, 0, &input));
    if (has_base) TRY(js_arg_str(call, 1, &base));
    return url_parse(&call->scratch, input, has_base ? &base : NULL, out);
}

// urlParse(input, base | undefined, offsets) -> href, or undefined if invalid
JS_NATIVE(url_parse_native)
{
    Url u;
    JsBytes offsets;
    TRY_JS(call, js_arg_bytes(call, 2, &offsets));
    Err e = arg_url(call, &u);
    if (e.code == ERR_BAD_URL) return js_undefined(call);
    TRY_JS(call, e);
    put_offsets(call, offsets, &u);
    return js_string_latin1(call, span_of(u.href));
}

// urlCanParse(input, base | undefined) -> boolean
JS_NATIVE(url_can_parse)
{
    Url u;
    Err e = arg_url(call, &u);
    if (e.code && e.code != ERR_BAD_URL) return js_throw(call, e);
    return js_bool(call, !e.code);
}

// urlSet(href, part, value, offsets) -> the new href
JS_NATIVE(url_set_native)
{
    Str href, value;
    uint32_t part;
    JsBytes offsets;
    Url u;
    TRY_JS(call, js_arg_str(call, 0, &href));
    TRY_JS(call, js_arg_u32(call, 1, &part));
    TRY_JS(call, js_arg_str(call, 2, &value));
    TRY_JS(call, js_arg_bytes(call, 3, &offsets));
    if (part > URL_HASH) return js_throw(call, err(ERR_ARG_RANGE));
    TRY_JS(call, url_set(&call->scratch, href, (UrlPart)part, value, &u));
    put_offsets(call, offsets, &u);
    return js_string_latin1(call, span_of(u.href));
}

// urlEncodePart(part, value, scheme) -> the text, or undefined if such a part cannot be
JS_NATIVE(url_encode_part_native)
{
    Str value, scheme, out;
    uint32_t part;
    TRY_JS(call, js_arg_u32(call, 0, &part));
    TRY_JS(call, js_arg_str(call, 1, &value));
    TRY_JS(call, js_arg_str(call, 2, &scheme));
    if (part > URL_HASH || part == URL_HOST) return js_throw(call, err(ERR_ARG_RANGE));
    Err e = url_encode_part(&call->scratch, (UrlPart)part, value, scheme, &out);
    if (e.code == ERR_BAD_URL) return js_undefined(call);
    TRY_JS(call, e);
    return js_string_latin1(call, span_of(out));
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// urlDecode(text) -> %xx decoded as UTF-8; malformed sequences become U+FFFD
JS_NATIVE(url_decode)
{
    Str text;
    TRY_JS(call, js_arg_str(call, 0, &text));
    AUTO(Buf) out = {};
    for (size_t i = 0; i < text.len; i++) {
        char c = str_at(text, i);
        int high = c == '%' ? hex_digit(str_peek(text, i + 1)) : -1, low = hex_digit(str_peek(text, i + 2));
        if (high >= 0 && low >= 0) {
            c = (char)(high * 16 + low);
            i += 2;
        }
        buf_put_char(&out, c);
    }
    if (out.bad) return js_throw(call, err(ERR_TOO_BIG));
    return js_string(call, buf_str(&out));
}

// urlDomainToASCII(domain) -> "" if invalid
JS_NATIVE(url_domain_to_ascii_native)
{
    Str domain;
    TRY_JS(call, js_arg_str(call, 0, &domain));
    return js_string(call, url_domain_to_ascii(&call->scratch, domain));
}

JS_NATIVE(url_domain_to_unicode_native)
{
    Str domain;
    TRY_JS(call, js_arg_str(call, 0, &domain));
    return js_string(call, url_domain_to_unicode(&call->scratch, domain));
}

extern const JsMethod web_url_methods[];
const JsMethod web_url_methods[] = {
    JS_METHOD("urlParse", url_parse_native, 3, PERM_NONE),
    JS_METHOD("urlCanParse", url_can_parse, 2, PERM_NONE),
    JS_METHOD("urlSet", url_set_native, 4, PERM_NONE),
    JS_METHOD("urlEncodePart", url_encode_part_native, 3, PERM_NONE),
    JS_METHOD("urlDecode", url_decode, 1, PERM_NONE),
    JS_METHOD("urlDomainToASCII", url_domain_to_ascii_native, 1, PERM_NONE),
    JS_METHOD("urlDomainToUnicode", url_domain_to_unicode_native, 1, PERM_NONE),
    {},
};
