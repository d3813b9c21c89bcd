// lower_using.c - `using` and `await using`, which the engine does not know.
//
// { using x = f(); g() }  ->  { const $m_s0=$m.using();try{ const x = $m_s0.use(f()); g()
//                               }catch($m_e){$m_s0.fail($m_e)}finally{$m_s0.done()}}
// The stack object (lib/internal/lower.js) keeps the resources, and the error of the block if there is
// one; done() disposes in reverse and throws that error or a SuppressedError. With `await using` the
// block awaits what done() returns, if anything. Declarations stay in one block with the code that
// uses them, so hoisting and closures need nothing.
#include "js/lower.h"

static bool is_using(const JsNode *n)
{
    return n->kind == N_VAR && (n->op == VAR_USING || n->op == VAR_AWAIT_USING);
}

// True if a statement of the list is a using declaration; *is_async if one of them awaits.
static bool using_in(Lower *l, JsListId statements, bool *is_async)
{
    bool found = false;
    for (JS_EACH(l->t, statements, stmt)) {
        const JsNode *n = lower_node(l, JS_CHILD(stmt));
        if (!is_using(n)) continue;
        found = true;
        if (n->op == VAR_AWAIT_USING) *is_async = true;
    }
    return found;
}

static Str open_text(Lower *l, Str stack)
{
    l->needs_m = true;
    return lower_fmt(l, "const %.*s=%.*s.lower.using();try{", STR_FMT(stack), STR_FMT(l->m));
}

static Str close_text(Lower *l, Str stack, bool is_async)
{
    Str e = lower_fmt(l, "%.*s_e", STR_FMT(l->m));
    Str done = lower_fmt(l, "%.*s.done()", STR_FMT(stack));
    if (is_async) done = lower_fmt(l, "%.*s=%.*s;if(%.*s)await %.*s", STR_FMT(e), STR_FMT(done), STR_FMT(e),
                                   STR_FMT(e));
    return lower_fmt(l, "}catch(%.*s){%.*s.fail(%.*s)}finally{%s%.*s}", STR_FMT(e), STR_FMT(stack),
                     STR_FMT(e), is_async ? "const " : "", STR_FMT(done));
}

static Ctx *block_ctx(Lower *l, const Work *w, Str stack)
{
    Ctx *ctx = lower_ctx(l, w, CTX_BLOCK);
    ctx->object = stack;
    return ctx;
}

// A block of a script with nothing but declarations has no completion value, a try statement has one: undefined.
static bool is_empty_completion(const Lower *l, const Work *w)
{
    const Ctx *c = w->ctx;
    while (c->kind == CTX_BLOCK || c->kind == CTX_TRY) c = c->up;
    if (l->opt.goal != GOAL_SCRIPT || c->kind != CTX_PROGRAM) return false;
    for (JS_EACH(l->t, lower_node(l, w->node)->list.items, stmt)) {
        const JsNode *n = lower_node(l, JS_CHILD(stmt));
        if (n->kind != N_VAR || n->op == VAR_VAR || n->op == VAR_AWAIT_USING) return false;
    }
    return true;
}

bool lower_using_block(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    bool is_async = false;
    if (!using_in(l, n->list.items, &is_async)) return false;
    Str stack = lower_temp(l, "s");
    uint32_t start = lower_body_start(l, n);
    Str lead = lower_char(l, start - 1) == '{' ? (Str){} : STR(";");
    Str open = open_text(l, stack), close = close_text(l, stack, is_async);
    if (is_empty_completion(l, w)) {  // the value of a declaration is nobody's
        open = lower_fmt(l, "const %.*s=(()=>{%.*s", STR_FMT(lower_temp(l, "v")), STR_FMT(open));
        close = arena_concat(l->a, close, STR("})();"));
    }
    edit_before(&l->ed, start, n->end, arena_concat(l->a, lead, open));
    edit_after(&l->ed, n->start, n->end - 1, close);
    Work inner = *w;
    inner.ctx = block_ctx(l, w, stack);
    lower_push_list(l, n->list.items, &inner);
    return true;
}

