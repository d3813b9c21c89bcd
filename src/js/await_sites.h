// await_sites.h - the functions and awaits of a file, for the `at async` lines of stacks.
//
// A running program knows an await by its offset only (lower_async.c); this says the rest when a stack is printed.
// Threads: any.  Memory: arena; names borrow from the source.  Cost: one pass over the nodes, one sort.
#pragma once

#include "js/ast.h"

typedef struct AwaitFunction {
    uint32_t start, end;
    Str name;  // its own or the variable's, property's, parameter's that it is the value of
} AwaitFunction;

typedef enum AwaitMany { AWAIT_ONE, AWAIT_ALL, AWAIT_ALL_SETTLED, AWAIT_ANY } AwaitMany;  // Promise.all(...)

typedef struct AwaitSite {
    uint32_t offset;
    uint32_t function;  // the innermost around it: index + 1; 0: the file itself
    AwaitMany many;
    JsNodeId items;     // ARRAY given to Promise.all and its kind, or 0
} AwaitSite;

typedef struct AwaitSites {
    struct { AwaitFunction *items; uint32_t count, cap; } functions;  // both in order of their start
    struct { AwaitSite *items; uint32_t count, cap; } awaits;
} AwaitSites;

void js_await_sites(Arena *a, const JsTree *t, AwaitSites *out);
