// test_command.c - see test_command.h.
#include "cli/test_command.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/num.h"
#include "cli/child.h"
#include "cli/test_config.h"
#include "cli/version.h"
#include "runner/runner.h"

#define REPORT_FD 3
#define DEFAULT_TIMEOUT_MS 5000
#define DEFAULT_CONCURRENCY 20
#define MAX_JOBS 64

typedef enum FlagUse { USE_NONE, USE_VALUE, USE_OPTIONAL } FlagUse;
typedef enum FlagId {
    FLAG_TIMEOUT, FLAG_PATTERN, FLAG_BAIL, FLAG_REPORTER, FLAG_OUTFILE, FLAG_DOTS, FLAG_ONLY, FLAG_TODO, FLAG_PASS,
    FLAG_RERUN, FLAG_RETRY, FLAG_RANDOMIZE, FLAG_SEED, FLAG_PRELOAD, FLAG_CONDITIONS, FLAG_TSCONFIG, FLAG_CONCURRENT, FLAG_CONCURRENCY, FLAG_ISOLATE,
    FLAG_UPDATE, FLAG_ONLY_FAILURES, FLAG_PARALLEL, FLAG_SHARD, FLAG_COVERAGE, FLAG_HELP, FLAG_IGNORED, FLAG_IGNORED_VALUE,
} FlagId;

typedef struct Flag {
    const char *name;
    char letter;
    FlagUse use;
    FlagId id;
    const char *help;
} Flag;

static const Flag flags[] = {
    {"timeout", 0, USE_VALUE, FLAG_TIMEOUT, "Time limit of a test in milliseconds (5000)"},
    {"test-name-pattern", 't', USE_VALUE, FLAG_PATTERN, "Run only tests whose name matches this regular expression"},
    {"bail", 0, USE_OPTIONAL, FLAG_BAIL, "Stop after this many failures (1)"},
    {"reporter", 0, USE_VALUE, FLAG_REPORTER, "junit (needs --reporter-outfile) or dots"},
    {"reporter-outfile", 0, USE_VALUE, FLAG_OUTFILE, "Where the junit report goes"},
    {"dots", 0, USE_NONE, FLAG_DOTS, "One dot a test that passes"},
    {"only-failures", 0, USE_NONE, FLAG_ONLY_FAILURES, "Show only tests that fail"},
    {"only", 0, USE_NONE, FLAG_ONLY, "Run only tests marked with .only"},
    {"todo", 0, USE_NONE, FLAG_TODO, "Run tests marked with .todo too"},
    {"pass-with-no-tests", 0, USE_NONE, FLAG_PASS, "Exit with 0 when no test is found"},
    {"rerun-each", 0, USE_VALUE, FLAG_RERUN, "Run each file this many times"},
    {"retry", 0, USE_VALUE, FLAG_RETRY, "Run a failing test again up to this many times"},
    {"randomize", 0, USE_NONE, FLAG_RANDOMIZE, "Run tests in random order"},
    {"seed", 0, USE_VALUE, FLAG_SEED, "Seed of --randomize (implies it)"},
    {"preload", 'r', USE_VALUE, FLAG_PRELOAD, "Import a module before each file"},
    {"require", 0, USE_VALUE, FLAG_PRELOAD, ""},
    {"import", 0, USE_VALUE, FLAG_PRELOAD, ""},
    {"conditions", 'C', USE_VALUE, FLAG_CONDITIONS, "Additional conditions of package.json exports"},
    {"tsconfig-override", 0, USE_VALUE, FLAG_TSCONFIG, "Use this tsconfig.json"},
    {"concurrent", 0, USE_NONE, FLAG_CONCURRENT, "Treat every test as test.concurrent"},
    {"max-concurrency", 0, USE_VALUE, FLAG_CONCURRENCY, "Concurrent tests at a time (20)"},
    {"parallel", 0, USE_OPTIONAL, FLAG_PARALLEL, "Run this many files at a time (number of processors)"},
    {"shard", 0, USE_VALUE, FLAG_SHARD, "Run part i of n: --shard=i/n"},
    {"isolate", 0, USE_NONE, FLAG_ISOLATE, "Accepted: every file has its own process already"},
    {"no-isolate", 0, USE_NONE, FLAG_IGNORED, ""},
    {"update-snapshots", 'u', USE_NONE, FLAG_UPDATE, "Write snapshots anew"},
    {"smol", 0, USE_NONE, FLAG_IGNORED, ""},
    {"no-orphans", 0, USE_NONE, FLAG_IGNORED, ""},
    {"coverage", 0, USE_NONE, FLAG_COVERAGE, ""},
    {"coverage-reporter", 0, USE_VALUE, FLAG_IGNORED_VALUE, ""},
    {"coverage-dir", 0, USE_VALUE, FLAG_IGNORED_VALUE, ""},
    {"config", 'c', USE_VALUE, FLAG_IGNORED_VALUE, "Read this file instead of bunfig.toml"},
    {"help", 'h', USE_NONE, FLAG_HELP, "Print this help"},
};

