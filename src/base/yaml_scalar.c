// yaml_scalar.c - YAML's scalars: plain, quoted and block text, and what plain text means (core schema).
#include <math.h>
#include <stdio.h>

#include "base/num.h"
#include "base/utf.h"
#include "base/yaml_parser.h"

// --- folding --------------------------------------------------------------------------------------

// Counts line breaks and skips the white space around them. Cursor on a break (after trailing blanks).
static size_t skip_breaks(Yaml *y)
{
    size_t count = 0;
    while (yaml_eat_break(y)) {
        count++;
        yaml_skip_spaces(y);
    }
    return count;
}

static void put_fold(Buf *out, size_t breaks)
{
    if (breaks == 1) buf_put_char(out, ' ');
    for (size_t i = 1; i < breaks; i++) buf_put_char(out, '\n');
}

// --- plain ----------------------------------------------------------------------------------------

bool yaml_plain_starts(const Yaml *y, bool flow)
{
    char c = yaml_peek(y), n = yaml_next(y);
    if (yaml_ended(y) || yaml_blank_at(y, y->pos)) return false;
    if (c == '-' || c == '?' || c == ':') return !yaml_blank_at(y, y->pos + 1) && !(flow && yaml_is_flow(n));
    return !strchr(",[]{}#&*!|>'\"%@`", c);
}

static bool ends_plain(const Yaml *y, bool flow)
{
    char c = yaml_peek(y), n = yaml_next(y);
    if (yaml_is_break(c)) return true;
    if (c == ':') return yaml_blank_at(y, y->pos + 1) || (flow && yaml_is_flow(n));
    if (c == '#') return y->pos > 0 && yaml_is_blank(str_at(y->text, y->pos - 1));
    return flow && yaml_is_flow(c);
}

Str yaml_plain_line(Yaml *y, bool flow)
{
    size_t start = y->pos, end = y->pos;
    while (!yaml_ended(y) && !ends_plain(y, flow)) {
        if (!yaml_is_blank(yaml_peek(y))) end = y->pos + 1;
        y->pos++;
    }
    y->pos = end;
    return str_sub(y->text, start, end);
}

Str yaml_plain_rest(Yaml *y, Str first, int parent, bool flow)
{
    AUTO(Buf) out = {};
    buf_put(&out, first);
    while (!y->code) {
        size_t back = y->pos;
        yaml_skip_spaces(y);
        size_t breaks = skip_breaks(y);
        bool goes_on = breaks && !yaml_ended(y) && !yaml_at_marker(y) && yaml_indent(y) > parent &&
                       yaml_peek(y) != '#' && !ends_plain(y, flow);
        if (!goes_on) {
            y->pos = back;
            break;
        }
        Str line = yaml_plain_line(y, flow);
        size_t at = y->pos;
        yaml_skip_spaces(y);
        if (!flow && yaml_peek(y) == ':' && yaml_blank_at(y, y->pos + 1))
            yaml_fail(y, "A mapping key must be on one line");
        if (y->code) break;
        y->pos = at;
        put_fold(&out, breaks);
        buf_put(&out, line);
    }
    return arena_str(y->a, buf_str(&out));
}

// --- quoted ---------------------------------------------------------------------------------------

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static uint32_t take_hex(Yaml *y, size_t count)
{
    uint32_t rune = 0;
    for (size_t i = 0; i < count; i++, y->pos++) {
        int digit = hex_digit(yaml_peek(y));
        if (digit < 0) {
            yaml_fail(y, "Expected a hexadecimal digit");
            return 0;
        }
        rune = rune << 4 | (uint32_t)digit;
    }
    return rune;
}

static void put_code_point(Yaml *y, Buf *out, size_t digits)
{
    uint32_t rune = take_hex(y, digits);
    if (rune >= 0xD800 && rune < 0xDC00 && yaml_peek(y) == '\\' && yaml_next(y) == 'u') {
        y->pos += 2;
        uint32_t low = take_hex(y, 4);
        rune = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((rune - 0xD800) << 10) + (low - 0xDC00) : RUNE_BAD;
    }
    buf_put_rune(out, rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000) ? RUNE_BAD : rune);
}

