// loader.c - natives of the module loader: specifier -> file, file -> runnable function.
//
// The graph, the cache and the semantics are JavaScript (lib/internal/modules); one crossing resolves and
// one crossing reads, transforms and compiles a file.  Cost: one read, at most one parse, one copy.
#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/num.h"
#include "base/path.h"
#include "base/utf.h"
#include "engine/builtins.h"
#include "engine/engine.h"
#include "js/await_sites.h"
#include "js/transform.h"
#include "module/syntax.h"
#include "resolve/resolve.h"

#include "base/map.h"
#include "base/mem.h"


#define LOADER_MAX_FILE JS_MAX_SOURCE

typedef struct Loader {
    Resolver *resolver;
    Map builtin_names;      // specifier -> index of its row; bare node names too
    Arena names;            // "node:" prefixed spellings
    ResolveOptions options;
    Str program_path, program_text;  // of -e, -p and standard input: there is no file to read again
} Loader;

static const Builtin *builtin_row(size_t i)
{
    struct { const Builtin *ptr; size_t len; } all = {builtins, builtin_count};
    return &AT(all, i);
}

// "fs" and "node:fs" -> "node:fs"; some builtins exist only with their prefix.
static bool needs_prefix(Str bare)
{
    static const char *const names[] = {"test", "test/reporters", "sqlite", "sea", "ffi", "quic"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq(bare, str_c(ELEM(names, i)))) return true;
    return false;
}

// Modules of Node.js and Bun that do not exist here yet: found, so that loading them says so and not "cannot find".
static Str missing_builtin(Str specifier)
{
    static const char *const names[] = {
        "node:_http_agent", "node:_http_client", "node:_http_common", "node:_http_server", "node:domain", "node:ffi",
        "node:quic", "node:sea", "node:sqlite", "node:test", "node:test/reporters", "bun:ffi", "bun:sqlite"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        Str name = str_c(ELEM(names, i));
        if (str_eq(specifier, name)) return name;
        bool bare = str_starts(name, STR("node:")) && str_eq(specifier, str_from(name, 5));
        if (bare && !needs_prefix(specifier)) return name;
    }
    return (Str){};
}

static Str find_builtin(void *ctx, Str specifier)
{
    const Loader *l = ctx;
    const uint64_t *row = map_find(&l->builtin_names, specifier);
    return row ? str_c(builtin_row((size_t)*row)->specifier) : missing_builtin(specifier);
}

static void list_builtins(Loader *l)
{
    for (size_t i = 0; i < builtin_count; i++) {
        const Builtin *b = builtin_row(i);
        if (b->kind == BUILTIN_INTERNAL) continue;
        Str name = str_c(b->specifier);
        *map_put(&l->builtin_names, name, NULL) = i;
        Str bare = str_starts(name, STR("node:")) ? str_from(name, 5) : STR("");
        if (bare.len && !needs_prefix(bare)) *map_put(&l->builtin_names, bare, NULL) = i;
    }
}

static void loader_close(void *ptr)
{
    Loader *l = ptr;
    resolver_free(l->resolver);
    Map_cleanup(&l->builtin_names);
    Arena_cleanup(&l->names);
    mem_free(l);
}

// NODE_PATH also stands for the folders that Node.js searches after it.
static Str global_folders(Loader *l)
{
    const char *list = getenv("NODE_PATH"), *home = getenv("HOME");
    char exe[4096] = {};
    size_t len = sizeof exe;
    if (uv_exepath(exe, &len)) exe[0] = 0;
    AUTO(Buf) out = {};
    if (list) buf_put_fmt(&out, "%s:", list);
    if (home) buf_put_fmt(&out, "%s/.node_modules:%s/.node_libraries:", home, home);
    Str program = str_c(exe);  // PREFIX/bin/cob -> PREFIX/lib/node
    if (program.len) buf_put_fmt(&out, "%.*s/lib/node", STR_FMT(path_dirname(path_dirname(program))));
    return arena_str(&l->names, buf_str(&out));
}

static Loader *loader_of(JsCall *call)
{
    Loader *l = rt_data(call->rt, RT_DATA_LOADER);
    if (l) return l;
    l = MEM_NEW(Loader);
    list_builtins(l);
    l->options = (ResolveOptions){.ctx = l, .builtin = find_builtin, .node_path = global_folders(l)};
    const char *preserve = getenv("NODE_PRESERVE_SYMLINKS");
    l->options.preserve_symlinks = preserve && str_eq(str_c(preserve), STR("1"));
    l->resolver = resolver_new(&resolve_disk, &l->options);
    rt_set_data(call->rt, RT_DATA_LOADER, l, loader_close);
    return l;
}

