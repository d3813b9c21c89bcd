// transform_skim.c - see transform_skim.h. A slash is decided by what stands before it: an operand, a
// keyword, or a bracket whose opening was classified when it was pushed.
#include "js/transform_skim.h"

#include "base/num.h"

enum { C_OTHER, C_SPACE, C_NEWLINE, C_WORD, C_DIGIT, C_QUOTE, C_HIGH };

static uint8_t char_class(char ch)
{
    static const uint8_t table[128] = {
        ['\t'] = C_SPACE, ['\v'] = C_SPACE, ['\f'] = C_SPACE, [' '] = C_SPACE,
        ['\n'] = C_NEWLINE, ['\r'] = C_NEWLINE,
        ['$'] = C_WORD, ['_'] = C_WORD, ['\\'] = C_WORD, ['#'] = C_WORD,
        ['A' ... 'Z'] = C_WORD, ['a' ... 'z'] = C_WORD, ['0' ... '9'] = C_DIGIT,
        ['"'] = C_QUOTE, ['\''] = C_QUOTE,
    };
    uint8_t byte = (uint8_t)ch;
    if (byte >= 128) return C_HIGH;
    return ELEM(table, byte);
}

void skim_init(Skim *s, Arena *a, Str src)
{
    *s = (Skim){.src = src, .a = a, .regex_ok = true};
    if (str_starts(src, STR("#!"))) {
        while (s->pos < src.len && char_class(str_at(src, s->pos)) != C_NEWLINE) s->pos++;
    }
}

bool skim_is_word(const Skim *s, Str word)
{
    return s->kind == SKIM_WORD && s->end - s->start == word.len && str_eq(skim_text(s), word);
}

bool skim_in_function(const Skim *s)
{
    for (uint32_t i = 0; i < s->opens.count; i++) {
        if (ITEM(s->opens, i).function) return true;
    }
    return false;
}

// Length of the non-ASCII white space at `pos` (NBSP, BOM, LS, PS, Zs), or 0.
static uint32_t high_space(Str src, size_t pos, bool *newline)
{
    uint8_t a = (uint8_t)str_peek(src, pos), b = (uint8_t)str_peek(src, pos + 1);
    uint8_t c = (uint8_t)str_peek(src, pos + 2);
    if (a == 0xC2 && b == 0xA0) return 2;
    if (a == 0xEF && b == 0xBB && c == 0xBF) return 3;
    if (a == 0xE2 && b == 0x80 && (c == 0xA8 || c == 0xA9)) {
        *newline = true;
        return 3;
    }
    if (a == 0xE2 && b == 0x80 && (c <= 0x8A || c == 0xAF)) return 3;
    if ((a == 0xE2 && b == 0x81 && c == 0x9F) || (a == 0xE3 && b == 0x80 && c == 0x80)) return 3;
    if (a == 0xE1 && b == 0x9A && c == 0x80) return 3;
    return 0;
}

static bool ends_line(Str src, size_t pos)
{
    bool newline = false;
    uint8_t class = char_class(str_at(src, pos));
    if (class == C_HIGH) high_space(src, pos, &newline);
    return class == C_NEWLINE || newline;
}

static void skip_line_comment(Skim *s)
{
    while (s->pos < s->src.len && !ends_line(s->src, s->pos)) s->pos++;
}

static void skip_block_comment(Skim *s)
{
    size_t end = str_find_from(s->src, STR("*/"), s->pos + 2);
    if (end == STR_NONE) {
        s->bad = true;
        s->pos = u32_of(s->src.len);
        return;
    }
    for (size_t i = s->pos; i < end && !s->newline_before; i++) {
        if (ends_line(s->src, i)) s->newline_before = true;
    }
    s->pos = u32_of(end + 2);
}

static bool skip_one_blank(Skim *s)
{
    char ch = str_at(s->src, s->pos);
    switch (char_class(ch)) {
    case C_SPACE: s->pos++; return true;
    case C_NEWLINE: s->pos++; s->newline_before = true; return true;
    case C_HIGH: {
        uint32_t len = high_space(s->src, s->pos, &s->newline_before);
        s->pos += len;
        return len > 0;
    }
    default: break;
    }
    if (ch != '/') return false;
    char next = str_peek(s->src, s->pos + 1);
    if (next == '/') skip_line_comment(s);
    else if (next == '*') skip_block_comment(s);
    else return false;
    return true;
}

