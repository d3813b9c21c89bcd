// parse_primary.c - primary expressions: literals, templates, arrays, objects, `new`, `import(...)`,
// and parentheses, which may turn out to hold the parameters of an arrow function.
#include "js/parse.h"

// ---- literals
// -------------------------------------------------------------------------------------------------

JsNodeId parse_string(Parser *p)
{
    if (!is(p, T_STRING)) {
        expected(p, "string");
        return 0;
    }
    check_octal(p);
    return take(p, N_STRING);
}

static JsNodeId parse_number(Parser *p)
{
    check_octal(p);
    return take(p, N_NUMBER);
}

JsNodeId parse_regex(Parser *p)
{
    uint32_t start = here(p);
    lex_regex(&p->lex);
    uint32_t flags_start = p->lex.octal ? p->lex.octal - 1 : 0;
    next(p);
    return add(p, start, (JsNode){.kind = N_REGEX, .regex = {flags_start}});
}

// The text between the delimiters of the current template token.
COLD static JsNodeId template_text(Parser *p, bool tagged)
{
    JsToken t = tok(p);
    bool last = t == T_TEMPLATE || t == T_TEMPLATE_TAIL;
    uint32_t start = here(p) + 1, end = p->lex.pos - (last ? 1 : 2);
    if (p->lex.bad_escape && !tagged)
        fail(p, here(p), p->lex.pos, "Invalid escape sequence in template literal");
    uint16_t flags = (uint16_t)((p->lex.escaped ? NF_ESCAPED : 0) | (p->lex.bad_escape ? NF_BAD_ESCAPE : 0));
    JsNodeId id = add(p, start, (JsNode){.kind = N_TEMPLATE_TEXT, .flags = flags});
    at(p, id)->end = end;
    return id;
}

JsNodeId parse_template(Parser *p, bool tagged)
{
    uint32_t start = here(p), list = list_open(p);
    while (is(p, T_TEMPLATE_HEAD) || is(p, T_TEMPLATE_MIDDLE)) {
        push(p, template_text(p, tagged));
        next(p);
        push(p, parse_expr_in(p));
        if (!is(p, T_RBRACE)) {
            expect(p, T_RBRACE);
            break;
        }
        lex_template_rest(&p->lex);
    }
    if (!failed(p)) push(p, template_text(p, tagged));
    next(p);
    JsListId parts = list_close(p, list);
    return add(p, start, (JsNode){.kind = N_TEMPLATE, .template = {parts}});
}

// ---- arrays and objects
// -----------------------------------------------------------------------------------------

static JsNodeId spread(Parser *p, Cover *cover)
{
    uint32_t start = here(p);
    next(p);
    JsNodeId arg = parse_assign(p, cover);
    return add(p, start, (JsNode){.kind = N_SPREAD, .op = is(p, T_COMMA), .unary = {arg}});
}

static JsNodeId parse_array(Parser *p, Cover *cover)
{
    uint32_t start = here(p), list = list_open(p), ctx = p->ctx;
    p->ctx &= ~(uint32_t)(CTX_NO_IN | CTX_THEN | CTX_DECORATOR);
    next(p);
    while (!is(p, T_RBRACKET) && !is(p, T_EOF)) {
        JsNodeId item = 0;
        if (is(p, T_ELLIPSIS))
            item = spread(p, cover);
        else if (!is(p, T_COMMA))
            item = parse_assign(p, cover);
        push(p, item);
        if (!is(p, T_RBRACKET)) expect(p, T_COMMA);
    }
    p->ctx = ctx;
    expect(p, T_RBRACKET);
    JsListId items = list_close(p, list);
    return add(p, start, (JsNode){.kind = N_ARRAY, .list = {items}});
}

JsNodeId parse_property_key(Parser *p, uint16_t *flags, bool private_ok)
{
    switch (tok(p)) {
    case T_STRING: return parse_string(p);
    case T_NUMBER: return parse_number(p);
    case T_BIGINT: return take(p, N_BIGINT);
    case T_PRIVATE:
        if (private_ok) return take_name(p, N_PRIVATE_NAME);
        unexpected(p);
        return 0;
    case T_LBRACKET: {
        next(p);
        JsNodeId key = parse_assign_in(p);
        expect(p, T_RBRACKET);
        *flags |= NF_COMPUTED;
        return key;
    }
    default:
        if (is_name(p)) return take_name(p, N_NAME);
        expected(p, "property name");
        return 0;
    }
}

