// path.h - POSIX paths as text: no file system access here.
#pragma once

#include "base/arena.h"

bool path_is_absolute(Str path);
Str path_dirname(Str path);                      // borrows; "." if there is none
Str path_basename(Str path);                     // borrows
Str path_ext(Str path);                          // borrows, with the dot; "" if none (".bashrc" has none)
Str path_normalize(Arena *a, Str path);          // resolves "." and "..", keeps a trailing slash
Str path_join(Arena *a, Str base, Str relative); // normalised; an absolute `relative` wins
