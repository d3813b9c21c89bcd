// tsconfig.c - see tsconfig.h.
#include "resolve/tsconfig.h"

#include "base/path.h"

typedef struct Loader {
    Cache *c;
    Arena *a;         // the cache's configs
    Str root_dir;     // of the outermost file: what ${configDir} means
    uint32_t *files;  // left to read: lists of `extends` that name each other would grow without end
    TsConfig *out;
} Loader;

static void load_into(const Loader *l, Str path, uint32_t depth);

// --- extends ------------------------------------------------------------------------------------

static bool is_file(const Loader *l, Str path) { return cache_kind(l->c, path) == PATH_FILE; }

static Str file_or_json(const Loader *l, Str path)
{
    if (is_file(l, path)) return path;
    Str json = arena_concat(l->a, path, STR(".json"));
    return is_file(l, json) ? json : (Str){};
}

static Str in_package_dir(const Loader *l, Str dir)
{
    const PackageJson *p = cache_package(l->c, dir);
    Str field = p ? json_str(json_get(p->json, STR("tsconfig"))) : STR("");
    Str named = field.len ? file_or_json(l, path_join(l->a, dir, field)) : (Str){};
    return named.len ? named : file_or_json(l, path_join(l->a, dir, STR("tsconfig.json")));
}

static Str in_node_modules(const Loader *l, Str from, Str name)
{
    for (Str dir = from;; dir = path_dirname(dir)) {
        Str modules = path_join(l->a, dir, STR("node_modules"));
        if (cache_kind(l->c, modules) == PATH_DIR) {
            Str path = path_join(l->a, modules, name);
            Str found = file_or_json(l, path);
            if (!found.len && cache_kind(l->c, path) == PATH_DIR) found = in_package_dir(l, path);
            if (found.len) return found;
        }
        if (dir.len <= 1) return (Str){};
    }
}

static void extend(const Loader *l, Str dir, Str name, uint32_t depth)
{
    if (!name.len || depth >= RESOLVE_MAX_EXTENDS || *l->files == 0) return;
    --*l->files;
    bool relative = str_at(name, 0) == '.' || path_is_absolute(name);
    Str path = relative ? file_or_json(l, path_join(l->a, dir, name)) : in_node_modules(l, dir, name);
    if (path.len) load_into(l, path, depth + 1);
}

static void extend_all(const Loader *l, Str dir, const Json *extends, uint32_t depth)
{
    if (!extends) return;
    if (extends->type == JSON_STRING) extend(l, dir, extends->string, depth);
    if (extends->type != JSON_ARRAY) return;
    for (size_t i = 0; i < extends->len; i++) extend(l, dir, json_str(AT(*extends, i)), depth);
}

// --- compilerOptions ------------------------------------------------------------------------------

static void set_flag(const Json *options, Str key, Tristate *out)
{
    const Json *v = json_get(options, key);
    if (v && v->type == JSON_TRUE) *out = YES;
    if (v && v->type == JSON_FALSE) *out = NO;
}

static void set_text(const Json *options, Str key, Str *out)
{
    const Json *v = json_get(options, key);
    if (v && v->type == JSON_STRING) *out = v->string;
}

static Str lower(Arena *a, Str s)
{
    Str copy = arena_str(a, s);
    struct { char *ptr; size_t len; } bytes = {(char *)(uintptr_t)copy.ptr, copy.len};
    for (size_t i = 0; i < bytes.len; i++)
        if (AT(bytes, i) >= 'A' && AT(bytes, i) <= 'Z') AT(bytes, i) = (char)(AT(bytes, i) + 32);
    return copy;
}

static TsJsx jsx_of(Str name, TsJsx before)
{
    static const struct { const char *name; TsJsx jsx; } table[] = {
        {"preserve", TS_JSX_PRESERVE},   {"react", TS_JSX_REACT},
        {"react-jsx", TS_JSX_REACT_JSX}, {"react-jsxdev", TS_JSX_REACT_JSXDEV},
        {"react-native", TS_JSX_REACT_NATIVE},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++)
        if (str_eq_nocase(name, str_c(ELEM(table, i).name))) return ELEM(table, i).jsx;
    return before;
}

