// exports.h - the `exports` and `imports` maps of package.json: a key and conditions in, a target out.
//
// Pure: works on parsed JSON, touches no files. Node.js's algorithm (packages, "Resolution Algorithm
// Specification"), and the older folder mappings ("./lib/": "./src/"), which Bun still honours.
#pragma once

#include "base/arena.h"
#include "base/json.h"

typedef enum TargetStatus {
    TARGET_NONE,     // no such key, or no condition applies
    TARGET_NULL,     // explicitly excluded by null
    TARGET_PATH,     // `text` is "./x", relative to the package
    TARGET_BARE,     // imports only: `text` is a package specifier or a builtin
    TARGET_INVALID,  // `text` is the offending target as Node.js prints it, `key` where it stands
    TARGET_BAD_MATCH,// the part that '*' stands for leaves the package: `key` is the pattern
    TARGET_MIXED,    // "exports" has keys with and without a leading '.'
} TargetStatus;

typedef struct Target {
    TargetStatus status;
    bool folder;     // through a folder mapping: extensions are searched
    Str text;
    Str key;
} Target;

typedef struct Conditions {
    const Str *ptr;
    size_t len;
} Conditions;

// `subpath` is "." or "./x". `exports` may be any JSON value.
Target exports_match(Arena *a, const Json *exports, Str subpath, Conditions conditions);
// `name` is "#x". `imports` may be NULL.
Target imports_match(Arena *a, const Json *imports, Str name, Conditions conditions);