static void read_string(Skim *s, char quote)
{
    s->kind = SKIM_STRING;
    for (s->pos++; s->pos < s->src.len; s->pos++) {
        char ch = str_at(s->src, s->pos);
        if (ch == quote) {
            s->pos++;
            return;
        }
        if (ch == '\\') s->pos++;
        else if (ch == '\n') break;
    }
    s->bad = true;
}

static void push_open(Skim *s, SkimOpen open)
{
    if (s->opens.count >= SKIM_MAX_DEPTH) {
        s->bad = true;
        return;
    }
    ARENA_PUSH(s->a, &s->opens, open);
}

// From after ` or } to after the next ` or ${.
static void read_template(Skim *s)
{
    s->kind = SKIM_TEMPLATE;
    for (s->pos++; s->pos < s->src.len; s->pos++) {
        char ch = str_at(s->src, s->pos);
        if (ch == '\\') {
            s->pos++;
        } else if (ch == '`') {
            s->pos++;
            s->regex_ok = false;
            return;
        } else if (ch == '$' && str_peek(s->src, s->pos + 1) == '{') {
            s->pos += 2;
            s->regex_ok = true;
            push_open(s, (SkimOpen){.bracket = '`'});
            return;
        }
    }
    s->bad = true;
}

static void read_regex(Skim *s)
{
    bool class = false;
    s->kind = SKIM_REGEX;
    for (s->pos++; s->pos < s->src.len; s->pos++) {
        char ch = str_at(s->src, s->pos);
        if (ch == '\\') s->pos++;
        else if (ch == '[') class = true;
        else if (ch == ']') class = false;
        else if (ch == '\n') break;
        else if (ch == '/' && !class) {
            s->pos++;
            while (s->pos < s->src.len && char_class(str_at(s->src, s->pos)) == C_WORD) s->pos++;
            s->regex_ok = false;
            return;
        }
    }
    s->bad = true;
}

// Keywords after which an expression starts.
static bool word_takes_operand(Str word)
{
    switch (str_at(word, 0)) {
    case 'a': return str_eq(word, STR("await"));
    case 'c': return str_eq(word, STR("case"));
    case 'd': return str_eq(word, STR("do")) || str_eq(word, STR("delete")) || str_eq(word, STR("default"));
    case 'e': return str_eq(word, STR("else")) || str_eq(word, STR("extends"));
    case 'i': return str_eq(word, STR("in")) || str_eq(word, STR("instanceof"));
    case 'n': return str_eq(word, STR("new"));
    case 'r': return str_eq(word, STR("return"));
    case 't': return str_eq(word, STR("typeof")) || str_eq(word, STR("throw"));
    case 'v': return str_eq(word, STR("void"));
    case 'y': return str_eq(word, STR("yield"));
    default: return false;
    }
}

static bool word_has_head(Str word)
{
    switch (str_at(word, 0)) {
    case 'f': return str_eq(word, STR("for"));
    case 'i': return str_eq(word, STR("if"));
    case 'w': return str_eq(word, STR("while")) || str_eq(word, STR("with"));
    default: return false;
    }
}

static void read_word(Skim *s)
{
    s->kind = SKIM_WORD;
    while (s->pos < s->src.len) {
        uint8_t class = char_class(str_at(s->src, s->pos));
        bool newline = false;
        if (class == C_HIGH) {
            if (high_space(s->src, s->pos, &newline)) break;
        } else if (class == C_OTHER && str_at(s->src, s->pos) == '{' &&
                   str_at(s->src, s->pos - 1) == 'u' && str_peek(s->src, s->pos - 2) == '\\') {
            while (s->pos < s->src.len && str_at(s->src, s->pos) != '}') s->pos++;
        } else if (class != C_WORD && class != C_DIGIT) {
            break;
        }
        s->pos++;
    }
    if (s->pos > s->src.len) s->pos = u32_of(s->src.len);
}

static void read_number(Skim *s)
{
    s->kind = SKIM_NUMBER;
    while (s->pos < s->src.len) {
        char ch = str_at(s->src, s->pos);
        uint8_t class = char_class(ch);
        char last = str_at(s->src, s->pos - (s->pos > s->start));
        bool sign = (ch == '-' || ch == '+') && (last == 'e' || last == 'E') &&
                    str_peek(s->src, s->start + 1) != 'x' && str_peek(s->src, s->start + 1) != 'X';
        if (class != C_WORD && class != C_DIGIT && ch != '.' && !sign) break;
        s->pos++;
    }
}

