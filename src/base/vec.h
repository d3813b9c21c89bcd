// vec.h - heap vectors: VEC(T) declares one, VEC_PUSH grows it, aborting past `max` is not possible:
// pushing beyond the named limit returns false.
//
// Use ARENA_PUSH (arena.h) where the elements live as long as a phase.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/at.h"
#include "base/mem.h"

#define VEC_DEFAULT_MAX ((uint32_t)1 << 28)
#define VEC(T)                                                                                     \
    struct {                                                                                       \
        T *items;                                                                                  \
        uint32_t count;                                                                            \
        uint32_t cap;                                                                              \
        uint32_t max;                                                                              \
    }
// True if there was room.
#define VEC_PUSH(v, ...)                                                                           \
    ({                                                                                             \
        bool room_ = vec_room((void **)&(v)->items, (v)->count, &(v)->cap, (v)->max,               \
                              sizeof *(v)->items);                                                 \
        if (room_) {                                                                               \
            (v)->count++;                                                                          \
            ITEM(*(v), (v)->count - 1) = (__VA_ARGS__);                                            \
        }                                                                                          \
        room_;                                                                                     \
    })
#define VEC_FREE(v)                                                                                \
    do {                                                                                           \
        mem_free((v)->items);                                                                      \
        *(v) = (__typeof__(*(v))){.max = (v)->max};                                                \
    } while (0)

bool vec_room(void **items, uint32_t count, uint32_t *cap, uint32_t max, size_t size);
