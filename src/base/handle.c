// handle.c - the generation-checked slot table.
#include "base/handle.h"

#include "base/at.h"
#include "base/mem.h"

const char *handle_kind_name(HandleKind kind)
{
    switch (kind) {
#define KIND(id, name)                                                                             \
    case id: return name;
#include "base/kinds.def"
#undef KIND
    default: return "none";
    }
}

static uint32_t free_slot(HandleTable *t)
{
    for (uint32_t i = t->free_hint; i < t->count; i++)
        if (ITEM(*t, i).kind == KIND_NONE && ITEM(*t, i).gen != UINT32_MAX) return i;  // worn-out slots stay retired
    if (t->count == t->cap) {
        uint32_t cap = t->cap ? t->cap * 2 : 16;
        CHECK(cap > t->cap);
        t->items = mem_resize(t->items, t->cap, cap, sizeof *t->items);
        t->cap = cap;
    }
    return t->count++;
}

Handle handle_put(HandleTable *t, void *ptr, HandleKind kind, HandleClose close)
{
    CHECK(kind > KIND_NONE && kind < KIND_COUNT);
    uint32_t i = free_slot(t);
    HandleSlot *slot = &ITEM(*t, i);
    *slot = (HandleSlot){.ptr = ptr, .close = close, .gen = slot->gen + 1, .kind = kind};
    t->free_hint = i + 1;
    ELEM(t->live, kind)++;
    return (Handle){i, slot->gen};
}

static HandleSlot *resolve(const HandleTable *t, Handle h)
{
    if (h.slot >= t->count) return NULL;
    HandleSlot *slot = &ITEM(*t, h.slot);
    return slot->gen == h.gen && slot->kind != KIND_NONE ? slot : NULL;
}

void *handle_get(const HandleTable *t, Handle h, HandleKind kind)
{
    const HandleSlot *slot = resolve(t, h);
    return slot && slot->kind == kind ? slot->ptr : NULL;
}

static HandleSlot release(HandleTable *t, Handle h)
{
    HandleSlot *slot = resolve(t, h);
    if (!slot) return (HandleSlot){};
    HandleSlot taken = *slot;
    *slot = (HandleSlot){.gen = taken.gen};
    if (h.slot < t->free_hint) t->free_hint = h.slot;
    ELEM(t->live, taken.kind)--;
    return taken;
}

void *handle_take(HandleTable *t, Handle h, HandleKind kind)
{
    return handle_get(t, h, kind) ? release(t, h).ptr : NULL;
}

void handle_close(HandleTable *t, Handle h)
{
    HandleSlot slot = release(t, h);
    if (slot.close) slot.close(slot.ptr);
}

uint32_t handle_live(const HandleTable *t)
{
    uint32_t total = 0;
    for (size_t i = 0; i < KIND_COUNT; i++) total += ELEM(t->live, i);
    return total;
}

void HandleTable_cleanup(HandleTable *t)
{
    for (uint32_t i = 0; i < t->count; i++) handle_close(t, (Handle){i, ITEM(*t, i).gen});
    mem_free(t->items);
    *t = (HandleTable){};
}
