// parse_ts.c - TypeScript's types, type arguments and parameters, annotations.
//
// Types are kept as light nodes: references and keywords exactly, for decorator metadata; of the rest
// mostly the types inside. Where TypeScript is ambiguous the lexer is copied, the type reading tried and
// what follows decides, by the rules TypeScript itself uses.
#include "js/parse.h"

static JsNodeId list_node(Parser *p, uint32_t start, JsKind kind, uint32_t list)
{
    JsListId items = list_close(p, list);
    return add(p, start, (JsNode){.kind = (uint8_t)kind, .list = {items}});
}

static void push_type(Parser *p, JsNodeId id)
{
    if (id) push(p, id);
}

// `>` that may be the head of a longer token.
static void expect_gt(Parser *p)
{
    if (is(p, T_SHR) || is(p, T_USHR) || is(p, T_GE) || is(p, T_SHR_ASSIGN) || is(p, T_USHR_ASSIGN))
        lex_split_gt(&p->lex);
    expect(p, T_GT);
}

// Inside brackets of any kind the restrictions of the surroundings end.
static uint32_t open_brackets(Parser *p)
{
    uint32_t ctx = p->ctx;
    p->ctx &= ~(uint32_t)CTX_NO_COND_TYPE;
    return ctx;
}

// ---- members and parameters of types
// --------------------------------------------------------------------------------

// `(a: T, b?: U)`, pushing the types in it. Names and patterns are not kept.
static void signature_params(Parser *p)
{
    uint32_t ctx = p->ctx;
    p->ctx = (p->ctx | CTX_AMBIENT) & ~(uint32_t)(CTX_AWAIT | CTX_YIELD | CTX_STATIC_BLOCK);
    JsListId params;
    JsNodeId types = parse_params(p, &params);
    refuse_decorated(p, params);
    p->ctx = ctx;
    for (uint32_t i = 1; i <= ITEM(p->t->extra, params); i++) {
        JsNodeId annotation = at(p, ITEM(p->t->extra, params + i))->param.types;
        if (annotation) push_type(p, at(p, annotation)->unary.arg);
    }
    if (types && at(p, types)->signature.returns)
        push_type(p, at(p, at(p, types)->signature.returns)->unary.arg);
}

static void member_end(Parser *p)
{
    if (eat(p, T_SEMICOLON) || eat(p, T_COMMA)) return;
    if (!can_end_statement(p)) expected(p, "\";\"");
}

// readonly [K in T as U]?: V with optional + and - before readonly and ?
static bool is_mapped(Parser *p)
{
    Lexer before = p->lex;
    next(p);
    if (is(p, T_PLUS) || is(p, T_MINUS)) next(p);
    eat_word(p, ATOM_READONLY);
    bool mapped = false;
    if (eat(p, T_LBRACKET) && is_name(p)) {
        next(p);
        mapped = is(p, T_IN);
    }
    p->lex = before;
    return mapped;
}

static void mapped_type(Parser *p)
{
    if (!eat(p, T_PLUS)) eat(p, T_MINUS);
    eat_word(p, ATOM_READONLY);
    expect(p, T_LBRACKET);
    if (is_name(p)) next(p);
    expect(p, T_IN);
    push_type(p, parse_type(p));
    if (eat_word(p, ATOM_AS)) push_type(p, parse_type(p));
    expect(p, T_RBRACKET);
    if (is(p, T_PLUS) || is(p, T_MINUS)) next(p);
    eat(p, T_QUESTION);
    if (eat(p, T_COLON)) push_type(p, parse_type(p));
    if (!eat(p, T_SEMICOLON)) eat(p, T_COMMA);
}

static bool ends_key(Parser *p)
{
    return is(p, T_COLON) || is(p, T_QUESTION) || is(p, T_LPAREN) || is(p, T_LT) || is(p, T_COMMA) ||
           is(p, T_SEMICOLON) || is(p, T_RBRACE) || p->lex.newline;
}
static bool not_ends_key(Parser *p) { return !ends_key(p) && !is(p, T_EOF); }
static bool is_call_start(Parser *p) { return is(p, T_LPAREN) || is(p, T_LT); }

// [key: string]
static bool is_index_signature(Parser *p)
{
    Lexer before = p->lex;
    next(p);
    bool yes = is_name(p);
    if (yes) {
        next(p);
        yes = is(p, T_COLON) || is(p, T_COMMA);
    }
    p->lex = before;
    return yes;
}

