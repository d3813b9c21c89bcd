// env_options.h - options that come in an environment variable: NODE_OPTIONS, BUN_OPTIONS.
#pragma once

#include "cli/args.h"

// The words of `text`: blanks separate them, double quotes hold them together, and inside of these a backslash takes the
// next character as it is (Node.js). False after a message that names the variable if a quote is not closed.
bool env_option_words(Arena *a, const char *variable, Str text, ArgList *out);
