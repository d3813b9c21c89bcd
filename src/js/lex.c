// lex.c - white space, comments, punctuation and the dispatch to the other token scanners.
#include "js/lex.h"

#include <stdarg.h>

#include "base/utf.h"

#define LETTERS(from, to) [from ... to] = C_ID
const uint8_t js_char_class[256] = {
    LETTERS('a', 'z'),
    LETTERS('A', 'Z'),
    ['$'] = C_ID,
    ['_'] = C_ID,
    ['\\'] = C_ESCAPE,
    ['0' ... '9'] = C_DIGIT,
    [' '] = C_SPACE,
    ['\t'] = C_SPACE,
    ['\v'] = C_SPACE,
    ['\f'] = C_SPACE,
    ['\n'] = C_NEWLINE,
    ['\r'] = C_NEWLINE,
    [0x80 ... 0xFF] = C_HIGH,
};

static const char *const token_texts[T_COUNT] = {
#define TOKEN(id, text) [T_##id] = text,
#define PUNCT(id, text, binary, assign) [T_##id] = text,
#include "js/tokens.def"
#undef TOKEN
#undef PUNCT
#define WORD(id, text) [T_##id] = text,
#define ATOM(id, text)
#include "js/atoms.def"
#undef WORD
#undef ATOM
};

const char *js_token_text(JsToken tok) { return ELEM(token_texts, tok); }

int js_hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

void lex_error(Lexer *l, uint32_t start, uint32_t end, const char *format, ...)
{
    if (!l->diag.set) {
        va_list args;
        va_start(args, format);
        l->diag = (Diag){.set = true, .start = start, .end = end};
        l->diag.text = arena_vfmt(l->names->arena, format, args);
        va_end(args);
    }
    l->tok = T_EOF;
    l->pos = l->start = (uint32_t)l->src.len;
}

// ---- comments -------------------------------------------------------------------------------------------

static const uint8_t line_stops[256] = {['\n'] = 1, ['\r'] = 1, [0xE2] = 1};
static const uint8_t block_stops[256] = {['\n'] = 1, ['\r'] = 1, [0xE2] = 1, ['*'] = 1};

UNSAFE_BEGIN
// First position from `pos` on whose byte is marked in `stops`, or the end.
static uint32_t skip_until(Str s, uint32_t pos, const uint8_t *stops)
{
    const uint8_t *p = (const uint8_t *)s.ptr;
    uint32_t end = (uint32_t)s.len;
    while (pos < end && !stops[p[pos]]) pos++;
    return pos;
}
UNSAFE_END

// Behind ASCII white space; `*newline` becomes true if a line ended in it.
static inline uint32_t skip_spaces(Str s, uint32_t pos, bool *newline)
{
    while (pos < s.len) {
        uint8_t class = ELEM(js_char_class, (uint8_t)str_at(s, pos));
        if (class != C_SPACE && class != C_NEWLINE) break;
        pos++;
        if (class == C_SPACE) continue;
        *newline = true;
        pos = (uint32_t)str_skip(s, pos, ' ');
    }
    return pos;
}

// U+2028 or U+2029 here?
static bool is_separator(Str s, uint32_t pos)
{
    return (uint8_t)str_peek(s, pos) == 0xE2 && (uint8_t)str_peek(s, pos + 1) == 0x80 &&
           ((uint8_t)str_peek(s, pos + 2) & 0xFE) == 0xA8;
}

static void keep_comment(Lexer *l, uint32_t start, uint32_t end, JsCommentKind kind)
{
    JsTree *t = l->names->tree;
    // Speculation may meet a comment twice.
    if (t->comments.count && ITEM(t->comments, t->comments.count - 1).start >= start) return;
    ARENA_PUSH(l->names->arena, &t->comments, (JsComment){start, end, kind});
}

static bool is_pragma(Str text, size_t at, Str word)
{
    return str_starts(str_from(text, at), word) && !lex_is_id_at(&(Lexer){.src = text}, (uint32_t)(at + word.len));
}

