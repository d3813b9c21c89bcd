// serve.c - the native half of Bun.serve (lib/bun/serve.js): HTTP exchanges to and from shared memory.
//
// Crossings are what a small request costs, so there is one into JavaScript for a whole batch of requests and
// none back for short answers. Into JavaScript: `inbox` (INBOX_INTS integers a request) and `chunk` (URL,
// headers and small bodies; a full chunk is left to the requests that point into it and a new one begins).
// Back: records in `outbox`, written by JavaScript during the batch and sent when it is over. All three are
// allocated here and lent to JavaScript without a copy. Their ArrayBuffers are rooted and no program can reach
// them, so nobody detaches them: the addresses hold as long as the roots do, and are not asked for again.
// Limits: SERVE_CHUNK bytes a chunk (or one head, if larger), SERVE_OUTBOX bytes of answers before a flush.
#include <netdb.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/reader.h"
#include "engine/engine.h"
#include "loop/loop.h"
#include "net/http_server.h"

#define SERVE_CHUNK 65536u
#define SERVE_OUTBOX 131072u
#define INBOX_INTS 12u
#define RECORD_HEAD 24u        // outbox: size, slot, id, status | flags << 16, header bytes, body bytes
#define OUTBOX_START 16u       // outbox: bytes used, batch in progress, two spare
#define URL_SLOTS 256u
#define URL_MAX 120u

// Flags of an answer; lib/bun/serve.js has the same numbers.
enum { OUT_TEXT = 1, OUT_DATE = 2, OUT_CLOSE = 4 };
// Flags of a request.
enum { IN_PLAIN = 1, IN_BODY = 2, IN_KNOWN_URL = 4, IN_WEBSOCKET = 8, IN_CONDITIONAL = 16 };
// Kinds of events.
enum { EVENT_BODY, EVENT_DRAIN, EVENT_ABORT, EVENT_TIMEOUT, EVENT_SETTLED };

typedef struct UrlSlot {
    uint16_t len;
    char text[URL_MAX];
} UrlSlot;

typedef struct Shared {
    JsRoot root;           // Uint8Array
    MutSpan bytes;
} Shared;

typedef struct Serve {
    Runtime *rt;
    HttpServer *http;      // NULL once closed
    JsRoot dispatch;       // dispatch(count, chunk)
    JsRoot event;          // event(kind, slot, id)
    Shared inbox;
    Shared outbox;
    Shared chunk;
    size_t chunk_used;
    bool dropped;          // the wrapper is gone
    UrlSlot urls[URL_SLOTS];
} Serve;

static Shared new_shared(JsCall *call, size_t size)
{
    AUTO(Buf) memory = {};
    CHECK(!buf_reserve(&memory, size).code);
    memory.len = size;
    memset(memory.ptr, 0, size);
    MutSpan bytes = {memory.ptr, size};
    return (Shared){js_root(call, js_uint8array_take(call, &memory)), bytes};
}

// --- answers ----------------------------------------------------------------------------------------

static uint32_t word_at(MutSpan memory, size_t at)
{
    Reader r = {.src = {memory.ptr, memory.len}, .pos = at};
    return (uint32_t)rd_uint_le(&r, 4);
}

static void set_word(MutSpan memory, size_t at, uint32_t value)
{
    mem_copy(at_from(memory.ptr, at, memory.len, 1), memory.len - at, &value, sizeof value);
}

static Http1Response response_of(uint32_t status_flags, Str headers)
{
    uint32_t flags = status_flags >> 16;
    return (Http1Response){
        .status = (uint16_t)status_flags,
        .headers = headers,
        .text_plain = flags & OUT_TEXT,
        .has_date = flags & OUT_DATE,
        .close = flags & OUT_CLOSE,
    };
}

static void answer(Serve *s, uint32_t slot, uint32_t id, Http1Response *r, Span body)
{
    HttpConn *c = s->http ? http_conn_find(s->http, slot, id) : NULL;
    if (!c || c->phase != HTTP_OPEN) return;
    http_respond(c, r, body);
}

// Sends every record of the outbox. No JavaScript runs in here, so the memory stays where it is.
static void flush_outbox(Serve *s)
{
    MutSpan out = s->outbox.bytes;
    size_t used = word_at(out, 0);
    if (used > out.len) used = out.len;
    Str bytes = {(const char *)out.ptr, used};
    size_t at = OUTBOX_START;
    while (at + RECORD_HEAD <= used) {
        uint32_t size = word_at(out, at), headers = word_at(out, at + 16), body = word_at(out, at + 20);
        CHECK(size >= RECORD_HEAD);
        Str lines = str_sub(bytes, at + RECORD_HEAD, at + RECORD_HEAD + headers);
        Http1Response r = response_of(word_at(out, at + 12), lines);
        Str text = str_sub(bytes, at + RECORD_HEAD + headers, at + RECORD_HEAD + headers + body);
        r.length = text.len;
        answer(s, word_at(out, at + 4), word_at(out, at + 8), &r, span_of(text));
        at += size;
    }
    set_word(out, 0, OUTBOX_START);
}

