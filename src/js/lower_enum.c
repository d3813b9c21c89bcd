// lower_enum.c - enums, namespaces and their aliases become functions called in place.
//
// enum A { X = 1, Y }   ->  var A;(function(A){A[A["X"] = 1]="X"; A[A["Y"]=2]="Y" })(A||(A={}));
// namespace N { ... }   ->  var N;(function(N){ ... })(N||(N={}));
// Exported variables of a namespace live on its object only, so every mention becomes N.x; so do
// mentions of enum members inside the enum. Numbering folds constants across members, as tsc does.
#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "js/lower.h"

#define FOLD_MAX_DEPTH 300u  // deeper expressions are computed at run time

// ---- names ---------------------------------------------------------------------------------------
// Valid until the next one is made.
static Str member_key(Lower *l, JsSymbolId owner, Str name)
{
    buf_clear(&l->member_key);
    buf_put(&l->member_key, (Str){(const char *)&owner, sizeof owner});
    buf_put(&l->member_key, name);
    return buf_str(&l->member_key);
}

static void add_member(Lower *l, JsSymbolId owner, Str name, ConstValue value)
{
    ARENA_PUSH(l->a, &l->consts, value);
    *map_put(&l->members, arena_str(l->a, member_key(l, owner, name)), NULL) = l->consts.count;
}

void lower_add_name(Lower *l, JsSymbolId owner, Str name)
{
    add_member(l, owner, name, (ConstValue){});
}

static const ConstValue *find_member(Lower *l, JsSymbolId owner, Str name)
{
    uint64_t *index = map_find(&l->members, member_key(l, owner, name));
    return index ? &ITEM(l->consts, *index - 1) : NULL;
}

// Namespace exports that are variables; functions, classes and enums also exist as locals.
static bool lives_on_object(const JsSymbol *s)
{
    if (s->kind == SYM_ENUM_MEMBER) return true;
    bool variable = s->kind == SYM_VAR || s->kind == SYM_LET || s->kind == SYM_CONST ||
                    s->kind == SYM_IMPORT;
    return variable && (s->flags & SF_EXPORTED);
}

static bool is_inside(const Lower *l, JsScopeId scope, JsScopeId outer)
{
    while (scope > outer) scope = js_scope(l->b, scope)->parent;  // a scope's parent comes before it
    return scope == outer;
}

// The enclosing enum or namespace whose object holds what the IDENT means, or NULL.
static const Ctx *holder(Lower *l, const Work *w, const JsSymbol *s, Str name)
{
    for (const Ctx *c = w->ctx; c; c = c->up) {
        if (c->kind != CTX_ENUM && c->kind != CTX_NAMESPACE) continue;
        if (c->scope == s->scope) return lives_on_object(s) ? c : NULL;
        if (is_inside(l, s->scope, c->scope)) return NULL;  // declared within: hides what other blocks export
        if (l->members.count && find_member(l, c->symbol, name)) return c;
    }
    return NULL;
}

bool lower_qualify(Lower *l, const Work *w, Str *value)
{
    if (l->marks.count && (ITEM(l->marks, w->node) & MARK_READONLY)) {
        *value = lower_fmt(l, "%.*s.readonly(\"%.*s\")._", STR_FMT(l->m), STR_FMT(lower_src(l, w->node)));
        return true;
    }
    if (l->free_arguments && js_symbol_of(l->b, w->node) == l->free_arguments) {
        *value = lower_fmt(l, "%.*s_arguments", STR_FMT(l->m));
        return true;
    }
    if (l->opt.early.len && esm_early_read(l, w->node, value)) return true;
    if (!l->ts || (lower_node(l, w->node)->flags & NF_IN_TYPE)) return false;
    JsSymbolId id = js_symbol_of(l->b, w->node);
    if (!id) return false;
    Str name = lower_src(l, w->node);
    const Ctx *c = holder(l, w, js_symbol(l->b, id), name);
    if (!c) return false;
    *value = ARENA_JOIN(l->a, c->object, STR("."), name);
    return true;
}

