// parse_test.c - what the parser makes of source text, as S-expressions, and what it says about mistakes.
#include "base/test.h"
#include "js/bind.h"

#include <stdio.h>

static Err parse(Arena *a, JsLang lang, JsGoal goal, Str source, JsTree *t)
{
    JsParseOptions options = {.lang = lang, .goal = goal};
    Err e = js_parse(a, source, &options, t);
    JsBind b;
    if (!e.code) e = js_bind(a, t, &b);
    return e;
}

static void snapshot(JsLang lang, JsGoal goal, const char *source, const char *want)
{
    AUTO(Arena) a = {};
    AUTO(Buf) out = {};
    JsTree t;
    Err e = parse(&a, lang, goal, str_c(source), &t);
    if (e.code)
        buf_put(&out, t.diag.text);
    else
        js_dump(&t, t.root, &out);
    if (str_eq(buf_str(&out), str_c(want))) return;
    fprintf(stderr, "source: %s\n  want: %s\n   got: %.*s\n", source, want, STR_FMT(buf_str(&out)));
    CHECK(!"snapshot differs");
}

typedef struct Mistake {
    const char *source;
    uint32_t start;
    const char *text;
} Mistake;

static void mistake(JsLang lang, JsGoal goal, Mistake m)
{
    AUTO(Arena) a = {};
    JsTree t;
    Err e = parse(&a, lang, goal, str_c(m.source), &t);
    bool right = e.code == ERR_BAD_SYNTAX && t.diag.start == m.start && t.diag.start <= t.diag.end &&
                 str_eq(t.diag.text, str_c(m.text));
    if (!right)
        fprintf(stderr, "%s\n  want %u %s\n   got %u %.*s\n", m.source, m.start, m.text, t.diag.start,
                STR_FMT(t.diag.text));
    CHECK(right);
}

// Every source is a program of its own.
static void verdicts(JsLang lang, JsGoal goal, bool good, const char *const *list, size_t count)
{
    struct {
        const char *const *items;
        size_t count;
    } sources = {list, count};
    for (size_t i = 0; i < count; i++) {
        AUTO(Arena) a = {};
        JsTree t;
        bool ok = !parse(&a, lang, goal, str_c(ITEM(sources, i)), &t).code;
        if (ok != good)
            fprintf(stderr, "%s: %s %.*s\n", good ? "refused" : "accepted", ITEM(sources, i),
                    ok ? 0 : (int)t.diag.text.len, t.diag.text.ptr);
        CHECK(ok == good);
    }
}
#define ACCEPTS(lang, goal, ...)                                                                             \
    verdicts(lang, goal, true, (const char *const[]){__VA_ARGS__},                                           \
             COUNT_OF(((const char *const[]){__VA_ARGS__})))
#define REFUSES(lang, goal, ...)                                                                             \
    verdicts(lang, goal, false, (const char *const[]){__VA_ARGS__},                                          \
             COUNT_OF(((const char *const[]){__VA_ARGS__})))

TEST(parse_precedence_and_associativity)
{
    snapshot(LANG_JS, GOAL_SCRIPT, "a + b * c ** d ** e - f < g && h || i",
             "(PROGRAM [(EXPR_STMT (LOGICAL || (LOGICAL && (BINARY < (BINARY - (BINARY + "
             "(IDENT a) (BINARY * (IDENT b) (BINARY ** (IDENT c) (BINARY ** (IDENT d) "
             "(IDENT e))))) (IDENT f)) (IDENT g)) (IDENT h)) (IDENT i)))])");
}

TEST(parse_conditional_chains_lean_right)
{
    snapshot(LANG_JS, GOAL_SCRIPT, "a ? b : c ? d : e",
             "(PROGRAM [(EXPR_STMT (CONDITIONAL (IDENT a) (IDENT b) (CONDITIONAL (IDENT c) "
             "(IDENT d) (IDENT e))))])");
}

TEST(parse_member_call_and_optional_chains)
{
    snapshot(LANG_JS, GOAL_SCRIPT, "a?.b.c?.[d](e).f",
             "(PROGRAM [(EXPR_STMT (CHAIN (MEMBER (CALL (INDEX f40 (MEMBER (MEMBER f40 "
             "(IDENT a) (NAME b)) (NAME c)) (IDENT d)) [(IDENT e)] -) (NAME f))))])");
}

TEST(parse_arrow_parameters_become_patterns)
{
    snapshot(LANG_JS, GOAL_SCRIPT, "({a, b: [c = 1], ...d}, e = 2, ...f) => e",
             "(PROGRAM [(EXPR_STMT (ARROW f4 [(PARAM (OBJECT_PATTERN [(PROPERTY f4 (NAME "
             "a) (BINDING a)) (PROPERTY (NAME b) (ARRAY_PATTERN [(DEFAULT (BINDING c) "
             "(NUMBER 1))])) (REST (BINDING d))]) - - []) (PARAM (BINDING e) (NUMBER 2) - "
             "[]) (PARAM f1 (BINDING f) - - [])] (IDENT e) -))])");
}

TEST(parse_assignment_patterns_keep_references)
{
    snapshot(LANG_JS, GOAL_SCRIPT, "[a, , {b = 1, c: d.e}] = f",
             "(PROGRAM [(EXPR_STMT (ASSIGN = (ARRAY_PATTERN [(IDENT a) - (OBJECT_PATTERN "
             "[(PROPERTY f4 (NAME b) (DEFAULT (IDENT b) (NUMBER 1))) (PROPERTY (NAME c) "
             "(MEMBER (IDENT d) (NAME e)))])]) (IDENT f)))])");
}

