#include "js/repl.h"

#include "base/test.h"

static bool becomes(Str code, Str want)
{
    AUTO(Arena) a = {};
    Diag diag = {};
    return !js_repl(&a, &code, &diag).code && str_eq(code, want);
}

TEST(repl_keeps_what_is_declared)
{
    CHECK(becomes(STR("const a = 1, {b, c: [d = e], ...f} = g; 2"),
                  STR("var a;var b;var d;var f;(()=>{;(a = 1,{b, c: [d = e], ...f} = g\n);\n"
                      "return{__proto__:null,value:(2\n)};\n})();")));
    CHECK(becomes(STR("function f() {} class A {}"),
                  STR("var f;var A;(()=>{this.f=f;function f() {};\nreturn{__proto__:null,value:(A=class A {}\n)};\n})();")));
    CHECK(becomes(STR("let x"), STR("var x;(()=>{})();")));
    CHECK(becomes(STR(" // nothing"), STR("")));
}

TEST(repl_awaits)
{
    CHECK(becomes(STR("await a"), STR("(async()=>{return{__proto__:null,value:(await a\n)};\n})();")));
    CHECK(becomes(STR("async () => await a"), STR("(()=>{return{__proto__:null,value:(async () => await a\n)};\n})();")));
    CHECK(becomes(STR("import a, {b as c} from 'd'"),
                  STR("var import_1;var a;var c;(async()=>{import_1=await import('d');a=import_1.default;\nc=import_1.b;\n})();")));
}

TEST(repl_takes_braces_for_an_object_where_it_can)
{
    AUTO(Arena) a = {};
    CHECK(str_eq(js_repl_object(&a, STR(" {a: 1} "), LANG_JS), STR("({a: 1}\n)")));
    CHECK(str_eq(js_repl_object(&a, STR("{a: 1};"), LANG_JS), STR("{a: 1};")));
    CHECK(str_eq(js_repl_object(&a, STR("{let a}"), LANG_JS), STR("{let a}")));
}
