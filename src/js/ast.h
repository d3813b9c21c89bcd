// ast.h - the syntax tree of one JavaScript, TypeScript or JSX file.
//
// Nodes are numbers (JsNodeId, 0 = absent) into one array per file; lists are runs in `extra`; names
// are interned atoms, so comparing names is comparing numbers. What a kind holds, and what its byte
// range covers, stands in nodes.def. The tree is exact: every token of the source can be found from
// the ranges, parentheses and type-only syntax have nodes. After js_parse and js_bind it is immutable.
//
// Threads: any; no shared state.   Memory: everything in the arena given; `source` is borrowed.
// Cost: one pass, about 28 bytes a node.   Limits: JS_MAX_SOURCE bytes, JS_MAX_DEPTH levels of nesting.
//
// Depth: right-leaning and bracketed nesting is at most JS_MAX_DEPTH, so walkers may recurse there.
// Left spines (a+b+c.., a.b.c.., f()()()) and chains of else-if and a ? b : c ? d : .. are not
// limited: walk `left`, `object`, `callee`, `tag`, TS_AS/TS_NON_NULL `expr` and `otherwise` with a loop.
#pragma once

#include "base/arena.h"
#include "base/diag.h"
#include "base/err.h"
#include "js/transform.h"  // JsLang, JsGoal, ImportPhase, JS_MAX_SOURCE

#define JS_MAX_DEPTH 2000u

typedef uint32_t JsNodeId;  // 0: no node
typedef uint32_t JsAtom;    // index into tree->atoms
typedef uint32_t JsListId;  // index into tree->extra; 0: the empty list

typedef enum JsKind {
#define NODE(id, field, k1, n1, k2, n2, k3, n3, k4, n4) N_##id,
#include "js/nodes.def"
#undef NODE
    N_COUNT,
} JsKind;

typedef enum JsOp {
#define OP(id, text, precedence) OP_##id,
#include "js/ops.def"
#undef OP
    OP_COUNT,
} JsOp;

typedef enum JsKnownAtom {
#define WORD(id, text) ATOM_##id,
#define ATOM(id, text) ATOM_##id,
#include "js/atoms.def"
#undef WORD
#undef ATOM
    ATOM_KNOWN_COUNT,
} JsKnownAtom;

typedef enum JsVarKind { VAR_VAR, VAR_LET, VAR_CONST, VAR_USING, VAR_AWAIT_USING } JsVarKind;
typedef enum JsMethodKind { METHOD_PLAIN, METHOD_GET, METHOD_SET, METHOD_CONSTRUCTOR } JsMethodKind;
typedef enum JsModifier {
    MOD_PUBLIC, MOD_PRIVATE, MOD_PROTECTED, MOD_READONLY, MOD_OVERRIDE, MOD_ABSTRACT, MOD_DECLARE,
    MOD_CONST, MOD_IN, MOD_OUT,
} JsModifier;
typedef enum JsTypeWord {
    TYPE_ANY, TYPE_UNKNOWN, TYPE_NEVER, TYPE_VOID, TYPE_NULL, TYPE_UNDEFINED, TYPE_BOOLEAN, TYPE_NUMBER,
    TYPE_BIGINT, TYPE_STRING, TYPE_SYMBOL, TYPE_OBJECT, TYPE_THIS, TYPE_INTRINSIC, TYPE_CONST,
    TYPE_KEYOF, TYPE_UNIQUE, TYPE_READONLY,
} JsTypeWord;