// What a `{` opens, judged by the token before it.
static SkimOpen classify_brace(const Skim *s, SkimKind before, char punct, bool arrow, bool operand)
{
    SkimOpen open = {.bracket = '{'};
    if (before == SKIM_EOF || arrow) {
        open.regex_after = true;
        open.function = arrow;
    } else if (before == SKIM_WORD) {
        Str word = skim_text(s);
        bool statement = str_eq(word, STR("do")) || str_eq(word, STR("else")) || !operand;
        open.regex_after = statement;
        open.function = false;
    } else if (before == SKIM_PUNCT && (punct == ';' || punct == '{' || punct == '}')) {
        open.regex_after = true;
    } else if (before == SKIM_PUNCT && punct == ')') {
        open.regex_after = true;
        open.unsure = !s->closed.regex_after;
        open.function = !s->closed.regex_after;
    } else {
        open.unsure = before == SKIM_PUNCT && punct == ':';
    }
    return open;
}

static void close_bracket(Skim *s)
{
    if (s->opens.count == 0) {
        s->doubt = true;
        s->regex_ok = false;
        return;
    }
    s->closed = ITEM(s->opens, s->opens.count - 1);
    s->opens.count--;
    s->regex_ok = s->closed.regex_after;
    s->unsure = s->closed.unsure;
}

static void read_slash(Skim *s)
{
    if (s->unsure) s->doubt = true;
    if (s->regex_ok) {
        read_regex(s);
        return;
    }
    s->pos++;
    s->regex_ok = true;
}

static void read_punct(Skim *s, SkimOpen brace)
{
    char ch = str_at(s->src, s->pos), next = str_peek(s->src, s->pos + 1);
    s->kind = SKIM_PUNCT;
    s->punct = ch;
    if (ch == '/') {
        read_slash(s);
        return;
    }
    bool was_operand = !s->regex_ok;
    s->pos++;
    s->regex_ok = true;
    s->unsure = false;
    if (ch == '(') push_open(s, (SkimOpen){.bracket = ch, .regex_after = s->head_word});
    else if (ch == '[') push_open(s, (SkimOpen){.bracket = ch});
    else if (ch == '{') push_open(s, brace);
    else if (ch == ')' || ch == ']' || ch == '}') close_bracket(s);
    else if (ch == '.' && next == '.') s->pos += 2;
    else if (ch == '=' && next == '>') s->pos++, s->arrow = true;
    else if (ch == '<' && next == '<') s->pos++;  // the second is no operand's start: no JSX
    else if ((ch == '+' || ch == '-') && next == ch) s->pos++, s->regex_ok = !was_operand;
    else if (ch == '?' && next == '.' && char_class(str_peek(s->src, s->pos + 1)) != C_DIGIT) s->pos++;
}

static void read_token(Skim *s)
{
    SkimKind before = s->kind;
    char ch = str_at(s->src, s->pos), punct = s->punct;
    bool arrow = s->arrow;
    SkimOpen brace = {};
    if (ch == '{') brace = classify_brace(s, before, punct, arrow, s->regex_ok);
    s->head_word = before == SKIM_WORD && !s->after_dot && word_has_head(skim_text(s));
    s->after_dot = before == SKIM_PUNCT && (punct == '.' || punct == '?') &&
                   str_at(s->src, s->end - 1) == '.' && s->end - s->start < 3;
    s->arrow = false;
    s->operand = s->regex_ok || s->unsure;
    s->start = s->pos;
    uint8_t class = char_class(ch);
    bool number = class == C_DIGIT || (ch == '.' && char_class(str_peek(s->src, s->pos + 1)) == C_DIGIT);
    if (number) read_number(s), s->regex_ok = false;
    else if (class == C_WORD || class == C_HIGH) {
        read_word(s);
        s->regex_ok = !s->after_dot && word_takes_operand(str_sub(s->src, s->start, s->pos));
    } else if (class == C_QUOTE) read_string(s, ch), s->regex_ok = false;
    else if (ch == '`') read_template(s);
    else if (ch == '}' && s->opens.count && ITEM(s->opens, s->opens.count - 1).bracket == '`') {
        s->opens.count--;
        read_template(s);
    } else {
        read_punct(s, brace);
        return;
    }
    s->unsure = false;
}

void skim_next(Skim *s)
{
    s->newline_before = false;
    while (s->pos < s->src.len && skip_one_blank(s)) {}
    if (s->bad || s->pos >= s->src.len) {
        s->kind = SKIM_EOF;
        s->start = s->end = s->pos = u32_of(s->src.len);
        return;
    }
    read_token(s);
    s->end = s->pos = u32_of(size_min(s->pos, s->src.len));
}
