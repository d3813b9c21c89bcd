// parse_ts_stmt.c - TypeScript's statements: interfaces, type aliases, enums, namespaces, declare.
#include "js/parse.h"

static bool name_here(Parser *p) { return is(p, T_IDENT) && !p->lex.newline; }
static bool name_or_string_here(Parser *p) { return (is(p, T_IDENT) || is(p, T_STRING)) && !p->lex.newline; }
static bool class_here(Parser *p) { return is(p, T_CLASS) && !p->lex.newline; }
static bool is_lbrace(Parser *p) { return is(p, T_LBRACE); }

static bool declared_here(Parser *p)
{
    if (p->lex.newline) return false;
    switch (tok(p)) {
    case T_VAR:
    case T_CONST:
    case T_FUNCTION:
    case T_CLASS:
    case T_ENUM:
    case T_IMPORT: return true;
    case T_IDENT: break;
    default: return false;
    }
    switch (p->lex.atom) {
    case ATOM_TYPE:
    case ATOM_INTERFACE: return next_is(p, name_here);
    case ATOM_LET:
    case ATOM_ABSTRACT:
    case ATOM_NAMESPACE:
    case ATOM_MODULE:
    case ATOM_GLOBAL:
    case ATOM_ASYNC:
    case ATOM_USING:
    case ATOM_AWAIT: return true;
    default: return false;
    }
}

bool starts_ts_stmt(Parser *p)
{
    if (!is(p, T_IDENT) || p->lex.escaped) return false;
    switch (p->lex.atom) {
    case ATOM_TYPE:
    case ATOM_INTERFACE:
    case ATOM_NAMESPACE: return next_is(p, name_here);
    case ATOM_MODULE: return next_is(p, name_or_string_here);
    case ATOM_ABSTRACT: return next_is(p, class_here);
    case ATOM_DECLARE: return next_is(p, declared_here);
    case ATOM_GLOBAL: return p->ctx & CTX_AMBIENT && next_is(p, is_lbrace);
    default: return false;
    }
}

// Type names may be anything but reserved words.
static JsNodeId type_name(Parser *p)
{
    if (!is(p, T_IDENT)) {
        expected(p, "identifier");
        return 0;
    }
    return take_name(p, N_BINDING);
}

// ---- interface, type
// -----------------------------------------------------------------------------------------------------

static JsNodeId interface_extends(Parser *p)
{
    uint32_t start = here(p), list = list_open(p);
    if (!eat(p, T_EXTENDS)) return 0;
    do {
        JsNodeId type = parse_type(p);
        if (type) push(p, type);
    } while (eat(p, T_COMMA));
    JsListId items = list_close(p, list);
    return add(p, start, (JsNode){.kind = N_TS_IMPLEMENTS, .list = {items}});
}

static JsNodeId interface(Parser *p, uint32_t start)
{
    next(p);
    JsNodeId name = type_name(p);
    JsNodeId params = parse_type_params(p);
    JsNodeId extends = interface_extends(p);
    if (!is(p, T_LBRACE)) expected(p, "\"{\"");
    JsNodeId body = failed(p) ? 0 : parse_type(p);
    return add(p, start, (JsNode){.kind = N_TS_INTERFACE, .interface = {name, params, extends, body}});
}

static bool is_dot(Parser *p) { return is(p, T_DOT); }

// `intrinsic` is a keyword here only, and only alone.
static JsNodeId aliased_type(Parser *p)
{
    if (!is_word(p, ATOM_INTRINSIC) || next_is(p, is_dot)) return parse_type(p);
    JsNodeId id = take(p, N_TS_KEYWORD);
    at(p, id)->op = TYPE_INTRINSIC;
    return id;
}

static JsNodeId type_alias(Parser *p, uint32_t start)
{
    next(p);
    JsNodeId name = type_name(p);
    JsNodeId params = parse_type_params(p);
    expect(p, T_ASSIGN);
    JsNodeId type = aliased_type(p);
    semicolon(p);
    return add(p, start, (JsNode){.kind = N_TS_TYPE_ALIAS, .type_alias = {name, params, type}});
}

