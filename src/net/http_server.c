// http_server.c - see http_server.h.
#include "net/http_server.h"

#include "base/mem.h"
#include "base/num.h"
#include "base/vec.h"

#define ROUNDS 4u            // batches in one turn before other servers and timers get theirs
#define ABORTS_MAX (1u << 20)

typedef struct Abort {
    uint32_t slot;
    uint32_t id;
    bool timed_out;
} Abort;

struct HttpServer {
    NetServer *net;
    const HttpEvents *events;
    void *owner;
    HttpConn *first_event;   // connections with something to do, oldest first
    HttpConn *last_event;
    VEC(Abort) aborts;
    Buf scratch;             // the response being written
    HttpDate date;
    uint64_t max_body;
    uint32_t max_head;
    uint32_t idle_s;
    uint32_t last_id;
    uint32_t pending;
    bool stopping;
    bool settled;
};

static HttpServer *server_of(HttpConn *c) { return net_server_owner(c->net.server); }
static HttpConn *conn_of(NetConn *c) { return (HttpConn *)c; }
// `http` is a member of HttpConn: its parser's sink finds the connection again.
static HttpConn *conn_of_http(Http1 *h)
{
    UNSAFE_BEGIN
    return (HttpConn *)(void *)((char *)h - offsetof(HttpConn, http));
    UNSAFE_END
}

NetServer *http_server_net(HttpServer *s) { return s->net; }
uint32_t http_server_pending(const HttpServer *s) { return s->pending; }

HttpConn *http_conn_find(HttpServer *s, uint32_t slot, uint32_t id)
{
    HttpConn *c = (HttpConn *)net_conn_at(s->net, slot);
    return c && id && c->id == id && c->phase >= HTTP_OPEN ? c : NULL;
}

static void add_event(HttpConn *c)
{
    HttpServer *s = server_of(c);
    if (c->has_event || c->net.fd < 0) return;
    c->has_event = true;
    c->next_event = NULL;
    if (s->last_event) s->last_event->next_event = c;
    else s->first_event = c;
    s->last_event = c;
}

// --- reading --------------------------------------------------------------------------------------

static void on_head(Http1 *h)
{
    HttpConn *c = conn_of_http(h);
    HttpServer *s = server_of(c);
    if (++s->last_id == 0) s->last_id = 1;
    c->id = s->last_id;
    c->phase = HTTP_QUEUED;
    c->idle_s = s->idle_s;
    c->body_mode = HTTP_BODY_HOLD;
    c->body_wanted = c->drain_wanted = c->chunked = false;
    c->head_only = h->method == HTTP_HEAD;
    c->keep = h->keep_alive;
    s->pending++;
    add_event(c);
}

static void on_body(Http1 *h, Span bytes)
{
    HttpConn *c = conn_of_http(h);
    if (c->body_mode == HTTP_BODY_DROP) return;
    c->body.max = (size_t)h->max_body + 1;
    buf_put(&c->body, str_of(bytes));
}

static const Http1Sink sink = {.head = on_head, .body = on_body};

static void end_exchange(HttpConn *c)
{
    if (c->phase != HTTP_IDLE) server_of(c)->pending--;
    c->phase = HTTP_IDLE;
    c->id = 0;
}

static void answer_failure(HttpConn *c)
{
    net_write(&c->net, span_of(http1_error_response(c->http.fail_status)), (Span){});
    net_end(&c->net);
}

static void note_abort(HttpConn *c, bool timed_out)
{
    HttpServer *s = server_of(c);
    if (c->phase >= HTTP_OPEN)
        (void)VEC_PUSH(&s->aborts, (Abort){c->net.slot, c->id, timed_out});
    end_exchange(c);
}

// Malformed input. Before the handler knows of the request, or between requests, the client is told;
// later only closing is left.
static void on_failure(HttpConn *c)
{
    if (c->phase == HTTP_STREAMING) {
        net_close(&c->net);
        return;
    }
    note_abort(c, false);
    answer_failure(c);
}

