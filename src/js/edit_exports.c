// edit_exports.c - see edit_exports.h. Edits on the source before anything else happens to it, so that what only
// the removed code used is unused for all that follows.
#include "js/edit_exports.h"

#include "base/buf.h"
#include "base/map.h"
#include "js/ast.h"
#include "js/edit.h"

typedef struct Change {
    Str name;      // the export's new name
    Str value;     // empty: the export goes
} Change;

typedef struct Pass {
    Arena *a;
    JsTree t;
    Edits ed;
    Map changes;   // export name -> Change *
} Pass;

static void Pass_cleanup(Pass *p) { Map_cleanup(&p->changes); }

static Str next_field(Str text, size_t *pos)
{
    size_t end = str_find_from(text, STR("\0"), *pos), from = *pos;
    if (end == STR_NONE) end = text.len;
    *pos = end + 1;
    return str_sub(text, from, end);
}

static void read_changes(Pass *p, Str spec)
{
    for (size_t pos = 0; pos < spec.len;) {
        Str name = next_field(spec, &pos);
        Change *c = ARENA_NEW(p->a, Change);
        c->name = next_field(spec, &pos);
        c->value = next_field(spec, &pos);
        *map_put(&p->changes, name, NULL) = (uint64_t)(uintptr_t)c;
    }
}

static const Change *change_of(Pass *p, Str name)
{
    const uint64_t *place = map_find(&p->changes, name);
    return place ? (const Change *)(uintptr_t)*place : NULL;
}

static Str export_name(Pass *p, JsNodeId id)
{
    return js_kind(&p->t, id) == N_STRING ? js_string_value(p->a, &p->t, id) : js_text(&p->t, id);
}

// White space and comments do not matter here: the comma is the next thing that is none.
static uint32_t behind_comma(Pass *p, uint32_t pos)
{
    Str text = p->t.source;
    size_t at = pos;
    while (at < text.len && strchr(" \t\r\n", str_at(text, at))) at++;
    return str_peek(text, at) == ',' ? (uint32_t)at + 1 : pos;
}

static void replace_statement(Pass *p, const JsNode *stmt, const Change *c)
{
    Str text = c->value.len ? arena_fmt(p->a, "export var %.*s=%.*s;", STR_FMT(c->name), STR_FMT(c->value)) : STR("");
    edit_replace(&p->ed, stmt->start, stmt->end, text);
}

static const Change *declarator_change(Pass *p, JsNodeId id)
{
    JsNodeId target = js_node(&p->t, id)->declarator.target;
    return js_kind(&p->t, target) == N_BINDING ? change_of(p, js_text(&p->t, target)) : NULL;
}

// export const a=1,b=2: what goes takes the comma in front of it, or behind it if it is the first that stays away.
static void change_variables(Pass *p, const JsNode *stmt, const JsNode *var)
{
    uint32_t kept = 0;
    for (JS_EACH(&p->t, var->list.items, one)) {
        const Change *c = declarator_change(p, JS_CHILD(one));
        kept += !c || c->value.len;
    }
    if (!kept) {
        edit_replace(&p->ed, stmt->start, stmt->end, STR(""));
        return;
    }
    uint32_t before = 0, end = 0;  // of the last declarator that stays
    for (JS_EACH(&p->t, var->list.items, one)) {
        const JsNode *d = js_node(&p->t, JS_CHILD(one));
        const Change *c = declarator_change(p, JS_CHILD(one));
        bool goes = c && !c->value.len;
        if (goes && before) edit_replace(&p->ed, end, d->end, STR(""));
        else if (goes) edit_replace(&p->ed, d->start, behind_comma(p, d->end), STR(""));
        else if (c)
            edit_replace(&p->ed, d->start, d->end,
                         arena_fmt(p->a, "%.*s=%.*s", STR_FMT(c->name), STR_FMT(c->value)));
        if (!goes) before++;
        end = d->end;
    }
}

static void change_declaration(Pass *p, const JsNode *stmt)
{
    const JsNode *arg = js_node(&p->t, stmt->unary.arg);
    bool named = arg->kind == N_FUNCTION_DECL || arg->kind == N_CLASS_DECL || arg->kind == N_TS_ENUM;
    if (arg->kind == N_VAR) change_variables(p, stmt, arg);
    const Change *c = named && arg->a ? change_of(p, js_text(&p->t, arg->a)) : NULL;  // `a`: the name of all of them
    if (c) replace_statement(p, stmt, c);
}

static void change_default(Pass *p, const JsNode *stmt)
{
    const Change *c = change_of(p, STR("default"));
    if (!c) return;
    bool renamed = !str_eq(c->name, STR("default"));
    if (renamed || !c->value.len) replace_statement(p, stmt, c);
    else edit_replace(&p->ed, stmt->start, stmt->end, arena_fmt(p->a, "export default %.*s;", STR_FMT(c->value)));
}

static void change_clause(Pass *p, const JsNode *stmt)
{
    AUTO(Buf) behind = {};
    for (JS_EACH(&p->t, stmt->export_named.specs, spec)) {
        const JsNode *s = js_node(&p->t, JS_CHILD(spec));
        const Change *c = change_of(p, export_name(p, s->export_spec.exported));
        if (!c) continue;
        edit_replace(&p->ed, s->start, behind_comma(p, s->end), STR(""));
        if (!c->value.len) continue;
        if (str_eq(c->name, STR("default"))) buf_put_fmt(&behind, "export default %.*s;", STR_FMT(c->value));
        else buf_put_fmt(&behind, "export var %.*s=%.*s;", STR_FMT(c->name), STR_FMT(c->value));
    }
    if (behind.len) edit_after(&p->ed, stmt->start, stmt->end, arena_fmt(p->a, ";%.*s", STR_FMT(buf_str(&behind))));
}

static void change_statement(Pass *p, const JsNode *stmt)
{
    switch ((JsKind)stmt->kind) {
    case N_EXPORT_DECL: change_declaration(p, stmt); return;
    case N_EXPORT_DEFAULT: change_default(p, stmt); return;
    case N_EXPORT_NAMED: change_clause(p, stmt); return;
    default: return;
    }
}

Err js_edit_exports(Arena *a, Str spec, const JsOptions *options, Str *code, Diag *diag)
{
    AUTO(Pass) p = {.a = a};
    JsParseOptions parse = {.lang = options->lang, .goal = options->goal};
    if (!spec.len) return OK;
    Err e = js_parse(a, *code, &parse, &p.t);
    *diag = p.t.diag;
    TRY(e);
    read_changes(&p, spec);
    edits_init(&p.ed, a, *code);
    for (JS_EACH(&p.t, js_node(&p.t, p.t.root)->program.body, stmt))
        change_statement(&p, js_node(&p.t, JS_CHILD(stmt)));
    AUTO(Buf) out = {.max = JS_MAX_SOURCE};
    edits_render(&p.ed, &out);
    if (out.bad) return err(ERR_TOO_BIG);
    *code = arena_str(a, buf_str(&out));
    return OK;
}