typedef struct Parse {
    Arena *arena;
    RunnerOptions *out;
    bool junit, seeded, help;
} Parse;

static const Flag *find_flag(Str name, char letter)
{
    for (size_t i = 0; i < COUNT_OF(flags); i++) {
        const Flag *flag = &ELEM(flags, i);
        if (letter ? flag->letter == letter : str_eq(str_c(flag->name), name)) return flag;
    }
    return NULL;
}

static bool take_number(const char *what, Str text, uint32_t *out)
{
    uint64_t value = 0;
    if (!str_to_u64(text, &value) || value > UINT32_MAX) {
        fprintf(stderr, "error: Invalid %s: \"%.*s\"\n", what, STR_FMT(text));
        return false;
    }
    *out = (uint32_t)value;
    return true;
}

static bool take_reporter(Parse *p, Str value)
{
    if (str_eq(value, STR("junit"))) p->junit = true;
    else if (str_eq(value, STR("dots")) || str_eq(value, STR("dot"))) p->out->dots = true;
    else {
        fprintf(stderr, "error: unsupported reporter format '%.*s'. Available options: 'junit' (for XML test results), "
                        "'dots'\n", STR_FMT(value));
        return false;
    }
    return true;
}

static bool take_bail(Parse *p, Str value)
{
    uint64_t count = 1;
    if (value.ptr && (!str_to_u64(value, &count) || count < 1 || count > UINT32_MAX)) {
        fprintf(stderr, "error: --bail expects a number greater than 0: \"%.*s\"\n", STR_FMT(value));
        return false;
    }
    p->out->bail = (uint32_t)count;
    return true;
}

static bool shard_part(Str text, const char *what, uint32_t *out)
{
    uint64_t value = 0;
    bool valid = str_to_u64(text, &value) && value <= UINT32_MAX;
    if (!valid) fprintf(stderr, "error: --shard %s must be a positive integer: \"%.*s\"\n", what, STR_FMT(text));
    *out = (uint32_t)value;
    return valid;
}

static bool take_shard(Parse *p, Str value)
{
    size_t slash = str_find_char(value, '/');
    RunnerOptions *o = p->out;
    if (slash == STR_NONE) {
        fprintf(stderr, "error: --shard expects <index>/<count>, as in --shard=1/3\n");
        return false;
    }
    if (!shard_part(str_sub(value, 0, slash), "index", &o->shard_index)) return false;
    if (!shard_part(str_from(value, slash + 1), "count", &o->shard_count)) return false;
    if (o->shard_count == 0) {
        fprintf(stderr, "error: --shard count must be greater than 0\n");
        return false;
    }
    if (o->shard_index >= 1 && o->shard_index <= o->shard_count) return true;
    fprintf(stderr, "error: --shard index must be between 1 and %" PRIu32 "\n", o->shard_count);
    return false;
}

