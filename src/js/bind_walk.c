// bind_walk.c - the walk over the tree that opens scopes, declares names and notes references.
//
// Left spines and else chains are followed with loops; what stands right of them is visited first, which
// is allowed because the order of references inside one scope does not matter.
#include "js/bind_impl.h"

static void visit(Binder *b, JsNodeId id);

static const JsNode *node(Binder *b, JsNodeId id) { return js_node(b->t, id); }

static void visit_list(Binder *b, JsListId id)
{
    JsList list = js_list(b->t, id);
    for (size_t i = 0; i < list.len; i++) visit(b, AT(list, i));
}

// ---- types: only their references count
// ---------------------------------------------------------------------

static void visit_type(Binder *b, JsNodeId id)
{
    if (!id) return;
    const JsNode *n = node(b, id);
    if (n->kind == N_IDENT) {
        event(b, EVENT_TYPE, id);
        return;
    }
    if (n->kind < N_TS_ANNOTATION && n->kind != N_TS_AS) return;
    Str slots = js_slots((JsKind)n->kind);
    const uint32_t values[] = {n->a, n->b, n->c, n->d};
    for (size_t i = 0; i < 4; i++) {
        char slot = str_at(slots, i);
        if (slot == 'N') visit_type(b, ELEM(values, i));
        if (slot != 'L') continue;
        JsList list = js_list(b->t, ELEM(values, i));
        for (size_t j = 0; j < list.len; j++) visit_type(b, AT(list, j));
    }
}

static void type_params(Binder *b, JsNodeId id)
{
    if (!id) return;
    JsList list = js_list(b->t, node(b, id)->list.items);
    for (size_t i = 0; i < list.len; i++) {
        const JsNode *n = node(b, AT(list, i));
        declare(b, SYM_TYPE, n->type_param.name, AT(list, i), SF_TYPE_ONLY);
        visit_type(b, n->type_param.constraint);
        visit_type(b, n->type_param.init);
    }
}

// ---- patterns
// -----------------------------------------------------------------------------------------------------

typedef struct Declared {
    JsSymbolKind kind;
    JsNodeId owner;
    uint16_t flags;
} Declared;

static void declare_pattern(Binder *b, JsNodeId id, Declared d)
{
    while (id) {
        const JsNode *n = node(b, id);
        switch (n->kind) {
        case N_BINDING: declare(b, d.kind, id, d.owner, d.flags); return;
        case N_REST: id = n->unary.arg; continue;
        case N_DEFAULT:
            visit(b, n->default_.init);
            id = n->default_.target;
            continue;
        case N_PROPERTY:
            if (n->flags & NF_COMPUTED) visit(b, n->property.key);
            id = n->property.value;
            continue;
        case N_OBJECT_PATTERN:
        case N_ARRAY_PATTERN: {
            JsList list = js_list(b->t, n->list.items);
            for (size_t i = 0; i < list.len; i++) declare_pattern(b, AT(list, i), d);
            return;
        }
        default: return; // TypeScript's `this` parameter
        }
    }
}

// The left side of an assignment.
static void visit_target(Binder *b, JsNodeId id, EventKind kind)
{
    while (id) {
        const JsNode *n = node(b, id);
        switch (n->kind) {
        case N_IDENT: event(b, kind, id); return;
        case N_REST:
        case N_PAREN:
        case N_TS_NON_NULL: id = n->unary.arg; continue;
        case N_TS_AS:
        case N_TS_SATISFIES:
        case N_TS_ASSERTION:
            visit_type(b, n->ts_as.type);
            id = n->ts_as.expr;
            continue;
        case N_DEFAULT:
            visit(b, n->default_.init);
            id = n->default_.target;
            continue;
        case N_PROPERTY:
            if (n->flags & NF_COMPUTED) visit(b, n->property.key);
            id = n->property.value;
            continue;
        case N_OBJECT_PATTERN:
        case N_ARRAY_PATTERN: {
            JsList list = js_list(b->t, n->list.items);
            for (size_t i = 0; i < list.len; i++) visit_target(b, AT(list, i), kind);
            return;
        }
        default: visit(b, id); return;
        }
    }
}

// ---- functions
// ------------------------------------------------------------------------------------------------------

