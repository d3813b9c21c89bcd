// args.c - one table of options, one loop; unknown flags get the nearest known name.
#include "cli/args.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/vec.h"
#include "cli/env_options.h"

typedef enum ArgUse { NO_ARG, ARG, OPTIONAL_ARG } ArgUse;

typedef struct Option {
    const char *name;
    char letter;
    ArgUse use;
    const char *field;
    const char *help;
} Option;

static const Option options[] = {
#define OPTION(name, letter, use, field, help) {name, letter, use, field, help},
#include "cli/options.def"
#undef OPTION
};

typedef struct Lists {
    Buf preload, conditions;
} Lists;

static void Lists_cleanup(Lists *l)
{
    Buf_cleanup(&l->preload);
    Buf_cleanup(&l->conditions);
}

static bool is_named(const Option *o, Str name)
{
    Str own = str_c(o->name);
    bool open = own.len && str_at(own, own.len - 1) == '*';
    return open ? str_starts(name, str_sub(own, 0, own.len - 1)) : str_eq(name, own);
}

static const Option *find_long(Str name)
{
    for (size_t i = 0; i < COUNT_OF(options); i++)
        if (is_named(&ELEM(options, i), name)) return &ELEM(options, i);
    return NULL;
}

static const Option *find_short(char letter)
{
    for (size_t i = 0; i < COUNT_OF(options); i++)
        if (ELEM(options, i).letter == letter) return &ELEM(options, i);
    return NULL;
}

static size_t min3(size_t a, size_t b, size_t c) { return a < b ? (a < c ? a : c) : (b < c ? b : c); }

// Levenshtein distance of two short names.
static size_t distance(Str a, Str b)
{
    size_t row[64];
    if (b.len >= COUNT_OF(row) || a.len >= COUNT_OF(row)) return SIZE_MAX;
    for (size_t j = 0; j <= b.len; j++) ELEM(row, j) = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = ELEM(row, 0);
        ELEM(row, 0) = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t above = ELEM(row, j);
            size_t cost = diagonal + (str_at(a, i - 1) != str_at(b, j - 1));
            ELEM(row, j) = min3(above + 1, ELEM(row, j - 1) + 1, cost);
            diagonal = above;
        }
    }
    return ELEM(row, b.len);
}

static void complain_unknown(Str flag)
{
    Str name = flag;
    while (str_starts(name, STR("-"))) name = str_from(name, 1);
    const Option *best = NULL;
    size_t best_distance = 4;
    for (size_t i = 0; i < COUNT_OF(options); i++) {
        if (!*ELEM(options, i).field) continue;
        size_t d = distance(name, str_c(ELEM(options, i).name));
        if (d >= best_distance) continue;
        best_distance = d;
        best = &ELEM(options, i);
    }
    fprintf(stderr, "cob: unknown option '%.*s'", STR_FMT(flag));
    if (best) fprintf(stderr, ", did you mean '--%s'?", best->name);
    fprintf(stderr, "\nRun 'cob --help' for the list of options.\n");
}

static void put_quoted(Buf *list, Str value)
{
    if (list->len) buf_put_char(list, ',');
    json_quote(list, value);
}

// Records one option in `out`; fields in JSON unless the command line itself needs them.
static void apply(Arena *a, const Option *o, Str value, Lists *lists, Buf *json, CliArgs *out)
{
    Str field = str_c(o->field);
    if (!field.len) return;
    if (str_eq(field, STR("help"))) out->help = true;
    else if (str_eq(field, STR("version"))) out->version = true;
    else if (str_eq(field, STR("revision"))) out->revision = true;
    else if (str_eq(field, STR("watch"))) out->watch = true;
    else if (str_eq(field, STR("noClear"))) out->no_clear = true;
    else if (str_eq(field, STR("noEnvFile"))) out->no_env = true;
    else if (str_eq(field, STR("silent"))) out->silent = true;
    else if (str_eq(field, STR("ifPresent"))) out->if_present = true;
    else if (str_eq(field, STR("cwd"))) out->cwd = value;
    else if (str_eq(field, STR("smol"))) out->smol = true;
    else if (str_eq(field, STR("bun"))) out->bun = true;
    else if (str_eq(field, STR("envFile[]"))) ARENA_PUSH(a, &out->env_files, ((EnvFile){value, false}));
    else if (str_eq(field, STR("envFileIfExists[]"))) ARENA_PUSH(a, &out->env_files, ((EnvFile){value, true}));
    else if (str_eq(field, STR("preload[]"))) put_quoted(&lists->preload, value);
    else if (str_eq(field, STR("conditions[]"))) put_quoted(&lists->conditions, value);
    else if (str_eq(field, STR("eval")) || str_eq(field, STR("print"))) {
        out->has_eval = true;
        out->print = str_eq(field, STR("print"));
        out->source = value;
    } else {
        json_quote(json, field);
        buf_put_char(json, ':');
        if (o->use == NO_ARG) buf_put(json, STR("true"));
        else json_quote(json, value);
        buf_put_char(json, ',');
    }
}

static bool is_command(Str word) { return str_eq(word, STR("run")) || str_eq(word, STR("test")); }

// The option named by `word`, and its attached value if it has one ("--x=value").
static const Option *option_of(Str word, Str *value, bool *attached)
{
    if (str_eq(word, STR("-pe"))) return find_short('p');  // as Node.js
    if (!str_starts(word, STR("--"))) return word.len == 2 ? find_short(str_at(word, 1)) : NULL;
    size_t equals = str_find_char(word, '=');
    *attached = equals != STR_NONE;
    if (*attached) *value = str_from(word, equals + 1);
    return find_long(str_sub(word, 2, *attached ? equals : word.len));
}

