// json5.h - JSON5 (https://spec.json5.org) into the tree of json.h. Numbers may be infinite or NaN.
//
// Limits: JSON_MAX_DEPTH levels. Threads: any. Cost: one pass; every string is copied.
#pragma once

#include "base/json.h"

// ERR_BAD_JSON or ERR_TOO_DEEP carries line, column and detail. `text` must outlive the tree.
Err json5_parse(Arena *a, Str text, const Json **out);
