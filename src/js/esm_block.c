// esm_block.c - option keep_modules, and `using` among the statements of the file itself: they move into a block, where
// import and export cannot stand.
//
// import a from "a"; using b = a(); export const c = b; export function d() {}
//   ->   import a from "a"; export function d() {} const $m_s0=$m.lower.using();try{ var b = $m_s0.use(a()); var c = b;
//        }catch($m_e){$m_s0.fail($m_e)}finally{$m_s0.done()} export{c};
// Functions stay outside, for importers in a cycle may call them before the block runs. They and the export clauses must
// see the variables of the block, so that all of these become `var`, as in Bun. Lines move: what keeps its modules is
// printed anew.
#include "base/num.h"
#include "js/esm.h"

typedef enum Place { PLACE_HEAD, PLACE_BLOCK, PLACE_TAIL } Place;

static Place place_of(const Lower *l, const JsNode *n)
{
    switch (n->kind) {
    case N_IMPORT: case N_EXPORT_STAR: case N_FUNCTION_DECL: return PLACE_HEAD;
    case N_EXPORT_NAMED: return n->export_named.source ? PLACE_HEAD : PLACE_TAIL;
    case N_EXPORT_DECL: case N_EXPORT_DEFAULT:
        return js_kind(l->t, n->unary.arg) == N_FUNCTION_DECL ? PLACE_HEAD : PLACE_BLOCK;
    default: return PLACE_BLOCK;
    }
}

void esm_block_var(Lower *l, const JsNode *var)
{
    if (var->op == VAR_LET || var->op == VAR_CONST)
        edit_replace(&l->ed, var->start, var->start + (var->op == VAR_LET ? 3 : 5), STR("var"));
}

static Str default_name(Lower *l)
{
    return lower_fmt(l, "%.*s_default", STR_FMT(l->m));
}

// export default e   ->   var{default:$m_default}={default:e}, which names an anonymous function
void esm_block_default(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node), *arg = lower_node(l, n->unary.arg);
    if (arg->kind == N_CLASS_DECL && arg->class_.name) {
        esm_blank_words(l, n, arg, true);
        lower_push_flags(l, n->unary.arg, w, WORK_TOP);
        return;
    }
    Work inner = *w;
    inner.stmt_end = 0;
    Str head = lower_fmt(l, "var{default:%.*s}={default:", STR_FMT(default_name(l)));
    if (lower_char(l, n->start) == '@') {
        esm_blank_words(l, n, arg, true);
        edit_before(&l->ed, n->start, n->end, head);
    } else {
        edit_replace(&l->ed, n->start, arg->start, head);
    }
    edit_after(&l->ed, arg->start, arg->end, STR("}"));
    lower_hint_name(l, n->unary.arg, STR("default"));
    lower_push(l, n->unary.arg, &inner);
}

// ---- output ----------------------------------------------------------------------------------------
static void put_statements(Lower *l, Place place, Buf *out)
{
    uint32_t from = l->t->hashbang_end;
    for (JS_EACH(l->t, lower_node(l, l->t->root)->program.body, stmt)) {
        const JsNode *n = lower_node(l, JS_CHILD(stmt));
        if (place_of(l, n) == place) {
            edits_render_range(&l->ed, from, n->end, out);
            buf_put_char(out, ';');
        }
        from = n->end;
    }
}

static uint32_t statements_end(const Lower *l)
{
    uint32_t end = 0;
    for (JS_EACH(l->t, lower_node(l, l->t->root)->program.body, stmt)) end = lower_node(l, JS_CHILD(stmt))->end;
    return end;
}

static void put_export(Lower *l, JsNodeId name, Buf *out)
{
    if (esm_first_export(l, name)) buf_put_fmt(out, "%.*s,", STR_FMT(lower_src(l, name)));
}

static void put_declared(Lower *l, JsNodeId decl, Buf *out)
{
    EsmLeaves names = {};
    if (esm_declares_type(l, decl)) return;
    if (js_kind(l->t, decl) != N_VAR) put_export(l, lower_node(l, decl)->a, out);  // of all of them the name
    else esm_leaves(l, decl, &names);
    for (uint32_t i = 0; i < names.count; i++) put_export(l, ITEM(names, i), out);
}

static void put_default(Lower *l, JsNodeId value, Buf *out)
{
    const JsNode *n = lower_node(l, value);
    if (esm_default_is_type(l, value)) return;
    bool named = n->kind == N_CLASS_DECL && n->class_.name;
    buf_put_fmt(out, "%.*s as default,", STR_FMT(named ? lower_src(l, n->class_.name) : default_name(l)));
}

static void put_exports(Lower *l, Buf *out)
{
    AUTO(Buf) names = {};
    for (JS_EACH(l->t, lower_node(l, l->t->root)->program.body, stmt)) {
        const JsNode *n = lower_node(l, JS_CHILD(stmt));
        if (place_of(l, n) != PLACE_BLOCK) continue;
        if (n->kind == N_EXPORT_DECL) put_declared(l, n->unary.arg, &names);
        if (n->kind == N_EXPORT_DEFAULT) put_default(l, n->unary.arg, &names);
    }
    if (names.len) buf_put_fmt(out, "export{%.*s};", STR_FMT(buf_str(&names)));
}

void esm_block_render(Lower *l, Buf *out)
{
    AUTO(Buf) open = {};
    AUTO(Buf) close = {};
    lower_using_top(l, &open, &close);
    if (l->t->hashbang_end) {
        edit_replace(&l->ed, 0, 2, STR("//"));
        edits_render_range(&l->ed, 0, l->t->hashbang_end, out);
        buf_put_char(out, '\n');
    }
    buf_put(out, buf_str(&l->prologue));
    put_statements(l, PLACE_HEAD, out);
    buf_put(out, buf_str(&open));
    put_statements(l, PLACE_BLOCK, out);
    edits_render_range(&l->ed, statements_end(l), u32_of(l->t->source.len), out);
    buf_put_char(out, '\n');  // what is rendered may end in a comment
    buf_put(out, buf_str(&close));
    put_statements(l, PLACE_TAIL, out);
    put_exports(l, out);
}
