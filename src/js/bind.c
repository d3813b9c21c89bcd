// bind.c - scopes, redeclaration rules, and the resolution of names.
#include "js/bind_impl.h"

#include "base/map.h"

// ---- tools ------------------------------------------------------------------------------------------------

JsScope *scope_at(Binder *b, JsScopeId id) { return &ITEM(b->out->scopes, id); }
JsSymbol *symbol_at(Binder *b, JsSymbolId id) { return &ITEM(b->out->symbols, id); }
static Entry *entry_at(Binder *b, uint32_t id) { return &ITEM(b->entries, id); }

// `format` has one %.*s for the name.
void bind_error(Binder *b, JsNodeId node, const char *format, JsAtom name)
{
    if (b->t->diag.set) return;
    const JsNode *n = js_node(b->t, node);
    Str text = js_atom(b->t, name);
    size_t at = str_find(str_c(format), STR("%s"));
    Str left = str_sub(str_c(format), 0, at),
        right = at == STR_NONE ? STR("") : str_from(str_c(format), at + 2);
    b->t->diag = (Diag){.set = true, .start = n->start, .end = n->end};
    b->t->diag.text = arena_concat(b->a, arena_concat(b->a, left, at == STR_NONE ? STR("") : text), right);
}

static bool is_lexical(JsSymbolKind kind)
{
    return kind == SYM_LET || kind == SYM_CONST || kind == SYM_CLASS || kind == SYM_IMPORT ||
           kind == SYM_ENUM || kind == SYM_NAMESPACE;
}

// ---- scopes
// -------------------------------------------------------------------------------------------------

OpenScope open_scope(Binder *b, JsScopeKind kind, JsNodeId node, bool strict)
{
    OpenScope s = {b->scope, b->this_scope, b->candidates.count};
    JsScopeId id = b->out->scopes.count;
    const JsScope *outer = scope_at(b, b->scope);
    JsScope scope = {.kind = kind, .strict = strict || outer->strict, .parent = b->scope, .node = node};
    scope.has_with = kind == SCOPE_WITH;
    scope.is_var_scope =
        kind == SCOPE_FUNCTION || kind == SCOPE_BODY || kind == SCOPE_PROGRAM || kind == SCOPE_NAMESPACE;
    ARENA_PUSH(b->a, &b->out->scopes, scope);
    ARENA_PUSH(&b->scratch, &b->scope_entries, 0);
    if (node && !ITEM(b->out->of_node, node)) ITEM(b->out->of_node, node) = id;
    b->scope = id;
    event(b, EVENT_ENTER, id);
    return s;
}

static uint32_t find_entry(Binder *b, JsScopeId scope, JsAtom name)
{
    for (uint32_t e = ITEM(b->heads, name); e; e = entry_at(b, e)->outer)
        if (entry_at(b, e)->scope == scope)
            return e;
        else if (entry_at(b, e)->scope < scope)
            return 0; // scopes are numbered outside in
    return 0;
}

// Entries of a name are kept from the innermost scope outwards.
static void add_entry(Binder *b, JsScopeId scope, JsAtom name, JsSymbolId symbol, bool passes)
{
    uint32_t id = b->entries.count, before = 0, after = ITEM(b->heads, name);
    while (after && entry_at(b, after)->scope > scope) {
        before = after;
        after = entry_at(b, after)->outer;
    }
    Entry e = {symbol, scope, name, after, ITEM(b->scope_entries, scope), passes};
    ARENA_PUSH(&b->scratch, &b->entries, e);
    ITEM(b->scope_entries, scope) = id;
    if (before)
        entry_at(b, before)->outer = id;
    else
        ITEM(b->heads, name) = id;
}

static JsSymbolId add_symbol(Binder *b, JsScopeId scope, JsSymbol symbol)
{
    JsSymbolId id = b->out->symbols.count;
    symbol.scope = scope;
    if (scope_at(b, scope)->kind == SCOPE_PROGRAM) symbol.flags |= SF_TOP_LEVEL;
    ARENA_PUSH(b->a, &b->out->symbols, symbol);
    JsScope *s = scope_at(b, scope);
    if (s->last)
        symbol_at(b, s->last)->next = id;
    else
        s->first = id;
    s->last = id;
    return id;
}

