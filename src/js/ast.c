// ast.c - tables of the tree's kinds, and the tree as text.
#include "js/ast.h"

static const char *const kind_names[N_COUNT] = {
#define NODE(id, field, k1, n1, k2, n2, k3, n3, k4, n4) #id,
#include "js/nodes.def"
#undef NODE
};
static const char kind_slots[N_COUNT][5] = {
#define NODE(id, field, k1, n1, k2, n2, k3, n3, k4, n4) #k1 #k2 #k3 #k4,
#include "js/nodes.def"
#undef NODE
};
static const char *const op_texts[OP_COUNT] = {
#define OP(id, text, precedence) text,
#include "js/ops.def"
#undef OP
};
static const uint8_t op_precedences[OP_COUNT] = {
#define OP(id, text, precedence) precedence,
#include "js/ops.def"
#undef OP
};

Str js_slots(JsKind kind) { return (Str){ELEM(kind_slots, kind), 4}; }
const char *js_kind_name(JsKind kind) { return ELEM(kind_names, kind); }
const char *js_op_text(JsOp op) { return ELEM(op_texts, op); }
unsigned js_op_precedence(JsOp op) { return ELEM(op_precedences, op); }

JsNodeId js_unparen(const JsTree *t, JsNodeId id)
{
    while (js_kind(t, id) == N_PAREN) id = js_node(t, id)->unary.arg;
    return id;
}

JsNodeId js_unwrap(const JsTree *t, JsNodeId id)
{
    for (;;) {
        const JsNode *n = js_node(t, id);
        switch (n->kind) {
        case N_PAREN:
        case N_TS_NON_NULL: id = n->unary.arg; break;
        case N_TS_AS:
        case N_TS_SATISFIES:
        case N_TS_ASSERTION: id = n->ts_as.expr; break;
        default: return id;
        }
    }
}

// ---- the tree as text ------------------------------------------------------------------------------------

#define DUMP_MAX_DEPTH (JS_MAX_DEPTH * 2)

static bool op_is_operator(JsKind kind)
{
    return kind == N_UNARY || kind == N_UPDATE || kind == N_BINARY || kind == N_LOGICAL || kind == N_ASSIGN;
}

static void dump_head(const JsTree *t, const JsNode *n, JsNodeId id, Buf *out)
{
    buf_put(out, str_c(js_kind_name((JsKind)n->kind)));
    if (op_is_operator((JsKind)n->kind)) {
        buf_put_char(out, ' ');
        buf_put(out, str_c(js_op_text((JsOp)n->op)));
    } else if (n->op && n->kind != N_SPREAD) {
        buf_put_fmt(out, " op%u", n->op);
    }
    if (n->flags) buf_put_fmt(out, " f%x", n->flags);
    switch (n->kind) {
    case N_NUMBER:
    case N_BIGINT:
    case N_STRING:
    case N_REGEX:
    case N_TEMPLATE_TEXT:
    case N_JSX_TEXT:
    case N_JSX_STRING:
        buf_put_char(out, ' ');
        buf_put(out, js_text(t, id));
        break;
    default: break;
    }
}

static void dump(const JsTree *t, JsNodeId id, Buf *out, unsigned depth);

static void dump_list(const JsTree *t, JsListId id, Buf *out, unsigned depth)
{
    JsList list = js_list(t, id);
    buf_put_char(out, '[');
    for (size_t i = 0; i < list.len; i++) {
        if (i) buf_put_char(out, ' ');
        dump(t, AT(list, i), out, depth);
    }
    buf_put_char(out, ']');
}

static void dump_slot(const JsTree *t, char slot, uint32_t value, Buf *out, unsigned depth)
{
    if (slot == '_' || slot == 'U') return;
    buf_put_char(out, ' ');
    if (slot == 'N')
        dump(t, value, out, depth);
    else if (slot == 'L')
        dump_list(t, value, out, depth);
    else
        buf_put(out, js_atom(t, value));
}

static void dump(const JsTree *t, JsNodeId id, Buf *out, unsigned depth)
{
    if (!id) return buf_put_char(out, '-');
    if (depth > DUMP_MAX_DEPTH) return buf_put(out, STR("..."));
    const JsNode *n = js_node(t, id);
    Str slots = js_slots((JsKind)n->kind);
    buf_put_char(out, '(');
    dump_head(t, n, id, out);
    dump_slot(t, str_at(slots, 0), n->a, out, depth + 1);
    dump_slot(t, str_at(slots, 1), n->b, out, depth + 1);
    dump_slot(t, str_at(slots, 2), n->c, out, depth + 1);
    dump_slot(t, str_at(slots, 3), n->d, out, depth + 1);
    buf_put_char(out, ')');
}

void js_dump(const JsTree *t, JsNodeId id, Buf *out) { dump(t, id, out, 0); }
