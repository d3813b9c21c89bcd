// test_command.h - `cob test`: its own flags, the environment it sets, the reporter it picks.
#pragma once

#include "cli/args.h"

// `args->rest` holds the words after "test". Returns the exit code.
int cli_test(Arena *a, const CliArgs *args, Str cwd);
// Before .env files are read: tests run with NODE_ENV=test and in UTC unless told otherwise.
void cli_test_environment(void);
// The configuration when `args` start one test file's process; empty for the command itself.
Str cli_test_worker_config(const CliArgs *args);
