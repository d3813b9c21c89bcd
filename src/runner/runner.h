// runner.h - `cob test`: finds the files, runs each in its own process, prints the summary, writes JUnit.
#pragma once

#include "base/err.h"
#include "runner/discover.h"

typedef struct RunnerOptions {
    Str cwd;             // what paths are relative to
    Str root;            // folder to search; absolute
    Str self;            // our executable
    StrList filters, preload, conditions;
    Str tsconfig;        // --tsconfig-override; empty: none
    Str pattern;         // -t; empty: none
    Str junit_file;      // --reporter-outfile; empty: none
    uint32_t timeout_ms; // default for tests; 0: none
    uint32_t bail;       // stop after so many failures; 0: never
    uint32_t rerun_each, retry, jobs, max_concurrency;
    uint32_t shard_index, shard_count;  // 1-based; count 0: no sharding
    uint32_t seed;
    bool only, todo, pass_with_no_tests, dots, only_failures, concurrent, randomize, update_snapshots;
    bool colors, ci, github;
} RunnerOptions;

// Returns the process's exit code.
int runner_run(const RunnerOptions *options);
