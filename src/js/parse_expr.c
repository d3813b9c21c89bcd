// parse_expr.c - expressions from the comma operator down to calls and members.
//
// Operators are read with loops over the precedence table: neither `a + b + c ...` nor `a.b.c ...` nor
// `a ? b : c ? d : ...` recurses.
#include "js/parse.h"

static const uint8_t binary_ops[T_COUNT] = {
#define TOKEN(id, text)
#define PUNCT(id, text, binary, assign) [T_##id] = OP_##binary,
#include "js/tokens.def"
#undef TOKEN
#undef PUNCT
    [T_IN] = OP_IN,
    [T_INSTANCEOF] = OP_INSTANCEOF,
};
static const uint8_t assign_ops[T_COUNT] = {
#define TOKEN(id, text)
#define PUNCT(id, text, binary, assign) [T_##id] = OP_##assign,
#include "js/tokens.def"
#undef TOKEN
#undef PUNCT
};
static const uint8_t precedences[OP_COUNT] = {
#define OP(id, text, precedence) precedence,
#include "js/ops.def"
#undef OP
};
#define PREC_COMPARE 8

void report_cover(Parser *p, const Cover *c)
{
    uint32_t pos = c->shorthand_init;
    if (pos)
        fail(p, pos - 1, pos, "Expected \":\" but found \"=\": an initializer is only allowed in a pattern");
    pos = c->ts_param;
    if (pos) fail(p, pos - 1, pos, "Unexpected type annotation");
    pos = c->double_proto;
    if (pos) fail(p, pos - 1, pos + 8, "Duplicate \"__proto__\" properties are not allowed");
}

// ---- comma
// --------------------------------------------------------------------------------------------------

JsNodeId parse_expr(Parser *p)
{
    uint32_t start = here(p);
    JsNodeId first = parse_assign(p, NULL);
    if (!is(p, T_COMMA)) return first;
    uint32_t list = list_open(p);
    push(p, first);
    while (eat(p, T_COMMA)) push(p, parse_assign(p, NULL));
    JsListId items = list_close(p, list);
    return add(p, start, (JsNode){.kind = N_SEQUENCE, .list = {items}});
}

JsNodeId parse_expr_in(Parser *p)
{
    uint32_t ctx = p->ctx;
    p->ctx &= ~(uint32_t)(CTX_NO_IN | CTX_THEN | CTX_DECORATOR);
    JsNodeId id = parse_expr(p);
    p->ctx = ctx;
    return id;
}

JsNodeId parse_assign_in(Parser *p)
{
    uint32_t ctx = p->ctx;
    p->ctx &= ~(uint32_t)(CTX_NO_IN | CTX_THEN | CTX_DECORATOR);
    JsNodeId id = parse_assign(p, NULL);
    p->ctx = ctx;
    return id;
}

// ---- yield, await
// ---------------------------------------------------------------------------------------------

static bool ends_operand(Parser *p)
{
    switch (tok(p)) {
    case T_RPAREN:
    case T_RBRACKET:
    case T_RBRACE:
    case T_COMMA:
    case T_SEMICOLON:
    case T_COLON:
    case T_EOF:
    case T_IN:
    case T_TEMPLATE_MIDDLE:
    case T_TEMPLATE_TAIL: return true;
    default: return p->lex.newline;
    }
}

static JsNodeId parse_yield(Parser *p)
{
    uint32_t start = here(p);
    p->yield_at = start + 1;
    if (p->ctx & CTX_PARAMS)
        fail(p, start, p->lex.pos, "\"yield\" expressions are not allowed in parameters");
    if (p->lex.escaped) unexpected(p);
    next(p);
    bool delegate = !p->lex.newline && eat(p, T_STAR);
    JsNodeId arg = delegate || !ends_operand(p) ? parse_assign(p, NULL) : 0;
    return add(p, start, (JsNode){.kind = N_YIELD, .flags = delegate ? NF_DELEGATE : 0, .unary = {arg}});
}