static bool take_option(Arena *a, ArgList in, size_t *i, Lists *lists, Buf *json, CliArgs *out)
{
    Str word = AT(in, *i), value = {};
    bool attached = false;
    const Option *o = option_of(word, &value, &attached);
    if (!o) {
        complain_unknown(word);
        return false;
    }
    if (o->use == ARG && !attached) {
        if (*i + 1 >= in.len) {
            fprintf(stderr, "cob: option '%.*s' needs an argument\n", STR_FMT(word));
            return false;
        }
        value = AT(in, ++*i);
    }
    apply(a, o, value, lists, json, out);
    return true;
}

static bool is_for_command_line(const Option *o)
{
    static const char *const fields[] = {"help", "version", "revision", "eval", "print", "check"};
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (str_eq(str_c(o->field), str_c(ELEM(fields, i)))) return true;
    return false;
}

// Other options of Node.js, and what stands behind them, mean nothing here.
static bool take_node_options(Arena *a, Lists *lists, Buf *json, CliArgs *out)
{
    if (!env_option_words(a, "NODE_OPTIONS", str_c(getenv("NODE_OPTIONS")), &out->env_flags)) return false;
    for (size_t i = 0; i < out->env_flags.len; i++) {
        Str word = AT(out->env_flags, i), value = {};
        bool attached = false;
        const Option *o = str_starts(word, STR("-")) ? option_of(word, &value, &attached) : NULL;
        if (!o) continue;
        if (is_for_command_line(o)) {
            fprintf(stderr, "cob: %.*s is not allowed in NODE_OPTIONS\n", STR_FMT(word));
            return false;
        }
        if (!take_option(a, out->env_flags, &i, lists, json, out)) return false;
    }
    return true;
}

// As if they stood first on the command line (Bun).
static bool take_bun_options(Arena *a, Lists *lists, Buf *json, CliArgs *out)
{
    if (!env_option_words(a, "BUN_OPTIONS", str_c(getenv("BUN_OPTIONS")), &out->flags)) return false;
    for (size_t i = 0; i < out->flags.len; i++) {
        if (!take_option(a, out->flags, &i, lists, json, out)) return false;
    }
    return true;
}

static ArgList joined(Arena *a, ArgList first, ArgList second)
{
    if (!first.len) return second;
    struct { Str *ptr; size_t len; } all = {ARENA_ARRAY(a, Str, first.len + second.len), first.len + second.len};
    for (size_t i = 0; i < all.len; i++) AT(all, i) = i < first.len ? AT(first, i) : AT(second, i - first.len);
    return (ArgList){all.ptr, all.len};
}

bool args_parse(Arena *a, ArgList in, CliArgs *out)
{
    AUTO(Buf) json = {};
    AUTO(Lists) lists = {};
    size_t i = 0, flags_end = 0;
    if (in.len && !out->as_node && is_command(AT(in, 0))) out->command = AT(in, i++);
    size_t flags_start = i;
    if (str_eq(out->command, STR("test"))) {  // the test command has its own table
        out->rest = (ArgList){at_from(in.ptr, i, in.len, sizeof(Str)), in.len - i};
        return true;
    }
    if (!take_node_options(a, &lists, &json, out) || !take_bun_options(a, &lists, &json, out)) return false;
    for (; i < in.len; i++) {
        Str word = AT(in, i);
        if (!str_starts(word, STR("-")) || str_eq(word, STR("-"))) break;
        if (str_eq(word, STR("--"))) {
            i++;
            break;
        }
        if (!take_option(a, in, &i, &lists, &json, out)) return false;
    }
    flags_end = i;
    if (i < in.len && !out->has_eval) out->entry = AT(in, i++);
    if (i < in.len && !out->command.len && !out->as_node && is_command(out->entry)) {  // cob --watch run x.ts
        out->command = out->entry;
        out->entry = AT(in, i++);
    }
    if (out->entry.len && i < in.len && str_eq(AT(in, i), STR("--")) && out->command.len) i++;
    out->rest = (ArgList){at_from(in.ptr, i, in.len, sizeof(Str)), in.len - i};
    out->flags = joined(a, out->flags, (ArgList){at_from(in.ptr, flags_start, in.len, sizeof(Str)), flags_end - flags_start});
    buf_put_fmt(&json, "\"conditions\":[%.*s],", STR_FMT(buf_str(&lists.conditions)));
    out->preload = arena_str(a, buf_str(&lists.preload));
    out->json = arena_str(a, buf_str(&json));
    return true;
}

void args_help(void)
{
    printf("cob runs JavaScript and TypeScript.\n\nUsage: cob [options] <file | script> [arguments]\n"
           "       cob run [options] <file | package.json script> [arguments]\n"
           "       cob test [filters]\n       cob -e <source>    cob -p <expression>    cob - (standard input)\n\nOptions:\n");
    for (size_t i = 0; i < COUNT_OF(options); i++) {
        const Option *o = &ELEM(options, i);
        if (!*o->help) continue;
        char left[64];
        snprintf(left, sizeof left, "--%s%s", o->name, o->use == ARG ? "=<value>" : "");
        printf(o->letter ? "  -%c, %-28s %s\n" : "      %.0d%-28s %s\n", o->letter, left, o->help);
    }
}
