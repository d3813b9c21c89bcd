// curl.h - the HTTP client: libcurl's multi interface on the loop, opened with dlopen at the first request.
//
// libcurl costs several milliseconds to load, so it is never linked. Its C interface is stable: the few
// option numbers used are in curl.c. Callbacks come from the loop, never from inside a call of this header.
// Limits: TRANSFER_HIGH bytes of a response wait for their reader, then the transfer pauses (and with it the
// peer); TRANSFER_HEAD_MAX bytes of response headers.
#pragma once

#include <uv.h>

#include "base/buf.h"
#include "base/err.h"

#define TRANSFER_HIGH 262144u
#define TRANSFER_HEAD_MAX 262144u
#define TRANSFER_REDIRECTS 20

typedef struct CurlPool CurlPool;   // one a loop: connections are reused between its transfers
typedef struct Transfer Transfer;

typedef struct TransferHead {
    uint32_t status;
    Str reason;
    Str headers;      // "name: value\r\n" lines as received
    Str url;          // after redirects
    bool redirected;
} TransferHead;

// At most one `head`, any number of `data`, then exactly one `done`, unless transfer_abort comes first.
typedef struct TransferEvents {
    void (*head)(void *owner, const TransferHead *head);
    void (*data)(void *owner);                      // transfer_take has something
    void (*done)(void *owner, int code, Str text);  // code 0: complete, else a libcurl code and its message
} TransferEvents;

typedef struct TransferOptions {
    const char *url;
    const char *method;
    const char *const *headers;     // "Name: value" lines
    size_t header_count;
    Span body;                      // copied
    bool has_body;
    bool follow;                    // redirects
    bool decompress;
    bool insecure;                  // do not verify certificates
    const char *unix_path;          // or NULL
    const char *proxy;              // or NULL
    const TransferEvents *events;
    void *owner;
} TransferOptions;

Err curl_pool_new(uv_loop_t *loop, CurlPool **out);  // ERR_NO_LIBRARY
void curl_pool_free(CurlPool *pool);                 // aborts what is left; memory goes with the loop's next turns
Err transfer_start(CurlPool *pool, const TransferOptions *options, Transfer **out);
Buf transfer_take(Transfer *t);                      // moves what has arrived; a paused transfer goes on
bool transfer_finished(const Transfer *t);           // `done` came; nothing more will arrive
void transfer_free(Transfer *t);                     // aborts if it is not finished
