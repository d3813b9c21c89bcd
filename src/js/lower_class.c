// lower_class.c - classes: TypeScript members, parameter properties, `accessor`, and fields that are
// assigned instead of defined.
//
// Nothing moves: `x = e` that must run in the constructor becomes `#$m_f0(){this.x = e}` in its place,
// and the constructor calls it where `this` comes to exist (behind super(), or at its start).
#include "js/lower_class.h"

#include "base/num.h"

static bool is_static(const JsNode *n)
{
    return n->flags & NF_STATIC;
}

// ---- what the constructor has to do -----------------------------------------------------------------------
static void add_step(Buf *steps, Str text)
{
    if (steps->len) buf_put_char(steps, ',');
    buf_put(steps, text);
}

static void plan_parameters(Lower *l, const ClassPlan *p, Buf *steps)
{
    if (!p->constructor) return;
    const JsNode *f = lower_node(l, lower_node(l, p->constructor)->method.value);
    for (JS_EACH(l->t, f->function.params, param)) {
        const JsNode *n = lower_node(l, JS_CHILD(param));
        if (!(n->flags & NF_MODIFIERS)) continue;
        Str name = lower_src(l, n->param.pattern);
        add_step(steps, lower_fmt(l, "this.%.*s=%.*s", STR_FMT(name), STR_FMT(name)));
    }
}

// TypeScript's decorators may define accessors on the prototype: fields that have one are assigned, as in Bun.
static bool is_decorated_field(Lower *l, JsNodeId id)
{
    return l->ts && l->opt.experimental_decorators && !is_static(lower_node(l, id)) && lower_decorated_member(l, id);
}

// Without one, an assigned field does nothing.
static bool gets_value(const Lower *l, const JsNode *n)
{
    return n->field.value || decorators_initialize(l, n);
}

// An instance or static field that becomes an assignment. Private ones of instances, too, if others are assigned,
// and what their accessors store: so that they see what the fields before them hold.
static bool is_assigned(Lower *l, const ClassPlan *p, JsNodeId id)
{
    const JsNode *n = lower_node(l, id);
    if (n->kind != N_FIELD || n->flags & (NF_DECLARE | NF_ABSTRACT)) return false;
    bool accessor = n->flags & NF_ACCESSOR, private = js_kind(l->t, n->field.key) == N_PRIVATE_NAME;
    if (!p->assign_fields) return !private && !accessor && is_decorated_field(l, id);
    if (accessor) return !is_static(n) && gets_value(l, n);
    return !private || (p->assign_private && !is_static(n) && gets_value(l, n));
}

static void plan_fields(Lower *l, const ClassPlan *p, Buf *steps)
{
    for (JS_EACH(l->t, p->body->list.items, member)) {
        JsNodeId id = JS_CHILD(member);
        const JsNode *n = lower_node(l, id);
        if (is_assigned(l, p, id) && !is_static(n) && gets_value(l, n))
            add_step(steps, lower_fmt(l, "this.#%.*s_f%u()", STR_FMT(l->m), id));
    }
}

static void plan_constructor(Lower *l, ClassPlan *p)
{
    AUTO(Buf) steps = {};
    for (JS_EACH(l->t, p->body->list.items, member)) {
        const JsNode *n = lower_node(l, JS_CHILD(member));
        bool constructor = n->kind == N_METHOD && n->op == METHOD_CONSTRUCTOR;
        if (constructor && lower_node(l, n->method.value)->function.body) p->constructor = JS_CHILD(member);
    }
    plan_parameters(l, p, &steps);
    size_t parameters = steps.len;
    plan_fields(l, p, &steps);
    p->assign_private = steps.len > parameters;
    if (p->assign_private) {  // once more, with the private ones in their places
        steps.len = parameters;
        plan_fields(l, p, &steps);
    }
    p->after_super = arena_str(l->a, buf_str(&steps));
}

// What becomes of the computed key of an assigned field.
typedef enum KeyUse { KEY_WRITTEN, KEY_UNUSED, KEY_EVALUATED, KEY_KEPT } KeyUse;

