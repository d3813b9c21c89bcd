// stream.c - see stream.h. One epoll set per server, watched by one uv_poll handle.
#include "net/stream.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/vec.h"

#define LISTENER_KEY UINT64_MAX
#define TICK_MS 1000u
#define BACKLOG 511

struct NetServer {
    const NetHandler *handler;
    void *owner;
    size_t conn_size;
    int ep;
    int listen_fd;             // -1 once stopped
    uint16_t port;
    bool accept_paused;        // out of descriptors: try again at the next tick
    bool closing;
    uint8_t handles_open;      // libuv handles whose close callback is pending
    uint32_t open_count;
    uint32_t pooled;
    uint32_t tick;
    uint32_t last_gen;
    NetConn *free_list;        // pooled objects
    NetConn *dying;            // closed in this turn; recycled at its end
    VEC(NetConn *) conns;      // by slot; NULL is free
    VEC(uint32_t) free_slots;
    NetConn *wheel[NET_WHEEL_SLOTS];
    uint8_t *read_buf;
    Buf unix_path;             // removed when listening stops
    uv_poll_t poll;
    uv_timer_t timer;
    uv_idle_t idle;
};

static Err sys_err(void) { return err(-errno); }

uint16_t net_server_port(const NetServer *s) { return s->port; }
uint32_t net_server_conns(const NetServer *s) { return s->open_count; }
void *net_server_owner(const NetServer *s) { return s->owner; }

NetConn *net_conn_at(const NetServer *s, uint32_t slot)
{
    return slot < s->conns.count ? ITEM(s->conns, slot) : NULL;
}

NetConn *net_conn_find(const NetServer *s, uint32_t slot, uint32_t gen)
{
    NetConn *c = net_conn_at(s, slot);
    return c && c->gen == gen ? c : NULL;
}

// --- the timer wheel ------------------------------------------------------------------------------

static void wheel_remove(NetConn *c)
{
    if (!c->placed) return;
    if (c->wheel_prev) c->wheel_prev->wheel_next = c->wheel_next;
    else ELEM(c->server->wheel, c->placed % NET_WHEEL_SLOTS) = c->wheel_next;
    if (c->wheel_next) c->wheel_next->wheel_prev = c->wheel_prev;
    c->wheel_next = c->wheel_prev = NULL;
    c->placed = 0;
}

static void wheel_place(NetConn *c)
{
    NetServer *s = c->server;
    uint32_t far = s->tick + NET_WHEEL_SLOTS - 1;
    c->placed = c->due < far ? c->due : far;
    NetConn **head = &ELEM(s->wheel, c->placed % NET_WHEEL_SLOTS);
    c->wheel_next = *head;
    c->wheel_prev = NULL;
    if (*head) (*head)->wheel_prev = c;
    *head = c;
}

// The common case, pushing a timeout further away, is one store: the wheel is corrected when its slot
// comes round.
void net_timeout(NetConn *c, uint32_t seconds)
{
    if (c->fd < 0) return;
    c->due = seconds ? c->server->tick + seconds + 1 : 0;
    if (!seconds) return;
    if (c->placed && c->placed <= c->due) return;
    wheel_remove(c);
    wheel_place(c);
}

static void expire(NetConn *c)
{
    if (!c->due) return;
    if (c->due > c->server->tick) {
        wheel_place(c);
        return;
    }
    c->due = 0;
    if (c->lingering) net_close(c);
    else c->server->handler->timeout(c);
}

static void end_turn(NetServer *s);

static void on_tick(uv_timer_t *timer)
{
    NetServer *s = timer->data;
    s->tick++;
    if (s->accept_paused && s->listen_fd >= 0) {
        struct epoll_event ev = {.events = EPOLLIN, .data.u64 = LISTENER_KEY};
        s->accept_paused = epoll_ctl(s->ep, EPOLL_CTL_MOD, s->listen_fd, &ev) != 0;
    }
    NetConn **head = &ELEM(s->wheel, s->tick % NET_WHEEL_SLOTS);
    while (*head) {
        NetConn *c = *head;
        wheel_remove(c);
        expire(c);
    }
    end_turn(s);
}

// --- connection objects ---------------------------------------------------------------------------

