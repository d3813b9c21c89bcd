#include "js/edit_exports.h"

#include "base/test.h"

static Str edited(Arena *a, Str source, Str spec)
{
    JsOptions options = {.lang = LANG_TS, .goal = GOAL_MODULE};
    Diag diag = {};
    Err e = js_edit_exports(a, spec, &options, &source, &diag);
    return e.code ? STR("error") : source;
}

TEST(edit_exports_removes)
{
    AUTO(Arena) a = {};
    Str spec = STR("b\0\0\0d\0\0\0default\0\0\0");
    CHECK(str_eq(edited(&a, STR("export let a=1,b=2,c=3"), spec), STR("export let a=1,c=3")));
    CHECK(str_eq(edited(&a, STR("export let b=1, a"), spec), STR("export let  a")));
    CHECK(str_eq(edited(&a, STR("export let b=1, d;x"), spec), STR("x")));
    CHECK(str_eq(edited(&a, STR("export let b, d, c, {b:e}=f"), spec), STR("export let   c, {b:e}=f")));
    CHECK(str_eq(edited(&a, STR("export function b(){} export class d{} export default 1"), spec), STR("  ")));
    CHECK(str_eq(edited(&a, STR("export {x as b, y, b as z}"), spec), STR("export { y, b as z}")));
}

TEST(edit_exports_replaces)
{
    AUTO(Arena) a = {};
    Str spec = STR("b\0n\0" "1\0default\0default\0\"x\"\0");
    CHECK(str_eq(edited(&a, STR("export const a=1,b:number=2"), spec), STR("export const a=1,n=1")));
    CHECK(str_eq(edited(&a, STR("export async function b(){}"), spec), STR("export var n=1;")));
    CHECK(str_eq(edited(&a, STR("export default class{}"), spec), STR("export default \"x\";")));
    CHECK(str_eq(edited(&a, STR("export {b}"), spec), STR("export {};export var n=1;")));
    CHECK(str_eq(edited(&a, STR("export {"), spec), STR("error")));
}
