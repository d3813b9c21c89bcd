// stream.h - listening sockets and their connections: TCP or unix domain, non-blocking, on the loop.
//
// Why not uv_tcp: one nested epoll set per server costs libuv a single handle, tells us where a batch of
// events ends (so the layer above enters JavaScript once a batch), and reads and writes without requests.
// Threads: loop thread. Memory: connections are pooled by their server; every buffer has a limit.
// Fairness: a turn reads at most NET_READ_CHUNK bytes of a connection and accepts NET_ACCEPT_BATCH.
// Cost: one recv and one send a small exchange; epoll_ctl only when interest really changes.
#pragma once

#include <sys/socket.h>
#include <uv.h>

#include "base/buf.h"
#include "base/hostile.h"
#include "base/err.h"

#define NET_READ_CHUNK HOSTILE(65536u, 16u)      // bytes read from one connection in one turn
#define NET_ACCEPT_BATCH HOSTILE(64u, 1u)       // connections accepted in one turn
#define NET_EVENT_BATCH HOSTILE(256u, 2u)       // readiness events handled in one turn
#define NET_MAX_CONNS (1u << 20)   // connections of one server
#define NET_POOL_KEEP 256u         // idle connection objects kept for reuse
#define NET_BUF_KEEP 16384u        // buffers larger than this are not kept in the pool
#define NET_OUT_MAX ((size_t)4 << 30)  // bytes queued for one connection
#define NET_WHEEL_SLOTS 256u       // one-second slots; longer timeouts go round again
#define NET_LINGER_S 2u            // how long a half-closed connection may keep sending

typedef struct NetServer NetServer;
typedef struct NetConn NetConn;

// Calls never nest inside each other except `closed`, which net_close may raise from within any of them.
typedef struct NetHandler {
    void (*opened)(NetConn *c);
    void (*data)(NetConn *c, Span bytes);  // bytes are valid during the call only
    void (*drained)(NetConn *c);           // everything queued has reached the kernel
    void (*ended)(NetConn *c);             // the peer sends nothing more
    void (*timeout)(NetConn *c);
    void (*closed)(NetConn *c);            // last call; `c` goes back to the pool afterwards
    void (*turn)(void *owner);             // a batch of events is over
    void (*gone)(void *owner);             // net_server_close finished; the server is freed
    void (*discard)(NetConn *c);           // the object leaves the pool: free what the layer above kept in it
} NetHandler;

// First member of the layer above's connection type (NetOptions.conn_size bytes, zeroed when new). A pooled
// object keeps what the layer above left in its own part, buffers above all: `opened` starts it afresh.
struct NetConn {
    NetServer *server;
    Buf out;              // bytes the kernel did not take yet
    size_t out_pos;
    int fd;               // -1: closed
    uint32_t slot;        // index in the server's table
    uint32_t gen;         // changes when the slot is reused
    uint32_t interest;    // epoll events asked for
    uint32_t due;         // tick of the timeout; 0: none
    uint32_t placed;      // tick of the wheel slot it hangs in; 0: not in the wheel
    NetConn *wheel_next;
    NetConn *wheel_prev;
    NetConn *next_free;
    bool paused;          // input is not read
    bool ending;          // close when drained
    bool lingering;       // our side is shut down; input is discarded
    bool peer_ended;
};

typedef struct NetOptions {
    uv_loop_t *loop;
    Str host;             // "" means every interface, IPv6 and IPv4
    Str unix_path;        // not empty: a unix socket; a leading NUL makes it abstract
    uint16_t port;        // 0: any free one
    bool reuse_port;
    bool ipv6_only;
    size_t conn_size;
    const NetHandler *handler;
    void *owner;
} NetOptions;

// Negative system codes (UV_EADDRINUSE ...) on failure.
Err net_server_open(const NetOptions *options, NetServer **out);
void net_server_stop(NetServer *s);      // no new connections; present ones live on
void net_server_close(NetServer *s);     // stop, close every connection, free; `gone` follows later
void net_server_ref(NetServer *s, bool referenced);
void net_server_again(NetServer *s);     // call `turn` once more without waiting for events
uint16_t net_server_port(const NetServer *s);
uint32_t net_server_conns(const NetServer *s);
void *net_server_owner(const NetServer *s);
void net_server_each(NetServer *s, void (*fn)(NetConn *c));  // fn may close c
NetConn *net_conn_find(const NetServer *s, uint32_t slot, uint32_t gen);  // NULL if closed or reused
NetConn *net_conn_at(const NetServer *s, uint32_t slot);                  // NULL if closed

// Sends now what the kernel takes and queues the rest. A dead peer closes the connection at the end of
// the turn, so `c` stays valid for the caller.
void net_write(NetConn *c, Span first, Span second);
size_t net_pending(const NetConn *c);            // queued bytes
void net_pause(NetConn *c, bool paused);         // stop or start reading (still notices a reset)
void net_end(NetConn *c);                        // send what is queued, then close in good order
void net_close(NetConn *c);                      // now
void net_timeout(NetConn *c, uint32_t seconds);  // 0: none. Restarts the clock
typedef struct NetPeer {
    char address[64];
    uint16_t port;
    bool ipv6;
} NetPeer;
bool net_peer(const NetConn *c, NetPeer *out);   // false for unix sockets and dead peers
bool net_server_address(const NetServer *s, NetPeer *out);
