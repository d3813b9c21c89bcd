// Property: a parsed tree, written out and parsed again, is the same tree; offsets lie in the text.
#include "base/buf.h"
#include "base/data_mutate.h"
#include "base/json_text.h"

#define MAX_TEXT ((size_t)1 << 20)

static void put_array(Buf *out, const Json *v)
{
    buf_put_char(out, '[');
    for (size_t i = 0; i < v->len; i++) {
        if (i) buf_put_char(out, ',');
        if (!json_put_text(out, AT(*v, i))) return;
    }
    buf_put_char(out, ']');
}

static void put_object(Buf *out, const Json *v)
{
    buf_put_char(out, '{');
    for (size_t i = 0; i < v->len; i++) {
        if (i) buf_put_char(out, ',');
        json_quote(out, json_member(v, i).key);
        buf_put_char(out, ':');
        if (!json_put_text(out, json_member(v, i).value)) return;
    }
    buf_put_char(out, '}');
}

static void put_number(Buf *out, double n)
{
    // JSON has no infinity: an overflowing literal reads back as one. Nor has it NaN.
    if (n > 1.7976931348623157e308) buf_put(out, STR("1e999"));
    else if (n < -1.7976931348623157e308) buf_put(out, STR("-1e999"));
    else if (n != n) buf_put(out, STR("null"));
    else buf_put_fmt(out, "%.17g", n);
}

bool json_put_text(Buf *out, const Json *v)
{
    if (out->len > MAX_TEXT) return false;
    switch (v->type) {
    case JSON_NULL: buf_put(out, STR("null")); break;
    case JSON_FALSE: buf_put(out, STR("false")); break;
    case JSON_TRUE: buf_put(out, STR("true")); break;
    case JSON_NUMBER: put_number(out, v->number); break;
    case JSON_STRING: json_quote(out, v->string); break;
    case JSON_ARRAY: put_array(out, v); break;
    case JSON_OBJECT: put_object(out, v); break;
    }
    return out->len <= MAX_TEXT;
}

FUZZ_AS(json, &json_fuzz_text)
{
    Str text = str_of(input);
    for (int flags = 0; flags < 4; flags++) {
        AUTO(Arena) a = {};
        AUTO(Buf) once = {};
        AUTO(Buf) twice = {};
        const Json *v = NULL, *w = NULL;
        if (json_parse(&a, text, (JsonFlags)flags, &v).code) continue;
        CHECK(v->offset < text.len);
        CHECK(json_put_text(&once, v));
        CHECK(!json_parse(&a, buf_str(&once), JSON_STRICT, &w).code);
        CHECK(json_put_text(&twice, w));
        CHECK(str_eq(buf_str(&once), buf_str(&twice)));
    }
}
