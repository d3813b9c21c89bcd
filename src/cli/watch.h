// watch.h - `--watch`: run the program in a child and start it again when a file it loaded changes.
//
// A fresh process each time: nothing can leak from one run into the next. The child names the files it
// loads on a pipe (WATCH_ENV); their folders are watched, so that editors that replace files are seen.
#pragma once

#include "cli/args.h"

#define WATCH_ENV "COB_WATCH_FD"

// Never returns while the user lets it run; the exit code when it cannot start.
int watch_run(Arena *a, ArgList words, const CliArgs *args);