// "var " / "let " and the name, the first time the symbol is declared; else a semicolon.
static void put_declaration(Lower *l, JsNodeId name, Buf *out)
{
    JsSymbolId id = js_symbol_of(l->b, name);
    const JsSymbol *s = js_symbol(l->b, id);
    bool done = s->kind == SYM_FUNCTION || s->kind == SYM_CLASS || ITEM(l->declared, id);
    buf_put(out, STR(";"));
    if (done) return;
    ITEM(l->declared, id) = 1;
    buf_clear(out);
    buf_put(out, js_scope(l->b, s->scope)->kind == SCOPE_BLOCK ? STR("let ") : STR("var "));
    buf_put(out, lower_src(l, name));
    buf_put_char(out, ';');
}

// (A||(A={}))   or, exported from namespace N,   (A=N.A||(N.A={}))
static void put_argument(Buf *out, Str name, Str owner)
{
    if (owner.len) {
        buf_put_fmt(out, "(%.*s=%.*s.%.*s||(%.*s.%.*s={}))", STR_FMT(name), STR_FMT(owner), STR_FMT(name),
                    STR_FMT(owner), STR_FMT(name));
    } else {
        buf_put_fmt(out, "(%.*s||(%.*s={}))", STR_FMT(name), STR_FMT(name));
    }
    buf_put_char(out, ';');
}

static Str owner_of(const Work *w)
{
    return (w->flags & WORK_EXPORTED) ? w->ctx->object : (Str){};
}

// The parameter: the name itself unless the body declares the same name.
static Str object_name(Lower *l, JsScopeId scope, JsNodeId name)
{
    JsAtom atom = lower_node(l, name)->ident.name;
    for (JsSymbolId s = js_scope(l->b, scope)->first; s; s = js_symbol(l->b, s)->next) {
        if (js_symbol(l->b, s)->name == atom && js_symbol(l->b, s)->kind != SYM_ENUM_MEMBER)
            return lower_temp(l, "ns");
    }
    return lower_src(l, name);
}

// ---- constants ------------------------------------------------------------------------------------
static ConstValue number(double value)
{
    return (ConstValue){.kind = CONST_NUMBER, .number = value};
}

static Str number_text(Lower *l, double value)
{
    if (isnan(value)) return STR("NaN");
    if (isinf(value)) return value > 0 ? STR("Infinity") : STR("-Infinity");
    for (int digits = 15; digits < 17; digits++) {
        Str text = lower_fmt(l, "%.*g", digits, value);
        if (strtod(text.ptr, NULL) == value) return text;
    }
    return lower_fmt(l, "%.17g", value);
}

// ECMA-262 ToInt32.
static int32_t to_int32(double value)
{
    if (!isfinite(value)) return 0;
    double rest = fmod(trunc(value), 4294967296.0);
    if (rest < 0) rest += 4294967296.0;
    return (int32_t)(uint32_t)rest;
}

static ConstValue fold_numbers(JsOp op, double x, double y)
{
    uint32_t shift = (uint32_t)to_int32(y) & 31;
    switch (op) {
    case OP_ADD: return number(x + y);
    case OP_SUB: return number(x - y);
    case OP_MUL: return number(x * y);
    case OP_DIV: return number(x / y);
    case OP_MOD: return number(fmod(x, y));
    case OP_POW: return number(pow(x, y));
    case OP_BIT_OR: return number(to_int32(x) | to_int32(y));
    case OP_BIT_AND: return number(to_int32(x) & to_int32(y));
    case OP_BIT_XOR: return number(to_int32(x) ^ to_int32(y));
    case OP_SHL: return number((int32_t)((uint32_t)to_int32(x) << shift));
    case OP_SHR: return number(to_int32(x) >> shift);
    case OP_USHR: return number((uint32_t)to_int32(x) >> shift);
    default: return (ConstValue){};
    }
}

static Str const_text(Lower *l, ConstValue v)
{
    return v.kind == CONST_STRING ? v.text : number_text(l, v.number);
}

