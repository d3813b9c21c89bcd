// toml.h - TOML 1.1 (a superset of 1.0) into an arena tree that keeps key order and byte offsets.
//
// Limits: TOML_MAX_DEPTH levels of tables and arrays. Threads: any. Cost: one pass, one hash lookup a key.
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define TOML_MAX_DEPTH 256

typedef enum TomlType {
    TOML_STRING, TOML_INTEGER, TOML_FLOAT, TOML_BOOL, TOML_DATETIME, TOML_LOCAL_DATETIME, TOML_LOCAL_DATE,
    TOML_LOCAL_TIME, TOML_ARRAY, TOML_TABLE,
} TomlType;

typedef struct Toml Toml;
typedef struct TomlMember {
    Str key;
    const Toml *value;
} TomlMember;

struct Toml {
    TomlType type;
    uint32_t offset;            // of the value's first byte
    Str string;                 // TOML_STRING; dates and times in RFC 3339 form ("T" and "Z", with seconds)
    int64_t integer;
    double number;              // TOML_FLOAT; also set for TOML_INTEGER
    bool boolean;
    const Toml **ptr;           // TOML_ARRAY: AT(*v, i)
    size_t len;                 // elements or members
    const TomlMember *members;  // TOML_TABLE: toml_member(v, i), in order of appearance
};

// ERR_BAD_TOML (or ERR_TOO_DEEP) carries line, column and detail. `text` must outlive the tree.
Err toml_parse(Arena *a, Str text, const Toml **out);
const Toml *toml_get(const Toml *table, Str key);  // NULL if absent or not a table
TomlMember toml_member(const Toml *table, size_t i);
