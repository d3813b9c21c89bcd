// edit_exports.h - exports of a module that go or get another value (`exports` of Bun.Transpiler).
//
// Threads: any.  Memory: `a`.  Cost: one parse, one copy.
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "js/transform.h"

// `spec`: name NUL new name NUL value NUL ...; an empty value means that the export goes. Names that a pattern
// declares stay. Local uses of a name that goes are left alone. `*code` is any language that `options` says;
// ERR_BAD_SYNTAX (`diag` is set), ERR_TOO_BIG.
Err js_edit_exports(Arena *a, Str spec, const JsOptions *options, Str *code, Diag *diag);
