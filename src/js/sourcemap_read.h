// sourcemap_read.h - decodes a source map (ECMA-426), plain or with sections, into one sorted table.
//
// The standard throws for few things and calls the rest "optionally report an error". SOURCE_MAP_STRICT reports
// them all; SOURCE_MAP_LENIENT leaves out what it cannot use and goes on, as a stack trace wants it.
// Threads: any; no shared state.     Memory: the table lives in `a` and borrows from `json`.
// Cost: one pass over the text, 24 bytes a mapping; sorting only where a generator did not.
// Limits: SOURCE_MAP_MAX_MAPPINGS in all sections together, SOURCE_MAP_MAX_DEPTH index maps inside each other.
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define SOURCE_MAP_MAX_MAPPINGS ((uint32_t)1 << 26)
#define SOURCE_MAP_MAX_DEPTH 16

typedef enum SourceMapMode { SOURCE_MAP_LENIENT, SOURCE_MAP_STRICT } SourceMapMode;

// All numbers 0-based, columns in UTF-16 units; index -1: none. JavaScript reads the six fields as an Int32Array
// (src/module/source_map.c). A lenient map may have negative original positions.
typedef struct Mapping {
    int32_t line, column;                            // in the generated text
    int32_t source, original_line, original_column;  // source: index into `sources`; -1: all three
    int32_t name;                                    // index into `names`
} Mapping;

typedef struct MappedSource {
    Str root;     // what to put before `url`: empty, or sourceRoot ending in a slash
    Str url;      // as written; empty if the map has null
    Str content;
    bool has_url, has_content;
    bool ignored;  // in ignoreList: code that a debugger steps over
} MappedSource;

typedef struct DecodedSourceMap {
    struct { Mapping *items; uint32_t count, cap; } mappings;  // sorted by generated position
    struct { MappedSource *items; uint32_t count, cap; } sources;
    struct { Str *items; uint32_t count, cap; } names;
} DecodedSourceMap;

// ERR_BAD_SOURCE_MAP says in `detail` what is wrong; ERR_BAD_JSON where; ERR_TOO_BIG past the limits.
Err source_map_decode(Arena *a, Str json, SourceMapMode mode, DecodedSourceMap *out);
// The last mapping at or before the position on the same line; NULL if there is none.
const Mapping *source_map_find(const DecodedSourceMap *map, uint32_t line, uint32_t column);
