// transpiler.c - natives of Bun.Transpiler and module.stripTypeScriptTypes: source text in, text out.
//
// transform.h lowers what is no JavaScript and keeps import and export; the result is parsed again, defines
// are put in, and print.h prints it.  transformAsync does the same on the thread pool.
// Cost: one parse of JavaScript in which nothing is to be lowered, else two (one more with defines, one with exports), one
// print.  Limits: constants are not folded.
#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/utf.h"
#include "engine/builtins.h"
#include "engine/engine.h"
#include "js/define_names.h"
#include "js/edit_exports.h"
#include "js/print.h"
#include "js/repl.h"
#include "js/transform.h"
#include "loop/loop.h"

// Bits of `flags`; lib/bun/transpiler.js has the same table.
enum {
    FLAG_MINIFY = 1, FLAG_CLASSIC = 2, FLAG_JSX_DEV = 4, FLAG_LEGACY_DECORATORS = 8, FLAG_METADATA = 16,
    FLAG_ASSIGN_FIELDS = 32, FLAG_VERBATIM = 64, FLAG_PRESERVE_JSX = 128, FLAG_SCAN_EXPORTS = 256,
    FLAG_TRIM = 512, FLAG_IMPORT_JSX = 1024, FLAG_KEEP_UNUSED = 2048,
    FLAG_REPL = 4096,
};

// One text on its way. Plain data: it can be worked on in any thread.
typedef struct Job {
    Arena *a;
    Str source;
    uint32_t flags;
    JsOptions options;
    Str defines, exports;
    // The result: `out`, or an error; a syntax error is `diag` in `at`.
    Buf out;
    Str helper;          // the name under which `out` uses the helpers, if it does
    Err error;
    Str at;
    Diag diag;
} Job;

static void Job_cleanup(Job *job) { Buf_cleanup(&job->out); }

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

static Err arg_str_in(JsCall *call, size_t index, Arena *a, Str *out)
{
    Str text;
    TRY(js_arg_str(call, index, &text));
    *out = a == &call->scratch ? text : arena_str(a, text);
    return OK;
}

// A string, or bytes of UTF-8, which are copied: they may be shared with another thread.
static Err arg_source(JsCall *call, Arena *a, Str *out)
{
    JsBytes bytes;
    if (js_is_string(call, js_arg(call, 0))) return arg_str_in(call, 0, a, out);
    TRY(js_arg_bytes(call, 0, &bytes));
    *out = arena_str(a, str_of(js_bytes(call, bytes)));
    return OK;
}

// (source: text or bytes, loader, flags, jsx factory, jsx fragment, jsx import source, ...); everything ends up in `a`.
static Err read_job(JsCall *call, Arena *a, Job *job)
{
    Str source, lang, factory, fragment, runtime;
    JsLang language;
    uint32_t f;
    TRY(arg_source(call, a, &source));
    TRY(js_arg_str(call, 1, &lang));
    TRY(js_arg_u32(call, 2, &f));
    TRY(arg_str_in(call, 3, a, &factory));
    TRY(arg_str_in(call, 4, a, &fragment));
    TRY(arg_str_in(call, 5, a, &runtime));
    if (!lang_of(lang, &language)) return err(ERR_ARG_VALUE);
    *job = (Job){.a = a, .source = utf8_clean(a, source), .flags = f, .out.max = JS_MAX_SOURCE};
    job->options = (JsOptions){
        .lang = language, .goal = GOAL_AUTO, .filename = STR("input"), .keep_modules = true,
        .jsx = f & FLAG_PRESERVE_JSX ? JSX_PRESERVE : f & FLAG_CLASSIC ? JSX_CLASSIC : JSX_AUTOMATIC,
        .jsx_dev = (f & FLAG_JSX_DEV) != 0, .jsx_factory = factory, .jsx_fragment = fragment,
        .jsx_import_source = runtime, .experimental_decorators = (f & FLAG_LEGACY_DECORATORS) != 0,
        .emit_decorator_metadata = (f & FLAG_METADATA) != 0,
        .use_define_for_class_fields = !(f & FLAG_ASSIGN_FIELDS),
        .verbatim_module_syntax = (f & FLAG_VERBATIM) != 0, .trim_unused_imports = (f & FLAG_TRIM) != 0,
        .keep_unused_imports = (f & FLAG_KEEP_UNUSED) != 0, .jsx_no_import = !(f & FLAG_IMPORT_JSX),
    };
    return OK;
}

