// script.h - `cob run NAME`: scripts of package.json with pre and post hooks, and programs of
// node_modules/.bin, as npm and Bun run them.
#pragma once

#include "cli/args.h"

typedef enum ScriptResult { SCRIPT_NOT_FOUND, SCRIPT_RAN } ScriptResult;

// Looks for `args->entry` in the nearest package.json's "scripts", then in node_modules/.bin. When found it
// runs and `*code` is its exit code; nothing is printed when it is not found.
ScriptResult script_run(Arena *a, Str cwd, const CliArgs *args, int *code);
// Prints the scripts there are; for `cob run` without a name.
void script_list(Arena *a, Str cwd);