static void set_in_batch(Serve *s, bool on) { set_word(s->outbox.bytes, 4, on); }

// --- requests ---------------------------------------------------------------------------------------

typedef struct Entry {
    uint32_t words[INBOX_INTS];
} Entry;

// The URL as JavaScript sees it; a target in absolute form already is one.
static size_t put_url(Buf *out, const HttpConn *c, bool plain)
{
    Str target = http1_target(&c->http);
    size_t before = out->len;
    bool rooted = str_peek(target, 0) == '/';
    if (plain || rooted) {
        buf_put(out, STR("http://"));
        buf_put(out, http1_host(&c->http));
    }
    buf_put(out, target);
    return out->len - before;
}

// Repeated URLs are told apart by number, so that JavaScript makes the string of each only once.
static uint32_t url_slot(Serve *s, Str url, bool *known)
{
    *known = false;
    if (url.len > URL_MAX) return URL_SLOTS;
    uint32_t i = (uint32_t)(str_hash(url) % URL_SLOTS);
    UrlSlot *slot = &ELEM(s->urls, i);
    *known = str_eq((Str){slot->text, slot->len}, url);
    if (*known) return i;
    mem_copy(slot->text, URL_MAX, url.ptr, url.len);
    slot->len = (uint16_t)url.len;
    return i;
}

static bool body_is_inline(const HttpConn *c)
{
    return c->http.has_body && http_body_complete(c) && c->body.len && c->body.len <= HTTP_BODY_INLINE;
}

// Appends URL, headers and perhaps the body to `bytes`, and says in `e` where they are.
static void put_request(Serve *s, HttpConn *c, Buf *bytes, Entry *e)
{
    bool plain = http1_url_is_plain(&c->http), known;
    size_t start = bytes->len;
    size_t url_len = put_url(bytes, c, plain);
    uint32_t slot = url_slot(s, str_from(buf_str(bytes), start), &known);
    size_t block = http1_headers(&c->http).len, body = 0;
    buf_put(bytes, http1_headers(&c->http));
    if (body_is_inline(c)) {
        body = c->body.len;
        buf_put(bytes, buf_str(&c->body));
        Buf_cleanup(&c->body);
    }
    uint32_t flags = (plain ? IN_PLAIN : 0) | (known ? IN_KNOWN_URL : 0) | (c->http.websocket ? IN_WEBSOCKET : 0);
    if (c->http.has_body && !body) flags |= IN_BODY;
    if (c->http.conditional) flags |= IN_CONDITIONAL;
    *e = (Entry){{c->net.slot, c->id, c->http.method, flags, slot, u32_of(start), u32_of(url_len), u32_of(block),
                  u32_of(body), u32_of(http1_host(&c->http).len)}};
}

static void new_chunk(Serve *s, JsCall *call, size_t need)
{
    js_root_drop(s->rt, &s->chunk.root);
    s->chunk = new_shared(call, size_max(SERVE_CHUNK, need));
    s->chunk_used = 0;
}

// Hands up to HTTP_BATCH requests to JavaScript in one call, then sends what it answered.
static void on_batch(void *owner, HttpConn *const *conns, size_t count)
{
    Serve *s = owner;
    struct { HttpConn *const *ptr; size_t len; } list = {conns, count};
    AUTO(Buf) bytes = {};
    AUTO(JsScope) scope = js_enter(s->rt);
    JsCall *call = &scope.call;
    Entry entries[HTTP_BATCH];
    for (size_t i = 0; i < count; i++) put_request(s, AT(list, i), &bytes, &ELEM(entries, i));
    if (s->chunk_used + bytes.len > s->chunk.bytes.len) new_chunk(s, call, bytes.len);
    for (size_t i = 0; i < count; i++) ELEM(ELEM(entries, i).words, 5) += (uint32_t)s->chunk_used;
    MutSpan chunk = s->chunk.bytes, inbox = s->inbox.bytes;
    mem_copy(at_from(chunk.ptr, s->chunk_used, chunk.len, 1), chunk.len - s->chunk_used, bytes.ptr, bytes.len);
    s->chunk_used += bytes.len;
    mem_copy(inbox.ptr, inbox.len, entries, count * sizeof(Entry));
    set_in_batch(s, true);
    JsValue args[] = {js_number(call, (double)count), js_root_get(call, s->chunk.root)};
    js_run(&scope, s->dispatch, args, COUNT_OF(args));
    if (s->dropped) return;
    set_in_batch(s, false);
    flush_outbox(s);
}

