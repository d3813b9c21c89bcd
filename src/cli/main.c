// main.c - cob's entry: arguments, environment files, the loop, the VM, the program.
#include <limits.h>
#include <stdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/path.h"
#include "cli/args.h"
#include "cli/bunfig.h"
#include "cli/dotenv.h"
#include "cli/script.h"
#include "cli/watch.h"
#include "cli/test_command.h"
#include "cli/version.h"
#include "engine/engine.h"
#include "loop/loop.h"

#define STDIN_MAX ((size_t)256 << 20)

static Str current_dir(Arena *a)
{
    char buffer[PATH_MAX];
    const char *dir = getcwd(buffer, sizeof buffer);
    return dir ? arena_str(a, str_c(dir)) : (Str){};
}

static Str read_stdin(Arena *a)
{
    AUTO(Buf) text = {.max = STDIN_MAX};
    uint8_t chunk[65536];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, stdin)) > 0;)
        if (buf_append(&text, (Span){chunk, n}).code) break;
    return arena_str(a, buf_str(&text));
}

static void put_list(Buf *out, const char *name, ArgList list)
{
    buf_put_fmt(out, "\"%s\":[", name);
    for (size_t i = 0; i < list.len; i++) {
        if (i) buf_put_char(out, ',');
        json_quote(out, AT(list, i));
    }
    buf_put(out, STR("],"));
}

// The object lib/internal/main.js starts from.
static Str options_json(Arena *a, const CliArgs *args, const char *mode, Str entry, Str source)
{
    AUTO(Buf) out = {.max = STDIN_MAX * 2};
    buf_put_fmt(&out, "{%.*s\"preload\":[%.*s],\"mode\":\"%s\",", STR_FMT(args->json), STR_FMT(args->preload), mode);
    if (args->print) buf_put(&out, STR("\"print\":true,"));
    if (source.ptr && !args->has_eval) buf_put(&out, STR("\"stdin\":true,"));
    put_list(&out, "execArgv", args->flags);
    if (args->env_flags.len) put_list(&out, "envArgv", args->env_flags);
    buf_put(&out, STR("\"entry\":"));
    json_quote(&out, entry);
    if (source.ptr) {
        buf_put(&out, STR(",\"source\":"));
        json_quote(&out, source);
    }
    buf_put_char(&out, '}');
    return arena_str(a, buf_str(&out));
}

static void on_idle(void *data) { rt_idle(data); }
static void on_pump(void *data) { rt_run_hook(data, "pump"); }

// Runs the loop until nothing is left and `beforeExit` adds nothing.
static int run_program(const Str *argv, size_t argc, bool smol)
{
    Loop *loop = loop_new();
    if (smol) rt_save_memory();
    Runtime *rt = rt_new(loop);
    loop_on_idle(loop, on_idle, rt);
    loop_on_pump(loop, on_pump, rt);
    rt_start(rt, argv, argc);
    do loop_run(loop);
    while (!rt_finished(rt) && rt_run_hook(rt, "beforeExit"));
    int code = rt_exit_code(rt);
#ifdef __SANITIZE_ADDRESS__
    rt_free(rt);
    loop_free(loop);
#else
    fflush(NULL);
    _exit(code);  // the kernel frees faster than we do
#endif
    return code;
}

static int run_js(Arena *a, const CliArgs *args, const char *mode, Str entry, Str source)
{
    size_t count = args->rest.len + 1;
    struct { Str *ptr; size_t len; } argv = {ARENA_ARRAY(a, Str, count), count};
    AT(argv, 0) = options_json(a, args, mode, entry, source);
    for (size_t i = 1; i < count; i++) AT(argv, i) = AT(args->rest, i - 1);
    return run_program(argv.ptr, argv.len, args->smol);
}

static bool load_env(const CliArgs *args, Str cwd)
{
    // Files that are named are read whatever --no-env-file says: it is about the others.
    return (args->no_env && !args->env_files.count) || dotenv_load(cwd, (EnvFiles){args->env_files.items, args->env_files.count});
}

// Files win over scripts of the same name when they are written as paths or carry an extension.
static bool is_script_name(Arena *a, const CliArgs *args, Str cwd)
{
    if (args->as_node || args->has_eval || !args->entry.len || str_eq(args->entry, STR("-"))) return false;
    if (path_is_absolute(args->entry) || str_starts(args->entry, STR("."))) return false;
    bool is_file = access(arena_cstr(a, path_join(a, cwd, args->entry)), F_OK) == 0;
    return !(is_file && path_ext(args->entry).len);
}

// As in Node.js, the word "-" is an argument itself.
static int run_stdin(Arena *a, const CliArgs *args)
{
    CliArgs with_dash = *args;
    size_t count = args->rest.len + 1;
    struct { Str *ptr; size_t len; } rest = {ARENA_ARRAY(a, Str, count), count};
    AT(rest, 0) = STR("-");
    for (size_t i = 1; i < count; i++) AT(rest, i) = AT(args->rest, i - 1);
    with_dash.rest = (ArgList){rest.ptr, rest.len};
    return run_js(a, &with_dash, "eval", STR(""), read_stdin(a));
}

