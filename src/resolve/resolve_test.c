#include "resolve/resolve.h"

#include <stdio.h>

#include "base/path.h"
#include "base/test.h"
#include "resolve/exports.h"

// A virtual tree: "path\0text" pairs; folders exist where files are in them. A text that starts with
// "->" is a symbolic link to a file.
typedef struct File { const char *path, *text; } File;
typedef struct Tree {
    const File *ptr;
    size_t len;
    int calls;  // of `kind`
} Tree;

static const File *tree_find(const Tree *t, Str path)
{
    for (size_t i = 0; i < t->len; i++)
        if (str_eq(str_c(AT(*t, i).path), path)) return &AT(*t, i);
    return NULL;
}

static bool is_link(const File *f) { return str_starts(str_c(f->text), STR("->")); }

static PathKind tree_kind(void *ctx, Str path)
{
    Tree *t = ctx;
    t->calls++;
    if (tree_find(t, path)) return PATH_FILE;
    for (size_t i = 0; i < t->len; i++) {
        Str file = str_c(AT(*t, i).path);
        if (path.len == 1 || (str_starts(file, path) && str_peek(file, path.len) == '/')) return PATH_DIR;
    }
    return PATH_MISSING;
}

static Err tree_read(void *ctx, Arena *a, Str path, size_t max, Str *out)
{
    const File *f = tree_find(ctx, path);
    (void)max;
    if (!f) return err(ERR_NOT_FOUND);
    *out = arena_str(a, str_c(f->text));
    return OK;
}

static Err tree_realpath(void *ctx, Arena *a, Str path, Str *out)
{
    const File *f = tree_find(ctx, path);
    *out = arena_str(a, f && is_link(f) ? str_from(str_c(f->text), 2) : path);
    return OK;
}

static Str builtin(void *ctx, Str specifier)
{
    (void)ctx;
    if (str_eq(specifier, STR("fs")) || str_eq(specifier, STR("node:fs"))) return STR("node:fs");
    return (Str){};
}

typedef struct Case { const char *specifier, *importer; ResolveKind kind; const char *want; } Case;

// `want`: the path with its query; or "CODE sentence".
static bool holds(Resolver *r, const Case *c)
{
    AUTO(Arena) a = {};
    Resolved out = {};
    Err e = resolve(r, &a, str_c(c->specifier), str_c(c->importer), c->kind, &out);
    Str got = e.code ? arena_fmt(&a, "%s %.*s", err_node_code(e.code), STR_FMT(e.info->detail))
                     : arena_concat(&a, out.path, out.query);
    if (str_eq(got, str_c(c->want))) return true;
    fprintf(stderr, "%s from %s: got %.*s, want %s\n", c->specifier, c->importer, STR_FMT(got), c->want);
    return false;
}

static void check_cases(const File *files, size_t file_count, const Case *cases, size_t case_count)
{
    Tree tree = {.ptr = files, .len = file_count};
    ResolveFs fs = {&tree, tree_kind, tree_read, tree_realpath};
    ResolveOptions options = {.builtin = builtin, .node_path = STR("/np")};
    Resolver *r = resolver_new(&fs, &options);
    struct { const Case *ptr; size_t len; } all = {cases, case_count};
    bool ok = true;
    for (size_t i = 0; i < all.len; i++) ok &= holds(r, &AT(all, i));
    resolver_free(r);
    CHECK(ok);
}
#define CHECK_CASES(files, cases) check_cases(files, COUNT_OF(files), cases, COUNT_OF(cases))
#define I RESOLVE_IMPORT
#define R RESOLVE_REQUIRE

