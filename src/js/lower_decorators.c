// lower_decorators.c - decorators, standard (2023-11) and TypeScript's experimental ones.
//
// A member's decorators become a method in front of it, whose computed key evaluates them at the right
// moment, in class scope, and registers them with a helper object (lib/internal/lower.js):
//
//   @a @b(c) x = 1   ->   static [$m_c0.add([ a, b(c)],"field",false,"x")](){} x = $m_c0.init(0,this,1)
//
// The helper deletes these methods again in a static block that comes first in the class body, where it
// applies all decorators: then every key and decorator is known and no static field has run yet. A class
// that is itself decorated loses its inner name, so that references inside mean the variable outside,
// which holds what the decorators return. Experimental decorators are passed as functions, because they
// are evaluated after the class.
#include "base/num.h"
#include "js/lower_class.h"

bool lower_has_decorator(const Lower *l, JsListId mods)
{
    for (JS_EACH(l->t, mods, mod)) {
        if (js_kind(l->t, JS_CHILD(mod)) == N_DECORATOR) return true;
    }
    return false;
}

static bool has_parameter_decorator(Lower *l, const JsNode *method)
{
    const JsNode *f = lower_node(l, method->method.value);
    for (JS_EACH(l->t, f->function.params, param)) {
        if (lower_has_decorator(l, lower_node(l, JS_CHILD(param))->param.mods)) return true;
    }
    return false;
}

static bool is_legacy(const Lower *l)
{
    return l->ts && l->opt.experimental_decorators;
}

bool lower_decorated_member(Lower *l, JsNodeId member)
{
    const JsNode *n = lower_node(l, member);
    if (n->kind == N_FIELD) return lower_has_decorator(l, n->field.mods);
    if (n->kind != N_METHOD) return false;
    return lower_has_decorator(l, n->method.mods) || (is_legacy(l) && has_parameter_decorator(l, n));
}

static bool is_constructor(const JsNode *n)
{
    return n->kind == N_METHOD && n->op == METHOD_CONSTRUCTOR && !(n->flags & NF_STATIC);
}

static bool is_function_like(const JsNode *n)
{
    return n->kind == N_METHOD || (n->flags & NF_ACCESSOR);
}

static bool has_body(Lower *l, const JsNode *n)
{
    return n->kind != N_METHOD || lower_node(l, n->method.value)->function.body;
}

// ---- metadata of TypeScript types -----------------------------------------------------------------------
static Str type_name(Lower *l, JsNodeId type, unsigned depth);

static Str keyword_name(JsTypeWord word)
{
    switch (word) {
    case TYPE_VOID: case TYPE_NULL: case TYPE_UNDEFINED: case TYPE_NEVER: return STR("void 0");
    case TYPE_BOOLEAN: return STR("Boolean");
    case TYPE_NUMBER: return STR("Number");
    case TYPE_BIGINT: return STR("BigInt");
    case TYPE_STRING: return STR("String");
    case TYPE_SYMBOL: return STR("Symbol");
    default: return STR("Object");
    }
}

static Str literal_name(Lower *l, JsNodeId literal)
{
    switch (js_kind(l->t, literal)) {
    case N_STRING: case N_TEMPLATE: return STR("String");
    case N_TRUE: case N_FALSE: return STR("Boolean");
    case N_BIGINT: return STR("BigInt");
    case N_NULL: return STR("void 0");
    default: return STR("Number");
    }
}

// A.B.C without what stands between its names: line breaks would move the rest of the class.
static Str dotted_name(Lower *l, JsNodeId name)
{
    const JsNode *n = lower_node(l, name);
    if (n->kind != N_TS_QUALIFIED) return lower_src(l, name);
    return ARENA_JOIN(l->a, dotted_name(l, n->member.object), STR("."), lower_src(l, n->member.name));
}

static Str reference_name(Lower *l, JsNodeId name)
{
    JsNodeId root = name;
    while (js_kind(l->t, root) == N_TS_QUALIFIED) root = lower_node(l, root)->member.object;
    JsSymbolId id = js_symbol_of(l->b, root);
    const JsSymbol *s = js_symbol(l->b, id);
    if (id < l->in_metadata.count) ITEM(l->in_metadata, id) = 1;
    JsAtom word = lower_node(l, root)->ident.name;
    if (s->kind == SYM_TYPE || (s->flags & SF_TYPE_ONLY)) return STR("Object");
    // No value of a class can be called so: only a type.
    if (js_is_strict_word(word) || word == ATOM_AWAIT || word == ATOM_ARGUMENTS) return STR("Object");
    if (s->kind == SYM_ENUM && root == name) return STR("Number");
    return lower_fmt(l, "%.*s.lower.type(()=>%.*s)", STR_FMT(l->m), STR_FMT(dotted_name(l, name)));
}

