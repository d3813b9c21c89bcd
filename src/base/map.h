// map.h - hash map from Str to a 64-bit value (an index, or a pointer through map_ptr).
//
// Keys are borrowed: they must live as long as the map. Insertion order is kept (map.entries).
// Heap-allocated; AUTO(Map) works. Not thread-safe. Cost: one multiply-mix hash, linear probing.
#pragma once

#include "base/own.h"
#include "base/str.h"

typedef struct MapEntry {
    Str key;
    uint64_t value;
} MapEntry;

typedef struct Map {
    MapEntry *items;  // in order of insertion; ITEM(map, i)
    uint32_t count;
    uint32_t cap;
    uint32_t *slots;  // index + 1 into items, 0 free
    uint32_t slot_count;
} Map;

void Map_cleanup(Map *m);
// The value's place, or NULL. Valid until the next map_put.
uint64_t *map_find(const Map *m, Str key);
// The place of `key`, inserted with value 0 if it was absent (`*added` tells, may be NULL).
uint64_t *map_put(Map *m, Str key, bool *added);
