// lower.c - the walk: which pass handles a node. See lower.h.
#include "js/lower.h"

#include "js/esm.h"
#include "js/stack_reads.h"

// Kinds without children and without anything to lower: more than half of all nodes.
static const bool is_leaf[N_COUNT] = {
    [N_NAME] = true, [N_BINDING] = true, [N_NUMBER] = true, [N_STRING] = true, [N_THIS] = true,
    [N_NULL] = true, [N_TRUE] = true, [N_FALSE] = true, [N_TEMPLATE_TEXT] = true, [N_REGEX] = true,
};

static bool is_idle(const Lower *l, JsNodeId node)
{
    JsKind kind = js_kind(l->t, node);
    if (kind != N_IDENT) return ELEM(is_leaf, kind);
    return !l->names_change || (l->sparse && !ITEM(l->changing, js_symbol_of(l->b, node)));
}

void lower_push_flags(Lower *l, JsNodeId node, const Work *from, uint32_t flags)
{
    if (!node || is_idle(l, node) || (l->sparse && !(flags & WORK_TOP) && lower_is_quiet(l, node))) return;
    Work w = *from;
    w.node = node;
    w.flags = flags;
    ARENA_PUSH(l->a, &l->work, w);
}

void lower_push(Lower *l, JsNodeId node, const Work *from)
{
    lower_push_flags(l, node, from, 0);
}

void lower_push_list(Lower *l, JsListId list, const Work *from)
{
    for (JS_EACH(l->t, list, child)) lower_push(l, JS_CHILD(child), from);
}

static void push_slot(Lower *l, char kind, uint32_t value, const Work *w)
{
    if (kind == 'N') lower_push(l, value, w);
    else if (kind == 'L') lower_push_list(l, value, w);
}

void lower_push_children(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    Str slots = js_slots((JsKind)n->kind);
    push_slot(l, str_peek(slots, 0), n->a, w);
    push_slot(l, str_peek(slots, 1), n->b, w);
    push_slot(l, str_peek(slots, 2), n->c, w);
    push_slot(l, str_peek(slots, 3), n->d, w);
}

Ctx *lower_ctx(Lower *l, const Work *from, CtxKind kind)
{
    Ctx *ctx = ARENA_NEW(l->a, Ctx);
    *ctx = (Ctx){.up = from->ctx, .kind = kind, .node = from->node};
    return ctx;
}

static void visit_stmt(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    Work inner = *w;
    lower_set_stmt(l, &inner, w->node);
    const JsNode *arg = lower_node(l, n->unary.arg);
    bool is_let = n->unary.arg && arg->kind == N_IDENT && arg->ident.name == ATOM_LET;
    if (is_let) lower_end_stmt(l, &inner, n->end);  // or it would declare what the next line is rewritten to
    lower_push_flags(l, n->unary.arg, &inner, n->kind == N_EXPR_STMT ? WORK_STATEMENT : 0);
}

// Names and dots only: nothing that ends a chain early stands inside.
static bool is_plain_path(const Lower *l, JsNodeId object)
{
    for (;;) {
        object = js_unwrap(l->t, object);
        const JsNode *n = lower_node(l, object);
        if (n->kind == N_IDENT || n->kind == N_THIS) return true;
        if (n->kind != N_MEMBER || n->flags & NF_OPTIONAL) return false;
        object = n->member.object;
    }
}

static bool follows_new(const Lower *l, uint32_t start)
{
    Str before = str_trim(str_sub(l->t->source, start > 16 ? start - 16 : 0, start));
    return str_ends(before, STR("new"));
}

// e.stack: see stack_reads.h
static void visit_member(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node), *object = lower_node(l, n->member.object);
    lower_push_children(l, w);
    if (!l->opt.stack_reads || !str_eq(lower_src(l, n->member.name), STR("stack")) || object->kind == N_THIS) return;
    if (!is_plain_path(l, n->member.object) || follows_new(l, n->start) || !stack_reads_text(l->t->source, n->end)) return;
    l->needs_m = true;
    edit_wrap(&l->ed, object->start, object->end, lower_fmt(l, "%.*s.trace(", STR_FMT(l->m)), STR(")"));
}

