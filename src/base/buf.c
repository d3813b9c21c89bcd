// buf.c - the growable, capped byte buffer.
#include "base/buf.h"

#include <stdio.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/utf.h"

void Buf_cleanup(Buf *b)
{
    mem_free(b->ptr);
    *b = (Buf){.max = b->max};
}

Err buf_reserve(Buf *b, size_t extra)
{
    size_t need, limit = b->max ? b->max : BUF_DEFAULT_MAX;
    if (!size_add(b->len, extra, &need) || need > limit) return err(ERR_TOO_BIG);
    if (need <= b->cap) return OK;
    size_t cap = size_min(size_max(need, b->cap * 2), limit);
    if (cap < 64) cap = size_min(64, limit);
    b->ptr = mem_resize_bytes(b->ptr, cap);
    b->cap = cap;
    return OK;
}

Err buf_append(Buf *b, Span s)
{
    TRY(buf_reserve(b, s.len));
    if (s.len) mem_copy(at_from(b->ptr, b->len, b->cap, 1), b->cap - b->len, s.ptr, s.len);
    b->len += s.len;
    return OK;
}

Err buf_append_str(Buf *b, Str s) { return buf_append(b, span_of(s)); }

typedef struct Bytes {
    uint8_t *ptr;
    size_t len;
} Bytes;

// Copies `s`, which takes one or two steps of `size` bytes.
static inline void copy_ends(Bytes to, Str s, size_t size)
{
    memcpy(at_from(to.ptr, 0, to.len, 1), s.ptr, size);
    memcpy(at_from(to.ptr, s.len - size, to.len, 1), at_from(s.ptr, s.len - size, s.len, 1), size);
}

// Room for `len` more bytes? False, and `bad`, if there can be none.
static bool has_room(Buf *b, size_t len)
{
    if (b->bad) return false;
    if (len > b->cap - b->len && buf_reserve(b, len).code) b->bad = true;
    return !b->bad;
}

// Most texts are a few bytes long: memcpy's call costs more than they do.
void buf_put(Buf *b, Str s)
{
    if (!has_room(b, s.len)) return;
    Bytes to = {at_from(b->ptr, b->len, b->cap, 1), b->cap - b->len};
    if (s.len > 16) mem_copy(to.ptr, to.len, s.ptr, s.len);
    else if (s.len >= 8) copy_ends(to, s, 8);
    else if (s.len >= 4) copy_ends(to, s, 4);
    else if (s.len >= 2) copy_ends(to, s, 2);
    else if (s.len) AT(to, 0) = (uint8_t)str_at(s, 0);
    b->len += s.len;
}

void buf_put_char(Buf *b, char c)
{
    if (!has_room(b, 1)) return;
    b->len++;
    AT(*b, b->len - 1) = (uint8_t)c;
}

void buf_put_repeat(Buf *b, char c, size_t count)
{
    if (!count || !has_room(b, count)) return;
    memset(at_from(b->ptr, b->len, b->cap, 1), c, count);
    b->len += count;
}

void buf_put_u64(Buf *b, uint64_t value) { buf_put_fmt(b, "%llu", (unsigned long long)value); }

void buf_put_rune(Buf *b, uint32_t rune)
{
    if (rune < 0x80) {
        buf_put_char(b, (char)rune);
    } else if (rune < 0x800) {
        buf_put_char(b, (char)(0xC0 | rune >> 6));
        buf_put_char(b, (char)(0x80 | (rune & 0x3F)));
    } else if (rune < 0x10000) {
        buf_put_char(b, (char)(0xE0 | rune >> 12));
        buf_put_char(b, (char)(0x80 | (rune >> 6 & 0x3F)));
        buf_put_char(b, (char)(0x80 | (rune & 0x3F)));
    } else {
        buf_put_char(b, (char)(0xF0 | (rune >> 18 & 0x07)));
        buf_put_char(b, (char)(0x80 | (rune >> 12 & 0x3F)));
        buf_put_char(b, (char)(0x80 | (rune >> 6 & 0x3F)));
        buf_put_char(b, (char)(0x80 | (rune & 0x3F)));
    }
}

void buf_put_fmt(Buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    char text[128];  // most are shorter: formatted once
    int len = vsnprintf(text, sizeof text, format, again);
    va_end(again);
    if (len < 0) {
        b->bad = true;
    } else if ((size_t)len < sizeof text) {
        buf_put(b, (Str){text, (size_t)len});
    } else if (has_room(b, (size_t)len + 1)) {
        vsnprintf(at_from(b->ptr, b->len, b->cap, 1), b->cap - b->len, format, args);
        b->len += (size_t)len;
    }
    va_end(args);
}

void buf_consume(Buf *b, size_t n)
{
    CHECK(n <= b->len);
    if (n == 0) return;
    mem_move(b->ptr, b->cap, at_from(b->ptr, n, b->len, 1), b->len - n);
    b->len -= n;
}
