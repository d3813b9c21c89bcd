// process.c - the native half of lib/internal/process.js: identity, environment, clocks, usage, signals.
//
// Loop thread. The environment is the C library's; JavaScript keeps a copy of it and writes through.
#include <errno.h>
#include <gnu/libc-version.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "engine/engine.h"
#include "loop/loop.h"
#include "loop/signal.h"
#include "sandbox/sandbox.h"

extern char **environ;

static JsValue throw_sys(JsCall *call, int code, const char *syscall)
{
    return js_throw(call, js_err_sys(call, code, syscall, (Str){}, (Str){}));
}

static Err arg_text(JsCall *call, size_t index, char **out)
{
    Str text;
    TRY(js_arg_str(call, index, &text));
    *out = arena_cstr(&call->scratch, text);
    return OK;
}

// --- environment ------------------------------------------------------------------------------------

static void env_put(JsCall *call, JsValue list, uint32_t *count, Str entry)
{
    size_t eq = str_find_char(entry, '=');
    if (eq == STR_NONE || eq == 0) return;
    (void)js_set_index(call, list, (*count)++, js_string(call, str_sub(entry, 0, eq))).code;
    (void)js_set_index(call, list, (*count)++, js_string(call, str_from(entry, eq + 1))).code;
}

// envAll() -> [key, value, key, value ...]
JS_NATIVE(env_all)
{
    JsValue list = js_array(call, NULL, 0);
    uint32_t count = 0;
    UNSAFE_BEGIN
    for (char **at = environ; at && *at; at++) env_put(call, list, &count, str_c(*at));
    UNSAFE_END
    return list;
}

// envSet(key, value); an undefined value removes
JS_NATIVE(env_set)
{
    char *key, *value;
    TRY_JS(call, arg_text(call, 0, &key));
    if (js_arg_is_nullish(call, 1)) {
        (void)unsetenv(key);
        return js_undefined(call);
    }
    TRY_JS(call, arg_text(call, 1, &value));
    if (setenv(key, value, 1) != 0) return throw_sys(call, -errno, "setenv");
    tzset();
    return js_undefined(call);
}

// --- directories, ids -------------------------------------------------------------------------------

JS_NATIVE(process_cwd)
{
    char *buf = arena_alloc(&call->scratch, 1, SANDBOX_PATH_MAX);
    size_t len = SANDBOX_PATH_MAX;
    int code = uv_cwd(buf, &len);
    if (code) return throw_sys(call, code, "uv_cwd");
    return js_string(call, (Str){buf, len});
}

JS_NATIVE(process_chdir)
{
    Str text;
    FsPath path;
    TRY_JS(call, js_arg_str(call, 0, &text));
    TRY_JS(call, sandbox_path(&call->scratch, text, ACCESS_READ, &path));
    int code = uv_chdir(fs_path_c(path));
    if (!code) return js_undefined(call);
    char *cwd = arena_alloc(&call->scratch, 1, SANDBOX_PATH_MAX);
    size_t len = SANDBOX_PATH_MAX;
    Str from = uv_cwd(cwd, &len) ? STR("") : (Str){cwd, len};
    return js_throw(call, js_err_sys(call, code, "chdir", from, text));
}

// umask(mask | undefined) -> previous
JS_NATIVE(process_umask)
{
    if (js_arg_is_nullish(call, 0)) {
        mode_t old = umask(0);
        umask(old);
        return js_number(call, old);
    }
    uint32_t mask;
    TRY_JS(call, js_arg_u32(call, 0, &mask));
    return js_number(call, umask(mask & 0777));
}

// ids() -> [uid, euid, gid, egid]
JS_NATIVE(process_ids)
{
    JsValue ids[] = {js_number(call, getuid()), js_number(call, geteuid()), js_number(call, getgid()),
                     js_number(call, getegid())};
    return js_array(call, ids, COUNT_OF(ids));
}

JS_NATIVE(process_groups)
{
    gid_t groups[1024];
    int count = getgroups((int)COUNT_OF(groups), groups);
    if (count < 0) return throw_sys(call, -errno, "getgroups");
    JsValue list = js_array(call, NULL, 0);
    bool has_own = false;
    for (uint32_t i = 0; i < (uint32_t)count; i++) {
        has_own |= ELEM(groups, i) == getegid();
        TRY_JS(call, js_set_index(call, list, i, js_number(call, ELEM(groups, i))));
    }
    if (!has_own) TRY_JS(call, js_set_index(call, list, (uint32_t)count, js_number(call, getegid())));
    return list;
}

