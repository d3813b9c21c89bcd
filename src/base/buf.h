// buf.h - a growable byte buffer that is born with its limit.
//
// `max` 0 means BUF_DEFAULT_MAX. Appending past `max` returns ERR_TOO_BIG and changes nothing.
// `bad` is sticky: builders may ignore single results through the buf_put_* family and check once.
#pragma once

#include <stdarg.h>

#include "base/err.h"
#include "base/own.h"
#include "base/span.h"

#define BUF_DEFAULT_MAX ((size_t)1 << 30)

typedef struct Buf {
    uint8_t *ptr;
    size_t len;
    size_t cap;
    size_t max;
    bool bad;
} Buf;

void Buf_cleanup(Buf *b);
Err buf_reserve(Buf *b, size_t extra);  // room for `extra` more bytes
Err buf_append(Buf *b, Span s);
Err buf_append_str(Buf *b, Str s);

// Sticky forms: after a failure they do nothing and `bad` stays true.
void buf_put(Buf *b, Str s);
void buf_put_char(Buf *b, char c);
void buf_put_repeat(Buf *b, char c, size_t count);
void buf_put_u64(Buf *b, uint64_t value);
void buf_put_rune(Buf *b, uint32_t rune);  // UTF-8; surrogates as WTF-8
__attribute__((format(printf, 2, 3), nonnull(2))) void buf_put_fmt(Buf *b, const char *format, ...);

static inline Span buf_span(const Buf *b) { return (Span){b->ptr, b->len}; }
static inline Str buf_str(const Buf *b) { return (Str){(const char *)b->ptr, b->len}; }
static inline void buf_clear(Buf *b) { b->len = 0; b->bad = false; }
void buf_consume(Buf *b, size_t n);     // drops the first n bytes
