// esm.c - ES modules: requests, imports, exports, and the generator around the text (docs/modules.md).
//
// esm_scan runs before the walk and fills the unit's tables; the visits blank the declarations;
// esm_wrap runs after it, when everything the prologue must declare is known.
#include "js/esm.h"

#include "base/num.h"
#include "base/utf.h"

// ---- tables ----------------------------------------------------------------------------------------
uint32_t esm_request(Lower *l, Str specifier, Str attr_type, ImportPhase phase, uint32_t offset)
{
    JsUnit *u = l->unit;
    for (uint32_t i = 0; i < u->requests.count; i++) {
        const JsRequest *r = &ITEM(u->requests, i);
        if (r->phase == phase && str_eq(r->specifier, specifier) && str_eq(r->attr_type, attr_type))
            return i;
    }
    JsRequest request = {.specifier = specifier, .attr_type = attr_type, .phase = phase, .offset = offset};
    ARENA_PUSH(l->a, &u->requests, request);
    return u->requests.count - 1;
}

static Str attr_type(Lower *l, JsNodeId attrs)
{
    if (!attrs) return (Str){};
    for (JS_EACH(l->t, lower_node(l, attrs)->list.items, item)) {
        const JsNode *p = lower_node(l, JS_CHILD(item));
        bool string = js_kind(l->t, p->property.value) == N_STRING;
        if (string && str_eq(lower_key_text(l, p->property.key), STR("type")))
            return js_string_value(l->a, l->t, p->property.value);
    }
    return (Str){};
}

static uint32_t request_of(Lower *l, JsNodeId source, JsNodeId attrs, ImportPhase phase)
{
    return esm_request(l, js_string_value(l->a, l->t, source), attr_type(l, attrs), phase,
                       lower_node(l, source)->start);
}

static uint32_t new_slot(Lower *l, JsSymbolId symbol)
{
    ARENA_PUSH(l->a, &l->slot_symbols, symbol);
    return l->slot_symbols.count - 1;
}

static uint32_t slot_for(Lower *l, JsSymbolId symbol)
{
    uint32_t slot = 0;
    if (esm_slot(l, symbol, &slot)) return slot;
    slot = new_slot(l, symbol);
    ITEM(l->slots, symbol) = slot + 1;
    return slot;
}

static void add_export(Lower *l, JsExport e)
{
    bool added = true;
    if (e.kind != EXPORT_STAR) map_put(&l->export_names, e.name, &added);
    if (added) ARENA_PUSH(l->a, &l->unit->exports, e);
}

// Does the variable of a slot have a value, if only undefined, before the first statement? Enums and namespaces
// become `var`. A slot without a variable is the value of `export default`.
static bool is_hoisted(const Lower *l, uint32_t slot)
{
    JsSymbolId id = ITEM(l->slot_symbols, slot);
    if (!id) return false;
    JsSymbolKind kind = js_symbol(l->b, id)->kind;
    return kind == SYM_FUNCTION || kind == SYM_VAR || kind == SYM_ENUM || kind == SYM_NAMESPACE;
}

static void add_local(Lower *l, Str name, uint32_t slot, uint32_t offset)
{
    add_export(l, (JsExport){.kind = EXPORT_LOCAL, .name = name, .slot = slot, .offset = offset,
                             .hoisted = is_hoisted(l, slot)});
}

// ---- patterns --------------------------------------------------------------------------------------
void esm_leaves(Lower *l, JsNodeId id, EsmLeaves *out)
{
    if (!id) return;
    id = js_unwrap(l->t, id);
    const JsNode *n = lower_node(l, id);
    switch (n->kind) {
    case N_BINDING: case N_IDENT: ARENA_PUSH(l->a, out, id); return;
    case N_DEFAULT: esm_leaves(l, n->default_.target, out); return;
    case N_REST: esm_leaves(l, n->unary.arg, out); return;
    case N_PROPERTY: esm_leaves(l, n->property.value, out); return;
    case N_OBJECT_PATTERN: case N_ARRAY_PATTERN:
        for (JS_EACH(l->t, n->list.items, item)) esm_leaves(l, JS_CHILD(item), out);
        return;
    case N_VAR:
        for (JS_EACH(l->t, n->list.items, item)) {
            esm_leaves(l, lower_node(l, JS_CHILD(item))->declarator.target, out);
        }
        return;
    default: return;
    }
}

// ---- scan: imports -----------------------------------------------------------------------------------
static bool is_dropped(const Lower *l, JsNodeId id)
{
    return ITEM(l->marks, id) & MARK_DROPPED;
}

