// reader.h - the only way to read bytes from outside: refuses to pass the end and stays refused.
#pragma once

#include "base/span.h"

typedef struct Reader {
    Span src;
    size_t pos;
    bool bad;
} Reader;

Span rd_take(Reader *r, size_t n);
uint64_t rd_uint_be(Reader *r, size_t bytes);
uint64_t rd_uint_le(Reader *r, size_t bytes);
static inline size_t rd_left(const Reader *r) { return r->bad ? 0 : r->src.len - r->pos; }
