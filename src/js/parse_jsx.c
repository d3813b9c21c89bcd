// parse_jsx.c - JSX elements, fragments, attributes and children.
//
// The last `>` of an element is not read over with next() while children follow: what comes after it is
// text, which only lex_jsx_child can read. jsx_element therefore ends AT the closing `>`; its callers
// decide how to read on.
#include "js/parse.h"

// Identifiers and words take their '-' parts along.
static void name_token(Parser *p)
{
    if (!is_name(p)) {
        expected(p, "JSX name");
        return;
    }
    lex_jsx_name(&p->lex);
}

// `>`, also as the head of a longer token.
static bool is_gt(Parser *p)
{
    if (is(p, T_SHR) || is(p, T_USHR) || is(p, T_GE) || is(p, T_SHR_ASSIGN) || is(p, T_USHR_ASSIGN))
        lex_split_gt(&p->lex);
    return is(p, T_GT);
}

static JsNodeId plain_name(Parser *p)
{
    name_token(p);
    return failed(p) ? 0 : take_name(p, N_JSX_NAME);
}

// a.b-c is no way to say a["b-c"].
static void check_member_name(Parser *p, JsNodeId name)
{
    if (failed(p) || str_find_char(js_atom(p->t, at(p, name)->ident.name), '-') == STR_NONE) return;
    fail(p, at(p, name)->start, at(p, name)->end, "The name of a member cannot have a \"-\"");
}

// Variables start with anything but a-z and have no '-'.
static bool is_intrinsic(Str name)
{
    char c = str_peek(name, 0);
    return (c >= 'a' && c <= 'z') || str_find_char(name, '-') != STR_NONE;
}

static JsNodeId member_chain(Parser *p, uint32_t start, JsNodeId left)
{
    if (is(p, T_DOT)) check_member_name(p, left);
    while (is(p, T_DOT)) {
        next(p);
        JsNodeId name = plain_name(p);
        check_member_name(p, name);
        left = add(p, start, (JsNode){.kind = N_JSX_MEMBER, .member = {left, name}});
    }
    return left;
}

// A tag that is a variable, whose first token was `name`, may not be a reserved word.
static void check_variable(Parser *p, const Lexer *name)
{
    if (failed(p)) return;
    Lexer now = p->lex;
    p->lex = *name;
    if (is(p, T_IDENT)) check_reference(p);
    else unexpected(p);
    if (!failed(p)) p->lex = now;
}

static JsNodeId element_name(Parser *p)
{
    uint32_t start = here(p);
    Lexer first = p->lex;
    bool self = is(p, T_THIS);
    JsNodeId name = plain_name(p);
    if (!name) return 0;
    if (is(p, T_COLON)) {
        next(p);
        JsNodeId local = plain_name(p);
        return add(p, start, (JsNode){.kind = N_JSX_NS_NAME, .jsx_ns = {name, local}});
    }
    JsAtom atom = at(p, name)->ident.name;
    if (self && atom == ATOM_THIS)
        at(p, name)->kind = N_THIS;
    else if (is(p, T_DOT) || !is_intrinsic(js_atom(p->t, atom)))
        at(p, name)->kind = N_IDENT;
    if (at(p, name)->kind == N_IDENT) check_variable(p, &first);
    return member_chain(p, start, name);
}

// ---- attributes
// -------------------------------------------------------------------------------------------------------

static JsNodeId jsx_element(Parser *p);

// At the closing `>` of an element that ends inside an attribute or expression: back to plain tokens.
static JsNodeId element_then_next(Parser *p)
{
    JsNodeId id = jsx_element(p);
    expect(p, T_GT);
    if (id && !failed(p)) at(p, id)->end = prev_end(p);
    return id;
}

static JsNodeId container(Parser *p)
{
    uint32_t start = here(p);
    next(p);
    JsNodeId expr = is(p, T_RBRACE) ? 0 : parse_expr_in(p);
    if (!expr) expected(p, "expression");
    expect(p, T_RBRACE);
    return add(p, start, (JsNode){.kind = N_JSX_EXPR, .unary = {expr}});
}

static JsNodeId attribute_value(Parser *p)
{
    lex_jsx_attr_value(&p->lex);
    switch (tok(p)) {
    case T_STRING: return take(p, N_JSX_STRING);
    case T_LBRACE: return container(p);
    case T_LT: return element_then_next(p);
    default: expected(p, "string or \"{\""); return 0;
    }
}

static JsNodeId attribute(Parser *p)
{
    uint32_t start = here(p);
    if (eat(p, T_LBRACE)) {
        expect(p, T_ELLIPSIS);
        JsNodeId arg = parse_assign_in(p);
        expect(p, T_RBRACE);
        return add(p, start, (JsNode){.kind = N_JSX_SPREAD_ATTR, .unary = {arg}});
    }
    JsNodeId name = plain_name(p), value = 0;
    if (name && is(p, T_COLON)) {
        next(p);
        JsNodeId local = plain_name(p);
        name = add(p, start, (JsNode){.kind = N_JSX_NS_NAME, .jsx_ns = {name, local}});
    }
    if (is(p, T_ASSIGN) && !failed(p)) value = attribute_value(p);
    return add(p, start, (JsNode){.kind = N_JSX_ATTR, .jsx_attr = {name, value}});
}

static JsListId attributes(Parser *p)
{
    uint32_t list = list_open(p);
    while (is_name(p) || is(p, T_LBRACE)) push(p, attribute(p));
    return list_close(p, list);
}

// ---- children
// -----------------------------------------------------------------------------------------------------------

