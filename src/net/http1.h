// http1.h - HTTP/1.1 messages (RFC 9112): a request parser over llhttp and the response writer.
//
// Pure: bytes in, bytes out, no sockets, no JavaScript. A parser handles one connection; it stops after each
// message, so that pipelined requests are answered in order. What llhttp accepts but a server must not
// (bare CR or LF, no Host, two Hosts, endless chunk extensions and trailers) is refused here.
// Limits: `max_head` bytes of target and headers (431), `max_body` bytes of body (413).
// Threads: any. Cost: one pass; header names are lowered while they are copied.
#pragma once

#include <llhttp/llhttp.h>
#include <time.h>

#include "base/buf.h"

#define HTTP1_MAX_HEAD 16384u
#define HTTP1_MAX_BODY ((uint64_t)128 << 20)
#define HTTP1_NO_LENGTH UINT64_MAX

typedef enum Http1State {
    HTTP1_HEAD,    // waiting for, or inside, a request head
    HTTP1_BODY,    // head complete, body not
    HTTP1_DONE,    // message complete; http1_next starts the following one
    HTTP1_FAILED,  // `fail_status` says why; the connection must be closed
} Http1State;

typedef struct Http1 Http1;
// Called from http1_feed. They must not feed.
typedef struct Http1Sink {
    void (*head)(Http1 *h);
    void (*body)(Http1 *h, Span bytes);
} Http1Sink;

struct Http1 {
    llhttp_t parser;
    const Http1Sink *sink;
    Buf head;               // target, then "name\0value\n" a header, names in lower case
    uint64_t max_body;
    uint64_t body_len;      // received so far
    uint64_t content_length;// HTTP1_NO_LENGTH when chunked
    uint32_t target_len;
    uint32_t field_start;
    uint32_t value_start;
    uint32_t host_start;
    uint32_t host_len;
    uint32_t extra;         // bytes of chunk extensions and trailers
    uint16_t header_count;
    uint16_t fail_status;
    uint8_t state;
    uint8_t method;         // llhttp_method_t
    uint8_t minor;          // HTTP/1.minor
    bool has_host;
    bool has_body;          // a body is announced, maybe of length 0 when chunked
    bool keep_alive;
    bool expects_continue;
    bool websocket;         // Upgrade: websocket was asked for
    bool conditional;       // If-None-Match was sent
};

void http1_init(Http1 *h, const Http1Sink *sink, uint32_t max_head, uint64_t max_body);
void http1_restart(Http1 *h);             // for a new connection; keeps the buffer's memory
void Http1_cleanup(Http1 *h);
size_t http1_feed(Http1 *h, Span in);     // bytes used; less than in.len only in HTTP1_DONE or HTTP1_FAILED
void http1_next(Http1 *h);
Str http1_target(const Http1 *h);         // borrows until http1_next
Str http1_host(const Http1 *h);
Str http1_headers(const Http1 *h);        // the "name\0value\n" block
Str http1_find(const Http1 *h, Str name); // first value, or ""; name in lower case
// True if "http://" host target is already what the URL standard would serialise.
bool http1_url_is_plain(const Http1 *h);

// --- responses ------------------------------------------------------------------------------------

typedef enum Http1Framing {
    HTTP1_SIZED,    // Content-Length: `length`
    HTTP1_CHUNKED,  // Transfer-Encoding: chunked; for HTTP/1.0 the end of the connection
    HTTP1_BARE,     // no body and no length: 1xx, 204, 304
} Http1Framing;

typedef struct Http1Response {
    Str headers;        // "Name: value\r\n" lines, checked by the caller
    uint64_t length;
    uint16_t status;
    Http1Framing framing;
    bool has_date;      // `headers` holds one
    bool has_length;
    bool text_plain;    // add content-type: text/plain;charset=utf-8
    bool close;         // the connection ends after this response
    bool http10;
} Http1Response;

typedef struct HttpDate {
    time_t second;
    char text[32];      // "Sat, 21 Nov 2026 02:05:37 GMT"
} HttpDate;

Str http_date(HttpDate *cache);  // formatted once a second
void http1_put_response(Buf *out, const Http1Response *r, Str date);
void http1_put_chunk_size(Buf *out, size_t size);  // "1f\r\n"; the data and "\r\n" follow
Str http1_error_response(uint16_t status);         // a complete response that closes the connection
Str http1_reason(uint16_t status);
