// parse_stmt.c - statements, declarations, labels and automatic semicolons.
#include "js/parse.h"

// ---- bodies and blocks
// --------------------------------------------------------------------------------------------

static bool is_use_strict(Parser *p)
{
    Str text = str_sub(p->lex.src, p->lex.start, p->lex.pos);
    return text.len == 12 && str_eq(str_sub(text, 1, 11), STR("use strict"));
}

// The directive prologue. A legacy octal escape before "use strict" is an error found late.
static void directives(Parser *p, bool *use_strict)
{
    uint32_t octal = 0;
    while (is(p, T_STRING)) {
        uint32_t start = here(p);
        bool strict_text = is_use_strict(p);
        if (p->lex.octal && !octal) octal = p->lex.octal;
        JsNodeId stmt = parse_stmt(p, STMT_LIST);
        push(p, stmt);
        if (failed(p) || !stmt) return;
        JsNode *n = at(p, stmt);
        if (n->kind != N_EXPR_STMT || kind_of(p, n->unary.arg) != N_STRING) return;
        n->kind = N_DIRECTIVE;
        if (!strict_text) continue;
        *use_strict = true;
        p->ctx |= CTX_STRICT;
        if (octal) fail(p, octal - 1, start, "Legacy octal escapes are not allowed in strict mode");
    }
}

JsListId parse_body(Parser *p, JsToken end, bool with_directives, bool *use_strict)
{
    uint32_t list = list_open(p);
    if (with_directives) directives(p, use_strict);
    while (!is(p, end) && !is(p, T_EOF)) push(p, parse_stmt(p, STMT_LIST));
    return list_close(p, list);
}

JsNodeId parse_block(Parser *p)
{
    uint32_t start = here(p);
    bool unused = false;
    expect(p, T_LBRACE);
    JsListId items = parse_body(p, T_RBRACE, false, &unused);
    expect(p, T_RBRACE);
    return add(p, start, (JsNode){.kind = N_BLOCK, .list = {items}});
}

// ---- declarations
// -----------------------------------------------------------------------------------------------------

static JsNodeId declarator(Parser *p, JsVarKind kind, bool in_for)
{
    uint32_t start = here(p);
    BindMode mode = kind == VAR_VAR ? BIND_VAR : BIND_LEXICAL;
    JsNodeId target = kind >= VAR_USING ? binding_name(p, mode) : binding_target(p, mode);
    bool definite = target && kind_of(p, target) == N_BINDING && !in_for;  // patterns and loops take no `!`
    JsNodeId types = p->ts ? parse_annotation(p, false, definite) : 0;
    JsNodeId init = 0;
    if (eat(p, T_ASSIGN)) init = in_for ? parse_assign(p, NULL) : parse_assign_in(p);
    return add(p, start, (JsNode){.kind = N_DECLARATOR, .declarator = {target, init, types}});
}

// What a declaration needs outside for-in and for-of heads.
static void check_initialised(Parser *p, JsNodeId id, JsVarKind kind)
{
    const JsNode *n = at(p, id);
    if (n->declarator.init || p->ctx & CTX_AMBIENT || failed(p)) return;
    bool pattern = kind_of(p, n->declarator.target) != N_BINDING;
    if (kind != VAR_CONST && kind < VAR_USING && !pattern) return;
    const char *what = pattern             ? "A destructuring declaration"
                       : kind == VAR_CONST ? "A \"const\" declaration"
                                           : "A \"using\" declaration";
    fail(p, n->start, n->end, "%s must have an initializer", what);
}

// At the first name. In a for head the caller checks initialisers and there is no `;`.
JsNodeId parse_var(Parser *p, JsVarKind kind, uint32_t start, bool in_for)
{
    uint32_t list = list_open(p);
    if (kind >= VAR_USING) p->t->features |= FEAT_USING;
    do {
        JsNodeId id = declarator(p, kind, in_for);
        push(p, id);
        if (!in_for) check_initialised(p, id, kind);
    } while (eat(p, T_COMMA));
    JsListId items = list_close(p, list);
    if (!in_for) semicolon(p);
    return add(p, start, (JsNode){.kind = N_VAR, .op = (uint8_t)kind, .list = {items}});
}