static bool is_type_word(Lower *l, JsNodeId type, JsTypeWord word)
{
    const JsNode *n = lower_node(l, type);
    return n->kind == N_TS_KEYWORD && n->op == (uint8_t)word;
}

// null and undefined belong to every type unless strictNullChecks says otherwise, which a file cannot know.
static bool is_nullish_type(Lower *l, JsNodeId type)
{
    const JsNode *n = lower_node(l, type);
    bool null = n->kind == N_TS_LITERAL && js_kind(l->t, n->unary.arg) == N_NULL;
    return null || is_type_word(l, type, TYPE_NULL) || is_type_word(l, type, TYPE_UNDEFINED);
}

// A union or intersection means something only if all its parts say the same; as TypeScript serializes them.
static Str common_name(Lower *l, JsList types, bool intersection, unsigned depth)
{
    Str common = {};
    for (size_t i = 0; i < types.len; i++) {
        JsNodeId type = AT(types, i);
        while (js_kind(l->t, type) == N_TS_PAREN) type = lower_node(l, type)->unary.arg;
        if (is_type_word(l, type, TYPE_NEVER) && intersection) return STR("void 0");
        if (is_type_word(l, type, TYPE_UNKNOWN) && !intersection) return STR("Object");
        if (is_type_word(l, type, TYPE_ANY)) return STR("Object");
        if (is_type_word(l, type, TYPE_NEVER) || is_type_word(l, type, TYPE_UNKNOWN) || is_nullish_type(l, type)) continue;
        Str name = type_name(l, type, depth + 1);
        if (common.len && !str_eq(common, name)) return STR("Object");
        common = name;
    }
    return common.len ? common : STR("void 0");
}

static Str type_name(Lower *l, JsNodeId type, unsigned depth)
{
    if (!type || depth > 50) return STR("Object");
    const JsNode *n = lower_node(l, type);
    switch (n->kind) {
    case N_TS_KEYWORD: return keyword_name((JsTypeWord)n->op);
    case N_TS_LITERAL: return literal_name(l, n->unary.arg);
    case N_TS_TEMPLATE: return STR("String");
    case N_TS_ARRAY: case N_TS_TUPLE: return STR("Array");
    case N_TS_FUNCTION: case N_TS_CONSTRUCTOR: return STR("Function");
    case N_TS_PREDICATE:
        return str_starts(lower_src(l, type), STR("asserts ")) ? STR("void 0") : STR("Boolean");
    case N_TS_PAREN: return type_name(l, n->unary.arg, depth + 1);
    case N_TS_OPERATOR:
        return n->op == TYPE_READONLY ? type_name(l, n->unary.arg, depth + 1) : STR("Object");
    case N_TS_UNION: case N_TS_INTERSECTION:
        return common_name(l, js_list(l->t, n->list.items), n->kind == N_TS_INTERSECTION, depth);
    case N_TS_CONDITIONAL: {
        uint32_t branches[] = {n->ts_conditional.then, n->ts_conditional.otherwise};
        return common_name(l, (JsList){branches, COUNT_OF(branches)}, false, depth);
    }
    case N_TS_REF: return reference_name(l, n->ts_ref.name);
    default: return STR("Object");
    }
}

static Str annotation_name(Lower *l, JsNodeId annotation)
{
    return type_name(l, annotation ? lower_node(l, annotation)->unary.arg : 0, 0);
}

static void put_metadata(Lower *l, const char *key, Str value, Buf *out)
{
    buf_put_fmt(out, ",%.*s.lower.meta(\"design:%s\",()=>%.*s)", STR_FMT(l->m), key, STR_FMT(value));
}

// Of a rest parameter: the type of its elements.
static Str parameter_type(Lower *l, const JsNode *p)
{
    JsNodeId type = p->param.types ? lower_node(l, p->param.types)->unary.arg : 0;
    if (!(p->flags & NF_REST)) return type_name(l, type, 0);
    if (!type || js_kind(l->t, type) != N_TS_ARRAY) return STR("Object");
    return type_name(l, lower_node(l, type)->unary.arg, 0);
}

