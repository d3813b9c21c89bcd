// bcrypt.c - see bcrypt.h.
#include "bun/bcrypt.h"

#define SUBKEYS 18
#define BOX 256
#define SALT_TEXT 22
#define DIGEST 23       // bytes; the twenty-fourth is left out
#define DIGEST_AT (BCRYPT_TEXT - 31)
#define MAGIC_ROUNDS 64

typedef struct Blowfish {
    uint32_t subkey[SUBKEYS];
    uint32_t box[4][BOX];
} Blowfish;

typedef struct Pair { uint32_t left, right; } Pair;

static const uint32_t pi[SUBKEYS + 4 * BOX] = {
#define WORD(value) value,
#include "bun/blowfish.def"
#undef WORD
};

static void init(Blowfish *b)
{
    for (size_t i = 0; i < SUBKEYS; i++) ELEM(b->subkey, i) = ELEM(pi, i);
    for (size_t k = 0; k < COUNT_OF(b->box); k++) {
        for (size_t i = 0; i < BOX; i++) ELEM(ELEM(b->box, k), i) = ELEM(pi, SUBKEYS + k * BOX + i);
    }
}

static inline uint32_t mix(const Blowfish *b, uint32_t x)
{
    uint32_t sum = ELEM(b->box[0], x >> 24) + ELEM(b->box[1], x >> 16 & 255);
    return (sum ^ ELEM(b->box[2], x >> 8 & 255)) + ELEM(b->box[3], x & 255);
}

static Pair encipher(const Blowfish *b, Pair p)
{
    for (size_t i = 0; i < SUBKEYS - 2; i += 2) {
        p.left ^= ELEM(b->subkey, i);
        p.right ^= mix(b, p.left) ^ ELEM(b->subkey, i + 1);
        p.left ^= mix(b, p.right);
    }
    return (Pair){p.right ^ ELEM(b->subkey, SUBKEYS - 1), p.left ^ ELEM(b->subkey, SUBKEYS - 2)};
}

// The next four bytes of `bytes`, which are read in a circle.
static uint32_t next_word(Span bytes, size_t *at)
{
    uint32_t word = 0;
    for (int i = 0; i < 4; i++) {
        word = word << 8 | AT(bytes, *at);
        *at = *at + 1 == bytes.len ? 0 : *at + 1;
    }
    return word;
}

static Pair next_pair(const Blowfish *b, Pair p, Span salt, size_t *at)
{
    if (salt.len) {
        p.left ^= next_word(salt, at);
        p.right ^= next_word(salt, at);
    }
    return encipher(b, p);
}

// Works `key` in, and `salt` if it is not empty.
static void expand(Blowfish *b, Span key, Span salt)
{
    size_t at = 0;
    for (size_t i = 0; i < SUBKEYS; i++) ELEM(b->subkey, i) ^= next_word(key, &at);
    Pair p = {};
    at = 0;
    for (size_t i = 0; i < SUBKEYS; i += 2) {
        p = next_pair(b, p, salt, &at);
        ELEM(b->subkey, i) = p.left;
        ELEM(b->subkey, i + 1) = p.right;
    }
    for (size_t k = 0; k < COUNT_OF(b->box); k++) {
        for (size_t i = 0; i < BOX; i += 2) {
            p = next_pair(b, p, salt, &at);
            ELEM(ELEM(b->box, k), i) = p.left;
            ELEM(ELEM(b->box, k), i + 1) = p.right;
        }
    }
}

typedef struct Digest { uint8_t bytes[24]; } Digest;

static Digest digest_of(const Blowfish *b)
{
    Digest d;
    size_t from = 0, to = 0;
    for (int pair = 0; pair < 3; pair++) {
        Pair p = {next_word(SPAN("OrpheanBeholderScryDoubt"), &from), 0};
        p.right = next_word(SPAN("OrpheanBeholderScryDoubt"), &from);
        for (int i = 0; i < MAGIC_ROUNDS; i++) p = encipher(b, p);
        uint64_t both = (uint64_t)p.left << 32 | p.right;
        for (int shift = 56; shift >= 0; shift -= 8) ELEM(d.bytes, to++) = (uint8_t)(both >> shift);
    }
    return d;
}

