// transform_fuzz.c - property: what js_transform makes of any text parses again, on the same lines.
#include "base/test.h"
#include "js/ast.h"
#include "js/transform.h"

static size_t count_lines(Str s)
{
    size_t lines = 0;
    for (size_t i = 0; i < s.len; i++) lines += str_at(s, i) == '\n';
    return lines;
}

FUZZ(js_transform)
{
    if (input.len < 1 || input.len > 20000) return;
    AUTO(Arena) a = {};
    uint8_t flags = AT(input, 0);
    JsOptions o = {.lang = (JsLang)(flags & 3), .goal = (JsGoal)(flags >> 2 & 3), .filename = STR("f")};
    o.jsx = (flags & 16) ? JSX_CLASSIC : JSX_AUTOMATIC;
    o.experimental_decorators = flags & 32;
    o.use_define_for_class_fields = flags & 64;
    o.jsx_dev = flags & 128;
    JsUnit unit = {};
    Str source = str_from(str_of(input), 1);
    if (js_transform(&a, source, &o, &unit).code) return;
    if (unit.unchanged || str_starts(source, STR("#!"))) return;  // perhaps never parsed
    JsParseOptions again = {.lang = LANG_JS, .goal = unit.is_module || o.goal == GOAL_SCRIPT ? GOAL_SCRIPT : GOAL_COMMONJS};
    JsTree tree = {};
    CHECK(!js_parse(&a, unit.code, &again, &tree).code);
    size_t before = count_lines(source), after = count_lines(unit.code);
    CHECK(after >= before && after <= before + 1);
}