static void put_param_types(Lower *l, const JsNode *f, Buf *out)
{
    AUTO(Buf) types = {};
    buf_put_char(&types, '[');
    for (JS_EACH(l->t, f->function.params, param)) {
        const JsNode *p = lower_node(l, JS_CHILD(param));
        if (p->flags & NF_THIS) continue;
        if (types.len > 1) buf_put_char(&types, ',');
        buf_put(&types, parameter_type(l, p));
    }
    buf_put_char(&types, ']');
    put_metadata(l, "paramtypes", buf_str(&types), out);
}

static Str return_name(Lower *l, const JsNode *f)
{
    JsNodeId sig = f->function.types;
    JsNodeId returns = sig ? lower_node(l, sig)->signature.returns : 0;
    if (!returns) return (f->flags & NF_ASYNC) ? STR("Promise") : STR("void 0");
    return annotation_name(l, returns);
}

static Str accessor_type(Lower *l, const JsNode *n, const JsNode *f)
{
    JsNodeId sig = f->function.types;
    if (n->op == METHOD_GET) return annotation_name(l, sig ? lower_node(l, sig)->signature.returns : 0);
    for (JS_EACH(l->t, f->function.params, param))
        return annotation_name(l, lower_node(l, JS_CHILD(param))->param.types);
    return STR("Object");
}

static Str member_metadata(Lower *l, const JsNode *n)
{
    AUTO(Buf) out = {};
    if (!l->opt.emit_decorator_metadata) return (Str){};
    const JsNode *f = n->kind == N_METHOD ? lower_node(l, n->method.value) : NULL;
    if (!f) {
        put_metadata(l, "type", annotation_name(l, n->field.types), &out);
    } else if (is_constructor(n)) {
        put_param_types(l, f, &out);
    } else if (n->op == METHOD_GET || n->op == METHOD_SET) {
        put_metadata(l, "type", accessor_type(l, n, f), &out);
        put_param_types(l, f, &out);
    } else {
        put_metadata(l, "type", STR("Function"), &out);
        put_param_types(l, f, &out);
        put_metadata(l, "returntype", return_name(l, f), &out);
    }
    return arena_str(l->a, buf_str(&out));
}

static void name_class_metadata(Lower *l, const JsNode *class)
{
    const JsNode *head = class->class_.head ? lower_node(l, class->class_.head) : NULL;
    bool decorated = head && lower_has_decorator(l, head->class_head.mods);
    for (JS_EACH(l->t, lower_node(l, class->class_.body)->list.items, member)) {
        const JsNode *n = lower_node(l, JS_CHILD(member));
        bool wanted = lower_decorated_member(l, JS_CHILD(member)) || (decorated && is_constructor(n));
        if (wanted && has_body(l, n)) (void)member_metadata(l, n);
    }
}

void lower_metadata_prepare(Lower *l)
{
    if (!is_legacy(l) || !l->opt.emit_decorator_metadata || !(l->t->features & FEAT_DECORATORS)) return;
    l->in_metadata.count = l->b->symbols.count;
    l->in_metadata.items = ARENA_ARRAY(l->a, uint8_t, l->in_metadata.count);
    for (JsNodeId id = 1; id < l->t->nodes.count; id++) {
        JsKind kind = js_kind(l->t, id);
        if (kind == N_CLASS_DECL || kind == N_CLASS_EXPR) name_class_metadata(l, lower_node(l, id));
    }
}

// ---- the list of decorators ---------------------------------------------------------------------------------
// `@a @b` becomes `<open> a, b<close>`. Returns false if there is none; `close` takes the pieces over.
static bool replace_list(Lower *l, const ClassPlan *p, JsListId mods, Str open, const EditText *close)
{
    JsNodeId last = 0;
    for (JS_EACH(l->t, mods, mod)) {
        const JsNode *d = lower_node(l, JS_CHILD(mod));
        if (d->kind != N_DECORATOR) continue;
        edit_replace(&l->ed, d->start, d->start + 1, last ? STR(",") : open);
        lower_push(l, d->unary.arg, &p->inner);
        last = JS_CHILD(mod);
    }
    if (!last) return false;
    edit_put(&l->ed, EDIT_CLOSE, lower_node(l, last)->start, lower_node(l, last)->end, *close);
    return true;
}

