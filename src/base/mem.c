// mem.c - allocation that cannot fail and cannot overflow; the only file that names the allocator.
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/check.h"
#include "base/num.h"
#include "base/vec.h"

void check_failed(const char *file, int line, const char *text)
{
    fprintf(stderr, "cob: internal error at %s:%d: %s\nThis is a bug in cob.\n", file, line, text);
    abort();
}

uint32_t u32_of(size_t value)
{
    CHECK(value <= UINT32_MAX);
    return (uint32_t)value;
}

int32_t i32_of(size_t value)
{
    CHECK(value <= INT32_MAX);
    return (int32_t)value;
}

void *mem_alloc(size_t count, size_t size)
{
    size_t total;
    CHECK(size_mul(count, size, &total));
    void *p = calloc(1, total ? total : 1);
    CHECK(p);
    return p;
}

void *mem_resize_bytes(void *ptr, size_t len)
{
    void *p = realloc(ptr, len ? len : 1);
    CHECK(p);
    return p;
}

void *mem_resize(void *ptr, size_t old_count, size_t count, size_t size)
{
    size_t old_total, total;
    CHECK(size_mul(old_count, size, &old_total) && size_mul(count, size, &total));
    void *p = mem_resize_bytes(ptr, total);
    if (total > old_total) memset(at_from(p, old_total, total, 1), 0, total - old_total);
    return p;
}

void mem_free(void *ptr) { free(ptr); }

static size_t whole_pages(size_t len)
{
    size_t page = 4096;
    CHECK(len <= SIZE_MAX - MEM_HUGE_PAGE - page);
    return (len + page - 1) / page * page;
}

void *mem_map(size_t len)
{
    size_t whole = whole_pages(len), room = whole + MEM_HUGE_PAGE;  // huge pages begin at multiples of their size
    void *p = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(p != MAP_FAILED);
    size_t lead = (MEM_HUGE_PAGE - (size_t)p % MEM_HUGE_PAGE) % MEM_HUGE_PAGE;
    void *start = at_from(p, lead, room, 1), *end = at_from(p, lead + whole, room, 1);
    if (lead) munmap(p, lead);
    munmap(end, MEM_HUGE_PAGE - lead);
    madvise(start, whole, MADV_HUGEPAGE);  // it may have none
    return start;
}

void mem_unmap(void *ptr, size_t len)
{
    if (ptr) munmap(ptr, whole_pages(len));
}

bool vec_room(void **items, uint32_t count, uint32_t *cap, uint32_t max, size_t size)
{
    if (count < *cap) return true;
    uint32_t limit = max ? max : VEC_DEFAULT_MAX;
    if (count >= limit) return false;
    uint32_t bigger = *cap < 8 ? 8 : *cap > limit / 2 ? limit : *cap * 2;
    if (bigger > limit) bigger = limit;
    *items = mem_resize(*items, *cap, bigger, size);
    *cap = bigger;
    return true;
}
