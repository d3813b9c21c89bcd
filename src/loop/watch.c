// watch.c - uv_fs_event handles behind watch.h.
#include "loop/watch.h"

#include "base/mem.h"

struct Watch {
    uv_fs_event_t uv;
    WatchFn fn;
    void *data;
};

static void on_event(uv_fs_event_t *handle, const char *name, int events, int status)
{
    Watch *watch = handle->data;
    watch->fn(watch->data, status, (events & UV_RENAME) != 0, str_c(name));
}

static void on_close(uv_handle_t *handle) { mem_free(handle->data); }

Err watch_open(Loop *loop, FsPath path, WatchFn fn, void *data, Watch **out)
{
    Watch *watch = MEM_NEW(Watch);
    watch->fn = fn;
    watch->data = data;
    watch->uv.data = watch;
    CHECK(uv_fs_event_init(loop_uv(loop), &watch->uv) == 0);
    int code = uv_fs_event_start(&watch->uv, on_event, fs_path_c(path), 0);
    if (code) {
        uv_close((uv_handle_t *)&watch->uv, on_close);
        return err(code);
    }
    *out = watch;
    return OK;
}

void watch_ref(Watch *watch, bool on)
{
    if (on) uv_ref((uv_handle_t *)&watch->uv);
    else uv_unref((uv_handle_t *)&watch->uv);
}

void watch_close(Watch *watch) { uv_close((uv_handle_t *)&watch->uv, on_close); }