// Where the goal is still open: does what follows `await` make it an operator? `await x`, `await (x)`,
// `await [x]` and the like do; `await = 1`, `await.x`, `await;` make it a name.
static bool starts_awaited(Parser *p)
{
    switch (tok(p)) {
    case T_IDENT:
        return !p->lex.newline && (p->lex.escaped || (p->lex.atom != ATOM_OF && p->lex.atom != ATOM_AS &&
                                                      p->lex.atom != ATOM_SATISFIES));
    case T_NUMBER:
    case T_BIGINT:
    case T_STRING:
    case T_FUNCTION:
    case T_CLASS:
    case T_NEW:
    case T_THIS:
    case T_IMPORT:
    case T_NULL:
    case T_TRUE:
    case T_FALSE:
    case T_TYPEOF:
    case T_VOID:
    case T_DELETE:
    case T_TILDE:
    case T_NOT:
    case T_LBRACE:
    case T_SUPER: return !p->lex.newline;
    case T_LPAREN:
    case T_LBRACKET:
    case T_TEMPLATE:
    case T_TEMPLATE_HEAD: return !p->lex.newline;
    case T_LT:
    case T_SHL: return (p->ts || p->jsx) && !p->lex.newline;  // a cast or an element, no comparison
    case T_INC:
    case T_DEC: // `await ++x`, but `await++` of a name
        if (p->lex.newline) return false;
        next(p);
        return (is(p, T_IDENT) || is(p, T_THIS)) && !p->lex.newline;
    default: return false;
    }
}

static bool await_is_operator(Parser *p)
{
    if (!is_word(p, ATOM_AWAIT)) return false;
    if (p->ctx & CTX_AWAIT) return true;
    if (!p->automatic || !(p->ctx & CTX_TOP)) return false;
    return next_is(p, starts_awaited);
}

static JsNodeId parse_await(Parser *p)
{
    uint32_t start = here(p);
    if (p->ctx & (CTX_PARAMS | CTX_FIELD) && !(p->ctx & CTX_TOP))
        fail(p, start, p->lex.pos, "\"await\" expressions are not allowed here");
    p->await_at = start + 1;
    if (p->ctx & CTX_TOP) {
        p->t->features |= FEAT_TOP_LEVEL_AWAIT;
        if (p->automatic) found_module(p);
    }
    next(p);
    JsNodeId arg = parse_unary(p, NULL);
    if (is(p, T_POW) || kind_of(p, arg) == N_PRIVATE_NAME) unexpected(p);
    return add(p, start, (JsNode){.kind = N_AWAIT, .unary = {arg}});
}

// ---- assignment
// -------------------------------------------------------------------------------------------------

static JsNodeId parse_conditional(Parser *p, Cover *cover);

static JsNodeId finish_assign(Parser *p, JsNodeId left, uint32_t start, Cover *cover)
{
    JsOp op = (JsOp)ELEM(assign_ops, tok(p));
    JsKind kind = left ? kind_of(p, left) : N_NONE;
    if (op == OP_ASSIGN && (kind == N_OBJECT || kind == N_ARRAY)) {
        *cover = (Cover){.ts_param = cover->ts_param};
        to_pattern(p, left, false);
    } else if (kind == N_TS_AS || kind == N_TS_SATISFIES || kind == N_TS_ASSERTION) {
        fail(p, start, end_of(p, left), "Invalid assignment target");
    } else if (left) {
        // Annex B's calls as targets do not extend to the logical assignments.
        if (op >= OP_AND_ASSIGN && kind_of(p, js_unwrap(p->t, left)) == N_CALL)
            fail(p, start, end_of(p, left), "Invalid assignment target");
        check_assignable(p, left);
    }
    next(p);
    JsNodeId right = parse_assign(p, NULL);
    return add(p, start, (JsNode){.kind = N_ASSIGN, .op = (uint8_t)op, .binary = {left, right}});
}

