// parse_class.c - classes, their members, and decorators.
#include "js/parse.h"

// ---- decorators
// -------------------------------------------------------------------------------------------------

static JsNodeId decorator(Parser *p)
{
    uint32_t start = here(p), ctx = p->ctx;
    next(p);
    p->ctx |= CTX_DECORATOR;
    if (!p->ts && !is(p, T_IDENT) && !is(p, T_LPAREN)) expected(p, "identifier");
    JsNodeId expr = parse_lhs(p);
    p->ctx = ctx;
    p->t->features |= FEAT_DECORATORS;
    return add(p, start, (JsNode){.kind = N_DECORATOR, .unary = {expr}});
}

void parse_decorators_into(Parser *p)
{
    while (is(p, T_AT)) push(p, decorator(p));
}

JsListId parse_decorators(Parser *p)
{
    uint32_t list = list_open(p);
    parse_decorators_into(p);
    return list_close(p, list);
}

// ---- member modifiers
// -----------------------------------------------------------------------------------------------

typedef struct Member {
    uint32_t start;
    uint16_t flags;    // NF_* of the member
    uint16_t fn_flags; // NF_ASYNC, NF_GENERATOR
    JsMethodKind kind;
    JsListId mods;
    bool derived;
} Member;

static const struct {
    JsAtom word;
    JsModifier mod;
    uint16_t flag;
} modifiers[] = {
    {ATOM_PUBLIC, MOD_PUBLIC, 0},
    {ATOM_PRIVATE, MOD_PRIVATE, 0},
    {ATOM_PROTECTED, MOD_PROTECTED, 0},
    {ATOM_READONLY, MOD_READONLY, NF_READONLY},
    {ATOM_OVERRIDE, MOD_OVERRIDE, 0},
    {ATOM_ABSTRACT, MOD_ABSTRACT, NF_ABSTRACT},
    {ATOM_DECLARE, MOD_DECLARE, NF_DECLARE},
};

// After a word: does a member's name (or a further modifier) follow, so that the word is a modifier?
static bool starts_member(Parser *p)
{
    return is_name(p) || is(p, T_STRING) || is(p, T_NUMBER) || is(p, T_BIGINT) || is(p, T_LBRACKET) ||
           is(p, T_PRIVATE);
}
static bool starts_member_or_star(Parser *p) { return starts_member(p) || is(p, T_STAR); }
static bool starts_static(Parser *p) { return starts_member_or_star(p) || is(p, T_LBRACE); }
static bool starts_here(Parser *p) { return !p->lex.newline && starts_member(p); }
static bool starts_async(Parser *p) { return !p->lex.newline && starts_member_or_star(p); }

static bool ts_modifier(Parser *p, Member *m)
{
    if (!p->ts) return false;
    for (size_t i = 0; i < COUNT_OF(modifiers); i++) {
        if (!is_word(p, ELEM(modifiers, i).word)) continue;
        bool free = ELEM(modifiers, i).mod == MOD_DECLARE || ELEM(modifiers, i).mod == MOD_ABSTRACT;
        if (!next_is(p, free ? starts_here : starts_member_or_star)) return false;
        only_ts(p, here(p));
        JsNodeId id = take(p, N_TS_MODIFIER);
        at(p, id)->op = (uint8_t)ELEM(modifiers, i).mod;
        m->flags |= ELEM(modifiers, i).flag;
        push(p, id);
        return true;
    }
    return false;
}

// static, and TypeScript's words around it in any order.
static void read_modifiers(Parser *p, Member *m)
{
    for (;;) {
        if (is_word(p, ATOM_STATIC) && !(m->flags & NF_STATIC) && next_is(p, starts_static)) {
            next(p);
            m->flags |= NF_STATIC;
        } else if (is(p, T_AT)) {
            parse_decorators_into(p);
        } else if (!ts_modifier(p, m)) {
            return;
        }
    }
}

// accessor, async, *, get, set
static void read_kind(Parser *p, Member *m)
{
    if (is_word(p, ATOM_ACCESSOR) && next_is(p, starts_here)) {
        next(p);
        m->flags |= NF_ACCESSOR;
        p->t->features |= FEAT_ACCESSOR;
        return;
    }
    if (is_word(p, ATOM_ASYNC) && next_is(p, starts_async)) {
        next(p);
        m->fn_flags |= NF_ASYNC;
    }
    if (eat(p, T_STAR)) m->fn_flags |= NF_GENERATOR;
    if (m->fn_flags) return;
    if ((is_word(p, ATOM_GET) || is_word(p, ATOM_SET)) && next_is(p, starts_member)) {
        m->kind = is_word(p, ATOM_GET) ? METHOD_GET : METHOD_SET;
        next(p);
    }
}

// ---- members
// ----------------------------------------------------------------------------------------------------------

