// data_mutate.h - grammars of data formats for the fuzzer (base/mutate.h). Only in test and fuzz builds.
#pragma once

#include "base/mutate.h"

extern const FuzzLanguage json_fuzz_text;  // with comments and trailing commas
extern const FuzzLanguage json5_fuzz_text;
extern const FuzzLanguage toml_fuzz_text;
extern const FuzzLanguage yaml_fuzz_text;
extern const FuzzLanguage xml_fuzz_text;