static bool blocks_hoisting(Binder *b, uint32_t entry)
{
    if (!entry || entry_at(b, entry)->passes) return false;
    const JsSymbol *s = symbol_at(b, entry_at(b, entry)->symbol);
    if (s->kind == SYM_CATCH) return s->flags & SF_CONST; // a pattern: see declare_catch
    bool block_function = s->kind == SYM_FUNCTION && !scope_at(b, s->scope)->is_var_scope;
    return (is_lexical(s->kind) || block_function) && !(s->flags & SF_TYPE_ONLY);
}

// ECMA-262 B.3.2: functions of inner blocks that arrive here become vars, or stop.
static void settle_candidates(Binder *b, OpenScope s)
{
    bool var_scope = scope_at(b, b->scope)->is_var_scope;
    uint32_t kept = s.candidates;
    for (uint32_t i = s.candidates; i < b->candidates.count; i++) {
        Candidate c = ITEM(b->candidates, i);
        JsAtom name = symbol_at(b, c.symbol)->name;
        uint32_t entry = c.origin == b->scope ? 0 : find_entry(b, b->scope, name);
        if (blocks_hoisting(b, entry)) continue;
        if (!var_scope) {
            ITEM(b->candidates, kept) = c;
            kept++;
            continue;
        }
        JsSymbolId target = entry ? entry_at(b, entry)->symbol : 0;
        if (target && symbol_at(b, target)->kind == SYM_PARAM) continue;
        if (!target) {
            JsSymbol var = {.kind = SYM_VAR,
                            .name = name,
                            .decl = symbol_at(b, c.symbol)->decl,
                            .owner = symbol_at(b, c.symbol)->owner};
            target = add_symbol(b, b->scope, var);
            add_entry(b, b->scope, name, target, false);
        }
        symbol_at(b, target)->flags |= SF_ASSIGNED;
        symbol_at(b, c.symbol)->linked = target;
    }
    b->candidates.count = kept;
}

void close_scope(Binder *b, OpenScope s)
{
    settle_candidates(b, s);
    for (uint32_t e = ITEM(b->scope_entries, b->scope); e; e = entry_at(b, e)->same_scope) {
        // Inner scopes are closed: this scope's entries lead their chains.
        CHECK(ITEM(b->heads, entry_at(b, e)->name) == e);
        ITEM(b->heads, entry_at(b, e)->name) = entry_at(b, e)->outer;
    }
    event(b, EVENT_EXIT, b->scope);
    b->scope = s.outer;
    b->this_scope = s.outer_this;
}

void mark_eval(Binder *b)
{
    for (JsScopeId id = b->scope; id && !scope_at(b, id)->has_eval; id = scope_at(b, id)->parent)
        scope_at(b, id)->has_eval = true;
}

void mark_with(Binder *b)
{
    for (JsScopeId id = b->scope; id && !scope_at(b, id)->has_with; id = scope_at(b, id)->parent)
        scope_at(b, id)->has_with = true;
}

// ---- declarations
// -------------------------------------------------------------------------------------------

static bool var_like_function(Binder *b, JsScopeId scope)
{
    const JsScope *s = scope_at(b, scope);
    return s->is_var_scope && !(s->kind == SCOPE_PROGRAM && b->t->is_module);
}