static void note_this(Binder *b)
{
    if (b->this_scope) scope_at(b, b->this_scope)->uses_this = true;
}

static bool is_simple(Binder *b, JsList params)
{
    for (size_t i = 0; i < params.len; i++) {
        const JsNode *n = node(b, AT(params, i));
        if (n->flags & NF_THIS) continue;
        if (n->flags & NF_REST || n->param.init || node(b, n->param.pattern)->kind != N_BINDING) return false;
    }
    return true;
}

static void decorators(Binder *b, JsListId mods)
{
    JsList list = js_list(b->t, mods);
    for (size_t i = 0; i < list.len; i++)
        if (node(b, AT(list, i))->kind == N_DECORATOR) visit(b, node(b, AT(list, i))->unary.arg);
}

static void visit_params(Binder *b, JsList params)
{
    for (size_t i = 0; i < params.len; i++) {
        const JsNode *n = node(b, AT(params, i));
        decorators(b, n->param.mods);
        visit_type(b, n->param.types);
        declare_pattern(b, n->param.pattern, (Declared){SYM_PARAM, AT(params, i), SF_INITIALIZED});
        visit(b, n->param.init);
    }
}

static void function_body(Binder *b, const JsNode *n, bool simple)
{
    if (n->flags & NF_EXPR_BODY) {
        visit(b, n->function.body);
        return;
    }
    JsListId items = node(b, n->function.body)->list.items;
    if (simple) {
        visit_list(b, items);
        return;
    }
    OpenScope s = open_scope(b, SCOPE_BODY, n->function.body, false);
    visit_list(b, items);
    close_scope(b, s);
}

static void function_inside(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    OpenScope s = open_scope(b, SCOPE_FUNCTION, id, n->flags & NF_STRICT);
    if (n->kind != N_ARROW) b->this_scope = b->scope;
    JsList params = js_list(b->t, n->function.params);
    bool simple = is_simple(b, params), outer_strict = b->strict_params;
    b->strict_params = !simple || n->kind == N_ARROW || n->flags & NF_METHOD || scope_at(b, b->scope)->strict;
    if (n->function.types) {
        type_params(b, node(b, n->function.types)->signature.type_params);
        visit_type(b, node(b, n->function.types)->signature.returns);
    }
    visit_params(b, params);
    b->strict_params = outer_strict;
    if (n->function.body) function_body(b, n, simple);
    close_scope(b, s);
}

static void function_expr(Binder *b, JsNodeId id)
{
    JsNodeId name = node(b, id)->function.name;
    if (!name || node(b, id)->kind == N_ARROW) {
        function_inside(b, id);
        return;
    }
    OpenScope s = open_scope(b, SCOPE_NAME, id, false);
    declare(b, SYM_FUNCTION, name, id, SF_HOISTED | SF_INITIALIZED);
    function_inside(b, id);
    close_scope(b, s);
}

static void function_decl(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    if (n->flags & NF_DECLARE) return;
    uint16_t flags = n->function.body ? SF_HOISTED | SF_INITIALIZED : SF_TYPE_ONLY;
    // Annex B leaves async functions and generators alone: marked until the walk is done.
    bool special = n->flags & (NF_ASYNC | NF_GENERATOR) && !scope_at(b, b->scope)->is_var_scope;
    JsSymbolId symbol =
        declare(b, SYM_FUNCTION, n->function.name, id, (uint16_t)(flags | (special ? SF_NO_RENAME : 0)));
    (void)symbol;
    if (n->function.body) function_inside(b, id);
}

// ---- classes
// --------------------------------------------------------------------------------------------------------

static uint8_t private_kind(const JsNode *n)
{
    uint8_t kind = 4;
    if (n->kind == N_METHOD && n->op == METHOD_GET) kind = 1;
    if (n->kind == N_METHOD && n->op == METHOD_SET) kind = 2;
    return (uint8_t)(kind | (n->flags & NF_STATIC ? 8 : 0));
}

