#include "net/http_server.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include "base/hostile.h"
#include "base/mem.h"
#include "base/test.h"

// A server on the loopback interface and blocking clients; `pump` gives the loop its turns.
typedef struct World {
    uv_loop_t loop;
    HttpServer *server;
    uint32_t batches, requests, aborts, bodies;
    bool gone, settled;
    bool hold;               // leave exchanges open
    uint32_t last_slot, last_id;
    Buf body;
} World;

static void on_batch(void *owner, HttpConn *const *conns, size_t count)
{
    World *w = owner;
    w->batches++;
    struct { HttpConn *const *ptr; size_t len; } list = {conns, count};
    for (size_t i = 0; i < count; i++) {
        HttpConn *c = AT(list, i);
        w->requests++;
        w->last_slot = c->net.slot;
        w->last_id = c->id;
        if (w->hold) continue;
        Http1Response r = {.status = 200, .length = http1_target(&c->http).len};
        http_respond(c, &r, span_of(http1_target(&c->http)));
    }
}

static void on_body(void *owner, HttpConn *c)
{
    World *w = owner;
    w->bodies++;
    AUTO(Buf) part = http_body_take(c);
    buf_put(&w->body, buf_str(&part));
    Http1Response r = {.status = 200, .length = w->body.len};
    http_respond(c, &r, buf_span(&w->body));
}

static void on_drained(void *owner, HttpConn *c)
{
    (void)owner;
    http_respond_end(c);
}

static void on_aborted(void *owner, uint32_t slot, uint32_t id, bool timed_out)
{
    (void)slot, (void)id, (void)timed_out;
    ((World *)owner)->aborts++;
}
static void on_settled(void *owner) { ((World *)owner)->settled = true; }
static void on_gone(void *owner) { ((World *)owner)->gone = true; }

static const HttpEvents events = {on_batch, on_body, on_drained, on_aborted, on_settled, on_gone};

static void world_open(World *w, uint32_t idle_s)
{
    CHECK(uv_loop_init(&w->loop) == 0);
    HttpOptions o = {.net = {.loop = &w->loop, .host = STR("127.0.0.1")}, .events = &events, .owner = w,
                     .max_body = 1 << 20, .idle_s = idle_s};
    CHECK(!http_server_open(&o, &w->server).code);
}

static void world_close(World *w)
{
    http_server_close(w->server);
    while (!w->gone) uv_run(&w->loop, UV_RUN_ONCE);
    CHECK(uv_loop_close(&w->loop) == 0);
    Buf_cleanup(&w->body);
}

static void pump(World *w)
{
    for (int i = 0; i < HOSTILE(20, 400); i++) {
        uv_run(&w->loop, UV_RUN_NOWAIT);
        usleep(HOSTILE(500, 25));
    }
}

static int dial(World *w)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(net_server_port(http_server_net(w->server)))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0);
    int one = 1;
    CHECK(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) == 0);
    return fd;
}

static void say(int fd, Str text) { CHECK(send(fd, text.ptr, text.len, MSG_NOSIGNAL) == (ssize_t)text.len); }

// Everything that has arrived; `closed` tells whether the server ended the connection.
static Str hear(World *w, int fd, Buf *out, bool *closed)
{
    char chunk[1 << 18];  // a reader of megabytes must be done before the server calls the connection idle
    *closed = false;
    for (int i = 0; i < 10; i++) {
        pump(w);
        ssize_t n = recv(fd, chunk, sizeof chunk, MSG_DONTWAIT);
        if (n == 0 || (n < 0 && errno != EAGAIN)) *closed = true;
        if (n <= 0) break;
        buf_put(out, (Str){chunk, (size_t)n});
    }
    return buf_str(out);
}

static size_t times(Str text, Str part)
{
    size_t n = 0;
    for (size_t at = str_find(text, part); at != STR_NONE; at = str_find_from(text, part, at + 1)) n++;
    return n;
}

TEST(http_server_answers_pipelined_requests_in_order)
{
    World w = {};
    world_open(&w, 10);
    int fd = dial(&w);
    say(fd, STR("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\nHo"));
    AUTO(Buf) got = {};
    bool closed;
    Str text = hear(&w, fd, &got, &closed);
    CHECK(times(text, STR("HTTP/1.1 200 OK")) == 2 && !closed);
    CHECK(str_find(text, STR("\r\n\r\n/1HTTP")) != STR_NONE && str_ends(text, STR("/2")));
    say(fd, STR("st: a\r\nConnection: close\r\n\r\n"));
    text = hear(&w, fd, &got, &closed);
    CHECK(str_ends(text, STR("/3")) && closed);
    CHECK(str_find(text, STR("Connection: close")) != STR_NONE);
    close(fd);
    world_close(&w);
}

