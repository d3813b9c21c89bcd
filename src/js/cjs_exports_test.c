// cjs_exports_test.c - the patterns of cjs-module-lexer, and the token scanner underneath.
#include "base/buf.h"
#include "base/test.h"
#include "js/transform.h"

// "a,b|spec" for the names and reexports found.
static Str found(Arena *a, Str source)
{
    JsNameList names = {}, reexports = {};
    CHECK(js_cjs_exports(a, source, &names, &reexports).code == 0);
    AUTO(Buf) out = {};
    for (uint32_t i = 0; i < names.count; i++) {
        if (i) buf_put_char(&out, ',');
        buf_put(&out, ITEM(names, i));
    }
    buf_put_char(&out, '|');
    for (uint32_t i = 0; i < reexports.count; i++) {
        if (i) buf_put_char(&out, ',');
        buf_put(&out, ITEM(reexports, i));
    }
    return arena_str(a, buf_str(&out));
}

static void expect(const char *source, const char *want)
{
    AUTO(Arena) a = {};
    CHECK(str_eq(found(&a, str_c(source)), str_c(want)));
}

TEST(cjs_exports_members)
{
    expect("exports.a = exports.b = void 0; exports['c'] = 1; module.exports.d = 2", "a,b,c,d|");
    expect("exports.a; x.exports.b = 1; this.module.exports = {q}", "|");
    expect("exports['\\u0061\\x62'] = 1", "ab|");
}

TEST(cjs_exports_literal)
{
    expect("module.exports = {a, b: c, 'd': e, ...f, ...require('g')}", "a,b,d|g");
    expect("0 && (module.exports = {\n  a,\n  b\n});", "a,b|");
    expect("module.exports = {a, b: require('c'), d}", "a,b|");
    expect("module.exports = require('x'); module.exports = require('y')", "|y");
}

TEST(cjs_exports_define_property)
{
    expect("Object.defineProperty(exports, '__esModule', { value: true })", "__esModule|");
    expect("Object.defineProperty(exports,'a',{enumerable:true,get:function(){return q.p}})", "a|");
    expect("Object.defineProperty(exports,'a',{enumerable:!0,get(){return q['p'];},})", "a|");
    expect("exports.a=1;Object.defineProperty(exports,'a',{get(){return f()}})", "|");
}

TEST(cjs_exports_stars)
{
    expect("__exportStar(require('a'), exports); tslib.__exportStar(require('b'))", "|a,b");
    expect("(function(){ __exportStar(require('a')) })", "|");
    expect("var _e = require('x');\nObject.keys(_e).forEach(function (key) {\n"
           "  if (key === 'default' || key === '__esModule') return;\n  exports[key] = _e[key];\n});",
           "|x");
    expect("var _e = _interopRequireWildcard(require('x'));Object.keys(_e).forEach(function (k) {"
           "if (k in exports && exports[k] === _e[k]) return; Object.defineProperty(exports, k, {"
           "enumerable: true, get: function () { return _e[k]; }});});",
           "|x");
}

TEST(cjs_exports_ignores_what_is_not_code)
{
    expect("// exports.a = 1\n/* exports.b = 1 */ 'exports.c = 1'; `exports.d = 1 ${exports.e = 1}`", "e|");
    expect("x = /exports.a = '/; exports.b = 1", "b|");
    expect("x = y / exports.a / z; exports.b = 1 //'", "b|");
    expect("if (x) /'/.test(y); exports.b = 1", "b|");
    expect("#!/usr/bin/env 'node\nexports.b = 1", "b|");
    expect("`${`${{}}`}`; exports.b = 1", "b|");
}

TEST(cjs_exports_survives_broken_text)
{
    expect("exports.a = 1; 'unterminated\n exports.b = 2", "a|");
    expect("}}}) exports.a = 1", "a|");
    expect("exports", "|");
    expect("Object.keys(", "|");
}