static bool starts_let(Parser *p)
{
    if (is(p, T_IDENT)) return true;
    return is(p, T_LBRACKET) || is(p, T_LBRACE) || is(p, T_ESCAPED_WORD);
}
static bool starts_let_bracket(Parser *p) { return is(p, T_LBRACKET); }
static bool starts_let_same_line(Parser *p) { return !p->lex.newline && starts_let(p); }
static bool starts_using(Parser *p) { return is(p, T_IDENT) && !p->lex.newline; }
static bool starts_using_in_for(Parser *p)
{
    if (!starts_using(p)) return false;
    if (!is_word(p, ATOM_OF)) return true;
    next(p); // `using of = ...` declares, `using of x` iterates
    return is(p, T_ASSIGN) || is(p, T_SEMICOLON) || is(p, T_COLON);
}

// `await using x` with no line breaks.
static bool starts_await_using(Parser *p)
{
    return is_word(p, ATOM_USING) && !p->lex.newline && next_is(p, starts_using);
}

static bool await_allowed(Parser *p) { return p->ctx & CTX_AWAIT || (p->automatic && p->ctx & CTX_TOP); }

static void check_using_place(Parser *p, uint32_t start, StmtMode mode)
{
    // A CommonJS file is the body of a function, which may return.
    bool script_top = p->ctx & CTX_TOP && !p->module && !p->automatic && !(p->ctx & CTX_RETURN) && in_body(p);
    if (mode != STMT_LIST)
        fail(p, start, start + 5, "\"using\" declarations are only allowed inside blocks");
    else if (script_top)
        fail(p, start, start + 5, "\"using\" is not allowed at the top level of a script");
}

static JsNodeId using_declaration(Parser *p, uint32_t start, StmtMode mode, bool async)
{
    check_using_place(p, start, mode);
    if (async) {
        next(p);
        if (p->ctx & CTX_TOP) {
            p->t->features |= FEAT_TOP_LEVEL_AWAIT;
            if (p->automatic) found_module(p);
        }
        if (p->ctx & CTX_PARAMS) unexpected(p);
        p->await_at = start + 1;
    }
    next(p);
    return parse_var(p, async ? VAR_AWAIT_USING : VAR_USING, start, false);
}

static JsNodeId function_stmt(Parser *p, StmtMode mode, uint32_t start, uint16_t flags)
{
    if (mode == STMT_SINGLE || mode == STMT_LABELED_SINGLE)
        fail(p, start, p->lex.pos, "A function declaration needs a block here");
    if (mode == STMT_IF || mode == STMT_LABELED)
        strict_error(p, start, p->lex.pos, "A function declaration needs a block in strict mode");
    JsNodeId id = parse_function(p, N_FUNCTION_DECL, start, flags);
    if (mode != STMT_LIST && id && at(p, id)->flags & (NF_ASYNC | NF_GENERATOR))
        fail(p, start, start + 1, "An async or generator declaration needs a block here");
    return id;
}

// ---- control flow
// -------------------------------------------------------------------------------------------------------

static JsNodeId paren_expr(Parser *p)
{
    expect(p, T_LPAREN);
    JsNodeId id = parse_expr_in(p);
    expect(p, T_RPAREN);
    return id;
}

