// watch.c - see watch.h. inotify on folders, a pipe from the child, poll on both.
#include "cli/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/path.h"
#include "base/vec.h"
#include "cli/child.h"

#define SETTLE_MS 30         // editors write in several steps
#define WATCH_MASK (IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_ATTRIB)

typedef struct Watcher {
    Arena names;             // live as long as the watcher: the set of files only grows by what programs load
    Map files;               // absolute path -> 1
    Map dirs;                // folder -> watch descriptor
    int inotify;
    int pipe_in;
    int signals;             // that end the watcher
    Buf partial;             // an incomplete line from the child
} Watcher;

static void watch_file(Watcher *w, Str path)
{
    if (map_find(&w->files, path)) return;
    path = arena_str(&w->names, path);
    *map_put(&w->files, path, NULL) = 1;
    Str dir = path_dirname(path);
    if (map_find(&w->dirs, dir)) return;
    int id = inotify_add_watch(w->inotify, arena_cstr(&w->names, dir), WATCH_MASK);
    if (id >= 0) *map_put(&w->dirs, dir, NULL) = (uint64_t)id;
}

static void take_names(Watcher *w)
{
    uint8_t chunk[8192];
    for (ssize_t n; (n = read(w->pipe_in, chunk, sizeof chunk)) > 0;)
        if (buf_append(&w->partial, (Span){chunk, (size_t)n}).code) return;
    for (size_t end; (end = str_find_char(buf_str(&w->partial), '\n')) != STR_NONE;) {
        watch_file(w, str_sub(buf_str(&w->partial), 0, end));
        buf_consume(&w->partial, end + 1);
    }
}

static Str dir_of_watch(const Watcher *w, int id)
{
    for (uint32_t i = 0; i < w->dirs.count; i++)
        if ((int)ITEM(w->dirs, i).value == id) return ITEM(w->dirs, i).key;
    return (Str){};
}

// True if one of the waiting events names a file that the program loaded.
static bool take_events(Watcher *w)
{
    bool changed = false;
    _Alignas(struct inotify_event) char buffer[16384];
    for (ssize_t n; (n = read(w->inotify, buffer, sizeof buffer)) > 0;) {
        for (size_t at = 0; at + sizeof(struct inotify_event) <= (size_t)n;) {
            const struct inotify_event *e = at_from(buffer, at, sizeof buffer, 1);
            AUTO(Arena) a = {};
            Str path = path_join(&a, dir_of_watch(w, e->wd), e->len ? str_c(e->name) : STR(""));
            changed |= map_find(&w->files, path) != NULL;
            at += sizeof *e + e->len;
        }
    }
    return changed;
}

static void stop_child(pid_t pid)
{
    if (pid <= 0) return;
    kill(pid, SIGTERM);
    for (int i = 0; i < 100; i++) {  // a second to say goodbye
        if (waitpid(pid, NULL, WNOHANG) == pid) return;
        struct timespec pause = {.tv_nsec = 10000000L};
        nanosleep(&pause, NULL);
    }
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

// Who ends the watcher ends the program, too: it must not stay behind.
static void end_if_asked(const Watcher *w, pid_t pid)
{
    struct signalfd_siginfo info;
    if (read(w->signals, &info, sizeof info) != (ssize_t)sizeof info) return;
    stop_child(pid);
    _exit(128 + (int)info.ssi_signo);
}

// Waits for a change; `pid` is 0 once the child has ended.
static void wait_for_change(Watcher *w, pid_t *pid)
{
    for (;;) {
        struct pollfd fds[] = {{.fd = w->inotify, .events = POLLIN}, {.fd = w->pipe_in, .events = POLLIN},
                               {.fd = w->signals, .events = POLLIN}};
        poll(fds, COUNT_OF(fds), *pid ? 100 : -1);
        end_if_asked(w, *pid);
        take_names(w);
        if (*pid && waitpid(*pid, NULL, WNOHANG) == *pid) *pid = 0;
        if (take_events(w)) break;
    }
    struct timespec settle = {.tv_nsec = SETTLE_MS * 1000000L};
    nanosleep(&settle, NULL);
    take_events(w);
}

static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

// Our own command line without --watch.
static char **child_argv(Arena *a, ArgList words)
{
    struct { char **ptr; size_t len; } argv = {ARENA_ARRAY(a, char *, words.len + 2), words.len + 2};
    size_t n = 0;
    AT(argv, n++) = arena_cstr(a, child_self(a));
    for (size_t i = 0; i < words.len; i++)
        if (!str_eq(AT(words, i), STR("--watch")) && !str_eq(AT(words, i), STR("--no-clear-screen")))
            AT(argv, n++) = arena_cstr(a, AT(words, i));
    return argv.ptr;
}

int watch_run(Arena *a, ArgList words, const CliArgs *args)
{
    int ends[2];
    Watcher w = {.inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK), .signals = open_signals()};
    if (w.inotify < 0 || pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        fprintf(stderr, "cob: cannot watch files: %m\n");
        return 1;
    }
    w.pipe_in = *ends;
    int out = ELEM(ends, 1);
    setenv(WATCH_ENV, arena_cstr(a, arena_fmt(a, "%d", out)), 1);
    char **argv = child_argv(a, words);
    bool clear = !args->no_clear && isatty(STDOUT_FILENO);
    for (;;) {
        pid_t pid = 0;
        Err e = child_start((ChildArgs){argv, out}, &pid);
        if (e.code) {
            fprintf(stderr, "cob: cannot start: %s\n", err_text(e.code));
            return 1;
        }
        wait_for_change(&w, &pid);
        stop_child(pid);
        if (clear && write(STDOUT_FILENO, "\x1b[2J\x1b[3J\x1b[H", 11) < 0) clear = false;
    }
}
