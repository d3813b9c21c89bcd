// handle.h - {slot, generation} references to native resources. JavaScript holds these, never pointers.
//
// A stale, reused or wrong-kind handle resolves to NULL. Slots are counted by kind, so that every test
// can end at the counts it began with. Loop thread only.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef enum HandleKind {
    KIND_NONE,
#define KIND(id, name) id,
#include "base/kinds.def"
#undef KIND
    KIND_COUNT,
} HandleKind;

typedef struct Handle {
    uint32_t slot;
    uint32_t gen;  // generations start at 1: the zero handle never resolves
} Handle;

// Closes what `ptr` stands for; runs once, on the loop thread, when JavaScript dropped its last
// reference or at shutdown. NULL: nothing to do.
typedef void (*HandleClose)(void *ptr);

typedef struct HandleSlot {
    void *ptr;
    HandleClose close;
    uint32_t gen;
    HandleKind kind;
} HandleSlot;

typedef struct HandleTable {
    HandleSlot *items;
    uint32_t count;
    uint32_t cap;
    uint32_t free_hint;            // no free slot below it
    uint32_t live[KIND_COUNT];
} HandleTable;

void HandleTable_cleanup(HandleTable *t);        // closes what is left
Handle handle_put(HandleTable *t, void *ptr, HandleKind kind, HandleClose close);
void *handle_get(const HandleTable *t, Handle h, HandleKind kind);  // borrows, or NULL
void *handle_take(HandleTable *t, Handle h, HandleKind kind);       // frees the slot; caller owns
void handle_close(HandleTable *t, Handle h);     // take + close, whatever the kind; stale is fine
uint32_t handle_live(const HandleTable *t);      // all kinds
const char *handle_kind_name(HandleKind kind);
