// semver.c - see semver.h.
//
// A range is read by one loop over tokens that keeps an operator until a version uses it up. One character is dropped
// behind each version, whatever it is: "1.0.0>2" is "1.0.0" or "2". Such things are Bun's, and lock files depend on them.
#include "base/semver.h"

typedef enum Op { OP_ANY, OP_EQ, OP_LT, OP_LTE, OP_GT, OP_GTE } Op;
typedef struct Bound { Op op; Semver version; } Bound;
// Both bounds hold; OP_ANY always does. Rules side by side hold all, until one that begins an alternative.
typedef struct Rule { Bound left, right; bool first; } Rule;
struct SemverRange { Rule *items; uint32_t count, cap; bool nothing; };  // nothing: allows no version

typedef struct Scan {
    Str text;
    size_t at;
    size_t blank;  // from here on there is only what may stand in front of a version
    bool glued;    // an `x` behind a digit
    bool overflow; // a number that counts was too large
} Scan;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_any(char c) { return c == 'x' || c == 'X' || c == '*'; }
static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static bool is_lead(char c) { return is_space(c) || c == 'v' || c == '='; }

static bool at_end(const Scan *s) { return s->at >= s->text.len; }
static char next_char(const Scan *s) { return str_peek(s->text, s->at); }
static void skip_while(Scan *s, bool (*belongs)(char))
{
    while (!at_end(s) && belongs(next_char(s))) s->at++;
}
static void skip_blanks(Scan *s) { s->at = str_skip(s->text, s->at, ' '); }

static Scan scan_of(Str text)
{
    size_t blank = text.len;
    while (blank && is_lead(str_at(text, blank - 1))) blank--;
    return (Scan){.text = text, .blank = blank};
}

// --- versions ----------------------------------------------------------------------------------------------

static void read_number(Scan *s, SemverText *v, uint32_t *part)
{
    size_t start = s->at;
    skip_while(s, is_digit);
    if (*part < SEMVER_WHOLE) {
        ELEM(v->given, *part) = str_to_u64(str_sub(s->text, start, s->at), &ELEM(v->version.number, *part));
        if (!ELEM(v->given, (*part)++)) v->valid = false, s->overflow = s->overflow || v->open == SEMVER_WHOLE;
    }
    if (*part < SEMVER_WHOLE && next_char(s) == '.') s->at++;
}

static void read_any(Scan *s, SemverText *v, uint32_t *part)
{
    if (s->at && is_digit(str_at(s->text, s->at - 1))) v->valid = false, s->glued = true;  // "1x"
    skip_while(s, is_any);
    if (next_char(s) == '.') s->at++;
    if (v->open == SEMVER_WHOLE && *part < SEMVER_WHOLE) v->open = (SemverPart)(*part)++;
}

// "-alpha.1+build"; `bare`: "alpha.1+build", which npm takes although the dash is missing.
static void read_tag(Scan *s, Semver *v, bool bare)
{
    enum { NOTHING, PRE, BUILD } state = NOTHING;
    size_t first = s->at, start = first;
    for (; !at_end(s); s->at++) {
        char c = next_char(s);
        if (c == '+' && state != BUILD) {
            if (state == PRE || bare) v->pre = str_sub(s->text, start, s->at);
            state = BUILD;
            start = s->at + 1;
        } else if (c == '-' && state == NOTHING) {
            state = PRE;
            start = s->at + 1;
        } else if (c != '+' && c != '-' && c != '.' && !is_digit(c) && !is_letter(c)) {
            break;
        }
    }
    // A bare tag that something follows is whole; one that ends the text has lost what is in front of its first dash.
    if (bare && (state == NOTHING || (state == PRE && !at_end(s)))) state = PRE, start = first;
    if (state == PRE) v->pre = str_sub(s->text, start, s->at);
    if (state == BUILD) v->build = str_sub(s->text, start, s->at);
}

static bool read_tags(Scan *s, SemverText *v, uint32_t part)
{
    char c = next_char(s);
    bool bare = is_letter(c), open = v->open != SEMVER_WHOLE;
    if (bare ? open || part < SEMVER_PATCH : c == '+' ? !part : c != '-' || (part < SEMVER_PATCH && !open)) return false;
    read_tag(s, &v->version, bare);
    return true;
}

// One number, `x` or tag of the version that began at `first`. False: the version has ended.
static bool read_part(Scan *s, SemverText *v, size_t first, uint32_t *part)
{
    char c = next_char(s);
    if (is_digit(c)) return read_number(s, v, part), true;
    if (is_any(c)) return read_any(s, v, part), true;
    if (c && strchr(" |^#&%!", c)) {
        if (c != ' ' && s->at > first) s->at--;
        if (!*part) v->valid = false;
    } else if (!read_tags(s, v, *part)) {
        v->valid = false;
    }
    return false;
}

