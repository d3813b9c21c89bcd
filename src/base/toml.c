// toml.c - see toml.h. One pass; the first error moves the cursor to the end, so every rule unwinds.
//
// Tables are found through one map of the parser, keyed by table number and key, so that large tables stay
// linear. What may be reopened depends on how a table came to be: see Origin.
#include "base/toml.h"

#include "base/buf.h"
#include "base/diag.h"
#include "base/json.h"
#include "base/map.h"
#include "base/num.h"
#include "base/toml_scalar.h"
#include "base/utf.h"

// How a table or array was made. Headers may pass through IMPLICIT, HEADER and DOTTED tables, may define an
// IMPLICIT one, and may append to APPENDED arrays; dotted keys may only go on with DOTTED tables.
typedef enum Origin { IMPLICIT, HEADER, DOTTED, INLINE, APPENDED } Origin;

typedef struct Node {
    Toml value;  // first: a Node is read as a Toml
    Origin origin;
    uint32_t id;
    uint32_t depth;
    struct { const Toml **items; uint32_t count, cap; } elements;
    struct { TomlMember *items; uint32_t count, cap; } entries;
} Node;

typedef struct Parser {
    Arena *a;
    Str text;
    size_t pos;
    uint32_t last_id;
    Map index;    // "<id>\0key" -> Node *
    int code;
    size_t bad_at;
    const char *what;
} Parser;

typedef struct Keys { Str *items; uint32_t count, cap; } Keys;

static const Toml *parse_value(Parser *p, uint32_t depth);

static void fail_as(Parser *p, int code, size_t at, const char *what)
{
    if (p->code) return;
    p->code = code;
    p->bad_at = at;
    p->what = what;
    p->pos = p->text.len;
}
static void fail(Parser *p, const char *what) { fail_as(p, ERR_BAD_TOML, p->pos, what); }

static char peek(const Parser *p) { return str_peek(p->text, p->pos); }
static bool ended(const Parser *p) { return p->pos >= p->text.len; }

static bool eat(Parser *p, Str word)
{
    if (p->code || !str_starts(str_from(p->text, p->pos), word)) return false;
    p->pos += word.len;
    return true;
}

// --- blanks ---------------------------------------------------------------------------------------

static void skip_blanks(Parser *p)
{
    while (!ended(p) && (peek(p) == ' ' || peek(p) == '\t')) p->pos++;
}

static bool eat_newline(Parser *p) { return eat(p, STR("\n")) || eat(p, STR("\r\n")); }

static bool is_control(char c) { return ((uint8_t)c < 0x20 && c != '\t') || c == 0x7F; }

static void skip_comment(Parser *p)
{
    if (ended(p) || peek(p) != '#') return;
    while (!ended(p) && peek(p) != '\n' && !str_starts(str_from(p->text, p->pos), STR("\r\n"))) {
        if (is_control(peek(p))) {
            fail(p, "Control characters are not allowed in comments");
            return;
        }
        p->pos++;
    }
}

static void skip_lines(Parser *p)
{
    do {
        skip_blanks(p);
        skip_comment(p);
    } while (eat_newline(p));
}

static void expect_line_end(Parser *p)
{
    skip_blanks(p);
    skip_comment(p);
    if (!ended(p) && !eat_newline(p)) fail(p, "Expected the end of the line");
}

// --- tree -----------------------------------------------------------------------------------------

static Node *new_node(Parser *p, TomlType type, Origin origin, uint32_t depth)
{
    Node *n = ARENA_NEW(p->a, Node);
    n->value.type = type;
    n->value.offset = u32_of(p->pos);
    n->origin = origin;
    n->id = ++p->last_id;
    n->depth = depth;
    if (depth > TOML_MAX_DEPTH) fail_as(p, ERR_TOO_DEEP, p->pos, "TOML is nested too deeply");
    return n;
}

static Node *node_of(const Toml *value) { return (Node *)(uintptr_t)value; }

static Str index_key(Parser *p, const Node *table, Str key)
{
    AUTO(Buf) name = {};
    buf_put_u64(&name, table->id);
    buf_put_char(&name, '\0');
    buf_put(&name, key);
    return arena_str(p->a, buf_str(&name));
}

// The value of `key`, or NULL after `make` was put there.
static const Toml *find_or_put(Parser *p, Node *table, Str key, const Toml *make)
{
    bool added;
    uint64_t *place = map_put(&p->index, index_key(p, table, key), &added);
    if (!added) return (const Toml *)(uintptr_t)*place;
    *place = (uint64_t)(uintptr_t)make;
    ARENA_PUSH(p->a, &table->entries, (TomlMember){key, make});
    table->value.members = table->entries.items;
    table->value.len = table->entries.count;
    return NULL;
}

