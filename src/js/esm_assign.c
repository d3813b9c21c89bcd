// esm_assign.c - live bindings: every write to an exported variable tells the importers; reads of imports
// that may be too early are checked.
//
// $m(slot, value) returns value, so it wraps assignments in any place; $m.post(result, slot, value, ...)
// is for writes whose result is not the new value. A write to an imported name goes to a property of
// $m.readonly("name"), whose setter throws, so every form of assignment needs only the name replaced.
#include "js/esm.h"

#include "base/num.h"

// "0,a,1,b": the exported leaves.
static void put_pairs(Lower *l, const EsmLeaves *leaves, Buf *out)
{
    for (uint32_t i = 0; i < leaves->count; i++) {
        uint32_t slot;
        JsNodeId id = ITEM(*leaves, i);
        if (!esm_slot(l, js_symbol_of(l->b, id), &slot)) continue;
        if (out->len) buf_put_char(out, ',');
        buf_put_fmt(out, "%u,%.*s", slot, STR_FMT(lower_src(l, id)));
    }
}

static void put_pushes(Lower *l, const EsmLeaves *leaves, Buf *out)
{
    for (uint32_t i = 0; i < leaves->count; i++) esm_put_push(l, ITEM(*leaves, i), out);
}

void esm_put_push(Lower *l, JsNodeId binding, Buf *out)
{
    uint32_t slot;
    if (!esm_slot(l, js_symbol_of(l->b, binding), &slot)) return;
    buf_put_fmt(out, "%.*s(%u,%.*s);", STR_FMT(l->m), slot, STR_FMT(lower_src(l, binding)));
}

static void mark_readonly(Lower *l, const EsmLeaves *leaves)
{
    for (uint32_t i = 0; i < leaves->count; i++) {
        const JsSymbol *s = js_symbol(l->b, js_symbol_of(l->b, ITEM(*leaves, i)));
        bool import = s->kind == SYM_IMPORT && s->owner && js_kind(l->t, s->owner) != N_TS_IMPORT_EQUALS;
        if (import) ITEM(l->marks, ITEM(*leaves, i)) |= MARK_READONLY;
    }
}

void esm_assign(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    lower_push_children(l, w);
    if (!l->marks.count) return;
    EsmLeaves leaves = {};
    esm_leaves(l, n->binary.left, &leaves);
    mark_readonly(l, &leaves);
    AUTO(Buf) pairs = {};
    put_pairs(l, &leaves, &pairs);
    if (!pairs.len) return;
    uint32_t slot = 0;
    if (js_kind(l->t, js_unwrap(l->t, n->binary.left)) == N_IDENT) {
        esm_slot(l, js_symbol_of(l->b, ITEM(leaves, 0)), &slot);
        edit_wrap(&l->ed, n->start, n->end, lower_fmt(l, "%.*s(%u,", STR_FMT(l->m), slot), STR(")"));
    } else {
        edit_wrap(&l->ed, n->start, n->end, lower_fmt(l, "%.*s.post(", STR_FMT(l->m)),
                  lower_fmt(l, ",%.*s)", STR_FMT(buf_str(&pairs))));
    }
    lower_end_stmt(l, w, n->end);
}

void esm_update(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    lower_push_children(l, w);
    if (!l->marks.count) return;
    EsmLeaves leaves = {};
    esm_leaves(l, n->unary.arg, &leaves);
    mark_readonly(l, &leaves);
    uint32_t slot;
    if (!leaves.count || !esm_slot(l, js_symbol_of(l->b, ITEM(leaves, 0)), &slot)) return;
    if (n->flags & NF_PREFIX) {
        edit_wrap(&l->ed, n->start, n->end, lower_fmt(l, "%.*s(%u,", STR_FMT(l->m), slot), STR(")"));
        return;
    }
    Str name = lower_src(l, ITEM(leaves, 0));
    edit_wrap(&l->ed, n->start, n->end, lower_fmt(l, "%.*s.post(", STR_FMT(l->m)),
              lower_fmt(l, ",%u,%.*s)", slot, STR_FMT(name)));
    lower_end_stmt(l, w, n->end);
}