static void raise_event(Serve *s, uint32_t kind, uint32_t slot, uint32_t id)
{
    if (s->dropped) return;
    AUTO(JsScope) scope = js_enter(s->rt);
    JsCall *call = &scope.call;
    JsValue args[] = {js_number(call, kind), js_number(call, slot), js_number(call, id)};
    js_run(&scope, s->event, args, COUNT_OF(args));
}

static void on_body(void *owner, HttpConn *c) { raise_event(owner, EVENT_BODY, c->net.slot, c->id); }
static void on_drained(void *owner, HttpConn *c) { raise_event(owner, EVENT_DRAIN, c->net.slot, c->id); }
static void on_aborted(void *owner, uint32_t slot, uint32_t id, bool timed_out)
{
    raise_event(owner, timed_out ? EVENT_TIMEOUT : EVENT_ABORT, slot, id);
}
static void on_settled(void *owner) { raise_event(owner, EVENT_SETTLED, 0, 0); }

static void drop_roots(Serve *s)
{
    js_root_drop(s->rt, &s->dispatch);
    js_root_drop(s->rt, &s->event);
    js_root_drop(s->rt, &s->inbox.root);
    js_root_drop(s->rt, &s->outbox.root);
    js_root_drop(s->rt, &s->chunk.root);
}

static void on_gone(void *owner)
{
    Serve *s = owner;
    drop_roots(s);
    if (s->dropped) mem_free(s);
    else s->http = NULL;
}

static const HttpEvents events = {on_batch, on_body, on_drained, on_aborted, on_settled, on_gone};

// --- the server ---------------------------------------------------------------------------------------

// The wrapper was collected, or the runtime ends.
static void serve_close(void *ptr)
{
    Serve *s = ptr;
    s->dropped = true;
    drop_roots(s);
    if (s->http) http_server_close(s->http);
    else mem_free(s);
}

typedef struct ListenArgs {
    Str host, unix_path;
    uint32_t port, idle_s, flags, max_head;
    double max_body;
    JsValue dispatch, event;
} ListenArgs;

static Err listen_args(JsCall *call, ListenArgs *a)
{
    TRY(js_arg_str(call, 0, &a->host));
    TRY(js_arg_u32(call, 1, &a->port));
    TRY(js_arg_str(call, 2, &a->unix_path));
    TRY(js_arg_u32(call, 3, &a->flags));
    TRY(js_arg_f64(call, 4, &a->max_body));
    TRY(js_arg_u32(call, 5, &a->idle_s));
    TRY(js_arg_u32(call, 6, &a->max_head));
    TRY(js_arg_fn(call, 7, &a->dispatch));
    return js_arg_fn(call, 8, &a->event);
}

// A name becomes its first address. This blocks, as Bun.serve itself does: it returns a listening server.
static Err resolve_host(JsCall *call, Str host, Str *out)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
    uv_getaddrinfo_t lookup;
    char *name = arena_cstr(&call->scratch, host);
    int code = uv_getaddrinfo(loop_uv(rt_loop(call->rt)), &lookup, NULL, name, NULL, &hints);
    if (code) return err(code);
    char text[64] = "";
    code = uv_ip_name(lookup.addrinfo->ai_addr, text, sizeof text);
    uv_freeaddrinfo(lookup.addrinfo);
    if (code) return err(code);
    *out = arena_str(&call->scratch, str_c(text));
    return OK;
}

