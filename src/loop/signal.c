// signal.c - uv_signal handles behind signal.h.
#include "loop/signal.h"

#include "base/mem.h"

struct SignalWatch {
    uv_signal_t uv;
    SignalFn fn;
    void *data;
};

static void on_signal(uv_signal_t *handle, int signum)
{
    SignalWatch *watch = handle->data;
    watch->fn(watch->data, signum);
}

static void on_close(uv_handle_t *handle) { mem_free(handle->data); }

Err signal_watch(Loop *loop, int signum, SignalFn fn, void *data, SignalWatch **out)
{
    SignalWatch *watch = MEM_NEW(SignalWatch);
    watch->fn = fn;
    watch->data = data;
    watch->uv.data = watch;
    CHECK(uv_signal_init(loop_uv(loop), &watch->uv) == 0);
    uv_unref((uv_handle_t *)&watch->uv);
    int code = uv_signal_start(&watch->uv, on_signal, signum);
    if (code) {
        uv_close((uv_handle_t *)&watch->uv, on_close);
        return err(code);
    }
    *out = watch;
    return OK;
}

void signal_unwatch(SignalWatch *watch)
{
    if (watch) uv_close((uv_handle_t *)&watch->uv, on_close);
}
