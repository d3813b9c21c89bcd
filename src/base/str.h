// str.h - Str: borrowed bytes, usually UTF-8, not NUL-terminated. The zero value is the empty string.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/at.h"

typedef struct Str {
    const char *ptr;
    size_t len;
} Str;

#define STR(lit) ((Str){"" lit, sizeof(lit) - 1})
#define STR_NONE SIZE_MAX
// For printf: "%.*s", STR_FMT(s)
#define STR_FMT(s) (int)((s).len > 0x7fffffff ? 0x7fffffff : (s).len), ((s).ptr ? (s).ptr : "")

static inline Str str_c(const char *text) { return (Str){text, text ? strlen(text) : 0}; }
static inline char str_at(Str s, size_t i) { return AT(s, i); }
// 0 past the end: for look-ahead in scanners.
static inline char str_peek(Str s, size_t i) { return i < s.len ? AT(s, i) : '\0'; }
// Clamps both ends, so any pair of numbers gives a valid slice.
static inline Str str_sub(Str s, size_t from, size_t to)
{
    if (to > s.len) to = s.len;
    if (from > to) from = to;
    return (Str){(const char *)at_from(s.ptr, from, s.len, 1), to - from};
}
static inline Str str_from(Str s, size_t from) { return str_sub(s, from, s.len); }
static inline bool str_eq(Str a, Str b)
{
    KNOW(!a.len || a.ptr);
    KNOW(!b.len || b.ptr);
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
static inline bool str_starts(Str s, Str prefix)
{
    return s.len >= prefix.len && str_eq(str_sub(s, 0, prefix.len), prefix);
}
static inline bool str_ends(Str s, Str suffix)
{
    return s.len >= suffix.len && str_eq(str_from(s, s.len - suffix.len), suffix);
}
// End of the run of `c` that begins at `pos` (at most the length), eight bytes a step.
static inline size_t str_skip(Str s, size_t pos, char c)
{
    const uint64_t same = (uint8_t)c * UINT64_C(0x0101010101010101);
    for (uint64_t word; s.len - pos >= sizeof word; pos += sizeof word) {
        memcpy(&word, at_from(s.ptr, pos, s.len, 1), sizeof word);
        if (word != same) return pos + (size_t)__builtin_ctzll(word ^ same) / 8;
    }
    while (pos < s.len && str_at(s, pos) == c) pos++;
    return pos;
}
bool str_eq_nocase(Str a, Str b);                   // ASCII case only
int str_cmp(Str a, Str b);                          // byte order
size_t str_find(Str s, Str needle);                 // offset or STR_NONE
size_t str_find_from(Str s, Str needle, size_t from);
size_t str_find_char(Str s, char c);                // first, or STR_NONE
size_t str_find_last_char(Str s, char c);
Str str_trim(Str s);                                // ASCII white space
bool str_to_u64(Str s, uint64_t *out);              // decimal digits only, no overflow
uint64_t str_hash(Str s);
