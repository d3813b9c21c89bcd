// transform_test.c - text in, text out: the cases of tests/snap/js_transform.txt.
//
// A case is `=== flags`, the source, `---`, the expected code (or `error: ...`). UPDATE=1 rewrites the
// file; a human reads the difference. Every case is also checked for moved lines.
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/test.h"
#include "js/edit.h"
#include "js/transform.h"

#define SNAPSHOT "tests/snap/js_transform.txt"

static bool has_flag(Str flags, const char *flag)
{
    return str_find(flags, str_c(flag)) != STR_NONE;
}

static JsOptions options_of(Str flags)
{
    JsOptions o = {.filename = STR("file.tsx"), .use_define_for_class_fields = true};
    if (has_flag(flags, "ts")) o.lang = LANG_TS;
    if (has_flag(flags, "jsx")) o.lang = LANG_JSX;
    if (has_flag(flags, "tsx")) o.lang = LANG_TSX;
    if (has_flag(flags, "module")) o.goal = GOAL_MODULE;
    if (has_flag(flags, "commonjs")) o.goal = GOAL_COMMONJS;
    if (has_flag(flags, "script")) o.goal = GOAL_SCRIPT;
    if (has_flag(flags, "classic")) o.jsx = JSX_CLASSIC;
    if (has_flag(flags, "preserve")) o.jsx = JSX_PRESERVE;
    if (has_flag(flags, "dev")) o.jsx_dev = true;
    if (has_flag(flags, "legacy")) o.experimental_decorators = true;
    if (has_flag(flags, "metadata")) o.emit_decorator_metadata = true;
    if (has_flag(flags, "assign")) o.use_define_for_class_fields = false;
    if (has_flag(flags, "verbatim")) o.verbatim_module_syntax = true;
    if (has_flag(flags, "keep")) o.keep_modules = true;
    if (has_flag(flags, "async-context")) o.async_context = true;
    if (has_flag(flags, "stack-reads")) o.stack_reads = true;
    return o;
}

static void put_unit(Buf *out, const JsUnit *u)
{
    buf_put_fmt(out, "%s%s%s%s columns=%u slots=%u\n", u->unchanged ? "unchanged " : "",
                u->is_module ? "module " : "", u->has_top_level_await ? "async " : "",
                u->uses_import ? "$m" : "", u->wrapper_columns, u->slot_count);
    for (uint32_t i = 0; i < u->requests.count; i++)
        buf_put_fmt(out, "request %u %.*s %.*s\n", i, STR_FMT(ITEM(u->requests, i).specifier),
                    STR_FMT(ITEM(u->requests, i).attr_type));
    for (uint32_t i = 0; i < u->imports.count; i++)
        buf_put_fmt(out, "import %u %.*s\n", ITEM(u->imports, i).request, STR_FMT(ITEM(u->imports, i).name));
    static const char *const kinds[] = {"local", "indirect", "star", "star-as"};
    for (uint32_t i = 0; i < u->exports.count; i++) {
        const JsExport *e = &ITEM(u->exports, i);
        buf_put_fmt(out, "export %s %.*s slot=%u request=%u %.*s\n", ELEM(kinds, e->kind), STR_FMT(e->name),
                    e->slot, e->request, STR_FMT(e->import_name));
    }
    buf_put(out, u->code);
}

static size_t count_lines(Str s)
{
    size_t lines = 0;
    for (size_t i = 0; i < s.len; i++) lines += str_at(s, i) == '\n';
    return lines;
}

static void run_case(Arena *a, Str flags, Str source, Buf *out)
{
    JsOptions o = options_of(flags);
    JsUnit u = {};
    Err e = js_transform(a, source, &o, &u);
    if (e.code) {
        buf_put_fmt(out, "error: %.*s at %u", STR_FMT(u.diag.text), u.diag.start);
        return;
    }
    put_unit(out, &u);
    size_t extra = count_lines(u.code) - count_lines(source);
    CHECK(extra <= 1);
}

static void put_case(Arena *a, Str flags, Str source, Buf *out)
{
    buf_put_fmt(out, "===%.*s\n%.*s\n---\n", STR_FMT(flags), STR_FMT(source));
    run_case(a, flags, source, out);
    buf_put_char(out, '\n');
}

