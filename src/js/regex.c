// regex.c - syntax check of regular expression literals: ECMA-262 22.2.1 with Annex B.1.2.
//
// Three grammars share the code: `u`, `v` (both strict) and neither (Annex B, where most mistakes mean
// something). Nothing is compiled: only the early errors are wanted.
#include "js/regex.h"

#include "base/map.h"
#include "base/utf.h"
#include "js/lex.h"

typedef struct Check {
    Str src;
    size_t pos;
    bool u; // u or v: strict, code points
    bool v;
    bool named;      // \k is a reference: u, v, or a named group exists
    uint64_t groups; // capturing groups in the whole pattern
    unsigned depth;
    const char *what; // the first error; NULL: none yet
    size_t where;
    Map names; // group names: 1 active, 2 in another alternative
    struct {
        Str *items;
        uint32_t count, cap;
    } order; // group names as met
    struct {
        Str *items;
        uint32_t count, cap;
    } refs; // \k<names>
    Arena *a;
} Check;

static void fail_at(Check *c, size_t where, const char *what)
{
    if (c->what) return;
    c->what = what;
    c->where = where;
}

static bool done(const Check *c) { return c->what || c->pos >= c->src.len; }
static char look(const Check *c) { return c->what ? '\0' : str_peek(c->src, c->pos); }
static char look_at(const Check *c, size_t n) { return str_peek(c->src, c->pos + n); }
static bool is_digit(char ch) { return ch >= '0' && ch <= '9'; }
static bool is_letter(char ch) { return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z'); }

static bool eat(Check *c, char ch)
{
    if (done(c) || look(c) != ch) return false;
    c->pos++;
    return true;
}

static uint32_t take_rune(Check *c)
{
    Rune r = utf8_decode(c->src, c->pos);
    c->pos += r.len ? r.len : 1;
    return r.value;
}

static bool one_of(char ch, const char *set) { return ch && strchr(set, ch) != NULL; }

// ---- the tables of \p{...}
// ------------------------------------------------------------------------------------

typedef struct Names {
    const Str *items;
    size_t count;
} Names;

#define ROW(name) {name, sizeof(name) - 1},
#define NO_ROW(name)
#define GENERAL ROW
#define SCRIPT NO_ROW
#define BINARY NO_ROW
#define STRINGS NO_ROW
static const Str general_names[] = {
#include "js/unicode_props.def"
};
#undef GENERAL
#undef SCRIPT
#define GENERAL NO_ROW
#define SCRIPT ROW
static const Str script_names[] = {
#include "js/unicode_props.def"
};
#undef SCRIPT
#undef BINARY
#define SCRIPT NO_ROW
#define BINARY ROW
static const Str binary_names[] = {
#include "js/unicode_props.def"
};
#undef BINARY
#undef STRINGS
#define BINARY NO_ROW
#define STRINGS ROW
static const Str string_names[] = {
#include "js/unicode_props.def"
};
#undef GENERAL
#undef SCRIPT
#undef BINARY
#undef STRINGS

static bool has_name(Names names, Str name)
{
    size_t low = 0, high = names.count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = str_cmp(ITEM(names, mid), name);
        if (!order) return true;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}
#define HAS(table, name) has_name((Names){table, COUNT_OF(table)}, name)

// ---- escapes
// ------------------------------------------------------------------------------------------------------

#define NOT_A_CHAR UINT32_MAX // a class escape: no single character

// \uXXXX, \uXXXX\uXXXX (strict: a surrogate pair) or \u{...} (strict). pos is at `u`.
static bool unicode_escape(Check *c, uint32_t *rune)
{
    if (!c->u && look_at(c, 1) == '{') return false;
    uint32_t len = js_unicode_escape(c->src, (uint32_t)c->pos, rune);
    if (!len) return false;
    c->pos += len;
    bool high = c->u && len == 5 && *rune >= 0xD800 && *rune < 0xDC00;
    uint32_t low;
    if (high && look(c) == '\\' && look_at(c, 1) == 'u' && look_at(c, 2) != '{' &&
        js_unicode_escape(c->src, (uint32_t)c->pos + 1, &low) == 5 && low >= 0xDC00 && low < 0xE000) {
        *rune = 0x10000 + ((*rune - 0xD800) << 10) + (low - 0xDC00);
        c->pos += 6;
    }
    return true;
}

// \p{...}; pos is at `p` or `P`. `*strings`: a property of strings.
static void property_escape(Check *c, bool *strings)
{
    size_t start = c->pos;
    bool negative = look(c) == 'P';
    c->pos++;
    size_t close = str_find_char(str_from(c->src, c->pos), '}');
    if (look(c) != '{' || close == STR_NONE) return fail_at(c, start, "Invalid property name");
    Str body = str_sub(c->src, c->pos + 1, c->pos + close);
    c->pos += close + 1;
    size_t equals = str_find_char(body, '=');
    bool known;
    if (equals == STR_NONE) {
        known = HAS(general_names, body) || HAS(binary_names, body);
        if (!known && c->v && !negative && HAS(string_names, body)) known = *strings = true;
    } else {
        Str name = str_sub(body, 0, equals), value = str_from(body, equals + 1);
        bool general = str_eq(name, STR("gc")) || str_eq(name, STR("General_Category"));
        bool script = str_eq(name, STR("sc")) || str_eq(name, STR("Script")) || str_eq(name, STR("scx")) ||
                      str_eq(name, STR("Script_Extensions"));
        known = (general && HAS(general_names, value)) || (script && HAS(script_names, value));
    }
    if (!known) fail_at(c, start, "Invalid property name");
}

static uint32_t control_letter(Check *c, bool in_class)
{
    char next = look_at(c, 1);
    bool letter = is_letter(next) || (in_class && !c->u && (is_digit(next) || next == '_'));
    if (letter) {
        c->pos += 2;
        return (uint32_t)next % 32;
    }
    if (c->u) fail_at(c, c->pos, "Invalid control escape");
    return '\\'; // the backslash itself; `c` follows as a character
}

static uint32_t hex_escape(Check *c)
{
    int high = js_hex_value(look_at(c, 1)), low = js_hex_value(look_at(c, 2));
    c->pos++;
    if (high >= 0 && low >= 0) {
        c->pos += 2;
        return (uint32_t)(high * 16 + low);
    }
    if (c->u) fail_at(c, c->pos, "Invalid escape");
    return 'x';
}

// Annex B octal escapes: up to three digits, at most 0377.
static uint32_t legacy_octal(Check *c)
{
    uint32_t value = 0;
    for (int i = 0;
         i < 3 && look(c) >= '0' && look(c) <= '7' && value * 8 + (uint32_t)(look(c) - '0') <= 0377; i++) {
        value = value * 8 + (uint32_t)(look(c) - '0');
        c->pos++;
    }
    return value;
}

static uint32_t identity_escape(Check *c, bool in_class)
{
    char ch = look(c);
    if (c->u) {
        bool fine = one_of(ch, "^$\\.*+?()[]{}|/") || (in_class && ch == '-');
        if (c->v && in_class && one_of(ch, "&-!#%,:;<=>@`~")) fine = true;
        if (!fine) fail_at(c, c->pos, "Invalid escape");
    } else if (ch == 'k' && c->named) {
        fail_at(c, c->pos, "Invalid named reference");
    }
    return take_rune(c);
}

// A character escape; pos is behind the backslash.
static uint32_t character_escape(Check *c, bool in_class)
{
    uint32_t rune = 0;
    char ch = look(c);
    switch (ch) {
    case 't': c->pos++; return '\t';
    case 'n': c->pos++; return '\n';
    case 'v': c->pos++; return '\v';
    case 'f': c->pos++; return '\f';
    case 'r': c->pos++; return '\r';
    case 'c': return control_letter(c, in_class);
    case 'x': return hex_escape(c);
    case 'u':
        if (unicode_escape(c, &rune)) return rune;
        if (c->u) fail_at(c, c->pos, "Invalid Unicode escape");
        c->pos++;
        return 'u';
    case '0' ... '7':
        if (ch == '0' && !is_digit(look_at(c, 1))) {
            c->pos++;
            return 0;
        }
        if (c->u) fail_at(c, c->pos, "Invalid decimal escape");
        return legacy_octal(c);
    default: return identity_escape(c, in_class);
    }
}

// ---- classes
// ----------------------------------------------------------------------------------------------------------

typedef struct ClassReader {
    Check *c;
    uint32_t trail; // without u, a character beyond the BMP is two: the second waits here
} ClassReader;

static uint32_t class_char(ClassReader *r)
{
    Check *c = r->c;
    if (r->trail) {
        uint32_t trail = r->trail;
        r->trail = 0;
        return trail;
    }
    if (look(c) != '\\') {
        uint32_t rune = take_rune(c);
        if (c->u || rune < 0x10000) return rune;
        r->trail = 0xDC00 + ((rune - 0x10000) & 0x3FF);
        return 0xD800 + ((rune - 0x10000) >> 10);
    }
    c->pos++;
    if (c->pos >= c->src.len) {
        fail_at(c, c->pos, "\\ at end of pattern");
        return 0;
    }
    char ch = look(c);
    bool strings = false;
    if (one_of(ch, "dDsSwW")) {
        c->pos++;
        return NOT_A_CHAR;
    }
    if (c->u && (ch == 'p' || ch == 'P')) {
        property_escape(c, &strings);
        return NOT_A_CHAR;
    }
    if (ch == 'b') {
        c->pos++;
        return '\b';
    }
    return character_escape(c, true);
}

// [...] of u and of Annex B; pos behind the `[`.
static void class_ranges(Check *c)
{
    ClassReader r = {.c = c};
    eat(c, '^');
    while (!c->what) {
        if (!r.trail && eat(c, ']')) return;
        if (!r.trail && done(c)) return fail_at(c, c->pos, "Missing \"]\"");
        size_t start = c->pos;
        uint32_t from = class_char(&r);
        if (r.trail || look(c) != '-' || look_at(c, 1) == ']' || c->pos + 1 >= c->src.len) continue;
        c->pos++;
        uint32_t to = class_char(&r);
        if (from == NOT_A_CHAR || to == NOT_A_CHAR) {
            if (c->u) fail_at(c, start, "A character class cannot be part of a range");
        } else if (from > to) {
            fail_at(c, start, "Range out of order in character class");
        }
    }
}

static bool class_set(Check *c);

static bool enter_check(Check *c)
{
    c->depth++;
    if (c->depth > REGEX_MAX_DEPTH) fail_at(c, c->pos, "Nested too deeply");
    return !c->what;
}

// One character of a v class, where doubled punctuation is reserved.
static uint32_t set_char(Check *c)
{
    char ch = look(c);
    if (ch == '\\') {
        c->pos++;
        if (look(c) == 'b') {
            c->pos++;
            return '\b';
        }
        return character_escape(c, true);
    }
    if (one_of(ch, "()[]{}/-|")) fail_at(c, c->pos, "Unescaped special character in class");
    if (ch == look_at(c, 1) && one_of(ch, "&!#$%*+,.:;<=>?@^`~"))
        fail_at(c, c->pos, "Reserved double punctuation in class");
    return take_rune(c);
}

// \q{ab|c}; true if one of the strings is not a single character. pos at `q`.
static bool class_strings(Check *c)
{
    bool strings = false;
    size_t count = 0;
    c->pos += 2;
    while (!c->what && look(c) != '}') {
        if (done(c)) {
            fail_at(c, c->pos, "Missing \"}\"");
        } else if (eat(c, '|')) {
            strings = strings || count != 1;
            count = 0;
        } else {
            set_char(c);
            count++;
        }
    }
    eat(c, '}');
    return strings || count != 1;
}

// An operand of a v class. `*strings`: may match more than one character. Returns the character, if it is
// one.
static uint32_t set_operand(Check *c, bool *strings)
{
    char ch = look(c), next = look_at(c, 1);
    if (ch == '[') {
        c->pos++;
        if (enter_check(c)) *strings = class_set(c);
        c->depth--;
        return NOT_A_CHAR;
    }
    if (ch == '\\' && next == 'q' && look_at(c, 2) == '{') {
        c->pos++;
        *strings = class_strings(c);
        return NOT_A_CHAR;
    }
    if (ch == '\\' && one_of(next, "dDsSwW")) {
        c->pos += 2;
        return NOT_A_CHAR;
    }
    if (ch == '\\' && (next == 'p' || next == 'P')) {
        c->pos++;
        property_escape(c, strings);
        return NOT_A_CHAR;
    }
    return set_char(c);
}

static bool at_double(Check *c, char ch) { return look(c) == ch && look_at(c, 1) == ch; }

// a&&b&&c or a--b--c; pos at the first operator.
static bool set_operation(Check *c, char op, bool first)
{
    bool all = first;
    while (!c->what && at_double(c, op)) {
        bool strings = false;
        c->pos += 2;
        if (op == '&' && look(c) == '&') fail_at(c, c->pos, "Invalid set operation in class");
        if (done(c)) break;
        set_operand(c, &strings);
        all = all && strings;
    }
    if (!c->what && look(c) != ']') fail_at(c, c->pos, "Invalid set operation in class");
    return op == '&' ? all : first;
}

// The inside of a v class, pos behind `[`, up to and with `]`. True if it may match strings.
static bool class_set(Check *c)
{
    size_t start = c->pos;
    bool negated = eat(c, '^'), result = false, first = true;
    while (!c->what && look(c) != ']') {
        if (done(c)) {
            fail_at(c, c->pos, "Missing \"]\"");
            break;
        }
        bool strings = false;
        size_t from_at = c->pos;
        uint32_t from = set_operand(c, &strings);
        if (first && (at_double(c, '&') || at_double(c, '-'))) {
            result = set_operation(c, look(c), strings);
            break;
        }
        first = false;
        result = result || strings;
        if (look(c) != '-' || c->what) continue;
        if (look_at(c, 1) == '-') {
            fail_at(c, c->pos, "Invalid set operation in class");
            break;
        }
        c->pos++;
        uint32_t to = set_operand(c, &strings);
        if (from == NOT_A_CHAR || to == NOT_A_CHAR)
            fail_at(c, from_at, "Invalid range in character class");
        else if (from > to)
            fail_at(c, from_at, "Range out of order in character class");
    }
    if (!eat(c, ']')) fail_at(c, c->pos, "Missing \"]\"");
    if (negated && result) fail_at(c, start, "A negated class cannot match strings");
    return result && !negated;
}

// ---- groups
// --------------------------------------------------------------------------------------------------------------

// <name>, pos behind `<`. Empty on error.
static Str group_name(Check *c)
{
    AUTO(Buf) text = {};
    size_t start = c->pos;
    while (!c->what && look(c) != '>') {
        uint32_t rune = 0;
        if (done(c)) break;
        if (eat(c, '\\')) {
            bool was = c->u;
            c->u = true; // names take both escapes and surrogate pairs in every mode
            if (look(c) != 'u' || !unicode_escape(c, &rune)) fail_at(c, start, "Invalid group name");
            c->u = was;
        } else {
            rune = take_rune(c);
        }
        bool fine = text.len ? js_is_id_continue(rune) : js_is_id_start(rune);
        if (!fine) fail_at(c, start, "Invalid group name");
        buf_put_rune(&text, rune);
    }
    if (!eat(c, '>') || !text.len) {
        fail_at(c, start, "Invalid group name");
        return (Str){};
    }
    return arena_str(c->a, buf_str(&text));
}

static void declare_group(Check *c, Str name, size_t where)
{
    if (c->what) return;
    uint64_t *state = map_put(&c->names, name, NULL);
    if (*state == 1) fail_at(c, where, "Duplicate group name");
    *state = 1;
    ARENA_PUSH(c->a, &c->order, name);
}

static void set_names(Check *c, uint32_t from, uint64_t state)
{
    for (uint32_t i = from; i < c->order.count; i++) *map_find(&c->names, ITEM(c->order, i)) = state;
}

static void disjunction(Check *c);

// (?ims-ims: pos at the first letter or `-`.
static void modifiers(Check *c)
{
    size_t start = c->pos;
    unsigned seen = 0;
    bool removing = false, any = false;
    while (!c->what && look(c) != ':') {
        char ch = look(c);
        c->pos++;
        if (ch == '-' && !removing) {
            removing = true;
            continue;
        }
        unsigned bit = ch == 'i' ? 1 : ch == 'm' ? 2 : ch == 's' ? 4 : 0;
        if (!bit || seen & bit || c->pos > c->src.len) fail_at(c, start, "Invalid group");
        seen |= bit;
        any = true;
    }
    if (!any) fail_at(c, start, "Invalid group");
    eat(c, ':');
}

// Behind `(`. Returns 0: may not be quantified, 1: only by Annex B, 2: may be.
static int group_head(Check *c)
{
    if (!eat(c, '?')) return 2;
    size_t start = c->pos;
    if (eat(c, ':')) return 2;
    if (eat(c, '=') || eat(c, '!')) return 1;
    if (eat(c, '<')) {
        if (eat(c, '=') || eat(c, '!')) return 0;
        Str name = group_name(c);
        declare_group(c, name, start);
        return 2;
    }
    if (one_of(look(c), "ims-"))
        modifiers(c);
    else
        fail_at(c, start, "Invalid group");
    return 2;
}

static int group(Check *c)
{
    size_t start = c->pos;
    c->pos++;
    int quantifiable = group_head(c);
    if (enter_check(c)) disjunction(c);
    c->depth--;
    if (!eat(c, ')')) fail_at(c, start, "Missing \")\"");
    return quantifiable;
}

// ---- atoms
// -----------------------------------------------------------------------------------------------------------------

static uint64_t number(Check *c)
{
    uint64_t value = 0;
    while (is_digit(look(c))) {
        uint64_t digit = (uint64_t)(look(c) - '0');
        value = value > (UINT64_MAX - 9) / 10 ? UINT64_MAX : value * 10 + digit;
        c->pos++;
    }
    return value;
}

// {n}, {n,} or {n,m} at pos? Consumes it.
static bool braces(Check *c)
{
    size_t start = c->pos;
    c->pos++;
    if (!is_digit(look(c))) {
        c->pos = start;
        return false;
    }
    uint64_t from = number(c), to = UINT64_MAX;
    if (eat(c, ','))
        to = is_digit(look(c)) ? number(c) : UINT64_MAX;
    else
        to = from;
    if (!eat(c, '}')) {
        c->pos = start;
        return false;
    }
    if (from > to) fail_at(c, start, "Numbers out of order in quantifier");
    return true;
}

static bool quantifier(Check *c)
{
    char ch = look(c);
    if (done(c)) return false;
    if (one_of(ch, "*+?"))
        c->pos++;
    else if (ch != '{' || !braces(c))
        return false;
    eat(c, '?');
    return true;
}

static void named_reference(Check *c)
{
    c->pos++;
    if (!eat(c, '<')) return fail_at(c, c->pos, "Invalid named reference");
    Str name = group_name(c);
    ARENA_PUSH(c->a, &c->refs, name);
}

// An escape outside classes; pos at the backslash. False for assertions, which take no quantifier.
static bool atom_escape(Check *c)
{
    bool strings = false;
    c->pos++;
    if (c->pos >= c->src.len) {
        fail_at(c, c->pos, "\\ at end of pattern");
        return true;
    }
    char ch = look(c);
    if (ch == 'b' || ch == 'B') {
        c->pos++;
        return false;
    }
    if (one_of(ch, "dDsSwW"))
        c->pos++;
    else if (c->u && (ch == 'p' || ch == 'P'))
        property_escape(c, &strings);
    else if (ch == 'k' && c->named)
        named_reference(c);
    else if (ch >= '1' && ch <= '9' && c->u) {
        size_t start = c->pos;
        if (number(c) > c->groups) fail_at(c, start, "Invalid back reference");
    } else {
        character_escape(c, false);
    }
    return true;
}

// Returns as group_head.
static int atom(Check *c)
{
    char ch = look(c);
    switch (ch) {
    case '^':
    case '$': c->pos++; return 0;
    case '(': return group(c);
    case '.': c->pos++; return 2;
    case '[':
        c->pos++;
        if (c->v)
            class_set(c);
        else
            class_ranges(c);
        return 2;
    case '\\': return atom_escape(c) ? 2 : 0;
    case '*':
    case '+':
    case '?': fail_at(c, c->pos, "Nothing to repeat"); return 2;
    case '{':
        if (c->u || braces(c)) fail_at(c, c->pos, "Nothing to repeat");
        c->pos++;
        return 2;
    case '}':
    case ']':
        if (c->u) fail_at(c, c->pos, "Lone quantifier bracket");
        c->pos++;
        return 2;
    default: take_rune(c); return 2;
    }
}

static void disjunction(Check *c)
{
    uint32_t first_name = c->order.count;
    while (!done(c) && look(c) != ')') {
        if (eat(c, '|')) {
            set_names(c, first_name, 2); // other alternatives may use these names again
            continue;
        }
        int quantifiable = atom(c);
        size_t start = c->pos;
        if (!c->what && quantifier(c) && (quantifiable == 0 || (quantifiable == 1 && c->u)))
            fail_at(c, start, "Nothing to repeat");
    }
    set_names(c, first_name, 1);
}

// ---- the entry
// ---------------------------------------------------------------------------------------------------------------

static bool check_flags(Check *c, Str flags)
{
    unsigned seen = 0;
    for (size_t i = 0; i < flags.len; i++) {
        size_t bit = str_find_char(STR("dgimsuvy"), str_at(flags, i));
        if (bit == STR_NONE || seen >> bit & 1) {
            c->what = "Invalid flags";
            return false;
        }
        seen |= 1u << bit;
    }
    c->u = seen & (1u << 5 | 1u << 6);
    c->v = seen & 1u << 6;
    if ((seen & (1u << 5)) && c->v) c->what = "Invalid flags";
    return !c->what;
}

// Groups and names have to be known before the first reference.
static void count_groups(Check *c)
{
    unsigned in_class = 0;
    for (size_t i = 0; i < c->src.len; i++) {
        char ch = str_at(c->src, i);
        if (ch == '\\')
            i++;
        else if (ch == '[' && (!in_class || c->v))
            in_class++;
        else if (ch == ']' && in_class)
            in_class--;
        else if (ch == '(' && !in_class) {
            bool name = str_peek(c->src, i + 1) == '?' && str_peek(c->src, i + 2) == '<' &&
                        str_peek(c->src, i + 3) != '=' && str_peek(c->src, i + 3) != '!';
            if (name) c->named = true;
            if (name || str_peek(c->src, i + 1) != '?') c->groups++;
        }
    }
}

static void check_pattern(Check *c)
{
    count_groups(c);
    c->named = c->named || c->u;
    disjunction(c);
    if (!done(c)) fail_at(c, c->pos, "Unmatched \")\"");
    for (uint32_t i = 0; i < c->refs.count; i++)
        if (!map_find(&c->names, ITEM(c->refs, i))) fail_at(c, 0, "Invalid named reference");
}

bool js_regex_check(Arena *a, Str pattern, Str flags, const char **what, uint32_t *where)
{
    Check c = {.src = pattern, .a = a};
    if (check_flags(&c, flags)) check_pattern(&c);
    Map_cleanup(&c.names);
    if (!c.what) return true;
    *what = c.what;
    *where = (uint32_t)(c.where < pattern.len ? c.where : pattern.len);
    return false;
}
