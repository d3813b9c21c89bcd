// resolve.c - the search itself; see resolve.h. exports.c decides inside a package.json, tsconfig.c
// about `paths`, cache.c answers what is on disk.
//
// A search function returns true when it set `found` (or `builtin`). A package whose `exports` refuse
// sets `error` instead, which ends the search: true as well, so that callers just stop.
#include "resolve/resolve.h"

#include "base/mem.h"
#include "base/path.h"
#include "resolve/exports.h"
#include "resolve/tsconfig.h"

struct Resolver {
    ResolveOptions options;
    Cache cache;
    const TsConfig *override;
};

typedef struct Search {
    Resolver *r;
    Cache *c;
    Arena *a;
    Str specifier;  // as written
    Str importer;   // as given, without the trailing slash of a folder
    Str dir;        // where relative specifiers start
    ResolveKind kind;
    uint32_t depth; // of imports that lead to specifiers
    Str found;
    Str builtin;
    Err error;
} Search;

static bool search_bare(Search *s, Str name);

// --- messages -------------------------------------------------------------------------------------

static Err failure(Search *s, int code, Str message)
{
    ErrInfo *info = ARENA_NEW(s->a, ErrInfo);
    info->detail = message;
    return (Err){.code = code, .info = info};
}

static Str imported_from(Search *s)
{
    return s->importer.len ? arena_concat(s->a, STR(" imported from "), s->importer) : STR("");
}

// Not printf: a specifier may hold a NUL.
static Err not_found(Search *s, const char *what, Str name)
{
    AUTO(Buf) text = {};
    bool import = s->kind == RESOLVE_IMPORT;
    buf_put_fmt(&text, "Cannot find %s '", import ? what : "module");
    buf_put(&text, name);
    buf_put_char(&text, '\'');
    if (s->importer.len) buf_put(&text, import ? STR(" imported from ") : STR("\nRequire stack:\n- "));
    buf_put(&text, s->importer);
    return failure(s, import ? ERR_MODULE_NOT_FOUND : ERR_CANNOT_REQUIRE, arena_str(s->a, buf_str(&text)));
}

// Records a refusal and ends the search.
static bool refuse(Search *s, Err e)
{
    s->error = e;
    return true;
}

static bool refuse_target(Search *s, const PackageJson *p, Target t, const char *field)
{
    bool main = str_eq(t.key, STR("."));
    Str from = imported_from(s), where = main ? STR("defined") : arena_fmt(s->a, "defined for '%.*s'", STR_FMT(t.key));
    bool relative = str_starts(t.text, STR("./")) || str_eq(str_c(field), STR("imports"));
    Str text = arena_fmt(s->a, "Invalid \"%s\"%s target \"%.*s\" %.*s in the package config %.*s%.*s%s", field,
                         main ? " main" : "", STR_FMT(t.text), STR_FMT(where), STR_FMT(p->path), STR_FMT(from),
                         relative ? "" : "; targets must start with \"./\"");
    return refuse(s, failure(s, ERR_PACKAGE_TARGET, text));
}

static bool refuse_match(Search *s, const PackageJson *p, Target t, Str subpath, const char *field)
{
    Str from = imported_from(s);
    Str text = arena_fmt(s->a,
                         "Invalid module \"%.*s\" request is not a valid match in pattern \"%.*s\" for the "
                         "\"%s\" resolution of %.*s%.*s",
                         STR_FMT(subpath), STR_FMT(t.key), field, STR_FMT(p->path), STR_FMT(from));
    return refuse(s, failure(s, ERR_BAD_SPECIFIER, text));
}

static bool refuse_subpath(Search *s, const PackageJson *p, Str subpath)
{
    Str from = imported_from(s);
    Str text = str_eq(subpath, STR("."))
                   ? arena_fmt(s->a, "No \"exports\" main defined in %.*s%.*s", STR_FMT(p->path), STR_FMT(from))
                   : arena_fmt(s->a, "Package subpath '%.*s' is not defined by \"exports\" in %.*s%.*s",
                               STR_FMT(subpath), STR_FMT(p->path), STR_FMT(from));
    return refuse(s, failure(s, ERR_PACKAGE_PATH, text));
}

