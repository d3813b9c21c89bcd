// Vectors of the published hashes; the byte at i of an input of n bytes is 7 * i + 3 * n + 1.
#include "base/test.h"
#include "bun/hash.h"

typedef struct Bytes {
    uint8_t at[512];
} Bytes;

static Span input_of(Bytes *b, size_t n)
{
    for (size_t i = 0; i < n; i++) ELEM(b->at, i) = (uint8_t)(7 * i + 3 * n + 1);
    return (Span){b->at, n};
}

TEST(hash_wyhash_vectors)
{
    static const struct { size_t n; uint64_t seed, want; } rows[] = {
        {0, 0, 0x409638ee2bde459u}, {0, 7, 0xae1b3ab9eae30bd5u}, {1, 0, 0xa58dc7ed2eebd6eau},
        {1, 7, 0x68ff71677289cd7u}, {3, 0, 0xa736739fd5d6b499u}, {3, 7, 0x14563dd9a46c6a20u},
        {4, 0, 0x3dd0a615656a9a0eu}, {4, 7, 0x712359cbf3214f49u}, {8, 0, 0xda99409669279367u},
        {8, 7, 0x20fd4e3659a01876u}, {15, 0, 0xa0bae335f7e2c4e3u}, {15, 7, 0xd8e863cb8adce9eu},
        {16, 0, 0x96676a4fdb091233u}, {16, 7, 0x5d9b292c717f2ac7u}, {17, 0, 0x5ac962a6ab452f86u},
        {17, 7, 0xda6ab58e74c97497u}, {33, 0, 0xb1d6cc6b32f1f160u}, {33, 7, 0xd96e761dfb0136aau},
        {48, 0, 0x1982035635c1138cu}, {48, 7, 0xd556d5e9ef1855afu}, {49, 0, 0x15a4d104aea532e3u},
        {49, 7, 0x45aa28b5c3423c14u}, {64, 0, 0x5b5239562c65839au}, {64, 7, 0x592933efe3bc74e1u},
        {96, 0, 0x8b2a942e17f5140au}, {96, 7, 0x98a9db6c8ff190cbu}, {97, 0, 0x6856674da6b9017du},
        {97, 7, 0x91b3e993ed8bd492u}, {240, 0, 0x73288872278569eu}, {240, 7, 0xfc93ec6d860ee75du},
        {500, 0, 0x4f5308235ad852f3u}, {500, 7, 0xabeab42fbabab4e0u},
    };
    Bytes b;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK(hash_wyhash(input_of(&b, ELEM(rows, i).n), ELEM(rows, i).seed) == ELEM(rows, i).want);
}

TEST(hash_rapidhash_vectors)
{
    static const struct { size_t n; uint64_t seed, want; } rows[] = {
        {0, 0, 0x93228a4de0eec5a2u}, {0, 7, 0x9411771484003547u}, {1, 0, 0x3f96bbca924f1f30u},
        {1, 7, 0xfe8edd95e89cdc0au}, {3, 0, 0xc44666bc2ae2836du}, {3, 7, 0xda536d4ee81b4850u},
        {4, 0, 0x4c170c698611339eu}, {4, 7, 0x4510aeb2f35dac2cu}, {8, 0, 0xf6488296bef19ec2u},
        {8, 7, 0xadf8a0a77a701933u}, {15, 0, 0xbccde2c330d730e7u}, {15, 7, 0x919c32da4f3075au},
        {16, 0, 0x793ba13de354ae8bu}, {16, 7, 0x23dff47501f8cbdu}, {17, 0, 0x5dd503e97a7ab652u},
        {17, 7, 0x6ea39b2cb6acc062u}, {33, 0, 0xf82cf432b95d9105u}, {33, 7, 0x1edfa098dc4c2e2u},
        {48, 0, 0x5edf34002a2ab8f4u}, {48, 7, 0xb9546ef704315a3bu}, {49, 0, 0x9f9f82937b4b681eu},
        {49, 7, 0xc107ecc2ab4aaf54u}, {64, 0, 0x8b97c2155c4dfb74u}, {64, 7, 0x35f09410e8bb9530u},
        {96, 0, 0xd7c39e096ef24468u}, {96, 7, 0x3ee808007dfb21d3u}, {97, 0, 0xca80fde22382e9cu},
        {97, 7, 0x8ac0e3dbd84cae59u}, {240, 0, 0xc23258034069ef16u},
        {240, 7, 0xef825da09d6fce6eu}, {500, 0, 0xe463bebee5e2cd0eu},
        {500, 7, 0xb205f867e0fcf0e6u},
    };
    Bytes b;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK(hash_rapidhash(input_of(&b, ELEM(rows, i).n), ELEM(rows, i).seed) == ELEM(rows, i).want);
}