// TypeScript's parameter decorators move to the list of their method: ,$m.lower.param(0,x)
static void add_parameters(Lower *l, const ClassPlan *p, const JsNode *f, EditText *out)
{
    uint32_t index = 0;
    for (JS_EACH(l->t, f->function.params, param)) {
        const JsNode *n = lower_node(l, JS_CHILD(param));
        if (n->flags & NF_THIS) continue;
        for (JS_EACH(l->t, n->param.mods, mod)) {
            const JsNode *d = lower_node(l, JS_CHILD(mod));
            if (d->kind != N_DECORATOR) continue;
            const JsNode *x = lower_node(l, d->unary.arg);
            edit_text_add(l->a, out, lower_fmt(l, ",%.*s.lower.param(%u,", STR_FMT(l->m), index));
            edit_text_add_range(l->a, out, x->start, x->end);
            edit_text_add(l->a, out, STR(")"));
            AUTO(Buf) lines = {};  // behind the @; the others move along
            lower_put_newlines(l, d->start, x->start, &lines);
            edit_replace(&l->ed, d->start, d->end, arena_str(l->a, buf_str(&lines)));
            lower_push(l, d->unary.arg, &p->inner);
        }
        index++;
    }
}

static Str key_literal(Lower *l, const JsNode *n)
{
    if (n->flags & NF_COMPUTED) return STR("void 0");
    const JsNode *key = lower_node(l, n->a);
    if (key->kind == N_NUMBER) return lower_fmt(l, "String(%.*s)", STR_FMT(lower_src(l, n->a)));
    AUTO(Buf) out = {};
    lower_put_string(&out, lower_key_text(l, n->a));
    return arena_str(l->a, buf_str(&out));
}

static const char *kind_name(const JsNode *n)
{
    if (n->kind == N_FIELD) return (n->flags & NF_ACCESSOR) ? "accessor" : "field";
    return n->op == METHOD_GET ? "getter" : n->op == METHOD_SET ? "setter" : "method";
}

// has, get and set of a private element can only be written in the class.
static Str private_access(Lower *l, const JsNode *n)
{
    if (js_kind(l->t, n->a) != N_PRIVATE_NAME) return (Str){};
    Str x = lower_src(l, n->a);
    Str get = lower_fmt(l, ",get:o=>o.%.*s", STR_FMT(x)), set = {};
    bool writes = n->kind == N_FIELD || n->op == METHOD_SET;
    if (writes) set = lower_fmt(l, ",set:(o,v)=>{o.%.*s=v}", STR_FMT(x));
    if (n->kind == N_METHOD && n->op == METHOD_SET) get = (Str){};
    return lower_fmt(l, ",{has:o=>%.*s in o%.*s%.*s}", STR_FMT(x), STR_FMT(get), STR_FMT(set));
}

static Str add_arguments(Lower *l, const JsNode *n)
{
    return lower_fmt(l, "],\"%s\",%s,%.*s%.*s)](){}", kind_name(n), (n->flags & NF_STATIC) ? "true" : "false",
                     STR_FMT(key_literal(l, n)), STR_FMT(private_access(l, n)));
}

static void wrap_computed_key(Lower *l, const ClassPlan *p, const JsNode *n)
{
    if (!(n->flags & NF_COMPUTED)) return;
    const JsNode *key = lower_node(l, n->a);
    edit_wrap(&l->ed, key->start, key->end, lower_fmt(l, "%.*s.key(", STR_FMT(p->state)), STR(")"));
}

// The constructor's parameter decorators and types belong to the class.
static void constructor_parameters(Lower *l, const ClassPlan *p, const JsNode *n)
{
    EditText text = {};
    edit_text_add(l->a, &text, lower_fmt(l, "static [%.*s.ctor(()=>[0", STR_FMT(p->state)));
    add_parameters(l, p, lower_node(l, n->method.value), &text);
    edit_text_add(l->a, &text, member_metadata(l, n));
    edit_text_add(l->a, &text, STR("])](){}"));
    edit_put(&l->ed, EDIT_OPEN, n->start, n->end, text);
}

