// parse.h - what the parser's files share: the parser's state, its contexts and its small tools.
//
// One function per grammar rule. The first error ends the token stream (lex.h), so no function returns
// errors: each loop ends at T_EOF. Every recursion passes enter(). Only src/js/parse*.c include this.
#pragma once

#include "js/ast.h"
#include "js/lex.h"

// Contexts: grammar parameters and what encloses the code, inherited downwards.
enum {
    CTX_STRICT = 1 << 0,
    CTX_AWAIT = 1 << 1,          // [+Await]
    CTX_YIELD = 1 << 2,          // [+Yield]
    CTX_RETURN = 1 << 3,
    CTX_NO_IN = 1 << 4,          // [~In]
    CTX_NEW_TARGET = 1 << 5,
    CTX_SUPER_PROPERTY = 1 << 6,
    CTX_SUPER_CALL = 1 << 7,
    CTX_NO_ARGUMENTS = 1 << 8,   // class field initialisers and static blocks
    CTX_STATIC_BLOCK = 1 << 9,   // `await` is reserved
    CTX_LOOP = 1 << 10,          // continue allowed
    CTX_SWITCH = 1 << 11,        // break allowed (or CTX_LOOP)
    CTX_TOP = 1 << 12,           // outside functions
    CTX_AMBIENT = 1 << 13,       // inside `declare` or a .d.ts file
    CTX_PARAMS = 1 << 14,        // parameters: no await or yield expressions
    CTX_THEN = 1 << 15,          // between ? and : (arrow return types are ambiguous)
    CTX_NO_COND_TYPE = 1 << 16,  // `extends` of `infer T extends U` ends here
    CTX_TYPE = 1 << 17,          // inside a type
    CTX_FIELD = 1 << 18,         // class field initialiser: await is no expression
    CTX_NAMESPACE = 1 << 19,     // statements of a TypeScript namespace
    CTX_DERIVED = 1 << 20,       // the innermost class has `extends`
    CTX_ASYNC_PARAMS = 1 << 21,  // parameters of an async function: `await` is reserved
    CTX_DECORATOR = 1 << 22,     // `@a[b]` ends before the `[`
    CTX_ANON_EXPORT = 1 << 23,   // export default: declarations need no name
};
// What a nested ordinary function keeps of its surroundings.
#define CTX_KEPT (CTX_STRICT | CTX_AMBIENT)

typedef struct Label {
    JsAtom name;
    bool loop;  // labels a loop: `continue name` is allowed
} Label;

// Errors that an expression has unless it turns out to be a pattern: offset + 1 of the first, 0: none.
typedef struct Cover {
    uint32_t shorthand_init;  // {a = 1}
    uint32_t double_proto;    // {__proto__: a, __proto__: b}
    uint32_t ts_param;        // (a?: T), only in an arrow's parameters
} Cover;

typedef struct Parser {
    Lexer lex;
    JsTree *t;
    Arena *a;
    uint32_t ctx;
    uint32_t depth;
    uint32_t body_depth;   // of the statements that stand directly in the file or in the innermost namespace
    bool ts;
    bool jsx;
    bool automatic;        // GOAL_AUTO and neither goal decided yet
    bool module;
    bool saw_sloppy;       // met something that a module would refuse or read differently
    bool saw_module;       // met something that only a module has
    uint32_t pure_at;      // offset + 1 of an expression whose first call is marked @__PURE__
    uint32_t arrow_at;     // offset + 1 where an arrow function may start
    uint32_t await_at;     // offset + 1 of the latest await expression or identifier
    uint32_t yield_at;     // offset + 1 of the latest yield expression
    uint32_t await_name_at;
    struct { uint32_t *items; uint32_t count, cap; } stack;      // children of the lists under construction
    struct { Label *items; uint32_t count, cap; } labels;
    uint32_t label_base;   // labels of the current function start here
    uint32_t label_set;    // labels of the statement at hand start here
    uint8_t *refused;      // a bit per source byte: what was tried there before and failed
} Parser;

// ---- tokens -----------------------------------------------------------------------------------------------
static inline JsToken tok(const Parser *p) { return (JsToken)p->lex.tok; }
static inline bool is(const Parser *p, JsToken t) { return p->lex.tok == t; }
static inline void next(Parser *p) { lex_next(&p->lex); }
static inline bool eat(Parser *p, JsToken t)
{
    if (p->lex.tok != t) return false;
    lex_next(&p->lex);
    return true;
}
static inline bool failed(const Parser *p) { return p->lex.diag.set; }
static inline uint32_t here(const Parser *p) { return p->lex.start; }
static inline uint32_t prev_end(const Parser *p) { return p->lex.prev_end; }
// A contextual word written without escapes?
static inline bool is_word(const Parser *p, JsAtom atom)
{
    return p->lex.tok == T_IDENT && p->lex.atom == atom && !p->lex.escaped;
}
static inline bool eat_word(Parser *p, JsAtom atom)
{
    if (!is_word(p, atom)) return false;
    lex_next(&p->lex);
    return true;
}
// Identifier or any word: may name a property.
static inline bool is_name(const Parser *p)
{
    return p->lex.tok == T_IDENT || p->lex.tok == T_ESCAPED_WORD || p->lex.tok >= T_FIRST_WORD;
}
static inline bool strict(const Parser *p) { return p->ctx & CTX_STRICT; }

