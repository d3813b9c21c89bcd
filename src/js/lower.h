// lower.h - inside of the transformer: one walk over the tree that turns syntax into edits.
//
// Why a work list and not recursion: left spines are as long as the file, and edits may be made in any
// order (edit.h), so a visit makes the edits of one node and pushes the children it wants visited.
// Context (class, function, namespace around a node) travels with the work item.
// Private to src/js/{transform,lower*,esm*,jsx*}.c.
#pragma once

#include "base/map.h"
#include "js/ast.h"
#include "js/bind.h"
#include "js/edit.h"
#include "js/transform.h"

typedef enum CtxKind {
    CTX_PROGRAM, CTX_FUNCTION, CTX_ARROW, CTX_CLASS, CTX_NAMESPACE, CTX_ENUM, CTX_BLOCK,
    CTX_TRY,
} CtxKind;

typedef struct Ctx {
    struct Ctx *up;
    CtxKind kind;
    JsNodeId node;
    JsScopeId scope;  // NAMESPACE, ENUM: theirs
    Str object;       // NAMESPACE, ENUM: the name of the object inside; BLOCK: of its stack of `using`
    Str after_super;  // FUNCTION that is a constructor: expressions to run once `this` exists
    JsSymbolId symbol;  // NAMESPACE, ENUM: of the declaration
    bool in_handler;    // TRY: inside the catch of a statement with finally
    bool used;          // TRY, functions: an await needs the context restored (lower_async.c)
} Ctx;

enum {
    WORK_HEAD = 1 << 0,     // a VAR in the head of a for loop
    WORK_TOP = 1 << 1,      // a statement of the file itself
    WORK_EXPORTED = 1 << 2, // the declaration inside `export` of a namespace
    WORK_FOR_IN = 1 << 3,   // ... of for-in or for-of
    WORK_STATEMENT = 1 << 4,// the expression of an expression statement
    WORK_WRAPPED = 1 << 5,  // a FOR whose `using` was handled by its label
    WORK_LABELED = 1 << 6,  // a statement with a label
};

typedef struct Work {
    JsNodeId node;
    uint32_t stmt_start;  // the enclosing statement, if it ends without a written semicolon;
    uint32_t stmt_end;    // else 0
    uint32_t flags;
    Ctx *ctx;
} Work;

// What the file needs of the JSX runtime; also indexes Lower.jsx_locals.
typedef enum JsxFn { JSXFN_JSX, JSXFN_JSXS, JSXFN_DEV, JSXFN_FRAGMENT, JSXFN_CREATE, JSXFN_COUNT } JsxFn;

// The value of an enum member, if it is known here.
typedef enum ConstKind { CONST_UNKNOWN, CONST_NUMBER, CONST_STRING } ConstKind;
typedef struct ConstValue {
    ConstKind kind;
    double number;
    Str text;
} ConstValue;

enum {
    MARK_DROPPED = 1,   // this import or export clause has no run-time meaning
    MARK_READONLY = 2,  // this IDENT writes to an imported binding
    MARK_NEW = 4,       // this IDENT begins the callee of `new`
};

typedef struct Lower {
    Arena *a;
    const JsTree *t;
    const JsBind *b;
    JsOptions opt;
    JsUnit *unit;
    Edits ed;
    struct { Work *items; uint32_t count, cap; } work;
    Str m;                  // "$m", or a name like it that the file does not contain
    bool ts;                // the source is TypeScript
    bool plain_lines;       // every line of the source ends with \n alone
    bool sparse;            // only what holds a site is visited, and the statements of the file itself
    struct { uint64_t *items; uint32_t count; } sites;     // a bit for each few bytes of source: lower_sites.c
    uint32_t quiet_from, quiet_to;  // no site from the one cell to the other, which is one
    struct { bool *items; uint32_t count; } changing;      // per symbol, if names_change: may be written otherwise
    bool names_change;      // some variable may be written otherwise: N.x of a namespace, a write to an import
    bool names_classes;     // what stands around an anonymous class may change: hints say what names it
    bool needs_m;           // CommonJS: the code refers to $m
    uint32_t temps;         // generated names so far
    struct { uint32_t *items; uint32_t count; } slots;    // per symbol: slot + 1; empty outside modules
    struct { uint8_t *items; uint32_t count; } marks;     // per node; empty outside modules
    struct { uint8_t *items; uint32_t count; } declared;  // per symbol: `var` was written for it
    struct { uint8_t *items; uint32_t count; } in_metadata;  // per symbol: decorator metadata names it
    Map members;            // symbol and name of enum members and namespace exports: index + 1 into consts
    Buf member_key;         // where keys of `members` are made
    Buf text;               // ... and the text of an edit of JSX
    struct { ConstValue *items; uint32_t count, cap; } consts;
    Map nested;             // "symbol:name" of namespaces and enums that a namespace exports: the first one's symbol
    struct { JsSymbolId *items; uint32_t count; } merged;  // per symbol: the one that stands for all of them; 0: itself
    struct { struct ClassHint { JsNodeId node; Str name; } *items; uint32_t count, cap; } hints;
    uint32_t fold_depth;
    Map export_names;
    struct { uint32_t *items; uint32_t count; } import_of;  // per symbol: index + 1 into unit->imports
    JsNameList locals;         // local name of each import
    struct { JsSymbolId *items; uint32_t count, cap; } slot_symbols;  // 0: no variable
    uint32_t default_slot;  // of `export default <expression>`
    JsSymbolId free_arguments;  // ESM: `arguments` outside functions; the generator's must not be seen
    bool free_module;       // `export =` makes it refer to `module`
    bool free_require;      // `import x = require()` makes the module refer to `require`
    bool jsx_used[JSXFN_COUNT];
    uint32_t lines, line_start;  // source info: lines before that of the last element
    Str jsx_file;           // source info: the variable with the file name was used
    Buf prologue;           // declarations at the start of the file
    Buf hoisted;            // ESM: pushes of hoisted functions
    bool async_context;     // the option, and the file has something to do for it
    Str top_using;          // the stack of `using` declarations of the file itself; empty: none
    bool top_block;         // keep_modules: there is one, so that import and export have to move (esm_block.c)
} Lower;

