// json.c - recursive-descent JSON reader; see json.h.
//
// The first error is recorded and moves the cursor to the end, so every rule below unwinds by itself.
// Containers grow in the arena by doubling; the outgrown copies stay there until the arena goes.
// Malformed UTF-8 inside a string reads as U+FFFD, as a text decoder in front of JSON.parse would do.
#include "base/json.h"

#include <stdlib.h>

#include "base/diag.h"
#include "base/num.h"
#include "base/utf.h"

typedef struct Parser {
    Arena *a;
    Str text;
    size_t pos;
    uint32_t depth;
    JsonFlags flags;
    int code;  // 0 until the first error
    size_t bad_at;
    const char *what;
} Parser;

typedef struct Elements { const Json **items; uint32_t count, cap; } Elements;
typedef struct Members { JsonMember *items; uint32_t count, cap; } Members;

static const Json *parse_value(Parser *p);

static void fail_as(Parser *p, int code, size_t at, const char *what)
{
    if (p->code) return;
    p->code = code;
    p->bad_at = at;
    p->what = what;
    p->pos = p->text.len;
}

static void fail(Parser *p, const char *what) { fail_as(p, ERR_BAD_JSON, p->pos, what); }

static const char *unexpected(const Parser *p)
{
    return p->pos >= p->text.len ? "Unexpected end of JSON input" : "Unexpected token";
}

static char peek(const Parser *p) { return str_peek(p->text, p->pos); }

static void skip_line_comment(Parser *p)
{
    while (p->pos < p->text.len && peek(p) != '\n' && peek(p) != '\r') p->pos++;
}

static void skip_block_comment(Parser *p)
{
    size_t end = str_find_from(p->text, STR("*/"), p->pos + 2);
    if (end == STR_NONE) {
        fail(p, "Unterminated comment");
        return;
    }
    p->pos = end + 2;
}

static bool skip_comment(Parser *p)
{
    if (!(p->flags & JSON_COMMENTS) || peek(p) != '/') return false;
    char next = str_peek(p->text, p->pos + 1);
    if (next == '/') skip_line_comment(p);
    else if (next == '*') skip_block_comment(p);
    else return false;
    return true;
}

static void skip_space(Parser *p)
{
    while (p->pos < p->text.len) {
        char c = peek(p);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') p->pos++;
        else if (!skip_comment(p)) return;
    }
}

static bool eat(Parser *p, char c)
{
    if (p->pos >= p->text.len || peek(p) != c) return false;
    p->pos++;
    return true;
}

static Json *node(Parser *p, JsonType type, size_t offset)
{
    Json *v = ARENA_NEW(p->a, Json);
    v->type = type;
    v->offset = u32_of(offset);
    return v;
}

// --- numbers ------------------------------------------------------------------------------------

static bool digit_at(const Parser *p) { return peek(p) >= '0' && peek(p) <= '9'; }

static bool skip_digits(Parser *p)
{
    if (!digit_at(p)) return false;
    while (digit_at(p)) p->pos++;
    return true;
}

static bool scan_number(Parser *p)
{
    (void)eat(p, '-');
    if (!eat(p, '0') && !skip_digits(p)) return false;
    if (eat(p, '.') && !skip_digits(p)) return false;
    if (peek(p) != 'e' && peek(p) != 'E') return true;
    p->pos++;
    if (!eat(p, '+')) (void)eat(p, '-');
    return skip_digits(p);
}

double json_f64(Str number)
{
    uint64_t whole;
    if (number.len < 16 && str_to_u64(number, &whole)) return (double)whole;
    AUTO(Arena) a = {};
    return strtod(arena_cstr(&a, number), NULL);  // style: allow strtod - the C locale is never changed
}

static const Json *parse_number(Parser *p)
{
    size_t start = p->pos;
    if (!scan_number(p)) {
        fail(p, p->pos > start && p->pos < p->text.len ? "Invalid number" : unexpected(p));
        return NULL;
    }
    Json *v = node(p, JSON_NUMBER, start);
    v->number = json_f64(str_sub(p->text, start, p->pos));
    return v;
}

