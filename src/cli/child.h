// child.h - child processes of the command line: package.json scripts and --watch. The event loop does not
// exist yet there, so these are plain POSIX calls.
#pragma once

#include <sys/types.h>

#include "base/arena.h"
#include "base/err.h"

typedef struct ChildArgs {
    char *const *argv;  // NULL-terminated
    int inherit_fd;     // kept open in the child, or -1
} ChildArgs;

Err child_start(ChildArgs args, pid_t *out);
// Waits; SIGINT, SIGTERM and SIGHUP that arrive meanwhile are passed on. Returns the exit code, 128 + n
// after signal n, as a shell does.
int child_wait(pid_t pid);
// Our own executable, in `a`.
Str child_self(Arena *a);
