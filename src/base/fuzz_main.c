// fuzz_main.c - libFuzzer's entry for every FUZZ target; COB_FUZZ names the one to run (make fuzz NAME=...).
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mutate.h"

static Fuzz *targets;

void fuzz_register(Fuzz *f)
{
    f->next = targets;
    targets = f;
}

void test_register(Test *t) { (void)t; }

static const Fuzz *chosen(void)
{
    const char *name = getenv("COB_FUZZ");
    for (const Fuzz *f = targets; f; f = f->next)
        if (name && strcmp(f->name, name) == 0) return f;
    fprintf(stderr, "COB_FUZZ must name one of:");
    for (const Fuzz *f = targets; f; f = f->next) fprintf(stderr, " %s", f->name);
    fprintf(stderr, "\n");
    exit(2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chosen()->run((Span){data, size});
    return 0;
}

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);  // libFuzzer's own changes of bytes

// Four of five changes by the grammar, where the target has one.
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    const FuzzLanguage *g = chosen()->language;
    if (!g || seed % 5 == 0) return LLVMFuzzerMutate(data, size, max);
    return fuzz_mutate(g, (MutSpan){data, max}, size, seed);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_len, const uint8_t *two, size_t two_len,
                                 uint8_t *out, size_t max, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_len, const uint8_t *two, size_t two_len,
                                 uint8_t *out, size_t max, unsigned seed)
{
    const FuzzLanguage *g = chosen()->language;
    return g ? fuzz_cross(g, (Span){one, one_len}, (Span){two, two_len}, (MutSpan){out, max}, seed) : 0;
}