// May `kind` join the existing symbol of the same scope? TypeScript merges much.
static bool may_merge(Binder *b, const JsSymbol *old, JsSymbolKind kind, uint16_t flags)
{
    if (old->kind == SYM_TYPE || kind == SYM_TYPE || (old->flags | flags) & SF_TYPE_ONLY) return true;
    if (kind == SYM_NAMESPACE || old->kind == SYM_NAMESPACE) return b->ts;
    if (old->kind == SYM_IMPORT && kind != SYM_IMPORT && b->ts) return true;  // then the import was a type
    if (kind == SYM_ENUM && old->kind == SYM_ENUM) return true;
    bool var_scope = var_like_function(b, old->scope);
    bool old_var = old->kind == SYM_VAR || old->kind == SYM_PARAM ||
                   (old->kind == SYM_FUNCTION && var_scope) || old->kind == SYM_ARGUMENTS;
    bool new_var = kind == SYM_VAR || (kind == SYM_FUNCTION && var_scope);
    if (old_var && new_var) return true;
    if (kind == SYM_PARAM && old->kind == SYM_PARAM) return !b->strict_params;
    // Annex B: plain functions may repeat in sloppy blocks.
    if (kind == SYM_FUNCTION && old->kind == SYM_FUNCTION && !scope_at(b, old->scope)->strict &&
        !scope_at(b, old->scope)->is_var_scope)
        return !((old->flags | flags) & SF_NO_RENAME);
    return false;
}

// `entry`: the declaration that was there before.
static void redeclared(Binder *b, JsNodeId node, uint32_t entry)
{
    JsAtom name = js_node(b->t, node)->ident.name;
    Diag *diag = &b->t->diag;
    if (diag->set) return;
    bind_error(b, node, "\"%s\" has already been declared", name);
    JsNodeId first = symbol_at(b, entry_at(b, entry)->symbol)->decl;
    if (!first) return;
    Str text = js_atom(b->t, name);
    diag->note = arena_fmt(b->a, "\"%.*s\" was originally declared here", STR_FMT(text));
    diag->note_start = js_node(b->t, first)->start;
    diag->note_end = js_node(b->t, first)->end;
}

// The existing symbol takes the new declaration in.
static JsSymbolId merge(Binder *b, JsSymbolId id, JsSymbolKind kind, JsNodeId node, JsNodeId owner,
                        uint16_t flags)
{
    JsSymbol *s = symbol_at(b, id);
    bool old_type = s->kind == SYM_TYPE || s->kind == SYM_IMPORT || s->flags & SF_TYPE_ONLY,
         new_type = kind == SYM_TYPE || flags & SF_TYPE_ONLY;
    if (old_type && !new_type) {
        s->kind = kind;
        s->decl = node;
        s->owner = owner;
        s->flags = (uint16_t)((s->flags & ~(SF_TYPE_ONLY | SF_CONST)) | flags);
        return id;
    }
    if (new_type) return id;
    if (kind == SYM_FUNCTION && s->kind == SYM_VAR) s->kind = kind;
    s->flags |=
        (uint16_t)(flags |
                   (s->flags & SF_INITIALIZED && flags & (SF_INITIALIZED | SF_HOISTED) ? SF_ASSIGNED : 0));
    return id;
}

static JsSymbolId declare_here(Binder *b, JsScopeId scope, JsSymbolKind kind, JsNodeId node, JsNodeId owner,
                               uint16_t flags)
{
    JsAtom name = js_node(b->t, node)->ident.name;
    uint32_t entry = find_entry(b, scope, name);
    if (entry && entry_at(b, entry)->passes) {
        if (kind != SYM_TYPE && !(flags & SF_TYPE_ONLY)) redeclared(b, node, entry);
        return 0;
    }
    if (entry) {
        JsSymbolId id = entry_at(b, entry)->symbol;
        if (!may_merge(b, symbol_at(b, id), kind, flags)) redeclared(b, node, entry);
        return merge(b, id, kind, node, owner, flags);
    }
    JsSymbol s = {.kind = kind, .flags = flags, .name = name, .decl = node, .owner = owner};
    JsSymbolId id = add_symbol(b, scope, s);
    add_entry(b, scope, name, id, false);
    return id;
}

