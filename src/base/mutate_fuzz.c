// mutate_fuzz.c - see mutate.h. Named so that it is linked where the targets are, and nowhere else.
#include "base/mutate.h"

#include "base/num.h"

#define MAX_DEPTH 12u
#define MAX_TEXT 3000u   // bytes a rule may reach before it has to come to an end
#define MAX_PARTS 4000u

uint32_t fuzz_below(FuzzRandom *r, uint32_t limit)
{
    r->state += 0x9E3779B97F4A7C15u;  // splitmix64
    uint64_t x = r->state;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return limit ? (uint32_t)((x ^ x >> 31) % limit) : 0;
}

// ---- making text ------------------------------------------------------------------------------------
typedef struct Maker {
    const FuzzLanguage *g;
    FuzzRandom *random;
    Buf *out;
    Str hole;        // what %_% stands for
    uint32_t depth;  // levels left
} Maker;

uint32_t fuzz_rule(const FuzzLanguage *g, Str name)
{
    for (uint32_t i = 0; i < g->rules.len; i++)
        if (str_eq(str_c(AT(g->rules, i).name), name)) return i;
    return FUZZ_NO_RULE;
}

static void make_rule(Maker *m, uint32_t rule);

static void make_symbol(Maker *m, Str name)
{
    if (!name.len) buf_put_char(m->out, '%');
    else if (str_eq(name, STR("_"))) buf_put(m->out, m->hole);
    else make_rule(m, fuzz_rule(m->g, name));
}

static void make_alternative(Maker *m, Str text)
{
    for (size_t mark; (mark = str_find_char(text, '%')) != STR_NONE;) {
        buf_put(m->out, str_sub(text, 0, mark));
        size_t end = str_find_from(text, STR("%"), mark + 1);
        CHECK(end != STR_NONE);
        make_symbol(m, str_sub(text, mark + 1, end));
        text = str_from(text, end + 1);
    }
    buf_put(m->out, text);
}

static void make_rule(Maker *m, uint32_t rule)
{
    const FuzzRule *r = &AT(m->g->rules, rule);
    bool last = !m->depth || m->out->len >= MAX_TEXT;
    if (!last) m->depth--;
    make_alternative(m, str_c(AT(r->alternatives, last ? 0 : fuzz_below(m->random, u32_of(r->alternatives.len)))));
    if (!last) m->depth++;
}

void fuzz_generate(const FuzzLanguage *g, FuzzRandom *r, uint32_t rule, Buf *out)
{
    Maker m = {.g = g, .random = r, .out = out, .depth = 1 + fuzz_below(r, MAX_DEPTH)};
    make_rule(&m, rule == FUZZ_NO_RULE ? fuzz_below(r, u32_of(g->rules.len)) : rule);
}

// ---- parts of any text --------------------------------------------------------------------------------
static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80);
}

static size_t token_end(Str text, size_t pos)
{
    size_t end = pos + 1;
    char c = str_at(text, pos);
    if (c == ' ') while (str_peek(text, end) == ' ') end++;
    if (is_word(c)) while (end < text.len && is_word(str_at(text, end))) end++;
    return end;
}

static void add_part(Arena *a, FuzzParts *out, size_t start, size_t end)
{
    if (start < end && out->count < MAX_PARTS)
        ARENA_PUSH(a, out, (FuzzPart){u32_of(start), u32_of(end), FUZZ_NO_RULE});
}

typedef struct Offsets { uint32_t *items; uint32_t count, cap; } Offsets;

// Brackets of each kind find their partners alone: `<` is mostly none.
static void add_bracketed(Arena *a, FuzzParts *out, Offsets *open, Str text, size_t pos)
{
    size_t which = str_find_char(STR("()[]{}<>"), str_at(text, pos));
    if (which == STR_NONE) return;
    struct { Offsets *items; size_t count; } stacks = {open, 4};
    Offsets *stack = &ITEM(stacks, which / 2);
    if (which % 2 == 0) {
        ARENA_PUSH(a, stack, u32_of(pos));
    } else if (stack->count) {
        add_part(a, out, ITEM(*stack, stack->count - 1), pos + 1);
        stack->count--;
    }
}