static bool refuse_mixed(Search *s, const PackageJson *p)
{
    Str text = arena_fmt(s->a,
                         "Invalid package config %.*s. \"exports\" cannot contain some keys starting with '.' and some "
                         "not. The exports object must either be an object of package subpath keys or an object of "
                         "main entry condition name keys only.",
                         STR_FMT(p->path));
    return refuse(s, failure(s, ERR_PACKAGE_CONFIG, text));
}

static bool refuse_import(Search *s, const PackageJson *p, Str name)
{
    Str in = p ? arena_concat(s->a, STR(" in package "), p->path) : STR(""), from = imported_from(s);
    return refuse(s, failure(s, ERR_PACKAGE_IMPORT,
                             arena_fmt(s->a, "Package import specifier \"%.*s\" is not defined%.*s%.*s",
                                       STR_FMT(name), STR_FMT(in), STR_FMT(from))));
}

// --- files ----------------------------------------------------------------------------------------

static bool in_node_modules(Str path) { return str_find(path, STR("/node_modules/")) != STR_NONE; }

// Bun's orders: an import prefers module syntax, a published package prefers its built files.
static const char *extensions(const Search *s, Str path)
{
    bool import = s->kind == RESOLVE_IMPORT;
    if (in_node_modules(path))
        return import ? ".mjs .jsx .mts .js .cjs .tsx .ts .cts .json "
                      : ".jsx .cjs .js .mjs .mts .tsx .ts .cts .json .node ";
    return import ? ".tsx .jsx .mts .ts .mjs .js .cts .cjs .json "
                  : ".tsx .ts .jsx .cts .cjs .js .mjs .mts .json .node ";
}

static bool try_file(Search *s, Str path)
{
    if (cache_kind(s->c, path) != PATH_FILE) return false;
    s->found = path;
    return true;
}

// `list`: words, each with a space behind it.
static bool try_extensions(Search *s, Str stem, Str list)
{
    for (size_t from = 0; from < list.len;) {
        size_t to = str_find_from(list, STR(" "), from);
        if (try_file(s, arena_concat(s->a, stem, str_sub(list, from, to)))) return true;
        from = to + 1;
    }
    return false;
}

// TypeScript's convention: the source of ./x.js may be x.ts.
static bool try_sources(Search *s, Str path)
{
    static const struct { const char *output, *sources; } table[] = {
        {".js", ".ts .tsx "}, {".jsx", ".ts .tsx "}, {".mjs", ".mts "}, {".cjs", ".cts "},
    };
    Str ext = path_ext(path), stem = str_sub(path, 0, path.len - ext.len);
    for (size_t i = 0; i < COUNT_OF(table); i++)
        if (str_eq(ext, str_c(ELEM(table, i).output)))
            return try_extensions(s, stem, str_c(ELEM(table, i).sources));
    return false;
}

static bool search_file(Search *s, Str path)
{
    return try_file(s, path) || try_extensions(s, path, str_c(extensions(s, path))) || try_sources(s, path);
}

static bool search_index(Search *s, Str dir)
{
    Str stem = path_join(s->a, dir, STR("index"));
    return try_extensions(s, stem, str_c(extensions(s, stem)));
}

static bool try_main(Search *s, const PackageJson *p, Str field)
{
    Str main = json_str(json_get(p->json, field));
    if (!main.len) return false;
    Str path = path_join(s->a, p->dir, main);
    bool folder = str_ends(path, STR("/"));
    if (folder && path.len > 1) path = str_sub(path, 0, path.len - 1);
    if (!folder && search_file(s, path)) return true;
    return cache_kind(s->c, path) == PATH_DIR && search_index(s, path);
}

