// repl.c - see repl.h. Statements are copied as they are, so only the outermost ones are looked at.
#include "js/repl.h"

#include "base/buf.h"
#include "base/map.h"
#include "js/ast.h"

typedef struct Repl {
    Arena *a;
    JsTree t;
    Buf head;      // var declarations
    Buf body;
    Map declared;
    bool awaits;
    uint32_t modules;  // import() results that got a name
} Repl;

static void Repl_cleanup(Repl *r)
{
    Buf_cleanup(&r->head);
    Buf_cleanup(&r->body);
    Map_cleanup(&r->declared);
}

static void declare(Repl *r, Str name)
{
    bool added;
    (void)map_put(&r->declared, name, &added);
    if (added) buf_put_fmt(&r->head, "var %.*s;", STR_FMT(name));
}

// The names of a pattern; defaults and computed keys hold none.
static void declare_pattern(Repl *r, JsNodeId id)
{
    if (!id) return;
    const JsNode *n = js_node(&r->t, id);
    switch ((JsKind)n->kind) {
    case N_BINDING: declare(r, js_text(&r->t, id)); return;
    case N_DEFAULT: declare_pattern(r, n->default_.target); return;
    case N_REST: declare_pattern(r, n->unary.arg); return;
    case N_PROPERTY: declare_pattern(r, n->property.value); return;
    case N_OBJECT_PATTERN: case N_ARRAY_PATTERN:
        for (JS_EACH(&r->t, n->list.items, item)) declare_pattern(r, JS_CHILD(item));
        return;
    default: return;
    }
}

// An expression whose value comes back if it is the last thing of the input.
static void put_expression(Repl *r, Str text, bool last)
{
    if (!text.len) return;
    buf_put(&r->body, last ? STR("return{__proto__:null,value:(") : STR(";("));
    buf_put(&r->body, text);
    buf_put(&r->body, last ? STR("\n)};\n") : STR("\n);\n"));
}

static void put_variables(Repl *r, const JsNode *var, bool last)
{
    AUTO(Buf) out = {};
    for (JS_EACH(&r->t, var->list.items, item)) {
        const JsNode *d = js_node(&r->t, JS_CHILD(item));
        declare_pattern(r, d->declarator.target);
        if (!d->declarator.init) continue;
        if (out.len) buf_put_char(&out, ',');
        buf_put(&out, js_text(&r->t, JS_CHILD(item)));
    }
    put_expression(r, arena_str(r->a, buf_str(&out)), last);
}

static void put_statement_text(Repl *r, JsNodeId id)
{
    buf_put(&r->body, js_text(&r->t, id));
    buf_put(&r->body, STR(";\n"));
}

static void put_function(Repl *r, JsNodeId id)
{
    Str name = js_text(&r->t, js_node(&r->t, id)->function.name);
    declare(r, name);
    buf_put_fmt(&r->body, "this.%.*s=%.*s;", STR_FMT(name), STR_FMT(name));
    put_statement_text(r, id);
}

static void put_class(Repl *r, JsNodeId id, bool last)
{
    Str name = js_text(&r->t, js_node(&r->t, id)->class_.name), text = js_text(&r->t, id);
    declare(r, name);
    put_expression(r, arena_fmt(r->a, "%.*s=%.*s", STR_FMT(name), STR_FMT(text)), last);
}

static Str import_text(Repl *r, JsNodeId source, JsNodeId attrs)
{
    r->awaits = true;
    Str from = js_text(&r->t, source);
    if (!attrs) return arena_fmt(r->a, "await import(%.*s)", STR_FMT(from));
    Str all = js_text(&r->t, attrs);
    size_t open = str_find_char(all, '{');
    return arena_fmt(r->a, "await import(%.*s,{with:%.*s})", STR_FMT(from), STR_FMT(str_from(all, open)));
}

static void put_import_clause(Repl *r, JsNodeId id, Str module)
{
    const JsNode *c = js_node(&r->t, id);
    Str local = js_text(&r->t, c->import_clause.local);
    declare(r, local);
    buf_put_fmt(&r->body, "%.*s=%.*s", STR_FMT(local), STR_FMT(module));
    if (c->kind == N_IMPORT_DEFAULT) buf_put(&r->body, STR(".default"));
    if (c->kind == N_IMPORT_NAMED) {
        bool quoted = js_kind(&r->t, c->import_clause.name) == N_STRING;
        Str name = js_text(&r->t, c->import_clause.name);
        buf_put_fmt(&r->body, quoted ? "[%.*s]" : ".%.*s", STR_FMT(name));
    }
    buf_put(&r->body, STR(";\n"));
}

