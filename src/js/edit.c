// edit.c - see edit.h.
#include "js/edit.h"

#include <stdlib.h>

#include "base/num.h"

void edits_init(Edits *e, Arena *a, Str src)
{
    *e = (Edits){.a = a, .src = src, .sorted = true};
}

// Order at one offset: CLOSE inner (late start) first, OPEN outer (late end) first, REPLACE longest first.
static int compare(const Edit *x, const Edit *y)
{
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    if (x->phase != y->phase) return x->phase < y->phase ? -1 : 1;
    if (x->other != y->other) return x->other > y->other ? -1 : 1;
    bool earlier = x->order < y->order;
    return (x->phase == EDIT_CLOSE) == earlier ? 1 : -1;
}

static int compare_void(const void *x, const void *y)
{
    return compare(x, y);
}

void edit_put(Edits *e, EditPhase phase, uint32_t start, uint32_t end, EditText text)
{
    CHECK(start <= end && end <= e->src.len);
    Edit edit = {.phase = phase, .at = start, .other = end, .order = e->list.count + 1, .text = text};
    if (phase == EDIT_CLOSE) edit.at = end, edit.other = start;
    if (e->list.count && e->sorted)
        e->sorted = compare(&ITEM(e->list, e->list.count - 1), &edit) < 0;
    ARENA_PUSH(e->a, &e->list, edit);
}

void edit_text_add(Arena *a, EditText *t, Str text)
{
    if (text.len) ARENA_PUSH(a, &t->pieces, (EditPiece){.text = text});
}

void edit_text_add_range(Arena *a, EditText *t, uint32_t from, uint32_t to)
{
    if (from < to) ARENA_PUSH(a, &t->pieces, (EditPiece){.from = from, .to = to});
}

static EditText plain(Edits *e, Str text)
{
    EditText t = {};
    if (!text.len) return t;
    t.pieces.items = ARENA_NEW(e->a, EditPiece);
    t.pieces.count = t.pieces.cap = 1;
    ITEM(t.pieces, 0) = (EditPiece){.text = text};
    return t;
}

void edit_before(Edits *e, uint32_t start, uint32_t end, Str text)
{
    edit_put(e, EDIT_OPEN, start, end, plain(e, text));
}

void edit_after(Edits *e, uint32_t start, uint32_t end, Str text)
{
    edit_put(e, EDIT_CLOSE, start, end, plain(e, text));
}

void edit_first(Edits *e, uint32_t start, uint32_t end, Str text)
{
    edit_before(e, start, end, text);
    ITEM(e->list, e->list.count - 1).order = 0;
    e->sorted = false;
}

void edit_last(Edits *e, uint32_t start, uint32_t end, Str text)
{
    edit_after(e, start, end, text);
    ITEM(e->list, e->list.count - 1).order = 0;
    e->sorted = false;
}

void edit_wrap(Edits *e, uint32_t start, uint32_t end, Str before, Str after)
{
    edit_before(e, start, end, before);
    edit_after(e, start, end, after);
}

void edit_replace(Edits *e, uint32_t start, uint32_t end, Str text)
{
    if (start < end) edit_put(e, EDIT_REPLACE, start, end, plain(e, text));
}

// Columns are UTF-16 units: a continuation byte has none, a four-byte sequence two.
static void put_blank(Buf *out, Str text, size_t skip)
{
    for (size_t i = 0; i < text.len; i++) {
        uint8_t byte = (uint8_t)str_at(text, i);
        if (byte == '\n' || byte == '\r') {
            buf_put_char(out, (char)byte);
        } else if (byte == 0xE2 && (uint8_t)str_peek(text, i + 1) == 0x80 &&
                   ((uint8_t)str_peek(text, i + 2) | 1) == 0xA9) {
            buf_put(out, str_sub(text, i, i + 3));
            i += 2;
        } else if ((byte & 0xC0) != 0x80) {
            for (int width = byte >= 0xF0 ? 2 : 1; width > 0; width--) {
                if (skip) skip--;
                else buf_put_char(out, byte == '\t' ? '\t' : ' ');
            }
        }
    }
}

void edit_blank(Edits *e, uint32_t start, uint32_t end, Str lead)
{
    AUTO(Buf) buf = {};
    buf_put(&buf, lead);
    put_blank(&buf, str_sub(e->src, start, end), lead.len);
    edit_replace(e, start, end, arena_str(e->a, buf_str(&buf)));
}

