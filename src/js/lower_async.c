// lower_async.c - what has to survive an `await` (option async_context): the context of AsyncLocalStorage, and who
// waits for whom, for the `at async` lines of stacks (docs/modules.md).
//
//   await x  ->  $m_r(await $m_w(x,$m_t,17),$m_t)   with const $m_t=$m_n(); at the start of the function;
//            17 is the offset of the await in the source
//   catch and finally of a try around it begin with  if($m_t.site>=0)$m_r(0,$m_t);
//   for await (x of y) z  ->  {const $m_k7=$m_c.current;for await (x of $m.context.iterate(y)) {$m_c.current=$m_k7;z}
//            $m_c.current=$m_k7;}
//
// $m_t stands for this call of the function, $m_w stores in it what is current when the function stops (after x was
// evaluated, which may enter a context), and $m_r makes that current again when it goes on, as in Node.js. Both
// return their first argument. The site is negative unless an await is under way, so a catch knows whether a
// rejection brought it there. $m_c is the cell with the current context.
// Async generators keep the context of whoever calls next(), until they await.
// Limit: a rejection of the iterator of `for await` reaches its catch in the context of the last await.
#include "js/lower.h"

void lower_async_prepare(Lower *l)
{
    uint32_t wanted = FEAT_ASYNC | FEAT_TOP_LEVEL_AWAIT;
    if (!l->opt.async_context || !(l->t->features & wanted)) return;
    l->async_context = true;
    l->needs_m = true;
    buf_put_fmt(&l->prologue, "const{cell:%.*s_c,keep:%.*s_w,resume:%.*s_r,task:%.*s_n}=%.*s.context;", STR_FMT(l->m),
                STR_FMT(l->m), STR_FMT(l->m), STR_FMT(l->m), STR_FMT(l->m));
}

static bool is_function(const Ctx *c)
{
    return c->kind == CTX_FUNCTION || c->kind == CTX_ARROW || c->kind == CTX_PROGRAM;
}

static void restore_at(Lower *l, JsNodeId block)
{
    const JsNode *b = lower_node(l, block);
    edit_before(&l->ed, b->start + 1, b->end,
                lower_fmt(l, "if(%.*s_t.site>=0)%.*s_r(0,%.*s_t);", STR_FMT(l->m), STR_FMT(l->m), STR_FMT(l->m)));
}

// The first await in a try statement: its catch and finally restore the context.
static void use_try(Lower *l, Ctx *c)
{
    if (c->used) return;
    c->used = true;
    const JsNode *n = lower_node(l, c->node);
    if (n->try_.handler && !c->in_handler) restore_at(l, lower_node(l, n->try_.handler)->catch_.body);
    if (n->try_.finalizer) restore_at(l, n->try_.finalizer);
}

// $m_t is declared at the start of the function; in the prologue for the file itself. The expression of an
// arrow becomes a block.
static void declare_frame(Lower *l, Ctx *function)
{
    if (function->used) return;
    function->used = true;
    Str text = lower_fmt(l, "const %.*s_t=%.*s_n();", STR_FMT(l->m), STR_FMT(l->m));
    if (function->kind == CTX_PROGRAM) {
        buf_put(&l->prologue, text);
        return;
    }
    const JsNode *body = lower_node(l, lower_node(l, function->node)->function.body);
    if (body->kind != N_BLOCK) {
        edit_first(&l->ed, body->start, body->end, lower_fmt(l, "{%.*sreturn ", STR_FMT(text)));
        edit_last(&l->ed, body->start, body->end, STR("}"));
        return;
    }
    uint32_t pos = lower_body_start(l, body);
    Str lead = lower_char(l, pos - 1) == '{' ? (Str){} : STR(";");
    edit_before(&l->ed, pos, body->end, arena_concat(l->a, lead, text));
}

void lower_await(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node), *arg = lower_node(l, n->unary.arg);
    lower_push(l, n->unary.arg, w);
    if (!l->async_context) return;
    Ctx *c = w->ctx, *in_try = NULL;
    while (!is_function(c)) {
        if (c->kind == CTX_TRY && !in_try) in_try = c;
        c = c->up;
    }
    Str m = l->m;
    declare_frame(l, c);
    if (in_try) use_try(l, in_try);
    edit_wrap(&l->ed, n->start, n->end, ARENA_JOIN(l->a, m, STR("_r(")), ARENA_JOIN(l->a, STR(","), m, STR("_t)")));
    edit_wrap(&l->ed, arg->start, arg->end, ARENA_JOIN(l->a, STR(" "), m, STR("_w(")),
              ARENA_JOIN(l->a, STR(","), m, STR("_t,"), lower_number(l, n->start), STR(")")));
    lower_end_stmt(l, w, n->end);
}

static Ctx *try_ctx(Lower *l, const Work *w, bool in_handler)
{
    Ctx *ctx = lower_ctx(l, w, CTX_TRY);
    ctx->in_handler = in_handler;
    return ctx;
}

// An await in the block is followed by catch or finally, one in the catch by finally.
void lower_try(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    if (!l->async_context) {
        lower_push_children(l, w);
        return;
    }
    Work inner = *w;
    inner.ctx = try_ctx(l, w, false);
    lower_push(l, n->try_.block, &inner);
    if (n->try_.finalizer) inner.ctx = try_ctx(l, w, true);
    else inner.ctx = w->ctx;
    lower_push(l, n->try_.handler, &inner);
    lower_push(l, n->try_.finalizer, w);
}

void lower_async_iteration(Lower *l, JsNodeId iterated)
{
    if (!l->async_context) return;
    const JsNode *n = lower_node(l, iterated);
    edit_wrap(&l->ed, n->start, n->end, lower_fmt(l, " %.*s.context.iterate(", STR_FMT(l->m)), STR(")"));
}

void lower_for_await(Lower *l, JsNodeId stmt, JsNodeId loop)
{
    if (!l->async_context) return;
    const JsNode *f = lower_node(l, loop), *s = lower_node(l, stmt);
    if (f->kind != N_FOR_OF || !(f->flags & NF_AWAIT)) return;
    const JsNode *body = lower_node(l, f->for_in.body);
    Str k = lower_fmt(l, "%.*s_k%u", STR_FMT(l->m), loop);
    Str set = lower_fmt(l, "%.*s_c.current=%.*s;", STR_FMT(l->m), STR_FMT(k));
    edit_wrap(&l->ed, s->start, s->end, lower_fmt(l, "{const %.*s=%.*s_c.current;", STR_FMT(k), STR_FMT(l->m)),
              arena_concat(l->a, set, STR("}")));
    if (body->kind == N_BLOCK) edit_before(&l->ed, body->start + 1, body->end, set);
    else edit_wrap(&l->ed, body->start, body->end, lower_fmt(l, "{%.*s", STR_FMT(set)), STR("}"));
}