static StrList split_list(Arena *a, Str text)
{
    struct { Str *items; uint32_t count, cap; } list = {};
    for (size_t from = 0; from < text.len;) {
        size_t comma = str_find_from(text, STR(","), from), to = comma == STR_NONE ? text.len : comma;
        Str word = arena_str(a, str_sub(text, from, to));
        ARENA_PUSH(a, &list, word);
        from = to + 1;
    }
    return (StrList){list.items, list.count};
}

// configure("condition,condition", preserveSymlinks, tsconfigPath or ""): before the first resolution
JS_NATIVE(loader_configure)
{
    Loader *l = loader_of(call);
    Str conditions, tsconfig;
    TRY_JS(call, js_arg_str(call, 0, &conditions));
    TRY_JS(call, js_arg_str(call, 2, &tsconfig));
    l->options.conditions = split_list(&l->names, conditions);
    l->options.preserve_symlinks |= js_arg_bool(call, 1);
    l->options.tsconfig_override = arena_str(&l->names, tsconfig);
    resolver_free(l->resolver);
    l->resolver = resolver_new(&resolve_disk, &l->options);
    return js_undefined(call);
}

// setGlobalPaths("dir:dir"): where packages are looked for last
JS_NATIVE(loader_set_global_paths)
{
    Loader *l = loader_of(call);
    Str list;
    TRY_JS(call, js_arg_str(call, 0, &list));
    l->options.node_path = arena_str(&l->names, list);
    resolver_free(l->resolver);
    l->resolver = resolver_new(&resolve_disk, &l->options);
    return js_undefined(call);
}

// resolve(specifier, importer, isRequire) -> "/abs/file[?query]" | "node:x" | "data:..."
JS_NATIVE(loader_resolve)
{
    Str specifier, importer;
    TRY_JS(call, js_arg_str(call, 0, &specifier));
    TRY_JS(call, js_arg_str(call, 1, &importer));
    ResolveKind kind = js_arg_bool(call, 2) ? RESOLVE_REQUIRE : RESOLVE_IMPORT;
    Resolved found = {};
    TRY_JS(call, resolve(loader_of(call)->resolver, &call->scratch, specifier, importer, kind, &found));
    return js_string(call, found.query.len ? arena_concat(&call->scratch, found.path, found.query) : found.path);
}

// resolvePath(absolute) -> real path, extension search included (entry points)
JS_NATIVE(loader_resolve_path)
{
    Str path;
    TRY_JS(call, js_arg_str(call, 0, &path));
    Resolved found = {};
    TRY_JS(call, resolve_path(loader_of(call)->resolver, &call->scratch, path, &found));
    return js_string(call, found.path);
}

JS_NATIVE(loader_invalidate)
{
    resolver_invalidate(loader_of(call)->resolver);
    return js_undefined(call);
}

// packageScope(path) -> [package.json path, its text as JSON] | undefined
JS_NATIVE(loader_package_scope)
{
    Str path;
    TRY_JS(call, js_arg_str(call, 0, &path));
    const PackageJson *p = resolver_package_scope(loader_of(call)->resolver, path);
    if (!p) return js_undefined(call);
    JsValue pair[] = {js_string(call, p->path), js_string(call, p->name),
                      js_string(call, p->type == PACKAGE_TYPE_MODULE     ? STR("module")
                                      : p->type == PACKAGE_TYPE_COMMONJS ? STR("commonjs")
                                                                         : STR(""))};
    return js_array(call, pair, COUNT_OF(pair));
}

// --- what a file is, by name

typedef enum Format { FORMAT_COMMONJS, FORMAT_MODULE, FORMAT_JSON, FORMAT_TEXT, FORMAT_TOML, FORMAT_ADDON,
                      FORMAT_FILE, FORMAT_JSONC, FORMAT_YAML, FORMAT_JSON5, FORMAT_SCRIPT,
                      FORMAT_BYTES, FORMAT_XML } Format;

typedef struct Kind {
    const char *ext;
    Format format;  // FORMAT_SCRIPT: JavaScript or TypeScript, see lang and goal
    JsLang lang;
    JsGoal goal;
} Kind;

