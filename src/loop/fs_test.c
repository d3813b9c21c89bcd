// fs_test.c - file system operations as values: results, failures, trees.
#include "loop/fs.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/test.h"

static Err checked(Arena *a, Str text, FsPath *out) { return sandbox_path(a, text, ACCESS_READ | ACCESS_WRITE, out); }

static FsPath path_of(Arena *a, Str text)
{
    FsPath path = {};
    CHECK(!checked(a, text, &path).code);
    return path;
}

static Str temp_dir(Arena *a)
{
    FsOp op = {.kind = FS_MKDTEMP, .path = path_of(a, STR("/tmp/fs-test-XXXXXX"))};
    fs_run(&op);
    CHECK(op.code == 0 && op.has_bytes);
    Str dir = arena_str(a, buf_str(&op.bytes));
    FsOp_cleanup(&op);
    return dir;
}

static FsOp run(Arena *a, FsKind kind, Str path)
{
    FsOp op = {.kind = kind, .path = path_of(a, path), .pos = -1, .mode = 0777};
    fs_run(&op);
    return op;
}

static void write_file(Arena *a, Str path, Str text)
{
    FsOp op = {.kind = FS_WRITEFILE, .path = path_of(a, path), .flags = O_WRONLY | O_CREAT | O_TRUNC, .mode = 0644,
               .data = span_of(text)};
    fs_run(&op);
    CHECK(op.code == 0);
}

static void remove_dir(Arena *a, Str dir)
{
    AUTO(FsOp) op = run(a, FS_RMTREE, dir);
    CHECK(op.code == 0 && access(arena_cstr(a, dir), F_OK) != 0);
}

TEST(a_file_is_written_and_read_whole)
{
    AUTO(Arena) a = {};
    Str dir = temp_dir(&a), file = arena_fmt(&a, "%.*s/f", STR_FMT(dir));
    write_file(&a, file, STR("hello"));
    AUTO(FsOp) read = run(&a, FS_READFILE, file);
    CHECK(read.code == 0 && str_eq(buf_str(&read.bytes), STR("hello")));
    AUTO(FsOp) stat = run(&a, FS_STAT, file);
    CHECK(stat.code == 0 && ELEM(stat.stat, 8) == 5);
    remove_dir(&a, dir);
}

TEST(failures_name_the_call_and_the_path)
{
    AUTO(Arena) a = {};
    AUTO(FsOp) missing = run(&a, FS_READFILE, STR("/nonexistent/file"));
    CHECK(missing.code == UV_ENOENT && strcmp(missing.syscall, "open") == 0 && missing.names == FS_NAMES_PATH);
    AUTO(FsOp) dir = run(&a, FS_READFILE, STR("/"));
    CHECK(dir.code == UV_EISDIR && strcmp(dir.syscall, "read") == 0 && dir.names == FS_NAMES_NONE);
    FsOp rename = {.kind = FS_RENAME, .path = path_of(&a, STR("/nonexistent")), .dest = path_of(&a, STR("/nonexistent2"))};
    fs_run(&rename);
    CHECK(rename.code == UV_ENOENT && rename.names == FS_NAMES_BOTH);
    FsOp close_bad = {.kind = FS_CLOSE, .fd = 999999};
    fs_run(&close_bad);
    CHECK(close_bad.code == UV_EBADF && close_bad.names == FS_NAMES_NONE);
    if (access("/dev/full", W_OK) != 0) return;
    FsOp full = {.kind = FS_WRITEFILE, .path = path_of(&a, STR("/dev/full")), .flags = O_WRONLY, .data = SPAN("x")};
    fs_run(&full);
    CHECK(full.code == UV_ENOSPC && strcmp(full.syscall, "write") == 0);
}

TEST(files_without_a_size_are_read_to_their_end)
{
    AUTO(Arena) a = {};
    AUTO(FsOp) proc = run(&a, FS_READFILE, STR("/proc/self/status"));
    CHECK(proc.code == 0 && proc.bytes.len > 100);
}

