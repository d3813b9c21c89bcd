// base_test.c - the ground floor: slices, readers, buffers, maps, handles, paths, UTF.
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/err.h"
#include "base/handle.h"
#include "base/map.h"
#include "base/num.h"
#include "base/path.h"
#include "base/reader.h"
#include "base/test.h"
#include "base/utf.h"
#include "base/vec.h"

TEST(reader_refuses_to_pass_the_end)
{
    Reader r = {.src = SPAN("\x01\x02\x03")};
    CHECK(rd_uint_be(&r, 2) == 0x0102);
    CHECK(rd_uint_be(&r, 2) == 0);  // one byte left: refuse, never read past
    CHECK(r.bad && rd_uint_be(&r, 1) == 0);
}

TEST(str_sub_clamps_any_pair_of_numbers)
{
    Str s = STR("hello");
    CHECK(str_eq(str_sub(s, 1, 3), STR("el")));
    CHECK(str_sub(s, 4, 2).len == 0 && str_sub(s, 9, 99).len == 0);
    CHECK(str_find(s, STR("lo")) == 3 && str_find(s, STR("x")) == STR_NONE);
    CHECK(str_find_from(s, STR("l"), 3) == 3 && str_find_last_char(s, 'l') == 3);
    CHECK(str_eq(str_trim(STR(" \t a b\n")), STR("a b")));
    CHECK(str_eq_nocase(STR("HoSt"), STR("hOsT")) && str_cmp(STR("a"), STR("ab")) < 0);
}

TEST(str_skip_ends_where_the_run_does)
{
    Str spaces = STR("                         ");  // 25: three steps of eight and one byte
    for (size_t len = 0; len <= spaces.len; len++) {
        for (size_t from = 0; from <= len; from++) CHECK(str_skip(str_sub(spaces, 0, len), from, ' ') == len);
    }
    Str mixed = STR("  x          \t     \xE2 ");
    CHECK(str_skip(mixed, 0, ' ') == 2 && str_skip(mixed, 2, ' ') == 2 && str_skip(mixed, 3, ' ') == 13);
    CHECK(str_skip(mixed, 14, ' ') == 19 && str_skip(mixed, 19, '\xE2') == 20 && str_skip((Str){}, 0, ' ') == 0);
}

TEST(str_to_u64_refuses_overflow_and_text)
{
    uint64_t v = 7;
    CHECK(str_to_u64(STR("18446744073709551615"), &v) && v == UINT64_MAX);
    CHECK(!str_to_u64(STR("18446744073709551616"), &v) && !str_to_u64(STR(""), &v) && !str_to_u64(STR("-1"), &v));
}

TEST(buf_keeps_its_limit_and_stays_bad)
{
    AUTO(Buf) b = {.max = 5};
    CHECK(!buf_append_str(&b, STR("abc")).code);
    CHECK(buf_append_str(&b, STR("def")).code == ERR_TOO_BIG && b.len == 3);
    buf_put(&b, STR("toolong"));
    buf_put(&b, STR("x"));
    CHECK(b.bad && str_eq(buf_str(&b), STR("abc")));
    buf_consume(&b, 2);
    CHECK(str_eq(buf_str(&b), STR("c")));
}

TEST(buf_puts_texts_of_every_length)
{
    Str alphabet = STR("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN");
    AUTO(Buf) b = {};
    for (size_t len = 0; len <= alphabet.len; len++) {
        size_t before = b.len;
        buf_put(&b, str_from(alphabet, alphabet.len - len));
        CHECK(str_eq(str_from(buf_str(&b), before), str_from(alphabet, alphabet.len - len)));
    }
}

TEST(map_keeps_order_and_finds_all)
{
    AUTO(Map) m = {};
    AUTO(Arena) a = {};
    for (uint32_t i = 0; i < 1000; i++) {
        bool added;
        *map_put(&m, arena_fmt(&a, "key%u", i), &added) = i;
        CHECK(added);
    }
    for (uint32_t i = 0; i < 1000; i++) {
        CHECK(*map_find(&m, arena_fmt(&a, "key%u", i)) == i);
        CHECK(ITEM(m, i).value == i);
    }
    CHECK(!map_find(&m, STR("absent")));
}

TEST(stale_or_wrong_kind_handle_is_null)
{
    AUTO(HandleTable) t = {};
    int a = 1, b = 2;
    Handle ha = handle_put(&t, &a, KIND_PIPE, NULL);
    CHECK(handle_get(&t, ha, KIND_PIPE) == &a && !handle_get(&t, ha, KIND_FILE));
    CHECK(handle_take(&t, ha, KIND_PIPE) == &a && !handle_get(&t, ha, KIND_PIPE));
    Handle hb = handle_put(&t, &b, KIND_PIPE, NULL);
    CHECK(hb.slot == ha.slot && hb.gen != ha.gen);
    CHECK(!handle_get(&t, ha, KIND_PIPE) && handle_get(&t, hb, KIND_PIPE) == &b);
    CHECK(!handle_get(&t, (Handle){}, KIND_PIPE) && handle_live(&t) == 1);
}

TEST(numbers_convert_only_when_exact)
{
    int32_t i;
    uint32_t u;
    int64_t l;
    CHECK(i32_from_f64(-5, &i) && i == -5);
    CHECK(!i32_from_f64(1e300, &i) && !i32_from_f64(0.0 / 0.0, &i) && !i32_from_f64(1.5, &i));
    CHECK(u32_from_f64(4294967295.0, &u) && u == UINT32_MAX && !u32_from_f64(-1, &u));
    CHECK(i64_from_f64(9007199254740991.0, &l) && !i64_from_f64(9007199254740992.0, &l));
}