TEST(resolve_relative_specifiers_search_extensions_and_folders)
{
    static const File files[] = {
        {"/p/a.ts", ""}, {"/p/a.js", ""}, {"/p/b.tsx", ""}, {"/p/c.mts", ""}, {"/p/d/index.ts", ""}, {"/p/d.js", ""},
        {"/p/e/package.json", "{\"main\": \"./lib\"}"}, {"/p/e/lib/index.js", ""}, {"/p/noext", ""},
        {"/p/sp ace.js", ""}, {"/p/q?x.js", ""}, {"/p/m.mjs", ""}, {"/p/m.cjs", ""}, {"/p/addon.node", ""},
    };
    static const Case cases[] = {
        {"./a", "/p/x.js", I, "/p/a.ts"},
        {"./a.js", "/p/x.js", I, "/p/a.js"},
        {"./b.js", "/p/x.js", I, "/p/b.tsx"},
        {"./b.jsx", "/p/x.js", R, "/p/b.tsx"},
        {"./c.mjs", "/p/x.js", I, "/p/c.mts"},
        {"./c.js", "/p/x.js", I, "ERR_MODULE_NOT_FOUND Cannot find module './c.js' imported from /p/x.js"},
        {"./d", "/p/x.js", I, "/p/d.js"},
        {"./d/", "/p/x.js", I, "/p/d/index.ts"},
        {".", "/p/d/x.js", I, "/p/d/index.ts"},
        {"..", "/p/d/z/x.js", R, "/p/d/index.ts"},
        {"./e", "/p/x.js", I, "/p/e/lib/index.js"},
        {"./noext", "/p/x.js", I, "/p/noext"},
        {"./m", "/p/x.js", I, "/p/m.mjs"},
        {"./m", "/p/x.js", R, "/p/m.cjs"},
        {"./addon", "/p/x.js", R, "/p/addon.node"},
        {"./addon", "/p/x.js", I, "ERR_MODULE_NOT_FOUND Cannot find module './addon' imported from /p/x.js"},
        {"./a.js?v=1", "/p/x.js", I, "/p/a.js?v=1"},
        {"./a.js#h", "/p/x.js", I, "/p/a.js#h"},
        {"./sp%20ace.js", "/p/x.js", I, "/p/sp ace.js"},
        {"./q?x.js", "/p/x.js", R, "/p/q?x.js"},
        {"/p/a", "/x.js", R, "/p/a.ts"},
        {"file:///p/sp%20ace.js?q#h", "/x.js", I, "/p/sp ace.js?q#h"},
        {"./zip", "/p/x.js", R, "MODULE_NOT_FOUND Cannot find module './zip'\nRequire stack:\n- /p/x.js"},
        {"", "/p/x.js", I, "ERR_MODULE_NOT_FOUND Cannot find module '' imported from /p/x.js"},
        {"./a", "/p/", I, "/p/a.ts"},
        {"/p/d/x/..", "/x.js", R, "/p/d/index.ts"},
    };
    CHECK_CASES(files, cases);
}

TEST(resolve_packages_walk_node_modules)
{
    static const File files[] = {
        {"/p/node_modules/mm/package.json", "{\"main\":\"main\",\"module\":\"m.js\"}"},
        {"/p/node_modules/mm/main.js", ""}, {"/p/node_modules/mm/m.js", ""}, {"/p/node_modules/mm/sub/x.js", ""},
        {"/p/node_modules/mo/package.json", "{\"module\":\"m.js\"}"}, {"/p/node_modules/mo/m.js", ""},
        {"/p/node_modules/bad/package.json", "{\"main\":\"nope\""}, {"/p/node_modules/bad/index.js", ""},
        {"/p/node_modules/just.js", ""}, {"/p/node_modules/@s/c/index.js", ""}, {"/np/far/index.js", ""},
        {"/p/node_modules/order/index.ts", ""}, {"/p/node_modules/order/index.js", ""},
        {"/p/in/node_modules/mm/index.js", ""},
    };
    static const Case cases[] = {
        {"mm", "/p/a/b/x.js", I, "/p/node_modules/mm/main.js"},
        {"mm", "/p/in/x.js", I, "/p/in/node_modules/mm/index.js"},
        {"mm/sub/x", "/p/in/x.js", I, "/p/node_modules/mm/sub/x.js"},
        {"mm/m?q", "/p/x.js", I, "/p/node_modules/mm/m.js?q"},
        {"mo", "/p/x.js", I, "/p/node_modules/mo/m.js"},
        {"bad", "/p/x.js", R, "/p/node_modules/bad/index.js"},
        {"just", "/p/x.js", R, "/p/node_modules/just.js"},
        {"@s/c", "/p/x.js", R, "/p/node_modules/@s/c/index.js"},
        {"far", "/p/x.js", R, "/np/far/index.js"},
        {"order", "/p/x.js", I, "/p/node_modules/order/index.js"},
        {"@s/d/e", "/p/x.js", I, "ERR_MODULE_NOT_FOUND Cannot find package '@s/d' imported from /p/x.js"},
        {"fs", "/p/x.js", I, "node:fs"},
        {"node:no", "/p/x.js", I, "ERR_UNKNOWN_BUILTIN_MODULE No such built-in module: node:no"},
        {"data:text/javascript,1", "/p/x.js", I, "data:text/javascript,1"},
    };
    CHECK_CASES(files, cases);
}

#define PKG "/p/node_modules/c/package.json imported from /p/x.js"

