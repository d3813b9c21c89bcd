// parse.c - the parser's entry, its goals, and the tools every rule uses.
//
// GOAL_AUTO is decided in one pass: the file is read as sloppy code in which imports, exports and await
// are allowed; every place where a module would differ sets saw_sloppy. Only a module with such a
// place is parsed a second time, as a module, so that its errors are a module's.
#include "js/parse.h"

#include <stdarg.h>

#include "base/num.h"

// ---- errors
// -------------------------------------------------------------------------------------------------

void fail(Parser *p, uint32_t start, uint32_t end, const char *format, ...)
{
    if (failed(p)) return;
    va_list args;
    va_start(args, format);
    Str text = arena_vfmt(p->a, format, args);
    va_end(args);
    lex_error(&p->lex, start, end, "%.*s", STR_FMT(text));
}

static Str found_text(Parser *p)
{
    if (is(p, T_EOF)) return STR("end of file");
    Str text = str_sub(p->lex.src, p->lex.start, p->lex.pos);
    if (text.len > 40) text = arena_concat(p->a, str_sub(text, 0, 37), STR("..."));
    return arena_fmt(p->a, "\"%.*s\"", STR_FMT(text));
}

// `await x` where await is a name: what is meant is plain, what is missing is an `async` further out.
static bool follows_await(const Parser *p)
{
    uint32_t end = prev_end(p);
    Str word = str_sub(p->lex.src, end < 5 ? 0 : end - 5, end);
    bool whole = end < 6 || !js_is_id_continue((uint8_t)str_at(p->lex.src, end - 6));
    return whole && str_eq(word, STR("await")) && !p->lex.newline && !is(p, T_EOF);
}

void expected(Parser *p, const char *what)
{
    if (failed(p)) return;
    if (follows_await(p)) {
        fail(p, p->lex.start, p->lex.pos, "\"await\" can only be used inside an \"async\" function");
        return;
    }
    Str found = found_text(p);
    fail(p, p->lex.start, p->lex.pos, "Expected %s but found %.*s", what, STR_FMT(found));
}

void unexpected(Parser *p)
{
    if (failed(p)) return;
    Str found = found_text(p);
    fail(p, p->lex.start, p->lex.pos, "Unexpected %.*s", STR_FMT(found));
}

static void expected_text(Parser *p, Str text)
{
    if (failed(p)) return;
    Str quoted = arena_fmt(p->a, "\"%.*s\"", STR_FMT(text));
    expected(p, arena_cstr(p->a, quoted));
}

void expect(Parser *p, JsToken t)
{
    if (!eat(p, t)) expected_text(p, str_c(js_token_text(t)));
}

void expect_word(Parser *p, JsAtom atom)
{
    if (!eat_word(p, atom)) expected_text(p, js_atom(p->t, atom));
}

bool can_end_statement(const Parser *p)
{
    return is(p, T_SEMICOLON) || is(p, T_RBRACE) || is(p, T_EOF) || p->lex.newline;
}

void semicolon(Parser *p)
{
    if (eat(p, T_SEMICOLON) || can_end_statement(p)) return;
    expected(p, "\";\"");
}

void strict_error(Parser *p, uint32_t start, uint32_t end, const char *text)
{
    if (strict(p))
        fail(p, start, end, "%s", text);
    else
        p->saw_sloppy = true;
}

void check_octal(Parser *p)
{
    if (!p->lex.octal) return;
    strict_error(p, p->lex.octal - 1, p->lex.pos,
                 "Legacy octal literals and escapes are not allowed in strict mode");
}

bool enter(Parser *p)
{
    p->depth++;
    if (p->depth <= JS_MAX_DEPTH) return true;
    fail(p, p->lex.start, p->lex.pos, "The code is nested too deeply");
    return false;
}

void only_ts(Parser *p, uint32_t start)
{
    p->t->features |= FEAT_TYPESCRIPT;
    if (!p->ts) fail(p, start, p->lex.pos, "TypeScript syntax is not allowed in a JavaScript file");
}

