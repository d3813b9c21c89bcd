// fs.h - file system operations as values: fill an FsOp, run it on this thread or on the pool.
//
// fs_run blocks and touches neither the loop nor the engine, so it may run anywhere. Paths are FsPath:
// only the sandbox makes them. On failure `code` is libuv's, `syscall` and `names` say what to print.
// Limits: whole-file reads stop at FS_READ_MAX (Node's 2 GiB); directory listings at FS_LIST_MAX bytes.
#pragma once

#include <uv.h>

#include "base/buf.h"
#include "base/span.h"
#include "sandbox/sandbox.h"

#define FS_READ_MAX ((size_t)0x7fffffff)
#define FS_LIST_MAX ((size_t)1 << 30)
#define FS_STAT_FIELDS 18

typedef enum FsKind {
#define FSOP(id, name, signature, result, perm) FS_##id,
#include "loop/fs_ops.def"
#undef FSOP
    FS_KIND_COUNT,
} FsKind;

typedef enum FsNames { FS_NAMES_NONE, FS_NAMES_PATH, FS_NAMES_BOTH } FsNames;

typedef struct FsOp {
    FsKind kind;
    FsPath path;
    FsPath dest;
    Str target;         // what a symbolic link points at: any text
    int fd;
    int flags;
    uint32_t mode;
    int64_t pos;        // -1: the current position
    int64_t len;
    uint32_t uid, gid;
    double atime, mtime;
    Span data;          // to write; borrowed
    MutSpan out;        // FS_READ: where to put bytes, or empty: into `bytes`, at most `len`
    bool flush;

    int code;           // 0 or a libuv error, or ERR_FILE_TOO_BIG
    const char *syscall;
    FsNames names;
    int64_t number;     // descriptor, byte count
    Buf bytes;          // file contents, link target, path, or a listing: [type digit]name/[type digit]name/
    bool has_bytes;     // distinguishes an empty result from none
    int64_t stat[FS_STAT_FIELDS];  // dev mode nlink uid gid rdev blksize ino size blocks, then s/ns pairs a m c b
} FsOp;

void fs_run(FsOp *op);
void FsOp_cleanup(FsOp *op);
const char *fs_kind_syscall(FsKind kind);