static KeyUse key_use(const Lower *l, const JsNode *n)
{
    if (!(n->flags & NF_COMPUTED)) return gets_value(l, n) ? KEY_WRITTEN : KEY_UNUSED;
    JsKind key = js_kind(l->t, n->field.key);
    bool decorated = lower_has_decorator(l, n->field.mods), literal = key == N_STRING || key == N_NUMBER;
    if (gets_value(l, n)) return literal && !decorated ? KEY_WRITTEN : KEY_KEPT;
    bool silent = literal || key == N_IDENT || key == N_THIS;
    return silent && !decorated ? KEY_UNUSED : KEY_EVALUATED;
}

static Str key_variable(Lower *l, JsNodeId field)
{
    return lower_fmt(l, "%.*s_p%u", STR_FMT(l->m), field);
}

static void plan_keys(Lower *l, ClassPlan *p)
{
    AUTO(Buf) keys = {};
    for (JS_EACH(l->t, p->body->list.items, member)) {
        JsNodeId id = JS_CHILD(member);
        const JsNode *n = lower_node(l, id);
        if (!(n->flags & NF_COMPUTED) || (n->flags & NF_ACCESSOR) || !is_assigned(l, p, id)) continue;
        KeyUse use = key_use(l, n);
        if (use >= KEY_EVALUATED) p->sweeps = true;
        if (use == KEY_KEPT)
            buf_put_fmt(&keys, "%s%.*s", keys.len ? "," : "", STR_FMT(key_variable(l, id)));
    }
    p->keys = arena_str(l->a, buf_str(&keys));
}

// super(...) in a constructor, perhaps inside arrow functions: the steps follow it.
void lower_super_call(Lower *l, const Work *w)
{
    const Ctx *c = w->ctx;
    while (c && (c->kind == CTX_ARROW || c->kind == CTX_BLOCK)) c = c->up;
    if (!c || !c->after_super.len) return;
    const JsNode *n = lower_node(l, w->node);
    if (w->flags & WORK_STATEMENT) {
        edit_after(&l->ed, n->start, n->end, lower_fmt(l, ",%.*s", STR_FMT(c->after_super)));
        return;
    }
    edit_wrap(&l->ed, n->start, n->end, STR("("), lower_fmt(l, ",%.*s,this)", STR_FMT(c->after_super)));
}

static void visit_constructor(Lower *l, const ClassPlan *p, JsNodeId function)
{
    const JsNode *f = lower_node(l, function);
    Work inner = p->inner;
    inner.node = function;
    if (!p->after_super.len || p->n->class_.super) {
        lower_function_after(l, &inner, p->after_super);
        return;
    }
    uint32_t pos = lower_body_start(l, lower_node(l, f->function.body));
    Str lead = lower_char(l, pos - 1) == '{' || lower_char(l, pos - 1) == ';' ? (Str){} : STR(";");
    edit_before(&l->ed, pos, f->end, lower_fmt(l, "%.*s%.*s;", STR_FMT(lead), STR_FMT(p->after_super)));
    lower_function(l, &inner);
}

// With define semantics parameter properties are fields, the first ones of the class.
static void put_parameter_fields(Lower *l, const ClassPlan *p, Buf *out)
{
    if (!p->constructor || p->assign_fields) return;
    const JsNode *f = lower_node(l, lower_node(l, p->constructor)->method.value);
    for (JS_EACH(l->t, f->function.params, param)) {
        const JsNode *n = lower_node(l, JS_CHILD(param));
        if (!(n->flags & NF_MODIFIERS)) continue;
        bool reserved = str_eq(js_atom(l->t, lower_node(l, n->param.pattern)->ident.name), STR("constructor"));
        buf_put_fmt(out, reserved ? "[\"%.*s\"];" : "%.*s;", STR_FMT(lower_src(l, n->param.pattern)));
    }
}

static void put_constructor(Lower *l, const ClassPlan *p, Buf *out)
{
    if (!p->after_super.len || p->constructor) return;
    if (p->n->class_.super) {
        buf_put_fmt(out, "constructor(...%.*s_a){super(...%.*s_a);", STR_FMT(l->m), STR_FMT(l->m));
    } else {
        buf_put(out, STR("constructor(){"));
    }
    buf_put(out, p->after_super);
    buf_put_char(out, '}');
}

