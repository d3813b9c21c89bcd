// summary.c - see summary.h. The texts are Bun's, because people and tools read them.
#include "runner/summary.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define RED "31"
#define GREEN "32"
#define YELLOW "33"
#define MAGENTA "35"
#define DIM "2"
#define RECAP_ABOVE 20

uint64_t summary_now_us(void) { return uv_hrtime() / 1000; }

static void count_line(const RunnerOptions *o, uint32_t count, const char *word, const char *color)
{
    const char *lead = o->dots ? "" : " ";
    if (o->colors) fprintf(stderr, "\x1b[0m\x1b[%sm%s%" PRIu32 " %s\x1b[0m\n", color, lead, count, word);
    else fprintf(stderr, "%s%" PRIu32 " %s\n", lead, count, word);
}

static void elapsed(const RunnerOptions *o, uint64_t started_us)
{
    double ms = (double)(summary_now_us() - started_us) / 1000;
    const char *unit = ms < 1500 ? "ms" : "s";
    double shown = ms < 1500 ? ms : ms / 1000;
    if (o->colors) fprintf(stderr, "\x1b[0m\x1b[2m[\x1b[1m%.2f%s\x1b[0m\x1b[2m]\x1b[0m", shown, unit);
    else fprintf(stderr, "[%.2f%s]", shown, unit);
}

static void snapshot_lines(const Counts *c)
{
    uint32_t total = c->snapshots_added + c->snapshots_failed + c->snapshots_passed;
    if (c->snapshots_added || c->snapshots_failed) {
        fputs("snapshots: ", stderr);
        const char *comma = "";
        if (c->snapshots_passed) fprintf(stderr, "%" PRIu32 " passed", c->snapshots_passed), comma = ", ";
        if (c->snapshots_failed) fprintf(stderr, "%s%" PRIu32 " failed", comma, c->snapshots_failed), comma = ", ";
        if (c->snapshots_added) fprintf(stderr, "%s%s%" PRIu32 " added", comma, *comma ? "" : "+", c->snapshots_added);
        fputc('\n', stderr);
        total = 0;
    }
    if (total) fprintf(stderr, " %" PRIu32 " snapshots, %" PRIu32 " expect() calls\n", total, c->assertions);
    else if (c->assertions) fprintf(stderr, " %" PRIu32 " expect() calls\n", c->assertions);
}

static void totals(const Summary *s)
{
    const RunnerOptions *o = s->options;
    const Counts *c = &s->counts;
    count_line(o, c->pass, "pass", c->pass ? GREEN : DIM);
    if (c->skip) count_line(o, c->skip, "skip", YELLOW);
    // Bun names the filtered tests only where it names no skipped ones.
    if (c->filtered && !c->skip) count_line(o, c->filtered, "filtered out", DIM);
    if (c->todo) count_line(o, c->todo, "todo", MAGENTA);
    count_line(o, c->fail, "fail", c->fail ? RED : DIM);
    if (c->errors) count_line(o, c->errors, c->errors == 1 ? "error" : "errors", RED);
    snapshot_lines(c);
}

static void no_match(const Summary *s)
{
    fprintf(stderr, "\nerror: regex \"%.*s\" matched 0 tests. Searched %" PRIu32 " file%s (skipping %" PRIu32 " test%s) ",
            STR_FMT(s->options->pattern), s->files, s->files == 1 ? "" : "s", s->counts.filter_skipped,
            s->counts.filter_skipped == 1 ? "" : "s");
    elapsed(s->options, s->started_us);
    fputc('\n', stderr);
}