TEST(resolve_exports_follow_conditions_patterns_and_nulls)
{
    static const File files[] = {
        {"/p/node_modules/c/package.json",
         "{\"exports\":{\"./a\":{\"module-sync\":\"./n.js\",\"bun\":{\"import\":\"./i.js\"},\"default\":\"./d.js\"},"
         "\"./deny\":null,\"./arr\":[null,\"bad\",\"./d.js\"],\"./p/*\":\"./p/*.js\",\"./p/*.css\":\"./p/*.css\","
         "\"./p/private/*\":null,\"./fold/\":\"./p/\",\"./up\":\"./../x.js\",\"./nm\":\"./Node_%6dodules/x.js\","
         "\"./pkg\":\"mm\",\"./num\":3,\"./miss\":\"./miss.js\",\"./ts\":\"./only.js\"}}"},
        {"/p/node_modules/c/d.js", ""}, {"/p/node_modules/c/i.js", ""}, {"/p/node_modules/c/p/x.js", ""},
        {"/p/node_modules/c/p/y.css", ""}, {"/p/node_modules/c/p/private/x.js", ""}, {"/p/node_modules/c/only.ts", ""},
        {"/p/node_modules/mix/package.json", "{\"exports\":{\".\":\"./x.js\",\"node\":\"./x.js\"}}"},
        {"/p/node_modules/sugar/package.json", "{\"exports\":[{\"require\":\"./r.js\"},\"./i.js\"]}"},
        {"/p/node_modules/sugar/r.js", ""}, {"/p/node_modules/sugar/i.js", ""},
    };
    static const Case cases[] = {
        {"c/a", "/p/x.js", I, "/p/node_modules/c/i.js"},
        {"c/a", "/p/x.js", R, "/p/node_modules/c/d.js"},
        {"c/arr", "/p/x.js", I, "/p/node_modules/c/d.js"},
        {"c/p/x", "/p/x.js", I, "/p/node_modules/c/p/x.js"},
        {"c/p/x.js", "/p/x.js", I, "/p/node_modules/c/p/x.js"},
        {"c/p/y.css", "/p/x.js", I, "/p/node_modules/c/p/y.css"},
        {"c/fold/x", "/p/x.js", I, "/p/node_modules/c/p/x.js"},
        {"c/ts", "/p/x.js", I, "/p/node_modules/c/only.ts"},
        {"c/package.json", "/p/x.js", I, "/p/node_modules/c/package.json"},
        {"sugar", "/p/x.js", I, "/p/node_modules/sugar/i.js"},
        {"sugar", "/p/x.js", R, "/p/node_modules/sugar/r.js"},
        {"sugar/i.js", "/p/x.js", I,
         "ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './i.js' is not defined by \"exports\" in "
         "/p/node_modules/sugar/package.json imported from /p/x.js"},
        {"c", "/p/x.js", I, "ERR_PACKAGE_PATH_NOT_EXPORTED No \"exports\" main defined in " PKG},
        {"c/deny", "/p/x.js", I,
         "ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './deny' is not defined by \"exports\" in " PKG},
        {"c/p/private/x", "/p/x.js", I,
         "ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './p/private/x' is not defined by \"exports\" in " PKG},
        {"c/up", "/p/x.js", I,
         "ERR_INVALID_PACKAGE_TARGET Invalid \"exports\" target \"./../x.js\" defined for './up' in the package config " PKG},
        {"c/nm", "/p/x.js", I,
         "ERR_INVALID_PACKAGE_TARGET Invalid \"exports\" target \"./Node_%6dodules/x.js\" defined for './nm' in the "
         "package config " PKG},
        {"c/num", "/p/x.js", I,
         "ERR_INVALID_PACKAGE_TARGET Invalid \"exports\" target \"3\" defined for './num' in the package config " PKG
         "; targets must start with \"./\""},
        {"c/p/../d", "/p/x.js", I,
         "ERR_INVALID_MODULE_SPECIFIER Invalid module \"./p/../d\" request is not a valid match in pattern \"./p/*\" "
         "for the \"exports\" resolution of " PKG},
        {"c/miss", "/p/x.js", I,
         "ERR_MODULE_NOT_FOUND Cannot find module '/p/node_modules/c/miss.js' imported from /p/x.js"},
        {"mix", "/p/x.js", I,
         "ERR_INVALID_PACKAGE_CONFIG Invalid package config /p/node_modules/mix/package.json. \"exports\" cannot contain "
         "some keys starting with '.' and some not. The exports object must either be an object of package subpath "
         "keys or an object of main entry condition name keys only."},
    };
    CHECK_CASES(files, cases);
}

