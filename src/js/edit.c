// edit.c - see edit.h.
#include "js/edit.h"

#include "base/num.h"
#include "base/utf.h"

#define EDIT_MOVES 16u  // an edit, on average; more: see insert

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

// ---- the list ---------------------------------------------------------------------------------------------
static void move_last(Edits *e, EditList *from, EditList *to)
{
    Edit edit = ITEM(*from, from->count - 1);
    from->count--;
    ARENA_PUSH(e->a, to, edit);
    e->moves++;
}

static bool last_is_behind(const EditList *list, const Edit *edit)
{
    return list->count && compare(&ITEM(*list, list->count - 1), edit) > 0;
}

// What opens the whole file is made last: nothing has to move for it.
static bool is_front(const Edits *e, const Edit *edit)
{
    if (e->front.count) return compare(edit, &ITEM(e->front, e->front.count - 1)) < 0;
    return e->list.count && compare(edit, &ITEM(e->list, 0)) < 0;
}

static bool is_among_front(const Edits *e, const Edit *edit)
{
    return e->front.count && compare(edit, &ITEM(e->front, 0)) < 0;
}

// The list is open where the last edit went, as the next one is mostly made near it: in front of what was made for
// the end of the syntax around both. Far jumps would make that quadratic: then edits are only gathered.
static void insert(Edits *e, const Edit *edit)
{
    if (e->sorted) {
        if (is_front(e, edit)) {
            ARENA_PUSH(e->a, &e->front, *edit);
            return;
        }
        while (last_is_behind(&e->list, edit)) move_last(e, &e->list, &e->later);
        while (e->later.count && !last_is_behind(&e->later, edit)) move_last(e, &e->later, &e->list);
        e->sorted = !is_among_front(e, edit) && e->moves < EDIT_MOVES * ((uint64_t)edits_count(e) + 1);
    }
    ARENA_PUSH(e->a, &e->list, *edit);
}

static void add(Edits *e, uint32_t start, uint32_t end, Edit edit)
{
    CHECK(start <= end && end <= e->src.len);
    edit.at = edit.phase == EDIT_CLOSE ? end : start;
    edit.other = edit.phase == EDIT_CLOSE ? start : end;
    insert(e, &edit);
}

static uint32_t next_order(const Edits *e)
{
    return edits_count(e) + 1;
}

static void add_text(Edits *e, EditPhase phase, uint32_t start, uint32_t end, Str text)
{
    add(e, start, end, (Edit){.phase = (uint8_t)phase, .order = next_order(e), .text = text});
}

void edit_put(Edits *e, EditPhase phase, uint32_t start, uint32_t end, EditText text)
{
    add(e, start, end, (Edit){.phase = (uint8_t)phase, .order = next_order(e), .kind = EDIT_PIECES, .parts = text});
}

void edit_text_add(Arena *a, EditText *t, Str text)
{
    if (text.len) ARENA_PUSH(a, &t->pieces, (EditPiece){.text = text});
}

void edit_text_add_range(Arena *a, EditText *t, uint32_t from, uint32_t to)
{
    if (from < to) ARENA_PUSH(a, &t->pieces, (EditPiece){.from = from, .to = to});
}

void edit_before(Edits *e, uint32_t start, uint32_t end, Str text)
{
    add_text(e, EDIT_OPEN, start, end, text);
}

void edit_after(Edits *e, uint32_t start, uint32_t end, Str text)
{
    add_text(e, EDIT_CLOSE, start, end, text);
}

void edit_first(Edits *e, uint32_t start, uint32_t end, Str text)
{
    add(e, start, end, (Edit){.phase = EDIT_OPEN, .text = text});
}

void edit_last(Edits *e, uint32_t start, uint32_t end, Str text)
{
    add(e, start, end, (Edit){.phase = EDIT_CLOSE, .text = text});
}

void edit_last_once(Edits *e, uint32_t start, uint32_t end, Str text)
{
    add(e, start, end, (Edit){.phase = EDIT_CLOSE, .kind = EDIT_ONCE, .text = text});
}

void edit_wrap(Edits *e, uint32_t start, uint32_t end, Str before, Str after)
{
    edit_before(e, start, end, before);
    edit_after(e, start, end, after);
}

void edit_replace(Edits *e, uint32_t start, uint32_t end, Str text)
{
    if (start < end) add_text(e, EDIT_REPLACE, start, end, text);
}

void edit_blank(Edits *e, uint32_t start, uint32_t end, Str lead)
{
    if (start >= end) return;
    add(e, start, end, (Edit){.phase = EDIT_REPLACE, .order = next_order(e), .kind = EDIT_BLANK, .text = lead});
}

// ---- order ------------------------------------------------------------------------------------------------
static uint32_t run_end(const EditList *list, uint32_t start)
{
    uint32_t end = start + 1;
    while (end < list->count && compare(&ITEM(*list, end - 1), &ITEM(*list, end)) <= 0) end++;
    return end;
}