// Flags; which kinds use them stands in nodes.def. Some bits are shared by kinds that cannot meet.
enum {
    NF_ASYNC = 1 << 0,       // functions
    NF_GENERATOR = 1 << 1,
    NF_EXPR_BODY = 1 << 2,   // ARROW
    NF_METHOD = 1 << 3,      // FUNCTION_EXPR that is the value of a METHOD
    NF_STRICT = 1 << 4,      // functions, PROGRAM: the code inside is strict
    NF_DECLARE = 1 << 5,     // type-only as a whole
    NF_STATIC = 1 << 0,      // members
    NF_COMPUTED = 1 << 1,    // members, PROPERTY
    NF_SHORTHAND = 1 << 2,   // PROPERTY
    NF_ABSTRACT = 1 << 3,    // members, CLASS_*
    NF_READONLY = 1 << 4,    // FIELD
    NF_OPTIONAL = 1 << 6,    // `?.` on MEMBER INDEX CALL; `?` on members, PARAM, TS_ANNOTATION
    NF_DEFINITE = 1 << 7,    // TS_ANNOTATION
    NF_ACCESSOR = 1 << 8,    // FIELD
    NF_TYPE_ONLY = 1 << 9,   // imports, exports, specifiers, TS_NAMESPACE
    NF_ESCAPED = 1 << 10,    // the source text has escapes: its value is not its text
    NF_BAD_ESCAPE = 1 << 11, // TEMPLATE_TEXT
    NF_PREFIX = 1 << 0,      // UPDATE
    NF_DELEGATE = 1 << 0,    // YIELD
    NF_AWAIT = 1 << 0,       // FOR_OF
    NF_NO_PARENS = 1 << 0,   // NEW
    NF_PURE = 1 << 1,        // CALL, NEW: a /* @__PURE__ */ comment precedes
    NF_REST = 1 << 0,        // PARAM
    NF_THIS = 1 << 1,        // PARAM: TypeScript's `this`
    NF_MODIFIERS = 1 << 2,   // PARAM: a parameter property
    NF_CONST = 1 << 0,       // TS_ENUM
    NF_GLOBAL = 1 << 0,      // TS_NAMESPACE
    NF_BARE = 1 << 0,        // IMPORT
    NF_SELF_CLOSING = 1 << 0,// JSX_ELEMENT
    NF_IN_TYPE = 1 << 0,     // IDENT
    NF_GROUPS = 1 << 0,      // TS_AS, TS_SATISFIES: left of an operator that binds tighter than one in `expr`
};

typedef struct JsNode {
    uint8_t kind;   // JsKind
    uint8_t op;     // JsOp, JsVarKind, JsMethodKind, ImportPhase, JsModifier, JsTypeWord by kind
    uint16_t flags; // NF_*
    uint32_t start;
    uint32_t end;
    union {
        struct { uint32_t a, b, c, d; };  // the raw slots, for generic walkers
        struct { JsListId body; } program;
        struct { JsAtom name; } ident;
        struct { uint32_t flags_start; } regex;
        struct { JsListId parts; } template;
        struct { JsListId items; } list;
        struct { JsNodeId key, value; } property;
        struct { JsNodeId arg; } unary;
        struct { JsNodeId left, right; } binary;
        struct { JsNodeId test, then, otherwise; } if_;
        struct { JsNodeId callee; JsListId args; JsNodeId type_args; } call;
        struct { JsNodeId object, name; } member;
        struct { JsNodeId tag, template, type_args; } tagged;
        struct { JsNodeId source, options; } import_call;
        struct { JsNodeId name; JsListId params; JsNodeId body, types; } function;
        struct { JsNodeId name, super, body, head; } class_;
        struct { JsNodeId target, init; } default_;
        struct { JsNodeId pattern, init, types; JsListId mods; } param;
        struct { JsNodeId init, test, update, body; } for_;
        struct { JsNodeId left, right, body; } for_in;
        struct { JsNodeId test, body; } while_;
        struct { JsNodeId label, body; } labeled;
        struct { JsNodeId value; JsListId cases; } switch_;
        struct { JsNodeId test; JsListId body; } case_;
        struct { JsNodeId block, handler, finalizer; } try_;
        struct { JsNodeId param, types, body; } catch_;
        struct { JsNodeId object, body; } with;
        struct { JsNodeId target, init, types; } declarator;
        struct { JsListId mods; JsNodeId type_params, super_args, implements; } class_head;
        struct { JsNodeId key, value, mark; JsListId mods; } method;
        struct { JsNodeId key, value, types; JsListId mods; } field;
        struct { JsListId clauses; JsNodeId source, attrs; } import;
        struct { JsNodeId name, local; } import_clause;
        struct { JsListId specs; JsNodeId source, attrs; } export_named;
        struct { JsNodeId local, exported; } export_spec;
        struct { JsNodeId exported, source, attrs; } export_star;
        struct { JsNodeId name; JsListId attrs, children; JsNodeId type_args; } jsx;
        struct { JsNodeId name, value; } jsx_attr;
        struct { JsNodeId ns, name; } jsx_ns;
        struct { JsNodeId expr, type; } ts_as;
        struct { JsNodeId type_params, returns; uint32_t open, close; } signature;
        struct { JsNodeId name, constraint, init; } type_param;
        struct { JsNodeId name, type_params, extends, body; } interface;
        struct { JsNodeId name, type_params, type; } type_alias;
        struct { JsNodeId name; JsListId members; } ts_enum;
        struct { JsNodeId key, init; } ts_enum_member;
        struct { JsNodeId name, body; } ts_namespace;
        struct { JsNodeId local, target; } ts_import_equals;
        struct { JsNodeId name, type_args; } ts_ref;
        struct { JsNodeId check, extends, then, otherwise; } ts_conditional;
    };
} JsNode;

