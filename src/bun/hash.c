// hash.c - the non-cryptographic hashes behind Bun.hash, from their published descriptions.
//
// All read little-endian words. Test vectors are in hash_test.c. Cost: one pass, no allocation.
#include "bun/hash.h"

#include "bun/hash_read.h"

static uint32_t rotl32(uint32_t x, unsigned n) { return x << n | x >> (32 - n); }
static uint64_t rotl64(uint64_t x, unsigned n) { return x << n | x >> (64 - n); }

static void multiply(uint64_t *a, uint64_t *b)
{
    unsigned __int128 product = (unsigned __int128)*a * *b;
    *a = (uint64_t)product;
    *b = (uint64_t)(product >> 64);
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    multiply(&a, &b);
    return a ^ b;
}

// --- wyhash, final version 4 --------------------------------------------------------------------------

static const uint64_t wy_secret[4] = {0xa0761d6478bd642fu, 0xe7037ed1a0b428dbu, 0x8ebc6af09c88c6e3u, 0x589965cc75374cc3u};

static void wy_short(Span s, uint64_t *a, uint64_t *b)
{
    if (s.len >= 4) {
        size_t end = s.len - 4, quarter = s.len >> 3 << 2;
        *a = (uint64_t)read32(s, 0) << 32 | read32(s, quarter);
        *b = (uint64_t)read32(s, end) << 32 | read32(s, end - quarter);
    } else if (s.len) {
        *a = (uint64_t)AT(s, 0) << 16 | (uint64_t)AT(s, s.len >> 1) << 8 | AT(s, s.len - 1);
    }
}

uint64_t hash_wyhash(Span s, uint64_t seed)
{
    uint64_t first = seed ^ mix(seed ^ wy_secret[0], wy_secret[1]), second = first, third = first;
    uint64_t a = 0, b = 0;
    size_t i = 0;
    if (s.len <= 16) {
        wy_short(s, &a, &b);
    } else {
        for (; i + 48 < s.len; i += 48) {
            first = mix(read64(s, i) ^ wy_secret[1], read64(s, i + 8) ^ first);
            second = mix(read64(s, i + 16) ^ wy_secret[2], read64(s, i + 24) ^ second);
            third = mix(read64(s, i + 32) ^ wy_secret[3], read64(s, i + 40) ^ third);
        }
        if (i) first ^= second ^ third;
        for (; i + 16 < s.len; i += 16) first = mix(read64(s, i) ^ wy_secret[1], read64(s, i + 8) ^ first);
        a = read64(s, s.len - 16);
        b = read64(s, s.len - 8);
    }
    a ^= wy_secret[1];
    b ^= first;
    multiply(&a, &b);
    return mix(a ^ wy_secret[0] ^ s.len, b ^ wy_secret[1]);
}

// --- checksums ----------------------------------------------------------------------------------------

uint32_t hash_adler32(Span s)
{
    uint32_t a = 1, b = 0;
    for (size_t i = 0; i < s.len;) {
        size_t end = size_min(s.len, i + 5552);  // the sums cannot overflow before
        for (; i < end; i++) {
            a += AT(s, i);
            b += a;
        }
        a %= 65521;
        b %= 65521;
    }
    return b << 16 | a;
}

// Polynomial 0xEDB88320, four bits at a time; `seed` continues an earlier checksum as zlib does.
uint32_t hash_crc32(Span s, uint32_t seed)
{
    uint32_t table[16];
    for (uint32_t i = 0; i < 16; i++) {
        uint32_t c = i;
        for (int bit = 0; bit < 4; bit++) c = c & 1 ? 0xEDB88320u ^ c >> 1 : c >> 1;
        ELEM(table, i) = c;
    }
    uint32_t crc = ~seed;
    for (size_t i = 0; i < s.len; i++) {
        crc ^= AT(s, i);
        crc = crc >> 4 ^ ELEM(table, crc & 15);
        crc = crc >> 4 ^ ELEM(table, crc & 15);
    }
    return ~crc;
}

// --- xxHash -------------------------------------------------------------------------------------------

