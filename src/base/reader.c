// reader.c - see reader.h.
#include "base/reader.h"

Span rd_take(Reader *r, size_t n)
{
    if (r->bad || n > r->src.len - r->pos) {
        r->bad = true;
        return (Span){};
    }
    Span s = span_sub(r->src, r->pos, r->pos + n);
    r->pos += n;
    return s;
}

uint64_t rd_uint_be(Reader *r, size_t bytes)
{
    CHECK(bytes <= 8);
    Span s = rd_take(r, bytes);
    uint64_t v = 0;
    for (size_t i = 0; i < s.len; i++) v = v << 8 | AT(s, i);
    return v;
}

uint64_t rd_uint_le(Reader *r, size_t bytes)
{
    CHECK(bytes <= 8);
    Span s = rd_take(r, bytes);
    uint64_t v = 0;
    for (size_t i = s.len; i > 0; i--) v = v << 8 | AT(s, i - 1);
    return v;
}