void fuzz_parts_of_text(const FuzzLanguage *g, Arena *a, Str text, FuzzParts *out)
{
    (void)g;
    Offsets open[4] = {};
    size_t line = 0;
    for (size_t pos = 0, end; pos < text.len && out->count < MAX_PARTS; pos = end) {
        end = token_end(text, pos);
        add_part(a, out, pos, end);
        add_bracketed(a, out, open, text, pos);
        if (str_at(text, pos) != '\n') continue;
        add_part(a, out, line, end);
        line = end;
    }
    add_part(a, out, line, text.len);
}

// ---- changes --------------------------------------------------------------------------------------------
typedef struct Change {
    const FuzzLanguage *g;
    FuzzRandom *random;
    Arena *a;
    Str text;
    FuzzParts parts;
    Buf *out;
} Change;

static void split(Change *c)
{
    c->parts = (FuzzParts){};
    if (c->g->parts) c->g->parts(c->g, c->a, c->text, &c->parts);
    else fuzz_parts_of_text(c->g, c->a, c->text, &c->parts);
}

static FuzzPart any_part(Change *c)
{
    if (!c->parts.count) return (FuzzPart){0, u32_of(c->text.len), FUZZ_NO_RULE};
    return ITEM(c->parts, fuzz_below(c->random, c->parts.count));
}

static Str part_text(const Change *c, FuzzPart p) { return str_sub(c->text, p.start, p.end); }

// A few tries for a part that the same rule could have made.
static FuzzPart alike(Change *c, FuzzPart p)
{
    FuzzPart q = any_part(c);
    for (uint32_t i = 0; i < 20 && q.rule != p.rule; i++) q = any_part(c);
    return q;
}

static void put_with(Change *c, FuzzPart p, Str instead)
{
    buf_put(c->out, str_sub(c->text, 0, p.start));
    buf_put(c->out, instead);
    buf_put(c->out, str_from(c->text, p.end));
}

static void delete_parts(Change *c)
{
    FuzzPart p = any_part(c), q = any_part(c);
    if (q.start >= p.end && q.start - p.end < 40) p.end = q.start;
    put_with(c, p, (Str){});
}

static void copy_part(Change *c)
{
    FuzzPart p = any_part(c);
    put_with(c, alike(c, p), part_text(c, p));
}

// The part again behind itself, or in front of another.
static void insert_part(Change *c)
{
    FuzzPart p = any_part(c), q = fuzz_below(c->random, 2) ? p : any_part(c);
    put_with(c, (FuzzPart){q.start, q.start, 0}, part_text(c, p));
}

static void swap_parts(Change *c)
{
    FuzzPart p = any_part(c), q = alike(c, p);
    if (p.start > q.start) {
        FuzzPart t = p;
        p = q;
        q = t;
    }
    if (p.end > q.start) q.start = q.end = p.end;
    buf_put(c->out, str_sub(c->text, 0, p.start));
    buf_put(c->out, part_text(c, q));
    buf_put(c->out, str_sub(c->text, p.end, q.start));
    buf_put(c->out, part_text(c, p));
    buf_put(c->out, str_from(c->text, q.end));
}

static void regenerate(Change *c)
{
    FuzzPart p = any_part(c);
    AUTO(Buf) made = {};
    fuzz_generate(c->g, c->random, fuzz_below(c->random, 8) ? p.rule : FUZZ_NO_RULE, &made);
    put_with(c, p, buf_str(&made));
}

static void insert_made(Change *c)
{
    FuzzPart p = any_part(c);
    AUTO(Buf) made = {};
    fuzz_generate(c->g, c->random, FUZZ_NO_RULE, &made);
    put_with(c, (FuzzPart){p.start, p.start, 0}, buf_str(&made));
}

