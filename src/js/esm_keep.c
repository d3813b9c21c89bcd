// esm_keep.c - option keep_modules: import and export stay what they are, for Bun.Transpiler and the
// bundler. Only what TypeScript makes of them changes: unused and type-only names go, declarations that
// become other statements (enum, namespace, decorated class) are exported by a clause behind them.
#include "js/esm.h"

// Blanks one item of a `{...}` list with its comma.
static void drop_item(Lower *l, JsNodeId item)
{
    const JsNode *n = lower_node(l, item);
    uint32_t end = n->end, next = lower_skip(l, end);
    if (lower_char(l, next) == ',') end = next + 1;
    edit_blank(&l->ed, n->start, end, (Str){});
}

// `import a, * as b from "x"` has to stay one of the forms an import has, whatever goes.
static void drop_clauses(Lower *l, const JsNode *n, uint32_t kept)
{
    JsList clauses = js_list(l->t, n->import.clauses);
    const JsNode *first = lower_node(l, AT(clauses, 0)), *last = lower_node(l, AT(clauses, clauses.len - 1));
    if (!kept && (last->kind == N_IMPORT_STAR || last->kind == N_IMPORT_DEFAULT)) {
        edit_blank(&l->ed, first->start, lower_node(l, n->import.source)->start, (Str){});
        return;
    }
    for (size_t i = 0; i < clauses.len; i++) {
        JsNodeId clause = AT(clauses, i);
        if (esm_clause_kept(l, clause)) continue;
        if (i && js_kind(l->t, clause) == N_IMPORT_STAR && esm_clause_kept(l, AT(clauses, 0)))
            edit_blank(&l->ed, first->end, last->end, (Str){});
        else drop_item(l, clause);
    }
}

static void keep_import(Lower *l, const JsNode *n)
{
    uint32_t kept = 0, written = 0;
    for (JS_EACH(l->t, n->import.clauses, clause)) {
        written++;
        kept += esm_clause_kept(l, JS_CHILD(clause));
    }
    bool only_types = l->ts && !l->opt.verbatim_module_syntax && written;
    bool nothing_runs = written && n->op != PHASE_EVALUATION;
    bool gone = !kept && !(n->flags & NF_BARE) && (only_types || nothing_runs || esm_trims(l));
    if ((n->flags & NF_TYPE_ONLY) || gone) {
        lower_remove_stmt(l, n->start, n->end);
        return;
    }
    if (kept < written) drop_clauses(l, n, kept);
}

static bool spec_kept(Lower *l, const JsNode *export, const JsNode *spec)
{
    if (spec->flags & NF_TYPE_ONLY) return false;
    if (export->export_named.source || !l->ts) return true;
    const JsSymbol *s = js_symbol(l->b, js_symbol_of(l->b, spec->export_spec.local));
    return s->kind != SYM_TYPE && !(s->flags & SF_TYPE_ONLY);
}

static void keep_export_named(Lower *l, const JsNode *n)
{
    uint32_t kept = 0, written = 0;
    for (JS_EACH(l->t, n->export_named.specs, spec)) {
        written++;
        kept += spec_kept(l, n, lower_node(l, JS_CHILD(spec)));
    }
    bool gone = written && !kept && n->export_named.source && !l->opt.verbatim_module_syntax;
    if ((n->flags & NF_TYPE_ONLY) || gone) {
        lower_remove_stmt(l, n->start, n->end);
        return;
    }
    for (JS_EACH(l->t, n->export_named.specs, spec)) {
        if (!spec_kept(l, n, lower_node(l, JS_CHILD(spec)))) drop_item(l, JS_CHILD(spec));
    }
}

static bool is_decorated(Lower *l, const JsNode *class)
{
    if (!class->class_.head) return false;
    for (JS_EACH(l->t, lower_node(l, class->class_.head)->class_head.mods, mod)) {
        if (js_kind(l->t, JS_CHILD(mod)) == N_DECORATOR) return true;
    }
    return false;
}