// ---- fields -----------------------------------------------------------------------------------------------
static Str property_of_this(Lower *l, JsNodeId key)
{
    const JsNode *k = lower_node(l, key);
    Str text = lower_src(l, key);
    bool named = k->kind == N_NAME || k->kind == N_PRIVATE_NAME;
    return lower_fmt(l, named ? "this.%.*s" : "this[%.*s]", STR_FMT(text));
}

static uint32_t behind_decorators(Lower *l, const JsNode *n)
{
    uint32_t pos = n->start;
    for (JS_EACH(l->t, n->field.mods, mod)) {
        const JsNode *m = lower_node(l, JS_CHILD(mod));
        if (m->kind == N_DECORATOR) pos = m->end;
    }
    return lower_skip(l, pos);
}

// "{" or "#$m_f0(){": opens what assigns the field.
static Str assigner(Lower *l, JsNodeId id, const JsNode *n)
{
    return is_static(n) ? STR("{") : lower_fmt(l, "#%.*s_f%u(){", STR_FMT(l->m), id);
}

// [k] = e   ->   static [($m_p0=k,"$m")](){}#$m_f0(){this[$m_p0] = e}: a method evaluates the key in its place.
static void assign_computed(Lower *l, JsNodeId id, const JsNode *n, KeyUse use)
{
    uint32_t open = lower_find(l, behind_decorators(l, n), '[');
    uint32_t close = lower_find(l, lower_node(l, n->field.key)->end, ']');
    Str head = assigner(l, id, n), key = key_variable(l, id), word = is_static(n) ? STR("static ") : (Str){};
    if (use == KEY_WRITTEN) {
        edit_replace(&l->ed, open, open + 1, lower_fmt(l, "%.*sthis[", STR_FMT(head)));
        return;
    }
    bool kept = use == KEY_KEPT;
    edit_replace(&l->ed, open, open + 1, lower_fmt(l, "%s[(%.*s%s", is_static(n) ? "" : "static ",
                                                   STR_FMT(kept ? key : (Str){}), kept ? "=" : ""));
    AUTO(Buf) tail = {};
    buf_put_fmt(&tail, ",\"%.*s\")](){}", STR_FMT(l->m));
    if (kept) buf_put_fmt(&tail, "%.*s%.*sthis[%.*s]", STR_FMT(word), STR_FMT(head), STR_FMT(key));
    edit_replace(&l->ed, close, close + 1, arena_str(l->a, buf_str(&tail)));
}

// x = e   ->   #$m_f0(){this.x = e}      static x = e   ->   static{this.x = e}
static void assign_plain(Lower *l, JsNodeId id, const JsNode *n)
{
    const JsNode *key = lower_node(l, n->field.key);
    Str head = assigner(l, id, n);
    if (key->kind == N_PRIVATE_NAME)  // #x = e   ->   #x;#$m_f0(){this.#x = e}
        head = lower_fmt(l, "%.*s;%.*s", STR_FMT(lower_src(l, n->field.key)), STR_FMT(head));
    edit_replace(&l->ed, key->start, key->end,
                 arena_concat(l->a, head, property_of_this(l, n->field.key)));
}

// The value of an assigned field up to the end of what assigns it.
static void assign_value(Lower *l, const ClassPlan *p, const JsNode *n, int32_t index)
{
    Str init = {}, tail = STR("}");
    if (decorators_initialize(l, n)) {
        init = decorators_init(l, p, index);
        tail = lower_fmt(l, ";%.*s}", STR_FMT(decorators_extra(l, p, index)));
    }
    if (!n->field.value) {
        uint32_t end = lower_char(l, n->end - 1) == ';' ? n->end - 1 : n->end;
        edit_after(&l->ed, n->start, end, lower_fmt(l, "=%.*s)%.*s", STR_FMT(init), STR_FMT(tail)));
        return;
    }
    const JsNode *value = lower_node(l, n->field.value);
    if (init.len) edit_wrap(&l->ed, value->start, value->end, lower_fmt(l, "%.*s,", STR_FMT(init)), STR(")"));
    edit_after(&l->ed, n->start, value->end, tail);
}

