#include "js/await_sites.h"

#include "base/test.h"

static const AwaitSite *site(const AwaitSites *s, uint32_t i, const char *function)
{
    const AwaitSite *found = &ITEM(s->awaits, i);
    Str name = found->function ? ITEM(s->functions, found->function - 1).name : STR("file");
    CHECK(str_eq(name, str_c(function)));
    return found;
}

TEST(await_sites_know_their_function)
{
    AUTO(Arena) a = {};
    JsTree t = {};
    AwaitSites s = {};
    JsParseOptions options = {.lang = LANG_TS, .goal = GOAL_MODULE};
    Str source = STR("await 1;\nasync function f(x = async () => { await 2; }) { await (3 as any);\n"
                     "const g = async (): Promise<void> => await Promise.all([h(), 2]);\nawait 4; }\n"
                     "class C { async m() { await Promise.any(x); } static #p = async () => { await 5; } }\n"
                     "const o = { async 'q'() { await 6 }, k: (async () => { await Promise.race([]); }) };\nawait 7;");
    CHECK(!js_parse(&a, source, &options, &t).code);
    js_await_sites(&a, &t, &s);
    CHECK(s.awaits.count == 10 && s.functions.count == 7);
    site(&s, 0, "file");
    site(&s, 1, "x");
    site(&s, 2, "f");
    const AwaitSite *all = site(&s, 3, "g");
    CHECK(all->many == AWAIT_ALL && js_list(&t, js_node(&t, all->items)->list.items).len == 2);
    CHECK(site(&s, 4, "f")->many == AWAIT_ONE);
    CHECK(site(&s, 5, "m")->many == AWAIT_ANY && !site(&s, 5, "m")->items);
    site(&s, 6, "#p");
    site(&s, 7, "");
    CHECK(site(&s, 8, "k")->many == AWAIT_ONE);
    site(&s, 9, "file");
}