// Without a usable main, index files come before the fields that only bundlers used to read.
static bool search_dir(Search *s, Str dir)
{
    if (cache_kind(s->c, dir) != PATH_DIR) return false;
    const PackageJson *p = cache_package(s->c, dir);
    StrList fields = s->r->options.main_fields;
    if (!p) return search_index(s, dir);
    for (size_t i = 0; i < fields.len; i++)
        if (try_main(s, p, AT(fields, i))) return true;
    if (!fields.len && try_main(s, p, STR("main"))) return true;
    if (search_index(s, dir)) return true;
    return !fields.len && (try_main(s, p, STR("module")) || try_main(s, p, STR("jsnext:main")));
}

// `path` is absolute; a trailing slash says that only a folder is wanted.
static bool search_path(Search *s, Str path)
{
    if (path.len <= 1) return search_dir(s, path);
    if (str_ends(path, STR("/"))) return search_dir(s, str_sub(path, 0, path.len - 1));
    return search_file(s, path) || search_dir(s, path);
}

// --- packages -------------------------------------------------------------------------------------

#define OUR_CONDITIONS 5

static Conditions conditions(Search *s)
{
    StrList extra = s->r->options.conditions;
    struct { Str *ptr; size_t len; } all = {ARENA_ARRAY(s->a, Str, extra.len + OUR_CONDITIONS), extra.len + OUR_CONDITIONS};
    size_t n = 0;
    for (size_t i = 0; i < extra.len; i++) AT(all, n++) = AT(extra, i);
    AT(all, n++) = s->kind == RESOLVE_IMPORT ? STR("import") : STR("require");
    if (!s->r->options.only_conditions) {
        AT(all, n++) = STR("bun");
        AT(all, n++) = STR("node");
        AT(all, n++) = STR("node-addons");
    }
    return (Conditions){all.ptr, n};
}

static bool try_target(Search *s, const PackageJson *p, Target t)
{
    Str path = path_join(s->a, p->dir, t.text);
    if (t.folder) return search_path(s, path);
    return try_file(s, path) || try_sources(s, path);
}

// Packages that export "./x" are often asked for "./x.js", and package.json is always readable.
static bool try_lenient(Search *s, const PackageJson *p, const Json *exports, Str subpath)
{
    if (str_eq(subpath, STR("./package.json"))) return try_file(s, p->path);
    if (!str_ends(subpath, STR(".js"))) return false;
    Target t = exports_match(s->a, exports, str_sub(subpath, 0, subpath.len - 3), conditions(s));
    return t.status == TARGET_PATH && try_target(s, p, t);
}

static bool search_exports(Search *s, const PackageJson *p, const Json *exports, Str subpath)
{
    Target t = exports_match(s->a, exports, subpath, conditions(s));
    if (t.status == TARGET_PATH && try_target(s, p, t)) return true;
    if ((t.status == TARGET_PATH || t.status == TARGET_NONE) && try_lenient(s, p, exports, subpath)) return true;
    switch (t.status) {
    case TARGET_PATH: return refuse(s, not_found(s, "module", path_join(s->a, p->dir, t.text)));
    case TARGET_INVALID: return refuse_target(s, p, t, "exports");
    case TARGET_BAD_MATCH: return refuse_match(s, p, t, subpath, "exports");
    case TARGET_MIXED: return refuse_mixed(s, p);
    default: return refuse_subpath(s, p, subpath);
    }
}

static const Json *exports_of(const PackageJson *p)
{
    const Json *exports = p ? json_get(p->json, STR("exports")) : NULL;
    return exports && exports->type != JSON_NULL ? exports : NULL;
}

// Length of the package's name in a bare specifier: "@scope/name" or "name".
static size_t package_name_len(Str name)
{
    size_t slash = str_find_char(name, '/');
    if (slash != STR_NONE && str_peek(name, 0) == '@') slash = str_find_from(name, STR("/"), slash + 1);
    return slash == STR_NONE ? name.len : slash;
}