int32_t decorators_member(Lower *l, ClassPlan *p, JsNodeId member)
{
    const JsNode *n = lower_node(l, member);
    if (!p->state.len || !has_body(l, n)) return -1;
    if (is_constructor(n)) {
        bool metadata = p->class_decorated && l->opt.emit_decorator_metadata;
        if (p->legacy && (metadata || has_parameter_decorator(l, n))) constructor_parameters(l, p, n);
        return -1;
    }
    if (!lower_decorated_member(l, member)) return -1;
    EditText close = {};
    Str open = lower_fmt(l, "static [%.*s.add(%s[", STR_FMT(p->state), p->legacy ? "()=>" : "");
    bool own = lower_has_decorator(l, n->d);
    if (p->legacy) {
        if (!own) edit_text_add(l->a, &close, arena_concat(l->a, open, STR("0")));
        if (n->kind == N_METHOD) add_parameters(l, p, lower_node(l, n->method.value), &close);
        edit_text_add(l->a, &close, member_metadata(l, n));
    }
    edit_text_add(l->a, &close, add_arguments(l, n));
    if (!replace_list(l, p, n->d, open, &close)) edit_put(&l->ed, EDIT_OPEN, n->start, n->end, close);
    wrap_computed_key(l, p, n);
    return (int32_t)p->elements++;
}

// ---- elements whose definition changes -----------------------------------------------------------------------
bool decorators_initialize(const Lower *l, const JsNode *field)
{
    return !is_legacy(l) && lower_has_decorator(l, field->field.mods);
}

Str decorators_init(Lower *l, const ClassPlan *p, int32_t index)
{
    return lower_fmt(l, "%.*s.init(%d,this", STR_FMT(p->state), index);
}

Str decorators_extra(Lower *l, const ClassPlan *p, int32_t index)
{
    return lower_fmt(l, "%.*s.extra(%d,this)", STR_FMT(p->state), index);
}

void decorators_wrap_value(Lower *l, const ClassPlan *p, const JsNode *n, int32_t index)
{
    uint32_t end = lower_char(l, n->end - 1) == ';' ? n->end - 1 : n->end;
    const char *prefix = (n->flags & NF_STATIC) ? "static " : "";
    Str extra = lower_temp(l, "x");
    edit_after(&l->ed, n->start, end, lower_fmt(l, ";%s#%.*s=%.*s;", prefix, STR_FMT(extra),
                                                STR_FMT(decorators_extra(l, p, index))));
    Str call = decorators_init(l, p, index);
    if (!n->field.value) {
        edit_after(&l->ed, n->start, end, lower_fmt(l, "=%.*s)", STR_FMT(call)));
        return;
    }
    const JsNode *v = lower_node(l, n->field.value);
    edit_wrap(&l->ed, v->start, v->end, lower_fmt(l, "%.*s,", STR_FMT(call)), STR(")"));
}

// get #x(){...} set #x(v){...} that call what the decorators made of the hidden element.
static void put_private(Lower *l, const ClassPlan *p, const JsNode *n, int32_t index, Buf *out)
{
    Str name = lower_src(l, n->a), state = p->state;
    const char *prefix = (n->flags & NF_STATIC) ? "static " : "";
    bool accessor = n->kind == N_FIELD;
    buf_put_char(out, ';');
    if (!accessor && n->op == METHOD_PLAIN)
        buf_put_fmt(out, "%sget %.*s(){return %.*s.value(%d)}", prefix, STR_FMT(name), STR_FMT(state), index);
    if (accessor || n->op == METHOD_GET)
        buf_put_fmt(out, "%sget %.*s(){return %.*s.get(%d,this)}", prefix, STR_FMT(name), STR_FMT(state), index);
    if (accessor || n->op == METHOD_SET)
        buf_put_fmt(out, "%sset %.*s(%.*s_v){%.*s.set(%d,this,%.*s_v)}", prefix, STR_FMT(name), STR_FMT(l->m),
                    STR_FMT(state), index, STR_FMT(l->m));
}

Str decorators_hidden_key(Lower *l, const ClassPlan *p, const JsNode *n, int32_t index, Buf *tail)
{
    put_private(l, p, n, index, tail);
    return lower_fmt(l, "[%.*s.hide(%d)]", STR_FMT(p->state), index);
}

