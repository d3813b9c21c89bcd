// watch.h - file system change events (inotify through libuv) for one path, not recursive.
#pragma once

#include "loop/loop.h"
#include "sandbox/sandbox.h"

typedef struct Watch Watch;
// `name`: the entry concerned, relative to a watched directory; empty if unknown. status < 0: an error,
// nothing more follows. `renamed`: an entry appeared, vanished or was renamed; else its content changed.
typedef void (*WatchFn)(void *data, int status, bool renamed, Str name);
Err watch_open(Loop *loop, FsPath path, WatchFn fn, void *data, Watch **out);
void watch_ref(Watch *watch, bool on);
void watch_close(Watch *watch);