// (..., defines, exports)
static Err read_transform(JsCall *call, Arena *a, Job *job)
{
    TRY(read_job(call, a, job));
    TRY(arg_str_in(call, 6, a, &job->defines));
    return arg_str_in(call, 7, a, &job->exports);
}

static void put_place(Buf *out, Str text, Str message, uint32_t start, uint32_t end)
{
    LineCol at = diag_locate(text, start);
    buf_put(out, STR("{\"message\":"));
    json_quote(out, message);
    buf_put_fmt(out, ",\"line\":%u,\"column\":%u,\"offset\":%u,\"length\":%u", at.line, at.column, start,
                end > start ? end - start : 0);
}

// {message, line, column, offset, length, note?: the same}: JavaScript makes the BuildMessage of it.
static JsValue failure_of(JsCall *call, const Job *job)
{
    const Diag *d = &job->diag;
    if (job->error.code != ERR_BAD_SYNTAX || !d->set) return js_throw(call, job->error);
    AUTO(Buf) out = {};
    put_place(&out, job->at, d->text, d->start, d->end);
    if (d->note.len) {
        buf_put(&out, STR(",\"note\":"));
        put_place(&out, job->at, d->note, d->note_start, d->note_end);
        buf_put_char(&out, '}');
    }
    buf_put_char(&out, '}');
    return js_json(call, buf_str(&out));
}

// --- the work

static bool fail(Job *job, Err e, Str text, Diag diag)
{
    job->error = e;
    job->at = text;
    job->diag = diag;
    return false;
}

// The text without types and JSX.
static bool lowered(Job *job, JsUnit *unit)
{
    Diag diag = {};
    Str source = job->source;
    Err e = js_edit_exports(job->a, job->exports, &job->options, &source, &diag);
    if (e.code) return fail(job, e, job->source, diag);
    e = js_transform(job->a, source, &job->options, unit);
    return e.code ? fail(job, e, source, unit->diag) : true;
}

// The tree of `code`: the one that lowering parsed if it found nothing to change, and nobody has since.
static bool parse_result(Job *job, const JsUnit *unit, Str code, bool is_module, JsTree *tree)
{
    if (unit->tree && code.ptr == unit->tree->source.ptr) {
        *tree = *unit->tree;
        return true;
    }
    JsParseOptions options = {.lang = job->options.jsx == JSX_PRESERVE ? LANG_JSX : LANG_JS,
                              .goal = is_module ? GOAL_MODULE : unit->is_script ? GOAL_COMMONJS : GOAL_AUTO};
    Err e = js_parse(job->a, code, &options, tree);
    return e.code ? fail(job, e, code, tree->diag) : true;
}

static void transform(Job *job)
{
    JsUnit unit = {};
    JsTree tree = {};
    if (job->flags & FLAG_REPL) job->source = js_repl_object(job->a, job->source, job->options.lang);
    if (!lowered(job, &unit)) return;
    if (unit.uses_import) job->helper = unit.helper;
    Str code = unit.code;
    Diag diag = {};
    bool repl = job->flags & FLAG_REPL, is_module = unit.is_module && !repl;
    Err e = repl ? js_repl(job->a, &code, &diag) : OK;
    if (!e.code) e = js_define_names(job->a, job->defines, is_module ? GOAL_MODULE : GOAL_AUTO, &code);
    if (e.code) (void)fail(job, e, code, diag);
    if (e.code || !parse_result(job, &unit, code, is_module, &tree)) return;
    JsPrintOptions print = {.minify_whitespace = (job->flags & FLAG_MINIFY) != 0, .tidy = true};
    job->error = js_print(job->a, &tree, &print, &job->out);
}

// text, [text, name of the helpers], or a failure
static JsValue result_of(JsCall *call, const Job *job)
{
    if (job->error.code) return failure_of(call, job);
    JsValue text = js_string(call, buf_str(&job->out));
    if (!job->helper.len) return text;
    JsValue pair[] = {text, js_string(call, job->helper)};
    return js_array(call, pair, COUNT_OF(pair));
}

// --- natives

