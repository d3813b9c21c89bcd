// fetch.c - natives behind lib/web/fetch.js: one handle a request, events through one callback each.
#include "base/mem.h"
#include "engine/engine.h"
#include "loop/loop.h"
#include "net/curl.h"

#define FETCH_HEADERS_MAX 1000u

enum { EVENT_HEAD, EVENT_DATA, EVENT_DONE };

typedef struct Fetch {
    Runtime *rt;
    Transfer *transfer;   // NULL once closed
    JsRoot event;         // event(kind, ...)
} Fetch;

static void on_head(void *owner, const TransferHead *h)
{
    Fetch *f = owner;
    AUTO(JsScope) scope = js_enter(f->rt);
    JsCall *call = &scope.call;
    JsValue args[] = {js_number(call, EVENT_HEAD), js_number(call, h->status), js_string(call, h->reason),
                      js_string_latin1(call, span_of(h->headers)), js_string(call, h->url), js_bool(call, h->redirected)};
    js_run(&scope, f->event, args, COUNT_OF(args));
}

static void on_data(void *owner)
{
    Fetch *f = owner;
    AUTO(JsScope) scope = js_enter(f->rt);
    JsValue args[] = {js_number(&scope.call, EVENT_DATA)};
    js_run(&scope, f->event, args, COUNT_OF(args));
}

static void on_done(void *owner, int code, Str text)
{
    Fetch *f = owner;
    AUTO(JsScope) scope = js_enter(f->rt);
    JsCall *call = &scope.call;
    JsValue args[] = {js_number(call, EVENT_DONE), js_number(call, code), js_string(call, text)};
    js_run(&scope, f->event, args, COUNT_OF(args));
}

static const TransferEvents events = {on_head, on_data, on_done};

static void fetch_close(void *ptr)
{
    Fetch *f = ptr;
    if (f->transfer) transfer_free(f->transfer);
    js_root_drop(f->rt, &f->event);
    mem_free(f);
}

static void close_pool(void *ptr) { curl_pool_free(ptr); }

static Err get_pool(JsCall *call, CurlPool **out)
{
    *out = rt_data(call->rt, RT_DATA_FETCH);
    if (*out) return OK;
    TRY(curl_pool_new(loop_uv(rt_loop(call->rt)), out));
    rt_set_data(call->rt, RT_DATA_FETCH, *out, close_pool);
    return OK;
}

// Header lines, one a "\n"-separated piece of the argument.
static Err arg_headers(JsCall *call, size_t index, TransferOptions *o)
{
    Str text;
    TRY(js_arg_str(call, index, &text));
    struct { const char **ptr; size_t len; } lines = {ARENA_ARRAY(&call->scratch, const char *, FETCH_HEADERS_MAX), FETCH_HEADERS_MAX};
    while (text.len) {
        if (o->header_count == FETCH_HEADERS_MAX) return err(ERR_TOO_BIG);
        size_t end = str_find_char(text, '\n');
        AT(lines, o->header_count++) = arena_cstr(&call->scratch, str_sub(text, 0, end));
        text = end == STR_NONE ? (Str){} : str_from(text, end + 1);
    }
    o->headers = lines.ptr;
    return OK;
}

static Err arg_cstr(JsCall *call, size_t index, const char **out)
{
    *out = NULL;
    if (js_arg_is_nullish(call, index)) return OK;
    Str text;
    TRY(js_arg_str(call, index, &text));
    *out = arena_cstr(&call->scratch, text);
    return OK;
}

// start(url, method, headerLines, body, flags, unixPath, proxy, event) -> handle
// flags: 1 follow redirects, 2 decompress, 4 do not verify certificates
JS_NATIVE(fetch_start)
{
    TransferOptions o = {.events = &events};
    uint32_t flags;
    JsValue event;
    CurlPool *pool;
    TRY_JS(call, arg_cstr(call, 0, &o.url));
    TRY_JS(call, arg_cstr(call, 1, &o.method));
    TRY_JS(call, arg_headers(call, 2, &o));
    TRY_JS(call, js_arg_u32(call, 4, &flags));
    TRY_JS(call, arg_cstr(call, 5, &o.unix_path));
    TRY_JS(call, arg_cstr(call, 6, &o.proxy));
    TRY_JS(call, js_arg_fn(call, 7, &event));
    if (!o.url || !o.method) return js_throw(call, err(ERR_ARG_VALUE));
    TRY_JS(call, get_pool(call, &pool));
    o.follow = flags & 1;
    o.decompress = flags & 2;
    o.insecure = flags & 4;
    if (!js_arg_is_nullish(call, 3)) {
        JsBytes body;
        TRY_JS(call, js_arg_bytes(call, 3, &body));
        o.has_body = true;
        o.body = js_bytes(call, body);
    }
    Fetch *f = MEM_NEW(Fetch);
    f->rt = call->rt;
    o.owner = f;
    Err e = transfer_start(pool, &o, &f->transfer);
    if (e.code) {
        mem_free(f);
        return js_throw(call, e);
    }
    f->event = js_root(call, event);
    return js_handle_new(call, KIND_FETCH, f, fetch_close);
}

// read(handle) -> Uint8Array, possibly empty; undefined when closed
JS_NATIVE(fetch_read)
{
    Fetch *f = js_arg_handle(call, 0, KIND_FETCH);
    if (!f) return js_undefined(call);
    AUTO(Buf) data = transfer_take(f->transfer);
    return js_uint8array_take(call, &data);
}

JS_NATIVE(fetch_stop)
{
    js_handle_close(call, 0, KIND_FETCH);
    return js_undefined(call);
}

extern const JsMethod web_fetch_methods[];
const JsMethod web_fetch_methods[] = {
    JS_METHOD("start", fetch_start, 8, PERM_NET),
    JS_METHOD("read", fetch_read, 1, PERM_NONE),
    JS_METHOD("stop", fetch_stop, 1, PERM_NONE),
    {},
};
