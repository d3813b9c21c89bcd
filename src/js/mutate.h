// mutate.h - the fuzzer's JavaScript (base/mutate.h), for targets whose input is a text and for those
// with one or two bytes of options in front of it. Only in test and fuzz builds.
#pragma once

#include "base/mutate.h"

extern const FuzzLanguage js_fuzz_text;
extern const FuzzLanguage js_fuzz_text_with_option;
extern const FuzzLanguage js_fuzz_text_with_options;
