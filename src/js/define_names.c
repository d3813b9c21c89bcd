// define_names.c - see define_names.h.
#include "js/define_names.h"

#include "base/buf.h"
#include "js/bind.h"
#include "js/edit.h"

typedef struct Define { Str name, text; } Define;
typedef struct Defines { Define *items; uint32_t count, cap; } Defines;

static void read_defines(Arena *a, Str text, Defines *out)
{
    for (size_t from = 0; from < text.len;) {
        size_t middle = str_find_from(text, STR("\0"), from);
        if (middle == STR_NONE) break;
        size_t end = str_find_from(text, STR("\0"), middle + 1);
        if (end == STR_NONE) break;
        Define d = {str_sub(text, from, middle), str_sub(text, middle + 1, end)};
        ARENA_PUSH(a, out, d);
        from = end + 1;
    }
}

static const Define *define_of(const Defines *defines, Str name)
{
    for (uint32_t i = 0; i < defines->count; i++)
        if (str_eq(ITEM(*defines, i).name, name)) return &ITEM(*defines, i);
    return NULL;
}

// The name at the left end of a.b.c belongs to nobody in the file.
static bool is_free(const JsTree *t, const JsBind *b, JsNodeId id)
{
    while (js_kind(t, id) == N_MEMBER) id = js_node(t, id)->member.object;
    if (js_kind(t, id) != N_IDENT) return false;
    JsSymbolId symbol = js_symbol_of(b, id);
    return !symbol || js_symbol(b, symbol)->kind == SYM_FREE;
}

static bool is_written(const JsTree *t, JsNodeId id)
{
    for (uint32_t i = 1; i < t->nodes.count; i++) {
        const JsNode *n = js_node(t, i);
        if (n->kind == N_ASSIGN && n->binary.left == id) return true;
        if (n->kind == N_UPDATE && n->unary.arg == id) return true;
    }
    return false;
}

static void put_define(Arena *a, const JsTree *t, Edits *ed, JsNodeId id, Str text)
{
    const JsNode *n = js_node(t, id);
    for (uint32_t i = 1; n->kind == N_IDENT && i < t->nodes.count; i++) {
        const JsNode *p = js_node(t, i);
        if (p->kind != N_PROPERTY || !(p->flags & NF_SHORTHAND) || p->property.value != id) continue;
        text = arena_fmt(a, "%.*s:%.*s", STR_FMT(js_text(t, id)), STR_FMT(text));
    }
    edit_replace(ed, n->start, n->end, text);
}

Err js_define_names(Arena *a, Str pairs, JsGoal goal, Str *code)
{
    Defines defines = {};
    read_defines(a, pairs, &defines);
    if (!defines.count) return OK;
    JsTree t = {};
    JsBind b = {};
    Edits ed;
    JsParseOptions options = {.lang = LANG_JSX, .goal = goal};
    TRY(js_parse(a, *code, &options, &t));
    TRY(js_bind(a, &t, &b));
    edits_init(&ed, a, *code);
    for (uint32_t i = 1; i < t.nodes.count; i++) {
        JsKind kind = js_kind(&t, i);
        if (kind != N_IDENT && kind != N_MEMBER) continue;
        const Define *d = define_of(&defines, js_text(&t, i));
        if (d && is_free(&t, &b, i) && !is_written(&t, i)) put_define(a, &t, &ed, i, d->text);
    }
    AUTO(Buf) out = {.max = JS_MAX_SOURCE};
    edits_render(&ed, &out);
    if (out.bad) return err(ERR_TOO_BIG);
    *code = arena_str(a, buf_str(&out));
    return OK;
}
