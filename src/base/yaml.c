// yaml.c - documents, block collections, anchors and tags; see yaml.h. Scalars are in yaml_scalar.c, flow
// collections in yaml_flow.c.
//
// Indentation is looked up, not tracked: "fresh" means that only white space stands before the cursor on
// its line, and the column decides to which collection the line belongs.
#include "base/diag.h"
#include "base/num.h"
#include "base/utf.h"
#include "base/yaml_parser.h"

typedef enum Where {
    TOP,      // after nothing or "---"
    IN_SEQ,   // after "- ": a block collection may start on the same line
    IN_KEY,   // after "? " and its ": ": both
    IN_MAP,   // after "key:": it may not, but a sequence may be as shallow as the key
} Where;

static const Json *block_node(Yaml *y, int parent, Where where);

// --- errors and characters ------------------------------------------------------------------------

static void fail_as(Yaml *y, int code, size_t at, const char *what)
{
    if (!y->code) {
        y->code = code;
        y->bad_at = at;
        y->what = what;
    }
    y->pos = y->text.len;
}
void yaml_fail_at(Yaml *y, size_t at, const char *what) { fail_as(y, ERR_BAD_SYNTAX, at, what); }
void yaml_fail(Yaml *y, const char *what) { fail_as(y, ERR_BAD_SYNTAX, y->pos, what); }

bool yaml_enter(Yaml *y)
{
    if (y->depth >= YAML_MAX_DEPTH) fail_as(y, ERR_TOO_DEEP, y->pos, "YAML is nested too deeply");
    y->depth++;
    return !y->code;
}

bool yaml_blank_at(const Yaml *y, size_t pos)
{
    if (pos >= y->text.len) return true;
    char c = str_at(y->text, pos);
    return yaml_is_blank(c) || yaml_is_break(c);
}

bool yaml_eat_break(Yaml *y)
{
    if (yaml_ended(y) || !yaml_is_break(yaml_peek(y))) return false;
    y->pos += yaml_peek(y) == '\r' && yaml_next(y) == '\n' ? 2 : 1;
    return true;
}

void yaml_skip_spaces(Yaml *y)
{
    while (!yaml_ended(y) && yaml_is_blank(yaml_peek(y))) y->pos++;
}

void yaml_skip_lines(Yaml *y)
{
    do {
        yaml_skip_spaces(y);
        bool comment = yaml_peek(y) == '#' && (y->pos == 0 || yaml_blank_at(y, y->pos - 1));
        while (comment && !yaml_ended(y) && !yaml_is_break(yaml_peek(y))) y->pos++;
    } while (yaml_eat_break(y));
}

static size_t line_start(const Yaml *y)
{
    size_t at = y->pos < y->text.len ? y->pos : y->text.len;
    while (at > 0 && !yaml_is_break(str_at(y->text, at - 1))) at--;
    return at;
}

bool yaml_fresh(const Yaml *y)
{
    size_t at = y->pos < y->text.len ? y->pos : y->text.len;
    while (at > 0 && yaml_is_blank(str_at(y->text, at - 1))) at--;
    return at == 0 || yaml_is_break(str_at(y->text, at - 1));
}

int yaml_column(const Yaml *y) { return i32_of(y->pos - line_start(y)); }

int yaml_indent(const Yaml *y)
{
    size_t start = line_start(y), at = start;
    while (at < y->pos && str_at(y->text, at) == ' ') at++;
    return i32_of(at - start);
}

bool yaml_tab_indent(const Yaml *y)
{
    return str_find_char(str_sub(y->text, line_start(y), y->pos), '\t') != STR_NONE;
}

static bool marker_is(const Yaml *y, Str word)
{
    return str_starts(str_from(y->text, y->pos), word) && yaml_blank_at(y, y->pos + 3);
}

bool yaml_at_marker(const Yaml *y)
{
    bool line = y->pos == 0 || (y->pos <= y->text.len && yaml_is_break(str_at(y->text, y->pos - 1)));
    return line && (marker_is(y, STR("---")) || marker_is(y, STR("...")));
}

Json *yaml_node(Yaml *y, JsonType type)
{
    Json *v = ARENA_NEW(y->a, Json);
    v->type = type;
    v->offset = u32_of(y->pos);
    return v;
}

// --- anchors and tags -----------------------------------------------------------------------------

static Str take_name(Yaml *y, bool flow_ends)
{
    size_t start = y->pos;
    while (!yaml_blank_at(y, y->pos) && !(flow_ends && yaml_is_flow(yaml_peek(y)))) y->pos++;
    return str_sub(y->text, start, y->pos);
}

