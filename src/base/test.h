// test.h - TEST and FUZZ register themselves; the runner (test_main.c) gives each test its own
// process and time limit. Include only from *_test.c and *_fuzz.c.
#pragma once

#include "base/check.h"
#include "base/span.h"

typedef struct Test {
    const char *name;
    const char *file;
    void (*run)(void);
    struct Test *next;
} Test;
void test_register(Test *t);

#define TEST(id)                                                                                   \
    static void test_##id(void);                                                                   \
    static Test entry_##id = {.name = #id, .file = __FILE__, .run = test_##id};                    \
    __attribute__((constructor)) static void add_##id(void) { test_register(&entry_##id); }        \
    static void test_##id(void)

// A fuzz target: gets `Span input`. Built with libFuzzer by `make fuzz`, else replays tests/corpus/<id>/.
typedef struct FuzzLanguage FuzzLanguage;  // base/mutate.h
typedef struct Fuzz {
    const char *name;
    void (*run)(Span input);
    const FuzzLanguage *language;  // what inputs look like; NULL: bytes
    struct Fuzz *next;
} Fuzz;
void fuzz_register(Fuzz *f);

#define FUZZ(id) FUZZ_AS(id, NULL)
// The same with inputs made by a grammar.
#define FUZZ_AS(id, grammar)                                                                       \
    static void fuzz_##id(Span input);                                                             \
    static Fuzz fuzz_entry_##id = {.name = #id, .run = fuzz_##id, .language = (grammar)};          \
    __attribute__((constructor)) static void fuzz_add_##id(void) { fuzz_register(&fuzz_entry_##id); } \
    static void fuzz_##id(Span input)
