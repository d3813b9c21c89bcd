// lower_text.c - reading the source between nodes, and making the text of edits. See lower.h.
#include "base/num.h"
#include "base/utf.h"
#include "js/lower.h"

static uint32_t rest_of_line(Str src, uint32_t pos) { return u32_of(utf8_find_newline(src, pos)) - pos; }

// Length of the white space or comment at `pos`; 0: a token starts here (or the text ends).
static uint32_t trivia(Str src, uint32_t pos)
{
    char ch = str_peek(src, pos);
    if (ch == ' ' || (ch >= '\t' && ch <= '\r')) return 1;
    if (ch == '/' && str_peek(src, pos + 1) == '/') return rest_of_line(src, pos);
    if (ch == '/' && str_peek(src, pos + 1) == '*') {
        size_t end = str_find_from(src, STR("*/"), pos + 2);
        return (end == STR_NONE ? u32_of(src.len) : u32_of(end + 2)) - pos;
    }
    if ((uint8_t)ch < 128) return 0;
    Rune rune = utf8_decode(src, pos);
    return rune.value == 0xFEFF || rune_is_space(rune.value) ? rune.len : 0;
}

uint32_t lower_skip(const Lower *l, uint32_t pos)
{
    Str src = l->t->source;
    bool html = (l->t->features & FEAT_HTML_OPEN) && !l->t->is_module, fresh = false;
    for (;;) {
        uint32_t len = trivia(src, pos);
        bool opens = html && str_starts(str_from(src, pos), STR("<!--"));
        if (opens || (html && fresh && str_starts(str_from(src, pos), STR("-->")))) len = rest_of_line(src, pos);
        if (!len) return pos;
        fresh = fresh || (html && lower_has_newline(l, pos, pos + len));
        pos += len;
    }
}

uint32_t lower_find(const Lower *l, uint32_t pos, char ch)
{
    for (pos = lower_skip(l, pos); pos < l->t->source.len; pos = lower_skip(l, pos + 1)) {
        if (str_at(l->t->source, pos) == ch) return pos;
    }
    return u32_of(l->t->source.len);
}

// The next line terminator in [pos, end), or `end`.
static uint32_t find_newline(const Lower *l, uint32_t pos, uint32_t end)
{
    Str text = str_sub(l->t->source, 0, end);
    if (!l->plain_lines) return u32_of(utf8_find_newline(text, pos));
    size_t at = str_find_char(str_from(text, pos), '\n');
    return at == STR_NONE ? end : pos + u32_of(at);
}

uint32_t lower_skip_line(const Lower *l, uint32_t pos)
{
    pos = find_newline(l, pos, u32_of(l->t->source.len));
    return pos + utf8_newline(l->t->source, pos);
}

uint32_t lower_pass_lines(const Lower *l, uint32_t *start, uint32_t pos)
{
    Str text = str_sub(l->t->source, *start, pos);
    uint32_t lines = 0;
    if (!l->plain_lines) {
        for (uint32_t next = lower_skip_line(l, *start); next <= pos; next = lower_skip_line(l, next)) {
            *start = next;
            lines++;
        }
        return lines;
    }
    for (size_t i = 0; i < text.len; i++) lines += str_at(text, i) == '\n';  // the compiler makes vectors of it
    if (lines) *start += u32_of(str_find_last_char(text, '\n')) + 1;
    return lines;
}

bool lower_has_newline(const Lower *l, uint32_t from, uint32_t to)
{
    return from < to && find_newline(l, from, to) < to;
}

void lower_put_newlines(const Lower *l, uint32_t from, uint32_t to, Buf *out)
{
    while (from < to) {
        from = find_newline(l, from, to);
        uint32_t len = utf8_newline(str_sub(l->t->source, 0, to), from);
        buf_put(out, str_sub(l->t->source, from, from + len));
        from += len;
    }
}

void lower_replace(Lower *l, uint32_t from, uint32_t to, Str text)
{
    AUTO(Buf) out = {};
    buf_put(&out, text);
    lower_put_newlines(l, from, to, &out);
    edit_replace(&l->ed, from, to, arena_str(l->a, buf_str(&out)));
}

static void put_char_escaped(Buf *out, uint8_t byte)
{
    switch (byte) {
    case '"': buf_put(out, STR("\\\"")); return;
    case '\\': buf_put(out, STR("\\\\")); return;
    case '\n': buf_put(out, STR("\\n")); return;
    case '\r': buf_put(out, STR("\\r")); return;
    case '\t': buf_put(out, STR("\\t")); return;
    default:
        if (byte < 32) buf_put_fmt(out, "\\x%02x", byte);
        else buf_put_char(out, (char)byte);
    }
}

