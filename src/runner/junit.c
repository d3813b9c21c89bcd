// junit.c - see junit.h.
#include "runner/junit.h"

#include <stdio.h>


typedef struct Sums {
    uint32_t tests, assertions, failures, skipped;
    double ms;
} Sums;

// What XML 1.0 forbids is dropped; line breaks and tabs become references, as Bun writes them.
void junit_escape(Buf *out, Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = str_at(text, i);
        switch (c) {
            case '&': buf_put(out, STR("&amp;")); break;
            case '<': buf_put(out, STR("&lt;")); break;
            case '>': buf_put(out, STR("&gt;")); break;
            case '"': buf_put(out, STR("&quot;")); break;
            case '\'': buf_put(out, STR("&apos;")); break;
            case '\t': buf_put(out, STR("&#9;")); break;
            case '\n': buf_put(out, STR("&#10;")); break;
            case '\r': buf_put(out, STR("&#13;")); break;
            default:
                if ((unsigned char)c >= 0x20) buf_put_char(out, c);
        }
    }
}

static void indent(Buf *out, uint32_t depth)
{
    for (uint32_t i = 0; i < depth; i++) buf_put(out, STR("  "));
}

static void attribute(Buf *out, const char *name, Str value)
{
    buf_put_fmt(out, " %s=\"", name);
    junit_escape(out, value);
    buf_put_char(out, '"');
}

// Seconds without trailing zeros: "0.000333", "0.02", "0".
static void seconds(Buf *out, const char *name, double ms, int digits)
{
    char text[64];
    int len = snprintf(text, sizeof text, "%.*f", digits, ms / 1000);
    Str shown = {text, len > 0 && (size_t)len < sizeof text ? (size_t)len : 0};
    while (shown.len && str_at(shown, shown.len - 1) == '0') shown.len--;
    if (shown.len && str_at(shown, shown.len - 1) == '.') shown.len--;
    attribute(out, name, shown.len ? shown : STR("0"));
}

static bool is_skipped(TestStatus status)
{
    return status == TEST_SKIP || status == TEST_TODO || status == TEST_FILTERED;
}

// Totals of everything below scope `index` + 1 (0: the whole file). Children follow their parents.
static bool is_below(const FileResult *file, const ResultNode *node, uint32_t scope)
{
    if (scope == 0) return true;
    for (uint32_t at = node->parent; at; at = ITEM(file->nodes, at - 1).parent)
        if (at == scope) return true;
    return false;
}

static Sums sums_of(const FileResult *file, uint32_t scope)
{
    Sums sums = {};
    for (uint32_t i = scope; i < file->nodes.count; i++) {
        const ResultNode *node = &ITEM(file->nodes, i);
        if (node->is_scope || !is_below(file, node, scope)) continue;
        sums.tests++;
        sums.assertions += node->assertions;
        sums.failures += node->status == TEST_FAIL;
        sums.skipped += is_skipped(node->status);
        sums.ms += node->ms;
    }
    return sums;
}

static void put_sums(Buf *out, const Sums *sums)
{
    buf_put_fmt(out, " tests=\"%u\" assertions=\"%u\" failures=\"%u\" skipped=\"%u\"", sums->tests, sums->assertions,
                sums->failures, sums->skipped);
}

static void put_classname(Buf *out, const FileResult *file, uint32_t scope)
{
    buf_put(out, STR(" classname=\""));
    for (uint32_t at = scope; at; at = ITEM(file->nodes, at - 1).parent) {
        if (at != scope) buf_put(out, STR(" &gt; "));
        junit_escape(out, ITEM(file->nodes, at - 1).name);
    }
    buf_put_char(out, '"');
}

static void put_failure(Buf *out, const Failure *failure, uint32_t depth)
{
    indent(out, depth);
    buf_put(out, STR("<failure"));
    if (failure->swapped) {
        attribute(out, "message", failure->message);
        attribute(out, "type", failure->type);
        buf_put(out, STR("/>\n"));
        return;
    }
    attribute(out, "type", failure->type);
    if (failure->has_message) attribute(out, "message", failure->message);
    if (failure->bare) {
        buf_put(out, STR(" />\n"));
        return;
    }
    buf_put_char(out, '>');
    junit_escape(out, failure->body);
    buf_put(out, STR("</failure>\n"));
}

