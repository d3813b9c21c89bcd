// arena.h - phase-lifetime memory: parse, build, request, one JS call. Freed all at once.
//
// The zero value is an empty arena without memory; AUTO(Arena) works. Under AddressSanitizer every
// allocation is its own heap block, so overruns and use after reset are seen. Not thread-safe.
#pragma once

#include <stdarg.h>
#include <stddef.h>

#include "base/span.h"
#include "base/own.h"

typedef struct ArenaBlock ArenaBlock;
typedef struct Arena {
    ArenaBlock *blocks;  // newest first
    size_t used;         // total bytes handed out, for statistics and limits
} Arena;

void Arena_cleanup(Arena *a);
void arena_reset(Arena *a);  // frees everything, may keep one block
// Zeroed, 16-byte aligned, never NULL; overflow or OOM aborts.
[[nodiscard]] void *arena_alloc(Arena *a, size_t count, size_t size);
// As realloc for arena memory: copies `old_count` elements, the old place stays until reset.
[[nodiscard]] void *arena_grow(Arena *a, void *old, size_t old_count, size_t count, size_t size);
#define ARENA_NEW(a, T) ((T *)arena_alloc((a), 1, sizeof(T)))
#define ARENA_ARRAY(a, T, n) ((T *)arena_alloc((a), (n), sizeof(T)))

// Memory of mem.h becomes the arena's: freed with it.
void arena_adopt(Arena *a, void *memory);

Str arena_str(Arena *a, Str s);                  // a copy, followed by a NUL byte
char *arena_cstr(Arena *a, Str s);               // NUL-terminated copy for the libc edge
Str arena_concat(Arena *a, Str s, Str t);
typedef struct StrParts { const Str *ptr; size_t len; } StrParts;
Str arena_join(Arena *a, StrParts parts);
// The strings named, one behind the other: where many are made, much cheaper than a format.
#define ARENA_JOIN(a, ...)                                                                         \
    arena_join((a), (StrParts){(const Str[]){__VA_ARGS__}, sizeof((const Str[]){__VA_ARGS__}) / sizeof(Str)})
__attribute__((format(printf, 2, 3), nonnull(2))) Str arena_fmt(Arena *a, const char *format, ...);
__attribute__((format(printf, 2, 0), nonnull(2))) Str arena_vfmt(Arena *a, const char *format, va_list args);

// Growable arena array: `ARENA_PUSH(a, v, x)` for any struct {T *items; uint32_t count, cap;}.
#define ARENA_PUSH(a, v, ...)                                                                      \
    do {                                                                                           \
        if ((v)->count == (v)->cap) {                                                              \
            uint32_t cap_ = (v)->cap ? (v)->cap * 2 : 8;                                           \
            CHECK(cap_ > (v)->cap);                                                                \
            (v)->items = arena_grow((a), (v)->items, (v)->count, cap_, sizeof *(v)->items);        \
            (v)->cap = cap_;                                                                       \
        }                                                                                          \
        (v)->count++;                                                                              \
        ITEM(*(v), (v)->count - 1) = (__VA_ARGS__);                                                \
    } while (0)