// setId("setuid" | "seteuid" | "setgid" | "setegid", id)
JS_NATIVE(process_set_id)
{
    Str which;
    uint32_t id;
    TRY_JS(call, js_arg_str(call, 0, &which));
    TRY_JS(call, js_arg_u32(call, 1, &id));
    int result = -1;
    const char *name = "setuid";
    errno = EINVAL;
    if (str_eq(which, STR("setuid"))) result = setuid(id);
    else if (str_eq(which, STR("seteuid"))) name = "seteuid", result = seteuid(id);
    else if (str_eq(which, STR("setgid"))) name = "setgid", result = setgid(id);
    else if (str_eq(which, STR("setegid"))) name = "setegid", result = setegid(id);
    if (result != 0) return throw_sys(call, -errno, name);
    return js_undefined(call);
}

// identity() -> {pid, title limits ...}: what never changes while the process runs
JS_NATIVE(process_identity)
{
    char *exe = arena_alloc(&call->scratch, 1, SANDBOX_PATH_MAX);
    size_t len = SANDBOX_PATH_MAX;
    int code = uv_exepath(exe, &len);
    JsValue o = js_object(call);
    js_define(call, o, "pid", js_number(call, getpid()));
    js_define(call, o, "execPath", js_string(call, code ? STR("cob") : (Str){exe, len}));
    js_define(call, o, "uv", js_string(call, str_c(uv_version_string())));
    js_define(call, o, "glibc", js_string(call, str_c(gnu_get_libc_version())));
#ifdef __aarch64__
    js_define(call, o, "arch", js_string(call, STR("arm64")));
#else
    js_define(call, o, "arch", js_string(call, STR("x64")));
#endif
    return o;
}

JS_NATIVE(process_ppid) { return js_number(call, getppid()); }

JS_NATIVE(process_set_title)
{
    char *title;
    TRY_JS(call, arg_text(call, 0, &title));
    (void)prctl(PR_SET_NAME, title);  // the first 15 bytes, which is what ps and top show
    return js_undefined(call);
}

// --- clocks and usage -------------------------------------------------------------------------------

// hrtime() -> [seconds, nanoseconds], monotonic
JS_NATIVE(process_hrtime)
{
    uint64_t ns = uv_hrtime(), seconds = ns / 1000000000u;
    JsValue pair[] = {js_number(call, (double)seconds), js_number(call, (double)(ns % 1000000000u))};
    return js_array(call, pair, 2);
}

JS_NATIVE(process_hrtime_bigint) { return js_bigint_u64(call, uv_hrtime()); }

// timeOrigin() -> [when the loop was made on the monotonic clock, the same moment since 1970], ms
JS_NATIVE(process_time_origin)
{
    struct timespec wall = {};
    CHECK(clock_gettime(CLOCK_REALTIME, &wall) == 0);
    double born = (double)loop_born_us(rt_loop(call->rt)) / 1e3;
    double now = (double)wall.tv_sec * 1e3 + (double)wall.tv_nsec / 1e6;
    JsValue pair[] = {js_number(call, born), js_number(call, now - ((double)uv_hrtime() / 1e6 - born))};
    return js_array(call, pair, 2);
}

JS_NATIVE(process_loop_idle) { return js_number(call, (double)loop_idle_us(rt_loop(call->rt)) / 1e3); }

JS_NATIVE(process_now_ms) { return js_number(call, (double)uv_hrtime() / 1e6); }

JS_NATIVE(process_rss)
{
    size_t rss = 0;
    int code = uv_resident_set_memory(&rss);
    if (code) return throw_sys(call, code, "uv_resident_set_memory");
    return js_number(call, (double)rss);
}

// memoryLimits() -> [constrained, available, free, total]
JS_NATIVE(process_memory_limits)
{
    JsValue list[] = {js_number(call, (double)uv_get_constrained_memory()),
                      js_number(call, (double)uv_get_free_memory()),
                      js_number(call, (double)uv_get_total_memory())};
    return js_array(call, list, COUNT_OF(list));
}