// listen(host, port, unix, flags, maxBody, idleSeconds, maxHead or 0, dispatch, event) -> [handle, inbox, outbox]
JS_NATIVE(serve_listen)
{
    ListenArgs a;
    TRY_JS(call, listen_args(call, &a));
    if (a.host.len) {
        Err e = resolve_host(call, a.host, &a.host);
        if (e.code) return js_throw(call, js_err_sys(call, e.code, "getaddrinfo", (Str){}, (Str){}));
    }
    Serve *s = MEM_NEW(Serve);
    HttpOptions o = {
        .net = {.loop = loop_uv(rt_loop(call->rt)), .host = a.host, .unix_path = a.unix_path, .port = (uint16_t)a.port,
                .reuse_port = a.flags & 1, .ipv6_only = a.flags & 2},
        .events = &events, .owner = s, .idle_s = a.idle_s, .max_head = a.max_head,
        .max_body = a.max_body >= 0 && a.max_body < 1e15 ? (uint64_t)a.max_body : HTTP1_MAX_BODY,
    };
    Err e = http_server_open(&o, &s->http);
    if (e.code) {
        mem_free(s);
        return js_throw(call, js_err_sys(call, e.code, "listen", (Str){}, (Str){}));
    }
    s->rt = call->rt;
    s->dispatch = js_root(call, a.dispatch);
    s->event = js_root(call, a.event);
    s->inbox = new_shared(call, HTTP_BATCH * sizeof(Entry));
    s->outbox = new_shared(call, SERVE_OUTBOX);
    set_word(s->outbox.bytes, 0, OUTBOX_START);
    JsValue all[] = {js_handle_new(call, KIND_SERVER, s, serve_close), js_root_get(call, s->inbox.root),
                     js_root_get(call, s->outbox.root)};
    return js_array(call, all, COUNT_OF(all));
}

// The server of argument 0 if it is open.
static Serve *arg_serve(JsCall *call)
{
    Serve *s = js_arg_handle(call, 0, KIND_SERVER);
    return s && s->http ? s : NULL;
}

static Serve *open_serve(JsCall *call)
{
    Serve *s = arg_serve(call);
    if (!s) (void)js_throw(call, err(ERR_SERVER_CLOSED));
    return s;
}

// The exchange of arguments 0 to 2 (server, slot, id), NULL if it is over.
static HttpConn *arg_exchange(JsCall *call)
{
    uint32_t slot, id;
    if (js_arg_u32(call, 1, &slot).code || js_arg_u32(call, 2, &id).code) return NULL;
    Serve *s = arg_serve(call);
    return s ? http_conn_find(s->http, slot, id) : NULL;
}

JS_NATIVE(serve_port)
{
    Serve *s = open_serve(call);
    return s ? js_number(call, net_server_port(http_server_net(s->http))) : js_undefined(call);
}

static JsValue peer_array(JsCall *call, const NetPeer *p)
{
    JsValue items[] = {js_string(call, str_c(p->address)), js_number(call, p->port), js_bool(call, p->ipv6)};
    return js_array(call, items, COUNT_OF(items));
}

JS_NATIVE(serve_address)
{
    Serve *s = arg_serve(call);
    NetPeer p;
    if (!s || !net_server_address(http_server_net(s->http), &p)) return js_null(call);
    return peer_array(call, &p);
}

JS_NATIVE(serve_peer)
{
    HttpConn *c = arg_exchange(call);
    NetPeer p;
    if (!c || !net_peer(&c->net, &p)) return js_null(call);
    return peer_array(call, &p);
}

JS_NATIVE(serve_alive) { return js_bool(call, arg_exchange(call) != NULL); }

JS_NATIVE(serve_flush)
{
    Serve *s = arg_serve(call);
    if (s) flush_outbox(s);
    return js_undefined(call);
}

// --- answers that do not fit the outbox -------------------------------------------------------------

// A string (as UTF-8) or bytes.
static Err arg_data(JsCall *call, size_t index, Span *out)
{
    *out = (Span){};
    if (js_arg_is_nullish(call, index)) return OK;
    if (js_is_string(call, js_arg(call, index))) {
        Str text;
        TRY(js_arg_str(call, index, &text));
        *out = span_of(text);
        return OK;
    }
    JsBytes bytes;
    TRY(js_arg_bytes(call, index, &bytes));
    *out = js_bytes(call, bytes);
    return OK;
}

// respond(server, slot, id, statusFlags, headers, body): false if the exchange is over.
JS_NATIVE(serve_respond)
{
    uint32_t status;
    Str headers;
    Span body;
    TRY_JS(call, js_arg_u32(call, 3, &status));
    TRY_JS(call, js_arg_str(call, 4, &headers));
    HttpConn *c = arg_exchange(call);
    if (!c || c->phase != HTTP_OPEN) return js_bool(call, false);
    TRY_JS(call, arg_data(call, 5, &body));
    Http1Response r = response_of(status, headers);
    r.length = body.len;
    http_respond(c, &r, body);
    return js_bool(call, true);
}