// The parameters that a function's body may not redeclare lexically.
static void check_outer_parameters(Binder *b, JsNodeId node, JsSymbolKind kind)
{
    const JsScope *s = scope_at(b, b->scope);
    if (kind == SYM_TYPE || !s->parent) return;
    JsScopeKind outer = scope_at(b, s->parent)->kind;
    bool body = s->kind == SCOPE_BODY && kind != SYM_FUNCTION;
    bool catch_body = outer == SCOPE_CATCH && s->kind == SCOPE_BLOCK &&
                      js_node(b->t, scope_at(b, s->parent)->node)->catch_.body == s->node;
    if (!body && !catch_body) return;
    uint32_t entry = find_entry(b, s->parent, js_node(b->t, node)->ident.name);
    if (!entry || entry_at(b, entry)->passes) return;
    JsSymbolKind old = symbol_at(b, entry_at(b, entry)->symbol)->kind;
    if (old == SYM_PARAM || old == SYM_CATCH) redeclared(b, node, entry);
}

static JsSymbolId declare_var(Binder *b, JsNodeId node, JsNodeId owner, uint16_t flags)
{
    JsAtom name = js_node(b->t, node)->ident.name;
    JsScopeId scope = b->scope;
    uint32_t first = find_entry(b, scope, name);
    if (first && entry_at(b, first)->passes) { // the same var went this way before
        JsSymbolId id = entry_at(b, first)->symbol;
        return merge(b, id, SYM_VAR, node, owner, flags);
    }
    while (!scope_at(b, scope)->is_var_scope) {
        uint32_t entry = find_entry(b, scope, name);
        if (blocks_hoisting(b, entry)) redeclared(b, node, entry);
        scope = scope_at(b, scope)->parent;
    }
    JsSymbolId id = declare_here(b, scope, SYM_VAR, node, owner, flags);
    if (!id) return 0;
    for (JsScopeId s = b->scope; s != scope; s = scope_at(b, s)->parent)
        if (!find_entry(b, s, name)) add_entry(b, s, name, id, true);
    if (scope_at(b, scope)->kind == SCOPE_BODY && symbol_at(b, id)->decl == node) {
        uint32_t param = find_entry(b, scope_at(b, scope)->parent, name);
        if (param) symbol_at(b, id)->linked = entry_at(b, param)->symbol;
    }
    return id;
}

JsSymbolId declare(Binder *b, JsSymbolKind kind, JsNodeId node, JsNodeId owner, uint16_t flags)
{
    JsSymbolId id;
    if (!node) return 0;
    if (kind == SYM_VAR)
        id = declare_var(b, node, owner, flags);
    else {
        check_outer_parameters(b, node, kind);
        id = declare_here(b, b->scope, kind, node, owner, flags);
        bool in_block = !scope_at(b, b->scope)->is_var_scope;
        if (kind == SYM_FUNCTION && in_block && id && !scope_at(b, b->scope)->strict &&
            !(flags & SF_NO_RENAME) && scope_at(b, b->scope)->kind == SCOPE_BLOCK)
            ARENA_PUSH(&b->scratch, &b->candidates, (Candidate){id, b->scope});
    }
    ITEM(b->out->of_node, node) = id;
    return id;
}

// ---- resolution
// -------------------------------------------------------------------------------------------------

typedef struct Resolver {
    Binder *b;
    struct {
        JsSymbolId *items;
        uint32_t count;
    } current; // per atom
    struct {
        JsSymbolId *items;
        uint32_t count, cap;
    } shadowed; // per symbol
    struct {
        JsScopeId *items;
        uint32_t count;
    } function_of; // per scope: the function it runs in
    JsScopeId scope;
    JsScopeId arguments_scope;
    uint32_t with_depth;
} Resolver;

static JsSymbolId *shadowed_by(Resolver *r, JsSymbolId id)
{
    while (r->shadowed.count <= id) ARENA_PUSH(&r->b->scratch, &r->shadowed, 0);
    return &ITEM(r->shadowed, id);
}

static void show(Resolver *r, JsSymbolId id)
{
    JsAtom name = symbol_at(r->b, id)->name;
    *shadowed_by(r, id) = ITEM(r->current, name);
    ITEM(r->current, name) = id;
}

