// discover_test.c - names of test files, filters, order.
#include "runner/discover.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/test.h"

// A scratch tree under the temporary folder; the test process removes it itself.
typedef struct Tree {
    Arena arena;
    Str root;
} Tree;

static void touch(Tree *t, const char *name)
{
    Str path = path_join(&t->arena, t->root, str_c(name));
    for (size_t i = t->root.len + 1; i < path.len; i++)
        if (str_at(path, i) == '/') mkdir(arena_cstr(&t->arena, str_sub(path, 0, i)), 0755);
    FILE *file = fopen(arena_cstr(&t->arena, path), "w");
    CHECK(file && fclose(file) == 0);
}

static void Tree_cleanup(Tree *t)
{
    Str command = arena_fmt(&t->arena, "rm -rf '%.*s'", STR_FMT(t->root));
    // NOLINTNEXTLINE(cert-env33-c): a folder that the test made itself
    CHECK(system(arena_cstr(&t->arena, command)) == 0);
    Arena_cleanup(&t->arena);
}

static void make_tree(Tree *t)
{
    char template[] = "/tmp/discover-XXXXXX";
    CHECK(mkdtemp(template));
    t->root = arena_str(&t->arena, str_c(template));
    touch(t, "b.test.ts");
    touch(t, "a_spec.mjs");
    touch(t, "sub/c.test.js");
    touch(t, "plain.js");
    touch(t, "node_modules/x/x.test.js");
    touch(t, ".hidden/h.test.js");
}

static Discovery find(Tree *t, const char *filter)
{
    StrList filters = {};
    if (filter) ARENA_PUSH(&t->arena, &filters, str_c(filter));
    Discovery found = {};
    CHECK(!discover(&t->arena, t->root, t->root, filters, &found).code);
    return found;
}

TEST(discover_knows_test_names)
{
    CHECK(discover_is_test_name(STR("a.test.js")) && discover_is_test_name(STR("a_test.tsx")));
    CHECK(discover_is_test_name(STR("a.spec.mts")) && discover_is_test_name(STR("_spec.cjs")));
    CHECK(!discover_is_test_name(STR("test.js")) && !discover_is_test_name(STR("a.tests.js")));
    CHECK(!discover_is_test_name(STR("a.test.json")) && !discover_is_test_name(STR("")));
}

TEST(discover_skips_packages_and_hidden_folders)
{
    AUTO(Tree) t = {};
    make_tree(&t);
    Discovery found = find(&t, NULL);
    CHECK(found.files.count == 3);
    CHECK(str_eq(ITEM(found.files, 0), STR("a_spec.mjs")));
    CHECK(str_eq(ITEM(found.files, 1), STR("b.test.ts")));
    CHECK(str_eq(ITEM(found.files, 2), STR("sub/c.test.js")));
}

TEST(discover_filters_by_substring_or_exact_path)
{
    AUTO(Tree) t = {};
    make_tree(&t);
    CHECK(find(&t, "sub").files.count == 1);
    CHECK(find(&t, "./sub").files.count == 1);
    CHECK(str_eq(ITEM(find(&t, "./plain.js").files, 0), STR("plain.js")));
    CHECK(find(&t, "plain.js").files.count == 0);
    CHECK(find(&t, "nothing").unmatched.count == 1);
    CHECK(str_eq(find(&t, "./nothing.js").missing, STR("./nothing.js")));
}