static const Kind kinds[] = {
    {".js", FORMAT_SCRIPT, LANG_JSX, GOAL_AUTO},     {".jsx", FORMAT_SCRIPT, LANG_JSX, GOAL_AUTO},
    {".mjs", FORMAT_SCRIPT, LANG_JSX, GOAL_MODULE},  {".cjs", FORMAT_SCRIPT, LANG_JSX, GOAL_COMMONJS},
    {".ts", FORMAT_SCRIPT, LANG_TS, GOAL_AUTO},      {".tsx", FORMAT_SCRIPT, LANG_TSX, GOAL_AUTO},
    {".mts", FORMAT_SCRIPT, LANG_TS, GOAL_MODULE},   {".cts", FORMAT_SCRIPT, LANG_TS, GOAL_COMMONJS},
    {".json", FORMAT_JSON, LANG_JS, GOAL_AUTO},      {".jsonc", FORMAT_JSONC, LANG_JS, GOAL_AUTO},
    {".json5", FORMAT_JSON5, LANG_JS, GOAL_AUTO},    {".toml", FORMAT_TOML, LANG_JS, GOAL_AUTO},
    {".yaml", FORMAT_YAML, LANG_JS, GOAL_AUTO},      {".yml", FORMAT_YAML, LANG_JS, GOAL_AUTO},
    {".xml", FORMAT_XML, LANG_JS, GOAL_AUTO},
    {".txt", FORMAT_TEXT, LANG_JS, GOAL_AUTO},       {".text", FORMAT_TEXT, LANG_JS, GOAL_AUTO},
    {".node", FORMAT_ADDON, LANG_JS, GOAL_AUTO},     {".wasm", FORMAT_FILE, LANG_JS, GOAL_AUTO},
};

// `type`: the value of `with {type}` or a loader name; it wins over the extension.
static const struct { const char *type; Kind kind; } types[] = {
    {"json", {"", FORMAT_JSON, LANG_JS, GOAL_AUTO}},   {"text", {"", FORMAT_TEXT, LANG_JS, GOAL_AUTO}},
    {"toml", {"", FORMAT_TOML, LANG_JS, GOAL_AUTO}},   {"yaml", {"", FORMAT_YAML, LANG_JS, GOAL_AUTO}},
    {"file", {"", FORMAT_FILE, LANG_JS, GOAL_AUTO}},   {"jsonc", {"", FORMAT_JSONC, LANG_JS, GOAL_AUTO}},
    {"json5", {"", FORMAT_JSON5, LANG_JS, GOAL_AUTO}}, {"js", {"", FORMAT_SCRIPT, LANG_JS, GOAL_AUTO}},
    {"jsx", {"", FORMAT_SCRIPT, LANG_JSX, GOAL_AUTO}}, {"ts", {"", FORMAT_SCRIPT, LANG_TS, GOAL_AUTO}},
    {"tsx", {"", FORMAT_SCRIPT, LANG_TSX, GOAL_AUTO}}, {"bytes", {"", FORMAT_BYTES, LANG_JS, GOAL_AUTO}},
    {"xml", {"", FORMAT_XML, LANG_JS, GOAL_AUTO}},
    // What load hooks call them.
    {"module", {"", FORMAT_SCRIPT, LANG_JSX, GOAL_MODULE}},
    {"commonjs", {"", FORMAT_SCRIPT, LANG_JSX, GOAL_COMMONJS}},
    {"module-typescript", {"", FORMAT_SCRIPT, LANG_TS, GOAL_MODULE}},
    {"commonjs-typescript", {"", FORMAT_SCRIPT, LANG_TS, GOAL_COMMONJS}},
};

// Files that other tools read with comments, by their names.
static bool is_commented_json(Str name)
{
    return str_eq(name, STR("package.json")) || str_starts(name, STR("tsconfig.")) || str_starts(name, STR("jsconfig."));
}

static Kind kind_of(Str path, Str type, bool is_main)
{
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (str_eq(type, str_c(ELEM(types, i).type))) return ELEM(types, i).kind;
    Str ext = path_ext(path);
    Str name = path_basename(path);
    if (str_eq(name, STR("bun.lock")) || (str_eq(ext, STR(".json")) && is_commented_json(name)))
        return (Kind){"", FORMAT_JSONC, LANG_JS, GOAL_AUTO};
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (str_eq(ext, str_c(ELEM(kinds, i).ext))) return ELEM(kinds, i);
    // Scripts without an extension run; other unknown files are assets, as in Bun.
    if (is_main || ext.len == 0) return (Kind){"", FORMAT_SCRIPT, LANG_TSX, GOAL_AUTO};
    return (Kind){"", FORMAT_FILE, LANG_JS, GOAL_AUTO};
}

static bool is_production(void)
{
    const char *env = getenv("NODE_ENV");
    return env && str_eq(str_c(env), STR("production"));
}