// Looks for `name` in one node_modules (or NODE_PATH) folder.
static bool search_modules_dir(Search *s, Str modules, Str name)
{
    size_t end = package_name_len(name);
    Str dir = path_join(s->a, modules, str_sub(name, 0, end)), rest = str_from(name, end);
    if (cache_kind(s->c, dir) != PATH_DIR) return !rest.len && search_file(s, dir);
    const PackageJson *p = cache_package(s->c, dir);
    const Json *exports = exports_of(p);
    if (exports) return search_exports(s, p, exports, arena_concat(s->a, STR("."), rest));
    return search_path(s, rest.len ? path_join(s->a, modules, name) : dir);
}

static bool search_node_modules(Search *s, Str name)
{
    for (Str dir = s->dir;; dir = path_dirname(dir)) {
        if (!str_eq(path_basename(dir), STR("node_modules"))) {
            Str modules = path_join(s->a, dir, STR("node_modules"));
            if (cache_kind(s->c, modules) == PATH_DIR && search_modules_dir(s, modules, name)) return true;
        }
        if (dir.len <= 1) return false;
    }
}

static bool search_node_path(Search *s, Str name)
{
    Str list = s->r->options.node_path;
    for (size_t from = 0; from < list.len;) {
        size_t colon = str_find_from(list, STR(":"), from), to = colon == STR_NONE ? list.len : colon;
        Str dir = str_sub(list, from, to);
        if (path_is_absolute(dir) && search_modules_dir(s, dir, name)) return true;
        from = to + 1;
    }
    return false;
}

static const PackageJson *scope_of_dir(Cache *c, Str dir)
{
    for (;; dir = path_dirname(dir)) {
        if (str_eq(path_basename(dir), STR("node_modules"))) return NULL;
        const PackageJson *p = cache_package(c, dir);
        if (p || dir.len <= 1) return p;
    }
}

static bool search_self(Search *s, Str name)
{
    const PackageJson *p = scope_of_dir(s->c, s->dir);
    const Json *exports = exports_of(p);
    size_t end = package_name_len(name);
    if (!exports || !p->name.len || !str_eq(p->name, str_sub(name, 0, end))) return false;
    return search_exports(s, p, exports, arena_concat(s->a, STR("."), str_from(name, end)));
}

// --- imports ("#x") -------------------------------------------------------------------------------

static bool try_builtin(Search *s, Str name)
{
    const ResolveOptions *o = &s->r->options;
    s->builtin = o->builtin ? o->builtin(o->ctx, name) : (Str){};
    return s->builtin.len > 0;
}

static bool search_imports(Search *s, Str name)
{
    const PackageJson *p = scope_of_dir(s->c, s->dir);
    if (name.len == 1 || str_eq(name, STR("#/"))) {
        Str text = arena_fmt(s->a, "Invalid module \"%.*s\" is not a valid internal imports specifier name%.*s",
                             STR_FMT(name), STR_FMT(imported_from(s)));
        return refuse(s, failure(s, ERR_BAD_SPECIFIER, text));
    }
    if (!p) return refuse_import(s, p, name);
    Target t = imports_match(s->a, json_get(p->json, STR("imports")), name, conditions(s));
    switch (t.status) {
    case TARGET_PATH:
        return try_target(s, p, t) || refuse(s, not_found(s, "module", path_join(s->a, p->dir, t.text)));
    case TARGET_BARE: break;
    case TARGET_INVALID: return refuse_target(s, p, t, "imports");
    case TARGET_BAD_MATCH: return refuse_match(s, p, t, name, "imports");
    default: return refuse_import(s, p, name);
    }
    // A target may not lead back into "imports", so this is at most one level.
    if (try_builtin(s, t.text)) return true;
    if (s->depth > 0 || str_at(t.text, 0) == '#') return refuse_import(s, p, name);
    s->depth++;
    s->dir = p->dir;
    return search_bare(s, t.text);
}

