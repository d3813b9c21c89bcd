// parse_pattern.c - names and patterns: what may be declared, what may be assigned, and turning an
// expression that was read as one into the pattern it proves to be.
#include "js/parse.h"

// ---- names
// --------------------------------------------------------------------------------------------------

// `await` as a name: refused where it is a keyword, remembered elsewhere.
static void check_await_name(Parser *p)
{
    uint32_t start = p->lex.start, end = p->lex.pos;
    p->await_name_at = start + 1;
    if (p->ctx & (CTX_AWAIT | CTX_STATIC_BLOCK | CTX_ASYNC_PARAMS) || p->module)
        fail(p, start, end, "\"await\" cannot be used as an identifier here");
    else
        p->saw_sloppy = true;
}

static void check_word(Parser *p)
{
    JsAtom atom = p->lex.atom;
    uint32_t start = p->lex.start, end = p->lex.pos;
    if (atom == ATOM_AWAIT && !(p->ctx & CTX_AMBIENT)) check_await_name(p);
    if (atom == ATOM_YIELD && p->ctx & CTX_YIELD)
        fail(p, start, end, "\"yield\" cannot be used as an identifier in a generator");
    if (atom == ATOM_LET) p->t->features |= FEAT_LET_NAME;
    if (js_is_strict_word(atom) && !(p->ctx & CTX_AMBIENT)) {
        Str name = js_atom(p->t, atom);
        if (strict(p))
            fail(p, start, end, "\"%.*s\" is a reserved word in strict mode", STR_FMT(name));
        else
            p->saw_sloppy = true;
    }
}

void check_reference(Parser *p)
{
    JsAtom atom = p->lex.atom;
    if (atom >= ATOM_IMPLEMENTS && atom <= ATOM_AWAIT) check_word(p);
    if (atom == ATOM_ARGUMENTS && p->ctx & CTX_NO_ARGUMENTS)
        fail(p, p->lex.start, p->lex.pos,
             "\"arguments\" is not allowed in class field initializers and static blocks");
    if (atom == ATOM_REQUIRE) p->t->features |= FEAT_REQUIRE;
    if (atom == ATOM_MODULE || atom == ATOM_EXPORTS) p->t->features |= FEAT_CJS_EXPORTS;
}

void check_binding(Parser *p, BindMode mode)
{
    JsAtom atom = p->lex.atom;
    if (atom >= ATOM_IMPLEMENTS && atom <= ATOM_AWAIT) check_word(p);
    if ((atom == ATOM_EVAL || atom == ATOM_ARGUMENTS) && !(p->ctx & CTX_AMBIENT)) {
        Str name = js_atom(p->t, atom);
        if (strict(p))
            fail(p, p->lex.start, p->lex.pos, "\"%.*s\" cannot be declared in strict mode", STR_FMT(name));
        else
            p->saw_sloppy = true;
    }
    if (atom == ATOM_LET && mode == BIND_LEXICAL)
        fail(p, p->lex.start, p->lex.pos, "\"let\" cannot be used as the name of a lexical declaration");
}

JsNodeId binding_name(Parser *p, BindMode mode)
{
    if (!is(p, T_IDENT)) {
        expected(p, "identifier");
        return 0;
    }
    check_binding(p, mode);
    return take_name(p, N_BINDING);
}

// ---- binding patterns
// -----------------------------------------------------------------------------------------

static JsNodeId rest_element(Parser *p, BindMode mode, bool object)
{
    uint32_t start = here(p);
    next(p);
    JsNodeId target = object ? binding_name(p, mode) : binding_target(p, mode);
    JsNodeId rest = add(p, start, (JsNode){.kind = N_REST, .unary = {target}});
    if (is(p, T_ASSIGN)) fail(p, here(p), p->lex.pos, "A rest element cannot have an initializer");
    if (is(p, T_COMMA)) fail(p, here(p), p->lex.pos, "A rest element must be the last element");
    return rest;
}

static JsNodeId array_pattern(Parser *p, BindMode mode)
{
    uint32_t start = here(p), list = list_open(p);
    next(p);
    while (!is(p, T_RBRACKET) && !is(p, T_EOF)) {
        if (is(p, T_COMMA))
            push(p, 0);
        else if (is(p, T_ELLIPSIS))
            push(p, rest_element(p, mode, false));
        else
            push(p, binding_element(p, mode));
        if (!is(p, T_RBRACKET)) expect(p, T_COMMA);
    }
    expect(p, T_RBRACKET);
    JsListId items = list_close(p, list);
    return add(p, start, (JsNode){.kind = N_ARRAY_PATTERN, .list = {items}});
}