static void sort(Edits *e)
{
    if (e->sorted || e->list.count == 0) return;
    qsort(e->list.items, e->list.count, sizeof(Edit), compare_void);
    e->sorted = true;
}

static uint32_t first_at(const Edits *e, uint32_t from)
{
    uint32_t low = 0, high = e->list.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (ITEM(e->list, middle).at < from) low = middle + 1;
        else high = middle;
    }
    return low;
}

static void render(const Edits *e, uint32_t from, uint32_t to, bool strict, Buf *out);

static bool replaces(const Edit *edit, uint32_t from, uint32_t to)
{
    return edit->phase == EDIT_REPLACE && edit->at == from && edit->other == to;
}

static void put_text(const Edits *e, const Edit *edit, Buf *out)
{
    for (uint32_t i = 0; i < edit->text.pieces.count; i++) {
        const EditPiece *p = &ITEM(edit->text.pieces, i);
        if (p->from == p->to) buf_put(out, p->text);
        else render(e, p->from, p->to, replaces(edit, p->from, p->to), out);
    }
}

// Does the edit belong to syntax that lies within [from, to)?
static bool belongs(const Edit *edit, uint32_t from, uint32_t to)
{
    switch (edit->phase) {
    case EDIT_CLOSE: return edit->at > from && edit->other >= from;
    case EDIT_OPEN: return edit->at < to && edit->other <= to;
    default: return edit->at < to && edit->other <= to;
    }
}

// True if the edit lies inside the range that was replaced last and must not be seen again.
static bool hidden(const Edit *edit, uint32_t start, uint32_t end)
{
    if (edit->at < end) return true;
    return edit->phase == EDIT_CLOSE && edit->at == end && edit->other > start;
}

// An opening edit of syntax strictly inside a replacement that starts at the same offset goes with it.
static uint32_t replaced_end(const Edits *e, uint32_t index, uint32_t from, uint32_t to)
{
    uint32_t at = ITEM(e->list, index).at, end = 0;
    for (uint32_t i = index; i < e->list.count && ITEM(e->list, i).at == at; i++) {
        const Edit *x = &ITEM(e->list, i);
        if (x->phase == EDIT_REPLACE && belongs(x, from, to) && x->other > end) end = x->other;
    }
    return end;
}

// Copies [from, to) of the source. Text that is as far from its origin as the text before needs no anchor.
static void copy(const Edits *e, uint32_t from, uint32_t to, Buf *out)
{
    EditAnchors *list = e->anchors;
    if (list && from < to) {
        EditAnchor now = {u32_of(out->len), from};
        EditAnchor last = list->count ? ITEM(*list, list->count - 1) : (EditAnchor){};
        if (now.out - now.source != last.out - last.source) ARENA_PUSH(e->a, list, now);
    }
    buf_put(out, str_sub(e->src, from, to));
}

static void render(const Edits *e, uint32_t from, uint32_t to, bool strict, Buf *out)
{
    uint32_t pos = from, hide_from = 0, hide_to = 0;
    bool whole = from == 0 && to == e->src.len;  // everything belongs, in an empty file too
    for (uint32_t i = first_at(e, from); i < e->list.count && ITEM(e->list, i).at <= to; i++) {
        const Edit *edit = &ITEM(e->list, i);
        if (!whole && !belongs(edit, from, to)) continue;
        if (strict && replaces(edit, from, to)) continue;
        if (hide_to && hidden(edit, hide_from, hide_to)) continue;
        if (edit->phase == EDIT_OPEN && edit->other < replaced_end(e, i, from, to) && !strict) continue;
        copy(e, pos, edit->at, out);
        pos = edit->at;
        put_text(e, edit, out);
        if (edit->phase != EDIT_REPLACE) continue;
        hide_from = edit->at;
        hide_to = pos = edit->other;
    }
    copy(e, pos, to, out);
}

void edits_render_range(Edits *e, uint32_t from, uint32_t to, Buf *out)
{
    sort(e);
    render(e, from, to, false, out);
}

void edits_render(Edits *e, Buf *out)
{
    sort(e);
    render(e, 0, u32_of(e->src.len), false, out);
}