// for (x of y) body: the pushes open the body.
void esm_for_in(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node), *body = lower_node(l, n->for_in.body);
    if (!l->marks.count) return;
    EsmLeaves leaves = {};
    esm_leaves(l, n->for_in.left, &leaves);
    if (js_kind(l->t, n->for_in.left) != N_VAR) mark_readonly(l, &leaves);
    AUTO(Buf) pushes = {};
    put_pushes(l, &leaves, &pushes);
    if (!pushes.len) return;
    Str text = arena_str(l->a, buf_str(&pushes));
    if (body->kind == N_BLOCK) edit_before(&l->ed, body->start + 1, body->end, text);
    else edit_wrap(&l->ed, body->start, body->end, lower_fmt(l, "{%.*s", STR_FMT(text)), STR("}"));
}

// var x = 1   in a block or a for head: the push is one more declarator, so no statement is added.
static void push_declarator(Lower *l, const Work *w, const JsNode *n, const EsmLeaves *leaves)
{
    AUTO(Buf) pairs = {};
    put_pairs(l, leaves, &pairs);
    JsNodeId last = 0;
    for (JS_EACH(l->t, n->list.items, item)) last = JS_CHILD(item);
    const JsNode *d = lower_node(l, last);
    Str name = lower_temp(l, "push");
    edit_after(&l->ed, d->start, d->end, lower_fmt(l, ",%.*s=%.*s.post(0,%.*s)", STR_FMT(name),
                                                   STR_FMT(l->m), STR_FMT(buf_str(&pairs))));
    lower_end_stmt(l, w, n->end);
}

void esm_var(Lower *l, const Work *w)
{
    if (!l->marks.count) return;
    const JsNode *n = lower_node(l, w->node);
    EsmLeaves leaves = {};
    for (JS_EACH(l->t, n->list.items, item)) {
        const JsNode *d = lower_node(l, JS_CHILD(item));
        if ((w->flags & WORK_TOP) || d->declarator.init) esm_leaves(l, d->declarator.target, &leaves);
    }
    AUTO(Buf) pushes = {};
    put_pushes(l, &leaves, &pushes);
    if (!pushes.len || (w->flags & WORK_FOR_IN)) return;
    if (!(w->flags & WORK_TOP)) {
        push_declarator(l, w, n, &leaves);
        return;
    }
    Str lead = lower_has_semicolon(l, n) ? (Str){} : STR(";");
    edit_after(&l->ed, n->start, n->end, lower_fmt(l, "%.*s%.*s", STR_FMT(lead), STR_FMT(buf_str(&pushes))));
}

// ---- reads -------------------------------------------------------------------------------------------
// $m_i(a,3): begins with a name as the read did, so that no semicolon is inserted or lost before it.
bool esm_early_read(Lower *l, JsNodeId ident, Str *value)
{
    JsSymbolId id = js_symbol_of(l->b, ident);
    if (!id || js_symbol(l->b, id)->kind != SYM_IMPORT || (lower_node(l, ident)->flags & NF_IN_TYPE)) return false;
    uint32_t import = id < l->import_of.count ? ITEM(l->import_of, id) : 0;
    if (!import || str_peek(l->opt.early, import - 1) != '1') return false;
    bool callee = ITEM(l->marks, ident) & MARK_NEW;  // new $m_i(a,3)() would construct $m_i
    *value = lower_fmt(l, callee ? "(%.*s_i(%.*s,%u))" : "%.*s_i(%.*s,%u)", STR_FMT(l->m),
                       STR_FMT(lower_src(l, ident)), import - 1);
    return true;
}

void esm_new(Lower *l, const Work *w)
{
    lower_push_children(l, w);
    if (!l->opt.early.len) return;
    JsNodeId id = lower_node(l, w->node)->call.callee;
    for (;;) {
        const JsNode *n = lower_node(l, id);
        if (n->kind == N_MEMBER || n->kind == N_INDEX) id = n->member.object;
        else if (n->kind == N_TAGGED) id = n->tagged.tag;
        else break;
    }
    ITEM(l->marks, id) |= MARK_NEW;
}