// After `get`, `set` or `async`: does a property name follow (so that the word is a modifier)?
static bool starts_key(Parser *p)
{
    return is_name(p) || is(p, T_STRING) || is(p, T_NUMBER) || is(p, T_BIGINT) || is(p, T_LBRACKET) ||
           is(p, T_PRIVATE);
}

static bool starts_async_key(Parser *p) { return !p->lex.newline && (starts_key(p) || is(p, T_STAR)); }

// Overloads and decorated parameters are for classes.
static JsNodeId object_method_value(Parser *p, uint16_t flags, FunctionUse use)
{
    JsNodeId value = parse_method_value(p, flags, use);
    if (failed(p) || !value) return 0;
    refuse_decorated(p, at(p, value)->function.params);
    if (!at(p, value)->function.body) expected(p, "\"{\"");
    return value;
}

static JsNodeId object_method(Parser *p, uint32_t start, JsMethodKind kind, uint16_t fn_flags)
{
    uint16_t flags = 0;
    static const FunctionUse uses[] = {FN_METHOD, FN_GETTER, FN_SETTER};
    JsNodeId key = parse_property_key(p, &flags, false);
    JsNodeId value = object_method_value(p, fn_flags, ELEM(uses, kind));
    return add(
        p, start,
        (JsNode){
            .kind = N_METHOD, .op = (uint8_t)kind, .flags = flags, .method = {.key = key, .value = value}});
}

// {a} or {a = 1}; the name was read as a key from `name`.
COLD static JsNodeId shorthand(Parser *p, uint32_t start, JsNodeId key, const Lexer *name, Cover *cover)
{
    Lexer after = p->lex;
    p->lex = *name;
    check_reference(p);
    if (failed(p)) return 0;
    p->lex = after;
    const JsNode *k = at(p, key);
    JsNode ident = {.kind = N_IDENT, .flags = k->flags, .ident = {k->ident.name}};
    JsNodeId value = add(p, start, ident);
    at(p, value)->end = end_of(p, key);
    if (is(p, T_ASSIGN)) {
        if (!cover->shorthand_init) cover->shorthand_init = here(p) + 1;
        next(p);
        JsNodeId init = parse_assign_in(p);
        value = add(p, start, (JsNode){.kind = N_DEFAULT, .default_ = {value, init}});
    }
    return add(p, start, (JsNode){.kind = N_PROPERTY, .flags = NF_SHORTHAND, .property = {key, value}});
}

static bool is_proto_key(Parser *p, JsNodeId key)
{
    const JsNode *k = at(p, key);
    if (k->kind == N_NAME) return k->ident.name == ATOM_PROTO;
    if (k->kind != N_STRING) return false;
    return str_eq(js_string_value(p->a, p->t, key), STR("__proto__"));
}

static JsNodeId object_property(Parser *p, Cover *cover, bool *has_proto)
{
    uint32_t start = here(p);
    uint16_t flags = 0;
    if (is(p, T_STAR)) {
        next(p);
        return object_method(p, start, METHOD_PLAIN, NF_GENERATOR);
    }
    if (is_word(p, ATOM_ASYNC) && next_is(p, starts_async_key)) {
        next(p);
        return object_method(p, start, METHOD_PLAIN,
                             (uint16_t)(NF_ASYNC | (eat(p, T_STAR) ? NF_GENERATOR : 0)));
    }
    if ((is_word(p, ATOM_GET) || is_word(p, ATOM_SET)) && next_is(p, starts_key)) {
        JsMethodKind kind = is_word(p, ATOM_GET) ? METHOD_GET : METHOD_SET;
        next(p);
        return object_method(p, start, kind, 0);
    }
    Lexer name = p->lex;
    JsNodeId key = parse_property_key(p, &flags, false);
    if (eat(p, T_COLON)) {
        if (!(flags & NF_COMPUTED) && is_proto_key(p, key)) {
            if (*has_proto && !cover->double_proto) cover->double_proto = start + 1;
            *has_proto = true;
        }
        JsNodeId value = parse_assign(p, cover);
        return add(p, start, (JsNode){.kind = N_PROPERTY, .flags = flags, .property = {key, value}});
    }
    if (is(p, T_LPAREN) || is(p, T_LT)) {
        JsNodeId value = object_method_value(p, 0, FN_METHOD);
        return add(p, start,
                   (JsNode){.kind = N_METHOD, .flags = flags, .method = {.key = key, .value = value}});
    }
    if (name.tok == T_IDENT) return shorthand(p, start, key, &name, cover);
    if (name.tok == T_ESCAPED_WORD || name.tok >= T_FIRST_WORD)
        fail(p, name.start, name.pos, "Expected \":\" after \"%.*s\"", STR_FMT(js_atom(p->t, name.atom)));
    else
        expected(p, "\":\"");
    return 0;
}

