// cjs_exports.c - export names of CommonJS text, as Node's cjs-module-lexer finds them.
//
// Why: `import {a} from "./x.cjs"` must be linked before x.cjs runs, so Node guesses names from the
// tokens; programs rely on exactly that guess. No scopes, no values: a pattern is tried at every
// `exports`, `module`, `Object`, `__export*` and top-level declaration, each on a copy of the scanner,
// so a failed or a matched pattern never hides what follows it.
// Cost: one pass; patterns look ahead a bounded number of tokens, except the exports literal.
#include "base/map.h"
#include "base/num.h"
#include "base/utf.h"
#include "js/transform.h"
#include "js/transform_skim.h"

typedef struct Found {
    Arena *a;
    Map names;     // value 1: exported
    Map unsafe;    // defined by a getter that may be costly: never exported
    Map required;  // top-level `var x = require("y")`: index + 1 into specifiers
    JsNameList specifiers;
    JsNameList assigned;  // reexports of the last module.exports = ...
    JsNameList stars;     // reexports of __exportStar and of Object.keys loops
} Found;

static Skim peek_from(const Skim *s)
{
    Skim copy = *s;
    copy.opens.cap = copy.opens.count;  // a push in the copy must not overwrite the original's stack
    skim_next(&copy);
    return copy;
}

static bool eat(Skim *s, char punct)
{
    if (!skim_is(s, punct)) return false;
    skim_next(s);
    return true;
}

static bool eat_word(Skim *s, Str word)
{
    if (!skim_is_word(s, word)) return false;
    skim_next(s);
    return true;
}

static int hex_value(char ch)
{
    if (ch >= '0' && ch <= '9') return ch - '0';
    if (ch >= 'a' && ch <= 'f') return ch - 'a' + 10;
    if (ch >= 'A' && ch <= 'F') return ch - 'A' + 10;
    return -1;
}

// Hex digits at `pos`: `count` of them, or all up to a closing brace when count is 0.
static bool read_hex(Str text, size_t *pos, size_t count, uint32_t *out)
{
    uint32_t value = 0;
    bool braced = count == 0;
    for (size_t n = 0; braced || n < count; n++) {
        char ch = str_peek(text, *pos);
        if (braced && ch == '}' && n > 0) {
            (*pos)++;
            break;
        }
        int digit = hex_value(ch);
        if (digit < 0 || value > 0x10FFFF) return false;
        value = value * 16 + (uint32_t)digit;
        (*pos)++;
    }
    *out = value;
    return value <= 0x10FFFF;
}

static bool decode_unicode(Str text, size_t *pos, uint32_t *rune)
{
    bool braced = str_peek(text, *pos) == '{';
    if (braced) (*pos)++;
    if (!read_hex(text, pos, braced ? 0 : 4, rune)) return false;
    if (*rune < 0xD800 || *rune > 0xDFFF) return true;
    uint32_t low = 0;
    if (*rune > 0xDBFF || str_peek(text, *pos) != '\\' || str_peek(text, *pos + 1) != 'u') return false;
    *pos += 2;
    if (!read_hex(text, pos, 4, &low) || low < 0xDC00 || low > 0xDFFF) return false;
    *rune = 0x10000 + ((*rune - 0xD800) << 10) + (low - 0xDC00);
    return true;
}

// One escape after the backslash; false if the string is not a well-formed export name.
static bool decode_escape(Buf *out, Str text, size_t *pos)
{
    char ch = str_peek(text, (*pos)++);
    uint32_t rune = 0;
    switch (ch) {
    case 'n': buf_put_char(out, '\n'); return true;
    case 't': buf_put_char(out, '\t'); return true;
    case 'r': buf_put_char(out, '\r'); return true;
    case 'b': buf_put_char(out, '\b'); return true;
    case 'f': buf_put_char(out, '\f'); return true;
    case 'v': buf_put_char(out, '\v'); return true;
    case '0': buf_put_char(out, '\0'); return true;
    case '\n': return true;
    case '\r':
        if (str_peek(text, *pos) == '\n') (*pos)++;
        return true;
    case 'x':
        if (!read_hex(text, pos, 2, &rune)) return false;
        break;
    case 'u':
        if (!decode_unicode(text, pos, &rune)) return false;
        break;
    default: buf_put_char(out, ch); return true;
    }
    buf_put_rune(out, rune);
    return true;
}

// The value of a string token, or of a word with \u escapes left as they are.
static bool token_name(Arena *a, const Skim *s, Str *out)
{
    Str text = skim_text(s);
    if (s->kind != SKIM_STRING) {
        *out = text;
        return s->kind == SKIM_WORD;
    }
    text = str_sub(text, 1, text.len - 1);
    if (str_find_char(text, '\\') == STR_NONE) {
        *out = text;
        return true;
    }
    AUTO(Buf) buf = {};
    for (size_t pos = 0; pos < text.len;) {
        char ch = str_at(text, pos++);
        if (ch != '\\') buf_put_char(&buf, ch);
        else if (!decode_escape(&buf, text, &pos)) return false;
    }
    *out = arena_str(a, buf_str(&buf));
    return !buf.bad;
}