bool esm_trims(const Lower *l)
{
    const JsOptions *o = &l->opt;
    return o->trim_unused_imports || (l->ts && !o->verbatim_module_syntax && !o->keep_unused_imports);
}

bool esm_clause_kept(Lower *l, JsNodeId clause)
{
    JsNodeId local = lower_node(l, clause)->import_clause.local;
    JsSymbolId symbol = js_symbol_of(l->b, local);
    if (lower_node(l, clause)->flags & NF_TYPE_ONLY) return false;
    if (l->ts && js_symbol(l->b, symbol)->kind != SYM_IMPORT) return false;  // replaced by a declaration
    if (!esm_trims(l) || js_import_used(l->t, l->b, clause)) return true;
    if (symbol < l->in_metadata.count && ITEM(l->in_metadata, symbol)) return true;
    return jsx_keeps_import(l, lower_src(l, local));
}

static Str clause_name(Lower *l, JsNodeId id)
{
    const JsNode *c = lower_node(l, id);
    if (c->kind == N_IMPORT_DEFAULT) return STR("default");
    if (c->kind == N_IMPORT_STAR) return STR("*");
    return lower_key_text(l, c->import_clause.name);
}

static void add_import(Lower *l, uint32_t request, JsNodeId clause)
{
    const JsNode *c = lower_node(l, clause);
    JsImport import = {.request = request, .name = clause_name(l, clause), .offset = c->start};
    ARENA_PUSH(l->a, &l->unit->imports, import);
    ARENA_PUSH(l->a, &l->locals, lower_src(l, c->import_clause.local));
    JsSymbolId symbol = js_symbol_of(l->b, c->import_clause.local);
    ITEM(l->import_of, symbol) = l->unit->imports.count;
}

static void scan_import(Lower *l, const JsNode *n)
{
    if (n->flags & NF_TYPE_ONLY) return;
    uint32_t kept = 0, written = 0;
    for (JS_EACH(l->t, n->import.clauses, clause)) {
        written++;
        if (esm_clause_kept(l, JS_CHILD(clause))) kept++;
        else ITEM(l->marks, JS_CHILD(clause)) |= MARK_DROPPED;
    }
    bool bare = n->flags & NF_BARE;
    if (l->ts && !bare && kept == 0 && !l->opt.verbatim_module_syntax) return;
    uint32_t request = request_of(l, n->import.source, n->import.attrs, (ImportPhase)n->op);
    for (JS_EACH(l->t, n->import.clauses, clause)) {
        if (!is_dropped(l, JS_CHILD(clause))) add_import(l, request, JS_CHILD(clause));
    }
}

// ---- scan: exports -----------------------------------------------------------------------------------
static void scan_reexport(Lower *l, const JsNode *n)
{
    uint32_t kept = 0, written = 0;
    for (JS_EACH(l->t, n->export_named.specs, spec)) {
        written++;
        if (!(lower_node(l, JS_CHILD(spec))->flags & NF_TYPE_ONLY)) kept++;
    }
    if (written && !kept && !l->opt.verbatim_module_syntax) return;
    uint32_t request = request_of(l, n->export_named.source, n->export_named.attrs, PHASE_EVALUATION);
    for (JS_EACH(l->t, n->export_named.specs, spec)) {
        const JsNode *s = lower_node(l, JS_CHILD(spec));
        if (s->flags & NF_TYPE_ONLY) continue;
        JsExport e = {.kind = EXPORT_INDIRECT, .request = request, .offset = s->start};
        e.name = lower_key_text(l, s->export_spec.exported);
        e.import_name = lower_key_text(l, s->export_spec.local);
        add_export(l, e);
    }
}

static void export_symbol(Lower *l, JsSymbolId id, Str name, uint32_t offset)
{
    const JsSymbol *s = js_symbol(l->b, id);
    if (s->kind == SYM_TYPE || (s->flags & SF_TYPE_ONLY)) return;
    uint32_t import = ITEM(l->import_of, id);
    if (!import) {
        add_local(l, name, slot_for(l, id), offset);
        return;
    }
    const JsImport *i = &ITEM(l->unit->imports, import - 1);
    bool star = str_eq(i->name, STR("*"));
    add_export(l, (JsExport){.kind = star ? EXPORT_STAR_AS : EXPORT_INDIRECT, .name = name, .offset = offset,
                             .request = i->request, .import_name = star ? (Str){} : i->name});
}

