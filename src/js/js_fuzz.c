// js_fuzz.c - any bytes: the lexer and the parser answer, with a tree or an error inside the source.
#include "base/test.h"
#include "js/bind.h"
#include "js/lex.h"

FUZZ(js_lex)
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
        CHECK(l.tok == T_EOF || l.pos > last); // it moves on
        last = l.pos;
    } while (l.tok != T_EOF);
    CHECK(!l.diag.set || (l.diag.start <= l.diag.end && l.diag.start <= input.len));
}

// The first byte chooses the language and the goal.
FUZZ(js_parse)
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
        CHECK(t.diag.text.len && t.diag.start <= source.len);
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