static void index_parameter(Parser *p)
{
    next(p);
    if (is_name(p)) next(p);
    expect(p, T_COLON);
    push_type(p, parse_type(p));
    expect(p, T_RBRACKET);
}

// Words that may stand before a member's name. Only some make sense in a type; TypeScript reads them all.
static bool is_member_word(Parser *p)
{
    static const JsAtom words[] = {ATOM_READONLY, ATOM_GET,      ATOM_SET,     ATOM_STATIC,
                                   ATOM_ACCESSOR, ATOM_PUBLIC,   ATOM_PRIVATE, ATOM_PROTECTED,
                                   ATOM_ABSTRACT, ATOM_OVERRIDE, ATOM_DECLARE, ATOM_ASYNC};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (is_word(p, ELEM(words, i))) return true;
    return false;
}

static void type_member(Parser *p)
{
    uint16_t flags = 0;
    bool accessor = false;
    if (is_call_start(p) || (is(p, T_NEW) && next_is(p, is_call_start))) {
        eat(p, T_NEW);
        signature_params(p);
        member_end(p);
        return;
    }
    while (is_member_word(p) && next_is(p, not_ends_key)) {
        accessor = is_word(p, ATOM_GET) || is_word(p, ATOM_SET);
        next(p);
    }
    if (is(p, T_LBRACKET) && is_index_signature(p))
        index_parameter(p);
    else {
        uint32_t ctx = p->ctx;
        p->ctx |= CTX_AMBIENT;
        parse_property_key(p, &flags, true);
        p->ctx = ctx;
    }
    eat(p, T_QUESTION);
    if (is_call_start(p))
        signature_params(p);
    else if (accessor)
        expected(p, "\"(\"");
    else if (eat(p, T_COLON))
        push_type(p, parse_type(p));
    member_end(p);
}

static JsNodeId object_type(Parser *p)
{
    uint32_t start = here(p), list = list_open(p), ctx = open_brackets(p);
    bool mapped = is_mapped(p);
    next(p);
    if (mapped) mapped_type(p);
    while (!is(p, T_RBRACE) && !is(p, T_EOF)) type_member(p);
    p->ctx = ctx;
    expect(p, T_RBRACE);
    return list_node(p, start, N_TS_OBJECT, list);
}

JsNodeId try_index_signature(Parser *p)
{
    if (!is_index_signature(p)) return 0;
    uint32_t start = here(p), list = list_open(p);
    only_ts(p, start);
    index_parameter(p);
    if (eat(p, T_COLON)) push_type(p, parse_type(p));
    semicolon(p);
    return list_node(p, start, N_TS_INDEX_SIGNATURE, list);
}

// ---- names
// ----------------------------------------------------------------------------------------------------------

// a.b.c; `in_type`: the head is marked as named inside a type, and any word may follow a dot.
JsNodeId parse_ts_entity(Parser *p, bool in_type)
{
    uint32_t start = here(p);
    JsNodeId left;
    if (in_type && is(p, T_THIS))
        left = take(p, N_THIS);
    else if (is(p, T_IDENT)) {
        if (!in_type) check_reference(p);
        left = take_name(p, N_IDENT);
        if (in_type) at(p, left)->flags |= NF_IN_TYPE;
    } else {
        expected(p, "identifier");
        return 0;
    }
    uint32_t depth = p->depth;
    while (is(p, T_DOT) && enter(p)) {
        next(p);
        JsNodeId name = 0;
        if (in_type ? is_name(p) : is(p, T_IDENT))
            name = take_name(p, N_NAME);
        else if (is(p, T_PRIVATE))
            name = take_name(p, N_PRIVATE_NAME);
        else
            expected(p, "identifier");
        left = add(p, start, (JsNode){.kind = N_TS_QUALIFIED, .member = {left, name}});
    }
    p->depth = depth;
    return left;
}

static bool at_type_args(Parser *p) { return (is(p, T_LT) || is(p, T_SHL)) && !p->lex.newline; }

static JsNodeId type_reference(Parser *p)
{
    uint32_t start = here(p);
    JsNodeId name = parse_ts_entity(p, true);
    JsNodeId args = at_type_args(p) ? parse_type_args(p) : 0;
    return add(p, start, (JsNode){.kind = N_TS_REF, .ts_ref = {name, args}});
}

