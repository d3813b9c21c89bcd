// fs.c - runs FsOp values (contract in fs.h), through libuv's blocking calls where they smooth over the
// system, directly where one system call is all there is.
#include "loop/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/hostile.h"
#include "base/num.h"
#include "base/path.h"

#define READ_CHUNK ((size_t)HOSTILE(512 * 1024, 16))

static const char *const kind_names[] = {
#define FSOP(id, name, signature, result, perm) name,
#include "loop/fs_ops.def"
#undef FSOP
};

const char *fs_kind_syscall(FsKind kind) { return ELEM(kind_names, (size_t)kind); }

void FsOp_cleanup(FsOp *op) { Buf_cleanup(&op->bytes); }

static void fail(FsOp *op, int code, const char *syscall, FsNames names)
{
    op->code = code;
    op->syscall = syscall;
    op->names = names;
}

// --- one libuv call -------------------------------------------------------------------------------

static void put_time(FsOp *op, size_t index, uv_timespec_t t)
{
    ELEM(op->stat, index) = t.tv_sec;
    ELEM(op->stat, index + 1) = t.tv_nsec;
}

static void put_stat(FsOp *op, const uv_stat_t *st)
{
    uint64_t fields[] = {st->st_dev,  st->st_mode,    st->st_nlink, st->st_uid,  st->st_gid,
                         st->st_rdev, st->st_blksize, st->st_ino,   st->st_size, st->st_blocks};
    for (size_t i = 0; i < COUNT_OF(fields); i++) ELEM(op->stat, i) = (int64_t)ELEM(fields, i);
    put_time(op, 10, st->st_atim);
    put_time(op, 12, st->st_mtim);
    put_time(op, 14, st->st_ctim);
    put_time(op, 16, st->st_birthtim);
}

static void put_statfs(FsOp *op, const uv_statfs_t *st)
{
    uint64_t fields[] = {st->f_type, st->f_bsize, st->f_blocks, st->f_bfree, st->f_bavail, st->f_files, st->f_ffree};
    for (size_t i = 0; i < COUNT_OF(fields); i++) ELEM(op->stat, i) = (int64_t)ELEM(fields, i);
}

static void put_text(FsOp *op, Str text)
{
    op->has_bytes = true;
    buf_put(&op->bytes, text);
    if (op->bytes.bad) fail(op, UV_ENOMEM, fs_kind_syscall(op->kind), FS_NAMES_PATH);
}

// [type digit]name/ for each entry, in libuv's (alphabetical) order. Names hold no '/'.
static void put_listing(FsOp *op, uv_fs_t *req)
{
    uv_dirent_t entry;
    op->bytes.max = FS_LIST_MAX;
    op->has_bytes = true;
    while (uv_fs_scandir_next(req, &entry) == 0) {
        if (op->flags) buf_put_char(&op->bytes, (char)('0' + (int)entry.type));
        buf_put(&op->bytes, str_c(entry.name));
        buf_put_char(&op->bytes, '/');
    }
    if (op->bytes.bad) fail(op, UV_ENOMEM, "scandir", FS_NAMES_PATH);
}