// The first @license, @preserve or @jsx... decides what the comment is kept as.
static void note_pragma(Lexer *l, uint32_t start, uint32_t end)
{
    Str text = str_sub(l->src, start, end);
    bool jsx = false;
    for (size_t at = 0; at < text.len; at++) {
        size_t mark = str_find_char(str_from(text, at), '@');
        if (mark == STR_NONE) break;
        at += mark;
        if (is_pragma(text, at, STR("@license")) || is_pragma(text, at, STR("@preserve"))) {
            keep_comment(l, start, end, COMMENT_LEGAL);
            return;
        }
        jsx = jsx || str_starts(str_from(text, at), STR("@jsx"));
    }
    if (jsx) keep_comment(l, start, end, COMMENT_JSX_PRAGMA);
}

// Comments that later passes want; most have neither of the marker characters.
static void note_comment(Lexer *l, uint32_t start, uint32_t end)
{
    Str text = str_sub(l->src, start + 2, end);
    char first = str_peek(text, 0);
    size_t at = str_find_char(text, '@');
    if (at == STR_NONE && first != '!' && str_find_char(text, '#') == STR_NONE) return;
    if (first == '!') keep_comment(l, start, end, COMMENT_LEGAL);
    bool hash = first == '#' || (first == '@' || first == ' ');
    if (hash && str_find(text, STR("__PURE__")) != STR_NONE) l->pure = true;
    if (hash && str_find(text, STR("__NO_SIDE_EFFECTS__")) != STR_NONE)
        keep_comment(l, start, end, COMMENT_NO_SIDE_EFFECTS);
    if ((first == '#' || first == '@') && str_starts(str_from(text, 1), STR(" sourceMappingURL=")))
        keep_comment(l, start, end, COMMENT_SOURCE_MAP);
    if (at != STR_NONE) note_pragma(l, start, end);
}

// `pos` is behind the comment's opening; leaves it at the line terminator.
static void line_comment(Lexer *l, uint32_t start)
{
    uint32_t pos = l->pos;
    for (;; pos++) {
        pos = skip_until(l->src, pos, line_stops);
        if ((uint8_t)str_peek(l->src, pos) != 0xE2 || is_separator(l->src, pos)) break;
    }
    l->pos = pos;
    note_comment(l, start, pos);
}

static void block_comment(Lexer *l, uint32_t start)
{
    for (uint32_t pos = start + 2;; pos++) {
        pos = skip_until(l->src, pos, block_stops);
        if (pos >= l->src.len) {
            lex_error(l, start, start + 2, "Expected \"*/\" to terminate multi-line comment");
            return;
        }
        char c = str_at(l->src, pos);
        if (c == '*' && str_peek(l->src, pos + 1) == '/') {
            l->pos = pos + 2;
            note_comment(l, start, l->pos);
            return;
        }
        if (c == '\n' || c == '\r' || is_separator(l->src, pos)) l->newline = true;
    }
}

// HTML-like comments of Annex B; false if there is none here.
static bool html_comment(Lexer *l, bool open)
{
    uint32_t len = open ? 4 : 3;
    if (!str_eq(str_sub(l->src, l->pos, l->pos + len), open ? STR("<!--") : STR("-->"))) return false;
    l->html = l->pos + 1;
    if (!l->html_comments) return false;
    l->pos += len;
    line_comment(l, l->pos - len);
    return true;
}

// White space beyond ASCII; false if the rune is something else.
static bool high_space(Lexer *l)
{
    Rune r = utf8_decode(l->src, l->pos);
    if (r.bad || !rune_is_space(r.value)) return false;
    if (r.value == 0x2028 || r.value == 0x2029) l->newline = true;
    l->pos += r.len;
    return true;
}

// A comment at `/`; false if it is another token.
static bool slash_comment(Lexer *l)
{
    char second = str_peek(l->src, l->pos + 1);
    uint32_t start = l->pos;
    if (second == '/') {
        l->pos += 2;
        line_comment(l, start);
        return true;
    }
    if (second != '*') return false;
    block_comment(l, start);
    return true;
}