static JsOptions options_for(const Kind *kind, const Resolved *file)
{
    const TsConfig *ts = file->tsconfig;
    JsOptions o = {.lang = kind->lang, .goal = kind->goal, .filename = file->path, .jsx = JSX_AUTOMATIC,
                   .jsx_dev = !is_production(), .use_define_for_class_fields = tsconfig_defines_fields(ts),
                   .async_context = true, .stack_reads = true};
    if (o.goal == GOAL_AUTO && file->package_type == PACKAGE_TYPE_MODULE) o.goal = GOAL_MODULE;
    if (!ts) return o;
    if (ts->jsx == TS_JSX_REACT) o.jsx = JSX_CLASSIC;
    o.jsx_factory = ts->jsx_factory;
    o.jsx_fragment = ts->jsx_fragment_factory;
    o.jsx_import_source = ts->jsx_import_source;
    // As in Bun metadata is for TypeScript's decorators only, so who wants it gets those.
    o.experimental_decorators = ts->experimental_decorators == YES || ts->emit_decorator_metadata == YES;
    o.emit_decorator_metadata = ts->emit_decorator_metadata == YES;
    o.verbatim_module_syntax = ts->verbatim_module_syntax == YES;
    return o;
}

// --- compiling

#define CJS_HEAD "(function (exports, require, module, __filename, __dirname) {"
#define CJS_HEAD_META "(function (exports, require, module, __filename, __dirname, %.*s) {"

// *head: the length of what was put before the code.
static Str cjs_wrapped(const JsUnit *unit, Buf *out, size_t *head)
{
    if (unit->uses_import) buf_put_fmt(out, CJS_HEAD_META, STR_FMT(unit->helper));
    else buf_put(out, STR(CJS_HEAD));
    size_t at = *head = out->len;
    buf_put(out, unit->code);
    if (str_starts(unit->code, STR("#!"))) {
        struct { uint8_t *ptr; size_t len; } bytes = {out->ptr, out->len};
        AT(bytes, at) = AT(bytes, at + 1) = '/';
    }
    buf_put(out, STR("\n})"));
    return buf_str(out);
}

static void put_requests(Buf *out, const JsUnit *unit)
{
    for (uint32_t i = 0; i < unit->requests.count; i++) {
        const JsRequest *r = &ITEM(unit->requests, i);
        if (i) buf_put_char(out, ',');
        json_quote(out, r->specifier);
        buf_put_char(out, ',');
        json_quote(out, r->attr_type);
        buf_put_fmt(out, ",%d,%u", (int)r->phase, r->offset);
    }
}

static void put_imports(Buf *out, const JsUnit *unit)
{
    for (uint32_t i = 0; i < unit->imports.count; i++) {
        const JsImport *m = &ITEM(unit->imports, i);
        buf_put_fmt(out, i ? ",%u," : "%u,", m->request);
        json_quote(out, m->name);
    }
}

static void put_exports(Buf *out, const JsUnit *unit)
{
    for (uint32_t i = 0; i < unit->exports.count; i++) {
        const JsExport *e = &ITEM(unit->exports, i);
        buf_put_fmt(out, i ? ",%d," : "%d,", (int)e->kind);
        json_quote(out, e->name);
        if (e->kind == EXPORT_LOCAL) {
            buf_put_fmt(out, ",%u,%d", e->slot, (int)e->hoisted);
            continue;
        }
        buf_put_fmt(out, ",%u,", e->request);
        json_quote(out, e->import_name);
    }
}

// {"r":[specifier,type,phase,offset,...],"i":[request,name,...],"e":[kind,name,slot,hoisted | kind,name,request,importName,...],"s":slots,"a":async}
static JsValue unit_meta(JsCall *call, const JsUnit *unit)
{
    AUTO(Buf) out = {};
    buf_put(&out, STR("{\"r\":["));
    put_requests(&out, unit);
    buf_put(&out, STR("],\"i\":["));
    put_imports(&out, unit);
    buf_put(&out, STR("],\"e\":["));
    put_exports(&out, unit);
    buf_put_fmt(&out, "],\"s\":%u,\"a\":%s}", unit->slot_count, unit->has_top_level_await ? "true" : "false");
    CHECK(!out.bad);
    return js_json(call, buf_str(&out));
}

// False if no code in the text can reach its module object, `require` or the like. Words in strings and
// comments count too: this only has to be right when it says no.
static bool may_use_module(Str code)
{
    static const char *const words[] = {"require", "module", "exports", "this", "arguments", "eval", "\\u"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_find(code, str_c(ELEM(words, i))) != STR_NONE) return true;
    return false;
}

// False if the module imports and exports nothing and its code never says `$m`, which is its first parameter.
static bool may_use_helper(const JsUnit *unit)
{
    if (unit->has_top_level_await || unit->requests.count || unit->exports.count) return true;
    Str body = str_from(unit->code, str_find_char(unit->code, ')'));
    return str_find(body, unit->helper) != STR_NONE;
}

