// lex_literal.c - numbers, strings, templates, regular expressions and JSX text.
#include "base/utf.h"
#include "js/lex.h"
#include "js/regex.h"

static char at(const Lexer *l, uint32_t pos) { return str_peek(l->src, pos); }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// ---- numbers --------------------------------------------------------------------------------------------

// Digits of `base` with single separators between them. Returns the end; reports misplaced `_`.
static uint32_t digits(Lexer *l, uint32_t pos, int base)
{
    bool may_separate = false;
    for (;; pos++) {
        char c = at(l, pos);
        int value = js_hex_value(c);
        if (value >= 0 && value < base) {
            may_separate = true;
        } else if (c == '_' && pos < l->src.len) {
            if (!may_separate) lex_error(l, pos, pos + 1, "Unexpected numeric separator");
            may_separate = false;
        } else {
            break;
        }
    }
    if (pos > 0 && at(l, pos - 1) == '_') lex_error(l, pos - 1, pos, "Unexpected numeric separator");
    return pos;
}

static void end_number(Lexer *l, uint32_t pos, JsToken tok)
{
    if (l->diag.set) return;
    l->pos = pos;
    if (is_digit(at(l, pos)) || lex_is_id_at(l, pos)) {
        lex_error(l, pos, pos + 1, "Unexpected identifier directly after number");
        return;
    }
    l->tok = (uint8_t)tok;
}

static void radix_number(Lexer *l, int base)
{
    uint32_t from = l->start + 2;
    uint32_t pos = at(l, from) == '_' ? from : digits(l, from, base);
    if (l->diag.set) return;
    if (pos == from) {
        lex_error(l, l->start, from, "Expected a digit after \"%.*s\"",
                  STR_FMT(str_sub(l->src, l->start, from)));
        return;
    }
    bool big = at(l, pos) == 'n';
    end_number(l, pos + big, big ? T_BIGINT : T_NUMBER);
}

static uint32_t exponent(Lexer *l, uint32_t pos)
{
    char c = at(l, pos);
    if (c != 'e' && c != 'E') return pos;
    uint32_t from = pos + 1;
    if (at(l, from) == '+' || at(l, from) == '-') from++;
    if (!is_digit(at(l, from))) {
        lex_error(l, pos, from, "Expected a digit in the exponent");
        return pos;
    }
    return digits(l, from, 10);
}

static uint32_t fraction(Lexer *l, uint32_t pos)
{
    if (at(l, pos) != '.') return pos;
    if (at(l, pos + 1) == '_') lex_error(l, pos + 1, pos + 2, "Unexpected numeric separator");
    return is_digit(at(l, pos + 1)) ? digits(l, pos + 1, 10) : pos + 1;
}

// 010 (octal) or 089 (decimal), Annex B; no separators, no BigInt.
static void legacy_number(Lexer *l)
{
    uint32_t pos = l->start;
    bool octal = true;
    for (; is_digit(at(l, pos)); pos++) octal = octal && at(l, pos) < '8';
    l->octal = l->start + 1;
    if (at(l, pos) == '_') lex_error(l, pos, pos + 1, "Unexpected numeric separator");
    if (!octal) pos = exponent(l, fraction(l, pos));
    end_number(l, pos, T_NUMBER);
}

void lex_number(Lexer *l)
{
    char c = at(l, l->start), second = at(l, l->start + 1);
    if (c == '0') {
        if ((second | 32) == 'x') return radix_number(l, 16);
        if ((second | 32) == 'o') return radix_number(l, 8);
        if ((second | 32) == 'b') return radix_number(l, 2);
        if (is_digit(second)) return legacy_number(l);
        if (second == '_') return lex_error(l, l->start + 1, l->start + 2, "Unexpected numeric separator");
    }
    uint32_t pos = c == '.' ? l->start : digits(l, l->start, 10);
    if (c != '.' && at(l, pos) == 'n') return end_number(l, pos + 1, T_BIGINT);
    end_number(l, exponent(l, fraction(l, pos)), T_NUMBER);
}

// ---- escapes --------------------------------------------------------------------------------------------

