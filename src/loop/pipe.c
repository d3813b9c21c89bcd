// pipe.c - uv_pipe_t behind pipe.h.
#include "loop/pipe.h"

#include "base/buf.h"
#include "base/hostile.h"
#include "base/mem.h"
#include "base/num.h"

#define READ_SIZE HOSTILE(65536u, 16u)

struct Pipe {
    uv_pipe_t uv;
    PipeReadFn on_read;
    void *data;
    uint8_t *buffer;  // made by the first read
};

typedef struct PipeRequest {
    union {
        uv_write_t write;
        uv_shutdown_t shutdown;
    } uv;
    PipeDoneFn fn;
    void *data;
    Buf bytes;
} PipeRequest;

Pipe *pipe_new(Loop *loop)
{
    Pipe *pipe = MEM_NEW(Pipe);
    CHECK(uv_pipe_init(loop_uv(loop), &pipe->uv, 0) == 0);
    pipe->uv.data = pipe;
    return pipe;
}

Err pipe_open(Loop *loop, int fd, Pipe **out)
{
    Pipe *pipe = pipe_new(loop);
    int code = uv_pipe_open(&pipe->uv, fd);
    if (code) {
        pipe_close(pipe);
        return err(code);
    }
    *out = pipe;
    return OK;
}

uv_stream_t *pipe_uv(Pipe *pipe) { return (uv_stream_t *)&pipe->uv; }

int pipe_fd(Pipe *pipe)
{
    uv_os_fd_t fd = -1;
    int code = uv_fileno((uv_handle_t *)&pipe->uv, &fd);
    return code ? code : fd;
}

void pipe_on_read(Pipe *pipe, PipeReadFn fn, void *data)
{
    pipe->on_read = fn;
    pipe->data = data;
}

static void give_buffer(uv_handle_t *handle, size_t wanted, uv_buf_t *out)
{
    (void)wanted;
    Pipe *pipe = handle->data;
    if (!pipe->buffer) pipe->buffer = mem_alloc(READ_SIZE, 1);
    *out = uv_buf_init((char *)pipe->buffer, READ_SIZE);
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    (void)buf;
    Pipe *pipe = stream->data;
    if (n == 0) return;
    if (n > 0) {
        pipe->on_read(pipe->data, 1, (Span){pipe->buffer, (size_t)n});
        return;
    }
    uv_read_stop(stream);
    pipe->on_read(pipe->data, n == UV_EOF ? 0 : (int)n, (Span){});
}

Err pipe_read_start(Pipe *pipe)
{
    CHECK(pipe->on_read);
    int code = uv_read_start(pipe_uv(pipe), give_buffer, on_read);
    return code == UV_EALREADY ? OK : err(code);
}

void pipe_read_stop(Pipe *pipe) { uv_read_stop(pipe_uv(pipe)); }

static void finish(PipeRequest *request, int status)
{
    PipeDoneFn fn = request->fn;
    void *data = request->data;
    Buf_cleanup(&request->bytes);
    mem_free(request);
    if (fn) fn(data, status);
}

static void on_written(uv_write_t *uv, int status) { finish(uv->data, status); }
static void on_shutdown(uv_shutdown_t *uv, int status) { finish(uv->data, status); }

Err pipe_write(Pipe *pipe, Span bytes, PipeDoneFn fn, void *data)
{
    PipeRequest *request = MEM_NEW(PipeRequest);
    *request = (PipeRequest){.fn = fn, .data = data};
    request->uv.write.data = request;
    Err e = buf_append(&request->bytes, bytes);
    if (!e.code) {
        uv_buf_t buf = uv_buf_init((char *)request->bytes.ptr, u32_of(bytes.len));
        e = err(uv_write(&request->uv.write, pipe_uv(pipe), &buf, 1, on_written));
    }
    if (!e.code) return OK;
    Buf_cleanup(&request->bytes);
    mem_free(request);
    return e;
}

Err pipe_end(Pipe *pipe, PipeDoneFn fn, void *data)
{
    PipeRequest *request = MEM_NEW(PipeRequest);
    *request = (PipeRequest){.fn = fn, .data = data};
    request->uv.shutdown.data = request;
    int code = uv_shutdown(&request->uv.shutdown, pipe_uv(pipe), on_shutdown);
    if (code) mem_free(request);
    return err(code);
}

void pipe_ref(Pipe *pipe, bool on)
{
    if (on) uv_ref((uv_handle_t *)&pipe->uv);
    else uv_unref((uv_handle_t *)&pipe->uv);
}

static void on_close(uv_handle_t *handle)
{
    Pipe *pipe = handle->data;
    mem_free(pipe->buffer);
    mem_free(pipe);
}

void pipe_close(Pipe *pipe) { uv_close((uv_handle_t *)&pipe->uv, on_close); }