TEST(missing_parents_are_made_and_the_first_is_reported)
{
    AUTO(Arena) a = {};
    Str dir = temp_dir(&a);
    AUTO(FsOp) made = run(&a, FS_MKDIRP, arena_fmt(&a, "%.*s/a/b/c/", STR_FMT(dir)));
    CHECK(made.code == 0 && str_eq(buf_str(&made.bytes), arena_fmt(&a, "%.*s/a", STR_FMT(dir))));
    AUTO(FsOp) again = run(&a, FS_MKDIRP, arena_fmt(&a, "%.*s/a/b/c", STR_FMT(dir)));
    CHECK(again.code == 0 && !again.has_bytes);
    write_file(&a, arena_fmt(&a, "%.*s/file", STR_FMT(dir)), STR("x"));
    AUTO(FsOp) below = run(&a, FS_MKDIRP, arena_fmt(&a, "%.*s/file/x", STR_FMT(dir)));
    CHECK(below.code == UV_ENOTDIR);
    AUTO(FsOp) onto = run(&a, FS_MKDIRP, arena_fmt(&a, "%.*s/file", STR_FMT(dir)));
    CHECK(onto.code == UV_EEXIST);
    remove_dir(&a, dir);
}

TEST(listings_are_sorted_and_carry_types)
{
    AUTO(Arena) a = {};
    Str dir = temp_dir(&a);
    write_file(&a, arena_fmt(&a, "%.*s/b", STR_FMT(dir)), STR(""));
    AUTO(FsOp) sub = run(&a, FS_MKDIR, arena_fmt(&a, "%.*s/a", STR_FMT(dir)));
    AUTO(FsOp) plain = run(&a, FS_READDIR, dir);
    CHECK(str_eq(buf_str(&plain.bytes), STR("a/b/")));
    AUTO(FsOp) typed = {.kind = FS_READDIR, .path = path_of(&a, dir), .flags = 1};
    fs_run(&typed);
    CHECK(str_eq(buf_str(&typed.bytes), STR("2a/1b/")));
    remove_dir(&a, dir);
}

TEST(removing_a_tree_does_not_follow_links)
{
    AUTO(Arena) a = {};
    Str keep = temp_dir(&a), tree = temp_dir(&a);
    write_file(&a, arena_fmt(&a, "%.*s/f", STR_FMT(keep)), STR("x"));
    FsOp link = {.kind = FS_SYMLINK, .target = keep, .dest = path_of(&a, arena_fmt(&a, "%.*s/l", STR_FMT(tree)))};
    fs_run(&link);
    CHECK(link.code == 0);
    remove_dir(&a, tree);
    CHECK(access(arena_cstr(&a, arena_fmt(&a, "%.*s/f", STR_FMT(keep))), F_OK) == 0);
    remove_dir(&a, keep);
}

TEST(reads_and_writes_at_positions)
{
    AUTO(Arena) a = {};
    Str dir = temp_dir(&a);
    FsOp open_op = {.kind = FS_OPEN, .path = path_of(&a, arena_fmt(&a, "%.*s/f", STR_FMT(dir))), .flags = O_RDWR | O_CREAT, .mode = 0600};
    fs_run(&open_op);
    CHECK(open_op.code == 0);
    int fd = (int)open_op.number;
    FsOp write_op = {.kind = FS_WRITE, .fd = fd, .pos = 2, .data = SPAN("abc")};
    fs_run(&write_op);
    CHECK(write_op.code == 0 && write_op.number == 3);
    AUTO(FsOp) read_op = {.kind = FS_READ, .fd = fd, .pos = 1, .len = 10};
    fs_run(&read_op);
    CHECK(read_op.number == 4 && str_eq(buf_str(&read_op.bytes), STR("\0abc")));
    FsOp close_op = {.kind = FS_CLOSE, .fd = fd};
    fs_run(&close_op);
    CHECK(close_op.code == 0);
    remove_dir(&a, dir);
}
