// lex_name.c - identifiers: scanning, Unicode classes, interning.
//
// Interning makes every later comparison of names a comparison of numbers, and recognises the reserved
// words for free: they have the first atom numbers.
#include "base/mem.h"
#include "base/num.h"
#include "base/utf.h"
#include "js/lex.h"

typedef struct RuneRange {
    uint32_t first;
    uint32_t last;
} RuneRange;

static const RuneRange id_start[] = {
#define START(first, last) {first, last},
#define CONTINUE(first, last)
#include "js/unicode_id.def"
#undef START
#undef CONTINUE
};
static const RuneRange id_continue[] = {
#define START(first, last)
#define CONTINUE(first, last) {first, last},
#include "js/unicode_id.def"
#undef START
#undef CONTINUE
};

typedef struct RuneRanges {
    const RuneRange *items;
    size_t count;
} RuneRanges;

static bool in_ranges(RuneRanges r, uint32_t rune)
{
    size_t low = 0, high = r.count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (rune > ITEM(r, mid).last)
            low = mid + 1;
        else
            high = mid;
    }
    return low < r.count && rune >= ITEM(r, low).first;
}

bool js_is_id_start(uint32_t rune)
{
    if (rune < 0x80) return ELEM(js_char_class, rune) == C_ID;
    return in_ranges((RuneRanges){id_start, COUNT_OF(id_start)}, rune);
}

bool js_is_id_continue(uint32_t rune)
{
    if (rune < 0x80) return js_is_id_start(rune) || (rune >= '0' && rune <= '9');
    if (rune == 0x200C || rune == 0x200D) return true;
    return in_ranges((RuneRanges){id_continue, COUNT_OF(id_continue)}, rune);
}

// ---- interning ------------------------------------------------------------------------------------------

UNSAFE_BEGIN
static inline uint64_t load(const char *p, size_t len)
{
    uint64_t v = 0;
    memcpy(&v, p, len);
    return v;
}

// Eight bytes a step; the tail is read as two overlapping words, so short names take one step.
static uint32_t hash_name(const JsNameTable *n, Str s)
{
    const uint64_t k = 0x9E3779B97F4A7C15u;
    uint64_t h = n->seed ^ (s.len * k);
    const char *p = s.ptr;
    size_t len = s.len;
    KNOW(p || !len);
    for (; len > 8; p += 8, len -= 8) {
        h = (h ^ load(p, 8)) * k;
        h ^= h >> 32;
    }
    uint64_t v = 0;
    if (len == 8)
        v = load(p, 8);
    else if (len >= 4)
        v = load(p, 4) | load(p + len - 4, 4) << 32;
    else if (len)
        v = (uint64_t)(uint8_t)p[0] | (uint64_t)(uint8_t)p[len / 2] << 8 |
            (uint64_t)(uint8_t)p[len - 1] << 16;
    h = (h ^ v) * k;
    h ^= h >> 29;
    return (uint32_t)(h * k >> 32);
}

// memcmp's call costs more than most names are long.
static bool same_bytes(const char *a, const char *b, size_t len)
{
    if (len >= 8) {
        for (size_t i = 0; i + 8 < len; i += 8)
            if (load(a + i, 8) != load(b + i, 8)) return false;
        return load(a + len - 8, 8) == load(b + len - 8, 8);
    }
    if (len >= 4) return load(a, 4) == load(b, 4) && load(a + len - 4, 4) == load(b + len - 4, 4);
    for (size_t i = 0; i < len; i++)
        if (a[i] != b[i]) return false;
    return true;
}
UNSAFE_END

typedef struct NameSlots {
    JsNameSlot *items;
    uint32_t count;
} NameSlots;

static JsNameSlot *find_slot(const JsNameTable *n, uint32_t hash, Str name)
{
    NameSlots slots = {n->slots, n->slot_count};
    for (uint32_t i = hash & (n->slot_count - 1);; i = (i + 1) & (n->slot_count - 1)) {
        JsNameSlot *slot = &ITEM(slots, i);
        if (!slot->atom) return slot;
        if (slot->hash != hash) continue;
        Str known = ITEM(n->tree->atoms, slot->atom - 1);
        if (known.len == name.len && same_bytes(known.ptr, name.ptr, name.len)) return slot;
    }
}

static void grow_slots(JsNameTable *n)
{
    NameSlots old = {n->slots, n->slot_count};
    n->slot_count *= 4;
    n->slots = ARENA_ARRAY(n->arena, JsNameSlot, n->slot_count);
    NameSlots fresh = {n->slots, n->slot_count};
    for (uint32_t i = 0; i < old.count; i++) {
        JsNameSlot slot = ITEM(old, i);
        if (!slot.atom) continue;
        uint32_t at = slot.hash & (n->slot_count - 1);
        while (ITEM(fresh, at).atom) at = (at + 1) & (n->slot_count - 1);
        ITEM(fresh, at) = slot;
    }
}

JsAtom js_intern(JsNameTable *n, Str name)
{
    uint32_t hash = hash_name(n, name);
    JsNameSlot *slot = find_slot(n, hash, name);
    if (slot->atom) return slot->atom - 1;
    JsAtom atom = n->tree->atoms.count;
    *slot = (JsNameSlot){hash, atom + 1};
    ARENA_PUSH(n->arena, &n->tree->atoms, name);
    if (n->tree->atoms.count * 2 > n->slot_count) grow_slots(n);
    return atom;
}

