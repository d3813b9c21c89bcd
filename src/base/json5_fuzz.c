// Property: any bytes give a tree or an error with a place; strict JSON reads the same in both parsers.
#include "base/json5.h"

#include "base/test.h"

FUZZ(json5)
{
    AUTO(Arena) a = {};
    const Json *v = NULL, *w = NULL;
    Err e = json5_parse(&a, str_of(input), &v);
    if (e.code) CHECK(e.info && e.info->line > 0 && e.info->detail.len);
    if (json_parse(&a, str_of(input), JSON_STRICT, &w).code) return;
    CHECK(!e.code && v->type == w->type && v->len == w->len);
}