void decorators_hide_private(Lower *l, const ClassPlan *p, const JsNode *n, int32_t index)
{
    const JsNode *key = lower_node(l, n->method.key);
    if (p->legacy || key->kind != N_PRIVATE_NAME) return;
    AUTO(Buf) tail = {};
    edit_replace(&l->ed, key->start, key->end, decorators_hidden_key(l, p, n, index, &tail));
    edit_after(&l->ed, n->start, n->end, arena_str(l->a, buf_str(&tail)));
}

// ---- the class -------------------------------------------------------------------------------------------------
static void plan_members(Lower *l, ClassPlan *p)
{
    for (JS_EACH(l->t, p->body->list.items, member)) {
        JsNodeId id = JS_CHILD(member);
        const JsNode *n = lower_node(l, id);
        if (!lower_decorated_member(l, id) || !has_body(l, n)) continue;
        p->member_decorated = true;
        if (is_constructor(n)) p->class_decorated = true;
        if (is_function_like(n) && !(n->flags & NF_STATIC)) p->instance_methods = true;
    }
}

static bool is_declaration(const ClassPlan *p)
{
    return p->n->kind == N_CLASS_DECL && p->n->class_.name;
}

void lower_hint_name(Lower *l, JsNodeId value, Str name)
{
    if (!l->names_classes || !value) return;
    value = js_unparen(l->t, value);
    JsKind kind = js_kind(l->t, value);
    if ((kind != N_CLASS_EXPR && kind != N_CLASS_DECL) || lower_node(l, value)->class_.name) return;
    ARENA_PUSH(l->a, &l->hints, (struct ClassHint){value, name});
}

// "name" as a property key.
static Str hinted_key(Lower *l, const JsNode *class)
{
    Str name = {};
    for (uint32_t i = 0; i < l->hints.count; i++) {
        if (lower_node(l, ITEM(l->hints, i).node) == class) name = ITEM(l->hints, i).name;
    }
    AUTO(Buf) out = {};
    lower_put_string(&out, name);
    return arena_str(l->a, buf_str(&out));
}

// {C:class ...}: an anonymous class with the right name.
static void plan_name(Lower *l, ClassPlan *p)
{
    JsNodeId name = p->n->class_.name;
    p->name = name ? lower_src(l, name) : lower_temp(l, "n");
    if (!name) return;
    const JsNode *b = lower_node(l, name);
    edit_blank(&l->ed, b->start, b->end, (Str){});
}

// ---- expressions that suspend: the function around the class becomes one that can, too ----------------------------

static bool in_function(const Lower *l, JsNodeId class, uint32_t pos)
{
    uint32_t start = js_node(l->t, class)->start;
    for (JsNodeId id = class - 1; id && js_node(l->t, id)->start >= start; id--) {
        const JsNode *n = js_node(l->t, id);
        if (js_kind_is_function((JsKind)n->kind) && n->start <= pos && pos < n->end) return true;
    }
    return false;
}

// The nodes of a class come right before it.
static void plan_suspension(Lower *l, ClassPlan *p, JsNodeId class)
{
    if (is_declaration(p) || !(l->t->features & (FEAT_ASYNC | FEAT_GENERATOR | FEAT_TOP_LEVEL_AWAIT))) return;
    for (JsNodeId id = class - 1; id && js_node(l->t, id)->start >= p->n->start; id--) {
        const JsNode *n = js_node(l->t, id);
        if ((n->kind != N_AWAIT && n->kind != N_YIELD) || in_function(l, class, n->start)) continue;
        if (n->kind == N_AWAIT) p->awaits = true;
        else p->yields = true;
    }
}

// What stands around the call that makes the class, as `new` may be in front. An array keeps the class from being taken for a promise; the context
// of the last await inside comes out with it.
static Str suspension_open(Lower *l, const ClassPlan *p)
{
    Str m = l->m;
    if (p->yields) return STR("(yield*");
    if (!p->awaits) return STR("(");
    if (!l->opt.async_context) return STR("(await ");
    return lower_fmt(l, "(([%.*s_v,%.*s_x])=>(%.*s_c.current=%.*s_x,%.*s_v))(await ", STR_FMT(m), STR_FMT(m), STR_FMT(m),
                     STR_FMT(m), STR_FMT(m));
}

static Str suspension_close(Lower *l, const ClassPlan *p)
{
    return p->awaits && !p->yields && !l->opt.async_context ? STR(")[0]") : STR(")");
}