static Str expand_config_dir(const Loader *l, Str text)
{
    Str variable = STR("${configDir}");
    if (!str_starts(text, variable)) return text;
    return arena_concat(l->a, l->root_dir, str_from(text, variable.len));
}

static StrList targets_of(const Loader *l, const Json *list)
{
    struct { Str *ptr; size_t len; } out = {ARENA_ARRAY(l->a, Str, list->len), list->len};
    size_t n = 0;
    for (size_t i = 0; i < list->len; i++)
        if (AT(*list, i)->type == JSON_STRING) AT(out, n++) = expand_config_dir(l, AT(*list, i)->string);
    return (StrList){out.ptr, n};
}

static void set_paths(const Loader *l, Str dir, const Json *paths)
{
    if (!paths || paths->type != JSON_OBJECT) return;
    struct { TsPath *ptr; size_t len; } out = {ARENA_ARRAY(l->a, TsPath, paths->len), paths->len};
    size_t n = 0;
    for (size_t i = 0; i < paths->len; i++) {
        JsonMember m = json_member(paths, i);
        if (m.value->type == JSON_ARRAY) AT(out, n++) = (TsPath){m.key, targets_of(l, m.value)};
    }
    l->out->paths = out.ptr;
    l->out->path_count = n;
    l->out->paths_dir = dir;
}

static void apply(const Loader *l, Str dir, const Json *options)
{
    TsConfig *t = l->out;
    Str base = {}, jsx = {}, target = {};
    set_text(options, STR("baseUrl"), &base);
    if (base.len) t->base_url = path_join(l->a, dir, expand_config_dir(l, base));
    if (t->base_url.len > 1 && str_ends(t->base_url, STR("/")))
        t->base_url = str_sub(t->base_url, 0, t->base_url.len - 1);
    set_paths(l, dir, json_get(options, STR("paths")));
    set_text(options, STR("jsx"), &jsx);
    t->jsx = jsx_of(jsx, t->jsx);
    set_text(options, STR("jsxFactory"), &t->jsx_factory);
    set_text(options, STR("jsxFragmentFactory"), &t->jsx_fragment_factory);
    set_text(options, STR("jsxImportSource"), &t->jsx_import_source);
    set_text(options, STR("target"), &target);
    if (target.len) t->target = lower(l->a, target);
    set_flag(options, STR("experimentalDecorators"), &t->experimental_decorators);
    set_flag(options, STR("emitDecoratorMetadata"), &t->emit_decorator_metadata);
    set_flag(options, STR("useDefineForClassFields"), &t->use_define_for_class_fields);
    set_flag(options, STR("verbatimModuleSyntax"), &t->verbatim_module_syntax);
}

static const Json *parse_file(const Loader *l, Str path)
{
    Str text = cache_read(l->c, path);
    const Json *json = NULL;
    if (!text.ptr || json_parse(l->a, text, JSON_COMMENTS | JSON_TRAILING_COMMAS, &json).code) return NULL;
    return json->type == JSON_OBJECT ? json : NULL;
}

static void load_into(const Loader *l, Str path, uint32_t depth)
{
    const Json *json = parse_file(l, path);
    if (!json) return;
    Str dir = path_dirname(path);
    extend_all(l, dir, json_get(json, STR("extends")), depth);
    apply(l, dir, json_get(json, STR("compilerOptions")));
}

const TsConfig *tsconfig_load(Cache *c, Str path)
{
    Arena *a = &c->configs;
    TsConfig *t = ARENA_NEW(a, TsConfig);
    t->path = arena_str(a, path);
    uint32_t files = RESOLVE_MAX_CONFIGS;
    Loader l = {.c = c, .a = a, .root_dir = path_dirname(t->path), .files = &files, .out = t};
    load_into(&l, t->path, 0);
    if (t->base_url.len) t->paths_dir = t->base_url;
    return t;
}

