// Properties of codec.c on any bytes.
#include "base/arena.h"
#include "base/codec.h"
#include "base/test.h"
#include "base/utf.h"

// Reading UTF-8 gives well-formed UTF-16; writing that gives well-formed UTF-8 that reads the same.
FUZZ(codec_utf8)
{
    AUTO(Arena) a = {};
    uint16_t *units = ARENA_ARRAY(&a, uint16_t, input.len + 1);
    Utf16 text = {units, utf8_read_units(input, units, input.len)};
    size_t len = utf16_utf8_len(text);
    MutSpan bytes = {ARENA_ARRAY(&a, uint8_t, len + 1), len};
    Written w = utf16_write_utf8(text, bytes);
    CHECK(w.bytes == len && w.read == text.len);
    CHECK(utf8_valid_prefix((Str){(char *)bytes.ptr, len}) == len);
    uint16_t *again = ARENA_ARRAY(&a, uint16_t, len + 1);
    size_t count = utf8_read_units((Span){bytes.ptr, len}, again, len);
    CHECK(count == text.len && (!count || memcmp(again, units, count * 2) == 0));
    if (utf8_valid_prefix(str_of(input)) == input.len) CHECK(len == input.len);
}

// Any code units, any room: no writer passes the end, and a shorter room gives a prefix.
FUZZ(codec_units)
{
    AUTO(Arena) a = {};
    size_t count = input.len / 2;
    uint16_t *units = ARENA_ARRAY(&a, uint16_t, count + 1);
    if (count) memcpy(units, input.ptr, count * 2);
    Utf16 text = {units, count};
    size_t room = count ? input.len % (count * 3 + 1) : 0;
    MutSpan some = {ARENA_ARRAY(&a, uint8_t, room + 1), room};
    MutSpan all = {ARENA_ARRAY(&a, uint8_t, count * 3 + 1), count * 3};
    Written part = utf16_write_utf8(text, some), whole = utf16_write_utf8(text, all);
    CHECK(part.bytes <= room && whole.read == count && whole.bytes == utf16_utf8_len(text));
    CHECK(!part.bytes || memcmp(some.ptr, all.ptr, part.bytes) == 0);
    size_t (*const writers[])(Utf16, MutSpan) = {utf16_write_latin1, utf16_write_le, utf16_write_hex, utf16_write_base64};
    for (size_t i = 0; i < COUNT_OF(writers); i++) {
        size_t n = ELEM(writers, i)(text, some), m = ELEM(writers, i)(text, all);
        CHECK(n <= room && m <= all.len && n <= m);
        CHECK(!n || memcmp(some.ptr, all.ptr, n) == 0);
    }
}

// The first byte is the needle's length: both searches agree with a plain comparison at what they return.
FUZZ(codec_find)
{
    if (input.len < 2) return;
    size_t len = AT(input, 0) % 8 + 1;
    Span needle = span_sub(input, 1, 1 + len), hay = span_sub(input, 1 + len, input.len);
    for (size_t step = 1; step <= 2; step++) {
        size_t first = span_find(hay, needle, 0, step), last = span_find_last(hay, needle, hay.len, step);
        CHECK((first == STR_NONE) == (last == STR_NONE));
        if (first == STR_NONE) continue;
        CHECK(first <= last && first % step == 0 && last % step == 0);
        CHECK(str_eq(str_of(span_sub(hay, first, first + needle.len)), str_of(needle)));
        CHECK(str_eq(str_of(span_sub(hay, last, last + needle.len)), str_of(needle)));
    }
}
