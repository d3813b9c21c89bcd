// parse_function.c - parameters, bodies, methods and arrow functions.
#include "js/parse.h"

// ---- parameters
// -------------------------------------------------------------------------------------------------

static const struct {
    JsAtom word;
    JsModifier mod;
} param_modifiers[] = {
    {ATOM_PUBLIC, MOD_PUBLIC},     {ATOM_PRIVATE, MOD_PRIVATE},   {ATOM_PROTECTED, MOD_PROTECTED},
    {ATOM_READONLY, MOD_READONLY}, {ATOM_OVERRIDE, MOD_OVERRIDE},
};

static bool after_modifier(Parser *p)
{
    return is(p, T_IDENT) || is(p, T_LBRACE) || is(p, T_LBRACKET) || is(p, T_ELLIPSIS) || is(p, T_THIS);
}

// One TypeScript parameter modifier; false if there is none.
static bool param_modifier(Parser *p)
{
    if (!p->ts || !is(p, T_IDENT)) return false;
    for (size_t i = 0; i < COUNT_OF(param_modifiers); i++) {
        if (!is_word(p, ELEM(param_modifiers, i).word)) continue;
        if (!next_is(p, after_modifier)) return false;
        only_ts(p, here(p));
        JsNodeId id = take(p, N_TS_MODIFIER);
        at(p, id)->op = (uint8_t)ELEM(param_modifiers, i).mod;
        push(p, id);
        return true;
    }
    return false;
}

// They are evaluated where the class is made, not in its method.
static void param_decorators(Parser *p)
{
    uint32_t ctx = p->ctx;
    p->ctx &= ~(uint32_t)(CTX_SUPER_PROPERTY | CTX_SUPER_CALL | CTX_NEW_TARGET);
    parse_decorators_into(p);
    p->ctx = ctx;
}

static JsNodeId parse_param(Parser *p)
{
    uint32_t start = here(p), list = list_open(p);
    uint16_t flags = 0;
    if (is(p, T_AT) && p->ts) param_decorators(p);
    while (param_modifier(p)) flags |= NF_MODIFIERS;
    JsListId mods = list_close(p, list);
    JsNodeId pattern;
    if (is(p, T_THIS) && p->ts) {
        only_ts(p, here(p));
        pattern = take_name(p, N_NAME);
        flags |= NF_THIS;
    } else {
        if (eat(p, T_ELLIPSIS)) flags |= NF_REST;
        pattern = binding_target(p, BIND_PARAM);
    }
    if (flags & NF_MODIFIERS && pattern && kind_of(p, pattern) != N_BINDING)
        fail(p, start_of(p, pattern), end_of(p, pattern), "A parameter property must be a name");
    JsNodeId types = p->ts ? parse_annotation(p, true, false) : 0;
    JsNodeId init = 0;
    if (is(p, T_ASSIGN)) {
        if (flags & NF_REST) fail(p, here(p), p->lex.pos, "A rest parameter cannot have an initializer");
        next(p);
        init = parse_assign_in(p);
    }
    if (flags & NF_REST && is(p, T_COMMA) && !(p->ctx & CTX_AMBIENT))
        fail(p, here(p), p->lex.pos, "A rest parameter must be the last one");
    return add(p, start, (JsNode){.kind = N_PARAM, .flags = flags, .param = {pattern, init, types, mods}});
}

static JsListId param_list(Parser *p)
{
    uint32_t list = list_open(p);
    expect(p, T_LPAREN);
    while (!is(p, T_RPAREN) && !is(p, T_EOF)) {
        push(p, parse_param(p));
        if (!is(p, T_RPAREN)) expect(p, T_COMMA);
    }
    expect(p, T_RPAREN);
    return list_close(p, list);
}

