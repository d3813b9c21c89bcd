// cache.h - what the resolver knows about the disk. Only resolve/ includes it.
//
// Kinds, real paths and parsed package.json files by path. A cache in `fresh` mode asks the disk again
// wherever it remembered that something was missing: the second try of a failed resolution.
#pragma once

#include "base/map.h"
#include "resolve/resolve.h"

#define CACHE_MAX_MEMOS 65536  // beyond it everything is forgotten

typedef struct Found {
    Str path;
    Str query;
} Found;

typedef struct Cache {
    const ResolveFs *fs;
    Arena paths;     // keys and real paths: freed by cache_forget
    Arena configs;   // package.json and tsconfig.json: results point here, freed with the resolver
    Map kinds;       // path -> PathKind + 1
    Map reals;       // path -> Str *
    Map memos;       // kind, folder, specifier -> Found *
    Map packages;    // folder -> PackageJson *, or 0
    Map tsconfigs;   // folder -> nearest TsConfig *, or 0
    bool fresh;
} Cache;

void Cache_cleanup(Cache *c);
void cache_forget(Cache *c);
PathKind cache_kind(Cache *c, Str path);
bool cache_confirm(Cache *c, Str path);                   // asks the disk whether the file is still there
Str cache_realpath(Cache *c, Str path);                   // `path` itself if there is none
const Found *cache_recall(Cache *c, Str key);             // NULL if unknown
void cache_remember(Cache *c, Str key, Found found);      // copies
const PackageJson *cache_package(Cache *c, Str dir);      // of dir/package.json; NULL if absent
Str cache_read(Cache *c, Str path);                       // in configs; .ptr NULL if unreadable
