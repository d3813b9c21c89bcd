// curl.c - see curl.h.
#include "net/curl.h"

#include <dlfcn.h>

#include "base/mem.h"

// Numbers of libcurl's interface (curl/curl.h, curl/multi.h), which never change within libcurl.so.4.
enum {
    OPT_WRITEDATA = 10001, OPT_URL = 10002, OPT_PROXY = 10004, OPT_ERRORBUFFER = 10010, OPT_POSTFIELDS = 10015,
    OPT_HTTPHEADER = 10023, OPT_HEADERDATA = 10029, OPT_CUSTOMREQUEST = 10036, OPT_NOBODY = 44, OPT_POST = 47,
    OPT_FOLLOWLOCATION = 52, OPT_SSL_VERIFYPEER = 64, OPT_MAXREDIRS = 68, OPT_HTTPGET = 80, OPT_SSL_VERIFYHOST = 81,
    OPT_HTTP_VERSION = 84, OPT_NOSIGNAL = 99, OPT_ACCEPT_ENCODING = 10102, OPT_PRIVATE = 10103,
    OPT_WRITEFUNCTION = 20011, OPT_HEADERFUNCTION = 20079, OPT_POSTFIELDSIZE_LARGE = 30120,
    OPT_UNIX_SOCKET_PATH = 10231, OPT_SUPPRESS_CONNECT_HEADERS = 265, OPT_PROTOCOLS_STR = 10318,
    OPT_REDIR_PROTOCOLS_STR = 10319,
    INFO_EFFECTIVE_URL = 0x100001, INFO_RESPONSE_CODE = 0x200002, INFO_REDIRECT_COUNT = 0x200014,
    INFO_PRIVATE = 0x100015,
    MOPT_SOCKETFUNCTION = 20001, MOPT_SOCKETDATA = 10002, MOPT_TIMERFUNCTION = 20004, MOPT_TIMERDATA = 10005,
    WANT_IN = 1, WANT_OUT = 2, WANT_NOTHING = 4, SELECT_IN = 1, SELECT_OUT = 2, SELECT_ERR = 4,
    SOCKET_TIMEOUT = -1, MSG_IS_DONE = 1, HTTP_1_1 = 2, GLOBAL_ALL = 3,
};
#define WRITE_PAUSE 0x10000001u
#define ERROR_TEXT 256

typedef struct CurlMessage {
    int msg;
    void *easy;
    union {
        void *whatever;
        int result;
    } data;
} CurlMessage;

typedef struct CurlApi {
    void *library;
    int (*global_init)(long flags);
    void *(*easy_init)(void);
    void (*easy_cleanup)(void *);
    int (*easy_setopt)(void *, int, ...);
    int (*easy_getinfo)(void *, int, ...);
    int (*easy_pause)(void *, int);
    const char *(*easy_strerror)(int);
    void *(*slist_append)(void *, const char *);
    void (*slist_free_all)(void *);
    void *(*multi_init)(void);
    int (*multi_cleanup)(void *);
    int (*multi_setopt)(void *, int, ...);
    int (*multi_add_handle)(void *, void *);
    int (*multi_remove_handle)(void *, void *);
    int (*multi_socket_action)(void *, int, int, int *);
    int (*multi_assign)(void *, int, void *);
    CurlMessage *(*multi_info_read)(void *, int *);
} CurlApi;

typedef struct Watch Watch;
struct Watch {              // one socket of libcurl's
    CurlPool *pool;
    uv_poll_t poll;
    int fd;
};

struct CurlPool {
    CurlApi api;
    uv_loop_t *loop;
    void *multi;
    uv_timer_t timer;
    uv_idle_t idle;         // delivers what was noticed inside a call
    Transfer *first;
    bool closing;
    uint32_t handles_open;
};

struct Transfer {
    CurlPool *pool;
    const TransferEvents *events;
    void *owner;
    void *easy;
    void *header_list;
    Transfer *next;
    Transfer *prev;
    Buf request;            // the body we send
    Buf head;               // header lines of the response being received
    Buf reason;
    Buf data;
    uint32_t status;
    int result;
    bool head_complete;     // of the final response
    bool head_told;
    bool data_new;
    bool paused;
    bool finished;          // libcurl is done
    bool done_told;
    char error[ERROR_TEXT];
};

// --- the library ----------------------------------------------------------------------------------

static bool load_symbol(void *library, const char *name, void *out)
{
    void *symbol = dlsym(library, name);
    mem_copy(out, sizeof symbol, &symbol, sizeof symbol);
    return symbol != NULL;
}

