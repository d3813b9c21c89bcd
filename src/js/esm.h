// esm.h - what the parts of the module rewriting share. See esm.c.
#pragma once

#include "js/lower.h"

typedef struct EsmLeaves { JsNodeId *items; uint32_t count, cap; } EsmLeaves;
// The IDENT and BINDING nodes a pattern, a declaration or a target writes to. Recursion is bounded by
// JS_MAX_DEPTH.
void esm_leaves(Lower *l, JsNodeId id, EsmLeaves *out);

// ---- esm_keep.c ----
// Merged declarations are exported once: true for the first.
bool esm_first_export(Lower *l, JsNodeId name);

// ---- esm_block.c: what Lower.top_block makes of declarations of the file, and of the whole text ----
void esm_block_var(Lower *l, const JsNode *var);
void esm_block_default(Lower *l, const Work *w);
void esm_block_render(Lower *l, Buf *out);