// ---- enum
// ------------------------------------------------------------------------------------------------------------------

static bool is_plain_template(Parser *p, JsNodeId id)
{
    return kind_of(p, id) == N_TEMPLATE && ITEM(p->t->extra, at(p, id)->template.parts) == 1;
}

static JsNodeId enum_member(Parser *p)
{
    uint32_t start = here(p);
    uint16_t flags = 0;
    JsNodeId key = parse_property_key(p, &flags, false), init = 0;
    if (flags & NF_COMPUTED && key && kind_of(p, key) != N_STRING && !is_plain_template(p, key))
        fail(p, start, end_of(p, key), "An enum member cannot have a computed name");
    if (key && (kind_of(p, key) == N_NUMBER || kind_of(p, key) == N_BIGINT))
        fail(p, start, end_of(p, key), "An enum member cannot have a numeric name");
    if (eat(p, T_ASSIGN)) init = parse_assign_in(p);
    return add(p, start, (JsNode){.kind = N_TS_ENUM_MEMBER, .flags = flags, .ts_enum_member = {key, init}});
}

JsNodeId parse_enum(Parser *p, uint32_t start, uint16_t flags)
{
    only_ts(p, start);
    next(p);
    JsNodeId name = binding_name(p, BIND_LEXICAL);
    expect(p, T_LBRACE);
    uint32_t list = list_open(p), ctx = p->ctx;
    p->ctx &= CTX_KEPT;  // it becomes a function: no await, yield or super of the one around it
    while (!is(p, T_RBRACE) && !is(p, T_EOF)) {
        push(p, enum_member(p));
        if (!is(p, T_RBRACE)) expect(p, T_COMMA);
    }
    p->ctx = ctx;
    expect(p, T_RBRACE);
    JsListId members = list_close(p, list);
    return add(p, start, (JsNode){.kind = N_TS_ENUM, .flags = flags, .ts_enum = {name, members}});
}

// ---- namespace
// -----------------------------------------------------------------------------------------------------------------

static bool is_type_only(Parser *p, JsNodeId id)
{
    if (!id) return true;
    const JsNode *n = at(p, id);
    switch (n->kind) {
    case N_TS_INTERFACE:
    case N_TS_TYPE_ALIAS:
    case N_EMPTY: return true;
    case N_TS_NAMESPACE: return n->flags & (NF_TYPE_ONLY | NF_DECLARE);
    case N_EXPORT_DECL: return is_type_only(p, n->unary.arg);
    case N_EXPORT_NAMED: return n->flags & NF_TYPE_ONLY || !n->export_named.specs;
    case N_VAR:
    case N_CLASS_DECL:
    case N_TS_ENUM: return n->flags & NF_DECLARE;
    case N_FUNCTION_DECL: return n->flags & NF_DECLARE || !n->function.body;
    case N_TS_IMPORT_EQUALS: return n->flags & NF_TYPE_ONLY;
    default: return false;
    }
}

static bool only_types(Parser *p, JsListId list)
{
    for (uint32_t i = 1; i <= ITEM(p->t->extra, list); i++)
        if (!is_type_only(p, ITEM(p->t->extra, list + i))) return false;
    return true;
}

static JsNodeId namespace_body(Parser *p, uint16_t *flags)
{
    uint32_t ctx = p->ctx, base = p->label_base, depth = p->body_depth;
    p->ctx = (ctx & CTX_KEPT) | CTX_NAMESPACE;
    p->label_base = p->labels.count;
    p->body_depth = p->depth + 1;
    JsNodeId body = parse_block(p);
    p->body_depth = depth;
    p->ctx = ctx;
    p->label_base = base;
    if (!failed(p) && body && only_types(p, at(p, body)->list.items)) *flags |= NF_TYPE_ONLY;
    return body;
}

// At the name. `A.B.C { }` nests.
static JsNodeId namespace_rest(Parser *p, uint32_t start, uint16_t flags)
{
    JsNodeId name = binding_name(p, BIND_LEXICAL), body = 0;
    if (eat(p, T_DOT)) {
        uint32_t inner = here(p);
        body = enter(p) ? namespace_rest(p, inner, 0) : 0;
        leave(p);
        if (body && at(p, body)->flags & NF_TYPE_ONLY) flags |= NF_TYPE_ONLY;
    } else {
        body = namespace_body(p, &flags);
    }
    return add(p, start, (JsNode){.kind = N_TS_NAMESPACE, .flags = flags, .ts_namespace = {name, body}});
}