// { with: { "resolution-mode": "import" } }
static void import_type_options(Parser *p)
{
    expect(p, T_LBRACE);
    if (!is(p, T_WITH) && !is_word(p, ATOM_ASSERT)) expected(p, "\"with\"");
    next(p);
    expect(p, T_COLON);
    expect(p, T_LBRACE);
    while (!is(p, T_RBRACE) && !is(p, T_EOF)) {
        if (!is_name(p) && !is(p, T_STRING)) expected(p, "identifier");
        next(p);
        expect(p, T_COLON);
        parse_assign_in(p);
        if (!eat(p, T_COMMA)) break;
    }
    expect(p, T_RBRACE);
    eat(p, T_COMMA);
    expect(p, T_RBRACE);
}

// import("x").y<T>
static JsNodeId import_type(Parser *p)
{
    uint32_t start = here(p), list = list_open(p), ctx = open_brackets(p);
    next(p);
    expect(p, T_LPAREN);
    push_type(p, parse_type(p));
    if (eat(p, T_COMMA)) import_type_options(p);
    p->ctx = ctx;
    expect(p, T_RPAREN);
    while (eat(p, T_DOT)) {
        if (!is_name(p)) expected(p, "identifier");
        next(p);
    }
    if (at_type_args(p)) push_type(p, parse_type_args(p));
    return list_node(p, start, N_TS_OTHER, list);
}

// typeof a.b<T>, typeof import("x")
static JsNodeId typeof_type(Parser *p)
{
    uint32_t start = here(p), list = list_open(p);
    next(p);
    if (is(p, T_IMPORT))
        push_type(p, import_type(p));
    else {
        push_type(p, parse_ts_entity(p, true));
        if (at_type_args(p)) push_type(p, parse_type_args(p));
    }
    return list_node(p, start, N_TS_OTHER, list);
}

// ---- tuples, templates, functions
// ---------------------------------------------------------------------------------------

static bool is_colon(Parser *p) { return is(p, T_COLON); }
static bool is_question_colon(Parser *p) { return is(p, T_QUESTION) && next_is(p, is_colon); }
static bool names_item(Parser *p) { return is_colon(p) || is_question_colon(p); }

static JsNodeId tuple_item(Parser *p)
{
    uint32_t start = here(p), list = list_open(p);
    bool other = eat(p, T_ELLIPSIS);
    if (is_name(p) && next_is(p, names_item)) {
        next(p);
        eat(p, T_QUESTION);
        next(p);
        other = true;
    }
    JsNodeId type = parse_type(p);
    if (eat(p, T_QUESTION)) other = true;
    if (!other) return type;
    push_type(p, type);
    return list_node(p, start, N_TS_OTHER, list);
}

static JsNodeId tuple_type(Parser *p)
{
    uint32_t start = here(p), list = list_open(p), ctx = open_brackets(p);
    next(p);
    while (!is(p, T_RBRACKET) && !is(p, T_EOF)) {
        push_type(p, tuple_item(p));
        if (!is(p, T_RBRACKET)) expect(p, T_COMMA);
    }
    p->ctx = ctx;
    expect(p, T_RBRACKET);
    return list_node(p, start, N_TS_TUPLE, list);
}

static JsNodeId template_type(Parser *p)
{
    uint32_t start = here(p), list = list_open(p), ctx = open_brackets(p);
    while (is(p, T_TEMPLATE_HEAD) || is(p, T_TEMPLATE_MIDDLE)) {
        next(p);
        push_type(p, parse_type(p));
        if (!is(p, T_RBRACE)) {
            expect(p, T_RBRACE);
            break;
        }
        lex_template_rest(&p->lex);
    }
    p->ctx = ctx;
    next(p);
    return list_node(p, start, N_TS_TEMPLATE, list);
}

#define PATTERN_MAX_TOKENS 1000u

// Steps over `{..}` or `[..]` if it can be a pattern without defaults: by its tokens only, because parsing
// it here and again as a type would double the work at every level of nesting.
static bool skip_pattern(Parser *p)
{
    unsigned depth = 0;
    for (unsigned i = 0; i < PATTERN_MAX_TOKENS; i++) {
        bool opens = is(p, T_LBRACE) || is(p, T_LBRACKET), closes = is(p, T_RBRACE) || is(p, T_RBRACKET);
        bool plain = is_name(p) || is(p, T_COMMA) || is(p, T_COLON) || is(p, T_ELLIPSIS) || is(p, T_STRING) ||
                     is(p, T_NUMBER) || is(p, T_ASSIGN);
        if (!opens && !closes && !plain) return false;
        next(p);
        depth += opens;
        depth -= closes;
        if (!depth) return true;
    }
    return false;
}