static void scan_export_named(Lower *l, const JsNode *n)
{
    if (n->flags & NF_TYPE_ONLY) return;
    if (n->export_named.source) {
        scan_reexport(l, n);
        return;
    }
    for (JS_EACH(l->t, n->export_named.specs, spec)) {
        const JsNode *s = lower_node(l, JS_CHILD(spec));
        if (s->flags & NF_TYPE_ONLY) continue;
        export_symbol(l, js_symbol_of(l->b, s->export_spec.local),
                      lower_key_text(l, s->export_spec.exported), s->start);
    }
}

static void scan_export_star(Lower *l, const JsNode *n)
{
    if (n->flags & NF_TYPE_ONLY) return;
    uint32_t request = request_of(l, n->export_star.source, n->export_star.attrs, PHASE_EVALUATION);
    JsExport e = {.kind = EXPORT_STAR, .request = request, .offset = n->start};
    if (n->export_star.exported) {
        e.kind = EXPORT_STAR_AS;
        e.name = lower_key_text(l, n->export_star.exported);
    }
    add_export(l, e);
}

// The BINDING of a declaration that exists at run time; 0 for types and declared things.
static JsNodeId declared_name(Lower *l, JsNodeId id)
{
    const JsNode *n = lower_node(l, id);
    if (n->flags & NF_DECLARE) return 0;
    switch (n->kind) {
    case N_FUNCTION_DECL: return n->function.body ? n->function.name : 0;
    case N_CLASS_DECL: return n->class_.name;
    case N_TS_ENUM: return n->ts_enum.name;
    case N_TS_NAMESPACE:
        return (n->flags & (NF_TYPE_ONLY | NF_GLOBAL)) || !n->ts_namespace.body ? 0 : n->ts_namespace.name;
    case N_TS_IMPORT_EQUALS: return (n->flags & NF_TYPE_ONLY) ? 0 : n->ts_import_equals.local;
    default: return 0;
    }
}

static void scan_export_decl(Lower *l, const JsNode *n)
{
    EsmLeaves names = {};
    const JsNode *arg = lower_node(l, n->unary.arg);
    if (arg->kind == N_VAR && !(arg->flags & NF_DECLARE)) esm_leaves(l, n->unary.arg, &names);
    JsNodeId name = declared_name(l, n->unary.arg);
    if (name && js_kind(l->t, name) == N_BINDING) ARENA_PUSH(l->a, &names, name);
    for (uint32_t i = 0; i < names.count; i++) {
        JsNodeId binding = ITEM(names, i);
        const JsNode *b = lower_node(l, binding);
        add_local(l, js_atom(l->t, b->ident.name), slot_for(l, js_symbol_of(l->b, binding)), b->start);
    }
}

bool esm_default_is_type(Lower *l, JsNodeId arg)
{
    const JsNode *n = lower_node(l, arg);
    if (n->kind == N_TS_INTERFACE || (n->flags & NF_DECLARE)) return n->kind != N_IDENT;
    if (n->kind == N_FUNCTION_DECL) return !n->function.body;
    if (n->kind != N_IDENT || !l->ts) return false;
    const JsSymbol *s = js_symbol(l->b, js_symbol_of(l->b, arg));
    return s->kind == SYM_TYPE || (s->flags & SF_TYPE_ONLY);
}

static void scan_export_default(Lower *l, const JsNode *n)
{
    if (esm_default_is_type(l, n->unary.arg)) return;
    const JsNode *arg = lower_node(l, n->unary.arg);
    JsNodeId name = arg->kind == N_FUNCTION_DECL || arg->kind == N_CLASS_DECL ? arg->a : 0;
    uint32_t slot = name ? slot_for(l, js_symbol_of(l->b, name)) : new_slot(l, 0);
    if (!name) l->default_slot = slot;
    add_local(l, STR("default"), slot, n->start);
    if (arg->kind == N_FUNCTION_DECL) ITEM(l->unit->exports, l->unit->exports.count - 1).hoisted = true;
}

static void find_free_arguments(Lower *l)
{
    for (JsSymbolId id = js_scope(l->b, 0)->first; id; id = js_symbol(l->b, id)->next) {
        const JsSymbol *s = js_symbol(l->b, id);
        if (s->kind == SYM_FREE && s->name == ATOM_ARGUMENTS) l->free_arguments = id;
    }
}