static void assign_field(Lower *l, const ClassPlan *p, JsNodeId id, int32_t index)
{
    const JsNode *n = lower_node(l, id);
    KeyUse use = key_use(l, n);
    if (use == KEY_UNUSED) {
        lower_remove_stmt(l, behind_decorators(l, n), n->end);
        return;
    }
    Work inner = p->inner;
    if (n->flags & NF_COMPUTED) {
        assign_computed(l, id, n, use);
        lower_push(l, n->field.key, &inner);
    } else {
        assign_plain(l, id, n);
    }
    lower_push(l, n->field.types, &inner);
    if (use == KEY_EVALUATED) return;
    assign_value(l, p, n, index);
    lower_push(l, n->field.value, &inner);
}

// The word `accessor` in front of the key, behind decorators and other modifiers.
static uint32_t accessor_word(Lower *l, const JsNode *n)
{
    for (uint32_t pos = behind_decorators(l, n); pos < n->end;) {
        if (str_starts(str_from(l->t->source, pos), STR("accessor"))) return pos;
        uint32_t word = pos;
        while (lower_is_identifier(str_sub(l->t->source, pos, pos + 1))) pos++;
        pos = lower_skip(l, pos > word ? pos : pos + 1);
    }
    return n->start;
}

// "(){return this.#a}" and the whole setter, which follow the getter's key.
static void put_accessor_rest(Lower *l, const JsNode *n, Str key, Str store, Buf *out)
{
    Str v = lower_fmt(l, "%.*s_v", STR_FMT(l->m));
    buf_put_fmt(out, "(){return this.%.*s}", STR_FMT(store));
    buf_put_fmt(out, "%sset %.*s(%.*s){this.%.*s=%.*s}", is_static(n) ? "static " : "", STR_FMT(key),
                STR_FMT(v), STR_FMT(store), STR_FMT(v));
}

// "#$m_a0", or up to the `=` of an assignment: #$m_a0;#$m_f0(){this.#$m_a0
static Str stored_field(Lower *l, const ClassPlan *p, JsNodeId id, Str store)
{
    if (!is_assigned(l, p, id)) return store;
    Str head = assigner(l, id, lower_node(l, id));
    return lower_fmt(l, "%.*s;%.*sthis.%.*s", STR_FMT(store), STR_FMT(head), STR_FMT(store));
}

// accessor [k] = v   ->   get [$m_k0=$m.key(k)](){...}set [$m_k0]($m_v){...}#$m_a0 = v
static void computed_accessor(Lower *l, const ClassPlan *p, JsNodeId id, uint32_t word, Str store)
{
    const JsNode *n = lower_node(l, id), *key = lower_node(l, n->field.key);
    Str temp = lower_temp(l, "k");
    AUTO(Buf) tail = {};
    l->needs_m = true;
    buf_put_fmt(&l->prologue, "var %.*s;", STR_FMT(temp));
    uint32_t open = lower_find(l, word + 8, '['), close = lower_find(l, key->end, ']');
    edit_replace(&l->ed, open, open + 1,
                 lower_fmt(l, "get [%.*s=%.*s.lower.key(", STR_FMT(temp), STR_FMT(l->m)));
    buf_put(&tail, STR(")]"));
    put_accessor_rest(l, n, lower_fmt(l, "[%.*s]", STR_FMT(temp)), store, &tail);
    buf_put(&tail, is_static(n) ? STR("static ") : (Str){});
    buf_put(&tail, stored_field(l, p, id, store));
    edit_replace(&l->ed, close, close + 1, arena_str(l->a, buf_str(&tail)));
}