TEST(parse_async_is_a_name_or_an_arrow)
{
    snapshot(LANG_JS, GOAL_SCRIPT, "async(a); async (b) => await b; async c => c; async\n(d)",
             "(PROGRAM [(EXPR_STMT (CALL (IDENT async) [(IDENT a)] -)) (EXPR_STMT (ARROW "
             "f5 [(PARAM (BINDING b) - - [])] (AWAIT (IDENT b)) -)) (EXPR_STMT (ARROW f5 "
             "[(PARAM (BINDING c) - - [])] (IDENT c) -)) (EXPR_STMT (CALL (IDENT async) "
             "[(IDENT d)] -))])");
}

TEST(parse_automatic_semicolons)
{
    snapshot(LANG_JS, GOAL_SCRIPT, "a\nb\n++c\nreturn_\n(d)",
             "(PROGRAM [(EXPR_STMT (IDENT a)) (EXPR_STMT (IDENT b)) (EXPR_STMT (UPDATE ++ "
             "f1 (IDENT c))) (EXPR_STMT (CALL (IDENT return_) [(IDENT d)] -))])");
}

TEST(parse_regex_or_division)
{
    snapshot(LANG_JS, GOAL_SCRIPT, "a / b / c; /[/]\\//g.test(d); x = a++ / 2",
             "(PROGRAM [(EXPR_STMT (BINARY / (BINARY / (IDENT a) (IDENT b)) (IDENT c))) "
             "(EXPR_STMT (CALL (MEMBER (REGEX /[/]\\//g) (NAME test)) [(IDENT d)] -)) "
             "(EXPR_STMT (ASSIGN = (IDENT x) (BINARY / (UPDATE ++ (IDENT a)) (NUMBER "
             "2))))])");
}

TEST(parse_templates_nest)
{
    snapshot(LANG_JS, GOAL_SCRIPT, "`a${`b${c}`}d`; t`\\u`",
             "(PROGRAM [(EXPR_STMT (TEMPLATE [(TEMPLATE_TEXT a) (TEMPLATE [(TEMPLATE_TEXT "
             "b) (IDENT c) (TEMPLATE_TEXT )]) (TEMPLATE_TEXT d)])) (EXPR_STMT (TAGGED "
             "(IDENT t) (TEMPLATE [(TEMPLATE_TEXT fc00 \\u)]) -))])");
}

TEST(parse_class_members)
{
    snapshot(LANG_JS, GOAL_SCRIPT,
             "class A extends B { static #p = 1; get [x]() {} static { this.y } async *g() "
             "{} constructor() { super() } }",
             "(PROGRAM [(CLASS_DECL (BINDING A) (IDENT B) (CLASS_BODY [(FIELD f1 "
             "(PRIVATE_NAME #p) (NUMBER 1) - []) (METHOD op1 f2 (IDENT x) (FUNCTION_EXPR "
             "f18 - [] (BLOCK []) -) - []) (STATIC_BLOCK [(EXPR_STMT (MEMBER (THIS) (NAME "
             "y)))]) (METHOD (NAME g) (FUNCTION_EXPR f1b - [] (BLOCK []) -) - []) (METHOD "
             "op3 (NAME constructor) (FUNCTION_EXPR f18 - [] (BLOCK [(EXPR_STMT (CALL "
             "(SUPER) [] -))]) -) - [])]) -)])");
}

TEST(parse_for_heads)
{
    snapshot(LANG_JS, GOAL_SCRIPT,
             "for (var a in b); for (let [c] of d); for (;;) break; for (const e = 1;;);",
             "(PROGRAM [(FOR_IN (VAR [(DECLARATOR (BINDING a) - -)]) (IDENT b) (EMPTY)) "
             "(FOR_OF (VAR op1 [(DECLARATOR (ARRAY_PATTERN [(BINDING c)]) - -)]) (IDENT d) "
             "(EMPTY)) (FOR - - - (BREAK -)) (FOR (VAR op2 [(DECLARATOR (BINDING e) "
             "(NUMBER 1) -)]) - - (EMPTY))])");
}

TEST(parse_labels_and_else_chains)
{
    snapshot(LANG_JS, GOAL_SCRIPT, "l: for (;;) { if (a) continue l; else if (b) break l; else c }",
             "(PROGRAM [(LABELED (NAME l) (FOR - - - (BLOCK [(IF (IDENT a) (CONTINUE (NAME "
             "l)) (IF (IDENT b) (BREAK (NAME l)) (EXPR_STMT (IDENT c))))])))])");
}

TEST(parse_let_as_a_name)
{
    snapshot(LANG_JS, GOAL_SCRIPT, "let\nx = 1; let: a; let = 2",
             "(PROGRAM [(VAR op1 [(DECLARATOR (BINDING x) (NUMBER 1) -)]) (LABELED (NAME "
             "let) (EXPR_STMT (IDENT a))) (EXPR_STMT (ASSIGN = (IDENT let) (NUMBER 2)))])");
}

TEST(parse_imports_and_exports)
{
    snapshot(LANG_JS, GOAL_MODULE,
             "import a, * as b from \"x\"; import {c as d, \"e f\" as g} from \"y\" with {type: "
             "\"json\"}; import defer * as h from \"z\"; export {a, b as default}; export * as "
             "i from \"w\"",
             "(PROGRAM f10 [(IMPORT [(IMPORT_DEFAULT (BINDING a)) (IMPORT_STAR (BINDING "
             "b))] (STRING \"x\") -) (IMPORT [(IMPORT_NAMED (NAME c) (BINDING d)) "
             "(IMPORT_NAMED (STRING \"e f\") (BINDING g))] (STRING \"y\") (IMPORT_ATTRS "
             "[(PROPERTY (NAME type) (STRING \"json\"))])) (IMPORT op1 [(IMPORT_STAR "
             "(BINDING h))] (STRING \"z\") -) (EXPORT_NAMED [(EXPORT_SPEC (IDENT a) (NAME "
             "a)) (EXPORT_SPEC (IDENT b) (NAME default))] - -) (EXPORT_STAR (NAME i) "
             "(STRING \"w\") -)])");
}

