// Property: any bytes give a tree or an error with a place, in bounded time; a tree of UTF-8 written as
// JSON, which is YAML too, is read again as itself.
#include "base/yaml.h"

#include "base/data_mutate.h"
#include "base/json_text.h"
#include "base/utf.h"

// A graph of aliases as a tree may be endless, a stack is not.
static bool is_deep(const Json *v, uint32_t depth)
{
    if (depth > YAML_MAX_DEPTH) return true;
    if (v->type == JSON_ARRAY)
        for (size_t i = 0; i < v->len; i++)
            if (is_deep(AT(*v, i), depth + 1)) return true;
    if (v->type == JSON_OBJECT)
        for (size_t i = 0; i < v->len; i++)
            if (is_deep(json_member(v, i).value, depth + 1)) return true;
    return false;
}

FUZZ_AS(yaml, &yaml_fuzz_text)
{
    AUTO(Arena) a = {};
    AUTO(Buf) once = {};
    AUTO(Buf) twice = {};
    const Json *v = NULL, *w = NULL;
    Err e = yaml_parse(&a, str_of(input), &v);
    if (e.code) {
        CHECK(e.info && e.info->line > 0 && e.info->detail.len);
        return;
    }
    CHECK(v && v->type <= JSON_OBJECT);
    bool aliases = str_find_char(str_of(input), '*') != STR_NONE;
    bool well_formed = utf8_valid_prefix(str_of(input)) == input.len;  // other bytes are copied as they are
    if (aliases || !well_formed) return;
    CHECK(!is_deep(v, 0) && json_put_text(&once, v));
    CHECK(!yaml_parse(&a, buf_str(&once), &w).code && json_put_text(&twice, w));
    CHECK(str_eq(buf_str(&once), buf_str(&twice)));
}
