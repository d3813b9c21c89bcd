// process_test.c - children run to their end: output, input, limits, failures.
#include "loop/process.h"

#include <signal.h>
#include <unistd.h>

#include "base/test.h"

extern char **environ;

static void run_shell(const char *script, Span input, RunLimits limits, RunResult *out)
{
    char sh[] = "sh", c[] = "-c", text[512];
    size_t len = strlen(script);
    CHECK(len < sizeof text);
    memcpy(text, script, len + 1);
    char *args[] = {sh, c, text, NULL};
    ChildStdio stdio[] = {{.use = STDIO_PIPE_TO_US}, {.use = STDIO_PIPE_TO_US}, {.use = STDIO_PIPE_TO_US}};
    SpawnOptions o = {.file = "sh", .args = args, .env = environ, .stdio = {stdio, 3}};
    process_run(&o, input, limits, out);
}

TEST(a_child_reads_input_and_reports_output_and_status)
{
    AUTO(RunResult) r = {};
    run_shell("cat; echo oops >&2; exit 3", SPAN("hello"), (RunLimits){.max_output = 1000}, &r);
    CHECK(r.error == 0 && r.status == 3 && r.signum == 0 && r.pid > 0);
    CHECK(str_eq(buf_str(&ELEM(r.output, 1)), STR("hello")));
    CHECK(str_eq(buf_str(&ELEM(r.output, 2)), STR("oops\n")));
}

TEST(a_child_past_its_time_is_killed)
{
    AUTO(RunResult) r = {};
    run_shell("sleep 20", (Span){}, (RunLimits){.max_output = 10, .timeout_ms = 50, .kill_signal = SIGKILL}, &r);
    CHECK(r.error == UV_ETIMEDOUT && r.signum == SIGKILL);
}

TEST(a_child_that_writes_too_much_is_stopped)
{
    AUTO(RunResult) r = {};
    run_shell("yes", (Span){}, (RunLimits){.max_output = 5000}, &r);
    CHECK(r.error == UV_ENOBUFS && r.signum == SIGTERM && ELEM(r.output, 1).len > 5000 && ELEM(r.output, 1).len < 200000);
}

TEST(a_missing_program_is_an_error_and_leaves_nothing)
{
    AUTO(RunResult) r = {};
    char name[] = "/nonexistent/program";
    char *args[] = {name, NULL};
    ChildStdio stdio[] = {{.use = STDIO_IGNORE}, {.use = STDIO_PIPE_TO_US}};
    SpawnOptions o = {.file = name, .args = args, .env = environ, .stdio = {stdio, 2}};
    process_run(&o, (Span){}, (RunLimits){.max_output = 10}, &r);
    CHECK(r.error == UV_ENOENT && r.pid == 0);
}
