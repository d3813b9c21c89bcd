// child.c - see child.h.
#include "cli/child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

// Written by the signal handler only; handlers can reach nothing else.
static volatile pid_t forward_to;  // style: allow static - read by a signal handler

static void forward(int signal_number)
{
    pid_t pid = forward_to;
    if (pid > 0) kill(pid, signal_number);
}

Err child_start(ChildArgs args, pid_t *out)
{
    if (args.inherit_fd >= 0) fcntl(args.inherit_fd, F_SETFD, 0);
    posix_spawnattr_t attributes;  // signals that the watcher blocks are not the program's business
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    int error = posix_spawnp(out, *args.argv, NULL, &attributes, args.argv, environ);
    posix_spawnattr_destroy(&attributes);
    if (args.inherit_fd >= 0) fcntl(args.inherit_fd, F_SETFD, FD_CLOEXEC);
    return error ? err(-error) : OK;
}

int child_wait(pid_t pid)
{
    static const int passed_on[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = forward}, old[COUNT_OF(passed_on)];
    forward_to = pid;
    for (size_t i = 0; i < COUNT_OF(passed_on); i++) sigaction(ELEM(passed_on, i), &action, &ELEM(old, i));
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    for (size_t i = 0; i < COUNT_OF(passed_on); i++) sigaction(ELEM(passed_on, i), &ELEM(old, i), NULL);
    forward_to = 0;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

Str child_self(Arena *a)
{
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path);
    return len > 0 ? arena_str(a, (Str){path, (size_t)len}) : STR("cob");
}