const Json *yaml_anchor(Yaml *y, Props props, const Json *node)
{
    if (props.anchor.len) *map_put(&y->anchors, props.anchor, NULL) = (uint64_t)(uintptr_t)node;
    return node;
}

const Json *yaml_alias(Yaml *y)
{
    size_t start = y->pos++;
    Str name = take_name(y, true);
    uint64_t *node = map_find(&y->anchors, name);
    if (node) return (const Json *)(uintptr_t)*node;
    yaml_fail_at(y, start, name.len ? "Unresolved alias" : "Expected an alias name");
    return yaml_node(y, JSON_NULL);
}

static Str take_tag(Yaml *y)
{
    size_t start = y->pos;
    if (str_starts(str_from(y->text, y->pos), STR("!<"))) {
        size_t end = str_find_from(y->text, STR(">"), y->pos);
        if (end == STR_NONE) yaml_fail(y, "Unterminated tag");
        else y->pos = end + 1;
        Str uri = str_sub(y->text, start + 2, end), core = STR("tag:yaml.org,2002:");
        return str_starts(uri, core) ? str_from(uri, core.len) : uri;
    }
    Str tag = take_name(y, true);
    if (!yaml_blank_at(y, y->pos) && yaml_peek(y) != ',' && yaml_peek(y) != ']' && yaml_peek(y) != '}')
        yaml_fail(y, "Invalid character in a tag");
    size_t second = str_find_from(tag, STR("!"), 1);
    Str handle = second == STR_NONE ? STR("!") : str_sub(tag, 0, second + 1);
    bool known = str_eq(handle, STR("!")) || str_eq(handle, STR("!!")) || map_find(&y->handles, handle);
    if (!known) yaml_fail_at(y, start, "Undefined tag handle");
    bool core = str_eq(handle, STR("!!")) && !map_find(&y->handles, handle);
    return core ? str_from(tag, 2) : tag;
}

// Anchors and tags on this line.
void yaml_props(Yaml *y, Props *props)
{
    while (!y->code && !yaml_ended(y) && (yaml_peek(y) == '&' || yaml_peek(y) == '!')) {
        if (!props->any) props->start = y->pos;
        props->any = true;
        bool anchor = yaml_peek(y) == '&';
        if (anchor ? props->anchor.len : props->tag.len) yaml_fail(y, "A node has one anchor and one tag at most");
        if (y->code) return;
        if (anchor) {
            y->pos++;
            props->anchor = take_name(y, true);
            if (!props->anchor.len) yaml_fail(y, "Expected an anchor name");
        } else {
            props->tag = take_tag(y);
        }
        yaml_skip_spaces(y);
    }
}

// --- mappings under construction ------------------------------------------------------------------

void yaml_map_add(Yaml *y, YamlMap *map, const Json *key, bool plain_key, const Json *value)
{
    if (y->code) return;
    Str name = yaml_key_text(y, key);
    bool merge = plain_key && key->type == JSON_STRING && str_eq(name, STR("<<")) &&
                 (value->type == JSON_OBJECT || value->type == JSON_ARRAY);
    map->merges |= merge;
    // A merge is marked by an empty key pointer until the mapping is complete.
    ARENA_PUSH(y->a, &map->members, (JsonMember){merge ? (Str){} : (Str){name.ptr ? name.ptr : "", name.len}, value});
}

typedef struct Merge {
    Yaml *y;
    YamlMap out;
    Map own;    // keys written in the mapping itself
    Map added;  // keys in `out`
} Merge;
static void Merge_cleanup(Merge *m)
{
    Map_cleanup(&m->own);
    Map_cleanup(&m->added);
}

// Of a key that `from` has twice the last value counts; keys of the mapping and of earlier merges come first.
static void merge_object(Merge *m, const Json *from)
{
    uint32_t start = m->out.members.count;
    for (size_t i = 0; from->type == JSON_OBJECT && i < from->len; i++) {
        JsonMember member = json_member(from, i);
        if (map_find(&m->own, member.key)) continue;
        bool added = false;
        uint64_t *place = map_put(&m->added, member.key, &added);
        if (added) {
            *place = m->out.members.count;
            ARENA_PUSH(m->y->a, &m->out.members, member);
        } else if (*place >= start) {
            ITEM(m->out.members, (uint32_t)*place).value = member.value;
        }
    }
}