// At `(`: parameters, or a type in parentheses? By TypeScript's rule of the first few tokens.
static bool starts_parameters(Parser *p)
{
    next(p);
    if (is(p, T_RPAREN) || is(p, T_ELLIPSIS)) return true;
    if (is_name(p))
        next(p);
    else if ((!is(p, T_LBRACE) && !is(p, T_LBRACKET)) || !skip_pattern(p))
        return false;
    if (is(p, T_COLON) || is(p, T_COMMA) || is(p, T_QUESTION) || is(p, T_ASSIGN)) return true;
    if (!is(p, T_RPAREN)) return false;
    next(p);
    return is(p, T_ARROW);
}

COLD static bool starts_function_type(Parser *p)
{
    Lexer before = p->lex;
    bool yes = starts_parameters(p);
    p->lex = before;
    return yes;
}

static JsNodeId return_of(Parser *p);

static JsNodeId function_type(Parser *p, JsKind kind)
{
    uint32_t start = here(p), list = list_open(p);
    if (kind == N_TS_CONSTRUCTOR) {
        eat_word(p, ATOM_ABSTRACT);
        next(p);
    }
    uint32_t ctx = open_brackets(p);
    signature_params(p);
    expect(p, T_ARROW);
    push_type(p, return_of(p));
    p->ctx = ctx;
    return list_node(p, start, kind, list);
}

static JsNodeId parens_type(Parser *p)
{
    uint32_t start = here(p), ctx = open_brackets(p);
    next(p);
    JsNodeId type = parse_type(p);
    p->ctx = ctx;
    expect(p, T_RPAREN);
    return add(p, start, (JsNode){.kind = N_TS_PAREN, .unary = {type}});
}

// ---- primary types
// ------------------------------------------------------------------------------------------------------

static const struct {
    JsAtom atom;
    JsTypeWord word;
} type_words[] = {
    {ATOM_ANY, TYPE_ANY},
    {ATOM_UNKNOWN, TYPE_UNKNOWN},
    {ATOM_NEVER, TYPE_NEVER},
    {ATOM_UNDEFINED, TYPE_UNDEFINED},
    {ATOM_BOOLEAN, TYPE_BOOLEAN},
    {ATOM_NUMBER, TYPE_NUMBER},
    {ATOM_BIGINT, TYPE_BIGINT},
    {ATOM_STRING, TYPE_STRING},
    {ATOM_SYMBOL, TYPE_SYMBOL},
    {ATOM_OBJECT, TYPE_OBJECT},
};

static JsNodeId keyword_type(Parser *p, JsTypeWord word)
{
    JsNodeId id = take(p, N_TS_KEYWORD);
    at(p, id)->op = (uint8_t)word;
    return id;
}

static bool is_dot(Parser *p) { return is(p, T_DOT); }

static JsNodeId name_type(Parser *p)
{
    for (size_t i = 0; i < COUNT_OF(type_words); i++)
        if (is_word(p, ELEM(type_words, i).atom) && !next_is(p, is_dot))
            return keyword_type(p, ELEM(type_words, i).word);
    return type_reference(p);
}

static JsNodeId literal_type(Parser *p)
{
    uint32_t start = here(p);
    eat(p, T_MINUS);
    JsNodeId value = 0;
    switch (tok(p)) {
    case T_STRING: value = take(p, N_STRING); break;
    case T_NUMBER: value = take(p, N_NUMBER); break;
    case T_BIGINT: value = take(p, N_BIGINT); break;
    case T_TRUE: value = take(p, N_TRUE); break;
    case T_FALSE: value = take(p, N_FALSE); break;
    default: expected(p, "number"); break;
    }
    return add(p, start, (JsNode){.kind = N_TS_LITERAL, .unary = {value}});
}