// else-if chains are read with a loop and joined from the last one.
static JsNodeId if_stmt(Parser *p)
{
    uint32_t list = list_open(p);
    JsNodeId otherwise = 0;
    for (;;) {
        uint32_t start = here(p);
        next(p);
        JsNodeId test = paren_expr(p);
        JsNodeId then = parse_stmt(p, STMT_IF);
        push(p, add(p, start, (JsNode){.kind = N_IF, .if_ = {test, then, 0}}));
        if (!eat(p, T_ELSE)) break;
        if (is(p, T_IF)) continue;
        otherwise = parse_stmt(p, STMT_IF);
        break;
    }
    uint32_t end = prev_end(p);
    for (JsNodeId id = 0; p->stack.count > list; otherwise = id) {
        id = ITEM(p->stack, p->stack.count - 1);
        p->stack.count--;
        at(p, id)->if_.otherwise = otherwise;
        at(p, id)->end = end;
    }
    return otherwise;
}

static JsNodeId loop_body(Parser *p)
{
    uint32_t ctx = p->ctx;
    p->ctx |= CTX_LOOP;
    JsNodeId body = parse_stmt(p, STMT_SINGLE);
    p->ctx = ctx;
    return body;
}

static JsNodeId while_stmt(Parser *p)
{
    uint32_t start = here(p);
    next(p);
    JsNodeId test = paren_expr(p);
    JsNodeId body = loop_body(p);
    return add(p, start, (JsNode){.kind = N_WHILE, .while_ = {test, body}});
}

static JsNodeId do_stmt(Parser *p)
{
    uint32_t start = here(p);
    next(p);
    JsNodeId body = loop_body(p);
    expect(p, T_WHILE);
    JsNodeId test = paren_expr(p);
    eat(p, T_SEMICOLON); // optional even without a line break
    return add(p, start, (JsNode){.kind = N_DO, .while_ = {test, body}});
}

// ---- for
// ------------------------------------------------------------------------------------------------------------------

static JsNodeId for_classic(Parser *p, uint32_t start, JsNodeId init)
{
    if (init && kind_of(p, init) == N_VAR) {
        JsListId list = at(p, init)->list.items;
        for (uint32_t i = 1; i <= ITEM(p->t->extra, list); i++)
            check_initialised(p, ITEM(p->t->extra, list + i), (JsVarKind)at(p, init)->op);
    }
    expect(p, T_SEMICOLON);
    JsNodeId test = is(p, T_SEMICOLON) ? 0 : parse_expr_in(p);
    expect(p, T_SEMICOLON);
    JsNodeId update = is(p, T_RPAREN) ? 0 : parse_expr_in(p);
    expect(p, T_RPAREN);
    JsNodeId body = loop_body(p);
    return add(p, start, (JsNode){.kind = N_FOR, .for_ = {init, test, update, body}});
}

// The declaration of a for-in or for-of head: one name, no initialiser (Annex B: `for (var a = 1 in b)`).
static void check_for_declaration(Parser *p, JsNodeId var, bool of)
{
    const JsNode *n = at(p, var);
    JsListId list = n->list.items;
    if (!list || failed(p)) return;
    if (ITEM(p->t->extra, list) != 1) {
        fail(p, n->start, n->end, "A \"for-%s\" loop declares exactly one variable", of ? "of" : "in");
        return;
    }
    if (!of && n->op >= VAR_USING) fail(p, n->start, n->end, "\"using\" is not allowed in a \"for-in\" loop");
    const JsNode *d = at(p, ITEM(p->t->extra, list + 1));
    if (!d->declarator.init) return;
    bool annex_b = !of && n->op == VAR_VAR && kind_of(p, d->declarator.target) == N_BINDING;
    if (annex_b)
        strict_error(p, d->start, d->end, "A \"for-in\" variable cannot have an initializer in strict mode");
    else
        fail(p, d->start, d->end, "A \"for-%s\" variable cannot have an initializer", of ? "of" : "in");
}