static void append(Parser *p, Node *array, const Toml *element)
{
    ARENA_PUSH(p->a, &array->elements, element);
    array->value.ptr = array->elements.items;
    array->value.len = array->elements.count;
}

// --- keys -----------------------------------------------------------------------------------------

static bool is_bare(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static void unescape(Parser *p, Buf *out);

// Single-line string, cursor behind the opening quote.
static Str parse_line_string(Parser *p, char quote)
{
    AUTO(Buf) out = {};
    size_t start = p->pos - 1;
    while (!p->code) {
        char c = peek(p);
        if (ended(p) || c == '\n' || (c == '\r' && str_peek(p->text, p->pos + 1) == '\n')) {
            fail_as(p, ERR_BAD_TOML, start, "Unterminated string");
        } else if (is_control(c)) {
            fail(p, "Control characters must be escaped in strings");
        } else if (c == quote) {
            p->pos++;
            break;
        } else if (c == '\\' && quote == '"') {
            unescape(p, &out);
        } else {
            buf_put_char(&out, c);
            p->pos++;
        }
    }
    return arena_str(p->a, buf_str(&out));
}

static Str parse_key_part(Parser *p)
{
    if (eat(p, STR("\""))) return parse_line_string(p, '"');
    if (eat(p, STR("'"))) return parse_line_string(p, '\'');
    size_t start = p->pos;
    while (!ended(p) && is_bare(peek(p))) p->pos++;
    if (p->pos == start) fail(p, "Expected a key");
    return str_sub(p->text, start, p->pos);
}

static Keys parse_key(Parser *p)
{
    Keys keys = {};
    do {
        skip_blanks(p);
        Str part = parse_key_part(p);
        if (p->code) return keys;
        ARENA_PUSH(p->a, &keys, part);
        if (keys.count > TOML_MAX_DEPTH) fail_as(p, ERR_TOO_DEEP, p->pos, "TOML is nested too deeply");
        skip_blanks(p);
    } while (eat(p, STR(".")));
    return keys;
}

// --- strings --------------------------------------------------------------------------------------

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static void put_code_point(Parser *p, Buf *out, size_t digits)
{
    uint32_t rune = 0;
    for (size_t i = 0; i < digits; i++) {
        int digit = hex_digit(peek(p));
        if (ended(p) || digit < 0) {
            fail(p, "Expected a hexadecimal digit");
            return;
        }
        rune = rune << 4 | (uint32_t)digit;
        p->pos++;
    }
    if (rune > 0x10FFFF || (rune >= 0xD800 && rune <= 0xDFFF)) fail(p, "Not a Unicode scalar value");
    else buf_put_rune(out, rune);
}

// Cursor on the backslash.
static void unescape(Parser *p, Buf *out)
{
    char c = str_peek(p->text, p->pos + 1);
    p->pos += 2;
    switch (c) {
    case 'b': buf_put_char(out, '\b'); return;
    case 't': buf_put_char(out, '\t'); return;
    case 'n': buf_put_char(out, '\n'); return;
    case 'f': buf_put_char(out, '\f'); return;
    case 'r': buf_put_char(out, '\r'); return;
    case 'e': buf_put_char(out, 0x1B); return;
    case '"': case '\\': buf_put_char(out, c); return;
    case 'x': put_code_point(p, out, 2); return;
    case 'u': put_code_point(p, out, 4); return;
    case 'U': put_code_point(p, out, 8); return;
    default:
        p->pos -= 2;
        fail(p, "Unknown escape sequence");
    }
}

// A backslash at the end of a line drops the line break and all white space behind it.
static bool skip_line_continuation(Parser *p)
{
    size_t start = p->pos++;
    skip_blanks(p);
    if (!eat_newline(p)) {
        p->pos = start;
        return false;
    }
    do skip_blanks(p);
    while (eat_newline(p));
    return true;
}

// Up to two quotes may stand before the closing three.
static bool close_long_string(Parser *p, char quote, Buf *out)
{
    size_t run = 0;
    while (run < 5 && str_peek(p->text, p->pos + run) == quote && p->pos + run < p->text.len) run++;
    p->pos += run;
    for (size_t i = run < 3 ? 0 : 3; i < run; i++) buf_put_char(out, quote);
    return run >= 3;
}

// Cursor behind the opening three quotes.
static Str parse_long_string(Parser *p, char quote)
{
    AUTO(Buf) out = {};
    size_t start = p->pos - 3;
    (void)eat_newline(p);
    while (!p->code) {
        char c = peek(p);
        if (ended(p)) {
            fail_as(p, ERR_BAD_TOML, start, "Unterminated string");
        } else if (c == quote) {
            if (close_long_string(p, quote, &out)) break;
        } else if (c == '\\' && quote == '"') {
            if (!skip_line_continuation(p)) unescape(p, &out);
        } else if (eat(p, STR("\r\n"))) {
            buf_put_char(&out, '\n');  // as Bun, which the specification allows
        } else if (is_control(c) && c != '\n') {
            fail(p, "Control characters must be escaped in strings");
        } else {
            buf_put_char(&out, c);
            p->pos++;
        }
    }
    return arena_str(p->a, buf_str(&out));
}

static const Toml *parse_string(Parser *p)
{
    Node *n = new_node(p, TOML_STRING, INLINE, 0);
    if (eat(p, STR("\"\"\""))) n->value.string = parse_long_string(p, '"');
    else if (eat(p, STR("'''"))) n->value.string = parse_long_string(p, '\'');
    else if (eat(p, STR("\""))) n->value.string = parse_line_string(p, '"');
    else if (eat(p, STR("'"))) n->value.string = parse_line_string(p, '\'');
    return &n->value;
}

// --- values ---------------------------------------------------------------------------------------

static bool is_scalar_char(char c) { return is_bare(c) || c == '+' || c == '.' || c == ':'; }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static Str scan_scalar(Parser *p)
{
    size_t start = p->pos;
    while (!ended(p) && is_scalar_char(peek(p))) p->pos++;
    // "1979-05-27 07:32:00": one blank may stand for the T.
    bool date = p->pos - start == 10 && str_at(p->text, start + 4) == '-' && str_at(p->text, start + 7) == '-';
    if (date && peek(p) == ' ' && is_digit(str_peek(p->text, p->pos + 1))) {
        p->pos++;
        while (!ended(p) && is_scalar_char(peek(p))) p->pos++;
    }
    return str_sub(p->text, start, p->pos);
}

static const Toml *parse_scalar(Parser *p)
{
    Node *n = new_node(p, TOML_BOOL, INLINE, 0);
    size_t start = p->pos;
    Str word = scan_scalar(p);
    const char *what = word.len ? toml_scalar(p->a, word, &n->value) : "Expected a value";
    if (what) fail_as(p, ERR_BAD_TOML, start, what);
    return &n->value;
}

static const Toml *parse_array(Parser *p, uint32_t depth)
{
    Node *n = new_node(p, TOML_ARRAY, INLINE, depth);
    p->pos++;
    for (skip_lines(p); !p->code && !eat(p, STR("]"));) {
        append(p, n, parse_value(p, depth + 1));
        skip_lines(p);
        if (eat(p, STR(","))) skip_lines(p);
        else if (!p->code && peek(p) != ']') fail(p, "Expected ',' or ']'");
        if (ended(p)) fail(p, "Unterminated array");
    }
    return &n->value;
}

static void parse_pair(Parser *p, Node *table);

static const Toml *parse_inline_table(Parser *p, uint32_t depth)
{
    Node *n = new_node(p, TOML_TABLE, INLINE, depth);
    p->pos++;
    for (skip_lines(p); !p->code && !eat(p, STR("}"));) {
        parse_pair(p, n);
        skip_lines(p);
        if (eat(p, STR(","))) skip_lines(p);
        else if (!p->code && peek(p) != '}') fail(p, "Expected ',' or '}'");
        if (ended(p)) fail(p, "Unterminated inline table");
    }
    return &n->value;
}

static const Toml *parse_value(Parser *p, uint32_t depth)
{
    if (depth > TOML_MAX_DEPTH) fail_as(p, ERR_TOO_DEEP, p->pos, "TOML is nested too deeply");
    switch (ended(p) ? 0 : peek(p)) {
    case '"': case '\'': return parse_string(p);
    case '[': return parse_array(p, depth);
    case '{': return parse_inline_table(p, depth);
    default: return parse_scalar(p);
    }
}

// The table that the leading parts of a dotted key lead to; NULL after an error.
static Node *walk_dotted(Parser *p, Node *table, const Keys *keys, size_t at)
{
    for (uint32_t i = 0; i + 1 < keys->count && !p->code; i++) {
        Node *fresh = new_node(p, TOML_TABLE, DOTTED, table->depth + 1);
        const Toml *found = find_or_put(p, table, ITEM(*keys, i), &fresh->value);
        if (!found) {
            table = fresh;
            continue;
        }
        if (found->type != TOML_TABLE || node_of(found)->origin != DOTTED)
            fail_as(p, ERR_BAD_TOML, at, "A dotted key cannot extend what is already defined");
        table = node_of(found);
    }
    return p->code ? NULL : table;
}

static void parse_pair(Parser *p, Node *table)
{
    size_t start = p->pos;
    Keys keys = parse_key(p);
    if (!p->code && !eat(p, STR("="))) fail(p, "Expected '=' after a key");
    skip_blanks(p);
    if (p->code) return;
    Node *owner = walk_dotted(p, table, &keys, start);
    if (!owner) return;
    const Toml *value = parse_value(p, owner->depth + 1);
    if (p->code) return;
    if (find_or_put(p, owner, ITEM(keys, keys.count - 1), value))
        fail_as(p, ERR_BAD_TOML, start, "The key is defined twice");
}

// --- headers --------------------------------------------------------------------------------------

// One leading part of a header: an existing table, the last table of an appended array, or a new one.
static Node *step_into(Parser *p, Node *table, Str key, size_t at)
{
    Node *fresh = new_node(p, TOML_TABLE, IMPLICIT, table->depth + 1);
    const Toml *found = find_or_put(p, table, key, &fresh->value);
    if (!found) return fresh;
    if (found->type == TOML_ARRAY && node_of(found)->origin == APPENDED) found = AT(*found, found->len - 1);
    if (found->type == TOML_TABLE && node_of(found)->origin != INLINE) return node_of(found);
    fail_as(p, ERR_BAD_TOML, at, "The key is already defined as something else");
    return table;
}

static Node *define_table(Parser *p, Node *parent, Str key, size_t at)
{
    Node *fresh = new_node(p, TOML_TABLE, HEADER, parent->depth + 1);
    const Toml *found = find_or_put(p, parent, key, &fresh->value);
    if (!found) return fresh;
    Node *node = node_of(found);
    if (found->type != TOML_TABLE || node->origin != IMPLICIT) {
        fail_as(p, ERR_BAD_TOML, at, "The table is defined twice");
        return fresh;
    }
    node->origin = HEADER;
    return node;
}

static Node *append_table(Parser *p, Node *parent, Str key, size_t at)
{
    Node *array = new_node(p, TOML_ARRAY, APPENDED, parent->depth + 1);
    Node *table = new_node(p, TOML_TABLE, HEADER, parent->depth + 2);
    const Toml *found = find_or_put(p, parent, key, &array->value);
    if (found && (found->type != TOML_ARRAY || node_of(found)->origin != APPENDED)) {
        fail_as(p, ERR_BAD_TOML, at, "The key is already defined as something else");
        return table;
    }
    append(p, found ? node_of(found) : array, &table->value);
    return table;
}

static Node *parse_header(Parser *p, Node *root)
{
    size_t start = p->pos;
    bool many = eat(p, STR("[["));
    if (!many) p->pos++;
    Keys keys = parse_key(p);
    if (!p->code && !eat(p, many ? STR("]]") : STR("]"))) fail(p, "Expected the end of the table header");
    expect_line_end(p);
    Node *table = root;
    for (uint32_t i = 0; i + 1 < keys.count && !p->code; i++) table = step_into(p, table, ITEM(keys, i), start);
    if (p->code) return root;
    Str last = ITEM(keys, keys.count - 1);
    return many ? append_table(p, table, last, start) : define_table(p, table, last, start);
}

static const Toml *parse_document(Parser *p)
{
    Node *root = new_node(p, TOML_TABLE, HEADER, 0), *table = root;
    if (utf8_valid_prefix(p->text) < p->text.len)
        fail_as(p, ERR_BAD_TOML, utf8_valid_prefix(p->text), "The text is not valid UTF-8");
    (void)eat(p, STR("\xEF\xBB\xBF"));
    for (skip_lines(p); !ended(p) && !p->code; skip_lines(p)) {
        if (peek(p) == '[') {
            table = parse_header(p, root);
        } else {
            parse_pair(p, table);
            expect_line_end(p);
        }
    }
    return &root->value;
}

static Err error_of(const Parser *p)
{
    LineCol at = diag_locate(p->text, p->bad_at);
    ErrInfo *info = ARENA_NEW(p->a, ErrInfo);
    info->detail = str_c(p->what);
    info->line = at.line;
    info->column = at.column;
    return (Err){.code = p->code, .info = info};
}

Err toml_parse(Arena *a, Str text, const Toml **out)
{
    if (text.len > UINT32_MAX) return err(ERR_TOO_BIG);
    Parser p = {.a = a, .text = text};
    const Toml *root = parse_document(&p);
    Map_cleanup(&p.index);
    if (p.code) return error_of(&p);
    *out = root;
    return OK;
}

TomlMember toml_member(const Toml *table, size_t i)
{
    CHECK(table && table->type == TOML_TABLE);
    struct { const TomlMember *ptr; size_t len; } members = {table->members, table->len};
    return AT(members, i);
}

const Toml *toml_get(const Toml *table, Str key)
{
    for (size_t i = 0; table && table->type == TOML_TABLE && i < table->len; i++)
        if (str_eq(toml_member(table, i).key, key)) return toml_member(table, i).value;
    return NULL;
}
