#include "bun/bcrypt.h"

#include "base/test.h"

static bool same(Span password, Str encoded)
{
    bool result = false;
    CHECK(bcrypt_verify(password, encoded, &result));
    return result;
}

// Of the tests of Openwall's crypt_blowfish.
TEST(bcrypt_knows_the_hashes_of_others)
{
    CHECK(same(SPAN("U*U"), STR("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")));
    CHECK(same(SPAN("U*U*"), STR("$2b$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK")));
    CHECK(same(SPAN(""), STR("$2y$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy")));
    CHECK(!same(SPAN("U*V"), STR("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")));
}

TEST(bcrypt_counts_nul_bytes_and_72_bytes)
{
    BcryptText short_one = bcrypt_hash(SPAN("hey"), SPAN("0123456789abcdef"), 4);
    Str encoded = {short_one.text, BCRYPT_TEXT};
    CHECK(same(SPAN("hey"), encoded) && !same(SPAN("hey\0"), encoded));
    BcryptText long_one = bcrypt_hash((Span){(const uint8_t[73]){1}, 72}, SPAN("0123456789abcdef"), 4);
    CHECK(same((Span){(const uint8_t[73]){1}, 73}, (Str){long_one.text, BCRYPT_TEXT}));
    CHECK(!same((Span){(const uint8_t[73]){1}, 71}, (Str){short_one.text, BCRYPT_TEXT}));
}

TEST(bcrypt_refuses_what_is_no_hash)
{
    static const char *const bad[] = {"", "$2b$04$short", "$2c$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                                      "$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                                      "$2b$32$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                                      "$2b$05$CCCCCCCCC!CCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"};
    bool result = true;
    for (size_t i = 0; i < COUNT_OF(bad); i++) CHECK(!bcrypt_verify(SPAN("x"), str_c(ELEM(bad, i)), &result));
}
