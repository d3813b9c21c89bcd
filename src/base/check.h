// check.h - CHECK: our own bugs end the process, in release builds too.
#pragma once

_Noreturn void check_failed(const char *file, int line, const char *text);

#define CHECK(cond)                                                                                \
    do {                                                                                           \
        if (__builtin_expect(!(cond), 0)) check_failed(__FILE__, __LINE__, #cond);                 \
    } while (0)

// KNOW: what holds by construction but no analyzer can derive: a slice of more than 0 bytes has memory. Read by
// `make analyze` only.
#ifdef COB_ANALYZE
#define KNOW(cond)                                                                                 \
    do {                                                                                           \
        if (!(cond)) __builtin_unreachable();                                                      \
    } while (0)
#else
#define KNOW(cond) ((void)0)
#endif
