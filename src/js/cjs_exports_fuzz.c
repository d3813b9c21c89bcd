// cjs_exports_fuzz.c - property: any bytes give a result, and every name found is not longer than the text.
#include "base/test.h"
#include "js/mutate.h"
#include "js/transform.h"

FUZZ_AS(js_cjs_exports, &js_fuzz_text)
{
    AUTO(Arena) a = {};
    JsNameList names = {}, reexports = {};
    CHECK(js_cjs_exports(&a, str_of(input), &names, &reexports).code == 0);
    for (uint32_t i = 0; i < names.count; i++) CHECK(ITEM(names, i).len <= input.len);
}