static JsNodeId parse_object(Parser *p, Cover *cover)
{
    uint32_t start = here(p), list = list_open(p), ctx = p->ctx;
    bool has_proto = false;
    p->ctx &= ~(uint32_t)(CTX_NO_IN | CTX_THEN | CTX_DECORATOR);
    next(p);
    while (!is(p, T_RBRACE) && !is(p, T_EOF)) {
        push(p, is(p, T_ELLIPSIS) ? spread(p, cover) : object_property(p, cover, &has_proto));
        if (!is(p, T_RBRACE)) expect(p, T_COMMA);
    }
    p->ctx = ctx;
    expect(p, T_RBRACE);
    JsListId items = list_close(p, list);
    return add(p, start, (JsNode){.kind = N_OBJECT, .list = {items}});
}

// ---- arrow functions
// ----------------------------------------------------------------------------------------------

static bool may_be_arrow(Parser *p, uint32_t start) { return p->arrow_at == start + 1; }

// `): R =>`: the return type makes it an arrow; in `a ? (b) : c => d` only if a `:` follows the body.
COLD static JsNodeId arrow_with_return_type(Parser *p, uint32_t start, JsListId params, JsNode signature,
                                            uint16_t flags)
{
    if (is_refused(p, start)) return 0;
    Mark m = mark(p);
    signature.signature.returns = parse_return_type(p);
    bool is_arrow = !failed(p) && is(p, T_ARROW) && !p->lex.newline;
    if (!is_arrow) {
        restore(p, &m);
        refuse(p, start);
        return 0;
    }
    JsNodeId types = add(p, signature.start, signature);
    bool ambiguous = m.ctx & CTX_THEN;
    if (!ambiguous) return parse_arrow(p, start, params, types, flags);
    // The parameters are converted only once it is certain, so that restoring is possible: keep copies.
    struct {
        JsNode *items;
        uint32_t count;
    } kept = {NULL, m.nodes};
    uint32_t first = m.nodes;
    while (first > 1 && ITEM(p->t->nodes, first - 1).start >= start) first--;
    kept.count = m.nodes - first;
    kept.items = ARENA_ARRAY(p->a, JsNode, kept.count + 1);
    for (uint32_t i = 0; i < kept.count; i++) ITEM(kept, i) = *at(p, first + i);
    JsNodeId arrow = parse_arrow(p, start, params, types, flags);
    if (!failed(p) && is(p, T_COLON)) return arrow;
    restore(p, &m);
    for (uint32_t i = 0; i < kept.count; i++) *at(p, first + i) = ITEM(kept, i);
    refuse(p, start);
    return 0;
}

// TypeScript's marks behind a parameter inside parentheses: `?`, `: T`, then a default.
COLD static JsNodeId typed_param(Parser *p, JsNodeId pattern, Cover *cover)
{
    if (!p->ts || (!is(p, T_COLON) && !is(p, T_QUESTION))) return pattern;
    uint32_t start = start_of(p, pattern);
    if (!cover->ts_param) cover->ts_param = here(p) + 1;
    JsNodeId types = parse_annotation(p, true, false);
    JsNodeId init = eat(p, T_ASSIGN) ? parse_assign_in(p) : 0;
    return add(p, start, (JsNode){.kind = N_PARAM, .param = {pattern, init, types, 0}});
}

typedef struct Parens {
    JsListId items;
    uint32_t count;
    uint32_t open; // offsets of the brackets
    uint32_t close;
    uint32_t only_arrow; // offset + 1 of something only parameters may have: rest, trailing comma
    Cover cover;
} Parens;

static bool is_colon(Parser *p) { return is(p, T_COLON); }

