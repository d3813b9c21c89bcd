// bind_test.c - which declaration a name means, and what happens to it.
#include "base/test.h"
#include "js/bind.h"

typedef struct Bound {
    Arena arena;
    JsTree t;
    JsBind b;
} Bound;

static void Bound_cleanup(Bound *x) { Arena_cleanup(&x->arena); }

static Bound bound(JsLang lang, JsGoal goal, const char *source)
{
    Bound x = {};
    JsParseOptions options = {.lang = lang, .goal = goal};
    CHECK(!js_parse(&x.arena, str_c(source), &options, &x.t).code);
    CHECK(!js_bind(&x.arena, &x.t, &x.b).code);
    return x;
}

// The `nth` (from 0) IDENT or BINDING of that name, in source order; its symbol.
static const JsSymbol *symbol_of(const Bound *x, const char *name, size_t nth)
{
    for (uint32_t at = 0; at < x->t.source.len; at++)
        for (JsNodeId id = 1; id < x->t.nodes.count; id++) {
            const JsNode *n = js_node(&x->t, id);
            if (n->start != at || (n->kind != N_IDENT && n->kind != N_BINDING) ||
                !str_eq(js_text(&x->t, id), str_c(name)))
                continue;
            if (nth == 0) return js_symbol(&x->b, js_symbol_of(&x->b, id));
            nth--;
        }
    CHECK(!"no such name");
    return NULL;
}

TEST(bind_resolves_through_scopes)
{
    AUTO(Bound)
    x = bound(LANG_JS, GOAL_SCRIPT,
              "let a = 1; { let a = 2; a } a; function f(b, c = b) { var b; b; return a + d }");
    CHECK(symbol_of(&x, "a", 0) != symbol_of(&x, "a", 1) && symbol_of(&x, "a", 1) == symbol_of(&x, "a", 2));
    CHECK(symbol_of(&x, "a", 0) == symbol_of(&x, "a", 3) && symbol_of(&x, "a", 0) == symbol_of(&x, "a", 4));
    CHECK(symbol_of(&x, "a", 0)->flags & SF_CAPTURED && !(symbol_of(&x, "a", 1)->flags & SF_CAPTURED));
    // A body var of the same name as a parameter is another variable, tied to it, when there are defaults.
    CHECK(symbol_of(&x, "b", 0)->kind == SYM_PARAM && symbol_of(&x, "b", 1)->kind == SYM_PARAM);
    CHECK(symbol_of(&x, "b", 2)->kind == SYM_VAR && symbol_of(&x, "b", 3)->kind == SYM_VAR);
    CHECK(js_symbol(&x.b, symbol_of(&x, "b", 2)->linked) == symbol_of(&x, "b", 0));
    CHECK(symbol_of(&x, "d", 0)->kind == SYM_FREE && symbol_of(&x, "d", 0)->scope == 0);
}

TEST(bind_hoists_vars_and_functions)
{
    AUTO(Bound)
    x = bound(LANG_JS, GOAL_SCRIPT, "a; { { var a } } f(); function f() {} if (1) { function g() {} } g");
    CHECK(symbol_of(&x, "a", 0)->kind == SYM_VAR && symbol_of(&x, "a", 0) == symbol_of(&x, "a", 1));
    CHECK(symbol_of(&x, "f", 0)->flags & SF_HOISTED && symbol_of(&x, "f", 0)->flags & SF_TOP_LEVEL);
    // Annex B: the block's function and the var outside are one variable for renaming.
    CHECK(symbol_of(&x, "g", 0)->kind == SYM_FUNCTION && symbol_of(&x, "g", 1)->kind == SYM_VAR);
    CHECK(js_symbol(&x.b, symbol_of(&x, "g", 0)->linked) == symbol_of(&x, "g", 1));
    AUTO(Bound) y = bound(LANG_JS, GOAL_MODULE, "{ function g() {} } g");
    CHECK(symbol_of(&y, "g", 1)->kind == SYM_FREE);
}

