// fuzz_main.c - libFuzzer's entry for every FUZZ target; COB_FUZZ names the one to run (make fuzz NAME=...).
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/test.h"

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