// Comments with a meaning; the others are not kept.
typedef enum JsCommentKind {
    COMMENT_LEGAL,       // /*! or with @license, @preserve: stays in bundles
    COMMENT_JSX_PRAGMA,  // @jsx @jsxFrag @jsxRuntime @jsxImportSource
    COMMENT_SOURCE_MAP,  // # sourceMappingURL=
    COMMENT_NO_SIDE_EFFECTS,
} JsCommentKind;
typedef struct JsComment {
    uint32_t start;  // of the comment's first slash
    uint32_t end;    // of a line comment: before the line terminator
    JsCommentKind kind;
} JsComment;

// What the file contains: lets later passes skip whole jobs.
enum {
    FEAT_ESM = 1 << 0,             // import or export declarations (also type-only ones)
    FEAT_IMPORT_META = 1 << 1,
    FEAT_IMPORT_CALL = 1 << 2,
    FEAT_TOP_LEVEL_AWAIT = 1 << 3, // await, for await or await using outside functions
    FEAT_TYPESCRIPT = 1 << 4,      // any syntax that is not JavaScript
    FEAT_JSX = 1 << 5,
    FEAT_USING = 1 << 6,
    FEAT_DECORATORS = 1 << 7,
    FEAT_ACCESSOR = 1 << 8,
    FEAT_ASYNC = 1 << 9,           // async functions or arrows
    FEAT_DIRECT_EVAL = 1 << 10,    // eval(...)
    FEAT_WITH = 1 << 11,
    FEAT_HASHBANG = 1 << 12,
    FEAT_REQUIRE = 1 << 13,        // the name `require` is referred to
    FEAT_CJS_EXPORTS = 1 << 14,    // the names `module` or `exports` are referred to
    FEAT_GENERATOR = 1 << 15,
    FEAT_HTML_OPEN = 1 << 16,      // `<!--` or, at the start of a line, `-->`
    FEAT_LET_NAME = 1 << 17,       // `let` is a name somewhere
};

typedef struct JsTree {
    Str source;
    JsLang lang;
    bool is_module;      // the goal that was asked for or, with GOAL_AUTO, found
    uint32_t features;   // FEAT_*
    JsNodeId root;       // PROGRAM
    struct { JsNode *items; uint32_t count, cap; } nodes;     // items[0] is N_NONE
    struct { uint32_t *items; uint32_t count, cap; } extra;   // items[0] is 0: the empty list
    struct { Str *items; uint32_t count, cap; } atoms;        // borrow from source or arena
    struct { JsComment *items; uint32_t count, cap; } comments;
    uint32_t html_at;       // FEAT_HTML_OPEN: offset of the last one
    uint32_t hashbang_end;  // bytes of `#!...` without its line terminator; 0: none
    Diag diag;              // set when js_parse or js_bind returned ERR_BAD_SYNTAX
} JsTree;

typedef struct JsParseOptions {
    JsLang lang;
    JsGoal goal;
} JsParseOptions;