COLD static JsNodeId paren_item(Parser *p, Parens *parens)
{
    uint32_t start = here(p);
    if (is(p, T_ELLIPSIS)) {
        if (!parens->only_arrow) parens->only_arrow = start + 1;
        next(p);
        JsNodeId target = binding_target(p, BIND_PARAM);
        JsNodeId types = p->ts ? parse_annotation(p, true, false) : 0;
        if (is(p, T_ASSIGN)) fail(p, here(p), p->lex.pos, "A rest parameter cannot have an initializer");
        if (is(p, T_COMMA)) fail(p, here(p), p->lex.pos, "A rest parameter must be the last one");
        return add(p, start, (JsNode){.kind = N_PARAM, .flags = NF_REST, .param = {target, 0, types, 0}});
    }
    if (is(p, T_THIS) && p->ts && next_is(p, is_colon)) {
        parens->cover.ts_param = start + 1;
        JsNodeId self = take_name(p, N_NAME);
        JsNodeId types = parse_annotation(p, false, false);
        return add(p, start, (JsNode){.kind = N_PARAM, .flags = NF_THIS, .param = {self, 0, types, 0}});
    }
    return typed_param(p, parse_assign(p, &parens->cover), &parens->cover);
}

COLD static Parens read_parens(Parser *p)
{
    Parens r = {.open = here(p)};
    uint32_t list = list_open(p), ctx = p->ctx;
    p->ctx &= ~(uint32_t)(CTX_NO_IN | CTX_THEN | CTX_DECORATOR);
    next(p);
    while (!is(p, T_RPAREN) && !is(p, T_EOF)) {
        JsNodeId item = paren_item(p, &r);
        push(p, item);
        if (is(p, T_RPAREN)) break;
        uint32_t comma = here(p);
        expect(p, T_COMMA);
        if (is(p, T_RPAREN) && !r.only_arrow) r.only_arrow = comma + 1;
    }
    p->ctx = ctx;
    r.close = here(p);
    r.count = p->stack.count - list;
    r.items = list_close(p, list);
    expect(p, T_RPAREN);
    return r;
}

COLD static JsNodeId plain_parens(Parser *p, uint32_t start, const Parens *r)
{
    if (r->only_arrow || !r->count) {
        if (r->only_arrow)
            fail(p, r->only_arrow - 1, r->only_arrow, "Unexpected \"%c\"",
                 str_peek(p->lex.src, r->only_arrow - 1));
        else
            expected(p, "\"=>\"");
        return 0;
    }
    report_cover(p, &r->cover);
    JsNodeId inner = ITEM(p->t->extra, r->items + 1);
    if (r->count > 1) {
        JsNode last = *at(p, ITEM(p->t->extra, r->items + r->count));
        inner = add(p, start_of(p, inner), (JsNode){.kind = N_SEQUENCE, .list = {r->items}});
        at(p, inner)->end = last.end;
    }
    return add(p, start, (JsNode){.kind = N_PAREN, .unary = {inner}});
}

static JsNodeId parse_parens(Parser *p)
{
    uint32_t start = here(p);
    bool arrow = may_be_arrow(p, start);
    Parens r = read_parens(p);
    if (arrow && is(p, T_ARROW) && !p->lex.newline) return parse_arrow(p, start, r.items, 0, 0);
    if (arrow && p->ts && is(p, T_COLON) && !failed(p)) {
        JsNode signature = {.kind = N_TS_SIGNATURE, .start = start, .signature = {0, 0, r.open, r.close}};
        JsNodeId id = arrow_with_return_type(p, start, r.items, signature, 0);
        if (id || failed(p)) return id;
    }
    return failed(p) ? 0 : plain_parens(p, start, &r);
}