static void update_reading(HttpConn *c)
{
    bool full = c->body.len >= HTTP_BODY_HIGH && c->body_mode != HTTP_BODY_ALL;
    net_pause(&c->net, full || c->in.len >= HTTP_PIPELINE_MAX);
}

static void note_body(HttpConn *c)
{
    if (!c->body_wanted) return;
    bool ready = http_body_complete(c) || (c->body_mode == HTTP_BODY_STREAM && c->body.len);
    if (ready) add_event(c);
}

static void continue_expected(HttpConn *c)
{
    if (!c->http.expects_continue || c->http.state == HTTP1_HEAD) return;  // the head may come in pieces
    c->http.expects_continue = false;
    if (c->http.state == HTTP1_BODY && !c->http.body_len)
        net_write(&c->net, SPAN("HTTP/1.1 100 Continue\r\n\r\n"), (Span){});
}

// Feeds the parser; what it leaves belongs to the next request.
static size_t feed(HttpConn *c, Span bytes)
{
    bool fresh = c->http.state == HTTP1_HEAD && !c->http.head.len;
    size_t used = http1_feed(&c->http, bytes);
    if (c->http.state == HTTP1_FAILED) {
        on_failure(c);
        return bytes.len;
    }
    // A head must be complete within one idle time, however slowly it trickles.
    if (fresh || c->http.state != HTTP1_HEAD) net_timeout(&c->net, server_of(c)->idle_s);
    continue_expected(c);
    note_body(c);
    return used;
}

static void after_response(HttpConn *c);

static void on_data(NetConn *net, Span bytes)
{
    HttpConn *c = conn_of(net);
    size_t used = 0;
    if (c->http.state < HTTP1_DONE) used = feed(c, bytes);
    if (net->fd < 0 || net->ending || net->lingering) return;
    if (used < bytes.len) {
        c->in.max = HTTP_PIPELINE_MAX + NET_READ_CHUNK;
        buf_put(&c->in, str_of(span_sub(bytes, used, bytes.len)));
    }
    if (c->phase == HTTP_IDLE && c->http.state == HTTP1_DONE) after_response(c);
    else update_reading(c);
}

static void resume_input(HttpConn *c)
{
    size_t used = feed(c, buf_span(&c->in));
    if (c->net.fd < 0) return;
    buf_consume(&c->in, used);
    if (c->in.len) {
        if (c->phase == HTTP_IDLE && c->http.state == HTTP1_DONE) after_response(c);
        return;
    }
    if (c->in.cap > NET_BUF_KEEP) Buf_cleanup(&c->in);
    if (c->net.peer_ended && c->phase == HTTP_IDLE) net_end(&c->net);
}

// The exchange is over. The rest of its request is skipped, then the next one may begin.
static void after_response(HttpConn *c)
{
    HttpServer *s = server_of(c);
    if (!c->keep || s->stopping) {
        net_end(&c->net);
        return;
    }
    Buf_cleanup(&c->body);
    if (c->http.state == HTTP1_BODY) {
        uint64_t left = c->http.content_length - c->http.body_len;
        c->body_mode = HTTP_BODY_DROP;
        if (c->http.content_length == HTTP1_NO_LENGTH || left > HTTP_DRAIN_MAX) net_end(&c->net);
        update_reading(c);
        return;
    }
    http1_next(&c->http);
    net_timeout(&c->net, s->idle_s);
    if (c->in.len) add_event(c);
    else if (c->net.peer_ended) net_end(&c->net);
    update_reading(c);
}

static void finish(HttpConn *c)
{
    end_exchange(c);
    if (c->net.fd >= 0 && !c->net.lingering) after_response(c);
}

// --- connection callbacks -------------------------------------------------------------------------

