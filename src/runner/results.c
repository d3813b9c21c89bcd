// results.c - see results.h.
#include "runner/results.h"

#include "base/json.h"
#include "base/num.h"

static uint32_t u32_member(const Json *object, Str key)
{
    const Json *value = json_get(object, key);
    uint32_t number = 0;
    if (value && value->type == JSON_NUMBER) (void)u32_from_f64(value->number, &number);
    return number;
}

static double number_member(const Json *object, Str key)
{
    const Json *value = json_get(object, key);
    return value && value->type == JSON_NUMBER ? value->number : 0;
}

static bool flag_member(const Json *object, Str key)
{
    const Json *value = json_get(object, key);
    return value && value->type == JSON_TRUE;
}

static Str text_member(Arena *a, const Json *object, Str key)
{
    return arena_str(a, json_str(json_get(object, key)));
}

static TestStatus status_of(Str text)
{
    if (str_eq(text, STR("pass"))) return TEST_PASS;
    if (str_eq(text, STR("skip"))) return TEST_SKIP;
    if (str_eq(text, STR("todo"))) return TEST_TODO;
    if (str_eq(text, STR("filtered"))) return TEST_FILTERED;
    return TEST_FAIL;
}

// Index + 1 of the scope with this number, 0 for the file.
static uint32_t find_scope(const FileResult *file, uint32_t scope_id)
{
    for (uint32_t i = file->nodes.count; scope_id && i > 0; i--) {
        const ResultNode *node = &ITEM(file->nodes, i - 1);
        if (node->is_scope && node->scope_id == scope_id) return i;
    }
    return 0;
}

static Failure read_failure(Arena *a, const Json *json)
{
    const Json *message = json_get(json, STR("message"));
    return (Failure){
        .type = text_member(a, json, STR("type")),
        .message = text_member(a, json, STR("message")),
        .body = text_member(a, json, STR("body")),
        .has_message = message && message->type == JSON_STRING,
        .bare = flag_member(json, STR("bare")),
        .swapped = flag_member(json, STR("swapped")),
    };
}

static void count_test(Counts *counts, TestStatus status)
{
    switch (status) {
        case TEST_PASS: counts->pass++; break;
        case TEST_FAIL: counts->fail++; break;
        case TEST_SKIP: counts->skip++; break;
        case TEST_TODO: counts->todo++; break;
        case TEST_FILTERED: counts->filtered++; break;
    }
    if (status != TEST_FILTERED) counts->tests++;
}

static void take_test(Arena *a, FileResult *file, const Json *json)
{
    const Json *failure = json_get(json, STR("failure"));
    ResultNode node = {
        .parent = find_scope(file, u32_member(json, STR("scope"))),
        .name = text_member(a, json, STR("name")),
        .line = u32_member(json, STR("line")),
        .status = status_of(json_str(json_get(json, STR("status")))),
        .ms = number_member(json, STR("ms")),
        .assertions = u32_member(json, STR("assertions")),
        .shown = text_member(a, json, STR("shown")),
        .failed = failure && failure->type == JSON_OBJECT,
    };
    if (node.failed) node.failure = read_failure(a, failure);
    ARENA_PUSH(a, &file->nodes, node);
    count_test(&file->counts, node.status);
    file->limit_ms = 0;
    file->running = (Str){};
}

static void take_scope(Arena *a, FileResult *file, const Json *json)
{
    ARENA_PUSH(a, &file->nodes,
               (ResultNode){.is_scope = true,
                            .parent = find_scope(file, u32_member(json, STR("parent"))),
                            .scope_id = u32_member(json, STR("id")),
                            .name = text_member(a, json, STR("name")),
                            .line = u32_member(json, STR("line"))});
}

static void take_end(FileResult *file, const Json *json)
{
    const Json *snapshots = json_get(json, STR("snapshots"));
    file->ended = true;
    file->dots_open = flag_member(json, STR("dotsOpen"));
    file->counts.assertions += u32_member(json, STR("expectCalls"));
    file->counts.snapshots_added += u32_member(snapshots, STR("added"));
    file->counts.snapshots_passed += u32_member(snapshots, STR("passed"));
    file->counts.snapshots_failed += u32_member(snapshots, STR("failed"));
}

void results_line(Arena *a, FileResult *file, Str line)
{
    const Json *json = NULL;
    AUTO(Arena) scratch = {};
    if (json_parse(&scratch, line, JSON_STRICT, &json).code || json->type != JSON_OBJECT) return;
    Str type = json_str(json_get(json, STR("t")));
    if (str_eq(type, STR("test"))) take_test(a, file, json);
    else if (str_eq(type, STR("scope"))) take_scope(a, file, json);
    else if (str_eq(type, STR("end"))) take_end(file, json);
    else if (str_eq(type, STR("start"))) {
        file->limit_ms = number_member(json, STR("limit"));
        file->running = text_member(a, json, STR("name"));
    } else if (str_eq(type, STR("between"))) {
        bool is_load = flag_member(json, STR("load"));
        file->counts.errors++;
        file->counts.fail += is_load;
        file->counts.tests += is_load;
    } else if (str_eq(type, STR("selected"))) {
        file->counts.matched += u32_member(json, STR("matched"));
        file->counts.filter_skipped += u32_member(json, STR("filtered"));
    }
}

void counts_add(Counts *total, const Counts *more)
{
    total->pass += more->pass;
    total->fail += more->fail;
    total->skip += more->skip;
    total->todo += more->todo;
    total->filtered += more->filtered;
    total->errors += more->errors;
    total->tests += more->tests;
    total->assertions += more->assertions;
    total->snapshots_added += more->snapshots_added;
    total->snapshots_passed += more->snapshots_passed;
    total->snapshots_failed += more->snapshots_failed;
    total->matched += more->matched;
    total->filter_skipped += more->filter_skipped;
}