static void declare_private(Binder *b, const JsNode *member, uint32_t base)
{
    JsNodeId key = member->method.key; // the same slot in FIELD
    if (node(b, key)->kind != N_PRIVATE_NAME) return;
    if (member->kind == N_METHOD && !node(b, member->method.value)->function.body) return; // overload
    JsAtom name = node(b, key)->ident.name;
    uint8_t has = private_kind(member);
    uint32_t head = ITEM(b->private_heads, name);
    if (head > base) {
        PrivateName *old = &ITEM(b->privates, head - 1);
        bool pair = (old->has | has) == (3 | (has & 8)) && (old->has & 8) == (has & 8) &&
                    (old->has & 3) != (has & 3) && (old->has & 3) != 3;
        if (!pair) bind_error(b, key, "\"%s\" has already been declared", name);
        old->has |= has;
        return;
    }
    ARENA_PUSH(&b->scratch, &b->privates, (PrivateName){name, head, has});
    ITEM(b->private_heads, name) = b->privates.count;
}

static uint32_t open_privates(Binder *b, JsList members)
{
    uint32_t base = b->privates.count;
    for (size_t i = 0; i < members.len; i++) {
        const JsNode *n = node(b, AT(members, i));
        if (n->kind == N_METHOD || n->kind == N_FIELD) declare_private(b, n, base);
    }
    return base;
}

static void close_privates(Binder *b, uint32_t base)
{
    for (; b->privates.count > base; b->privates.count--) {
        PrivateName p = ITEM(b->privates, b->privates.count - 1);
        ITEM(b->private_heads, p.name) = p.outer;
    }
}

static void private_use(Binder *b, JsNodeId id)
{
    JsAtom name = node(b, id)->ident.name;
    if (!ITEM(b->private_heads, name))
        bind_error(b, id, "Private name \"%s\" is not declared in an enclosing class", name);
}

// A field's value runs as a method of its own.
static void field_value(Binder *b, JsNodeId id, JsNodeId value)
{
    if (!value) return;
    OpenScope s = open_scope(b, SCOPE_FUNCTION, id, true);
    b->this_scope = b->scope;
    visit(b, value);
    close_scope(b, s);
}

static void static_block(Binder *b, JsNodeId id)
{
    OpenScope s = open_scope(b, SCOPE_BLOCK, id, true);
    scope_at(b, b->scope)->is_var_scope = true;
    b->this_scope = b->scope;
    visit_list(b, node(b, id)->list.items);
    close_scope(b, s);
}

static void visit_member(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    if (n->kind == N_STATIC_BLOCK) {
        static_block(b, id);
        return;
    }
    if (n->kind == N_TS_INDEX_SIGNATURE) return visit_type(b, id);
    if (n->kind != N_METHOD && n->kind != N_FIELD) return;
    decorators(b, n->method.mods);
    if (n->flags & NF_COMPUTED) visit(b, n->method.key);
    if (n->kind == N_METHOD) {
        function_inside(b, n->method.value);
        return;
    }
    visit_type(b, n->field.types);
    field_value(b, id, n->field.value);
}

static void class_inside(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    const JsNode *head = n->class_.head ? node(b, n->class_.head) : NULL;
    bool scoped = head && head->class_head.type_params;
    OpenScope s = {};
    if (scoped) {
        s = open_scope(b, SCOPE_CLASS, id, true);
        type_params(b, head->class_head.type_params);
    }
    visit(b, n->class_.super);
    if (head) {
        visit_type(b, head->class_head.super_args);
        visit_type(b, head->class_head.implements);
    }
    JsList members = js_list(b->t, node(b, n->class_.body)->list.items);
    uint32_t base = open_privates(b, members);
    for (size_t i = 0; i < members.len; i++) visit_member(b, AT(members, i));
    close_privates(b, base);
    if (scoped) close_scope(b, s);
}

static void class_expr(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    if (n->class_.head) decorators(b, node(b, n->class_.head)->class_head.mods);
    if (!n->class_.name) {
        class_inside(b, id);
        return;
    }
    OpenScope s = open_scope(b, SCOPE_NAME, id, true);
    declare(b, SYM_CLASS, n->class_.name, id, SF_INITIALIZED | SF_CONST);
    class_inside(b, id);
    close_scope(b, s);
}

static void class_decl(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    if (n->flags & NF_DECLARE) return;
    if (n->class_.head) decorators(b, node(b, n->class_.head)->class_head.mods);
    declare(b, SYM_CLASS, n->class_.name, id, SF_INITIALIZED);
    class_inside(b, id);
}

// ---- statements
// ---------------------------------------------------------------------------------------------------------

