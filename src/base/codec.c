// codec.c - see codec.h. The loops over raw pointers are bounded by the lengths in their conditions.
#include "base/codec.h"

#include "base/num.h"
#include "base/utf.h"

#define ASCII_UNITS 0xFF80FF80FF80FF80u  // a bit here: one of four units is not ASCII

static bool is_high(uint32_t unit) { return (unit & 0xFC00) == 0xD800; }
static bool is_low(uint32_t unit) { return (unit & 0xFC00) == 0xDC00; }

UNSAFE_BEGIN
static size_t ascii_units(Utf16 text, size_t from)
{
    size_t i = from;
    for (; i + 4 <= text.len; i += 4) {
        uint64_t word;
        memcpy(&word, text.ptr + i, 8);
        if (word & ASCII_UNITS) break;
    }
    while (i < text.len && text.ptr[i] < 0x80) i++;
    return i - from;
}

static size_t ascii_bytes(Span bytes, size_t from)
{
    size_t i = from;
    for (; i + 8 <= bytes.len; i += 8) {
        uint64_t word;
        memcpy(&word, bytes.ptr + i, 8);
        if (word & 0x8080808080808080u) break;
    }
    while (i < bytes.len && bytes.ptr[i] < 0x80) i++;
    return i - from;
}

static void narrow(const uint16_t *restrict from, uint8_t *restrict to, size_t count)
{
    for (size_t i = 0; i < count; i++) to[i] = (uint8_t)from[i];
}

static void widen(const uint8_t *restrict from, uint16_t *restrict to, size_t count)
{
    for (size_t i = 0; i < count; i++) to[i] = from[i];
}

// The character at `i`, which is not ASCII: its value, and in `units` how many code units it takes.
static uint32_t wide_rune(Utf16 text, size_t i, size_t *units)
{
    uint32_t unit = text.ptr[i];
    *units = 1;
    if (!is_high(unit) && !is_low(unit)) return unit;
    if (is_low(unit) || i + 1 >= text.len || !is_low(text.ptr[i + 1])) return RUNE_BAD;
    *units = 2;
    return 0x10000 + ((unit & 0x3FF) << 10) + (text.ptr[i + 1] & 0x3FFu);
}

static void put_utf8(uint8_t *out, uint32_t rune, size_t len)
{
    if (len == 2) {
        out[0] = (uint8_t)(0xC0 | rune >> 6);
    } else if (len == 3) {
        out[0] = (uint8_t)(0xE0 | rune >> 12);
        out[1] = (uint8_t)(0x80 | (rune >> 6 & 0x3F));
    } else {
        out[0] = (uint8_t)(0xF0 | rune >> 18);
        out[1] = (uint8_t)(0x80 | (rune >> 12 & 0x3F));
        out[2] = (uint8_t)(0x80 | (rune >> 6 & 0x3F));
    }
    out[len - 1] = (uint8_t)(0x80 | (rune & 0x3F));
}

size_t utf16_utf8_len(Utf16 text)
{
    size_t total = 0;
    for (size_t i = 0; i < text.len;) {
        size_t run = ascii_units(text, i), units;
        total += run;
        i += run;
        if (i >= text.len) break;
        total += utf8_len(wide_rune(text, i, &units));
        i += units;
    }
    return total;
}

Written utf16_write_utf8(Utf16 text, MutSpan out)
{
    size_t i = 0, n = 0;
    while (i < text.len && n < out.len) {
        size_t run = size_min(ascii_units(text, i), out.len - n);
        narrow(text.ptr + i, out.ptr + n, run);
        i += run;
        n += run;
        while (i < text.len && text.ptr[i] >= 0x80) {
            size_t units;
            uint32_t rune = wide_rune(text, i, &units);
            size_t len = utf8_len(rune);
            if (len > out.len - n) return (Written){i, n};
            put_utf8(out.ptr + n, rune, len);
            i += units;
            n += len;
        }
    }
    return (Written){i, n};
}

size_t utf16_write_latin1(Utf16 text, MutSpan out)
{
    size_t count = size_min(text.len, out.len);
    if (count) narrow(text.ptr, out.ptr, count);
    return count;
}

size_t utf16_write_le(Utf16 text, MutSpan out)
{
    size_t count = size_min(text.len, out.len / 2);
    if (count) memcpy(out.ptr, text.ptr, count * 2);  // x86-64 and arm64 Linux are little-endian
    return count * 2;
}

bool utf16_is_latin1(Utf16 text)
{
    uint32_t all = 0;
    for (size_t i = 0; i < text.len; i++) all |= text.ptr[i];
    return all < 0x100;
}

