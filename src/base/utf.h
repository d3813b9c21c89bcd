// utf.h - UTF-8, UTF-16 and Latin-1. Malformed input becomes U+FFFD per the WHATWG decoder
// (maximal subpart practice); lone surrogates in UTF-16 become U+FFFD when written as UTF-8.
#pragma once

#include "base/arena.h"
#include "base/buf.h"

#define RUNE_BAD 0xFFFDu

typedef struct Rune {
    uint32_t value;  // RUNE_BAD for malformed input
    uint32_t len;    // bytes consumed: 1..4, 0 at the end
    bool bad;
} Rune;

Rune utf8_decode(Str s, size_t pos);
uint32_t utf8_len(uint32_t rune);                        // bytes needed
size_t utf8_valid_prefix(Str s);                         // s.len if all of it is well-formed
bool utf8_is_ascii(Str s);
uint32_t utf8_to_utf16_len(Str s);                       // code units, aborts past 4 Gi
// `out` must hold utf8_to_utf16_len(s) units. Returns units written.
size_t utf8_to_utf16(Str s, uint16_t *out, size_t cap);
void utf16_to_utf8(const uint16_t *units, size_t count, Buf *out);  // sticky `bad`
uint32_t utf8_newline(Str s, size_t pos);                // bytes of the LineTerminatorSequence there, or 0
size_t utf8_find_newline(Str s, size_t pos);             // the next one, or s.len
bool rune_is_space(uint32_t rune);                       // ECMA-262 WhiteSpace or LineTerminator
// `s` itself if it is well-formed, else a copy in `a` with each maximal subpart replaced by U+FFFD.
// A leading byte order mark is dropped.
Str utf8_clean(Arena *a, Str s);