static void add_name(Found *f, Str name)
{
    *map_put(&f->names, name, NULL) = 1;
}

static void add_unique(Found *f, JsNameList *list, Str item)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (str_eq(ITEM(*list, i), item)) return;
    }
    ARENA_PUSH(f->a, list, item);
}

// require("x"), with the scanner on `require`; leaves it after the closing parenthesis.
static bool match_require(Found *f, Skim *s, Str *specifier)
{
    if (!eat_word(s, STR("require")) || !eat(s, '(') || s->kind != SKIM_STRING) return false;
    if (!token_name(f->a, s, specifier)) return false;
    skim_next(s);
    return eat(s, ')');
}

// {a, b: c, "d": e, ...f, ...require("g")}: stops silently at the first thing that is none of these.
static void match_literal(Found *f, Skim *s)
{
    while (s->kind != SKIM_EOF) {
        Str name;
        bool word = s->kind == SKIM_WORD, string = s->kind == SKIM_STRING;
        if (skim_is(s, '.') && s->end - s->start == 3) {
            skim_next(s);
            Str specifier;
            Skim ahead = *s;
            if (match_require(f, &ahead, &specifier)) {
                add_unique(f, &f->assigned, specifier);
                *s = ahead;
            } else if (s->kind == SKIM_WORD) {
                skim_next(s);
            } else {
                return;
            }
        } else if ((word || string) && token_name(f->a, s, &name)) {
            skim_next(s);
            if (eat(s, ':')) {
                if (skim_is(s, '-')) skim_next(s);
                if (s->kind != SKIM_WORD) return;
                skim_next(s);
            } else if (string) {
                return;
            }
            add_name(f, name);
        } else {
            return;
        }
        if (!eat(s, ',')) return;
    }
}

// `= {...}` or `= require("x")` after module.exports, with the scanner on the token after `=`.
static void match_module_assign(Found *f, Skim *s)
{
    f->assigned.count = 0;
    if (eat(s, '{')) {
        match_literal(f, s);
        return;
    }
    Str specifier;
    if (match_require(f, s, &specifier)) add_unique(f, &f->assigned, specifier);
}

// `.name =` or `["name"] =` after exports.
static void match_member(Found *f, Skim *s)
{
    Str name;
    bool word = skim_is(s, '.') && s->end - s->start == 1;
    if (!word && !skim_is(s, '[')) return;
    skim_next(s);
    if (s->kind != (word ? SKIM_WORD : SKIM_STRING) || !token_name(f->a, s, &name)) return;
    skim_next(s);
    if (!word && !eat(s, ']')) return;
    if (skim_is(s, '=') && !s->arrow) add_name(f, name);
}

// `exports` or `module.exports`; leaves the scanner after it.
static bool match_exports(Skim *s)
{
    if (s->after_dot) return false;
    if (eat_word(s, STR("exports"))) return true;
    return eat_word(s, STR("module")) && eat(s, '.') && eat_word(s, STR("exports"));
}

static void try_exports(Found *f, const Skim *at)
{
    Skim s = *at;
    s.opens.cap = s.opens.count;
    bool module = skim_is_word(&s, STR("module"));
    if (!match_exports(&s)) return;
    if (module && skim_is(&s, '=') && !s.arrow) {
        skim_next(&s);
        match_module_assign(f, &s);
        return;
    }
    match_member(f, &s);
}

// `get() {return a.b}` or `get: function x() {return a["b"]}` up to the end of the descriptor.
static bool match_getter(Skim *s)
{
    if (!eat_word(s, STR("get"))) return false;
    if (eat(s, ':')) {
        if (!eat_word(s, STR("function"))) return false;
        if (s->kind == SKIM_WORD) skim_next(s);
    }
    if (!eat(s, '(') || !eat(s, ')') || !eat(s, '{') || !eat_word(s, STR("return"))) return false;
    if (s->kind != SKIM_WORD) return false;
    skim_next(s);
    if (eat(s, '.')) {
        if (s->kind != SKIM_WORD) return false;
        skim_next(s);
    } else if (eat(s, '[')) {
        if (s->kind != SKIM_STRING) return false;
        skim_next(s);
        if (!eat(s, ']')) return false;
    }
    eat(s, ';');
    if (!eat(s, '}')) return false;
    eat(s, ',');
    return eat(s, '}') && eat(s, ')');
}

static bool match_descriptor(Skim *s)
{
    if (!eat(s, ',') || !eat(s, '{')) return false;
    if (skim_is_word(s, STR("enumerable"))) {
        skim_next(s);
        if (!eat(s, ':') || !(eat_word(s, STR("true")) || (eat(s, '!') && s->kind == SKIM_NUMBER)))
            return false;
        if (s->kind == SKIM_NUMBER) skim_next(s);
        if (!eat(s, ',')) return false;
    }
    if (eat_word(s, STR("value"))) return skim_is(s, ':');
    return match_getter(s);
}