// --- bare -----------------------------------------------------------------------------------------

static const TsConfig *config_for(Search *s)
{
    return s->r->override ? s->r->override : tsconfig_nearest(s->c, s->dir);
}

static bool search_tsconfig(Search *s, Str name)
{
    const TsConfig *t = config_for(s);
    StrList candidates = tsconfig_candidates(s->a, t, name);
    for (size_t i = 0; i < candidates.len; i++)
        if (search_path(s, AT(candidates, i))) return true;
    if (!t || !t->base_url.len || path_is_absolute(name)) return false;
    return search_path(s, path_join(s->a, t->base_url, name));
}

// Inside node_modules the project's tsconfig is the last resort: Bun lets it apply there, but it must
// not take a package's dependencies away.
static bool search_bare(Search *s, Str name)
{
    bool dependency = in_node_modules(s->dir);
    if (!dependency && search_tsconfig(s, name)) return true;
    if (str_peek(name, 0) == '#') return search_imports(s, name);
    if (search_self(s, name) || search_node_modules(s, name) || search_node_path(s, name)) return true;
    return dependency && search_tsconfig(s, name);
}

// --- one specifier --------------------------------------------------------------------------------

static bool is_relative(Str s)
{
    return str_starts(s, STR("./")) || str_starts(s, STR("../")) || str_eq(s, STR(".")) || str_eq(s, STR(".."));
}

// "..", "./." and the like name folders, whatever files are called so.
static Str folder_if_dots(Arena *a, Str specifier, Str path)
{
    Str last = path_basename(specifier);
    bool dots = str_eq(last, STR(".")) || str_eq(last, STR(".."));
    return dots && !str_ends(path, STR("/")) ? arena_concat(a, path, STR("/")) : path;
}

