// transform_skim.h - tokens of JavaScript text without a syntax tree.
//
// Why not the parser: two questions are asked about every CommonJS file before anything else (does it
// need rewriting, which names does it export), and most files answer "no" without being parsed.
// Knows strings, templates, comments and regular expressions; tells a regular expression from a
// division by the brackets around it, and sets `doubt` where only a parser could know.
// Threads: any.  Memory: the bracket stack lives in `a`.  Cost: one pass.  Limit: SKIM_MAX_DEPTH brackets.
#pragma once

#include "base/arena.h"

#define SKIM_MAX_DEPTH 100000u

typedef enum SkimKind {
    SKIM_EOF,
    SKIM_WORD,      // identifier, keyword or private name
    SKIM_STRING,
    SKIM_NUMBER,
    SKIM_TEMPLATE,  // one piece: from ` or } up to ${ or `
    SKIM_REGEX,
    SKIM_PUNCT,
} SkimKind;

typedef struct SkimOpen {
    char bracket;       // ( [ { or ` for the hole of a template
    bool regex_after;   // a slash after the closing bracket starts a regular expression
    bool unsure;        // ... but that is a guess
    bool function;      // { that may open a function body: not after if/for/while/... (...)
} SkimOpen;

typedef struct Skim {
    Str src;
    Arena *a;
    uint32_t pos;
    SkimKind kind;
    uint32_t start, end;  // of the current token
    char punct;           // SKIM_PUNCT: first byte
    bool arrow;           // the token is =>
    bool newline_before;  // a line terminator precedes the token
    bool regex_ok;        // a slash that follows starts a regular expression
    bool unsure;
    bool operand;         // the token stands where an operand may start
    bool after_dot;       // the token follows `.` or `?.`
    bool head_word;       // the previous token was if/while/for/with
    bool doubt;           // the rest of the token stream may be wrong
    bool bad;             // unterminated token or too many brackets: EOF from here on
    SkimOpen closed;      // what the last ) ] } closed
    struct { SkimOpen *items; uint32_t count, cap; } opens;
} Skim;

void skim_init(Skim *s, Arena *a, Str src);
void skim_next(Skim *s);
static inline Str skim_text(const Skim *s) { return str_sub(s->src, s->start, s->end); }
bool skim_is_word(const Skim *s, Str word);
static inline bool skim_is(const Skim *s, char punct)
{
    return s->kind == SKIM_PUNCT && s->punct == punct;
}
// True if some enclosing brace may be a function body.
bool skim_in_function(const Skim *s);
