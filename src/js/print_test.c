// print_test.c - what is printed parses to the same tree, and looks as expected; source maps.
#include <stdio.h>

#include "base/test.h"
#include "js/print.h"
#include "js/sourcemap_read.h"

static Str print_with(Arena *a, Str source, JsPrintOptions options, Buf *tree)
{
    JsTree t = {};
    JsParseOptions parse = {.lang = LANG_JS, .goal = GOAL_MODULE};
    AUTO(Buf) out = {};
    CHECK(!js_parse(a, source, &parse, &t).code);
    js_dump(&t, t.root, tree);
    CHECK(!js_print(a, &t, &options, &out).code);
    return arena_str(a, buf_str(&out));
}

static Str print(Arena *a, Str source, bool minify, Buf *tree)
{
    return print_with(a, source, (JsPrintOptions){.minify_whitespace = minify}, tree);
}

static void check_round_trip(Arena *a, Str source, bool minify)
{
    AUTO(Buf) before = {};
    AUTO(Buf) after = {};
    AUTO(Buf) last = {};
    Str once = print(a, source, minify, &before);
    Str twice = print(a, once, minify, &after);
    CHECK(str_eq(buf_str(&before), buf_str(&after)));
    CHECK(str_eq(print(a, twice, minify, &last), twice));
}

TEST(print_keeps_the_tree)
{
    static const char *const sources[] = {
        "a + +b - -c; a++ + ++b; a - --b; x = a / /re/.b; y = `a${b}c${`d`}`; 1..x; 1.5.x; 1 .x",
        "if (a) if (b) c; else d; else { e } for (;;); for (var i = 0, j; i < 1; i++) x; while (a) b",
        "for (const x of y) z; for (x in y) z; for await (const [a] of b) { } do x; while (y); do { } while (z)",
        "switch (a) { case 1: b; case 2: { } default: c } l: for (;;) { continue l; break l }",
        "try { a } catch { b } finally { c } try { } catch ({d}) { } throw e",
        "class A extends (B, C) { static #a = 1; b; [c] = 2; static { d } async *e() { } get f() { return 1 } set f(g) { } "
        "static async h() { } 'i'() { } 1() { } #j() { return #a in this } }",
        "async function* f(a = 1, {b, c: [d] = e, ...g}, ...h) { await i; yield; yield* j; return }",
        "x = async (a) => ({ b }); y = a => b => { }; z = async () => { }; (function () { })(); (() => { })()",
        "a?.b?.[c]?.(d).e; new A; new A(); new (b())(); new a.b.c; a ?? (b || c); delete a.b, void 0, typeof c",
        "import D, * as ns from 'a'; import E, {f, g as h, 'i-j' as k} from 'b' with {type: 'json'}; import {} from 'c'; import 'd'",
        "export default class { } export { x as y, z }; export * from 'e'; export * as w from 'f'; export const x = 1, z = 2",
        "export default function () { } import.meta.url; import('g', {h}); export async function q() { }",
        "({ a, b: c, [d]: e, ...f, get g() { return 1 }, set g(h) { }, async *i() { }, 'j': 1, 2: 3, __proto__: k }); [, a, , ...b, ,]",
        "import \\u{61} from 'b'; \\u{61} in b; \\u{61}\nc",
        "a = b ? c : d ? e : f; a ||= b; a **= b ** c; (a, b); !a; ~b; -c; +d;", "a\n/*! legal */ b; // @license x",
        "@a @b.c @(d) class A { @e f; @g static h() { } @i accessor j = 1 } { using a = b } debugger; ;",
    };
    for (size_t i = 0; i < COUNT_OF(sources); i++) {
        AUTO(Arena) a = {};
        Str source = str_c(ELEM(sources, i));
        check_round_trip(&a, source, false);
        check_round_trip(&a, source, true);
    }
}

TEST(print_leaves_comments_in_copied_markup_there)
{
    AUTO(Arena) a = {};
    AUTO(Buf) out = {};
    JsTree t = {};
    CHECK(!js_parse(&a, STR("x(/*! a */<b/*! c */>{/*! d */}</b>, <e/*! f */ />); /*! g */ h"),
                    &(JsParseOptions){.lang = LANG_JSX}, &t).code);
    CHECK(!js_print(&a, &t, &(JsPrintOptions){}, &out).code);
    CHECK(str_eq(buf_str(&out), STR("x(<b/*! c */>{/*! d */}</b>, <e/*! f */ />);\n/*! a */\n/*! g */\nh;\n")));
}

