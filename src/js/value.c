// value.c - what literals mean: escapes decoded, numbers computed, JSX text trimmed.
#include <stdlib.h>

#include "base/num.h"
#include "base/utf.h"
#include "js/ast.h"
#include "js/lex.h"

// ---- strings ----------------------------------------------------------------------------------------------

typedef struct Decoder {
    Str text;
    size_t pos;
    Buf *out;
    uint32_t high; // a high surrogate that waits for its low half; 0: none
} Decoder;

static void flush_high(Decoder *d)
{
    if (d->high) buf_put_rune(d->out, d->high);
    d->high = 0;
}

static void put_rune(Decoder *d, uint32_t rune)
{
    if (d->high && rune >= 0xDC00 && rune < 0xE000) {
        buf_put_rune(d->out, 0x10000 + ((d->high - 0xD800) << 10) + (rune - 0xDC00));
        d->high = 0;
        return;
    }
    flush_high(d);
    if (rune >= 0xD800 && rune < 0xDC00)
        d->high = rune;
    else
        buf_put_rune(d->out, rune);
}

static void put_octal(Decoder *d)
{
    uint32_t value = 0;
    size_t max = str_peek(d->text, d->pos) <= '3' ? 3 : 2;
    for (size_t i = 0; i < max; i++) {
        char c = str_peek(d->text, d->pos);
        if (c < '0' || c > '7') break;
        value = value * 8 + (uint32_t)(c - '0');
        d->pos++;
    }
    put_rune(d, value);
}

static void put_hex(Decoder *d)
{
    int high = js_hex_value(str_peek(d->text, d->pos + 1)), low = js_hex_value(str_peek(d->text, d->pos + 2));
    if (high < 0 || low < 0) return;
    d->pos += 3;
    put_rune(d, (uint32_t)(high * 16 + low));
}

static void put_unicode(Decoder *d)
{
    uint32_t rune = 0, len = js_unicode_escape(d->text, u32_of(d->pos), &rune);
    d->pos += len ? len : 1;
    if (len) put_rune(d, rune);
}

// pos is behind the backslash.
static void escape(Decoder *d)
{
    char c = str_peek(d->text, d->pos);
    Rune r;
    switch (c) {
    case 'n': put_rune(d, '\n'); break;
    case 't': put_rune(d, '\t'); break;
    case 'r': put_rune(d, '\r'); break;
    case 'b': put_rune(d, '\b'); break;
    case 'f': put_rune(d, '\f'); break;
    case 'v': put_rune(d, '\v'); break;
    case 'x': put_hex(d); return;
    case 'u': put_unicode(d); return;
    case '0' ... '7': put_octal(d); return;
    case '\r':
        if (str_peek(d->text, d->pos + 1) == '\n') d->pos++;
        break;
    case '\n': break;
    default:
        r = utf8_decode(d->text, d->pos);
        d->pos += r.len;
        if (r.value != 0x2028 && r.value != 0x2029) put_rune(d, r.value);
        return;
    }
    d->pos++;
}

// `template`: \r\n and \r outside escapes become \n.
static Str decode(Arena *a, Str text, bool template)
{
    AUTO(Buf) out = {};
    Decoder d = {.text = text, .out = &out};
    while (d.pos < text.len) {
        char c = str_at(text, d.pos);
        if (c == '\\') {
            d.pos++;
            escape(&d);
        } else if (c == '\r' && template) {
            d.pos += str_peek(text, d.pos + 1) == '\n' ? 2 : 1;
            put_rune(&d, '\n');
        } else {
            flush_high(&d);
            buf_put_char(&out, c);
            d.pos++;
        }
    }
    flush_high(&d);
    return arena_str(a, buf_str(&out));
}

Str js_string_value(Arena *a, const JsTree *t, JsNodeId string)
{
    const JsNode *n = js_node(t, string);
    if (n->kind != N_STRING) return js_atom(t, n->ident.name);
    Str text = str_sub(t->source, n->start + 1, n->end - 1);
    return n->flags & NF_ESCAPED ? decode(a, text, false) : text;
}

Str js_template_cooked(Arena *a, const JsTree *t, JsNodeId template_text)
{
    Str text = js_text(t, template_text);
    bool plain = str_find_char(text, '\\') == STR_NONE && str_find_char(text, '\r') == STR_NONE;
    return plain ? text : decode(a, text, true);
}

// ---- numbers
// ------------------------------------------------------------------------------------------------

// Radix literals are exact up to 2^53 and rounded to nearest, ties to even, beyond.
static double radix_value(Str digits, unsigned bits)
{
    uint64_t value = 0;
    int exponent = 0;
    bool sticky = false;
    for (size_t i = 0; i < digits.len; i++) {
        int digit = js_hex_value(str_at(digits, i));
        if (digit < 0) continue;
        for (unsigned b = bits; b > 0; b--) {
            unsigned bit = (unsigned)digit >> (b - 1) & 1;
            if (value >> 62) {
                exponent++;
                sticky = sticky || bit;
            } else {
                value = value << 1 | bit;
            }
        }
    }
    // 63 bits and a sticky one below: the conversion rounds once, correctly.
    double result = (double)(value | (sticky ? 1 : 0));
    for (; exponent > 0; exponent--) result *= 2;
    return result;
}

static double decimal_value(Str text)
{
    AUTO(Buf) digits = {};
    for (size_t i = 0; i < text.len; i++)
        if (str_at(text, i) != '_') buf_put_char(&digits, str_at(text, i));
    buf_put_char(&digits, '\0');
    return strtod(buf_str(&digits).ptr, NULL);
}

double js_number_value(const JsTree *t, JsNodeId number)
{
    Str text = js_text(t, number);
    char second = (char)(str_peek(text, 1) | 32);
    if (str_peek(text, 0) != '0' || text.len == 1) return decimal_value(text);
    if (second == 'x') return radix_value(str_from(text, 2), 4);
    if (second == 'o') return radix_value(str_from(text, 2), 3);
    if (second == 'b') return radix_value(str_from(text, 2), 1);
    for (size_t i = 1; i < text.len; i++)
        if (str_at(text, i) < '0' || str_at(text, i) > '7') return decimal_value(text);
    return radix_value(str_from(text, 1), 3);
}