TEST(parse_export_declarations)
{
    snapshot(LANG_JS, GOAL_MODULE,
             "export default class {} export const {a, ...b} = c; export function f() {}",
             "(PROGRAM f10 [(EXPORT_DEFAULT (CLASS_DECL - - (CLASS_BODY []) -)) "
             "(EXPORT_DECL (VAR op2 [(DECLARATOR (OBJECT_PATTERN [(PROPERTY f4 (NAME a) "
             "(BINDING a)) (REST (BINDING b))]) (IDENT c) -)])) (EXPORT_DECL "
             "(FUNCTION_DECL f10 (BINDING f) [] (BLOCK []) -))])");
}

TEST(parse_using_declarations)
{
    snapshot(LANG_JS, GOAL_MODULE, "{ using a = b; await using c = d; for (using e of f); }",
             "(PROGRAM f10 [(BLOCK [(VAR op3 [(DECLARATOR (BINDING a) (IDENT b) -)]) (VAR "
             "op4 [(DECLARATOR (BINDING c) (IDENT d) -)]) (FOR_OF (VAR op3 [(DECLARATOR "
             "(BINDING e) - -)]) (IDENT f) (EMPTY))])])");
}

TEST(parse_type_annotations)
{
    snapshot(LANG_TS, GOAL_MODULE,
             "let a!: string = b as any, c = <T>d, e = f!.g satisfies H; function i<T "
             "extends U = V>(this: A, b?: B, ...c: C[]): asserts b is B {}",
             "(PROGRAM f10 [(VAR op1 [(DECLARATOR (BINDING a) (TS_AS (IDENT b) "
             "(TS_KEYWORD)) (TS_ANNOTATION f80 (TS_KEYWORD op9))) (DECLARATOR (BINDING c) "
             "(TS_ASSERTION (IDENT d) (TS_REF (IDENT f1 T) -)) -) (DECLARATOR (BINDING e) "
             "(TS_SATISFIES (MEMBER (TS_NON_NULL (IDENT f)) (NAME g)) (TS_REF (IDENT f1 H) "
             "-)) -)]) (FUNCTION_DECL f10 (BINDING i) [(PARAM f2 (NAME this) - "
             "(TS_ANNOTATION (TS_REF (IDENT f1 A) -)) []) (PARAM (BINDING b) - "
             "(TS_ANNOTATION f40 (TS_REF (IDENT f1 B) -)) []) (PARAM f1 (BINDING c) - "
             "(TS_ANNOTATION (TS_ARRAY (TS_REF (IDENT f1 C) -))) [])] (BLOCK []) "
             "(TS_SIGNATURE (TS_TYPE_PARAMS [(TS_TYPE_PARAM (BINDING T) (TS_REF (IDENT f1 "
             "U) -) (TS_REF (IDENT f1 V) -))]) (TS_ANNOTATION (TS_PREDICATE (TS_REF (IDENT "
             "f1 B) -)))))])");
}

TEST(parse_type_arguments_or_comparison)
{
    snapshot(LANG_TS, GOAL_MODULE, "a<b>(c); a < b > c; new D<E>(); f<G>; h<i>\nj",
             "(PROGRAM f10 [(EXPR_STMT (CALL (IDENT a) [(IDENT c)] (TS_TYPE_ARGS [(TS_REF "
             "(IDENT f1 b) -)]))) (EXPR_STMT (BINARY > (BINARY < (IDENT a) (IDENT b)) "
             "(IDENT c))) (EXPR_STMT (NEW (IDENT D) [] (TS_TYPE_ARGS [(TS_REF (IDENT f1 E) "
             "-)]))) (EXPR_STMT (TS_INSTANTIATION (IDENT f) (TS_TYPE_ARGS [(TS_REF (IDENT "
             "f1 G) -)]))) (EXPR_STMT (TS_INSTANTIATION (IDENT h) (TS_TYPE_ARGS [(TS_REF "
             "(IDENT f1 i) -)]))) (EXPR_STMT (IDENT j))])");
}

