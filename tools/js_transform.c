// js_transform.c - the transformer as a program, for tests that run its output elsewhere.
//
//   js_transform [--lang=ts] [--goal=module] [--option ...] < paths      one JSON object a line
//   js_transform --print [--minify] ...      the file parsed and printed; "same": printing kept the tree
//
// Not part of cob. Build: gcc -std=gnu2x -Isrc tools/js_transform.c src/js/*.c src/base/*.c without tests.
#include <stdio.h>

#include "base/mem.h"
#include "base/utf.h"
#include "js/print.h"
#include "js/transform.h"

typedef struct Mode {
    bool no_code, print, minify;
} Mode;

static void put_json(FILE *out, Str s)
{
    fputc('"', out);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char ch = (unsigned char)str_at(s, i);
        if (ch == '"' || ch == '\\') fprintf(out, "\\%c", ch);
        else if (ch < 32) fprintf(out, "\\u%04x", ch);
        else fputc(ch, out);
    }
    fputc('"', out);
}

static bool slurp(const char *path, char **out, size_t *len)
{
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    fseek(f, 0, SEEK_SET);
    *len = size > 0 ? (size_t)size : 0;
    *out = mem_alloc(*len + 1, 1);
    bool ok = size >= 0 && fread(*out, 1, *len, f) == *len;
    fclose(f);
    return ok;
}

static void put_tables(FILE *out, const JsUnit *u)
{
    fprintf(out, ",\"requests\":[");
    for (uint32_t i = 0; i < u->requests.count; i++) {
        const JsRequest *r = &ITEM(u->requests, i);
        fprintf(out, "%s{\"phase\":%d,\"specifier\":", i ? "," : "", (int)r->phase);
        put_json(out, r->specifier);
        fprintf(out, ",\"type\":");
        put_json(out, r->attr_type);
        fputc('}', out);
    }
    fprintf(out, "],\"imports\":[");
    for (uint32_t i = 0; i < u->imports.count; i++) {
        const JsImport *m = &ITEM(u->imports, i);
        fprintf(out, "%s{\"request\":%u,\"name\":", i ? "," : "", m->request);
        put_json(out, m->name);
        fputc('}', out);
    }
    fprintf(out, "],\"exports\":[");
    for (uint32_t i = 0; i < u->exports.count; i++) {
        const JsExport *e = &ITEM(u->exports, i);
        fprintf(out, "%s{\"kind\":%d,\"slot\":%u,\"request\":%u,\"name\":", i ? "," : "", (int)e->kind, e->slot,
                e->request);
        put_json(out, e->name);
        fprintf(out, ",\"importName\":");
        put_json(out, e->import_name);
        fputc('}', out);
    }
    fprintf(out, "]");
}

// The tree of `source` as text, without places.
static Err dump(Arena *a, Str source, JsParseOptions options, JsTree *tree, Buf *out)
{
    TRY(js_parse(a, source, &options, tree));
    js_dump(tree, tree->root, out);
    return OK;
}

static Err reprint(Arena *a, Str source, const JsOptions *o, bool minify, JsUnit *u)
{
    JsTree tree = {}, again = {};
    AUTO(Buf) before = {};
    AUTO(Buf) after = {};
    AUTO(Buf) out = {};
    JsPrintOptions print = {.minify_whitespace = minify};
    Err e = dump(a, source, (JsParseOptions){o->lang, o->goal}, &tree, &before);
    u->diag = tree.diag;
    TRY(e);
    TRY(js_print(a, &tree, &print, &out));
    u->code = arena_str(a, buf_str(&out));
    u->is_module = tree.is_module;
    e = dump(a, u->code, (JsParseOptions){o->lang, o->goal}, &again, &after);
    u->unchanged = !e.code && str_eq(buf_str(&before), buf_str(&after));
    return OK;
}

static void put_head(const char *path, Str text, Err e, const Diag *diag)
{
    printf("{\"path\":");
    put_json(stdout, str_c(path));
    printf(",\"error\":%d,\"message\":", e.code);
    put_json(stdout, diag->text);
    if (e.code && diag->set) {
        LineCol at = diag_locate(text, diag->start);
        printf(",\"line\":%u,\"column\":%u", at.line, at.column);
    }
}