static Digest run(Span password, Span salt, uint32_t cost)
{
    uint8_t key[BCRYPT_PASSWORD_MAX] = {};  // the NUL byte behind a short password counts
    size_t len = password.len < sizeof key ? password.len : sizeof key;
    if (len) memcpy(key, password.ptr, len);
    Span circle = {key, len < sizeof key ? len + 1 : len};
    Blowfish b;
    init(&b);
    expand(&b, circle, salt);
    for (uint64_t i = UINT64_C(1) << cost; i; i--) {
        expand(&b, circle, (Span){});
        expand(&b, salt, (Span){});
    }
    Digest d = digest_of(&b);
    explicit_bzero(key, sizeof key);
    explicit_bzero(&b, sizeof b);
    return d;
}

// --- text: base64 with an alphabet of its own, without padding -----------------------------------------------

static const char alphabet[] = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

static void put_base64(BcryptText *out, size_t at, Span bytes)
{
    uint32_t bits = 0, count = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        bits = bits << 8 | AT(bytes, i);
        for (count += 8; count >= 6; count -= 6) ELEM(out->text, at++) = ELEM(alphabet, bits >> (count - 6) & 63);
    }
    if (count) ELEM(out->text, at) = ELEM(alphabet, bits << (6 - count) & 63);
}

static bool read_salt(Str text, uint8_t (*salt)[BCRYPT_SALT])
{
    uint32_t bits = 0, count = 0;
    size_t to = 0;
    for (size_t i = 0; i < text.len; i++) {
        size_t digit = str_find_char((Str){alphabet, sizeof alphabet - 1}, str_at(text, i));
        if (digit == STR_NONE) return false;
        bits = bits << 6 | (uint32_t)digit;
        count += 6;
        if (count >= 8 && to < BCRYPT_SALT) ELEM(*salt, to++) = (uint8_t)(bits >> (count -= 8));
    }
    return true;
}

BcryptText bcrypt_hash(Span password, Span salt, uint32_t cost)
{
    CHECK(salt.len == BCRYPT_SALT && cost >= BCRYPT_COST_MIN && cost <= BCRYPT_COST_MAX);
    BcryptText out = {.text = {'$', '2', 'b', '$', (char)('0' + cost / 10), (char)('0' + cost % 10), '$'}};
    Digest d = run(password, salt, cost);
    put_base64(&out, DIGEST_AT - SALT_TEXT, salt);
    put_base64(&out, DIGEST_AT, (Span){d.bytes, DIGEST});
    return out;
}

bool bcrypt_verify(Span password, Str encoded, bool *same)
{
    uint8_t salt[BCRYPT_SALT];
    uint64_t cost;
    if (encoded.len != BCRYPT_TEXT || !str_starts(encoded, STR("$2")) || str_at(encoded, 3) != '$' || str_at(encoded, 6) != '$') return false;
    if (str_find_char(STR("abxy"), str_at(encoded, 2)) == STR_NONE || !str_to_u64(str_sub(encoded, 4, 6), &cost)) return false;
    if (cost < BCRYPT_COST_MIN || cost > BCRYPT_COST_MAX) return false;
    if (!read_salt(str_sub(encoded, DIGEST_AT - SALT_TEXT, DIGEST_AT), &salt)) return false;
    BcryptText found = bcrypt_hash(password, (Span){salt, sizeof salt}, (uint32_t)cost);
    uint32_t difference = 0;  // compared without an early end: the time tells nothing
    for (size_t i = DIGEST_AT; i < BCRYPT_TEXT; i++) difference |= (uint8_t)ELEM(found.text, i) ^ (uint8_t)str_at(encoded, i);
    *same = !difference;
    return true;
}
