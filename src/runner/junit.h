// junit.h - the JUnit XML report in Bun's shape: one testsuite a file, one a describe block, nested.
//
// classname is the path of describe names, innermost first, joined by " > ".
#pragma once

#include "base/buf.h"
#include "runner/results.h"

typedef struct FileResults {
    FileResult *items;
    uint32_t count, cap;
} FileResults;

// Appends the document to `out`.
void junit_write(Buf *out, const FileResults *files, double total_ms, Str hostname);
void junit_escape(Buf *out, Str text);
