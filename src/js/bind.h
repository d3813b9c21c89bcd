// bind.h - scopes, symbols and references of one tree.
//
// Why: import elision, renaming, shaking, hoisting and capture all ask "which declaration does this
// name mean, and who writes it?". Also finds the early errors that need scopes: redeclarations and
// exports of undeclared names.
// Threads: any.   Memory: arena.   Cost: one walk and one pass over the references, linear.
#pragma once

#include "js/ast.h"

typedef uint32_t JsSymbolId;  // 0: none
typedef uint32_t JsScopeId;   // 0 is the global scope outside the file: free names live there

typedef enum JsScopeKind {
    SCOPE_GLOBAL,      // 0
    SCOPE_PROGRAM,     // 1: module, script or CommonJS body; node: PROGRAM
    SCOPE_FUNCTION,    // node: function, arrow, or FIELD (its initialiser). Parameters, and the body's
                       // declarations unless the parameters are not simple: those are in a
    SCOPE_BODY,        // node: the body BLOCK. A var named as a parameter is `linked` to it
    SCOPE_NAME,        // holds only the own name of a function or class expression. The inner name of a class
                       // declaration is not told from its outer one.
    SCOPE_BLOCK,       // BLOCK, FOR*, SWITCH; STATIC_BLOCK (is_var_scope); node 0: a bare `if (x) function f() {}`
    SCOPE_CATCH,       // CATCH: parameter; the body BLOCK has a scope of its own
    SCOPE_WITH,
    SCOPE_CLASS,       // CLASS_*: private names are not symbols; TS type parameters
    SCOPE_ENUM,        // TS_ENUM: members
    SCOPE_NAMESPACE,   // TS_NAMESPACE body
} JsScopeKind;

typedef struct JsScope {
    JsScopeKind kind;
    bool strict;
    bool is_var_scope;     // `var` stops here
    bool has_eval;         // direct eval here or deeper: names visible here must not be renamed (sloppy eval may add vars)
    bool has_with;         // inside or containing a with statement
    bool uses_this;        // function (not arrow), program: `this` or `super` inside, also from arrows
    bool uses_arguments;   // function: the implicit `arguments`, also from arrows
    JsScopeId parent;
    JsNodeId node;
    JsSymbolId first;      // chain through JsSymbol.next, in order of declaration
    JsSymbolId last;
} JsScope;

typedef enum JsSymbolKind {
    SYM_FREE,          // never declared in this file; scope 0
    SYM_VAR,           // var, and Annex B functions in blocks as seen from the function
    SYM_LET,
    SYM_CONST,         // const, using, await using
    SYM_FUNCTION,      // at function or program level, and block functions
    SYM_CLASS,
    SYM_PARAM,
    SYM_CATCH,
    SYM_IMPORT,        // IMPORT_* clauses, TS_IMPORT_EQUALS
    SYM_ENUM,
    SYM_NAMESPACE,
    SYM_ENUM_MEMBER,
    SYM_TYPE,          // interface, type alias, type parameter: no run-time existence
    SYM_ARGUMENTS,     // the implicit one, made on first use
} JsSymbolKind;

enum {
    SF_EXPORTED = 1 << 0,     // by any export form, also `export { x as y }`
    SF_ASSIGNED = 1 << 1,     // written after its declaration: =, ++, for-of head, destructuring
    SF_CONST = 1 << 2,        // const, using, imports: assignment throws
    SF_TYPE_ONLY = 1 << 3,    // type, `import type`, uninstantiated namespace, overload without body. What is
                              // `declare`d gets no symbol: its uses are free names, as at run time
    SF_USED_VALUE = 1 << 4,   // at least one reference outside types (export specifiers count)
    SF_USED_TYPE = 1 << 5,
    SF_CAPTURED = 1 << 6,     // referred to from an inner function
    SF_NO_RENAME = 1 << 7,    // visible to direct eval or inside `with`
    SF_TOP_LEVEL = 1 << 8,    // declared in SCOPE_PROGRAM
    SF_HOISTED = 1 << 9,      // function declaration: has its value from the start of its scope
    SF_INITIALIZED = 1 << 10, // a declaration gave it a value
    SF_USED_IN_EXPORT = 1 << 11,  // named by `export { x }`; if that is the only use, USED_VALUE is set as well
};

typedef struct JsSymbol {
    JsSymbolKind kind;
    uint16_t flags;        // SF_*
    JsAtom name;
    JsScopeId scope;
    JsSymbolId next;       // next in the same scope
    JsNodeId decl;         // first BINDING node (SYM_FREE: first IDENT)
    JsNodeId owner;        // DECLARATOR, FUNCTION_*, CLASS_*, PARAM, IMPORT_* clause, TS_* ... of `decl`; 0 if unknown
    uint32_t ref_count;    // references outside types, the declaration not counted
    JsSymbolId linked;     // same run-time variable by Annex B: rename together; 0: none
} JsSymbol;

typedef struct JsBind {
    struct { JsScope *items; uint32_t count, cap; } scopes;
    struct { JsSymbol *items; uint32_t count, cap; } symbols;  // items[0] unused
    // Per node: IDENT, BINDING: its symbol; nodes that open a scope: the scope. 0: none.
    struct { uint32_t *items; uint32_t count, cap; } of_node;
} JsBind;

// ERR_BAD_SYNTAX (tree->diag): redeclaration, undeclared export, duplicate export.
Err js_bind(Arena *a, JsTree *tree, JsBind *out);

// The symbol a BINDING declares or an IDENT refers to. Shorthand properties have their own IDENT.
static inline JsSymbolId js_symbol_of(const JsBind *b, JsNodeId id) { return ITEM(b->of_node, id); }
// The (outermost, if two) scope a node opens; 0: none. PROGRAM, functions, BLOCK, FOR*, SWITCH, CATCH, ...
static inline JsScopeId js_scope_of(const JsBind *b, JsNodeId id) { return ITEM(b->of_node, id); }
static inline const JsSymbol *js_symbol(const JsBind *b, JsSymbolId id) { return &ITEM(b->symbols, id); }
static inline const JsScope *js_scope(const JsBind *b, JsScopeId id) { return &ITEM(b->scopes, id); }
// TypeScript import elision: is this import clause's local binding needed at run time? False for
// type-only ones and for those never used as a value.
bool js_import_used(const JsTree *t, const JsBind *b, JsNodeId clause);
// Symbol of `name` as seen from `scope`; 0 if none in the file.
JsSymbolId js_lookup(const JsBind *b, JsScopeId scope, JsAtom name);
