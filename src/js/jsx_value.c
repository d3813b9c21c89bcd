// jsx_value.c - what JSX text means: entities decoded, and line breaks folded as React does.
#include "base/utf.h"
#include "js/ast.h"
#include "js/lex.h"

typedef struct Entity {
    Str name;
    uint32_t rune;
} Entity;

static const Entity entities[] = {
#define ENTITY(name, rune) {{name, sizeof(name) - 1}, rune},
#include "js/jsx_entities.def"
#undef ENTITY
};

static uint32_t named_entity(Str name)
{
    size_t low = 0, high = COUNT_OF(entities);
    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = str_cmp(ELEM(entities, mid).name, name);
        if (!order) return ELEM(entities, mid).rune;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return 0;
}

// `#65` or `#x41`; 0 if it is no code point.
static uint32_t numbered_entity(Str text)
{
    bool hex = str_peek(text, 1) == 'x' || str_peek(text, 1) == 'X';
    uint32_t value = 0;
    size_t pos = hex ? 2 : 1;
    if (pos >= text.len) return 0;
    for (; pos < text.len; pos++) {
        int digit = js_hex_value(str_at(text, pos));
        if (digit < 0 || (!hex && digit > 9)) return 0;
        value = value * (hex ? 16 : 10) + (uint32_t)digit;
        if (value > 0x10FFFF) return 0;
    }
    return value;
}

#define ENTITY_MAX 10 // longest name, or #x10FFFF

// Appends `text`, entities decoded; what only looks like one stays as it is.
static void put_decoded(Buf *out, Str text)
{
    for (size_t pos = 0; pos < text.len;) {
        size_t amp = str_find_char(str_from(text, pos), '&');
        if (amp == STR_NONE) {
            buf_put(out, str_from(text, pos));
            return;
        }
        buf_put(out, str_sub(text, pos, pos + amp));
        pos += amp;
        Str window = str_sub(text, pos + 1, pos + 2 + ENTITY_MAX);
        size_t end = str_find_char(window, ';');
        Str name = end == STR_NONE ? STR("") : str_sub(window, 0, end);
        uint32_t rune = str_peek(name, 0) == '#' ? numbered_entity(name) : named_entity(name);
        if (rune)
            buf_put_rune(out, rune);
        else
            buf_put_char(out, '&');
        pos += rune ? name.len + 2 : 1;
    }
}

Str js_jsx_string_value(Arena *a, const JsTree *t, JsNodeId jsx_string)
{
    const JsNode *n = js_node(t, jsx_string);
    Str text = str_sub(t->source, n->start + 1, n->end - 1);
    if (!(n->flags & NF_ESCAPED)) return text;
    AUTO(Buf) out = {};
    put_decoded(&out, text);
    return arena_str(a, buf_str(&out));
}

static Str trim_line(Str line, bool first, bool last)
{
    size_t from = 0, to = line.len;
    while (!first && from < to && (str_at(line, from) == ' ' || str_at(line, from) == '\t')) from++;
    while (!last && to > from && (str_at(line, to - 1) == ' ' || str_at(line, to - 1) == '\t')) to--;
    return str_sub(line, from, to);
}

bool js_jsx_text_counts(const JsTree *t, JsNodeId jsx_text)
{
    Str text = js_text(t, jsx_text);
    bool lines = false;
    for (size_t i = 0; i < text.len;) {
        char c = str_at(text, i++);
        if (c == '\n' || c == '\r') lines = true;
        else if (c != ' ' && c != '\t') return true;
        i = str_skip(text, i, ' ');
    }
    return text.len && !lines;
}

Str js_jsx_text_value(Arena *a, const JsTree *t, JsNodeId jsx_text)
{
    Str text = js_text(t, jsx_text);
    AUTO(Buf) out = {};
    bool any = false;
    for (size_t pos = 0; pos <= text.len;) {
        size_t end = pos;
        while (end < text.len && str_at(text, end) != '\n' && str_at(text, end) != '\r') end++;
        Str line = trim_line(str_sub(text, pos, end), pos == 0, end == text.len);
        if (line.len) {
            if (any) buf_put_char(&out, ' ');
            put_decoded(&out, line);
            any = true;
        }
        pos = end + 1;
        if (str_peek(text, end) == '\r' && str_peek(text, end + 1) == '\n') pos++;
    }
    return arena_str(a, buf_str(&out));
}
