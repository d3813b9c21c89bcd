// define_names.h - free names of a JavaScript text become other text (`define` of Bun.Transpiler).
//
// Threads: any.  Memory: `a`.  Cost: one parse; per replaced name one pass over the nodes.
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "js/transform.h"

// `pairs`: name NUL text NUL ...; a name is an identifier or a.b.c as written. Names that the file declares and
// those that are assigned to stay. ERR_BAD_SYNTAX, ERR_TOO_BIG.
Err js_define_names(Arena *a, Str pairs, JsGoal goal, Str *code);
