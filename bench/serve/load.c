// load.c - an HTTP/1.1 load generator that measures what users feel and what the server costs.
//
// usage: load PORT SECONDS CONNECTIONS RATE PID [PATH]
// RATE 0: closed loop at saturation; only the CPU figure is meaningful then. RATE > 0: open loop, one request
// every 1/RATE s whatever the server does; latency counts from the *intended* time, so a stall is charged to
// every request that had to wait for it. CPU is the run time of all threads of PID (schedstat) a request.
// Prints one line of JSON. `late_p99_us` is our own lateness: discard a run where it is not far below p99.
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"

#define MAX_CONNS 4096u
#define RESPONSE_MAX ((size_t)1 << 20)
#define SUB_BUCKETS 64u             // a power of two of microseconds is split so often: 1.6 % wide
#define BUCKETS (SUB_BUCKETS * 40u)

typedef struct Histogram {
    uint64_t counts[BUCKETS];
    uint64_t total;
    uint64_t max;
} Histogram;

typedef struct Client {
    int fd;
    bool busy;
    double due;                     // intended time of the request under way
    Buf in;
} Client;

typedef struct Load {
    uint16_t port;
    double seconds, rate;
    uint32_t conns;
    int pid, ep;
    Buf request;
    struct { Client *items; uint32_t count; } clients;
    struct { uint32_t *items; uint32_t count; } idle;  // a stack of free clients
    Histogram latency, lateness;
    uint64_t issued, done, errors;
    double start;
} Load;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

// --- histogram ------------------------------------------------------------------------------------

static uint32_t bucket_of(uint64_t us)
{
    if (us < SUB_BUCKETS) return (uint32_t)us;
    uint32_t shift = 63u - (uint32_t)__builtin_clzll(us) - 5u;
    uint32_t i = shift * (SUB_BUCKETS / 2) + (uint32_t)(us >> shift);
    return i < BUCKETS ? i : BUCKETS - 1;
}

static uint64_t bucket_value(uint32_t i)
{
    if (i < SUB_BUCKETS) return i;
    uint32_t shift = i / (SUB_BUCKETS / 2) - 1;
    return (uint64_t)(i - shift * (SUB_BUCKETS / 2)) << shift;
}

static void record(Histogram *h, double seconds)
{
    uint64_t us = seconds > 0 ? (uint64_t)(seconds * 1e6) : 0;
    ELEM(h->counts, bucket_of(us))++;
    h->total++;
    if (us > h->max) h->max = us;
}

static uint64_t percentile(const Histogram *h, double p)
{
    uint64_t want = (uint64_t)((double)h->total * p), seen = 0;
    for (uint32_t i = 0; i < BUCKETS; i++) {
        seen += ELEM(h->counts, i);
        if (seen > want) return bucket_value(i);
    }
    return h->max;
}

// --- the server's CPU time --------------------------------------------------------------------------

static uint64_t first_number(const char *path)
{
    FILE *f = fopen(path, "r");
    unsigned long long value = 0;
    if (!f) return 0;
    if (fscanf(f, "%llu", &value) != 1) value = 0;
    fclose(f);
    return value;
}

// Nanoseconds on a CPU, of every thread that lives now.
static uint64_t cpu_ns(int pid)
{
    char path[600];
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *dir = opendir(path);
    uint64_t sum = 0;
    if (!dir) return 0;
    for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
        if (e->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", pid, e->d_name);
        sum += first_number(path);
    }
    closedir(dir);
    return sum;
}

static uint64_t rss_kb(int pid)
{
    char path[64], line[256];
    unsigned long long kb = 0;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *f = fopen(path, "r");
    if (!f) return 0;
    while (fgets(line, sizeof line, f))
        if (sscanf(line, "VmRSS: %llu", &kb) == 1) break;  // style: allow sscanf - a tool's own /proc line
    fclose(f);
    return kb;
}

// --- requests -------------------------------------------------------------------------------------

static bool connect_client(Load *l, uint32_t i)
{
    Client *c = &ITEM(l->clients, i);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(l->port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int one = 1;
    c->in.max = RESPONSE_MAX;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&to, sizeof to)) return false;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event ev = {.events = EPOLLIN, .data.u32 = i};
    return epoll_ctl(l->ep, EPOLL_CTL_ADD, c->fd, &ev) == 0;
}

static void issue(Load *l, uint32_t i, double due)
{
    Client *c = &ITEM(l->clients, i);
    c->busy = true;
    c->due = due;
    l->issued++;
    if (write(c->fd, l->request.ptr, l->request.len) != (ssize_t)l->request.len) l->errors++;
}

// Bytes of the whole response, 0 if it is not complete. Only Content-Length answers are understood.
static size_t response_size(Str in)
{
    size_t end = str_find(in, STR("\r\n\r\n"));
    if (end == STR_NONE) return 0;
    Str head = str_sub(in, 0, end + 2);
    uint64_t length = 0;
    for (size_t at = str_find(head, STR("\r\n")); at + 2 < head.len; at = str_find_from(head, STR("\r\n"), at + 2)) {
        Str line = str_from(head, at + 2);
        if (!str_eq_nocase(str_sub(line, 0, 15), STR("content-length:"))) continue;
        Str value = str_trim(str_sub(line, 15, str_find_char(line, '\r')));
        if (!str_to_u64(value, &length)) return 0;
    }
    return in.len >= end + 4 + length ? end + 4 + (size_t)length : 0;
}

