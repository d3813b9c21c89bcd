// yaml_flow.c - YAML's flow style: [a, b], {k: v}, on one line or over several.
#include "base/yaml_parser.h"

// White space, comments and line breaks between flow tokens; lines must stay deeper than `parent`.
static void skip_flow(Yaml *y, int parent)
{
    size_t line = y->pos;
    yaml_skip_lines(y);
    if (yaml_ended(y) || !yaml_fresh(y) || y->pos == line) return;
    if (yaml_at_marker(y)) yaml_fail(y, "A document marker inside a flow collection");
    else if (yaml_indent(y) <= parent) yaml_fail(y, "Wrong indentation inside a flow collection");
}

static const Json *null_node(Yaml *y, Props props) { return yaml_resolve(y, STR(""), props, true); }

static const Json *flow_plain(Yaml *y, int parent, Props props)
{
    if (!yaml_plain_starts(y, true)) {
        yaml_fail(y, yaml_ended(y) ? "Unexpected end of input" : "Unexpected token");
        return null_node(y, props);
    }
    Str line = yaml_plain_line(y, true);
    return yaml_resolve(y, yaml_plain_rest(y, line, parent, true), props, true);
}

static bool ends_flow_node(const Yaml *y)
{
    char c = yaml_peek(y);
    if (yaml_ended(y) || c == ',' || c == ']' || c == '}') return true;
    return c == ':' && (yaml_blank_at(y, y->pos + 1) || yaml_is_flow(yaml_next(y)));
}

const Json *yaml_flow_node(Yaml *y, int parent)
{
    Props props = {};
    if (yaml_peek(y) == '*') return yaml_alias(y);
    yaml_props(y, &props);
    if (props.any) skip_flow(y, parent);
    if (props.any && ends_flow_node(y)) return null_node(y, props);
    switch (yaml_peek(y)) {
    case '[': case '{': return yaml_flow_collection(y, parent, props);
    case '"': case '\'': return yaml_quoted(y, parent, props);
    default: return flow_plain(y, parent, props);
    }
}

// ':' as the value indicator; right behind quotes and brackets it needs no white space.
static bool eat_colon(Yaml *y, bool adjacent)
{
    if (yaml_ended(y) || yaml_peek(y) != ':') return false;
    if (!adjacent && !yaml_blank_at(y, y->pos + 1) && !yaml_is_flow(yaml_next(y))) return false;
    y->pos++;
    return true;
}

static bool json_like(const Yaml *y, size_t start)
{
    return y->pos > start && strchr("]}\"'", str_at(y->text, y->pos - 1)) && strchr("[{\"'", str_at(y->text, start));
}

static const Json *flow_value(Yaml *y, int parent)
{
    skip_flow(y, parent);
    return ends_flow_node(y) ? null_node(y, (Props){}) : yaml_flow_node(y, parent);
}

typedef struct Pair {
    const Json *key, *value;
    bool plain_key;  // so that "<<" merges only when it is not quoted
    bool has_value;
} Pair;

static bool spans_lines(const Yaml *y, size_t from, size_t to)
{
    Str text = str_sub(y->text, from, to);
    return str_find_char(text, '\n') != STR_NONE || str_find_char(text, '\r') != STR_NONE;
}

// One entry. In a sequence an implicit key must be on one line.
static Pair flow_pair(Yaml *y, int parent, bool in_sequence)
{
    Pair p = {.plain_key = true};
    bool explicit_key = yaml_peek(y) == '?' && (yaml_blank_at(y, y->pos + 1) || yaml_is_flow(yaml_next(y)));
    if (explicit_key) {
        y->pos++;
        skip_flow(y, parent);
    }
    size_t start = y->pos;
    bool empty = ends_flow_node(y);
    p.key = empty ? null_node(y, (Props){}) : yaml_flow_node(y, parent);
    p.plain_key = !strchr("\"'", str_peek(y->text, start) ? str_peek(y->text, start) : ' ');
    bool adjacent = json_like(y, start);
    size_t end = y->pos;
    skip_flow(y, parent);
    bool broken = spans_lines(y, start, y->pos);
    p.has_value = eat_colon(y, adjacent && (y->pos == end || !in_sequence || !broken));
    if (p.has_value && in_sequence && !explicit_key && broken) yaml_fail(y, "A mapping key must be on one line");
    if (p.has_value) p.value = flow_value(y, parent);
    else if (explicit_key || !in_sequence) p.value = null_node(y, (Props){});
    p.has_value |= explicit_key;
    if (empty && !p.has_value) yaml_fail(y, "Unexpected token");
    return p;
}

static const Json *pair_object(Yaml *y, Pair p)
{
    YamlMap map = {};
    Json *object = yaml_node(y, JSON_OBJECT);
    yaml_map_add(y, &map, p.key, p.plain_key, p.value);
    yaml_map_finish(y, &map, object);
    return object;
}

static bool more(Yaml *y, int parent, char close)
{
    skip_flow(y, parent);
    if (y->code || yaml_ended(y)) {
        yaml_fail(y, "Unexpected end of input");
        return false;
    }
    if (yaml_peek(y) == close) return false;
    if (yaml_peek(y) != ',') {
        yaml_fail(y, "Unexpected token: expected ',' or the end of the flow collection");
        return false;
    }
    y->pos++;
    skip_flow(y, parent);
    return yaml_peek(y) != close;
}

static void flow_sequence(Yaml *y, int parent, Json *node)
{
    struct { const Json **items; uint32_t count, cap; } items = {};
    bool go = yaml_peek(y) != ']';
    while (go && !y->code) {
        Pair p = flow_pair(y, parent, true);
        ARENA_PUSH(y->a, &items, p.has_value ? pair_object(y, p) : p.key);
        go = more(y, parent, ']');
    }
    node->ptr = items.items;
    node->len = items.count;
}

static void flow_mapping(Yaml *y, int parent, Json *node)
{
    YamlMap map = {};
    bool go = yaml_peek(y) != '}';
    while (go && !y->code) {
        Pair p = flow_pair(y, parent, false);
        yaml_map_add(y, &map, p.key, p.plain_key, p.value);
        go = more(y, parent, '}');
    }
    yaml_map_finish(y, &map, node);
}

const Json *yaml_flow_collection(Yaml *y, int parent, Props props)
{
    bool sequence = yaml_peek(y) == '[';
    Json *node = yaml_node(y, sequence ? JSON_ARRAY : JSON_OBJECT);
    yaml_anchor(y, props, node);
    if (!yaml_enter(y)) return node;
    y->pos++;
    skip_flow(y, parent);
    if (sequence) flow_sequence(y, parent, node);
    else flow_mapping(y, parent, node);
    if (!y->code) y->pos++;
    y->depth--;
    return node;
}
