// lex.h - JavaScript tokens on demand.
//
// The lexer holds exactly one token and never looks past it, so the parser chooses how to read on:
// a `/` becomes a regular expression, a `}` the next template part, text after `>` JSX, by asking.
// Speculation is copying the struct. The first error sticks in `diag`; from then on every token is
// T_EOF. Threads: any.   Memory: arena of `names`.   Cost: linear, about a table step a byte.
#pragma once

#include "js/ast.h"

typedef enum JsToken {
#define TOKEN(id, text) T_##id,
#define PUNCT(id, text, binary, assign) T_##id,
#include "js/tokens.def"
#undef TOKEN
#undef PUNCT
#define WORD(id, text) T_##id,
#define ATOM(id, text)
#include "js/atoms.def"
#undef WORD
#undef ATOM
    T_COUNT,
} JsToken;
#define T_FIRST_WORD T_BREAK

// Interned names of one file; atoms index tree->atoms.
typedef struct JsNameSlot {
    uint32_t hash;
    JsAtom atom;  // + 1; 0: free
} JsNameSlot;
typedef struct JsNameTable {
    Arena *arena;
    JsTree *tree;
    JsNameSlot *slots;
    uint32_t slot_count;  // a power of two
    uint64_t seed;        // differs from run to run, so that collisions cannot be prepared
} JsNameTable;

void js_names_init(JsNameTable *n, Arena *a, JsTree *tree);
JsAtom js_intern(JsNameTable *n, Str name);

typedef struct Lexer {
    Str src;
    JsNameTable *names;
    uint32_t pos;         // end of the current token
    uint32_t start;       // of the current token
    uint32_t prev_end;    // end of the token before
    JsAtom atom;          // T_IDENT, T_PRIVATE, T_ESCAPED_WORD, reserved words, T_JSX_NAME
    uint8_t tok;          // JsToken
    bool newline;         // a line terminator stands before the token
    bool escaped;         // the token's text has escapes
    bool bad_escape;      // templates: an escape that only a tag may see
    bool pure;            // a /* @__PURE__ */ comment stands before the token
    bool html_comments;   // `<!--` and `-->` are comments (not in modules)
    uint32_t html;        // offset + 1 of the last text that looked like one, whatever it is; 0: none
    uint32_t octal;       // offset + 1 of a legacy octal literal or escape in the token; 0: none
    Diag diag;
} Lexer;

void lex_init(Lexer *l, Str src, JsNameTable *names);
void lex_next(Lexer *l);
// Records the first error and ends the token stream.
__attribute__((format(printf, 4, 5)))
void lex_error(Lexer *l, uint32_t start, uint32_t end, const char *format, ...);

// Each starts again at the current token's first byte.
void lex_regex(Lexer *l);            // at T_SLASH or T_DIV_ASSIGN; *flags_start is in `octal`
void lex_template_rest(Lexer *l);    // at T_RBRACE: T_TEMPLATE_MIDDLE or T_TEMPLATE_TAIL
void lex_split_gt(Lexer *l);         // at >> >>> >= >>= >>>=: T_GT
void lex_split_lt(Lexer *l);         // at << or <<=: T_LT
void lex_jsx_name(Lexer *l);         // at an identifier or word: extended by '-' parts, T_JSX_NAME
// Reads on behind the current token.
void lex_jsx_child(Lexer *l);        // T_JSX_TEXT, T_LBRACE, T_LT or T_EOF
void lex_jsx_attr_value(Lexer *l);   // T_STRING without escapes, or as lex_next

const char *js_token_text(JsToken tok);
bool js_is_id_start(uint32_t rune);
bool js_is_id_continue(uint32_t rune);

// ---- between the lexer's files ------------------------------------------------------------------------
enum {
    C_OTHER, C_ID, C_DIGIT, C_SPACE, C_NEWLINE, C_ESCAPE, C_HIGH,  // a backslash; not ASCII
};
extern const uint8_t js_char_class[256];
void lex_identifier(Lexer *l);                // at an ASCII letter, $, _, backslash or ID_Start
void lex_private_name(Lexer *l);              // at '#'
void lex_number(Lexer *l);
void lex_string(Lexer *l, char quote);
void lex_template(Lexer *l, bool head);       // l->pos behind ` or }
bool lex_is_id_at(Lexer *l, uint32_t pos);    // identifier start (or continuation) here?
int js_hex_value(char c);                     // or -1
// Reads the escape `\u....` or `\u{...}` whose `u` is at `pos`: its length in bytes, 0 if malformed.
uint32_t js_unicode_escape(Str s, uint32_t pos, uint32_t *rune);