// ---- speculation
// ----------------------------------------------------------------------------------------------

Mark mark(const Parser *p)
{
    return (Mark){
        .lex = p->lex,
        .ctx = p->ctx,
        .depth = p->depth,
        .nodes = p->t->nodes.count,
        .extra = p->t->extra.count,
        .stack = p->stack.count,
        .labels = p->labels.count,
        .features = p->t->features,
        .arrow_at = p->arrow_at,
        .await_at = p->await_at,
        .yield_at = p->yield_at,
        .await_name_at = p->await_name_at,
        .saw_sloppy = p->saw_sloppy,
        .saw_module = p->saw_module,
    };
}

void restore(Parser *p, const Mark *m)
{
    p->lex = m->lex;
    p->ctx = m->ctx;
    p->depth = m->depth;
    p->t->nodes.count = m->nodes;
    p->t->extra.count = m->extra;
    p->stack.count = m->stack;
    p->labels.count = m->labels;
    p->t->features = m->features;
    p->arrow_at = m->arrow_at;
    p->await_at = m->await_at;
    p->yield_at = m->yield_at;
    p->await_name_at = m->await_name_at;
    p->saw_sloppy = m->saw_sloppy;
    p->saw_module = m->saw_module;
}

typedef struct Bits {
    uint8_t *ptr;
    size_t len;
} Bits;

bool is_refused(Parser *p, uint32_t offset)
{
    if (!p->refused) return false;
    Bits bits = {p->refused, p->lex.src.len / 8 + 1};
    return AT(bits, offset / 8) >> (offset % 8) & 1;
}

void refuse(Parser *p, uint32_t offset)
{
    Bits bits = {p->refused, p->lex.src.len / 8 + 1};
    if (!bits.ptr) bits.ptr = p->refused = ARENA_ARRAY(p->a, uint8_t, bits.len);
    AT(bits, offset / 8) |= (uint8_t)(1u << offset % 8);
}

bool next_is(Parser *p, TokenTest test)
{
    Lexer before = p->lex;
    next(p);
    bool yes = test(p);
    p->lex = before;
    return yes;
}

// ---- nodes
// ------------------------------------------------------------------------------------------------------

COLD void grow_nodes(Parser *p)
{
    // What the text so far needed tells what all of it needs.
    uint64_t left = p->lex.src.len - p->lex.pos, seen = p->lex.pos + 1u, count = p->t->nodes.count;
    uint64_t whole = count + count * left / seen * 9 / 8 + 256;
    CHECK(whole <= UINT32_MAX);
    uint32_t cap = (uint32_t)whole;
    p->t->nodes.items = arena_grow(p->a, p->t->nodes.items, p->t->nodes.count, cap, sizeof(JsNode));
    p->t->nodes.cap = cap;
}

// Room for a list of `count` and its length.
COLD static void grow_extra(Parser *p, uint32_t count)
{
    uint64_t cap = (uint64_t)p->t->extra.cap * 2 + count + 1;
    CHECK(cap <= UINT32_MAX);
    p->t->extra.items = arena_grow(p->a, p->t->extra.items, p->t->extra.count, (uint32_t)cap, sizeof(uint32_t));
    p->t->extra.cap = (uint32_t)cap;
}

JsListId list_close(Parser *p, uint32_t opened)
{
    uint32_t count = p->stack.count - opened;
    if (!count) return 0;
    JsListId list = p->t->extra.count;
    if (count >= p->t->extra.cap - list) grow_extra(p, count);
    p->t->extra.count = list + count + 1;
    ITEM(p->t->extra, list) = count;
    for (uint32_t i = 0; i < count; i++) ITEM(p->t->extra, list + 1 + i) = ITEM(p->stack, opened + i);
    p->stack.count = opened;
    return list;
}

JsNodeId take(Parser *p, JsKind kind)
{
    uint32_t start = p->lex.start;
    uint16_t flags = p->lex.escaped ? NF_ESCAPED : 0;
    next(p);
    return add(p, start, (JsNode){.kind = (uint8_t)kind, .flags = flags});
}