void expect(Parser *p, JsToken t);
void expect_word(Parser *p, JsAtom atom);
void unexpected(Parser *p);
void expected(Parser *p, const char *what);
void semicolon(Parser *p);            // `;` or an automatic one
bool can_end_statement(const Parser *p);
__attribute__((format(printf, 4, 5)))
void fail(Parser *p, uint32_t start, uint32_t end, const char *format, ...);
// An error in strict code; elsewhere only remembered, in case the file turns out to be a module.
void strict_error(Parser *p, uint32_t start, uint32_t end, const char *text);
void check_octal(Parser *p);          // at a number or string token
bool enter(Parser *p);                // false with an error if nested too deeply
static inline void leave(Parser *p) { p->depth--; }
static inline bool in_body(const Parser *p) { return p->depth <= p->body_depth; }
void only_ts(Parser *p, uint32_t start);  // TypeScript syntax met: fine there, else an error

// Rare rules with large frames: kept out of line, so that they do not count at every level of nesting.
#define COLD __attribute__((noinline))

// ---- speculation --------------------------------------------------------------------------------------------
typedef struct Mark {
    Lexer lex;
    uint32_t ctx, depth, nodes, extra, stack, labels, features;
    uint32_t arrow_at, await_at, yield_at, await_name_at;
    bool saw_sloppy, saw_module;
} Mark;
// Readings known to fail at an offset: no place is tried twice, so nested speculation is not exponential.
bool is_refused(Parser *p, uint32_t offset);
void refuse(Parser *p, uint32_t offset);
Mark mark(const Parser *p);
void restore(Parser *p, const Mark *m);

// ---- nodes --------------------------------------------------------------------------------------------------
void grow_nodes(Parser *p);
// Field by field: copying the literal as a whole would wait for its parts to reach memory (measured: 8 %).
__attribute__((always_inline)) static inline JsNodeId add(Parser *p, uint32_t start, JsNode n)
{
    JsTree *t = p->t;
    JsNodeId id = t->nodes.count;
    if (id == t->nodes.cap) grow_nodes(p);
    t->nodes.count = id + 1;
    JsNode *slot = &ITEM(t->nodes, id);
    slot->kind = n.kind;
    slot->op = n.op;
    slot->flags = n.flags;
    slot->start = start;
    slot->end = p->lex.prev_end;
    slot->a = n.a;
    slot->b = n.b;
    slot->c = n.c;
    slot->d = n.d;
    return id;
}
static inline JsNode *at(Parser *p, JsNodeId id) { return &ITEM(p->t->nodes, id); }
static inline JsKind kind_of(Parser *p, JsNodeId id) { return (JsKind)ITEM(p->t->nodes, id).kind; }
static inline uint32_t start_of(Parser *p, JsNodeId id) { return ITEM(p->t->nodes, id).start; }
static inline uint32_t end_of(Parser *p, JsNodeId id) { return ITEM(p->t->nodes, id).end; }
// Lists: remember list_open, push children, then list_close copies them to `extra`.
static inline uint32_t list_open(const Parser *p) { return p->stack.count; }
static inline void push(Parser *p, JsNodeId id) { ARENA_PUSH(p->a, &p->stack, id); }
JsListId list_close(Parser *p, uint32_t opened);
// The current token as a node, then next().
JsNodeId take(Parser *p, JsKind kind);
JsNodeId take_name(Parser *p, JsKind kind);     // IDENT, BINDING, NAME, PRIVATE_NAME ... with its atom

// ---- rules: names and patterns (parse_pattern.c) ----------------------------------------------------------------
typedef enum BindMode { BIND_VAR, BIND_LEXICAL, BIND_PARAM, BIND_LOOSE } BindMode;
void check_reference(Parser *p);                // at T_IDENT: may it stand as a variable here?
void check_binding(Parser *p, BindMode mode);   // at T_IDENT: may it be declared here?
JsNodeId binding_name(Parser *p, BindMode mode);
JsNodeId binding_target(Parser *p, BindMode mode);      // name, [..] or {..}
JsNodeId binding_element(Parser *p, BindMode mode);     // with `= init`
// Turns an expression into what can stand left of `=` (binding false) or into parameters (true).
void to_pattern(Parser *p, JsNodeId id, bool binding);
void check_assignable(Parser *p, JsNodeId id);          // simple target of =, ++, for-in ...
void check_strict_bindings(Parser *p, JsNodeId pattern);// after the fact, when "use strict" followed

