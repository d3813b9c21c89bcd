// sandbox.c - makes FsPath and NetAddr (contract in sandbox.h).
#include "sandbox/sandbox.h"

#include <errno.h>

#include "base/mem.h"

Err sandbox_path(Arena *a, Str path, unsigned access, FsPath *out)
{
    (void)access;
    if (path.len > SANDBOX_PATH_MAX) return err(-ENAMETOOLONG);
    if (str_find_char(path, '\0') != STR_NONE) return err(ERR_ARG_VALUE);
    *out = (FsPath){arena_str(a, path)};
    return OK;
}

Err sandbox_addr(const struct sockaddr *addr, socklen_t len, NetUse use, NetAddr *out)
{
    (void)use;
    if (len < sizeof(sa_family_t) || len > sizeof out->checked) return err(ERR_ARG_VALUE);
    *out = (NetAddr){.len = len};
    mem_copy(&out->checked, sizeof out->checked, addr, len);
    return OK;
}