static ConstValue join(Lower *l, ConstValue x, ConstValue y)
{
    return (ConstValue){.kind = CONST_STRING,
                        .text = arena_concat(l->a, const_text(l, x), const_text(l, y))};
}

static ConstValue fold(Lower *l, const Work *w, JsNodeId id);

static ConstValue fold_binary(Lower *l, const Work *w, const JsNode *n)
{
    ConstValue x = fold(l, w, n->binary.left), y = fold(l, w, n->binary.right);
    if (!x.kind || !y.kind) return (ConstValue){};
    if (x.kind == CONST_NUMBER && y.kind == CONST_NUMBER)
        return fold_numbers((JsOp)n->op, x.number, y.number);
    return n->op == OP_ADD ? join(l, x, y) : (ConstValue){};
}

static ConstValue fold_unary(Lower *l, const Work *w, const JsNode *n)
{
    ConstValue x = fold(l, w, n->unary.arg);
    if (x.kind != CONST_NUMBER) return (ConstValue){};
    if (n->op == OP_PLUS) return x;
    if (n->op == OP_MINUS) return number(-x.number);
    if (n->op == OP_BIT_NOT) return number(~to_int32(x.number));
    return (ConstValue){};
}

static ConstValue fold_name(Lower *l, const Work *w, JsNodeId id)
{
    Str name = lower_src(l, id);
    const JsSymbol *s = js_symbol(l->b, js_symbol_of(l->b, id));
    const Ctx *c = holder(l, w, s, name);
    const ConstValue *v = c ? find_member(l, c->symbol, name) : NULL;
    if (v) return *v;
    if (s->kind == SYM_FREE && str_eq(name, STR("NaN"))) return number(NAN);
    if (s->kind == SYM_FREE && str_eq(name, STR("Infinity"))) return number(INFINITY);
    return (ConstValue){};
}

// A.X and A["X"] of an enum seen before.
static ConstValue fold_member(Lower *l, const JsNode *n)
{
    if (js_kind(l->t, n->member.object) != N_IDENT) return (ConstValue){};
    JsKind kind = js_kind(l->t, n->member.name);
    if (kind != N_NAME && kind != N_STRING) return (ConstValue){};
    const ConstValue *v = find_member(l, lower_merged(l, js_symbol_of(l->b, n->member.object)),
                                      lower_key_text(l, n->member.name));
    return v ? *v : (ConstValue){};
}

static ConstValue fold_template(Lower *l, const Work *w, const JsNode *n)
{
    ConstValue sum = {.kind = CONST_STRING};
    for (JS_EACH(l->t, n->template.parts, part)) {
        JsNodeId id = JS_CHILD(part);
        ConstValue v = {.kind = CONST_STRING};
        if (js_kind(l->t, id) == N_TEMPLATE_TEXT) v.text = js_template_cooked(l->a, l->t, id);
        else v = fold(l, w, id);
        if (!v.kind) return v;
        sum = join(l, sum, v);
    }
    return sum;
}

static ConstValue fold_kind(Lower *l, const Work *w, JsNodeId id)
{
    const JsNode *n = lower_node(l, id);
    switch (n->kind) {
    case N_NUMBER: return number(js_number_value(l->t, id));
    case N_STRING: return (ConstValue){.kind = CONST_STRING, .text = js_string_value(l->a, l->t, id)};
    case N_TEMPLATE: return fold_template(l, w, n);
    case N_UNARY: return fold_unary(l, w, n);
    case N_BINARY: return fold_binary(l, w, n);
    case N_IDENT: return fold_name(l, w, id);
    case N_MEMBER: case N_INDEX: return fold_member(l, n);
    default: return (ConstValue){};
    }
}

static ConstValue fold(Lower *l, const Work *w, JsNodeId id)
{
    if (l->fold_depth >= FOLD_MAX_DEPTH) return (ConstValue){};
    l->fold_depth++;
    ConstValue value = fold_kind(l, w, js_unwrap(l->t, id));
    l->fold_depth--;
    return value;
}