// Of the function around the class: the helper object and the variables of keys, which get no value here.
static Str function_parameters(Lower *l, const ClassPlan *p)
{
    return lower_fmt(l, "%.*s%s%.*s", STR_FMT(p->state), p->state.len && p->keys.len ? "," : "", STR_FMT(p->keys));
}

// That function up to its result.
static Str function_open(Lower *l, const ClassPlan *p)
{
    Str s = function_parameters(l, p);
    const char *end = p->class_decorated ? "{" : "";
    if (p->yields)
        return lower_fmt(l, "%sfunction*(%.*s){%s", p->awaits ? "async " : "", STR_FMT(s),
                         p->class_decorated ? "" : "return ");
    if (p->keys.len) s = lower_fmt(l, "(%.*s)", STR_FMT(s));
    if (p->awaits) return lower_fmt(l, "async %.*s=>%s", STR_FMT(s), p->class_decorated ? "{" : "[");
    return lower_fmt(l, "%.*s=>%s", STR_FMT(s), end);
}

static Str function_close(Lower *l, const ClassPlan *p)
{
    Str context = l->opt.async_context ? lower_fmt(l, ",%.*s_c.current", STR_FMT(l->m)) : (Str){};
    if (p->yields) return STR("}.bind(this)");
    if (p->awaits && !p->class_decorated) return arena_concat(l->a, context, STR("]"));
    return p->class_decorated ? STR("}") : (Str){};
}

// What a function with a body returns.
static Str function_result(Lower *l, const ClassPlan *p)
{
    Str c = p->name;
    if (!p->awaits || p->yields) return c;
    if (!l->opt.async_context) return lower_fmt(l, "[%.*s]", STR_FMT(c));
    return lower_fmt(l, "[%.*s,%.*s_c.current]", STR_FMT(c), STR_FMT(l->m));
}

static Str class_prefix(Lower *l, const ClassPlan *p)
{
    Str c = p->name;
    Str key = p->n->class_.name ? c : hinted_key(l, p->n);
    if (is_declaration(p)) return lower_fmt(l, "({%.*s:", STR_FMT(key));
    if (!p->class_decorated) {
        Str done = p->legacy ? lower_fmt(l, "%.*s.done(", STR_FMT(p->state)) : (Str){};
        if (p->n->class_.name) return done;
        return lower_fmt(l, "%.*s({%.*s:", STR_FMT(done), STR_FMT(key));
    }
    return lower_fmt(l, "let %.*s;({%.*s:", STR_FMT(c), STR_FMT(key));
}

// Text in front of the class: the helper object, with the class's own decorators in its argument.
static void put_head(Lower *l, const ClassPlan *p)
{
    const char *fn = p->legacy ? "legacy(()=>[" : "decorators([";
    Str s = p->state, open = {};
    EditText close = {};
    if (is_declaration(p)) {
        if (p->class_decorated) open = lower_fmt(l, "%s %.*s;{", p->as_var ? "var" : "let", STR_FMT(p->name));
        open = lower_fmt(l, "%.*sconst %.*s=%.*s.lower.%s", STR_FMT(open), STR_FMT(s), STR_FMT(l->m), fn);
        edit_text_add(l->a, &close, STR("]);"));
        if (!p->class_decorated) edit_text_add(l->a, &close, class_variable(l, p));
    } else {
        open = lower_fmt(l, "%.*s%.*s.lower.%s", STR_FMT(suspension_open(l, p)), STR_FMT(l->m), fn);
        edit_text_add(l->a, &close, lower_fmt(l, "],%.*s", STR_FMT(function_open(l, p))));
    }
    if (p->class_decorated || !is_declaration(p)) edit_text_add(l->a, &close, class_prefix(l, p));
    JsListId mods = p->n->class_.head ? lower_node(l, p->n->class_.head)->class_head.mods : 0;
    if (replace_list(l, p, mods, open, &close)) return;
    EditText whole = {};
    edit_text_add(l->a, &whole, open);
    for (uint32_t i = 0; i < close.pieces.count; i++) ARENA_PUSH(l->a, &whole.pieces, ITEM(close.pieces, i));
    edit_put(&l->ed, EDIT_OPEN, p->n->start, p->n->end, whole);
}

// `export default class {}` ends where it ends, the call that it becomes may go on in the next line.
static void end_default_class(Lower *l, const ClassPlan *p, const Work *w)
{
    if (p->n->kind == N_CLASS_DECL) lower_end_stmt(l, w, p->n->end);
}