static JsNodeId primary_type(Parser *p)
{
    switch (tok(p)) {
    case T_IDENT: return name_type(p);
    case T_LBRACE: return object_type(p);
    case T_LBRACKET: return tuple_type(p);
    case T_LPAREN: return parens_type(p);
    case T_VOID: return keyword_type(p, TYPE_VOID);
    case T_NULL: return keyword_type(p, TYPE_NULL);
    case T_THIS: return keyword_type(p, TYPE_THIS);
    case T_TYPEOF: return typeof_type(p);
    case T_IMPORT: return import_type(p);
    case T_TEMPLATE:
    case T_TEMPLATE_HEAD: return template_type(p);
    case T_STRING:
    case T_NUMBER:
    case T_BIGINT:
    case T_TRUE:
    case T_FALSE:
    case T_MINUS: return literal_type(p);
    default: expected(p, "type"); return 0;
    }
}

// T[], T[K]
static JsNodeId postfix_type(Parser *p)
{
    uint32_t start = here(p), depth = p->depth;
    JsNodeId type = primary_type(p);
    // A left spine: counted as nesting, so that walkers of types may recurse.
    while ((is(p, T_LBRACKET) || is(p, T_NOT)) && !p->lex.newline && enter(p)) {
        if (eat(p, T_NOT)) continue; // JSDoc's T!, which TypeScript reads, too
        next(p);
        if (eat(p, T_RBRACKET)) {
            type = add(p, start, (JsNode){.kind = N_TS_ARRAY, .unary = {type}});
            continue;
        }
        uint32_t list = list_open(p), ctx = open_brackets(p);
        push_type(p, type);
        push_type(p, parse_type(p));
        p->ctx = ctx;
        expect(p, T_RBRACKET);
        type = list_node(p, start, N_TS_OTHER, list);
    }
    p->depth = depth;
    return type;
}

// infer U, infer U extends V: the latter only if no conditional follows that it would swallow.
COLD static JsNodeId infer_type(Parser *p)
{
    uint32_t start = here(p), list = list_open(p);
    next(p);
    if (is_name(p)) next(p);
    if (is(p, T_EXTENDS) && !is_refused(p, here(p))) {
        Mark m = mark(p);
        uint32_t place = here(p);
        next(p);
        p->ctx |= CTX_NO_COND_TYPE;
        JsNodeId constraint = parse_type(p);
        p->ctx = m.ctx;
        bool conditional = failed(p) || (is(p, T_QUESTION) && !(m.ctx & CTX_NO_COND_TYPE));
        if (conditional) {
            restore(p, &m);
            refuse(p, place);
        } else
            push_type(p, constraint);
    }
    return list_node(p, start, N_TS_OTHER, list);
}

static bool starts_operand(Parser *p)
{
    switch (tok(p)) {
    case T_IDENT:
    case T_LBRACE:
    case T_LBRACKET:
    case T_LPAREN:
    case T_VOID:
    case T_NULL:
    case T_THIS:
    case T_TYPEOF:
    case T_IMPORT:
    case T_TEMPLATE:
    case T_TEMPLATE_HEAD:
    case T_STRING:
    case T_NUMBER:
    case T_BIGINT:
    case T_TRUE:
    case T_FALSE:
    case T_MINUS: return true;
    default: return false;
    }
}
static bool is_ident_next(Parser *p) { return is(p, T_IDENT); }

static JsNodeId operator_type(Parser *p)
{
    static const struct {
        JsAtom atom;
        JsTypeWord word;
    } operators[] = {
        {ATOM_KEYOF, TYPE_KEYOF},
        {ATOM_UNIQUE, TYPE_UNIQUE},
        {ATOM_READONLY, TYPE_READONLY},
    };
    uint32_t start = here(p);
    if (is(p, T_IDENT)) {
        for (size_t i = 0; i < COUNT_OF(operators); i++) {
            if (!is_word(p, ELEM(operators, i).atom) || !next_is(p, starts_operand)) continue;
            next(p);
            JsNodeId type = enter(p) ? operator_type(p) : 0;
            leave(p);
            return add(
                p, start,
                (JsNode){.kind = N_TS_OPERATOR, .op = (uint8_t)ELEM(operators, i).word, .unary = {type}});
        }
        if (is_word(p, ATOM_INFER) && next_is(p, is_ident_next)) return infer_type(p);
    }
    return postfix_type(p);
}