// Cursor behind the backslash.
static void put_escape(Yaml *y, Buf *out)
{
    static const struct { char name; uint32_t rune; } table[] = {
        {'0', 0},    {'a', 7},   {'b', 8},    {'t', 9},    {'\t', 9},   {'n', 10},    {'v', 11},      {'f', 12},
        {'r', 13},   {'e', 27},  {' ', ' '},  {'"', '"'},  {'/', '/'},  {'\\', '\\'}, {'N', 0x85},    {'_', 0xA0},
        {'L', 0x2028}, {'P', 0x2029},
    };
    char c = yaml_peek(y);
    y->pos++;
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        if (ELEM(table, i).name != c) continue;
        buf_put_rune(out, ELEM(table, i).rune);
        return;
    }
    if (c == 'x') put_code_point(y, out, 2);
    else if (c == 'u') put_code_point(y, out, 4);
    else if (c == 'U') put_code_point(y, out, 8);
    else yaml_fail_at(y, y->pos - 2, "Unknown escape sequence");
}

// A line break inside quotes; `keep` is the text that trailing blanks may not be taken from.
static void fold_quoted(Yaml *y, Buf *out, size_t keep, int parent, bool escaped)
{
    if (!escaped)
        while (out->len > keep && yaml_is_blank(str_at(buf_str(out), out->len - 1))) out->len--;
    size_t breaks = skip_breaks(y);
    if (yaml_at_marker(y)) yaml_fail(y, "A document marker inside a quoted string");
    else if (!yaml_ended(y) && yaml_indent(y) <= parent) yaml_fail(y, "Wrong indentation inside a quoted string");
    if (escaped)
        for (size_t i = 1; i < breaks; i++) buf_put_char(out, '\n');
    else put_fold(out, breaks);
}

static Str take_double(Yaml *y, int parent)
{
    AUTO(Buf) out = {};
    size_t keep = 0, start = y->pos++;
    while (!y->code) {
        char c = yaml_peek(y);
        if (yaml_ended(y)) yaml_fail_at(y, start, "Unterminated string");
        else if (c == '"') break;
        else if (yaml_is_break(c)) fold_quoted(y, &out, keep, parent, false), keep = out.len;
        else if (c != '\\') buf_put_char(&out, c), y->pos++;
        else if (y->pos++, yaml_is_break(yaml_peek(y))) fold_quoted(y, &out, keep, parent, true), keep = out.len;
        else put_escape(y, &out), keep = out.len;
    }
    y->pos++;
    return arena_str(y->a, buf_str(&out));
}

static Str take_single(Yaml *y, int parent)
{
    AUTO(Buf) out = {};
    size_t keep = 0, start = y->pos++;
    while (!y->code) {
        char c = yaml_peek(y);
        if (yaml_ended(y)) yaml_fail_at(y, start, "Unterminated string");
        else if (c == '\'' && yaml_next(y) != '\'') break;
        else if (yaml_is_break(c)) fold_quoted(y, &out, keep, parent, false), keep = out.len;
        else buf_put_char(&out, c), y->pos += c == '\'' ? 2 : 1;
    }
    y->pos++;
    return arena_str(y->a, buf_str(&out));
}

const Json *yaml_quoted(Yaml *y, int parent, Props props)
{
    Str text = yaml_peek(y) == '"' ? take_double(y, parent) : take_single(y, parent);
    if (y->code) y->pos = y->text.len;
    return yaml_resolve(y, text, props, false);
}

// --- block scalars --------------------------------------------------------------------------------

typedef struct BlockStyle {
    bool folded;
    char chomp;   // '-', '+' or 0
    int indent;   // 0: to be found out
} BlockStyle;

static BlockStyle block_header(Yaml *y)
{
    BlockStyle s = {.folded = yaml_peek(y) == '>'};
    y->pos++;
    for (int i = 0; i < 2; i++) {
        char c = yaml_peek(y);
        if ((c == '-' || c == '+') && !s.chomp) s.chomp = c;
        else if (c >= '1' && c <= '9' && !s.indent) s.indent = c - '0';
        else break;
        y->pos++;
    }
    bool spaced = yaml_is_blank(yaml_peek(y));
    yaml_skip_spaces(y);
    if (spaced && yaml_peek(y) == '#')
        while (!yaml_ended(y) && !yaml_is_break(yaml_peek(y))) y->pos++;
    if (!yaml_ended(y) && !yaml_eat_break(y)) yaml_fail(y, "Unexpected text after a block scalar's header");
    return s;
}

static int leading_spaces(const Yaml *y, size_t from)
{
    int n = 0;
    while (str_peek(y->text, from + (size_t)n) == ' ') n++;
    return n;
}