TEST(parse_class_modifiers)
{
    snapshot(LANG_TS, GOAL_MODULE,
             "abstract class A<T> extends B<T> implements C, D { constructor(private "
             "readonly a: string, b?) { super() } declare x: 1; abstract m(): void; [k: "
             "string]: any; override y?: number; accessor z!: T }",
             "(PROGRAM f10 [(CLASS_DECL f8 (BINDING A) (IDENT B) (CLASS_BODY [(METHOD op3 "
             "(NAME constructor) (FUNCTION_EXPR f18 - [(PARAM f4 (BINDING a) - "
             "(TS_ANNOTATION (TS_KEYWORD op9)) [(TS_MODIFIER op1) (TS_MODIFIER op3)]) "
             "(PARAM (BINDING b) - (TS_ANNOTATION f40 -) [])] (BLOCK [(EXPR_STMT (CALL "
             "(SUPER) [] -))]) -) - []) (FIELD f20 (NAME x) - (TS_ANNOTATION (TS_LITERAL "
             "(NUMBER 1))) [(TS_MODIFIER op6)]) (METHOD f8 (NAME m) (FUNCTION_EXPR f18 - "
             "[] - (TS_SIGNATURE - (TS_ANNOTATION (TS_KEYWORD op3)))) - [(TS_MODIFIER "
             "op5)]) (TS_INDEX_SIGNATURE [(TS_KEYWORD op9) (TS_KEYWORD)]) (FIELD f40 (NAME "
             "y) - (TS_ANNOTATION f40 (TS_KEYWORD op7)) [(TS_MODIFIER op4)]) (FIELD f100 "
             "(NAME z) - (TS_ANNOTATION f80 (TS_REF (IDENT f1 T) -)) [])]) (CLASS_HEAD "
             "[(TS_MODIFIER op5)] (TS_TYPE_PARAMS [(TS_TYPE_PARAM (BINDING T) - -)]) "
             "(TS_TYPE_ARGS [(TS_REF (IDENT f1 T) -)]) (TS_IMPLEMENTS [(TS_REF (IDENT f1 "
             "C) -) (TS_REF (IDENT f1 D) -)])))])");
}

TEST(parse_ts_statements)
{
    snapshot(LANG_TS, GOAL_MODULE,
             "interface A extends B { (x: number): string; new (): A; m?<T>(): T; [k: "
             "string]: any } type C<T> = T extends infer U ? U[] : never; declare const d: "
             "number; enum E { A = 1, \"b\" } namespace F.G { export const x = 1 } import H "
             "= require(\"h\"); export = H",
             "(PROGRAM f10 [(TS_INTERFACE (BINDING A) - (TS_IMPLEMENTS [(TS_REF (IDENT f1 "
             "B) -)]) (TS_OBJECT [(TS_KEYWORD op7) (TS_KEYWORD op9) (TS_REF (IDENT f1 A) "
             "-) (TS_REF (IDENT f1 T) -) (TS_KEYWORD op9) (TS_KEYWORD)])) (TS_TYPE_ALIAS "
             "(BINDING C) (TS_TYPE_PARAMS [(TS_TYPE_PARAM (BINDING T) - -)]) "
             "(TS_CONDITIONAL (TS_REF (IDENT f1 T) -) (TS_OTHER []) (TS_ARRAY (TS_REF "
             "(IDENT f1 U) -)) (TS_KEYWORD op2))) (VAR op2 f20 [(DECLARATOR (BINDING d) - "
             "(TS_ANNOTATION (TS_KEYWORD op7)))]) (TS_ENUM (BINDING E) [(TS_ENUM_MEMBER "
             "(NAME A) (NUMBER 1)) (TS_ENUM_MEMBER (STRING \"b\") -)]) (TS_NAMESPACE "
             "(BINDING F) (TS_NAMESPACE (BINDING G) (BLOCK [(EXPORT_DECL (VAR op2 "
             "[(DECLARATOR (BINDING x) (NUMBER 1) -)]))]))) (TS_IMPORT_EQUALS (BINDING H) "
             "(TS_REQUIRE (STRING \"h\"))) (TS_EXPORT_ASSIGN (IDENT H))])");
}

TEST(parse_arrow_return_types_in_conditionals)
{
    snapshot(LANG_TS, GOAL_MODULE, "a ? (b) : c => d; a ? (b): c => d : e; (x): x is string => true",
             "(PROGRAM f10 [(EXPR_STMT (CONDITIONAL (IDENT a) (PAREN (IDENT b)) (ARROW f14 "
             "[(PARAM (BINDING c) - - [])] (IDENT d) -))) (EXPR_STMT (CONDITIONAL (IDENT "
             "a) (ARROW f14 [(PARAM (BINDING b) - - [])] (IDENT d) (TS_SIGNATURE - "
             "(TS_ANNOTATION (TS_REF (IDENT f1 c) -)))) (IDENT e))) (EXPR_STMT (ARROW f14 "
             "[(PARAM (BINDING x) - - [])] (TRUE) (TS_SIGNATURE - (TS_ANNOTATION "
             "(TS_PREDICATE (TS_KEYWORD op9))))))])");
}

TEST(parse_import_elision_syntax)
{
    snapshot(LANG_TS, GOAL_MODULE,
             "import type A from \"a\"; import {type B, type C as D, type as E} from \"b\"; "
             "export type {F} from \"f\"; export {type G} from \"g\"",
             "(PROGRAM f10 [(IMPORT f200 [(IMPORT_DEFAULT (BINDING A))] (STRING \"a\") -) "
             "(IMPORT [(IMPORT_NAMED f200 (NAME B) (BINDING B)) (IMPORT_NAMED f200 (NAME "
             "C) (BINDING D)) (IMPORT_NAMED (NAME type) (BINDING E))] (STRING \"b\") -) "
             "(EXPORT_NAMED f200 [(EXPORT_SPEC (NAME F) (NAME F))] (STRING \"f\") -) "
             "(EXPORT_NAMED [(EXPORT_SPEC f200 (NAME G) (NAME G))] (STRING \"g\") -)])");
}