static JsNodeId assign_rule(Parser *p, Cover *cover)
{
    if (p->ctx & CTX_YIELD && is(p, T_IDENT) && p->lex.atom == ATOM_YIELD) return parse_yield(p);
    uint32_t start = here(p);
    p->arrow_at = start + 1;
    Cover own = {};
    JsNodeId left = parse_conditional(p, &own);
    if (ELEM(assign_ops, tok(p)) && left && kind_of(p, left) != N_ARROW)
        left = finish_assign(p, left, start, &own);
    JsKind kind = left ? kind_of(p, left) : N_NONE;
    // Only a bare literal can still become a pattern.
    if (!cover || (kind != N_OBJECT && kind != N_ARRAY))
        report_cover(p, &own);
    else {
        if (!cover->shorthand_init) cover->shorthand_init = own.shorthand_init;
        if (!cover->double_proto) cover->double_proto = own.double_proto;
        if (!cover->ts_param) cover->ts_param = own.ts_param;
    }
    return left;
}

JsNodeId parse_assign(Parser *p, Cover *cover)
{
    JsNodeId id = enter(p) ? assign_rule(p, cover) : 0;
    leave(p);
    return id;
}

// ---- conditional
// --------------------------------------------------------------------------------------------------

// In an arrow's parameters `a?` is followed by one of these; an expression never is.
static bool after_optional(Parser *p)
{
    return is(p, T_COLON) || is(p, T_COMMA) || is(p, T_RPAREN) || is(p, T_ASSIGN);
}

static JsNodeId parse_then(Parser *p)
{
    uint32_t ctx = p->ctx;
    p->ctx = (p->ctx & ~(uint32_t)CTX_NO_IN) | CTX_THEN;
    JsNodeId then = parse_assign(p, NULL);
    p->ctx = ctx;
    return then;
}

// Chains lean right and can be long: the links are collected first and joined from the last one.
static JsNodeId parse_conditional(Parser *p, Cover *cover)
{
    uint32_t chain = list_open(p), start = here(p);
    JsNodeId test = parse_unary(p, cover);
    test = test && kind_of(p, test) == N_ARROW ? test : parse_binary_from(p, test, start, 0);
    while (is(p, T_QUESTION) && test && kind_of(p, test) != N_ARROW) {
        if (p->ts && next_is(p, after_optional)) break;
        next(p);
        JsNodeId then = parse_then(p);
        expect(p, T_COLON);
        push(p, test);
        push(p, then);
        start = here(p);
        p->arrow_at = start + 1;
        if (failed(p)) break;
        // The last link is an AssignmentExpression; read on as a link while it is a bare conditional.
        Cover own = {};
        if (p->ctx & CTX_YIELD && is(p, T_IDENT) && p->lex.atom == ATOM_YIELD)
            test = parse_yield(p);
        else {
            test = parse_unary(p, &own);
            if (test && kind_of(p, test) != N_ARROW) test = parse_binary_from(p, test, start, 0);
        }
        if (test && ELEM(assign_ops, tok(p)) && kind_of(p, test) != N_ARROW) {
            test = finish_assign(p, test, start, &own);
            report_cover(p, &own);
            break;
        }
        report_cover(p, &own);
        if (test && kind_of(p, test) == N_YIELD) break;
    }
    while (p->stack.count > chain && !failed(p)) {
        JsNodeId then = ITEM(p->stack, p->stack.count - 1);
        JsNodeId first = ITEM(p->stack, p->stack.count - 2);
        p->stack.count -= 2;
        test = add(p, start_of(p, first), (JsNode){.kind = N_CONDITIONAL, .if_ = {first, then, test}});
    }
    p->stack.count = chain;
    return test;
}

// ---- binary
// ---------------------------------------------------------------------------------------------------------

static JsOp binary_op(Parser *p)
{
    JsOp op = (JsOp)ELEM(binary_ops, tok(p));
    return op == OP_IN && p->ctx & CTX_NO_IN ? OP_NONE : op;
}

