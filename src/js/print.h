// print.h - a syntax tree as text, pretty or with as little white space as possible.
//
// Why: Bun.Transpiler and the bundler; code that cob runs itself is never printed (docs/modules.md).
// Prints JavaScript. JSX and TypeScript syntax is copied as it is in the source: lower first
// (js_transform with keep_modules) and print the tree of the result. Parentheses are in the tree, so
// none are added. Comments are dropped, except legal ones in front of statements and PURE marks.
// Threads: any.  Memory: a work list in `a`.  Cost: one pass; no recursion, so any depth.
#pragma once

#include "js/ast.h"
#include "js/sourcemap.h"

typedef struct JsPrintOptions {
    bool minify_whitespace;
    bool tidy;       // Bun.Transpiler: parentheses and semicolons without a use go, strings get double quotes
    SourceMap *map;  // or NULL
} JsPrintOptions;

// ERR_TOO_BIG if `out` refuses to grow.
Err js_print(Arena *a, const JsTree *t, const JsPrintOptions *options, Buf *out);
