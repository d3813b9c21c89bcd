// map.c - open addressing over an insertion-ordered entry array; load factor at most 1/2.
#include "base/map.h"

#include "base/mem.h"
#include "base/num.h"

#define MAP_MAX_ENTRIES ((uint32_t)1 << 28)

typedef struct Slots {
    uint32_t *ptr;
    size_t len;
} Slots;

void Map_cleanup(Map *m)
{
    mem_free(m->items);
    mem_free(m->slots);
    *m = (Map){};
}

// The slot that holds `key`, or the free slot where it belongs. The table is never full.
static uint32_t *probe(const Map *m, Str key)
{
    Slots slots = {m->slots, m->slot_count};
    size_t mask = slots.len - 1, i = (size_t)str_hash(key) & mask;
    for (;; i = (i + 1) & mask) {
        uint32_t *slot = &AT(slots, i);
        if (!*slot || str_eq(ITEM(*m, *slot - 1).key, key)) return slot;
    }
}

static void grow(Map *m)
{
    CHECK(m->count < MAP_MAX_ENTRIES);
    uint32_t cap = m->cap ? m->cap * 2 : 8;
    m->items = mem_resize(m->items, m->cap, cap, sizeof *m->items);
    m->cap = cap;
    mem_free(m->slots);
    m->slot_count = cap * 2;
    m->slots = mem_alloc(m->slot_count, sizeof *m->slots);
    for (uint32_t i = 0; i < m->count; i++) *probe(m, ITEM(*m, i).key) = i + 1;
}

uint64_t *map_find(const Map *m, Str key)
{
    if (!m->slot_count) return NULL;
    uint32_t slot = *probe(m, key);
    return slot ? &ITEM(*m, slot - 1).value : NULL;
}

uint64_t *map_put(Map *m, Str key, bool *added)
{
    if (m->count == m->cap) grow(m);
    uint32_t *slot = probe(m, key);
    if (added) *added = !*slot;
    if (!*slot) {
        m->count++;
        *slot = m->count;
        ITEM(*m, m->count - 1) = (MapEntry){.key = key};
    }
    return &ITEM(*m, *slot - 1).value;
}