static void expect(const char *source, bool minify, const char *want)
{
    AUTO(Arena) a = {};
    AUTO(Buf) tree = {};
    CHECK(str_eq(print(&a, str_c(source), minify, &tree), str_c(want)));
}

TEST(print_pretty)
{
    expect("const a=1;function f(x){return x}", false, "const a = 1;\nfunction f(x) {\n  return x;\n}\n");
    expect("if(a)b;else if(c){d}else e", false, "if (a)\n  b;\nelse if (c) {\n  d;\n} else\n  e;\n");
    expect("x={\na:1,b}", false, "x = {\n  a: 1,\n  b\n};\n");
}

static void expect_tidy(const char *source, const char *want)
{
    AUTO(Arena) a = {};
    AUTO(Buf) tree = {};
    Str once = print_with(&a, str_c(source), (JsPrintOptions){.tidy = true}, &tree);
    CHECK(str_eq(once, str_c(want)));
    CHECK(str_eq(print_with(&a, once, (JsPrintOptions){.tidy = true}, &tree), once));
}

TEST(print_tidy)
{
    expect_tidy("x = (a ? (b) : ((c)));;", "x = a ? b : c;\n");
    expect_tidy("f((a), [(b)], {c: (d)}, (e, g));", "f(a, [b], { c: d }, (e, g));\n");
    expect_tidy("(a, b); (c.d()); ({}).e; (function () { })(); ('use strict'); (let_)", "(a, b);\nc.d();\n({}).e;\n"
                "(function() {})();\n(\"use strict\");\nlet_;\n");
    expect_tidy("({a}), b; (function () { }), c; ({d} = e), f; g, ({h})",
                "({ a }), b;\n(function() {}), c;\n({ d } = e), f;\ng, { h };\n");
    expect_tidy(";;'a'; ;; b; ; 'c'; ('d')", ";\n\"a\";\nb;\n;\n\"c\";\n(\"d\");\n");
    expect_tidy("export default (class { })", "export default (class {});\n");
    expect_tidy("y = () => ({}); z = () => (a)", "y = () => ({});\nz = () => a;\n");
    expect_tidy("for (x = (a);;) y = (b)", "for (x = (a);;)\n  y = b;\n");
    expect_tidy("for (x = (a in b);;) ;", "for (x = (a in b);;);\n");
    expect_tidy("a = 'b'; c = 'd\"'; e = 'f\\'g'", "a = \"b\";\nc = 'd\"';\ne = 'f\\'g';\n");
    expect_tidy("(a + b) * c; (a)(b); new (a())", "(a + b) * c;\n(a)(b);\nnew (a());\n");
}

TEST(print_minified)
{
    expect("const a = 1;\nfunction f(x) { return x }\nreturn_(a + +b);", true,
           "const a=1;function f(x){return x}return_(a+ +b);");
    expect("import D, { a as b } from 'x';\nexport * from 'y'", true, "import D,{a as b}from'x';export*from'y';");
    expect("function f() { return /*! a */ b }", true, "function f(){return b}\n/*! a */\n");
    expect("/*! a */ x = `${/*! b */ y}`; /*! c */ z", true, "/*! a */\nx=`${y}`;\n/*! b */\n\n/*! c */\nz;");
    expect("for (const x of [1]) y\nif (a in b) { c }", true, "for(const x of [1])y;if(a in b){c}");
    expect("function f() { new./*! a */target }", true, "function f(){new.target}\n/*! a */\n");
    expect("5. in a, 5. instanceof b, 5.+c", true, "5. in a,5. instanceof b,5.+c;");
}