// ---- enums -----------------------------------------------------------------------------------------
static void put_member_head(Buf *out, Str object, Str name, bool reverse)
{
    buf_put(out, object);
    buf_put_char(out, '[');
    if (reverse) {
        buf_put(out, object);
        buf_put_char(out, '[');
    }
    lower_put_string(out, name);
    buf_put_char(out, ']');
}

// `previous` is the value of the member before; the result is this one's.
static ConstValue enum_member(Lower *l, const Work *w, JsNodeId id, ConstValue previous)
{
    const JsNode *n = lower_node(l, id), *key = lower_node(l, n->ts_enum_member.key);
    Str name = lower_key_text(l, n->ts_enum_member.key);
    JsNodeId init = n->ts_enum_member.init;
    ConstValue value = init ? fold(l, w, init)
                            : previous.kind == CONST_NUMBER ? number(previous.number + 1) : (ConstValue){};
    bool reverse = value.kind != CONST_STRING;
    AUTO(Buf) head = {};
    AUTO(Buf) tail = {};
    put_member_head(&head, w->ctx->object, name, reverse);
    if (!init) {
        buf_put_char(&head, '=');
        buf_put(&head, value.kind ? number_text(l, value.number) : STR("void 0"));
    }
    if (reverse) {
        buf_put(&tail, STR("]="));
        lower_put_string(&tail, name);
    }
    bool brackets = n->flags & NF_COMPUTED;
    uint32_t key_end = !init ? n->end : brackets ? lower_find(l, key->end, ']') + 1 : key->end;
    lower_replace(l, n->start, key_end, buf_str(&head));
    edit_after(&l->ed, n->start, n->end, arena_str(l->a, buf_str(&tail)));
    uint32_t comma = lower_skip(l, n->end);
    if (lower_char(l, comma) == ',') edit_replace(&l->ed, comma, comma + 1, STR(";"));
    add_member(l, w->ctx->symbol, name, value);
    lower_push(l, init, w);
    return value;
}

void lower_enum(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    if (n->flags & NF_DECLARE) {
        lower_remove_stmt(l, n->start, n->end);
        return;
    }
    JsNodeId name = n->ts_enum.name;
    Ctx *ctx = lower_ctx(l, w, CTX_ENUM);
    ctx->scope = js_scope_of(l->b, w->node);
    ctx->object = object_name(l, ctx->scope, name);
    ctx->symbol = lower_merged(l, js_symbol_of(l->b, name));
    AUTO(Buf) head = {};
    put_declaration(l, name, &head);
    buf_put_fmt(&head, "(function(%.*s){", STR_FMT(ctx->object));
    lower_replace(l, n->start, lower_find(l, lower_node(l, name)->end, '{') + 1, buf_str(&head));
    Work inner = {.node = w->node, .ctx = ctx};
    ConstValue value = number(-1);
    for (JS_EACH(l->t, n->ts_enum.members, member)) value = enum_member(l, &inner, JS_CHILD(member), value);
    AUTO(Buf) tail = {};
    buf_put(&tail, STR("})"));
    put_argument(&tail, lower_src(l, name), owner_of(w));
    esm_put_push(l, name, &tail);
    edit_replace(&l->ed, n->end - 1, n->end, arena_str(l->a, buf_str(&tail)));
}

// ---- namespaces ------------------------------------------------------------------------------------
static JsScopeId namespace_scope(Lower *l, JsNodeId ns)
{
    JsNodeId body = lower_node(l, ns)->ts_namespace.body;
    JsScopeId scope = body && js_kind(l->t, body) == N_BLOCK ? js_scope_of(l->b, body) : 0;
    return scope ? scope : js_scope_of(l->b, ns);
}