static JsNodeId with_default(Parser *p, JsNodeId target)
{
    if (!eat(p, T_ASSIGN)) return target;
    JsNodeId init = parse_assign_in(p);
    return add(p, start_of(p, target), (JsNode){.kind = N_DEFAULT, .default_ = {target, init}});
}

static JsNodeId pattern_property(Parser *p, BindMode mode)
{
    uint32_t start = here(p);
    uint16_t flags = 0;
    if (is(p, T_IDENT)) {
        Lexer name = p->lex;
        JsNodeId key = take_name(p, N_NAME);
        if (!is(p, T_COLON)) {
            Lexer after = p->lex;
            p->lex = name;
            JsNodeId value = binding_name(p, mode);
            if (!failed(p)) p->lex = after;
            value = with_default(p, value);
            return add(p, start,
                       (JsNode){.kind = N_PROPERTY, .flags = NF_SHORTHAND, .property = {key, value}});
        }
        next(p);
        JsNodeId value = binding_element(p, mode);
        return add(p, start, (JsNode){.kind = N_PROPERTY, .property = {key, value}});
    }
    JsNodeId key = parse_property_key(p, &flags, false);
    expect(p, T_COLON);
    JsNodeId value = binding_element(p, mode);
    return add(p, start, (JsNode){.kind = N_PROPERTY, .flags = flags, .property = {key, value}});
}

static JsNodeId object_pattern(Parser *p, BindMode mode)
{
    uint32_t start = here(p), list = list_open(p);
    next(p);
    while (!is(p, T_RBRACE) && !is(p, T_EOF)) {
        push(p, is(p, T_ELLIPSIS) ? rest_element(p, mode, true) : pattern_property(p, mode));
        if (!is(p, T_RBRACE)) expect(p, T_COMMA);
    }
    expect(p, T_RBRACE);
    JsListId items = list_close(p, list);
    return add(p, start, (JsNode){.kind = N_OBJECT_PATTERN, .list = {items}});
}

JsNodeId binding_target(Parser *p, BindMode mode)
{
    JsNodeId id = 0;
    if (!is(p, T_LBRACKET) && !is(p, T_LBRACE)) return binding_name(p, mode);
    if (enter(p)) id = is(p, T_LBRACKET) ? array_pattern(p, mode) : object_pattern(p, mode);
    leave(p);
    return id;
}

JsNodeId binding_element(Parser *p, BindMode mode) { return with_default(p, binding_target(p, mode)); }

// ---- expressions that prove to be patterns
// ------------------------------------------------------------------------

static void bad_target(Parser *p, JsNodeId id)
{
    fail(p, start_of(p, id), end_of(p, id), "Invalid assignment target");
}

static void check_name_write(Parser *p, JsNodeId id)
{
    JsAtom atom = at(p, id)->ident.name;
    if (atom != ATOM_EVAL && atom != ATOM_ARGUMENTS) return;
    strict_error(p, start_of(p, id), end_of(p, id),
                 "\"eval\" and \"arguments\" cannot be assigned in strict mode");
}

void check_assignable(Parser *p, JsNodeId id)
{
    for (;;) {
        const JsNode *n = at(p, id);
        switch (n->kind) {
        case N_IDENT: check_name_write(p, id); return;
        case N_MEMBER:
        case N_INDEX: return;
        case N_PAREN:
        case N_TS_NON_NULL: id = n->unary.arg; break;
        case N_TS_AS:
        case N_TS_SATISFIES:
        case N_TS_INSTANTIATION:
        case N_TS_ASSERTION: id = n->ts_as.expr; break;
        // Annex B, web reality: a call as a target throws at run time, in sloppy code only.
        case N_CALL:
            if (strict(p) || p->module)
                bad_target(p, id);
            else
                p->saw_sloppy = true;
            return;
        default: bad_target(p, id); return;
        }
        if (!id) return;
    }
}

// A name that became a parameter.
static void name_to_binding(Parser *p, JsNodeId id)
{
    JsNode *n = at(p, id);
    n->kind = N_BINDING;
    JsAtom atom = n->ident.name;
    if (atom == ATOM_EVAL || atom == ATOM_ARGUMENTS) check_name_write(p, id);
}