static size_t line_end(const Yaml *y, size_t from)
{
    while (from < y->text.len && !yaml_is_break(str_at(y->text, from))) from++;
    return from;
}

static const char tab_indent[] = "Tab characters cannot be used as indentation";

// Indentation of the first line with text; blank lines before it may not be deeper.
static int detect_indent(Yaml *y, int least)
{
    int deepest = 0;
    for (size_t at = y->pos; at < y->text.len;) {
        int spaces = leading_spaces(y, at);
        size_t end = line_end(y, at);
        if (at + (size_t)spaces < end) {
            if (spaces == 0 && str_at(y->text, at) == '\t') yaml_fail_at(y, at, tab_indent);
            if (deepest > spaces && spaces >= least)
                yaml_fail_at(y, at, "A blank line is indented deeper than the text of its block scalar");
            return spaces >= least ? spaces : deepest > least ? deepest : least;
        }
        if (spaces > deepest) deepest = spaces;
        at = end + (str_peek(y->text, end) == '\r' && str_peek(y->text, end + 1) == '\n' ? 2 : 1);
    }
    return deepest > least ? deepest : least;
}

typedef struct BlockText {
    Buf out;
    size_t breaks;  // since the last text
    bool any;
    bool more;      // the last line was indented deeper
} BlockText;
static void BlockText_cleanup(BlockText *b) { Buf_cleanup(&b->out); }

static void add_line(BlockText *b, Str line, bool folded)
{
    bool more = yaml_is_blank(str_peek(line, 0));
    bool fold = folded && b->any && !more && !b->more;
    if (fold) put_fold(&b->out, b->breaks);
    else
        for (size_t i = 0; i < b->breaks; i++) buf_put_char(&b->out, '\n');
    buf_put(&b->out, line);
    b->any = true;
    b->more = more;
    b->breaks = 0;
}

// A line that is blank for the eye but not for the indentation.
static bool only_tabs(const Yaml *y)
{
    Str line = str_sub(y->text, y->pos, line_end(y, y->pos));
    return str_find_char(line, '\t') != STR_NONE && !str_trim(line).len;
}

const Json *yaml_block_scalar(Yaml *y, int parent, Props props)
{
    AUTO(BlockText) b = {};
    BlockStyle style = block_header(y);
    int least = parent + 1 > 0 ? parent + 1 : 0;
    int indent = style.indent ? (parent > 0 ? parent : 0) + style.indent : detect_indent(y, least);
    while (!yaml_ended(y) && !yaml_at_marker(y)) {
        int spaces = leading_spaces(y, y->pos);
        size_t end = line_end(y, y->pos);
        bool blank = y->pos + (size_t)spaces >= end;
        if (!blank && spaces < indent) break;
        if (!blank || spaces > indent) add_line(&b, str_sub(y->text, y->pos + (size_t)indent, end), style.folded);
        y->pos = end;
        bool at_end = yaml_ended(y);
        if (!at_end) (void)yaml_eat_break(y);
        bool only_blanks = spaces > 0 && !b.any && (!style.indent || spaces >= indent);  // YAML's own tests count such an unfinished line
        if (!at_end || !blank || spaces > indent || only_blanks) b.breaks++;
    }
    if (str_peek(y->text, y->pos) == '\t' || only_tabs(y)) yaml_fail(y, tab_indent);
    if (b.any && style.chomp != '-' && style.chomp != '+' && b.breaks) buf_put_char(&b.out, '\n');
    if (style.chomp == '+')
        for (size_t i = 0; i < b.breaks; i++) buf_put_char(&b.out, '\n');
    return yaml_resolve(y, arena_str(y->a, buf_str(&b.out)), props, false);
}

// --- the core schema ------------------------------------------------------------------------------

static bool any_of(Str text, const char *const *words, size_t count)
{
    struct { const char *const *ptr; size_t len; } list = {words, count};
    for (size_t i = 0; i < list.len; i++)
        if (str_eq(text, str_c(AT(list, i)))) return true;
    return false;
}
#define ANY_OF(text, ...)                                                                          \
    ({                                                                                             \
        static const char *const words_[] = {__VA_ARGS__};                                         \
        any_of(text, words_, COUNT_OF(words_));                                                    \
    })

static size_t digits_from(Str s, size_t from, int base)
{
    while (from < s.len && hex_digit(str_at(s, from)) >= 0 && hex_digit(str_at(s, from)) < base) from++;
    return from;
}