TEST(hash_xxhash64_vectors)
{
    static const struct { size_t n; uint64_t seed, want; } rows[] = {
        {0, 0, 0xef46db3751d8e999u}, {0, 7, 0x95f0626f6f0a4409u}, {1, 0, 0x64b9da3ed69d6732u},
        {1, 7, 0xba1825d0d38d706u}, {3, 0, 0xdab31f1fc7b5085du}, {3, 7, 0xaba8d6f5cfb6e732u},
        {4, 0, 0x6bb99866cb63c0a8u}, {4, 7, 0x9a3b7c42a24d241u}, {8, 0, 0x804ad18646a29b0u},
        {8, 7, 0xd942cfdad8cd3237u}, {15, 0, 0xc5f1f97a63402e79u}, {15, 7, 0xf6e11bac9d11cfeu},
        {16, 0, 0x5dbc05053ad3b395u}, {16, 7, 0x79ef2dfb102da20eu}, {17, 0, 0x18a07c87e6fe2bb0u},
        {17, 7, 0x182dfbafe5238205u}, {33, 0, 0x6aad2ca6fb657c40u}, {33, 7, 0x939e71121520f51cu},
        {48, 0, 0xa142ad547838ea78u}, {48, 7, 0xd3d9bd6c0c8dffd3u}, {49, 0, 0xbfdfaa5a1178ff2eu},
        {49, 7, 0xfaa29f9c5ff0fbc0u}, {64, 0, 0x718dcfe1051103c7u}, {64, 7, 0x8f32af3fea9f4c75u},
        {96, 0, 0xd8b4764c6ec80bebu}, {96, 7, 0xc3591e75a9484857u}, {97, 0, 0xd5b31cdd1926b298u},
        {97, 7, 0x45c32693238b8dfu}, {240, 0, 0x96a06d6ad91c8ea9u}, {240, 7, 0xc26a8f4918b86f45u},
        {500, 0, 0xc876674c4f01eccu}, {500, 7, 0x5789f67c8d65a71fu},
    };
    Bytes b;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK(hash_xxhash64(input_of(&b, ELEM(rows, i).n), ELEM(rows, i).seed) == ELEM(rows, i).want);
}

TEST(hash_murmur64v2_vectors)
{
    static const struct { size_t n; uint64_t seed, want; } rows[] = {
        {0, 0, 0x0u}, {0, 7, 0x6e80950782bdbe12u}, {1, 0, 0x28200372ea8feda8u},
        {1, 7, 0xeff73957675199d4u}, {3, 0, 0xb66ceab1808c78fbu}, {3, 7, 0x67dfe5df6c0e25feu},
        {4, 0, 0xd1a17d75926c8281u}, {4, 7, 0x4860ece04a63f8b7u}, {8, 0, 0x55bd98a49533939cu},
        {8, 7, 0xc0322324573c8199u}, {15, 0, 0x68bb0bf81aa57babu}, {15, 7, 0xa3621057f3ae11abu},
        {16, 0, 0x582b0c978c31a415u}, {16, 7, 0x7f32d1e1e140b7d3u}, {17, 0, 0x3ba0b19dbc5a454cu},
        {17, 7, 0x50e3658dd75c4d9fu}, {33, 0, 0x8025c18aea0be281u}, {33, 7, 0x350ddca83db7a481u},
        {48, 0, 0x3f8c1c2744fb947cu}, {48, 7, 0x1628cb22d89d16f6u}, {49, 0, 0xecca09af168a7a30u},
        {49, 7, 0x7da45a04b8f0bb9bu}, {64, 0, 0x2c70a561741ab992u}, {64, 7, 0x2a9264d15c053760u},
        {96, 0, 0x4f0a999c8ac89c7au}, {96, 7, 0x4cba5d5235671ee3u}, {97, 0, 0x672bc0e8f117ec5cu},
        {97, 7, 0x357ac62d03130bedu}, {240, 0, 0x40717f909e324a28u},
        {240, 7, 0x50f199eafff62875u}, {500, 0, 0x747d5e1decfc8380u},
        {500, 7, 0x3b1605024af0f639u},
    };
    Bytes b;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK(hash_murmur64v2(input_of(&b, ELEM(rows, i).n), ELEM(rows, i).seed) == ELEM(rows, i).want);
}

