// args.h - the command line: options before the program's name are ours, all that follows is the program's.
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "cli/dotenv.h"

typedef struct ArgList {
    const Str *ptr;
    size_t len;
} ArgList;

typedef struct CliArgs {
    Str command;      // "run", "test", "" for none given
    Str entry;        // file or script; "" if none; "-" for standard input
    ArgList rest;     // the program's own arguments
    ArgList flags;    // our options as they were written, those of BUN_OPTIONS first (process.execArgv)
    ArgList env_flags;  // those of NODE_OPTIONS
    Str json;         // options as a JSON object's members, without braces, ends in ','
    Str preload;      // what -r and its like name: JSON strings with ',' between them
    bool help, version, revision, watch, no_env, print, has_eval, silent, if_present, no_clear, smol, bun;
    bool as_node;     // set before parsing: no commands, and names are files
    Str source;       // -e or -p
    Str cwd;
    struct { EnvFile *items; uint32_t count, cap; } env_files;
} CliArgs;

// False after a message on standard error: exit with 1... an unknown flag, a missing argument.
bool args_parse(Arena *a, ArgList in, CliArgs *out);
void args_help(void);
