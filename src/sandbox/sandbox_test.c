// sandbox_test.c - what the makers of checked paths and addresses refuse.
#include "sandbox/sandbox.h"

#include <errno.h>
#include <netinet/in.h>

#include "base/test.h"

TEST(checked_paths_are_terminated_copies)
{
    AUTO(Arena) a = {};
    FsPath path = {};
    Str text = str_sub(STR("/tmp/file.txt"), 0, 8);
    CHECK(!sandbox_path(&a, text, ACCESS_READ, &path).code);
    CHECK(strcmp(fs_path_c(path), "/tmp/fil") == 0);
    CHECK(!sandbox_path(&a, STR(""), ACCESS_READ, &path).code);
    CHECK(strcmp(fs_path_c(path), "") == 0);
}

TEST(checked_paths_refuse_inner_nul_and_excess)
{
    AUTO(Arena) a = {};
    FsPath path = {};
    CHECK(sandbox_path(&a, STR("a\0b"), ACCESS_READ, &path).code == ERR_ARG_VALUE);
    char *big = arena_alloc(&a, SANDBOX_PATH_MAX + 1, 1);
    memset(big, 'x', SANDBOX_PATH_MAX + 1);
    Str text = {big, SANDBOX_PATH_MAX + 1};
    CHECK(sandbox_path(&a, text, ACCESS_READ, &path).code == -ENAMETOOLONG);
    CHECK(!path.checked.ptr);
}

TEST(checked_addresses_have_a_possible_size)
{
    NetAddr addr = {};
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = 80};
    CHECK(!sandbox_addr((struct sockaddr *)&in, sizeof in, NET_CONNECT, &addr).code);
    CHECK(net_addr_get(&addr)->sa_family == AF_INET && addr.len == sizeof in);
    CHECK(sandbox_addr((struct sockaddr *)&in, 1, NET_CONNECT, &addr).code == ERR_ARG_VALUE);
    CHECK(sandbox_addr((struct sockaddr *)&in, 4096, NET_CONNECT, &addr).code == ERR_ARG_VALUE);
}
