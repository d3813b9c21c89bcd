// own.h - scope-bound ownership: AUTO releases a local at the closing brace, MOVE hands it on.
//
// Every type T used with AUTO has `void T_cleanup(T *)`, which accepts the zero value and may run twice.
#pragma once

#define AUTO(T) __attribute__((cleanup(T##_cleanup))) T
// Takes the value out of `x` and leaves the zero value, so that the cleanup sees an empty object.
#define MOVE(x)                                                                                    \
    ({                                                                                             \
        __typeof__(x) moved_ = (x);                                                                \
        (x) = (__typeof__(x)){};                                                                   \
        moved_;                                                                                    \
    })