JsNodeId parse_params(Parser *p, JsListId *params)
{
    uint32_t start = here(p), ctx = p->ctx;
    JsNodeId type_params = p->ts ? parse_type_params(p) : 0;
    uint32_t open = here(p);
    p->ctx = (p->ctx & ~(uint32_t)(CTX_THEN | CTX_NO_IN | CTX_DECORATOR)) | CTX_PARAMS;
    *params = param_list(p);
    p->ctx = ctx;
    uint32_t close = prev_end(p) - 1;
    JsNodeId returns = p->ts && is(p, T_COLON) ? parse_return_type(p) : 0;
    if (!type_params && !returns) return 0;
    return add(p, start, (JsNode){.kind = N_TS_SIGNATURE, .signature = {type_params, returns, open, close}});
}

static bool is_simple(Parser *p, JsListId params)
{
    uint32_t count = ITEM(p->t->extra, params);
    for (uint32_t i = 1; i <= count; i++) {
        const JsNode *n = at(p, ITEM(p->t->extra, params + i));
        if (n->flags & NF_THIS) continue;
        if (n->flags & NF_REST || n->param.init || !n->param.pattern ||
            kind_of(p, n->param.pattern) != N_BINDING)
            return false;
    }
    return true;
}

static void check_strict_params(Parser *p, JsListId params)
{
    uint32_t count = ITEM(p->t->extra, params);
    for (uint32_t i = 1; i <= count; i++) check_strict_bindings(p, ITEM(p->t->extra, params + i));
}

// ---- bodies
// -----------------------------------------------------------------------------------------------------

typedef struct Saved {
    uint32_t ctx;
    uint32_t label_base;
} Saved;

static Saved enter_function(Parser *p, uint32_t add_ctx)
{
    Saved s = {p->ctx, p->label_base};
    p->ctx = (p->ctx & CTX_KEPT) | add_ctx;
    p->label_base = p->labels.count;
    return s;
}

static void leave_function(Parser *p, Saved s)
{
    p->ctx = s.ctx;
    p->label_base = s.label_base;
}

// A body in braces, with its directives; checks what "use strict" changes after the fact.
static JsNodeId function_body(Parser *p, JsNodeId name, JsListId params, uint16_t *flags)
{
    uint32_t start = here(p);
    bool was_strict = strict(p), use_strict = false;
    expect(p, T_LBRACE);
    JsListId items = parse_body(p, T_RBRACE, true, &use_strict);
    if (use_strict && !is_simple(p, params))
        fail(p, start, start + 1, "\"use strict\" is not allowed in a function with non-simple parameters");
    if (use_strict && !was_strict) {
        check_strict_params(p, params);
        check_strict_bindings(p, name);
    }
    if (strict(p)) *flags |= NF_STRICT;
    if (!is(p, T_RBRACE)) {
        expect(p, T_RBRACE);
        return 0;
    }
    // The token behind the brace belongs to the surroundings.
    p->ctx = (p->ctx & ~(uint32_t)CTX_STRICT) | (was_strict ? CTX_STRICT : 0);
    next(p);
    return add(p, start, (JsNode){.kind = N_BLOCK, .list = {items}});
}

static uint32_t function_context(uint16_t flags)
{
    uint32_t ctx = CTX_RETURN | CTX_NEW_TARGET;
    if (flags & NF_ASYNC) ctx |= CTX_AWAIT;
    if (flags & NF_GENERATOR) ctx |= CTX_YIELD;
    return ctx;
}

static void note_features(Parser *p, uint16_t flags)
{
    if (flags & NF_ASYNC) p->t->features |= FEAT_ASYNC;
    if (flags & NF_GENERATOR) p->t->features |= FEAT_GENERATOR;
}

// Overloads, abstract and declared functions have none.
static bool has_no_body(Parser *p) { return p->ts && !is(p, T_LBRACE) && can_end_statement(p); }

