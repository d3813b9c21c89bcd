// utf.c - conversions between UTF-8, UTF-16 and Latin-1 (WHATWG Encoding standard, section 8.1.1).
#include "base/utf.h"

#include "base/num.h"

static bool is_continuation(uint8_t b) { return (b & 0xC0) == 0x80; }

// Smallest and largest second byte for a lead byte: excludes overlong forms and surrogates.
static bool second_ok(uint8_t lead, uint8_t second)
{
    if (lead == 0xE0) return second >= 0xA0 && second <= 0xBF;
    if (lead == 0xED) return second >= 0x80 && second <= 0x9F;
    if (lead == 0xF0) return second >= 0x90 && second <= 0xBF;
    if (lead == 0xF4) return second >= 0x80 && second <= 0x8F;
    return is_continuation(second);
}

static uint32_t sequence_len(uint8_t lead)
{
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

Rune utf8_decode(Str s, size_t pos)
{
    if (pos >= s.len) return (Rune){0};
    uint8_t lead = (uint8_t)str_at(s, pos);
    if (lead < 0x80) return (Rune){lead, 1, false};
    uint32_t want = sequence_len(lead);
    if (!want) return (Rune){RUNE_BAD, 1, true};
    uint32_t value = lead & (0x7Fu >> want);
    for (uint32_t i = 1; i < want; i++) {
        uint8_t b = (uint8_t)str_peek(s, pos + i);
        bool good = pos + i < s.len && (i == 1 ? second_ok(lead, b) : is_continuation(b));
        if (!good) return (Rune){RUNE_BAD, i, true};
        value = value << 6 | (b & 0x3Fu);
    }
    return (Rune){value, want, false};
}

uint32_t utf8_len(uint32_t rune) { return rune < 0x80 ? 1 : rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4; }

// Length of the ASCII run at `pos`, eight bytes at a time.
static size_t ascii_run(Str s, size_t pos)
{
    size_t i = pos;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t word;
        memcpy(&word, str_sub(s, i, i + 8).ptr, 8);
        if (word & 0x8080808080808080u) break;
    }
    while (i < s.len && (uint8_t)str_at(s, i) < 0x80) i++;
    return i - pos;
}

size_t utf8_valid_prefix(Str s)
{
    size_t i = 0;
    while (i < s.len) {
        i += ascii_run(s, i);
        if (i >= s.len) break;
        Rune r = utf8_decode(s, i);
        if (r.bad) return i;
        i += r.len;
    }
    return s.len;
}

bool utf8_is_ascii(Str s) { return ascii_run(s, 0) == s.len; }

uint32_t utf8_to_utf16_len(Str s)
{
    size_t units = 0, i = 0;
    while (i < s.len) {
        size_t run = ascii_run(s, i);
        units += run;
        i += run;
        if (i >= s.len) break;
        Rune r = utf8_decode(s, i);
        units += r.value >= 0x10000 ? 2 : 1;
        i += r.len;
    }
    return u32_of(units);
}

size_t utf8_to_utf16(Str s, uint16_t *out, size_t cap)
{
    struct { uint16_t *ptr; size_t len; } units = {out, cap};
    size_t n = 0;
    for (size_t i = 0; i < s.len;) {
        Rune r = utf8_decode(s, i);
        if (r.value >= 0x10000) {
            AT(units, n++) = (uint16_t)(0xD800 + ((r.value - 0x10000) >> 10));
            AT(units, n++) = (uint16_t)(0xDC00 + ((r.value - 0x10000) & 0x3FF));
        } else {
            AT(units, n++) = (uint16_t)r.value;
        }
        i += r.len;
    }
    return n;
}

void utf16_to_utf8(const uint16_t *ptr, size_t count, Buf *out)
{
    struct { const uint16_t *ptr; size_t len; } units = {ptr, count};
    for (size_t i = 0; i < count; i++) {
        uint32_t unit = AT(units, i);
        bool high = unit >= 0xD800 && unit < 0xDC00;
        uint32_t next = high && i + 1 < count ? AT(units, i + 1) : 0;
        if (high && next >= 0xDC00 && next < 0xE000) {
            buf_put_rune(out, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
            i++;
        } else {
            buf_put_rune(out, unit >= 0xD800 && unit < 0xE000 ? RUNE_BAD : unit);
        }
    }
}

uint32_t utf8_newline(Str s, size_t pos)
{
    char c = str_peek(s, pos);
    if (c == '\n') return 1;
    if (c == '\r') return str_peek(s, pos + 1) == '\n' ? 2 : 1;
    bool separator = (uint8_t)c == 0xE2 && (uint8_t)str_peek(s, pos + 1) == 0x80 &&
                     ((uint8_t)str_peek(s, pos + 2) | 1) == 0xA9;
    return separator ? 3 : 0;
}

size_t utf8_find_newline(Str s, size_t pos)
{
    static const bool starts[256] = {['\n'] = true, ['\r'] = true, [0xE2] = true};
    for (; pos < s.len; pos++) {
        if (ELEM(starts, (uint8_t)str_at(s, pos)) && utf8_newline(s, pos)) return pos;
    }
    return s.len;
}

bool rune_is_space(uint32_t r)
{
    if (r < 0x80) return r == ' ' || (r >= 9 && r <= 13);
    return r == 0xA0 || r == 0x1680 || (r >= 0x2000 && r <= 0x200A) || r == 0x2028 || r == 0x2029 ||
           r == 0x202F || r == 0x205F || r == 0x3000 || r == 0xFEFF;
}

Str utf8_clean(Arena *a, Str s)
{
    if (str_starts(s, STR("\xEF\xBB\xBF"))) s = str_from(s, 3);
    size_t good = utf8_valid_prefix(s);
    if (good == s.len) return s;
    AUTO(Buf) out = {.max = s.len * 3 + 1};
    buf_put(&out, str_sub(s, 0, good));
    for (size_t i = good; i < s.len;) {
        size_t run = utf8_valid_prefix(str_from(s, i));
        buf_put(&out, str_sub(s, i, i + run));
        i += run;
        if (i >= s.len) break;
        buf_put_rune(&out, RUNE_BAD);
        i += utf8_decode(s, i).len;
    }
    CHECK(!out.bad);
    return arena_str(a, buf_str(&out));
}