void esm_scan(Lower *l)
{
    find_free_arguments(l);
    l->marks.count = l->t->nodes.count;
    l->marks.items = ARENA_ARRAY(l->a, uint8_t, l->marks.count);
    l->slots.count = l->b->symbols.count;
    l->slots.items = ARENA_ARRAY(l->a, uint32_t, l->slots.count);
    l->import_of.count = l->b->symbols.count;
    l->import_of.items = ARENA_ARRAY(l->a, uint32_t, l->import_of.count);
    JsListId body = lower_node(l, l->t->root)->program.body;
    for (JS_EACH(l->t, body, stmt)) {  // requests in source order; exports need all imports first
        const JsNode *n = lower_node(l, JS_CHILD(stmt));
        if (n->kind == N_IMPORT) scan_import(l, n);
        else if (n->kind == N_EXPORT_STAR) scan_export_star(l, n);
        else if (n->kind == N_EXPORT_NAMED && n->export_named.source) scan_export_named(l, n);
    }
    for (JS_EACH(l->t, body, stmt)) {
        const JsNode *n = lower_node(l, JS_CHILD(stmt));
        if (n->kind == N_EXPORT_NAMED && !n->export_named.source) scan_export_named(l, n);
        else if (n->kind == N_EXPORT_DECL) scan_export_decl(l, n);
        else if (n->kind == N_EXPORT_DEFAULT) scan_export_default(l, n);
    }
}

static uint32_t count_settled(Lower *l, const JsNode *var)
{
    uint32_t count = 0;
    for (JS_EACH(l->t, var->list.items, item)) {
        const JsNode *d = lower_node(l, JS_CHILD(item));
        EsmLeaves names = {};
        if (d->declarator.init) esm_leaves(l, d->declarator.target, &names);
        for (uint32_t i = 0; i < names.count; i++) {
            uint32_t slot;
            JsSymbolId id = js_symbol_of(l->b, ITEM(names, i));
            if (esm_slot(l, id, &slot) && js_symbol(l->b, id)->kind == SYM_VAR) count++;
        }
    }
    return count;
}

// Only a `var` can get its first value elsewhere: in a block.
bool esm_exports_settled(Lower *l)
{
    uint32_t open = 0;
    for (uint32_t i = 0; i < l->slot_symbols.count; i++) {
        const JsSymbol *s = js_symbol(l->b, ITEM(l->slot_symbols, i));
        if (s->flags & SF_ASSIGNED) return false;
        open += s->kind == SYM_VAR && (s->flags & SF_INITIALIZED);
    }
    for (JS_EACH(l->t, lower_node(l, l->t->root)->program.body, stmt)) {
        const JsNode *n = lower_node(l, JS_CHILD(stmt));
        if (n->kind == N_EXPORT_DECL) n = lower_node(l, n->unary.arg);
        if (open && n->kind == N_VAR && n->op == VAR_VAR) open -= count_settled(l, n);
    }
    return open == 0;
}

// ---- visits ------------------------------------------------------------------------------------------
void esm_import(Lower *l, const Work *w)
{
    if (l->opt.keep_modules) {
        esm_keep(l, w);
        return;
    }
    const JsNode *n = lower_node(l, w->node);
    lower_remove_stmt(l, n->start, n->end);
}

// Start of the word `export`: behind decorators that were written before it.
static uint32_t export_word(Lower *l, const JsNode *n, const JsNode *arg)
{
    uint32_t pos = n->start;
    if (arg->kind != N_CLASS_DECL || !arg->class_.head) return pos;
    for (JS_EACH(l->t, lower_node(l, arg->class_.head)->class_head.mods, mod)) {
        const JsNode *d = lower_node(l, JS_CHILD(mod));
        if (lower_char(l, pos) != '@' || d->kind != N_DECORATOR) break;
        pos = lower_skip(l, d->end);
    }
    return pos;
}

void esm_blank_words(Lower *l, const JsNode *n, const JsNode *arg, bool is_default)
{
    uint32_t pos = export_word(l, n, arg), end = pos + 6;
    if (is_default) end = lower_skip(l, end) + 7;
    edit_blank(&l->ed, pos, end, (Str){});
}

bool esm_declares_type(Lower *l, JsNodeId decl)
{
    const JsNode *n = lower_node(l, decl);
    return n->kind == N_TS_INTERFACE || n->kind == N_TS_TYPE_ALIAS || (n->flags & NF_DECLARE) ||
           (n->kind == N_FUNCTION_DECL && !n->function.body) ||
           ((n->kind == N_TS_NAMESPACE || n->kind == N_TS_IMPORT_EQUALS) && !declared_name(l, decl));
}