static uint32_t hex_value(uint32_t unit)
{
    if (unit - '0' < 10) return unit - '0';
    uint32_t lower = unit | 0x20;
    return unit < 0x80 && lower - 'a' < 6 ? lower - 'a' + 10 : 16;
}

size_t utf16_write_hex(Utf16 text, MutSpan out)
{
    size_t count = size_min(text.len / 2, out.len);
    for (size_t i = 0; i < count; i++) {
        uint32_t high = hex_value(text.ptr[i * 2]), low = hex_value(text.ptr[i * 2 + 1]);
        if ((high | low) > 15) return i;
        out.ptr[i] = (uint8_t)(high << 4 | low);
    }
    return count;
}

static uint32_t base64_value(uint32_t unit)
{
    if (unit - 'A' < 26) return unit - 'A';
    if (unit - 'a' < 26) return unit - 'a' + 26;
    if (unit - '0' < 10) return unit - '0' + 52;
    if (unit == '+' || unit == '-') return 62;
    return unit == '/' || unit == '_' ? 63 : 64;
}

size_t utf16_write_base64(Utf16 text, MutSpan out)
{
    size_t n = 0;
    uint32_t bits = 0, have = 0;
    for (size_t i = 0; i < text.len && n < out.len && text.ptr[i] != '='; i++) {
        uint32_t value = base64_value(text.ptr[i]);
        if (value > 63) continue;
        bits = bits << 6 | value;
        have += 6;
        if (have < 8) continue;
        have -= 8;
        out.ptr[n++] = (uint8_t)(bits >> have);
    }
    return n;
}

// Decodes one character at `i` into `out`; returns the units stored. `*i` moves past it.
static size_t read_wide(Span bytes, size_t *i, uint16_t *out)
{
    Rune r = utf8_decode(str_of(bytes), *i);
    *i += r.len;
    if (r.value < 0x10000) {
        *out = (uint16_t)r.value;
        return 1;
    }
    out[0] = (uint16_t)(0xD800 + ((r.value - 0x10000) >> 10));
    out[1] = (uint16_t)(0xDC00 + ((r.value - 0x10000) & 0x3FF));
    return 2;
}

// A well-formed two- or three-byte character at `i`, or 0: the common case without the full decoder.
static uint32_t short_rune(Span bytes, size_t i, size_t *len)
{
    const uint8_t *p = bytes.ptr + i;
    if (i + 2 < bytes.len && (p[1] & 0xC0) == 0x80) {
        if (p[0] >= 0xC2 && p[0] < 0xE0) {
            *len = 2;
            return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        }
        uint32_t rune = (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        *len = 3;
        bool good = (p[0] & 0xF0) == 0xE0 && (p[2] & 0xC0) == 0x80 && rune >= 0x800;
        return good && (rune & 0xF800) != 0xD800 ? rune : 0;
    }
    return 0;
}

size_t utf8_read_units(Span bytes, uint16_t *out, size_t cap)
{
    CHECK(cap >= bytes.len);  // every byte gives at most one unit
    size_t n = 0;
    for (size_t i = 0; i < bytes.len;) {
        size_t run = ascii_bytes(bytes, i), len = 0;
        widen(bytes.ptr + i, out + n, run);
        i += run;
        n += run;
        while (i < bytes.len && bytes.ptr[i] >= 0x80) {
            uint32_t rune = short_rune(bytes, i, &len);
            if (rune) {
                out[n++] = (uint16_t)rune;
                i += len;
            } else {
                n += read_wide(bytes, &i, out + n);
            }
        }
    }
    return n;
}

// Where the first byte of a match can be, at or after `from`; memchr does the work for single bytes.
size_t span_find(Span hay, Span needle, size_t from, size_t step)
{
    if (needle.len > hay.len || !needle.len) return STR_NONE;
    size_t last = hay.len - needle.len;
    for (size_t i = from; i <= last;) {
        const uint8_t *hit = memmem(hay.ptr + i, hay.len - i, needle.ptr, needle.len);
        if (!hit) return STR_NONE;
        i = (size_t)(hit - hay.ptr);
        if (i % step == 0) return i;
        i++;
    }
    return STR_NONE;
}

size_t span_find_last(Span hay, Span needle, size_t from, size_t step)
{
    if (needle.len > hay.len || !needle.len) return STR_NONE;
    size_t at = size_min(from, hay.len - needle.len);
    at -= at % step;
    for (;;) {
        const uint8_t *hit = memrchr(hay.ptr, needle.ptr[0], at + 1);
        if (!hit) return STR_NONE;
        at = (size_t)(hit - hay.ptr);
        if (at % step == 0 && memcmp(hit, needle.ptr, needle.len) == 0) return at;
        if (at == 0) return STR_NONE;
        at--;
    }
}
UNSAFE_END