static JsNodeId function_name(Parser *p, JsKind kind, uint16_t flags)
{
    uint32_t ctx = p->ctx;
    if (!is(p, T_IDENT)) {
        bool optional = kind == N_FUNCTION_EXPR || ctx & CTX_ANON_EXPORT;
        if (!optional || !(is(p, T_LPAREN) || is(p, T_LT))) expected(p, "identifier");
        return 0;
    }
    // An expression's name is scoped to the function itself, a declaration's to the surroundings.
    if (kind == N_FUNCTION_EXPR) {
        p->ctx &= ~(uint32_t)(CTX_YIELD | CTX_AWAIT | CTX_STATIC_BLOCK | CTX_ASYNC_PARAMS);
        if (flags & NF_ASYNC) p->ctx |= CTX_AWAIT;
        if (flags & NF_GENERATOR) p->ctx |= CTX_YIELD;
    }
    JsNodeId name = binding_name(p, BIND_VAR);
    p->ctx = ctx;
    return name;
}

void refuse_decorated(Parser *p, JsListId params)
{
    for (uint32_t i = 1; i <= ITEM(p->t->extra, params) && !failed(p); i++) {
        const JsNode *n = at(p, ITEM(p->t->extra, params + i));
        for (uint32_t j = 1; j <= ITEM(p->t->extra, n->param.mods); j++) {
            JsNodeId mod = ITEM(p->t->extra, n->param.mods + j);
            if (kind_of(p, mod) == N_DECORATOR)
                fail(p, start_of(p, mod), end_of(p, mod), "Only parameters of class members can be decorated");
        }
    }
}

JsNodeId parse_function(Parser *p, JsKind kind, uint32_t start, uint16_t flags)
{
    expect(p, T_FUNCTION);
    if (eat(p, T_STAR)) flags |= NF_GENERATOR;
    JsNodeId name = function_name(p, kind, flags);
    note_features(p, flags);
    Saved s = enter_function(p, function_context(flags));
    JsListId params;
    JsNodeId types = parse_params(p, &params);
    refuse_decorated(p, params);
    JsNodeId body = 0;
    if (has_no_body(p) && kind == N_FUNCTION_DECL) {
        only_ts(p, start);
        leave_function(p, s);
        semicolon(p);
    } else {
        body = function_body(p, name, params, &flags);
        leave_function(p, s);
    }
    return add(p, start,
               (JsNode){.kind = (uint8_t)kind, .flags = flags, .function = {name, params, body, types}});
}

static void check_accessor(Parser *p, FunctionUse use, JsListId params, uint32_t start)
{
    uint32_t count = ITEM(p->t->extra, params);
    if (count && at(p, ITEM(p->t->extra, params + 1))->flags & NF_THIS) count--;
    if (use == FN_GETTER && count) fail(p, start, start + 1, "A getter has no parameters");
    if (use != FN_SETTER) return;
    bool rest = count && at(p, ITEM(p->t->extra, params + ITEM(p->t->extra, params)))->flags & NF_REST;
    if (count != 1 || rest) fail(p, start, start + 1, "A setter has exactly one parameter");
}

JsNodeId parse_method_value(Parser *p, uint16_t flags, FunctionUse use)
{
    uint32_t start = here(p);
    note_features(p, flags);
    uint32_t ctx = function_context(flags) | CTX_SUPER_PROPERTY;
    if (use == FN_DERIVED) ctx |= CTX_SUPER_CALL;
    Saved s = enter_function(p, ctx);
    JsListId params;
    JsNodeId types = parse_params(p, &params);
    check_accessor(p, use, params, start);
    JsNodeId body = 0;
    if (!has_no_body(p)) body = function_body(p, 0, params, &flags);
    leave_function(p, s);
    flags |= NF_METHOD;
    if (strict(p)) flags |= NF_STRICT;
    return add(p, start,
               (JsNode){.kind = N_FUNCTION_EXPR, .flags = flags, .function = {0, params, body, types}});
}

// ---- arrow functions
// ----------------------------------------------------------------------------------------------