// ---- lower.c: the walk ----
void lower_run(Lower *l);
void lower_push(Lower *l, JsNodeId node, const Work *from);
void lower_push_flags(Lower *l, JsNodeId node, const Work *from, uint32_t flags);
void lower_push_list(Lower *l, JsListId list, const Work *from);
// Children in every slot of the node.
void lower_push_children(Lower *l, const Work *w);
Ctx *lower_ctx(Lower *l, const Work *from, CtxKind kind);
void lower_visit(Lower *l, const Work *w);

// ---- lower_sites.c: what the walk may pass over ----
void lower_find_sites(Lower *l);
bool lower_is_quiet(Lower *l, JsNodeId id);

// ---- lower_text.c: reading and making text ----
// First offset at or after `pos` that is neither white space nor comment.
uint32_t lower_skip(const Lower *l, uint32_t pos);
// Offset of the next `ch` at or after `pos` outside comments; the caller knows that it is there.
uint32_t lower_find(const Lower *l, uint32_t pos, char ch);
static inline char lower_char(const Lower *l, uint32_t pos) { return str_peek(l->t->source, pos); }
// Start of the line after the one `pos` is on.
uint32_t lower_skip_line(const Lower *l, uint32_t pos);
// How many lines end between *start and `pos` (before the end of the source); *start becomes the beginning of the last line.
uint32_t lower_pass_lines(const Lower *l, uint32_t *start, uint32_t pos);
bool lower_has_newline(const Lower *l, uint32_t from, uint32_t to);
// Line breaks of a source range, nothing else: keeps lines where text was replaced.
void lower_put_newlines(const Lower *l, uint32_t from, uint32_t to, Buf *out);
// `text` (copied) and the line breaks of the range in place of it.
void lower_replace(Lower *l, uint32_t from, uint32_t to, Str text);
// A double-quoted literal of UTF-8 (WTF-8) text.
void lower_put_string(Buf *out, Str value);
bool lower_is_identifier(Str text);
__attribute__((format(printf, 2, 3))) Str lower_fmt(Lower *l, const char *format, ...);
Str lower_number(Lower *l, uint32_t value);  // in decimal
void lower_put_number(Buf *out, uint32_t value);
// A fresh name: $m_<hint><n>.
Str lower_temp(Lower *l, const char *hint);
// Makes `stmt` the statement of `w`.
void lower_set_stmt(const Lower *l, Work *w, JsNodeId stmt);
bool lower_has_semicolon(const Lower *l, const JsNode *stmt);
// Blanks type syntax; a semicolon follows where the statement would otherwise run on.
void lower_erase(Lower *l, uint32_t start, uint32_t end, const Work *w);
// That semicolon, where `a++` or `() => {}` ended at `end`, which nothing continues, and now a call does.
void lower_end_stmt(Lower *l, const Work *w, uint32_t end);
void lower_remove_stmt(Lower *l, uint32_t start, uint32_t end);
static inline Str lower_src(const Lower *l, JsNodeId id) { return js_text(l->t, id); }
static inline const JsNode *lower_node(const Lower *l, JsNodeId id) { return js_node(l->t, id); }
// Behind the `{` of a function body or block, and behind its directives.
uint32_t lower_body_start(const Lower *l, const JsNode *block);
// The property name of a key node as text (NAME, STRING, NUMBER).
Str lower_key_text(Lower *l, JsNodeId key);

