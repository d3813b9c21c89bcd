// Property: any bytes give a tree or an error with a place, in bounded time.
#include "base/yaml.h"

#include "base/test.h"

FUZZ(yaml)
{
    AUTO(Arena) a = {};
    const Json *v = NULL;
    Err e = yaml_parse(&a, str_of(input), &v);
    if (e.code) CHECK(e.info && e.info->line > 0 && e.info->detail.len);
    else CHECK(v && v->type <= JSON_OBJECT);
}
