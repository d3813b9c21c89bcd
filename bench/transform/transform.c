// transform.c - MB/s of cob's front end on the files named, single thread, best of several passes.
//
// usage: bench-transform parse|transform SECONDS FILE...      prints: bytes files seconds MB/s peak
// One pass at least: with 0 seconds the peak is that of a program which does its work once.
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/utf.h"
#include "base/vec.h"
#include "js/ast.h"
#include "js/transform.h"

typedef struct Source {
    Str path, text;
} Source;
typedef VEC(Source) Sources;
typedef struct Args {
    char **ptr;
    size_t len;
} Args;

// CPU time: what else runs on the machine does not count.
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static Str slurp(Arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    struct stat about;
    CHECK(f && fstat(fileno(f), &about) == 0);
    size_t len = (size_t)about.st_size;
    char *text = arena_alloc(a, len, 1);
    CHECK(fread(text, 1, len, f) == len);
    fclose(f);
    return utf8_clean(a, (Str){text, len});
}

static JsOptions options_for(Str path)
{
    bool tsx = str_ends(path, STR(".tsx")), ts = tsx || str_ends(path, STR(".ts")) || str_ends(path, STR(".mts"));
    return (JsOptions){.lang = tsx ? LANG_TSX : ts ? LANG_TS : LANG_JSX, .goal = ts ? GOAL_MODULE : GOAL_AUTO, .filename = path,
                       .jsx_dev = true, .async_context = true, .stack_reads = true, .use_define_for_class_fields = true};  // as the loader
}

static Err transform(Arena *a, const Source *s, Diag *diag)
{
    JsUnit unit = {};
    JsOptions options = options_for(s->path);
    Err e = js_transform(a, s->text, &options, &unit);
    *diag = unit.diag;
    return e;
}

static Err parse(Arena *a, const Source *s, Diag *diag)
{
    JsTree tree = {};
    JsOptions options = options_for(s->path);
    Err e = js_parse(a, s->text, &(JsParseOptions){.lang = options.lang, .goal = options.goal}, &tree);
    *diag = tree.diag;
    return e;
}

static size_t pass(const Sources *sources, bool only_parse)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < sources->count; i++) {
        const Source *s = &ITEM(*sources, i);
        AUTO(Arena) a = {};
        Diag diag = {};
        if ((only_parse ? parse : transform)(&a, s, &diag).code)
            fprintf(stderr, "%.*s: %.*s\n", STR_FMT(s->path), STR_FMT(diag.text));
        bytes += s->text.len;
    }
    return bytes;
}

// Of this program: what getrusage says begins with what its parent had when it forked.
static double peak_mb(void)
{
    double kb = 0;
    char line[256];
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f)) {
        if (sscanf(line, "VmHWM: %lf kB", &kb) == 1) break;
    }
    if (f) fclose(f);
    return kb / 1024;
}

int main(int argc, char **argv)
{
    Args args = {argv, (size_t)argc};
    if (args.len < 4) {
        fputs("usage: bench-transform parse|transform SECONDS FILE...\n", stderr);
        return 2;
    }
    AUTO(Arena) a = {};
    Sources sources = {};
    bool only_parse = str_eq(str_c(AT(args, 1)), STR("parse"));
    for (size_t i = 3; i < args.len; i++)
        CHECK(VEC_PUSH(&sources, (Source){str_c(AT(args, i)), slurp(&a, AT(args, i))}));
    double limit = strtod(AT(args, 2), NULL), start = now(), best = 1e9;
    size_t bytes = 0;
    do {
        double from = now();
        bytes = pass(&sources, only_parse);
        double took = now() - from;
        if (took < best) best = took;
    } while (now() - start < limit);
    printf("%zu bytes, %u files, %.4f s, %.1f MB/s, peak %.0f MB\n", bytes, sources.count, best, (double)bytes / best / 1e6,
           peak_mb());
    VEC_FREE(&sources);
}
