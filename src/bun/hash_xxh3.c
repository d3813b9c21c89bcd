// hash_xxh3.c - XXH3, 64 bits, from its published specification.
//
// With a seed, long inputs use a secret derived from it; short ones mix it in.
#include "bun/hash.h"
#include "bun/hash_read.h"

#define P32_1 0x9E3779B1u
#define P32_2 0x85EBCA77u
#define P32_3 0xC2B2AE3Du
#define P64_1 0x9E3779B185EBCA87u
#define P64_2 0xC2B2AE3D27D4EB4Fu
#define P64_3 0x165667B19E3779F9u
#define P64_4 0x85EBCA77C2B2AE63u
#define P64_5 0x27D4EB2F165667C5u
#define SECRET_LEN 192
#define STRIPE 64

static const uint8_t default_secret[SECRET_LEN] = {
    0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c,
    0xde, 0xd4, 0x6d, 0xe9, 0x83, 0x90, 0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f,
    0xcb, 0x79, 0xe6, 0x4e, 0xcc, 0xc0, 0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d, 0xcc, 0xff, 0x72, 0x21,
    0xb8, 0x08, 0x46, 0x74, 0xf7, 0x43, 0x24, 0x8e, 0xe0, 0x35, 0x90, 0xe6, 0x81, 0x3a, 0x26, 0x4c,
    0x3c, 0x28, 0x52, 0xbb, 0x91, 0xc3, 0x00, 0xcb, 0x88, 0xd0, 0x65, 0x8b, 0x1b, 0x53, 0x2e, 0xa3,
    0x71, 0x64, 0x48, 0x97, 0xa2, 0x0d, 0xf9, 0x4e, 0x38, 0x19, 0xef, 0x46, 0xa9, 0xde, 0xac, 0xd8,
    0xa8, 0xfa, 0x76, 0x3f, 0xe3, 0x9c, 0x34, 0x3f, 0xf9, 0xdc, 0xbb, 0xc7, 0xc7, 0x0b, 0x4f, 0x1d,
    0x8a, 0x51, 0xe0, 0x4b, 0xcd, 0xb4, 0x59, 0x31, 0xc8, 0x9f, 0x7e, 0xc9, 0xd9, 0x78, 0x73, 0x64,
    0xea, 0xc5, 0xac, 0x83, 0x34, 0xd3, 0xeb, 0xc3, 0xc5, 0x81, 0xa0, 0xff, 0xfa, 0x13, 0x63, 0xeb,
    0x17, 0x0d, 0xdd, 0x51, 0xb7, 0xf0, 0xda, 0x49, 0xd3, 0x16, 0x55, 0x26, 0x29, 0xd4, 0x68, 0x9e,
    0x2b, 0x16, 0xbe, 0x58, 0x7d, 0x47, 0xa1, 0xfc, 0x8f, 0xf8, 0xb8, 0xd1, 0x7a, 0xd0, 0x31, 0xce,
    0x45, 0xcb, 0x3a, 0x8f, 0x95, 0x16, 0x04, 0x28, 0xaf, 0xd7, 0xfb, 0xca, 0xbb, 0x4b, 0x40, 0x7e,
};

typedef struct Lanes {
    uint64_t at[8];
} Lanes;

static uint64_t rotl64(uint64_t x, unsigned n) { return x << n | x >> (64 - n); }