static void export_decl(Lower *l, const Work *w, const JsNode *n)
{
    const JsNode *arg = lower_node(l, n->unary.arg);
    if (esm_declares_type(l, n->unary.arg)) {
        lower_remove_stmt(l, n->start, n->end);
        return;
    }
    esm_blank_words(l, n, arg, false);
    lower_push_flags(l, n->unary.arg, w, WORK_TOP);
}

bool lower_is_anonymous_function(const Lower *l, JsNodeId id)
{
    const JsNode *n = lower_node(l, js_unparen(l->t, id));
    if (n->kind == N_ARROW) return true;
    return (n->kind == N_FUNCTION_EXPR || n->kind == N_CLASS_EXPR || n->kind == N_CLASS_DECL) && !n->a;
}

static void default_function(Lower *l, const Work *w, const JsNode *n, const JsNode *arg)
{
    esm_blank_words(l, n, arg, true);
    lower_push(l, n->unary.arg, w);
    if (arg->function.name) return;
    Str name = lower_temp(l, "default");
    uint32_t pos = lower_find(l, arg->start, '(');
    if (arg->function.types) {
        JsNodeId params = lower_node(l, arg->function.types)->signature.type_params;
        if (params) pos = lower_node(l, params)->start;
    }
    edit_before(&l->ed, pos, arg->end, lower_fmt(l, " %.*s", STR_FMT(name)));
    buf_put_fmt(&l->hoisted, "%.*s(%u,%.*s.lower.named(%.*s,\"default\"));", STR_FMT(l->m), l->default_slot,
                STR_FMT(l->m), STR_FMT(name));
}

// export default <expression>: $m(i,<expression>) in place.
static void default_value(Lower *l, const Work *w, const JsNode *n, const JsNode *arg)
{
    bool anonymous = lower_is_anonymous_function(l, n->unary.arg);
    AUTO(Buf) tail = {};
    buf_put(&tail, anonymous ? STR("}.default)") : STR(")"));
    if (lower_char(l, n->end - 1) != ';' || arg->end == n->end) buf_put_char(&tail, ';');
    AUTO(Buf) head = {};
    buf_put_fmt(&head, "%.*s(%u,%s", STR_FMT(l->m), l->default_slot, anonymous ? "{default:" : "");
    uint32_t word = export_word(l, n, arg);
    if (word > n->start) {  // @dec export default class {}
        esm_blank_words(l, n, arg, true);
        edit_before(&l->ed, n->start, n->end, arena_str(l->a, buf_str(&head)));
    } else {
        edit_blank(&l->ed, n->start, arg->start, arena_str(l->a, buf_str(&head)));
    }
    edit_after(&l->ed, arg->start, arg->end, arena_str(l->a, buf_str(&tail)));
    lower_hint_name(l, n->unary.arg, STR("default"));
    Work inner = *w;
    inner.stmt_end = 0;
    lower_push(l, n->unary.arg, &inner);
}

static void export_default(Lower *l, const Work *w, const JsNode *n)
{
    const JsNode *arg = lower_node(l, n->unary.arg);
    if (esm_default_is_type(l, n->unary.arg)) {
        lower_remove_stmt(l, n->start, n->end);
    } else if (arg->kind == N_FUNCTION_DECL) {
        default_function(l, w, n, arg);
    } else if (arg->kind == N_CLASS_DECL && arg->class_.name) {
        esm_blank_words(l, n, arg, true);
        lower_push_flags(l, n->unary.arg, w, WORK_TOP);
    } else {
        default_value(l, w, n, arg);
    }
}

static void export_assign(Lower *l, const Work *w, const JsNode *n)
{
    const JsNode *arg = lower_node(l, n->unary.arg);
    edit_blank(&l->ed, n->start, arg->start, STR("module.exports="));
    l->free_module = true;
    Work inner = *w;
    lower_set_stmt(l, &inner, w->node);
    lower_push(l, n->unary.arg, &inner);
}

void esm_export(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    if (n->kind == N_EXPORT_DECL && w->ctx->kind == CTX_NAMESPACE) lower_namespace_export(l, w);
    else if (l->opt.keep_modules) esm_keep(l, w);
    else if (n->kind == N_EXPORT_DECL) export_decl(l, w, n);
    else if (n->kind == N_EXPORT_DEFAULT) export_default(l, w, n);
    else if (n->kind == N_TS_EXPORT_ASSIGN) export_assign(l, w, n);
    else lower_remove_stmt(l, n->start, n->end);
}

