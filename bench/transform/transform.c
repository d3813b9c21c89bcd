// transform.c - MB/s of cob's transformer on the files named, single thread, best of several passes.
//
// usage: bench-transform SECONDS FILE...      prints: bytes files seconds MB/s
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/utf.h"
#include "base/vec.h"
#include "js/transform.h"

typedef struct Source {
    Str path, text;
} Source;
typedef VEC(Source) Sources;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static Str slurp(Arena *a, const char *path)
{
    AUTO(Buf) text = {};
    FILE *f = fopen(path, "rb");
    CHECK(f);
    uint8_t chunk[65536];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;) CHECK(!buf_append(&text, (Span){chunk, n}).code);
    fclose(f);
    return utf8_clean(a, arena_str(a, buf_str(&text)));
}

static JsOptions options_for(Str path)
{
    bool tsx = str_ends(path, STR(".tsx")), ts = tsx || str_ends(path, STR(".ts")) || str_ends(path, STR(".mts"));
    return (JsOptions){.lang = tsx ? LANG_TSX : ts ? LANG_TS : LANG_JSX, .goal = ts ? GOAL_MODULE : GOAL_AUTO, .filename = path,
                       .use_define_for_class_fields = true};
}

static size_t pass(const Sources *sources)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < sources->count; i++) {
        const Source *s = &ITEM(*sources, i);
        AUTO(Arena) a = {};
        JsUnit unit = {};
        JsOptions options = options_for(s->path);
        if (js_transform(&a, s->text, &options, &unit).code)
            fprintf(stderr, "%.*s: %.*s\n", STR_FMT(s->path), STR_FMT(unit.diag.text));
        bytes += s->text.len;
    }
    return bytes;
}

int main(int argc, char **argv)
{
    struct { char **ptr; size_t len; } args = {argv, (size_t)argc};
    AUTO(Arena) a = {};
    Sources sources = {};
    for (size_t i = 2; i < args.len; i++)
        CHECK(VEC_PUSH(&sources, (Source){str_c(AT(args, i)), slurp(&a, AT(args, i))}));
    double limit = strtod(AT(args, 1), NULL), start = now(), best = 1e9;
    size_t bytes = 0;
    while (now() - start < limit) {
        double from = now();
        bytes = pass(&sources);
        double took = now() - from;
        if (took < best) best = took;
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%zu bytes, %u files, %.4f s, %.1f MB/s, peak %.0f MB\n", bytes, sources.count, best, (double)bytes / best / 1e6,
           (double)usage.ru_maxrss / 1024);
    VEC_FREE(&sources);
}