static int call_path(FsOp *op, uv_fs_t *req)
{
    const char *path = fs_path_c(op->path), *dest = fs_path_c(op->dest);
    switch (op->kind) {
    case FS_OPEN: return uv_fs_open(NULL, req, path, op->flags | O_CLOEXEC, (int)op->mode, NULL);
    case FS_ACCESS: return uv_fs_access(NULL, req, path, (int)op->mode, NULL);
    case FS_STAT: return uv_fs_stat(NULL, req, path, NULL);
    case FS_LSTAT: return uv_fs_lstat(NULL, req, path, NULL);
    case FS_STATFS: return uv_fs_statfs(NULL, req, path, NULL);
    case FS_MKDIR: return uv_fs_mkdir(NULL, req, path, (int)op->mode, NULL);
    case FS_RMDIR: return uv_fs_rmdir(NULL, req, path, NULL);
    case FS_UNLINK: return uv_fs_unlink(NULL, req, path, NULL);
    case FS_RENAME: return uv_fs_rename(NULL, req, path, dest, NULL);
    case FS_LINK: return uv_fs_link(NULL, req, path, dest, NULL);
    case FS_SYMLINK: return uv_fs_symlink(NULL, req, op->target.ptr, dest, 0, NULL);
    case FS_READLINK: return uv_fs_readlink(NULL, req, path, NULL);
    case FS_REALPATH: return uv_fs_realpath(NULL, req, path, NULL);
    case FS_CHMOD: return uv_fs_chmod(NULL, req, path, (int)op->mode, NULL);
    case FS_CHOWN: return uv_fs_chown(NULL, req, path, op->uid, op->gid, NULL);
    case FS_LCHOWN: return uv_fs_lchown(NULL, req, path, op->uid, op->gid, NULL);
    case FS_UTIME: return uv_fs_utime(NULL, req, path, op->atime, op->mtime, NULL);
    case FS_LUTIME: return uv_fs_lutime(NULL, req, path, op->atime, op->mtime, NULL);
    case FS_COPYFILE: return uv_fs_copyfile(NULL, req, path, dest, op->flags, NULL);
    case FS_MKDTEMP: return uv_fs_mkdtemp(NULL, req, path, NULL);
    case FS_READDIR: return uv_fs_scandir(NULL, req, path, 0, NULL);
    default: return UV_ENOSYS;
    }
}

static int call_fd(FsOp *op, uv_fs_t *req)
{
    switch (op->kind) {
    case FS_CLOSE: return uv_fs_close(NULL, req, op->fd, NULL);
    case FS_FSTAT: return uv_fs_fstat(NULL, req, op->fd, NULL);
    case FS_FCHMOD: return uv_fs_fchmod(NULL, req, op->fd, (int)op->mode, NULL);
    case FS_FCHOWN: return uv_fs_fchown(NULL, req, op->fd, op->uid, op->gid, NULL);
    case FS_FUTIME: return uv_fs_futime(NULL, req, op->fd, op->atime, op->mtime, NULL);
    case FS_FTRUNCATE: return uv_fs_ftruncate(NULL, req, op->fd, op->len, NULL);
    case FS_FSYNC: return uv_fs_fsync(NULL, req, op->fd, NULL);
    case FS_FDATASYNC: return uv_fs_fdatasync(NULL, req, op->fd, NULL);
    default: return UV_ENOSYS;
    }
}

static void take_result(FsOp *op, uv_fs_t *req)
{
    switch (op->kind) {
    case FS_OPEN: op->number = req->result; break;
    case FS_STAT:
    case FS_LSTAT:
    case FS_FSTAT: put_stat(op, &req->statbuf); break;
    case FS_STATFS: put_statfs(op, req->ptr); break;
    case FS_READLINK:
    case FS_REALPATH: put_text(op, str_c(req->ptr)); break;
    case FS_MKDTEMP: put_text(op, str_c(req->path)); break;
    case FS_READDIR: put_listing(op, req); break;
    default: break;
    }
}

static void run_simple(FsOp *op, bool by_fd)
{
    uv_fs_t req = {};
    int code = by_fd ? call_fd(op, &req) : call_path(op, &req);
    FsNames names = by_fd ? FS_NAMES_NONE : op->dest.checked.ptr ? FS_NAMES_BOTH : FS_NAMES_PATH;
    if (code < 0) fail(op, code, fs_kind_syscall(op->kind), names);
    else take_result(op, &req);
    uv_fs_req_cleanup(&req);
}

// --- whole files ------------------------------------------------------------------------------------

static int read_some(int fd, Buf *buf, size_t room)
{
    if (buf_reserve(buf, room).code) return UV_ENOMEM;
    MutSpan tail = {at_from(buf->ptr, buf->len, buf->cap, 1), room};
    ssize_t n;
    do n = read(fd, tail.ptr, tail.len);
    while (n < 0 && errno == EINTR);
    if (n < 0) return -errno;
    buf->len += (size_t)n;
    return n > 0;
}