// eval(text)  ->  eval($m.eval(text)): the text may have import() or syntax that the engine lacks. Still a direct eval.
static void wrap_eval(Lower *l, const JsNode *call)
{
    if (l->opt.keep_modules || js_kind(l->t, call->call.callee) != N_IDENT) return;
    JsSymbolId id = js_symbol_of(l->b, call->call.callee);
    bool is_free = !id || js_symbol(l->b, id)->kind == SYM_FREE;
    // The text refers to $m: a file that has another name for it goes without.
    if (!is_free || !str_eq(lower_src(l, call->call.callee), STR("eval")) || !str_eq(l->m, STR("$m"))) return;
    for (JS_EACH(l->t, call->call.args, arg)) {
        const JsNode *text = lower_node(l, JS_CHILD(arg));
        if (text->kind == N_SPREAD) return;
        edit_wrap(&l->ed, text->start, text->end, STR("$m.eval("), STR(")"));
        l->needs_m = true;
        return;
    }
}

static void visit_call(Lower *l, const Work *w)
{
    wrap_eval(l, lower_node(l, w->node));
    if (js_kind(l->t, lower_node(l, w->node)->call.callee) == N_SUPER) lower_super_call(l, w);
    lower_push_children(l, w);
}

// a<!--b: in the function that a module becomes, `<!--` would open a comment.
static void visit_binary(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node), *right = lower_node(l, n->binary.right);
    Str behind = str_sub(l->t->source, right->start - 1, right->start + 3);
    if (l->unit->is_module && n->op == OP_LT && str_eq(behind, STR("<!--"))) edit_before(&l->ed, right->start, right->end, STR(" "));
    lower_push_children(l, w);
}

static bool in_async_generator(const Lower *l, const Work *w)
{
    const Ctx *c = w->ctx;
    while (c->kind != CTX_FUNCTION && c->kind != CTX_ARROW && c->kind != CTX_PROGRAM) c = c->up;
    return c->kind == CTX_FUNCTION && (lower_node(l, c->node)->flags & NF_ASYNC);
}

static void visit_yield(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    if ((n->flags & NF_DELEGATE) && in_async_generator(l, w)) lower_async_iteration(l, n->unary.arg);
    lower_push_children(l, w);
}

static void visit_labeled(Lower *l, const Work *w)
{
    JsNodeId body = lower_node(l, w->node)->labeled.body;
    while (js_kind(l->t, body) == N_LABELED) body = lower_node(l, body)->labeled.body;
    if (js_kind(l->t, body) == N_FOR && lower_using_for(l, w, body)) return;
    if (!(w->flags & WORK_LABELED)) lower_for_await(l, w->node, body);
    lower_push_flags(l, lower_node(l, w->node)->labeled.body, w, WORK_LABELED);
}

static void visit_import_call(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    if (l->opt.keep_modules) {
        lower_push_children(l, w);
        return;
    }
    static const char *const names[] = {".import", ".defer", ".source"};
    uint32_t open = lower_find(l, n->start, '(');
    AUTO(Buf) callee = {};
    buf_put(&callee, l->m);
    buf_put(&callee, str_c(ELEM(names, n->op)));
    lower_replace(l, n->start, open, buf_str(&callee));
    l->needs_m = true;
    lower_push_children(l, w);
}

static void visit_import_meta(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    if (l->opt.keep_modules) return;
    edit_blank(&l->ed, n->start, n->end, lower_fmt(l, "%.*s.meta", STR_FMT(l->m)));
    l->needs_m = true;
}

// {a}: when the variable is written otherwise (N.a), the key must be spelled out.
static void visit_property(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    if (!(n->flags & NF_SHORTHAND)) {
        lower_push_children(l, w);
        return;
    }
    JsNodeId ident = n->property.value;
    if (js_kind(l->t, ident) == N_DEFAULT) {
        lower_push(l, lower_node(l, ident)->default_.init, w);
        ident = lower_node(l, ident)->default_.target;
    }
    Work inner = *w;
    inner.node = ident;
    Str value;
    if (js_kind(l->t, ident) != N_IDENT || !lower_qualify(l, &inner, &value)) return;
    const JsNode *i = lower_node(l, ident);
    Str name = lower_src(l, ident);
    edit_replace(&l->ed, i->start, i->end,
                 lower_fmt(l, "%.*s:%.*s", STR_FMT(name), STR_FMT(value)));
}

