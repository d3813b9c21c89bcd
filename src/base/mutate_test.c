#include "base/data_mutate.h"

#include "base/json5.h"
#include "base/toml.h"
#include "base/xml.h"
#include "base/yaml.h"

typedef struct Case {
    const FuzzLanguage *language;
    Err (*parse)(Arena *a, Str text);
} Case;

static Err parse_json(Arena *a, Str text)
{
    const Json *v;
    return json_parse(a, text, JSON_COMMENTS | JSON_TRAILING_COMMAS, &v);
}

static Err parse_json5(Arena *a, Str text)
{
    const Json *v;
    return json5_parse(a, text, &v);
}

static Err parse_yaml(Arena *a, Str text)
{
    const Json *v;
    return yaml_parse(a, text, &v);
}

static Err parse_toml(Arena *a, Str text)
{
    const Toml *v;
    return toml_parse(a, text, &v);
}

static Err parse_xml(Arena *a, Str text)
{
    const Xml *v;
    return xml_parse(a, text, &v);
}

// A grammar whose texts are all refused would only test the first error.
TEST(data_grammars_are_complete_and_make_texts_that_parse)
{
    const Case cases[] = {
        {&json_fuzz_text, parse_json}, {&json5_fuzz_text, parse_json5}, {&toml_fuzz_text, parse_toml},
        {&yaml_fuzz_text, parse_yaml}, {&xml_fuzz_text, parse_xml},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const Case *c = &ELEM(cases, i);
        FuzzRandom random = {1};
        uint32_t good = 0;
        fuzz_check_language(c->language);
        for (uint32_t n = 0; n < 500; n++) {
            AUTO(Arena) a = {};
            AUTO(Buf) text = {};
            fuzz_generate(c->language, &random, 0, &text);
            good += !c->parse(&a, buf_str(&text)).code;
        }
        CHECK(good > 100);
    }
}

// Any number of changes of any text stays within the room there is.
TEST(mutations_stay_within_their_room)
{
    uint8_t bytes[64] = "[1,{\"a\":2}]";
    struct { uint8_t *ptr; size_t len; } room = {bytes, sizeof bytes};
    size_t len = 11;
    for (uint32_t seed = 0; seed < 5000; seed++) {
        len = fuzz_mutate(&json_fuzz_text, (MutSpan){room.ptr, room.len}, len, seed);
        CHECK(len <= room.len);
        uint8_t other[16];
        size_t crossed = fuzz_cross(&json_fuzz_text, (Span){bytes, len}, (Span){bytes, len / 2}, (MutSpan){other, sizeof other}, seed);
        CHECK(crossed <= sizeof other);
    }
}