JsNodeId param_of(Parser *p, JsNodeId expr)
{
    JsNode n = *at(p, expr);
    if (n.kind == N_PARAM) {
        // A rest with a type annotation inside `async (...)`.
        JsNodeId pattern = n.param.pattern;
        if (pattern && kind_of(p, pattern) == N_SPREAD) {
            at(p, expr)->flags |= NF_REST;
            at(p, expr)->param.pattern = pattern = at(p, pattern)->unary.arg;
        }
        // The target of a rest in plain parentheses was read as a pattern at once.
        if (!(n.flags & (NF_THIS | NF_REST))) to_pattern(p, pattern, true);
        return expr;
    }
    JsNode param = {.kind = N_PARAM, .param = {.pattern = expr}};
    if (n.kind == N_SPREAD) {
        param.flags = NF_REST;
        param.param.pattern = n.unary.arg;
        if (n.op) fail(p, n.start, n.end, "A rest parameter must be the last one");
        if (kind_of(p, n.unary.arg) == N_ASSIGN)
            fail(p, n.start, n.end, "A rest parameter cannot have an initializer");
    } else if (n.kind == N_ASSIGN && n.op == OP_ASSIGN) {
        param.param.pattern = n.binary.left;
        param.param.init = n.binary.right;
    }
    to_pattern(p, param.param.pattern, true);
    JsNodeId id = add(p, n.start, param);
    at(p, id)->end = n.end;
    return id;
}

static JsListId arrow_params(Parser *p, JsListId exprs)
{
    uint32_t count = ITEM(p->t->extra, exprs), list = list_open(p);
    for (uint32_t i = 1; i <= count && !failed(p); i++) push(p, param_of(p, ITEM(p->t->extra, exprs + i)));
    return list_close(p, list);
}

// await and yield expressions cannot stand in the parameters; names of an async arrow cannot be await.
void check_arrow_params(Parser *p, uint32_t start, uint16_t flags)
{
    uint32_t end = here(p);
    if (p->yield_at > start && p->yield_at <= end)
        fail(p, p->yield_at - 1, p->yield_at + 4, "\"yield\" expressions are not allowed in parameters");
    if (p->await_at > start && p->await_at <= end)
        fail(p, p->await_at - 1, p->await_at + 4, "\"await\" expressions are not allowed in parameters");
    if (flags & NF_ASYNC && p->await_name_at > start && p->await_name_at <= end)
        fail(p, p->await_name_at - 1, p->await_name_at + 4, "\"await\" cannot be used in the parameters of an async function");
}

// A strict-mode word used as a name was accepted as an expression; nothing more to check for parameters.
static uint32_t arrow_context(Parser *p, uint16_t flags)
{
    uint32_t ctx = p->ctx & ~(uint32_t)(CTX_AWAIT | CTX_YIELD | CTX_LOOP | CTX_SWITCH | CTX_TOP | CTX_PARAMS |
                                        CTX_ASYNC_PARAMS | CTX_DECORATOR | CTX_STATIC_BLOCK);
    ctx |= CTX_RETURN;
    if (flags & NF_ASYNC) ctx = (ctx | CTX_AWAIT) & ~(uint32_t)CTX_FIELD;
    return ctx;
}

JsNodeId parse_arrow(Parser *p, uint32_t start, JsListId exprs, JsNodeId types, uint16_t flags)
{
    check_arrow_params(p, start, flags);
    JsListId params = arrow_params(p, exprs);
    note_features(p, flags);
    next(p); // =>
    Saved s = {p->ctx, p->label_base};
    uint32_t ctx = arrow_context(p, flags);
    JsNodeId body;
    if (is(p, T_LBRACE)) {
        p->ctx = ctx & ~(uint32_t)(CTX_NO_IN | CTX_THEN);
        p->label_base = p->labels.count;
        body = function_body(p, 0, params, &flags);
    } else {
        p->ctx = ctx;
        body = parse_assign(p, NULL);
        flags |= NF_EXPR_BODY;
        if (strict(p)) flags |= NF_STRICT;
    }
    leave_function(p, s);
    return add(p, start, (JsNode){.kind = N_ARROW, .flags = flags, .function = {0, params, body, types}});
}
