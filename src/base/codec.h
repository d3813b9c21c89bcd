// codec.h - bulk text codecs between JavaScript code units and bytes: UTF-8, hex, base64, UTF-16.
//
// Rules are those of Node's Buffer: hex stops at the first bad pair, base64 takes both alphabets, skips
// foreign characters and stops at '='; writers store whole characters only and never pass `out.len`.
// Threads: any. Memory: caller's. Cost: one pass, ASCII runs eight at a time.
#pragma once

#include "base/span.h"

typedef struct Written {
    size_t read;   // code units consumed
    size_t bytes;  // bytes stored
} Written;

size_t utf16_utf8_len(Utf16 text);                    // bytes needed; a lone surrogate counts three
Written utf16_write_utf8(Utf16 text, MutSpan out);    // lone surrogates become U+FFFD
size_t utf16_write_latin1(Utf16 text, MutSpan out);   // the low byte of each unit
size_t utf16_write_le(Utf16 text, MutSpan out);       // UTF-16LE
size_t utf16_write_hex(Utf16 text, MutSpan out);
size_t utf16_write_base64(Utf16 text, MutSpan out);
bool utf16_is_latin1(Utf16 text);

// `out` must have room for bytes.len units. Malformed input becomes U+FFFD as utf.h has it.
size_t utf8_read_units(Span bytes, uint16_t *out, size_t cap);
// Offset of `needle` in `hay` at or after `from`, on multiples of `step` (1 or 2) only, or STR_NONE.
size_t span_find(Span hay, Span needle, size_t from, size_t step);
size_t span_find_last(Span hay, Span needle, size_t from, size_t step);
