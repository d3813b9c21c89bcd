// idle.h - collection while nothing happens, so that it does not happen inside a request.
//
// The engine's own timers are off (they need a run loop that embedders of the C API do not have); allocation
// still triggers collections under load. After IDLE_EDEN_MS without an entry into JavaScript the young
// generation is collected, synchronously, for that is short; after IDLE_FULL_MS everything, beside the program, so
// that a request which comes just then does not wait for a heap of any size. Once each until something runs
// again. The timer never keeps the process alive.
#pragma once

#include "engine/engine.h"

#define IDLE_EDEN_MS 50
#define IDLE_FULL_MS 4000
#define IDLE_FINISH_MS 1000  // what a full collection found dead is let go by then
#define IDLE_MIN_ENTRIES 64  // fewer entries than this made too little garbage to care

typedef struct IdleCollector IdleCollector;

IdleCollector *idle_new(Runtime *rt);
void idle_free(IdleCollector *idle);  // before the loop goes; the loop must turn once more
void idle_tick(IdleCollector *idle);  // the loop is about to wait