void js_names_init(JsNameTable *n, Arena *a, JsTree *tree)
{
    *n = (JsNameTable){
        .arena = a, .tree = tree, .slot_count = 512, .seed = (uint64_t)(size_t)tree * 0xD6E8FEB86659FD93u};
    n->slots = ARENA_ARRAY(a, JsNameSlot, n->slot_count);
    tree->atoms.cap = 256;
    tree->atoms.items = ARENA_ARRAY(a, Str, tree->atoms.cap);
#define WORD(id, text) CHECK(js_intern(n, STR(text)) == ATOM_##id);
#define ATOM(id, text) CHECK(js_intern(n, STR(text)) == ATOM_##id);
#include "js/atoms.def"
#undef WORD
#undef ATOM
}

// ---- scanning -------------------------------------------------------------------------------------------

uint32_t js_unicode_escape(Str s, uint32_t pos, uint32_t *rune)
{
    uint32_t value = 0;
    if (str_peek(s, pos) != 'u') return 0;
    if (str_peek(s, pos + 1) != '{') {
        for (uint32_t i = 1; i <= 4; i++) {
            int digit = js_hex_value(str_peek(s, pos + i));
            if (digit < 0) return 0;
            value = value * 16 + (uint32_t)digit;
        }
        *rune = value;
        return 5;
    }
    uint32_t at = pos + 2;
    for (; js_hex_value(str_peek(s, at)) >= 0; at++) {
        value = value * 16 + (uint32_t)js_hex_value(str_peek(s, at));
        if (value > 0x10FFFF) return 0;
    }
    if (at == pos + 2 || str_peek(s, at) != '}') return 0;
    *rune = value;
    return at + 1 - pos;
}

// The rune at `pos`, escapes decoded; len 0 if there is none that may stand in an identifier.
static Rune identifier_rune(Lexer *l, uint32_t pos, bool first)
{
    Rune r = {};
    if (str_peek(l->src, pos) == '\\') {
        r.len = js_unicode_escape(l->src, pos + 1, &r.value);
        if (r.len) r.len++;
    } else if (pos < l->src.len) {
        r = utf8_decode(l->src, pos);
    }
    if (!r.len || r.bad) return (Rune){};
    if (first ? !js_is_id_start(r.value) : !js_is_id_continue(r.value)) return (Rune){};
    return r;
}

bool lex_is_id_at(Lexer *l, uint32_t pos)
{
    uint8_t class = ELEM(js_char_class, (uint8_t)str_peek(l->src, pos));
    if (pos >= l->src.len) return false;
    if (class == C_ID || class == C_ESCAPE) return true;
    return class == C_HIGH && identifier_rune(l, pos, true).len;
}

UNSAFE_BEGIN
static uint32_t skip_ascii_name(Str s, uint32_t pos)
{
    const uint8_t *p = (const uint8_t *)s.ptr;
    uint32_t end = (uint32_t)s.len;
    while (pos < end && (uint8_t)(js_char_class[p[pos]] - C_ID) <= C_DIGIT - C_ID) pos++;
    return pos;
}
UNSAFE_END

// Names with escapes or beyond ASCII. Decodes into the arena only if there are escapes.
static Str scan_slow(Lexer *l, uint32_t from)
{
    AUTO(Buf) text = {};
    uint32_t pos = from;
    bool escaped = false;
    for (;;) {
        Rune r = identifier_rune(l, pos, pos == from);
        if (!r.len) break;
        if (str_peek(l->src, pos) == '\\') escaped = true;
        buf_put_rune(&text, r.value);
        pos += r.len;
    }
    if (str_peek(l->src, pos) == '\\') {
        lex_error(l, pos, pos + 1, "Invalid Unicode escape in identifier");
        return (Str){};
    }
    if (pos == from) {
        Rune r = utf8_decode(l->src, pos);
        lex_error(l, pos, pos + r.len, "Unexpected character \"%.*s\"",
                  STR_FMT(str_sub(l->src, pos, pos + r.len)));
        return (Str){};
    }
    l->pos = pos;
    l->escaped = escaped;
    return escaped ? arena_str(l->names->arena, buf_str(&text)) : str_sub(l->src, from, pos);
}

// The name that starts at `from`; sets pos and escaped.
static Str scan_name(Lexer *l, uint32_t from)
{
    uint32_t end = skip_ascii_name(l->src, from);
    uint8_t stop = (uint8_t)str_peek(l->src, end);
    if (stop == '\\' || stop >= 0x80 || end == from) return scan_slow(l, from);
    l->pos = end;
    return str_sub(l->src, from, end);
}

void lex_identifier(Lexer *l)
{
    Str name = scan_name(l, l->start);
    if (l->diag.set) return;
    l->atom = js_intern(l->names, name);
    l->tok = T_IDENT;
    if (l->atom <= ATOM_WITH) l->tok = l->escaped ? T_ESCAPED_WORD : (uint8_t)(T_FIRST_WORD + l->atom);
}

void lex_private_name(Lexer *l)
{
    if (!lex_is_id_at(l, l->start + 1)) {
        lex_error(l, l->start, l->start + 1, "Unexpected \"#\"");
        return;
    }
    Str name = scan_name(l, l->start + 1);
    if (l->diag.set) return;
    name = l->escaped ? arena_concat(l->names->arena, STR("#"), name) : str_sub(l->src, l->start, l->pos);
    l->atom = js_intern(l->names, name);
    l->tok = T_PRIVATE;
}
