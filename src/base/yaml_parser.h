// yaml_parser.h - what the parts of the YAML reader share. Only yaml*.c include it.
#pragma once

#include "base/buf.h"
#include "base/map.h"
#include "base/yaml.h"

typedef struct Yaml {
    Arena *a;
    Str text;
    size_t pos;
    uint32_t depth;
    Map anchors;   // of the current document: name -> Json *
    Map handles;   // its %TAG directives
    int code;      // 0 until the first error, which moves `pos` to the end
    size_t bad_at;
    const char *what;
} Yaml;

// Anchor and tag in front of a node.
typedef struct Props {
    Str anchor;
    Str tag;       // resolved: "str", "int" ... for the core schema, else anything
    bool any;
    size_t start;  // of the first one
} Props;

void yaml_fail_at(Yaml *y, size_t at, const char *what);
void yaml_fail(Yaml *y, const char *what);
bool yaml_enter(Yaml *y);

static inline bool yaml_ended(const Yaml *y) { return y->pos >= y->text.len; }
static inline char yaml_peek(const Yaml *y) { return str_peek(y->text, y->pos); }
static inline char yaml_next(const Yaml *y) { return str_peek(y->text, y->pos + 1); }
static inline bool yaml_is_break(char c) { return c == '\n' || c == '\r'; }
static inline bool yaml_is_blank(char c) { return c == ' ' || c == '\t'; }
static inline bool yaml_is_flow(char c) { return c == ',' || c == '[' || c == ']' || c == '{' || c == '}'; }
// White space, a line break or the end at `pos`.
bool yaml_blank_at(const Yaml *y, size_t pos);
bool yaml_eat_break(Yaml *y);
void yaml_skip_spaces(Yaml *y);        // spaces and tabs
void yaml_skip_lines(Yaml *y);         // spaces, comments and line breaks
bool yaml_fresh(const Yaml *y);        // only white space before `pos` on its line
int yaml_column(const Yaml *y);
int yaml_indent(const Yaml *y);        // leading spaces of the line; tabs do not count
bool yaml_tab_indent(const Yaml *y);   // a tab stands in that white space
bool yaml_at_marker(const Yaml *y);    // "---" or "..." at the start of a line

Json *yaml_node(Yaml *y, JsonType type);

// yaml_scalar.c. `parent`: the indentation that continuation lines must exceed.
const Json *yaml_quoted(Yaml *y, int parent, Props props);
// One line of a plain scalar; more lines follow with yaml_plain_rest.
Str yaml_plain_line(Yaml *y, bool flow);
Str yaml_plain_rest(Yaml *y, Str first, int parent, bool flow);
bool yaml_plain_starts(const Yaml *y, bool flow);
const Json *yaml_block_scalar(Yaml *y, int parent, Props props);
const Json *yaml_resolve(Yaml *y, Str text, Props props, bool plain);
Str yaml_key_text(Yaml *y, const Json *key);

// yaml_flow.c
const Json *yaml_flow_node(Yaml *y, int parent);
const Json *yaml_flow_collection(Yaml *y, int parent, Props props);

// yaml.c
void yaml_props(Yaml *y, Props *props);
const Json *yaml_alias(Yaml *y);
const Json *yaml_anchor(Yaml *y, Props props, const Json *node);
// A mapping under construction.
typedef struct YamlMap {
    struct { JsonMember *items; uint32_t count, cap; } members;
    bool merges;
} YamlMap;
void yaml_map_add(Yaml *y, YamlMap *map, const Json *key, bool plain_key, const Json *value);
void yaml_map_finish(Yaml *y, YamlMap *map, Json *object);