// One level of `namespace A.B.C`: appends to head, gives the context inside and the closing text.
static Ctx *namespace_level(Lower *l, const Work *w, Str owner, Buf *head, Str *tail)
{
    JsNodeId name = lower_node(l, w->node)->ts_namespace.name;
    Ctx *ctx = lower_ctx(l, w, CTX_NAMESPACE);
    ctx->scope = namespace_scope(l, w->node);
    ctx->object = object_name(l, ctx->scope, name);
    ctx->symbol = lower_merged(l, js_symbol_of(l->b, name));
    AUTO(Buf) text = {};
    put_declaration(l, name, &text);
    buf_put(head, buf_str(&text));
    buf_put_fmt(head, "(function(%.*s){", STR_FMT(ctx->object));
    buf_clear(&text);
    buf_put(&text, STR("})"));
    put_argument(&text, lower_src(l, name), owner);
    esm_put_push(l, name, &text);
    *tail = arena_concat(l->a, buf_str(&text), *tail);
    return ctx;
}

static bool namespace_is_type(Lower *l, const JsNode *n)
{
    return (n->flags & (NF_DECLARE | NF_TYPE_ONLY | NF_GLOBAL)) || !n->ts_namespace.body ||
           js_kind(l->t, n->ts_namespace.name) == N_STRING;
}

// A string that begins a namespace says nothing; one that begins a function may be a directive.
static bool begins_with_string(Lower *l, const JsNode *body)
{
    JsList stmts = js_list(l->t, body->list.items);
    return stmts.len && js_is_string_statement(l->t, AT(stmts, 0));
}

void lower_namespace(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    uint32_t start = n->start, end = n->end;
    if (namespace_is_type(l, n)) {
        lower_remove_stmt(l, start, end);
        return;
    }
    lower_merge_prepare(l);
    AUTO(Buf) head = {};
    Str tail = {};
    Work inner = {.node = w->node, .ctx = w->ctx};
    inner.ctx = namespace_level(l, w, owner_of(w), &head, &tail);
    while (js_kind(l->t, n->ts_namespace.body) == N_TS_NAMESPACE) {
        inner.node = n->ts_namespace.body;
        n = lower_node(l, inner.node);
        lower_add_name(l, inner.ctx->symbol, lower_src(l, n->ts_namespace.name));
        inner.ctx = namespace_level(l, &inner, inner.ctx->object, &head, &tail);
    }
    const JsNode *body = lower_node(l, n->ts_namespace.body);
    if (begins_with_string(l, body)) buf_put_char(&head, ';');
    lower_replace(l, start, body->start + 1, buf_str(&head));
    edit_replace(&l->ed, end - 1, end, tail);
    lower_push_list(l, body->list.items, &inner);
}

// {a, b: [c = 1]} of an exported declaration becomes an assignment pattern {a:N.a, b: [N.c = 1]}.
static void assign_pattern(Lower *l, const Work *w, JsNodeId id, bool shorthand)
{
    const JsNode *n = lower_node(l, id);
    switch (n->kind) {
    case N_BINDING: {
        Str name = lower_src(l, id), object = w->ctx->object;
        lower_add_name(l, w->ctx->symbol, name);
        Str key = shorthand ? lower_fmt(l, "%.*s:", STR_FMT(name)) : (Str){};
        edit_before(&l->ed, n->start, n->end, lower_fmt(l, "%.*s%.*s.", STR_FMT(key), STR_FMT(object)));
        return;
    }
    case N_DEFAULT:
        assign_pattern(l, w, n->default_.target, shorthand);
        lower_push(l, n->default_.init, w);
        return;
    case N_REST: assign_pattern(l, w, n->unary.arg, false); return;
    case N_PROPERTY:
        if (n->flags & NF_COMPUTED) lower_push(l, n->property.key, w);
        assign_pattern(l, w, n->property.value, n->flags & NF_SHORTHAND);
        return;
    case N_OBJECT_PATTERN: case N_ARRAY_PATTERN:
        for (JS_EACH(l->t, n->list.items, item)) {
            if (JS_CHILD(item)) assign_pattern(l, w, JS_CHILD(item), false);
        }
        return;
    default: return;
    }
}

static bool has_value(Lower *l, const JsNode *var)
{
    for (JS_EACH(l->t, var->list.items, item)) {
        if (lower_node(l, JS_CHILD(item))->declarator.init) return true;
    }
    return false;
}

