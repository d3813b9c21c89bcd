// transform_pairs_test.c - what js_transform makes of two lines, and of one with a line break in every place, parses
// again and keeps its lines.
//
// Statements and class members without semicolons stand in every order, under the options that change most: where one
// ends and the next begins is decided by both, and nearly all that a rewritten line broke, it broke in its neighbour.
#include <stdio.h>

#include "base/buf.h"
#include "base/test.h"
#include "js/ast.h"
#include "js/transform.h"

typedef struct Lines {
    const char *const *ptr;
    size_t len;
} Lines;

static const char *const members[] = {
    "m() {}", "@d m() {}", "x", "x = 1", "@d x", "@d x = 1", "[k]() {}", "@d [k]() {}", "[k] = 1", "@d [k]",
    "static", "get", "set", "async", "accessor", "declare x", "private x", "private [k]: T", "readonly",
    "declare", "private", "override", "abstract m(): void", "static x", "static @d", "*g() {}", "@d *g() {}",
    "static {}", "#p", "@d #p", "@d #m() {}", "#q = 1", "get a() { return 1 }", "@d get a() { return 1 }",
    "@d accessor b", "accessor c = 1", "x: T", "x!: T", "x?: T", "[i: string]: T", "n(): void",
    "constructor() {}", "constructor(public a, @e b) {}", "constructor() { super() }", "in", "instanceof",
    "static async", "static get", "static set", "override y = 1", "\"s\"", "1", "@d \"s\"",
    "@d static z = this", "static w = this.x", "async *h() {}", "public static readonly v: number = 1",
    "x = a as T", "x = a!", "x = <T>a", "x = () => a", "x = (a): T => a", "y: () => void", ";",
    "'constructor'", "@d async n() { await 1 }", "static accessor e: T", "get: T", "static: T = 1",
    "@d @e set", "@d() get [k]() { return 1 }", "m(@p x, @q() y: T) {}", "constructor(@p x, @q({ a: 1 }) private y) {}",
};

static const char *const statements[] = {
    "a", "let", "type", "type T = 1", "interface I {}", "declare var v", "enum E { A }",
    "const enum F { A = -1 }", "namespace N { export const a = 1 }", "namespace M { let x }",
    "abstract class A {}", "@d class B {}", "@d abstract class B2 { x = 1 }",
    "class C { constructor(private x) {} }", "a as T", "a!", "a satisfies T", "<T>a", "(a)", "[b]", "`t`",
    "/r/g", "+a", "-a", "++a", "a++", "import x = N.a", "export {}", "export default a",
    "export default class {}", "export default function () {}", "export const z = 1", "export { a }",
    "export type { a }", "import type { Q } from \"a\"", "import { type R } from \"a\"",
    "import S from \"a\"; S", "{ using x = y }", "using u = y", "async", "async () => {}",
    "async function f() { await a as T }", "a => a", "(a): T => a", "function g(): T",
    "declare function g(): void", "if (a) type", "if (a) a as T", "if (a) a!\nelse b!", "do a!\nwhile (b)",
    "for (;;) a as T", "x: a as T", "label: a!", "var w: T", "var w = a as T", "let q: T = a",
    "return a as T", "throw a as T", "a as T + b", "abstract", "declare", "namespace", "module", "enum",
    "interface", "async\n(a)", "await a", "declare module \"x\" {}", "declare global {}",
    "module Z { export import P = N.a }", "E.A", "F.A ** 2", "F.A", "N.a", "yield", "of", "using", "await",
    "get", "static", "a\n!b", "a as\nT", "export = a", "export as namespace U", "function h(this: T) {}",
    "function i(a: T,) {}", "function j<T>(a?: T): asserts a is T {}", "class { }", "new A<T>", "new A<T>()",
    "a<T>", "a<T>\n(b)", "a<T>`x`", "a?.b!.c", "a?.<T>(b)", "export import EE = N.a",
    "export enum G { A = 'x', B = A }", "export namespace K { export let k = 1; k = 2 }", "a = b as T",
    "a! = b", "(a as T) = b", "[a as T] = b", "for (a as T of b);", "for (const x of a as T[]);",
    "`${a as T}`", "a ? b as T : c as T", "(a as T)?.b", "(a!)?.b", "({ a: b as T })", "{ a as T }",
    "switch (a as T) { case b as T: }", "try {} catch (e: any) {}", "a as const", "<const>a",
    "let [x1]: T = a", "let x2!: T", "@d export class EC {}", "export @d class ED {}",
    "export default @d class {}", "accessor", "a as any ** b", "-a as T ** b", "await a as T ** b", "b\n<T>a",
    "async <T>(x: T) => x", "<T,>(x: T) => x", "a as T\n(b)", "a satisfies T\n[b]", "a!\n(b)",
    "var f1 = function <T>(): T {}\n(b)", "type T2 = {}\n(b)", "declare const dc: T\n(b)", "let y2: T\n(b)",
    "let y3: T\n[b]", "let y3: T\n`b`", "let y3: T\n/b/g", "enum H {}\n(b)", "interface J {}\n(b)",
    "f = () => {}", "x = a++", "await a++", "export let f = 1", "f = class {}", "f = async () => {}",
    "export let { p, q } = a", "for (f of a) b++", "using z = a++", "export var h9 = a++", "f++",
    "({ f } = a++)", "(b)", "[f] = a", "export default a++", "export default () => {}",
    "export const k9 = () => {}", "export function fn() {}", "export class Cl {}",
    "import * as ns from \"a\"; ns", "import d9, { e9 } from \"a\"; e9++; d9", "d9 = 1",
    "export * from \"a\"", "export { default as p9 } from \"a\"", "if (a) f = () => {}\nelse f++",
    "while (a) f++", "do f++\nwhile (a)", "lab: f = a => {}", "var vv = async () => {}", "a.stack",
    "a.stack++", "x = a.stack++", "function gg() { return import.meta.url++ }", "import(\"a\")",
    "x = import.meta", "{ var i9 = () => {}\n(b) }", "for (var j9 = () => {};;) b",
    "switch (a) { case 1: f++\n(b) }", "class S { static { await2++ } static s = a++\n[k] = 1 }", "<T>a++",
    "<T>(() => {})", "x = <T>a--", "(<T>a)++", "for (using r: T of a as T) b", "for (await using s of a) b",
    "do <T>a<U>\nwhile (b)", "if (a) <T>b<U>\nelse c", "import { a as a1, type b as b1 } from \"a\"; a1",
    "export default abstract class AC { abstract m(): void }",
};