// A & B, A | B, both with an optional leading operator.
static JsNodeId joined(Parser *p, JsToken separator, JsKind kind, JsNodeId (*operand)(Parser *))
{
    uint32_t start = here(p);
    bool leading = eat(p, separator);
    JsNodeId first = operand(p);
    if (!is(p, separator) && !leading) return first;
    uint32_t list = list_open(p);
    push_type(p, first);
    while (eat(p, separator)) push_type(p, operand(p));
    return list_node(p, start, kind, list);
}

static bool is_new(Parser *p) { return is(p, T_NEW); }

// Function types may stand as operands of unions, too: TypeScript reads them and complains later.
static JsNodeId operand_type(Parser *p)
{
    if (is(p, T_LT) || (is(p, T_LPAREN) && starts_function_type(p))) return function_type(p, N_TS_FUNCTION);
    if (is(p, T_NEW) || (is_word(p, ATOM_ABSTRACT) && next_is(p, is_new)))
        return function_type(p, N_TS_CONSTRUCTOR);
    return operator_type(p);
}

static JsNodeId intersection_type(Parser *p) { return joined(p, T_BIT_AND, N_TS_INTERSECTION, operand_type); }

static JsNodeId type_rule(Parser *p)
{
    uint32_t start = here(p);
    JsNodeId check = joined(p, T_BIT_OR, N_TS_UNION, intersection_type);
    if (p->ctx & CTX_NO_COND_TYPE || !is(p, T_EXTENDS) || p->lex.newline) return check;
    next(p);
    uint32_t ctx = p->ctx;
    p->ctx |= CTX_NO_COND_TYPE;
    JsNodeId extends = parse_type(p);
    p->ctx = ctx;
    expect(p, T_QUESTION);
    JsNodeId then = parse_type(p);
    expect(p, T_COLON);
    JsNodeId otherwise = parse_type(p);
    return add(p, start,
               (JsNode){.kind = N_TS_CONDITIONAL, .ts_conditional = {check, extends, then, otherwise}});
}

JsNodeId parse_type(Parser *p)
{
    JsNodeId id = enter(p) ? type_rule(p) : 0;
    leave(p);
    return id;
}

// ---- return types and annotations
// -----------------------------------------------------------------------------------------

static bool is_is_here(Parser *p) { return is_word(p, ATOM_IS) && !p->lex.newline; }
static bool asserted_name(Parser *p) { return (is(p, T_IDENT) || is(p, T_THIS)) && !p->lex.newline; }

// x is T, asserts x, asserts x is T, or a type.
static JsNodeId return_of(Parser *p)
{
    uint32_t start = here(p);
    bool asserts = is_word(p, ATOM_ASSERTS) && next_is(p, asserted_name);
    // `asserts is T`: a parameter named asserts.
    if (asserts && next_is(p, is_is_here)) {
        Lexer before = p->lex;
        next(p);
        next(p);
        asserts = is_word(p, ATOM_IS) || !(starts_operand(p) && !p->lex.newline);
        p->lex = before;
    }
    if (asserts) next(p);
    bool named = is(p, T_IDENT) || is(p, T_THIS);
    if (!asserts && !(named && next_is(p, is_is_here))) return parse_type(p);
    next(p);
    JsNodeId type = eat_word(p, ATOM_IS) ? parse_type(p) : 0;
    return add(p, start, (JsNode){.kind = N_TS_PREDICATE, .unary = {type}});
}

JsNodeId parse_return_type(Parser *p)
{
    uint32_t start = here(p);
    if (!is(p, T_COLON)) return 0;
    only_ts(p, start);
    next(p);
    JsNodeId type = return_of(p);
    return add(p, start, (JsNode){.kind = N_TS_ANNOTATION, .unary = {type}});
}

JsNodeId parse_annotation(Parser *p, bool optional, bool definite)
{
    uint32_t start = here(p);
    uint16_t flags = 0;
    if (optional && is(p, T_QUESTION))
        flags = NF_OPTIONAL;
    else if (definite && is(p, T_NOT) && !p->lex.newline)
        flags = NF_DEFINITE;
    if (!flags && !is(p, T_COLON)) return 0;
    only_ts(p, start);
    if (flags) next(p);
    JsNodeId type = eat(p, T_COLON) ? parse_type(p) : 0;
    return add(p, start, (JsNode){.kind = N_TS_ANNOTATION, .flags = flags, .unary = {type}});
}

// ---- type arguments and parameters
// ------------------------------------------------------------------------------------------

