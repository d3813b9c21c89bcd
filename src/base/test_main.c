// test_main.c - runs every registered TEST in its own process with a time limit; replays fuzz corpora.
//
// usage: test-binary [substring]
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/test.h"

#define TEST_SECONDS 20   // of processor time: how busy the machine is must not count
#define SLEEP_FACTOR 10   // so much longer may it take on the clock

static Test *tests;
static Fuzz *fuzzers;

void test_register(Test *t)
{
    t->next = tests;
    tests = t;
}

void fuzz_register(Fuzz *f)
{
    f->next = fuzzers;
    fuzzers = f;
}

static bool passed(pid_t pid)
{
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void limit_time(unsigned seconds)
{
    struct rlimit limit = {.rlim_cur = seconds, .rlim_max = seconds};
    CHECK(setrlimit(RLIMIT_CPU, &limit) == 0);
    alarm(seconds * SLEEP_FACTOR);
}

static bool run_test(const Test *t)
{
    fflush(NULL);
    pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid > 0) return passed(pid);
    limit_time(TEST_SECONDS);
    t->run();
    exit(0);  // not _exit: the leak check runs at exit
}

static void replay_file(const Fuzz *f, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) return;
    AUTO(Buf) bytes = {};
    uint8_t chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, file)) > 0;)
        CHECK(!buf_append(&bytes, (Span){chunk, n}).code);
    fclose(file);
    f->run(buf_span(&bytes));
}

static bool run_corpus(const Fuzz *f)
{
    fflush(NULL);
    pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid > 0) return passed(pid);
    limit_time(TEST_SECONDS * 3);
    char path[512];
    snprintf(path, sizeof path, "tests/corpus/%s", f->name);
    DIR *dir = opendir(path);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        if (e->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "tests/corpus/%s/%s", f->name, e->d_name);
        replay_file(f, path);
    }
    if (dir) closedir(dir);
    f->run((Span){});
    exit(0);
}

int main(int argc, char **argv)
{
    struct { char **ptr; size_t len; } args = {argv, (size_t)argc};
    const char *filter = args.len > 1 ? AT(args, 1) : "";
    int failed = 0, count = 0;
    for (Test *t = tests; t; t = t->next) {
        if (!strstr(t->name, filter) && !strstr(t->file, filter)) continue;
        bool ok = run_test(t);
        if (!ok) printf("FAIL %s (%s)\n", t->name, t->file);
        failed += !ok;
        count++;
    }
    for (Fuzz *f = fuzzers; f; f = f->next) {
        if (!strstr(f->name, filter)) continue;
        bool ok = run_corpus(f);
        if (!ok) printf("FAIL corpus of %s\n", f->name);
        failed += !ok;
        count++;
    }
    printf("C tests: %d passed, %d failed\n", count - failed, failed);
    return failed != 0;
}