static bool load_api(CurlApi *api)
{
    api->library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!api->library) api->library = dlopen("libcurl-gnutls.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!api->library) return false;
    struct { const char *name; void *slot; } all[] = {
        {"curl_global_init", &api->global_init}, {"curl_easy_init", &api->easy_init},
        {"curl_easy_cleanup", &api->easy_cleanup}, {"curl_easy_setopt", &api->easy_setopt},
        {"curl_easy_getinfo", &api->easy_getinfo}, {"curl_easy_pause", &api->easy_pause},
        {"curl_easy_strerror", &api->easy_strerror}, {"curl_slist_append", &api->slist_append},
        {"curl_slist_free_all", &api->slist_free_all}, {"curl_multi_init", &api->multi_init},
        {"curl_multi_cleanup", &api->multi_cleanup}, {"curl_multi_setopt", &api->multi_setopt},
        {"curl_multi_add_handle", &api->multi_add_handle}, {"curl_multi_remove_handle", &api->multi_remove_handle},
        {"curl_multi_socket_action", &api->multi_socket_action}, {"curl_multi_assign", &api->multi_assign},
        {"curl_multi_info_read", &api->multi_info_read},
    };
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (!load_symbol(api->library, ELEM(all, i).name, ELEM(all, i).slot)) return false;
    return api->global_init(GLOBAL_ALL) == 0;
}

// --- from libcurl ---------------------------------------------------------------------------------

static void again(CurlPool *pool);

// A new status line starts a new head: after redirects and 1xx only the last one counts.
static void start_head(Transfer *t, Str line)
{
    buf_clear(&t->head);
    buf_clear(&t->reason);
    size_t space = str_find_char(line, ' ');
    size_t second = space == STR_NONE ? STR_NONE : str_find_from(line, STR(" "), space + 1);
    if (second != STR_NONE) buf_put(&t->reason, str_trim(str_from(line, second + 1)));
}

static size_t on_header(char *bytes, size_t size, size_t count, void *data)
{
    Transfer *t = data;
    Str line = {bytes, size * count};
    if (t->head_complete) return line.len;  // trailers
    if (str_starts(line, STR("HTTP/"))) start_head(t, line);
    else if (str_trim(line).len && buf_append_str(&t->head, line).code) return 0;
    return line.len;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *data)
{
    Transfer *t = data;
    if (t->data.len >= TRANSFER_HIGH) {
        t->paused = true;
        return WRITE_PAUSE;
    }
    t->head_complete = true;
    if (buf_append_str(&t->data, (Str){bytes, size * count}).code) return 0;
    t->data_new = true;
    again(t->pool);
    return size * count;
}

static void on_timer(uv_timer_t *timer);

static int on_curl_timer(void *multi, long ms, void *data)
{
    (void)multi;
    CurlPool *pool = data;
    if (pool->closing) return 0;
    if (ms < 0) uv_timer_stop(&pool->timer);
    else uv_timer_start(&pool->timer, on_timer, (uint64_t)ms, 0);
    return 0;
}

static void on_poll(uv_poll_t *poll, int status, int events);

static void free_watch(uv_handle_t *handle) { mem_free(handle->data); }

static int on_curl_socket(void *easy, int fd, int what, void *data, void *known)
{
    (void)easy;
    CurlPool *pool = data;
    Watch *w = known;
    if (what == WANT_NOTHING) {
        if (w) uv_close((uv_handle_t *)&w->poll, free_watch);
        pool->api.multi_assign(pool->multi, fd, NULL);
        return 0;
    }
    if (!w) {
        w = MEM_NEW(Watch);
        w->pool = pool;
        w->fd = fd;
        w->poll.data = w;
        if (uv_poll_init(pool->loop, &w->poll, fd)) {
            mem_free(w);
            return -1;
        }
        pool->api.multi_assign(pool->multi, fd, w);
    }
    int events = (what & WANT_IN ? UV_READABLE : 0) | (what & WANT_OUT ? UV_WRITABLE : 0);
    if (events) uv_poll_start(&w->poll, events, on_poll);
    else uv_poll_stop(&w->poll);
    return 0;
}

// --- to the owner ---------------------------------------------------------------------------------

static void tell_head(Transfer *t)
{
    t->head_told = true;
    CurlApi *api = &t->pool->api;
    long status = 0, redirects = 0;
    char *url = NULL;
    api->easy_getinfo(t->easy, INFO_RESPONSE_CODE, &status);
    api->easy_getinfo(t->easy, INFO_REDIRECT_COUNT, &redirects);
    api->easy_getinfo(t->easy, INFO_EFFECTIVE_URL, &url);
    TransferHead head = {.status = (uint32_t)status, .reason = buf_str(&t->reason), .headers = buf_str(&t->head),
                         .url = str_c(url), .redirected = redirects > 0};
    t->events->head(t->owner, &head);
}

