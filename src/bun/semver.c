// semver.c - Bun.semver: satisfies and order, over base/semver.h.
#include "base/semver.h"

#include "base/utf.h"
#include "engine/engine.h"

static Err arg_pair(JsCall *call, Str *a, Str *b)
{
    TRY(js_arg_str(call, 0, a));
    return js_arg_str(call, 1, b);
}

static bool is_ascii(Str a, Str b) { return utf8_is_ascii(a) && utf8_is_ascii(b); }

// (version, range) -> boolean
JS_NATIVE(semver_satisfies)
{
    Str version, range;
    TRY_JS(call, arg_pair(call, &version, &range));
    if (!is_ascii(version, range)) return js_bool(call, false);
    SemverText v = semver_read(version);
    if (!v.whole || v.open != SEMVER_WHOLE) return js_bool(call, false);
    return js_bool(call, semver_range_allows(&call->scratch, semver_range_read(&call->scratch, range), &v.version));
}

// (a, b) -> -1, 0 or 1; the string that is no version, if one is not
JS_NATIVE(semver_order)
{
    Str a, b;
    TRY_JS(call, arg_pair(call, &a, &b));
    if (!is_ascii(a, b)) return js_number(call, 0);
    SemverText left = semver_read(a), right = semver_read(b);
    if (!left.valid || !right.valid) return js_arg(call, left.valid ? 1 : 0);
    Semver x = semver_highest(&left), y = semver_highest(&right);
    int order = semver_compare(&call->scratch, &x, &y);
    return js_number(call, (order > 0) - (order < 0));
}

extern const JsMethod bun_semver_methods[];
const JsMethod bun_semver_methods[] = {
    JS_METHOD("satisfies", semver_satisfies, 2, PERM_NONE),
    JS_METHOD("order", semver_order, 2, PERM_NONE),
    {},
};
