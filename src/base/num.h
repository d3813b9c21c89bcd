// num.h - arithmetic that cannot wrap and number conversions that cannot be undefined.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// False on overflow; `out` is then untouched.
static inline bool size_add(size_t a, size_t b, size_t *out)
{
    size_t sum;
    if (__builtin_add_overflow(a, b, &sum)) return false;
    *out = sum;
    return true;
}
static inline bool size_mul(size_t a, size_t b, size_t *out)
{
    size_t product;
    if (__builtin_mul_overflow(a, b, &product)) return false;
    *out = product;
    return true;
}
static inline size_t size_min(size_t a, size_t b) { return a < b ? a : b; }
static inline size_t size_max(size_t a, size_t b) { return a > b ? a : b; }

// True if `value` is an integer of the target's range; NaN, infinities and fractions are refused.
static inline bool i32_from_f64(double value, int32_t *out)
{
    // cppcheck-suppress floatConversionOverflow  // the comparison before it keeps such values out
    if (!(value >= -2147483648.0 && value <= 2147483647.0) || (double)(int32_t)value != value) return false;
    *out = (int32_t)value;  // cppcheck-suppress floatConversionOverflow
    return true;
}
static inline bool u32_from_f64(double value, uint32_t *out)
{
    if (!(value >= 0 && value <= 4294967295.0) || (double)(uint32_t)value != value) return false;
    *out = (uint32_t)value;
    return true;
}
// Safe integers only (ECMA-262 Number.isSafeInteger).
static inline bool i64_from_f64(double value, int64_t *out)
{
    if (!(value >= -9007199254740991.0 && value <= 9007199254740991.0)) return false;
    if ((double)(int64_t)value != value) return false;
    *out = (int64_t)value;
    return true;
}
// Narrowing that our own invariants guarantee; anything else is our bug and aborts.
uint32_t u32_of(size_t value);
int32_t i32_of(size_t value);
