// transpiler.c - natives of Bun.Transpiler and module.stripTypeScriptTypes: source text in, text out.
//
// transform.h lowers what is no JavaScript and keeps import and export; the result is parsed again, defines
// are put in, and print.h prints it.  Cost: two parses (three with defines), one print.
// Limits: constants are not folded; `using` and decorators need helpers that text alone cannot reach, so
// they are refused.
#include "base/buf.h"
#include "base/json.h"
#include "base/utf.h"
#include "engine/engine.h"
#include "js/define_names.h"
#include "js/print.h"
#include "js/transform.h"

// Bits of `flags`; lib/bun/transpiler.js has the same table.
enum {
    FLAG_MINIFY = 1, FLAG_CLASSIC = 2, FLAG_JSX_DEV = 4, FLAG_LEGACY_DECORATORS = 8, FLAG_METADATA = 16,
    FLAG_ASSIGN_FIELDS = 32, FLAG_VERBATIM = 64, FLAG_PRESERVE_JSX = 128, FLAG_SCAN_EXPORTS = 256,
};

typedef struct Job {
    JsCall *call;
    Arena *a;
    Str source;
    JsLang lang;
    uint32_t flags;
    JsOptions options;
} Job;

// --- input

static bool lang_of(Str name, JsLang *out)
{
    static const struct { const char *name; JsLang lang; } langs[] = {
        {"js", LANG_JSX}, {"jsx", LANG_JSX}, {"ts", LANG_TS}, {"tsx", LANG_TSX}, {"mjs", LANG_JSX}, {"cjs", LANG_JSX},
        {"mts", LANG_TS}, {"cts", LANG_TS},
    };
    for (size_t i = 0; i < COUNT_OF(langs); i++) {
        if (!str_eq(name, str_c(ELEM(langs, i).name))) continue;
        *out = ELEM(langs, i).lang;
        return true;
    }
    return false;
}

// (source, loader, flags, jsx factory, jsx fragment, jsx import source, ...)
static Err read_job(JsCall *call, Job *job)
{
    Str source, lang, factory, fragment, runtime;
    *job = (Job){.call = call, .a = &call->scratch};
    TRY(js_arg_str(call, 0, &source));
    TRY(js_arg_str(call, 1, &lang));
    TRY(js_arg_u32(call, 2, &job->flags));
    TRY(js_arg_str(call, 3, &factory));
    TRY(js_arg_str(call, 4, &fragment));
    TRY(js_arg_str(call, 5, &runtime));
    if (!lang_of(lang, &job->lang)) return err(ERR_ARG_VALUE);
    job->source = utf8_clean(job->a, source);
    uint32_t f = job->flags;
    job->options = (JsOptions){
        .lang = job->lang, .goal = GOAL_AUTO, .filename = STR("input"), .keep_modules = true,
        .jsx = f & FLAG_PRESERVE_JSX ? JSX_PRESERVE : f & FLAG_CLASSIC ? JSX_CLASSIC : JSX_AUTOMATIC,
        .jsx_dev = (f & FLAG_JSX_DEV) != 0, .jsx_factory = factory, .jsx_fragment = fragment,
        .jsx_import_source = runtime, .experimental_decorators = (f & FLAG_LEGACY_DECORATORS) != 0,
        .emit_decorator_metadata = (f & FLAG_METADATA) != 0,
        .use_define_for_class_fields = !(f & FLAG_ASSIGN_FIELDS),
        .verbatim_module_syntax = (f & FLAG_VERBATIM) != 0,
    };
    return OK;
}

// {message, line, column, lineText offsets}: JavaScript makes the BuildMessage of it.
static JsValue syntax_failure(Job *job, Str source, const Diag *diag)
{
    LineCol at = diag_locate(source, diag->start);
    AUTO(Buf) out = {};
    buf_put(&out, STR("{\"message\":"));
    json_quote(&out, diag->text);
    buf_put_fmt(&out, ",\"line\":%u,\"column\":%u,\"offset\":%u,\"length\":%u}", at.line, at.column, diag->start,
                diag->end > diag->start ? diag->end - diag->start : 0);
    return js_json(job->call, buf_str(&out));
}