// ERR_BAD_SYNTAX (out->diag says where and why; out is otherwise unusable), ERR_TOO_BIG. `source` is
// borrowed as long as the tree lives; UTF-8 (a BOM and malformed bytes count as in transform.h).
// Redeclarations and undeclared exports are found by js_bind (bind.h), everything else here.
Err js_parse(Arena *a, Str source, const JsParseOptions *options, JsTree *out);

// ---- reading the tree -----------------------------------------------------------------------------
static inline const JsNode *js_node(const JsTree *t, JsNodeId id) { return &ITEM(t->nodes, id); }
static inline JsKind js_kind(const JsTree *t, JsNodeId id) { return (JsKind)ITEM(t->nodes, id).kind; }
static inline Str js_atom(const JsTree *t, JsAtom atom) { return ITEM(t->atoms, atom); }
// A statement that would be a directive at the start of a function.
static inline bool js_is_string_statement(const JsTree *t, JsNodeId id)
{
    return js_kind(t, id) == N_EXPR_STMT && js_kind(t, ITEM(t->nodes, id).unary.arg) == N_STRING;
}
// Reserved in strict code only: implements, interface, let, package, private, protected, public, static, yield.
static inline bool js_is_strict_word(JsAtom atom) { return atom >= ATOM_IMPLEMENTS && atom <= ATOM_YIELD; }
static inline bool js_kind_is_function(JsKind kind)
{
    return kind == N_FUNCTION_EXPR || kind == N_FUNCTION_DECL || kind == N_ARROW;
}
// Source text of the node's range.
static inline Str js_text(const JsTree *t, JsNodeId id)
{
    const JsNode *n = js_node(t, id);
    return str_sub(t->source, n->start, n->end);
}

typedef struct JsList {
    const uint32_t *ptr;  // AT(list, i); 0 is a hole
    size_t len;
} JsList;
static inline JsList js_list(const JsTree *t, JsListId id)
{
    uint32_t count = ITEM(t->extra, id);
    return (JsList){(const uint32_t *)at_from(t->extra.items, id + 1, t->extra.count, sizeof(uint32_t)),
                    count};
}
// for (JS_EACH(t, n->list.items, child)) { ... child is a JsNodeId, maybe 0 for a hole ... }
#define JS_EACH(t, list_id, child)                                                                 \
    struct { JsList list; size_t i; } it_##child = {js_list((t), (list_id)), 0};                   \
    it_##child.i < it_##child.list.len;                                                            \
    it_##child.i++
#define JS_CHILD(child) AT(it_##child.list, it_##child.i)

// Slot kinds of a node kind as in nodes.def: four of 'N', 'L', 'A', 'U', '_'.
Str js_slots(JsKind kind);
const char *js_kind_name(JsKind kind);   // "BINARY"
const char *js_op_text(JsOp op);         // "+"
unsigned js_op_precedence(JsOp op);      // 0: not binary; higher binds tighter; ** is right-associative
// Strips PAREN.
JsNodeId js_unparen(const JsTree *t, JsNodeId id);
// Strips PAREN and the TypeScript wrappers (as, satisfies, !, <T>).
JsNodeId js_unwrap(const JsTree *t, JsNodeId id);

// ---- values of literals -----------------------------------------------------------------------------
// UTF-8; lone surrogates as WTF-8 (three bytes). Borrow the source if nothing had to be decoded.
Str js_string_value(Arena *a, const JsTree *t, JsNodeId string);            // STRING, or NAME's text
Str js_template_cooked(Arena *a, const JsTree *t, JsNodeId template_text);  // \r\n is \n; needs !BAD_ESCAPE
double js_number_value(const JsTree *t, JsNodeId number);
Str js_jsx_string_value(Arena *a, const JsTree *t, JsNodeId jsx_string);    // entities decoded
// Text child: lines trimmed and joined by one space as React does, entities decoded; may be empty.
Str js_jsx_text_value(Arena *a, const JsTree *t, JsNodeId jsx_text);
bool js_jsx_text_counts(const JsTree *t, JsNodeId jsx_text);  // its value is not empty
// The tree as an S-expression, for tests and debugging.
void js_dump(const JsTree *t, JsNodeId id, Buf *out);