static void type_args_items(Parser *p)
{
    uint32_t ctx = open_brackets(p);
    if (is(p, T_SHL) || is(p, T_SHL_ASSIGN)) lex_split_lt(&p->lex);
    expect(p, T_LT);
    do push_type(p, parse_type(p));
    while (eat(p, T_COMMA));
    p->ctx = ctx;
}

JsNodeId parse_type_args(Parser *p)
{
    uint32_t start = here(p), list = list_open(p);
    only_ts(p, start);
    type_args_items(p);
    if (failed(p)) refuse(p, start);
    expect_gt(p);
    return list_node(p, start, N_TS_TYPE_ARGS, list);
}

// TypeScript's canFollowTypeArgumentsInExpression.
static bool may_follow_type_args(Parser *p)
{
    switch (tok(p)) {
    case T_LPAREN:
    case T_TEMPLATE:
    case T_TEMPLATE_HEAD: return true;
    case T_LT:
    case T_GT:
    case T_PLUS:
    case T_MINUS: return false;
    default: break;
    }
    if (p->lex.newline) return true;
    switch (tok(p)) {
    // Starts of expressions that are no binary operators: `a < b > c` compares.
    case T_NUMBER:
    case T_BIGINT:
    case T_STRING:
    case T_LBRACKET:
    case T_LBRACE:
    case T_FUNCTION:
    case T_CLASS:
    case T_NEW:
    case T_THIS:
    case T_SUPER:
    case T_NULL:
    case T_TRUE:
    case T_FALSE:
    case T_TILDE:
    case T_NOT:
    case T_DELETE:
    case T_TYPEOF:
    case T_VOID:
    case T_INC:
    case T_DEC:
    case T_PRIVATE:
    case T_AT:
    case T_IMPORT: return false;
    case T_IDENT: return is_word(p, ATOM_AS) || is_word(p, ATOM_SATISFIES);
    default: return true;
    }
}

COLD JsNodeId try_type_args_in_expr(Parser *p)
{
    if (is_refused(p, here(p))) return 0;
    Mark m = mark(p);
    uint32_t start = here(p), list = list_open(p);
    type_args_items(p);
    bool closed = !failed(p) && is(p, T_GT);
    if (closed) next(p);
    // @a<T> b: what follows a decorator is no operand.
    if (!closed || !(p->ctx & CTX_DECORATOR || may_follow_type_args(p))) {
        restore(p, &m);
        refuse(p, start);
        return 0;
    }
    only_ts(p, start);
    return list_node(p, start, N_TS_TYPE_ARGS, list);
}

static bool is_ident_or_word(Parser *p) { return is(p, T_IDENT) || is(p, T_IN) || is(p, T_CONST); }

static JsNodeId type_param(Parser *p)
{
    uint32_t start = here(p);
    while (is(p, T_CONST) || is(p, T_IN) || (is_word(p, ATOM_OUT) && next_is(p, is_ident_or_word))) next(p);
    if (!is(p, T_IDENT)) {
        expected(p, "identifier");
        return 0;
    }
    JsNodeId name = take_name(p, N_BINDING), constraint = 0, init = 0;
    if (eat(p, T_EXTENDS)) constraint = parse_type(p);
    if (eat(p, T_ASSIGN)) init = parse_type(p);
    return add(p, start, (JsNode){.kind = N_TS_TYPE_PARAM, .type_param = {name, constraint, init}});
}

JsNodeId parse_type_params(Parser *p)
{
    if (!is(p, T_LT)) return 0;
    uint32_t start = here(p), list = list_open(p), ctx = open_brackets(p);
    only_ts(p, start);
    next(p);
    while (!is(p, T_GT) && !is(p, T_EOF)) { // an empty list is the type checker's business
        push_type(p, type_param(p));
        if (!eat(p, T_COMMA)) break;
    }
    p->ctx = ctx;
    expect_gt(p);
    return list_node(p, start, N_TS_TYPE_PARAMS, list);
}

// `implements A, B<C>` of a class.
JsNodeId parse_implements(Parser *p)
{
    uint32_t start = here(p), list = list_open(p);
    if (!is_word(p, ATOM_IMPLEMENTS)) return 0;
    only_ts(p, start);
    next(p);
    do push_type(p, type_reference(p));
    while (eat(p, T_COMMA));
    return list_node(p, start, N_TS_IMPLEMENTS, list);
}