static bool key_is(Parser *p, JsNodeId key, uint16_t flags, JsAtom atom)
{
    if (flags & NF_COMPUTED || !key) return false;
    const JsNode *n = at(p, key);
    if (n->kind == N_NAME) return n->ident.name == atom;
    return n->kind == N_STRING && str_eq(js_string_value(p->a, p->t, key), js_atom(p->t, atom));
}

static void check_key(Parser *p, JsNodeId key, const Member *m, bool field)
{
    uint32_t start = start_of(p, key), end = end_of(p, key);
    bool is_static = m->flags & NF_STATIC;
    if (kind_of(p, key) == N_PRIVATE_NAME && at(p, key)->ident.name == ATOM_PRIVATE_CONSTRUCTOR)
        fail(p, start, end, "A class member cannot be named \"#constructor\"");
    if (is_static && key_is(p, key, m->flags, ATOM_PROTOTYPE) && !(m->flags & NF_DECLARE))
        fail(p, start, end, "A static class member cannot be named \"prototype\"");
    if (!key_is(p, key, m->flags, ATOM_CONSTRUCTOR)) return;
    if (field)
        fail(p, start, end, "A class field cannot be named \"constructor\"");
    else if (!is_static && (m->kind != METHOD_PLAIN || m->fn_flags))
        fail(p, start, end, "A class constructor cannot be a getter, setter, generator or async");
}

// What may stand before a field only.
static void check_modifiers(Parser *p, JsNodeId key, const Member *m, JsNodeId mark_node)
{
    bool definite = mark_node && at(p, mark_node)->flags & NF_DEFINITE;
    if (definite || m->flags & (NF_ACCESSOR | NF_DECLARE)) unexpected(p);
    if (m->flags & NF_STATIC || !key_is(p, key, m->flags, ATOM_CONSTRUCTOR)) return;
    for (uint32_t i = 1; i <= ITEM(p->t->extra, m->mods); i++) {
        JsNodeId mod = ITEM(p->t->extra, m->mods + i);
        if (kind_of(p, mod) == N_DECORATOR)
            fail(p, start_of(p, mod), end_of(p, mod), "A constructor cannot be decorated");
    }
}

static JsNodeId method(Parser *p, Member *m, JsNodeId key, JsNodeId mark_node)
{
    FunctionUse use = m->kind == METHOD_GET ? FN_GETTER : m->kind == METHOD_SET ? FN_SETTER : FN_METHOD;
    check_key(p, key, m, false);
    check_modifiers(p, key, m, mark_node);
    if (!(m->flags & NF_STATIC) && use == FN_METHOD && !m->fn_flags &&
        key_is(p, key, m->flags, ATOM_CONSTRUCTOR)) {
        m->kind = METHOD_CONSTRUCTOR;
        use = m->derived ? FN_DERIVED : FN_CONSTRUCTOR;
    }
    JsNodeId value = parse_method_value(p, m->fn_flags, use);
    if (!failed(p) && value && !at(p, value)->function.body) semicolon(p);
    uint16_t flags = m->flags;
    if (mark_node) flags |= NF_OPTIONAL;
    return add(p, m->start,
               (JsNode){.kind = N_METHOD,
                        .op = (uint8_t)m->kind,
                        .flags = flags,
                        .method = {key, value, mark_node, m->mods}});
}

static JsNodeId field_value(Parser *p)
{
    uint32_t ctx = p->ctx, base = p->label_base;
    if (!eat(p, T_ASSIGN)) return 0;
    p->ctx = (ctx & CTX_KEPT) | CTX_SUPER_PROPERTY | CTX_NEW_TARGET | CTX_NO_ARGUMENTS | CTX_FIELD;
    p->label_base = p->labels.count;
    JsNodeId value = parse_assign(p, NULL);
    p->ctx = ctx;
    p->label_base = base;
    return value;
}

static JsNodeId field(Parser *p, Member *m, JsNodeId key, JsNodeId types)
{
    check_key(p, key, m, true);
    JsNodeId value = field_value(p);
    semicolon(p);
    uint16_t flags = m->flags;
    if (types && at(p, types)->flags & NF_OPTIONAL) flags |= NF_OPTIONAL;
    return add(p, m->start, (JsNode){.kind = N_FIELD, .flags = flags, .field = {key, value, types, m->mods}});
}

static JsNodeId static_block(Parser *p, uint32_t start)
{
    uint32_t ctx = p->ctx, base = p->label_base;
    p->ctx = (ctx & CTX_KEPT) | CTX_SUPER_PROPERTY | CTX_NEW_TARGET | CTX_NO_ARGUMENTS | CTX_STATIC_BLOCK;
    p->label_base = p->labels.count;
    next(p);
    bool unused = false;
    JsListId items = parse_body(p, T_RBRACE, false, &unused);
    p->ctx = ctx;
    p->label_base = base;
    expect(p, T_RBRACE);
    return add(p, start, (JsNode){.kind = N_STATIC_BLOCK, .list = {items}});
}

