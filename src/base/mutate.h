// mutate.h - texts made and changed by a grammar, so that fuzzing gets behind the first syntax error.
//
// A grammar is a table of rules. In an alternative, %name% stands for a rule, %% for a per cent sign and,
// in the rule "wrap", %_% for text that is there already. The first alternative of a rule is what is
// taken at the limit of depth or size, so first alternatives must not lead back to their rule.
// A mutation takes parts of the input (nodes of a tree, tokens, bracketed ranges, lines) and deletes,
// copies, exchanges, wraps or regenerates them; a crossover puts a part of one input into another.
// Only in test and fuzz builds. Memory: an arena per mutation. Cost: that of splitting the text.
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/test.h"

typedef struct FuzzRule {
    const char *name;
    struct { const char *const *ptr; size_t len; } alternatives;
} FuzzRule;

// For tables in .def files: RULE(name, "alternative", "alternative", ...)
#define FUZZ_RULE(id, ...)                                                                         \
    {#id, {(const char *const[]){__VA_ARGS__}, COUNT_OF(((const char *const[]){__VA_ARGS__}))}}

typedef struct FuzzPart {
    uint32_t start, end;
    uint32_t rule;  // number of the rule that makes such parts, FUZZ_NO_RULE if unknown
} FuzzPart;
typedef struct FuzzParts { FuzzPart *items; uint32_t count, cap; } FuzzParts;
#define FUZZ_NO_RULE UINT32_MAX

struct FuzzLanguage {
    struct { const FuzzRule *ptr; size_t len; } rules;  // the first one is a whole input
    uint32_t lead;                                      // bytes of options in front of the text
    void (*parts)(const FuzzLanguage *g, Arena *a, Str text, FuzzParts *out);  // NULL: fuzz_parts_of_text
};

typedef struct FuzzRandom { uint64_t state; } FuzzRandom;
uint32_t fuzz_below(FuzzRandom *r, uint32_t limit);  // 0 <= result < limit

// FUZZ_NO_RULE if there is none of this name.
uint32_t fuzz_rule(const FuzzLanguage *g, Str name);
void fuzz_generate(const FuzzLanguage *g, FuzzRandom *r, uint32_t rule, Buf *out);
// Tokens, lines and bracketed ranges of any text.
void fuzz_parts_of_text(const FuzzLanguage *g, Arena *a, Str text, FuzzParts *out);
// Changes the first `len` bytes of `data`: the new length, at most data.len.
size_t fuzz_mutate(const FuzzLanguage *g, MutSpan data, size_t len, uint32_t seed);
size_t fuzz_cross(const FuzzLanguage *g, Span one, Span two, MutSpan out, uint32_t seed);
// Aborts unless every %name% is a rule and all first alternatives come to an end.
void fuzz_check_language(const FuzzLanguage *g);