static void visit_ident(Lower *l, const Work *w)
{
    Str value;
    if (!lower_qualify(l, w, &value)) return;
    const JsNode *n = lower_node(l, w->node);
    edit_replace(&l->ed, n->start, n->end, value);
}

static void visit_block(Lower *l, const Work *w)
{
    if ((l->t->features & FEAT_USING) && lower_using_block(l, w)) return;
    lower_push_children(l, w);
}

static void visit_var(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    if (n->flags & NF_DECLARE) {
        lower_remove_stmt(l, n->start, n->end);
        return;
    }
    Work inner = *w;
    if (!(w->flags & WORK_HEAD)) lower_set_stmt(l, &inner, w->node);
    if (n->op == VAR_USING || n->op == VAR_AWAIT_USING) lower_using_var(l, &inner);
    else if (l->top_block && (w->flags & WORK_TOP)) esm_block_var(l, n);
    esm_var(l, &inner);
    lower_push_children(l, &inner);
}

static void visit_for(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    if (!(w->flags & WORK_WRAPPED) && lower_using_for(l, w, w->node)) return;
    lower_push_flags(l, n->for_.init, w, WORK_HEAD);
    lower_push(l, n->for_.test, w);
    lower_push(l, n->for_.update, w);
    lower_push(l, n->for_.body, w);
}

static void visit_for_in(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    if (!(w->flags & WORK_LABELED)) lower_for_await(l, w->node, w->node);
    if (n->kind == N_FOR_OF && (n->flags & NF_AWAIT)) lower_async_iteration(l, n->for_in.right);
    if (lower_using_for_of(l, w)) return;
    esm_for_in(l, w);
    lower_push_flags(l, n->for_in.left, w, WORK_HEAD | WORK_FOR_IN);
    lower_push(l, n->for_in.right, w);
    lower_push(l, n->for_in.body, w);
}

static void visit_program(Lower *l, const Work *w)
{
    for (JS_EACH(l->t, lower_node(l, w->node)->program.body, stmt))
        lower_push_flags(l, JS_CHILD(stmt), w, WORK_TOP);
}

static void hint(Lower *l, JsNodeId target, JsNodeId value)
{
    JsKind kind = target ? js_kind(l->t, target) : N_NONE;
    if (kind == N_BINDING || kind == N_IDENT) lower_hint_name(l, value, lower_src(l, target));
}

// Where an anonymous class gets the name of what it becomes the value of.
static void hint_names(Lower *l, const JsNode *n)
{
    switch ((JsKind)n->kind) {
    case N_DECLARATOR: hint(l, n->declarator.target, n->declarator.init); return;
    case N_PARAM: hint(l, n->param.pattern, n->param.init); return;
    case N_DEFAULT: hint(l, n->default_.target, n->default_.init); return;
    case N_ASSIGN:
        if (n->op == OP_ASSIGN || n->op == OP_AND_ASSIGN || n->op == OP_OR_ASSIGN || n->op == OP_NULLISH_ASSIGN)
            hint(l, n->binary.left, n->binary.right);
        return;
    case N_PROPERTY:
        if (n->flags & NF_SHORTHAND && js_kind(l->t, n->property.value) == N_DEFAULT)
            hint_names(l, lower_node(l, n->property.value));
        else if (!(n->flags & NF_COMPUTED))
            lower_hint_name(l, n->property.value, lower_key_text(l, n->property.key));
        return;
    default: return;
    }
}

