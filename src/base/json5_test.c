#include "base/json5.h"

#include "base/test.h"

TEST(json5_reads_what_json_refuses)
{
    AUTO(Arena) a = {};
    const Json *v = NULL;
    Str text = STR("// c\n{a: 'x\\\ny\\x41\\0', \"b\": +.5, $_\\u0063: [0xF, -Infinity, NaN, 1.,], /* d */}");
    CHECK(!json5_parse(&a, text, &v).code);
    CHECK(str_eq(json_str(json_get(v, STR("a"))), STR("xyA\0")));
    CHECK(json_get(v, STR("b"))->number == 0.5);
    const Json *list = json_get(v, STR("$_c"));
    CHECK(list->len == 4 && AT(*list, 0)->number == 15 && AT(*list, 1)->number < -1e308);
    CHECK(AT(*list, 2)->number != AT(*list, 2)->number && AT(*list, 3)->number == 1);
}

TEST(json5_refuses_bad_input)
{
    static const char *const bad[] = {"", "{", "01", "1 x", "- 1", "[,]", "'a\nb'", "'\\1'", "{a 1}", "{1: 2}", "0x", ".",
                                      "1e", "nul", "truex", "/*", "'", "{a: 1,,}", "\\u0061", "{\\u0031: 1}"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        AUTO(Arena) a = {};
        const Json *v = NULL;
        CHECK(json5_parse(&a, str_c(ELEM(bad, i)), &v).code == ERR_BAD_JSON && !v);
    }
}