static bool search_located(Search *s, Str specifier)
{
    if (path_is_absolute(specifier)) {
        if (!in_node_modules(s->dir) && search_tsconfig(s, specifier)) return true;
        return search_path(s, folder_if_dots(s->a, specifier, path_normalize(s->a, specifier)));
    }
    return search_path(s, folder_if_dots(s->a, specifier, path_join(s->a, s->dir, specifier)));
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static Str percent_decode(Arena *a, Str s)
{
    AUTO(Buf) out = {};
    for (size_t i = 0; i < s.len; i++) {
        int high = hex_digit(str_peek(s, i + 1)), low = hex_digit(str_peek(s, i + 2));
        if (str_at(s, i) != '%' || high < 0 || low < 0) {
            buf_put_char(&out, str_at(s, i));
            continue;
        }
        buf_put_char(&out, (char)(high * 16 + low));
        i += 2;
    }
    return arena_str(a, buf_str(&out));
}

static Str before_query(Str s, Str *query)
{
    size_t at = str_find_char(s, '?');
    *query = at == STR_NONE ? (Str){} : str_from(s, at);
    return at == STR_NONE ? s : str_sub(s, 0, at);
}

static Str without_fragment(Str s)
{
    size_t at = str_find_char(s, '#');
    return at == STR_NONE || at == 0 ? s : str_sub(s, 0, at);
}

// Bun's reading first (the query goes, the rest is literal), then Node's: literal for require,
// a URL for import.
static bool search_relative(Search *s, Str specifier, Str *query)
{
    Str plain = before_query(specifier, query);
    if (search_located(s, plain)) return true;
    if (s->kind == RESOLVE_REQUIRE) {
        if (!query->len || !search_located(s, specifier)) return false;
        *query = (Str){};
        return true;
    }
    Str path = without_fragment(plain), decoded = percent_decode(s->a, path);
    if (str_eq(decoded, plain) || !search_located(s, decoded)) return false;
    *query = str_from(specifier, path.len);
    return true;
}

// "file:///a%20b.js?q#h"; the host is ignored, as Bun does.
static bool search_file_url(Search *s, Str url, Str *query)
{
    Str rest = str_from(url, STR("file:").len);
    if (str_starts(rest, STR("//"))) {
        size_t slash = str_find_from(rest, STR("/"), 2);
        rest = slash == STR_NONE ? STR("/") : str_from(rest, slash);
    }
    Str plain = without_fragment(before_query(rest, query)), path = percent_decode(s->a, plain);
    *query = str_from(rest, plain.len);
    return path_is_absolute(path) && search_path(s, path_normalize(s->a, path));
}

static bool is_url(Str s)
{
    static const char *const schemes[] = {"data:", "http:", "https:", "blob:"};
    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (str_starts(s, str_c(ELEM(schemes, i)))) return true;
    return false;
}

// As Node.js: "@scope/name" or "name", without a leading dot, '\\' and '%'.
static bool is_package_name(Str specifier)
{
    Str name = str_sub(specifier, 0, package_name_len(specifier));
    bool scoped = str_starts(name, STR("@"));
    if (str_starts(name, STR(".")) || (scoped && str_find_char(name, '/') == STR_NONE)) return false;
    return str_find_char(name, '\\') == STR_NONE && str_find_char(name, '%') == STR_NONE;
}

static Err not_found_bare(Search *s)
{
    Str name = s->specifier;
    if (str_starts(name, STR("node:")))
        return failure(s, ERR_NO_BUILTIN, arena_concat(s->a, STR("No such built-in module: "), name));
    if (s->kind == RESOLVE_REQUIRE) return not_found(s, "module", name);
    if (!is_package_name(name)) {
        Str text = arena_fmt(s->a, "Invalid module \"%.*s\" is not a valid package name%.*s", STR_FMT(name),
                             STR_FMT(imported_from(s)));
        return failure(s, ERR_BAD_SPECIFIER, text);
    }
    return not_found(s, "package", str_sub(name, 0, package_name_len(name)));
}

// A folder that has nothing to run, as Node.js says it of any folder.
static Err not_found_located(Search *s)
{
    Str name = s->specifier;
    Str path = path_normalize(s->a, path_is_absolute(name) ? name : path_join(s->a, s->dir, name));
    if (s->kind != RESOLVE_IMPORT || cache_kind(s->c, path) != PATH_DIR) return not_found(s, "module", name);
    Str text = arena_fmt(s->a, "Directory import '%.*s' is not supported resolving ES modules%.*s", STR_FMT(path),
                         STR_FMT(imported_from(s)));
    return failure(s, ERR_DIR_IMPORT, text);
}

static Err search(Search *s, Str *query)
{
    Str name = s->specifier;
    bool located = is_relative(name) || path_is_absolute(name), file_url = str_starts(name, STR("file:"));
    bool ok = name.len && str_find_char(name, '\0') == STR_NONE;
    if (ok && file_url) ok = search_file_url(s, name, query);
    else if (ok && located) ok = search_relative(s, name, query);
    else if (ok && !try_builtin(s, name)) ok = search_bare(s, before_query(name, query));
    if (s->error.code) return s->error;
    if (ok) return OK;
    if (located && str_find_char(name, '\0') == STR_NONE) return not_found_located(s);
    return file_url || !name.len ? not_found(s, "module", name) : not_found_bare(s);
}

// --- the result -----------------------------------------------------------------------------------

static const TsConfig *config_of_file(Resolver *r, Str path)
{
    if (in_node_modules(path)) return NULL;
    return r->override ? r->override : tsconfig_nearest(&r->cache, path_dirname(path));
}

static void complete(Search *s, Str query, Resolved *out)
{
    if (s->builtin.len) {
        *out = (Resolved){.kind = RESOLVED_BUILTIN, .path = arena_str(s->a, s->builtin)};
        return;
    }
    Str path = s->r->options.preserve_symlinks ? s->found : cache_realpath(s->c, s->found);
    const PackageJson *p = scope_of_dir(s->c, path_dirname(path));
    *out = (Resolved){
        .kind = RESOLVED_FILE,
        .path = arena_str(s->a, path),
        .query = arena_str(s->a, query),
        .package = p,
        .package_type = p ? p->type : PACKAGE_TYPE_NONE,
        .tsconfig = config_of_file(s->r, path),
    };
}

static Search search_new(Resolver *r, Arena *a, Str specifier, Str importer, ResolveKind kind)
{
    bool folder = str_ends(importer, STR("/"));
    Str file = folder && importer.len > 1 ? str_sub(importer, 0, importer.len - 1) : importer;
    return (Search){.r = r, .c = &r->cache, .a = a, .specifier = specifier, .importer = file,
                    .dir = folder ? file : path_dirname(file), .kind = kind};
}

// A file may have gone since it was seen: one question keeps the answer honest.
static bool confirmed(Search *s) { return s->builtin.len || cache_confirm(s->c, s->found); }

// What a specifier means in a folder: the memo's key.
static Str memo_key(Search *s)
{
    AUTO(Buf) key = {};
    buf_put_char(&key, s->kind == RESOLVE_IMPORT ? 'i' : 'r');
    buf_put(&key, s->dir);
    buf_put_char(&key, '\0');
    buf_put(&key, s->specifier);
    return arena_str(s->a, buf_str(&key));
}

static bool recall(Search *s, Str key, Str *query)
{
    const Found *known = cache_recall(s->c, key);
    if (!known || !cache_confirm(s->c, known->path)) return false;
    s->found = known->path;
    *query = known->query;
    return true;
}

Err resolve(Resolver *r, Arena *a, Str specifier, Str importer, ResolveKind kind, Resolved *out)
{
    if (specifier.len > RESOLVE_MAX_SPECIFIER) return err(ERR_TOO_BIG);
    if (is_url(specifier)) {
        *out = (Resolved){.kind = RESOLVED_URL, .path = arena_str(a, specifier)};
        return OK;
    }
    Str query = {};
    Search s = search_new(r, a, specifier, importer, kind);
    Str key = memo_key(&s);
    if (recall(&s, key, &query)) {
        complete(&s, query, out);
        return OK;
    }
    Err e = search(&s, &query);
    if (e.code || !confirmed(&s)) {
        s = search_new(r, a, specifier, importer, kind);
        r->cache.fresh = true;
        e = search(&s, &query);
        r->cache.fresh = false;
    }
    if (e.code) return e;
    if (!s.builtin.len) cache_remember(&r->cache, key, (Found){s.found, query});
    complete(&s, query, out);
    return OK;
}

Err resolve_path(Resolver *r, Arena *a, Str path, Resolved *out)
{
    Search s = search_new(r, a, path, STR(""), RESOLVE_IMPORT);
    r->cache.fresh = true;
    bool ok = path_is_absolute(path) && search_path(&s, path_normalize(a, path));
    r->cache.fresh = false;
    if (!ok) return not_found(&s, "module", path);
    complete(&s, STR(""), out);
    return OK;
}

const PackageJson *resolver_package_scope(Resolver *r, Str path)
{
    return scope_of_dir(&r->cache, cache_kind(&r->cache, path) == PATH_DIR ? path : path_dirname(path));
}

const TsConfig *resolver_tsconfig(Resolver *r, Str path) { return config_of_file(r, path); }

Resolver *resolver_new(const ResolveFs *fs, const ResolveOptions *options)
{
    Resolver *r = MEM_NEW(Resolver);
    r->options = *options;
    r->cache.fs = fs;
    if (options->tsconfig_override.len) r->override = tsconfig_load(&r->cache, options->tsconfig_override);
    return r;
}

void resolver_free(Resolver *r)
{
    if (!r) return;
    Cache_cleanup(&r->cache);
    mem_free(r);
}

void resolver_invalidate(Resolver *r) { cache_forget(&r->cache); }
