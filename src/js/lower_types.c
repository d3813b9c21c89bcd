// lower_types.c - TypeScript syntax without a meaning at run time becomes white space.
//
// Four places need more than blanks: a semicolon where the statement would run on into the next line
// (lower_erase), an arrow's `=>` that must stay on the line of its `)`, `<T>x`, whose `<` becomes a
// parenthesis so that `() => <T>{}` stays an expression, and `a + b as T * c`, which multiplies the sum.
#include "js/lower.h"

static void erase_assertion(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node), *expr = lower_node(l, n->ts_as.expr);
    edit_blank(&l->ed, n->start, expr->start, STR("("));
    edit_after(&l->ed, n->start, n->end, STR(")"));
    lower_end_stmt(l, w, n->end);
    lower_push(l, n->ts_as.expr, w);
}

static void erase_after(Lower *l, const Work *w, JsNodeId expr)
{
    lower_erase(l, lower_node(l, expr)->end, lower_node(l, w->node)->end, w);
    lower_push(l, expr, w);
}

static bool is_cast(JsKind kind)
{
    return kind == N_TS_AS || kind == N_TS_SATISFIES || kind == N_TS_NON_NULL || kind == N_TS_INSTANTIATION;
}

// Parentheses where the expression without its type would read as something else: `a + b as T * c`, `let![a]`, which
// would declare, `'use strict'!`. `0,` in front where they would make a call of the line before.
static void keep_group(Lower *l, const Work *w, const JsNode *cast)
{
    const JsNode *n = cast;
    while (is_cast((JsKind)n->kind)) n = lower_node(l, n->a);
    bool begins = n->start == w->stmt_start;
    bool innermost = n == lower_node(l, cast->a), is_let = n->kind == N_IDENT && n->ident.name == ATOM_LET;
    if (!(cast->flags & NF_GROUPS) && !(innermost && (is_let || (begins && n->kind == N_STRING)))) return;
    edit_wrap(&l->ed, n->start, n->end, begins ? STR("0,(") : STR("("), STR(")"));
}

bool lower_types(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    switch (n->kind) {
    case N_TS_AS: case N_TS_SATISFIES: case N_TS_INSTANTIATION: case N_TS_NON_NULL:
        keep_group(l, w, n);
        erase_after(l, w, n->a);
        return true;
    case N_TS_ASSERTION:
        erase_assertion(l, w);
        return true;
    case N_TS_ANNOTATION: case N_TS_TYPE_PARAMS: case N_TS_TYPE_ARGS: case N_TS_IMPLEMENTS:
    case N_TS_MODIFIER:
        lower_erase(l, n->start, n->end, w);
        return true;
    case N_TS_INTERFACE: case N_TS_TYPE_ALIAS: case N_TS_INDEX_SIGNATURE:
        lower_remove_stmt(l, n->start, n->end);
        return true;
    default: return false;
    }
}

// `(a): T => x` with a line break in T: the `)` moves behind it, as `=>` may not start a line.
static void arrow_returns(Lower *l, const JsNode *sig, const Work *w)
{
    const JsNode *returns = lower_node(l, sig->signature.returns);
    if (!lower_has_newline(l, sig->signature.close, returns->end)) {
        lower_push(l, sig->signature.returns, w);
        return;
    }
    edit_replace(&l->ed, sig->signature.close, sig->signature.close + 1, STR(" "));
    edit_blank(&l->ed, returns->start, returns->end, (Str){});
    edit_after(&l->ed, returns->start, returns->end, STR(")"));
}

// `async <T>(a) => x` with a line break in <T>: the `<` becomes the parenthesis, as nothing may break the
// line behind `async`, nor behind `return`, `throw` or `yield` if such a word is in front.
static void arrow_type_params(Lower *l, const JsNode *sig, const Work *w)
{
    const JsNode *params = lower_node(l, sig->signature.type_params);
    if (!lower_has_newline(l, params->start, sig->signature.open)) {
        lower_push(l, sig->signature.type_params, w);
        return;
    }
    edit_blank(&l->ed, params->start, params->end, STR("("));
    edit_replace(&l->ed, sig->signature.open, sig->signature.open + 1, STR(" "));
}

static void function_types(Lower *l, const JsNode *n, const Work *w)
{
    if (!n->function.types) return;
    const JsNode *sig = lower_node(l, n->function.types);
    bool arrow = n->kind == N_ARROW;
    if (sig->signature.type_params) {
        if (arrow) arrow_type_params(l, sig, w);
        else lower_push(l, sig->signature.type_params, w);
    }
    if (!sig->signature.returns) return;
    if (arrow) arrow_returns(l, sig, w);
    else lower_push(l, sig->signature.returns, w);
}

void lower_function(Lower *l, const Work *w)
{
    lower_function_after(l, w, (Str){});
}

void lower_function_after(Lower *l, const Work *w, Str after_super)
{
    const JsNode *n = lower_node(l, w->node);
    if (!n->function.body || (n->flags & NF_DECLARE)) {
        lower_remove_stmt(l, n->start, n->end);
        return;
    }
    Work inner = *w;
    Ctx *ctx = lower_ctx(l, w, n->kind == N_ARROW ? CTX_ARROW : CTX_FUNCTION);
    ctx->after_super = after_super;
    inner.ctx = ctx;
    function_types(l, n, &inner);
    lower_push_list(l, n->function.params, &inner);
    lower_push(l, n->function.body, &inner);
}

// The class has taken the decorators (lower_decorators.c), and visits what they call.
static void param_mods(Lower *l, const Work *w, const JsNode *param)
{
    for (JS_EACH(l->t, param->param.mods, mod))
        if (js_kind(l->t, JS_CHILD(mod)) != N_DECORATOR) lower_push(l, JS_CHILD(mod), w);
}

void lower_param(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    if (!(n->flags & NF_THIS)) {
        param_mods(l, w, n);
        lower_push(l, n->param.pattern, w);
        lower_push(l, n->param.init, w);
        lower_push(l, n->param.types, w);
        return;
    }
    uint32_t end = n->end, next = lower_skip(l, end);
    if (lower_char(l, next) == ',') end = next + 1;
    edit_blank(&l->ed, n->start, end, (Str){});
}