static void put_outcome(Buf *out, const ResultNode *node, uint32_t depth)
{
    if (is_skipped(node->status)) {
        indent(out, depth);
        buf_put(out, node->status == TEST_TODO ? STR("<skipped message=\"TODO\" />\n") : STR("<skipped />\n"));
        return;
    }
    if (node->failed) {
        put_failure(out, &node->failure, depth);
        return;
    }
    indent(out, depth);
    buf_put(out, STR("<failure type=\"AssertionError\" />\n"));
}

static void put_test(Buf *out, const FileResult *file, const ResultNode *node, uint32_t depth)
{
    indent(out, depth);
    buf_put(out, STR("<testcase"));
    attribute(out, "name", node->name);
    put_classname(out, file, node->parent);
    seconds(out, "time", node->ms, 6);
    attribute(out, "file", file->path);
    if (node->line) buf_put_fmt(out, " line=\"%u\"", node->line);
    buf_put_fmt(out, " assertions=\"%u\"", node->assertions);
    if (node->status == TEST_PASS) {
        buf_put(out, STR(" />\n"));
        return;
    }
    buf_put(out, STR(">\n"));
    put_outcome(out, node, depth + 1);
    indent(out, depth);
    buf_put(out, STR("</testcase>\n"));
}

static void put_children(Buf *out, const FileResult *file, uint32_t scope, uint32_t depth, Str hostname);

static void put_scope(Buf *out, const FileResult *file, uint32_t scope, uint32_t depth, Str hostname)
{
    const ResultNode *node = &ITEM(file->nodes, scope - 1);
    Sums sums = sums_of(file, scope);
    if (!sums.tests) return;
    indent(out, depth);
    buf_put(out, STR("<testsuite"));
    attribute(out, "name", node->name);
    attribute(out, "file", file->path);
    if (node->line) buf_put_fmt(out, " line=\"%u\"", node->line);
    put_sums(out, &sums);
    seconds(out, "time", (double)(uint64_t)sums.ms, 3);
    attribute(out, "hostname", hostname);
    buf_put(out, STR(">\n"));
    put_children(out, file, scope, depth + 1, hostname);
    indent(out, depth);
    buf_put(out, STR("</testsuite>\n"));
}

// Depth is bounded by the describe nesting of the file, which its own call stack limited.
static void put_children(Buf *out, const FileResult *file, uint32_t scope, uint32_t depth, Str hostname)
{
    for (uint32_t i = scope; i < file->nodes.count; i++) {
        const ResultNode *node = &ITEM(file->nodes, i);
        if (node->parent != scope) continue;
        if (node->is_scope) put_scope(out, file, i + 1, depth, hostname);
        else put_test(out, file, node, depth);
    }
}

static void put_file(Buf *out, const FileResult *file, Str hostname)
{
    Sums sums = sums_of(file, 0);
    if (!sums.tests) return;
    buf_put(out, STR("  <testsuite"));
    attribute(out, "name", file->path);
    attribute(out, "file", file->path);
    put_sums(out, &sums);
    seconds(out, "time", file->ms, 9);
    attribute(out, "hostname", hostname);
    buf_put(out, STR(">\n"));
    put_children(out, file, 0, 2, hostname);
    buf_put(out, STR("  </testsuite>\n"));
}

void junit_write(Buf *out, const FileResults *files, double total_ms, Str hostname)
{
    Sums total = {};
    for (uint32_t i = 0; i < files->count; i++) {
        Sums sums = sums_of(&ITEM(*files, i), 0);
        total.tests += sums.tests;
        total.assertions += sums.assertions;
        total.failures += sums.failures;
        total.skipped += sums.skipped;
    }
    buf_put(out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"bun test\""));
    put_sums(out, &total);
    seconds(out, "time", total_ms, 9);
    buf_put(out, STR(">\n"));
    for (uint32_t i = 0; i < files->count; i++) put_file(out, &ITEM(*files, i), hostname);
    buf_put(out, STR("</testsuites>\n"));
}