TEST(parse_generic_arrows_in_tsx)
{
    snapshot(LANG_TSX, GOAL_MODULE, "<T,>(a: T) => a; <T extends U>(b) => b; <A b={c}>d{e}</A>",
             "(PROGRAM f10 [(EXPR_STMT (ARROW f14 [(PARAM (BINDING a) - (TS_ANNOTATION "
             "(TS_REF (IDENT f1 T) -)) [])] (IDENT a) (TS_SIGNATURE (TS_TYPE_PARAMS "
             "[(TS_TYPE_PARAM (BINDING T) - -)]) -))) (EXPR_STMT (ARROW f14 [(PARAM "
             "(BINDING b) - - [])] (IDENT b) (TS_SIGNATURE (TS_TYPE_PARAMS [(TS_TYPE_PARAM "
             "(BINDING T) (TS_REF (IDENT f1 U) -) -)]) -))) (EXPR_STMT (JSX_ELEMENT (IDENT "
             "A) [(JSX_ATTR (JSX_NAME b) (JSX_EXPR (IDENT c)))] [(JSX_TEXT d) (JSX_EXPR "
             "(IDENT e))] -))])");
}

TEST(parse_jsx)
{
    snapshot(LANG_JSX, GOAL_MODULE,
             "<a.b c=\"&amp;\" d {...e}>text {f}<g-h i:j={k}/>{/* no */}{...l}<></></a.b>",
             "(PROGRAM f10 [(EXPR_STMT (JSX_ELEMENT (JSX_MEMBER (IDENT a) (JSX_NAME b)) "
             "[(JSX_ATTR (JSX_NAME c) (JSX_STRING f400 \"&amp;\")) (JSX_ATTR (JSX_NAME d) -) "
             "(JSX_SPREAD_ATTR (IDENT e))] [(JSX_TEXT text ) (JSX_EXPR (IDENT f)) "
             "(JSX_ELEMENT f1 (JSX_NAME g-h) [(JSX_ATTR (JSX_NS_NAME (JSX_NAME i) "
             "(JSX_NAME j)) (JSX_EXPR (IDENT k)))] [] -) (JSX_EXPR -) (JSX_SPREAD_CHILD "
             "(IDENT l)) (JSX_FRAGMENT [])] -))])");
    REFUSES(LANG_JSX, GOAL_MODULE, "<a.b-c/>", "<a-b.c/>", "<this.a-/>", "<a.b-c.d></a.b-c.d>");
    ACCEPTS(LANG_JSX, GOAL_MODULE, "<a-b/>", "<A-b/>", "<a:b-c/>", "<this.a.b/>", "<$a-b c-d={e}/>");
}

TEST(parse_messages_say_what_was_expected)
{
    mistake(LANG_JS, GOAL_SCRIPT, (Mistake){"a b", 2, "Expected \";\" but found \"b\""});
    mistake(LANG_JS, GOAL_SCRIPT, (Mistake){"f(", 2, "Expected \")\" but found end of file"});
    mistake(LANG_JS, GOAL_SCRIPT, (Mistake){"let a, a", 7, "\"a\" has already been declared"});
    mistake(LANG_JS, GOAL_SCRIPT, (Mistake){"1 = 2", 0, "Invalid assignment target"});
    mistake(LANG_JS, GOAL_SCRIPT, (Mistake){"'a", 0, "Unterminated string literal"});
    mistake(LANG_JS, GOAL_SCRIPT, (Mistake){"/(/", 1, "Invalid regular expression: Missing \")\""});
    mistake(LANG_JS, GOAL_MODULE, (Mistake){"export {a}", 8, "\"a\" is exported but not declared"});
    mistake(LANG_JS, GOAL_MODULE, (Mistake){"export let a; export {a}", 22, "Duplicate export \"a\""});
    mistake(LANG_JS, GOAL_SCRIPT,
            (Mistake){"class A { m() { this.#x } }", 21,
                      "Private name \"#x\" is not declared in an enclosing class"});
    mistake(LANG_JSX, GOAL_SCRIPT,
            (Mistake){"<a></b>", 5, "Expected closing tag \"</a>\" but found \"</b>\""});
    mistake(LANG_JSX, GOAL_SCRIPT,
            (Mistake){"<a></ >", 6, "Expected closing tag \"</a>\" but found \"</>\""});
    mistake(LANG_JS, GOAL_SCRIPT, (Mistake){"let a: string", 5, "Expected \";\" but found \":\""});
}

TEST(parse_refuses_early_errors)
{
    REFUSES(LANG_JS, GOAL_SCRIPT, "'use strict'; with (a);", "'use strict'; 010", "'use strict'; delete a",
            "'use strict'; let = 1", "function f(a, a) { 'use strict' }",
            "function f(a = 1) { 'use strict' }", "(a, a) => 1", "({a(b, b) {}})", "return", "break",
            "continue", "a: a: ;", "while (1) { continue b }", "await: for (;;) break c", "new.target",
            "super.a", "class A { constructor() { super() } }", "class A { get constructor() {} }",
            "class A { static prototype() {} }", "class A { #a; #a }", "class A { a = arguments }",
            "({__proto__: 1, __proto__: 2})", "({a = 1})", "({a}) = 1", "[...a, b] = c",
            "async (a = await 1) => a", "function* g(a = yield) {}", "let [a]", "const a",
            "for (let a = 1 of b);", "for (let of a);", "a?.b = 1", "a?.`b`", "new a?.b()", "-1 ** 2",
            "a ?? b || c", "if (1) let a", "`\\u`", "'\\u{110000}'", "import a from 'b'", "import.meta", "1_",
            "0_1", "1__0", "09n", "\"a\nb\"", "a\\u0", "/a/gg", "/(?<a>.)(?<a>.)/", "{ let a; var a }",
            "try {} catch ([a]) { var a }", "function f() { let a; var a }",
            "switch (1) { case 1: let a; case 2: let a }");
    REFUSES(LANG_JS, GOAL_MODULE, "await = 1", "import {a} from 'b'; let a",
            "export default 1; export default 2", "<!-- a", "function a() {} function a() {}",
            "{ import 'a' }", "import a from 'b' with {c: 'd', c: 'e'}", "return", "yield = 1",
            "import {if} from 'a'", "export {if}");
}

