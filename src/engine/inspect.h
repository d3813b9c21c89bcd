// inspect.h - what the engine knows about an object and JavaScript cannot see: for util.inspect and
// util.types. All functions: loop thread, run no user code, never throw.
#pragma once

#include "engine/engine.h"

// The engine's type byte of an object (Map, Date, Promise ... have one each); 0 for anything else or when
// the library's objects do not look as expected. Which byte means what is learned from samples by the
// caller (lib/internal/util/types.js).
uint32_t js_cell_type(const JsCall *call, JsValue v);

// The target of a proxy: undefined if `v` is no proxy, null if it was revoked.
JsValue js_proxy_target(JsCall *call, JsValue v);
// Its handler; undefined when that cannot be found out.
JsValue js_proxy_handler(JsCall *call, JsValue v);

typedef enum JsPromiseState { JS_PROMISE_UNKNOWN = -1, JS_PROMISE_PENDING, JS_PROMISE_FULFILLED, JS_PROMISE_REJECTED } JsPromiseState;
// State of a promise, and its value or reason in `out`. UNKNOWN if `v` is none or the library does not tell.
JsPromiseState js_promise_state(JsCall *call, JsValue v, JsValue *out);

typedef enum JsIteratorStage { JS_ITERATOR_RUNNING, JS_ITERATOR_FINISHED, JS_ITERATOR_STALE } JsIteratorStage;
typedef struct JsIteratorState {
    uint32_t slot;           // table slots it has passed; deleted entries keep theirs
    uint32_t kind;           // 0 keys, 1 values, 2 entries
    JsIteratorStage stage;   // STALE: the table was rebuilt since, slots mean nothing now
    JsValue source;          // the Map or Set
} JsIteratorState;
// Where a Map or Set iterator stands, without moving it. False if `v` is none or it cannot be known.
bool js_iterator_state(JsCall *call, JsValue v, JsIteratorState *out);