// {expr}, {...expr} or {/* nothing */}; reads on as text.
static JsNodeId child_container(Parser *p)
{
    uint32_t start = here(p);
    JsKind kind = N_JSX_EXPR;
    next(p);
    if (eat(p, T_ELLIPSIS)) kind = N_JSX_SPREAD_CHILD;
    JsNodeId expr = is(p, T_RBRACE) ? 0 : parse_expr_in(p);
    if (kind == N_JSX_SPREAD_CHILD && !expr) expected(p, "expression");
    if (!is(p, T_RBRACE)) {
        expect(p, T_RBRACE);
        return 0;
    }
    uint32_t end = p->lex.pos;
    lex_jsx_child(&p->lex);
    JsNodeId id = add(p, start, (JsNode){.kind = (uint8_t)kind, .unary = {expr}});
    at(p, id)->end = end;
    return id;
}

static bool is_slash(Parser *p) { return is(p, T_SLASH); }

// From behind the opening `>` up to `</`: the closing tag's `<` is the current token.
static JsListId children(Parser *p)
{
    uint32_t list = list_open(p);
    lex_jsx_child(&p->lex);
    for (;;) {
        uint32_t start = here(p), end = p->lex.pos;
        if (is(p, T_JSX_TEXT)) {
            uint16_t flags = p->lex.escaped ? NF_ESCAPED : 0;
            lex_jsx_child(&p->lex);
            JsNodeId text = add(p, start, (JsNode){.kind = N_JSX_TEXT, .flags = flags});
            at(p, text)->end = end;
            push(p, text);
        } else if (is(p, T_LBRACE)) {
            push(p, child_container(p));
        } else if (is(p, T_LT) && !next_is(p, is_slash)) {
            JsNodeId child = jsx_element(p);
            if (!is_gt(p)) break;
            if (child) at(p, child)->end = p->lex.pos;
            lex_jsx_child(&p->lex);
            push(p, child);
        } else {
            break;
        }
    }
    return list_close(p, list);
}

static Str tag_text(Parser *p, JsNodeId name)
{
    return name ? str_sub(p->lex.src, start_of(p, name), end_of(p, name)) : STR("");
}

// Names are compared by their parts, so that white space and comments inside do not matter.
static bool same_name(Parser *p, JsNodeId a, JsNodeId b)
{
    for (;;) {
        const JsNode *x = at(p, a), *y = at(p, b);
        if (x->kind != y->kind) return false;
        if (x->kind == N_JSX_NAME || x->kind == N_IDENT) return x->ident.name == y->ident.name;
        if (x->kind != N_JSX_MEMBER && x->kind != N_JSX_NS_NAME) return true;
        if (at(p, x->b)->ident.name != at(p, y->b)->ident.name) return false;
        a = x->a;
        b = y->a;
    }
}

// `</name` up to, not including, `>`.
static void closing_tag(Parser *p, JsNodeId name)
{
    expect(p, T_LT);
    expect(p, T_SLASH);
    if (failed(p)) return;
    uint32_t start = here(p);
    JsNodeId closing = is_gt(p) ? 0 : element_name(p);
    if (failed(p)) return;
    if ((closing == 0) != (name == 0) || (closing && !same_name(p, name, closing)))
        fail(p, start, closing ? prev_end(p) : start + 1, "Expected closing tag \"</%.*s>\" but found \"</%.*s>\"",
             STR_FMT(tag_text(p, name)), STR_FMT(tag_text(p, closing)));
    else if (!is_gt(p))
        expected(p, "\">\"");
}

// ---- elements
// -----------------------------------------------------------------------------------------------------------

static JsNodeId fragment(Parser *p, uint32_t start)
{
    JsListId items = children(p);
    closing_tag(p, 0);
    return add(p, start, (JsNode){.kind = N_JSX_FRAGMENT, .jsx = {0, 0, items, 0}});
}

static JsNodeId element_rule(Parser *p)
{
    uint32_t start = here(p);
    p->t->features |= FEAT_JSX;
    next(p);
    if (is_gt(p)) return fragment(p, start);
    JsNodeId name = element_name(p);
    JsNodeId type_args = p->ts && (is(p, T_LT) || is(p, T_SHL)) ? parse_type_args(p) : 0;
    JsListId attrs = attributes(p), items = 0;
    uint16_t flags = 0;
    if (eat(p, T_SLASH)) {
        flags = NF_SELF_CLOSING;
        if (!is_gt(p)) expected(p, "\">\"");
    } else if (!is_gt(p)) {
        expected(p, "\">\"");
    } else {
        items = children(p);
        closing_tag(p, name);
    }
    if (failed(p)) return 0;
    return add(p, start,
               (JsNode){.kind = N_JSX_ELEMENT, .flags = flags, .jsx = {name, attrs, items, type_args}});
}

static JsNodeId jsx_element(Parser *p)
{
    JsNodeId id = enter(p) ? element_rule(p) : 0;
    leave(p);
    return id;
}

// <a/><b/> side by side: a common mistake that would read as a comparison. As in TypeScript it is one where a
// whole element follows; `<a/> < b` compares.
COLD static void refuse_adjacent(Parser *p)
{
    uint32_t start = here(p);
    if (is_refused(p, start)) return;
    Mark m = mark(p);
    jsx_element(p);
    uint32_t end = p->lex.pos;
    bool is_element = !failed(p);
    restore(p, &m);
    if (is_element) fail(p, start, end, "Adjacent JSX elements need a parent, like a fragment <>...</>");
    else refuse(p, start);
}

JsNodeId parse_jsx(Parser *p)
{
    JsNodeId id = element_then_next(p);
    if (is(p, T_LT) && !failed(p)) refuse_adjacent(p);
    return id;
}