// The file as it should be: every source of `text` with what it becomes now.
static void replay(Arena *a, Str text, Buf *out)
{
    while (str_starts(text, STR("==="))) {
        size_t line = str_find_char(text, '\n'), end = str_find(text, STR("\n---\n"));
        CHECK(line != STR_NONE && end != STR_NONE);
        put_case(a, str_sub(text, 3, line), str_sub(text, line + 1, end), out);
        size_t next = str_find_from(text, STR("\n==="), end + 5);
        text = next == STR_NONE ? (Str){} : str_from(text, next + 1);
    }
}

static void read_all(const char *path, Buf *out)
{
    FILE *f = fopen(path, "rb");
    CHECK(f);
    for (int ch = fgetc(f); ch != EOF; ch = fgetc(f)) buf_put_char(out, (char)ch);
    fclose(f);
}

static void print_difference(Str want, Str got)
{
    size_t i = 0, line = 1;
    while (i < want.len && i < got.len && str_at(want, i) == str_at(got, i)) {
        if (str_at(want, i) == '\n') line++;
        i++;
    }
    size_t from = i > 200 ? i - 200 : 0;
    fprintf(stderr, SNAPSHOT ":%zu differs\nwant ...%.*s\ngot  ...%.*s\n", line, STR_FMT(str_sub(want, from, i + 200)),
            STR_FMT(str_sub(got, from, i + 200)));
}

TEST(transform_snapshots)
{
    AUTO(Arena) a = {};
    AUTO(Buf) text = {};
    AUTO(Buf) out = {};
    read_all(SNAPSHOT, &text);
    replay(&a, buf_str(&text), &out);
    if (getenv("UPDATE")) {
        FILE *f = fopen(SNAPSHOT, "wb");
        CHECK(f && fwrite(out.ptr, 1, out.len, f) == out.len && fclose(f) == 0);
        return;
    }
    if (!str_eq(buf_str(&text), buf_str(&out))) print_difference(buf_str(&text), buf_str(&out));
    CHECK(str_eq(buf_str(&text), buf_str(&out)));
}

TEST(edits_close_inner_first_and_open_outer_first)
{
    AUTO(Arena) a = {};
    AUTO(Buf) out = {};
    Edits e;
    edits_init(&e, &a, STR("abc"));
    edit_wrap(&e, 1, 2, STR("("), STR(")"));  // made out of order on purpose
    edit_wrap(&e, 0, 3, STR("<"), STR(">"));
    edit_wrap(&e, 1, 3, STR("["), STR("]"));
    edit_replace(&e, 1, 2, STR("B"));
    edits_render(&e, &out);
    CHECK(str_eq(buf_str(&out), STR("<a[(B)c]>")));
}

// Every byte gets its double behind it; `stride` says how far apart the edits are made.
static void double_all(uint32_t stride)
{
    enum { COUNT = 2003 };
    AUTO(Arena) a = {};
    AUTO(Buf) source = {};
    AUTO(Buf) out = {};
    AUTO(Buf) expected = {};
    Edits e;
    for (uint32_t i = 0; i < COUNT; i++) {
        buf_put_char(&source, (char)('a' + i % 26));
        buf_put_repeat(&expected, (char)('a' + i % 26), 2);
    }
    edits_init(&e, &a, buf_str(&source));
    for (uint32_t i = 0; i < COUNT; i++) {
        uint32_t at = (uint32_t)((uint64_t)i * stride % COUNT);
        edit_after(&e, at, at + 1, str_sub(e.src, at, at + 1));
    }
    CHECK(edits_count(&e) == COUNT);
    edits_render(&e, &out);
    CHECK(str_eq(buf_str(&out), buf_str(&expected)));
}

TEST(edits_come_in_any_order)
{
    static const uint32_t strides[] = {1, 2, 7, 999, 1001, 2001, 2002};  // forwards, jumps, backwards
    for (size_t i = 0; i < COUNT_OF(strides); i++) double_all(ELEM(strides, i));
}

