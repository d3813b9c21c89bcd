// wrap.c - wrapper objects for native resources. The wrapper holds {slot, generation}; when the collector
// finalizes it, on whatever thread, it only leaves a note that the loop thread reads (rt_reap).
#include <pthread.h>

#include "base/mem.h"
#include "base/vec.h"
#include "engine/jsc.h"

typedef struct ReapQueue {
    pthread_mutex_t lock;
    VEC(Handle) handles;
} ReapQueue;

// Behind a wrapper's private pointer; owned by the wrapper, freed by its finalizer.
typedef struct Wrapper {
    ReapQueue *queue;  // outlives the VM
    Handle handle;
} Wrapper;

static void finalize_handle(JSObjectRef object)
{
    Wrapper *w = JSObjectGetPrivate(object);
    if (!w) return;
    pthread_mutex_lock(&w->queue->lock);
    CHECK(VEC_PUSH(&w->queue->handles, w->handle));
    pthread_mutex_unlock(&w->queue->lock);
    mem_free(w);
}

void wrap_init(Runtime *rt)
{
    rt->reap = MEM_NEW(ReapQueue);
    pthread_mutex_init(&rt->reap->lock, NULL);
    JSClassDefinition definition = kJSClassDefinitionEmpty;
    definition.className = "NativeHandle";
    definition.finalize = finalize_handle;
    rt->handle_class = JSClassCreate(&definition);
}

// After the VM is gone: all finalizers have run.
void wrap_cleanup(Runtime *rt)
{
    rt_reap(rt);
    VEC_FREE(&rt->reap->handles);
    pthread_mutex_destroy(&rt->reap->lock);
    mem_free(rt->reap);
    rt->reap = NULL;
}

static bool take_note(ReapQueue *queue, Handle *out)
{
    pthread_mutex_lock(&queue->lock);
    bool some = queue->handles.count > 0;
    if (some) {
        *out = ITEM(queue->handles, queue->handles.count - 1);
        queue->handles.count--;
    }
    pthread_mutex_unlock(&queue->lock);
    return some;
}

void rt_reap(Runtime *rt)
{
    for (Handle h; take_note(rt->reap, &h);) handle_close(&rt->handles, h);
}

static Handle handle_of(JsCall *call, size_t index)
{
    JsValue v = js_arg(call, index);
    if (!JSValueIsObjectOfClass(call->ctx, v.ref, call->rt->handle_class)) return (Handle){};
    const Wrapper *w = JSObjectGetPrivate(jsc_object(v));
    return w ? w->handle : (Handle){};
}

void *js_arg_handle(JsCall *call, size_t index, HandleKind kind)
{
    return handle_get(&call->rt->handles, handle_of(call, index), kind);
}

JsValue js_handle_new(JsCall *call, HandleKind kind, void *ptr, HandleClose close)
{
    Wrapper *w = MEM_NEW(Wrapper);
    *w = (Wrapper){call->rt->reap, handle_put(&call->rt->handles, ptr, kind, close)};
    return (JsValue){JSObjectMake(call->ctx, call->rt->handle_class, w)};
}

bool js_handle_close(JsCall *call, size_t index, HandleKind kind)
{
    Handle h = handle_of(call, index);
    if (!handle_get(&call->rt->handles, h, kind)) return false;
    handle_close(&call->rt->handles, h);
    return true;
}

void *js_handle_take(JsCall *call, size_t index, HandleKind kind)
{
    return handle_take(&call->rt->handles, handle_of(call, index), kind);
}