static void visit_var(Binder *b, JsNodeId id, bool in_loop_head)
{
    const JsNode *n = node(b, id);
    if (n->flags & NF_DECLARE) return;
    static const JsSymbolKind kinds[] = {SYM_VAR, SYM_LET, SYM_CONST, SYM_CONST, SYM_CONST};
    JsSymbolKind kind = ELEM(kinds, n->op);
    JsList list = js_list(b->t, n->list.items);
    for (size_t i = 0; i < list.len; i++) {
        const JsNode *d = node(b, AT(list, i));
        uint16_t flags = kind == SYM_CONST ? SF_CONST : 0;
        if (d->declarator.init || in_loop_head) flags |= SF_INITIALIZED;
        declare_pattern(b, d->declarator.target, (Declared){kind, AT(list, i), flags});
        visit_type(b, d->declarator.types);
        visit(b, d->declarator.init);
    }
}

static void visit_block(Binder *b, JsNodeId id)
{
    OpenScope s = open_scope(b, SCOPE_BLOCK, id, false);
    visit_list(b, node(b, id)->list.items);
    close_scope(b, s);
}

// `if (x) function f() {}`: as if in a block.
static void visit_branch(Binder *b, JsNodeId id)
{
    if (!id || node(b, id)->kind != N_FUNCTION_DECL) {
        visit(b, id);
        return;
    }
    OpenScope s = open_scope(b, SCOPE_BLOCK, 0, false);
    visit(b, id);
    close_scope(b, s);
}

static void for_classic(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    OpenScope s = open_scope(b, SCOPE_BLOCK, id, false);
    visit(b, n->for_.init);
    visit(b, n->for_.test);
    visit(b, n->for_.update);
    visit(b, n->for_.body);
    close_scope(b, s);
}

static void for_each(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    OpenScope s = open_scope(b, SCOPE_BLOCK, id, false);
    if (n->for_in.left && node(b, n->for_in.left)->kind == N_VAR) {
        visit_var(b, n->for_in.left, true);
    } else {
        visit_target(b, n->for_in.left, EVENT_WRITE);
    }
    visit(b, n->for_in.right);
    visit(b, n->for_in.body);
    close_scope(b, s);
}

static void visit_switch(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    visit(b, n->switch_.value);
    OpenScope s = open_scope(b, SCOPE_BLOCK, id, false);
    JsList cases = js_list(b->t, n->switch_.cases);
    for (size_t i = 0; i < cases.len; i++) {
        const JsNode *c = node(b, AT(cases, i));
        visit(b, c->case_.test);
        visit_list(b, c->case_.body);
    }
    close_scope(b, s);
}

static void visit_catch(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    OpenScope s = open_scope(b, SCOPE_CATCH, id, false);
    // SF_CONST tells a pattern, which a var may not share: cleared when the clause is done.
    bool pattern = n->catch_.param && node(b, n->catch_.param)->kind != N_BINDING;
    declare_pattern(b, n->catch_.param,
                    (Declared){SYM_CATCH, id, (uint16_t)(SF_INITIALIZED | (pattern ? SF_CONST : 0))});
    visit(b, n->catch_.body);
    JsScopeId scope = b->scope;
    close_scope(b, s);
    for (JsSymbolId sym = scope_at(b, scope)->first; sym; sym = symbol_at(b, sym)->next)
        symbol_at(b, sym)->flags &= (uint16_t)~SF_CONST;
}

static void visit_with(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    visit(b, n->with.object);
    mark_with(b);
    OpenScope s = open_scope(b, SCOPE_WITH, id, false);
    visit(b, n->with.body);
    close_scope(b, s);
}

// ---- modules
// --------------------------------------------------------------------------------------------------------------

static void visit_import(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    JsList list = js_list(b->t, n->import.clauses);
    for (size_t i = 0; i < list.len; i++) {
        const JsNode *c = node(b, AT(list, i));
        uint16_t flags = (n->flags | c->flags) & NF_TYPE_ONLY ? SF_TYPE_ONLY : 0;
        declare(b, SYM_IMPORT, c->import_clause.local, AT(list, i),
                (uint16_t)(flags | SF_CONST | SF_INITIALIZED));
    }
}

