// The fuzzer's grammar has to be worth its name: most of what it makes must parse.
#include "js/mutate.h"

#include "js/ast.h"

TEST(js_grammar_is_complete) { fuzz_check_language(&js_fuzz_text); }

static bool parses(Str text, JsLang lang)
{
    AUTO(Arena) a = {};
    JsTree t = {};
    JsParseOptions options = {.lang = lang};
    return !js_parse(&a, text, &options, &t).code;
}

TEST(js_grammar_makes_texts_that_parse)
{
    FuzzRandom random = {1};
    uint32_t good = 0, total = 2000;
    for (uint32_t i = 0; i < total; i++) {
        AUTO(Buf) out = {};
        fuzz_generate(&js_fuzz_text, &random, fuzz_rule(&js_fuzz_text, STR("stmt")), &out);
        good += parses(buf_str(&out), LANG_TSX);
    }
    CHECK(good > total * 2 / 5);
}
