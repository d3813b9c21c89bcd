// json5.c - see json5.h. The first error moves the cursor to the end, so every rule unwinds by itself.
//
// Messages are Bun's, which reads tokens ahead: what is no token is reported as such before its place is judged.
#include "base/json5.h"

#include <math.h>

#include "base/diag.h"
#include "base/num.h"
#include "base/utf.h"

typedef struct Parser {
    Arena *a;
    Str text;
    size_t pos;
    uint32_t depth;
    int code;
    size_t bad_at;
    const char *what;
} Parser;

static const Json *parse_value(Parser *p);
static void refuse_token(Parser *p, const char *what);

static void fail_as(Parser *p, int code, size_t at, const char *what)
{
    if (p->code) return;
    p->code = code;
    p->bad_at = at;
    p->what = what;
    p->pos = p->text.len;
}

static bool ended(const Parser *p) { return p->pos >= p->text.len; }
static char peek(const Parser *p) { return str_peek(p->text, p->pos); }

static void fail(Parser *p, const char *what)
{
    fail_as(p, ERR_BAD_JSON, p->pos, ended(p) ? "Unexpected end of input" : what);
}

static bool eat(Parser *p, char c)
{
    if (ended(p) || peek(p) != c) return false;
    p->pos++;
    return true;
}

static Json *node(Parser *p, JsonType type)
{
    Json *v = ARENA_NEW(p->a, Json);
    v->type = type;
    v->offset = u32_of(p->pos);
    return v;
}

// --- blanks ---------------------------------------------------------------------------------------

static bool is_line_end(uint32_t rune) { return rune == '\n' || rune == '\r' || rune == 0x2028 || rune == 0x2029; }

static void skip_comment(Parser *p)
{
    if (str_peek(p->text, p->pos + 1) == '*') {
        size_t end = str_find_from(p->text, STR("*/"), p->pos + 2);
        if (end == STR_NONE) fail_as(p, ERR_BAD_JSON, p->pos, "Unterminated multi-line comment");
        else p->pos = end + 2;
        return;
    }
    while (!ended(p)) {
        Rune r = utf8_decode(p->text, p->pos);
        if (is_line_end(r.value)) return;
        p->pos += r.len;
    }
}

static void skip_blanks(Parser *p)
{
    while (!ended(p)) {
        char next = str_peek(p->text, p->pos + 1);
        if (peek(p) == '/' && (next == '/' || next == '*')) {
            skip_comment(p);
            continue;
        }
        Rune r = utf8_decode(p->text, p->pos);
        if (!rune_is_space(r.value)) return;
        p->pos += r.len;
    }
}

// --- strings --------------------------------------------------------------------------------------

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static uint32_t take_hex(Parser *p, size_t count, const char *what)
{
    uint32_t value = 0;
    for (size_t i = 0; i < count; i++) {
        int digit = ended(p) ? -1 : hex_digit(peek(p));
        if (digit < 0) {
            fail_as(p, ERR_BAD_JSON, p->pos, what);
            return 0;
        }
        value = value << 4 | (uint32_t)digit;
        p->pos++;
    }
    return value;
}

static const char bad_unicode[] = "Invalid unicode escape: expected 4 hex digits";

// Cursor behind "\u". A pair of escapes is one code point; a lone surrogate stays one.
static uint32_t take_unicode(Parser *p)
{
    uint32_t rune = take_hex(p, 4, bad_unicode);
    if (rune >= 0xD800 && rune < 0xDC00 && peek(p) == '\\' && str_peek(p->text, p->pos + 1) == 'u') {
        size_t back = p->pos;
        p->pos += 2;
        uint32_t low = take_hex(p, 4, bad_unicode);
        if (low >= 0xDC00 && low < 0xE000) return 0x10000 + ((rune - 0xD800) << 10) + (low - 0xDC00);
        if (!p->code) p->pos = back;
    }
    return rune;
}

static void take_escape(Parser *p, Buf *out)
{
    static const char names[] = "bfnrtv", values[] = "\b\f\n\r\t\v";
    Rune r = utf8_decode(p->text, p->pos);
    if (ended(p)) {
        fail_as(p, ERR_BAD_JSON, p->pos, "Unexpected end of input in escape sequence");
        return;
    }
    p->pos += r.len;
    for (size_t i = 0; i + 1 < sizeof names; i++) {
        if ((uint32_t)ELEM(names, i) != r.value) continue;
        buf_put_char(out, ELEM(values, i));
        return;
    }
    if (r.value == 'x') buf_put_rune(out, take_hex(p, 2, "Invalid hex escape"));
    else if (r.value == 'u') buf_put_rune(out, take_unicode(p));
    else if (r.value == '\r') (void)eat(p, '\n');
    else if (is_line_end(r.value)) return;
    else if (r.value == '0' && !is_digit(peek(p))) buf_put_char(out, '\0');
    else if (r.value < 128 && is_digit((char)r.value)) fail_as(p, ERR_BAD_JSON, p->pos - 1, "Octal escape sequences are not allowed in JSON5");
    else buf_put_rune(out, r.value);
}

