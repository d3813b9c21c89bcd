// Property: any bytes give a tree or an error with a place; every node is reachable and typed, and a
// tree written as one inline table is read again as itself.
#include "base/toml.h"

#include "base/data_mutate.h"
#include "base/json.h"

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

static void put_value(Buf *out, const Toml *t);

static void put_items(Buf *out, const Toml *t)
{
    buf_put_char(out, t->type == TOML_ARRAY ? '[' : '{');
    for (size_t i = 0; i < t->len; i++) {
        if (i) buf_put_char(out, ',');
        if (t->type == TOML_TABLE) {
            json_quote(out, toml_member(t, i).key);
            buf_put_char(out, '=');
        }
        put_value(out, t->type == TOML_ARRAY ? AT(*t, i) : toml_member(t, i).value);
    }
    buf_put_char(out, t->type == TOML_ARRAY ? ']' : '}');
}

static void put_float(Buf *out, double n)
{
    AUTO(Buf) digits = {};
    buf_put_fmt(&digits, "%.17g", n);
    bool whole = str_find_char(buf_str(&digits), '.') == STR_NONE && str_find_char(buf_str(&digits), 'e') == STR_NONE;
    if (n != n) buf_put(out, STR("nan"));
    else if (n - n != 0) buf_put(out, n > 0 ? STR("inf") : STR("-inf"));
    else buf_put_fmt(out, "%.*s%s", STR_FMT(buf_str(&digits)), whole ? ".0" : "");
}

static void put_value(Buf *out, const Toml *t)
{
    switch (t->type) {
    case TOML_STRING: json_quote(out, t->string); return;
    case TOML_INTEGER: buf_put_fmt(out, "%lld", (long long)t->integer); return;
    case TOML_FLOAT: put_float(out, t->number); return;
    case TOML_BOOL: buf_put(out, t->boolean ? STR("true") : STR("false")); return;
    case TOML_ARRAY: case TOML_TABLE: put_items(out, t); return;
    default: buf_put(out, t->string);
    }
}

static void check_round_trip(Arena *a, const Toml *t)
{
    AUTO(Buf) once = {};
    AUTO(Buf) twice = {};
    const Toml *again = NULL;
    buf_put(&once, STR("a="));
    put_value(&once, t);
    Err e = toml_parse(a, buf_str(&once), &again);
    if (e.code == ERR_TOO_DEEP) return;  // headers nest less than braces
    CHECK(!e.code);
    buf_put(&twice, STR("a="));
    put_value(&twice, toml_get(again, STR("a")));
    CHECK(str_eq(buf_str(&once), buf_str(&twice)));
}

FUZZ_AS(toml, &toml_fuzz_text)
{
    AUTO(Arena) a = {};
    const Toml *t = NULL;
    Err e = toml_parse(&a, str_of(input), &t);
    if (e.code) {
        CHECK(e.info && e.info->line > 0 && e.info->detail.len);
        return;
    }
    CHECK(count_nodes(t, 0) <= input.len + 1);
    check_round_trip(&a, t);
}
