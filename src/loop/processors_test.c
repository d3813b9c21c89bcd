// processors_test.c - see processors.h.
#include "loop/processors.h"

#include "base/test.h"

TEST(processors_of_a_container)
{
    CHECK(processors_of_quota(STR("max 100000\n")) == 0 && processors_of_quota(STR("")) == 0 && processors_of_quota(STR("1 0")) == 0);
    CHECK(processors_of_quota(STR("100000 100000\n")) == 1 && processors_of_quota(STR("150000 100000")) == 2);
    CHECK(processors_of_quota(STR("1000 100000")) == 1 && processors_of_quota(STR("-1 100000")) == 0);
    CHECK(processors_available() >= 1);
}
