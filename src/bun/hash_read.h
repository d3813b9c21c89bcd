// hash_read.h - little-endian words out of a Span, for the hashes. Passing the end is our bug: it aborts.
#pragma once

#include "base/num.h"
#include "base/span.h"

static inline uint64_t read64(Span s, size_t at)
{
    uint64_t value;
    CHECK(at + 8 <= s.len);
    memcpy(&value, at_from(s.ptr, at, s.len, 1), 8);
    return value;
}

static inline uint32_t read32(Span s, size_t at)
{
    uint32_t value;
    CHECK(at + 4 <= s.len);
    memcpy(&value, at_from(s.ptr, at, s.len, 1), 4);
    return value;
}