TEST(resolve_imports_and_self_references)
{
    static const File files[] = {
        {"/p/package.json", "{\"name\":\"me\",\"type\":\"module\",\"exports\":{\"./x\":\"./sx.js\"},\"imports\":{"
                            "\"#a\":\"./sx.js\",\"#b\":\"mm\",\"#fs\":\"fs\",\"#d/*\":\"./*.js\",\"#nul\":null,"
                            "\"#loop\":\"#a\",\"#/r\":\"./sx.js\"}}"},
        {"/p/sx.js", ""}, {"/p/node_modules/mm/index.js", ""}, {"/p/lib/x.js", ""},
    };
    static const Case cases[] = {
        {"me/x", "/p/lib/x.js", I, "/p/sx.js"},
        {"me/y", "/p/lib/x.js", I,
         "ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './y' is not defined by \"exports\" in /p/package.json imported "
         "from /p/lib/x.js"},
        {"#a", "/p/lib/x.js", I, "/p/sx.js"},
        {"#b", "/p/lib/x.js", R, "/p/node_modules/mm/index.js"},
        {"#fs", "/p/lib/x.js", R, "node:fs"},
        {"#d/sx", "/p/lib/x.js", R, "/p/sx.js"},
        {"#/r", "/p/lib/x.js", R, "/p/sx.js"},
        {"#nul", "/p/x.js", I,
         "ERR_PACKAGE_IMPORT_NOT_DEFINED Package import specifier \"#nul\" is not defined in package /p/package.json "
         "imported from /p/x.js"},
        {"#loop", "/p/x.js", I,
         "ERR_PACKAGE_IMPORT_NOT_DEFINED Package import specifier \"#loop\" is not defined in package /p/package.json "
         "imported from /p/x.js"},
        {"#", "/p/x.js", I,
         "ERR_INVALID_MODULE_SPECIFIER Invalid module \"#\" is not a valid internal imports specifier name imported "
         "from /p/x.js"},
    };
    CHECK_CASES(files, cases);
}

TEST(resolve_uses_tsconfig_paths)
{
    static const File files[] = {
        {"/p/tsconfig.json", "{ // c\n\"compilerOptions\":{\"baseUrl\":\".\",\"paths\":{\"@/*\":[\"src/*\"],"
                             "\"@/deep/*\":[\"lib/*\"],\"mm\":[\"no\",\"src/a\"],\"fs\":[\"src/a\"]},},}"},
        {"/p/src/a.ts", ""}, {"/p/lib/x.ts", ""}, {"/p/node_modules/mm/index.js", ""},
        {"/p/ext/tsconfig.json", "{\"extends\":[\"../base\",\"tsp\"],\"compilerOptions\":{\"paths\":{\"q/*\":[\"${configDir}/z/*\"]}}}"},
        {"/p/ext/z/k.ts", ""}, {"/p/base.json", "{\"compilerOptions\":{\"jsx\":\"react-jsx\",\"target\":\"ES2020\"}}"},
        {"/p/node_modules/tsp/package.json", "{\"tsconfig\":\"t.json\"}"},
        {"/p/node_modules/tsp/t.json", "{\"compilerOptions\":{\"experimentalDecorators\":true}}"},
    };
    static const Case cases[] = {
        {"@/a", "/p/x.ts", I, "/p/src/a.ts"},
        {"@/deep/x", "/p/x.ts", I, "/p/lib/x.ts"},
        {"mm", "/p/x.ts", I, "/p/src/a.ts"},
        {"mm", "/p/node_modules/tsp/x.js", I, "/p/node_modules/mm/index.js"},
        {"fs", "/p/x.ts", I, "node:fs"},
        {"lib/x", "/p/x.ts", R, "/p/lib/x.ts"},
        {"q/k", "/p/ext/x.ts", R, "/p/ext/z/k.ts"},
    };
    CHECK_CASES(files, cases);
    Tree tree = {.ptr = files, .len = COUNT_OF(files)};
    ResolveFs fs = {&tree, tree_kind, tree_read, tree_realpath};
    ResolveOptions options = {};
    Resolver *r = resolver_new(&fs, &options);
    const TsConfig *t = resolver_tsconfig(r, STR("/p/ext/k.ts"));
    CHECK(t && t->jsx == TS_JSX_REACT_JSX && t->experimental_decorators == YES && !t->base_url.len);
    CHECK(str_eq(t->target, STR("es2020")) && !tsconfig_defines_fields(t) && tsconfig_defines_fields(NULL));
    CHECK(resolver_tsconfig(r, STR("/p/k.ts")) == resolver_tsconfig(r, STR("/p/src/k.ts")));
    CHECK(!resolver_tsconfig(r, STR("/p/node_modules/mm/index.js")));
    resolver_free(r);
}