TEST(hash_xxhash32_vectors)
{
    static const struct { size_t n; uint64_t seed, want; } rows[] = {
        {0, 0, 0x2cc5d05u}, {0, 7, 0xd7adaff8u}, {1, 0, 0xebc0cebcu}, {1, 7, 0xc9bb154cu},
        {3, 0, 0xed9f87c5u}, {3, 7, 0xe0d2c900u}, {4, 0, 0x3f4b2b47u}, {4, 7, 0x79c43201u},
        {8, 0, 0x28d35f2bu}, {8, 7, 0x7b75f68du}, {15, 0, 0x5d46e403u}, {15, 7, 0xaae1233bu},
        {16, 0, 0xb75a280u}, {16, 7, 0x8a12c098u}, {17, 0, 0xc17bc87fu}, {17, 7, 0x5bc35466u},
        {33, 0, 0x20f0232eu}, {33, 7, 0x238c8b6eu}, {48, 0, 0x4ef66925u}, {48, 7, 0x6ced4718u},
        {49, 0, 0x89c503b3u}, {49, 7, 0x493fda53u}, {64, 0, 0xa6033114u}, {64, 7, 0xef615b1au},
        {96, 0, 0x42af57b1u}, {96, 7, 0xe5acc758u}, {97, 0, 0xeda0087bu}, {97, 7, 0x656a0fa6u},
        {240, 0, 0x2ddfa96u}, {240, 7, 0x673a8586u}, {500, 0, 0xc7fa77c4u}, {500, 7, 0x9736b072u},
    };
    Bytes b;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK(hash_xxhash32(input_of(&b, ELEM(rows, i).n), (uint32_t)ELEM(rows, i).seed) == ELEM(rows, i).want);
}

TEST(hash_murmur32v2_vectors)
{
    static const struct { size_t n; uint64_t seed, want; } rows[] = {
        {0, 0, 0x0u}, {0, 7, 0x82bc6669u}, {1, 0, 0x8de492u}, {1, 7, 0xd29edd7au},
        {3, 0, 0xc831fa7u}, {3, 7, 0x28400767u}, {4, 0, 0xb713e974u}, {4, 7, 0x97e57c26u},
        {8, 0, 0xdc16ea01u}, {8, 7, 0xb74bd01eu}, {15, 0, 0xe315eaecu}, {15, 7, 0xa282d37eu},
        {16, 0, 0xb2713420u}, {16, 7, 0x82a8c283u}, {17, 0, 0x9d6c50f0u}, {17, 7, 0xee1a7751u},
        {33, 0, 0x1a84d189u}, {33, 7, 0xc086a783u}, {48, 0, 0xd991b7cu}, {48, 7, 0x3b043d8cu},
        {49, 0, 0x4473683bu}, {49, 7, 0x9fd3c5c7u}, {64, 0, 0x85ee6769u}, {64, 7, 0x9ca9401u},
        {96, 0, 0xfd0640feu}, {96, 7, 0x29655f38u}, {97, 0, 0x194d6632u}, {97, 7, 0xbbf114d4u},
        {240, 0, 0xed13faccu}, {240, 7, 0xe916bdfau}, {500, 0, 0xd98dc8e6u},
        {500, 7, 0x56743803u},
    };
    Bytes b;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK(hash_murmur32v2(input_of(&b, ELEM(rows, i).n), (uint32_t)ELEM(rows, i).seed) == ELEM(rows, i).want);
}

