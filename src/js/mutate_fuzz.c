// mutate_fuzz.c - JavaScript for the fuzzer: the grammar, and the parts of a text by cob's own parser and lexer.
//
// A text that parses gives the ranges of its nodes, so that an expression is exchanged for an
// expression and a type for a type. Tokens are parts too; they are all that a broken text has.
#include "js/mutate.h"

#include "js/lex.h"

static const FuzzRule rules[] = {
#define RULE(id, ...) FUZZ_RULE(id, __VA_ARGS__),
#include "js/grammar.def"
#undef RULE
};

static const char *rule_of(JsKind kind)
{
    switch (kind) {
    case N_PROGRAM: return "program";
    case N_BINDING: case N_OBJECT_PATTERN: case N_ARRAY_PATTERN: case N_DEFAULT: return "pattern";
    case N_NAME: case N_PRIVATE_NAME: return "key";
    case N_TEMPLATE: return "template";
    case N_PROPERTY: case N_SPREAD: return "props";
    case N_PARAM: case N_REST: return "param";
    case N_BLOCK: return "block";
    case N_METHOD: case N_FIELD: case N_STATIC_BLOCK: return "class_member";
    case N_DECORATOR: return "decorators";
    case N_IMPORT: return "import";
    case N_JSX_ATTR: case N_JSX_SPREAD_ATTR: return "jsx_attr";
    case N_JSX_TEXT: case N_JSX_SPREAD_CHILD: return "children";
    case N_JSX_EXPR: case N_JSX_STRING: return "jsx_value";
    case N_JSX_NAME: case N_JSX_NS_NAME: case N_JSX_MEMBER: return "tag";
    case N_TS_ANNOTATION: return "note";
    case N_TS_TYPE_PARAMS: return "type_params";
    case N_TS_TYPE_ARGS: return "type_args";
    case N_CASE: return "cases";
    default: break;
    }
    if (kind >= N_EMPTY && kind <= N_CLASS_DECL) return "stmt";
    if (kind >= N_EXPORT_NAMED && kind <= N_EXPORT_DEFAULT) return "export";
    if (kind >= N_TS_INTERFACE && kind <= N_TS_EXPORT_AS_NAMESPACE) return "typescript";
    if (kind >= N_TS_KEYWORD) return "type";
    return "expr";
}

static bool parse_as(Arena *a, Str text, JsLang lang, JsTree *t)
{
    JsParseOptions options = {.lang = lang};
    *t = (JsTree){};
    return !js_parse(a, text, &options, t).code;
}

static void add_nodes(const FuzzLanguage *g, Arena *a, const JsTree *t, FuzzParts *out)
{
    for (JsNodeId id = 1; id < t->nodes.count; id++) {
        const JsNode *n = js_node(t, id);
        if (n->start < n->end)
            ARENA_PUSH(a, out, (FuzzPart){n->start, n->end, fuzz_rule(g, str_c(rule_of((JsKind)n->kind)))});
    }
}

// The lexer's tokens; a `/` or `}` that only a parser could read is taken for an operator or bracket.
static void add_tokens(Arena *a, Str text, FuzzParts *out)
{
    JsTree t = {.source = text};
    JsNameTable names;
    Lexer l;
    js_names_init(&names, a, &t);
    lex_init(&l, text, &names);
    for (lex_next(&l); l.tok != T_EOF; lex_next(&l)) ARENA_PUSH(a, out, (FuzzPart){l.start, l.pos, FUZZ_NO_RULE});
}

static void js_parts(const FuzzLanguage *g, Arena *a, Str text, FuzzParts *out)
{
    JsTree t;
    if (parse_as(a, text, LANG_TSX, &t) || parse_as(a, text, LANG_TS, &t)) {
        add_nodes(g, a, &t, out);
        add_tokens(a, text, out);
    } else {
        fuzz_parts_of_text(g, a, text, out);
    }
}

const FuzzLanguage js_fuzz_text = {.rules = {rules, COUNT_OF(rules)}, .parts = js_parts};
const FuzzLanguage js_fuzz_text_with_option = {.rules = {rules, COUNT_OF(rules)}, .lead = 1, .parts = js_parts};
const FuzzLanguage js_fuzz_text_with_options = {.rules = {rules, COUNT_OF(rules)}, .lead = 2, .parts = js_parts};