static SemverText read_version(Scan *s)
{
    SemverText v = {.open = SEMVER_WHOLE};
    if (at_end(s)) return v;
    v.valid = true;
    size_t first = s->at;
    uint32_t part = 0;
    if (s->at < s->blank) skip_while(s, is_lead);
    while (!at_end(s) && read_part(s, &v, first, &part)) {}
    if (v.open == SEMVER_WHOLE) v.open = (SemverPart)part;
    return v;
}

SemverText semver_read(Str text)
{
    Scan s = scan_of(text);
    SemverText v = read_version(&s);
    skip_while(&s, is_space);
    v.whole = text.len && at_end(&s) && !s.overflow && !s.glued;
    return v;
}

Semver semver_highest(const SemverText *text)
{
    Semver v = text->version;
    for (size_t i = 0; i < COUNT_OF(v.number); i++) {
        if (!ELEM(text->given, i)) ELEM(v.number, i) = UINT64_MAX;
    }
    return v;
}

// --- order -------------------------------------------------------------------------------------------------

// An identifier of a `pre`: what stands between its dots. Numbers come before words.
typedef struct Identifier { Str text; uint64_t number; bool is_number; } Identifier;
typedef struct Identifiers { Identifier *items; uint32_t count, cap; } Identifiers;

// `rest` has no place (NULL) behind the last one; behind a final dot an empty one follows.
static Identifier take_identifier(Str *rest)
{
    size_t dot = str_find_char(*rest, '.');
    Identifier id = {.text = str_sub(*rest, 0, dot)};
    id.is_number = str_to_u64(id.text, &id.number);
    *rest = dot == STR_NONE ? (Str){} : str_from(*rest, dot + 1);
    return id;
}

static Identifiers split_pre(Arena *a, Str pre)
{
    Identifiers ids = {};
    if (!pre.len) return ids;
    while (pre.ptr) ARENA_PUSH(a, &ids, take_identifier(&pre));
    return ids;
}

static int compare_identifiers(const Identifier *a, const Identifier *b)
{
    if (a->is_number != b->is_number) return a->is_number ? -1 : 1;
    if (!a->is_number) return str_cmp(a->text, b->text);
    return (a->number > b->number) - (a->number < b->number);
}

static int compare_numbers(const Semver *a, const Semver *b)
{
    for (size_t i = 0; i < COUNT_OF(a->number); i++) {
        uint64_t x = ELEM(a->number, i), y = ELEM(b->number, i);
        if (x != y) return x < y ? -1 : 1;
    }
    return 0;
}

// `ids`: those of a->pre, so that a long one is read once for all comparisons.
static int compare_with(const Semver *a, const Identifiers *ids, const Semver *b)
{
    int order = compare_numbers(a, b);
    if (order) return order;
    if (!a->pre.len || !b->pre.len) return (b->pre.len > 0) - (a->pre.len > 0);
    Str rest = b->pre;
    for (uint32_t i = 0; i < ids->count && !order; i++) {
        if (!rest.ptr) return 1;
        Identifier other = take_identifier(&rest);
        order = compare_identifiers(&ITEM(*ids, i), &other);
    }
    return order ? order : rest.ptr ? -1 : 0;
}

int semver_compare(Arena *scratch, const Semver *a, const Semver *b)
{
    Identifiers ids = split_pre(scratch, a->pre);
    return compare_with(a, &ids, b);
}

// --- ranges ------------------------------------------------------------------------------------------------

typedef enum Token { TOKEN_NONE, TOKEN_VERSION, TOKEN_TILDE, TOKEN_CARET, TOKEN_LT, TOKEN_LTE, TOKEN_GT, TOKEN_GTE } Token;

// The first version behind all whose numbers up to `part` are those of `v`; its tags stay.
static Bound below_next(Semver v, SemverPart part)
{
    uint64_t *number = &ELEM(v.number, part);
    bool last = *number == UINT64_MAX;
    if (last) v.pre = v.build = (Str){};
    else ++*number;
    for (size_t i = part + 1; i < COUNT_OF(v.number); i++) ELEM(v.number, i) = last ? UINT64_MAX : 0;
    return (Bound){last ? OP_LTE : OP_LT, v};
}

// The numbers in front of `part`, then `fill`.
static Semver prefix_of(const Semver *v, SemverPart part, uint64_t fill)
{
    Semver out = {};
    for (size_t i = 0; i < COUNT_OF(out.number); i++) ELEM(out.number, i) = i < part ? ELEM(v->number, i) : fill;
    return out;
}

