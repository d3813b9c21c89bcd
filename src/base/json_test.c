#include "base/json.h"
#include "base/buf.h"
#include "base/test.h"

static const Json *good(Arena *a, Str text, JsonFlags flags)
{
    const Json *v = NULL;
    CHECK(!json_parse(a, text, flags, &v).code);
    return v;
}

TEST(json_keeps_order_types_and_offsets)
{
    AUTO(Arena) a = {};
    const Json *v = good(&a, STR("{\"b\": [1, -2.5e1, true], \"a\": null, \"b\": \"x\"}"), JSON_STRICT);
    CHECK(v->type == JSON_OBJECT && v->len == 3);
    CHECK(str_eq(json_member(v, 0).key, STR("b")));
    const Json *list = json_member(v, 0).value;
    CHECK(list->type == JSON_ARRAY && list->len == 3 && list->offset == 6);
    CHECK(AT(*list, 0)->number == 1 && AT(*list, 1)->number == -25 && AT(*list, 2)->type == JSON_TRUE);
    CHECK(json_get(v, STR("a"))->type == JSON_NULL);
    CHECK(str_eq(json_str(json_get(v, STR("b"))), STR("x")));  // the last duplicate wins
    CHECK(!json_get(v, STR("c")) && !json_get(list, STR("a")));
}

TEST(json_decodes_escapes)
{
    AUTO(Arena) a = {};
    const Json *v = good(&a, STR("\"\\u00e9\\n\\/\\uD83D\\uDE00\\uD800!\""), JSON_STRICT);
    CHECK(str_eq(json_str(v), STR("\xC3\xA9\n/\xF0\x9F\x98\x80\xED\xA0\x80!")));
    v = good(&a, STR("\"a\xFF" "b\""), JSON_STRICT);
    CHECK(str_eq(json_str(v), STR("a\xEF\xBF\xBD" "b")));
}

TEST(json_options_allow_comments_and_trailing_commas)
{
    AUTO(Arena) a = {};
    Str text = STR("\xEF\xBB\xBF// c\n{\"a\": [1, /* x */ 2,],}");
    const Json *v = NULL;
    CHECK(json_parse(&a, text, JSON_STRICT, &v).code == ERR_BAD_JSON && !v);
    CHECK(json_parse(&a, text, JSON_COMMENTS, &v).code == ERR_BAD_JSON && !v);
    v = good(&a, text, JSON_COMMENTS | JSON_TRAILING_COMMAS);
    CHECK(json_get(v, STR("a"))->len == 2);
    CHECK(json_parse(&a, STR("[,]"), JSON_TRAILING_COMMAS, &v).code == ERR_BAD_JSON);
    CHECK(json_parse(&a, STR("/*"), JSON_COMMENTS, &v).code == ERR_BAD_JSON);
}

TEST(json_errors_say_where)
{
    AUTO(Arena) a = {};
    const Json *v = NULL;
    Err e = json_parse(&a, STR("{\n  \"a\": 01\n}"), JSON_STRICT, &v);
    CHECK(e.code == ERR_BAD_JSON && e.info->line == 2 && e.info->column == 9);
    CHECK(json_parse(&a, STR(""), JSON_STRICT, &v).code == ERR_BAD_JSON);
    CHECK(json_parse(&a, STR("\"\\u12G4\""), JSON_STRICT, &v).code == ERR_BAD_JSON);
}

TEST(json_refuses_deep_nesting)
{
    AUTO(Arena) a = {};
    AUTO(Buf) b = {};
    for (int i = 0; i < 100000; i++) buf_put_char(&b, '[');
    const Json *v = NULL;
    CHECK(json_parse(&a, buf_str(&b), JSON_STRICT, &v).code == ERR_TOO_DEEP);
}

TEST(json_quote_is_read_back)
{
    AUTO(Arena) a = {};
    AUTO(Buf) b = {};
    Str text = STR("a\"\\\x01\t\xC3\xA9\xED\xA0\x80\xED\x9F\xBF");
    json_quote(&b, text);
    CHECK(str_eq(buf_str(&b), STR("\"a\\\"\\\\\\u0001\\t\xC3\xA9\\ud800\xED\x9F\xBF\"")));
    CHECK(str_eq(json_str(good(&a, buf_str(&b), JSON_STRICT)), text));
}
