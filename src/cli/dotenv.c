// dotenv.c - see dotenv.h. Behaviour follows Bun 1.4; the cases are in tests/bun/dotenv.test.js.
#include "cli/dotenv.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/vec.h"
#include "resolve/resolve.h"

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}
static bool is_blank(char c) { return c == ' ' || c == '\t'; }
static bool is_line_end(char c) { return c == '\n' || c == '\r'; }

typedef struct Scanner {
    Arena *a;
    Str text;
    size_t pos;
    EnvVars *out;
    EnvLookup lookup;
    void *ctx;
} Scanner;

static char peek(const Scanner *s) { return str_peek(s->text, s->pos); }
static bool at_end(const Scanner *s) { return s->pos >= s->text.len; }
static void skip_blanks(Scanner *s) { while (!at_end(s) && is_blank(peek(s))) s->pos++; }
static void skip_line(Scanner *s)
{
    while (!at_end(s) && !is_line_end(peek(s))) s->pos++;
    if (!at_end(s)) s->pos++;
}

static Str scan_name(Scanner *s)
{
    size_t from = s->pos;
    while (is_name_char(peek(s))) s->pos++;
    return str_sub(s->text, from, s->pos);
}

static Str value_of(const Scanner *s, Str name)
{
    for (uint32_t i = s->out->count; i > 0; i--)
        if (str_eq(ITEM(*s->out, i - 1).name, name)) return ITEM(*s->out, i - 1).value;
    return s->lookup ? s->lookup(s->ctx, name) : (Str){};
}

static size_t expand_one(const Scanner *s, Str raw, size_t at, Buf *out);

static void expand_into(const Scanner *s, Str raw, Buf *out)
{
    for (size_t i = 0; i < raw.len;) {
        char c = str_at(raw, i);
        if (c == '\\' && str_peek(raw, i + 1) == '$') {
            buf_put_char(out, '$');
            i += 2;
        } else if (c == '$') {
            i = expand_one(s, raw, i, out);
        } else {
            buf_put_char(out, c);
            i++;
        }
    }
}

// `$NAME`, `${NAME}` or `${NAME:-default}` at `at`; returns where the text goes on.
static size_t expand_one(const Scanner *s, Str raw, size_t at, Buf *out)
{
    bool braces = str_peek(raw, at + 1) == '{';
    size_t from = at + 1 + braces, to = from;
    while (to < raw.len && is_name_char(str_at(raw, to)) && str_at(raw, to) != '-' && str_at(raw, to) != '.') to++;
    size_t close = braces ? str_find_from(raw, STR("}"), to) : to;
    if (to == from || close == STR_NONE) {
        buf_put_char(out, '$');
        return at + 1;
    }
    Str value = value_of(s, str_sub(raw, from, to));
    Str rest = str_sub(raw, to, close);
    if (!value.len && str_starts(rest, STR(":-"))) value = str_from(rest, 2);
    buf_put(out, value);
    return braces ? close + 1 : close;
}

static void put_escape(Buf *out, char c)
{
    switch (c) {
    case 'n': buf_put_char(out, '\n'); return;
    case 'r': buf_put_char(out, '\r'); return;
    case 't': buf_put_char(out, '\t'); return;
    case '"': case '\\': case '`': buf_put_char(out, c); return;
    default: buf_put_char(out, '\\'); buf_put_char(out, c);
    }
}

// Inside quotes; false when the closing quote is missing (then the line is taken as unquoted).
static bool scan_quoted(Scanner *s, char quote, Buf *out)
{
    size_t close = s->pos + 1;
    while (close < s->text.len && str_at(s->text, close) != quote)
        close += str_at(s->text, close) == '\\' && quote != '\'' ? 2 : 1;
    if (close >= s->text.len) return false;
    for (size_t i = s->pos + 1; i < close; i++) {
        char c = str_at(s->text, i);
        if (c == '\r') {
            if (str_peek(s->text, i + 1) != '\n') buf_put_char(out, '\n');
        } else if (c == '\\' && quote != '\'' && str_peek(s->text, i + 1) != '$') put_escape(out, str_peek(s->text, ++i));
        else buf_put_char(out, c);
    }
    s->pos = close + 1;
    return true;
}

