// bunfig.h - bunfig.toml: reading the file, and what it says about programs that run.
//
// Known keys for programs: preload (a string or an array of strings), env (false, or a table whose `file` is false).
// Others are left alone here; test_config.h reads the [test] table. Limit: 4 MB. Cost: one failing open if there is none.
#pragma once

#include "base/arena.h"
#include "base/toml.h"
#include "cli/args.h"

typedef struct Bunfig {
    Str path;          // as messages name it
    const Toml *root;  // NULL if there is no file
} Bunfig;

// `file`: of --config, relative to `cwd`; empty: bunfig.toml if it can be opened. False after a message on standard error.
bool bunfig_read(Arena *a, Str cwd, Str file, Bunfig *out);

// What the file says, under what the command line says. False after a message on standard error.
bool bunfig_apply(Arena *a, Str cwd, CliArgs *args);