// `as T` and `satisfies T` bind like comparisons.
static JsNodeId as_type(Parser *p, JsNodeId left, uint32_t start)
{
    bool satisfies = is_word(p, ATOM_SATISFIES);
    only_ts(p, here(p));
    next(p);
    JsNodeId type;
    if (is(p, T_CONST)) {
        type = take(p, N_TS_KEYWORD);
        at(p, type)->op = TYPE_CONST;
    } else {
        type = parse_type(p);
    }
    return add(p, start, (JsNode){.kind = satisfies ? N_TS_SATISFIES : N_TS_AS, .ts_as = {left, type}});
}

static bool is_as(Parser *p, unsigned min)
{
    if (!p->ts || min >= PREC_COMPARE || p->lex.newline) return false;
    return is_word(p, ATOM_AS) || is_word(p, ATOM_SATISFIES);
}

static void check_operands(Parser *p, JsOp op, JsNodeId left, JsNodeId right)
{
    if (op == OP_POW) {
        JsKind k = kind_of(p, left);
        if (k == N_UNARY || k == N_AWAIT || k == N_TS_ASSERTION)
            fail(p, start_of(p, left), end_of(p, left),
                 "A unary expression left of \"**\" needs parentheses");
        return;
    }
    if (op != OP_NULLISH && op != OP_OR && op != OP_AND) return;
    const JsNode *l = at(p, left), *r = at(p, right);
    bool mixed = (l->kind == N_LOGICAL && (op == OP_NULLISH) != (l->op == OP_NULLISH)) ||
                 (r->kind == N_LOGICAL && (op == OP_NULLISH) != (r->op == OP_NULLISH));
    if (mixed)
        fail(p, start_of(p, left), end_of(p, right),
             "\"??\" cannot be mixed with \"||\" or \"&&\" without parentheses");
}

static JsNodeId right_operand(Parser *p, unsigned precedence, JsOp op)
{
    uint32_t start = here(p);
    JsNodeId right = parse_unary(p, NULL);
    if (right && kind_of(p, right) == N_ARROW) {
        fail(p, start, start + 1, "An arrow function needs parentheses here");
        return right;
    }
    // ** groups to the right, so its own level is taken along.
    return parse_binary_from(p, right, start, op == OP_POW ? precedence - 1 : precedence);
}

// `#x in o`: the only place of a bare private name.
static void check_private_in(Parser *p, JsNodeId left, unsigned min)
{
    if (left && kind_of(p, left) == N_PRIVATE_NAME && (binary_op(p) != OP_IN || min >= PREC_COMPARE))
        fail(p, start_of(p, left), end_of(p, left), "A private name must be followed by \"in\" here");
}

// `a + b as T * c` multiplies the sum: without the type it needs parentheses.
COLD static void note_group(Parser *p, JsNodeId cast, JsOp op)
{
    const JsNode *n = at(p, cast);
    while (n->kind == N_TS_AS || n->kind == N_TS_SATISFIES) n = at(p, n->ts_as.expr);
    bool looser = n->kind == N_BINARY && ELEM(precedences, n->op) < ELEM(precedences, op);
    bool left_of_pow = op == OP_POW && (n->kind == N_BINARY || n->kind == N_UNARY || n->kind == N_AWAIT);
    if (looser || left_of_pow) at(p, cast)->flags |= NF_GROUPS;
}

JsNodeId parse_binary_from(Parser *p, JsNodeId left, uint32_t start, unsigned min)
{
    check_private_in(p, left, min);
    for (;;) {
        bool cast = false;
        for (; is_as(p, min); cast = true) left = as_type(p, left, start);
        JsOp op = binary_op(p);
        unsigned precedence = ELEM(precedences, op);
        if (!op || precedence <= min || !left) return left;
        if (cast) note_group(p, left, op);
        next(p);
        p->arrow_at = 0;
        JsNodeId right = 0;
        if (enter(p)) right = right_operand(p, precedence, op);
        leave(p);
        if (!right || failed(p)) return left;
        check_operands(p, op, left, right);
        bool logical = op >= OP_NULLISH && op <= OP_AND;
        left =
            add(p, start,
                (JsNode){.kind = logical ? N_LOGICAL : N_BINARY, .op = (uint8_t)op, .binary = {left, right}});
    }
}

