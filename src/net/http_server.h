// http_server.h - an HTTP/1.1 server: connections (stream.h) that speak http1.h, one exchange at a time each.
//
// What the layer above sees is exchanges, named {slot, id}: a batch of new ones at the end of every turn of
// the loop, then body, drain and abort events. It answers at once or later; answers to exchanges that are
// gone are ignored. No callback runs while a parser is on the stack, so callbacks may do anything here.
// Limits: HTTP_BODY_HIGH bytes of an unread body stop the reading; HTTP_OUT_HIGH says when a streaming
// response should wait; HTTP_DRAIN_MAX bytes of an unwanted body are read before the connection is given up.
// Cost: a small request that is answered inside the batch costs one recv and one send.
#pragma once

#include "net/http1.h"
#include "net/stream.h"

#define HTTP_BATCH 64u
#define HTTP_BODY_HIGH 65536u
#define HTTP_OUT_HIGH 65536u
#define HTTP_DRAIN_MAX 262144u
#define HTTP_PIPELINE_MAX 65536u  // unparsed bytes held while a response is being made
#define HTTP_BODY_INLINE 8192u    // the layer above may take such a body together with the request

typedef enum HttpBodyMode {
    HTTP_BODY_HOLD,     // nobody asked yet
    HTTP_BODY_ALL,      // wanted in one piece
    HTTP_BODY_STREAM,   // wanted as it comes
    HTTP_BODY_DROP,     // not wanted any more
} HttpBodyMode;

typedef enum HttpPhase {
    HTTP_IDLE,          // no exchange
    HTTP_QUEUED,        // request head complete, waits for the batch
    HTTP_OPEN,          // handed up, not answered
    HTTP_STREAMING,     // response head sent, body in progress
} HttpPhase;

typedef struct HttpServer HttpServer;
typedef struct HttpConn HttpConn;
struct HttpConn {
    NetConn net;
    Http1 http;
    Buf in;                 // bytes after the current message (pipelining)
    Buf body;               // request body not handed up yet
    HttpConn *next_event;
    uint64_t sent_length;   // body bytes of a streamed response of known length
    uint64_t promised;
    uint32_t id;            // of the exchange; 0: none
    uint32_t idle_s;        // timeout of this exchange
    uint8_t phase;
    uint8_t body_mode;
    bool body_wanted;       // a body event is owed
    bool drain_wanted;      // a drain event is owed
    bool has_event;         // in the server's event list
    bool keep;              // the connection outlives this response
    bool head_only;         // HEAD: no body bytes
    bool chunked;
};

typedef struct HttpEvents {
    // Each is in HTTP_OPEN. `count` is at most HTTP_BATCH.
    void (*batch)(void *owner, HttpConn *const *conns, size_t count);
    void (*body)(void *owner, HttpConn *c);     // what http_body_want asked for is there
    void (*drained)(void *owner, HttpConn *c);  // a streaming response may go on
    void (*aborted)(void *owner, uint32_t slot, uint32_t id, bool timed_out);  // unanswered and gone
    void (*settled)(void *owner);               // no exchange and no connection is left after http_server_stop
    void (*gone)(void *owner);                  // http_server_close finished
} HttpEvents;

typedef struct HttpOptions {
    NetOptions net;         // conn_size, handler and owner are filled in here
    const HttpEvents *events;
    void *owner;
    uint64_t max_body;
    uint32_t max_head;
    uint32_t idle_s;        // 0: never
} HttpOptions;

Err http_server_open(const HttpOptions *options, HttpServer **out);
void http_server_stop(HttpServer *s);   // graceful: no new connections, idle ones close, others finish
void http_server_close(HttpServer *s);  // at once and without abort events; `gone` follows
void http_server_close_idle(HttpServer *s);
void http_server_limits(HttpServer *s, uint64_t max_body, uint32_t idle_s);
uint32_t http_server_pending(const HttpServer *s);  // exchanges not answered yet
NetServer *http_server_net(HttpServer *s);
HttpConn *http_conn_find(HttpServer *s, uint32_t slot, uint32_t id);  // NULL: the exchange is over

// --- request bodies -------------------------------------------------------------------------------
bool http_body_complete(const HttpConn *c);  // everything has arrived (and is in c->body)
// Asks for all of the body or for the next piece; true if it is there already, else `body` follows.
bool http_body_want(HttpConn *c, HttpBodyMode mode);
Buf http_body_take(HttpConn *c);             // moves what has arrived; reading goes on

// --- responses ------------------------------------------------------------------------------------
// A whole response. `r->length` is the body's length unless HEAD answers for a body it does not have.
void http_respond(HttpConn *c, Http1Response *r, Span body);
void http_respond_begin(HttpConn *c, Http1Response *r);
bool http_respond_write(HttpConn *c, Span bytes);  // false: wait for `drained`
void http_respond_end(HttpConn *c);
void http_respond_fail(HttpConn *c);               // after the head nothing but closing tells the client
void http_conn_idle(HttpConn *c, uint32_t seconds);