// Mostly one level; now and then as many as fit, for the limits of nesting.
static void wrap_part(Change *c)
{
    uint32_t rule = fuzz_rule(c->g, STR("wrap"));
    if (rule == FUZZ_NO_RULE) return;
    FuzzPart p = any_part(c);
    const FuzzRule *wrap = &AT(c->g->rules, rule);
    uint32_t which = fuzz_below(c->random, u32_of(wrap->alternatives.len));
    uint32_t times = fuzz_below(c->random, 16) ? 1 + fuzz_below(c->random, 3) : 1 + fuzz_below(c->random, 1500);
    Str inner = part_text(c, p);
    for (; times && inner.len < MAX_TEXT; times--) {
        AUTO(Buf) out = {};
        Maker m = {.g = c->g, .random = c->random, .out = &out, .hole = inner};
        make_alternative(&m, str_c(AT(wrap->alternatives, which)));
        inner = arena_str(c->a, buf_str(&out));
    }
    put_with(c, p, inner);
}

static void start_again(Change *c) { fuzz_generate(c->g, c->random, 0, c->out); }

static void change_once(Change *c)
{
    static void (*const ways[])(Change *) = {
        delete_parts, copy_part, copy_part, insert_part, swap_parts, regenerate, regenerate, regenerate,
        insert_made, wrap_part,
    };
    if (!c->text.len || !fuzz_below(c->random, 50)) start_again(c);
    else ELEM(ways, fuzz_below(c->random, COUNT_OF(ways)))(c);
}

static size_t put_result(Str text, MutSpan out, size_t lead)
{
    Str fits = str_sub(text, 0, out.len - lead);
    for (size_t i = 0; i < fits.len; i++) AT(out, lead + i) = (uint8_t)str_at(fits, i);
    return lead + fits.len;
}

// The bytes of options change on their own.
static size_t mutate_lead(const FuzzLanguage *g, FuzzRandom *r, MutSpan data, size_t len)
{
    size_t lead = size_min(g->lead, data.len);
    for (size_t i = 0; i < lead; i++)
        if (i >= len || !fuzz_below(r, 8)) AT(data, i) = (uint8_t)fuzz_below(r, 256);
    return lead;
}

size_t fuzz_mutate(const FuzzLanguage *g, MutSpan data, size_t len, uint32_t seed)
{
    FuzzRandom random = {seed};
    AUTO(Arena) a = {};
    size_t lead = mutate_lead(g, &random, data, len);
    Str text = str_from(str_of((Span){data.ptr, size_max(len, lead)}), lead);
    Change c = {.g = g, .random = &random, .a = &a, .text = arena_str(&a, text)};
    for (uint32_t times = fuzz_below(&random, 3) ? 1 : 3; times; times--) {
        AUTO(Buf) out = {};
        c.out = &out;
        split(&c);
        change_once(&c);
        c.text = arena_str(&a, str_sub(buf_str(&out), 0, data.len));
    }
    return put_result(c.text, data, lead);
}

size_t fuzz_cross(const FuzzLanguage *g, Span one, Span two, MutSpan out, uint32_t seed)
{
    FuzzRandom random = {seed};
    AUTO(Arena) a = {};
    AUTO(Buf) made = {};
    if (one.len < g->lead || two.len < g->lead || out.len < g->lead) return 0;
    Change to = {.g = g, .random = &random, .a = &a, .text = str_from(str_of(one), g->lead), .out = &made};
    Change from = {.g = g, .random = &random, .a = &a, .text = str_from(str_of(two), g->lead)};
    split(&to);
    split(&from);
    FuzzPart place = any_part(&to);
    put_with(&to, place, part_text(&from, alike(&from, place)));
    for (size_t i = 0; i < g->lead; i++) AT(out, i) = AT(one, i);
    return put_result(buf_str(&made), out, g->lead);
}

void fuzz_check_language(const FuzzLanguage *g)
{
    FuzzRandom random = {};
    for (uint32_t i = 0; i < g->rules.len; i++) {
        const FuzzRule *r = &AT(g->rules, i);
        for (size_t j = 0; j < r->alternatives.len; j++) {
            AUTO(Buf) out = {};
            Maker m = {.g = g, .random = &random, .out = &out};
            make_alternative(&m, str_c(AT(r->alternatives, j)));  // an unknown name is an index too large
        }
    }
}
