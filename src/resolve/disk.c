// disk.c - the real disk as a ResolveFs: plain blocking POSIX calls, because resolution happens while
// the importing program stands still. Stateless; any thread.
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "resolve/resolve.h"

static PathKind disk_kind(void *ctx, Str path)
{
    (void)ctx;
    AUTO(Arena) a = {};
    struct stat st;
    if (stat(arena_cstr(&a, path), &st)) return PATH_MISSING;  // style: allow stat - module lookup is synchronous
    return S_ISDIR(st.st_mode) ? PATH_DIR : PATH_FILE;
}

typedef struct Fd {
    int fd;
    bool is_open;
} Fd;

static void Fd_cleanup(Fd *f)
{
    if (f->is_open) close(f->fd);  // style: allow close - see disk_read
    f->is_open = false;
}

static Err disk_read(void *ctx, Arena *a, Str path, size_t max, Str *out)
{
    (void)ctx;
    AUTO(Arena) scratch = {};
    AUTO(Fd) f = {};
    // Non-blocking, so that a FIFO named package.json cannot hang us.
    // style: allow open - module lookup is synchronous and outside the loop
    f.fd = open(arena_cstr(&scratch, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (f.fd < 0) return err(-errno);
    f.is_open = true;
    AUTO(Buf) buf = {.max = max};
    uint8_t chunk[16384];
    for (;;) {
        ssize_t n = read(f.fd, chunk, sizeof chunk);  // style: allow read - see above
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return err(-errno);
        if (n == 0) break;
        TRY(buf_append(&buf, (Span){chunk, (size_t)n}));
    }
    *out = arena_str(a, buf_str(&buf));
    return OK;
}

static Err disk_realpath(void *ctx, Arena *a, Str path, Str *out)
{
    (void)ctx;
    AUTO(Arena) scratch = {};
    char real[PATH_MAX + 1];
    if (!realpath(arena_cstr(&scratch, path), real)) return err(-errno);
    *out = arena_str(a, str_c(real));
    return OK;
}

const ResolveFs resolve_disk = {.kind = disk_kind, .read = disk_read, .realpath = disk_realpath};
