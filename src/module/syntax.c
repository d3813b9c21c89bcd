// syntax.c - see syntax.h.
#include "module/syntax.h"

#include "base/buf.h"

JsValue syntax_throw(JsCall *call, Str source, Str path, const Diag *diag)
{
    AUTO(Buf) frame = {};
    LineCol at = diag_locate(source, diag->start);
    diag_frame(&frame, source, at.line, at.column, false);
    ErrInfo info = {.detail = diag->text, .line = at.line, .column = at.column};
    JsValue error = js_error(call, (Err){ERR_BAD_SYNTAX, &info});
    Str stack = arena_fmt(&call->scratch, "%.*s:%u:%u\n%.*s\nSyntaxError: %.*s", STR_FMT(path), at.line, at.column,
                          STR_FMT(buf_str(&frame)), STR_FMT(diag->text));
    js_define(call, error, "stack", js_string(call, stack));
    return js_throw_value(call, error);
}

JsValue syntax_refused(JsCall *call, Str source, const JsOptions *options)
{
    JsValue refusal = js_error(call, err(ERR_JS_EXCEPTION));
    JsOptions parsed = *options;
    parsed.keep_modules = true;  // this is never skimmed
    JsUnit unit = {};
    Err e = js_transform(&call->scratch, source, &parsed, &unit);
    if (e.code == ERR_BAD_SYNTAX && unit.diag.set) return syntax_throw(call, source, options->filename, &unit.diag);
    return js_throw_value(call, refusal);
}

JsValue syntax_explain(JsCall *call)
{
    Str source, path;
    TRY_JS(call, js_arg_str(call, 0, &source));
    TRY_JS(call, js_arg_str(call, 1, &path));
    JsOptions options = {.goal = js_arg_bool(call, 2) ? GOAL_COMMONJS : GOAL_SCRIPT, .filename = path,
                         .use_define_for_class_fields = true, .keep_modules = true};
    JsUnit unit = {};
    Err e = js_transform(&call->scratch, source, &options, &unit);
    if (e.code == ERR_BAD_SYNTAX && unit.diag.set) return syntax_throw(call, source, path, &unit.diag);
    return js_undefined(call);
}
