// results_test.c - report lines of a test process and the JUnit text made of them.
#include "runner/junit.h"

#include "base/test.h"

static void feed(Arena *a, FileResult *file, const char *line) { results_line(a, file, str_c(line)); }

static void fill(Arena *a, FileResult *file)
{
    file->path = STR("x.test.js");
    feed(a, file, "{\"t\":\"scope\",\"id\":1,\"parent\":0,\"name\":\"out<er\",\"line\":2}");
    feed(a, file, "{\"t\":\"scope\",\"id\":2,\"parent\":1,\"name\":\"inner\",\"line\":3}");
    feed(a, file, "{\"t\":\"start\",\"name\":\"one\",\"limit\":5000}");
    feed(a, file, "{\"t\":\"test\",\"scope\":2,\"name\":\"one\",\"status\":\"pass\",\"ms\":1.5,\"line\":4,\"assertions\":2}");
    feed(a, file, "{\"t\":\"test\",\"scope\":0,\"name\":\"two\",\"status\":\"fail\",\"ms\":0,\"line\":5,\"assertions\":0,"
                  "\"failure\":{\"type\":\"Error\",\"message\":\"a\\nb\",\"body\":\"Error: a\\nb\\n\"}}");
    feed(a, file, "{\"t\":\"test\",\"scope\":1,\"name\":\"three\",\"status\":\"todo\",\"ms\":0,\"line\":6,\"assertions\":0}");
    feed(a, file, "{\"t\":\"end\",\"expectCalls\":2,\"snapshots\":{\"added\":1,\"passed\":2,\"failed\":3}}");
}

TEST(results_count_tests_and_snapshots)
{
    AUTO(Arena) a = {};
    FileResult file = {};
    fill(&a, &file);
    CHECK(file.ended && file.nodes.count == 5);
    CHECK(file.counts.pass == 1 && file.counts.fail == 1 && file.counts.todo == 1 && file.counts.tests == 3);
    CHECK(file.counts.assertions == 2 && file.counts.snapshots_failed == 3);
}

TEST(results_remember_the_running_test)
{
    AUTO(Arena) a = {};
    FileResult file = {};
    feed(&a, &file, "{\"t\":\"start\",\"name\":\"slow\",\"limit\":100}");
    CHECK(str_eq(file.running, STR("slow")) && file.limit_ms == 100);
    feed(&a, &file, "{\"t\":\"test\",\"scope\":0,\"name\":\"slow\",\"status\":\"pass\"}");
    CHECK(file.running.len == 0 && file.limit_ms == 0);
}

TEST(results_ignore_what_is_not_theirs)
{
    AUTO(Arena) a = {};
    FileResult file = {};
    feed(&a, &file, "");
    feed(&a, &file, "not json");
    feed(&a, &file, "[1]");
    feed(&a, &file, "{\"t\":7}");
    feed(&a, &file, "{\"t\":\"later\"}");
    feed(&a, &file, "{\"t\":\"test\",\"scope\":99,\"ms\":\"x\",\"line\":-1}");
    CHECK(file.nodes.count == 1 && ITEM(file.nodes, 0).parent == 0 && ITEM(file.nodes, 0).status == TEST_FAIL);
}

TEST(results_a_load_error_counts_as_a_test)
{
    AUTO(Arena) a = {};
    FileResult file = {};
    feed(&a, &file, "{\"t\":\"between\",\"load\":true}");
    feed(&a, &file, "{\"t\":\"between\",\"load\":false}");
    CHECK(file.counts.errors == 2 && file.counts.fail == 1 && file.counts.tests == 1);
}

TEST(junit_nests_suites_and_joins_class_names_inside_out)
{
    AUTO(Arena) a = {};
    FileResults files = {};
    FileResult file = {};
    fill(&a, &file);
    ARENA_PUSH(&a, &files, file);
    AUTO(Buf) out = {};
    junit_write(&out, &files, 2, STR("host"));
    Str xml = buf_str(&out);
    CHECK(str_find(xml, STR("<testsuite name=\"out&lt;er\" file=\"x.test.js\" line=\"2\" tests=\"2\"")) != STR_NONE);
    CHECK(str_find(xml, STR("classname=\"inner &gt; out&lt;er\" time=\"0.0015\"")) != STR_NONE);
    CHECK(str_find(xml, STR("<failure type=\"Error\" message=\"a&#10;b\">Error: a&#10;b&#10;</failure>")) != STR_NONE);
    CHECK(str_find(xml, STR("<skipped message=\"TODO\" />")) != STR_NONE);
    CHECK(str_find(xml, STR("tests=\"3\" assertions=\"2\" failures=\"1\" skipped=\"1\" time=\"0.002\"")) != STR_NONE);
}

TEST(junit_escapes_what_xml_cannot_hold)
{
    AUTO(Buf) out = {};
    junit_escape(&out, STR("<a b=\"c\" d='e'>&\t\n\r\x01"));
    CHECK(str_eq(buf_str(&out), STR("&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;&#9;&#10;&#13;")));
}
