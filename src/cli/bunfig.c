// bunfig.c - see bunfig.h.
#include "cli/bunfig.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/path.h"

#define CONFIG_MAX ((size_t)4 << 20)

// False if the file cannot be read; `missing`: it cannot even be opened.
static bool read_text(Arena *a, Str path, Str *out, bool *missing)
{
    FILE *file = fopen(arena_cstr(a, path), "rbe");
    *missing = !file;
    if (!file) return false;
    AUTO(Buf) text = {.max = CONFIG_MAX};
    uint8_t chunk[16384];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, file)) > 0;) buf_put(&text, (Str){(const char *)chunk, n});
    bool failed = ferror(file) || text.bad;
    fclose(file);
    *out = arena_str(a, buf_str(&text));
    return !failed;
}

bool bunfig_read(Arena *a, Str cwd, Str file, Bunfig *out)
{
    *out = (Bunfig){.path = file.len ? file : STR("bunfig.toml")};
    Str text = {};
    bool missing = false;
    if (!read_text(a, path_join(a, cwd, out->path), &text, &missing)) {
        if (missing && !file.len) return true;
        fprintf(stderr, "error: cannot read %.*s: %s\n", STR_FMT(out->path), strerror(errno));
        return false;
    }
    Err e = toml_parse(a, text, &out->root);
    if (!e.code) return true;
    Str detail = e.info ? e.info->detail : (Str){};
    fprintf(stderr, "error: %.*s:%u:%u: %.*s\n", STR_FMT(out->path), e.info ? e.info->line : 0,
            e.info ? e.info->column : 0, STR_FMT(detail.len ? detail : str_c(err_text(e.code))));
    return false;
}

// Appends JSON strings; false if `value` is neither a string nor an array of strings.
static bool put_strings(Buf *out, const Toml *value)
{
    if (value->type == TOML_STRING) {
        if (out->len) buf_put_char(out, ',');
        json_quote(out, value->string);
        return true;
    }
    bool good = value->type == TOML_ARRAY;
    for (size_t i = 0; good && i < value->len; i++)
        good = AT(*value, i)->type == TOML_STRING && put_strings(out, AT(*value, i));
    return good;
}

static bool is_off(const Toml *value)
{
    if (value->type == TOML_BOOL) return !value->boolean;
    const Toml *file = value->type == TOML_TABLE ? toml_get(value, STR("file")) : NULL;
    return file && file->type == TOML_BOOL && !file->boolean;
}

bool bunfig_apply(Arena *a, Str cwd, CliArgs *args)
{
    Bunfig config = {};
    if (!bunfig_read(a, cwd, (Str){}, &config)) return false;
    if (!config.root) return true;
    AUTO(Buf) preload = {};
    const Toml *value = toml_get(config.root, STR("preload"));
    if (value && !put_strings(&preload, value)) {
        fprintf(stderr, "error: %.*s: preload must be a string or an array of strings\n", STR_FMT(config.path));
        return false;
    }
    if (preload.len && args->preload.len) buf_put_char(&preload, ',');
    buf_put(&preload, args->preload);
    args->preload = arena_str(a, buf_str(&preload));
    value = toml_get(config.root, STR("env"));
    if (value && is_off(value)) args->no_env = true;
    return true;
}