static NetConn *conn_from_pool(NetServer *s)
{
    NetConn *c = s->free_list;
    if (!c) return mem_alloc(1, s->conn_size);
    s->free_list = c->next_free;
    s->pooled--;
    Buf out = c->out;
    *c = (NetConn){.out = out};
    buf_clear(&c->out);
    return c;
}

static void conn_free(NetServer *s, NetConn *c)
{
    s->handler->discard(c);
    Buf_cleanup(&c->out);
    mem_free(c);
}

static void conn_recycle(NetServer *s, NetConn *c)
{
    if (c->out.cap > NET_BUF_KEEP) Buf_cleanup(&c->out);
    if (s->pooled >= NET_POOL_KEEP || s->closing) {
        conn_free(s, c);
        return;
    }
    c->next_free = s->free_list;
    s->free_list = c;
    s->pooled++;
}

static bool conn_slot(NetServer *s, NetConn *c)
{
    if (s->free_slots.count) {
        c->slot = ITEM(s->free_slots, s->free_slots.count - 1);
        s->free_slots.count--;
        ITEM(s->conns, c->slot) = c;
        return true;
    }
    c->slot = s->conns.count;
    return VEC_PUSH(&s->conns, c);
}

static bool conn_watch(NetConn *c, uint32_t events, int op)
{
    if (op == EPOLL_CTL_MOD && c->interest == events) return true;
    c->interest = events;
    struct epoll_event ev = {.events = events, .data.u64 = (uint64_t)c->gen << 32 | c->slot};
    return epoll_ctl(c->server->ep, op, c->fd, &ev) == 0;
}

static void conn_update(NetConn *c)
{
    if (c->fd < 0) return;
    uint32_t events = EPOLLRDHUP;
    if (c->peer_ended) events = 0;
    if (!c->paused && !c->peer_ended) events |= EPOLLIN;
    if (net_pending(c)) events |= EPOLLOUT;
    conn_watch(c, events, EPOLL_CTL_MOD);
}

void net_pause(NetConn *c, bool paused)
{
    if (c->paused == paused) return;
    c->paused = paused;
    conn_update(c);
}

void net_close(NetConn *c)
{
    if (c->fd < 0) return;
    NetServer *s = c->server;
    close(c->fd);
    c->fd = -1;
    wheel_remove(c);
    ITEM(s->conns, c->slot) = NULL;
    s->open_count--;
    (void)VEC_PUSH(&s->free_slots, c->slot);
    c->next_free = s->dying;
    s->dying = c;
    s->handler->closed(c);
}

// --- writing --------------------------------------------------------------------------------------

size_t net_pending(const NetConn *c) { return c->out.len - c->out_pos; }

// Bytes taken, 0 if the kernel is full, negative if the peer is gone.
static ssize_t send_two(int fd, Span a, Span b)
{
    ssize_t n;
    do {
        if (b.len == 0) {
            n = send(fd, a.ptr, a.len, MSG_NOSIGNAL | MSG_DONTWAIT);
        } else {
            struct iovec iov[2] = {{(void *)(size_t)a.ptr, a.len}, {(void *)(size_t)b.ptr, b.len}};
            struct msghdr msg = {.msg_iov = iov, .msg_iovlen = 2};
            n = sendmsg(fd, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);
        }
    } while (n < 0 && errno == EINTR);
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return 0;
    return n;
}

// The peer is gone: whoever is writing must not lose `c` under its feet, so the close happens on the
// next event, which the shutdown provokes.
static void conn_broken(NetConn *c)
{
    buf_clear(&c->out);
    c->out_pos = 0;
    c->paused = false;
    c->peer_ended = false;
    shutdown(c->fd, SHUT_RDWR);
    c->lingering = true;
    conn_update(c);
}

static void finish_ending(NetConn *c)
{
    if (c->peer_ended) {
        net_close(c);
        return;
    }
    shutdown(c->fd, SHUT_WR);
    c->lingering = true;
    c->paused = false;
    conn_update(c);
    net_timeout(c, NET_LINGER_S);
}