// <T>(a) => b; 0 with nothing consumed if it is a cast or JSX.
COLD static JsNodeId generic_arrow(Parser *p, uint32_t start, uint16_t flags)
{
    Mark m = mark(p);
    bool lone_name = false;
    if (is(p, T_SHL) || is_refused(p, start)) return 0;
    if (p->jsx) { // .tsx: only <T,> and <T extends U> are type parameters
        Lexer before = p->lex;
        next(p);
        if (is(p, T_CONST)) next(p);
        bool name = is(p, T_IDENT);
        next(p);
        lone_name = !name || (!is(p, T_COMMA) && !is(p, T_EXTENDS) && !is(p, T_ASSIGN));
        if (is(p, T_EXTENDS)) { // <a extends>, <a extends={1}> and <a extends/> are elements
            next(p);
            lone_name = is(p, T_ASSIGN) || is(p, T_GT) || is(p, T_SLASH);
        }
        p->lex = before;
        if (lone_name && !(flags & NF_ASYNC)) return 0;
    }
    JsNodeId type_params = parse_type_params(p);
    if (failed(p) || !is(p, T_LPAREN)) {
        restore(p, &m);
        refuse(p, start);
        return 0;
    }
    JsNode signature = {.kind = N_TS_SIGNATURE, .start = start, .signature = {type_params, 0, 0, 0}};
    p->arrow_at = here(p) + 1;
    Parens r = read_parens(p);
    signature.signature.open = r.open;
    signature.signature.close = r.close;
    if (is(p, T_COLON)) signature.signature.returns = parse_return_type(p);
    if (failed(p) || !is(p, T_ARROW) || p->lex.newline) {
        restore(p, &m);
        refuse(p, start);
        return 0;
    }
    only_ts(p, start);
    JsNodeId types = add(p, start, signature);
    return parse_arrow(p, start, r.items, types, flags);
}

// ---- async
// ----------------------------------------------------------------------------------------------------------

static bool after_async_function(Parser *p) { return is(p, T_FUNCTION) && !p->lex.newline; }
static bool after_async_name(Parser *p) { return is(p, T_IDENT) && !p->lex.newline; }
static bool after_async_generic(Parser *p) { return is(p, T_LT) && !p->lex.newline; }
static bool after_async_paren(Parser *p) { return is(p, T_LPAREN); }

// async x => ...
COLD static JsNodeId async_name_arrow(Parser *p, uint32_t start)
{
    Mark m = mark(p);
    next(p);
    uint32_t ctx = p->ctx;
    p->ctx |= CTX_ASYNC_PARAMS;
    Lexer name_token = p->lex;
    JsNodeId name = take_name(p, N_IDENT);
    p->ctx = ctx;
    if (!is(p, T_ARROW) || p->lex.newline) {
        restore(p, &m);
        return 0;
    }
    Lexer after = p->lex;
    p->lex = name_token;
    p->ctx |= CTX_ASYNC_PARAMS;
    check_binding(p, BIND_PARAM);
    p->ctx = ctx;
    if (failed(p)) return 0;
    p->lex = after;
    uint32_t list = list_open(p);
    push(p, name);
    JsListId params = list_close(p, list);
    return parse_arrow(p, start, params, 0, NF_ASYNC);
}

// async(...) is a call unless `=>` follows.
COLD static JsNodeId async_call_or_arrow(Parser *p, uint32_t start)
{
    bool arrow = may_be_arrow(p, start);
    JsNodeId callee = take_name(p, N_IDENT);
    bool newline = p->lex.newline;
    Parens r = {0};
    // Rest and trailing commas are legal in both; parse_args would refuse TypeScript's annotations.
    uint32_t list = list_open(p), ctx = p->ctx;
    p->ctx &= ~(uint32_t)(CTX_NO_IN | CTX_THEN | CTX_DECORATOR);
    r.open = here(p);
    next(p);
    while (!is(p, T_RPAREN) && !is(p, T_EOF)) {
        JsNodeId item;
        if (is(p, T_ELLIPSIS)) {
            item = spread(p, &r.cover);
            if (p->ts && (is(p, T_COLON) || is(p, T_QUESTION))) {
                if (!r.cover.ts_param) r.cover.ts_param = here(p) + 1;
                JsNodeId types = parse_annotation(p, true, false);
                item = add(p, start_of(p, item), (JsNode){.kind = N_PARAM, .param = {item, 0, types, 0}});
                if (is(p, T_COMMA)) fail(p, here(p), p->lex.pos, "A rest parameter must be the last one");
            }
        } else {
            item = paren_item(p, &r);
        }
        push(p, item);
        if (!is(p, T_RPAREN)) expect(p, T_COMMA);
    }
    p->ctx = ctx;
    r.close = here(p);
    expect(p, T_RPAREN);
    r.items = list_close(p, list);
    arrow = arrow && !newline && !failed(p);
    if (arrow && is(p, T_ARROW) && !p->lex.newline) {
        return parse_arrow(p, start, r.items, 0, NF_ASYNC);
    }
    if (arrow && p->ts && is(p, T_COLON)) {
        JsNode signature = {.kind = N_TS_SIGNATURE, .start = start, .signature = {0, 0, r.open, r.close}};
        JsNodeId id = arrow_with_return_type(p, start, r.items, signature, NF_ASYNC);
        if (id || failed(p)) return id;
    }
    report_cover(p, &r.cover);
    return add(p, start, (JsNode){.kind = N_CALL, .call = {callee, r.items, 0}});
}

