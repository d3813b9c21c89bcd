// error.c - Err values become JavaScript errors with Node's shape: code, errno, syscall, path, dest.
#include <stdarg.h>

#include "engine/jsc.h"

// "ENOENT: no such file or directory, open '/x'" (Node's uvException).
static Str system_message(Arena *a, Err e)
{
    const ErrInfo *info = e.info;
    Str text = arena_fmt(a, "%s: %s", err_name(e.code), err_text(e.code));
    if (!info) return text;
    if (info->detail.len) text = arena_fmt(a, "%s: %.*s", err_name(e.code), STR_FMT(info->detail));
    if (info->syscall) text = arena_fmt(a, "%.*s, %s", STR_FMT(text), info->syscall);
    if (info->path.ptr) text = arena_fmt(a, "%.*s '%.*s'", STR_FMT(text), STR_FMT(info->path));
    if (info->dest.ptr) text = arena_fmt(a, "%.*s -> '%.*s'", STR_FMT(text), STR_FMT(info->dest));
    return text;
}

static Str message_of(Arena *a, Err e)
{
    if (e.code < 0) return system_message(a, e);
    if (e.info && e.info->detail.len) return e.info->detail;
    return str_c(err_text(e.code));
}

static JsValue construct(JsCall *call, const char *class_name, Str message)
{
    JSValueRef ignored = NULL;
    JSObjectRef global = JSContextGetGlobalObject(call->ctx);
    JSValueRef text = js_string(call, message).ref;
    JSValueRef ctor = JSObjectGetProperty(call->ctx, global, jsc_name(call->rt, class_name), &ignored);
    JSObjectRef made = NULL;
    if (ctor && js_is_function(call, (JsValue){ctor}))
        made = JSObjectCallAsConstructor(call->ctx, jsc_object((JsValue){ctor}), 1, &text, &ignored);
    if (!made) made = JSObjectMakeError(call->ctx, 1, &text, NULL);  // the program replaced the constructor
    return (JsValue){made};
}

static const char *class_name_of(int code)
{
    switch (err_class(code)) {
    case ERR_CLASS_TYPE: return "TypeError";
    case ERR_CLASS_RANGE: return "RangeError";
    case ERR_CLASS_SYNTAX: return "SyntaxError";
    default: return "Error";
    }
}

static void add_system_fields(JsCall *call, JsValue error, Err e)
{
    js_define(call, error, "errno", js_number(call, e.code));
    js_define(call, error, "code", js_string(call, str_c(err_name(e.code))));
    if (!e.info) return;
    if (e.info->syscall) js_define(call, error, "syscall", js_string(call, str_c(e.info->syscall)));
    if (e.info->path.ptr) js_define(call, error, "path", js_string(call, e.info->path));
    if (e.info->dest.ptr) js_define(call, error, "dest", js_string(call, e.info->dest));
}

JsValue js_error(JsCall *call, Err e)
{
    if (e.code == ERR_JS_EXCEPTION && call->thrown) {
        JsValue pending = {call->thrown};
        call->thrown = NULL;
        return pending;
    }
    JsValue error = construct(call, class_name_of(e.code), message_of(&call->scratch, e));
    const char *code = err_node_code(e.code);
    if (e.code < 0) add_system_fields(call, error, e);
    else if (code) js_define(call, error, "code", js_string(call, str_c(code)));
    if (e.code > 0 && e.info && e.info->line) {
        js_define(call, error, "line", js_number(call, e.info->line));
        js_define(call, error, "column", js_number(call, e.info->column));
    }
    return error;
}

JsValue js_throw_value(JsCall *call, JsValue value)
{
    call->thrown = value.ref;
    return js_undefined(call);
}

JsValue js_throw(JsCall *call, Err e)
{
    if (e.code == ERR_JS_EXCEPTION && call->thrown) return js_undefined(call);
    return js_throw_value(call, js_error(call, e));
}

JsValue js_throw_fmt(JsCall *call, int code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    ErrInfo info = {.detail = arena_vfmt(&call->scratch, format, args)};
    va_end(args);
    return js_throw(call, (Err){code, &info});
}

Err js_err_sys(JsCall *call, int uv_code, const char *syscall, Str path, Str dest)
{
    ErrInfo *info = ARENA_NEW(&call->scratch, ErrInfo);
    *info = (ErrInfo){.syscall = syscall, .path = path, .dest = dest};
    return (Err){uv_code, info};
}
