// hash_city.c - CityHash 1.1, 32 and 64 bits, from its published description.
#include "bun/hash.h"
#include "bun/hash_read.h"

#define K0 0xc3a5c85c97cb3127u
#define K1 0xb492b66fbe98f273u
#define K2 0x9ae16a3b2f90404fu
#define C1 0xcc9e2d51u
#define C2 0x1b873593u

typedef struct Pair {
    uint64_t first, second;
} Pair;

static uint64_t ror64(uint64_t x, unsigned n) { return x >> n | x << (64 - n); }
static uint32_t ror32(uint32_t x, unsigned n) { return x >> n | x << (32 - n); }
static uint64_t shift_mix(uint64_t x) { return x ^ x >> 47; }

static uint64_t mix_pair(uint64_t u, uint64_t v, uint64_t mul)
{
    uint64_t a = shift_mix((u ^ v) * mul);
    return shift_mix((v ^ a) * mul) * mul;
}
static uint64_t mix_16(uint64_t u, uint64_t v) { return mix_pair(u, v, 0x9ddfea08eb382d69u); }

static uint64_t city_16(Span s)
{
    uint64_t mul = K2 + s.len * 2;
    if (s.len >= 8) {
        uint64_t a = read64(s, 0) + K2, b = read64(s, s.len - 8);
        return mix_pair(ror64(b, 37) * mul + a, (ror64(a, 25) + b) * mul, mul);
    }
    if (s.len >= 4) return mix_pair(s.len + ((uint64_t)read32(s, 0) << 3), read32(s, s.len - 4), mul);
    if (!s.len) return K2;
    uint32_t y = AT(s, 0) + ((uint32_t)AT(s, s.len >> 1) << 8);
    uint32_t z = (uint32_t)s.len + ((uint32_t)AT(s, s.len - 1) << 2);
    return shift_mix(y * K2 ^ z * K0) * K2;
}

static uint64_t city_32(Span s)
{
    uint64_t mul = K2 + s.len * 2, a = read64(s, 0) * K1, b = read64(s, 8);
    uint64_t c = read64(s, s.len - 8) * mul, d = read64(s, s.len - 16) * K2;
    return mix_pair(ror64(a + b, 43) + ror64(c, 30) + d, a + ror64(b + K2, 18) + c, mul);
}

static uint64_t city_64(Span s)
{
    size_t n = s.len;
    uint64_t mul = K2 + n * 2, a = read64(s, 0) * K2, b = read64(s, 8), c = read64(s, n - 24), d = read64(s, n - 32);
    uint64_t e = read64(s, 16) * K2, f = read64(s, 24) * 9, g = read64(s, n - 8), h = read64(s, n - 16) * mul;
    uint64_t u = ror64(a + g, 43) + (ror64(b, 30) + c) * 9, v = ((a + g) ^ d) + f + 1;
    uint64_t w = __builtin_bswap64((u + v) * mul) + h, x = ror64(e + f, 42) + c;
    uint64_t y = (__builtin_bswap64((v + w) * mul) + g) * mul, z = e + f + c;
    a = __builtin_bswap64((x + z) * mul + y) + b;
    return shift_mix((z + a) * mul + d + h) * mul + x;
}

static Pair weak(Span s, size_t at, uint64_t a, uint64_t b)
{
    uint64_t z = read64(s, at + 24);
    a += read64(s, at);
    b = ror64(b + a + z, 21);
    uint64_t c = a;
    a += read64(s, at + 8) + read64(s, at + 16);
    b += ror64(a, 44);
    return (Pair){a + z, b + c};
}