static JsNodeId parse_async(Parser *p)
{
    uint32_t start = here(p);
    if (next_is(p, after_async_function)) {
        next(p);
        return parse_function(p, N_FUNCTION_EXPR, start, NF_ASYNC);
    }
    if (may_be_arrow(p, start) && next_is(p, after_async_name)) {
        JsNodeId arrow = async_name_arrow(p, start);
        if (arrow || failed(p)) return arrow;
    }
    if (p->ts && may_be_arrow(p, start) && next_is(p, after_async_generic)) {
        Mark m = mark(p);
        next(p);
        JsNodeId arrow = generic_arrow(p, start, NF_ASYNC);
        if (arrow || failed(p)) return arrow;
        restore(p, &m);
    }
    if (next_is(p, after_async_paren)) return async_call_or_arrow(p, start);
    return 0;
}

static JsNodeId parse_ident(Parser *p)
{
    uint32_t start = here(p);
    if (p->lex.atom == ATOM_ASYNC && !p->lex.escaped) {
        JsNodeId id = parse_async(p);
        if (id || failed(p)) return id;
    }
    bool arrow = may_be_arrow(p, start);
    check_reference(p);
    JsNodeId id = take_name(p, N_IDENT);
    if (!is(p, T_ARROW) || !arrow || p->lex.newline) return id;
    uint32_t list = list_open(p);
    push(p, id);
    JsListId params = list_close(p, list);
    return parse_arrow(p, start, params, 0, 0);
}

// ---- new, import, super
// -------------------------------------------------------------------------------------------------

static JsNodeId new_target(Parser *p, uint32_t start)
{
    next(p);
    if (!is_word(p, ATOM_TARGET)) {
        expected(p, "\"target\"");
        return 0;
    }
    next(p);
    if (!(p->ctx & CTX_NEW_TARGET))
        fail(p, start, prev_end(p), "\"new.target\" is only allowed in functions");
    else if (p->automatic && p->ctx & CTX_TOP)
        p->saw_sloppy = true;
    return add(p, start, (JsNode){.kind = N_NEW_TARGET});
}

static JsNodeId parse_new(Parser *p)
{
    uint32_t start = here(p);
    bool pure = p->lex.pure;
    next(p);
    if (is(p, T_DOT)) return new_target(p, start);
    uint32_t callee_start = here(p);
    bool import = is(p, T_IMPORT);
    p->arrow_at = 0;
    JsNodeId callee = parse_primary(p, NULL);
    if (import && callee && kind_of(p, callee) == N_IMPORT_CALL)
        fail(p, callee_start, prev_end(p), "\"import()\" cannot be the callee of \"new\"");
    if (!failed(p)) callee = parse_suffixes(p, callee, callee_start, false);
    if (callee && kind_of(p, callee) == N_SUPER) fail(p, callee_start, prev_end(p), "Unexpected \"super\"");
    JsNodeId type_args = 0;
    if (callee && kind_of(p, callee) == N_TS_INSTANTIATION) {
        type_args = at(p, callee)->ts_as.type;
        callee = at(p, callee)->ts_as.expr;
    }
    uint16_t flags = pure ? NF_PURE : 0;
    JsListId args = 0;
    if (is(p, T_LPAREN))
        args = parse_args(p, NULL);
    else
        flags |= NF_NO_PARENS;
    return add(p, start, (JsNode){.kind = N_NEW, .flags = flags, .call = {callee, args, type_args}});
}

static JsNodeId import_meta(Parser *p, uint32_t start)
{
    next(p);
    if (p->automatic)
        found_module(p);
    else if (!p->module)
        fail(p, start, prev_end(p), "\"import.meta\" is only allowed in modules");
    p->t->features |= FEAT_IMPORT_META;
    return add(p, start, (JsNode){.kind = N_IMPORT_META});
}