static void put_import(Repl *r, const JsNode *n, bool last)
{
    JsList list = js_list(&r->t, n->import.clauses);
    Str text = import_text(r, n->import.source, n->import.attrs);
    if (!list.len) {
        put_expression(r, text, last);
        return;
    }
    Str module = arena_fmt(r->a, "import_%u", ++r->modules);
    declare(r, module);
    buf_put_fmt(&r->body, "%.*s=%.*s;", STR_FMT(module), STR_FMT(text));
    for (JS_EACH(&r->t, n->import.clauses, clause)) put_import_clause(r, JS_CHILD(clause), module);
}

static void put_statement(Repl *r, JsNodeId id, bool last)
{
    const JsNode *n = js_node(&r->t, id);
    switch ((JsKind)n->kind) {
    case N_VAR: put_variables(r, n, last); return;
    case N_FUNCTION_DECL: put_function(r, id); return;
    case N_CLASS_DECL: put_class(r, id, last); return;
    case N_EXPR_STMT: put_expression(r, js_text(&r->t, n->unary.arg), last); return;
    case N_DIRECTIVE:
        if (last) put_expression(r, js_text(&r->t, n->unary.arg), true);
        else put_statement_text(r, id);
        return;
    case N_IMPORT: put_import(r, n, last); return;
    case N_EXPORT_NAMED:
        if (n->export_named.source)
            put_expression(r, import_text(r, n->export_named.source, n->export_named.attrs), last);
        return;
    case N_EXPORT_STAR: put_expression(r, import_text(r, n->export_star.source, n->export_star.attrs), last); return;
    default: put_statement_text(r, id);
    }
}

// `export` in front of a declaration or an expression means nothing here.
static JsNodeId unexported(const Repl *r, JsNodeId id, bool *expression)
{
    const JsNode *n = js_node(&r->t, id);
    if (n->kind != N_EXPORT_DECL && n->kind != N_EXPORT_DEFAULT) return id;
    const JsNode *arg = js_node(&r->t, n->unary.arg);
    bool named = (arg->kind == N_FUNCTION_DECL || arg->kind == N_CLASS_DECL) && arg->a;
    *expression = n->kind == N_EXPORT_DEFAULT && !named;
    return n->unary.arg;
}

static void put_program(Repl *r)
{
    JsNodeId last = 0;
    JsListId body = js_node(&r->t, r->t.root)->program.body;
    for (JS_EACH(&r->t, body, stmt))
        if (js_kind(&r->t, JS_CHILD(stmt)) != N_EMPTY) last = JS_CHILD(stmt);
    for (JS_EACH(&r->t, body, stmt)) {
        JsNodeId id = JS_CHILD(stmt);
        bool expression = false, is_last = id == last;
        id = unexported(r, id, &expression);
        if (expression) put_expression(r, js_text(&r->t, id), is_last);
        else put_statement(r, id, is_last);
    }
}

Err js_repl(Arena *a, Str *code, Diag *diag)
{
    AUTO(Repl) r = {.a = a, .head.max = JS_MAX_SOURCE, .body.max = JS_MAX_SOURCE};
    JsParseOptions options = {.lang = LANG_JS, .goal = GOAL_AUTO};
    Err e = js_parse(a, *code, &options, &r.t);
    *diag = r.t.diag;
    TRY(e);
    r.awaits = r.t.features & FEAT_TOP_LEVEL_AWAIT;
    put_program(&r);
    if (!r.body.len && !r.head.len) {
        *code = (Str){};
        return OK;
    }
    AUTO(Buf) out = {.max = JS_MAX_SOURCE};
    buf_put(&out, buf_str(&r.head));
    buf_put(&out, r.awaits ? STR("(async()=>{") : STR("(()=>{"));
    buf_put(&out, buf_str(&r.body));
    buf_put(&out, STR("})();"));
    if (out.bad || r.head.bad || r.body.bad) return err(ERR_TOO_BIG);
    *code = arena_str(a, buf_str(&out));
    return OK;
}

Str js_repl_object(Arena *a, Str text, JsLang lang)
{
    Str trimmed = str_trim(text);
    if (!str_starts(trimmed, STR("{")) || str_ends(trimmed, STR(";"))) return text;
    Str whole = arena_concat(a, arena_concat(a, STR("("), trimmed), STR("\n)"));
    JsTree t = {};
    JsParseOptions options = {.lang = lang, .goal = GOAL_AUTO};
    return js_parse(a, whole, &options, &t).code ? text : whole;
}