static JsNodeId for_each(Parser *p, uint32_t start, JsNodeId left, bool async)
{
    bool of = is_word(p, ATOM_OF);
    if (left && kind_of(p, left) == N_VAR) check_for_declaration(p, left, of);
    next(p);
    JsNodeId right = of ? parse_assign_in(p) : parse_expr_in(p);
    expect(p, T_RPAREN);
    JsNodeId body = loop_body(p);
    if (async && !of) fail(p, start, start + 3, "\"for await\" needs \"of\"");
    JsKind kind = of ? N_FOR_OF : N_FOR_IN;
    return add(p, start,
               (JsNode){.kind = (uint8_t)kind, .flags = async ? NF_AWAIT : 0, .for_in = {left, right, body}});
}

// An expression in a for head, which may prove to be a target.
static JsNodeId for_expression(Parser *p, bool async, bool *is_target)
{
    uint32_t start = here(p);
    Cover cover = {};
    bool let = is(p, T_IDENT) && p->lex.atom == ATOM_LET && !p->lex.escaped;
    bool async_word = is_word(p, ATOM_ASYNC);
    JsNodeId init = parse_assign(p, &cover);
    *is_target = is(p, T_IN) || (is_word(p, ATOM_OF));
    if (*is_target && init && !failed(p)) {
        bool of = is_word(p, ATOM_OF);
        if (of && let) fail(p, start, start + 3, "\"let\" cannot start a \"for-of\" target");
        if (of && async_word && !async && kind_of(p, js_unwrap(p->t, init)) == N_IDENT)
            fail(p, start, start + 5, "\"async\" cannot be a \"for-of\" target");
        JsKind kind = kind_of(p, init);
        if (kind == N_OBJECT || kind == N_ARRAY)
            to_pattern(p, init, false);
        else if (kind == N_ASSIGN)
            fail(p, start, end_of(p, init), "Invalid assignment target");
        else
            check_assignable(p, init);
        return init;
    }
    report_cover(p, &cover);
    if (!is(p, T_COMMA)) return init;
    uint32_t list = list_open(p);
    push(p, init);
    while (eat(p, T_COMMA)) push(p, parse_assign(p, NULL));
    JsListId items = list_close(p, list);
    return add(p, start, (JsNode){.kind = N_SEQUENCE, .list = {items}});
}

static bool of_or_in(Parser *p) { return is(p, T_IN) || is_word(p, ATOM_OF); }

// The declaration keyword of a for head, if one is there.
static bool for_keyword(Parser *p, JsVarKind *kind)
{
    if (is(p, T_VAR))
        *kind = VAR_VAR;
    else if (is(p, T_CONST))
        *kind = VAR_CONST;
    else if (is_word(p, ATOM_LET) && next_is(p, starts_let))
        *kind = VAR_LET;
    else if (is_word(p, ATOM_USING) && next_is(p, starts_using_in_for))
        *kind = VAR_USING;
    else if (is_word(p, ATOM_AWAIT) && await_allowed(p) && next_is(p, starts_await_using))
        *kind = VAR_AWAIT_USING;
    else
        return false;
    return true;
}

static JsNodeId for_init(Parser *p, bool async, bool *each)
{
    JsVarKind kind;
    uint32_t start = here(p), ctx = p->ctx;
    *each = false;
    if (is(p, T_SEMICOLON)) return 0;
    p->ctx |= CTX_NO_IN;
    JsNodeId init;
    if (for_keyword(p, &kind)) {
        if (kind == VAR_AWAIT_USING) {
            next(p);
            p->t->features |= p->ctx & CTX_TOP ? FEAT_TOP_LEVEL_AWAIT : 0;
            if (p->ctx & CTX_TOP && p->automatic) {
                found_module(p);
                ctx |= CTX_AWAIT | CTX_STRICT;
            }
        }
        next(p);
        init = parse_var(p, kind, start, true);
        *each = of_or_in(p);
    } else {
        init = for_expression(p, async, each);
    }
    p->ctx = ctx | (p->ctx & (CTX_STRICT | CTX_AWAIT));
    return init;
}