static void expand_merges(Yaml *y, YamlMap *map)
{
    AUTO(Merge) m = {.y = y};
    for (uint32_t i = 0; i < map->members.count; i++)
        if (ITEM(map->members, i).key.ptr) (void)map_put(&m.own, ITEM(map->members, i).key, NULL);
    for (uint32_t i = 0; i < map->members.count; i++) {
        JsonMember member = ITEM(map->members, i);
        if (member.key.ptr) ARENA_PUSH(y->a, &m.out.members, member);
        else if (member.value->type == JSON_OBJECT) merge_object(&m, member.value);
        else
            for (size_t k = 0; k < member.value->len; k++) merge_object(&m, AT(*member.value, k));
    }
    map->members.items = m.out.members.items;
    map->members.count = m.out.members.count;
}

void yaml_map_finish(Yaml *y, YamlMap *map, Json *object)
{
    if (map->merges) expand_merges(y, map);
    object->members = map->members.items;
    object->len = map->members.count;
}

// --- block collections ----------------------------------------------------------------------------

static const Json *null_node(Yaml *y, Props props) { return yaml_resolve(y, STR(""), props, true); }

static bool indicator(const Yaml *y, char c)
{
    return !yaml_ended(y) && yaml_peek(y) == c && yaml_blank_at(y, y->pos + 1);
}

// True if the next line continues the collection at column `indent`; deeper text is an error.
static bool next_entry(Yaml *y, int indent)
{
    yaml_skip_lines(y);
    if (y->code || yaml_ended(y) || yaml_at_marker(y)) return false;
    if (!yaml_fresh(y)) {
        yaml_fail(y, "Unexpected token");
        return false;
    }
    if (yaml_column(y) > indent) yaml_fail(y, "Unexpected token: wrong indentation");
    if (!y->code && yaml_column(y) == indent && yaml_tab_indent(y)) yaml_fail(y, "Unexpected token: tabs cannot indent");
    return !y->code && yaml_column(y) == indent;
}

static const Json *block_sequence(Yaml *y, int indent, Props props)
{
    struct { const Json **items; uint32_t count, cap; } items = {};
    Json *node = yaml_node(y, JSON_ARRAY);
    yaml_anchor(y, props, node);
    do {
        if (!indicator(y, '-')) break;  // the key of a mapping whose value this sequence is
        y->pos++;
        const Json *item = block_node(y, indent, IN_SEQ);
        ARENA_PUSH(y->a, &items, item);
    } while (next_entry(y, indent));
    node->ptr = items.items;
    node->len = items.count;
    return node;
}

typedef struct Key {
    const Json *node;
    bool plain;
} Key;

// A key on one line; `found` false (and the cursor back) if no ':' follows.
static Key implicit_key(Yaml *y, int parent, Props props, bool *found)
{
    Key key = {};
    size_t start = y->pos;
    char c = yaml_peek(y);
    *found = false;
    if (c == '*' && props.any) yaml_fail(y, "An alias cannot have an anchor or a tag");
    if (y->code) return key;
    if (indicator(y, ':')) key.node = null_node(y, props);
    else if (c == '[' || c == '{') key.node = yaml_flow_collection(y, parent, props);
    else if (c == '"' || c == '\'') key.node = yaml_quoted(y, parent, props);
    else if (c == '*') key.node = yaml_alias(y);
    else if (yaml_plain_starts(y, false)) {
        key.plain = true;
        key.node = yaml_resolve(y, yaml_plain_line(y, false), props, true);
    }
    Str text = str_sub(y->text, start, y->pos);
    bool one_line = str_find_char(text, '\n') == STR_NONE && str_find_char(text, '\r') == STR_NONE;
    size_t end = y->pos;
    yaml_skip_spaces(y);
    *found = key.node && !y->code && one_line && indicator(y, ':');
    if (*found) y->pos++;
    else y->pos = end;
    return key;
}

static Key mapping_key(Yaml *y, int indent, bool *is_explicit)
{
    Props props = {};
    bool found = false;
    *is_explicit = indicator(y, '?');
    if (*is_explicit) {
        y->pos++;
        return (Key){.node = block_node(y, indent, IN_KEY)};
    }
    yaml_props(y, &props);
    Key key = implicit_key(y, indent, props, &found);
    if (!found) yaml_fail(y, "Expected ':' after a mapping key");
    return key;
}

static const Json *explicit_value(Yaml *y, int indent)
{
    size_t back = y->pos;
    if (!next_entry(y, indent) || !indicator(y, ':')) {
        if (!y->code) y->pos = back;
        return null_node(y, (Props){});
    }
    y->pos++;
    return block_node(y, indent, IN_KEY);
}