// Lone surrogates, which UTF-8 cannot hold, and the two line separators are escaped.
static bool put_wide_escaped(Buf *out, Str value, size_t pos)
{
    uint8_t a = (uint8_t)str_at(value, pos), b = (uint8_t)str_peek(value, pos + 1);
    uint8_t c = (uint8_t)str_peek(value, pos + 2);
    bool surrogate = a == 0xED && b >= 0xA0, separator = a == 0xE2 && b == 0x80 && (c | 1) == 0xA9;
    if (!surrogate && !separator) return false;
    buf_put_fmt(out, "\\u%04x", (unsigned)((a & 15) << 12 | (b & 63) << 6 | (c & 63)));
    return true;
}

void lower_put_string(Buf *out, Str value)
{
    buf_put_char(out, '"');
    for (size_t i = 0; i < value.len; i++) {
        if (put_wide_escaped(out, value, i)) i += 2;
        else put_char_escaped(out, (uint8_t)str_at(value, i));
    }
    buf_put_char(out, '"');
}

bool lower_is_identifier(Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char ch = str_at(text, i);
        bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == '_' || ch == '$';
        if (!letter && !(ch >= '0' && ch <= '9' && i > 0)) return false;
    }
    return text.len > 0;
}

Str lower_fmt(Lower *l, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Str text = arena_vfmt(l->a, format, args);
    va_end(args);
    return text;
}

typedef struct Digits { char items[10]; uint32_t from; } Digits;

static Digits digits_of(uint32_t value)
{
    Digits d = {.from = COUNT_OF(d.items)};
    do {
        d.from--;
        ELEM(d.items, d.from) = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    return d;
}

Str lower_number(Lower *l, uint32_t value)
{
    Digits d = digits_of(value);
    return arena_str(l->a, str_from((Str){d.items, sizeof d.items}, d.from));
}

void lower_put_number(Buf *out, uint32_t value)
{
    Digits d = digits_of(value);
    buf_put(out, str_from((Str){d.items, sizeof d.items}, d.from));
}

Str lower_temp(Lower *l, const char *hint)
{
    return lower_fmt(l, "%.*s_%s%u", STR_FMT(l->m), hint, l->temps++);
}

bool lower_has_semicolon(const Lower *l, const JsNode *stmt)
{
    return stmt->end > stmt->start && lower_char(l, stmt->end - 1) == ';';
}

void lower_set_stmt(const Lower *l, Work *w, JsNodeId stmt)
{
    const JsNode *n = lower_node(l, stmt);
    w->stmt_start = n->start;
    w->stmt_end = lower_has_semicolon(l, n) ? 0 : n->end;
}

void lower_erase(Lower *l, uint32_t start, uint32_t end, const Work *w)
{
    if (start >= end) return;
    edit_blank(&l->ed, start, end, (Str){});
    lower_end_stmt(l, w, end);
}

void lower_end_stmt(Lower *l, const Work *w, uint32_t end)
{
    if (w->stmt_end == end) edit_last_once(&l->ed, w->stmt_start, end, STR(";"));
}

void lower_remove_stmt(Lower *l, uint32_t start, uint32_t end)
{
    edit_blank(&l->ed, start, end, STR(";"));
}

uint32_t lower_body_start(const Lower *l, const JsNode *block)
{
    uint32_t pos = lower_find(l, block->start, '{') + 1;
    for (JS_EACH(l->t, block->list.items, stmt)) {
        const JsNode *n = lower_node(l, JS_CHILD(stmt));
        if (n->kind != N_DIRECTIVE) break;
        pos = n->end;
    }
    return pos;
}

Str lower_key_text(Lower *l, JsNodeId key)
{
    const JsNode *n = lower_node(l, key);
    if (n->kind == N_STRING) return js_string_value(l->a, l->t, key);
    if (n->kind == N_TEMPLATE)  // of one part: an enum's [`key`]
        for (JS_EACH(l->t, n->template.parts, part)) return js_template_cooked(l->a, l->t, JS_CHILD(part));
    if (n->kind == N_NAME || n->kind == N_IDENT || n->kind == N_BINDING || n->kind == N_PRIVATE_NAME ||
        n->kind == N_JSX_NAME)
        return js_atom(l->t, n->ident.name);
    return lower_src(l, key);
}
