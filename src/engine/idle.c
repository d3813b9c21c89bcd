// idle.c - see idle.h.
#include "engine/idle.h"

#include "base/mem.h"
#include "engine/jsc.h"
#include "loop/loop.h"

typedef enum Stage { STAGE_CLEAN, STAGE_EDEN_DUE, STAGE_FULL_DUE, STAGE_FINISH_DUE } Stage;

struct IdleCollector {
    Runtime *rt;
    uv_timer_t timer;
    uint64_t seen;       // entries when the timer was armed
    uint64_t collected;  // entries at the last young collection
    Stage stage;
};

static void on_timer(uv_timer_t *timer);

static void arm(IdleCollector *idle, Stage stage, uint64_t ms)
{
    idle->stage = stage;
    idle->seen = idle->rt->entries;
    uv_timer_start(&idle->timer, on_timer, ms, 0);
}

static void on_timer(uv_timer_t *timer)
{
    IdleCollector *idle = timer->data;
    Runtime *rt = idle->rt;
    if (rt->entries != idle->seen) {  // not idle after all: the next tick arms again
        idle->stage = STAGE_CLEAN;
        return;
    }
    switch (idle->stage) {
    case STAGE_EDEN_DUE:
        rt_collect(rt, false);
        rt_reap(rt);
        idle->collected = rt->entries;
        arm(idle, STAGE_FULL_DUE, IDLE_FULL_MS);
        return;
    case STAGE_FULL_DUE:
        rt_collect_beside(rt);
        arm(idle, STAGE_FINISH_DUE, IDLE_FINISH_MS);
        return;
    default:
        rt_finish_collection(rt);
        idle->stage = STAGE_CLEAN;
    }
}

void idle_tick(IdleCollector *idle)
{
    uint64_t since = idle->rt->entries - idle->collected;
    if (idle->stage != STAGE_EDEN_DUE && since >= IDLE_MIN_ENTRIES) arm(idle, STAGE_EDEN_DUE, IDLE_EDEN_MS);
}

IdleCollector *idle_new(Runtime *rt)
{
    IdleCollector *idle = MEM_NEW(IdleCollector);
    idle->rt = rt;
    CHECK(uv_timer_init(loop_uv(rt->loop), &idle->timer) == 0);
    uv_unref((uv_handle_t *)&idle->timer);
    idle->timer.data = idle;
    return idle;
}

static void on_closed(uv_handle_t *handle) { mem_free(handle->data); }

void idle_free(IdleCollector *idle) { uv_close((uv_handle_t *)&idle->timer, on_closed); }