// Merges the two ordered runs at `start` into `out`; where the second ends.
static uint32_t merge_runs(const EditList *list, uint32_t start, const EditList *out)
{
    uint32_t left = start, middle = run_end(list, start), right = middle;
    uint32_t end = middle < list->count ? run_end(list, middle) : middle;
    for (uint32_t to = start; to < end; to++) {
        bool second = left == middle || (right < end && compare(&ITEM(*list, right), &ITEM(*list, left)) < 0);
        ITEM(*out, to) = ITEM(*list, second ? right : left);
        if (second) right++;
        else left++;
    }
    return end;
}

// A merge of the runs that are in order already.
static void merge_all(Edits *e)
{
    EditList list = e->list, out = {ARENA_ARRAY(e->a, Edit, list.count), list.count, list.count};
    for (uint32_t merges = 0; merges != 1;) {
        merges = 0;
        for (uint32_t at = 0; at < list.count; merges++) at = merge_runs(&list, at, &out);
        EditList swap = list;
        list = out;
        out = swap;
    }
    e->list = list;
}

static void join_front(Edits *e)
{
    EditList list = e->list;
    e->list = (EditList){ARENA_ARRAY(e->a, Edit, list.count + e->front.count), 0, list.count + e->front.count};
    while (e->front.count) move_last(e, &e->front, &e->list);
    for (uint32_t i = 0; i < list.count; i++) ARENA_PUSH(e->a, &e->list, ITEM(list, i));
}

static void sort(Edits *e)
{
    while (e->later.count) move_last(e, &e->later, &e->list);
    if (e->front.count) join_front(e);
    if (!e->sorted && e->list.count) merge_all(e);
    e->sorted = true;
    e->moves = 0;
}

// ---- output -----------------------------------------------------------------------------------------------
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

// Bytes that are one column wide and become a space.
static const bool is_column[256] = {[' ' ... '~'] = true};

// Columns are UTF-16 units: a continuation byte has none, a four-byte sequence two.
static size_t put_blank_rune(Buf *out, Str text, size_t pos, size_t skip)
{
    uint8_t byte = (uint8_t)str_at(text, pos);
    size_t width = byte < 0x80 || byte >= 0xC0 ? byte >= 0xF0 ? 2 : 1 : 0, hidden = size_min(skip, width);
    buf_put_repeat(out, byte == '\t' ? '\t' : ' ', width - hidden);
    return hidden;
}

static void put_blank(Buf *out, Str text, size_t skip)
{
    for (size_t i = 0; i < text.len;) {
        size_t run = i;
        while (i < text.len && ELEM(is_column, (uint8_t)str_at(text, i))) i++;
        size_t hidden = size_min(skip, i - run);
        buf_put_repeat(out, ' ', i - run - hidden);
        skip -= hidden;
        size_t newline = utf8_newline(text, i);
        buf_put(out, str_sub(text, i, i + newline));
        if (!newline && i < text.len) {
            skip -= put_blank_rune(out, text, i, skip);
            newline = 1;
        }
        i += newline;
    }
}

static void put_pieces(const Edits *e, const Edit *edit, Buf *out)
{
    for (uint32_t i = 0; i < edit->parts.pieces.count; i++) {
        const EditPiece *p = &ITEM(edit->parts.pieces, i);
        if (p->text.len) buf_put(out, p->text);
        else render(e, p->from, p->to, replaces(edit, p->from, p->to), out);
    }
}

static void put_text(const Edits *e, const Edit *edit, Buf *out)
{
    if (edit->kind == EDIT_PIECES) {
        put_pieces(e, edit, out);
        return;
    }
    buf_put(out, edit->text);
    if (edit->kind == EDIT_BLANK) put_blank(out, str_sub(e->src, edit->at, edit->other), edit->text.len);
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

// Copies [from, to) of the source. What follows the text copied before in both texts needs no anchor of its own.
static void copy(const Edits *e, uint32_t from, uint32_t to, Buf *out)
{
    EditAnchors *list = e->anchors;
    if (list && from < to) {
        EditAnchor now = {.out = u32_of(out->len), .end = u32_of(out->len + to - from), .source = from};
        EditAnchor *last = list->count ? &ITEM(*list, list->count - 1) : NULL;
        bool is_next = last && last->end == now.out && now.out - now.source == last->out - last->source;
        if (is_next) last->end = now.end;
        else ARENA_PUSH(e->a, list, now);
    }
    buf_put(out, str_sub(e->src, from, to));
}

static bool is_repeated(const Edits *e, uint32_t index)
{
    const Edit *edit = &ITEM(e->list, index);
    while (edit->kind == EDIT_ONCE && index--) {
        const Edit *before = &ITEM(e->list, index);
        if (before->at != edit->at || before->other != edit->other || before->phase != edit->phase) return false;
        if (before->kind == EDIT_ONCE) return true;
    }
    return false;
}

static void render(const Edits *e, uint32_t from, uint32_t to, bool strict, Buf *out)
{
    uint32_t pos = from, hide_from = 0, hide_to = 0;
    bool whole = from == 0 && to == e->src.len;  // everything belongs, in an empty file too
    for (uint32_t i = first_at(e, from); i < e->list.count && ITEM(e->list, i).at <= to; i++) {
        const Edit *edit = &ITEM(e->list, i);
        if (!whole && !belongs(edit, from, to)) continue;
        if ((strict && replaces(edit, from, to)) || is_repeated(e, i)) continue;
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