// Reads from the current position to the end. Sizes that stat reports are a hint: /proc says 0.
static void read_to_end(FsOp *op, int fd)
{
    struct stat st = {};
    if (fstat(fd, &st) != 0) return fail(op, -errno, "fstat", FS_NAMES_NONE);
    bool regular = S_ISREG(st.st_mode);
    if (regular && (uint64_t)st.st_size > FS_READ_MAX) {
        op->number = st.st_size;
        return fail(op, ERR_FILE_TOO_BIG, "read", FS_NAMES_NONE);
    }
    // One byte more than the size, so that an unchanged file ends with one read and one empty read.
    size_t room = regular && st.st_size > 0 ? (size_t)st.st_size + 1 : 8192;
    op->bytes.max = FS_READ_MAX + READ_CHUNK + 1;
    op->has_bytes = true;
    for (;;) {
        int more = read_some(fd, &op->bytes, room);
        if (more < 0) return fail(op, more, "read", FS_NAMES_NONE);
        if (more == 0) return;
        if (op->bytes.len > FS_READ_MAX) {
            op->number = (int64_t)op->bytes.len;
            return fail(op, ERR_FILE_TOO_BIG, "read", FS_NAMES_NONE);
        }
        size_t left = op->bytes.cap - op->bytes.len;
        room = left ? left : size_min(READ_CHUNK, size_max(8192, op->bytes.len));
    }
}

static int open_path(FsOp *op)
{
    int fd;
    do fd = open(fs_path_c(op->path), op->flags | O_CLOEXEC, op->mode);  // style: allow open - this is loop/
    while (fd < 0 && errno == EINTR);
    if (fd < 0) fail(op, -errno, "open", FS_NAMES_PATH);
    return fd;
}

static void run_read_file(FsOp *op)
{
    int fd = open_path(op);
    if (fd < 0) return;
    read_to_end(op, fd);
    close(fd);
}

static void write_to_end(FsOp *op, int fd)
{
    size_t done = 0;
    while (done < op->data.len) {
        Span rest = span_sub(op->data, done, op->data.len);
        ssize_t n = write(fd, rest.ptr, rest.len);
        if (n >= 0) done += (size_t)n;
        else if (errno != EINTR) return fail(op, -errno, "write", FS_NAMES_NONE);
    }
    if (op->flush && fsync(fd) != 0) fail(op, -errno, "fsync", FS_NAMES_NONE);
}

static void run_write_file(FsOp *op)
{
    int fd = open_path(op);
    if (fd < 0) return;
    write_to_end(op, fd);
    // A full disk may show only now (network file systems).
    if (close(fd) != 0 && !op->code) fail(op, -errno, "close", FS_NAMES_NONE);
}

// --- one read or write ------------------------------------------------------------------------------

static void run_read(FsOp *op)
{
    MutSpan out = op->out;
    if (!out.ptr) {
        op->bytes.max = FS_READ_MAX;
        if (buf_reserve(&op->bytes, (size_t)op->len).code) return fail(op, UV_ENOMEM, "read", FS_NAMES_NONE);
        out = (MutSpan){op->bytes.ptr, (size_t)op->len};
    }
    ssize_t n;
    do n = op->pos < 0 ? read(op->fd, out.ptr, out.len) : pread(op->fd, out.ptr, out.len, op->pos);
    while (n < 0 && errno == EINTR);
    if (n < 0) return fail(op, -errno, "read", FS_NAMES_NONE);
    op->number = n;
    if (!op->out.ptr) op->bytes.len = (size_t)n;
}

static void run_write(FsOp *op)
{
    ssize_t n;
    do n = op->pos < 0 ? write(op->fd, op->data.ptr, op->data.len)
                       : pwrite(op->fd, op->data.ptr, op->data.len, op->pos);
    while (n < 0 && errno == EINTR);
    if (n < 0) return fail(op, -errno, "write", FS_NAMES_NONE);
    op->number = n;
}

// --- trees ------------------------------------------------------------------------------------------