static void items_to_pattern(Parser *p, JsNodeId id, bool binding, bool object)
{
    JsListId list = at(p, id)->list.items;
    uint32_t count = ITEM(p->t->extra, list);
    for (uint32_t i = 1; i <= count && !failed(p); i++) {
        JsNodeId child = ITEM(p->t->extra, list + i);
        if (!child) continue;
        bool last = i == count;
        // `op` of a SPREAD: a comma follows.
        if (kind_of(p, child) == N_SPREAD && (!last || at(p, child)->op)) {
            fail(p, start_of(p, child), end_of(p, child), "A rest element must be the last element");
            return;
        }
        to_pattern(p, child, binding);
        if (object && kind_of(p, child) == N_REST) {
            JsKind inner = kind_of(p, at(p, child)->unary.arg);
            if (inner == N_OBJECT_PATTERN || inner == N_ARRAY_PATTERN) bad_target(p, child);
        }
    }
}

static void rest_to_pattern(Parser *p, JsNodeId id, bool binding)
{
    at(p, id)->kind = N_REST;
    JsNodeId arg = at(p, id)->unary.arg;
    if (kind_of(p, arg) == N_ASSIGN)
        fail(p, start_of(p, arg), end_of(p, arg), "A rest element cannot have an initializer");
    else
        to_pattern(p, arg, binding);
}

static void property_to_pattern(Parser *p, JsNodeId id, bool binding)
{
    JsNodeId value = at(p, id)->property.value;
    to_pattern(p, value, binding);
}

static void default_to_pattern(Parser *p, JsNodeId id, bool binding)
{
    JsNode *n = at(p, id);
    if (n->op != OP_ASSIGN) {
        bad_target(p, id);
        return;
    }
    n->kind = N_DEFAULT;
    n->op = 0;
    // The left side of `=` was made a pattern when the assignment was read; parameters bind its names. A call, which an
    // assignment of its own may have there in sloppy code, is none.
    JsNodeId target = n->default_.target;
    if (binding) to_pattern(p, target, true);
    else if (kind_of(p, js_unwrap(p->t, target)) == N_CALL) bad_target(p, target);
}

void to_pattern(Parser *p, JsNodeId id, bool binding)
{
    if (!id || failed(p)) return;
    JsNode *n = at(p, id);
    switch (n->kind) {
    case N_IDENT:
        if (binding)
            name_to_binding(p, id);
        else
            check_name_write(p, id);
        return;
    case N_OBJECT:
        n->kind = N_OBJECT_PATTERN;
        items_to_pattern(p, id, binding, true);
        return;
    case N_ARRAY:
        n->kind = N_ARRAY_PATTERN;
        items_to_pattern(p, id, binding, false);
        return;
    case N_OBJECT_PATTERN:
    case N_ARRAY_PATTERN:
        if (binding) items_to_pattern(p, id, true, n->kind == N_OBJECT_PATTERN);
        return;
    case N_PROPERTY: property_to_pattern(p, id, binding); return;
    case N_DEFAULT: to_pattern(p, n->default_.target, binding); return;
    case N_ASSIGN: default_to_pattern(p, id, binding); return;
    case N_SPREAD: rest_to_pattern(p, id, binding); return;
    case N_REST:
        if (binding) to_pattern(p, n->unary.arg, true);
        return;
    default: break;
    }
    if (binding || n->kind == N_METHOD || kind_of(p, js_unwrap(p->t, id)) == N_CALL)
        bad_target(p, id);
    else
        check_assignable(p, id);
}

// ---- strict mode found late
// -------------------------------------------------------------------------------------------

static void check_strict_name(Parser *p, JsNodeId id)
{
    JsAtom atom = at(p, id)->ident.name;
    if (js_is_strict_word(atom) || atom == ATOM_EVAL || atom == ATOM_ARGUMENTS) {
        Str name = js_atom(p->t, atom);
        fail(p, start_of(p, id), end_of(p, id), "\"%.*s\" cannot be declared in strict mode", STR_FMT(name));
    }
}

// Only simple parameters can precede a "use strict" directive, so names are all there is to check.
void check_strict_bindings(Parser *p, JsNodeId pattern)
{
    if (!pattern) return;
    if (kind_of(p, pattern) == N_PARAM) pattern = at(p, pattern)->param.pattern;
    if (pattern && kind_of(p, pattern) == N_BINDING) check_strict_name(p, pattern);
}
