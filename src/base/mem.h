// mem.h - the only allocator calls of the program. Sizes here are chosen by us: OOM aborts.
//
// Sizes that input chooses go through Buf or a vector with a named `max` instead.
#pragma once

#include <stddef.h>
#include <string.h>

#include "base/check.h"

// Zeroed; never NULL; `count * size` overflow aborts.
[[nodiscard]] void *mem_alloc(size_t count, size_t size);
// Grows or shrinks; bytes past `old_count` are zeroed; never NULL.
[[nodiscard]] void *mem_resize(void *ptr, size_t old_count, size_t count, size_t size);
// The same for bytes that are written before they are read: those past the old end are anything.
[[nodiscard]] void *mem_resize_bytes(void *ptr, size_t len);
// Accepts NULL.
void mem_free(void *ptr);
// Zeroed memory from the kernel, in huge pages if it has some: the first touches cost a fault for every 2 MB instead of
// 4 KB. Goes back as a whole, with the same length.
#define MEM_HUGE_PAGE ((size_t)2 << 20)
[[nodiscard]] void *mem_map(size_t len);
void mem_unmap(void *ptr, size_t len);
#define MEM_NEW(T) ((T *)mem_alloc(1, sizeof(T)))

// Bounded copies: both sizes are stated, the smaller destination is our bug.
static inline void mem_copy(void *dst, size_t dst_len, const void *src, size_t len)
{
    CHECK(len <= dst_len);
    KNOW(!len || (dst && src));
    if (len) memcpy(dst, src, len);
}
static inline void mem_move(void *dst, size_t dst_len, const void *src, size_t len)
{
    CHECK(len <= dst_len);
    KNOW(!len || (dst && src));
    if (len) memmove(dst, src, len);
}