// Checks the escape whose backslash is at `pos`; returns the position behind it. `*bad` if malformed.
static uint32_t skip_escape(Lexer *l, uint32_t pos, bool template, bool *bad)
{
    uint32_t rune, len;
    char c = at(l, pos + 1);
    if (pos + 1 >= l->src.len) return pos + 1;
    switch (c) {
    case 'u':
        len = js_unicode_escape(l->src, pos + 1, &rune);
        *bad = *bad || !len;
        return pos + 1 + (len ? len : 1);
    case 'x':
        if (js_hex_value(at(l, pos + 2)) < 0 || js_hex_value(at(l, pos + 3)) < 0) {
            *bad = true;
            return pos + 2;
        }
        return pos + 4;
    case '0' ... '9':
        if (c == '0' && !is_digit(at(l, pos + 2))) return pos + 2;
        if (template)
            *bad = true;
        else if (!l->octal)
            l->octal = pos + 1;
        return pos + 2;
    case '\r': return at(l, pos + 2) == '\n' ? pos + 3 : pos + 2;
    default: return pos + 1 + ((uint8_t)c < 0x80 ? 1 : utf8_decode(l->src, pos + 1).len);
    }
}

// ---- strings --------------------------------------------------------------------------------------------

static const uint8_t double_stops[256] = {['"'] = 1, ['\\'] = 1, ['\n'] = 1, ['\r'] = 1};
static const uint8_t single_stops[256] = {['\''] = 1, ['\\'] = 1, ['\n'] = 1, ['\r'] = 1};
static const uint8_t template_stops[256] = {['`'] = 1, ['\\'] = 1, ['$'] = 1};
static const uint8_t regex_stops[256] = {
    ['/'] = 1, ['\\'] = 1, ['['] = 1, [']'] = 1, ['\n'] = 1, ['\r'] = 1, [0xE2] = 1};
static const uint8_t jsx_stops[256] = {['{'] = 1, ['<'] = 1, ['&'] = 1};

UNSAFE_BEGIN
static uint32_t skip_until(Str s, uint32_t pos, const uint8_t *stops)
{
    const uint8_t *p = (const uint8_t *)s.ptr;
    uint32_t end = (uint32_t)s.len;
    while (pos < end && !stops[p[pos]]) pos++;
    return pos;
}
UNSAFE_END

void lex_string(Lexer *l, char quote)
{
    const uint8_t *stops = quote == '"' ? double_stops : single_stops;
    bool bad = false;
    for (uint32_t pos = l->start + 1;;) {
        pos = skip_until(l->src, pos, stops);
        char c = at(l, pos);
        if (c == quote && pos < l->src.len) {
            l->pos = pos + 1;
            l->tok = T_STRING;
            return;
        }
        if (c != '\\') {
            lex_error(l, l->start, l->start + 1, "Unterminated string literal");
            return;
        }
        l->escaped = true;
        uint32_t from = pos;
        pos = skip_escape(l, pos, false, &bad);
        if (bad) {
            lex_error(l, from, pos, "Invalid escape sequence");
            return;
        }
    }
}

void lex_template(Lexer *l, bool head)
{
    for (uint32_t pos = l->pos;;) {
        pos = skip_until(l->src, pos, template_stops);
        if (pos >= l->src.len) {
            lex_error(l, l->start, l->start + 1, "Unterminated template literal");
            return;
        }
        char c = at(l, pos);
        if (c == '\\') {
            l->escaped = true;
            pos = skip_escape(l, pos, true, &l->bad_escape);
        } else if (c == '`') {
            l->pos = pos + 1;
            l->tok = head ? T_TEMPLATE : T_TEMPLATE_TAIL;
            return;
        } else if (at(l, pos + 1) == '{') {
            l->pos = pos + 2;
            l->tok = head ? T_TEMPLATE_HEAD : T_TEMPLATE_MIDDLE;
            return;
        } else {
            pos++;
        }
    }
}

void lex_template_rest(Lexer *l)
{
    l->pos = l->start + 1;
    l->escaped = l->bad_escape = false;
    lex_template(l, false);
}

// ---- regular expressions
// -----------------------------------------------------------------------------------