static bool is_dir(const char *path)
{
    struct stat st = {};
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

// Makes `path` and what is missing above it; `first` becomes the topmost directory that was made.
static int make_parents(Arena *a, Str path, uint32_t mode, Str *first)
{
    const char *c_path = arena_cstr(a, path);
    if (mkdir(c_path, (mode_t)mode) == 0) {
        *first = path;
        return 0;
    }
    int code = -errno;
    if (code == UV_EEXIST) return is_dir(c_path) ? 0 : code;
    if (code != UV_ENOENT) return is_dir(c_path) ? 0 : code;
    Str parent = path_dirname(path);
    if (parent.len == 0 || parent.len >= path.len) return code;
    Str made = {};
    int above = make_parents(a, parent, mode, &made);
    if (above) return above == UV_EEXIST ? UV_ENOTDIR : above;
    if (mkdir(c_path, (mode_t)mode) != 0) {
        code = -errno;
        if (code != UV_EEXIST || !is_dir(c_path)) return code;
    }
    *first = made.ptr ? made : path;
    return 0;
}

static void run_mkdirp(FsOp *op)
{
    AUTO(Arena) a = {};
    Str path = op->path.checked, first = {};
    while (path.len > 1 && str_at(path, path.len - 1) == '/') path = str_sub(path, 0, path.len - 1);
    int code = path.len ? make_parents(&a, path, op->mode, &first) : UV_ENOENT;
    if (code) return fail(op, code, "mkdir", FS_NAMES_PATH);
    if (first.ptr) put_text(op, first);
}

static int remove_tree(Arena *a, Str path);

static int remove_children(Arena *a, Str path)
{
    DIR *dir = opendir(arena_cstr(a, path));
    if (!dir) return errno == ENOENT ? 0 : -errno;
    int code = 0;
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(dir);
        if (!entry) {
            code = errno ? -errno : 0;
            break;
        }
        Str name = str_c(entry->d_name);
        if (str_eq(name, STR(".")) || str_eq(name, STR(".."))) continue;
        AUTO(Arena) child = {};
        code = remove_tree(&child, arena_fmt(&child, "%.*s/%.*s", STR_FMT(path), STR_FMT(name)));
        if (code) break;
    }
    closedir(dir);
    return code;
}

// Depth is bounded by the longest path the kernel accepts. Symbolic links are removed, not followed.
static int remove_tree(Arena *a, Str path)
{
    const char *c_path = arena_cstr(a, path);
    struct stat st = {};
    if (lstat(c_path, &st) != 0) return errno == ENOENT ? 0 : -errno;
    if (!S_ISDIR(st.st_mode)) return unlink(c_path) == 0 || errno == ENOENT ? 0 : -errno;
    int code = remove_children(a, path);
    if (code) return code;
    return rmdir(c_path) == 0 || errno == ENOENT ? 0 : -errno;
}

static void run_rmtree(FsOp *op)
{
    AUTO(Arena) a = {};
    int code = remove_tree(&a, op->path.checked);
    if (code) fail(op, code, "rm", FS_NAMES_PATH);
}

void fs_run(FsOp *op)
{
    switch (op->kind) {
    case FS_EXISTS: op->number = access(fs_path_c(op->path), F_OK) == 0; return;
    case FS_MKDIRP: return run_mkdirp(op);
    case FS_RMTREE: return run_rmtree(op);
    case FS_READFILE: return run_read_file(op);
    case FS_READALL: return read_to_end(op, op->fd);
    case FS_WRITEFILE: return run_write_file(op);
    case FS_WRITEALL: return write_to_end(op, op->fd);
    case FS_READ: return run_read(op);
    case FS_WRITE: return run_write(op);
    case FS_CLOSE:
    case FS_FSTAT:
    case FS_FCHMOD:
    case FS_FCHOWN:
    case FS_FUTIME:
    case FS_FTRUNCATE:
    case FS_FSYNC:
    case FS_FDATASYNC: return run_simple(op, true);
    default: return run_simple(op, false);
    }
}