// --- lookup ---------------------------------------------------------------------------------------

static const TsConfig *in_dir(Cache *c, Arena *scratch, Str dir)
{
    static const char *const names[] = {"tsconfig.json", "jsconfig.json"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        Str path = path_join(scratch, dir, str_c(ELEM(names, i)));
        if (cache_kind(c, path) == PATH_FILE) return tsconfig_load(c, path);
    }
    return NULL;
}

const TsConfig *tsconfig_nearest(Cache *c, Str dir)
{
    AUTO(Arena) scratch = {};
    const TsConfig *found = NULL;
    for (Str at = dir; !found; at = path_dirname(at)) {
        uint64_t *known = map_find(&c->tsconfigs, at);
        if (known) found = (const TsConfig *)(uintptr_t)*known;
        if (known) break;
        found = in_dir(c, &scratch, at);
        if (found) *map_put(&c->tsconfigs, arena_str(&c->paths, at), NULL) = (uint64_t)(uintptr_t)found;
        if (at.len <= 1) break;
    }
    if (!map_find(&c->tsconfigs, dir))
        *map_put(&c->tsconfigs, arena_str(&c->paths, dir), NULL) = (uint64_t)(uintptr_t)found;
    return found;
}

bool tsconfig_defines_fields(const TsConfig *t)
{
    if (t && t->use_define_for_class_fields != UNSET) return t->use_define_for_class_fields == YES;
    if (!t || !t->target.len || str_eq(t->target, STR("esnext"))) return true;
    uint64_t year;
    if (!str_starts(t->target, STR("es")) || !str_to_u64(str_from(t->target, 2), &year)) return true;
    return year >= 2022;  // "es5" and "es6" are years below it
}

// --- paths ----------------------------------------------------------------------------------------

static Str starred(Arena *a, Str text, Str star)
{
    size_t at = str_find_char(text, '*');
    if (at == STR_NONE) return text;
    return arena_concat(a, arena_concat(a, str_sub(text, 0, at), star), str_from(text, at + 1));
}

// The exact pattern, else the one with the longest text before its '*'.
static const TsPath *best_path(const TsConfig *t, Str specifier, Str *star)
{
    struct { const TsPath *ptr; size_t len; } paths = {t->paths, t->path_count};
    const TsPath *best = NULL;
    size_t best_prefix = 0, best_suffix = 0;
    for (size_t i = 0; i < paths.len; i++) {
        const TsPath *p = &AT(paths, i);
        size_t at = str_find_char(p->pattern, '*');
        if (at == STR_NONE && str_eq(p->pattern, specifier)) return p;
        if (at == STR_NONE) continue;
        Str prefix = str_sub(p->pattern, 0, at), suffix = str_from(p->pattern, at + 1);
        if (specifier.len < prefix.len + suffix.len) continue;
        if (!str_starts(specifier, prefix) || !str_ends(specifier, suffix)) continue;
        bool longer = prefix.len > best_prefix || (prefix.len == best_prefix && suffix.len > best_suffix);
        if (best && !longer) continue;
        best = p;
        best_prefix = prefix.len;
        best_suffix = suffix.len;
        *star = str_sub(specifier, prefix.len, specifier.len - suffix.len);
    }
    return best;
}

StrList tsconfig_candidates(Arena *a, const TsConfig *t, Str specifier)
{
    Str star = {};
    const TsPath *p = t ? best_path(t, specifier, &star) : NULL;
    if (!p || !p->targets.len) return (StrList){};
    struct { Str *ptr; size_t len; } out = {ARENA_ARRAY(a, Str, p->targets.len), p->targets.len};
    for (size_t i = 0; i < out.len; i++)
        AT(out, i) = path_join(a, t->paths_dir, starred(a, AT(p->targets, i), star));
    return (StrList){out.ptr, out.len};
}