// "1.2.x"
static Rule any_of(const SemverText *v)
{
    Semver low = prefix_of(&v->version, v->open, 0);
    Rule rule = {.left = {OP_GTE, low}};
    if (v->open != SEMVER_MAJOR) rule.right = below_next(low, (SemverPart)(v->open - 1));
    return rule;
}

// "^1.2.3" and "~1.2.3": at least that, with the numbers up to `kept` the same.
static Rule near(Token token, const SemverText *v)
{
    if (v->open == SEMVER_MAJOR && v->valid) return any_of(v);
    if (!v->given[0]) return (Rule){};
    SemverPart count = !v->given[1] ? SEMVER_MINOR : !v->given[2] ? SEMVER_PATCH : SEMVER_WHOLE;
    Semver numbers = prefix_of(&v->version, count, 0), low = count == SEMVER_WHOLE ? v->version : numbers;
    SemverPart kept = SEMVER_MAJOR;
    if (token == TOKEN_TILDE && count > SEMVER_MINOR) kept = SEMVER_MINOR;
    if (token == TOKEN_CARET && count > SEMVER_MINOR && !v->version.number[0]) {
        kept = count == SEMVER_WHOLE && !v->version.number[1] ? SEMVER_PATCH : SEMVER_MINOR;
    }
    return (Rule){.left = {OP_GTE, low}, .right = below_next(numbers, kept)};
}

// ">1.2.3", "<=1.x"
static Rule compared(Op op, const SemverText *v)
{
    if (v->open == SEMVER_WHOLE) return (Rule){.left = {op, v->version}};
    bool up = op == OP_GT || op == OP_LTE;  // the bound is the highest version meant, not the lowest
    if (v->open != SEMVER_MAJOR) return (Rule){.left = {op, prefix_of(&v->version, v->open, up ? UINT64_MAX : 0)}};
    if (op == OP_LTE || op == OP_GTE || !v->valid) return (Rule){.left = {.op = OP_GTE}};
    return (Rule){.left = {OP_LT, (Semver){.pre = STR("0")}}};  // no version is below 0.0.0-0
}

static Rule rule_of(Token token, const SemverText *v)
{
    switch (token) {
    case TOKEN_NONE: break;
    case TOKEN_VERSION: return v->open == SEMVER_WHOLE ? (Rule){.left = {OP_EQ, v->version}} : any_of(v);
    case TOKEN_TILDE:
    case TOKEN_CARET: return near(token, v);
    case TOKEN_LT: return compared(OP_LT, v);
    case TOKEN_LTE: return compared(OP_LTE, v);
    case TOKEN_GT: return compared(OP_GT, v);
    case TOKEN_GTE: return compared(OP_GTE, v);
    }
    return (Rule){};
}

// "1.2.3 - 2.3"
static Rule between(const SemverText *low, const SemverText *high)
{
    Rule rule = {.left = {OP_GTE, low->version}};
    if (high->open == SEMVER_WHOLE) rule.right = (Bound){OP_LTE, high->version};
    else if (high->open != SEMVER_MAJOR) rule.right = below_next(high->version, (SemverPart)(high->open - 1));
    return rule;
}

typedef struct RangeParser {
    Scan s;
    Arena *arena;
    SemverRange *out;
    Token token;       // waits for its version
    bool alternative;  // the next rule begins one
    bool bare;         // a version without an operator, or with "="
    bool joined;       // such a one belongs to the alternative at hand
} RangeParser;

static void add_rule(RangeParser *p, Rule rule)
{
    SemverRange *out = p->out;
    Rule *last = out->count ? &ITEM(*out, out->count - 1) : NULL;
    rule.first = p->alternative || !last;
    p->alternative = false;
    bool empty = last && last->first && last->left.op == OP_ANY;  // says nothing: what follows takes its place
    if (!empty || (rule.first && out->count > 1)) ARENA_PUSH(p->arena, out, rule);
    else rule.first = true, *last = rule;
}

static bool take(Scan *s, char c)
{
    if (at_end(s) || next_char(s) != c) return false;
    s->at++;
    return true;
}

// Behind a version: " - " and the begin of another one. Else nothing is taken.
static bool take_hyphen(Scan *s)
{
    if (next_char(s) != ' ' && next_char(s) != '-') return false;
    size_t start = s->at;
    skip_while(s, is_space);
    if (take(s, '-')) {
        skip_while(s, is_space);
        if (!take(s, 'v')) (void)take(s, '=');
        skip_while(s, is_space);
        if (is_digit(next_char(s)) || is_any(next_char(s))) return true;
    }
    s->at = start;
    return false;
}