// ---- unary
// ------------------------------------------------------------------------------------------------------------

static void check_delete(Parser *p, JsNodeId arg)
{
    JsNodeId target = js_unwrap(p->t, arg);
    while (kind_of(p, target) == N_TS_INSTANTIATION) target = js_unwrap(p->t, at(p, target)->a);
    const JsNode *n = at(p, target);
    if (n->kind == N_IDENT) strict_error(p, n->start, n->end, "A variable cannot be deleted in strict mode");
    // Through a chain, too: delete o?.#x.
    if (n->kind == N_CHAIN) n = at(p, n->unary.arg);
    if (n->kind == N_MEMBER && kind_of(p, n->member.name) == N_PRIVATE_NAME)
        fail(p, n->start, n->end, "A private member cannot be deleted");
}

static JsNodeId prefix(Parser *p, JsOp op)
{
    uint32_t start = here(p);
    next(p);
    p->arrow_at = 0;
    JsNodeId arg = enter(p) ? parse_unary(p, NULL) : 0;
    leave(p);
    if (!arg) return 0;
    if (kind_of(p, arg) == N_PRIVATE_NAME) fail(p, start, end_of(p, arg), "Unexpected private name");
    if (op == OP_DELETE) check_delete(p, arg);
    if (op == OP_INC || op == OP_DEC) {
        check_assignable(p, arg);
        return add(p, start,
                   (JsNode){.kind = N_UPDATE, .op = (uint8_t)op, .flags = NF_PREFIX, .unary = {arg}});
    }
    return add(p, start, (JsNode){.kind = N_UNARY, .op = (uint8_t)op, .unary = {arg}});
}

static JsNodeId postfix(Parser *p, Cover *cover)
{
    uint32_t start = here(p);
    if (p->lex.pure) p->pure_at = start + 1;
    JsNodeId left = parse_primary(p, cover);
    if (!left || kind_of(p, left) == N_ARROW || kind_of(p, left) == N_PRIVATE_NAME) return left;
    left = parse_suffixes(p, left, start, true);
    if ((!is(p, T_INC) && !is(p, T_DEC)) || p->lex.newline || failed(p)) return left;
    JsOp op = is(p, T_INC) ? OP_INC : OP_DEC;
    check_assignable(p, left);
    next(p);
    return add(p, start, (JsNode){.kind = N_UPDATE, .op = (uint8_t)op, .unary = {left}});
}

// <T>expr, the cast of .ts files (not .tsx).
static JsNodeId assertion(Parser *p)
{
    uint32_t start = here(p);
    only_ts(p, start);
    next(p);
    JsNodeId type;
    if (is(p, T_CONST)) {
        type = take(p, N_TS_KEYWORD);
        at(p, type)->op = TYPE_CONST;
    } else {
        type = parse_type(p);
    }
    if (!is(p, T_GT) && tok(p) >= T_GE && tok(p) <= T_USHR) lex_split_gt(&p->lex);
    expect(p, T_GT);
    p->arrow_at = here(p) + 1; // TypeScript lets an arrow function follow
    JsNodeId expr = enter(p) ? parse_unary(p, NULL) : 0;
    leave(p);
    return add(p, start, (JsNode){.kind = N_TS_ASSERTION, .ts_as = {expr, type}});
}