void net_write(NetConn *c, Span first, Span second)
{
    if (c->fd < 0 || c->lingering || first.len + second.len == 0) return;
    size_t sent = 0;
    if (!net_pending(c)) {
        buf_clear(&c->out);
        c->out_pos = 0;
        ssize_t n = send_two(c->fd, first, second);
        if (n < 0) {
            conn_broken(c);
            return;
        }
        sent = (size_t)n;
    }
    if (sent == first.len + second.len) return;
    c->out.max = NET_OUT_MAX;
    Err e = buf_append(&c->out, span_sub(first, sent, first.len));
    size_t skip = sent > first.len ? sent - first.len : 0;
    if (!e.code) e = buf_append(&c->out, span_sub(second, skip, second.len));
    if (e.code) conn_broken(c);
    else conn_update(c);
}

void net_end(NetConn *c)
{
    if (c->fd < 0 || c->lingering || c->ending) return;
    c->ending = true;
    if (!net_pending(c)) finish_ending(c);
}

static void flush(NetConn *c)
{
    Span rest = span_sub(buf_span(&c->out), c->out_pos, c->out.len);
    ssize_t n = send_two(c->fd, rest, (Span){});
    if (n < 0) {
        net_close(c);
        return;
    }
    c->out_pos += (size_t)n;
    if (net_pending(c)) return;
    if (c->out.cap > NET_BUF_KEEP) Buf_cleanup(&c->out);
    buf_clear(&c->out);
    c->out_pos = 0;
    conn_update(c);
    if (c->ending) finish_ending(c);
    else c->server->handler->drained(c);
}

// --- reading --------------------------------------------------------------------------------------

static void peer_end(NetConn *c)
{
    if (c->lingering) {
        net_close(c);
        return;
    }
    c->peer_ended = true;
    conn_update(c);
    c->server->handler->ended(c);
}

static void receive(NetConn *c)
{
    NetServer *s = c->server;
    ssize_t n = recv(c->fd, s->read_buf, NET_READ_CHUNK, MSG_DONTWAIT);
    if (n < 0) {
        if (errno != EAGAIN && errno != EINTR) net_close(c);
        return;
    }
    if (n == 0) peer_end(c);
    else if (!c->lingering) s->handler->data(c, (Span){s->read_buf, (size_t)n});
}

static void conn_event(NetServer *s, struct epoll_event ev)
{
    NetConn *c = net_conn_find(s, (uint32_t)ev.data.u64, (uint32_t)(ev.data.u64 >> 32));
    if (!c) return;
    if (ev.events & EPOLLERR) {
        net_close(c);
        return;
    }
    if (ev.events & EPOLLOUT && net_pending(c)) flush(c);
    if (c->fd >= 0 && ev.events & EPOLLIN && !c->paused) {
        receive(c);
        return;
    }
    if (c->fd < 0) return;
    if (ev.events & EPOLLHUP) net_close(c);
    else if (ev.events & EPOLLRDHUP && !c->peer_ended) peer_end(c);
}

// --- accepting ------------------------------------------------------------------------------------

static void adopt(NetServer *s, int fd)
{
    int one = 1;
    if (!s->unix_path.len) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    NetConn *c = conn_from_pool(s);
    c->server = s;
    c->fd = fd;
    if (!conn_slot(s, c)) {
        close(fd);
        conn_recycle(s, c);
        return;
    }
    c->gen = ++s->last_gen;
    s->open_count++;
    if (!conn_watch(c, EPOLLIN | EPOLLRDHUP, EPOLL_CTL_ADD)) net_close(c);
    else s->handler->opened(c);
}

static void accept_batch(NetServer *s)
{
    for (uint32_t i = 0; i < NET_ACCEPT_BATCH && s->listen_fd >= 0; i++) {
        int fd = accept4(s->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            adopt(s, fd);
            continue;
        }
        if (errno == ECONNABORTED || errno == EINTR) continue;
        if (errno == EAGAIN) return;
        // Out of descriptors or memory: level-triggered readiness would spin, so rest until the tick.
        struct epoll_event none = {.data.u64 = LISTENER_KEY};
        epoll_ctl(s->ep, EPOLL_CTL_MOD, s->listen_fd, &none);
        s->accept_paused = true;
        return;
    }
}

// --- the turn -------------------------------------------------------------------------------------

static void recycle_dying(NetServer *s)
{
    while (s->dying) {
        NetConn *c = s->dying;
        s->dying = c->next_free;
        conn_recycle(s, c);
    }
}

static void end_turn(NetServer *s)
{
    if (s->closing) return;
    s->handler->turn(s->owner);
    recycle_dying(s);
}

