// test_config.h - the [test] table of bunfig.toml, as defaults that flags override.
//
// Known keys: preload, root, timeout, retry, rerunEach, randomize, seed, onlyFailures,
// reporter.junit, reporter.dots. Unknown keys are left alone; a known key of the wrong type is an error.
#pragma once

#include "base/arena.h"
#include "runner/runner.h"

typedef struct TestConfig {
    RunnerOptions *options;  // cwd and root are set
    Str file;                // --config; empty: bunfig.toml if it exists
    bool *junit;             // set if the file asks for a report
} TestConfig;

// False after a message on standard error.
bool test_config_load(Arena *a, const TestConfig *config);