static Str scan_unquoted(Scanner *s)
{
    size_t from = s->pos;
    while (!at_end(s) && !is_line_end(peek(s)) && peek(s) != '#') s->pos++;
    return str_trim(str_sub(s->text, from, s->pos));
}

static Str scan_value(Scanner *s)
{
    AUTO(Buf) raw = {.max = DOTENV_MAX};
    AUTO(Buf) value = {.max = DOTENV_MAX * 4};
    char quote = peek(s);
    bool quoted = (quote == '"' || quote == '\'' || quote == '`') && scan_quoted(s, quote, &raw);
    if (!quoted) buf_put(&raw, scan_unquoted(s));
    if (quoted && quote == '\'') buf_put(&value, buf_str(&raw));
    else expand_into(s, buf_str(&raw), &value);
    return arena_str(s->a, buf_str(&value));
}

static void scan_line(Scanner *s)
{
    skip_blanks(s);
    Str name = scan_name(s);
    skip_blanks(s);
    if (str_eq(name, STR("export")) && is_name_char(peek(s))) {
        name = scan_name(s);
        skip_blanks(s);
    }
    bool assigns = name.len && (peek(s) == '=' || peek(s) == ':');
    if (assigns) {
        s->pos++;
        skip_blanks(s);
        EnvVar var = {name, scan_value(s)};
        ARENA_PUSH(s->a, s->out, var);
    }
    skip_line(s);
}

void dotenv_parse(Arena *a, Str text, EnvLookup lookup, void *ctx, EnvVars *out)
{
    Scanner s = {.a = a, .text = text, .out = out, .lookup = lookup, .ctx = ctx};
    if (str_starts(text, STR("\xEF\xBB\xBF"))) s.pos = 3;
    while (!at_end(&s)) scan_line(&s);
}

// --- loading ---------------------------------------------------------------------------------------

static Str from_environment(void *ctx, Str name)
{
    return str_c(getenv(arena_cstr(ctx, name)));
}

static bool load_file(Arena *a, Str path)
{
    Str text;
    if (resolve_disk.read(resolve_disk.ctx, a, path, DOTENV_MAX, &text).code) return false;
    EnvVars vars = {};
    dotenv_parse(a, text, from_environment, a, &vars);
    // Within a file the last definition wins; across files and the environment, the first one set.
    for (uint32_t i = vars.count; i > 0; i--) {
        const EnvVar *v = &ITEM(vars, i - 1);
        setenv(arena_cstr(a, v->name), arena_cstr(a, v->value), 0);
    }
    return true;
}

// One option: a list of files. Of files that are named, the last one wins.
static bool load_named(Arena *a, Str dir, const EnvFile *f)
{
    for (size_t to = f->path.len; to != STR_NONE;) {
        size_t comma = str_find_last_char(str_sub(f->path, 0, to), ',');
        Str path = str_sub(f->path, comma == STR_NONE ? 0 : comma + 1, to);
        to = comma;
        if (!path.len || load_file(a, path_join(a, dir, path)) || f->optional) continue;
        fprintf(stderr, "cob: cannot read environment file '%.*s'\n", STR_FMT(path));
        return false;
    }
    return true;
}

bool dotenv_load(Str dir, EnvFiles files)
{
    AUTO(Arena) a = {};
    for (size_t i = files.len; i > 0; i--)
        if (!load_named(&a, dir, &AT(files, i - 1))) return false;
    if (files.len) return true;
    const char *mode = getenv("NODE_ENV");
    bool test = mode && str_eq(str_c(mode), STR("test"));
    if (!mode || !*mode) mode = "development";
    load_file(&a, arena_fmt(&a, "%.*s/.env.%s.local", STR_FMT(dir), mode));
    if (!test) load_file(&a, arena_fmt(&a, "%.*s/.env.local", STR_FMT(dir)));
    load_file(&a, arena_fmt(&a, "%.*s/.env.%s", STR_FMT(dir), mode));
    load_file(&a, arena_fmt(&a, "%.*s/.env", STR_FMT(dir)));
    return true;
}