TEST(hash_murmur32v3_vectors)
{
    static const struct { size_t n; uint64_t seed, want; } rows[] = {
        {0, 0, 0x0u}, {0, 7, 0x18c9aec4u}, {1, 0, 0x3961a4aau}, {1, 7, 0x3b68ff11u},
        {3, 0, 0x545cbf4fu}, {3, 7, 0x98efe806u}, {4, 0, 0xd5ca336du}, {4, 7, 0x6995a5c1u},
        {8, 0, 0x767e1dcau}, {8, 7, 0x6a55eb9u}, {15, 0, 0x60545f37u}, {15, 7, 0x8cf7d16eu},
        {16, 0, 0x42d06da3u}, {16, 7, 0x60acf075u}, {17, 0, 0xd0b4da4bu}, {17, 7, 0x5674cc3du},
        {33, 0, 0x4c0bb86u}, {33, 7, 0xf5231324u}, {48, 0, 0xce2fe02du}, {48, 7, 0xc932e84cu},
        {49, 0, 0x7972aa06u}, {49, 7, 0x1e4bc91cu}, {64, 0, 0x9c87f9d2u}, {64, 7, 0xc8de987fu},
        {96, 0, 0x9e0a2195u}, {96, 7, 0x2bc19555u}, {97, 0, 0xae999426u}, {97, 7, 0x6f6b67d5u},
        {240, 0, 0xd805610u}, {240, 7, 0x3866971u}, {500, 0, 0x849df8d0u}, {500, 7, 0x9ec63ebfu},
    };
    Bytes b;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK(hash_murmur32v3(input_of(&b, ELEM(rows, i).n), (uint32_t)ELEM(rows, i).seed) == ELEM(rows, i).want);
}

TEST(hash_crc32_vectors)
{
    static const struct { size_t n; uint64_t seed, want; } rows[] = {
        {0, 0, 0x0u}, {0, 7, 0x7u}, {1, 0, 0xd56f2b94u}, {1, 7, 0x4b0bbe37u}, {3, 0, 0xb263e782u},
        {3, 7, 0xb72cf107u}, {4, 0, 0xb4578613u}, {4, 7, 0x2980beaau}, {8, 0, 0xaeac831u},
        {8, 7, 0x2fc128u}, {15, 0, 0x740ceb79u}, {15, 7, 0xef0de463u}, {16, 0, 0xe128f62u},
        {16, 7, 0xf3eb7717u}, {17, 0, 0x2431ca13u}, {17, 7, 0x4a3b658u}, {33, 0, 0x44665ca9u},
        {33, 7, 0xc4bbae70u}, {48, 0, 0x4d387d0cu}, {48, 7, 0xfd2dfb18u}, {49, 0, 0x1c64b5a2u},
        {49, 7, 0x60e7459u}, {64, 0, 0xb864fbe1u}, {64, 7, 0xa30d3788u}, {96, 0, 0xf5573a9du},
        {96, 7, 0x85d59110u}, {97, 0, 0xf23b6a29u}, {97, 7, 0x6142171fu}, {240, 0, 0x3b740815u},
        {240, 7, 0x3a33d836u}, {500, 0, 0x9d7a8b7fu}, {500, 7, 0x4a8a2f08u},
    };
    Bytes b;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK(hash_crc32(input_of(&b, ELEM(rows, i).n), (uint32_t)ELEM(rows, i).seed) == ELEM(rows, i).want);
}

TEST(hash_adler32_vectors)
{
    Bytes b;
    CHECK(hash_adler32(SPAN("")) == 1 && hash_adler32(SPAN("Wikipedia")) == 0x11E60398u);
    CHECK(hash_adler32(input_of(&b, 500)) == 0xb4af6c7u);
}