static bool needs_loader(const JsUnit *unit)
{
    return unit->is_module ? may_use_helper(unit) : unit->uses_import || may_use_module(unit->code);
}

// The function of the unit; *head: what stands in front of its code, in bytes.
static Err evaluate_unit(JsCall *call, Str url, const JsUnit *unit, size_t *head, JsValue *out)
{
    AUTO(Buf) text = {.max = JS_MAX_SOURCE * 4};
    Str code = unit->is_module ? unit->code : cjs_wrapped(unit, &text, head);
    return text.bad ? err(ERR_TOO_BIG) : js_eval(call, code, url, 1, out);
}

// [format, function, meta, wrapper columns, edited: columns differ from the file's, needs the loader]
static JsValue compile_unit(JsCall *call, Str source, Str url, const JsOptions *options, const JsUnit *unit)
{
    size_t head = 0;
    JsValue parts[6];
    Err e = evaluate_unit(call, url, unit, &head, &parts[1]);
    if (e.code == ERR_JS_EXCEPTION) return syntax_refused(call, source, options);
    TRY_JS(call, e);
    uint32_t columns = unit->is_module ? unit->wrapper_columns : (uint32_t)head;
    parts[0] = js_number(call, unit->is_module ? FORMAT_MODULE : FORMAT_COMMONJS);
    parts[2] = unit->is_module ? unit_meta(call, unit) : js_bool(call, unit->uses_import);
    parts[3] = js_number(call, columns);
    parts[4] = js_bool(call, !unit->unchanged);
    parts[5] = js_bool(call, needs_loader(unit));
    return js_array(call, parts, COUNT_OF(parts));
}

static JsValue load_script(JsCall *call, Str source, Str url, const Kind *kind, const Resolved *file)
{
    JsOptions options = options_for(kind, file);
    if (!js_arg_is_nullish(call, 4)) TRY_JS(call, js_arg_str(call, 4, &options.early));
    JsUnit unit = {};
    source = utf8_clean(&call->scratch, source);
    Err e = js_transform(&call->scratch, source, &options, &unit);
    if (e.code == ERR_BAD_SYNTAX && unit.diag.set) return syntax_throw(call, source, file->path, &unit.diag);
    TRY_JS(call, e);
    return compile_unit(call, source, url, &options, &unit);
}

static JsValue plain(JsCall *call, Format format, JsValue value)
{
    JsValue parts[] = {js_number(call, format), value};
    return js_array(call, parts, COUNT_OF(parts));
}

// Under --watch the supervisor wants to know what was loaded.
static void tell_watcher(Str path)
{
    const char *fd = getenv("COB_WATCH_FD");
    uint64_t number;
    if (!fd || !str_to_u64(str_c(fd), &number) || number > INT32_MAX) return;
    AUTO(Arena) a = {};
    Str line = arena_concat(&a, path, STR("\n"));
    if (write((int)number, line.ptr, line.len) < 0) return;  // the supervisor is gone: nobody to tell
}

static Err read_source(JsCall *call, Str path, Str *out)
{
    Err e = resolve_disk.read(resolve_disk.ctx, &call->scratch, path, LOADER_MAX_FILE, out);
    return e.code < 0 ? js_err_sys(call, e.code, "open", path, (Str){}) : e;
}

// load(path, url, type, isMain, early: JsOptions) -> what compile_unit makes, or [format, text or path]
JS_NATIVE(loader_load)
{
    Str path, url, type;
    TRY_JS(call, js_arg_str(call, 0, &path));
    TRY_JS(call, js_arg_str(call, 1, &url));
    TRY_JS(call, js_arg_str(call, 2, &type));
    Kind kind = kind_of(path, type, js_arg_bool(call, 3));
    tell_watcher(path);
    if (kind.format == FORMAT_ADDON || kind.format == FORMAT_FILE)
        return plain(call, kind.format, js_string(call, path));
    Resolved file = {.path = path};
    if (kind.format == FORMAT_SCRIPT)
        TRY_JS(call, resolve_path(loader_of(call)->resolver, &call->scratch, path, &file));
    Str source;
    TRY_JS(call, read_source(call, path, &source));
    if (kind.format == FORMAT_BYTES || kind.format == FORMAT_XML)  // XML says itself how it is encoded
        return plain(call, kind.format, js_uint8array(call, span_of(source)));
    if (kind.format != FORMAT_SCRIPT) return plain(call, kind.format, js_string(call, utf8_clean(&call->scratch, source)));
    return load_script(call, source, url, &kind, &file);
}