// Leaves pos at the next token's first byte, or at the end.
static void skip_trivia(Lexer *l)
{
    for (;;) {
        l->pos = skip_spaces(l->src, l->pos, &l->newline);
        if (l->pos >= l->src.len) return;
        char c = str_at(l->src, l->pos);
        switch (ELEM(js_char_class, (uint8_t)c)) {
        case C_HIGH:
            if (!high_space(l)) return;
            continue;
        case C_OTHER:
            if (c == '/' && slash_comment(l)) continue;
            if (c == '<' && html_comment(l, true)) continue;
            if (c == '-' && l->newline && html_comment(l, false)) continue;
            return;
        default: return;
        }
    }
}

// ---- punctuation ----------------------------------------------------------------------------------------

static void punct(Lexer *l, JsToken tok, uint32_t len)
{
    l->tok = (uint8_t)tok;
    l->pos = l->start + len;
}

static char ahead(const Lexer *l, uint32_t n) { return str_peek(l->src, l->start + n); }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// c, cc, c=, cc= for the logical and bitwise operators.
static void doubled(Lexer *l, char c, const JsToken toks[4])
{
    bool twice = ahead(l, 1) == c;
    bool assign = ahead(l, twice ? 2 : 1) == '=';
    struct {
        const JsToken *ptr;
        size_t len;
    } row = {toks, 4};
    punct(l, AT(row, (size_t)(twice ? 1 : 0) + (size_t)(assign ? 2 : 0)), 1u + twice + assign);
}

static void equals(Lexer *l, bool negated)
{
    if (ahead(l, 1) == '=') {
        bool strict = ahead(l, 2) == '=';
        punct(l, negated ? (strict ? T_SNE : T_NE) : (strict ? T_SEQ : T_EQ), strict ? 3 : 2);
        return;
    }
    if (!negated && ahead(l, 1) == '>')
        punct(l, T_ARROW, 2);
    else
        punct(l, negated ? T_NOT : T_ASSIGN, 1);
}

static void less(Lexer *l)
{
    if (ahead(l, 1) == '<')
        punct(l, ahead(l, 2) == '=' ? T_SHL_ASSIGN : T_SHL, ahead(l, 2) == '=' ? 3 : 2);
    else
        punct(l, ahead(l, 1) == '=' ? T_LE : T_LT, ahead(l, 1) == '=' ? 2 : 1);
}

static void greater(Lexer *l)
{
    static const JsToken plain[] = {T_GT, T_SHR, T_USHR};
    static const JsToken assign[] = {T_GE, T_SHR_ASSIGN, T_USHR_ASSIGN};
    uint32_t n = ahead(l, 1) != '>' ? 0 : ahead(l, 2) != '>' ? 1 : 2;
    if (ahead(l, n + 1) == '=')
        punct(l, ELEM(assign, n), n + 2);
    else
        punct(l, ELEM(plain, n), n + 1);
}

static void question(Lexer *l)
{
    if (ahead(l, 1) == '?')
        punct(l, ahead(l, 2) == '=' ? T_NULLISH_ASSIGN : T_NULLISH, ahead(l, 2) == '=' ? 3 : 2);
    else if (ahead(l, 1) == '.' && !is_digit(ahead(l, 2)))
        punct(l, T_QUESTION_DOT, 2);
    else
        punct(l, T_QUESTION, 1);
}

static void dot(Lexer *l)
{
    if (is_digit(ahead(l, 1)))
        lex_number(l);
    else if (ahead(l, 1) == '.' && ahead(l, 2) == '.')
        punct(l, T_ELLIPSIS, 3);
    else
        punct(l, T_DOT, 1);
}

static void with_assign(Lexer *l, JsToken plain, JsToken assign)
{
    bool is = ahead(l, 1) == '=';
    punct(l, is ? assign : plain, is ? 2 : 1);
}