static uint32_t processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > MAX_JOBS ? MAX_JOBS : (uint32_t)count;
}

static bool take_parallel(Parse *p, Str value)
{
    if (!value.len) {
        p->out->jobs = processors();
        return true;
    }
    if (!take_number("parallel", value, &p->out->jobs)) return false;
    if (p->out->jobs < 1) p->out->jobs = 1;
    if (p->out->jobs > MAX_JOBS) p->out->jobs = MAX_JOBS;
    return true;
}

static bool take_seed(Parse *p, Str value)
{
    p->seeded = p->out->randomize = true;
    return take_number("seed", value, &p->out->seed);
}

static bool apply(Parse *p, const Flag *flag, Str value)
{
    RunnerOptions *o = p->out;
    switch (flag->id) {
        case FLAG_TIMEOUT: return take_number("timeout", value, &o->timeout_ms);
        case FLAG_PATTERN: o->pattern = value; return true;
        case FLAG_BAIL: return take_bail(p, value);
        case FLAG_REPORTER: return take_reporter(p, value);
        case FLAG_OUTFILE: o->junit_file = value; return true;
        case FLAG_DOTS: return o->dots = true;
        case FLAG_ONLY: return o->only = true;
        case FLAG_ONLY_FAILURES: return o->only_failures = true;
        case FLAG_TODO: return o->todo = true;
        case FLAG_PASS: return o->pass_with_no_tests = true;
        case FLAG_RERUN: return take_number("rerun-each", value, &o->rerun_each);
        case FLAG_RETRY: return take_number("retry", value, &o->retry);
        case FLAG_RANDOMIZE: return o->randomize = true;
        case FLAG_SEED: return take_seed(p, value);
        case FLAG_PRELOAD: ARENA_PUSH(p->arena, &o->preload, value); return true;
        case FLAG_CONDITIONS: ARENA_PUSH(p->arena, &o->conditions, value); return true;
        case FLAG_TSCONFIG: return o->tsconfig = value, true;
        case FLAG_CONCURRENT: return o->concurrent = true;
        case FLAG_CONCURRENCY: return take_number("max-concurrency", value, &o->max_concurrency);
        case FLAG_PARALLEL: return take_parallel(p, value);
        case FLAG_SHARD: return take_shard(p, value);
        case FLAG_UPDATE: return o->update_snapshots = true;
        case FLAG_HELP: return p->help = true;
        case FLAG_COVERAGE:
            fprintf(stderr, "note: --coverage is not supported yet\n");
            return true;
        case FLAG_ISOLATE: case FLAG_IGNORED: case FLAG_IGNORED_VALUE: return true;
    }
    return true;
}

// The flag that `word` names and its attached value ("--x=v"); NULL after a message if there is none.
static const Flag *flag_of(Str word, Str *value, bool *attached)
{
    size_t equals = str_find_char(word, '=');
    *attached = equals != STR_NONE;
    if (*attached) *value = str_from(word, equals + 1);
    Str name = str_sub(word, 0, equals);
    const Flag *flag = str_starts(name, STR("--")) ? find_flag(str_from(name, 2), 0)
                       : name.len == 2             ? find_flag((Str){}, str_at(name, 1))
                                                   : NULL;
    if (!flag) fprintf(stderr, "error: Invalid Argument '%.*s'\n", STR_FMT(word));
    return flag;
}

static bool parse_words(Parse *p, ArgList words)
{
    bool plain = false;
    for (size_t i = 0; i < words.len; i++) {
        Str word = AT(words, i), value = {};
        if (plain || word.len < 2 || str_at(word, 0) != '-') {
            ARENA_PUSH(p->arena, &p->out->filters, word);
            continue;
        }
        if (str_eq(word, STR("--"))) {
            plain = true;
            continue;
        }
        bool attached = false;
        const Flag *flag = flag_of(word, &value, &attached);
        if (!flag) return false;
        if (flag->use == USE_VALUE && !attached) {
            if (++i >= words.len) {
                fprintf(stderr, "error: The argument '%.*s' requires a value but none was supplied.\n", STR_FMT(word));
                return false;
            }
            value = AT(words, i);
        }
        if (!apply(p, flag, value)) return false;
    }
    return true;
}