static int run_entry(Arena *a, CliArgs *args, Str cwd)
{
    int code = 0;
    // The .env files are for programs: those that a script starts read them under the NODE_ENV the script gives them.
    if (args->env_files.count && !load_env(args, cwd)) return 1;
    if (is_script_name(a, args, cwd) && script_run(a, cwd, args, &code) == SCRIPT_RAN) return code;
    if (!bunfig_apply(a, cwd, args)) return 1;
    if (!args->env_files.count && !load_env(args, cwd)) return 1;
    if (args->has_eval) return run_js(a, args, "eval", STR(""), args->source);
    if (str_eq(args->entry, STR("-"))) return run_stdin(a, args);
    if (!args->entry.len && !isatty(STDIN_FILENO)) return run_js(a, args, "eval", STR(""), read_stdin(a));
    if (!args->entry.len) {
        args_help();
        script_list(a, cwd);
        return 0;
    }
    if (args->if_present && access(arena_cstr(a, args->entry), F_OK) != 0) return 0;
    return run_js(a, args, "file", path_join(a, cwd, args->entry), (Str){});
}

// `cob test`, or the process of one test file that it starts.
static int run_test(Arena *a, CliArgs *args, Str cwd)
{
    Str *config = ARENA_ARRAY(a, Str, 1);
    *config = cli_test_worker_config(args);
    if (!config->ptr) return cli_test(a, args, cwd);
    args->rest = (ArgList){config, 1};
    args->json = STR("\"conditions\":[],");
    return run_js(a, args, "builtin", STR("internal/test/worker"), (Str){});
}

// Every JSC_* variable is an option of the engine: whoever sets the environment could turn protections off.
// COB_ENGINE_OPTIONS=1 lets them through, for forced collections and the like.
static void drop_engine_options(Arena *a)
{
    if (getenv("COB_ENGINE_OPTIONS")) return;
    struct { Str *items; uint32_t count, cap; } names = {};
    for (char **e = environ; *e; e = at_from(e, 1, 2, sizeof *e))
        if (str_starts(str_c(*e), STR("JSC_"))) ARENA_PUSH(a, &names, str_sub(str_c(*e), 0, str_find_char(str_c(*e), '=')));
    for (uint32_t i = 0; i < names.count; i++) unsetenv(arena_cstr(a, ITEM(names, i)));
}

// Called as `node` we are that: its command line, without commands and scripts. So too with `cob --bun node ...`.
static bool parse_words(Arena *a, Str self, ArgList words, CliArgs *out)
{
    *out = (CliArgs){.as_node = str_eq(path_basename(self), STR("node"))};
    if (!args_parse(a, words, out)) return false;
    if (!out->bun || !str_eq(out->entry, STR("node"))) return true;
    ArgList rest = out->rest;
    if (!rest.len) {
        fprintf(stderr, "error: Missing script to execute\n");
        return false;
    }
    *out = (CliArgs){.as_node = true};
    return args_parse(a, rest, out);
}

int main(int argc, char **argv)
{
    AUTO(Arena) a = {};
    struct { char **ptr; size_t len; } raw = {argv, (size_t)argc};
    struct { Str *ptr; size_t len; } words = {ARENA_ARRAY(&a, Str, raw.len), raw.len};
    for (size_t i = 1; i < raw.len; i++) AT(words, i - 1) = str_c(AT(raw, i));
    drop_engine_options(&a);
    if (getenv(WATCH_ENV)) prctl(PR_SET_PDEATHSIG, SIGTERM);  // the supervisor of --watch is our reason to live
    CliArgs args;
    if (!parse_words(&a, raw.len ? str_c(AT(raw, 0)) : (Str){}, (ArgList){words.ptr, raw.len ? raw.len - 1 : 0}, &args)) return 1;
    if (args.version || args.revision) {
        puts(COB_VERSION);
        return 0;
    }
    if (args.help) {
        args_help();
        return 0;
    }
    if (args.cwd.len && chdir(arena_cstr(&a, args.cwd)) != 0) {
        fprintf(stderr, "cob: cannot change to directory '%.*s': %m\n", STR_FMT(args.cwd));
        return 1;
    }
    Str cwd = current_dir(&a);
    if (str_eq(args.command, STR("test"))) cli_test_environment();
    if (str_eq(args.command, STR("test"))) return load_env(&args, cwd) ? run_test(&a, &args, cwd) : 1;
    if (args.watch && !args.entry.len) {
        fprintf(stderr, "cob: --watch needs a file to run\n");
        return 1;
    }
    if (args.watch) return watch_run(&a, (ArgList){words.ptr, raw.len - 1}, &args);
    return run_entry(&a, &args, cwd);
}