static JsNodeId for_stmt(Parser *p)
{
    uint32_t start = here(p);
    bool each, async = false;
    next(p);
    if (is_word(p, ATOM_AWAIT)) {
        if (!await_allowed(p)) unexpected(p);
        if (p->ctx & CTX_TOP) {
            p->t->features |= FEAT_TOP_LEVEL_AWAIT;
            if (p->automatic) found_module(p);
        }
        next(p);
        async = true;
    }
    expect(p, T_LPAREN);
    JsNodeId init = for_init(p, async, &each);
    if (each) return for_each(p, start, init, async);
    if (async) fail(p, start, start + 3, "\"for await\" needs \"of\"");
    return for_classic(p, start, init);
}

// ---- jumps
// ------------------------------------------------------------------------------------------------------------------

static const Label *find_label(Parser *p, JsAtom name)
{
    for (uint32_t i = p->labels.count; i > p->label_base; i--)
        if (ITEM(p->labels, i - 1).name == name) return &ITEM(p->labels, i - 1);
    return NULL;
}

static JsNodeId jump_stmt(Parser *p, JsKind kind)
{
    uint32_t start = here(p);
    JsNodeId label = 0;
    next(p);
    if (is(p, T_IDENT) && !p->lex.newline) {
        const Label *target = find_label(p, p->lex.atom);
        if (!target)
            fail(p, here(p), p->lex.pos, "There is no containing label \"%.*s\"",
                 STR_FMT(js_atom(p->t, p->lex.atom)));
        else if (kind == N_CONTINUE && !target->loop)
            fail(p, here(p), p->lex.pos, "Cannot continue to a label that is no loop");
        label = take_name(p, N_NAME);
    } else if (!(p->ctx & (kind == N_CONTINUE ? CTX_LOOP : CTX_LOOP | CTX_SWITCH))) {
        fail(p, start, prev_end(p),
             kind == N_CONTINUE ? "\"continue\" is only allowed in loops"
                                : "\"break\" is only allowed in loops and switches");
    }
    semicolon(p);
    return add(p, start, (JsNode){.kind = (uint8_t)kind, .unary = {label}});
}

static JsNodeId return_stmt(Parser *p)
{
    uint32_t start = here(p);
    if (!(p->ctx & CTX_RETURN)) fail(p, start, p->lex.pos, "\"return\" is only allowed in functions");
    if (p->ctx & CTX_TOP) p->saw_sloppy = true;
    next(p);
    JsNodeId arg = can_end_statement(p) ? 0 : parse_expr_in(p);
    semicolon(p);
    return add(p, start, (JsNode){.kind = N_RETURN, .unary = {arg}});
}

static JsNodeId throw_stmt(Parser *p)
{
    uint32_t start = here(p);
    next(p);
    if (p->lex.newline) fail(p, prev_end(p), here(p), "No line break is allowed after \"throw\"");
    JsNodeId arg = parse_expr_in(p);
    semicolon(p);
    return add(p, start, (JsNode){.kind = N_THROW, .unary = {arg}});
}

// ---- switch, try, with
// ----------------------------------------------------------------------------------------------------------

static JsNodeId switch_case(Parser *p, bool *has_default)
{
    uint32_t start = here(p), list;
    JsNodeId test = 0;
    if (eat(p, T_CASE)) {
        test = parse_expr_in(p);
    } else {
        if (*has_default && is(p, T_DEFAULT))
            fail(p, start, p->lex.pos, "A switch can have only one \"default\"");
        *has_default = true;
        expect(p, T_DEFAULT);
    }
    expect(p, T_COLON);
    list = list_open(p);
    while (!is(p, T_CASE) && !is(p, T_DEFAULT) && !is(p, T_RBRACE) && !is(p, T_EOF)) {
        JsNodeId stmt = parse_stmt(p, STMT_LIST);
        if (stmt && kind_of(p, stmt) == N_VAR && at(p, stmt)->op >= VAR_USING)
            fail(p, start_of(p, stmt), end_of(p, stmt), "\"using\" is not allowed directly in a switch case");
        push(p, stmt);
    }
    JsListId body = list_close(p, list);
    return add(p, start, (JsNode){.kind = N_CASE, .case_ = {test, body}});
}

