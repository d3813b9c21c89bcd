// repl.h - one input of a read-eval-print loop: what it declares outlives it, and its last value comes back.
//
//   const a = await f(); a + 1   ->   var a;(async()=>{a = await f();return{__proto__:null,value:(a + 1)}})();
//
// Declarations become variables of the script around; import becomes import(). The result of the script is an
// object with the value, a promise of it if the input awaits, or undefined without a value.
// Threads: any.  Memory: `a`.  Cost: one parse, one copy.
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "js/transform.h"

// `*code` is JavaScript (what js_transform makes with keep_modules). ERR_BAD_SYNTAX (`diag` is set), ERR_TOO_BIG.
Err js_repl(Arena *a, Str *code, Diag *diag);
// `text` in parentheses if it is an object literal that would be read as a block: `{a: 1}`, but not `{a: 1};`.
Str js_repl_object(Arena *a, Str text, JsLang lang);
