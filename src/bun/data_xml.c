// data_xml.c - the native of Bun.XML.parse: XML in, JSON text of one of Bun's two shapes out.
//
// Compact: {"root": value}, where a value is a text or an object of "@attribute", child names and "#text".
// Tree: {"name", "attributes", "children"}. Recursion is bounded by XML_MAX_DEPTH. Cost: one parse, one print.
#include "base/json.h"
#include "base/map.h"
#include "base/xml.h"
#include "bun/data.h"

typedef struct Writer {
    Arena *a;
    Buf out;
} Writer;

static void Writer_cleanup(Writer *w) { Buf_cleanup(&w->out); }

static void put_comma(Writer *w, bool *any)
{
    if (*any) buf_put_char(&w->out, ',');
    *any = true;
}

// --- tree -----------------------------------------------------------------------------------------

static void put_field(Writer *w, const char *name, Str value)
{
    buf_put_fmt(&w->out, "\"%s\":", name);
    json_quote(&w->out, value);
}

static void put_tree(Writer *w, const Xml *v);

static void put_tree_element(Writer *w, const Xml *v)
{
    bool any = false;
    put_field(w, "name", v->name);
    buf_put(&w->out, STR(",\"attributes\":{"));
    for (uint32_t i = 0; i < v->attributes.count; i++) {
        put_comma(w, &any);
        json_quote(&w->out, ITEM(v->attributes, i).name);
        buf_put_char(&w->out, ':');
        json_quote(&w->out, ITEM(v->attributes, i).value);
    }
    buf_put(&w->out, STR("},\"children\":["));
    any = false;
    for (const Xml *child = v->first; child; child = child->next) {
        put_comma(w, &any);
        put_tree(w, child);
    }
    buf_put_char(&w->out, ']');
}

static void put_tree(Writer *w, const Xml *v)
{
    if (v->type == XML_TEXT) {
        json_quote(&w->out, v->text);
        return;
    }
    buf_put_char(&w->out, '{');
    if (v->type == XML_ELEMENT) put_tree_element(w, v);
    if (v->type == XML_COMMENT) put_field(w, "comment", v->text);
    if (v->type == XML_INSTRUCTION) {
        put_field(w, "target", v->name);
        buf_put_char(&w->out, ',');
        put_field(w, "data", v->text);
    }
    buf_put_char(&w->out, '}');
}

// --- compact --------------------------------------------------------------------------------------

// What ends up under one key: the children of one name, or for the empty name the text.
typedef struct Group {
    Str key;
    struct { const Xml **items; uint32_t count, cap; } members;
} Group;

typedef struct Groups { Group *items; uint32_t count, cap; } Groups;

static bool is_blank(Str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!strchr(" \t\n\r", str_at(text, i)) || !str_at(text, i)) return false;
    return true;
}

static bool has_elements(const Xml *v)
{
    for (const Xml *child = v->first; child; child = child->next)
        if (child->type == XML_ELEMENT) return true;
    return false;
}

// All the text from here to the next element is blank; comments between do not divide it.
static bool is_blank_run(const Xml *child)
{
    for (; child && child->type != XML_ELEMENT; child = child->next)
        if (child->type == XML_TEXT && !is_blank(child->text)) return false;
    return true;
}

// In order of first appearance. With `layout`, blank text between child elements is left out.
static Groups group_children(Writer *w, const Xml *v, bool layout)
{
    AUTO(Map) index = {};
    Groups groups = {};
    bool skip = layout && is_blank_run(v->first);
    for (const Xml *child = v->first; child; child = child->next) {
        bool text = child->type == XML_TEXT;
        bool added;
        if (child->type == XML_ELEMENT) skip = layout && is_blank_run(child->next);
        if ((!text && child->type != XML_ELEMENT) || (text && skip)) continue;
        Str key = text ? STR("") : child->name;
        uint64_t *place = map_put(&index, key, &added);
        if (added) {
            *place = groups.count;
            ARENA_PUSH(w->a, &groups, (Group){.key = key});
        }
        ARENA_PUSH(w->a, &ITEM(groups, (uint32_t)*place).members, child);
    }
    return groups;
}

static void put_text(Writer *w, const Xml *v)
{
    AUTO(Buf) text = {};
    for (const Xml *child = v->first; child; child = child->next)
        if (child->type == XML_TEXT) buf_put(&text, child->text);
    json_quote(&w->out, buf_str(&text));
}

static void put_group_text(Writer *w, const Group *group)
{
    AUTO(Buf) text = {};
    for (uint32_t i = 0; i < group->members.count; i++) buf_put(&text, ITEM(group->members, i)->text);
    json_quote(&w->out, buf_str(&text));
}

static void put_compact(Writer *w, const Xml *v);

static void put_group(Writer *w, const Group *group)
{
    bool any = false, many = group->members.count > 1;
    json_quote(&w->out, group->key.len ? group->key : STR("#text"));
    buf_put_char(&w->out, ':');
    if (!group->key.len) {
        put_group_text(w, group);
        return;
    }
    if (many) buf_put_char(&w->out, '[');
    for (uint32_t i = 0; i < group->members.count; i++) {
        put_comma(w, &any);
        put_compact(w, ITEM(group->members, i));
    }
    if (many) buf_put_char(&w->out, ']');
}

static void put_compact(Writer *w, const Xml *v)
{
    bool any = false, elements = has_elements(v);
    if (!elements && !v->attributes.count) {
        put_text(w, v);
        return;
    }
    Groups groups = group_children(w, v, elements);
    buf_put_char(&w->out, '{');
    for (uint32_t i = 0; i < v->attributes.count; i++) {
        put_comma(w, &any);
        json_quote(&w->out, arena_concat(w->a, STR("@"), ITEM(v->attributes, i).name));
        buf_put_char(&w->out, ':');
        json_quote(&w->out, ITEM(v->attributes, i).value);
    }
    for (uint32_t i = 0; i < groups.count; i++) {
        put_comma(w, &any);
        put_group(w, &ITEM(groups, i));
    }
    buf_put_char(&w->out, '}');
}

// --- native ---------------------------------------------------------------------------------------

// dataXml(text, compact) -> JSON, or what data_failure says
JS_NATIVE(data_xml)
{
    Str text;
    const Xml *root = NULL;
    AUTO(Writer) w = {.a = &call->scratch};
    TRY_JS(call, js_arg_str(call, 0, &text));
    Err error = xml_parse(w.a, text, &root);
    if (error.code) return data_failure(call, error);
    if (js_arg_bool(call, 1)) {
        buf_put_char(&w.out, '{');
        json_quote(&w.out, root->name);
        buf_put_char(&w.out, ':');
        put_compact(&w, root);
        buf_put_char(&w.out, '}');
    } else {
        put_tree(&w, root);
    }
    if (w.out.bad) return js_throw(call, err(ERR_TOO_BIG));
    return js_string(call, buf_str(&w.out));
}

extern const JsMethod bun_data_xml_methods[];
const JsMethod bun_data_xml_methods[] = {
    JS_METHOD("dataXml", data_xml, 2, PERM_NONE),
    {},
};
