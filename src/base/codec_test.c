// Tests of codec.c.
#include "base/arena.h"
#include "base/codec.h"
#include "base/test.h"
#include "base/utf.h"

static Utf16 units_of(Arena *a, const char *text)
{
    Str s = str_c(text);
    uint16_t *units = ARENA_ARRAY(a, uint16_t, s.len + 1);
    return (Utf16){units, utf8_read_units(span_of(s), units, s.len)};
}

static bool holds(MutSpan out, size_t len, const char *want)
{
    return str_eq(str_sub((Str){(const char *)out.ptr, out.len}, 0, len), str_c(want));
}

TEST(codec_utf8_write_stores_whole_characters_only)
{
    AUTO(Arena) a = {};
    uint8_t room[4] = {};
    Utf16 text = units_of(&a, "ab\xE2\x82\xAC");
    Written w = utf16_write_utf8(text, (MutSpan){room, 4});
    CHECK(w.read == 2 && w.bytes == 2);
    CHECK(utf16_utf8_len(text) == 5);
}

TEST(codec_lone_surrogates_become_replacement_characters)
{
    uint16_t lone[] = {0xDC00, 0xD800, 'x', 0xD800};
    uint8_t room[16] = {};
    Utf16 text = {lone, COUNT_OF(lone)};
    CHECK(utf16_utf8_len(text) == 10);
    Written w = utf16_write_utf8(text, (MutSpan){room, sizeof room});
    CHECK(w.bytes == 10 && w.read == 4);
    CHECK(holds((MutSpan){room, sizeof room}, 10, "\xEF\xBF\xBD\xEF\xBF\xBDx\xEF\xBF\xBD"));
}

TEST(codec_hex_stops_at_the_first_bad_pair)
{
    AUTO(Arena) a = {};
    uint8_t room[8] = {};
    MutSpan out = {room, sizeof room};
    CHECK(utf16_write_hex(units_of(&a, "6162zz63"), out) == 2 && holds(out, 2, "ab"));
    CHECK(utf16_write_hex(units_of(&a, "616"), out) == 1);
    CHECK(utf16_write_hex(units_of(&a, "61626364"), (MutSpan){room, 1}) == 1);
}

TEST(codec_base64_is_lenient_and_stops_at_padding)
{
    AUTO(Arena) a = {};
    uint8_t room[16] = {};
    MutSpan out = {room, sizeof room};
    CHECK(utf16_write_base64(units_of(&a, "a GV*sbG8"), out) == 5 && holds(out, 5, "hello"));
    CHECK(utf16_write_base64(units_of(&a, "YQ==YQ=="), out) == 1 && holds(out, 1, "a"));
    CHECK(utf16_write_base64(units_of(&a, "-_-_"), out) == 3 && holds(out, 3, "\xFB\xFF\xBF"));
    CHECK(utf16_write_base64(units_of(&a, "YWJj"), (MutSpan){room, 2}) == 2);
}

TEST(codec_reads_malformed_utf8_by_maximal_subparts)
{
    uint16_t units[8];
    size_t n = utf8_read_units(SPAN("a\xF0\x9F\x98!\xC0"), units, COUNT_OF(units));
    CHECK(n == 4 && ELEM(units, 1) == RUNE_BAD && ELEM(units, 2) == '!' && ELEM(units, 3) == RUNE_BAD);
    CHECK(utf8_read_units(SPAN("\xF0\x9F\x98\x80"), units, COUNT_OF(units)) == 2 && ELEM(units, 0) == 0xD83D);
    CHECK(utf8_read_units(SPAN("\xED\xA0\x80z"), units, COUNT_OF(units)) == 4);
}

TEST(codec_finds_forwards_backwards_and_aligned)
{
    Span hay = SPAN("abcabcabc");
    CHECK(span_find(hay, SPAN("bc"), 0, 1) == 1 && span_find(hay, SPAN("bc"), 2, 1) == 4);
    CHECK(span_find(hay, SPAN("bc"), 0, 2) == 4);
    CHECK(span_find(hay, SPAN("x"), 0, 1) == STR_NONE && span_find(hay, SPAN("bc"), 8, 1) == STR_NONE);
    CHECK(span_find_last(hay, SPAN("bc"), 8, 1) == 7 && span_find_last(hay, SPAN("bc"), 6, 1) == 4);
    CHECK(span_find_last(hay, SPAN("bc"), 8, 2) == 4 && span_find_last(hay, SPAN("bc"), 0, 1) == STR_NONE);
    CHECK(span_find(SPAN("a"), SPAN("abc"), 0, 1) == STR_NONE);
}
