// diag.h - one source diagnostic: the first error of a parse, its place, and its code frame.
#pragma once

#include "base/arena.h"
#include "base/buf.h"

typedef struct Diag {
    bool set;
    uint32_t start;  // byte offsets into the source
    uint32_t end;
    Str text;        // arena
    Str note;        // arena; or empty: what another place has to do with it
    uint32_t note_start;
    uint32_t note_end;
} Diag;

typedef struct LineCol {
    uint32_t line;    // 1-based
    uint32_t column;  // 1-based, UTF-16 code units
    Str text;         // the whole line, without its terminator; borrows
} LineCol;

LineCol diag_locate(Str source, size_t offset);
// A frame as Bun and Node users know it: up to two lines before, the line, a caret underneath.
// Long lines are cut around the caret. `color` adds ANSI codes.
void diag_frame(Buf *out, Str source, uint32_t line, uint32_t column, bool color);
