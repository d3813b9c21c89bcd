// transform_fuzz.c - properties: what js_transform makes of any text parses again, on the same lines, and is the
// same when the walk passes over nothing (lower_sites.c). The one error it may meet is the limit of nesting: a
// namespace of one level is a call of a function in parentheses, which is three.
#include "base/test.h"
#include "js/ast.h"
#include "js/mutate.h"
#include "js/transform.h"

static size_t count_lines(Str s)
{
    size_t lines = 0;
    for (size_t i = 0; i < s.len; i++) lines += str_at(s, i) == '\n';
    return lines;
}

static JsOptions options_of(uint8_t first, uint8_t second)
{
    JsOptions o = {.lang = (JsLang)(first & 3), .goal = (JsGoal)(first >> 2 & 3), .filename = STR("f")};
    o.jsx = (second & 1) ? JSX_PRESERVE : (first & 16) ? JSX_CLASSIC : JSX_AUTOMATIC;
    o.experimental_decorators = first & 32;
    o.use_define_for_class_fields = first & 64;
    o.jsx_dev = first & 128;
    o.emit_decorator_metadata = second & 2;
    o.verbatim_module_syntax = second & 4;
    o.async_context = second & 8;
    o.keep_modules = second & 16;
    if (o.keep_modules) o.goal = GOAL_AUTO;  // Bun.Transpiler knows no other
    o.anchors = second & 32;
    o.stack_reads = second & 64;
    return o;
}

// What the result has to be, read by an engine: the body of a function, an expression, a module.
static JsParseOptions language_of(const JsUnit *u, const JsOptions *o)
{
    JsParseOptions p = {.lang = o->jsx == JSX_PRESERVE ? LANG_JSX : LANG_JS, .goal = GOAL_COMMONJS};
    if (u->is_module || o->goal == GOAL_SCRIPT) p.goal = GOAL_SCRIPT;
    if (o->keep_modules) p.goal = u->is_script ? GOAL_COMMONJS : GOAL_AUTO;
    return p;
}

// Text whose only edits are reads of `stack` may not have been parsed: then it says no more than its source.
static bool is_unparsed(Arena *a, Str source, const JsUnit *u, const JsOptions *o)
{
    JsParseOptions p = {.lang = o->lang, .goal = o->goal};
    JsTree tree = {};
    return o->stack_reads && !u->is_module && js_parse(a, source, &p, &tree).code;
}

static bool is_too_deep(const JsTree *t) { return str_find(t->diag.text, STR("nested too deeply")) != STR_NONE; }

static void check_anchors(const JsUnit *u, Str source)
{
    uint32_t last = 0;
    for (uint32_t i = 0; i < u->anchors.count; i++) {
        EditAnchor anchor = ITEM(u->anchors, i);
        CHECK(anchor.out >= last && anchor.out < u->code.len && anchor.source < source.len);
        CHECK(str_at(u->code, anchor.out) == str_at(source, anchor.source));
        last = anchor.out;
    }
}

static void check_passed_over(Arena *a, Str source, JsOptions o, const JsUnit *u)
{
    JsUnit all = {};
    o.visit_all = true;
    CHECK(!js_transform(a, source, &o, &all).code);
    CHECK(str_eq(all.code, u->code) && all.uses_import == u->uses_import);
}

// Two bytes of options, then the text.
FUZZ_AS(js_transform, &js_fuzz_text_with_options)
{
    if (input.len < 2 || input.len > 20000) return;
    AUTO(Arena) a = {};
    JsOptions o = options_of(AT(input, 0), AT(input, 1));
    JsUnit unit = {};
    Str source = str_from(str_of(input), 2);
    if (js_transform(&a, source, &o, &unit).code) {
        CHECK(unit.diag.text.len && unit.diag.start <= unit.diag.end && unit.diag.end <= source.len);
        return;
    }
    check_anchors(&unit, source);
    check_passed_over(&a, source, o, &unit);
    if (unit.unchanged || str_starts(source, STR("#!"))) return;  // perhaps never parsed
    JsParseOptions again = language_of(&unit, &o);
    JsTree tree = {};
    bool fails = js_parse(&a, unit.code, &again, &tree).code;
    CHECK(!fails || is_too_deep(&tree) || is_unparsed(&a, source, &unit, &o));
    size_t before = count_lines(source), after = count_lines(unit.code);
    CHECK(after >= before && after <= before + 1);
}