// --- strings ------------------------------------------------------------------------------------

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Four hex digits at `pos`, or -1.
static int32_t hex4(Str s, size_t pos)
{
    int32_t value = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = hex_value(str_peek(s, pos + i));
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

static bool unescape_unicode(Parser *p, Str raw, size_t *pos, Buf *out)
{
    int32_t unit = hex4(raw, *pos);
    if (unit < 0) return false;
    *pos += 4;
    uint32_t rune = (uint32_t)unit;
    if (rune >= 0xD800 && rune < 0xDC00 && str_peek(raw, *pos) == '\\' && str_peek(raw, *pos + 1) == 'u') {
        int32_t low = hex4(raw, *pos + 2);
        if (low >= 0xDC00 && low < 0xE000) {
            rune = 0x10000 + ((rune - 0xD800) << 10) + ((uint32_t)low - 0xDC00);
            *pos += 6;
        }
    }
    (void)p;
    buf_put_rune(out, rune);
    return true;
}

static char simple_escape(char c)
{
    switch (c) {
    case '"': case '\\': case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
    }
}

// `raw` is the text between the quotes, `start` its place in the source.
static Str decode_string(Parser *p, Str raw, size_t start)
{
    AUTO(Buf) out = {};
    size_t i = 0;
    while (i < raw.len && !p->code) {
        char c = str_at(raw, i);
        if (c != '\\') {
            Rune r = utf8_decode(raw, i);
            buf_put_rune(&out, r.value);
            i += r.len;
            continue;
        }
        char e = str_peek(raw, i + 1), plain = simple_escape(e);
        size_t at = i;
        i += 2;
        if (plain) buf_put_char(&out, plain);
        else if (e != 'u' || !unescape_unicode(p, raw, &i, &out))
            fail_as(p, ERR_BAD_JSON, start + at, "Bad escape in string");
    }
    return arena_str(p->a, buf_str(&out));
}

// The cursor is past the opening quote; leaves it past the closing one.
static Str parse_string(Parser *p)
{
    size_t start = p->pos;
    bool escapes = false, ascii = true;
    for (; p->pos < p->text.len && peek(p) != '"'; p->pos++) {
        char c = peek(p);
        if ((uint8_t)c < 0x20) {
            fail(p, "Bad control character in string");
            return (Str){};
        }
        if ((uint8_t)c >= 0x80) ascii = false;
        if (c != '\\') continue;
        escapes = true;
        p->pos++;
    }
    if (p->pos >= p->text.len) {
        fail_as(p, ERR_BAD_JSON, start - 1, "Unterminated string");
        return (Str){};
    }
    Str raw = str_sub(p->text, start, p->pos++);
    if (!escapes && (ascii || utf8_valid_prefix(raw) == raw.len)) return raw;
    return decode_string(p, raw, start);
}

// --- containers ---------------------------------------------------------------------------------

static bool enter(Parser *p)
{
    if (p->depth >= JSON_MAX_DEPTH) {
        fail_as(p, ERR_TOO_DEEP, p->pos, "JSON is nested too deeply");
        return false;
    }
    p->depth++;
    return true;
}

// After an element: true if another one follows, with the cursor on it.
static bool more(Parser *p, char close)
{
    skip_space(p);
    if (p->code || eat(p, close)) return false;
    if (!eat(p, ',')) {
        fail(p, unexpected(p));
        return false;
    }
    skip_space(p);
    return !((p->flags & JSON_TRAILING_COMMAS) && eat(p, close));
}

static const Json *parse_array(Parser *p)
{
    Json *v = node(p, JSON_ARRAY, p->pos++);
    Elements elements = {};
    if (!enter(p)) return NULL;
    skip_space(p);
    bool go = !eat(p, ']');
    while (go && !p->code) {
        const Json *item = parse_value(p);
        if (!item) return NULL;
        ARENA_PUSH(p->a, &elements, item);
        go = more(p, ']');
    }
    p->depth--;
    v->ptr = elements.items;
    v->len = elements.count;
    return v;
}

static bool parse_member(Parser *p, Members *members)
{
    if (!eat(p, '"')) {
        fail(p, p->pos < p->text.len ? "Expected a double-quoted property name" : unexpected(p));
        return false;
    }
    Str key = parse_string(p);
    skip_space(p);
    if (!eat(p, ':')) {
        fail(p, p->pos < p->text.len ? "Expected ':' after property name" : unexpected(p));
        return false;
    }
    const Json *value = parse_value(p);
    if (!value) return false;
    ARENA_PUSH(p->a, members, (JsonMember){key, value});
    return true;
}

static const Json *parse_object(Parser *p)
{
    Json *v = node(p, JSON_OBJECT, p->pos++);
    Members members = {};
    if (!enter(p)) return NULL;
    skip_space(p);
    bool go = !eat(p, '}');
    while (go && !p->code) {
        if (!parse_member(p, &members)) return NULL;
        go = more(p, '}');
    }
    p->depth--;
    v->members = members.items;
    v->len = members.count;
    return v;
}

static const Json *parse_word(Parser *p, Str word, JsonType type)
{
    size_t start = p->pos;
    if (!str_starts(str_from(p->text, start), word)) {
        fail(p, unexpected(p));
        return NULL;
    }
    p->pos += word.len;
    return node(p, type, start);
}

static const Json *parse_quoted(Parser *p)
{
    Json *v = node(p, JSON_STRING, p->pos++);
    v->string = parse_string(p);
    return p->code ? NULL : v;
}

static const Json *parse_value(Parser *p)
{
    skip_space(p);
    switch (peek(p)) {
    case '{': return parse_object(p);
    case '[': return parse_array(p);
    case '"': return parse_quoted(p);
    case 't': return parse_word(p, STR("true"), JSON_TRUE);
    case 'f': return parse_word(p, STR("false"), JSON_FALSE);
    case 'n': return parse_word(p, STR("null"), JSON_NULL);
    default: return parse_number(p);
    }
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

Err json_parse(Arena *a, Str text, JsonFlags flags, const Json **out)
{
    if (text.len > UINT32_MAX) return err(ERR_TOO_BIG);
    Parser p = {.a = a, .text = text, .flags = flags};
    if (str_starts(text, STR("\xEF\xBB\xBF"))) p.pos = 3;
    const Json *value = parse_value(&p);
    if (!(flags & JSON_PREFIX)) skip_space(&p);
    if (!p.code && p.pos < text.len && !(flags & JSON_PREFIX)) fail(&p, unexpected(&p));
    if (p.code) return error_of(&p);
    *out = value;
    return OK;
}

// --- access -------------------------------------------------------------------------------------

JsonMember json_member(const Json *object, size_t i)
{
    CHECK(object && object->type == JSON_OBJECT);
    struct { const JsonMember *ptr; size_t len; } members = {object->members, object->len};
    return AT(members, i);
}

const Json *json_get(const Json *object, Str key)
{
    if (!object || object->type != JSON_OBJECT) return NULL;
    for (size_t i = object->len; i > 0; i--) {
        JsonMember m = json_member(object, i - 1);
        if (str_eq(m.key, key)) return m.value;
    }
    return NULL;
}

Str json_str(const Json *value)
{
    return value && value->type == JSON_STRING ? value->string : (Str){};
}

static void quote_ascii(Buf *out, char c)
{
    switch (c) {
    case '"': buf_put(out, STR("\\\"")); return;
    case '\\': buf_put(out, STR("\\\\")); return;
    case '\b': buf_put(out, STR("\\b")); return;
    case '\f': buf_put(out, STR("\\f")); return;
    case '\n': buf_put(out, STR("\\n")); return;
    case '\r': buf_put(out, STR("\\r")); return;
    case '\t': buf_put(out, STR("\\t")); return;
    default:
        if ((uint8_t)c < 0x20) buf_put_fmt(out, "\\u%04x", (unsigned)(uint8_t)c);
        else buf_put_char(out, c);
    }
}

// A lone surrogate in WTF-8, or 0.
static uint32_t surrogate_at(Str text, size_t pos)
{
    uint8_t a = (uint8_t)str_peek(text, pos + 1), b = (uint8_t)str_peek(text, pos + 2);
    if ((uint8_t)str_at(text, pos) != 0xED || a < 0xA0 || a > 0xBF || (b & 0xC0) != 0x80) return 0;
    return 0xD000u | (uint32_t)(a & 0x3F) << 6 | (b & 0x3F);
}

void json_quote(Buf *out, Str text)
{
    buf_put_char(out, '"');
    for (size_t i = 0; i < text.len;) {
        char c = str_at(text, i);
        if ((uint8_t)c < 0x80) {
            quote_ascii(out, c);
            i++;
            continue;
        }
        uint32_t surrogate = surrogate_at(text, i);
        Rune r = utf8_decode(text, i);
        if (surrogate) buf_put_fmt(out, "\\u%04x", surrogate);
        else buf_put_rune(out, r.value);
        i += surrogate ? 3 : r.len;
    }
    buf_put_char(out, '"');
}
