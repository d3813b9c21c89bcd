// ansi.c - what ICU knows about the width of characters, for lib/bun/ansi.js.
#include <unicode/uchar.h>

#include "engine/engine.h"

// (code point) -> whether East Asian terminals give it two columns and others one
JS_NATIVE(ansi_is_ambiguous)
{
    int32_t rune;
    TRY_JS(call, js_arg_i32(call, 0, &rune));
    return js_bool(call, u_getIntPropertyValue(rune, UCHAR_EAST_ASIAN_WIDTH) == U_EA_AMBIGUOUS);
}

extern const JsMethod bun_ansi_methods[];
const JsMethod bun_ansi_methods[] = {
    JS_METHOD("isAmbiguous", ansi_is_ambiguous, 1, PERM_NONE),
    {},
};