static void unexpected(Lexer *l)
{
    lex_error(l, l->start, l->start + 1, "Unexpected character \"%c\"", str_at(l->src, l->start));
}

static void operator_token(Lexer *l, char c)
{
    static const JsToken and_toks[] = {T_BIT_AND, T_AND, T_BIT_AND_ASSIGN, T_AND_ASSIGN};
    static const JsToken or_toks[] = {T_BIT_OR, T_OR, T_BIT_OR_ASSIGN, T_OR_ASSIGN};
    static const JsToken star_toks[] = {T_STAR, T_POW, T_MUL_ASSIGN, T_POW_ASSIGN};
    switch (c) {
    case '=': equals(l, false); break;
    case '!': equals(l, true); break;
    case '<': less(l); break;
    case '>': greater(l); break;
    case '?': question(l); break;
    case '.': dot(l); break;
    case '&': doubled(l, c, and_toks); break;
    case '|': doubled(l, c, or_toks); break;
    case '*': doubled(l, c, star_toks); break;
    case '+':
        if (ahead(l, 1) == '+')
            punct(l, T_INC, 2);
        else
            with_assign(l, T_PLUS, T_ADD_ASSIGN);
        break;
    case '-':
        if (ahead(l, 1) == '-')
            punct(l, T_DEC, 2);
        else
            with_assign(l, T_MINUS, T_SUB_ASSIGN);
        break;
    case '/': with_assign(l, T_SLASH, T_DIV_ASSIGN); break;
    case '%': with_assign(l, T_PERCENT, T_MOD_ASSIGN); break;
    case '^': with_assign(l, T_BIT_XOR, T_BIT_XOR_ASSIGN); break;
    default: unexpected(l); break;
    }
}

// Characters that are a token whatever follows. A table, because half of all tokens are among them and a
// jump that depends on the character is mispredicted.
static const uint8_t lone_tokens[256] = {
    ['('] = T_LPAREN, [')'] = T_RPAREN, ['{'] = T_LBRACE, ['}'] = T_RBRACE, ['['] = T_LBRACKET, [']'] = T_RBRACKET,
    [';'] = T_SEMICOLON, [','] = T_COMMA, [':'] = T_COLON, ['~'] = T_TILDE, ['@'] = T_AT,
};

static void other_token(Lexer *l, char c)
{
    switch (c) {
    case '#': lex_private_name(l); break;
    case '"':
    case '\'': lex_string(l, c); break;
    case '`':
        l->pos = l->start + 1;
        lex_template(l, true);
        break;
    default: operator_token(l, c); break;
    }
}

void lex_next(Lexer *l)
{
    l->prev_end = l->pos;
    l->newline = l->tok == T_EOF; // the first token starts a line
    l->escaped = l->bad_escape = l->pure = false;
    l->octal = 0;
    skip_trivia(l);
    if (l->diag.set) return;
    l->start = l->pos;
    if (l->pos >= l->src.len) {
        l->tok = T_EOF;
        return;
    }
    char c = str_at(l->src, l->pos);
    JsToken lone = (JsToken)ELEM(lone_tokens, (uint8_t)c);
    if (lone) {
        punct(l, lone, 1);
        return;
    }
    switch (ELEM(js_char_class, (uint8_t)c)) {
    case C_ID:
    case C_ESCAPE:
    case C_HIGH: lex_identifier(l); break;
    case C_DIGIT: lex_number(l); break;
    default: other_token(l, c); break;
    }
}

void lex_split_gt(Lexer *l) { punct(l, T_GT, 1); }

void lex_split_lt(Lexer *l) { punct(l, T_LT, 1); }

void lex_init(Lexer *l, Str src, JsNameTable *names)
{
    *l = (Lexer){.src = src, .names = names, .newline = true, .html_comments = true};
    if (str_starts(src, STR("\xEF\xBB\xBF"))) l->pos = 3;
    if (!str_starts(str_from(src, l->pos), STR("#!"))) return;
    l->pos += 2;
    line_comment(l, l->pos - 2);
    names->tree->hashbang_end = l->pos;
}
