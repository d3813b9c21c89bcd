// test_config.c - see test_config.h.
#include "cli/test_config.h"

#include <stdio.h>

#include "base/path.h"
#include "cli/bunfig.h"

typedef struct ConfigReader {
    Arena *arena;
    const TestConfig *config;
    Str path;
    bool bad;
} ConfigReader;

static void wrong_type(ConfigReader *r, const char *key, const char *wanted)
{
    fprintf(stderr, "error: %.*s: test.%s must be %s\n", STR_FMT(r->path), key, wanted);
    r->bad = true;
}

static void take_flag(ConfigReader *r, const Toml *table, const char *key, bool *out)
{
    const Toml *value = toml_get(table, str_c(key));
    if (!value) return;
    if (value->type == TOML_BOOL) *out = value->boolean;
    else wrong_type(r, key, "a boolean");
}

static void take_number(ConfigReader *r, const Toml *table, const char *key, uint32_t *out)
{
    const Toml *value = toml_get(table, str_c(key));
    if (!value) return;
    bool fits = value->type == TOML_INTEGER && value->integer >= 0 && value->integer <= UINT32_MAX;
    if (fits) *out = (uint32_t)value->integer;
    else wrong_type(r, key, "a number that is not negative");
}

static void take_text(ConfigReader *r, const Toml *table, const char *key, Str *out)
{
    const Toml *value = toml_get(table, str_c(key));
    if (!value) return;
    if (value->type == TOML_STRING) *out = value->string;
    else wrong_type(r, key, "a string");
}

static void take_preload(ConfigReader *r, const Toml *table)
{
    const Toml *value = toml_get(table, STR("preload"));
    StrList *list = &r->config->options->preload;
    if (!value) return;
    if (value->type == TOML_STRING) {
        ARENA_PUSH(r->arena, list, value->string);
        return;
    }
    if (value->type != TOML_ARRAY) wrong_type(r, "preload", "a string or an array of strings");
    for (size_t i = 0; value->type == TOML_ARRAY && i < value->len; i++) {
        const Toml *item = AT(*value, i);
        if (item->type == TOML_STRING) ARENA_PUSH(r->arena, list, item->string);
        else wrong_type(r, "preload", "a string or an array of strings");
    }
}

static void take_table(ConfigReader *r, const Toml *table)
{
    RunnerOptions *o = r->config->options;
    Str root = {};
    take_preload(r, table);
    take_text(r, table, "root", &root);
    if (root.len) o->root = path_join(r->arena, o->cwd, root);
    take_number(r, table, "timeout", &o->timeout_ms);
    take_number(r, table, "retry", &o->retry);
    take_number(r, table, "rerunEach", &o->rerun_each);
    take_number(r, table, "seed", &o->seed);
    take_flag(r, table, "randomize", &o->randomize);
    take_flag(r, table, "onlyFailures", &o->only_failures);
    const Toml *reporter = toml_get(table, STR("reporter"));
    take_flag(r, reporter, "dots", &o->dots);
    take_text(r, reporter, "junit", &o->junit_file);
    if (o->junit_file.len) *r->config->junit = true;
}

bool test_config_load(Arena *a, const TestConfig *config)
{
    Bunfig file = {};
    if (!bunfig_read(a, config->options->cwd, config->file, &file)) return false;
    ConfigReader r = {.arena = a, .config = config, .path = file.path};
    const Toml *table = file.root ? toml_get(file.root, STR("test")) : NULL;
    if (table) take_table(&r, table);
    return !r.bad;
}