JsNodeId parse_unary(Parser *p, Cover *cover)
{
    switch (tok(p)) {
    case T_NOT: return prefix(p, OP_NOT);
    case T_TILDE: return prefix(p, OP_BIT_NOT);
    case T_PLUS: return prefix(p, OP_PLUS);
    case T_MINUS: return prefix(p, OP_MINUS);
    case T_TYPEOF: return prefix(p, OP_TYPEOF);
    case T_VOID: return prefix(p, OP_VOID);
    case T_DELETE: return prefix(p, OP_DELETE);
    case T_INC: return prefix(p, OP_INC);
    case T_DEC: return prefix(p, OP_DEC);
    case T_IDENT:
        if (p->lex.atom == ATOM_AWAIT && await_is_operator(p)) {
            JsNodeId id = enter(p) ? parse_await(p) : 0;
            leave(p);
            return id;
        }
        return postfix(p, cover);
    case T_LT:
    case T_SHL:
        if (p->ts && !p->jsx) {
            JsNodeId id = try_generic_arrow(p);
            if (id) return id;
            if (is(p, T_SHL)) lex_split_lt(&p->lex);
            return failed(p) ? 0 : assertion(p);
        }
        return postfix(p, cover);
    default: return postfix(p, cover);
    }
}

// ---- calls and members
// ------------------------------------------------------------------------------------------------

static JsNodeId argument(Parser *p, Cover *cover)
{
    uint32_t start = here(p);
    if (!is(p, T_ELLIPSIS)) return parse_assign(p, cover);
    next(p);
    JsNodeId arg = parse_assign(p, cover);
    return add(p, start, (JsNode){.kind = N_SPREAD, .op = is(p, T_COMMA), .unary = {arg}});
}

JsListId parse_args(Parser *p, Cover *cover)
{
    uint32_t list = list_open(p), ctx = p->ctx;
    p->ctx &= ~(uint32_t)(CTX_NO_IN | CTX_THEN | CTX_DECORATOR);
    expect(p, T_LPAREN);
    while (!is(p, T_RPAREN) && !is(p, T_EOF)) {
        JsNodeId arg = argument(p, cover);
        push(p, arg);
        if (!is(p, T_RPAREN)) expect(p, T_COMMA);
    }
    p->ctx = ctx;
    expect(p, T_RPAREN);
    return list_close(p, list);
}

static JsNodeId member_name(Parser *p)
{
    if (is(p, T_PRIVATE)) return take_name(p, N_PRIVATE_NAME);
    if (is_name(p)) return take_name(p, N_NAME);
    expected(p, "identifier");
    return 0;
}

static JsNodeId member(Parser *p, JsNodeId left, uint32_t start, uint16_t flags)
{
    JsNodeId name = member_name(p);
    if (name && left && kind_of(p, name) == N_PRIVATE_NAME && kind_of(p, left) == N_SUPER)
        fail(p, start_of(p, name), end_of(p, name), "\"super\" has no private members");
    return add(p, start, (JsNode){.kind = N_MEMBER, .flags = flags, .member = {left, name}});
}

static JsNodeId index_member(Parser *p, JsNodeId left, uint32_t start, uint16_t flags)
{
    next(p);
    JsNodeId index = parse_expr_in(p);
    expect(p, T_RBRACKET);
    return add(p, start, (JsNode){.kind = N_INDEX, .flags = flags, .member = {left, index}});
}

static JsNodeId call(Parser *p, JsNodeId left, uint32_t start, JsNodeId type_args, uint16_t flags)
{
    if (left && kind_of(p, left) == N_IDENT && at(p, left)->ident.name == ATOM_EVAL && !(flags & NF_OPTIONAL))
        p->t->features |= FEAT_DIRECT_EVAL;
    if (p->pure_at == start + 1) {
        flags |= NF_PURE;
        p->pure_at = 0;
    }
    JsListId args = parse_args(p, NULL);
    return add(p, start, (JsNode){.kind = N_CALL, .flags = flags, .call = {left, args, type_args}});
}

static JsNodeId tagged(Parser *p, JsNodeId left, uint32_t start, JsNodeId type_args, bool optional)
{
    if (optional) fail(p, here(p), p->lex.pos, "A template literal cannot follow an optional chain");
    JsNodeId template = parse_template(p, true);
    return add(p, start, (JsNode){.kind = N_TAGGED, .tagged = {left, template, type_args}});
}