// accessor x = v   ->   #$m_a0 = v;get x(){return this.#$m_a0}set x($m_v){this.#$m_a0=$m_v}
void class_accessor(Lower *l, const ClassPlan *p, JsNodeId id, int32_t index)
{
    const JsNode *n = lower_node(l, id), *key = lower_node(l, n->field.key);
    Str temp = lower_temp(l, "a"), name = lower_src(l, n->field.key);
    Str store = lower_fmt(l, "#%.*s", STR_FMT(temp));
    uint32_t word = accessor_word(l, n);
    AUTO(Buf) tail = {};
    edit_replace(&l->ed, word, word + 8, (Str){});
    if (n->flags & NF_COMPUTED) {
        computed_accessor(l, p, id, word, store);
        return;
    }
    if (index >= 0 && key->kind == N_PRIVATE_NAME) name = decorators_hidden_key(l, p, n, index, &tail);
    edit_replace(&l->ed, key->start, key->end, stored_field(l, p, id, store));
    buf_put_fmt(&tail, ";%sget %.*s", is_static(n) ? "static " : "", STR_FMT(name));
    put_accessor_rest(l, n, name, store, &tail);
    uint32_t end = lower_char(l, n->end - 1) == ';' ? n->end - 1 : n->end;
    edit_after(&l->ed, n->start, end, arena_str(l->a, buf_str(&tail)));
}

static bool next_may_join(Lower *l, const JsNode *n)
{
    if (n->flags & NF_COMPUTED) return true;
    Str name = lower_src(l, n->a);
    if (str_eq(name, STR("in")) || str_eq(name, STR("instanceof"))) return true;
    return n->kind == N_METHOD && (lower_node(l, n->method.value)->flags & NF_GENERATOR);
}

// TypeScript's modifiers; a semicolon where `private [x]` would continue the member before.
static void visit_mods(Lower *l, const ClassPlan *p, const JsNode *n, JsListId mods)
{
    for (JS_EACH(l->t, mods, mod)) {
        const JsNode *m = lower_node(l, JS_CHILD(mod));
        if (m->kind != N_TS_MODIFIER) continue;
        bool lead = m->start == n->start && next_may_join(l, n);
        edit_blank(&l->ed, m->start, m->end, lead ? STR(";") : (Str){});
    }
    (void)p;
}

// `set` in front of a decorator is a field; in front of what takes its place it would be a modifier.
static void end_word_field(Lower *l, const JsNode *n)
{
    if (n->field.value || n->flags & NF_COMPUTED || lower_has_semicolon(l, n)) return;
    Str name = lower_src(l, n->field.key);
    bool modifier = str_eq(name, STR("get")) || str_eq(name, STR("set")) || str_eq(name, STR("static"));
    if (modifier) edit_after(&l->ed, n->start, n->end, STR(";"));
}

static void visit_field(Lower *l, ClassPlan *p, JsNodeId id)
{
    const JsNode *n = lower_node(l, id);
    bool type = n->flags & (NF_DECLARE | NF_ABSTRACT);
    if (type && !(p->legacy && lower_decorated_member(l, id))) {
        lower_remove_stmt(l, n->start, n->end);
        return;
    }
    int32_t index = decorators_member(l, p, id);
    if (type) {  // TypeScript decorates declared fields, too
        lower_remove_stmt(l, behind_decorators(l, n), n->end);
        return;
    }
    visit_mods(l, p, n, n->field.mods);
    if (!(n->flags & NF_COMPUTED)) lower_hint_name(l, n->field.value, lower_key_text(l, n->field.key));
    bool assigned = is_assigned(l, p, id);
    if (assigned && !(n->flags & NF_ACCESSOR)) {
        assign_field(l, p, id, index);
        return;
    }
    Work inner = p->inner;
    lower_set_stmt(l, &inner, id);
    if (index >= 0 && !p->legacy) inner.stmt_end = 0;  // ends with an initializer of ours
    if (n->flags & NF_ACCESSOR) class_accessor(l, p, id, index);
    if (assigned) assign_value(l, p, n, index);
    else if (index >= 0 && !p->legacy) decorators_wrap_value(l, p, n, index);
    else if (!(n->flags & NF_ACCESSOR)) end_word_field(l, n);
    if (n->flags & NF_COMPUTED) lower_push(l, n->field.key, &inner);
    lower_push(l, n->field.types, &inner);
    lower_push(l, n->field.value, &inner);
}