void decorators_plan(Lower *l, ClassPlan *p, const Work *w)
{
    p->legacy = is_legacy(l);
    if (p->n->class_.head && lower_has_decorator(l, lower_node(l, p->n->class_.head)->class_head.mods))
        p->class_decorated = true;
    plan_members(l, p);
    if (!p->class_decorated && !p->member_decorated) return;
    p->state = lower_temp(l, "c");
    l->needs_m = true;
    if (p->class_decorated) plan_name(l, p);
    plan_suspension(l, p, w->node);
    if (!is_declaration(p)) end_default_class(l, p, w);
    put_head(l, p);
}

void class_wrap(Lower *l, ClassPlan *p, const Work *w)
{
    const JsNode *n = p->n;
    plan_suspension(l, p, w->node);
    bool named = n->class_.name;
    end_default_class(l, p, w);
    Str open = lower_fmt(l, "%.*s(%.*s", STR_FMT(suspension_open(l, p)), STR_FMT(function_open(l, p)));
    Str close = lower_fmt(l, "%.*s)()%.*s", STR_FMT(function_close(l, p)), STR_FMT(suspension_close(l, p)));
    Str key = hinted_key(l, n);
    if (!named) open = lower_fmt(l, "%.*s({%.*s:", STR_FMT(open), STR_FMT(key));
    if (!named) close = lower_fmt(l, "})[%.*s]%.*s", STR_FMT(key), STR_FMT(close));
    edit_wrap(&l->ed, n->start, n->end, open, close);
}

// Start and end of the body are then the same offset: everything goes to the start.
static bool empty_body(const ClassPlan *p)
{
    return p->body->end - p->body->start == 2;
}

void decorators_put_body_start(Lower *l, const ClassPlan *p, Buf *out)
{
    if (!p->state.len) return;
    Str s = p->state;
    if (p->legacy) {
        if (p->class_decorated) buf_put_fmt(out, "static{%.*s=this}", STR_FMT(p->name));
        return;
    }
    buf_put(out, STR("static{"));
    if (p->class_decorated) buf_put_fmt(out, "%.*s=", STR_FMT(p->name));
    buf_put_fmt(out, "%.*s.apply(this);%.*s.start(-1,this)}", STR_FMT(s), STR_FMT(s));
    if (p->instance_methods)
        buf_put_fmt(out, "#%.*s=%.*s.start(1,this);", STR_FMT(lower_temp(l, "i")), STR_FMT(s));
    if (empty_body(p)) buf_put_fmt(out, "static{%.*s.finish()}", STR_FMT(s));
}

// What ends the class, the function that makes it, the helper's call and what is around that.
static Str expression_tail(Lower *l, const ClassPlan *p, Str assign)
{
    AUTO(Buf) out = {};
    if (p->class_decorated) {
        buf_put_fmt(&out, "});%.*sreturn %.*s", STR_FMT(assign), STR_FMT(function_result(l, p)));
    } else {
        if (!p->n->class_.name) buf_put_fmt(&out, "})[%.*s]", STR_FMT(hinted_key(l, p->n)));
        if (p->legacy) buf_put_char(&out, ')');
    }
    buf_put(&out, function_close(l, p));
    buf_put_char(&out, ')');
    buf_put(&out, suspension_close(l, p));
    return arena_str(l->a, buf_str(&out));
}

void decorators_finish(Lower *l, const ClassPlan *p)
{
    const JsNode *n = p->n;
    if (!p->state.len) return;
    Str s = p->state, c = p->name;
    if (!p->legacy && !empty_body(p))
        edit_after(&l->ed, p->body->start, p->body->end - 1, lower_fmt(l, ";static{%.*s.finish()}", STR_FMT(s)));
    Str assign = p->legacy ? lower_fmt(l, "%.*s=%.*s.done(%.*s);", STR_FMT(c), STR_FMT(s), STR_FMT(c)) : (Str){};
    Str tail = {};
    if (!is_declaration(p)) tail = expression_tail(l, p, assign);
    else if (p->class_decorated) tail = lower_fmt(l, "});%.*s}", STR_FMT(assign));
    else if (p->legacy) tail = lower_fmt(l, ";%.*s.done(%.*s);", STR_FMT(s), STR_FMT(lower_src(l, n->class_.name)));
    if (tail.len) edit_after(&l->ed, n->start, n->end, tail);
}
