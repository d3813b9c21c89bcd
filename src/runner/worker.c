// worker.c - see worker.h.
#include "runner/worker.h"

#include <signal.h>

#include "base/mem.h"

#define DRAIN_MS 100
#define CHUNK 65536

typedef struct Stream {
    uv_pipe_t pipe;
    Worker *worker;
    Buf text;
    bool open;
} Stream;

struct Worker {
    WorkerPlan plan;
    uv_process_t process;
    uv_timer_t timer;
    Stream report;
    Stream console;      // standard output and error together, so that their order is kept
    WorkerEnd end;
    bool exited, finished;
    uint32_t handles;    // still to be closed
    uint8_t chunk[CHUNK];
};

// ---- the end ------------------------------------------------------------------------------------

static void on_closed(uv_handle_t *handle)
{
    Worker *w = handle->data;
    if (--w->handles > 0) return;
    w->end.console = buf_str(&w->console.text);
    w->plan.done(&w->end);
    Buf_cleanup(&w->report.text);
    Buf_cleanup(&w->console.text);
    mem_free(w);
}

static void close_handle(Worker *w, void *handle)
{
    uv_handle_t *h = handle;
    h->data = w;
    if (!uv_is_closing(h)) uv_close(h, on_closed);
}

static void finish(Worker *w)
{
    if (w->finished) return;
    w->finished = true;
    if (w->report.text.len) results_line(w->plan.arena, w->plan.file, buf_str(&w->report.text));
    close_handle(w, &w->timer);
    close_handle(w, &w->report.pipe);
    if (w->plan.capture) close_handle(w, &w->console.pipe);
    close_handle(w, &w->process);
}

static bool is_drained(const Worker *w)
{
    return !w->report.open && !w->console.open;
}

// ---- time limits ----------------------------------------------------------------------------------

static void on_time(uv_timer_t *timer)
{
    Worker *w = timer->data;
    if (w->exited) {  // something else holds the pipes open
        finish(w);
        return;
    }
    w->end.hung = true;
    uv_process_kill(&w->process, SIGKILL);
}

static void restart_timer(Worker *w)
{
    if (w->exited) return;
    double limit = w->plan.file->limit_ms;
    uint64_t wait = limit > 0 && limit < 1e12 ? (uint64_t)limit + WORKER_GRACE_MS : WORKER_LOAD_MS;
    uv_timer_start(&w->timer, on_time, wait, 0);
}

// ---- reading --------------------------------------------------------------------------------------

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
    (void)suggested;
    Stream *stream = handle->data;
    *out = uv_buf_init((char *)stream->worker->chunk, CHUNK);
}

static void take_lines(Worker *w)
{
    Buf *text = &w->report.text;
    size_t used = 0;
    for (;;) {
        Str rest = str_from(buf_str(text), used);
        size_t end = str_find_char(rest, '\n');
        if (end == STR_NONE) break;
        results_line(w->plan.arena, w->plan.file, str_sub(rest, 0, end));
        used += end + 1;
    }
    buf_consume(text, used);
}

static void stream_ended(Stream *stream)
{
    Worker *w = stream->worker;
    stream->open = false;
    uv_read_stop((uv_stream_t *)&stream->pipe);
    if (w->exited && is_drained(w)) finish(w);
}

static void on_read(uv_stream_t *handle, ssize_t count, const uv_buf_t *buf)
{
    Stream *stream = handle->data;
    Worker *w = stream->worker;
    if (count < 0) {
        stream_ended(stream);
        return;
    }
    buf_put(&stream->text, (Str){buf->base, (size_t)count});
    if (stream != &w->report) return;
    take_lines(w);
    restart_timer(w);
}

static void on_exit_child(uv_process_t *process, int64_t code, int signal)
{
    Worker *w = process->data;
    w->exited = true;
    w->end.exit_code = code;
    w->end.signal = signal;
    if (is_drained(w)) finish(w);
    else uv_timer_start(&w->timer, on_time, DRAIN_MS, 0);
}

// ---- the start --------------------------------------------------------------------------------------

static void init_stream(Worker *w, Stream *stream, size_t max)
{
    stream->worker = w;
    stream->text.max = max;
    uv_pipe_init(w->plan.loop, &stream->pipe, 0);
    stream->pipe.data = stream;
    w->handles++;
}

static void read_stream(Stream *stream)
{
    stream->open = uv_read_start((uv_stream_t *)&stream->pipe, on_alloc, on_read) == 0;
}

static int spawn(Worker *w, int console_fd)
{
    Arena *a = w->plan.arena;
    char *args[] = {arena_cstr(a, w->plan.self), "test", "--test-worker", arena_cstr(a, w->plan.config), NULL};
    uv_stdio_container_t stdio[] = {
        {.flags = UV_INHERIT_FD, .data.fd = 0},
        {.flags = UV_INHERIT_FD, .data.fd = console_fd < 0 ? 1 : console_fd},
        {.flags = UV_INHERIT_FD, .data.fd = console_fd < 0 ? 2 : console_fd},
        {.flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&w->report.pipe},
    };
    uv_process_options_t options = {.file = *args, .args = args, .exit_cb = on_exit_child,
                                    .stdio = stdio, .stdio_count = COUNT_OF(stdio)};
    w->process.data = w;
    w->handles++;
    return uv_spawn(w->plan.loop, &w->process, &options);
}

// One pipe for both standard streams of the child; returns the end that the child gets, or -1.
static int open_console(Worker *w)
{
    uv_file ends[2];
    if (!w->plan.capture) return -1;
    init_stream(w, &w->console, WORKER_CONSOLE_MAX);
    if (uv_pipe(ends, UV_NONBLOCK_PIPE, 0) != 0) return -1;
    if (uv_pipe_open(&w->console.pipe, ELEM(ends, 0)) == 0) read_stream(&w->console);
    return ELEM(ends, 1);
}

static void close_fd(int fd)
{
    uv_fs_t request = {};
    uv_fs_close(NULL, &request, fd, NULL);
    uv_fs_req_cleanup(&request);
}

void worker_start(const WorkerPlan *plan)
{
    Worker *w = MEM_NEW(Worker);
    w->plan = *plan;
    w->end = (WorkerEnd){.file = plan->file, .data = plan->data};
    uv_timer_init(plan->loop, &w->timer);
    w->timer.data = w;
    w->handles++;
    init_stream(w, &w->report, WORKER_LINE_MAX);
    int console_fd = open_console(w);
    int code = spawn(w, console_fd);
    if (console_fd >= 0) close_fd(console_fd);
    if (code < 0) {
        w->end.spawn = err(code);
        finish(w);
        return;
    }
    read_stream(&w->report);
    restart_timer(w);
}