// The text without types and JSX. False: *failure is what to return.
static bool lowered(Job *job, JsUnit *unit, JsValue *failure)
{
    Err e = js_transform(job->a, job->source, &job->options, unit);
    if (!e.code) return true;
    *failure = e.code == ERR_BAD_SYNTAX && unit->diag.set ? syntax_failure(job, job->source, &unit->diag)
                                                          : js_throw(job->call, e);
    return false;
}

static Err parse_result(Job *job, Str code, bool is_module, JsTree *tree)
{
    JsParseOptions options = {.lang = job->flags & FLAG_PRESERVE_JSX ? LANG_JSX : LANG_JS,
                              .goal = is_module ? GOAL_MODULE : GOAL_AUTO};
    return js_parse(job->a, code, &options, tree);
}

// --- natives

// transform(source, loader, flags, factory, fragment, importSource, defines) -> text | failure | undefined
// (undefined: the result needs helpers)
JS_NATIVE(transpiler_transform)
{
    Job job;
    JsUnit unit = {};
    JsValue failure;
    Str defines;
    TRY_JS(call, read_job(call, &job));
    TRY_JS(call, js_arg_str(call, 6, &defines));
    if (!lowered(&job, &unit, &failure)) return failure;
    if (unit.uses_import) return js_undefined(call);
    Str code = unit.code;
    TRY_JS(call, js_define_names(job.a, defines, unit.is_module ? GOAL_MODULE : GOAL_AUTO, &code));
    JsTree tree = {};
    Err e = parse_result(&job, code, unit.is_module, &tree);
    if (e.code == ERR_BAD_SYNTAX) return syntax_failure(&job, code, &tree.diag);
    TRY_JS(call, e);
    AUTO(Buf) out = {.max = JS_MAX_SOURCE};
    JsPrintOptions print = {.minify_whitespace = (job.flags & FLAG_MINIFY) != 0};
    TRY_JS(call, js_print(job.a, &tree, &print, &out));
    return js_string(call, buf_str(&out));
}

// What has no JavaScript at the same place; NULL if the node is fine.
static const char *cannot_strip(const JsNode *n)
{
    switch ((JsKind)n->kind) {
    case N_TS_ENUM: return n->flags & NF_DECLARE ? NULL : "TypeScript enum is not supported in strip-only mode";
    case N_TS_NAMESPACE:
        return n->flags & (NF_DECLARE | NF_TYPE_ONLY) ? NULL
             : "TypeScript namespace declaration is not supported in strip-only mode";
    case N_PARAM:
        return n->flags & NF_MODIFIERS ? "TypeScript parameter property is not supported in strip-only mode" : NULL;
    case N_TS_IMPORT_EQUALS: return "TypeScript import equals declaration is not supported in strip-only mode";
    case N_TS_EXPORT_ASSIGN: return "TypeScript export assignment is not supported in strip-only mode";
    case N_DECORATOR: return "Decorators are not supported in strip-only mode";
    default: return NULL;
    }
}

// strip(source, loader, flags, "", "", "") -> text with every token at its place | failure
JS_NATIVE(transpiler_strip)
{
    Job job;
    JsUnit unit = {};
    JsTree tree = {};
    JsValue failure;
    TRY_JS(call, read_job(call, &job));
    JsParseOptions options = {.lang = job.lang, .goal = GOAL_AUTO};
    Err e = js_parse(job.a, job.source, &options, &tree);
    if (e.code == ERR_BAD_SYNTAX) return syntax_failure(&job, job.source, &tree.diag);
    TRY_JS(call, e);
    for (uint32_t i = 1; i < tree.nodes.count; i++) {
        const JsNode *n = js_node(&tree, i);
        const char *why = cannot_strip(n);
        if (!why) continue;
        Diag diag = {.set = true, .text = str_c(why), .start = n->start, .end = n->end};
        failure = syntax_failure(&job, job.source, &diag);
        js_define(call, failure, "unsupported", js_bool(call, true));
        return failure;
    }
    if (!lowered(&job, &unit, &failure)) return failure;
    return js_string(call, unit.code);
}

