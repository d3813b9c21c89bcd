// hash_read.h - little-endian words out of a Span, for the hashes. Passing the end is our bug: it aborts.
#pragma once

#include "base/num.h"
#include "base/span.h"

static inline uint64_t read64(Span s, size_t at)
{
    uint64_t value;
    CHECK(at <= s.len && s.len - at >= 8);
    KNOW(s.ptr);
    memcpy(&value, at_from(s.ptr, at, s.len, 1), 8);
    return value;
}

static inline uint32_t read32(Span s, size_t at)
{
    uint32_t value;
    CHECK(at <= s.len && s.len - at >= 4);
    KNOW(s.ptr);
    memcpy(&value, at_from(s.ptr, at, s.len, 1), 4);
    return value;
}