static void on_opened(NetConn *net)
{
    HttpConn *c = conn_of(net);
    HttpServer *s = net_server_owner(net->server);
    if (c->http.sink) http1_restart(&c->http);
    else http1_init(&c->http, &sink, s->max_head, s->max_body);
    c->http.max_body = s->max_body;
    c->http.head.max = s->max_head;
    c->phase = HTTP_IDLE;
    c->id = 0;
    c->has_event = c->body_wanted = c->drain_wanted = false;
    net_timeout(net, s->idle_s);
}

static void on_drained(NetConn *net)
{
    HttpConn *c = conn_of(net);
    if (c->phase != HTTP_IDLE) net_timeout(net, c->idle_s);
    if (c->drain_wanted) add_event(c);
}

// A client that closes while it waits for an answer has gone away: browsers and fetch() cancel like that.
static void on_ended(NetConn *net)
{
    HttpConn *c = conn_of(net);
    if (c->phase == HTTP_QUEUED || c->in.len) return;
    if (c->phase == HTTP_IDLE) net_end(net);
    else net_close(net);
}

static void on_timeout(NetConn *net)
{
    HttpConn *c = conn_of(net);
    if (c->phase != HTTP_IDLE) {
        note_abort(c, true);
        net_close(net);
    } else if (c->http.state == HTTP1_HEAD && c->http.head.len) {
        net_write(net, span_of(http1_error_response(408)), (Span){});
        net_end(net);
    } else {
        net_close(net);
    }
}

static void drop_event(HttpServer *s, HttpConn *c)
{
    if (!c->has_event) return;
    HttpConn *before = NULL;
    for (HttpConn *i = s->first_event; i && i != c; i = i->next_event) before = i;
    if (before) before->next_event = c->next_event;
    else s->first_event = c->next_event;
    if (s->last_event == c) s->last_event = before;
    c->has_event = false;
}

static void on_closed(NetConn *net)
{
    HttpConn *c = conn_of(net);
    HttpServer *s = net_server_owner(net->server);
    note_abort(c, false);
    drop_event(s, c);
    Buf_cleanup(&c->body);
    Buf_cleanup(&c->in);
    net_server_again(s->net);
}

static void on_discard(NetConn *net)
{
    HttpConn *c = conn_of(net);
    Http1_cleanup(&c->http);
    Buf_cleanup(&c->in);
    Buf_cleanup(&c->body);
}

// --- the turn -------------------------------------------------------------------------------------

static void deliver_aborts(HttpServer *s)
{
    for (uint32_t i = 0; i < s->aborts.count; i++) {
        Abort a = ITEM(s->aborts, i);
        s->events->aborted(s->owner, a.slot, a.id, a.timed_out);
    }
    s->aborts.count = 0;
}

static HttpConn *next_event(HttpServer *s)
{
    HttpConn *c = s->first_event;
    if (!c) return NULL;
    s->first_event = c->next_event;
    if (!s->first_event) s->last_event = NULL;
    c->has_event = false;
    return c;
}

static void deliver_other(HttpServer *s, HttpConn *c)
{
    if (c->phase == HTTP_IDLE) {
        if (c->in.len && c->http.state == HTTP1_HEAD) resume_input(c);
        return;
    }
    if (c->body_wanted && (http_body_complete(c) || (c->body_mode == HTTP_BODY_STREAM && c->body.len))) {
        c->body_wanted = false;
        s->events->body(s->owner, c);
    }
    if (c->phase == HTTP_STREAMING && c->drain_wanted && !net_pending(&c->net)) {
        c->drain_wanted = false;
        s->events->drained(s->owner, c);
    }
}

