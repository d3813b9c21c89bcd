// arena.c - bump allocation in blocks that double up to ARENA_BLOCK_MAX, a huge page; one block per object under
// AddressSanitizer, so that its red zones and quarantine see every object.
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>

#include "base/mem.h"
#include "base/num.h"

#define ARENA_BLOCK_MIN ((size_t)4096)
#define ARENA_BLOCK_MAX (MEM_HUGE_PAGE - sizeof(ArenaBlock))
#define ARENA_ALIGN ((size_t)16)
#define ARENA_OWN ((size_t)512 << 10)  // what is at least this large gets a block of its own if there is no room

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_SEPARATE true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_SEPARATE true
#endif
#endif
#ifndef ARENA_SEPARATE
#define ARENA_SEPARATE false
#endif

struct ArenaBlock {
    ArenaBlock *next;
    size_t len;  // bytes handed out
    size_t cap;
    void *adopted;  // also keeps `bytes` 16-byte aligned
    uint8_t bytes[];
};

static bool is_mapped(size_t cap)
{
    return !ARENA_SEPARATE && cap >= ARENA_BLOCK_MAX;
}

typedef enum Place { NEWEST, BEHIND } Place;

// The newest block is the one that is allocated from.
static void link_block(Arena *a, ArenaBlock *block, Place place)
{
    ArenaBlock **link = place == BEHIND && a->blocks ? &a->blocks->next : &a->blocks;
    block->next = *link;
    *link = block;
}

static ArenaBlock *add_block(Arena *a, size_t cap, Place place)
{
    size_t total;
    CHECK(size_add(cap, sizeof(ArenaBlock), &total));
    ArenaBlock *block = is_mapped(cap) ? mem_map(total) : mem_alloc(1, total);
    block->cap = cap;
    link_block(a, block, place);
    return block;
}

static void free_block(ArenaBlock *block)
{
    mem_free(block->adopted);
    if (is_mapped(block->cap)) mem_unmap(block, block->cap + sizeof(ArenaBlock));
    else mem_free(block);
}

void Arena_cleanup(Arena *a)
{
    while (a->blocks) {
        ArenaBlock *next = a->blocks->next;
        free_block(a->blocks);
        a->blocks = next;
    }
    a->used = 0;
}

void arena_reset(Arena *a)
{
    ArenaBlock *keep = ARENA_SEPARATE || (a->blocks && a->blocks->adopted) ? NULL : a->blocks;
    if (keep) {
        a->blocks = keep->next;
        keep->next = NULL;
    }
    Arena_cleanup(a);
    if (!keep) return;
    memset(keep->bytes, 0, keep->len);
    keep->len = 0;
    a->blocks = keep;
}

static size_t next_block_size(const Arena *a, size_t need)
{
    if (ARENA_SEPARATE) return need;
    size_t size = a->blocks ? size_min(a->blocks->cap * 2, ARENA_BLOCK_MAX) : 0;
    return size_max(size_max(size, ARENA_BLOCK_MIN), need);
}

void *arena_alloc(Arena *a, size_t count, size_t size)
{
    size_t total;
    CHECK(size_mul(count, size, &total));
    size_t need = ARENA_SEPARATE ? total : (total + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);
    CHECK(need >= total);
    ArenaBlock *block = a->blocks;
    if (ARENA_SEPARATE || !block || need > block->cap - block->len) {
        bool own = block && need >= ARENA_OWN;
        block = add_block(a, own ? need : next_block_size(a, need), own ? BEHIND : NEWEST);
    }
    void *p = at_from(block->bytes, block->len, block->cap, 1);
    block->len += need;
    a->used += need;
    return p;
}

void arena_adopt(Arena *a, void *memory)
{
    ArenaBlock *block = mem_alloc(1, sizeof(ArenaBlock));
    block->adopted = memory;
    link_block(a, block, BEHIND);
}

void *arena_grow(Arena *a, void *old, size_t old_count, size_t count, size_t size)
{
    void *bigger = arena_alloc(a, count, size);
    mem_copy(bigger, count * size, old, old_count * size);
    return bigger;
}

char *arena_cstr(Arena *a, Str s)
{
    char *copy = arena_alloc(a, s.len + 1, 1);
    mem_copy(copy, s.len + 1, s.ptr, s.len);
    return copy;
}

Str arena_str(Arena *a, Str s) { return (Str){arena_cstr(a, s), s.len}; }

Str arena_concat(Arena *a, Str s, Str t)
{
    char *both = arena_alloc(a, s.len + t.len + 1, 1);
    mem_copy(both, s.len + t.len, s.ptr, s.len);
    mem_copy(at_from(both, s.len, s.len + t.len, 1), t.len, t.ptr, t.len);
    return (Str){both, s.len + t.len};
}

Str arena_join(Arena *a, StrParts parts)
{
    size_t len = 0;
    for (size_t i = 0; i < parts.len; i++) CHECK(size_add(len, AT(parts, i).len, &len));
    char *whole = arena_alloc(a, len + 1, 1);
    size_t at = 0;
    for (size_t i = 0; i < parts.len; i++) {
        Str part = AT(parts, i);
        mem_copy(at_from(whole, at, len, 1), len - at, part.ptr, part.len);
        at += part.len;
    }
    return (Str){whole, len};
}

Str arena_vfmt(Arena *a, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    char probe[128];  // most are shorter: formatted once
    int len = vsnprintf(probe, sizeof probe, format, again);
    va_end(again);
    CHECK(len >= 0);
    if ((size_t)len < sizeof probe) return arena_str(a, (Str){probe, (size_t)len});
    char *text = arena_alloc(a, (size_t)len + 1, 1);
    vsnprintf(text, (size_t)len + 1, format, args);
    return (Str){text, (size_t)len};
}

Str arena_fmt(Arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Str s = arena_vfmt(a, format, args);
    va_end(args);
    return s;
}
