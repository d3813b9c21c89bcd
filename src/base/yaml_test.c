#include "base/yaml.h"

#include "base/buf.h"
#include "base/test.h"

static void put(Buf *out, const Json *v)
{
    switch (v->type) {
    case JSON_NULL: buf_put(out, STR("null")); return;
    case JSON_FALSE: buf_put(out, STR("false")); return;
    case JSON_TRUE: buf_put(out, STR("true")); return;
    case JSON_NUMBER: buf_put_fmt(out, "%g", v->number); return;
    case JSON_STRING: json_quote(out, v->string); return;
    case JSON_ARRAY:
        buf_put_char(out, '[');
        for (size_t i = 0; i < v->len; i++) {
            if (i) buf_put_char(out, ',');
            put(out, AT(*v, i));
        }
        buf_put_char(out, ']');
        return;
    case JSON_OBJECT:
        buf_put_char(out, '{');
        for (size_t i = 0; i < v->len; i++) {
            if (i) buf_put_char(out, ',');
            json_quote(out, json_member(v, i).key);
            buf_put_char(out, ':');
            put(out, json_member(v, i).value);
        }
        buf_put_char(out, '}');
    }
}

TEST(yaml_reads_each_style)
{
    static const struct { const char *yaml, *json; } cases[] = {
        {"a: 1\nb: [x, 'y', \"\\u00e9\"]\nc:\n- 1\n- k: v\n  l: w\n", "{\"a\":1,\"b\":[\"x\",\"y\",\"\xC3\xA9\"],\"c\":[1,{\"k\":\"v\",\"l\":\"w\"}]}"},
        {"a: |\n  x\n   y\n\nb: >-\n  p\n  q\n\n  r\n", "{\"a\":\"x\\n y\\n\",\"b\":\"p q\\nr\"}"},
        {"- ~\n- true\n- 0x1F\n- 0o14\n- 1e3\n- yes\n- !!str 1\n- '1'\n- .5", "[null,true,31,12,1000,\"yes\",\"1\",\"1\",0.5]"},
        {"a: &x {p: 1}\nb: *x\n", "{\"a\":{\"p\":1},\"b\":{\"p\":1}}"},
        {"a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3\n", "{\"a\":{\"p\":1,\"q\":2},\"b\":{\"p\":1,\"q\":3}}"},
        {"? [a, b]\n: c\n1: d\n~: e\n", "{\"a,b\":\"c\",\"1\":\"d\",\"null\":\"e\"}"},
        {"--- 1\n--- 2\n...\n", "[1,2]"},
        {"plain\n over\n\n lines # c\n", "\"plain over\\nlines\""},
        {"- - a\n  - b\n- {x: , y, \"z\":w}\n", "[[\"a\",\"b\"],{\"x\":null,\"y\":null,\"z\":\"w\"}]"},
        {"", "null"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        AUTO(Arena) a = {};
        AUTO(Buf) out = {};
        const Json *v = NULL;
        CHECK(!yaml_parse(&a, str_c(ELEM(cases, i).yaml), &v).code);
        put(&out, v);
        CHECK(str_eq(buf_str(&out), str_c(ELEM(cases, i).json)));
    }
}

TEST(yaml_refuses_bad_input)
{
    static const char *const bad[] = {
        "a: b: c", "a: [1", "a: \"x", "*x", "a:\n\t- b", "a: 1\n  b: 2\n c: 3", "- a\nb: c", "[a, b]]", "a: !x!y z",
        "a: |x\n b", "%YAML 1.2", "&a &b c", "{a: b", "a\nb: c", "--- a: b", "'x' y", "@x", "a: - b",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        AUTO(Arena) a = {};
        const Json *v = NULL;
        CHECK(yaml_parse(&a, str_c(ELEM(bad, i)), &v).code == ERR_BAD_SYNTAX && !v);
    }
}

TEST(yaml_aliases_are_the_same_node_and_may_be_cyclic)
{
    AUTO(Arena) a = {};
    const Json *v = NULL;
    CHECK(!yaml_parse(&a, STR("a: &x [*x]\nb: *x\n"), &v).code);
    const Json *x = json_get(v, STR("a"));
    CHECK(json_get(v, STR("b")) == x && AT(*x, 0) == x);
}

TEST(yaml_limits_depth)
{
    AUTO(Arena) a = {};
    AUTO(Buf) b = {};
    const Json *v = NULL;
    for (int i = 0; i < 5000; i++) buf_put(&b, STR("- "));
    CHECK(yaml_parse(&a, buf_str(&b), &v).code == ERR_TOO_DEEP);
    buf_clear(&b);
    for (int i = 0; i < 5000; i++) buf_put(&b, STR("["));
    CHECK(yaml_parse(&a, buf_str(&b), &v).code == ERR_TOO_DEEP);
}
