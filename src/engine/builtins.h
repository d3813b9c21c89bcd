// builtins.h - the embedded JavaScript halves, one row per module (made by tools/embed.mjs).
#pragma once

#include "engine/engine.h"

typedef enum BuiltinKind { BUILTIN_INTERNAL, BUILTIN_NODE, BUILTIN_BUN } BuiltinKind;

typedef struct Builtin {
    BuiltinKind kind;
    const char *specifier;
    size_t specifier_len;
    const char *source;        // ASCII: a program that reads its four names from `this`
    size_t len;
    const JsMethod *natives;   // or NULL
} Builtin;

extern const Builtin builtins[];
extern const uint32_t builtin_count;

// A property of globalThis or Bun that is loaded when it is first read (src/globals.def).
typedef struct LazyProp {
    const char *name;
    const char *specifier;
    const char *key;
} LazyProp;

extern const LazyProp lazy_globals[], lazy_bun[];
extern const uint32_t lazy_global_count, lazy_bun_count;