TEST(bind_sees_assignments)
{
    AUTO(Bound)
    x = bound(LANG_JS, GOAL_SCRIPT,
              "let a, b, c, d, e, f = 1; a = 1; b++; [c] = []; ({x: d = 1} = {}); for (e of []); f");
    static const char *const names[] = {"a", "b", "c", "d", "e"};
    for (size_t i = 0; i < COUNT_OF(names); i++) CHECK(symbol_of(&x, ELEM(names, i), 0)->flags & SF_ASSIGNED);
    CHECK(!(symbol_of(&x, "f", 0)->flags & SF_ASSIGNED) && symbol_of(&x, "f", 0)->flags & SF_INITIALIZED);
}

TEST(bind_elides_unused_imports_of_typescript)
{
    AUTO(Bound)
    x = bound(LANG_TS, GOAL_MODULE,
              "import A, {B, type C, D as E} from 'x'; let a: A = B; export {E}; let x: typeof C");
    for (JsNodeId id = 1; id < x.t.nodes.count; id++) {
        const JsNode *n = js_node(&x.t, id);
        if (n->kind != N_IMPORT_DEFAULT && n->kind != N_IMPORT_NAMED) continue;
        Str local = js_text(&x.t, n->import_clause.local);
        CHECK(js_import_used(&x.t, &x.b, id) == (str_eq(local, STR("B")) || str_eq(local, STR("E"))));
    }
    CHECK(symbol_of(&x, "A", 0)->flags & SF_USED_TYPE && symbol_of(&x, "E", 0)->flags & SF_EXPORTED);
}

TEST(bind_knows_arguments_this_and_eval)
{
    AUTO(Bound)
    x = bound(LANG_JS, GOAL_SCRIPT, "function f(a) { () => arguments[0] + this; eval('a') } arguments");
    CHECK(symbol_of(&x, "arguments", 0)->kind == SYM_ARGUMENTS &&
          symbol_of(&x, "arguments", 1)->kind == SYM_FREE);
    const JsScope *f = js_scope(&x.b, symbol_of(&x, "a", 0)->scope);
    CHECK(f->kind == SCOPE_FUNCTION && f->uses_this && f->uses_arguments && f->has_eval);
    CHECK(symbol_of(&x, "a", 0)->flags & SF_NO_RENAME && symbol_of(&x, "f", 0)->flags & SF_NO_RENAME);
    CHECK(!js_scope(&x.b, 1)->uses_this);
}

TEST(bind_merges_typescript_declarations)
{
    AUTO(Bound)
    x = bound(LANG_TS, GOAL_MODULE,
              "interface A {} class A {} namespace A { export const b = 1 } enum E { x } enum E { y = x } "
              "function f(): void; function f() {} type T = 1; const T = 2; declare const g: 1; g; T");
    CHECK(symbol_of(&x, "A", 0) == symbol_of(&x, "A", 2) && symbol_of(&x, "A", 0)->kind == SYM_CLASS);
    CHECK(symbol_of(&x, "T", 2)->kind == SYM_CONST && symbol_of(&x, "g", 1)->kind == SYM_FREE);
    CHECK(symbol_of(&x, "f", 0)->kind == SYM_FUNCTION && !(symbol_of(&x, "f", 0)->flags & SF_TYPE_ONLY));
}

TEST(bind_is_linear_in_depth_and_repetition)
{
    AUTO(Buf) out = {};
    for (int i = 0; i < 1500; i++) buf_put(&out, STR("{"));
    for (int i = 0; i < 50000; i++) buf_put(&out, STR("var a;"));
    for (int i = 0; i < 1500; i++) buf_put(&out, STR("}"));
    for (int i = 0; i < 50000; i++) buf_put_fmt(&out, "let v%d;", i);
    buf_put_char(&out, '\0');
    AUTO(Bound) x = bound(LANG_JS, GOAL_SCRIPT, buf_str(&out).ptr);
    CHECK(x.b.symbols.count == 50002);
}