TEST(http_server_collects_a_body_and_says_continue)
{
    World w = {.hold = true};
    world_open(&w, 10);
    int fd = dial(&w);
    say(fd, STR("POST /p HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-"));
    pump(&w);
    say(fd, STR("Length: 6\r\n\r\n"));
    AUTO(Buf) got = {};
    bool closed;
    CHECK(str_eq(hear(&w, fd, &got, &closed), STR("HTTP/1.1 100 Continue\r\n\r\n")) && w.requests == 1);
    HttpConn *c = http_conn_find(w.server, w.last_slot, w.last_id);
    CHECK(c && !http_body_want(c, HTTP_BODY_ALL));
    say(fd, STR("abc"));
    pump(&w);
    CHECK(w.bodies == 0);
    say(fd, STR("def"));
    CHECK(str_ends(hear(&w, fd, &got, &closed), STR("\r\n\r\nabcdef")) && w.bodies == 1 && !closed);
    CHECK(http_conn_find(w.server, w.last_slot, w.last_id) == NULL);
    close(fd);
    world_close(&w);
}

TEST(http_server_refuses_and_closes)
{
    World w = {};
    world_open(&w, 10);
    int fd = dial(&w);
    say(fd, STR("nonsense\r\n\r\n"));
    AUTO(Buf) got = {};
    bool closed;
    CHECK(str_starts(hear(&w, fd, &got, &closed), STR("HTTP/1.1 400 Bad Request")) && closed);
    close(fd);
    CHECK(w.requests == 0);
    pump(&w);
    CHECK(net_server_conns(http_server_net(w.server)) == 0);
    world_close(&w);
}

TEST(http_server_tells_of_clients_that_leave)
{
    World w = {.hold = true};
    world_open(&w, 10);
    int fd = dial(&w);
    say(fd, STR("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    pump(&w);
    CHECK(w.requests == 1 && http_server_pending(w.server) == 1);
    close(fd);
    pump(&w);
    CHECK(w.aborts == 1 && http_server_pending(w.server) == 0);
    CHECK(http_conn_find(w.server, w.last_slot, w.last_id) == NULL);
    world_close(&w);
}

TEST(http_server_times_out_a_slow_head)
{
    World w = {};
    world_open(&w, 1);
    int fd = dial(&w);
    AUTO(Buf) got = {};
    bool closed = false;
    for (int i = 0; i < 40 && !closed; i++) {
        if (send(fd, "G", 1, MSG_NOSIGNAL) < 0) break;
        hear(&w, fd, &got, &closed);
        usleep(100000);
    }
    CHECK(closed && w.requests == 0);
    close(fd);
    world_close(&w);
}

TEST(http_server_streams_with_backpressure)
{
    World w = {.hold = true};
    world_open(&w, 10);
    int fd = dial(&w);
    say(fd, STR("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    pump(&w);
    HttpConn *c = http_conn_find(w.server, w.last_slot, w.last_id);
    Http1Response r = {.status = 200, .framing = HTTP1_CHUNKED};
    http_respond_begin(c, &r);
    uint8_t *zeros = mem_alloc(1, 1 << 20);
    bool more = true;
    size_t written = 0;
    for (int i = 0; i < 64 && more; i++, written++) more = http_respond_write(c, (Span){zeros, 1 << 20});
    CHECK(!more && net_pending(&c->net) > HTTP_OUT_HIGH);
    AUTO(Buf) got = {};
    bool closed;
    while (!str_ends(hear(&w, fd, &got, &closed), STR("\r\n0\r\n\r\n"))) CHECK(!closed);
    CHECK(got.len > written << 20 && !closed);
    mem_free(zeros);
    close(fd);
    world_close(&w);
}

TEST(http_server_stops_gracefully)
{
    World w = {.hold = true};
    world_open(&w, 10);
    int busy = dial(&w), idle = dial(&w);
    say(busy, STR("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    pump(&w);
    http_server_stop(w.server);
    AUTO(Buf) got = {};
    bool closed;
    hear(&w, idle, &got, &closed);
    CHECK(closed && !w.settled);
    Http1Response r = {.status = 204};
    http_respond(http_conn_find(w.server, w.last_slot, w.last_id), &r, (Span){});
    CHECK(str_starts(hear(&w, busy, &got, &closed), STR("HTTP/1.1 204 No Content\r\n")));
    CHECK(closed && str_find(buf_str(&got), STR("Content-Length")) == STR_NONE);
    close(busy);
    close(idle);
    pump(&w);
    CHECK(w.settled);
    world_close(&w);
}

TEST(http_server_survives_a_flood_of_connections)
{
    World w = {};
    world_open(&w, 10);
    for (int round = 0; round < 20; round++) {
        int fds[40];
        for (size_t i = 0; i < COUNT_OF(fds); i++) {
            ELEM(fds, i) = dial(&w);
            say(ELEM(fds, i), STR("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        }
        pump(&w);
        for (size_t i = 0; i < COUNT_OF(fds); i++) close(ELEM(fds, i));
    }
    pump(&w);
    CHECK(w.requests == 800 && net_server_conns(http_server_net(w.server)) == 0);
    CHECK(w.batches < HOSTILE(400, 801));
    world_close(&w);
}
