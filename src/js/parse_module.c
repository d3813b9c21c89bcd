// parse_module.c - import and export declarations.
#include "base/utf.h"
#include "js/parse.h"

void found_module(Parser *p)
{
    p->saw_module = true;
    // `await` and strictness hold from here on; what stood before is covered by saw_sloppy.
    if (p->automatic && p->ctx & CTX_TOP) p->ctx |= CTX_STRICT | CTX_AWAIT;
}

// A namespace of values exports declarations only, and imports by `=` only.
static bool in_namespace(Parser *p)
{
    return (p->ctx & (CTX_NAMESPACE | CTX_AMBIENT)) == CTX_NAMESPACE;
}

static void declaration_place(Parser *p, uint32_t start)
{
    bool modules = p->automatic || p->module || p->ctx & (CTX_AMBIENT | CTX_NAMESPACE);
    bool top = p->ctx & (CTX_TOP | CTX_NAMESPACE) && in_body(p);
    if (!modules)
        fail(p, start, p->lex.pos, "Import and export declarations are only allowed in modules");
    else if (!top)
        fail(p, start, p->lex.pos, "Import and export declarations are only allowed at the top level");
    if (p->ctx & CTX_NAMESPACE) return;
    p->t->features |= FEAT_ESM;
    if (p->automatic) found_module(p);
}

// ---- names, sources, attributes
// -----------------------------------------------------------------------------------

static bool well_formed(Str text)
{
    for (size_t i = 0; i + 2 < text.len; i++)
        if ((uint8_t)str_at(text, i) == 0xED && (uint8_t)str_at(text, i + 1) >= 0xA0) return false;
    return true;
}

JsNodeId parse_module_name(Parser *p, JsKind kind)
{
    if (is(p, T_STRING)) {
        JsNodeId id = parse_string(p);
        if (id && !well_formed(js_string_value(p->a, p->t, id)))
            fail(p, start_of(p, id), end_of(p, id), "A module export name must be well-formed Unicode");
        return id;
    }
    if (!is_name(p)) {
        expected(p, "identifier");
        return 0;
    }
    return take_name(p, kind);
}

static JsNodeId attribute(Parser *p)
{
    uint32_t start = here(p);
    JsNodeId key = is(p, T_STRING) ? parse_string(p) : is_name(p) ? take_name(p, N_NAME) : 0;
    if (!key) expected(p, "attribute name");
    expect(p, T_COLON);
    JsNodeId value = parse_string(p);
    return add(p, start, (JsNode){.kind = N_PROPERTY, .property = {key, value}});
}

static Str attribute_name(Parser *p, JsNodeId property)
{
    JsNodeId key = at(p, property)->property.key;
    return kind_of(p, key) == N_NAME ? js_atom(p->t, at(p, key)->ident.name)
                                     : js_string_value(p->a, p->t, key);
}

static void check_attributes(Parser *p, uint32_t list)
{
    for (uint32_t i = list; i < p->stack.count && !failed(p); i++)
        for (uint32_t j = list; j < i; j++) {
            JsNodeId id = ITEM(p->stack, i);
            if (str_eq(attribute_name(p, id), attribute_name(p, ITEM(p->stack, j))))
                fail(p, start_of(p, id), end_of(p, id), "Duplicate import attribute");
        }
}

static JsNodeId attributes(Parser *p)
{
    uint32_t start = here(p);
    if (!is(p, T_WITH) && !(is_word(p, ATOM_ASSERT) && !p->lex.newline)) return 0;
    next(p);
    expect(p, T_LBRACE);
    uint32_t list = list_open(p);
    while (!is(p, T_RBRACE) && !is(p, T_EOF) && p->stack.count - list < 1000) {
        push(p, attribute(p));
        if (!is(p, T_RBRACE)) expect(p, T_COMMA);
    }
    check_attributes(p, list);
    expect(p, T_RBRACE);
    JsListId items = list_close(p, list);
    return add(p, start, (JsNode){.kind = N_IMPORT_ATTRS, .list = {items}});
}

// ---- import
// ---------------------------------------------------------------------------------------------------------

static JsNodeId default_clause(Parser *p)
{
    uint32_t start = here(p);
    JsNodeId local = binding_name(p, BIND_LEXICAL);
    return add(p, start, (JsNode){.kind = N_IMPORT_DEFAULT, .import_clause = {0, local}});
}

static JsNodeId star_clause(Parser *p)
{
    uint32_t start = here(p);
    next(p);
    expect_word(p, ATOM_AS);
    JsNodeId local = binding_name(p, BIND_LEXICAL);
    return add(p, start, (JsNode){.kind = N_IMPORT_STAR, .import_clause = {0, local}});
}

