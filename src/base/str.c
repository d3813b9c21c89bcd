// str.c - searching and comparing borrowed byte strings.
#include "base/str.h"

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool str_eq_nocase(Str a, Str b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(str_at(a, i)) != lower(str_at(b, i))) return false;
    return true;
}

int str_cmp(Str a, Str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.ptr, b.ptr, common) : 0;
    if (order) return order;
    return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

size_t str_find_from(Str s, Str needle, size_t from)
{
    if (from > s.len) return STR_NONE;
    if (needle.len == 0) return from;
    Str rest = str_from(s, from);
    KNOW(!rest.len || rest.ptr);
    const char *hit = rest.len ? memmem(rest.ptr, rest.len, needle.ptr, needle.len) : NULL;
    return hit ? (size_t)(hit - s.ptr) : STR_NONE;
}

size_t str_find(Str s, Str needle) { return str_find_from(s, needle, 0); }

size_t str_find_char(Str s, char c)
{
    const char *hit = s.len ? memchr(s.ptr, c, s.len) : NULL;
    return hit ? (size_t)(hit - s.ptr) : STR_NONE;
}

size_t str_find_last_char(Str s, char c)
{
    const char *hit = s.len ? memrchr(s.ptr, c, s.len) : NULL;
    return hit ? (size_t)(hit - s.ptr) : STR_NONE;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

Str str_trim(Str s)
{
    size_t from = 0, to = s.len;
    while (from < to && is_space(str_at(s, from))) from++;
    while (to > from && is_space(str_at(s, to - 1))) to--;
    return str_sub(s, from, to);
}

bool str_to_u64(Str s, uint64_t *out)
{
    uint64_t value = 0;
    if (s.len == 0) return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = str_at(s, i);
        if (c < '0' || c > '9') return false;
        if (__builtin_mul_overflow(value, 10u, &value)) return false;
        if (__builtin_add_overflow(value, (uint64_t)(c - '0'), &value)) return false;
    }
    *out = value;
    return true;
}

// Multiply-mix over 8-byte words; quality is enough for linear probing at load factor 1/2.
// Not keyed: maps that attackers can fill have a cap on their entries.
uint64_t str_hash(Str s)
{
    uint64_t h = 0x9E3779B97F4A7C15u ^ s.len;
    size_t i = 0;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t word;
        memcpy(&word, str_sub(s, i, i + 8).ptr, 8);
        h = (h ^ word) * 0xD6E8FEB86659FD93u;
        h ^= h >> 32;
    }
    uint64_t tail = 0;
    Str rest = str_from(s, i);
    KNOW(!rest.len || rest.ptr);
    if (rest.len) memcpy(&tail, rest.ptr, rest.len);
    h = (h ^ tail) * 0xD6E8FEB86659FD93u;
    return h ^ h >> 29;
}