static uint64_t city_long(Span s)
{
    size_t n = s.len;
    uint64_t x = read64(s, n - 40), y = read64(s, n - 16) + read64(s, n - 56);
    uint64_t z = mix_16(read64(s, n - 48) + n, read64(s, n - 24));
    Pair v = weak(s, n - 64, n, z), w = weak(s, n - 32, y + K1, x);
    x = x * K1 + read64(s, 0);
    for (size_t i = 0; i < ((n - 1) & ~(size_t)63); i += 64) {
        x = ror64(x + y + v.first + read64(s, i + 8), 37) * K1;
        y = ror64(y + v.second + read64(s, i + 48), 42) * K1;
        x ^= w.second;
        y += v.first + read64(s, i + 40);
        z = ror64(z + w.first, 33) * K1;
        v = weak(s, i, v.second * K1, x + w.first);
        w = weak(s, i + 32, z + w.second, y + read64(s, i + 16));
        uint64_t kept = z;
        z = x;
        x = kept;
    }
    return mix_16(mix_16(v.first, w.first) + shift_mix(y) * K1 + z, mix_16(v.second, w.second) + x);
}

uint64_t hash_city64(Span s, uint64_t seed)
{
    uint64_t h = s.len <= 16 ? city_16(s) : s.len <= 32 ? city_32(s) : s.len <= 64 ? city_64(s) : city_long(s);
    return mix_16(h - K2, seed);
}

// --- 32 bits --------------------------------------------------------------------------------------------

static uint32_t spread(uint32_t a) { return ror32(a * C1, 17) * C2; }
static uint32_t turn(uint32_t h, unsigned n) { return ror32(h, n) * 5 + 0xe6546b64u; }
static uint32_t mur(uint32_t a, uint32_t h) { return turn(h ^ spread(a), 19); }

static uint32_t final_mix(uint32_t h)
{
    h = (h ^ h >> 16) * 0x85ebca6bu;
    h = (h ^ h >> 13) * 0xc2b2ae35u;
    return h ^ h >> 16;
}

static uint32_t city32_short(Span s)
{
    uint32_t n = (uint32_t)s.len;
    if (n <= 4) {
        uint32_t b = 0, c = 9;
        for (size_t i = 0; i < s.len; i++) {
            uint32_t byte = AT(s, i);
            b = b * C1 + (byte < 0x80 ? byte : byte - 0x100);  // the byte counts as signed
            c ^= b;
        }
        return final_mix(mur(b, mur(n, c)));
    }
    if (n <= 12) {
        uint32_t a = n + read32(s, 0), b = n * 5 + read32(s, s.len - 4), c = 9 + read32(s, s.len >> 1 & 4);
        return final_mix(mur(c, mur(b, mur(a, n * 5))));
    }
    size_t half = s.len >> 1;
    uint32_t h = mur(read32(s, half - 4), n);
    h = mur(read32(s, 4), h);
    h = mur(read32(s, s.len - 8), h);
    h = mur(read32(s, half), h);
    h = mur(read32(s, 0), h);
    return final_mix(mur(read32(s, s.len - 4), h));
}

uint32_t hash_city32(Span s)
{
    if (s.len <= 24) return city32_short(s);
    uint32_t h = (uint32_t)s.len, g = C1 * h, f = g;
    size_t n = s.len;
    h = turn(turn(h ^ spread(read32(s, n - 4)), 19) ^ spread(read32(s, n - 16)), 19);
    g = turn(turn(g ^ spread(read32(s, n - 8)), 19) ^ spread(read32(s, n - 12)), 19);
    f = turn(f + spread(read32(s, n - 20)), 19);
    for (size_t i = 0; i < (n - 1) / 20; i++) {
        size_t at = i * 20;
        uint32_t a = spread(read32(s, at)), b = read32(s, at + 4), c = spread(read32(s, at + 8));
        uint32_t d = spread(read32(s, at + 12)), e = read32(s, at + 16);
        h = turn(h ^ a, 18);
        f = ror32(f + b, 19) * C1;
        g = turn(g + c, 18);
        h = turn(h ^ (d + b), 19);
        g = (uint32_t)__builtin_bswap32(g ^ e) * 5;
        h = (uint32_t)__builtin_bswap32(h + e * 5);
        f += a;
        uint32_t kept = f;  // f, h, g move one place on
        f = g;
        g = h;
        h = kept;
    }
    g = ror32(ror32(g, 11) * C1, 17) * C1;
    f = ror32(ror32(f, 11) * C1, 17) * C1;
    h = ror32(turn(h + g, 19), 17) * C1;
    return ror32(turn(h + f, 19), 17) * C1;
}
