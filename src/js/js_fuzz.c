// js_fuzz.c - any bytes: the lexer and the parser answer, with a tree or an error inside the source.
#include "base/test.h"
#include "base/utf.h"
#include "js/bind.h"
#include "js/lex.h"
#include "js/mutate.h"

static size_t line_end(Str s, size_t pos)
{
    for (Rune r; pos < s.len; pos += r.len) {
        r = utf8_decode(s, pos);
        if (r.value == '\n' || r.value == '\r' || r.value == 0x2028 || r.value == 0x2029) break;
    }
    return pos;
}

// Between tokens there is white space and comments, and nothing else.
static bool is_trivia(Str s)
{
    static const char *const lines[] = {"//", "#!", "<!--", "-->"};
    size_t pos = 0;
    while (pos < s.len) {
        Str rest = str_from(s, pos);
        Rune r = utf8_decode(s, pos);
        size_t next = rune_is_space(r.value) ? pos + r.len : pos;
        for (size_t i = 0; i < COUNT_OF(lines); i++)
            if (str_starts(rest, str_c(ELEM(lines, i)))) next = line_end(s, pos);
        if (str_starts(rest, STR("/*"))) next = str_find_from(s, STR("*/"), pos + 2) + 2;
        if (next <= pos) return false;
        pos = next;
    }
    return pos == s.len;
}

FUZZ_AS(js_lex, &js_fuzz_text)
{
    AUTO(Arena) a = {};
    JsTree t = {.source = str_of(input)};
    JsNameTable names;
    Lexer l;
    js_names_init(&names, &a, &t);
    lex_init(&l, t.source, &names);
    uint32_t last = 0;
    do {
        lex_next(&l);
        CHECK(l.start >= last && l.pos >= l.start && l.pos <= input.len);
        CHECK(l.diag.set || is_trivia(str_sub(t.source, last, l.start)));
        CHECK(l.tok == T_EOF || l.pos > last); // it moves on
        last = l.pos;
    } while (l.tok != T_EOF);
    CHECK(!l.diag.set || (l.diag.start <= l.diag.end && l.diag.end <= input.len));
    CHECK(l.diag.set || l.pos == input.len);
}

// The first byte chooses the language and the goal.
FUZZ_AS(js_parse, &js_fuzz_text_with_option)
{
    AUTO(Arena) a = {};
    if (!input.len) return;
    uint8_t choice = AT(input, 0);
    JsTree t;
    JsBind b;
    JsParseOptions options = {.lang = (JsLang)(choice % 5), .goal = (JsGoal)(choice / 5 % 4)};
    Str source = str_from(str_of(input), 1);
    Err e = js_parse(&a, source, &options, &t);
    if (!e.code) e = js_bind(&a, &t, &b);
    CHECK((e.code != 0) == t.diag.set);
    if (e.code) {
        CHECK(t.diag.text.len && t.diag.start <= t.diag.end && t.diag.end <= source.len);
        return;
    }
    for (JsNodeId id = 1; id < t.nodes.count; id++) {
        const JsNode *n = js_node(&t, id);
        CHECK(n->start <= n->end && n->end <= source.len);
        if (n->kind == N_STRING) (void)js_string_value(&a, &t, id);
        if (n->kind == N_NUMBER) (void)js_number_value(&t, id);
        if (n->kind == N_JSX_TEXT) (void)js_jsx_text_value(&a, &t, id);
    }
}
