// runner.c - see runner.h. One libuv loop runs up to `jobs` worker processes; consoles appear in file order.
#include "runner/runner.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/path.h"
#include "runner/junit.h"
#include "runner/summary.h"
#include "runner/worker.h"

#define JUNIT_MAX ((size_t)1 << 30)

typedef struct Run {
    const RunnerOptions *options;
    Arena arena;
    uv_loop_t loop;
    FileResults files;       // in the order they start; never grows while workers run
    struct { Buf *ptr; size_t len; } consoles;  // captured, by file
    struct { bool *ptr; size_t len; } done;
    struct { uint64_t *ptr; size_t len; } started;
    uint32_t next, shown, running;
    bool in_groups;          // several at once: consoles are captured
    Summary summary;
} Run;

// ---- configuration of a worker ---------------------------------------------------------------------

static void put_member(Buf *out, const char *name, Str value)
{
    buf_put_fmt(out, ",\"%s\":", name);
    json_quote(out, value);
}

static void put_number(Buf *out, const char *name, uint32_t value) { buf_put_fmt(out, ",\"%s\":%u", name, value); }

static void put_flag(Buf *out, const char *name, bool value)
{
    if (value) buf_put_fmt(out, ",\"%s\":true", name);
}

static void put_list(Buf *out, const char *name, const StrList *list)
{
    buf_put_fmt(out, ",\"%s\":[", name);
    for (uint32_t i = 0; i < list->count; i++) {
        if (i) buf_put_char(out, ',');
        json_quote(out, ITEM(*list, i));
    }
    buf_put_char(out, ']');
}

static Str config_of(Run *run, const FileResult *file)
{
    const RunnerOptions *o = run->options;
    AUTO(Buf) out = {};
    buf_put(&out, STR("{\"fd\":3"));
    put_member(&out, "file", path_join(&run->arena, o->cwd, file->path));
    put_member(&out, "cwd", o->cwd);
    if (o->pattern.len) put_member(&out, "pattern", o->pattern);
    put_number(&out, "timeout", o->timeout_ms);
    put_number(&out, "retry", o->retry);
    put_number(&out, "maxConcurrency", o->max_concurrency);
    put_number(&out, "seed", o->seed);
    if (o->bail) put_number(&out, "bail", o->bail - run->summary.counts.fail);
    if (file->round) put_number(&out, "round", file->round);
    put_flag(&out, "lines", o->junit_file.len > 0 || o->github);
    put_flag(&out, "only", o->only);
    put_flag(&out, "todo", o->todo);
    put_flag(&out, "dots", o->dots);
    put_flag(&out, "dotsOpen", run->summary.dots_open);
    put_flag(&out, "onlyFailures", o->only_failures);
    put_flag(&out, "concurrent", o->concurrent);
    put_flag(&out, "randomize", o->randomize);
    put_flag(&out, "updateSnapshots", o->update_snapshots);
    put_flag(&out, "colors", o->colors);
    put_flag(&out, "ci", o->ci);
    put_flag(&out, "github", o->github);
    if (o->tsconfig.len) put_member(&out, "tsconfig", o->tsconfig);
    put_list(&out, "preload", &o->preload);
    put_list(&out, "conditions", &o->conditions);
    buf_put_char(&out, '}');
    return arena_str(&run->arena, buf_str(&out));
}

// ---- workers -----------------------------------------------------------------------------------------

static void start_more(Run *run);

// A process that died counts as one failed test, so that reports show the file.
static void record_death(Run *run, FileResult *file)
{
    ARENA_PUSH(&run->arena, &file->nodes,
               (ResultNode){.name = file->running.len ? file->running : STR("(file)"),
                            .status = TEST_FAIL,
                            .failed = true,
                            .failure = {.type = STR("Error"), .message = STR("the process of this file ended early"),
                                        .has_message = true, .bare = true}});
    file->counts.fail++;
    file->counts.tests++;
}

static void show_consoles(Run *run)
{
    while (run->shown < run->files.count && AT(run->done, run->shown)) {
        Buf *text = &AT(run->consoles, run->shown++);
        if (text->len) fwrite(text->ptr, 1, text->len, stderr);
        Buf_cleanup(text);
    }
    fflush(stderr);
}

static void on_worker_done(const WorkerEnd *end)
{
    Run *run = end->data;
    FileResult *file = end->file;
    uint32_t index = 0;
    while (&ITEM(run->files, index) != file) index++;
    file->ms = (double)(summary_now_us() - AT(run->started, index)) / 1000;
    buf_put(&AT(run->consoles, index), end->console);
    AT(run->done, index) = true;
    show_consoles(run);
    if (summary_file_died(run->options, end)) record_death(run, file);
    else if (run->options->github && !file->counts.errors) fputs("\n::endgroup::\n", stderr);
    counts_add(&run->summary.counts, &file->counts);
    run->summary.dots_open = file->dots_open;
    run->summary.files += file->round <= 1;
    run->running--;
    start_more(run);
}

static void start_one(Run *run)
{
    uint32_t index = run->next++;
    FileResult *file = &ITEM(run->files, index);
    run->running++;
    AT(run->started, index) = summary_now_us();
    worker_start(&(WorkerPlan){.loop = &run->loop, .arena = &run->arena, .self = run->options->self,
                               .config = config_of(run, file), .capture = run->in_groups, .file = file,
                               .done = on_worker_done, .data = run});
}