// transform(source, loader, flags, factory, fragment, importSource, defines, exports) -> see result_of
JS_NATIVE(transpiler_transform)
{
    AUTO(Job) job = {};
    TRY_JS(call, read_transform(call, &call->scratch, &job));
    transform(&job);
    return result_of(call, &job);
}

typedef struct AsyncJob {
    Arena arena;
    Job job;
    Runtime *rt;
    JsRoot callback;
} AsyncJob;

static void async_free(AsyncJob *t)
{
    js_root_drop(t->rt, &t->callback);
    Job_cleanup(&t->job);
    Arena_cleanup(&t->arena);
    mem_free(t);
}

static void async_run(void *data) { transform(&((AsyncJob *)data)->job); }

static void async_done(void *data, bool cancelled)
{
    AsyncJob *t = data;
    if (!cancelled) {
        AUTO(JsScope) scope = js_enter(t->rt);
        bool thrown = t->job.error.code && !(t->job.error.code == ERR_BAD_SYNTAX && t->job.diag.set);
        JsValue result = thrown ? js_error(&scope.call, t->job.error) : result_of(&scope.call, &t->job);
        js_run(&scope, t->callback, &result, 1);
    }
    async_free(t);
}

// transformAsync(..., callback): as transform; the callback gets the result or an Error
JS_NATIVE(transpiler_transform_async)
{
    JsValue callback;
    TRY_JS(call, js_arg_fn(call, 8, &callback));
    AsyncJob *t = MEM_NEW(AsyncJob);
    t->rt = call->rt;
    Err e = read_transform(call, &t->arena, &t->job);
    if (!e.code) t->callback = js_root(call, callback);
    if (!e.code) e = task_submit(rt_loop(call->rt), (Task){async_run, async_done, t});
    if (!e.code) return js_undefined(call);
    async_free(t);
    return js_throw(call, e);
}

// helperSource() -> the text of internal/lower, a program that reads `module` from `this`
JS_NATIVE(transpiler_helper_source)
{
    struct { const Builtin *items; uint32_t count; } list = {builtins, builtin_count};
    for (uint32_t i = 0; i < builtin_count; i++) {
        Builtin b = ITEM(list, i);
        if (str_eq((Str){b.specifier, b.specifier_len}, STR("internal/lower")))
            return js_string(call, (Str){b.source, b.len});
    }
    return js_undefined(call);
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
    AUTO(Job) job = {};
    JsUnit unit = {};
    JsTree tree = {};
    TRY_JS(call, read_job(call, &call->scratch, &job));
    JsParseOptions options = {.lang = job.options.lang, .goal = GOAL_AUTO};
    Err e = js_parse(job.a, job.source, &options, &tree);
    if (e.code) (void)fail(&job, e, job.source, tree.diag);
    if (e.code) return failure_of(call, &job);
    for (uint32_t i = 1; i < tree.nodes.count; i++) {
        const JsNode *n = js_node(&tree, i);
        const char *why = cannot_strip(n);
        if (!why) continue;
        (void)fail(&job, err(ERR_BAD_SYNTAX), job.source,
                   (Diag){.set = true, .text = str_c(why), .start = n->start, .end = n->end});
        JsValue failure = failure_of(call, &job);
        js_define(call, failure, "unsupported", js_bool(call, true));
        return failure;
    }
    if (!lowered(&job, &unit)) return failure_of(call, &job);
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
    AUTO(Job) job = {};
    JsUnit unit = {};
    JsTree tree = {};
    FoundList found = {};
    TRY_JS(call, read_job(call, &call->scratch, &job));
    job.options.jsx = JSX_PRESERVE;  // the runtime's import is none of the source's
    if (!lowered(&job, &unit) || !parse_result(&job, &unit, unit.code, unit.is_module, &tree))
        return failure_of(call, &job);
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
    JS_METHOD("transform", transpiler_transform, 8, PERM_NONE),
    JS_METHOD("transformAsync", transpiler_transform_async, 9, PERM_NONE),
    JS_METHOD("helperSource", transpiler_helper_source, 0, PERM_NONE),
    JS_METHOD("strip", transpiler_strip, 6, PERM_NONE),
    JS_METHOD("scan", transpiler_scan, 6, PERM_NONE),
    {},
};