// declare module "x" { } and declare global { }
static JsNodeId ambient_module(Parser *p, uint32_t start, uint16_t flags)
{
    JsNodeId name = is(p, T_STRING) ? parse_string(p) : take_name(p, N_NAME), body = 0;
    if (is(p, T_LBRACE))
        body = namespace_body(p, &flags);
    else
        semicolon(p);
    return add(p, start, (JsNode){.kind = N_TS_NAMESPACE, .flags = flags, .ts_namespace = {name, body}});
}

// ---- declare, abstract
// ------------------------------------------------------------------------------------------------------------

static JsNodeId modified_class(Parser *p, uint32_t start, JsModifier mod, uint16_t flag)
{
    uint32_t list = list_open(p);
    JsNodeId word = take(p, N_TS_MODIFIER);
    at(p, word)->op = (uint8_t)mod;
    push(p, word);
    JsListId mods = list_close(p, list);
    JsNodeId id = parse_class(p, N_CLASS_DECL, start, mods);
    if (id) at(p, id)->flags |= flag;
    return id;
}

static bool is_declaration(JsKind kind)
{
    return kind == N_VAR || kind == N_FUNCTION_DECL || kind == N_CLASS_DECL ||
           (kind >= N_TS_INTERFACE && kind <= N_TS_IMPORT_EQUALS);
}

static JsNodeId declare(Parser *p, uint32_t start)
{
    uint32_t ctx = p->ctx;
    next(p);
    p->ctx |= CTX_AMBIENT;
    uint32_t from = here(p), to = p->lex.pos;
    JsNodeId id = parse_stmt(p, STMT_LIST);
    p->ctx = ctx;
    if (!id) return 0;
    if (!is_declaration((JsKind)at(p, id)->kind)) fail(p, from, to, "Expected a declaration behind \"declare\"");
    at(p, id)->start = start;
    at(p, id)->flags |= NF_DECLARE;
    return id;
}

JsNodeId parse_ts_stmt(Parser *p, uint32_t start)
{
    only_ts(p, start);
    switch (p->lex.atom) {
    case ATOM_INTERFACE: return interface(p, start);
    case ATOM_TYPE: return type_alias(p, start);
    case ATOM_DECLARE: return declare(p, start);
    case ATOM_ABSTRACT: return modified_class(p, start, MOD_ABSTRACT, NF_ABSTRACT);
    case ATOM_GLOBAL: return ambient_module(p, start, NF_GLOBAL | NF_DECLARE);
    case ATOM_NAMESPACE:
    case ATOM_MODULE:
        next(p);
        if (is(p, T_STRING)) return ambient_module(p, start, 0);
        return namespace_rest(p, start, 0);
    default: unexpected(p); return 0;
    }
}

// ---- import x = ...
// ------------------------------------------------------------------------------------------------------------------

static bool is_lparen(Parser *p) { return is(p, T_LPAREN); }

// At `=`.
JsNodeId parse_import_equals(Parser *p, uint32_t start, JsNodeId local, bool type_only)
{
    JsNodeId target;
    only_ts(p, start);
    expect(p, T_ASSIGN);
    if (is_word(p, ATOM_REQUIRE) && next_is(p, is_lparen)) {
        uint32_t from = here(p);
        next(p);
        next(p);
        JsNodeId source = parse_string(p);
        expect(p, T_RPAREN);
        target = add(p, from, (JsNode){.kind = N_TS_REQUIRE, .unary = {source}});
    } else {
        target = parse_ts_entity(p, false);
    }
    semicolon(p);
    uint16_t flags = type_only ? NF_TYPE_ONLY : 0;
    return add(p, start,
               (JsNode){.kind = N_TS_IMPORT_EQUALS, .flags = flags, .ts_import_equals = {local, target}});
}