static bool receive(Load *l, uint32_t i)
{
    Client *c = &ITEM(l->clients, i);
    char chunk[65536];
    ssize_t n = read(c->fd, chunk, sizeof chunk);
    if (n <= 0 || buf_append_str(&c->in, (Str){chunk, (size_t)n}).code) return false;
    size_t size = response_size(buf_str(&c->in));
    if (!size) return true;
    if (!str_starts(buf_str(&c->in), STR("HTTP/1.1 200"))) l->errors++;
    buf_consume(&c->in, size);
    record(&l->latency, now() - c->due);
    l->done++;
    c->busy = false;
    if (l->rate <= 0) {
        issue(l, i, now());
        return true;
    }
    l->idle.count++;
    ITEM(l->idle, l->idle.count - 1) = i;
    return true;
}

static void issue_due(Load *l, double t)
{
    while (l->idle.count) {
        double due = l->start + (double)l->issued / l->rate;
        if (due > t || due > l->start + l->seconds) return;
        record(&l->lateness, t - due);
        uint32_t i = ITEM(l->idle, l->idle.count - 1);
        l->idle.count--;
        issue(l, i, due);
    }
}

static int wait_ms(const Load *l)
{
    if (l->rate <= 0 || !l->idle.count) return 100;
    double next = l->start + (double)l->issued / l->rate - now();
    return next > 0.001 ? (int)(next * 1000) : 0;
}

static bool run(Load *l)
{
    l->start = now();
    if (l->rate <= 0)
        for (uint32_t i = 0; i < l->clients.count; i++) issue(l, i, now());
    while (now() < l->start + l->seconds) {
        struct epoll_event ready[256];
        if (l->rate > 0) issue_due(l, now());
        int n = epoll_wait(l->ep, ready, 256, wait_ms(l));
        for (int k = 0; k < n; k++)
            if (!receive(l, ELEM(ready, (size_t)k).data.u32)) return false;
    }
    return true;
}

static bool parse_args(Load *l, int argc, char **argv)
{
    struct { char **ptr; size_t len; } args = {argv, (size_t)argc};
    uint64_t port, seconds, conns, rate, pid;
    if (argc < 6) return false;
    bool fine = str_to_u64(str_c(AT(args, 1)), &port) && str_to_u64(str_c(AT(args, 2)), &seconds) &&
                str_to_u64(str_c(AT(args, 3)), &conns) && str_to_u64(str_c(AT(args, 4)), &rate) &&
                str_to_u64(str_c(AT(args, 5)), &pid);
    if (!fine || conns == 0 || conns > MAX_CONNS || seconds > 60) return false;
    l->port = (uint16_t)port;
    l->seconds = (double)seconds;
    l->conns = (uint32_t)conns;
    l->rate = (double)rate;
    l->pid = (int)pid;
    buf_put_fmt(&l->request, "GET %s HTTP/1.1\r\nHost: localhost:%u\r\nAccept: */*\r\nUser-Agent: load\r\n\r\n",
                argc > 6 ? AT(args, 6) : "/", l->port);
    return true;
}

int main(int argc, char **argv)
{
    Load *l = MEM_NEW(Load);
    if (!parse_args(l, argc, argv)) {
        fprintf(stderr, "usage: load PORT SECONDS(<=60) CONNECTIONS RATE PID [PATH]\n");
        return 2;
    }
    l->ep = epoll_create1(EPOLL_CLOEXEC);
    l->clients.items = mem_alloc(l->conns, sizeof(Client));
    l->idle.items = mem_alloc(l->conns, sizeof(uint32_t));
    l->clients.count = l->idle.count = l->conns;
    for (uint32_t i = 0; i < l->conns; i++) {
        ITEM(l->idle, i) = i;
        if (!connect_client(l, i)) {
            fprintf(stderr, "load: cannot connect: %s\n", strerror(errno));
            return 1;
        }
    }
    uint64_t cpu = cpu_ns(l->pid);
    bool fine = run(l);
    cpu = cpu_ns(l->pid) - cpu;
    double took = now() - l->start;
    printf("{\"requests\":%llu,\"rps\":%.0f,\"cpu_us\":%.3f,\"p50_us\":%llu,\"p99_us\":%llu,\"p999_us\":%llu,"
           "\"max_us\":%llu,\"late_p99_us\":%llu,\"errors\":%llu,\"rss_kb\":%llu}\n",
           (unsigned long long)l->done, (double)l->done / took, (double)cpu / 1e3 / (double)(l->done ? l->done : 1),
           (unsigned long long)percentile(&l->latency, 0.5), (unsigned long long)percentile(&l->latency, 0.99),
           (unsigned long long)percentile(&l->latency, 0.999), (unsigned long long)l->latency.max,
           (unsigned long long)percentile(&l->lateness, 0.99), (unsigned long long)l->errors,
           (unsigned long long)rss_kb(l->pid));
    return fine && !l->errors ? 0 : 1;
}