static void wrap_values(Lower *l, const JsNode *var, Str stack)
{
    const char *method = var->op == VAR_AWAIT_USING ? "useAsync" : "use";
    for (JS_EACH(l->t, var->list.items, item)) {
        const JsNode *d = lower_node(l, JS_CHILD(item));
        if (!d->declarator.init) continue;
        const JsNode *init = lower_node(l, d->declarator.init);
        Str head = lower_fmt(l, "%.*s.%s(", STR_FMT(stack), method), tail = STR(")");
        if (lower_is_anonymous_function(l, d->declarator.init)) {  // the property gives it the variable's name
            const JsNode *target = lower_node(l, d->declarator.target);
            Str name = str_sub(l->t->source, target->start, target->end);
            head = lower_fmt(l, "%.*s{[\"%.*s\"]:", STR_FMT(head), STR_FMT(name));
            tail = lower_fmt(l, "}.%.*s)", STR_FMT(name));
        }
        edit_wrap(&l->ed, init->start, init->end, head, tail);
    }
}

static const JsNode *first_target(Lower *l, const JsNode *var)
{
    for (JS_EACH(l->t, var->list.items, item))
        return lower_node(l, lower_node(l, JS_CHILD(item))->declarator.target);
    return var;
}

// using x = e   ->   const x = $m_s0.use(e)
void lower_using_var(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    if (w->ctx->kind != CTX_BLOCK && w->ctx->kind != CTX_PROGRAM) return;
    bool is_var = l->top_block && w->ctx->kind == CTX_PROGRAM;
    edit_blank(&l->ed, n->start, first_target(l, n)->start, is_var ? STR("var ") : STR("const "));
    wrap_values(l, n, w->ctx->object);
    lower_end_stmt(l, w, n->end);
}

// for (using x = e; ...) body: the block goes around the loop, and around its labels.
bool lower_using_for(Lower *l, const Work *w, JsNodeId loop)
{
    JsNodeId init = lower_node(l, loop)->for_.init;
    if (!init || !is_using(lower_node(l, init))) return false;
    const JsNode *n = lower_node(l, w->node);
    Str stack = lower_temp(l, "s");
    bool is_async = lower_node(l, init)->op == VAR_AWAIT_USING;
    edit_wrap(&l->ed, n->start, n->end, arena_concat(l->a, STR("{"), open_text(l, stack)),
              arena_concat(l->a, close_text(l, stack, is_async), STR("}")));
    Work inner = *w;
    inner.ctx = block_ctx(l, w, stack);
    lower_push_flags(l, loop, &inner, WORK_WRAPPED);
    return true;
}

// for (using x of y) body   ->   for (const $m_x0 of y) {...const x=$m_s0.use($m_x0);body...}
bool lower_using_for_of(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node), *left = lower_node(l, n->for_in.left);
    if (!is_using(left)) return false;
    const JsNode *body = lower_node(l, n->for_in.body);
    bool is_async = left->op == VAR_AWAIT_USING;
    Str stack = lower_temp(l, "s"), value = lower_temp(l, "x");
    const JsNode *target = first_target(l, left);
    Str name = lower_fmt(l, "const %.*s=%.*s.%s(%.*s);", STR_FMT(str_sub(l->t->source, target->start, target->end)),
                         STR_FMT(stack), is_async ? "useAsync" : "use", STR_FMT(value));
    lower_replace(l, left->start, left->end, lower_fmt(l, "const %.*s", STR_FMT(value)));
    edit_wrap(&l->ed, body->start, body->end,
              lower_fmt(l, "{%.*s%.*s", STR_FMT(open_text(l, stack)), STR_FMT(name)),
              arena_concat(l->a, close_text(l, stack, is_async), STR("}")));
    lower_push(l, n->for_in.right, w);
    lower_push(l, n->for_in.body, w);
    return true;
}

void lower_using_top(Lower *l, Buf *head, Buf *tail)
{
    bool is_async = false;
    if (!l->top_using.len) return;
    using_in(l, lower_node(l, l->t->root)->program.body, &is_async);
    buf_put(head, open_text(l, l->top_using));
    buf_put(tail, close_text(l, l->top_using, is_async));
}

void lower_using_prepare(Lower *l)
{
    bool is_async = false;
    if (!(l->t->features & FEAT_USING)) return;
    if (using_in(l, lower_node(l, l->t->root)->program.body, &is_async)) l->top_using = lower_temp(l, "s");
    l->top_block = l->top_using.len && l->opt.keep_modules;
}