// New exchanges are collected first, so that JavaScript is entered once for all of them.
static void one_round(HttpServer *s)
{
    HttpConn *fresh[HTTP_BATCH];
    HttpConn *other[HTTP_BATCH];
    size_t fresh_count = 0, other_count = 0;
    while (fresh_count < HTTP_BATCH && other_count < HTTP_BATCH) {
        HttpConn *c = next_event(s);
        if (!c) break;
        if (c->phase == HTTP_IDLE && c->in.len && c->http.state == HTTP1_HEAD) resume_input(c);
        if (c->phase == HTTP_QUEUED) {
            c->phase = HTTP_OPEN;
            drop_event(s, c);
            ELEM(fresh, fresh_count++) = c;
        } else if (c->phase != HTTP_IDLE) {
            ELEM(other, other_count++) = c;
        }
    }
    if (fresh_count) s->events->batch(s->owner, fresh, fresh_count);
    // Objects are recycled after the turn only, so a closed connection is merely idle here.
    for (size_t i = 0; i < other_count; i++) deliver_other(s, ELEM(other, i));
}

static void check_settled(HttpServer *s)
{
    if (!s->stopping || s->settled || s->pending || net_server_conns(s->net)) return;
    s->settled = true;
    s->events->settled(s->owner);
}

static void on_turn(void *owner)
{
    HttpServer *s = owner;
    for (uint32_t i = 0; i < ROUNDS && s->first_event; i++) one_round(s);
    deliver_aborts(s);
    if (s->first_event) net_server_again(s->net);
    check_settled(s);
}

static void on_gone(void *owner)
{
    HttpServer *s = owner;
    const HttpEvents *events = s->events;
    void *up = s->owner;
    Buf_cleanup(&s->scratch);
    VEC_FREE(&s->aborts);
    mem_free(s);
    events->gone(up);
}

static const NetHandler handler = {
    .opened = on_opened,
    .data = on_data,
    .drained = on_drained,
    .ended = on_ended,
    .timeout = on_timeout,
    .closed = on_closed,
    .turn = on_turn,
    .gone = on_gone,
    .discard = on_discard,
};

// --- the server -----------------------------------------------------------------------------------

Err http_server_open(const HttpOptions *o, HttpServer **out)
{
    HttpServer *s = MEM_NEW(HttpServer);
    s->events = o->events;
    s->owner = o->owner;
    s->max_head = o->max_head ? o->max_head : HTTP1_MAX_HEAD;
    http_server_limits(s, o->max_body, o->idle_s);
    s->aborts.max = ABORTS_MAX;
    NetOptions net = o->net;
    net.conn_size = sizeof(HttpConn);
    net.handler = &handler;
    net.owner = s;
    Err e = net_server_open(&net, &s->net);
    if (e.code) mem_free(s);
    else *out = s;
    return e;
}

void http_server_limits(HttpServer *s, uint64_t max_body, uint32_t idle_s)
{
    s->max_body = max_body;
    s->idle_s = idle_s;
}

static void close_if_idle(NetConn *net)
{
    HttpConn *c = conn_of(net);
    if (c->phase == HTTP_IDLE && !c->in.len) net_end(net);
    else c->keep = false;
}

static void close_idle_only(NetConn *net)
{
    HttpConn *c = conn_of(net);
    if (c->phase == HTTP_IDLE && !c->in.len) net_end(net);
}

void http_server_close_idle(HttpServer *s) { net_server_each(s->net, close_idle_only); }

void http_server_stop(HttpServer *s)
{
    if (s->stopping) return;
    s->stopping = true;
    net_server_stop(s->net);
    net_server_each(s->net, close_if_idle);
    net_server_again(s->net);
}

void http_server_close(HttpServer *s)
{
    s->stopping = true;
    net_server_close(s->net);
    s->aborts.count = 0;  // whoever closes the server knows
}

void http_conn_idle(HttpConn *c, uint32_t seconds)
{
    c->idle_s = seconds;
    net_timeout(&c->net, seconds);
}

// --- request bodies -------------------------------------------------------------------------------

bool http_body_complete(const HttpConn *c) { return c->http.state == HTTP1_DONE; }

bool http_body_want(HttpConn *c, HttpBodyMode mode)
{
    c->body_mode = (uint8_t)mode;
    update_reading(c);
    if (mode == HTTP_BODY_DROP) {
        Buf_cleanup(&c->body);
        return false;
    }
    if (http_body_complete(c) || (mode == HTTP_BODY_STREAM && c->body.len)) return true;
    c->body_wanted = true;
    return false;
}