static uint64_t fold(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t avalanche(uint64_t h)
{
    h = (h ^ h >> 37) * 0x165667919E3779F9u;
    return h ^ h >> 32;
}

static uint64_t avalanche64(uint64_t h)
{
    h = (h ^ h >> 33) * P64_2;
    h = (h ^ h >> 29) * P64_3;
    return h ^ h >> 32;
}

static uint64_t short_hash(Span s, Span k, uint64_t seed)
{
    size_t n = s.len;
    if (!n) return avalanche64(seed ^ read64(k, 56) ^ read64(k, 64));
    if (n <= 3) {
        uint32_t word = (uint32_t)AT(s, 0) << 16 | (uint32_t)AT(s, n >> 1) << 24 | AT(s, n - 1) | (uint32_t)n << 8;
        return avalanche64(word ^ ((read32(k, 0) ^ read32(k, 4)) + seed));
    }
    if (n <= 8) {
        seed ^= (uint64_t)__builtin_bswap32((uint32_t)seed) << 32;
        uint64_t word = read32(s, n - 4) + ((uint64_t)read32(s, 0) << 32);
        uint64_t h = word ^ ((read64(k, 8) ^ read64(k, 16)) - seed);
        h ^= rotl64(h, 49) ^ rotl64(h, 24);
        h *= 0x9FB21C651E98DF25u;
        h ^= (h >> 35) + n;
        h *= 0x9FB21C651E98DF25u;
        return h ^ h >> 28;
    }
    uint64_t low = read64(s, 0) ^ ((read64(k, 24) ^ read64(k, 32)) + seed);
    uint64_t high = read64(s, n - 8) ^ ((read64(k, 40) ^ read64(k, 48)) - seed);
    return avalanche(n + __builtin_bswap64(low) + high + fold(low, high));
}

static uint64_t mix_16(Span s, size_t at, Span k, size_t key, uint64_t seed)
{
    return fold(read64(s, at) ^ (read64(k, key) + seed), read64(s, at + 8) ^ (read64(k, key + 8) - seed));
}

static uint64_t middle_hash(Span s, Span k, uint64_t seed)
{
    size_t n = s.len;
    uint64_t acc = n * P64_1;
    if (n <= 128) {
        for (size_t i = (n - 1) / 32 + 1; i > 0; i--) {
            acc += mix_16(s, 16 * (i - 1), k, 32 * (i - 1), seed);
            acc += mix_16(s, n - 16 * i, k, 32 * (i - 1) + 16, seed);
        }
        return avalanche(acc);
    }
    for (size_t i = 0; i < 8; i++) acc += mix_16(s, 16 * i, k, 16 * i, seed);
    acc = avalanche(acc);
    for (size_t i = 8; i < n / 16; i++) acc += mix_16(s, 16 * i, k, 16 * (i - 8) + 3, seed);
    return avalanche(acc + mix_16(s, n - 16, k, 136 - 17, seed));
}

static void accumulate(Lanes *acc, Span s, size_t at, Span k, size_t key)
{
    for (size_t i = 0; i < 8; i++) {
        uint64_t value = read64(s, at + 8 * i), mixed = value ^ read64(k, key + 8 * i);
        ELEM(acc->at, i ^ 1) += value;
        ELEM(acc->at, i) += (mixed & 0xFFFFFFFFu) * (mixed >> 32);
    }
}

static void scramble(Lanes *acc, Span k)
{
    for (size_t i = 0; i < 8; i++) {
        uint64_t lane = ELEM(acc->at, i);
        ELEM(acc->at, i) = (lane ^ lane >> 47 ^ read64(k, SECRET_LEN - STRIPE + 8 * i)) * P32_1;
    }
}

static uint64_t long_hash(Span s, Span k)
{
    Lanes acc = {{P32_3, P64_1, P64_2, P64_3, P64_4, P32_2, P64_5, P32_1}};
    const size_t stripes = (SECRET_LEN - STRIPE) / 8, block = STRIPE * stripes;
    size_t blocks = (s.len - 1) / block;
    for (size_t b = 0; b < blocks; b++) {
        for (size_t i = 0; i < stripes; i++) accumulate(&acc, s, b * block + i * STRIPE, k, i * 8);
        scramble(&acc, k);
    }
    size_t rest = (s.len - 1 - block * blocks) / STRIPE;
    for (size_t i = 0; i < rest; i++) accumulate(&acc, s, blocks * block + i * STRIPE, k, i * 8);
    accumulate(&acc, s, s.len - STRIPE, k, SECRET_LEN - STRIPE - 7);
    uint64_t h = s.len * P64_1;
    for (size_t i = 0; i < 4; i++) {
        h += fold(ELEM(acc.at, 2 * i) ^ read64(k, 11 + 16 * i), ELEM(acc.at, 2 * i + 1) ^ read64(k, 19 + 16 * i));
    }
    return avalanche(h);
}

uint64_t hash_xxhash3(Span s, uint64_t seed)
{
    Span k = {default_secret, SECRET_LEN};
    if (s.len <= 16) return short_hash(s, k, seed);
    if (s.len <= 240) return middle_hash(s, k, seed);
    uint8_t own[SECRET_LEN];
    for (size_t i = 0; i < SECRET_LEN; i += 16) {
        uint64_t pair[2] = {read64(k, i) + seed, read64(k, i + 8) - seed};
        memcpy(&ELEM(own, i), pair, sizeof pair);
    }
    return long_hash(s, seed ? (Span){own, SECRET_LEN} : k);
}