static bool radix_number(Str s, int base, double *out)
{
    if (s.len < 3 || digits_from(s, 2, base) != s.len) return false;
    *out = 0;
    for (size_t i = 2; i < s.len; i++) *out = *out * base + hex_digit(str_at(s, i));
    return true;
}

static bool decimal_number(Str s, double *out)
{
    size_t sign = str_peek(s, 0) == '-' || str_peek(s, 0) == '+' ? 1 : 0;
    size_t at = digits_from(s, sign, 10), digits = at - sign;
    if (str_peek(s, at) == '.') {
        size_t end = digits_from(s, at + 1, 10);
        digits += end - at - 1;
        at = end;
    }
    if (!digits) return false;
    if (str_peek(s, at) == 'e' || str_peek(s, at) == 'E') {
        at++;
        if (str_peek(s, at) == '-' || str_peek(s, at) == '+') at++;
        size_t end = digits_from(s, at, 10);
        if (end == at) return false;
        at = end;
    }
    if (at != s.len) return false;
    double value = json_f64(str_from(s, sign));
    *out = str_at(s, 0) == '-' ? -value : value;
    return true;
}

static bool number_of(Str s, double *out)
{
    if (ANY_OF(s, ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF")) return *out = INFINITY, true;
    if (ANY_OF(s, "-.inf", "-.Inf", "-.INF")) return *out = -INFINITY, true;
    if (ANY_OF(s, ".nan", ".NaN", ".NAN")) return *out = (double)NAN, true;
    if (str_starts(s, STR("0x"))) return radix_number(s, 16, out);
    if (str_starts(s, STR("0o"))) return radix_number(s, 8, out);
    return decimal_number(s, out);
}

static const Json *resolve_plain(Yaml *y, Str text)
{
    Json *v = yaml_node(y, JSON_STRING);
    if (!text.len || ANY_OF(text, "~", "null", "Null", "NULL")) v->type = JSON_NULL;
    else if (ANY_OF(text, "true", "True", "TRUE")) v->type = JSON_TRUE;
    else if (ANY_OF(text, "false", "False", "FALSE")) v->type = JSON_FALSE;
    else if (number_of(text, &v->number)) v->type = JSON_NUMBER;
    v->string = text;  // numbers keep their text: it may be a key
    return v;
}

const Json *yaml_resolve(Yaml *y, Str text, Props props, bool plain)
{
    // As in Bun a tag does not make a number of quoted text.
    bool typed = ANY_OF(props.tag, "int", "float", "bool", "null");
    if (plain && (typed || !props.tag.len)) return yaml_anchor(y, props, resolve_plain(y, text));
    Json *v = yaml_node(y, JSON_STRING);
    v->string = text;
    return yaml_anchor(y, props, v);
}

// --- keys -----------------------------------------------------------------------------------------

// As JavaScript prints a number, for the magnitudes people use as keys.
static Str number_text(Yaml *y, double number)
{
    if (isnan(number)) return STR("NaN");
    if (isinf(number)) return number < 0 ? STR("-Infinity") : STR("Infinity");
    if (number == 0) return STR("0");
    for (int precision = 1; precision < 17; precision++) {
        Str text = arena_fmt(y->a, "%.*g", precision, number);
        if (json_f64(str_at(text, 0) == '-' ? str_from(text, 1) : text) == fabs(number) && str_find_char(text, 'e') == STR_NONE)
            return text;
    }
    return arena_fmt(y->a, "%.17g", number);
}

static Str sequence_text(Yaml *y, const Json *list)
{
    AUTO(Buf) out = {};
    for (size_t i = 0; i < list->len; i++) {
        if (i) buf_put_char(&out, ',');
        const Json *item = AT(*list, i);
        if (item->type != JSON_NULL && yaml_enter(y)) {
            buf_put(&out, yaml_key_text(y, item));
            y->depth--;
        }
    }
    return arena_str(y->a, buf_str(&out));
}

Str yaml_key_text(Yaml *y, const Json *key)
{
    switch (key->type) {
    case JSON_NULL: return STR("null");
    case JSON_TRUE: return STR("true");
    case JSON_FALSE: return STR("false");
    case JSON_NUMBER: return number_text(y, key->number);
    case JSON_STRING: return key->string;
    case JSON_ARRAY: return sequence_text(y, key);
    case JSON_OBJECT: return STR("[object Object]");
    }
    return STR("");
}