JsNodeId take_name(Parser *p, JsKind kind)
{
    uint32_t start = p->lex.start;
    JsAtom atom = p->lex.atom;
    uint16_t flags = p->lex.escaped ? NF_ESCAPED : 0;
    next(p);
    return add(p, start, (JsNode){.kind = (uint8_t)kind, .flags = flags, .ident = {atom}});
}

// ---- the entry
// ----------------------------------------------------------------------------------------------------

static void reserve(Arena *a, JsTree *t)
{
    // Measured: 7 to 12 bytes a node, 2.5 in minified code. Too little costs a copy, too much zeroed pages.
    uint32_t nodes = (uint32_t)(t->source.len / 7 + 64);
    t->nodes.items = ARENA_ARRAY(a, JsNode, nodes);
    t->nodes.cap = nodes;
    t->extra.cap = nodes / 2 + 64;
    t->extra.items = ARENA_ARRAY(a, uint32_t, t->extra.cap);
    t->nodes.count = 1;
    t->extra.count = 1;
}

static uint32_t start_context(JsGoal goal, JsLang lang)
{
    uint32_t ctx = CTX_TOP;
    if (goal == GOAL_MODULE) ctx |= CTX_STRICT | CTX_AWAIT;
    if (goal == GOAL_COMMONJS) ctx |= CTX_RETURN | CTX_NEW_TARGET;
    if (goal == GOAL_AUTO) ctx |= CTX_RETURN | CTX_NEW_TARGET;
    if (lang == LANG_DTS) ctx |= CTX_AMBIENT;
    return ctx;
}

static void parse_program(Parser *p)
{
    bool use_strict = false;
    next(p);
    JsListId body = parse_body(p, T_EOF, true, &use_strict);
    uint16_t flags = strict(p) || p->saw_module ? NF_STRICT : 0;
    p->t->root = add(p, 0, (JsNode){.kind = N_PROGRAM, .flags = flags, .program = {body}});
    at(p, p->t->root)->end = (uint32_t)p->lex.src.len;
}

// One pass with one goal; true if GOAL_AUTO must be repeated as a module: it is one, and something before it was known
// to be one reads differently there, or it fails where `await` was a name.
static bool parse_once(Arena *a, Str source, const JsParseOptions *options, JsTree *t)
{
    *t = (JsTree){.source = source, .lang = options->lang};
    JsNameTable names;
    js_names_init(&names, a, t);
    reserve(a, t);
    Parser p = {.t = t, .a = a, .ctx = start_context(options->goal, options->lang), .body_depth = 1};
    p.ts = options->lang == LANG_TS || options->lang == LANG_TSX || options->lang == LANG_DTS;
    p.jsx = options->lang == LANG_JSX || options->lang == LANG_TSX;
    p.automatic = options->goal == GOAL_AUTO;
    p.module = options->goal == GOAL_MODULE;
    lex_init(&p.lex, source, &names);
    p.lex.html_comments = !p.module;
    if (t->hashbang_end) t->features |= FEAT_HASHBANG;
    parse_program(&p);
    t->is_module = p.module || p.saw_module;
    t->diag = p.lex.diag;
    if (p.lex.html) t->features |= FEAT_HTML_OPEN;
    t->html_at = p.lex.html ? p.lex.html - 1 : 0;
    if (!p.saw_module) return p.automatic && t->diag.set && p.await_name_at;
    return p.automatic && (p.saw_sloppy || p.lex.html);
}

Err js_parse(Arena *a, Str source, const JsParseOptions *options, JsTree *out)
{
    if (source.len > JS_MAX_SOURCE) return err(ERR_TOO_BIG);
    if (parse_once(a, source, options, out)) {
        JsTree first = *out;
        JsParseOptions again = *options;
        again.goal = GOAL_MODULE;
        parse_once(a, source, &again, out);
        if (out->diag.set && !first.is_module) *out = first;
    }
    return out->diag.set ? err(ERR_BAD_SYNTAX) : OK;
}
