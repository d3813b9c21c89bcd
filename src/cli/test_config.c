// test_config.c - see test_config.h.
#include "cli/test_config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/toml.h"

#define CONFIG_MAX ((size_t)4 << 20)

typedef struct ConfigReader {
    Arena *arena;
    const TestConfig *config;
    Str path;
    bool bad;
} ConfigReader;

// False if the file does not exist or cannot be read; `missing` tells which.
static bool read_text(Arena *a, Str path, Str *out, bool *missing)
{
    FILE *file = fopen(arena_cstr(a, path), "rbe");
    *missing = !file && errno == ENOENT;
    if (!file) return false;
    AUTO(Buf) text = {.max = CONFIG_MAX};
    uint8_t chunk[16384];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, file)) > 0;) buf_put(&text, (Str){(const char *)chunk, n});
    bool failed = ferror(file) || text.bad;
    fclose(file);
    *out = arena_str(a, buf_str(&text));
    return !failed;
}

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
    ConfigReader r = {.arena = a, .config = config,
                      .path = config->file.len ? config->file : STR("bunfig.toml")};
    Str text = {};
    bool missing = false;
    if (!read_text(a, path_join(a, config->options->cwd, r.path), &text, &missing)) {
        if (missing && !config->file.len) return true;
        fprintf(stderr, "error: cannot read %.*s: %s\n", STR_FMT(r.path), strerror(errno));
        return false;
    }
    const Toml *root = NULL;
    Err e = toml_parse(a, text, &root);
    if (e.code) {
        Str detail = e.info ? e.info->detail : (Str){};
        fprintf(stderr, "error: %.*s:%u:%u: %.*s\n", STR_FMT(r.path), e.info ? e.info->line : 0,
                e.info ? e.info->column : 0, STR_FMT(detail.len ? detail : str_c(err_text(e.code))));
        return false;
    }
    const Toml *table = toml_get(root, STR("test"));
    if (table) take_table(&r, table);
    return !r.bad;
}
