// js_parse.c - the parser as a program: verdicts over many files, the tree of one, its speed.
//
//   js_parse < list          each line "goal lang strict path": prints "ok path" or "err path:line:column text".
//                            goal a m s c (auto module script commonjs), lang js jsx ts tsx or "-" (by name),
//                            strict 1 puts "use strict" in front
//   js_parse --tree line     the tree as an S-expression
//   js_parse --speed line    best of ten, in MB/s
// Not part of cob. Build: gcc -std=gnu2x -O2 -Isrc tools/js_parse.c with the objects of src/base and src/js.
#include <stdio.h>
#include <time.h>

#include "js/bind.h"

typedef struct Job {
    Str path;
    JsParseOptions options;
    bool strict;
} Job;

static Str word(Str *line)
{
    size_t end = str_find_char(*line, ' ');
    Str w = str_sub(*line, 0, end);
    *line = end == STR_NONE ? STR("") : str_from(*line, end + 1);
    return w;
}

static JsLang lang_of(Str name, Str path)
{
    static const Str names[] = {STR("js"), STR("jsx"), STR("ts"), STR("tsx"), STR("dts")};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq(name, ELEM(names, i))) return (JsLang)i;
    bool dts = str_ends(path, STR(".d.ts")) || str_ends(path, STR(".d.mts")) || str_ends(path, STR(".d.cts"));
    if (dts) return LANG_DTS;
    if (str_ends(path, STR(".tsx"))) return LANG_TSX;
    if (str_ends(path, STR(".ts")) || str_ends(path, STR(".mts")) || str_ends(path, STR(".cts"))) return LANG_TS;
    return str_ends(path, STR(".jsx")) ? LANG_JSX : LANG_JS;
}

static Job job_of(Str line)
{
    Str goal = word(&line), lang = word(&line), strict = word(&line);
    Job job = {.path = line, .strict = str_eq(strict, STR("1"))};
    size_t which = str_find_char(STR("amcs"), str_peek(goal, 0));
    job.options.goal = which == STR_NONE ? GOAL_AUTO : (JsGoal)which;
    job.options.lang = lang_of(lang, line);
    return job;
}

static bool slurp(Arena *a, const Job *job, Buf *out)
{
    FILE *f = fopen(arena_cstr(a, job->path), "rb");
    uint8_t chunk[65536];
    if (!f) return false;
    if (job->strict) buf_put(out, STR("\"use strict\";\n"));
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;) buf_put(out, str_of((Span){chunk, n}));
    fclose(f);
    return true;
}

static Err analyse(Arena *a, Str source, const Job *job, JsTree *t)
{
    JsBind b;
    TRY(js_parse(a, source, &job->options, t));
    return js_bind(a, t, &b);
}

static void verdict(Str line)
{
    AUTO(Arena) a = {};
    AUTO(Buf) text = {};
    JsTree t;
    Job job = job_of(line);
    if (!slurp(&a, &job, &text)) {
        printf("err %.*s: cannot read\n", STR_FMT(job.path));
    } else if (analyse(&a, buf_str(&text), &job, &t).code) {
        LineCol at = diag_locate(buf_str(&text), t.diag.start);
        printf("err %.*s:%u:%u %.*s\n", STR_FMT(job.path), at.line, at.column, STR_FMT(t.diag.text));
    } else {
        printf("ok %.*s\n", STR_FMT(job.path));
    }
}

static void tree(Str line)
{
    AUTO(Arena) a = {};
    AUTO(Buf) text = {};
    AUTO(Buf) out = {};
    JsTree t;
    Job job = job_of(line);
    if (!slurp(&a, &job, &text) || analyse(&a, buf_str(&text), &job, &t).code) return verdict(line);
    js_dump(&t, t.root, &out);
    printf("%.*s\n", STR_FMT(buf_str(&out)));
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void speed(Str line)
{
    AUTO(Arena) files = {};
    AUTO(Buf) text = {};
    Job job = job_of(line);
    double parse = 1e9, both = 1e9;
    if (!slurp(&files, &job, &text)) return verdict(line);
    for (int i = 0; i < 10; i++) {
        AUTO(Arena) a = {};
        JsTree t;
        JsBind b;
        double start = now();
        if (js_parse(&a, buf_str(&text), &job.options, &t).code) return verdict(line);
        double parsed = now() - start;
        if (js_bind(&a, &t, &b).code) return verdict(line);
        if (parsed < parse) parse = parsed;
        if (now() - start < both) both = now() - start;
    }
    printf("%.*s: %.1f MB, parse %.1f MB/s, with bind %.1f MB/s\n", STR_FMT(job.path), (double)text.len / 1e6,
           (double)text.len / 1e6 / parse, (double)text.len / 1e6 / both);
}

int main(int argc, char **argv)
{
    struct { char **ptr; size_t len; } args = {argv, (size_t)argc};
    if (args.len == 3) {
        bool is_tree = str_eq(str_c(AT(args, 1)), STR("--tree"));
        (is_tree ? tree : speed)(str_c(AT(args, 2)));
        return 0;
    }
    char line[4096];
    while (fgets(line, sizeof line, stdin)) verdict(str_trim(str_c(line)));
    return 0;
}