TEST(source_map_mappings)
{
    AUTO(SourceMap) map = {};
    source_map_add(&map, 0, 0, 0, 0);
    source_map_add(&map, 0, 4, 0, 4);
    source_map_add(&map, 0, 4, 0, 4);
    source_map_add(&map, 2, 0, 1, 2);
    CHECK(str_eq(buf_str(&map.mappings), STR("AAAA,IAAI;;AACF")));
    AUTO(Buf) json = {};
    source_map_json(&map, STR("a\"b.js"), STR("x\n"), &json);
    CHECK(str_eq(buf_str(&json), STR("{\"version\":3,\"sources\":[\"a\\\"b.js\"],\"sourcesContent\":[\"x\\n\"],"
                                     "\"names\":[],\"mappings\":\"AAAA,IAAI;;AACF\"}")));
}

TEST(print_maps_every_token_it_moves)
{
    AUTO(Arena) a = {};
    AUTO(SourceMap) map = {};
    AUTO(Buf) out = {};
    JsTree t = {};
    JsParseOptions parse = {.goal = GOAL_SCRIPT};
    JsPrintOptions options = {.minify_whitespace = true, .map = &map};
    CHECK(!js_parse(&a, STR("a;\n  bc(d)"), &parse, &t).code);
    CHECK(!js_print(&a, &t, &options, &out).code);
    CHECK(str_eq(buf_str(&out), STR("a;bc(d);")));
    CHECK(str_eq(buf_str(&map.mappings), STR("AAAA,EACE,GAAG")));
}

// The token at a place: a word, or one character; quotes count as one, the printer chooses them.
static Str token_at(Str text, uint32_t line, uint32_t column)
{
    size_t at = 0;
    for (uint32_t i = 0; i < line; i++) at = str_find_from(text, STR("\n"), at) + 1;
    at += column;
    size_t end = at;
    for (char c = str_peek(text, end); c == '_' || c == '$' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
         c = str_peek(text, end))
        end++;
    char first = str_peek(text, at);
    if (first == '"' || first == '\'' || first == '`') return STR("quote");
    return str_sub(text, at, end > at ? end : at + 1);
}

static void check_map(Str source, bool minify)
{
    AUTO(Arena) a = {};
    AUTO(SourceMap) map = {};
    AUTO(Buf) out = {};
    AUTO(Buf) json = {};
    JsTree t = {};
    DecodedSourceMap decoded = {};
    JsParseOptions parse = {.goal = GOAL_MODULE};
    JsPrintOptions options = {.minify_whitespace = minify, .map = &map};
    CHECK(!js_parse(&a, source, &parse, &t).code && !js_print(&a, &t, &options, &out).code);
    source_map_json(&map, STR("x.js"), source, &json);
    CHECK(!source_map_decode(&a, buf_str(&json), SOURCE_MAP_STRICT, &decoded).code && decoded.mappings.count > 10);
    for (uint32_t i = 0; i < decoded.mappings.count; i++) {
        const Mapping *m = &ITEM(decoded.mappings, i);
        Str printed = token_at(buf_str(&out), (uint32_t)m->line, (uint32_t)m->column);
        Str written = token_at(source, (uint32_t)m->original_line, (uint32_t)m->original_column);
        if (!str_eq(printed, written)) fprintf(stderr, "%.*s from %.*s\n", STR_FMT(printed), STR_FMT(written));
        CHECK(str_eq(printed, written));
    }
}

TEST(print_maps_to_the_same_token)
{
    Str source = STR(
        "import a, { b as c } from 'x';\nexport * as d from \"y\";\n  export default class A extends B {\n #p = 1; static async *[k]() {"
        " yield* this.#p ?? (await x) }\n get z() { return super.z } static { q() } }\n"
        "for (const [x, { y = 2, ...r }] of z) { if (x) continue; else break }\nlabel: do { y++ } while (!y--)\n"
        "const f = async ({ a }, ...b) => ({ [a]: b, c() {}, get d() { return `t${ a }u${ b }` } }), g = function* () {}\n"
        "try { throw new Error(/re/g, 0x1f, 1_0n) } catch { debugger } finally { delete a?.b?.[c]?.(d) }\n"
        "switch (a) { case 1: case 'b': default: void 0, typeof b, -c, +d }\nwith_(a ? b : c => d, (e, f), a ** b, a in b)\n");
    check_map(source, true);
    check_map(source, false);
}
