// results.h - what the processes of test files report, collected for the summary and JUnit.
//
// One JSON object a line (lib/bun/test/report.js): scope, test, start, between, selected, end. Text
// lives in the arena given to results_line; unknown lines and members are ignored.
#pragma once

#include "base/arena.h"
#include "base/err.h"

typedef enum TestStatus { TEST_PASS, TEST_FAIL, TEST_SKIP, TEST_TODO, TEST_FILTERED } TestStatus;

typedef struct Failure {
    Str type, message, body;
    bool has_message;
    bool bare;     // no text content
    bool swapped;  // message before type, as Bun prints failures that are not thrown errors
} Failure;

// A describe block or a test; `parent` is the index of a scope in the same file (0: the file itself).
typedef struct ResultNode {
    bool is_scope;
    uint32_t parent;
    uint32_t scope_id;  // of a scope: the number later lines refer to
    Str name;
    uint32_t line;
    TestStatus status;
    double ms;
    uint32_t assertions;
    bool failed;
    Failure failure;
    Str shown;          // its line on the console, of tests that did not pass
} ResultNode;

typedef struct Counts {
    uint32_t pass, fail, skip, todo, filtered, errors, tests, assertions;
    uint32_t snapshots_added, snapshots_passed, snapshots_failed;
    uint32_t matched, filter_skipped;
} Counts;

typedef struct FileResult {
    Str path;
    uint32_t round;     // of --rerun-each, from 1; 0: the file runs once
    struct { ResultNode *items; uint32_t count, cap; } nodes;
    Counts counts;
    double ms;
    bool ended;         // the last line arrived: the process did not die early
    bool dots_open;     // its last console output was a dot
    double limit_ms;    // of the test that runs now; 0: none
    Str running;        // its name
} FileResult;

// One line without its line break.
void results_line(Arena *a, FileResult *file, Str line);
void counts_add(Counts *total, const Counts *more);