static bool is_template(Parser *p) { return is(p, T_TEMPLATE) || is(p, T_TEMPLATE_HEAD); }

// What follows `?.`
static JsNodeId optional_link(Parser *p, JsNodeId left, uint32_t start)
{
    next(p);
    if (is(p, T_LBRACKET)) return index_member(p, left, start, NF_OPTIONAL);
    if (p->ts && (is(p, T_LT) || is(p, T_SHL))) {
        if (is(p, T_SHL)) lex_split_lt(&p->lex);
        JsNodeId type_args = parse_type_args(p);
        return call(p, left, start, type_args, NF_OPTIONAL);
    }
    if (is(p, T_LPAREN)) return call(p, left, start, 0, NF_OPTIONAL);
    if (is_template(p)) return tagged(p, left, start, 0, true);
    return member(p, left, start, NF_OPTIONAL);
}

static JsNodeId end_chain(Parser *p, JsNodeId left, bool optional)
{
    if (!optional || !left) return left;
    return add(p, start_of(p, left), (JsNode){.kind = N_CHAIN, .unary = {left}});
}

static bool is_lparen(Parser *p) { return is(p, T_LPAREN); }

// f<T>(x), f<T>`x`, f<T>: 0 if the `<` is a comparison.
static JsNodeId generic_suffix(Parser *p, JsNodeId left, uint32_t start, bool calls, bool optional)
{
    JsNodeId type_args = try_type_args_in_expr(p);
    if (!type_args) return 0;
    if (calls && is(p, T_LPAREN)) return call(p, left, start, type_args, 0);
    if (is_template(p)) return tagged(p, left, start, type_args, optional);
    if (is(p, T_DOT) || (is(p, T_QUESTION_DOT) && !next_is(p, is_lparen)))
        fail(p, here(p), p->lex.pos, "An instantiation expression cannot be followed by a property access");
    return add(p, start, (JsNode){.kind = N_TS_INSTANTIATION, .ts_as = {left, type_args}});
}

JsNodeId parse_suffixes(Parser *p, JsNodeId left, uint32_t start, bool calls)
{
    bool optional = false;
    for (;;) {
        JsNodeId more = 0;
        switch (tok(p)) {
        case T_DOT:
            next(p);
            left = member(p, left, start, 0);
            continue;
        case T_LBRACKET:
            if (p->ctx & CTX_DECORATOR) return end_chain(p, left, optional);
            left = index_member(p, left, start, 0);
            continue;
        case T_LPAREN:
            if (!calls) return end_chain(p, left, optional);
            left = call(p, left, start, 0, 0);
            continue;
        case T_TEMPLATE:
        case T_TEMPLATE_HEAD:
            left = tagged(p, left, start, 0, optional);
            continue;
        case T_QUESTION_DOT:
            if (!calls) {
                fail(p, here(p), p->lex.pos, "An optional chain cannot be the callee of \"new\"");
                return left;
            }
            if ((left && kind_of(p, left) == N_SUPER) || (p->ctx & CTX_DECORATOR && !p->ts)) unexpected(p);
            optional = true;
            left = optional_link(p, left, start);
            continue;
        case T_NOT:
            if (!p->ts || p->lex.newline) return end_chain(p, left, optional);
            only_ts(p, here(p));
            next(p);
            left = add(p, start, (JsNode){.kind = N_TS_NON_NULL, .unary = {left}});
            continue;
        case T_LT:
        case T_SHL:
            if (p->ts) more = generic_suffix(p, left, start, calls, optional);
            if (!more) return end_chain(p, left, optional);
            left = more;
            continue;
        default: return end_chain(p, left, optional);
        }
    }
}

// LeftHandSideExpression, for `extends` and decorators.
JsNodeId parse_lhs(Parser *p)
{
    uint32_t start = here(p);
    p->arrow_at = 0;
    JsNodeId left = parse_primary(p, NULL);
    return left && !failed(p) ? parse_suffixes(p, left, start, true) : left;
}
