// Property: a parsed tree, written out and parsed again, is the same tree; offsets lie in the text.
#include "base/json.h"
#include "base/buf.h"
#include "base/test.h"

static void write_value(Buf *out, const Json *v);

static void write_array(Buf *out, const Json *v)
{
    buf_put_char(out, '[');
    for (size_t i = 0; i < v->len; i++) {
        if (i) buf_put_char(out, ',');
        write_value(out, AT(*v, i));
    }
    buf_put_char(out, ']');
}

static void write_object(Buf *out, const Json *v)
{
    buf_put_char(out, '{');
    for (size_t i = 0; i < v->len; i++) {
        if (i) buf_put_char(out, ',');
        json_quote(out, json_member(v, i).key);
        buf_put_char(out, ':');
        write_value(out, json_member(v, i).value);
    }
    buf_put_char(out, '}');
}

static void write_value(Buf *out, const Json *v)
{
    switch (v->type) {
    case JSON_NULL: buf_put(out, STR("null")); return;
    case JSON_FALSE: buf_put(out, STR("false")); return;
    case JSON_TRUE: buf_put(out, STR("true")); return;
    case JSON_NUMBER:
        // JSON has no infinity: an overflowing literal reads back from one.
        if (v->number > 1.7976931348623157e308) buf_put(out, STR("1e999"));
        else if (v->number < -1.7976931348623157e308) buf_put(out, STR("-1e999"));
        else buf_put_fmt(out, "%.17g", v->number);
        return;
    case JSON_STRING: json_quote(out, v->string); return;
    case JSON_ARRAY: write_array(out, v); return;
    case JSON_OBJECT: write_object(out, v); return;
    }
}

FUZZ(json)
{
    Str text = str_of(input);
    for (int flags = 0; flags < 4; flags++) {
        AUTO(Arena) a = {};
        AUTO(Buf) once = {};
        AUTO(Buf) twice = {};
        const Json *v = NULL, *w = NULL;
        if (json_parse(&a, text, (JsonFlags)flags, &v).code) continue;
        CHECK(v->offset < text.len);
        write_value(&once, v);
        CHECK(!json_parse(&a, buf_str(&once), JSON_STRICT, &w).code);
        write_value(&twice, w);
        CHECK(str_eq(buf_str(&once), buf_str(&twice)));
    }
}