static void on_ready(uv_poll_t *poll, int status, int events)
{
    (void)events;
    NetServer *s = poll->data;
    struct epoll_event ready[NET_EVENT_BATCH];
    if (status < 0) return;
    int n = epoll_wait(s->ep, ready, (int)NET_EVENT_BATCH, 0);
    for (int i = 0; i < n && !s->closing; i++) {
        struct epoll_event ev = ELEM(ready, (size_t)i);
        if (ev.data.u64 == LISTENER_KEY) accept_batch(s);
        else conn_event(s, ev);
    }
    end_turn(s);
}

static void on_idle(uv_idle_t *idle)
{
    uv_idle_stop(idle);
    end_turn(idle->data);
}

void net_server_again(NetServer *s)
{
    if (!s->closing) uv_idle_start(&s->idle, on_idle);
}

// --- opening and closing --------------------------------------------------------------------------

typedef struct Address {
    struct sockaddr_storage storage;
    socklen_t len;
} Address;

static Err unix_address(Str path, Address *out)
{
    struct sockaddr_un *un = (struct sockaddr_un *)&out->storage;
    if (path.len >= sizeof un->sun_path) return err(UV_ENAMETOOLONG);
    un->sun_family = AF_UNIX;
    mem_copy(un->sun_path, sizeof un->sun_path, path.ptr, path.len);
    bool abstract = str_peek(path, 0) == '\0';
    out->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + path.len + (abstract ? 0 : 1));
    return OK;
}

// Numeric addresses only: names are resolved by the caller, off the loop.
static Err tcp_address(Str host, uint16_t port, Address *out)
{
    AUTO(Buf) name = {.max = 256};
    TRY(buf_append_str(&name, host));
    TRY(buf_append_str(&name, (Str){"", 1}));
    struct sockaddr_in *v4 = (struct sockaddr_in *)&out->storage;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&out->storage;
    const char *text = (const char *)name.ptr;
    if (host.len && inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        out->len = sizeof *v4;
        return OK;
    }
    if (host.len && inet_pton(AF_INET6, text, &v6->sin6_addr) != 1) return err(UV_EADDRNOTAVAIL);
    if (!host.len) v6->sin6_addr = in6addr_any;
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    out->len = sizeof *v6;
    return OK;
}

static Err bind_and_listen(int fd, const NetOptions *o, const Address *address)
{
    int one = 1, v6only = o->ipv6_only;
    if (!o->unix_path.len) {
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
        if (o->reuse_port) setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
        if (address->storage.ss_family == AF_INET6)
            setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &v6only, sizeof v6only);
    }
    if (bind(fd, (const struct sockaddr *)&address->storage, address->len)) return sys_err();
    if (listen(fd, BACKLOG)) return sys_err();
    return OK;
}

// A machine without IPv6 still serves "every interface".
static Err open_any(const NetOptions *o, int *out)
{
    Address address = {};
    if (o->unix_path.len) TRY(unix_address(o->unix_path, &address));
    else TRY(tcp_address(o->host, o->port, &address));
    int family = address.storage.ss_family;
    int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 && family == AF_INET6 && !o->host.len) {
        NetOptions v4 = *o;
        v4.host = STR("0.0.0.0");
        return open_any(&v4, out);
    }
    if (fd < 0) return sys_err();
    Err e = bind_and_listen(fd, o, &address);
    if (e.code) close(fd);
    else *out = fd;
    return e;
}

static uint16_t bound_port(int fd)
{
    Address a = {.len = sizeof a.storage};
    if (getsockname(fd, (struct sockaddr *)&a.storage, &a.len)) return 0;
    if (a.storage.ss_family == AF_INET) return ntohs(((struct sockaddr_in *)&a.storage)->sin_port);
    if (a.storage.ss_family == AF_INET6) return ntohs(((struct sockaddr_in6 *)&a.storage)->sin6_port);
    return 0;
}

static void start_handles(NetServer *s, uv_loop_t *loop)
{
    CHECK(uv_poll_init(loop, &s->poll, s->ep) == 0);
    CHECK(uv_timer_init(loop, &s->timer) == 0);
    CHECK(uv_idle_init(loop, &s->idle) == 0);
    s->poll.data = s->timer.data = s->idle.data = s;
    uv_unref((uv_handle_t *)&s->timer);
    CHECK(uv_poll_start(&s->poll, UV_READABLE, on_ready) == 0);
    CHECK(uv_timer_start(&s->timer, on_tick, TICK_MS, TICK_MS) == 0);
}