static void print_file(const char *path, const JsOptions *options, bool minify)
{
    AUTO(Arena) a = {};
    char *text = NULL;
    size_t len = 0;
    JsUnit u = {};
    Err e = err(ERR_NOT_FOUND);
    if (slurp(path, &text, &len)) e = reprint(&a, utf8_clean(&a, (Str){text, len}), options, minify, &u);
    put_head(path, (Str){text, len}, e, &u.diag);
    printf(",\"same\":%d,\"module\":%d,\"code\":", u.unchanged, u.is_module);
    put_json(stdout, u.code);
    printf("}\n");
    mem_free(text);
}

static void transform_file(const char *path, JsOptions options, bool with_code)
{
    AUTO(Arena) a = {};
    char *text = NULL;
    size_t len = 0;
    JsUnit u = {};
    Err e = err(ERR_NOT_FOUND);
    if (slurp(path, &text, &len)) {
        options.filename = str_c(path);
        e = js_transform(&a, (Str){text, len}, &options, &u);
    }
    put_head(path, (Str){text, len}, e, &u.diag);
    printf(",\"unchanged\":%d,\"module\":%d,\"async\":%d,\"usesImport\":%d,\"columns\":%u,\"slots\":%u", u.unchanged,
           u.is_module, u.has_top_level_await, u.uses_import, u.wrapper_columns, u.slot_count);
    put_tables(stdout, &u);
    if (with_code) {
        printf(",\"code\":");
        put_json(stdout, u.code);
    }
    printf("}\n");
    mem_free(text);
}

static bool flag(const char *arg, const char *name)
{
    return str_eq(str_c(arg), str_c(name));
}

static bool parse_flag(const char *arg, JsOptions *o, Mode *mode)
{
    if (flag(arg, "--lang=js")) o->lang = LANG_JS;
    else if (flag(arg, "--lang=jsx")) o->lang = LANG_JSX;
    else if (flag(arg, "--lang=ts")) o->lang = LANG_TS;
    else if (flag(arg, "--lang=tsx")) o->lang = LANG_TSX;
    else if (flag(arg, "--goal=module")) o->goal = GOAL_MODULE;
    else if (flag(arg, "--goal=commonjs")) o->goal = GOAL_COMMONJS;
    else if (flag(arg, "--goal=script")) o->goal = GOAL_SCRIPT;
    else if (flag(arg, "--jsx=classic")) o->jsx = JSX_CLASSIC;
    else if (flag(arg, "--jsx=preserve")) o->jsx = JSX_PRESERVE;
    else if (flag(arg, "--dev")) o->jsx_dev = true;
    else if (flag(arg, "--legacy")) o->experimental_decorators = true;
    else if (flag(arg, "--metadata")) o->emit_decorator_metadata = true;
    else if (flag(arg, "--assign")) o->use_define_for_class_fields = false;
    else if (flag(arg, "--keep")) o->keep_modules = true;
    else if (flag(arg, "--verbatim")) o->verbatim_module_syntax = true;
    else if (flag(arg, "--async-context")) o->async_context = true;
    else if (flag(arg, "--no-code")) mode->no_code = true;
    else if (flag(arg, "--print")) mode->print = true;
    else if (flag(arg, "--minify")) mode->minify = true;
    else return false;
    return true;
}

int main(int argc, char **argv)
{
    JsOptions options = {.use_define_for_class_fields = true};
    Mode mode = {};
    struct { char **items; size_t count; } args = {argv, (size_t)argc};
    for (size_t i = 1; i < args.count; i++) {
        if (parse_flag(ITEM(args, i), &options, &mode)) continue;
        fprintf(stderr, "unknown flag %s\n", ITEM(args, i));
        return 2;
    }
    char path[4096];
    while (fgets(path, sizeof path, stdin)) {
        size_t len = strcspn(path, "\n");
        ELEM(path, len) = 0;
        if (mode.print) print_file(path, &options, mode.minify);
        else transform_file(path, options, !mode.no_code);
    }
    return 0;
}