// Instrumented builds take a part: a prime, so that every line meets many others.
#ifdef __SANITIZE_ADDRESS__
#define STEP 61
#elif defined(__SANITIZE_THREAD__)
#define STEP 61
#else
#define STEP 1
#endif
#define BREAK_STEP (STEP > 1 ? 7 : 1)

static size_t count_lines(Str s)
{
    size_t lines = 0;
    for (size_t i = 0; i < s.len; i++) lines += str_at(s, i) == '\n';
    return lines;
}

static void check_one(Str source, const JsOptions *o)
{
    AUTO(Arena) a = {};
    JsUnit unit = {};
    if (js_transform(&a, source, o, &unit).code || unit.unchanged) return;
    JsParseOptions again = {.goal = unit.is_module || o->goal == GOAL_SCRIPT ? GOAL_SCRIPT : GOAL_COMMONJS};
    if (o->keep_modules) again.goal = unit.is_script ? GOAL_COMMONJS : GOAL_AUTO;
    JsTree tree = {};
    size_t before = count_lines(source), after = count_lines(unit.code);
    bool parses = !js_parse(&a, unit.code, &again, &tree).code;
    if (!parses) fprintf(stderr, "%.*s\n  became\n%.*s\n", STR_FMT(source), STR_FMT(unit.code));
    CHECK(parses && after >= before && after <= before + 1);
}

static void check_pair(Str source)
{
    for (JsGoal goal = GOAL_AUTO; goal <= GOAL_COMMONJS; goal++) {
        JsOptions plain = {.lang = LANG_TS, .goal = goal, .filename = STR("f"), .use_define_for_class_fields = true};
        JsOptions assigned = {.lang = LANG_TS, .goal = goal, .filename = STR("f"), .async_context = true, .stack_reads = true};
        JsOptions legacy = assigned, javascript = plain, kept = plain;
        legacy.experimental_decorators = true;
        javascript.lang = LANG_JS;
        kept.keep_modules = true;
        kept.goal = GOAL_AUTO;
        check_one(source, &plain);
        check_one(source, &assigned);
        check_one(source, &legacy);
        check_one(source, &javascript);
        if (goal == GOAL_AUTO) check_one(source, &kept);
    }
}

static void check_pairs(Lines lines, const char *open, const char *close)
{
    AUTO(Buf) text = {};
    for (size_t i = 0; i < lines.len * lines.len; i += STEP) {
        buf_consume(&text, text.len);
        buf_put_fmt(&text, "%s%s\n%s\n%s", open, AT(lines, i / lines.len), AT(lines, i % lines.len), close);
        check_pair(buf_str(&text));
    }
}

TEST(pairs_of_statements_parse_again) { check_pairs((Lines){statements, COUNT_OF(statements)}, "", ""); }

TEST(pairs_of_members_parse_again)
{
    check_pairs((Lines){members, COUNT_OF(members)}, "class A extends B {\n", "}");
}

// Whatever a rewritten part takes the place of, the line breaks in it stay.
static void check_breaks(Lines lines, const char *open, const char *close)
{
    static const char *const breaks[] = {"\n", "/*\n*/", "//\n"};
    AUTO(Buf) text = {};
    for (size_t i = 0; i < lines.len; i += BREAK_STEP) {
        Str line = str_c(AT(lines, i));
        for (size_t n = 0; n < (line.len + 1) * COUNT_OF(breaks); n++) {
            size_t at = n / COUNT_OF(breaks);
            buf_consume(&text, text.len);
            buf_put_fmt(&text, "%s%.*s%s%.*s\n%s", open, STR_FMT(str_sub(line, 0, at)), ELEM(breaks, n % COUNT_OF(breaks)),
                        STR_FMT(str_from(line, at)), close);
            check_pair(buf_str(&text));
        }
    }
}

TEST(statements_keep_breaks_in_every_place) { check_breaks((Lines){statements, COUNT_OF(statements)}, "", ""); }

TEST(members_keep_breaks_in_every_place)
{
    check_breaks((Lines){members, COUNT_OF(members)}, "class A extends B {\n", "}");
}
