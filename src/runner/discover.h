// discover.h - which files `cob test` runs.
//
// A test file is *.test.* *_test.* *.spec.* *_spec.* with a JavaScript or TypeScript extension. Folders
// named node_modules and hidden folders are skipped; .gitignore is not asked. A filter that is a path
// ("./x", "../x" or "/x") selects exactly that; any other is a substring of relative paths.
// Order: files of a folder by name, then its folders by name. Limit: DISCOVER_MAX_DEPTH levels.
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define DISCOVER_MAX_DEPTH 64

typedef struct StrList {
    Str *items;
    uint32_t count, cap;
} StrList;

typedef struct Discovery {
    StrList files;       // paths relative to the root where they are below it, else absolute
    StrList unmatched;   // substring filters that found nothing
    Str missing;         // a path filter that does not exist; empty if none
    uint32_t searched;   // files looked at
} Discovery;

bool discover_is_test_name(Str basename);
// Walks `start`, a folder; paths and filters are relative to `root`. Everything lives in `a`. Fails only
// if `start` cannot be read.
Err discover(Arena *a, Str root, Str start, StrList filters, Discovery *out);
