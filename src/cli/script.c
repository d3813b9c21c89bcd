// script.c - see script.h.
#include "cli/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/json.h"
#include "base/path.h"
#include "base/vec.h"
#include "cli/child.h"
#include "resolve/resolve.h"

#define PACKAGE_MAX ((size_t)16 << 20)

typedef struct Package {
    Str dir;
    const Json *json;
} Package;

// The nearest directory upwards that holds a package.json; json is NULL when there is none.
static Package find_package(Arena *a, Str cwd)
{
    for (Str dir = cwd;; dir = path_dirname(dir)) {
        Str text;
        Package p = {.dir = dir};
        Str file = path_join(a, dir, STR("package.json"));
        if (!resolve_disk.read(resolve_disk.ctx, a, file, PACKAGE_MAX, &text).code &&
            !json_parse(a, text, JSON_COMMENTS | JSON_TRAILING_COMMAS, &p.json).code)
            return p;
        if (str_eq(dir, STR("/")) || str_eq(dir, STR("."))) return (Package){.dir = cwd};
    }
}

// node_modules/.bin of `dir` and of everything above it, then the old PATH.
static void set_path(Arena *a, Str dir)
{
    AUTO(Buf) path = {};
    for (Str d = dir;; d = path_dirname(d)) {
        buf_put_fmt(&path, "%.*s/node_modules/.bin:", STR_FMT(str_eq(d, STR("/")) ? STR("") : d));
        if (str_eq(d, STR("/")) || str_eq(d, STR("."))) break;
    }
    buf_put(&path, str_c(getenv("PATH")));
    if (!path.bad) setenv("PATH", arena_cstr(a, buf_str(&path)), 1);
}

static void set_env(Arena *a, const Package *p, Str event)
{
    Str name = json_str(json_get(p->json, STR("name"))), version = json_str(json_get(p->json, STR("version")));
    if (name.len) setenv("npm_package_name", arena_cstr(a, name), 1);
    if (version.len) setenv("npm_package_version", arena_cstr(a, version), 1);
    setenv("npm_package_json", arena_cstr(a, path_join(a, p->dir, STR("package.json"))), 1);
    setenv("npm_lifecycle_event", arena_cstr(a, event), 1);
    setenv("npm_execpath", arena_cstr(a, child_self(a)), 1);
    setenv("npm_config_user_agent", "cob/0.1.0 npm/? node/v26.3.0 linux x64", 0);
}

static void put_shell_quoted(Buf *out, Str word)
{
    buf_put_char(out, '\'');
    for (size_t i = 0; i < word.len; i++) {
        if (str_at(word, i) == '\'') buf_put(out, STR("'\\''"));
        else buf_put_char(out, str_at(word, i));
    }
    buf_put_char(out, '\'');
}

// Runs one line of shell in the package's folder; the exit code.
static int run_line(Arena *a, Str line, bool silent)
{
    if (!silent) fprintf(stderr, "$ %.*s\n", STR_FMT(line));
    char *argv[] = {"sh", "-c", arena_cstr(a, line), NULL};
    pid_t pid;
    Err e = child_start((ChildArgs){argv, -1}, &pid);
    if (!e.code) return child_wait(pid);
    fprintf(stderr, "cob: cannot start the shell: %s\n", err_text(e.code));
    return 127;
}

static int run_script(Arena *a, const Package *p, Str name, ArgList extra, bool silent)
{
    Str text = json_str(json_get(json_get(p->json, STR("scripts")), name));
    if (!text.len) return 0;
    set_env(a, p, name);
    AUTO(Buf) line = {};
    buf_put(&line, text);
    for (size_t i = 0; i < extra.len; i++) {
        buf_put_char(&line, ' ');
        put_shell_quoted(&line, AT(extra, i));
    }
    if (line.bad) return 1;
    int code = run_line(a, buf_str(&line), silent);
    if (code) fprintf(stderr, "error: script \"%.*s\" exited with code %d\n", STR_FMT(name), code);
    return code;
}

// A program of node_modules/.bin.
static bool run_bin(Arena *a, Str dir, const CliArgs *args, int *code)
{
    if (str_find_char(args->entry, '/') != STR_NONE) return false;
    for (Str d = dir;; d = path_dirname(d)) {
        Str file = path_join(a, d, arena_concat(a, STR("node_modules/.bin/"), args->entry));
        if (access(arena_cstr(a, file), X_OK) == 0) {
            size_t count = args->rest.len + 2;
            struct { char **ptr; size_t len; } argv = {ARENA_ARRAY(a, char *, count), count};
            AT(argv, 0) = arena_cstr(a, file);
            for (size_t i = 0; i < args->rest.len; i++) AT(argv, i + 1) = arena_cstr(a, AT(args->rest, i));
            pid_t pid;
            Err e = child_start((ChildArgs){argv.ptr, -1}, &pid);
            *code = e.code ? 126 : child_wait(pid);
            return true;
        }
        if (str_eq(d, STR("/")) || str_eq(d, STR("."))) return false;
    }
}

ScriptResult script_run(Arena *a, Str cwd, const CliArgs *args, int *code)
{
    Package p = find_package(a, cwd);
    const Json *scripts = json_get(p.json, STR("scripts"));
    set_path(a, p.dir);
    if (!json_str(json_get(scripts, args->entry)).len) return run_bin(a, p.dir, args, code) ? SCRIPT_RAN : SCRIPT_NOT_FOUND;
    if (chdir(arena_cstr(a, p.dir)) != 0) return SCRIPT_NOT_FOUND;
    const ArgList none = {};
    *code = run_script(a, &p, arena_concat(a, STR("pre"), args->entry), none, args->silent);
    if (!*code) *code = run_script(a, &p, args->entry, args->rest, args->silent);
    if (!*code) *code = run_script(a, &p, arena_concat(a, STR("post"), args->entry), none, args->silent);
    return SCRIPT_RAN;
}

void script_list(Arena *a, Str cwd)
{
    Package p = find_package(a, cwd);
    const Json *scripts = json_get(p.json, STR("scripts"));
    if (!scripts || scripts->type != JSON_OBJECT || scripts->len == 0) return;
    printf("\nScripts of %.*s/package.json:\n", STR_FMT(p.dir));
    for (size_t i = 0; i < scripts->len; i++) {
        JsonMember m = json_member(scripts, i);
        printf("  %-20.*s %.*s\n", STR_FMT(m.key), STR_FMT(json_str(m.value)));
    }
}