// A text that is no file, as if it stood at `path`.
static Resolved resolved_text(Resolver *r, Str path)
{
    Resolved file = {.path = path, .package = resolver_package_scope(r, path), .tsconfig = resolver_tsconfig(r, path)};
    if (file.package) file.package_type = file.package->type;
    return file;
}

// loadSource(source, path, url, type, early): as load, for text that is not in a file (-e, stdin, data:, plugins)
JS_NATIVE(loader_load_source)
{
    Str source, path, url, type;
    TRY_JS(call, js_arg_str(call, 0, &source));
    TRY_JS(call, js_arg_str(call, 1, &path));
    TRY_JS(call, js_arg_str(call, 2, &url));
    TRY_JS(call, js_arg_str(call, 3, &type));
    Kind kind = kind_of(path, type, true);
    Resolved file = resolved_text(loader_of(call)->resolver, path);
    if (kind.format != FORMAT_SCRIPT) return plain(call, kind.format, js_string(call, source));
    return load_script(call, source, url, &kind, &file);
}

JS_NATIVE(loader_explain_syntax) { return syntax_explain(call); }

// keepProgram(path, text): the text of the program, for stack traces and code frames
JS_NATIVE(loader_keep_program)
{
    Str path, text;
    Loader *l = loader_of(call);
    TRY_JS(call, js_arg_str(call, 0, &path));
    TRY_JS(call, js_arg_str(call, 1, &text));
    l->program_path = arena_str(&l->names, path);
    l->program_text = arena_str(&l->names, text);
    return js_undefined(call);
}

// The text that is at `path` now.
static Err current_text(JsCall *call, Str path, Str *out)
{
    const Loader *l = loader_of(call);
    if (l->program_path.len && str_eq(path, l->program_path)) *out = l->program_text;
    else TRY(resolve_disk.read(resolve_disk.ctx, &call->scratch, path, LOADER_MAX_FILE, out));
    *out = utf8_clean(&call->scratch, *out);
    return OK;
}

// transformScript(source, path, isEval) -> text of a script: of -p, or plain JavaScript for eval
JS_NATIVE(loader_transform_script)
{
    Str source, path;
    TRY_JS(call, js_arg_str(call, 0, &source));
    TRY_JS(call, js_arg_str(call, 1, &path));
    bool is_eval = js_arg_bool(call, 2);
    JsOptions options = {.lang = is_eval ? LANG_JS : LANG_TSX, .goal = GOAL_SCRIPT, .filename = path,
                         .use_define_for_class_fields = true, .async_context = !is_eval};
    JsUnit unit = {};
    source = utf8_clean(&call->scratch, source);
    Err e = js_transform(&call->scratch, source, &options, &unit);
    if (e.code == ERR_BAD_SYNTAX && unit.diag.set) return syntax_throw(call, source, path, &unit.diag);
    TRY_JS(call, e);
    return js_string(call, unit.code);
}

static JsValue names_array(JsCall *call, const JsNameList *names)
{
    JsValue array = js_array(call, NULL, 0);
    for (uint32_t i = 0; i < names->count; i++)
        if (js_set_index(call, array, i, js_string(call, ITEM(*names, i))).code) return js_undefined(call);
    return array;
}

// cjsExports(path, text or undefined: the file's) -> [names, reexported specifiers]
JS_NATIVE(loader_cjs_exports)
{
    Str path, source;
    TRY_JS(call, js_arg_str(call, 0, &path));
    if (js_arg_is_nullish(call, 1))
        TRY_JS(call, read_source(call, path, &source));
    else
        TRY_JS(call, js_arg_str(call, 1, &source));
    JsNameList names = {}, reexports = {};
    TRY_JS(call, js_cjs_exports(&call->scratch, utf8_clean(&call->scratch, source), &names, &reexports));
    JsValue pair[] = {names_array(call, &names), names_array(call, &reexports)};
    return js_array(call, pair, COUNT_OF(pair));
}

// frameAt(path, offset) -> "path:line:column\n<frame>" of a byte of the source; "" when the file cannot be read
JS_NATIVE(loader_frame_at)
{
    Str path, source;
    uint32_t offset;
    TRY_JS(call, js_arg_str(call, 0, &path));
    TRY_JS(call, js_arg_u32(call, 1, &offset));
    AUTO(Buf) frame = {};
    if (current_text(call, path, &source).code) return js_string(call, STR(""));
    LineCol at = diag_locate(source, offset);
    buf_put_fmt(&frame, "%.*s:%u:%u\n", STR_FMT(path), at.line, at.column);
    diag_frame(&frame, source, at.line, at.column, false);
    return js_string(call, buf_str(&frame));
}