// Members alone can be decorated, too: `const $m_c0=...;class C` cannot follow `export`.
static bool becomes_statements(Lower *l, const JsNode *decl)
{
    if (decl->kind == N_TS_ENUM || decl->kind == N_TS_NAMESPACE) return true;
    if (decl->kind != N_CLASS_DECL || !(l->t->features & FEAT_DECORATORS)) return false;
    if (is_decorated(l, decl)) return true;
    for (JS_EACH(l->t, lower_node(l, decl->class_.body)->list.items, member)) {
        if (lower_decorated_member(l, JS_CHILD(member))) return true;
    }
    return false;
}

bool esm_first_export(Lower *l, JsNodeId name)
{
    bool added = true;
    map_put(&l->export_names, lower_src(l, name), &added);
    return added;
}

// export enum E {}   ->   var E;(function(E){...})(E||(E={}));export{E};   once for each name
static void export_behind(Lower *l, const Work *w, const JsNode *n, bool is_default)
{
    const JsNode *arg = lower_node(l, n->unary.arg);
    JsNodeId name = arg->a;  // the name of classes, enums and namespaces alike
    esm_blank_words(l, n, arg, is_default);
    lower_push_flags(l, n->unary.arg, w, WORK_TOP);
    if (!esm_first_export(l, name)) return;
    edit_after(&l->ed, n->start, n->end, lower_fmt(l, ";export{%.*s%s};", STR_FMT(lower_src(l, name)),
                                                   is_default ? " as default" : ""));
}

static void keep_export_decl(Lower *l, const Work *w, const JsNode *n)
{
    const JsNode *arg = lower_node(l, n->unary.arg);
    bool named = arg->kind == N_FUNCTION_DECL || arg->kind == N_CLASS_DECL;
    if (esm_declares_type(l, n->unary.arg)) {
        lower_remove_stmt(l, n->start, n->end);
    } else if (l->top_block && arg->kind != N_FUNCTION_DECL) {
        esm_blank_words(l, n, arg, false);
        lower_push_flags(l, n->unary.arg, w, WORK_TOP);
    } else if (becomes_statements(l, arg)) {
        export_behind(l, w, n, false);
    } else {
        if (named && !esm_first_export(l, arg->a)) esm_blank_words(l, n, arg, false);
        lower_push_flags(l, n->unary.arg, w, WORK_TOP);
    }
}

static void keep_export_default(Lower *l, const Work *w, const JsNode *n)
{
    const JsNode *arg = lower_node(l, n->unary.arg);
    bool named_class = arg->kind == N_CLASS_DECL && arg->class_.name;
    if (esm_default_is_type(l, n->unary.arg)) {
        lower_remove_stmt(l, n->start, n->end);
    } else if (l->top_block && arg->kind != N_FUNCTION_DECL) {
        esm_block_default(l, w);
    } else if (named_class && becomes_statements(l, arg)) {
        export_behind(l, w, n, true);
    } else {
        Work inner = *w;
        lower_set_stmt(l, &inner, w->node);
        lower_hint_name(l, n->unary.arg, STR("default"));
        if (arg->start < lower_find(l, n->start, 'e') || lower_char(l, n->start) == '@') {
            esm_blank_words(l, n, arg, true);
            edit_before(&l->ed, n->start, n->end, STR("export default "));
        }
        lower_push_flags(l, n->unary.arg, &inner, arg->kind == N_CLASS_DECL ? WORK_TOP : 0);
    }
}

void esm_keep(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    switch (n->kind) {
    case N_IMPORT: keep_import(l, n); return;
    case N_EXPORT_NAMED: keep_export_named(l, n); return;
    case N_EXPORT_DECL: keep_export_decl(l, w, n); return;
    case N_EXPORT_DEFAULT: keep_export_default(l, w, n); return;
    case N_EXPORT_STAR:
        if (n->flags & NF_TYPE_ONLY) lower_remove_stmt(l, n->start, n->end);
        return;
    case N_TS_EXPORT_ASSIGN: {
        const JsNode *arg = lower_node(l, n->unary.arg);
        edit_blank(&l->ed, n->start, arg->start, STR("module.exports="));
        lower_push(l, n->unary.arg, w);
        return;
    }
    default: lower_remove_stmt(l, n->start, n->end);
    }
}
