// builtins.h - the embedded JavaScript halves, one row per module (made by tools/embed.mjs).
#pragma once

#include "engine/engine.h"

typedef enum BuiltinKind { BUILTIN_INTERNAL, BUILTIN_NODE, BUILTIN_BUN } BuiltinKind;

typedef struct Builtin {
    BuiltinKind kind;
    const char *specifier;
    const char *source;        // ASCII: a program that reads its four names from `$cob`
    size_t len;
    const JsMethod *natives;   // or NULL
} Builtin;

extern const Builtin builtins[];
extern const uint32_t builtin_count;