static void start_more(Run *run)
{
    const RunnerOptions *o = run->options;
    if (o->bail && run->summary.counts.fail >= o->bail) {
        run->summary.bailed = true;
        return;
    }
    while (run->next < run->files.count && run->running < o->jobs) start_one(run);
}

// ---- before and after ----------------------------------------------------------------------------------

static bool in_shard(const RunnerOptions *o, uint32_t index)
{
    return !o->shard_count || index % o->shard_count == o->shard_index - 1;
}

// SplitMix64: the same order of files for the same seed.
static uint32_t random_below(uint64_t *state, uint32_t count)
{
    uint64_t value = *state += 0x9e3779b97f4a7c15u;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return (uint32_t)((value ^ (value >> 31)) % count);
}

static void shuffle_files(Run *run)
{
    uint64_t state = run->options->seed;
    for (uint32_t i = run->files.count; i > 1; i--) {
        uint32_t j = random_below(&state, i);
        FileResult swap = ITEM(run->files, j);
        ITEM(run->files, j) = ITEM(run->files, i - 1);
        ITEM(run->files, i - 1) = swap;
    }
}

static void announce_shard(const RunnerOptions *o, uint32_t total)
{
    uint32_t mine = 0;
    for (uint32_t i = 0; i < total; i++) mine += in_shard(o, i);
    fprintf(stderr, "--shard=%u/%u: running %u/%u test files\n", o->shard_index, o->shard_count, mine, total);
}

static void plan_files(Run *run, const StrList *paths)
{
    const RunnerOptions *o = run->options;
    if (o->shard_count) announce_shard(o, paths->count);
    for (uint32_t i = 0; i < paths->count; i++)
        for (uint32_t round = 0; in_shard(o, i) && round < o->rerun_each; round++)
            ARENA_PUSH(&run->arena, &run->files, (FileResult){.path = ITEM(*paths, i), .round = o->rerun_each > 1 ? round + 1 : 0});
    if (o->randomize) shuffle_files(run);
    size_t count = run->files.count;
    run->consoles.ptr = ARENA_ARRAY(&run->arena, Buf, count + 1);
    run->done.ptr = ARENA_ARRAY(&run->arena, bool, count + 1);
    run->started.ptr = ARENA_ARRAY(&run->arena, uint64_t, count + 1);
    run->consoles.len = run->done.len = run->started.len = count + 1;
    for (size_t i = 0; i < count; i++) AT(run->consoles, i).max = WORKER_CONSOLE_MAX;
    run->in_groups = o->jobs > 1 && count > 1;
}

static Err write_file(Arena *a, Str path, Span bytes)
{
    uv_fs_t request = {};
    int fd = uv_fs_open(NULL, &request, arena_cstr(a, path), UV_FS_O_WRONLY | UV_FS_O_CREAT | UV_FS_O_TRUNC, 0644, NULL);
    uv_fs_req_cleanup(&request);
    if (fd < 0) return err(fd);
    int code = 0;
    for (size_t at = 0; at < bytes.len && code >= 0;) {
        Span rest = span_sub(bytes, at, bytes.len);
        uv_buf_t buf = {.base = (char *)(size_t)rest.ptr, .len = rest.len};
        code = uv_fs_write(NULL, &request, fd, &buf, 1, -1, NULL);
        uv_fs_req_cleanup(&request);
        if (code > 0) at += (size_t)code;
    }
    uv_fs_close(NULL, &request, fd, NULL);
    uv_fs_req_cleanup(&request);
    return code < 0 ? err(code) : OK;
}

static bool write_junit(Run *run)
{
    const RunnerOptions *o = run->options;
    char name[HOST_NAME_MAX + 1] = "localhost";
    if (gethostname(name, sizeof name - 1) != 0) ELEM(name, 0) = '\0';
    AUTO(Buf) xml = {.max = JUNIT_MAX};
    double ms = (double)(summary_now_us() - run->summary.started_us) / 1000;
    junit_write(&xml, &run->files, ms, str_c(name));
    Err e = xml.bad ? err(ERR_TOO_BIG) : write_file(&run->arena, path_join(&run->arena, o->cwd, o->junit_file), buf_span(&xml));
    if (e.code) fprintf(stderr, "error: cannot write %.*s: %s\n", STR_FMT(o->junit_file), err_text(e.code));
    return !e.code;
}

static int exit_code(const Run *run)
{
    const Counts *c = &run->summary.counts;
    if (c->fail || c->errors) return 1;
    return run->options->pattern.len && !c->matched && !c->tests && !run->options->pass_with_no_tests;
}

static int run_files(Run *run, const StrList *paths)
{
    plan_files(run, paths);
    if (uv_loop_init(&run->loop) != 0) return 1;
    start_more(run);
    uv_run(&run->loop, UV_RUN_DEFAULT);
    uv_loop_close(&run->loop);
    summary_print(&run->summary, &run->files);
    bool written = !run->options->junit_file.len || write_junit(run);
    return written ? exit_code(run) : 1;
}

int runner_run(const RunnerOptions *options)
{
    Run run = {.options = options, .summary = {.options = options, .started_us = summary_now_us()}};
    Discovery found = {};
    Err e = discover(&run.arena, options->cwd, options->root, options->filters, &found);
    int code = options->pass_with_no_tests ? 0 : 1;
    if (e.code) fprintf(stderr, "error: cannot read %.*s: %s\n", STR_FMT(options->root), err_text(e.code));
    else if (!found.files.count || found.missing.len) summary_no_tests(options, &found, run.summary.started_us);
    else code = run_files(&run, &found.files);
    Arena_cleanup(&run.arena);
    return e.code ? 1 : code;
}