#define XX32_1 0x9E3779B1u
#define XX32_2 0x85EBCA77u
#define XX32_3 0xC2B2AE3Du
#define XX32_4 0x27D4EB2Fu
#define XX32_5 0x165667B1u
#define XX64_1 0x9E3779B185EBCA87u
#define XX64_2 0xC2B2AE3D27D4EB4Fu
#define XX64_3 0x165667B19E3779F9u
#define XX64_4 0x85EBCA77C2B2AE63u
#define XX64_5 0x27D4EB2F165667C5u

static uint32_t xx32_round(uint32_t lane, uint32_t input) { return rotl32(lane + input * XX32_2, 13) * XX32_1; }

uint32_t hash_xxhash32(Span s, uint32_t seed)
{
    size_t i = 0;
    uint32_t h = seed + XX32_5;
    if (s.len >= 16) {
        uint32_t a = seed + XX32_1 + XX32_2, b = seed + XX32_2, c = seed, d = seed - XX32_1;
        for (; i + 16 <= s.len; i += 16) {
            a = xx32_round(a, read32(s, i));
            b = xx32_round(b, read32(s, i + 4));
            c = xx32_round(c, read32(s, i + 8));
            d = xx32_round(d, read32(s, i + 12));
        }
        h = rotl32(a, 1) + rotl32(b, 7) + rotl32(c, 12) + rotl32(d, 18);
    }
    h += (uint32_t)s.len;
    for (; i + 4 <= s.len; i += 4) h = rotl32(h + read32(s, i) * XX32_3, 17) * XX32_4;
    for (; i < s.len; i++) h = rotl32(h + AT(s, i) * XX32_5, 11) * XX32_1;
    h = (h ^ h >> 15) * XX32_2;
    h = (h ^ h >> 13) * XX32_3;
    return h ^ h >> 16;
}

static uint64_t xx64_round(uint64_t lane, uint64_t input) { return rotl64(lane + input * XX64_2, 31) * XX64_1; }
static uint64_t xx64_merge(uint64_t h, uint64_t lane) { return (h ^ xx64_round(0, lane)) * XX64_1 + XX64_4; }

static uint64_t xx64_lanes(Span s, uint64_t seed, size_t *i)
{
    uint64_t a = seed + XX64_1 + XX64_2, b = seed + XX64_2, c = seed, d = seed - XX64_1;
    for (; *i + 32 <= s.len; *i += 32) {
        a = xx64_round(a, read64(s, *i));
        b = xx64_round(b, read64(s, *i + 8));
        c = xx64_round(c, read64(s, *i + 16));
        d = xx64_round(d, read64(s, *i + 24));
    }
    uint64_t h = rotl64(a, 1) + rotl64(b, 7) + rotl64(c, 12) + rotl64(d, 18);
    return xx64_merge(xx64_merge(xx64_merge(xx64_merge(h, a), b), c), d);
}

uint64_t hash_xxhash64(Span s, uint64_t seed)
{
    size_t i = 0;
    uint64_t h = s.len >= 32 ? xx64_lanes(s, seed, &i) : seed + XX64_5;
    h += s.len;
    for (; i + 8 <= s.len; i += 8) h = rotl64(h ^ xx64_round(0, read64(s, i)), 27) * XX64_1 + XX64_4;
    if (i + 4 <= s.len) {
        h = rotl64(h ^ read32(s, i) * XX64_1, 23) * XX64_2 + XX64_3;
        i += 4;
    }
    for (; i < s.len; i++) h = rotl64(h ^ AT(s, i) * XX64_5, 11) * XX64_1;
    h = (h ^ h >> 33) * XX64_2;
    h = (h ^ h >> 29) * XX64_3;
    return h ^ h >> 32;
}

// --- MurmurHash ---------------------------------------------------------------------------------------

#define MURMUR2 0x5bd1e995u

// The bytes from `i` to the end as a little-endian number.
static uint64_t tail_of(Span s, size_t i)
{
    uint64_t value = 0;
    for (size_t at = s.len; at > i; at--) value = value << 8 | AT(s, at - 1);
    return value;
}