Buf http_body_take(HttpConn *c)
{
    Buf body = MOVE(c->body);
    update_reading(c);
    return body;
}

// --- responses ------------------------------------------------------------------------------------

static bool status_is_bare(uint16_t status) { return status < 200 || status == 204 || status == 304; }

static void put_head(HttpConn *c, Http1Response *r)
{
    HttpServer *s = server_of(c);
    if (s->stopping || r->close) c->keep = false;
    if (status_is_bare(r->status)) r->framing = HTTP1_BARE;
    r->http10 = c->http.minor == 0;
    if (r->framing == HTTP1_CHUNKED && r->http10) c->keep = false;
    r->close = !c->keep;
    buf_clear(&s->scratch);
    http1_put_response(&s->scratch, r, http_date(&s->date));
}

void http_respond(HttpConn *c, Http1Response *r, Span body)
{
    put_head(c, r);
    Buf *out = &server_of(c)->scratch;
    bool bodiless = c->head_only || r->framing == HTTP1_BARE;
    if (bodiless) body = (Span){};
    // Small bodies are copied behind the head: one buffer is cheaper for the kernel than two.
    if (body.len <= NET_BUF_KEEP) {
        buf_put(out, str_of(body));
        body = (Span){};
    }
    net_write(&c->net, buf_span(out), body);
    finish(c);
}

void http_respond_begin(HttpConn *c, Http1Response *r)
{
    put_head(c, r);
    c->phase = HTTP_STREAMING;
    c->chunked = r->framing == HTTP1_CHUNKED && !r->http10;
    c->promised = r->framing == HTTP1_SIZED ? r->length : HTTP1_NO_LENGTH;
    c->sent_length = 0;
    if (r->framing == HTTP1_BARE) c->head_only = true;
    net_write(&c->net, buf_span(&server_of(c)->scratch), (Span){});
    net_timeout(&c->net, c->idle_s);
}

static void write_chunk(HttpConn *c, Span bytes)
{
    Buf *out = &server_of(c)->scratch;
    buf_clear(out);
    http1_put_chunk_size(out, bytes.len);
    if (bytes.len <= NET_BUF_KEEP) {
        buf_put(out, str_of(bytes));
        buf_put(out, STR("\r\n"));
        net_write(&c->net, buf_span(out), (Span){});
        return;
    }
    net_write(&c->net, buf_span(out), bytes);
    net_write(&c->net, SPAN("\r\n"), (Span){});
}

bool http_respond_write(HttpConn *c, Span bytes)
{
    if (c->phase != HTTP_STREAMING || c->net.fd < 0) return true;
    // More than was promised would be read as the next response.
    if (c->promised != HTTP1_NO_LENGTH && bytes.len > c->promised - c->sent_length)
        bytes = span_sub(bytes, 0, (size_t)(c->promised - c->sent_length));
    c->sent_length += bytes.len;
    net_timeout(&c->net, c->idle_s);
    if (!c->head_only && bytes.len) {
        if (c->chunked) write_chunk(c, bytes);
        else net_write(&c->net, bytes, (Span){});
    }
    c->drain_wanted = net_pending(&c->net) >= HTTP_OUT_HIGH;
    return !c->drain_wanted;
}

void http_respond_end(HttpConn *c)
{
    if (c->phase != HTTP_STREAMING) return;
    bool cut_short = c->promised != HTTP1_NO_LENGTH && c->sent_length < c->promised && !c->head_only;
    if (cut_short) {
        http_respond_fail(c);
        return;
    }
    if (c->chunked && !c->head_only) net_write(&c->net, SPAN("0\r\n\r\n"), (Span){});
    finish(c);
}

void http_respond_fail(HttpConn *c)
{
    end_exchange(c);
    net_close(&c->net);
}
