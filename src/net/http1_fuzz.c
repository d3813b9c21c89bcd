#include "net/http1.h"

#include "base/num.h"
#include "base/test.h"

typedef struct Trace {
    Http1 http;
    uint64_t hash;
    uint32_t heads;
    uint32_t ends;
} Trace;

static void mix(Trace *t, Str s)
{
    for (size_t i = 0; i < s.len; i++) t->hash = (t->hash ^ (uint8_t)str_at(s, i)) * 1099511628211u;
}

static void trace_head(Http1 *h)
{
    Trace *t = (Trace *)h;
    t->heads++;
    mix(t, http1_target(h));
    mix(t, http1_headers(h));
    (void)http1_url_is_plain(h);
    CHECK(http1_host(h).len <= h->head.len);
}
static void trace_body(Http1 *h, Span bytes) { mix((Trace *)h, str_of(bytes)); }
static const Http1Sink sink = {.head = trace_head, .body = trace_body};

static void trace_run(Trace *t, Span input, size_t step)
{
    http1_init(&t->http, &sink, 2048, 1 << 20);
    for (size_t at = 0; at < input.len;) {
        Span piece = span_sub(input, at, at + step);
        size_t used = http1_feed(&t->http, piece);
        CHECK(used <= piece.len);
        if (t->http.state == HTTP1_FAILED) break;
        CHECK(used == piece.len || t->http.state == HTTP1_DONE);
        at += used;
        if (t->http.state == HTTP1_DONE) {
            t->ends++;
            http1_next(&t->http);
        }
    }
    CHECK(t->ends <= t->heads && t->heads <= t->ends + 1);
}

// Property: how the bytes are cut into pieces changes nothing (but which of two faults is named, when a head
// is both too large and malformed); every message has one head and one end.
FUZZ(http1_request)
{
    Trace whole = {}, bytes = {};
    trace_run(&whole, input, size_max(input.len, 1));
    trace_run(&bytes, input, 1);
    bool same = whole.http.state == bytes.http.state && whole.heads == bytes.heads && whole.ends == bytes.ends;
    CHECK(same && (whole.http.state == HTTP1_FAILED || whole.hash == bytes.hash));
    Http1_cleanup(&whole.http);
    Http1_cleanup(&bytes.http);
}
