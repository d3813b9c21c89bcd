// print_fuzz.c - property: the printed text parses to the same tree, and printing it again changes nothing. Tidy text
// may be another tree, but one that is tidy.
#include "base/test.h"
#include "js/mutate.h"
#include "js/print.h"

static bool print_one(Arena *a, Str source, uint8_t flags, Buf *tree, Str *text)
{
    JsTree t = {};
    JsParseOptions parse = {.lang = (flags & 8) ? LANG_JSX : LANG_JS, .goal = (flags & 1) ? GOAL_MODULE : GOAL_SCRIPT};
    JsPrintOptions options = {.minify_whitespace = flags & 2, .tidy = flags & 4};
    AUTO(Buf) out = {};
    if (js_parse(a, source, &parse, &t).code) return false;
    js_dump(&t, t.root, tree);
    CHECK(!js_print(a, &t, &options, &out).code);
    *text = arena_str(a, buf_str(&out));
    return true;
}

FUZZ_AS(js_print, &js_fuzz_text_with_option)
{
    if (input.len < 1 || input.len > 20000) return;
    AUTO(Arena) a = {};
    AUTO(Buf) first = {};
    AUTO(Buf) second = {};
    AUTO(Buf) third = {};
    uint8_t flags = AT(input, 0);
    Str once, twice, thrice;
    if (!print_one(&a, str_from(str_of(input), 1), flags, &first, &once)) return;
    CHECK(print_one(&a, once, flags, &second, &twice));
    if (flags & 4) CHECK(str_eq(once, twice));
    else CHECK(str_eq(buf_str(&first), buf_str(&second)));
    CHECK(print_one(&a, twice, flags, &third, &thrice) && str_eq(twice, thrice));
}