// codeFrame(path, line, column, color) -> text, "" when the file cannot be read
JS_NATIVE(loader_code_frame)
{
    Str path, source;
    uint32_t line, column;
    TRY_JS(call, js_arg_str(call, 0, &path));
    TRY_JS(call, js_arg_u32(call, 1, &line));
    TRY_JS(call, js_arg_u32(call, 2, &column));
    AUTO(Buf) frame = {};
    if (!current_text(call, path, &source).code) diag_frame(&frame, source, line, column, js_arg_bool(call, 3));
    return js_string(call, buf_str(&frame));
}

// Where on its line of UTF-16 units an offset is; offsets must ascend.
typedef struct Walk {
    Str text;
    uint32_t at, line, column;
} Walk;

static void walk_to(Walk *w, uint32_t to)
{
    for (; w->at < to && w->at < w->text.len; w->at++) {
        uint8_t byte = (uint8_t)str_at(w->text, w->at);
        if (byte == '\n') {
            w->line++;
            w->column = 0;
        } else if ((byte & 0xC0) != 0x80) {
            w->column += byte >= 0xF0 ? 2 : 1;
        }
    }
}

// The same for offsets that mostly ascend: code that was moved starts over at its line.
static void walk_back_to(Walk *w, uint32_t to)
{
    uint32_t line_start = w->at;
    for (; line_start > to || (line_start > 0 && to < w->at && str_at(w->text, line_start - 1) != '\n'); line_start--)
        if (str_at(w->text, line_start - 1) == '\n') w->line--;
    if (to < w->at) *w = (Walk){.text = w->text, .at = line_start, .line = w->line};
    walk_to(w, to);
}

// Column behind the part of copied text that is on its first line; 0: the rest of the line.
static uint32_t end_column(Walk w, uint32_t end)
{
    uint32_t line = w.line;
    while (w.at < end && w.line == line) walk_to(&w, w.at + 1);
    return w.line == line ? w.column : 0;
}

static void put_anchor(const Walk *code, uint32_t end, const Walk *origin, Buf *out)
{
    buf_put_fmt(out, ",%u,%u,%u,%u,%u", code->line, code->column, end_column(*code, end), origin->line, origin->column);
}

// [is module, then of each place where copied text begins: line, column and end column in the code, line and column in
// the source]. Text that changed its line has a place for each of its lines, other text for the first.
static JsValue anchors_array(JsCall *call, Str source, const JsUnit *unit)
{
    AUTO(Buf) out = {};
    Walk code = {.text = unit->code, .line = 1}, origin = {.text = source, .line = 1};
    buf_put_fmt(&out, "[%d", (int)unit->is_module);
    for (uint32_t i = 0; i < unit->anchors.count; i++) {
        const EditAnchor *anchor = &ITEM(unit->anchors, i);
        walk_to(&code, anchor->out);
        walk_back_to(&origin, anchor->source);
        put_anchor(&code, anchor->end, &origin, &out);
        while (code.line != origin.line && code.at < anchor->end) {
            walk_to(&code, code.at + 1);
            walk_to(&origin, origin.at + 1);
            if (code.column == 0 && str_at(code.text, code.at - 1) == '\n') put_anchor(&code, anchor->end, &origin, &out);
        }
    }
    buf_put_char(&out, ']');
    return js_json(call, buf_str(&out));
}

// The text and options of a file that was loaded before; false if they can no longer be had.
static bool read_again(JsCall *call, Str path, Str *source, JsOptions *options)
{
    const Loader *l = loader_of(call);
    bool is_program = l->program_path.len && str_eq(path, l->program_path);
    Kind kind = kind_of(path, is_program ? STR("tsx") : STR(""), true);
    Resolved file = {.path = path};
    if (is_program) file = resolved_text(l->resolver, path);
    else if (kind.format != FORMAT_SCRIPT || resolve_path(l->resolver, &call->scratch, path, &file).code) return false;
    if (current_text(call, path, source).code) return false;
    *options = options_for(&kind, &file);
    return true;
}

// anchors(path, early) -> the above, for stack traces of an edited file; undefined if it can no longer be had
JS_NATIVE(loader_anchors)
{
    Str path, source;
    JsOptions options;
    JsUnit unit = {};
    TRY_JS(call, js_arg_str(call, 0, &path));
    if (!read_again(call, path, &source, &options)) return js_undefined(call);
    if (!js_arg_is_nullish(call, 1)) TRY_JS(call, js_arg_str(call, 1, &options.early));
    options.anchors = true;
    if (js_transform(&call->scratch, source, &options, &unit).code) return js_undefined(call);
    return anchors_array(call, source, &unit);
}