// After the inline word `type`: is it a modifier? `type`, `type as`, `type as as` are names.
static bool type_is_modifier(Parser *p)
{
    if (is(p, T_STRING)) return true;
    if (!is_name(p)) return false;
    if (!is_word(p, ATOM_AS)) return true;
    next(p);
    if (is(p, T_COMMA) || is(p, T_RBRACE)) return true; // { type as }
    if (!is_word(p, ATOM_AS)) return false;             // { type as x }
    next(p);
    return is_name(p) || is(p, T_STRING); // { type as as x }, not { type as as }
}

static bool inline_type(Parser *p)
{
    if (!p->ts || !is_word(p, ATOM_TYPE) || !next_is(p, type_is_modifier)) return false;
    only_ts(p, here(p));
    next(p);
    return true;
}

static JsNodeId import_specifier(Parser *p)
{
    uint32_t start = here(p);
    uint16_t flags = inline_type(p) ? NF_TYPE_ONLY : 0;
    Lexer first = p->lex;
    JsNodeId name = parse_module_name(p, N_NAME), local;
    if (eat_word(p, ATOM_AS)) {
        local = binding_name(p, BIND_LEXICAL);
    } else {
        if (first.tok != T_IDENT && !failed(p)) {
            expected(p, "\"as\"");
            return 0;
        }
        Lexer after = p->lex;
        p->lex = first;
        local = binding_name(p, BIND_LEXICAL);
        if (!failed(p)) p->lex = after;
    }
    return add(p, start, (JsNode){.kind = N_IMPORT_NAMED, .flags = flags, .import_clause = {name, local}});
}

static void import_specifiers(Parser *p)
{
    expect(p, T_LBRACE);
    while (!is(p, T_RBRACE) && !is(p, T_EOF)) {
        push(p, import_specifier(p));
        if (!is(p, T_RBRACE)) expect(p, T_COMMA);
    }
    expect(p, T_RBRACE);
}

// After `import type` (or defer, source): does a clause follow, so that the word is a modifier?
static bool after_import_type(Parser *p)
{
    if (is(p, T_LBRACE) || is(p, T_STAR)) return true;
    if (!is(p, T_IDENT)) return false;
    if (!is_word(p, ATOM_FROM)) return true;
    next(p);
    return is_word(p, ATOM_FROM) || is(p, T_ASSIGN); // import type from from "x"
}
static bool is_star(Parser *p) { return is(p, T_STAR); }
static bool after_import_source(Parser *p)
{
    if (!is(p, T_IDENT)) return false;
    if (!is_word(p, ATOM_FROM)) return true;
    next(p);
    return is_word(p, ATOM_FROM);
}

static JsNodeId finish_import(Parser *p, uint32_t start, JsNode n)
{
    n.import.source = parse_string(p);
    n.import.attrs = attributes(p);
    semicolon(p);
    return add(p, start, n);
}

static ImportPhase import_phase(Parser *p)
{
    if (is_word(p, ATOM_DEFER) && next_is(p, is_star)) {
        next(p);
        return PHASE_DEFER;
    }
    if (is_word(p, ATOM_SOURCE) && next_is(p, after_import_source)) {
        next(p);
        return PHASE_SOURCE;
    }
    return PHASE_EVALUATION;
}

// import a = ..., import type a = ...: TypeScript's own, in modules and CommonJS alike.
static bool starts_import_equals(Parser *p)
{
    if (!is(p, T_IDENT)) return false;
    bool type = is_word(p, ATOM_TYPE);
    next(p);
    if (is(p, T_ASSIGN)) return true;
    if (!type || !is(p, T_IDENT)) return false;
    next(p);
    return is(p, T_ASSIGN);
}

JsNodeId parse_import(Parser *p, uint32_t start)
{
    JsNode n = {.kind = N_IMPORT};
    if (!p->ts || !next_is(p, starts_import_equals)) {
        declaration_place(p, start);
        if (in_namespace(p)) unexpected(p);
    } else if (!in_body(p)) {
        unexpected(p);
    }
    next(p);
    if (is(p, T_STRING)) {
        n.flags = NF_BARE;
        return finish_import(p, start, n);
    }
    if (p->ts && is_word(p, ATOM_TYPE) && next_is(p, after_import_type)) {
        only_ts(p, here(p));
        next(p);
        n.flags = NF_TYPE_ONLY;
    }
    if (!n.flags) n.op = (uint8_t)import_phase(p);
    uint32_t list = list_open(p);
    bool more = true;
    if (is(p, T_IDENT)) {
        JsNodeId clause = default_clause(p);
        if (p->ts && is(p, T_ASSIGN))
            return parse_import_equals(p, start, at(p, clause)->import_clause.local, n.flags & NF_TYPE_ONLY);
        push(p, clause);
        if ((n.op != PHASE_EVALUATION || n.flags) && is(p, T_COMMA)) unexpected(p);
        more = eat(p, T_COMMA);
        if (more && !is(p, T_STAR) && !is(p, T_LBRACE)) expected(p, "\"{\"");
    }
    if (more && is(p, T_STAR))
        push(p, star_clause(p));
    else if (more && is(p, T_LBRACE))
        import_specifiers(p);
    n.import.clauses = list_close(p, list);
    expect_word(p, ATOM_FROM);
    return finish_import(p, start, n);
}