// ---- rules: expressions (parse_expr.c, parse_primary.c) -----------------------------------------------------------
void report_cover(Parser *p, const Cover *c);
JsNodeId parse_expr(Parser *p);                 // with commas
JsNodeId parse_assign(Parser *p, Cover *cover); // cover NULL: not inside a possible pattern
JsNodeId parse_expr_in(Parser *p);              // parse_expr with [+In]
JsNodeId parse_assign_in(Parser *p);
JsNodeId parse_lhs(Parser *p);                  // LeftHandSideExpression
JsNodeId parse_unary(Parser *p, Cover *cover);
JsNodeId parse_primary(Parser *p, Cover *cover);
JsNodeId parse_suffixes(Parser *p, JsNodeId left, uint32_t start, bool calls);
JsNodeId parse_binary_from(Parser *p, JsNodeId left, uint32_t start, unsigned min);
JsListId parse_args(Parser *p, Cover *cover);   // at `(`; cover: may become an async arrow's parameters
JsNodeId parse_template(Parser *p, bool tagged);
JsNodeId parse_property_key(Parser *p, uint16_t *flags, bool private_ok);
JsNodeId parse_string(Parser *p);
JsNodeId parse_regex(Parser *p);
JsNodeId parse_super(Parser *p);
JsNodeId try_generic_arrow(Parser *p);          // at `<`; 0: a cast, JSX or a mistake

// ---- rules: functions and classes (parse_function.c, parse_class.c) -------------------------------------------------
typedef enum FunctionUse { FN_PLAIN, FN_METHOD, FN_GETTER, FN_SETTER, FN_CONSTRUCTOR, FN_DERIVED } FunctionUse;
// From `function` (async already taken: flags). Declarations: kind FUNCTION_DECL.
JsNodeId parse_function(Parser *p, JsKind kind, uint32_t start, uint16_t flags);
JsNodeId parse_method_value(Parser *p, uint16_t flags, FunctionUse use);
JsNodeId parse_arrow(Parser *p, uint32_t start, JsListId params, JsNodeId types, uint16_t flags);
JsNodeId param_of(Parser *p, JsNodeId expr);    // cover expression to PARAM
JsNodeId parse_class(Parser *p, JsKind kind, uint32_t start, JsListId mods);
JsNodeId parse_decorated_class(Parser *p, uint32_t start, JsListId decorators);
JsListId parse_decorators(Parser *p);           // at `@`
void parse_decorators_into(Parser *p);
void check_arrow_params(Parser *p, uint32_t start, uint16_t flags);
void refuse_decorated(Parser *p, JsListId params);          // parameters of anything but class members
JsNodeId parse_params(Parser *p, JsListId *params);  // `<T>(...): R`; the TS_SIGNATURE or 0

// ---- rules: statements and modules (parse_stmt.c, parse_module.c) ---------------------------------------------------
typedef enum StmtMode { STMT_LIST, STMT_SINGLE, STMT_IF, STMT_LABELED, STMT_LABELED_SINGLE } StmtMode;
JsNodeId parse_stmt(Parser *p, StmtMode mode);
JsListId parse_body(Parser *p, JsToken end, bool directives, bool *use_strict);
JsNodeId parse_block(Parser *p);
JsNodeId parse_decorated_class(Parser *p, uint32_t start, JsListId decorators);
JsNodeId parse_var(Parser *p, JsVarKind kind, uint32_t start, bool in_for);
JsNodeId parse_import(Parser *p, uint32_t start);
JsNodeId parse_export(Parser *p, uint32_t start, JsListId decorators);
JsNodeId parse_module_name(Parser *p, JsKind kind);   // identifier name or well-formed string
void found_module(Parser *p);                         // an import or export declaration was met

// ---- rules: TypeScript (parse_ts.c, parse_ts_stmt.c) -----------------------------------------------------------------
JsNodeId parse_type(Parser *p);
JsNodeId parse_type_args(Parser *p);                  // at `<`
JsNodeId parse_type_params(Parser *p);                // at `<`; 0 if there is none
JsNodeId parse_type_annotation(Parser *p);            // at `:`; 0 if there is none
JsNodeId parse_return_type(Parser *p);                // same, with type predicates
// `?` or `!` (if allowed), then `: T`; 0 if there is nothing.
JsNodeId parse_annotation(Parser *p, bool optional, bool definite);
JsNodeId try_type_args_in_expr(Parser *p);            // f<T>(x): 0 and nothing consumed if it is a comparison
JsNodeId parse_implements(Parser *p);
JsNodeId try_index_signature(Parser *p);              // class members
JsNodeId parse_ts_stmt(Parser *p, uint32_t start);    // interface, type, enum, namespace, declare ...; 0 if it is none
bool starts_ts_stmt(Parser *p);
JsNodeId parse_enum(Parser *p, uint32_t start, uint16_t flags);
JsNodeId parse_import_equals(Parser *p, uint32_t start, JsNodeId local, bool type_only);
JsNodeId parse_ts_entity(Parser *p, bool in_type);    // a.b.c
// True if the token after the current word (on the same line) satisfies `test`; consumes nothing.
typedef bool (*TokenTest)(Parser *p);
bool next_is(Parser *p, TokenTest test);

// ---- rules: JSX (parse_jsx.c) ------------------------------------------------------------------------------------------
JsNodeId parse_jsx(Parser *p);                        // at `<`
