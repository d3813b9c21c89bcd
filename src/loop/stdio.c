// stdio.c - standard descriptors behind stdio.h.
#include "loop/stdio.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/hostile.h"

#define READ_SIZE HOSTILE(65536u, 16u)

StdioKind stdio_kind(int fd)
{
    struct stat st = {};
    if (fstat(fd, &st) != 0) return STDIO_CLOSED;
    switch (uv_guess_handle(fd)) {
    case UV_TTY: return STDIO_TTY;
    case UV_FILE: return STDIO_FILE;
    case UV_NAMED_PIPE: return STDIO_PIPE;
    case UV_TCP: return STDIO_SOCKET;
    default: break;
    }
    if (S_ISSOCK(st.st_mode)) return STDIO_SOCKET;
    return S_ISREG(st.st_mode) || S_ISCHR(st.st_mode) ? STDIO_FILE : STDIO_UNKNOWN;
}

static void wait_writable(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLOUT};
    (void)poll(&p, 1, -1);
}

Err stdio_write(int fd, Span bytes)
{
    size_t done = 0;
    while (done < bytes.len) {
        Span rest = span_sub(bytes, done, bytes.len);
        ssize_t n = write(fd, rest.ptr, rest.len);
        if (n >= 0) {
            done += (size_t)n;
            continue;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) wait_writable(fd);
        else if (errno != EINTR) return err(-errno);
    }
    return OK;
}

struct StdioReader {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_pipe_t pipe;
        uv_tty_t tty;
        uv_tcp_t tcp;
    } uv;
    StdioReadFn fn;
    void *data;
    uint8_t buffer[READ_SIZE];
    bool is_tty;
    bool wanted_ref;
};

static void give_buffer(uv_handle_t *handle, size_t wanted, uv_buf_t *out)
{
    (void)wanted;
    StdioReader *reader = handle->data;
    *out = uv_buf_init((char *)reader->buffer, READ_SIZE);
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    (void)buf;
    StdioReader *reader = stream->data;
    if (n == 0) return;  // libuv: nothing yet
    if (n < 0) {
        stdio_reader_stop(reader);
        reader->fn(reader->data, n == UV_EOF ? 0 : (int)n, (Span){});
        return;
    }
    reader->fn(reader->data, 1, (Span){reader->buffer, (size_t)n});
}

// libuv closes the descriptor with the handle; a duplicate keeps the program's own one open.
static int open_handle(Loop *loop, StdioReader *reader, int fd)
{
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    if (copy < 0) return -errno;
    StdioKind kind = stdio_kind(fd);
    int code = UV_EINVAL;
    if (kind == STDIO_TTY) {
        reader->is_tty = true;
        code = uv_tty_init(loop_uv(loop), &reader->uv.tty, copy, 0);
    } else if (kind == STDIO_PIPE) {
        code = uv_pipe_init(loop_uv(loop), &reader->uv.pipe, 0);
        if (!code) code = uv_pipe_open(&reader->uv.pipe, copy);
    } else if (kind == STDIO_SOCKET) {
        code = uv_tcp_init(loop_uv(loop), &reader->uv.tcp);
        if (!code) code = uv_tcp_open(&reader->uv.tcp, copy);
    }
    if (code) close(copy);
    return code;
}

static void free_reader(uv_handle_t *handle) { mem_free(handle->data); }

Err stdio_reader_open(Loop *loop, int fd, StdioReadFn fn, void *data, StdioReader **out)
{
    StdioReader *reader = MEM_NEW(StdioReader);
    *reader = (StdioReader){.fn = fn, .data = data, .wanted_ref = true};
    int code = open_handle(loop, reader, fd);
    reader->uv.handle.data = reader;
    if (code) {
        // An initialised handle must be closed through the loop; an untouched one has no loop.
        if (reader->uv.handle.loop) uv_close(&reader->uv.handle, free_reader);
        else mem_free(reader);
        return err(code);
    }
    uv_unref(&reader->uv.handle);
    *out = reader;
    return OK;
}

Err stdio_reader_start(StdioReader *reader)
{
    if (reader->wanted_ref) uv_ref(&reader->uv.handle);
    int code = uv_read_start(&reader->uv.stream, give_buffer, on_read);
    return code == UV_EALREADY ? OK : err(code);
}

void stdio_reader_stop(StdioReader *reader)
{
    uv_read_stop(&reader->uv.stream);
    uv_unref(&reader->uv.handle);
}

void stdio_reader_ref(StdioReader *reader, bool on)
{
    reader->wanted_ref = on;
    if (on && uv_is_active(&reader->uv.handle)) uv_ref(&reader->uv.handle);
    if (!on) uv_unref(&reader->uv.handle);
}

Err stdio_reader_raw_mode(StdioReader *reader, bool on)
{
    if (!reader->is_tty) return err(UV_ENOTTY);
    return err(uv_tty_set_mode(&reader->uv.tty, on ? UV_TTY_MODE_RAW : UV_TTY_MODE_NORMAL));
}

void stdio_reader_close(StdioReader *reader) { uv_close(&reader->uv.handle, free_reader); }