static JsNodeId switch_stmt(Parser *p)
{
    uint32_t start = here(p), ctx = p->ctx;
    bool has_default = false;
    next(p);
    JsNodeId value = paren_expr(p);
    expect(p, T_LBRACE);
    p->ctx |= CTX_SWITCH;
    uint32_t list = list_open(p);
    while (!is(p, T_RBRACE) && !is(p, T_EOF)) push(p, switch_case(p, &has_default));
    p->ctx = ctx;
    expect(p, T_RBRACE);
    JsListId cases = list_close(p, list);
    return add(p, start, (JsNode){.kind = N_SWITCH, .switch_ = {value, cases}});
}

static JsNodeId catch_clause(Parser *p)
{
    uint32_t start = here(p);
    JsNodeId param = 0, types = 0;
    next(p);
    if (eat(p, T_LPAREN)) {
        param = binding_target(p, BIND_VAR);
        if (p->ts) types = parse_annotation(p, false, false);
        expect(p, T_RPAREN);
    }
    JsNodeId body = parse_block(p);
    return add(p, start, (JsNode){.kind = N_CATCH, .catch_ = {param, types, body}});
}

static JsNodeId try_stmt(Parser *p)
{
    uint32_t start = here(p);
    next(p);
    JsNodeId block = parse_block(p), handler = 0, finalizer = 0;
    if (is(p, T_CATCH)) handler = catch_clause(p);
    if (eat(p, T_FINALLY)) finalizer = parse_block(p);
    if (!handler && !finalizer) expected(p, "\"catch\" or \"finally\"");
    return add(p, start, (JsNode){.kind = N_TRY, .try_ = {block, handler, finalizer}});
}

static JsNodeId with_stmt(Parser *p)
{
    uint32_t start = here(p);
    strict_error(p, start, p->lex.pos, "\"with\" is not allowed in strict mode");
    p->t->features |= FEAT_WITH;
    next(p);
    JsNodeId object = paren_expr(p);
    JsNodeId body = parse_stmt(p, STMT_SINGLE);
    return add(p, start, (JsNode){.kind = N_WITH, .with = {object, body}});
}

// ---- labels and expressions
// -------------------------------------------------------------------------------------------------------

static bool is_loop(Parser *p) { return is(p, T_FOR) || is(p, T_WHILE) || is(p, T_DO); }

static JsNodeId labeled_stmt(Parser *p, uint32_t start, JsNodeId label, StmtMode mode)
{
    JsAtom name = at(p, label)->ident.name;
    at(p, label)->kind = N_NAME;
    if (find_label(p, name))
        fail(p, start, end_of(p, label), "Duplicate label \"%.*s\"", STR_FMT(js_atom(p->t, name)));
    next(p);
    // Several labels may stand before one statement: all of them label its loop.
    if (mode != STMT_LABELED && mode != STMT_LABELED_SINGLE) p->label_set = p->labels.count;
    ARENA_PUSH(p->a, &p->labels, (Label){name, false});
    for (uint32_t i = p->label_set; is_loop(p) && i < p->labels.count; i++) ITEM(p->labels, i).loop = true;
    bool single = mode == STMT_SINGLE || mode == STMT_IF || mode == STMT_LABELED_SINGLE;
    JsNodeId body = parse_stmt(p, single ? STMT_LABELED_SINGLE : STMT_LABELED);
    if (p->labels.count) p->labels.count--;
    return add(p, start, (JsNode){.kind = N_LABELED, .labeled = {label, body}});
}

static JsNodeId expr_stmt(Parser *p, StmtMode mode)
{
    uint32_t start = here(p);
    bool ident = is(p, T_IDENT);
    JsNodeId expr = parse_expr(p);
    if (ident && is(p, T_COLON) && expr && kind_of(p, expr) == N_IDENT)
        return labeled_stmt(p, start, expr, mode);
    semicolon(p);
    return add(p, start, (JsNode){.kind = N_EXPR_STMT, .unary = {expr}});
}