// ---- export
// ---------------------------------------------------------------------------------------------------------

// A local name that is exported must be a plain reference.
static void check_local(Parser *p, JsNodeId spec)
{
    JsNodeId local = at(p, spec)->export_spec.local;
    const JsNode *n = at(p, local);
    if (n->kind == N_STRING) {
        fail(p, n->start, n->end, "A string cannot name a local variable");
        return;
    }
    JsAtom atom = n->ident.name;
    if (atom <= ATOM_WITH || (atom >= ATOM_IMPLEMENTS && atom <= ATOM_AWAIT && !(p->ctx & CTX_AMBIENT))) {
        fail(p, n->start, n->end, "Expected identifier but found \"%.*s\"", STR_FMT(js_atom(p->t, atom)));
        return;
    }
    at(p, local)->kind = N_IDENT;
}

static JsNodeId export_specifier(Parser *p)
{
    uint32_t start = here(p);
    uint16_t flags = inline_type(p) ? NF_TYPE_ONLY : 0;
    JsNodeId local = parse_module_name(p, N_NAME);
    JsNodeId exported = local;
    if (eat_word(p, ATOM_AS))
        exported = parse_module_name(p, N_NAME);
    else if (local) {
        JsNode copy = *at(p, local);
        exported = add(p, copy.start, copy);
        at(p, exported)->end = copy.end;
    }
    return add(p, start, (JsNode){.kind = N_EXPORT_SPEC, .flags = flags, .export_spec = {local, exported}});
}

static JsNodeId export_named(Parser *p, uint32_t start, uint16_t flags)
{
    uint32_t list = list_open(p);
    expect(p, T_LBRACE);
    while (!is(p, T_RBRACE) && !is(p, T_EOF)) {
        push(p, export_specifier(p));
        if (!is(p, T_RBRACE)) expect(p, T_COMMA);
    }
    expect(p, T_RBRACE);
    JsNodeId source = 0, attrs = 0;
    if (eat_word(p, ATOM_FROM)) {
        source = parse_string(p);
        attrs = attributes(p);
    } else {
        for (uint32_t i = list; i < p->stack.count && !failed(p); i++) check_local(p, ITEM(p->stack, i));
    }
    semicolon(p);
    JsListId specs = list_close(p, list);
    return add(p, start,
               (JsNode){.kind = N_EXPORT_NAMED, .flags = flags, .export_named = {specs, source, attrs}});
}

static JsNodeId export_star(Parser *p, uint32_t start, uint16_t flags)
{
    next(p);
    JsNodeId exported = eat_word(p, ATOM_AS) ? parse_module_name(p, N_NAME) : 0;
    expect_word(p, ATOM_FROM);
    JsNodeId source = parse_string(p);
    JsNodeId attrs = attributes(p);
    semicolon(p);
    return add(p, start,
               (JsNode){.kind = N_EXPORT_STAR, .flags = flags, .export_star = {exported, source, attrs}});
}

static bool same_line_function(Parser *p) { return is(p, T_FUNCTION) && !p->lex.newline; }
static bool same_line_class(Parser *p) { return is(p, T_CLASS) && !p->lex.newline; }
static bool is_identifier(Parser *p) { return is(p, T_IDENT); }
static bool same_line_name(Parser *p) { return is(p, T_IDENT) && !p->lex.newline; }

static JsNodeId default_value(Parser *p, JsListId decorators)
{
    uint32_t start = here(p);
    if (is(p, T_AT) && decorators) unexpected(p);
    if (is(p, T_AT)) decorators = parse_decorators(p);
    if (decorators) return parse_decorated_class(p, start, decorators);
    if (is(p, T_FUNCTION)) return parse_function(p, N_FUNCTION_DECL, start, 0);
    if (is_word(p, ATOM_ASYNC) && next_is(p, same_line_function)) {
        next(p);
        return parse_function(p, N_FUNCTION_DECL, start, NF_ASYNC);
    }
    if (is(p, T_CLASS)) return parse_class(p, N_CLASS_DECL, start, 0);
    if (p->ts && is_word(p, ATOM_ABSTRACT) && next_is(p, same_line_class)) return parse_ts_stmt(p, start);
    if (p->ts && is_word(p, ATOM_INTERFACE) && next_is(p, same_line_name)) return parse_ts_stmt(p, start);
    return 0;
}