// Functions, not arrows, have `arguments`; so do none of the others here.
static bool has_arguments(Binder *b, const JsScope *s)
{
    if (s->kind != SCOPE_FUNCTION) return false;
    JsKind kind = js_kind(b->t, s->node);
    return kind == N_FUNCTION_DECL || kind == N_FUNCTION_EXPR;
}

static void resolve_enter(Resolver *r, JsScopeId id)
{
    const JsScope *s = scope_at(r->b, id);
    bool function =
        s->kind == SCOPE_FUNCTION || s->kind == SCOPE_PROGRAM || (s->kind == SCOPE_BLOCK && s->is_var_scope);
    ITEM(r->function_of, id) = function ? id : ITEM(r->function_of, s->parent);
    for (JsSymbolId sym = s->first; sym; sym = symbol_at(r->b, sym)->next) show(r, sym);
    if (s->kind == SCOPE_WITH) r->with_depth++;
    if (has_arguments(r->b, s)) r->arguments_scope = id;
    r->scope = id;
}

static void leave_arguments(Resolver *r, JsScopeId id)
{
    JsScopeId s = scope_at(r->b, id)->parent;
    while (s && !has_arguments(r->b, scope_at(r->b, s))) s = scope_at(r->b, s)->parent;
    r->arguments_scope = s;
}

static void resolve_exit(Resolver *r, JsScopeId id)
{
    const JsScope *s = scope_at(r->b, id);
    for (JsSymbolId sym = s->first; sym; sym = symbol_at(r->b, sym)->next) {
        JsSymbol *symbol = symbol_at(r->b, sym);
        ITEM(r->current, symbol->name) = *shadowed_by(r, sym);
        if (s->has_eval) symbol->flags |= SF_NO_RENAME;
    }
    if (s->kind == SCOPE_WITH) r->with_depth--;
    if (r->arguments_scope == id) leave_arguments(r, id);
    r->scope = s->parent;
}

static JsSymbolId implicit_arguments(Resolver *r, JsNodeId node, JsSymbolId found)
{
    JsScopeId owner = r->arguments_scope;
    if (!owner || (found && symbol_at(r->b, found)->scope >= owner)) return found;
    JsSymbol s = {.kind = SYM_ARGUMENTS, .name = ATOM_ARGUMENTS, .decl = node};
    scope_at(r->b, owner)->uses_arguments = true;
    JsSymbolId id = add_symbol(r->b, owner, s);
    show(r, id);
    return id;
}

static JsSymbolId free_name(Resolver *r, JsNodeId node, JsAtom name)
{
    JsSymbolId id = add_symbol(r->b, 0, (JsSymbol){.kind = SYM_FREE, .name = name, .decl = node});
    ITEM(r->current, name) = id;
    return id;
}

static void note_use(Resolver *r, JsSymbol *s, EventKind kind)
{
    if (kind == EVENT_TYPE) {
        s->flags |= SF_USED_TYPE;
        return;
    }
    s->flags |= SF_USED_VALUE;
    s->ref_count++;
    if (kind == EVENT_WRITE || kind == EVENT_UPDATE) s->flags |= SF_ASSIGNED;
    if (kind == EVENT_EXPORT) s->flags |= SF_EXPORTED | SF_USED_IN_EXPORT;
    if (r->with_depth) s->flags |= SF_NO_RENAME;
    if (s->kind != SYM_FREE && ITEM(r->function_of, r->scope) != ITEM(r->function_of, s->scope))
        s->flags |= SF_CAPTURED;
}

static void resolve(Resolver *r, JsNodeId node, EventKind kind)
{
    JsAtom name = js_node(r->b->t, node)->ident.name;
    JsSymbolId id = ITEM(r->current, name);
    if (name == ATOM_ARGUMENTS && kind != EVENT_TYPE) id = implicit_arguments(r, node, id);
    if (!id && kind == EVENT_TYPE) return;
    if (!id) id = free_name(r, node, name);
    if (kind == EVENT_EXPORT && symbol_at(r->b, id)->kind == SYM_FREE && !r->b->ts)
        bind_error(r->b, node, "\"%s\" is exported but not declared", name);
    ITEM(r->b->out->of_node, node) = id;
    note_use(r, symbol_at(r->b, id), kind);
}