// ---- lower_types.c ----
bool lower_types(Lower *l, const Work *w);  // true: handled
void lower_function(Lower *l, const Work *w);
// The same for a constructor: `after_super` follows each super(...) call.
void lower_function_after(Lower *l, const Work *w, Str after_super);
void lower_param(Lower *l, const Work *w);

// ---- lower_enum.c ----
void lower_enum(Lower *l, const Work *w);
void lower_namespace(Lower *l, const Work *w);
void lower_import_equals(Lower *l, const Work *w);
// `N.x` for a name that is an export of an enclosing namespace or a member of an enclosing enum.
bool lower_qualify(Lower *l, const Work *w, Str *value);
// `export` of a declaration inside a namespace.
void lower_namespace_export(Lower *l, const Work *w);

// A member of an enum or namespace whose value is not known.
void lower_add_name(Lower *l, JsSymbolId owner, Str name);

// ---- lower_merge.c: blocks of one namespace ----
// Gathers what every namespace of the file exports, the first time.
void lower_merge_prepare(Lower *l);
// The symbol that stands for all blocks of a namespace or enum.
JsSymbolId lower_merged(const Lower *l, JsSymbolId id);

// ---- lower_class.c, lower_decorators.c ----
bool lower_decorated_member(Lower *l, JsNodeId member);
bool lower_has_decorator(const Lower *l, JsListId mods);
void lower_super_call(Lower *l, const Work *w);
void lower_class(Lower *l, const Work *w);
// Finds the names that emitted metadata refers to: their imports are needed though only types use them.
void lower_metadata_prepare(Lower *l);
// The name an anonymous decorated class would get from its place (NamedEvaluation).
void lower_hint_name(Lower *l, JsNodeId value, Str name);
// A function or class without a name, perhaps in parentheses: it is named after where it is put.
bool lower_is_anonymous_function(const Lower *l, JsNodeId id);

// ---- lower_using.c ----
bool lower_using_block(Lower *l, const Work *w);  // true: the children were pushed
void lower_using_var(Lower *l, const Work *w);
bool lower_using_for(Lower *l, const Work *w, JsNodeId loop);
bool lower_using_for_of(Lower *l, const Work *w);
// `using` among the statements of the file: opens the block around everything.
void lower_using_top(Lower *l, Buf *head, Buf *tail);
void lower_using_prepare(Lower *l);

// ---- lower_async.c ----
void lower_async_prepare(Lower *l);
void lower_await(Lower *l, const Work *w);
void lower_try(Lower *l, const Work *w);
// What `for await` and the yield* of async generators iterate goes through the helper of internal/async_frame.
void lower_async_iteration(Lower *l, JsNodeId iterated);
// Puts the context back in and behind `loop` if it is a `for await`; `stmt` is the loop with its labels.
void lower_for_await(Lower *l, JsNodeId stmt, JsNodeId loop);

// ---- esm.c, esm_assign.c ----
void esm_scan(Lower *l);
// Is every write to an exported variable its declaration among the statements of the file?
bool esm_exports_settled(Lower *l);
void esm_import(Lower *l, const Work *w);
void esm_export(Lower *l, const Work *w);
void esm_wrap(Lower *l);
// Blanks `export` and `default` in front of a declaration, behind its decorators.
void esm_blank_words(Lower *l, const JsNode *n, const JsNode *arg, bool is_default);
uint32_t esm_request(Lower *l, Str specifier, Str attr_type, ImportPhase phase, uint32_t offset);
bool esm_trims(const Lower *l);  // imports that only types use go, and unused ones
bool esm_clause_kept(Lower *l, JsNodeId clause);
bool esm_default_is_type(Lower *l, JsNodeId arg);
// True if the declaration behind `export` does not exist at run time.
bool esm_declares_type(Lower *l, JsNodeId decl);
static inline bool esm_slot(const Lower *l, JsSymbolId symbol, uint32_t *slot)
{
    if (!symbol || symbol >= l->slots.count || !ITEM(l->slots, symbol)) return false;
    *slot = ITEM(l->slots, symbol) - 1;
    return true;
}
// The checked read of an import that may have no value yet (JsOptions.early).
bool esm_early_read(Lower *l, JsNodeId ident, Str *value);
void esm_new(Lower *l, const Work *w);
void esm_assign(Lower *l, const Work *w);
void esm_update(Lower *l, const Work *w);
void esm_for_in(Lower *l, const Work *w);
void esm_var(Lower *l, const Work *w);
// `$m(0,a);` for a declared name that is exported; appended to `out`.
void esm_put_push(Lower *l, JsNodeId binding, Buf *out);

// ---- esm_keep.c: option keep_modules ----
void esm_keep(Lower *l, const Work *w);

// ---- jsx.c ----
// Classic runtime: the import that the factory's name refers to is used.
bool jsx_keeps_import(const Lower *l, Str local);
void jsx_element(Lower *l, const Work *w);
void jsx_prepare(Lower *l);            // pragma comments
void jsx_finish(Lower *l);             // imports of the runtime