// ---- the generator -----------------------------------------------------------------------------------
// Names of CommonJS that the module refers to without declaring them.
static void put_free_names(Lower *l, Buf *out)
{
    static const char *const names[] = {"require", "module", "exports", "__filename", "__dirname"};
    bool wanted[COUNT_OF(names)] = {[0] = l->free_require, [1] = l->free_module};
    for (JsSymbolId id = js_scope(l->b, 0)->first; id; id = js_symbol(l->b, id)->next) {
        Str name = js_atom(l->t, js_symbol(l->b, id)->name);
        for (size_t i = 0; i < COUNT_OF(names); i++) {
            if (str_eq(name, str_c(ELEM(names, i))) && js_symbol(l->b, id)->ref_count) ELEM(wanted, i) = true;
        }
    }
    char before = '{';
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (!ELEM(wanted, i)) continue;
        buf_put(out, before == '{' ? STR("const") : (Str){});
        buf_put_char(out, before);
        buf_put(out, str_c(ELEM(names, i)));
        before = ',';
    }
    if (before == ',') buf_put_fmt(out, "}=%.*s;", STR_FMT(l->m));
}

static void put_imports(Lower *l, Buf *out)
{
    for (uint32_t i = 0; i < l->locals.count; i++) {
        buf_put(out, i ? STR(",") : STR("let "));
        buf_put(out, ITEM(l->locals, i));
    }
    if (l->locals.count) buf_put_char(out, ';');
}

static void put_hoisted(Lower *l, Buf *out)
{
    for (uint32_t slot = 0; slot < l->slot_symbols.count; slot++) {
        if (!is_hoisted(l, slot)) continue;
        const JsSymbol *s = js_symbol(l->b, ITEM(l->slot_symbols, slot));
        buf_put_fmt(out, "%.*s(%u,%.*s);", STR_FMT(l->m), slot, STR_FMT(lower_src(l, s->decl)));
    }
    buf_put(out, buf_str(&l->hoisted));
}

static void put_setters(Lower *l, Buf *out)
{
    buf_put(out, STR("yield["));
    for (uint32_t i = 0; i < l->locals.count; i++) {
        if (i) buf_put_char(out, ',');
        const Str parts[] = {l->m, STR("_v=>"), ITEM(l->locals, i), STR("="), l->m, STR("_v")};
        for (size_t k = 0; k < COUNT_OF(parts); k++) buf_put(out, ELEM(parts, k));
    }
    buf_put(out, STR("];"));
}

// const $m_i=(v,i)=>v===void 0?$m.early(i,"a,b"):v;   with the local names of all imports
static void put_early_check(Lower *l, Buf *out)
{
    buf_put_fmt(out, "const %.*s_i=(v,i)=>v===void 0?%.*s.early(i,\"", STR_FMT(l->m), STR_FMT(l->m));
    for (uint32_t i = 0; i < l->locals.count; i++) {
        if (i) buf_put_char(out, ',');
        buf_put(out, ITEM(l->locals, i));
    }
    buf_put(out, STR("\"):v;"));
}

void esm_wrap(Lower *l)
{
    AUTO(Buf) head = {};
    AUTO(Buf) tail = {};
    buf_put(&head, l->unit->has_top_level_await ? STR("(async function*(") : STR("(function*("));
    buf_put_fmt(&head, "%.*s){\"use strict\";", STR_FMT(l->m));
    if (l->opt.early.len) put_early_check(l, &head);
    lower_using_top(l, &head, &tail);
    put_imports(l, &head);
    put_free_names(l, &head);
    buf_put(&head, buf_str(&l->prologue));
    put_hoisted(l, &head);
    put_setters(l, &head);
    buf_put(&tail, STR("})"));
    uint32_t end = u32_of(l->t->source.len);
    Str after = lower_fmt(l, "\n%.*s", STR_FMT(buf_str(&tail)));
    if (end == 0) buf_put(&head, after);  // nothing to stand between: both would be at offset 0
    edit_first(&l->ed, 0, end, arena_str(l->a, buf_str(&head)));
    if (end) edit_last(&l->ed, 0, end, after);
    if (l->t->hashbang_end) edit_blank(&l->ed, 0, l->t->hashbang_end, (Str){});
    l->unit->wrapper_columns = utf8_to_utf16_len(buf_str(&head));
    l->unit->slot_count = l->slot_symbols.count;
    l->unit->helper = l->m;
}
