// cache.c - see cache.h. A package.json that cannot be read or parsed counts as an empty object, as it
// does for Bun: the file beside it is still usable.
#include "resolve/cache.h"

#include "base/path.h"

static void drop_maps(Cache *c)
{
    Map_cleanup(&c->kinds);
    Map_cleanup(&c->reals);
    Map_cleanup(&c->memos);
    Map_cleanup(&c->packages);
    Map_cleanup(&c->tsconfigs);
}

void Cache_cleanup(Cache *c)
{
    drop_maps(c);
    Arena_cleanup(&c->paths);
    Arena_cleanup(&c->configs);
}

void cache_forget(Cache *c)
{
    drop_maps(c);
    arena_reset(&c->paths);
}

// Maps borrow their keys, so a new key is copied first.
static uint64_t *put(Cache *c, Map *map, Str key)
{
    uint64_t *place = map_find(map, key);
    return place ? place : map_put(map, arena_str(&c->paths, key), NULL);
}

PathKind cache_kind(Cache *c, Str path)
{
    uint64_t *known = map_find(&c->kinds, path);
    if (known && !(c->fresh && *known == PATH_MISSING + 1)) return (PathKind)(*known - 1);
    if (str_find_char(path, '\0') != STR_NONE) return PATH_MISSING;  // the system would see a prefix
    PathKind kind = c->fs->kind(c->fs->ctx, path);
    *put(c, &c->kinds, path) = (uint64_t)kind + 1;
    return kind;
}

bool cache_confirm(Cache *c, Str path)
{
    PathKind kind = c->fs->kind(c->fs->ctx, path);
    *put(c, &c->kinds, path) = (uint64_t)kind + 1;
    return kind == PATH_FILE;
}

Str cache_realpath(Cache *c, Str path)
{
    uint64_t *known = map_find(&c->reals, path);
    if (known) return *(const Str *)(uintptr_t)*known;
    Str *real = ARENA_NEW(&c->paths, Str);
    AUTO(Arena) scratch = {};
    Str answer;
    if (c->fs->realpath(c->fs->ctx, &scratch, path, &answer).code) return path;
    *real = arena_str(&c->paths, answer);
    *put(c, &c->reals, path) = (uint64_t)(uintptr_t)real;
    return *real;
}

const Found *cache_recall(Cache *c, Str key)
{
    uint64_t *known = map_find(&c->memos, key);
    return known ? (const Found *)(uintptr_t)*known : NULL;
}

void cache_remember(Cache *c, Str key, Found found)
{
    if (c->memos.count >= CACHE_MAX_MEMOS) cache_forget(c);
    Found *copy = ARENA_NEW(&c->paths, Found);
    copy->path = arena_str(&c->paths, found.path);
    copy->query = arena_str(&c->paths, found.query);
    *put(c, &c->memos, key) = (uint64_t)(uintptr_t)copy;
}

Str cache_read(Cache *c, Str path)
{
    Str text = {};
    if (c->fs->read(c->fs->ctx, &c->configs, path, RESOLVE_MAX_CONFIG, &text).code) return (Str){};
    return text.ptr ? text : STR("");
}

static const Json *parse_object(Cache *c, Str text)
{
    static const Json empty = {.type = JSON_OBJECT};
    const Json *json = &empty;
    if (json_parse(&c->configs, text, JSON_COMMENTS | JSON_TRAILING_COMMAS, &json).code) return &empty;
    return json->type == JSON_OBJECT ? json : &empty;
}

static PackageType type_of(const Json *json)
{
    Str type = json_str(json_get(json, STR("type")));
    if (str_eq(type, STR("module"))) return PACKAGE_TYPE_MODULE;
    return str_eq(type, STR("commonjs")) ? PACKAGE_TYPE_COMMONJS : PACKAGE_TYPE_NONE;
}

static const PackageJson *load_package(Cache *c, Str dir)
{
    AUTO(Arena) scratch = {};
    Str path = path_join(&scratch, dir, STR("package.json"));
    if (cache_kind(c, path) != PATH_FILE) return NULL;
    const Json *json = parse_object(c, cache_read(c, path));
    PackageJson *p = ARENA_NEW(&c->configs, PackageJson);
    p->path = arena_str(&c->configs, path);
    p->dir = arena_str(&c->configs, dir);
    p->json = json;
    p->name = json_str(json_get(json, STR("name")));
    p->type = type_of(json);
    return p;
}

const PackageJson *cache_package(Cache *c, Str dir)
{
    uint64_t *known = map_find(&c->packages, dir);
    if (known && (*known || !c->fresh)) return (const PackageJson *)(uintptr_t)*known;
    const PackageJson *p = load_package(c, dir);
    *put(c, &c->packages, dir) = (uint64_t)(uintptr_t)p;
    return p;
}