TEST(resolve_configs_that_extend_each_other_end)
{
    static const File files[] = {
        {"/p/tsconfig.json", "{\"extends\":[\"./a\",\"./tsconfig\",\"./a\"],\"compilerOptions\":{\"target\":\"ES2022\"}}"},
        {"/p/a.json", "{\"extends\":[\"./tsconfig\",\"./a\",\"./a\"],\"compilerOptions\":{\"jsx\":\"react-jsx\"}}"},
    };
    Tree tree = {.ptr = files, .len = COUNT_OF(files)};
    ResolveFs fs = {&tree, tree_kind, tree_read, tree_realpath};
    ResolveOptions options = {};
    Resolver *r = resolver_new(&fs, &options);
    const TsConfig *t = resolver_tsconfig(r, STR("/p/x.ts"));
    CHECK(t && str_eq(t->target, STR("es2022")) && t->jsx == TS_JSX_REACT_JSX);
    resolver_free(r);
}

TEST(resolve_result_carries_scope_and_real_path)
{
    static const File files[] = {
        {"/p/package.json", "{\"type\":\"module\"}"}, {"/p/node_modules/link/index.js", "->/ws/link/index.js"},
        {"/ws/link/package.json", "{\"name\":\"link\",\"type\":\"commonjs\"}"}, {"/ws/link/index.js", ""},
        {"/p/node_modules/none/index.js", ""},
    };
    Tree tree = {.ptr = files, .len = COUNT_OF(files)};
    ResolveFs fs = {&tree, tree_kind, tree_read, tree_realpath};
    ResolveOptions options = {};
    Resolver *r = resolver_new(&fs, &options);
    AUTO(Arena) a = {};
    Resolved out = {};
    CHECK(!resolve(r, &a, STR("link"), STR("/p/x.js"), RESOLVE_IMPORT, &out).code);
    CHECK(str_eq(out.path, STR("/ws/link/index.js")) && out.package_type == PACKAGE_TYPE_COMMONJS);
    CHECK(str_eq(out.package->name, STR("link")));
    CHECK(!resolve(r, &a, STR("none"), STR("/p/x.js"), RESOLVE_IMPORT, &out).code);
    CHECK(!out.package && out.package_type == PACKAGE_TYPE_NONE);
    CHECK(resolver_package_scope(r, STR("/p/x.js"))->type == PACKAGE_TYPE_MODULE);
    int calls = tree.calls;
    CHECK(!resolve(r, &a, STR("link"), STR("/p/x.js"), RESOLVE_IMPORT, &out).code);
    CHECK(tree.calls == calls + 1);  // the cache answers, the disk confirms
    resolver_free(r);
}

TEST(resolve_sees_files_come_and_go)
{
    static const File files[] = {{"/p/a.js", ""}, {"/p/node_modules/n/index.js", ""}};
    Tree tree = {.ptr = files, .len = 1};
    ResolveFs fs = {&tree, tree_kind, tree_read, tree_realpath};
    ResolveOptions options = {};
    Resolver *r = resolver_new(&fs, &options);
    AUTO(Arena) a = {};
    Resolved out = {};
    CHECK(resolve(r, &a, STR("n"), STR("/p/a.js"), RESOLVE_REQUIRE, &out).code == ERR_CANNOT_REQUIRE);
    tree.len = 2;
    CHECK(!resolve(r, &a, STR("n"), STR("/p/a.js"), RESOLVE_REQUIRE, &out).code);
    tree.len = 1;
    CHECK(resolve(r, &a, STR("n"), STR("/p/a.js"), RESOLVE_REQUIRE, &out).code == ERR_CANNOT_REQUIRE);
    resolver_invalidate(r);
    CHECK(resolve(r, &a, STR("n"), STR("/p/a.js"), RESOLVE_REQUIRE, &out).code == ERR_CANNOT_REQUIRE);
    resolver_free(r);
}

TEST(resolve_disk_answers)
{
    AUTO(Arena) a = {};
    Str out = {};
    CHECK(resolve_disk.kind(NULL, STR("/")) == PATH_DIR);
    CHECK(resolve_disk.kind(NULL, STR("/dev/null")) == PATH_FILE);
    CHECK(resolve_disk.kind(NULL, STR("/nonexistent/x")) == PATH_MISSING);
    CHECK(!resolve_disk.realpath(NULL, &a, STR("/dev/../dev/null"), &out).code && str_eq(out, STR("/dev/null")));
    CHECK(resolve_disk.read(NULL, &a, STR("/dev/zero"), 100, &out).code == ERR_TOO_BIG);
    CHECK(resolve_disk.read(NULL, &a, STR("/nonexistent"), 100, &out).code < 0);
}
