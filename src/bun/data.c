// data.c - natives of Bun.TOML, Bun.JSONC, Bun.JSON5 and Bun.YAML: text in, JSON text out.
//
// JSON.parse builds the objects, which is faster than one engine call a property. What JSON cannot say
// (NaN, dates, YAML aliases) is null there and listed as a fix: [path, kind, argument]. A failure comes
// back as "!" and the message. Cost: one parse, one print.
#include <math.h>

#include "base/buf.h"
#include "base/json5.h"
#include "base/map.h"
#include "base/toml.h"
#include "base/yaml.h"
#include "bun/data.h"

typedef struct Emitter {
    Arena *a;
    Buf json;
    Buf fixes;
    struct { Str *items; uint32_t count, cap; } path;  // JSON text of each step
    Map seen;                                          // containers of a YAML tree -> their path
    bool shared;                                       // nodes may appear twice
} Emitter;

static void Emitter_cleanup(Emitter *e)
{
    Buf_cleanup(&e->json);
    Buf_cleanup(&e->fixes);
    Map_cleanup(&e->seen);
}

static void emit_json(Emitter *e, const Json *v);
static void emit_toml(Emitter *e, const Toml *v);

// --- paths ----------------------------------------------------------------------------------------

static Str quoted(Emitter *e, Str text)
{
    AUTO(Buf) out = {};
    json_quote(&out, text);
    return arena_str(e->a, buf_str(&out));
}

static void enter_step(Emitter *e, Str step) { ARENA_PUSH(e->a, &e->path, step); }
static void leave_step(Emitter *e) { e->path.count--; }

static Str path_text(Emitter *e)
{
    AUTO(Buf) out = {};
    buf_put_char(&out, '[');
    for (uint32_t i = 0; i < e->path.count; i++) {
        if (i) buf_put_char(&out, ',');
        buf_put(&out, ITEM(e->path, i));
    }
    buf_put_char(&out, ']');
    return arena_str(e->a, buf_str(&out));
}

static void fix(Emitter *e, const char *kind, Str argument)
{
    buf_put(&e->json, STR("null"));
    if (e->fixes.len) buf_put_char(&e->fixes, ',');
    Str path = path_text(e);
    buf_put_fmt(&e->fixes, "[%.*s,\"%s\",", STR_FMT(path), kind);
    buf_put(&e->fixes, argument);
    buf_put_char(&e->fixes, ']');
}

// --- values ---------------------------------------------------------------------------------------

static void emit_number(Emitter *e, double number)
{
    if (isnan(number)) fix(e, "number", STR("\"NaN\""));
    else if (isinf(number)) fix(e, "number", number < 0 ? STR("\"-Infinity\"") : STR("\"Infinity\""));
    else buf_put_fmt(&e->json, "%.17g", number);
}

static void emit_key(Emitter *e, Str key, size_t *written)
{
    Str step = quoted(e, key);
    if ((*written)++) buf_put_char(&e->json, ',');
    buf_put(&e->json, step);
    buf_put_char(&e->json, ':');
    enter_step(e, step);
}

// Of duplicate keys the last value counts, at the place of the first.
static void emit_object(Emitter *e, const Json *v)
{
    AUTO(Map) last_of = {};
    size_t written = 0;
    for (size_t i = 0; i < v->len; i++) *map_put(&last_of, json_member(v, i).key, NULL) = i + 1;
    buf_put_char(&e->json, '{');
    for (size_t i = 0; i < v->len; i++) {
        uint64_t *last = map_find(&last_of, json_member(v, i).key);
        if (!*last) continue;
        emit_key(e, json_member(v, i).key, &written);
        emit_json(e, json_member(v, (size_t)*last - 1).value);
        leave_step(e);
        *last = 0;
    }
    buf_put_char(&e->json, '}');
}

static void emit_array(Emitter *e, const Json *v)
{
    buf_put_char(&e->json, '[');
    for (size_t i = 0; i < v->len; i++) {
        if (i) buf_put_char(&e->json, ',');
        enter_step(e, arena_fmt(e->a, "%zu", i));
        emit_json(e, AT(*v, i));
        leave_step(e);
    }
    buf_put_char(&e->json, ']');
}

// True if this very container was printed (or is being printed) already: then it becomes an alias of it.
static bool emit_alias(Emitter *e, const Json *v)
{
    if (!e->shared) return false;
    Str key = arena_fmt(e->a, "%p", (const void *)v);
    bool added;
    uint64_t *place = map_put(&e->seen, key, &added);
    if (added) {
        Str *path = ARENA_NEW(e->a, Str);
        *path = path_text(e);
        *place = (uint64_t)(uintptr_t)path;
        return false;
    }
    fix(e, "alias", *(const Str *)(uintptr_t)*place);
    return true;
}

static void emit_json(Emitter *e, const Json *v)
{
    switch (v->type) {
    case JSON_NULL: buf_put(&e->json, STR("null")); return;
    case JSON_FALSE: buf_put(&e->json, STR("false")); return;
    case JSON_TRUE: buf_put(&e->json, STR("true")); return;
    case JSON_NUMBER: emit_number(e, v->number); return;
    case JSON_STRING: json_quote(&e->json, v->string); return;
    case JSON_ARRAY:
        if (!emit_alias(e, v)) emit_array(e, v);
        return;
    case JSON_OBJECT:
        if (!emit_alias(e, v)) emit_object(e, v);
        return;
    }
}

