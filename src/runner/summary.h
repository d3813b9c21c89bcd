// summary.h - what the parent process prints: file failures, the totals, the hints when nothing ran.
#pragma once

#include "runner/junit.h"
#include "runner/runner.h"
#include "runner/worker.h"

typedef struct Summary {
    const RunnerOptions *options;
    Counts counts;
    uint32_t files;
    uint64_t started_us;
    bool dots_open, bailed;
} Summary;

// `files`: what they reported, for the list of tests that did not pass at the end of a long run.
void summary_print(Summary *s, const FileResults *files);
// Prints why a file's process did not finish by itself; false if it did.
bool summary_file_died(const RunnerOptions *options, const WorkerEnd *end);
void summary_no_tests(const RunnerOptions *options, const Discovery *found, uint64_t started_us);
uint64_t summary_now_us(void);