static double micros(struct timeval t) { return (double)t.tv_sec * 1e6 + (double)t.tv_usec; }

// usage(thread only?) -> the 16 numbers of process.resourceUsage in Node's order
JS_NATIVE(process_usage)
{
    struct rusage u = {};
    int who = js_arg_bool(call, 0) ? RUSAGE_THREAD : RUSAGE_SELF;
    if (getrusage(who, &u) != 0) return throw_sys(call, -errno, "getrusage");
    double numbers[] = {
        micros(u.ru_utime),    micros(u.ru_stime),    (double)u.ru_maxrss,  (double)u.ru_ixrss,
        (double)u.ru_idrss,    (double)u.ru_isrss,    (double)u.ru_minflt,  (double)u.ru_majflt,
        (double)u.ru_nswap,    (double)u.ru_inblock,  (double)u.ru_oublock, (double)u.ru_msgsnd,
        (double)u.ru_msgrcv,   (double)u.ru_nsignals, (double)u.ru_nvcsw,   (double)u.ru_nivcsw,
    };
    JsValue list[COUNT_OF(numbers)];
    for (size_t i = 0; i < COUNT_OF(numbers); i++) ELEM(list, i) = js_number(call, ELEM(numbers, i));
    return js_array(call, list, COUNT_OF(list));
}

// --- ending and signals -----------------------------------------------------------------------------

// The VM is not torn down: exit is part of what a short program costs.
JS_NATIVE(process_exit)
{
    int32_t code;
    TRY_JS(call, js_arg_i32(call, 0, &code));
    fflush(NULL);
    _exit(code);
}

JS_NATIVE(process_abort)
{
    (void)call;
    abort();
}

// kill(pid, signal) -> 0 or a negative error
JS_NATIVE(process_kill)
{
    int32_t pid, signum;
    TRY_JS(call, js_arg_i32(call, 0, &pid));
    TRY_JS(call, js_arg_i32(call, 1, &signum));
    return js_number(call, uv_kill(pid, signum));
}

typedef struct SignalHandle {
    Runtime *rt;
    SignalWatch *watch;
    JsRoot callback;
} SignalHandle;

static void on_signal(void *data, int signum)
{
    SignalHandle *s = data;
    AUTO(JsScope) scope = js_enter(s->rt);
    JsValue arg = js_number(&scope.call, signum);
    js_run(&scope, s->callback, &arg, 1);
}

static void signal_close(void *data)
{
    SignalHandle *s = data;
    signal_unwatch(s->watch);
    js_root_drop(s->rt, &s->callback);
    mem_free(s);
}

// signalStart(signum, callback) -> handle
JS_NATIVE(signal_start)
{
    int32_t signum;
    JsValue callback;
    TRY_JS(call, js_arg_i32(call, 0, &signum));
    TRY_JS(call, js_arg_fn(call, 1, &callback));
    SignalHandle *s = MEM_NEW(SignalHandle);
    s->rt = call->rt;
    Err e = signal_watch(rt_loop(call->rt), signum, on_signal, s, &s->watch);
    if (e.code) {
        mem_free(s);
        return throw_sys(call, e.code, "uv_signal_start");
    }
    s->callback = js_root(call, callback);
    return js_handle_new(call, KIND_SIGNAL, s, signal_close);
}

JS_NATIVE(signal_stop) { return js_bool(call, js_handle_close(call, 0, KIND_SIGNAL)); }

// setGroups([gid, ...]); initGroups(user, gid)
JS_NATIVE(process_set_groups)
{
    gid_t groups[1024];
    uint32_t count;
    JsValue list = js_arg(call, 0);
    TRY_JS(call, js_arg_u32(call, 1, &count));
    if (count > COUNT_OF(groups)) return throw_sys(call, UV_EINVAL, "setgroups");
    for (uint32_t i = 0; i < count; i++) {
        JsValue item;
        double number;
        TRY_JS(call, js_get_index(call, list, i, &item));
        TRY_JS(call, js_to_f64(call, item, &number));
        if (!u32_from_f64(number, &ELEM(groups, i))) return js_throw(call, err(ERR_ARG_RANGE));
    }
    if (setgroups(count, groups) != 0) return throw_sys(call, -errno, "setgroups");
    return js_undefined(call);
}

