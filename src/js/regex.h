// regex.h - is this a regular expression literal? The early errors of ECMA-262 22.2.1, Annex B included.
//
// Threads: any.   Cost: linear in the pattern.   Limits: REGEX_MAX_DEPTH nested groups and classes.
#pragma once

#include "base/arena.h"

#define REGEX_MAX_DEPTH 1000u

// False: `what` says what is wrong (static text), `where` is the byte offset in `pattern`.
bool js_regex_check(Arena *a, Str pattern, Str flags, const char **what, uint32_t *where);