static JsNodeId import_call(Parser *p, uint32_t start, ImportPhase phase)
{
    p->t->features |= FEAT_IMPORT_CALL;
    uint32_t ctx = p->ctx;
    p->ctx &= ~(uint32_t)(CTX_NO_IN | CTX_THEN | CTX_DECORATOR);
    expect(p, T_LPAREN);
    JsNodeId source = parse_assign(p, NULL), options = 0;
    if (eat(p, T_COMMA) && !is(p, T_RPAREN)) {
        options = parse_assign(p, NULL);
        eat(p, T_COMMA);
    }
    p->ctx = ctx;
    expect(p, T_RPAREN);
    return add(p, start,
               (JsNode){.kind = N_IMPORT_CALL, .op = (uint8_t)phase, .import_call = {source, options}});
}

static JsNodeId parse_import_expr(Parser *p)
{
    uint32_t start = here(p);
    next(p);
    if (!eat(p, T_DOT)) return import_call(p, start, PHASE_EVALUATION);
    if (is_word(p, ATOM_META)) return import_meta(p, start);
    if (eat_word(p, ATOM_SOURCE)) return import_call(p, start, PHASE_SOURCE);
    if (eat_word(p, ATOM_DEFER)) return import_call(p, start, PHASE_DEFER);
    expected(p, "\"meta\"");
    return 0;
}

JsNodeId parse_super(Parser *p)
{
    uint32_t start = here(p);
    JsNodeId id = take(p, N_SUPER);
    bool property = is(p, T_DOT) || is(p, T_LBRACKET);
    if (property ? !(p->ctx & CTX_SUPER_PROPERTY) : !(is(p, T_LPAREN) && p->ctx & CTX_SUPER_CALL))
        fail(p, start, prev_end(p), "Unexpected \"super\"");
    return id;
}

static JsNodeId private_in(Parser *p)
{
    JsNodeId id = take_name(p, N_PRIVATE_NAME);
    if (!is(p, T_IN)) expected(p, "\"in\"");
    return id;
}

static JsNodeId decorated_class(Parser *p)
{
    uint32_t start = here(p);
    JsListId decorators = parse_decorators(p);
    if (!is(p, T_CLASS)) {
        expected(p, "\"class\"");
        return 0;
    }
    return parse_class(p, N_CLASS_EXPR, start, decorators);
}

// 0 with nothing consumed if no generic arrow function starts here.
JsNodeId try_generic_arrow(Parser *p)
{
    uint32_t start = here(p);
    return p->ts && may_be_arrow(p, start) ? generic_arrow(p, start, 0) : 0;
}

static JsNodeId parse_less(Parser *p)
{
    JsNodeId arrow = try_generic_arrow(p);
    if (arrow || failed(p)) return arrow;
    if (p->jsx && is(p, T_LT)) return parse_jsx(p);
    unexpected(p);
    return 0;
}

JsNodeId parse_primary(Parser *p, Cover *cover)
{
    Cover own = {};
    uint32_t start = here(p);
    JsNodeId id = 0;
    switch (tok(p)) {
    case T_IDENT: return parse_ident(p);
    case T_NUMBER: return parse_number(p);
    case T_STRING: return parse_string(p);
    case T_LPAREN: return parse_parens(p);
    case T_THIS: return take(p, N_THIS);
    case T_FUNCTION: return parse_function(p, N_FUNCTION_EXPR, start, 0);
    case T_LBRACKET: id = parse_array(p, cover ? cover : &own); break;
    case T_LBRACE: id = parse_object(p, cover ? cover : &own); break;
    case T_TRUE: return take(p, N_TRUE);
    case T_FALSE: return take(p, N_FALSE);
    case T_NULL: return take(p, N_NULL);
    case T_NEW:
        id = enter(p) ? parse_new(p) : 0;
        leave(p);
        return id;
    case T_TEMPLATE:
    case T_TEMPLATE_HEAD: return parse_template(p, false);
    case T_SLASH:
    case T_DIV_ASSIGN: return parse_regex(p);
    case T_CLASS: return parse_class(p, N_CLASS_EXPR, start, 0);
    case T_SUPER: return parse_super(p);
    case T_BIGINT: return take(p, N_BIGINT);
    case T_IMPORT: return parse_import_expr(p);
    case T_PRIVATE: return private_in(p);
    case T_AT: return decorated_class(p);
    case T_LT:
    case T_SHL: return parse_less(p);
    default: unexpected(p); return 0;
    }
    report_cover(p, &own);
    return id;
}