JS_NATIVE(process_init_groups)
{
    char *user;
    uint32_t gid;
    TRY_JS(call, arg_text(call, 0, &user));
    TRY_JS(call, js_arg_u32(call, 1, &gid));
    if (initgroups(user, gid) != 0) return throw_sys(call, -errno, "initgroups");
    return js_undefined(call);
}

JS_NATIVE(process_loop_alive) { return js_bool(call, loop_alive(rt_loop(call->rt))); }

static Err string_list(JsCall *call, size_t index, char ***out)
{
    JsValue list = js_arg(call, index), length;
    double count = 0;
    TRY(js_get(call, list, "length", &length));
    TRY(js_to_f64(call, length, &count));
    if (!(count >= 0 && count < 100000)) return err(ERR_ARG_RANGE);
    struct { char **items; size_t count; } v = {ARENA_ARRAY(&call->scratch, char *, (size_t)count + 1), (size_t)count + 1};
    for (uint32_t i = 0; i < (uint32_t)count; i++) {
        JsValue item;
        Str text;
        TRY(js_get_index(call, list, i, &item));
        TRY(js_to_str(call, item, &text));
        ITEM(v, i) = arena_cstr(&call->scratch, text);
    }
    *out = v.items;
    return OK;
}

// execve(path, [args], ["KEY=value", ...]) -> negative error; does not return when it works
JS_NATIVE(process_execve)
{
    Str text;
    FsPath path;
    char **args, **env;
    TRY_JS(call, js_arg_str(call, 0, &text));
    TRY_JS(call, sandbox_path(&call->scratch, text, ACCESS_EXEC, &path));
    TRY_JS(call, string_list(call, 1, &args));
    TRY_JS(call, string_list(call, 2, &env));
    fflush(NULL);
    (void)execve(fs_path_c(path), args, env);
    return js_number(call, -errno);
}

extern const JsMethod node_process_methods[];
const JsMethod node_process_methods[] = {
    JS_METHOD("envAll", env_all, 0, PERM_ENV),
    JS_METHOD("envSet", env_set, 2, PERM_ENV),
    JS_METHOD("cwd", process_cwd, 0, PERM_NONE),
    JS_METHOD("chdir", process_chdir, 1, PERM_READ),
    JS_METHOD("umask", process_umask, 1, PERM_NONE),
    JS_METHOD("ids", process_ids, 0, PERM_NONE),
    JS_METHOD("groups", process_groups, 0, PERM_NONE),
    JS_METHOD("setId", process_set_id, 2, PERM_SYS),
    JS_METHOD("setGroups", process_set_groups, 2, PERM_SYS),
    JS_METHOD("initGroups", process_init_groups, 2, PERM_SYS),
    JS_METHOD("identity", process_identity, 0, PERM_NONE),
    JS_METHOD("ppid", process_ppid, 0, PERM_NONE),
    JS_METHOD("setTitle", process_set_title, 1, PERM_NONE),
    JS_METHOD("hrtime", process_hrtime, 0, PERM_NONE),
    JS_METHOD("hrtimeBigint", process_hrtime_bigint, 0, PERM_NONE),
    JS_METHOD("timeOrigin", process_time_origin, 0, PERM_NONE),
    JS_METHOD("loopIdleMs", process_loop_idle, 0, PERM_NONE),
    JS_METHOD("nowMs", process_now_ms, 0, PERM_NONE),
    JS_METHOD("rss", process_rss, 0, PERM_NONE),
    JS_METHOD("memoryLimits", process_memory_limits, 0, PERM_NONE),
    JS_METHOD("usage", process_usage, 1, PERM_NONE),
    JS_METHOD("exit", process_exit, 1, PERM_NONE),
    JS_METHOD("abort", process_abort, 0, PERM_NONE),
    JS_METHOD("kill", process_kill, 2, PERM_RUN),
    JS_METHOD("loopAlive", process_loop_alive, 0, PERM_NONE),
    JS_METHOD("execve", process_execve, 3, PERM_RUN),
    JS_METHOD("signalStart", signal_start, 2, PERM_NONE),
    JS_METHOD("signalStop", signal_stop, 1, PERM_NONE),
    {},
};
