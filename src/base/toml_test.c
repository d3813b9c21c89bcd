#include "base/toml.h"

#include "base/test.h"
#include "base/buf.h"

TEST(toml_reads_tables_keys_and_values)
{
    AUTO(Arena) a = {};
    const Toml *t = NULL;
    Str text = STR("# c\na.b = 1\na.\"c d\" = 'x'\n[t.u]\nlist = [1, 0xff, 2_000, -1.5e3,] # c\n"
                   "when = 1979-05-27 07:32Z\n[[t.v]]\nx = {y = true, z.w = \"\"\"\nq\\\n  r\"\"\"\"}\n[[t.v]]\n");
    CHECK(!toml_parse(&a, text, &t).code);
    CHECK(toml_get(toml_get(t, STR("a")), STR("b"))->integer == 1);
    CHECK(str_eq(toml_get(toml_get(t, STR("a")), STR("c d"))->string, STR("x")));
    const Toml *u = toml_get(toml_get(t, STR("t")), STR("u")), *list = toml_get(u, STR("list"));
    CHECK(list->len == 4 && AT(*list, 1)->integer == 255 && AT(*list, 2)->integer == 2000);
    CHECK(AT(*list, 3)->number == -1500);
    CHECK(str_eq(toml_get(u, STR("when"))->string, STR("1979-05-27T07:32:00Z")));
    const Toml *v = toml_get(toml_get(t, STR("t")), STR("v"));
    CHECK(v->type == TOML_ARRAY && v->len == 2);
    const Toml *x = toml_get(AT(*v, 0), STR("x"));
    CHECK(toml_get(x, STR("y"))->boolean);
    CHECK(str_eq(toml_get(toml_get(x, STR("z")), STR("w"))->string, STR("qr\"")));
}

TEST(toml_errors_say_where)
{
    static const char *const bad[] = {
        "a = 1\na = 2", "[a]\n[a]", "a = {b = 1}\n[a.c]\n", "a = [1]\n[[a]]", "a.b = 1\n[a.b]", "a = 01", "a = 1__0",
        "a = 1 b = 2", "a = \"\x01\"", "a = 1979-02-30", "a = tru", "= 1", "a", "a = ", "[a", "[[a]", "a = [1 2]",
        "a = 9223372036854775808", "a = \"\\q\"", "\xFF", "a = 1\r", "a = 0x", "a = 1.", "[[a]]\n[a]", "a = 24:00:00",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        AUTO(Arena) a = {};
        const Toml *t = NULL;
        CHECK(toml_parse(&a, str_c(ELEM(bad, i)), &t).code == ERR_BAD_TOML && !t);
    }
    AUTO(Arena) a = {};
    const Toml *t = NULL;
    Err e = toml_parse(&a, STR("x = 1\ny = tru"), &t);
    CHECK(e.info->line == 2 && e.info->column == 5);
}

TEST(toml_limits_depth)
{
    AUTO(Arena) a = {};
    AUTO(Buf) b = {};
    const Toml *t = NULL;
    buf_put(&b, STR("a = "));
    for (int i = 0; i < 100000; i++) buf_put_char(&b, '[');
    CHECK(toml_parse(&a, buf_str(&b), &t).code == ERR_TOO_DEEP);
    buf_clear(&b);
    for (int i = 0; i < 100000; i++) buf_put(&b, STR("a."));
    buf_put(&b, STR("a = 1"));
    CHECK(toml_parse(&a, buf_str(&b), &t).code == ERR_TOO_DEEP);
}
