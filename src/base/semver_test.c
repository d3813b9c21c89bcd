#include "base/semver.h"

#include "base/test.h"

static bool allows(const char *version, const char *range)
{
    AUTO(Arena) a = {};
    SemverText v = semver_read(str_c(version));
    return semver_range_allows(&a, semver_range_read(&a, str_c(range)), &v.version);
}

static int order(const char *x, const char *y)
{
    AUTO(Arena) a = {};
    SemverText left = semver_read(str_c(x)), right = semver_read(str_c(y));
    Semver v = semver_highest(&left), w = semver_highest(&right);
    return semver_compare(&a, &v, &w);
}

TEST(semver_reads_versions)
{
    SemverText v = semver_read(STR(" =v1.2.3-alpha.1+build "));
    CHECK(v.valid && v.whole && v.open == SEMVER_WHOLE);
    CHECK(v.version.number[0] == 1 && v.version.number[1] == 2 && v.version.number[2] == 3);
    CHECK(str_eq(v.version.pre, STR("alpha.1")) && str_eq(v.version.build, STR("build")));
    v = semver_read(STR("1.x"));
    CHECK(v.valid && v.open == SEMVER_MINOR && v.given[0] && !v.given[1]);
    v = semver_read(STR("1.0.0rc.1"));
    CHECK(v.valid && str_eq(v.version.pre, STR("rc.1")));
    v = semver_read(STR("1.2.3 and more"));
    CHECK(v.valid && !v.whole);
    static const char *const bad[] = {"", " ", "v", "x1x1.", ".1", "1..2", "1.2.3.4", "1-a", "latest", "18446744073709551616.0.0"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) CHECK(!semver_read(str_c(ELEM(bad, i))).valid);
}

TEST(semver_orders_versions)
{
    static const char *const rising[] = {"0.0.0-0", "0.0.0", "1.0.0-1", "1.0.0-2", "1.0.0-10", "1.0.0-a", "1.0.0-a.1", "1.0.0-b",
                                         "1.0.0", "1.2.9", "1.2.10", "1.2", "1.10.0", "1", "18446744073709551615.0.0", "x"};
    for (size_t i = 0; i < COUNT_OF(rising); i++) {
        for (size_t k = 0; k < COUNT_OF(rising); k++) {
            int found = order(ELEM(rising, i), ELEM(rising, k));
            CHECK(i < k ? found < 0 : i > k ? found > 0 : found == 0);
        }
    }
    CHECK(order("1.0.0+a", "1.0.0+b") == 0);
    CHECK(order("1.0.0-a.", "1.0.0-a.") == 0 && order("1.0.0-a..", "1.0.0-a.") > 0 && order("1.0.0-a", "1.0.0-a.") < 0);
}

TEST(semver_ranges_allow)
{
    static const struct { const char *range, *yes, *no; } cases[] = {
        {"^1.2.3", "1.9.0", "2.0.0"}, {"^0.2.3", "0.2.9", "0.3.0"}, {"^0.0.3", "0.0.3", "0.0.4"}, {"~1.2.3", "1.2.9", "1.3.0"},
        {"~1", "1.9.9", "2.0.0"}, {"1.2 - 2", "2.9.9", "3.0.0"}, {">1 <3", "2.0.0", "1.5.0"}, {"1 || 3", "3.1.0", "2.0.0"},
        {">=1.0.0-a", "1.0.0-b", "1.0.1-b"}, {"*", "9.9.9", "9.9.9-a"}, {"latest", "1.0.0", "1.0.0-a"}, {"<=1.x", "1.9.9", "2.0.0"},
        {"^18446744073709551615.0.0", "18446744073709551615.1.1", "1.0.0"}, {"> = 2", "2.0.0", "1.9.9"}, {"2 2.1", "2.1.0", "2.2.0"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CHECK(allows(ELEM(cases, i).yes, ELEM(cases, i).range));
        CHECK(!allows(ELEM(cases, i).no, ELEM(cases, i).range));
    }
    CHECK(!allows("0.0.0", ">*") && !allows("7.0.0", "7 || 99999999999999999999"));
}
