// Properties: a version and a range that are one text give an answer without reading outside it, the order of the two
// halves of the text is the opposite of that of the halves exchanged, and what a range allows it allows again.
#include "base/semver.h"

#include "base/test.h"

FUZZ(semver)
{
    AUTO(Arena) a = {};
    Str text = str_of(input);
    size_t half = str_find_char(text, '\n');
    Str first = str_sub(text, 0, half), second = half == STR_NONE ? text : str_from(text, half + 1);
    SemverText x = semver_read(first), y = semver_read(second);
    Semver low = semver_highest(&x), high = semver_highest(&y);
    CHECK(semver_compare(&a, &low, &high) == -semver_compare(&a, &high, &low));
    CHECK(semver_compare(&a, &low, &low) == 0);
    const SemverRange *range = semver_range_read(&a, second);
    bool allowed = semver_range_allows(&a, range, &x.version);
    CHECK(allowed == semver_range_allows(&a, semver_range_read(&a, second), &x.version));
}