// `first`: a key that was read already, its ':' included; or NULL.
static const Json *block_mapping(Yaml *y, int indent, const Key *first, Props props)
{
    YamlMap map = {};
    Json *node = yaml_node(y, JSON_OBJECT);
    yaml_anchor(y, props, node);
    do {
        bool is_explicit = false;
        Key key = first ? *first : mapping_key(y, indent, &is_explicit);
        first = NULL;
        if (y->code) break;
        const Json *value = is_explicit ? explicit_value(y, indent) : block_node(y, indent, IN_MAP);
        yaml_map_add(y, &map, key.node, key.plain, value);
    } while (next_entry(y, indent));
    yaml_map_finish(y, &map, node);
    return node;
}

// --- nodes ----------------------------------------------------------------------------------------

typedef struct Place {
    int parent;
    Where where;
    bool fresh;
} Place;

static bool may_start_collection(Yaml *y, Place p)
{
    if (!p.fresh && p.where != IN_SEQ && p.where != IN_KEY) yaml_fail(y, "Unexpected token: a block collection cannot start here");
    else if (yaml_tab_indent(y)) yaml_fail(y, "Unexpected token: tabs cannot indent");
    return !y->code;
}

// Nothing (more) here: the line belongs to an outer collection.
static bool is_empty(const Yaml *y, int parent, Where where)
{
    if (yaml_ended(y) || yaml_at_marker(y)) return true;
    if (!yaml_fresh(y) || yaml_column(y) > parent) return false;
    return !((where == IN_MAP || where == IN_KEY) && yaml_column(y) == parent && indicator(y, '-'));
}

static Props joined(Yaml *y, Props outer, Props inner)
{
    if ((outer.anchor.len && inner.anchor.len) || (outer.tag.len && inner.tag.len))
        yaml_fail_at(y, inner.start, "A node has one anchor and one tag at most");
    Props both = inner;
    if (!both.anchor.len) both.anchor = outer.anchor;
    if (!both.tag.len) both.tag = outer.tag;
    return both;
}

// Text, or a mapping whose first key starts here. `outer`: properties from lines above; `inner`: from this line.
static const Json *text_or_mapping(Yaml *y, Place p, Props outer, Props inner)
{
    size_t start = y->pos;
    bool found, alias = yaml_peek(y) == '*';
    y->pos = inner.any ? inner.start : start;
    int indent = yaml_column(y);
    y->pos = start;
    Props own = inner.any ? inner : (Props){};
    Key key = implicit_key(y, p.parent, own, &found);
    if (y->code) return yaml_node(y, JSON_NULL);
    if (found) {
        size_t back = y->pos;
        y->pos = start;
        if (!may_start_collection(y, p)) return yaml_node(y, JSON_NULL);
        y->pos = back;
        return block_mapping(y, indent, &key, outer);
    }
    if (!key.node) {
        yaml_fail(y, "Unexpected token");
        return yaml_node(y, JSON_NULL);
    }
    if (alias && outer.any) yaml_fail_at(y, start, "An alias cannot have an anchor or a tag");
    Props props = joined(y, outer, inner);
    if (!key.plain) return alias ? key.node : yaml_anchor(y, props, key.node);
    Str line = str_sub(y->text, start, y->pos);
    return yaml_resolve(y, yaml_plain_rest(y, line, p.parent, false), props, true);
}

static const Json *content(Yaml *y, Place p, Props outer, Props inner)
{
    bool sequence = indicator(y, '-'), explicit_key = indicator(y, '?');
    if (sequence || explicit_key) {
        if (inner.any) yaml_fail(y, "A block collection cannot start behind an anchor or a tag");
        if (y->code || !may_start_collection(y, p)) return yaml_node(y, JSON_NULL);
        int indent = yaml_column(y);
        return sequence ? block_sequence(y, indent, outer) : block_mapping(y, indent, NULL, outer);
    }
    if (yaml_peek(y) == '|' || yaml_peek(y) == '>') return yaml_block_scalar(y, p.parent, joined(y, outer, inner));
    return text_or_mapping(y, p, outer, inner);
}

static const Json *node_here(Yaml *y, int parent, Where where)
{
    Props outer = {}, inner = {};
    yaml_skip_lines(y);
    if (is_empty(y, parent, where)) return null_node(y, outer);
    Place place = {parent, where, yaml_fresh(y)};
    yaml_props(y, &inner);
    size_t behind = y->pos;
    yaml_skip_lines(y);
    while (!y->code && inner.any && (yaml_fresh(y) || yaml_ended(y))) {
        outer = joined(y, outer, inner);
        inner = (Props){};
        if (is_empty(y, parent, where)) {
            y->pos = behind;
            return null_node(y, outer);
        }
        place.fresh = true;
        yaml_props(y, &inner);
        behind = y->pos;
        yaml_skip_lines(y);
    }
    return y->code ? yaml_node(y, JSON_NULL) : content(y, place, outer, inner);
}

