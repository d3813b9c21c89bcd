// stdio_test.c - whole writes to slow descriptors, and reading a pipe on the loop.
#include "loop/stdio.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/test.h"

typedef struct Drain {
    int fd;
    size_t total;
} Drain;

static void *drain_slowly(void *data)
{
    Drain *d = data;
    char buf[4096];
    ssize_t n;
    usleep(20000);
    while ((n = read(d->fd, buf, sizeof buf)) > 0) d->total += (size_t)n;
    return NULL;
}

TEST(a_full_non_blocking_pipe_is_waited_for)
{
    int fds[2];
    CHECK(pipe(fds) == 0);
    CHECK(fcntl(ELEM(fds, 1), F_SETFL, O_NONBLOCK) == 0);
    CHECK(stdio_kind(ELEM(fds, 0)) == STDIO_PIPE);
    Drain d = {.fd = ELEM(fds, 0)};
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, drain_slowly, &d) == 0);
    size_t len = 300000;
    uint8_t *bytes = mem_alloc(len, 1);
    CHECK(!stdio_write(ELEM(fds, 1), (Span){bytes, len}).code);
    close(ELEM(fds, 1));
    pthread_join(thread, NULL);
    CHECK(d.total == len);
    mem_free(bytes);
}

TEST(a_pipe_without_reader_is_epipe)
{
    int fds[2];
    CHECK(pipe(fds) == 0);
    signal(SIGPIPE, SIG_IGN);
    close(ELEM(fds, 0));
    CHECK(stdio_write(ELEM(fds, 1), SPAN("x")).code == UV_EPIPE);
    CHECK(stdio_write(-1, SPAN("x")).code == UV_EBADF);
    CHECK(stdio_kind(-1) == STDIO_CLOSED);
    close(ELEM(fds, 1));
}

typedef struct Got {
    size_t bytes;
    int ends;
} Got;

static void on_data(void *data, int status, Span bytes)
{
    Got *got = data;
    CHECK(status >= 0);
    if (status == 0) got->ends++;
    got->bytes += bytes.len;
}

TEST(a_pipe_is_read_to_its_end_and_idle_readers_do_not_wait)
{
    int fds[2];
    CHECK(pipe(fds) == 0);
    Loop *loop = loop_new();
    Got got = {};
    StdioReader *reader = NULL;
    CHECK(!stdio_reader_open(loop, ELEM(fds, 0), on_data, &got, &reader).code);
    loop_run(loop);  // not reading: returns although the pipe is open
    CHECK(!stdio_write(ELEM(fds, 1), SPAN("hello")).code);
    close(ELEM(fds, 1));
    CHECK(!stdio_reader_start(reader).code);
    CHECK(stdio_reader_raw_mode(reader, true).code == UV_ENOTTY);
    loop_run(loop);
    CHECK(got.bytes == 5 && got.ends == 1);
    stdio_reader_close(reader);
    CHECK(stdio_reader_open(loop, -1, on_data, &got, &reader).code == UV_EBADF);
    loop_free(loop);
    close(ELEM(fds, 0));
}
