// span.h - Span: borrowed raw bytes. The zero value is empty.
#pragma once

#include "base/str.h"

typedef struct Span {
    const uint8_t *ptr;
    size_t len;
} Span;

#define SPAN(lit) ((Span){(const uint8_t *)("" lit), sizeof(lit) - 1})

static inline Str str_of(Span s) { return (Str){(const char *)s.ptr, s.len}; }
static inline Span span_of(Str s) { return (Span){(const uint8_t *)s.ptr, s.len}; }
static inline Span span_sub(Span s, size_t from, size_t to) { return span_of(str_sub(str_of(s), from, to)); }

// Writable bytes, and the code units of a JavaScript string; both borrow.
typedef struct MutSpan { uint8_t *ptr; size_t len; } MutSpan;
typedef struct Utf16 { const uint16_t *ptr; size_t len; } Utf16;
