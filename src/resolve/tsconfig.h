// tsconfig.h - finding, reading and merging tsconfig.json files. Only resolve/ includes it.
//
// A file that cannot be read or parsed, and an `extends` that leads nowhere, count as absent: programs
// run without their editor's configuration, as they do on Bun.
#pragma once

#include "resolve/cache.h"

// Nearest tsconfig.json, else jsconfig.json, in `dir` or above; NULL if there is none.
const TsConfig *tsconfig_nearest(Cache *c, Str dir);
// The configuration in this very file; NULL if it cannot be used.
const TsConfig *tsconfig_load(Cache *c, Str path);

// Absolute candidates for `specifier` from `paths`, in the order to be tried. Empty if none matches.
StrList tsconfig_candidates(Arena *a, const TsConfig *t, Str specifier);