// One event of one transfer; the owner may free any transfer meanwhile, so the caller starts again.
static bool tell_one(CurlPool *pool)
{
    for (Transfer *t = pool->first; t; t = t->next) {
        if (t->head_complete && !t->head_told) {
            tell_head(t);
            return true;
        }
        if (t->data_new) {
            t->data_new = false;
            t->events->data(t->owner);
            return true;
        }
        if (t->finished && !t->done_told) {
            t->done_told = true;
            const char *text = *t->error ? t->error : pool->api.easy_strerror(t->result);
            t->events->done(t->owner, t->result, str_c(text));
            return true;
        }
    }
    return false;
}

static void collect_finished(CurlPool *pool)
{
    int left;
    for (CurlMessage *m = pool->api.multi_info_read(pool->multi, &left); m;
         m = pool->api.multi_info_read(pool->multi, &left)) {
        if (m->msg != MSG_IS_DONE) continue;
        Transfer *t = NULL;
        int result = m->data.result;
        pool->api.easy_getinfo(m->easy, INFO_PRIVATE, &t);
        pool->api.multi_remove_handle(pool->multi, m->easy);
        if (!t) continue;
        t->finished = true;
        t->result = result;
        if (!result) t->head_complete = true;
    }
}

static void deliver(CurlPool *pool)
{
    if (pool->closing) return;
    collect_finished(pool);
    while (!pool->closing && tell_one(pool)) {}
}

static void on_idle(uv_idle_t *idle)
{
    uv_idle_stop(idle);
    deliver(idle->data);
}

static void again(CurlPool *pool) { uv_idle_start(&pool->idle, on_idle); }

static void act(CurlPool *pool, int fd, int events)
{
    int running;
    if (pool->closing) return;
    pool->api.multi_socket_action(pool->multi, fd, events, &running);
    uv_idle_stop(&pool->idle);
    deliver(pool);
}

static void on_timer(uv_timer_t *timer) { act(timer->data, SOCKET_TIMEOUT, 0); }

static void on_poll(uv_poll_t *poll, int status, int events)
{
    Watch *w = poll->data;
    int flags = (events & UV_READABLE ? SELECT_IN : 0) | (events & UV_WRITABLE ? SELECT_OUT : 0);
    act(w->pool, w->fd, status < 0 ? SELECT_ERR : flags);
}

// --- pool -----------------------------------------------------------------------------------------

Err curl_pool_new(uv_loop_t *loop, CurlPool **out)
{
    CurlPool *pool = MEM_NEW(CurlPool);
    pool->loop = loop;
    if (!load_api(&pool->api) || !(pool->multi = pool->api.multi_init())) {
        mem_free(pool);
        return err(ERR_NO_LIBRARY);
    }
    CHECK(uv_timer_init(loop, &pool->timer) == 0 && uv_idle_init(loop, &pool->idle) == 0);
    pool->timer.data = pool->idle.data = pool;
    pool->api.multi_setopt(pool->multi, MOPT_SOCKETFUNCTION, on_curl_socket);
    pool->api.multi_setopt(pool->multi, MOPT_SOCKETDATA, pool);
    pool->api.multi_setopt(pool->multi, MOPT_TIMERFUNCTION, on_curl_timer);
    pool->api.multi_setopt(pool->multi, MOPT_TIMERDATA, pool);
    *out = pool;
    return OK;
}

static void on_pool_handle_closed(uv_handle_t *handle)
{
    CurlPool *pool = handle->data;
    if (--pool->handles_open == 0) mem_free(pool);
}

void curl_pool_free(CurlPool *pool)
{
    while (pool->first) transfer_free(pool->first);
    pool->api.multi_cleanup(pool->multi);
    pool->closing = true;
    pool->handles_open = 2;
    uv_close((uv_handle_t *)&pool->timer, on_pool_handle_closed);
    uv_close((uv_handle_t *)&pool->idle, on_pool_handle_closed);
}

// --- transfers ------------------------------------------------------------------------------------