TEST(paths_normalize_as_node_does)
{
    AUTO(Arena) a = {};
    CHECK(str_eq(path_normalize(&a, STR("/a/../../b//c/.")), STR("/b/c")));
    CHECK(str_eq(path_normalize(&a, STR("../x/./y/..")), STR("../x")));
    CHECK(str_eq(path_normalize(&a, STR("")), STR(".")) && str_eq(path_normalize(&a, STR("a/")), STR("a/")));
    CHECK(str_eq(path_join(&a, STR("/a/b"), STR("../c")), STR("/a/c")));
    CHECK(str_eq(path_dirname(STR("/a/b/")), STR("/a")) && str_eq(path_dirname(STR("x")), STR(".")));
    CHECK(str_eq(path_dirname(STR("/x")), STR("/")) && str_eq(path_basename(STR("/")), STR("/")));
    CHECK(str_eq(path_ext(STR("/a.b/c.d.ts")), STR(".ts")) && path_ext(STR(".bashrc")).len == 0);
}

static Str roundtrip(Arena *a, Str s)
{
    uint32_t n = utf8_to_utf16_len(s);
    uint16_t *units = ARENA_ARRAY(a, uint16_t, n);
    CHECK(utf8_to_utf16(s, units, n) == n);
    AUTO(Buf) out = {};
    utf16_to_utf8(units, n, &out);
    return arena_str(a, buf_str(&out));
}

TEST(utf8_replaces_each_maximal_subpart)
{
    AUTO(Arena) a = {};
    CHECK(str_eq(roundtrip(&a, STR("h\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80")), STR("h\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80")));
    CHECK(str_eq(roundtrip(&a, STR("\xF0\x9F\x98z\xFF")), STR("\xEF\xBF\xBDz\xEF\xBF\xBD")));
    CHECK(str_eq(roundtrip(&a, STR("\xED\xA0\x80")), STR("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD")));
    CHECK(utf8_valid_prefix(STR("abcdefghij\xC0\x80")) == 10 && utf8_is_ascii(STR("abcdefghijk")));
}

TEST(lone_surrogates_become_replacement_characters)
{
    AUTO(Buf) out = {};
    uint16_t units[] = {0xD800, 'x', 0xDC00};
    utf16_to_utf8(units, 3, &out);
    CHECK(str_eq(buf_str(&out), STR("\xEF\xBF\xBDx\xEF\xBF\xBD")));
}

TEST(diag_counts_lines_of_every_terminator)
{
    LineCol at = diag_locate(STR("a\r\nb\xE2\x80\xA8" "c\xF0\x9F\x98\x80" "d"), 12);
    CHECK(at.line == 3 && at.column == 4 && str_eq(at.text, STR("c\xF0\x9F\x98\x80" "d")));
    AUTO(Buf) out = {};
    diag_frame(&out, STR("one\ntwo\nthree four\n"), 3, 7, false);
    CHECK(str_eq(buf_str(&out), STR("1 | one\n2 | two\n3 | three four\n          ^\n")));
}

TEST(vectors_stop_at_their_limit)
{
    VEC(int) v = {.max = 3};
    CHECK(VEC_PUSH(&v, 1) && VEC_PUSH(&v, 2) && VEC_PUSH(&v, 3) && !VEC_PUSH(&v, 4));
    CHECK(v.count == 3 && ITEM(v, 2) == 3);
    VEC_FREE(&v);
}

TEST(errors_have_names_classes_and_texts)
{
    CHECK(str_eq(str_c(err_name(ERR_TOO_BIG)), STR("ERR_TOO_BIG")) && err_class(ERR_TOO_BIG) == ERR_CLASS_RANGE);
    CHECK(str_eq(str_c(err_name(-2)), STR("ENOENT")) && err_node_code(-2) == NULL);
    CHECK(str_eq(str_c(err_node_code(ERR_BAD_URL)), STR("ERR_INVALID_URL")));
}

TEST(arena_blocks_of_every_size_are_zeroed_and_apart)
{
    static const size_t sizes[] = {16, 5000, (size_t)600 << 10, 48, (size_t)3 << 20, 16, (size_t)2 << 20, (size_t)9 << 20, 32};
    struct { char *items[COUNT_OF(sizes)]; } kept = {};
    AUTO(Arena) a = {};
    AUTO(Buf) text = {};
    buf_put(&text, STR("adopted"));
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        Str block = {arena_alloc(&a, ELEM(sizes, i), 1), ELEM(sizes, i)};
        CHECK(str_at(block, 0) == 0 && str_at(block, block.len - 1) == 0);
        ELEM(kept.items, i) = memset((void *)(size_t)block.ptr, (int)(i + 1), block.len);
        if (i != 2) continue;
        arena_adopt(&a, text.ptr);
        text = (Buf){};
    }
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        Str block = {ELEM(kept.items, i), ELEM(sizes, i)};
        CHECK(str_at(block, 0) == (char)(i + 1) && str_at(block, block.len - 1) == (char)(i + 1));
    }
    arena_reset(&a);
    Str again = {arena_alloc(&a, 64, 1), 64};
    CHECK(str_at(again, 0) == 0 && str_at(again, 63) == 0);
}
