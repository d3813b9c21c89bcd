// Property: any bytes give a tree or an error with a place; what strict JSON can say reads the same in both
// parsers, and every tree written as JSON is read again as itself.
#include "base/json5.h"

#include "base/data_mutate.h"
#include "base/json_text.h"

static void check_same(const Json *v, Str text)
{
    AUTO(Buf) out = {};
    CHECK(json_put_text(&out, v) && str_eq(buf_str(&out), text));
}

FUZZ_AS(json5, &json5_fuzz_text)
{
    AUTO(Arena) a = {};
    AUTO(Buf) out = {};
    const Json *v = NULL, *w = NULL;
    Err e = json5_parse(&a, str_of(input), &v);
    if (e.code) {
        CHECK(e.info && e.info->line > 0 && e.info->detail.len);
        CHECK(json_parse(&a, str_of(input), JSON_STRICT, &w).code);
        return;
    }
    CHECK(v->offset < input.len && json_put_text(&out, v));
    CHECK(!json5_parse(&a, buf_str(&out), &w).code);
    check_same(w, buf_str(&out));
    if (!json_parse(&a, str_of(input), JSON_STRICT, &w).code) check_same(w, buf_str(&out));
}
