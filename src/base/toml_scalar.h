// toml_scalar.h - booleans, numbers, dates and times of TOML: one word in, a value out. Only for toml.c.
#pragma once

#include "base/toml.h"

// Sets type and value; on failure a sentence that says why (a literal), else NULL.
const char *toml_scalar(Arena *a, Str word, Toml *out);