static void note_export(Binder *b, JsNodeId name)
{
    if (scope_at(b, b->scope)->kind == SCOPE_PROGRAM && name) ARENA_PUSH(&b->scratch, &b->exports, name);
}

static void export_binding(Binder *b, JsNodeId id)
{
    JsSymbolId symbol = js_symbol_of(b->out, id);
    if (symbol) symbol_at(b, symbol)->flags |= SF_EXPORTED;
    note_export(b, id);
}

// Every name that a declared pattern binds.
static void export_pattern(Binder *b, JsNodeId id)
{
    while (id) {
        const JsNode *n = node(b, id);
        switch (n->kind) {
        case N_BINDING: export_binding(b, id); return;
        case N_REST: id = n->unary.arg; continue;
        case N_DEFAULT: id = n->default_.target; continue;
        case N_PROPERTY: id = n->property.value; continue;
        case N_OBJECT_PATTERN:
        case N_ARRAY_PATTERN: {
            JsList list = js_list(b->t, n->list.items);
            for (size_t i = 0; i < list.len; i++) export_pattern(b, AT(list, i));
            return;
        }
        default: return;
        }
    }
}

static void mark_exported(Binder *b, JsNodeId name)
{
    JsSymbolId symbol = name ? js_symbol_of(b->out, name) : 0;
    if (symbol) symbol_at(b, symbol)->flags |= SF_EXPORTED;
}

static void export_decl(Binder *b, JsNodeId decl)
{
    visit(b, decl);
    const JsNode *n = node(b, decl);
    if (n->flags & NF_DECLARE && (n->kind == N_VAR || n->kind == N_CLASS_DECL || n->kind == N_FUNCTION_DECL))
        return;
    switch (n->kind) {
    case N_VAR: {
        JsList list = js_list(b->t, n->list.items);
        for (size_t i = 0; i < list.len; i++) export_pattern(b, node(b, AT(list, i))->declarator.target);
        return;
    }
    case N_FUNCTION_DECL:
        if (n->function.body)
            export_binding(b, n->function.name);
        else
            mark_exported(b, n->function.name);
        return;
    case N_CLASS_DECL: export_binding(b, n->class_.name); return;
    case N_TS_ENUM: mark_exported(b, n->ts_enum.name); return;
    case N_TS_NAMESPACE: mark_exported(b, n->ts_namespace.name); return;
    case N_TS_IMPORT_EQUALS: mark_exported(b, n->ts_import_equals.local); return;
    default: return;
    }
}

static void export_default(Binder *b, JsNodeId id)
{
    JsNodeId value = node(b, id)->unary.arg;
    visit(b, value);
    const JsNode *n = node(b, value);
    bool overload = n->kind == N_FUNCTION_DECL && !n->function.body;
    if (!overload && n->kind != N_TS_INTERFACE) note_export(b, id);
    if (n->kind == N_FUNCTION_DECL) mark_exported(b, n->function.name);
    if (n->kind == N_CLASS_DECL) mark_exported(b, n->class_.name);
}

static void export_named(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    JsList list = js_list(b->t, n->export_named.specs);
    for (size_t i = 0; i < list.len; i++) {
        const JsNode *s = node(b, AT(list, i));
        bool type_only = (n->flags | s->flags) & NF_TYPE_ONLY;
        if (!type_only) note_export(b, s->export_spec.exported);
        if (!n->export_named.source && node(b, s->export_spec.local)->kind == N_IDENT)
            event(b, type_only ? EVENT_TYPE : EVENT_EXPORT, s->export_spec.local);
    }
}

// ---- TypeScript
// -------------------------------------------------------------------------------------------------------------

static void ts_enum(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    if (n->flags & NF_DECLARE) return;
    declare(b, SYM_ENUM, n->ts_enum.name, id, SF_INITIALIZED);
    OpenScope s = open_scope(b, SCOPE_ENUM, id, false);
    JsList list = js_list(b->t, n->ts_enum.members);
    for (size_t i = 0; i < list.len; i++) {
        const JsNode *m = node(b, AT(list, i));
        if (m->ts_enum_member.key && node(b, m->ts_enum_member.key)->kind == N_NAME)
            declare(b, SYM_ENUM_MEMBER, m->ts_enum_member.key, AT(list, i), SF_CONST | SF_TYPE_ONLY);
        visit(b, m->ts_enum_member.init);
    }
    close_scope(b, s);
}