// export const x = 1, {y} = z;   ->   ;N.x = 1, {y:N.y} = z;   in parentheses if there is a pattern.
static void export_variables(Lower *l, const Work *w, const JsNode *export, const JsNode *var)
{
    Work inner = *w;
    inner.stmt_start = export->start;
    inner.stmt_end = lower_has_semicolon(l, var) ? 0 : var->end;
    bool pattern = false;
    uint32_t first = var->end, last = var->end;
    for (JS_EACH(l->t, var->list.items, item)) {
        const JsNode *d = lower_node(l, JS_CHILD(item));
        if (js_kind(l->t, d->declarator.target) != N_BINDING) pattern = true;
        if (d->start < first) first = d->start;
        last = d->declarator.init ? lower_node(l, d->declarator.init)->end : d->end;
        assign_pattern(l, &inner, d->declarator.target, false);
        lower_push(l, d->declarator.types, &inner);
        lower_push(l, d->declarator.init, &inner);
    }
    edit_blank(&l->ed, export->start, first, STR(";"));
    if (pattern) edit_wrap(&l->ed, first, last, STR("("), STR(")"));
}

void lower_namespace_export(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node), *arg = lower_node(l, n->unary.arg);
    Str object = w->ctx->object;
    JsNodeId name = 0;
    if (arg->kind == N_VAR && !(arg->flags & NF_DECLARE)) {
        if (has_value(l, arg)) export_variables(l, w, n, arg);
        else lower_remove_stmt(l, n->start, n->end);  // its names are known to lower_merge.c
        return;
    }
    if (esm_declares_type(l, n->unary.arg)) {
        lower_remove_stmt(l, n->start, n->end);
        return;
    }
    if (arg->kind == N_FUNCTION_DECL) name = arg->function.name;
    if (arg->kind == N_CLASS_DECL) name = arg->class_.name;
    if (arg->kind == N_TS_ENUM || arg->kind == N_TS_NAMESPACE)
        lower_add_name(l, w->ctx->symbol, lower_src(l, arg->a));
    esm_blank_words(l, n, arg, false);
    lower_push_flags(l, n->unary.arg, w, WORK_EXPORTED);
    if (!name) return;
    Str text = lower_src(l, name);
    lower_add_name(l, w->ctx->symbol, text);
    edit_after(&l->ed, n->start, n->end, lower_fmt(l, ";%.*s.%.*s=%.*s;", STR_FMT(object), STR_FMT(text),
                                                   STR_FMT(text)));
}

// ---- import a = N.b; import x = require("y") ---------------------------------------------------------
void lower_import_equals(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    JsSymbolId id = js_symbol_of(l->b, n->ts_import_equals.local);
    bool exported = w->flags & WORK_EXPORTED;
    bool require = js_kind(l->t, n->ts_import_equals.target) == N_TS_REQUIRE;
    bool used = exported || (js_symbol(l->b, id)->flags & (SF_USED_VALUE | SF_EXPORTED)) ||
                l->opt.verbatim_module_syntax || (l->opt.keep_unused_imports && require);
    if ((n->flags & NF_TYPE_ONLY) || !used) {
        lower_remove_stmt(l, n->start, n->end);
        return;
    }
    const JsNode *local = lower_node(l, n->ts_import_equals.local);
    Str name = lower_src(l, n->ts_import_equals.local);
    if (exported) {
        lower_add_name(l, w->ctx->symbol, name);
        edit_blank(&l->ed, n->start, local->start,
                   lower_fmt(l, ";%.*s.", STR_FMT(w->ctx->object)));
    } else {
        edit_blank(&l->ed, n->start, local->start, l->top_block ? STR("var ") : STR("const "));
    }
    AUTO(Buf) pushes = {};
    esm_put_push(l, n->ts_import_equals.local, &pushes);
    Str end = lower_has_semicolon(l, n) ? (Str){} : STR(";");
    edit_after(&l->ed, n->start, n->end, arena_concat(l->a, end, buf_str(&pushes)));
    if (require) l->free_require = true;
    else lower_push(l, n->ts_import_equals.target, w);
}