TEST(hash_city64_vectors)
{
    static const struct { size_t n; uint64_t seed, want; } rows[] = {
        {0, 0, 0x0u}, {0, 7, 0x2cbb1b463406dcdu}, {1, 0, 0xc193a8d87f31edbdu},
        {1, 7, 0x45a5207344f4ed76u}, {3, 0, 0xde76a781411e9db3u}, {3, 7, 0x1c3310a278f31faau},
        {4, 0, 0x631d7be8067fa583u}, {4, 7, 0x1dfc0f2d024641ebu}, {8, 0, 0x2cb3db122d482196u},
        {8, 7, 0x8d008e9f095da7c7u}, {15, 0, 0x78c2fe5d5ad46d39u}, {15, 7, 0x40d7e401bfc77217u},
        {16, 0, 0xdca3258fb4b8011au}, {16, 7, 0xc86e2ed1e7be5ff4u}, {17, 0, 0x2171a9adfaaacce2u},
        {17, 7, 0xd46239fd02716ab6u}, {33, 0, 0x9d9c9fb129bc0cau}, {33, 7, 0x14f2a6357eb4f7ecu},
        {65, 0, 0xf04832749b8e1615u}, {65, 7, 0x4266517faa77bf6au}, {97, 0, 0x94cd9c2f0a25e56du},
        {97, 7, 0x36fe46fc11e97929u}, {128, 0, 0x5623f2206361ae9u}, {128, 7, 0xf978f4dd7810d451u},
        {129, 0, 0x6bf40ab4568b9775u}, {129, 7, 0xd1e933bb53268618u},
        {240, 0, 0x50da894837a8fab6u}, {240, 7, 0x73668af3cf83689du},
        {241, 0, 0x8a43eab4cfea64cdu}, {241, 7, 0x844885074c7e1646u},
        {500, 0, 0xae34d9d42fd1ace1u}, {500, 7, 0x846662a27eba1a5eu},
    };
    Bytes b;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK(hash_city64(input_of(&b, ELEM(rows, i).n), ELEM(rows, i).seed) == ELEM(rows, i).want);
}

TEST(hash_xxhash3_vectors)
{
    static const struct { size_t n; uint64_t seed, want; } rows[] = {
        {0, 0, 0x2d06800538d394c2u}, {0, 7, 0x913ae0873e9b7eb8u}, {1, 0, 0x73b2284b32bf8672u},
        {1, 7, 0x4ca558d742aac8edu}, {3, 0, 0xbd72ed2cc79b6b39u}, {3, 7, 0x31a9774f6f9fc735u},
        {4, 0, 0x3fc0c554cc1bfd24u}, {4, 7, 0x64460572d9c8b72bu}, {8, 0, 0xda37a76ead204880u},
        {8, 7, 0x24fe2ee866472f84u}, {15, 0, 0x2e0a9328916deaa3u}, {15, 7, 0xf0bbaf6c3b503f7cu},
        {16, 0, 0x247de8c13dc53612u}, {16, 7, 0xcda05709acb3786eu}, {17, 0, 0xf4b592ff64aea439u},
        {17, 7, 0x169b8f4f840bf9a2u}, {33, 0, 0x231c518d3620b86cu}, {33, 7, 0xfe04ffb5b8477330u},
        {65, 0, 0x1fc3417eba59fdd9u}, {65, 7, 0xdfcd2c049f7ed772u}, {97, 0, 0x7a06438380bced81u},
        {97, 7, 0xe88f90ef819e5310u}, {128, 0, 0x6da3eaea0c3d2e4u}, {128, 7, 0x41fafcac3d11f10cu},
        {129, 0, 0xcab4cada2fe878d3u}, {129, 7, 0xe6bdc93b47982346u},
        {240, 0, 0x4f88b71ca6cf5d50u}, {240, 7, 0xc6887a408f4856eau},
        {241, 0, 0x29afa25b36223c36u}, {241, 7, 0x3d31b9c11ffad59bu},
        {500, 0, 0xd4cefedb72160613u}, {500, 7, 0x85f35f5189a4866au},
    };
    Bytes b;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK(hash_xxhash3(input_of(&b, ELEM(rows, i).n), ELEM(rows, i).seed) == ELEM(rows, i).want);
}

TEST(hash_city32_vectors)
{
    Bytes b;
    CHECK(hash_city32(input_of(&b, 0)) == 0xdc56d17au);
    CHECK(hash_city32(input_of(&b, 3)) == 0xac03fab3u);
    CHECK(hash_city32(input_of(&b, 4)) == 0xfb2a26aau);
    CHECK(hash_city32(input_of(&b, 8)) == 0x70df4088u);
    CHECK(hash_city32(input_of(&b, 15)) == 0x82f0ce77u);
    CHECK(hash_city32(input_of(&b, 24)) == 0x7eb5d29au);
    CHECK(hash_city32(input_of(&b, 31)) == 0x99ae7d29u);
    CHECK(hash_city32(input_of(&b, 97)) == 0x43e1e9e1u);
    CHECK(hash_city32(input_of(&b, 500)) == 0xfa7a9ca4u);
}