static bool env_on(const char *name)
{
    const char *value = getenv(name);
    Str text = str_c(value);
    return text.len && !str_eq(text, STR("0")) && !str_eq(text, STR("false"));
}

static bool use_colors(void)
{
    const char *force = getenv("FORCE_COLOR");
    if (force) return !str_eq(str_c(force), STR("0"));
    return !getenv("NO_COLOR") && isatty(STDERR_FILENO);
}

static bool run_by_agent(void) { return env_on("CLAUDECODE") || env_on("REPL_ID") || env_on("AGENT"); }

static void print_help(void)
{
    printf("Usage: cob test [flags] [filters]\n\nFlags:\n");
    for (size_t i = 0; i < COUNT_OF(flags); i++) {
        const Flag *flag = &ELEM(flags, i);
        if (!*flag->help) continue;
        char left[64];
        snprintf(left, sizeof left, "--%s%s", flag->name, flag->use == USE_NONE ? "" : "=<value>");
        printf(flag->letter ? "  -%c, %-28s %s\n" : "      %.0d%-28s %s\n", flag->letter, left, flag->help);
    }
}

// The value of -c, --config or --config=: it is needed before the other flags are read.
static Str config_flag(ArgList words)
{
    for (size_t i = 0; i < words.len; i++) {
        Str word = AT(words, i);
        if (str_starts(word, STR("--config="))) return str_from(word, STR("--config=").len);
        if (!str_eq(word, STR("-c")) && !str_eq(word, STR("--config"))) continue;
        return i + 1 < words.len ? AT(words, i + 1) : (Str){};
    }
    return (Str){};
}

static bool check(const Parse *p)
{
    if (!p->junit || p->out->junit_file.len) return true;
    fprintf(stderr, "error: --reporter=junit requires --reporter-outfile [file] to specify where to save the XML report\n");
    return false;
}

int cli_test(Arena *a, const CliArgs *args, Str cwd)
{
    RunnerOptions options = {
        .cwd = cwd, .self = child_self(a), .timeout_ms = DEFAULT_TIMEOUT_MS, .rerun_each = 1, .jobs = 1,
        .max_concurrency = DEFAULT_CONCURRENCY, .colors = use_colors(), .ci = env_on("CI") || env_on("GITHUB_ACTIONS"),
        .github = env_on("GITHUB_ACTIONS"), .only_failures = run_by_agent(),
    };
    const char *ci = getenv("CI");
    if (ci && !env_on("CI")) options.ci = false;
    options.root = cwd;
    Parse parse = {.arena = a, .out = &options};
    if (!test_config_load(a, &(TestConfig){.options = &options, .file = config_flag(args->rest), .junit = &parse.junit})) return 1;
    if (!parse_words(&parse, args->rest) || !check(&parse)) return 1;
    if (parse.help) {
        print_help();
        return 0;
    }
    if (!parse.junit) options.junit_file = (Str){};
    if (options.randomize && !parse.seeded) options.seed = (uint32_t)time(NULL);
    printf("bun test %s\n", BUN_VERSION);  // scripts and tests read this line
    fflush(stdout);
    int code = runner_run(&options);
    if (options.randomize) fprintf(stderr, "--seed=%" PRIu32 "\n", options.seed);
    return code;
}

void cli_test_environment(void)
{
    setenv("NODE_ENV", "test", 0);
    setenv("TZ", "Etc/UTC", 0);
}

Str cli_test_worker_config(const CliArgs *args)
{
    if (args->rest.len < 2 || !str_eq(AT(args->rest, 0), STR("--test-worker"))) return (Str){};
    fcntl(REPORT_FD, F_SETFD, FD_CLOEXEC);  // programs that tests start must not hold the report open
    return AT(args->rest, 1);
}
