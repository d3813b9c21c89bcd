// Properties: whatever package.json says, a target stays inside the package; resolution of any
// specifier in a tree made of the input ends, and finds only files the tree has.
//
// Input: a specifier, a NUL byte, the text of package.json and tsconfig.json.
#include "resolve/resolve.h"

#include "base/num.h"
#include "base/path.h"
#include "base/test.h"
#include "resolve/exports.h"

static Str text_of(Span input) { return str_from(str_of(input), size_min(input.len, 1 + str_find_char(str_of(input), '\0'))); }

static PathKind fuzz_kind(void *ctx, Str path)
{
    (void)ctx;
    Str name = path_basename(path);
    if (str_find_char(name, '.') != STR_NONE) return PATH_FILE;
    return str_find_char(name, 'x') != STR_NONE ? PATH_MISSING : PATH_DIR;
}

static Err fuzz_read(void *ctx, Arena *a, Str path, size_t max, Str *out)
{
    (void)path;
    (void)max;
    *out = arena_str(a, text_of(*(const Span *)ctx));
    return OK;
}

static Err fuzz_realpath(void *ctx, Arena *a, Str path, Str *out)
{
    (void)ctx;
    *out = arena_str(a, path);
    return OK;
}

static void check_exports(Arena *a, const Json *json, Str name)
{
    static const char *const words[] = {"import", "node"};
    struct { Str *ptr; size_t len; } list = {ARENA_ARRAY(a, Str, 2), 2};
    for (size_t i = 0; i < 2; i++) AT(list, i) = str_c(ELEM(words, i));
    Conditions conditions = {list.ptr, list.len};
    Target t = exports_match(a, json, arena_concat(a, STR("./"), name), conditions);
    if (t.status != TARGET_PATH) return;
    CHECK(str_starts(path_join(a, STR("/a/package"), t.text), STR("/a/package")));
    (void)imports_match(a, json, name, conditions);
}

FUZZ(resolve)
{
    size_t end = str_find_char(str_of(input), '\0');
    if (end == STR_NONE || input.len > 4096) return;
    Str name = str_sub(str_of(input), 0, end);
    AUTO(Arena) a = {};
    const Json *json = NULL;
    if (!json_parse(&a, text_of(input), JSON_COMMENTS | JSON_TRAILING_COMMAS, &json).code) check_exports(&a, json, name);
    ResolveFs fs = {&input, fuzz_kind, fuzz_read, fuzz_realpath};
    ResolveOptions options = {};
    Resolver *r = resolver_new(&fs, &options);
    Resolved out = {};
    for (int kind = 0; kind < 2; kind++) {
        Err e = resolve(r, &a, name, STR("/a/b/c.js"), (ResolveKind)kind, &out);
        if (!e.code && out.kind == RESOLVED_FILE) CHECK(fuzz_kind(NULL, out.path) == PATH_FILE);
    }
    resolver_free(r);
}