static bool after_async(Parser *p) { return is(p, T_FUNCTION) && !p->lex.newline; }
static bool is_call_or_dot(Parser *p) { return is(p, T_LPAREN) || is(p, T_DOT); }
static bool is_at_or_class(Parser *p) { return is(p, T_CLASS) || is_word(p, ATOM_ABSTRACT); }

static JsNodeId let_stmt(Parser *p, StmtMode mode)
{
    uint32_t start = here(p);
    if (mode != STMT_LIST && !next_is(p, starts_let_bracket) &&
        !(strict(p) && next_is(p, starts_let_same_line))) {
        if (next_is(p, starts_let_same_line)) {
            fail(p, start, p->lex.pos, "A lexical declaration needs a block here");
            return 0;
        }
        return expr_stmt(p, mode);
    }
    if (mode != STMT_LIST) {
        fail(p, start, p->lex.pos, "A lexical declaration needs a block here");
        return 0;
    }
    next(p);
    return parse_var(p, VAR_LET, start, false);
}

static JsNodeId enum_stmt(Parser *p, StmtMode mode, uint32_t start)
{
    if (mode != STMT_LIST) fail(p, start, p->lex.pos, "An enum declaration needs a block here");
    return parse_enum(p, start, 0);
}

// Types may stand anywhere; what becomes more than one statement may not.
static JsNodeId ts_stmt(Parser *p, StmtMode mode, uint32_t start)
{
    uint32_t end = p->lex.pos;
    JsNodeId id = parse_ts_stmt(p, start);
    if (!id || at(p, id)->flags & NF_DECLARE) return id;
    if (kind_of(p, id) == N_TS_NAMESPACE && !in_body(p) && !(p->ctx & CTX_AMBIENT))
        fail(p, start, end, "A namespace can only be declared at the top level of a file or of a namespace");
    if (mode == STMT_LIST) return id;
    if (kind_of(p, id) == N_CLASS_DECL) fail(p, start, end, "A class declaration needs a block here");
    return id;
}

static JsNodeId ident_stmt(Parser *p, StmtMode mode)
{
    uint32_t start = here(p);
    if (p->lex.escaped) return expr_stmt(p, mode);
    switch (p->lex.atom) {
    case ATOM_LET:
        if (next_is(p, starts_let)) return let_stmt(p, mode);
        break;
    case ATOM_ASYNC:
        if (!next_is(p, after_async)) break;
        if (mode != STMT_LIST) fail(p, start, p->lex.pos, "An async function needs a block here");
        next(p);
        return function_stmt(p, mode, start, NF_ASYNC);
    case ATOM_USING:
        if (next_is(p, starts_using)) return using_declaration(p, start, mode, false);
        break;
    case ATOM_AWAIT:
        if (await_allowed(p) && next_is(p, starts_await_using))
            return using_declaration(p, start, mode, true);
        break;
    default: break;
    }
    if (p->ts && starts_ts_stmt(p)) return ts_stmt(p, mode, start);
    return expr_stmt(p, mode);
}

// At `class`, or TypeScript's `abstract` and `declare` before it.
JsNodeId parse_decorated_class(Parser *p, uint32_t start, JsListId decorators)
{
    uint32_t list = list_open(p);
    uint16_t flags = 0;
    for (uint32_t i = 1; i <= ITEM(p->t->extra, decorators); i++) push(p, ITEM(p->t->extra, decorators + i));
    while (p->ts && (is_word(p, ATOM_ABSTRACT) || is_word(p, ATOM_DECLARE)) && next_is(p, is_at_or_class)) {
        bool abstract = is_word(p, ATOM_ABSTRACT);
        flags |= abstract ? NF_ABSTRACT : NF_DECLARE;
        only_ts(p, here(p));
        JsNodeId mod = take(p, N_TS_MODIFIER);
        at(p, mod)->op = abstract ? MOD_ABSTRACT : MOD_DECLARE;
        push(p, mod);
    }
    JsListId mods = list_close(p, list);
    if (!is(p, T_CLASS)) {
        expected(p, "\"class\"");
        return 0;
    }
    JsNodeId id = parse_class(p, N_CLASS_DECL, start, mods);
    if (id) at(p, id)->flags |= flags;
    return id;
}