void lower_visit(Lower *l, const Work *w)
{
    if (l->names_classes) hint_names(l, lower_node(l, w->node));
    switch (js_kind(l->t, w->node)) {
    case N_PROGRAM: visit_program(l, w); return;
    case N_IDENT: visit_ident(l, w); return;
    case N_PROPERTY: visit_property(l, w); return;
    case N_BLOCK: visit_block(l, w); return;
    case N_STATIC_BLOCK: visit_block(l, w); return;
    case N_VAR: visit_var(l, w); return;
    case N_FOR: visit_for(l, w); return;
    case N_FOR_IN: case N_FOR_OF: visit_for_in(l, w); return;
    case N_EXPR_STMT: case N_RETURN: case N_THROW: visit_stmt(l, w); return;
    case N_FUNCTION_DECL: case N_FUNCTION_EXPR: case N_ARROW: lower_function(l, w); return;
    case N_PARAM: lower_param(l, w); return;
    case N_CLASS_DECL: case N_CLASS_EXPR: lower_class(l, w); return;
    case N_AWAIT: lower_await(l, w); return;
    case N_TRY: lower_try(l, w); return;
    case N_CALL: visit_call(l, w); return;
    case N_MEMBER: visit_member(l, w); return;
    case N_YIELD: visit_yield(l, w); return;
    case N_NEW: esm_new(l, w); return;
    case N_BINARY: visit_binary(l, w); return;
    case N_LABELED: visit_labeled(l, w); return;
    case N_ASSIGN: esm_assign(l, w); return;
    case N_UPDATE: esm_update(l, w); return;
    case N_IMPORT_CALL: visit_import_call(l, w); return;
    case N_IMPORT_META: visit_import_meta(l, w); return;
    case N_IMPORT: esm_import(l, w); return;
    case N_EXPORT_NAMED: case N_EXPORT_STAR: case N_EXPORT_DECL: case N_EXPORT_DEFAULT:
    case N_TS_EXPORT_ASSIGN: case N_TS_EXPORT_AS_NAMESPACE:
        esm_export(l, w);
        return;
    case N_JSX_ELEMENT: case N_JSX_FRAGMENT: jsx_element(l, w); return;
    case N_TS_ENUM: lower_enum(l, w); return;
    case N_TS_NAMESPACE: lower_namespace(l, w); return;
    case N_TS_IMPORT_EQUALS: lower_import_equals(l, w); return;
    default:
        if (!lower_types(l, w)) lower_push_children(l, w);
    }
}

static void reverse(Lower *l, uint32_t from)
{
    for (uint32_t to = l->work.count; from + 1 < to; from++) {
        to--;
        Work w = ITEM(l->work, from);
        ITEM(l->work, from) = ITEM(l->work, to);
        ITEM(l->work, to) = w;
    }
}

static bool any_name_changes(const Lower *l)
{
    if (l->free_arguments || l->opt.early.len) return true;
    for (uint32_t i = 1; i < l->b->scopes.count; i++) {  // not the symbols: a merged namespace may be a class
        JsScopeKind kind = js_scope(l->b, i)->kind;
        if (kind == SCOPE_NAMESPACE || kind == SCOPE_ENUM) return true;
    }
    for (uint32_t i = 1; i < l->b->symbols.count; i++) {
        const JsSymbol *s = js_symbol(l->b, i);
        if (s->kind == SYM_IMPORT && (s->flags & SF_ASSIGNED)) return true;
    }
    return false;
}

// Decorators name classes after their places, writes of exported variables may be anywhere, and statements that are
// the name `let`: then all is visited.
static bool is_sparse(Lower *l)
{
    if (l->t->features & (FEAT_DECORATORS | FEAT_HTML_OPEN | FEAT_LET_NAME)) return false;
    return esm_exports_settled(l);
}

void lower_run(Lower *l)
{
    l->names_change = any_name_changes(l);
    l->sparse = !l->opt.visit_all && is_sparse(l);
    if (l->sparse) lower_find_sites(l);
    Ctx root = {.kind = CTX_PROGRAM, .node = l->t->root, .object = l->top_using};
    Work first = {.node = l->t->root, .ctx = &root};
    ARENA_PUSH(l->a, &l->work, first);
    while (l->work.count) {
        Work w = ITEM(l->work, l->work.count - 1);
        l->work.count--;
        uint32_t before = l->work.count;
        lower_visit(l, &w);
        reverse(l, before);  // so that the first child pushed is visited first
    }
}