// begin(server, slot, id, statusFlags, headers, length): length -1 means chunked; -2 that the answer is only
// a head. False if the exchange is over.
JS_NATIVE(serve_begin)
{
    uint32_t status;
    Str headers;
    double length;
    TRY_JS(call, js_arg_u32(call, 3, &status));
    TRY_JS(call, js_arg_str(call, 4, &headers));
    TRY_JS(call, js_arg_f64(call, 5, &length));
    HttpConn *c = arg_exchange(call);
    if (!c || c->phase != HTTP_OPEN) return js_bool(call, false);
    Http1Response r = response_of(status, headers);
    r.framing = length >= 0 ? HTTP1_SIZED : HTTP1_CHUNKED;
    r.length = length >= 0 && length < 9e15 ? (uint64_t)length : 0;
    http_respond_begin(c, &r);
    return js_bool(call, true);
}

// write(server, slot, id, data): true go on, false wait for a drain event, undefined the exchange is over.
JS_NATIVE(serve_write)
{
    Span data;
    HttpConn *c = arg_exchange(call);
    if (!c) return js_undefined(call);
    TRY_JS(call, arg_data(call, 3, &data));
    return js_bool(call, http_respond_write(c, data));
}

JS_NATIVE(serve_end)
{
    HttpConn *c = arg_exchange(call);
    if (c) http_respond_end(c);
    return js_undefined(call);
}

// The connection is closed: after the head that is the only way to say "this is not complete".
JS_NATIVE(serve_fail)
{
    HttpConn *c = arg_exchange(call);
    if (c) http_respond_fail(c);
    return js_undefined(call);
}

// --- request bodies ---------------------------------------------------------------------------------

// body(server, slot, id, mode) -> Uint8Array, null at the end, false: wait for a body event,
// undefined: the exchange is over.
JS_NATIVE(serve_body)
{
    uint32_t mode;
    TRY_JS(call, js_arg_u32(call, 3, &mode));
    HttpConn *c = arg_exchange(call);
    if (!c || mode > HTTP_BODY_DROP) return js_undefined(call);
    if (!http_body_want(c, (HttpBodyMode)mode)) return js_bool(call, false);
    if (mode == HTTP_BODY_STREAM && !c->body.len) return js_null(call);
    AUTO(Buf) bytes = http_body_take(c);
    return js_uint8array_take(call, &bytes);
}

// --- the server's life ----------------------------------------------------------------------------

JS_NATIVE(serve_stop)
{
    Serve *s = arg_serve(call);
    if (!s) return js_undefined(call);
    if (js_arg_bool(call, 1)) http_server_close(s->http);
    else http_server_stop(s->http);
    return js_undefined(call);
}

JS_NATIVE(serve_close_idle)
{
    Serve *s = arg_serve(call);
    if (s) http_server_close_idle(s->http);
    return js_undefined(call);
}

JS_NATIVE(serve_ref)
{
    Serve *s = arg_serve(call);
    if (s) net_server_ref(http_server_net(s->http), js_arg_bool(call, 1));
    return js_undefined(call);
}

JS_NATIVE(serve_pending)
{
    Serve *s = arg_serve(call);
    return js_number(call, s ? http_server_pending(s->http) : 0);
}

// idle(server, slot, id, seconds): the timeout of one exchange
JS_NATIVE(serve_idle)
{
    uint32_t seconds;
    TRY_JS(call, js_arg_u32(call, 3, &seconds));
    HttpConn *c = arg_exchange(call);
    if (c) http_conn_idle(c, seconds);
    return js_undefined(call);
}

extern const JsMethod bun_serve_methods[];
const JsMethod bun_serve_methods[] = {
    JS_METHOD("listen", serve_listen, 9, PERM_NET),
    JS_METHOD("port", serve_port, 1, PERM_NONE),
    JS_METHOD("address", serve_address, 1, PERM_NONE),
    JS_METHOD("peer", serve_peer, 3, PERM_NONE),
    JS_METHOD("alive", serve_alive, 3, PERM_NONE),
    JS_METHOD("flush", serve_flush, 1, PERM_NONE),
    JS_METHOD("respond", serve_respond, 6, PERM_NONE),
    JS_METHOD("begin", serve_begin, 6, PERM_NONE),
    JS_METHOD("write", serve_write, 4, PERM_NONE),
    JS_METHOD("end", serve_end, 3, PERM_NONE),
    JS_METHOD("fail", serve_fail, 3, PERM_NONE),
    JS_METHOD("body", serve_body, 4, PERM_NONE),
    JS_METHOD("stop", serve_stop, 2, PERM_NONE),
    JS_METHOD("closeIdle", serve_close_idle, 1, PERM_NONE),
    JS_METHOD("ref", serve_ref, 2, PERM_NONE),
    JS_METHOD("pending", serve_pending, 1, PERM_NONE),
    JS_METHOD("idle", serve_idle, 4, PERM_NONE),
    {},
};