TEST(parse_accepts_odd_but_valid_code)
{
    ACCEPTS(LANG_JS, GOAL_SCRIPT, "var yield, await, async, of, get, set, let, static; yield\n* 2", "a\n/b/g",
            "for (async of => 1;;) break", "for (var a = 1 in b);", "if (1) function f() {}",
            "{ function a() {} function a() {} }", "try {} catch (a) { var a }", "<!-- a\nb\n--> c",
            "#!/bin/sh\n1",
            "({get: 1, set: 2, async: 3, get a() {}, set a(b) {}, async c() {}, *d() {}, async *e() {}, "
            "'f'() {}, 1() {}, [g]() {}})",
            "class A { static; get; set; async; static static; static async *#a() {} 'b'; 1 = 2 }",
            "a => {}\n/b/", "x = class { static async\na() {} }", "new a.b.c", "new (a())()", "new a()()",
            "a = b ? (c, d) : e => f", "({__proto__: a, __proto__, ['__proto__']: b})", "[a, b] = [b, a]",
            "({a, b: c.d, ...e} = f)", "f(...a, ...b,)", "'use strict'; ({eval: 1})",
            "function f() { new.target }", "label: { break label }", "do a; while (b) c", "/[\\]/]/",
            "/a{,1}/", "/\\c/", "0777", "089.5", ".5e-1", "0b1n", "1_000.5_0", "'\\\n'", "'\xE2\x80\xA8'",
            "let a; { var b; let a } var c", "f() = 1", "using\na", "using(a)", "async\nfunction f() {}",
            "var {a = 1, b: [c]} = d", "var a\\u0062c");
    ACCEPTS(LANG_JS, GOAL_MODULE, "await 1", "for await (a of b);",
            "import * as ns from 'a'; export * as default from 'b'; export {ns as 'x y'}",
            "export default (a, b)", "import.meta.url", "export default async () => 1", "await using a = b");
}

TEST(parse_typescript_oddities)
{
    ACCEPTS(
        LANG_TS, GOAL_MODULE, "type T = <A>(a: A) => a is A", "let x: typeof import('a').b<c>",
        "type A = {readonly [K in keyof B as `x${K}`]-?: C}", "abstract class A { abstract accessor a: b }",
        "function f(): void; function f(a?) {}", "let a = <const T,>(b: T) => b",
        "declare module 'a' { export default b }", "declare global { interface A {} }",
        "export import a = b.c", "type A = new () => B | abstract new () => C",
        "let a = b as const satisfies C", "for (const a of b as C[]);", "enum A { b = 'c'.length, 'd-e' }",
        "let a: [b?: c, ...d: e[]]", "a!.b![c]!()", "type = 1", "declare\nlet a",
        "class A<in out T> { static { } private static async *a?<T>(this: B) {} }", "import type from 'a'",
        "import type, {a} from 'b'", "export = a", "let a = async <T>(b: T): Promise<T> => b",
        "interface A { get a(): b; set a(c) }", "if (a) type B = 1; else interface C {}", "if (a) declare var b",
            "@a class B { @c() d; @e.f g() {} constructor(@h i) {} }",
        "let x = y < z, w = v > (u)", "a < b || c > (d)",
        "type A = B extends (infer C extends D ? E : F) ? G : H", "let a: unique symbol; let b: A[\"c\"][]",
        "namespace A { export namespace B.C { export let d } }", "const enum A { B }",
        "let a = (b ? c : d) as E");
    REFUSES(LANG_TSX, GOAL_MODULE, "<in.a/>", "<await.a/>", "<a></in.a>", "<<a- a", "new <a>b", "x = <T>y");
    REFUSES(LANG_TS, GOAL_MODULE, "<<a- a", "new <T>b", "let a: ", "type A = ", "interface {}",
            "enum A { 1 }", "class A { abstract }}", "let a = <T>", "import type a, from 'b'",
            "function f(a: ) {}", "namespace A { export * from 'b' }", "a = {b()}", "a = {get b(): c}",
            "namespace A { export {b} }", "namespace A { export default 1 }", "namespace A { export = 1 }",
            "namespace A { import 'b'; c }", "namespace A { import b from 'c'; b }", "for (;;) enum A {}", "if (a) namespace B { c }",
            "if (a) abstract class B {}", "enum A { b = await 1 }", "enum A { [`${b}`] }",
            "async function f() { enum A { b = await 1 } }", "function* f() { enum A { b = yield 1 } }",
            "class A { m() { enum B { c = super.d } } }", "import a = let", "import a = for.b", "declare type",
            "declare global", "declare async", "declare import 'a'", "@a export import b = c",
            "@a export = b", "for (async as any of b);", "for (async! of b);",
            "function f(@d x) {}",
            "(@d x) => 1", "async (@d x: any) => 1", "({f(@d x) {}})", "({set f(@d x) {}})", "type A = (@d x) => any",
            "@a export type {}", "@a export default interface B {}");
    REFUSES(LANG_JS, GOAL_MODULE, "@a export default function () {}", "@a export default 1", "@a export {}",
            "@a export var b", "@a export @b class {}", "@a export default @b class {}");
    REFUSES(LANG_JS, GOAL_MODULE, "let a: b", "type A = 1", "interface A {}", "enum A {}", "a as b", "a!",
            "class A { private a }", "f<T>(`x`) + <T>b", "import type a from 'b'");
}

