// dotenv.h - .env files into the environment of this process, with Bun's rules.
//
// Order (the first definition wins, the real environment above all): .env.{NODE_ENV}.local, .env.local
// (not under NODE_ENV=test), .env.{NODE_ENV}, .env. Values: unquoted, '…' (raw), "…" and `…` (escapes,
// line breaks), `export` prefixes, # comments; $NAME and ${NAME:-default} expand unless escaped or raw.
// Limit: DOTENV_MAX bytes a file.
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define DOTENV_MAX ((size_t)1 << 20)

typedef struct EnvVar {
    Str name, value;
} EnvVar;
typedef struct EnvVars {
    EnvVar *items;
    uint32_t count, cap;
} EnvVars;

// Parses one file; later definitions of a name replace earlier ones. Never fails: lines without '=' are skipped.
// `lookup` gives the values that `$NAME` refers to when the file itself does not define it.
typedef Str (*EnvLookup)(void *ctx, Str name);
void dotenv_parse(Arena *a, Str text, EnvLookup lookup, void *ctx, EnvVars *out);

// Loads the default files of directory `dir`, or exactly `files` if there are any (then a missing one is an
// error, printed and false, unless it is `optional`; the last one wins). `path` may be a list with commas, or empty.
typedef struct EnvFile {
    Str path;
    bool optional;
} EnvFile;
typedef struct EnvFiles { const EnvFile *ptr; size_t len; } EnvFiles;
bool dotenv_load(Str dir, EnvFiles files);