typedef struct Found { uint32_t start; const char *kind; Str path; } Found;
typedef struct FoundList { Found *items; uint32_t count, cap; } FoundList;

static void add_found(Job *job, const JsTree *t, FoundList *list, const char *kind, JsNodeId specifier)
{
    if (!specifier || js_kind(t, specifier) != N_STRING) return;
    Found f = {js_node(t, specifier)->start, kind, js_string_value(job->a, t, specifier)};
    ARENA_PUSH(job->a, list, f);
}

static void add_call(Job *job, const JsTree *t, FoundList *list, const JsNode *n)
{
    JsList args = js_list(t, n->call.args);
    if (!args.len) return;
    Str callee = js_text(t, n->call.callee);
    if (str_eq(callee, STR("require"))) add_found(job, t, list, "require-call", AT(args, 0));
    if (str_eq(callee, STR("require.resolve"))) add_found(job, t, list, "require-resolve", AT(args, 0));
}

static void find_imports(Job *job, const JsTree *t, FoundList *list)
{
    for (uint32_t i = 1; i < t->nodes.count; i++) {
        const JsNode *n = js_node(t, i);
        switch ((JsKind)n->kind) {
        case N_IMPORT: add_found(job, t, list, "import-statement", n->import.source); break;
        case N_EXPORT_NAMED: add_found(job, t, list, "import-statement", n->export_named.source); break;
        case N_EXPORT_STAR: add_found(job, t, list, "import-statement", n->export_star.source); break;
        case N_IMPORT_CALL: add_found(job, t, list, "dynamic-import", n->import_call.source); break;
        case N_CALL: add_call(job, t, list, n); break;
        default: break;
        }
    }
}

static void put_found(const FoundList *list, Buf *out)
{
    buf_put(out, STR("\"imports\":["));
    for (uint32_t i = 0; i < list->count; i++) {
        const Found *f = &ITEM(*list, i);
        buf_put_fmt(out, "%s{\"kind\":\"%s\",\"path\":", i ? "," : "", f->kind);
        json_quote(out, f->path);
        buf_put_fmt(out, ",\"at\":%u}", f->start);
    }
    buf_put_char(out, ']');
}

static Err put_exports(Job *job, Buf *out)
{
    JsOptions options = job->options;
    JsUnit unit = {};
    options.keep_modules = false;
    TRY(js_transform(job->a, job->source, &options, &unit));
    uint32_t count = 0;
    buf_put(out, STR(",\"exports\":["));
    for (uint32_t i = 0; i < unit.exports.count; i++) {
        Str name = ITEM(unit.exports, i).name;
        if (!name.len) continue;
        if (count++) buf_put_char(out, ',');
        json_quote(out, name);
    }
    buf_put_char(out, ']');
    return OK;
}

// scan(source, loader, flags, factory, fragment, importSource) -> {imports: [{kind, path, at}], exports} | failure
JS_NATIVE(transpiler_scan)
{
    Job job;
    JsUnit unit = {};
    JsValue failure;
    TRY_JS(call, read_job(call, &job));
    job.options.jsx = JSX_PRESERVE;  // the runtime's import is none of the source's
    if (!lowered(&job, &unit, &failure)) return failure;
    JsTree tree = {};
    FoundList found = {};
    job.flags |= FLAG_PRESERVE_JSX;
    TRY_JS(call, parse_result(&job, unit.code, unit.is_module, &tree));
    find_imports(&job, &tree, &found);
    AUTO(Buf) out = {};
    buf_put_char(&out, '{');
    put_found(&found, &out);
    if (job.flags & FLAG_SCAN_EXPORTS) TRY_JS(call, put_exports(&job, &out));
    buf_put_char(&out, '}');
    return js_json(call, buf_str(&out));
}

extern const JsMethod bun_transpiler_methods[];
const JsMethod bun_transpiler_methods[] = {
    JS_METHOD("transform", transpiler_transform, 7, PERM_NONE),
    JS_METHOD("strip", transpiler_strip, 6, PERM_NONE),
    JS_METHOD("scan", transpiler_scan, 6, PERM_NONE),
    {},
};
