// transform.h - source text in, runnable text out, by edits on the original: code that runs is never
// re-printed, lines never move (docs/modules.md shows the output shape).
//
// Threads: any; no shared state.  Memory: everything in `a`.  Cost: one parse, one copy of the text.
// Limits: JS_MAX_SOURCE bytes, JS_MAX_DEPTH nesting; beyond either, ERR_TOO_BIG or a syntax error.
#pragma once

#include "base/arena.h"
#include "base/diag.h"
#include "base/err.h"
#include "js/edit.h"

#define JS_MAX_SOURCE ((size_t)512 << 20)

typedef enum JsLang { LANG_JS, LANG_JSX, LANG_TS, LANG_TSX, LANG_DTS } JsLang;

// What the file is when neither extension nor package.json decides.
typedef enum JsGoal {
    GOAL_AUTO,    // module if it has import/export/import.meta/top-level await, else CommonJS
    GOAL_MODULE,  // .mjs, .mts, "type": "module"
    GOAL_COMMONJS,// .cjs, .cts
    GOAL_SCRIPT,  // eval text for -e and node:vm: no wrapper
} JsGoal;

typedef enum JsxMode { JSX_AUTOMATIC, JSX_CLASSIC, JSX_PRESERVE } JsxMode;

typedef struct JsOptions {
    JsLang lang;
    JsGoal goal;
    Str filename;                // for jsxDEV source info and messages
    JsxMode jsx;
    bool jsx_dev;                // jsxDEV with source info
    Str jsx_factory;             // default React.createElement
    Str jsx_fragment;            // default React.Fragment
    Str jsx_import_source;       // default "react"
    bool experimental_decorators;
    bool emit_decorator_metadata;
    bool use_define_for_class_fields;  // callers default this to true
    bool verbatim_module_syntax;
    bool async_context;          // carry AsyncLocalStorage context across await
    bool stack_reads;            // errors of the engine get their stack where `.stack` is read: stack_reads.h
    bool anchors;                // JsUnit.anchors is wanted: to find places of `code` in the source
    Str early;                   // ES module: byte i is '1' if import i may be read before its module has run
    bool trim_unused_imports;    // of JavaScript, too; bare imports stay
    bool keep_unused_imports;    // of TypeScript: only what says `type` goes
    bool jsx_no_import;          // keep_modules: whoever runs the text provides the functions of the JSX runtime
    bool visit_all;              // slower and no different: what shows that nothing is passed over (transform_fuzz.c)
    bool keep_modules;           // import and export stay (Bun.Transpiler, bundler): plain ES module text
} JsOptions;

typedef enum ImportPhase { PHASE_EVALUATION, PHASE_DEFER, PHASE_SOURCE } ImportPhase;
typedef struct JsRequest {       // one distinct (specifier, attributes) this module asks for, in source order
    Str specifier;               // decoded UTF-8
    Str attr_type;               // value of `with {type: "..."}`; "" if none
    ImportPhase phase;
    uint32_t offset;             // of the specifier, for messages
} JsRequest;
typedef struct JsImport {        // one imported binding: setter number i of the generator's first yield
    uint32_t request;
    Str name;                    // export name wanted; "*" for the namespace object
    uint32_t offset;
} JsImport;
typedef enum JsExportKind { EXPORT_LOCAL, EXPORT_INDIRECT, EXPORT_STAR, EXPORT_STAR_AS } JsExportKind;
typedef struct JsExport {
    JsExportKind kind;
    Str name;                    // exported name; "" for EXPORT_STAR
    uint32_t slot;               // EXPORT_LOCAL: the number the body passes to $m(slot, value)
    bool hoisted;                // EXPORT_LOCAL: a function or `var`: it has a value before the module runs
    uint32_t request;            // the others: index into requests
    Str import_name;             // EXPORT_INDIRECT: name in the requested module
    uint32_t offset;
} JsExport;

typedef struct JsUnit {
    Str code;                    // what to evaluate: see docs/modules.md; borrows the source when `unchanged`
    bool unchanged;              // CommonJS/script and nothing to rewrite: `code` is the source itself
    const struct JsTree *tree;   // keep_modules and unchanged: the tree of `code`, for who prints it
    bool is_module;
    bool has_top_level_await;    // the generator is async
    bool is_script;              // keep_modules: nothing in `code` makes a module of it
    bool adds_import;            // keep_modules: the import of the JSX runtime stands in front of the text
    bool uses_import;            // CommonJS that needs `$m` (dynamic import, import.meta); keep_modules: `$m.lower`
    Str helper;                  // the name of `$m` in `code`: of a module, or when uses_import
    uint32_t wrapper_columns;    // UTF-16 units put before the first source character of line 1
    struct { JsRequest *items; uint32_t count, cap; } requests;
    struct { JsImport *items; uint32_t count, cap; } imports;
    struct { JsExport *items; uint32_t count, cap; } exports;
    uint32_t slot_count;
    EditAnchors anchors;
    Diag diag;                   // set when the result is ERR_BAD_SYNTAX
} JsUnit;

// ERR_BAD_SYNTAX (out->diag is set), ERR_TOO_BIG. `source` is UTF-8, BOM and malformed bytes already replaced.
Err js_transform(Arena *a, Str source, const JsOptions *options, JsUnit *out);

// Export names that Node's cjs-module-lexer would find in CommonJS source; `reexports` are specifiers
// of `module.exports = require("x")` and `__exportStar(require("x"))`.
typedef struct JsNameList { Str *items; uint32_t count, cap; } JsNameList;
Err js_cjs_exports(Arena *a, Str source, JsNameList *names, JsNameList *reexports);
