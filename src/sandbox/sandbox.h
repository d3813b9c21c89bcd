// sandbox.h - permissions. The only maker of FsPath and NetAddr: loop/ and net/ accept nothing else, so
// a path or an address that was never checked does not compile.
//
// Today everything is allowed (Bun's default). A policy will refuse here, on the text, and the kernel
// layer (Landlock, seccomp) will refuse again on the opened object.
// Memory: results borrow from the arena given. Threads: any.
#pragma once

#include <sys/socket.h>

#include "base/arena.h"
#include "base/err.h"

#define SANDBOX_PATH_MAX 65536u

typedef enum Access {
    ACCESS_READ = 1,
    ACCESS_WRITE = 2,
    ACCESS_EXEC = 4,
} Access;

// NUL-terminated, free of inner NULs. Made by sandbox_path only; the member's name says so to readers.
typedef struct FsPath {
    Str checked;
} FsPath;

// ERR_PERMISSION when refused; UV_EINVAL-like ERR_ARG_VALUE for an inner NUL; ENAMETOOLONG past the limit.
Err sandbox_path(Arena *a, Str path, unsigned access, FsPath *out);
static inline const char *fs_path_c(FsPath path) { return path.checked.ptr ? path.checked.ptr : ""; }

typedef struct NetAddr {
    struct sockaddr_storage checked;
    socklen_t len;
} NetAddr;

typedef enum NetUse { NET_CONNECT = 1, NET_LISTEN = 2 } NetUse;

// Copies the address. ERR_PERMISSION when refused, ERR_ARG_VALUE for a size that no address has.
Err sandbox_addr(const struct sockaddr *addr, socklen_t len, NetUse use, NetAddr *out);
static inline const struct sockaddr *net_addr_get(const NetAddr *addr)
{
    return (const struct sockaddr *)&addr->checked;
}