TEST(edits_move_a_range_with_the_edits_inside)
{
    AUTO(Arena) a = {};
    AUTO(Buf) out = {};
    Edits e;
    EditText moved = {};
    edits_init(&e, &a, STR("x=abc;y"));
    edit_wrap(&e, 3, 4, STR("("), STR(")"));
    edit_replace(&e, 0, 6, (Str){});
    edit_text_add_range(&a, &moved, 2, 5);
    edit_put(&e, EDIT_CLOSE, 6, 7, moved);
    edits_render(&e, &out);
    CHECK(str_eq(buf_str(&out), STR("ya(b)c")));
}

TEST(edits_blank_keeps_lines_and_columns)
{
    AUTO(Arena) a = {};
    AUTO(Buf) out = {};
    Edits e;
    edits_init(&e, &a, STR("a\xC3\xA9\xF0\x9F\x98\x80\n\tb\r\n"));
    edit_blank(&e, 0, (uint32_t)e.src.len, STR(";"));
    edits_render(&e, &out);
    CHECK(str_eq(buf_str(&out), STR(";   \n\t \r\n")));
}

TEST(transform_does_not_parse_plain_commonjs)
{
    static const char *const plain[] = {
        "exports.a = 'import x'; // export\n/* using @ await */ /await/.test(x.import)",
        "async function f() { await x }  exports.f = async () => { await y }",
        "a < b; a\n<b>c", "x = {await: 1}.await", "",
        // What no parser would take shows that none was asked.
        "x = (1 << 5) + (1 <<= 2)", "x = {accessor: 1, using : 2, await: 3, export: 4, eval : 5}; const accessor = using; 1 = 2",
    };
    for (size_t i = 0; i < COUNT_OF(plain); i++) {
        AUTO(Arena) a = {};
        JsOptions o = {.goal = GOAL_COMMONJS};
        JsUnit u = {};
        CHECK(!js_transform(&a, str_c(ELEM(plain, i)), &o, &u).code);
        CHECK(u.unchanged && u.code.ptr == ELEM(plain, i) && !u.is_module);
    }
}

TEST(a_plain_file_with_names_like_ours_gets_another_helper)
{
    AUTO(Arena) a = {};
    JsOptions o = {.goal = GOAL_COMMONJS, .stack_reads = true};
    JsUnit u = {};
    CHECK(!js_transform(&a, STR("var $mx, $m1; f(e.stack); 1 = 2"), &o, &u).code);
    CHECK(str_eq(u.helper, STR("$m2")) && str_find(u.code, STR("f($m2.trace(e).stack)")) != STR_NONE);
}

TEST(an_empty_module_is_a_generator)
{
    AUTO(Arena) a = {};
    JsOptions o = {.goal = GOAL_MODULE};
    JsUnit u = {};
    CHECK(!js_transform(&a, STR(""), &o, &u).code);
    CHECK(u.is_module && str_starts(u.code, STR("(function*(")) && str_ends(u.code, STR("\n})")));
}

TEST(the_wrapper_stands_outside_an_expression_that_is_the_whole_module)
{
    AUTO(Arena) a = {};
    JsOptions o = {.goal = GOAL_MODULE, .async_context = true};
    JsUnit u = {};
    CHECK(!js_transform(&a, STR("await x"), &o, &u).code);
    CHECK(str_starts(u.code, STR("(async function*(")) && str_ends(u.code, STR("\n})")));
}

TEST(reads_of_early_imports_are_checked)
{
    AUTO(Arena) a = {};
    JsOptions o = {.goal = GOAL_MODULE, .early = STR("01")};
    JsUnit u = {};
    Str source = STR("import a, {b} from 'x'\na\nb\nb()\nnew b.c\n;({a, b}).b = b = 1");
    CHECK(!js_transform(&a, source, &o, &u).code);
    CHECK(str_find(u.code, STR("const $m_i=(v,i)=>v===void 0?$m.early(i,\"a,b\"):v;")) != STR_NONE);
    CHECK(str_ends(u.code, STR("\na\n$m_i(b,1)\n$m_i(b,1)()\nnew ($m_i(b,1)).c\n;({a, b:$m_i(b,1)}).b = "
                               "$m.readonly(\"b\")._ = 1\n})")));
}
