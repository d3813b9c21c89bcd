// at.h - the one place where an index becomes an address. Out of range is our bug: it aborts.
//
// AT(s, i) works on every {ptr, len} slice and every {items, count} vector (ITEM); it is an lvalue.
// Code elsewhere does no pointer arithmetic: clang-19 -Wunsafe-buffer-usage refuses it.
#pragma once

#include <stddef.h>

#include "base/check.h"

#ifdef __clang__
#define UNSAFE_BEGIN _Pragma("clang unsafe_buffer_usage begin")
#define UNSAFE_END _Pragma("clang unsafe_buffer_usage end")
#else
#define UNSAFE_BEGIN
#define UNSAFE_END
#endif

UNSAFE_BEGIN
static inline void *at_checked(const void *base, size_t index, size_t count, size_t size)
{
    CHECK(index < count);
    KNOW(base);
    return (char *)(size_t)base + index * size;
}
// Address of element `index`, where index == count (the end) is allowed: for sub-slices.
static inline void *at_from(const void *base, size_t index, size_t count, size_t size)
{
    CHECK(index <= count);
    KNOW(base || !count);
    return base ? (char *)(size_t)base + index * size : NULL;
}
UNSAFE_END

#define AT(s, i) (*(__typeof__((s).ptr))at_checked((s).ptr, (i), (s).len, sizeof *(s).ptr))
#define ITEM(v, i)                                                                                 \
    (*(__typeof__((v).items))at_checked((v).items, (i), (v).count, sizeof *(v).items))
#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
// Element of a fixed array, checked.
#define ELEM(array, i)                                                                             \
    (*(__typeof__(&*(array)))at_checked((array), (i), COUNT_OF(array), sizeof *(array)))