static bool is_module(const char *source)
{
    AUTO(Arena) a = {};
    JsTree t;
    CHECK(!parse(&a, LANG_JS, GOAL_AUTO, str_c(source), &t).code);
    return t.is_module;
}

TEST(parse_marks_pure_calls)
{
    snapshot(
        LANG_JS, GOAL_SCRIPT,
        "/* @__PURE__ */ a(b()).c(); /*#__PURE__*/ new D(); x = /* @__PURE__ */ (() => e())()",
        "(PROGRAM [(EXPR_STMT (CALL (MEMBER (CALL f2 (IDENT a) [(CALL (IDENT b) [] -)] -) (NAME c)) [] -)) "
        "(EXPR_STMT (NEW f2 (IDENT D) [] -)) (EXPR_STMT (ASSIGN = (IDENT x) (CALL f2 (PAREN (ARROW f4 [] "
        "(CALL (IDENT e) [] -) -)) [] -)))])");
}

TEST(parse_finds_out_what_is_a_module)
{
    CHECK(is_module("import 'a'") && is_module("export {}") && is_module("import.meta") &&
          is_module("await a") && is_module("for await (a of b);"));
    CHECK(is_module("var a = 1; export default a") && is_module("{ await using a = b }"));
    CHECK(!is_module("import('a')") && !is_module("await = 1") && !is_module("return") &&
          !is_module("function f() { await; }"));
    CHECK(!is_module("async () => { await a }") && !is_module("with (a) b") && !is_module(""));
    // Sloppy code that proves to be a module is read again, as one.
    mistake(LANG_JS, GOAL_AUTO,
            (Mistake){"with (a) b; export {}", 0, "\"with\" is not allowed in strict mode"});
    mistake(LANG_JS, GOAL_AUTO, (Mistake){"return; export {}", 0, "\"return\" is only allowed in functions"});
}

static Str repeated(Arena *a, const char *open, const char *middle, const char *close, uint32_t count)
{
    AUTO(Buf) out = {};
    for (uint32_t i = 0; i < count; i++) buf_put(&out, str_c(open));
    buf_put(&out, str_c(middle));
    for (uint32_t i = 0; i < count; i++) buf_put(&out, str_c(close));
    return arena_str(a, buf_str(&out));
}

TEST(parse_limits_nesting_but_not_length)
{
    static const char *const deep[][3] = {
        {"(", "1", ")"},    {"[", "", "]"},     {"{", "", "}"},
        {"a=>", "1", ""},   {"!", "1", ""},     {"(function(){", "", "})"},
        {"`${", "1", "}`"}, {"if(a)", ";", ""}, {"async(", "", ")"},
        {"new ", "a", ""},  {"a=", "1", ""},    {"1**", "1", ""},
        {"[", "a", "]=1"},  {"a?", "1", ":1"},  {"(class{[", "1", "]})"},
        {"a:", ";", ""},
    };
    static const char *const longs[][3] = {
        {"a+", "1", ""}, {"", "a", ".b"},  {"", "a", "()"},  {"a?b:", "1", ""}, {"if(a)b;else ", ";", ""},
        {"a,", "1", ""}, {"", "a", "?.b"}, {"a&&", "1", ""}, {"", "a", "[0]"},  {"", "a", "``"},
    };
    AUTO(Arena) a = {};
    JsTree t;
    for (size_t i = 0; i < COUNT_OF(deep); i++) {
        const char *const *d = ELEM(deep, i);
        struct {
            const char *const *ptr;
            size_t len;
        } row = {d, 3};
        Err e = parse(&a, LANG_JS, GOAL_SCRIPT, repeated(&a, AT(row, 0), AT(row, 1), AT(row, 2), 10000), &t);
        CHECK(e.code == ERR_BAD_SYNTAX);
    }
    for (size_t i = 0; i < COUNT_OF(longs); i++) {
        struct {
            const char *const *ptr;
            size_t len;
        } row = {ELEM(longs, i), 3};
        CHECK(!parse(&a, LANG_JS, GOAL_SCRIPT, repeated(&a, AT(row, 0), AT(row, 1), AT(row, 2), 50000), &t)
                   .code);
    }
}

static const JsNode *only_expr(const JsTree *t)
{
    JsList body = js_list(t, js_node(t, t->root)->program.body);
    return js_node(t, js_node(t, AT(body, 0))->unary.arg);
}

static bool string_is(const char *source, Str want)
{
    AUTO(Arena) a = {};
    JsTree t;
    CHECK(!parse(&a, LANG_JS, GOAL_SCRIPT, arena_fmt(&a, "(%s)", source), &t).code);
    return str_eq(js_string_value(&a, &t, only_expr(&t)->unary.arg), want);
}

static bool number_is(const char *source, double want)
{
    AUTO(Arena) a = {};
    JsTree t;
    CHECK(!parse(&a, LANG_JS, GOAL_SCRIPT, arena_fmt(&a, "(%s)", source), &t).code);
    return js_number_value(&t, only_expr(&t)->unary.arg) == want;
}

TEST(literal_values)
{
    CHECK(string_is("'plain'", STR("plain")) && string_is("'\\x41\\u0042\\u{43}\\101\\n'", STR("ABCA\n")));
    CHECK(string_is("'a\\\nb'", STR("ab")) && string_is("'\\ud83d\\ude00'", STR("\xF0\x9F\x98\x80")));
    CHECK(string_is("'\\ud800x'", STR("\xED\xA0\x80x")) && string_is("'\\0'", ((Str){"\0", 1})));
    CHECK(number_is("0x1F", 31) && number_is("0b101", 5) && number_is("0o17", 15) && number_is("017", 15) &&
          number_is("089", 89));
    CHECK(number_is("1_000.5", 1000.5) && number_is(".5e1", 5) &&
          number_is("0x20000000000001", 9007199254740992.0));
    CHECK(number_is("0x20000000000003", 9007199254740996.0) && number_is("1e400", 1e308 * 10));
}