static JsNodeId class_member(Parser *p, bool derived)
{
    Member m = {.start = here(p), .derived = derived};
    uint32_t list = list_open(p);
    read_modifiers(p, &m);
    m.mods = list_close(p, list);
    if (is(p, T_LBRACE) && m.flags & NF_STATIC && !m.mods) return static_block(p, m.start);
    if (p->ts && is(p, T_LBRACKET)) {
        JsNodeId index = try_index_signature(p);
        if (index || failed(p)) {
            at(p, index)->start = m.start;
            return index;
        }
    }
    read_kind(p, &m);
    JsNodeId key = parse_property_key(p, &m.flags, true);
    JsNodeId types = p->ts ? parse_annotation(p, true, true) : 0;
    if (!key || failed(p)) return 0;
    if (is(p, T_LPAREN) || is(p, T_LT)) return method(p, &m, key, types);
    if (m.fn_flags || m.kind != METHOD_PLAIN) {
        expected(p, "\"(\"");
        return 0;
    }
    return field(p, &m, key, types);
}

static void check_constructors(Parser *p, JsListId members)
{
    bool seen = false;
    uint32_t count = ITEM(p->t->extra, members);
    for (uint32_t i = 1; i <= count; i++) {
        const JsNode *n = at(p, ITEM(p->t->extra, members + i));
        if (n->kind != N_METHOD || n->op != METHOD_CONSTRUCTOR || !at(p, n->method.value)->function.body)
            continue;
        if (seen) fail(p, n->start, end_of(p, n->method.key), "A class can have only one constructor");
        seen = true;
    }
}

static JsNodeId class_body(Parser *p, bool derived)
{
    uint32_t start = here(p), list = list_open(p);
    expect(p, T_LBRACE);
    while (!is(p, T_RBRACE) && !is(p, T_EOF)) {
        if (eat(p, T_SEMICOLON)) continue;
        push(p, class_member(p, derived));
    }
    JsListId members = list_close(p, list);
    expect(p, T_RBRACE);
    if (!failed(p)) check_constructors(p, members);
    return add(p, start, (JsNode){.kind = N_CLASS_BODY, .list = {members}});
}

// ---- the class
// ----------------------------------------------------------------------------------------------------------

static JsNodeId class_name(Parser *p, JsKind kind, uint32_t outer_ctx)
{
    bool word = is_word(p, ATOM_IMPLEMENTS) && p->ts;
    if (is(p, T_IDENT) && !word) return binding_name(p, BIND_LEXICAL);
    if (kind == N_CLASS_DECL && !(outer_ctx & CTX_ANON_EXPORT)) expected(p, "identifier");
    return 0;
}

static JsNodeId super_class(Parser *p, JsNodeId *type_args)
{
    if (!eat(p, T_EXTENDS)) return 0;
    JsNodeId super = parse_lhs(p);
    if (super && kind_of(p, super) == N_ARROW)
        fail(p, start_of(p, super), end_of(p, super), "Unexpected arrow function");
    if (super && kind_of(p, super) == N_TS_INSTANTIATION) {
        *type_args = at(p, super)->ts_as.type;
        super = at(p, super)->ts_as.expr;
    } else if (p->ts && (is(p, T_LT) || is(p, T_SHL))) {
        *type_args = parse_type_args(p);
    }
    return super;
}

static JsNodeId class_rule(Parser *p, JsKind kind, uint32_t start, JsListId mods)
{
    uint32_t ctx = p->ctx;
    p->ctx = (ctx & ~(uint32_t)(CTX_ANON_EXPORT | CTX_DECORATOR | CTX_NO_IN | CTX_THEN)) | CTX_STRICT;
    expect(p, T_CLASS);
    uint32_t head_start = p->lex.prev_end;
    JsNodeId name = class_name(p, kind, ctx), head = 0, super_args = 0;
    JsNodeId type_params = p->ts ? parse_type_params(p) : 0;
    JsNodeId super = super_class(p, &super_args);
    JsNodeId implements = p->ts ? parse_implements(p) : 0;
    if (mods || type_params || super_args || implements)
        head = add(p, head_start,
                   (JsNode){.kind = N_CLASS_HEAD, .class_head = {mods, type_params, super_args, implements}});
    JsNodeId body = class_body(p, super != 0);
    p->ctx = ctx;
    return add(p, start, (JsNode){.kind = (uint8_t)kind, .class_ = {name, super, body, head}});
}

JsNodeId parse_class(Parser *p, JsKind kind, uint32_t start, JsListId mods)
{
    JsNodeId id = enter(p) ? class_rule(p, kind, start, mods) : 0;
    leave(p);
    return id;
}
