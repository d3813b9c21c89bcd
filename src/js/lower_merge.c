// lower_merge.c - which names the merged blocks of a namespace share.
//
// namespace N { export const x = 1 }   namespace N { f(x) }   ->   the second block means N.x
//
// Blocks may come in any order and use what a later one exports, so all names are gathered before the first
// block is lowered. Namespaces and enums that are exported by different blocks of one namespace are one thing,
// too: N.M of the first block is N.M of the second, though each block declares a variable M.
// Cost: one pass over the statements of namespaces; nothing in files without any.
#include "js/esm.h"

JsSymbolId lower_merged(const Lower *l, JsSymbolId id)
{
    return id < l->merged.count && ITEM(l->merged, id) ? ITEM(l->merged, id) : id;
}

static bool exists(Lower *l, JsNodeId decl)
{
    return !esm_declares_type(l, decl);
}

// The exported namespace or enum `name` of `owner`; the first block's variable stands for all.
static JsSymbolId join(Lower *l, JsSymbolId owner, JsNodeId name)
{
    JsSymbolId own = js_symbol_of(l->b, name);
    bool added;
    uint64_t *first = map_put(&l->nested, lower_fmt(l, "%u:%.*s", owner, STR_FMT(lower_src(l, name))), &added);
    if (added) *first = own;
    ITEM(l->merged, own) = (JsSymbolId)*first;
    return (JsSymbolId)*first;
}

static void add_names(Lower *l, JsSymbolId owner, JsNodeId decl)
{
    const JsNode *n = lower_node(l, decl);
    EsmLeaves leaves = {};
    if (n->kind == N_VAR) esm_leaves(l, decl, &leaves);
    for (uint32_t i = 0; i < leaves.count; i++) lower_add_name(l, owner, lower_src(l, ITEM(leaves, i)));
    bool named = n->kind == N_FUNCTION_DECL || n->kind == N_CLASS_DECL || n->kind == N_TS_ENUM ||
                 n->kind == N_TS_NAMESPACE || n->kind == N_TS_IMPORT_EQUALS;
    if (named) lower_add_name(l, owner, lower_src(l, n->a));
    if (n->kind == N_TS_ENUM) join(l, owner, n->ts_enum.name);
}

static void gather(Lower *l, JsNodeId namespace, JsSymbolId owner)
{
    JsNodeId body = lower_node(l, namespace)->ts_namespace.body;
    while (js_kind(l->t, body) == N_TS_NAMESPACE) {  // namespace A.B {}: A exports B
        JsNodeId name = lower_node(l, body)->ts_namespace.name;
        lower_add_name(l, owner, lower_src(l, name));
        owner = join(l, owner, name);
        body = lower_node(l, body)->ts_namespace.body;
    }
    for (JS_EACH(l->t, lower_node(l, body)->list.items, stmt)) {
        JsNodeId decl = JS_CHILD(stmt);
        bool exported = js_kind(l->t, decl) == N_EXPORT_DECL;
        if (exported) decl = lower_node(l, decl)->unary.arg;
        bool variable = exported && js_kind(l->t, decl) == N_VAR;  // declared: code elsewhere puts it on the object
        if (!exists(l, decl) && !variable) continue;
        if (exported) add_names(l, owner, decl);
        if (js_kind(l->t, decl) != N_TS_NAMESPACE) continue;
        JsNodeId name = lower_node(l, decl)->ts_namespace.name;
        gather(l, decl, exported ? join(l, owner, name) : js_symbol_of(l->b, name));
    }
}

void lower_merge_prepare(Lower *l)
{
    if (l->merged.count) return;
    l->merged.count = l->b->symbols.count;
    l->merged.items = ARENA_ARRAY(l->a, JsSymbolId, l->merged.count);
    for (JS_EACH(l->t, lower_node(l, l->t->root)->program.body, stmt)) {
        JsNodeId decl = JS_CHILD(stmt);
        if (js_kind(l->t, decl) == N_EXPORT_DECL) decl = lower_node(l, decl)->unary.arg;
        if (js_kind(l->t, decl) != N_TS_NAMESPACE || !exists(l, decl)) continue;
        gather(l, decl, js_symbol_of(l->b, lower_node(l, decl)->ts_namespace.name));
    }
}