static void put_functions(const AwaitSites *sites, Str source, Buf *out)
{
    Walk w = {.text = source, .line = 1};
    buf_put(out, STR("{\"functions\":["));
    for (uint32_t i = 0; i < sites->functions.count; i++) {
        const AwaitFunction *f = &ITEM(sites->functions, i);
        walk_to(&w, f->start);
        Walk end = w;
        walk_to(&end, f->end);
        buf_put_fmt(out, "%s[%u,%u,%u,%u,", i ? "," : "", w.line, w.column + 1, end.line, end.column + 1);
        json_quote(out, f->name);
        buf_put_char(out, ']');
    }
}

// Which items of a list are calls, as [2,5]; null if there is no list.
static void put_calls(const JsTree *t, JsNodeId list, Buf *out)
{
    uint32_t count = 0, index = 0;
    if (!list) {
        buf_put(out, STR("null"));
        return;
    }
    buf_put_char(out, '[');
    for (JS_EACH(t, js_node(t, list)->list.items, item)) {
        JsNodeId value = JS_CHILD(item) ? js_unwrap(t, JS_CHILD(item)) : 0;
        if (value && js_kind(t, value) == N_CALL) buf_put_fmt(out, "%s%u", count++ ? "," : "", index);
        index++;
    }
    buf_put_char(out, ']');
}

static void put_awaits(const JsTree *t, const AwaitSites *sites, Buf *out)
{
    Walk w = {.text = t->source, .line = 1};
    buf_put(out, STR("],\"awaits\":["));
    for (uint32_t i = 0; i < sites->awaits.count; i++) {
        const AwaitSite *site = &ITEM(sites->awaits, i);
        walk_to(&w, site->offset);
        buf_put_fmt(out, "%s[%u,%u,%u,%u,%u,", i ? "," : "", site->offset, w.line, w.column + 1, site->function, site->many);
        put_calls(t, site->items, out);
        buf_put_char(out, ']');
    }
    buf_put(out, STR("]}"));
}

// awaitSites(path) -> {functions: [line, column, end line, end column, name][], awaits: [offset, line, column,
// function + 1 or 0, AwaitMany, calls][]}: what the numbers in the code of lower_async.c stand for
JS_NATIVE(loader_await_sites)
{
    Str path, source;
    JsOptions options;
    JsTree tree = {};
    AwaitSites sites;
    AUTO(Buf) out = {};
    TRY_JS(call, js_arg_str(call, 0, &path));
    if (!read_again(call, path, &source, &options)) return js_undefined(call);
    JsParseOptions parse = {.lang = options.lang, .goal = options.goal};
    if (js_parse(&call->scratch, source, &parse, &tree).code) return js_undefined(call);
    js_await_sites(&call->scratch, &tree, &sites);
    put_functions(&sites, source, &out);
    put_awaits(&tree, &sites, &out);
    return js_json(call, buf_str(&out));
}

// What main.js needs of all this.
extern const JsMethod module_entry_methods[];
const JsMethod module_entry_methods[] = {
    JS_METHOD("resolvePath", loader_resolve_path, 1, PERM_NONE),
    JS_METHOD("load", loader_load, 4, PERM_READ),
    {},
};

extern const JsMethod module_loader_methods[];
const JsMethod module_loader_methods[] = {
    JS_METHOD("configure", loader_configure, 3, PERM_NONE),
    JS_METHOD("setGlobalPaths", loader_set_global_paths, 1, PERM_NONE),
    JS_METHOD("resolve", loader_resolve, 3, PERM_NONE),
    JS_METHOD("resolvePath", loader_resolve_path, 1, PERM_NONE),
    JS_METHOD("invalidate", loader_invalidate, 0, PERM_NONE),
    JS_METHOD("packageScope", loader_package_scope, 1, PERM_NONE),
    JS_METHOD("load", loader_load, 5, PERM_READ),
    JS_METHOD("loadSource", loader_load_source, 5, PERM_NONE),
    JS_METHOD("transformScript", loader_transform_script, 3, PERM_NONE),
    JS_METHOD("explainSyntax", loader_explain_syntax, 3, PERM_NONE),
    JS_METHOD("frameAt", loader_frame_at, 2, PERM_READ),
    JS_METHOD("codeFrame", loader_code_frame, 4, PERM_READ),
    JS_METHOD("keepProgram", loader_keep_program, 2, PERM_NONE),
    JS_METHOD("anchors", loader_anchors, 2, PERM_READ),
    JS_METHOD("awaitSites", loader_await_sites, 1, PERM_READ),
    JS_METHOD("cjsExports", loader_cjs_exports, 2, PERM_READ),
    {},
};
