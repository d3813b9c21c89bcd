// crypto.c - random bytes from the kernel and comparison in constant time; no library is needed for these.
#include <errno.h>
#include <sys/random.h>

#include "base/num.h"
#include "engine/engine.h"

// getrandom(2) answers at most 32 MiB at a time and can be interrupted above 256 bytes.
static Err fill_random(MutSpan out)
{
    size_t done = 0;
    while (done < out.len) {
        ssize_t n = getrandom(at_from(out.ptr, done, out.len, 1), size_min(out.len - done, 1 << 20), 0);
        if (n < 0 && errno != EINTR) return err(-errno);
        if (n > 0) done += (size_t)n;
    }
    return OK;
}

// (bytes, start, end): fills that range
JS_NATIVE(random_fill)
{
    JsBytes bytes;
    double start, end;
    TRY_JS(call, js_arg_bytes(call, 0, &bytes));
    TRY_JS(call, js_arg_f64(call, 1, &start));
    TRY_JS(call, js_arg_f64(call, 2, &end));
    if (!(start >= 0 && end >= start && end <= 9007199254740991.0)) return js_throw(call, err(ERR_ARG_RANGE));
    MutSpan all = js_bytes_mut(call, bytes);
    size_t to = size_min((size_t)end, all.len), from = size_min((size_t)start, to);
    TRY_JS(call, fill_random((MutSpan){at_from(all.ptr, from, all.len, 1), to - from}));
    return js_undefined(call);
}

// (a, b) of equal length, which lib/ has checked; the time does not depend on the contents
JS_NATIVE(equal_in_constant_time)
{
    JsBytes x, y;
    TRY_JS(call, js_arg_bytes(call, 0, &x));
    TRY_JS(call, js_arg_bytes(call, 1, &y));
    Span a = js_bytes(call, x), b = js_bytes(call, y);
    if (a.len != b.len) return js_bool(call, false);
    volatile uint8_t difference = 0;
    for (size_t i = 0; i < a.len; i++) difference = difference | (AT(a, i) ^ AT(b, i));
    return js_bool(call, difference == 0);
}

extern const JsMethod web_crypto_methods[];
const JsMethod web_crypto_methods[] = {
    JS_METHOD("randomFill", random_fill, 3, PERM_NONE),
    JS_METHOD("timingSafeEqual", equal_in_constant_time, 2, PERM_NONE),
    {},
};