// The lines of one outcome again; a blank line separates the groups. True if there were any.
static bool recap_group(const Summary *s, const FileResults *files, TestStatus status, const char *word, bool apart)
{
    uint32_t count = status == TEST_SKIP ? s->counts.skip : status == TEST_TODO ? s->counts.todo : s->counts.fail;
    if (!count) return apart;
    const char *dim = s->options->colors ? "\x1b[0m\x1b[2m" : "", *reset = s->options->colors ? "\x1b[0m" : "";
    fprintf(stderr, "%s\n%s%" PRIu32 " tests %s:%s\n", apart ? "\n" : "", dim, count, word, reset);
    for (uint32_t i = 0; i < files->count; i++) {
        const FileResult *file = &ITEM(*files, i);
        for (uint32_t j = 0; j < file->nodes.count; j++) {
            const ResultNode *node = &ITEM(file->nodes, j);
            if (!node->is_scope && node->status == status && node->shown.len)
                fprintf(stderr, "%.*s\n", STR_FMT(node->shown));
        }
    }
    return true;
}

// Long runs repeat what did not pass, because it has scrolled away.
static void recap(const Summary *s, const FileResults *files)
{
    if (s->counts.pass <= RECAP_ABOVE || s->options->dots || s->options->only_failures) return;
    bool apart = recap_group(s, files, TEST_SKIP, "skipped", false);
    apart = recap_group(s, files, TEST_TODO, "todo", apart);
    (void)recap_group(s, files, TEST_FAIL, "failed", apart);
}

void summary_print(Summary *s, const FileResults *files)
{
    if (s->dots_open) fputc('\n', stderr);
    if (s->options->pattern.len && !s->counts.matched && !s->counts.tests) {
        no_match(s);
        return;
    }
    if (!s->bailed) {
        recap(s, files);
        fputc('\n', stderr);
        totals(s);
    }
    fprintf(stderr, "Ran %" PRIu32 " test%s across %" PRIu32 " file%s. ", s->counts.tests,
            s->counts.tests == 1 ? "" : "s", s->files, s->files == 1 ? "" : "s");
    elapsed(s->options, s->started_us);
    fputc('\n', stderr);
    if (s->bailed)
        fprintf(stderr, "Bailed out after %" PRIu32 " failure%s\n", s->options->bail, s->options->bail == 1 ? "" : "s");
}

bool summary_file_died(const RunnerOptions *options, const WorkerEnd *end)
{
    const FileResult *file = end->file;
    const char *red = options->colors ? "\x1b[31m" : "", *reset = options->colors ? "\x1b[0m" : "";
    if (end->spawn.code) {
        fprintf(stderr, "\n%serror%s: cannot start a process for %.*s: %s\n", red, reset, STR_FMT(file->path),
                err_text(end->spawn.code));
        return true;
    }
    if (!end->signal && file->ended) return false;
    fprintf(stderr, "\n%serror%s: %.*s ", red, reset, STR_FMT(file->path));
    if (end->hung) fprintf(stderr, "did not answer and was killed");
    else if (end->signal) fprintf(stderr, "crashed: SIG%s", sigabbrev_np(end->signal));
    else fprintf(stderr, "exited with code %" PRId64 " before its tests were done", end->exit_code);
    if (file->running.len) fprintf(stderr, " (during \"%.*s\")", STR_FMT(file->running));
    fputc('\n', stderr);
    return true;
}

static void naming_hint(const char *lead)
{
    fprintf(stderr, "%sTests need \".test\", \"_test_\", \".spec\" or \"_spec_\" in the filename (ex: \"MyApp.test.ts\")\n\n"
                    "Run cob --help for more.\n", lead);
}

void summary_no_tests(const RunnerOptions *options, const Discovery *found, uint64_t started_us)
{
    if (found->missing.len) {
        fprintf(stderr, "Test filter \"%.*s\" had no matches\n", STR_FMT(found->missing));
        return;
    }
    if (!found->unmatched.count) {
        fputs("No tests found!\n\n", stderr);
        naming_hint("");
        return;
    }
    fputs("The following filters did not match any test files:\n", stderr);
    for (uint32_t i = 0; i < found->unmatched.count; i++)
        fprintf(stderr, " %.*s\n", STR_FMT(ITEM(found->unmatched, i)));
    fprintf(stderr, "%" PRIu32 " files were searched ", found->searched);
    elapsed(options, started_us);
    fputs("\n\n", stderr);
    naming_hint("note: ");
}