static Str take_string(Parser *p)
{
    AUTO(Buf) out = {};
    size_t start = p->pos;
    char quote = peek(p);
    p->pos++;
    while (!p->code) {
        if (ended(p) || peek(p) == '\n' || peek(p) == '\r') {
            fail_as(p, ERR_BAD_JSON, start, "Unterminated string");
        } else if (eat(p, quote)) {
            break;
        } else if (eat(p, '\\')) {
            take_escape(p, &out);
        } else {
            Rune r = utf8_decode(p->text, p->pos);
            buf_put_rune(&out, r.value);
            p->pos += r.len;
        }
    }
    return arena_str(p->a, buf_str(&out));
}

// --- numbers --------------------------------------------------------------------------------------

static size_t skip_digits(Parser *p)
{
    size_t start = p->pos;
    while (!ended(p) && is_digit(peek(p))) p->pos++;
    return p->pos - start;
}

static bool is_name_rune(uint32_t rune, bool first)
{
    if (rune >= 128) return !rune_is_space(rune) && rune != RUNE_BAD;
    char c = (char)rune;
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    return letter || (!first && is_digit(c));
}

static bool eat_word(Parser *p, Str word)
{
    if (!str_starts(str_from(p->text, p->pos), word)) return false;
    p->pos += word.len;
    return true;
}

// `word`, unless a longer name begins with it.
static bool eat_name(Parser *p, Str word)
{
    size_t start = p->pos;
    if (!eat_word(p, word)) return false;
    if (ended(p) || (peek(p) != '\\' && !is_name_rune(utf8_decode(p->text, p->pos).value, false))) return true;
    p->pos = start;
    return false;
}

// As in Bun a number of more than 64 bits is refused.
static double take_hex_number(Parser *p)
{
    uint64_t value = 0;
    bool bad = ended(p) || hex_digit(peek(p)) < 0;
    for (; !ended(p) && hex_digit(peek(p)) >= 0; p->pos++) {
        bad = bad || value >> 60;
        value = value << 4 | (uint64_t)hex_digit(peek(p));
    }
    if (bad) fail_as(p, ERR_BAD_JSON, p->pos, "Invalid hex number");
    return (double)value;
}

static double take_decimal(Parser *p)
{
    size_t start = p->pos;
    bool leading_zero = peek(p) == '0' && is_digit(str_peek(p->text, p->pos + 1));
    if (leading_zero) fail(p, "Leading zeros are not allowed in JSON5");
    size_t digits = skip_digits(p);
    if (eat(p, '.')) digits += skip_digits(p);
    if (digits && (eat(p, 'e') || eat(p, 'E'))) {
        if (!eat(p, '+')) (void)eat(p, '-');
        digits = skip_digits(p);
    }
    if (!digits) fail_as(p, ERR_BAD_JSON, p->pos, "Invalid number");
    return p->code ? 0 : json_f64(str_sub(p->text, start, p->pos));
}

static const Json *parse_number(Parser *p)
{
    Json *v = node(p, JSON_NUMBER);
    bool negative = eat(p, '-');
    bool is_signed = negative || eat(p, '+');
    char c = peek(p);
    if (eat_name(p, STR("Infinity"))) v->number = INFINITY;
    else if (eat_name(p, STR("NaN"))) v->number = (double)NAN;
    else if (!is_signed && !is_digit(c) && c != '.') refuse_token(p, "Unexpected token");
    else if (c != '.' && !is_digit(c)) fail(p, "Unexpected character");
    else if (eat_word(p, STR("0x")) || eat_word(p, STR("0X"))) v->number = take_hex_number(p);
    else v->number = take_decimal(p);
    if (negative) v->number = -v->number;
    return v;
}

static Str take_name(Parser *p)
{
    AUTO(Buf) out = {};
    while (!ended(p) && !p->code) {
        Rune r = utf8_decode(p->text, p->pos);
        size_t start = p->pos;
        p->pos += r.len;
        if (r.value == '\\') {
            if (!eat(p, 'u')) fail_as(p, ERR_BAD_JSON, start, bad_unicode);
            r.value = p->code ? 0 : take_unicode(p);
            if (!is_name_rune(r.value, out.len == 0)) fail_as(p, ERR_BAD_JSON, start, "Invalid identifier");
        } else if (!is_name_rune(r.value, out.len == 0)) {
            p->pos = start;
            break;
        }
        buf_put_rune(&out, r.value);
    }
    return arena_str(p->a, buf_str(&out));
}

// --- what cannot stand here -----------------------------------------------------------------------