static void visit_method(Lower *l, ClassPlan *p, JsNodeId id)
{
    const JsNode *n = lower_node(l, id);
    if (!lower_node(l, n->method.value)->function.body) {
        lower_remove_stmt(l, n->start, n->end);
        return;
    }
    int32_t index = decorators_member(l, p, id);
    visit_mods(l, p, n, n->method.mods);
    if (index >= 0) decorators_hide_private(l, p, n, index);
    if (n->flags & NF_COMPUTED) lower_push(l, n->method.key, &p->inner);
    lower_push(l, n->method.mark, &p->inner);
    if (n->op == METHOD_CONSTRUCTOR && !is_static(n)) visit_constructor(l, p, n->method.value);
    else lower_push(l, n->method.value, &p->inner);
}

static void visit_members(Lower *l, ClassPlan *p)
{
    for (JS_EACH(l->t, p->body->list.items, member)) {
        JsNodeId id = JS_CHILD(member);
        switch (js_kind(l->t, id)) {
        case N_FIELD: visit_field(l, p, id); break;
        case N_METHOD: visit_method(l, p, id); break;
        default: lower_push(l, id, &p->inner);
        }
    }
}

// One set of variables for each evaluation of the class.
static void put_key_variables(Lower *l, ClassPlan *p, const Work *w)
{
    const JsNode *n = p->n;
    if (!p->keys.len) return;
    if (w->flags & (WORK_TOP | WORK_EXPORTED)) buf_put_fmt(&l->prologue, "var %.*s;", STR_FMT(p->keys));
    else if (n->kind == N_CLASS_DECL && n->class_.name)
        edit_first(&l->ed, n->start, n->end, lower_fmt(l, "let %.*s;", STR_FMT(p->keys)));
    else if (!p->state.len) class_wrap(l, p, w);
}

Str class_variable(Lower *l, const ClassPlan *p)
{
    return p->as_var ? lower_fmt(l, "var %.*s=", STR_FMT(lower_src(l, p->n->class_.name))) : (Str){};
}

static void visit_head(Lower *l, const ClassPlan *p)
{
    lower_push(l, p->n->class_.super, &p->inner);
    if (!p->n->class_.head) return;
    const JsNode *head = lower_node(l, p->n->class_.head);
    visit_mods(l, p, p->n, head->class_head.mods);
    lower_push(l, head->class_head.type_params, &p->inner);
    lower_push(l, head->class_head.super_args, &p->inner);
    lower_push(l, head->class_head.implements, &p->inner);
}

void lower_class(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    if (n->flags & NF_DECLARE) {
        lower_remove_stmt(l, n->start, n->end);
        return;
    }
    ClassPlan p = {.n = n, .body = lower_node(l, n->class_.body)};
    p.inner = *w;
    p.inner.flags = 0;
    p.inner.ctx = lower_ctx(l, w, CTX_CLASS);
    p.as_var = l->top_block && (w->flags & WORK_TOP) && n->kind == N_CLASS_DECL && n->class_.name;
    p.assign_fields = l->ts && !l->opt.use_define_for_class_fields;
    plan_constructor(l, &p);
    plan_keys(l, &p);
    if (l->t->features & FEAT_DECORATORS) decorators_plan(l, &p, w);
    if (p.as_var && !p.state.len) edit_before(&l->ed, n->start, n->end, class_variable(l, &p));
    put_key_variables(l, &p, w);
    visit_head(l, &p);
    visit_members(l, &p);
    AUTO(Buf) start = {};
    if (p.sweeps) buf_put_fmt(&start, "static{delete this.%.*s}", STR_FMT(l->m));
    decorators_put_body_start(l, &p, &start);
    put_parameter_fields(l, &p, &start);
    put_constructor(l, &p, &start);
    if (start.len) edit_before(&l->ed, p.body->start + 1, p.body->end, arena_str(l->a, buf_str(&start)));
    AUTO(Buf) push = {};
    if (n->kind == N_CLASS_DECL && n->class_.name) esm_put_push(l, n->class_.name, &push);
    if (push.len || p.as_var) edit_after(&l->ed, n->start, n->end, lower_fmt(l, ";%.*s", STR_FMT(buf_str(&push))));
    decorators_finish(l, &p);  // after the push: of two edits that close one range the later comes first
}
