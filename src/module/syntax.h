// syntax.h - syntax errors of files: a SyntaxError whose stack begins with the place and a frame, as Node's do.
//
// Threads: the loop's.  Memory: the call's scratch.  Cost: of a refusal one parse, of text that is wrong anyway.
#pragma once

#include "base/diag.h"
#include "engine/engine.h"
#include "js/transform.h"

// Throws what `diag` says about `source`, the text of `path`.
JsValue syntax_throw(JsCall *call, Str source, Str path, const Diag *diag);

// For an exception that is pending because the engine did not compile the text of options->filename. Files that need no
// rewriting are never parsed by us (transform_skim.h), and the engine tells neither the column nor, always, the line: the
// text is parsed now, and what that finds is thrown instead. What only the engine refuses stays its exception.
JsValue syntax_refused(JsCall *call, Str source, const JsOptions *options);

// explainSyntax(source, path, isBody): throws what our parser finds wrong in a script, or in the body of a function
JsValue syntax_explain(JsCall *call);