static void emit_toml_table(Emitter *e, const Toml *v)
{
    size_t written = 0;
    buf_put_char(&e->json, '{');
    for (size_t i = 0; i < v->len; i++) {
        emit_key(e, toml_member(v, i).key, &written);
        emit_toml(e, toml_member(v, i).value);
        leave_step(e);
    }
    buf_put_char(&e->json, '}');
}

static void emit_toml_array(Emitter *e, const Toml *v)
{
    buf_put_char(&e->json, '[');
    for (size_t i = 0; i < v->len; i++) {
        if (i) buf_put_char(&e->json, ',');
        enter_step(e, arena_fmt(e->a, "%zu", i));
        emit_toml(e, AT(*v, i));
        leave_step(e);
    }
    buf_put_char(&e->json, ']');
}

static void emit_toml(Emitter *e, const Toml *v)
{
    switch (v->type) {
    case TOML_STRING: json_quote(&e->json, v->string); return;
    case TOML_INTEGER: buf_put_fmt(&e->json, "%lld", (long long)v->integer); return;
    case TOML_FLOAT: emit_number(e, v->number); return;
    case TOML_BOOL: buf_put(&e->json, v->boolean ? STR("true") : STR("false")); return;
    case TOML_DATETIME: fix(e, "Instant", quoted(e, v->string)); return;
    case TOML_LOCAL_DATETIME: fix(e, "PlainDateTime", quoted(e, v->string)); return;
    case TOML_LOCAL_DATE: fix(e, "PlainDate", quoted(e, v->string)); return;
    case TOML_LOCAL_TIME: fix(e, "PlainTime", quoted(e, v->string)); return;
    case TOML_ARRAY: emit_toml_array(e, v); return;
    case TOML_TABLE: emit_toml_table(e, v); return;
    }
}

// --- natives --------------------------------------------------------------------------------------

static JsValue result(JsCall *call, Emitter *e)
{
    AUTO(Buf) out = {};
    buf_put(&out, STR("{\"value\":"));
    buf_put(&out, buf_str(&e->json));
    buf_put(&out, STR(",\"fixes\":["));
    buf_put(&out, buf_str(&e->fixes));
    buf_put(&out, STR("]}"));
    if (out.bad || e->json.bad || e->fixes.bad) return js_throw(call, err(ERR_TOO_BIG));
    return js_string(call, buf_str(&out));
}

JsValue data_failure(JsCall *call, Err error)
{
    if (error.code == ERR_TOO_DEEP) return js_string(call, STR("!!"));
    Str what = error.info ? error.info->detail : str_c(err_text(error.code));
    Str where = error.info ? arena_fmt(&call->scratch, " (line %u, column %u)", error.info->line, error.info->column)
                           : STR("");
    return js_string(call, arena_concat(&call->scratch, arena_concat(&call->scratch, STR("!"), what), where));
}

typedef Err (*JsonParser)(Arena *a, Str text, const Json **out);

static JsValue parse_with(JsCall *call, JsonParser parser, bool shared)
{
    Str text;
    const Json *value = NULL;
    AUTO(Emitter) e = {.a = &call->scratch, .shared = shared};
    TRY_JS(call, js_arg_str(call, 0, &text));
    Err error = parser(&call->scratch, text, &value);
    if (error.code) return data_failure(call, error);
    emit_json(&e, value);
    return result(call, &e);
}

static Err jsonc_parse(Arena *a, Str text, const Json **out)
{
    return json_parse(a, text, JSON_COMMENTS | JSON_TRAILING_COMMAS, out);
}

static Err json_strictly(Arena *a, Str text, const Json **out) { return json_parse(a, text, JSON_STRICT, out); }

// dataJson(text), dataJsonc(text), dataJson5(text), dataYaml(text), dataToml(text) -> {"value", "fixes"} as JSON, or "!message"
JS_NATIVE(data_json) { return parse_with(call, json_strictly, false); }
JS_NATIVE(data_jsonc) { return parse_with(call, jsonc_parse, false); }
JS_NATIVE(data_json5) { return parse_with(call, json5_parse, false); }
JS_NATIVE(data_yaml) { return parse_with(call, yaml_parse, true); }

static bool has_unsafe_integer(const Toml *v)
{
    if (v->type == TOML_INTEGER) return v->integer > 9007199254740991 || v->integer < -9007199254740991;
    for (size_t i = 0; v->type == TOML_ARRAY && i < v->len; i++)
        if (has_unsafe_integer(AT(*v, i))) return true;
    for (size_t i = 0; v->type == TOML_TABLE && i < v->len; i++)
        if (has_unsafe_integer(toml_member(v, i).value)) return true;
    return false;
}

JS_NATIVE(data_toml)
{
    Str text;
    const Toml *value = NULL;
    AUTO(Emitter) e = {.a = &call->scratch};
    TRY_JS(call, js_arg_str(call, 0, &text));
    Err error = toml_parse(&call->scratch, text, &value);
    if (error.code) return data_failure(call, error);
    if (has_unsafe_integer(value))
        return js_string(call, STR("!Integer cannot be losslessly represented as a JavaScript number; it must be within "
                                   "+/-(2^53 - 1)"));
    emit_toml(&e, value);
    return result(call, &e);
}

extern const JsMethod bun_data_methods[];
const JsMethod bun_data_methods[] = {
    JS_METHOD("dataJson", data_json, 1, PERM_NONE),
    JS_METHOD("dataJsonc", data_jsonc, 1, PERM_NONE),
    JS_METHOD("dataJson5", data_json5, 1, PERM_NONE),
    JS_METHOD("dataYaml", data_yaml, 1, PERM_NONE),
    JS_METHOD("dataToml", data_toml, 1, PERM_NONE),
    {},
};