static bool ends_line(Lexer *l, uint32_t pos)
{
    if (pos >= l->src.len) return true;
    char c = at(l, pos);
    if (c == '\n' || c == '\r') return true;
    return (uint8_t)c == 0xE2 && (uint8_t)at(l, pos + 1) == 0x80 && ((uint8_t)at(l, pos + 2) & 0xFE) == 0xA8;
}

// The closing slash, or 0.
static uint32_t regex_end(Lexer *l)
{
    bool in_class = false;
    for (uint32_t pos = l->start + 1;; pos++) {
        pos = skip_until(l->src, pos, regex_stops);
        if (ends_line(l, pos)) return 0;
        char c = at(l, pos);
        if (c == '/' && !in_class) return pos;
        if (c == '[') in_class = true;
        if (c == ']') in_class = false;
        if (c == '\\' && ends_line(l, ++pos)) return 0;
    }
}

void lex_regex(Lexer *l)
{
    uint32_t slash = regex_end(l);
    if (!slash) {
        lex_error(l, l->start, l->start + 1, "Unterminated regular expression");
        return;
    }
    uint32_t pos = slash + 1;
    while (js_is_id_continue((uint8_t)at(l, pos)) && at(l, pos) != '\\' && (uint8_t)at(l, pos) < 0x80) pos++;
    if (lex_is_id_at(l, pos)) {
        lex_error(l, pos, pos + 1, "Invalid regular expression flag");
        return;
    }
    const char *what = "";
    uint32_t where = 0;
    if (!js_regex_check(l->names->arena, str_sub(l->src, l->start + 1, slash),
                        str_sub(l->src, slash + 1, pos), &what, &where)) {
        lex_error(l, l->start + 1 + where, slash, "Invalid regular expression: %s", what);
        return;
    }
    l->octal = slash + 1;
    l->pos = pos;
    l->tok = T_REGEX;
}

// ---- JSX ------------------------------------------------------------------------------------------------

void lex_jsx_name(Lexer *l)
{
    uint32_t pos = l->pos;
    if (l->escaped) {
        lex_error(l, l->start, pos, "Escapes are not allowed in JSX names");
        return;
    }
    while (at(l, pos) == '-' || js_is_id_continue((uint8_t)at(l, pos) < 0x80 ? (uint8_t)at(l, pos) : 0))
        pos++;
    if (pos != l->pos) l->atom = js_intern(l->names, str_sub(l->src, l->start, pos));
    l->pos = pos;
    l->tok = T_JSX_NAME;
}

// `}` and `>` are taken as text, as Bun does.
void lex_jsx_child(Lexer *l)
{
    l->prev_end = l->start = l->pos;
    l->newline = l->escaped = false;
    l->octal = 0;
    if (l->diag.set) return;
    for (;; l->pos++) {
        l->pos = skip_until(l->src, l->pos, jsx_stops);
        if (at(l, l->pos) != '&' || l->pos >= l->src.len) break;
        l->escaped = true;
    }
    char c = at(l, l->pos);
    if (l->pos > l->start) {
        l->tok = T_JSX_TEXT;
        return;
    }
    if (l->pos >= l->src.len) {
        l->tok = T_EOF;
        return;
    }
    l->pos++;
    l->tok = c == '{' ? T_LBRACE : T_LT;
}

static bool is_blank(char c)
{
    uint8_t class = ELEM(js_char_class, (uint8_t)c);
    return class == C_SPACE || class == C_NEWLINE;
}

void lex_jsx_attr_value(Lexer *l)
{
    Lexer before = *l;
    lex_next(l);
    if (!l->diag.set && l->tok != T_STRING) return;
    // A JSX string ends at its quote whatever stands before it, and may span lines.
    uint32_t start = before.pos;
    *l = before;
    while (start < l->src.len && is_blank(at(l, start))) start++;
    char quote = at(l, start);
    if (quote != '"' && quote != '\'') return lex_next(l);
    size_t end = str_find_char(str_from(l->src, start + 1), quote);
    l->prev_end = l->pos;
    if (end == STR_NONE) {
        lex_error(l, start, start + 1, "Unterminated string literal");
        return;
    }
    l->start = start;
    l->pos = start + 1 + (uint32_t)end + 1;
    l->escaped = str_find_char(str_sub(l->src, start, l->pos), '&') != STR_NONE;
    l->newline = false;
    l->tok = T_STRING;
}