static const Json *block_node(Yaml *y, int parent, Where where)
{
    if (!yaml_enter(y)) return yaml_node(y, JSON_NULL);
    const Json *node = node_here(y, parent, where);
    y->depth--;
    return node;
}

// --- documents ------------------------------------------------------------------------------------

static void directive(Yaml *y)
{
    Str name = take_name(y, false);
    yaml_skip_spaces(y);
    if (str_eq(name, STR("%TAG"))) {
        Str handle = take_name(y, false);
        yaml_skip_spaces(y);
        (void)take_name(y, false);
        (void)map_put(&y->handles, handle, NULL);
    } else if (str_eq(name, STR("%YAML"))) {
        bool added;
        (void)map_put(&y->handles, name, &added);
        if (!added) yaml_fail(y, "The %YAML directive stands twice");
        size_t start = y->pos;
        Str version = take_name(y, false);
        for (size_t i = 0; i < version.len; i++)
            if (!strchr("0123456789.", str_at(version, i))) yaml_fail_at(y, start, "Invalid YAML version");
    } else {
        while (!yaml_blank_at(y, y->pos) || yaml_is_blank(yaml_peek(y))) y->pos++;
    }
    bool spaced = yaml_is_blank(yaml_peek(y));
    yaml_skip_spaces(y);
    bool comment = spaced && yaml_peek(y) == '#';
    if (!yaml_ended(y) && !yaml_is_break(yaml_peek(y)) && !comment) yaml_fail(y, "Unexpected text after a directive");
    yaml_skip_lines(y);
}

// True if "---" was there.
static bool document_start(Yaml *y)
{
    bool directives = false;
    yaml_skip_lines(y);
    while (!y->code && yaml_peek(y) == '%' && yaml_fresh(y) && yaml_column(y) == 0) {
        directives = true;
        directive(y);
    }
    bool marker = yaml_at_marker(y) && marker_is(y, STR("---"));
    if (marker) y->pos += 3;
    else if (directives) yaml_fail(y, "Expected '---' after directives");
    return marker;
}

// Behind a document: true if another one may follow without "---".
static bool document_end(Yaml *y)
{
    bool closed = false;
    yaml_skip_lines(y);
    while (!y->code && yaml_at_marker(y) && marker_is(y, STR("..."))) {
        closed = true;
        y->pos += 3;
        yaml_skip_spaces(y);
        if (!yaml_ended(y) && !yaml_is_break(yaml_peek(y)) && yaml_peek(y) != '#') yaml_fail(y, "Unexpected text after '...'");
        yaml_skip_lines(y);
    }
    if (!y->code && !closed && !yaml_ended(y) && !yaml_at_marker(y)) yaml_fail(y, "Unexpected token");
    return closed;
}

static const Json *parse_stream(Yaml *y)
{
    Json *all = yaml_node(y, JSON_ARRAY);
    struct { const Json **items; uint32_t count, cap; } docs = {};
    if (str_starts(y->text, STR("\xEF\xBB\xBF"))) y->pos = 3;
    while (!y->code) {
        Map_cleanup(&y->anchors);
        Map_cleanup(&y->handles);
        bool marker = document_start(y);
        if (!marker && yaml_ended(y)) break;
        const Json *doc = block_node(y, -1, TOP);
        ARENA_PUSH(y->a, &docs, doc);
        (void)document_end(y);
    }
    all->ptr = docs.items;
    all->len = docs.count;
    if (docs.count == 0) return yaml_node(y, JSON_NULL);
    return docs.count == 1 ? ITEM(docs, 0) : all;
}

Err yaml_parse(Arena *a, Str text, const Json **out)
{
    if (text.len > UINT32_MAX) return err(ERR_TOO_BIG);
    Yaml y = {.a = a, .text = text};
    const Json *value = parse_stream(&y);
    Map_cleanup(&y.anchors);
    Map_cleanup(&y.handles);
    if (!y.code) {
        *out = value;
        return OK;
    }
    LineCol at = diag_locate(text, y.bad_at);
    ErrInfo *info = ARENA_NEW(a, ErrInfo);
    info->detail = str_c(y.what);
    info->line = at.line;
    info->column = at.column;
    return (Err){.code = y.code, .info = info};
}