static JsNodeId export_default(Parser *p, uint32_t start, JsListId decorators)
{
    uint32_t ctx = p->ctx;
    next(p);
    p->ctx |= CTX_ANON_EXPORT;
    JsNodeId value = default_value(p, decorators);
    p->ctx = ctx;
    if (!value && !failed(p)) {
        value = parse_assign(p, NULL);
        semicolon(p);
    }
    return add(p, start, (JsNode){.kind = N_EXPORT_DEFAULT, .unary = {value}});
}

static JsNodeId export_declaration(Parser *p, uint32_t start, JsListId decorators)
{
    uint32_t decl_start = here(p);
    JsNodeId decl = 0;
    p->body_depth++;  // what is exported is a statement of its own
    if (decorators && is(p, T_AT)) unexpected(p);
    if (decorators)
        decl = parse_decorated_class(p, decl_start, decorators);
    else if (is(p, T_CLASS))
        decl = parse_class(p, N_CLASS_DECL, decl_start, 0);
    else if (is(p, T_VAR) || is(p, T_CONST) || is(p, T_FUNCTION))
        decl = parse_stmt(p, STMT_LIST);
    else if (p->ts && (is(p, T_ENUM) || starts_ts_stmt(p)))
        decl = parse_stmt(p, STMT_LIST);
    else if (is(p, T_AT))
        decl = parse_decorated_class(p, decl_start, parse_decorators(p));
    else if (is_word(p, ATOM_LET))
        decl = parse_stmt(p, STMT_LIST);
    else if (is_word(p, ATOM_ASYNC) && next_is(p, same_line_function))
        decl = parse_stmt(p, STMT_LIST);
    else
        unexpected(p);
    p->body_depth--;
    return add(p, start, (JsNode){.kind = N_EXPORT_DECL, .unary = {decl}});
}

static bool brace_or_star(Parser *p) { return is(p, T_LBRACE) || is(p, T_STAR); }

static bool is_assign(Parser *p) { return is(p, T_ASSIGN); }

JsNodeId parse_export(Parser *p, uint32_t start, JsListId decorators)
{
    if (!p->ts || !next_is(p, is_assign)) declaration_place(p, start);
    next(p);
    if (in_namespace(p) && (is(p, T_DEFAULT) || is(p, T_LBRACE) || is(p, T_STAR) || is(p, T_ASSIGN))) unexpected(p);
    if (is(p, T_DEFAULT)) return export_default(p, start, decorators);
    if (decorators) return export_declaration(p, start, decorators);
    if (is(p, T_LBRACE)) return export_named(p, start, 0);
    if (is(p, T_STAR)) return export_star(p, start, 0);
    if (!p->ts) return export_declaration(p, start, 0);
    if (is_word(p, ATOM_TYPE) && next_is(p, brace_or_star)) {
        only_ts(p, here(p));
        next(p);
        return is(p, T_STAR) ? export_star(p, start, NF_TYPE_ONLY) : export_named(p, start, NF_TYPE_ONLY);
    }
    if (is(p, T_IMPORT)) { // export import a = b.c
        uint32_t word = here(p);
        next(p);
        bool type_only = is_word(p, ATOM_TYPE) && next_is(p, is_identifier) && eat_word(p, ATOM_TYPE);
        JsNodeId local = binding_name(p, BIND_LEXICAL);
        JsNodeId decl = parse_import_equals(p, word, local, type_only);
        return add(p, start, (JsNode){.kind = N_EXPORT_DECL, .unary = {decl}});
    }
    if (eat(p, T_ASSIGN)) {
        only_ts(p, start);
        JsNodeId value = parse_expr(p);
        semicolon(p);
        return add(p, start, (JsNode){.kind = N_TS_EXPORT_ASSIGN, .unary = {value}});
    }
    if (is_word(p, ATOM_AS)) { // export as namespace X
        only_ts(p, start);
        next(p);
        expect_word(p, ATOM_NAMESPACE);
        JsNodeId name = is(p, T_IDENT) ? take_name(p, N_NAME) : 0;
        semicolon(p);
        return add(p, start, (JsNode){.kind = N_TS_EXPORT_AS_NAMESPACE, .unary = {name}});
    }
    return export_declaration(p, start, 0);
}
