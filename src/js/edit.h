// edit.h - edits on a source text, by byte offset, merged in one copy.
//
// Why: code that runs is never re-printed (docs/modules.md); lowering says where the text changes.
// Every edit names the range of the syntax it belongs to, so edits may be made in any order: at one
// offset what closes comes before what opens, inner closes before outer, outer opens before inner.
// A replacement may hold ranges of the source again (moved code): those are rendered with their edits.
// Threads: any.  Memory: arena.  Cost: edits are put into order as they come: those made near the one before cost
// a step or two, far jumps lead to one sort in the end; one copy of the text.
#pragma once

#include "base/arena.h"
#include "base/buf.h"

typedef struct EditPiece {
    Str text;           // if empty:
    uint32_t from, to;  // a range of the source, with its edits
} EditPiece;

typedef struct EditText {
    struct { EditPiece *items; uint32_t count, cap; } pieces;
} EditText;

typedef enum EditPhase { EDIT_CLOSE, EDIT_OPEN, EDIT_REPLACE } EditPhase;

typedef enum EditKind {
    EDIT_TEXT,
    EDIT_BLANK,   // `text`, which takes so many columns, then white space as wide as the rest, with its line breaks
    EDIT_PIECES,
    EDIT_ONCE,    // as EDIT_TEXT, unless another one closes the same range
} EditKind;

typedef struct Edit {
    uint32_t at;     // where the text goes; REPLACE: where the replaced range starts
    uint32_t other;  // CLOSE: start of the owner; OPEN: end of the owner; REPLACE: end of the range
    uint32_t order;
    uint8_t phase;   // EditPhase
    uint8_t kind;    // EditKind
    union {
        Str text;
        EditText parts;
    };
} Edit;
typedef struct EditList { Edit *items; uint32_t count, cap; } EditList;

// The text from `out` to `end` of the result was copied; it stood at `source`.
typedef struct EditAnchor { uint32_t out, end, source; } EditAnchor;
typedef struct EditAnchors { EditAnchor *items; uint32_t count, cap; } EditAnchors;

typedef struct Edits {
    Arena *a;
    Str src;
    bool sorted;
    EditAnchors *anchors;  // NULL, or where edits_render says what it copied from where
    EditList list;         // if sorted: the edits up to the newest, in order
    EditList later;        // and those behind it, the last one first
    EditList front;        // those made in front of everything, the last one first
    uint64_t moves;        // between the two
} Edits;

void edits_init(Edits *e, Arena *a, Str src);
static inline uint32_t edits_count(const Edits *e) { return e->front.count + e->list.count + e->later.count; }

// `text` before / after the range [start, end).
void edit_before(Edits *e, uint32_t start, uint32_t end, Str text);
void edit_after(Edits *e, uint32_t start, uint32_t end, Str text);
// As edit_before and edit_after, but outside everything else that has the same range.
void edit_first(Edits *e, uint32_t start, uint32_t end, Str text);
void edit_last(Edits *e, uint32_t start, uint32_t end, Str text);
// As edit_last, once however often it is called.
void edit_last_once(Edits *e, uint32_t start, uint32_t end, Str text);
void edit_wrap(Edits *e, uint32_t start, uint32_t end, Str before, Str after);
void edit_replace(Edits *e, uint32_t start, uint32_t end, Str text);
// White space of the same width and the same line breaks. `lead` (may be empty) takes the first columns.
void edit_blank(Edits *e, uint32_t start, uint32_t end, Str lead);
// The general form: takes the pieces gathered in `text`.
void edit_put(Edits *e, EditPhase phase, uint32_t start, uint32_t end, EditText text);

void edit_text_add(Arena *a, EditText *t, Str text);
void edit_text_add_range(Arena *a, EditText *t, uint32_t from, uint32_t to);

// The whole text with all edits.
void edits_render(Edits *e, Buf *out);
void edits_render_range(Edits *e, uint32_t from, uint32_t to, Buf *out);
