// sourcemap.h - builds the `mappings` of a source map (ECMA-426) for one source, as text is printed.
//
// Threads: any.  Memory: the builder owns a Buf.  Cost: a few bytes a mapping, no sorting: mappings come
// in the order of the generated text.
#pragma once

#include "base/buf.h"
#include "base/own.h"

typedef struct SourceMap {
    Buf mappings;
    uint32_t out_line, out_column;  // of the mapping written last; columns in UTF-16 units, all 0-based
    uint32_t line, column;
    bool any_on_line;
} SourceMap;

void SourceMap_cleanup(SourceMap *m);
// The text at (out_line, out_column) of the output comes from (line, column) of the source.
void source_map_add(SourceMap *m, uint32_t out_line, uint32_t out_column, uint32_t line, uint32_t column);
// The whole map as JSON; `content` may be empty (then there is no sourcesContent).
void source_map_json(const SourceMap *m, Str source_name, Str content, Buf *out);