static void ts_namespace(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    if (n->flags & NF_DECLARE || !n->ts_namespace.body) return;
    uint16_t flags = n->flags & NF_TYPE_ONLY ? SF_TYPE_ONLY : SF_INITIALIZED;
    if (node(b, n->ts_namespace.name)->kind == N_BINDING)
        declare(b, SYM_NAMESPACE, n->ts_namespace.name, id, flags);
    OpenScope s = open_scope(b, SCOPE_NAMESPACE, id, false);
    b->this_scope = 0;
    if (node(b, n->ts_namespace.body)->kind == N_BLOCK)
        visit_list(b, node(b, n->ts_namespace.body)->list.items);
    else
        visit(b, n->ts_namespace.body);
    close_scope(b, s);
}

static void import_equals(Binder *b, JsNodeId id)
{
    const JsNode *n = node(b, id);
    uint16_t flags = n->flags & NF_TYPE_ONLY ? SF_TYPE_ONLY : SF_INITIALIZED;
    declare(b, SYM_IMPORT, n->ts_import_equals.local, id, flags);
    JsNodeId target = n->ts_import_equals.target;
    while (target && node(b, target)->kind == N_TS_QUALIFIED) target = node(b, target)->member.object;
    if (target && node(b, target)->kind == N_IDENT) event(b, EVENT_READ, target);
}

// ---- JSX
// ----------------------------------------------------------------------------------------------------------------------

static void visit_jsx(Binder *b, const JsNode *n)
{
    JsNodeId name = n->kind == N_JSX_ELEMENT ? n->jsx.name : 0;
    while (name && node(b, name)->kind == N_JSX_MEMBER) name = node(b, name)->member.object;
    visit(b, name);
    if (n->kind == N_JSX_ELEMENT) {
        visit_list(b, n->jsx.attrs);
        visit_type(b, n->jsx.type_args);
    }
    visit_list(b, n->jsx.children);
}

// ---- the dispatch
// -----------------------------------------------------------------------------------------------------------------

// Statements; false if `n` is none of them.
static bool visit_statement(Binder *b, JsNodeId id, const JsNode *n)
{
    switch (n->kind) {
    case N_VAR: visit_var(b, id, false); return true;
    case N_FUNCTION_DECL: function_decl(b, id); return true;
    case N_CLASS_DECL: class_decl(b, id); return true;
    case N_BLOCK: visit_block(b, id); return true;
    case N_FOR: for_classic(b, id); return true;
    case N_FOR_IN:
    case N_FOR_OF: for_each(b, id); return true;
    case N_SWITCH: visit_switch(b, id); return true;
    case N_TRY:
        visit(b, n->try_.block);
        visit(b, n->try_.handler);
        visit(b, n->try_.finalizer);
        return true;
    case N_CATCH: visit_catch(b, id); return true;
    case N_WITH: visit_with(b, id); return true;
    case N_WHILE:
    case N_DO:
        visit(b, n->while_.test);
        visit(b, n->while_.body);
        return true;
    case N_IMPORT: visit_import(b, id); return true;
    case N_EXPORT_NAMED: export_named(b, id); return true;
    case N_EXPORT_STAR:
        note_export(b, n->export_star.exported && !(n->flags & NF_TYPE_ONLY) ? n->export_star.exported : 0);
        return true;
    case N_EXPORT_DECL: export_decl(b, n->unary.arg); return true;
    case N_EXPORT_DEFAULT: export_default(b, id); return true;
    case N_TS_ENUM: ts_enum(b, id); return true;
    case N_TS_NAMESPACE: ts_namespace(b, id); return true;
    case N_TS_INTERFACE: declare(b, SYM_TYPE, n->interface.name, id, SF_TYPE_ONLY); return true;
    case N_TS_TYPE_ALIAS: declare(b, SYM_TYPE, n->type_alias.name, id, SF_TYPE_ONLY); return true;
    case N_TS_IMPORT_EQUALS: import_equals(b, id); return true;
    default: return false;
    }
}

static void visit_call(Binder *b, const JsNode *n)
{
    const JsNode *callee = node(b, n->call.callee);
    if (callee->kind == N_IDENT && callee->ident.name == ATOM_EVAL && n->kind == N_CALL) mark_eval(b);
    visit_list(b, n->call.args);
    visit_type(b, n->call.type_args);
}

