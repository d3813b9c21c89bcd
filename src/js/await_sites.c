// await_sites.c - see await_sites.h.
#include "js/await_sites.h"

#include <stdlib.h>

typedef struct Names { Str *items; uint32_t count; } Names;  // per node

static void name_value(const JsTree *t, Names *names, JsNodeId value, JsNodeId key)
{
    if (!value || !key) return;
    JsKind kind = js_kind(t, key);
    bool is_name = kind == N_BINDING || kind == N_IDENT || kind == N_NAME || kind == N_PRIVATE_NAME;
    if (is_name) ITEM(*names, js_unwrap(t, value)) = js_text(t, key);
}

static void find_names(const JsTree *t, Names *names)
{
    for (uint32_t i = 1; i < t->nodes.count; i++) {
        const JsNode *n = js_node(t, i);
        switch ((JsKind)n->kind) {
        case N_DECLARATOR: name_value(t, names, n->declarator.init, n->declarator.target); break;
        case N_ASSIGN: name_value(t, names, n->binary.right, n->binary.left); break;
        case N_PROPERTY: name_value(t, names, n->property.value, n->property.key); break;
        case N_METHOD: name_value(t, names, n->method.value, n->method.key); break;
        case N_FIELD: name_value(t, names, n->field.value, n->field.key); break;
        case N_DEFAULT: name_value(t, names, n->default_.init, n->default_.target); break;
        case N_PARAM: name_value(t, names, n->param.init, n->param.pattern); break;
        default: break;
        }
    }
}

static AwaitMany many_of(Str callee)
{
    if (str_eq(callee, STR("Promise.all"))) return AWAIT_ALL;
    if (str_eq(callee, STR("Promise.allSettled"))) return AWAIT_ALL_SETTLED;
    return str_eq(callee, STR("Promise.any")) ? AWAIT_ANY : AWAIT_ONE;
}

static AwaitSite site_of(const JsTree *t, const JsNode *n)
{
    AwaitSite site = {.offset = n->start};
    JsNodeId operand = js_unwrap(t, n->unary.arg);
    if (js_kind(t, operand) != N_CALL) return site;
    const JsNode *call = js_node(t, operand);
    site.many = many_of(js_text(t, call->call.callee));
    JsList args = js_list(t, call->call.args);
    if (site.many && args.len == 1 && AT(args, 0) && js_kind(t, AT(args, 0)) == N_ARRAY) site.items = AT(args, 0);
    return site;
}

static int by_start(const void *x, const void *y)
{
    uint32_t a = ((const AwaitFunction *)x)->start, b = ((const AwaitFunction *)y)->start;
    return (a > b) - (a < b);
}

static int by_offset(const void *x, const void *y)
{
    uint32_t a = ((const AwaitSite *)x)->offset, b = ((const AwaitSite *)y)->offset;
    return (a > b) - (a < b);
}

// Both lists ascend, so the functions around an await are a stack.
static void find_functions(Arena *a, AwaitSites *out)
{
    struct { uint32_t *items; uint32_t count, cap; } open = {};
    uint32_t next = 0;
    for (uint32_t i = 0; i < out->awaits.count; i++) {
        AwaitSite *site = &ITEM(out->awaits, i);
        for (; next < out->functions.count && ITEM(out->functions, next).start <= site->offset; next++) {
            uint32_t start = ITEM(out->functions, next).start;
            while (open.count && ITEM(out->functions, ITEM(open, open.count - 1)).end <= start) open.count--;
            ARENA_PUSH(a, &open, next);
        }
        while (open.count && ITEM(out->functions, ITEM(open, open.count - 1)).end <= site->offset) open.count--;
        site->function = open.count ? ITEM(open, open.count - 1) + 1 : 0;
    }
}

void js_await_sites(Arena *a, const JsTree *t, AwaitSites *out)
{
    AwaitSites found = {};
    Names names = {ARENA_ARRAY(a, Str, t->nodes.count), t->nodes.count};
    find_names(t, &names);
    for (uint32_t i = 1; i < t->nodes.count; i++) {
        const JsNode *n = js_node(t, i);
        JsKind kind = (JsKind)n->kind;
        if (kind == N_AWAIT) ARENA_PUSH(a, &found.awaits, site_of(t, n));
        if (!js_kind_is_function(kind)) continue;
        AwaitFunction f = {.start = n->start, .end = n->end, .name = ITEM(names, i)};
        if (kind != N_ARROW && n->function.name) f.name = js_text(t, n->function.name);
        ARENA_PUSH(a, &found.functions, f);
    }
    if (found.functions.count) qsort(found.functions.items, found.functions.count, sizeof(AwaitFunction), by_start);
    if (found.awaits.count) qsort(found.awaits.items, found.awaits.count, sizeof(AwaitSite), by_offset);
    find_functions(a, &found);
    *out = found;
}