Err net_server_open(const NetOptions *o, NetServer **out)
{
    int fd = -1;
    TRY(open_any(o, &fd));
    int ep = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event ev = {.events = EPOLLIN, .data.u64 = LISTENER_KEY};
    if (ep < 0 || epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev)) {
        Err e = sys_err();
        close(fd);
        if (ep >= 0) close(ep);
        return e;
    }
    NetServer *s = MEM_NEW(NetServer);
    s->handler = o->handler;
    s->owner = o->owner;
    s->conn_size = o->conn_size;
    s->ep = ep;
    s->listen_fd = fd;
    s->port = bound_port(fd);
    s->tick = 1;
    s->conns.max = s->free_slots.max = NET_MAX_CONNS;
    s->read_buf = mem_alloc(1, NET_READ_CHUNK);
    buf_put(&s->unix_path, o->unix_path);
    start_handles(s, o->loop);
    *out = s;
    return OK;
}

static void remove_unix_path(NetServer *s)
{
    if (!s->unix_path.len || str_at(buf_str(&s->unix_path), 0) == '\0') return;
    buf_put(&s->unix_path, (Str){"", 1});
    unlink((const char *)s->unix_path.ptr);
}

void net_server_stop(NetServer *s)
{
    if (s->listen_fd < 0) return;
    close(s->listen_fd);
    s->listen_fd = -1;
    remove_unix_path(s);
}

void net_server_each(NetServer *s, void (*fn)(NetConn *c))
{
    for (uint32_t i = 0; i < s->conns.count; i++) {
        NetConn *c = ITEM(s->conns, i);
        if (c) fn(c);
    }
}

static void free_pool(NetServer *s)
{
    while (s->free_list) {
        NetConn *c = s->free_list;
        s->free_list = c->next_free;
        conn_free(s, c);
    }
}

static void on_handle_closed(uv_handle_t *handle)
{
    NetServer *s = handle->data;
    if (--s->handles_open) return;
    recycle_dying(s);
    free_pool(s);
    close(s->ep);
    VEC_FREE(&s->conns);
    VEC_FREE(&s->free_slots);
    Buf_cleanup(&s->unix_path);
    mem_free(s->read_buf);
    void (*gone)(void *) = s->handler->gone;
    void *owner = s->owner;
    mem_free(s);
    gone(owner);
}

void net_server_close(NetServer *s)
{
    if (s->closing) return;
    net_server_stop(s);
    net_server_each(s, net_close);
    s->closing = true;
    s->handles_open = 3;
    uv_close((uv_handle_t *)&s->poll, on_handle_closed);
    uv_close((uv_handle_t *)&s->timer, on_handle_closed);
    uv_close((uv_handle_t *)&s->idle, on_handle_closed);
}

void net_server_ref(NetServer *s, bool referenced)
{
    if (referenced) uv_ref((uv_handle_t *)&s->poll);
    else uv_unref((uv_handle_t *)&s->poll);
}

// --- addresses ------------------------------------------------------------------------------------

static bool peer_from(const struct sockaddr_storage *sa, NetPeer *out)
{
    *out = (NetPeer){};
    if (sa->ss_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)sa;
        out->port = ntohs(v4->sin_port);
        return inet_ntop(AF_INET, &v4->sin_addr, out->address, sizeof out->address) != NULL;
    }
    if (sa->ss_family != AF_INET6) return false;
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)sa;
    out->port = ntohs(v6->sin6_port);
    out->ipv6 = true;
    return inet_ntop(AF_INET6, &v6->sin6_addr, out->address, sizeof out->address) != NULL;
}

bool net_peer(const NetConn *c, NetPeer *out)
{
    Address a = {.len = sizeof a.storage};
    if (c->fd < 0 || getpeername(c->fd, (struct sockaddr *)&a.storage, &a.len)) return false;
    return peer_from(&a.storage, out);
}

bool net_server_address(const NetServer *s, NetPeer *out)
{
    Address a = {.len = sizeof a.storage};
    if (s->listen_fd < 0 || getsockname(s->listen_fd, (struct sockaddr *)&a.storage, &a.len)) return false;
    return peer_from(&a.storage, out);
}