static JsNodeId decorated_stmt(Parser *p)
{
    uint32_t start = here(p);
    JsListId decorators = parse_decorators(p);
    if (failed(p)) return 0;
    if (is(p, T_EXPORT)) return parse_export(p, start, decorators);
    return parse_decorated_class(p, start, decorators);
}

static JsNodeId const_stmt(Parser *p, StmtMode mode)
{
    uint32_t start = here(p);
    if (mode != STMT_LIST) fail(p, start, p->lex.pos, "A lexical declaration needs a block here");
    next(p);
    if (p->ts && is(p, T_ENUM)) return parse_enum(p, start, NF_CONST);
    return parse_var(p, VAR_CONST, start, false);
}

static JsNodeId class_stmt(Parser *p, StmtMode mode)
{
    if (mode != STMT_LIST) fail(p, here(p), p->lex.pos, "A class declaration needs a block here");
    return parse_class(p, N_CLASS_DECL, here(p), 0);
}

static JsNodeId simple_stmt(Parser *p, JsKind kind)
{
    uint32_t start = here(p);
    next(p);
    if (kind == N_DEBUGGER) semicolon(p);
    return add(p, start, (JsNode){.kind = (uint8_t)kind});
}

static JsNodeId module_stmt(Parser *p, StmtMode mode)
{
    uint32_t start = here(p);
    if (is(p, T_IMPORT) && next_is(p, is_call_or_dot)) return expr_stmt(p, mode);
    if (mode != STMT_LIST) unexpected(p);
    return is(p, T_IMPORT) ? parse_import(p, start) : parse_export(p, start, 0);
}

static JsNodeId stmt_rule(Parser *p, StmtMode mode)
{
    uint32_t start = here(p);
    switch (tok(p)) {
    case T_LBRACE: return parse_block(p);
    case T_SEMICOLON: return simple_stmt(p, N_EMPTY);
    case T_IDENT: return ident_stmt(p, mode);
    case T_VAR: next(p); return parse_var(p, VAR_VAR, start, false);
    case T_CONST: return const_stmt(p, mode);
    case T_FUNCTION: return function_stmt(p, mode, start, 0);
    case T_CLASS: return class_stmt(p, mode);
    case T_IF: return if_stmt(p);
    case T_FOR: return for_stmt(p);
    case T_WHILE: return while_stmt(p);
    case T_DO: return do_stmt(p);
    case T_RETURN: return return_stmt(p);
    case T_THROW: return throw_stmt(p);
    case T_BREAK: return jump_stmt(p, N_BREAK);
    case T_CONTINUE: return jump_stmt(p, N_CONTINUE);
    case T_SWITCH: return switch_stmt(p);
    case T_TRY: return try_stmt(p);
    case T_WITH: return with_stmt(p);
    case T_DEBUGGER: return simple_stmt(p, N_DEBUGGER);
    case T_IMPORT:
    case T_EXPORT: return module_stmt(p, mode);
    case T_AT:
        if (mode != STMT_LIST) unexpected(p);
        return decorated_stmt(p);
    case T_ENUM:
        if (p->ts) return enum_stmt(p, mode, start);
        unexpected(p);
        return 0;
    default: return expr_stmt(p, mode);
    }
}

JsNodeId parse_stmt(Parser *p, StmtMode mode)
{
    JsNodeId id = enter(p) ? stmt_rule(p, mode) : 0;
    leave(p);
    return id;
}
