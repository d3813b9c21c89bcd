#include "net/http1.h"

#include "base/test.h"

typedef struct Seen {
    Http1 http;
    uint32_t heads;
    Buf bodies;
} Seen;

static Seen *seen_of(Http1 *h) { return (Seen *)h; }
static void see_head(Http1 *h) { seen_of(h)->heads++; }
static void see_body(Http1 *h, Span b) { buf_put(&seen_of(h)->bodies, str_of(b)); }
static const Http1Sink sink = {.head = see_head, .body = see_body};

static void Seen_cleanup(Seen *s)
{
    Http1_cleanup(&s->http);
    Buf_cleanup(&s->bodies);
}

static size_t feed_all(Seen *s, Str text)
{
    if (!s->http.sink) http1_init(&s->http, &sink, HTTP1_MAX_HEAD, 1000);
    return http1_feed(&s->http, span_of(text));
}

TEST(http1_reads_a_simple_request)
{
    AUTO(Seen) s = {};
    Str text = STR("GET /a?b HTTP/1.1\r\nHost: x:3000\r\nX-Y:  v w \t\r\nEmpty:\r\n\r\n");
    CHECK(feed_all(&s, text) == text.len);
    CHECK(s.http.state == HTTP1_DONE && s.heads == 1 && s.http.method == HTTP_GET);
    CHECK(str_eq(http1_target(&s.http), STR("/a?b")));
    CHECK(str_eq(http1_host(&s.http), STR("x:3000")));
    CHECK(str_eq(http1_find(&s.http, STR("x-y")), STR("v w")));
    CHECK(str_eq(http1_headers(&s.http), STR("host\0x:3000\nx-y\0v w\nempty\0\n")));
    CHECK(s.http.header_count == 3 && s.http.keep_alive && !s.http.has_body);
    CHECK(http1_url_is_plain(&s.http));
}

