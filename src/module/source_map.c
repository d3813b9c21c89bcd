// source_map.c - natives of internal/source_map: a decoded source map, and the text of a file on disk.
//
// Lookups are JavaScript's (a binary search in an Int32Array), so nothing native outlives a call.
#include "base/buf.h"
#include "base/json.h"
#include "base/utf.h"
#include "engine/engine.h"
#include "js/sourcemap_read.h"
#include "js/transform.h"
#include "resolve/resolve.h"

static void put_strings(const DecodedSourceMap *map, Buf *out)
{
    buf_put(out, STR("{\"sources\":["));
    for (uint32_t i = 0; i < map->sources.count; i++) {
        const MappedSource *source = &ITEM(map->sources, i);
        if (i) buf_put_char(out, ',');
        if (source->has_url) json_quote(out, source->url);
        else buf_put(out, STR("null"));
    }
    buf_put(out, STR("],\"names\":["));
    for (uint32_t i = 0; i < map->names.count; i++) {
        if (i) buf_put_char(out, ',');
        json_quote(out, ITEM(map->names, i));
    }
    buf_put(out, STR("]}"));
}

// decode(json) -> {sources, names, table: the bytes of Mapping structs}; throws for what is no source map
JS_NATIVE(source_map_decode_text)
{
    Str json;
    DecodedSourceMap map = {};
    AUTO(Buf) table = {};
    AUTO(Buf) strings = {};
    TRY_JS(call, js_arg_str(call, 0, &json));
    TRY_JS(call, source_map_decode(&call->scratch, json, SOURCE_MAP_LENIENT, &map));
    TRY_JS(call, buf_append(&table, (Span){(const uint8_t *)map.mappings.items, map.mappings.count * sizeof(Mapping)}));
    put_strings(&map, &strings);
    JsValue result = js_json(call, buf_str(&strings));
    js_define(call, result, "table", js_uint8array_take(call, &table));
    return result;
}

// sourceText(path) -> the file as text; undefined if it cannot be read
JS_NATIVE(source_map_source_text)
{
    Str path, source;
    TRY_JS(call, js_arg_str(call, 0, &path));
    if (resolve_disk.read(resolve_disk.ctx, &call->scratch, path, JS_MAX_SOURCE, &source).code) return js_undefined(call);
    return js_string(call, utf8_clean(&call->scratch, source));
}

extern const JsMethod module_source_map_methods[];
const JsMethod module_source_map_methods[] = {
    JS_METHOD("decode", source_map_decode_text, 1, PERM_NONE),
    JS_METHOD("sourceText", source_map_source_text, 1, PERM_READ),
    {},
};