static void match_define(Found *f, Skim *s)
{
    Str name;
    if (!eat(s, '(') || !match_exports(s) || !eat(s, ',')) return;
    if (s->kind != SKIM_STRING || !token_name(f->a, s, &name)) return;
    skim_next(s);
    if (match_descriptor(s)) add_name(f, name);
    else *map_put(&f->unsafe, name, NULL) = 1;
}

// exports[key] = from[key]   or   return from[key]   somewhere before the callback ends.
static bool match_copy(Skim *s, Str from, Str key)
{
    uint32_t depth = s->opens.count;
    while (s->kind != SKIM_EOF && s->opens.count >= depth) {
        bool value = skim_is_word(s, STR("return")) || skim_is(s, '=');
        skim_next(s);
        if (!value || !eat_word(s, from) || !eat(s, '[') || !eat_word(s, key)) continue;
        if (skim_is(s, ']')) return true;
    }
    return false;
}

// Object.keys(from).forEach(function (key) {... exports[key] = from[key] ...})
static void match_keys(Found *f, Skim *s)
{
    if (!eat(s, '(') || s->kind != SKIM_WORD) return;
    Str from = skim_text(s);
    skim_next(s);
    if (!eat(s, ')') || !eat(s, '.') || !eat_word(s, STR("forEach")) || !eat(s, '(')) return;
    if (!eat_word(s, STR("function")) || !eat(s, '(') || s->kind != SKIM_WORD) return;
    Str key = skim_text(s);
    skim_next(s);
    if (!eat(s, ')') || !skim_is(s, '{')) return;
    skim_next(s);
    if (!skim_is_word(s, STR("if")) || !match_copy(s, from, key)) return;
    uint64_t *index = map_find(&f->required, from);
    if (index) add_unique(f, &f->stars, ITEM(f->specifiers, *index - 1));
}

static void try_object(Found *f, const Skim *at)
{
    Skim s = peek_from(at);
    bool top = at->opens.count == 0;
    if (!eat(&s, '.')) return;
    if (eat_word(&s, STR("defineProperty"))) match_define(f, &s);
    else if (top && eat_word(&s, STR("keys"))) match_keys(f, &s);
}

static void try_star(Found *f, const Skim *at)
{
    Skim s = peek_from(at);
    Str specifier;
    if (eat(&s, '(') && match_require(f, &s, &specifier)) add_unique(f, &f->stars, specifier);
}

// var x = require("y"), also through _interopRequireWildcard(...)
static void try_declaration(Found *f, const Skim *at)
{
    Skim s = peek_from(at);
    if (s.kind != SKIM_WORD) return;
    Str name = skim_text(&s), specifier;
    skim_next(&s);
    if (!eat(&s, '=')) return;
    if (eat_word(&s, STR("_interopRequireWildcard")) && !eat(&s, '(')) return;
    if (!match_require(f, &s, &specifier)) return;
    ARENA_PUSH(f->a, &f->specifiers, specifier);
    *map_put(&f->required, name, NULL) = f->specifiers.count;
}

static void try_word(Found *f, const Skim *s)
{
    bool top = s->opens.count == 0;
    switch (str_at(s->src, s->start)) {
    case '_':
        if (top && (skim_is_word(s, STR("__export")) || skim_is_word(s, STR("__exportStar"))))
            try_star(f, s);
        return;
    case 'e':
        if (!s->after_dot && skim_is_word(s, STR("exports"))) try_exports(f, s);
        return;
    case 'm':
        if (!s->after_dot && skim_is_word(s, STR("module"))) try_exports(f, s);
        return;
    case 'O':
        if (!s->after_dot && skim_is_word(s, STR("Object"))) try_object(f, s);
        return;
    case 'c': case 'l': case 'v':
        if (top && (skim_is_word(s, STR("var")) || skim_is_word(s, STR("const")) ||
                    skim_is_word(s, STR("let"))))
            try_declaration(f, s);
        return;
    default: return;
    }
}

static void collect(Found *f, JsNameList *names, JsNameList *reexports)
{
    for (uint32_t i = 0; i < f->names.count; i++) {
        Str name = ITEM(f->names, i).key;
        if (!map_find(&f->unsafe, name)) ARENA_PUSH(f->a, names, name);
    }
    for (uint32_t i = 0; i < f->assigned.count; i++) {
        add_unique(f, reexports, ITEM(f->assigned, i));
    }
    for (uint32_t i = 0; i < f->stars.count; i++) add_unique(f, reexports, ITEM(f->stars, i));
}

Err js_cjs_exports(Arena *a, Str source, JsNameList *names, JsNameList *reexports)
{
    if (source.len > JS_MAX_SOURCE) return err(ERR_TOO_BIG);
    Found f = {.a = a};
    Skim s;
    skim_init(&s, a, source);
    for (skim_next(&s); s.kind != SKIM_EOF; skim_next(&s)) {
        if (s.kind == SKIM_WORD) try_word(&f, &s);
    }
    collect(&f, names, reexports);
    Map_cleanup(&f.names);
    Map_cleanup(&f.unsafe);
    Map_cleanup(&f.required);
    return OK;
}