static bool jsx_text_is(const char *source, const char *want)
{
    AUTO(Arena) a = {};
    JsTree t;
    CHECK(!parse(&a, LANG_JSX, GOAL_SCRIPT, arena_fmt(&a, "<a>%s</a>", source), &t).code);
    JsList children = js_list(&t, only_expr(&t)->jsx.children);
    return str_eq(js_jsx_text_value(&a, &t, AT(children, 0)), str_c(want));
}

TEST(jsx_text_values)
{
    CHECK(jsx_text_is(" a ", " a ") && jsx_text_is("\n  a\n  b  \n", "a b") && jsx_text_is("\n \n", "") &&
          jsx_text_is("  ", "  "));
    CHECK(jsx_text_is("&lt;&#65;&#x42;&nbsp;&unknown;&", "<AB\xC2\xA0&unknown;&"));
}

TEST(type_only_ranges_are_exact)
{
    AUTO(Arena) a = {};
    JsTree t;
    Str source = STR("let a /*x*/ ?.b; function f(c ? : D , e : F = 1) : G { }");
    CHECK(parse(&a, LANG_TS, GOAL_SCRIPT, source, &t).code);
    source = STR("function f < T > (c ? : D , e : F = 1) : G { } let h ! : I = 1");
    CHECK(!parse(&a, LANG_TS, GOAL_SCRIPT, source, &t).code);
    static const char *const want[] = {"? : D", ": F", ": G", "< T >", "! : I"};
    size_t found = 0;
    for (JsNodeId id = 1; id < t.nodes.count; id++) {
        JsKind kind = js_kind(&t, id);
        if (kind != N_TS_ANNOTATION && kind != N_TS_TYPE_PARAMS) continue;
        for (size_t i = 0; i < COUNT_OF(want); i++) found += str_eq(js_text(&t, id), str_c(ELEM(want, i)));
    }
    CHECK(found == COUNT_OF(want));
}

// What TypeScript's parser refuses though only types are wrong, and what stands next to it and is right.
TEST(parse_typescript_as_strictly_as_typescript)
{
    REFUSES(LANG_TS, GOAL_MODULE, "let {a}! = b", "const [a]!: any = b", "interface I { get a: string }",
            "type T = { set a }", "import a = b.if", "import a = this.b", "declare type\nT = 1",
            "type T = intrinsic['a']", "a<b>.c", "a<b>?.c", "a?.b<c>.d", "let a: import('b', )",
            "let a: import('b', c)", "let a: import('b', { 'with': {} })", "let a: import('b', { with: {} }, )",
            "let a: import('b', { with: { ['c']: 'd' } })");
    ACCEPTS(LANG_TS, GOAL_MODULE, "let a!: any", "interface I { get: string; set?: 1; get a(): string; set b(c) }",
            "export import\ntype\na = require('b')", "declare\ntype\nT = 1", "type T = intrinsic; let a: intrinsic[]",
            "a<b>?.(c); (a<b>).c", "let a: import('b', { with: { 'c': 'd', e: 'f', }, }).g<h>");
}

// A namespace, and what it exports or imports, stands directly in a file or in a namespace.
TEST(parse_namespaces_where_they_may_stand)
{
    REFUSES(LANG_TS, GOAL_MODULE, "{ namespace a { b } }", "if (a) namespace b { c }", "function f() { module a { b } }",
            "namespace a { { export const b = 1 } }", "namespace a { switch (b) { case c: export let d } }",
            "namespace a { b = () => { export let c } }", "namespace a { { import b = c.d } }", "{ import a = b.c }",
            "namespace a.b { { export namespace c { d } } }", "namespace a { export { b } }");
    ACCEPTS(LANG_TS, GOAL_MODULE, "namespace a { export namespace b { export import c = d.e; namespace f { g } } }",
            "export namespace a.b { export declare namespace c { let d; export { d } } export const e = 1 }",
            "{ declare namespace a {} }", "declare module 'a' { namespace b { const c } export default b }",
            "namespace a { if (b) { enum c { d } } } export import e = a.f", "export declare namespace a { namespace b {} }");
    REFUSES(LANG_TS, GOAL_MODULE, "export @a export default class {}", "export @a export class B {}", "export @a abstract = 1");
    ACCEPTS(LANG_TS, GOAL_MODULE, "export @a class B {} export @a abstract class C {} export default @a class {} @a export class D {}");
    REFUSES(LANG_TS, GOAL_SCRIPT, "[f() = 1] = a", "({ b: (f()) = 1 } = a)", "[f()! = 1] = a", "[f() as T] = a", "[<T>f()] = a", "[...f()!] = a");
    ACCEPTS(LANG_TS, GOAL_SCRIPT, "f() = 1; f()! = 1; (f() as T)++; for (f() of a); [b.c = f() = 1, d! = 1, e as T] = a");
    REFUSES(LANG_TS, GOAL_SCRIPT, "async <T>(await) => a", "async (await): T => a", "async <T>([b = await]: U): V => a");
    ACCEPTS(LANG_TS, GOAL_SCRIPT, "async(await); (await): T => a; <T>(await) => a; async <T>(b) => await b");
    REFUSES(LANG_TS, GOAL_MODULE, "async(...a?,) => b", "async(...a: b,) => c");
}
