// yaml.h - YAML 1.2 (core schema) into the tree of json.h.
//
// An alias is the very node of its anchor, so the tree may be a graph, even a cyclic one. "<<" merges.
// Keys become the text JavaScript would make of them. Several documents become one array.
// Limits: YAML_MAX_DEPTH levels. Threads: any. Cost: one pass.
#pragma once

#include "base/json.h"

#define YAML_MAX_DEPTH 256

// ERR_BAD_SYNTAX or ERR_TOO_DEEP carries line, column and detail. `text` must outlive the tree.
Err yaml_parse(Arena *a, Str text, const Json **out);