static void resolve_all(Binder *b)
{
    Resolver r = {.b = b};
    r.current.count = b->t->atoms.count;
    r.current.items = ARENA_ARRAY(&b->scratch, JsSymbolId, r.current.count);
    r.function_of.count = b->out->scopes.count;
    r.function_of.items = ARENA_ARRAY(&b->scratch, JsScopeId, r.function_of.count);
    for (uint32_t i = 0; i < b->events.count; i++) {
        Event e = ITEM(b->events, i);
        if (e.kind == EVENT_ENTER)
            resolve_enter(&r, e.id);
        else if (e.kind == EVENT_EXIT)
            resolve_exit(&r, e.id);
        else
            resolve(&r, e.id, (EventKind)e.kind);
    }
}

// ---- the entry
// ------------------------------------------------------------------------------------------------------

static void check_exports(Binder *b)
{
    AUTO(Map) names = {};
    for (uint32_t i = 0; i < b->exports.count; i++) {
        JsNodeId id = ITEM(b->exports, i);
        const JsNode *n = js_node(b->t, id);
        bool added, is_default = n->kind == N_EXPORT_DEFAULT;
        Str name = is_default ? STR("default") : js_string_value(b->a, b->t, id);
        map_put(&names, name, &added);
        if (!added && !b->t->diag.set) {
            b->t->diag = (Diag){.set = true, .start = n->start, .end = is_default ? n->start + 14 : n->end};
            b->t->diag.text = arena_fmt(b->a, "Duplicate export \"%.*s\"", STR_FMT(name));
        }
    }
}

static void Binder_cleanup(Binder *b)
{
    Arena_cleanup(&b->scratch);
}

Err js_bind(Arena *a, JsTree *tree, JsBind *out)
{
    *out = (JsBind){};
    AUTO(Binder) b = {.t = tree, .a = a, .out = out};
    b.ts = tree->lang == LANG_TS || tree->lang == LANG_TSX || tree->lang == LANG_DTS;
    out->of_node.count = out->of_node.cap = tree->nodes.count;
    out->of_node.items = ARENA_ARRAY(a, uint32_t, tree->nodes.count);
    b.heads.count = b.private_heads.count = tree->atoms.count;
    b.heads.items = ARENA_ARRAY(&b.scratch, uint32_t, tree->atoms.count);
    b.private_heads.items = ARENA_ARRAY(&b.scratch, uint32_t, tree->atoms.count);
    ARENA_PUSH(a, &out->scopes, (JsScope){.kind = SCOPE_GLOBAL, .is_var_scope = true});
    ARENA_PUSH(&b.scratch, &b.scope_entries, 0);
    ARENA_PUSH(a, &out->symbols, (JsSymbol){});
    ARENA_PUSH(&b.scratch, &b.entries, (Entry){});
    bind_program(&b);
    check_exports(&b);
    resolve_all(&b);
    return tree->diag.set ? err(ERR_BAD_SYNTAX) : OK;
}

bool js_import_used(const JsTree *t, const JsBind *b, JsNodeId clause)
{
    const JsNode *n = js_node(t, clause);
    JsNodeId local = n->kind == N_TS_IMPORT_EQUALS ? n->ts_import_equals.local : n->import_clause.local;
    if (n->flags & NF_TYPE_ONLY || !local) return false;
    JsSymbolId id = js_symbol_of(b, local);  // a declaration of the file may have taken the name
    return id && js_symbol(b, id)->kind == SYM_IMPORT && js_symbol(b, id)->flags & SF_USED_VALUE;
}

JsSymbolId js_lookup(const JsBind *b, JsScopeId scope, JsAtom name)
{
    for (;; scope = js_scope(b, scope)->parent) {
        for (JsSymbolId s = js_scope(b, scope)->first; s; s = js_symbol(b, s)->next)
            if (js_symbol(b, s)->name == name) return s;
        if (!scope) return 0;
    }
}
