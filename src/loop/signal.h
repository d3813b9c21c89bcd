// signal.h - watching for POSIX signals on the loop. A watch never keeps the loop alive (as in Node.js).
#pragma once

#include "loop/loop.h"

typedef struct SignalWatch SignalWatch;
typedef void (*SignalFn)(void *data, int signum);

// ERR_ARG_VALUE-like libuv errors (UV_EINVAL) for signals that cannot be caught.
Err signal_watch(Loop *loop, int signum, SignalFn fn, void *data, SignalWatch **out);
void signal_unwatch(SignalWatch *watch);  // accepts NULL; `fn` is not called again
