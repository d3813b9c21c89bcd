// Property: any bytes give a tree or an error with a place; every node is reachable and typed.
#include "base/test.h"
#include "base/toml.h"

static size_t count_nodes(const Toml *t, uint32_t depth)
{
    size_t n = 1;
    CHECK(depth <= 2 * TOML_MAX_DEPTH + 4 && t->type <= TOML_TABLE);
    if (t->type == TOML_ARRAY)
        for (size_t i = 0; i < t->len; i++) n += count_nodes(AT(*t, i), depth + 1);
    if (t->type == TOML_TABLE)
        for (size_t i = 0; i < t->len; i++) n += count_nodes(toml_member(t, i).value, depth + 1);
    return n;
}

FUZZ(toml)
{
    AUTO(Arena) a = {};
    const Toml *t = NULL;
    Err e = toml_parse(&a, str_of(input), &t);
    if (e.code) CHECK(e.info && e.info->line > 0 && e.info->detail.len);
    else CHECK(count_nodes(t, 0) <= input.len + 1);
}