TEST(http1_stops_between_pipelined_requests)
{
    AUTO(Seen) s = {};
    Str text = STR("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
    size_t used = feed_all(&s, text);
    CHECK(used == text.len / 2 && s.http.state == HTTP1_DONE);
    CHECK(feed_all(&s, str_from(text, used)) == 0);
    http1_next(&s.http);
    CHECK(feed_all(&s, str_from(text, used)) == text.len / 2);
    CHECK(s.heads == 2 && str_eq(http1_target(&s.http), STR("/2")));
}

TEST(http1_gives_the_same_result_for_single_bytes)
{
    AUTO(Seen) s = {};
    Str text = STR("POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                   "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: t\r\n\r\n");
    for (size_t i = 0; i < text.len; i++) {
        CHECK(feed_all(&s, str_sub(text, i, i + 1)) == 1);
        CHECK((s.http.state == HTTP1_DONE) == (i + 1 == text.len));
    }
    CHECK(str_eq(buf_str(&s.bodies), STR("abcde")) && s.heads == 1);
    CHECK(str_eq(http1_find(&s.http, STR("trailer")), STR("")));
}

static uint16_t refused(Str text)
{
    AUTO(Seen) s = {};
    feed_all(&s, text);
    return s.http.state == HTTP1_FAILED ? s.http.fail_status : 0;
}

TEST(http1_refuses_what_a_server_must_not_accept)
{
    CHECK(refused(STR("GET / HTTP/1.1\r\n\r\n")) == 400);                           // no Host
    CHECK(refused(STR("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")) == 400);
    CHECK(refused(STR("GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n")) == 400);    // bare CR
    CHECK(refused(STR("GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n")) == 400);
    CHECK(refused(STR("GET / HTTP/2.0\r\nHost: a\r\n\r\n")) != 0);
    CHECK(refused(STR("nonsense\r\n\r\n")) == 400);
    CHECK(refused(STR("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")) == 413);
    CHECK(refused(STR("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")) == 400);
    CHECK(refused(STR("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")) == 400);
    CHECK(refused(STR("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n")) == 400);
    CHECK(refused(STR("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")) == 400);
}

static Str repeat(Buf *b, Str before, size_t n, Str after)
{
    buf_put(b, before);
    for (size_t i = 0; i < n; i++) buf_put_char(b, 'a');
    buf_put(b, after);
    return buf_str(b);
}

TEST(http1_limits_heads_and_chunk_overhead)
{
    AUTO(Buf) big = {};
    CHECK(refused(repeat(&big, STR("GET / HTTP/1.1\r\nHost: a\r\nX: "), 20000, STR("\r\n\r\n"))) == 431);
    AUTO(Buf) fits = {};
    CHECK(refused(repeat(&fits, STR("GET / HTTP/1.1\r\nHost: a\r\nX: "), 15000, STR("\r\n\r\n"))) == 0);
    AUTO(Buf) target = {};
    CHECK(refused(repeat(&target, STR("GET /"), 20000, STR(" HTTP/1.1\r\nHost: a\r\n\r\n"))) == 431);
    AUTO(Buf) ext = {};
    Str chunked = STR("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;");
    CHECK(refused(repeat(&ext, chunked, 40000, STR("=1\r\na\r\n0\r\n\r\n"))) == 400);
}

static bool plain(Str text)
{
    AUTO(Seen) s = {};
    CHECK(feed_all(&s, text) == text.len);
    return http1_url_is_plain(&s.http);
}

// Returns what is left of `text` when the parser stops, fed in pieces of `step` bytes.
static size_t unread(Str text, size_t step)
{
    AUTO(Seen) s = {};
    http1_init(&s.http, &sink, 64, 1000);
    size_t at = 0;
    while (at < text.len && s.http.state < HTTP1_DONE) at += feed_all(&s, str_sub(text, at, at + step));
    return text.len - at;
}

TEST(http1_limits_trailers_in_one_piece_as_in_many)
{
    AUTO(Buf) text = {};
    buf_put(&text, STR("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\na: "));
    for (size_t i = 0; i < 40; i++) buf_put(&text, STR("b"));
    CHECK(unread(buf_str(&text), 1) == 0 && unread(buf_str(&text), text.len) == 0);
    buf_put(&text, STR("\r\nc: ddddddddddddddddddddddddddddddddddddddd\r\n\r\n"));
    CHECK(unread(buf_str(&text), 1) > 0 && unread(buf_str(&text), text.len) > 0);
}

TEST(http1_knows_urls_that_need_the_url_parser)
{
    CHECK(plain(STR("GET /a/b.c?x=%20 HTTP/1.1\r\nHost: 127.0.0.1:3000\r\n\r\n")));
    CHECK(!plain(STR("GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n")));
    CHECK(!plain(STR("GET /%2e%2e/b HTTP/1.1\r\nHost: a\r\n\r\n")));
    CHECK(!plain(STR("GET / HTTP/1.1\r\nHost: A\r\n\r\n")));
    CHECK(!plain(STR("GET / HTTP/1.1\r\nHost: a:80\r\n\r\n")));
    CHECK(!plain(STR("GET / HTTP/1.1\r\nHost: 1.2\r\n\r\n")));
    CHECK(!plain(STR("GET http://x/ HTTP/1.1\r\nHost: a\r\n\r\n")));
}

TEST(http1_writes_response_heads)
{
    AUTO(Buf) out = {};
    Http1Response r = {.status = 200, .length = 11, .text_plain = true};
    http1_put_response(&out, &r, STR("D"));
    CHECK(str_eq(buf_str(&out), STR("HTTP/1.1 200 OK\r\ncontent-type: text/plain;charset=utf-8\r\n"
                                    "Date: D\r\nContent-Length: 11\r\n\r\n")));
    buf_clear(&out);
    r = (Http1Response){.status = 404, .framing = HTTP1_CHUNKED, .headers = STR("a: 1\r\n"), .close = true};
    http1_put_response(&out, &r, STR("D"));
    CHECK(str_eq(buf_str(&out), STR("HTTP/1.1 404 Not Found\r\na: 1\r\nDate: D\r\nConnection: close\r\n"
                                    "Transfer-Encoding: chunked\r\n\r\n")));
}