// Redirects turn POST into GET only for libcurl's own POST; other methods are sent as they are named.
static void set_method(Transfer *t, const TransferOptions *o)
{
    CurlApi *api = &t->pool->api;
    Str method = str_c(o->method);
    if (str_eq(method, STR("HEAD"))) {
        api->easy_setopt(t->easy, OPT_NOBODY, 1L);
        return;
    }
    if (o->has_body || str_eq(method, STR("POST"))) {
        api->easy_setopt(t->easy, OPT_POST, 1L);
        api->easy_setopt(t->easy, OPT_POSTFIELDS, t->request.len ? (const char *)t->request.ptr : "");
        api->easy_setopt(t->easy, OPT_POSTFIELDSIZE_LARGE, (long long)t->request.len);
        if (!str_eq(method, STR("POST"))) api->easy_setopt(t->easy, OPT_CUSTOMREQUEST, o->method);
        return;
    }
    api->easy_setopt(t->easy, OPT_HTTPGET, 1L);
    if (!str_eq(method, STR("GET"))) api->easy_setopt(t->easy, OPT_CUSTOMREQUEST, o->method);
}

static void set_options(Transfer *t, const TransferOptions *o)
{
    CurlApi *api = &t->pool->api;
    void *easy = t->easy;
    api->easy_setopt(easy, OPT_URL, o->url);
    api->easy_setopt(easy, OPT_PRIVATE, t);
    api->easy_setopt(easy, OPT_NOSIGNAL, 1L);
    api->easy_setopt(easy, OPT_ERRORBUFFER, t->error);
    api->easy_setopt(easy, OPT_PROTOCOLS_STR, "http,https");
    api->easy_setopt(easy, OPT_REDIR_PROTOCOLS_STR, "http,https");
    api->easy_setopt(easy, OPT_HTTP_VERSION, (long)HTTP_1_1);
    api->easy_setopt(easy, OPT_SUPPRESS_CONNECT_HEADERS, 1L);
    api->easy_setopt(easy, OPT_FOLLOWLOCATION, o->follow ? 1L : 0L);
    api->easy_setopt(easy, OPT_MAXREDIRS, (long)TRANSFER_REDIRECTS);
    api->easy_setopt(easy, OPT_HTTPHEADER, t->header_list);
    api->easy_setopt(easy, OPT_WRITEFUNCTION, on_body);
    api->easy_setopt(easy, OPT_WRITEDATA, t);
    api->easy_setopt(easy, OPT_HEADERFUNCTION, on_header);
    api->easy_setopt(easy, OPT_HEADERDATA, t);
    if (o->decompress) api->easy_setopt(easy, OPT_ACCEPT_ENCODING, "");
    if (o->unix_path) api->easy_setopt(easy, OPT_UNIX_SOCKET_PATH, o->unix_path);
    if (o->proxy) api->easy_setopt(easy, OPT_PROXY, o->proxy);
    if (!o->insecure) return;
    api->easy_setopt(easy, OPT_SSL_VERIFYPEER, 0L);
    api->easy_setopt(easy, OPT_SSL_VERIFYHOST, 0L);
}

static void link_in(Transfer *t)
{
    t->next = t->pool->first;
    if (t->next) t->next->prev = t;
    t->pool->first = t;
}

Err transfer_start(CurlPool *pool, const TransferOptions *o, Transfer **out)
{
    void *easy = pool->api.easy_init();
    if (!easy) return err(UV_ENOMEM);
    Transfer *t = MEM_NEW(Transfer);
    t->pool = pool;
    t->events = o->events;
    t->owner = o->owner;
    t->easy = easy;
    t->head.max = TRANSFER_HEAD_MAX;
    buf_put(&t->request, str_of(o->body));
    struct { const char *const *ptr; size_t len; } lines = {o->headers, o->header_count};
    for (size_t i = 0; i < lines.len; i++) t->header_list = pool->api.slist_append(t->header_list, AT(lines, i));
    set_options(t, o);
    set_method(t, o);
    link_in(t);
    pool->api.multi_add_handle(pool->multi, easy);
    *out = t;
    return OK;
}

bool transfer_finished(const Transfer *t) { return t->finished; }

Buf transfer_take(Transfer *t)
{
    Buf data = MOVE(t->data);
    t->data_new = false;
    if (t->paused && !t->finished) {
        t->paused = false;
        t->pool->api.easy_pause(t->easy, 0);
        int running;
        t->pool->api.multi_socket_action(t->pool->multi, SOCKET_TIMEOUT, 0, &running);
        again(t->pool);
    }
    return data;
}

void transfer_free(Transfer *t)
{
    CurlPool *pool = t->pool;
    if (!t->finished) pool->api.multi_remove_handle(pool->multi, t->easy);
    pool->api.easy_cleanup(t->easy);
    pool->api.slist_free_all(t->header_list);
    if (t->prev) t->prev->next = t->next;
    else pool->first = t->next;
    if (t->next) t->next->prev = t->prev;
    Buf_cleanup(&t->request);
    Buf_cleanup(&t->head);
    Buf_cleanup(&t->reason);
    Buf_cleanup(&t->data);
    mem_free(t);
}