// Expressions that have parts besides the one to go on with; returns that one, or 0.
static JsNodeId visit_expression(Binder *b, JsNodeId id, const JsNode *n)
{
    switch (n->kind) {
    case N_THIS:
    case N_SUPER:
    case N_NEW_TARGET: note_this(b); return 0;
    case N_ARRAY:
    case N_OBJECT:
    case N_SEQUENCE: visit_list(b, n->list.items); return 0;
    case N_TEMPLATE: visit_list(b, n->template.parts); return 0;
    case N_FUNCTION_EXPR:
    case N_ARROW: function_expr(b, id); return 0;
    case N_CLASS_EXPR: class_expr(b, id); return 0;
    case N_METHOD: visit_member(b, id); return 0;
    case N_PROPERTY:
        if (n->flags & NF_COMPUTED) visit(b, n->property.key);
        return n->property.value;
    case N_BINARY:
    case N_LOGICAL: visit(b, n->binary.right); return n->binary.left;
    case N_PRIVATE_NAME: private_use(b, id); return 0;
    case N_ASSIGN:
        visit_target(b, n->binary.left, n->op == OP_ASSIGN ? EVENT_WRITE : EVENT_UPDATE);
        return n->binary.right;
    case N_UPDATE: visit_target(b, n->unary.arg, EVENT_UPDATE); return 0;
    case N_CONDITIONAL:
        visit(b, n->if_.test);
        visit(b, n->if_.then);
        return n->if_.otherwise;
    case N_IF:
        visit(b, n->if_.test);
        visit_branch(b, n->if_.then);
        if (n->if_.otherwise && node(b, n->if_.otherwise)->kind == N_FUNCTION_DECL) {
            visit_branch(b, n->if_.otherwise);
            return 0;
        }
        return n->if_.otherwise;
    case N_CALL:
    case N_NEW: visit_call(b, n); return n->call.callee;
    case N_MEMBER:
        if (node(b, n->member.name)->kind == N_PRIVATE_NAME) private_use(b, n->member.name);
        return n->member.object;
    case N_INDEX: visit(b, n->member.name); return n->member.object;
    case N_TAGGED:
        visit(b, n->tagged.template);
        visit_type(b, n->tagged.type_args);
        return n->tagged.tag;
    case N_IMPORT_CALL: visit(b, n->import_call.options); return n->import_call.source;
    case N_TS_AS:
    case N_TS_SATISFIES:
    case N_TS_ASSERTION:
    case N_TS_INSTANTIATION: visit_type(b, n->ts_as.type); return n->ts_as.expr;
    case N_LABELED: return n->labeled.body;
    case N_JSX_ELEMENT:
    case N_JSX_FRAGMENT: visit_jsx(b, n); return 0;
    case N_JSX_ATTR: return n->jsx_attr.value;
    case N_SPREAD:
    case N_UNARY:
    case N_CHAIN:
    case N_PAREN:
    case N_YIELD:
    case N_AWAIT:
    case N_EXPR_STMT:
    case N_RETURN:
    case N_THROW:
    case N_DECORATOR:
    case N_JSX_SPREAD_ATTR:
    case N_JSX_EXPR:
    case N_JSX_SPREAD_CHILD:
    case N_TS_NON_NULL:
    case N_TS_EXPORT_ASSIGN: return n->unary.arg;
    default: return 0;
    }
}

static void visit(Binder *b, JsNodeId id)
{
    while (id) {
        const JsNode *n = node(b, id);
        if (n->kind == N_IDENT) {  // the most frequent by far
            event(b, n->flags & NF_IN_TYPE ? EVENT_TYPE : EVENT_READ, id);
            return;
        }
        if (visit_statement(b, id, n)) return;
        id = visit_expression(b, id, n);
    }
}

void bind_program(Binder *b)
{
    const JsNode *root = node(b, b->t->root);
    OpenScope s = open_scope(b, SCOPE_PROGRAM, b->t->root, b->t->is_module || root->flags & NF_STRICT);
    b->this_scope = b->scope;
    visit_list(b, root->program.body);
    close_scope(b, s);
}
