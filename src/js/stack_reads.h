// stack_reads.h - where a program reads `stack` of something that may be an error the engine made.
//
//   e.stack  ->  $m.trace(e).stack     (option stack_reads)
//
// The engine writes its own kind of text into `stack` and has no hook for it: an error that no constructor of ours has
// seen becomes V8-shaped when it surfaces (docs/modules.md), and here. What is an array by the way it is used
// (`x.stack.push(y)`, `x.stack[0]`) and `this.stack` are left alone.
// Threads: any.  Memory: arena.  Cost: nothing for a file without `.stack`; no parse for one with it.
#pragma once

#include "js/transform_skim.h"

typedef struct StackRead { uint32_t start, end; } StackRead;  // the object's range

typedef struct StackReads {
    struct { StackRead *items; uint32_t count, cap; } found;
    uint32_t start, end;  // of the names and dots up to the current token
    bool chain;           // ... there are some
    bool after_new;       // the word before them is `new`
    bool taken;           // a name starts with $m
} StackReads;

// The reads of a token stream, without a tree: objects that are names with dots between them.
void stack_reads_scan(StackReads *r, Arena *a, const Skim *s);
// Is `.stack`, which ends at `end`, used as text may be?
bool stack_reads_text(Str source, uint32_t end);