uint32_t hash_murmur32v2(Span s, uint32_t seed)
{
    uint32_t h = seed ^ (uint32_t)s.len;
    size_t i = 0;
    for (; i + 4 <= s.len; i += 4) {
        uint32_t k = read32(s, i) * MURMUR2;
        k = (k ^ k >> 24) * MURMUR2;
        h = h * MURMUR2 ^ k;
    }
    if (i < s.len) h = (h ^ (uint32_t)tail_of(s, i)) * MURMUR2;
    h = (h ^ h >> 13) * MURMUR2;
    return h ^ h >> 15;
}

uint32_t hash_murmur32v3(Span s, uint32_t seed)
{
    uint32_t h = seed;
    size_t i = 0;
    for (; i + 4 <= s.len; i += 4) {
        h ^= rotl32(read32(s, i) * 0xcc9e2d51u, 15) * 0x1b873593u;
        h = rotl32(h, 13) * 5 + 0xe6546b64u;
    }
    if (i < s.len) h ^= rotl32((uint32_t)tail_of(s, i) * 0xcc9e2d51u, 15) * 0x1b873593u;
    h ^= (uint32_t)s.len;
    h = (h ^ h >> 16) * 0x85ebca6bu;
    h = (h ^ h >> 13) * 0xc2b2ae35u;
    return h ^ h >> 16;
}

uint64_t hash_murmur64v2(Span s, uint64_t seed)
{
    const uint64_t m = 0xc6a4a7935bd1e995u;
    uint64_t h = seed ^ s.len * m;
    size_t i = 0;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t k = read64(s, i) * m;
        h = (h ^ (k ^ k >> 47) * m) * m;
    }
    if (i < s.len) h = (h ^ tail_of(s, i)) * m;
    h = (h ^ h >> 47) * m;
    return h ^ h >> 47;
}

// --- rapidhash ----------------------------------------------------------------------------------------

static const uint64_t rapid_secret[3] = {0x2d358dccaa6c78a5u, 0x8bb84b93962eacc9u, 0x4b33a62ed433d4a3u};

static void rapid_short(Span s, uint64_t *a, uint64_t *b)
{
    if (s.len >= 4) {
        size_t last = s.len - 4, delta = (s.len & 24) >> (s.len >> 3);
        *a = (uint64_t)read32(s, 0) << 32 | read32(s, last);
        *b = (uint64_t)read32(s, delta) << 32 | read32(s, last - delta);
    } else if (s.len) {
        *a = (uint64_t)AT(s, 0) << 56 | (uint64_t)AT(s, s.len >> 1) << 32 | AT(s, s.len - 1);
    }
}

uint64_t hash_rapidhash(Span s, uint64_t seed)
{
    seed ^= mix(seed ^ rapid_secret[0], rapid_secret[1]) ^ s.len;
    uint64_t a = 0, b = 0;
    size_t i = 0;
    if (s.len <= 16) {
        rapid_short(s, &a, &b);
    } else {
        uint64_t second = seed, third = seed;
        // Entered above 48 bytes only, but then run down to less than 48.
        for (; s.len > 48 && s.len - i >= 48; i += 48) {
            seed = mix(read64(s, i) ^ rapid_secret[0], read64(s, i + 8) ^ seed);
            second = mix(read64(s, i + 16) ^ rapid_secret[1], read64(s, i + 24) ^ second);
            third = mix(read64(s, i + 32) ^ rapid_secret[2], read64(s, i + 40) ^ third);
        }
        if (i) seed ^= second ^ third;
        if (s.len - i > 16) seed = mix(read64(s, i) ^ rapid_secret[2], read64(s, i + 8) ^ seed ^ rapid_secret[1]);
        if (s.len - i > 32) seed = mix(read64(s, i + 16) ^ rapid_secret[2], read64(s, i + 24) ^ seed);
        a = read64(s, s.len - 16);
        b = read64(s, s.len - 8);
    }
    a ^= rapid_secret[1];
    b ^= seed;
    multiply(&a, &b);
    return mix(a ^ rapid_secret[0] ^ s.len, b ^ rapid_secret[1]);
}