static void skip_token(Parser *p)
{
    Rune r = utf8_decode(p->text, p->pos);
    char c = peek(p);
    if (c == '"' || c == '\'') (void)take_string(p);
    else if (c == '+' || c == '-' || c == '.' || is_digit(c)) (void)parse_number(p);
    else if (c == '\\' || is_name_rune(r.value, true)) (void)take_name(p);
    else if (str_find_char(STR("{}[]:,"), c) == STR_NONE) fail(p, "Unexpected character");
}

// `what` is wrong with the token at the cursor, if it is one.
static void refuse_token(Parser *p, const char *what)
{
    size_t at = p->pos;
    if (!ended(p)) skip_token(p);
    fail_as(p, ERR_BAD_JSON, at, what);
}

// --- containers -----------------------------------------------------------------------------------

static bool enter(Parser *p)
{
    if (p->depth >= JSON_MAX_DEPTH) fail_as(p, ERR_TOO_DEEP, p->pos, "JSON5 is nested too deeply");
    p->depth++;
    return !p->code;
}

// After an element: true if the list goes on. A trailing comma is fine.
static bool more(Parser *p, char close)
{
    skip_blanks(p);
    bool comma = eat(p, ',');
    if (comma) skip_blanks(p);
    if (eat(p, close)) return false;
    if (!comma) refuse_token(p, !ended(p) ? "Expected ','" : close == ']' ? "Unterminated array" : "Unterminated object");
    return !p->code;
}

static const Json *parse_array(Parser *p)
{
    Json *v = node(p, JSON_ARRAY);
    struct { const Json **items; uint32_t count, cap; } items = {};
    if (!enter(p)) return NULL;
    p->pos++;
    skip_blanks(p);
    bool go = !eat(p, ']');
    while (go && !p->code) {
        const Json *item = parse_value(p);
        if (!item) return NULL;
        ARENA_PUSH(p->a, &items, item);
        go = more(p, ']');
    }
    p->depth--;
    v->ptr = items.items;
    v->len = items.count;
    return v;
}

static Str take_key(Parser *p)
{
    bool named = peek(p) == '\\' || is_name_rune(utf8_decode(p->text, p->pos).value, true);
    if (ended(p)) fail(p, "");
    else if (!named) refuse_token(p, "Invalid identifier start character");
    return named && !p->code ? take_name(p) : (Str){};
}

static const Json *parse_object(Parser *p)
{
    Json *v = node(p, JSON_OBJECT);
    struct { JsonMember *items; uint32_t count, cap; } members = {};
    if (!enter(p)) return NULL;
    p->pos++;
    skip_blanks(p);
    bool go = !eat(p, '}');
    while (go && !p->code) {
        bool quoted = peek(p) == '"' || peek(p) == '\'';
        Str key = quoted ? take_string(p) : take_key(p);
        skip_blanks(p);
        if (!eat(p, ':')) refuse_token(p, "Expected ':' after object key");
        const Json *value = parse_value(p);
        if (!value) return NULL;
        ARENA_PUSH(p->a, &members, (JsonMember){key, value});
        go = more(p, '}');
    }
    p->depth--;
    v->members = members.items;
    v->len = members.count;
    return v;
}

static const Json *parse_word(Parser *p)
{
    Json *v = node(p, JSON_NULL);
    if (eat_name(p, STR("true"))) v->type = JSON_TRUE;
    else if (eat_name(p, STR("false"))) v->type = JSON_FALSE;
    else if (ended(p)) fail(p, "");
    else if (!eat_name(p, STR("null"))) refuse_token(p, "Unexpected token");
    return v;
}

static const Json *parse_quoted(Parser *p)
{
    Json *v = node(p, JSON_STRING);
    v->string = take_string(p);
    return v;
}

static const Json *parse_value(Parser *p)
{
    skip_blanks(p);
    char c = peek(p);
    const Json *v;
    switch (c) {
    case '{': v = parse_object(p); break;
    case '[': v = parse_array(p); break;
    case '"': case '\'': v = parse_quoted(p); break;
    case '+': case '-': case '.': case 'I': case 'N': v = parse_number(p); break;
    default: v = is_digit(c) ? parse_number(p) : parse_word(p);
    }
    return p->code ? NULL : v;
}

Err json5_parse(Arena *a, Str text, const Json **out)
{
    if (text.len > UINT32_MAX) return err(ERR_TOO_BIG);
    Parser p = {.a = a, .text = text};
    const Json *value = parse_value(&p);
    skip_blanks(&p);
    if (!p.code && !ended(&p)) refuse_token(&p, "Unexpected token after JSON5 value");
    if (!p.code) {
        *out = value;
        return OK;
    }
    LineCol at = diag_locate(text, p.bad_at);
    ErrInfo *info = ARENA_NEW(a, ErrInfo);
    info->detail = str_c(p.what);
    info->line = at.line;
    info->column = at.column;
    return (Err){.code = p.code, .info = info};
}