static bool is_tag(char c) { return c != ' ' && c != '|'; }
static bool is_bar(char c) { return c == '|'; }

static Token operator_of(char c)
{
    switch (c) {
    case '>': return TOKEN_GT;
    case '<': return TOKEN_LT;
    case '=':
    case 'v': return TOKEN_VERSION;
    case '~': return TOKEN_TILDE;
    case '^': return TOKEN_CARET;
    default: return TOKEN_NONE;
    }
}

// What stands in front of a version. False if there is none to read now.
static bool take_operator(RangeParser *p)
{
    Scan *s = &p->s;
    char c = next_char(s);
    bool number = is_digit(c) || is_any(c);
    Token found = number ? TOKEN_VERSION : operator_of(c);
    p->bare = found == TOKEN_VERSION;
    if (found != TOKEN_NONE) p->token = found;
    if (number) return true;
    s->at++;
    if (found != TOKEN_NONE || c == '-') {
        if (c == '~') (void)take(s, '>');
        skip_blanks(s);
        if ((c == '<' || c == '>') && take(s, '=')) p->token = c == '<' ? TOKEN_LTE : TOKEN_GTE;
        skip_blanks(s);
        if ((c == '~' || c == '^') && s->at >= s->blank) s->at = s->text.len;
        return true;
    }
    if (c != ' ') p->token = TOKEN_NONE, p->joined = false;
    if (c == '|') p->alternative = true;
    if (c == '|') skip_while(s, is_bar);
    if (c == ' ' || c == '|') skip_blanks(s);
    else skip_while(s, is_tag);
    return false;
}

static void read_rule(RangeParser *p)
{
    SemverText v = read_version(&p->s);
    if (p->bare && !(p->joined && v.valid)) p->alternative = true;
    p->joined = v.valid && next_char(&p->s) == ' ';
    Rule rule = {};
    if (take_hyphen(&p->s)) {
        SemverText high = read_version(&p->s);
        rule = between(&v, &high);
        p->alternative = p->alternative || p->bare;
        p->joined = false;
    } else if (p->token != TOKEN_NONE) {
        rule = rule_of(p->token, &v);
    } else {
        p->joined = false;
        if (!at_end(&p->s)) p->s.at++;
        return;
    }
    if (!at_end(&p->s)) p->s.at++;
    add_rule(p, rule);
}

const SemverRange *semver_range_read(Arena *a, Str text)
{
    RangeParser p = {.s = scan_of(text), .arena = a, .out = ARENA_NEW(a, SemverRange)};
    while (!at_end(&p.s)) {
        if (take_operator(&p)) read_rule(&p);
    }
    p.out->nothing = p.s.overflow;
    return p.out;
}

// --- satisfaction ------------------------------------------------------------------------------------------

static bool bound_holds(const Bound *b, const Semver *v, const Identifiers *ids)
{
    int order = compare_with(v, ids, &b->version);
    switch (b->op) {
    case OP_ANY: return true;
    case OP_EQ: return order == 0;
    case OP_LT: return order < 0;
    case OP_LTE: return order <= 0;
    case OP_GT: return order > 0;
    case OP_GTE: return order >= 0;
    }
    return false;
}

static bool opens_pre(const Bound *b, const Semver *v)
{
    return b->op != OP_ANY && b->version.pre.len && !compare_numbers(&b->version, v);
}

// A range that is one version means that very one: not 1.0.0-01 for 1.0.0-1.
static const Semver *only_version(const SemverRange *range)
{
    if (range->count != 1) return NULL;
    const Rule *rule = &ITEM(*range, 0);
    return rule->left.op == OP_EQ && rule->right.op == OP_ANY ? &rule->left.version : NULL;
}

bool semver_range_allows(Arena *scratch, const SemverRange *range, const Semver *version)
{
    if (range->nothing) return false;
    const Semver *only = only_version(range);
    if (only) return !compare_numbers(only, version) && str_eq(only->pre, version->pre);
    if (!range->count) return !version->pre.len;
    Identifiers ids = split_pre(scratch, version->pre);
    bool holds = false, open = false;  // of the alternative at hand
    for (uint32_t i = 0; i < range->count; i++) {
        const Rule *rule = &ITEM(*range, i);
        if (rule->first) {
            if (holds && open) return true;
            holds = true;
            open = !version->pre.len;
        }
        open = open || opens_pre(&rule->left, version) || opens_pre(&rule->right, version);
        holds = holds && bound_holds(&rule->left, version, &ids) && bound_holds(&rule->right, version, &ids);
    }
    return holds && open;
}
