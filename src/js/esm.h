// esm.h - what the parts of the module rewriting share. See esm.c.
#pragma once

#include "js/lower.h"

typedef struct EsmLeaves { JsNodeId *items; uint32_t count, cap; } EsmLeaves;
// The IDENT and BINDING nodes a pattern, a declaration or a target writes to. Recursion is bounded by
// JS_MAX_DEPTH.
void esm_leaves(Lower *l, JsNodeId id, EsmLeaves *out);
