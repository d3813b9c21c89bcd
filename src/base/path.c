// path.c - POSIX path algebra on text.
#include "base/path.h"

#include "base/vec.h"

bool path_is_absolute(Str path) { return str_peek(path, 0) == '/'; }

static Str without_trailing_slashes(Str path)
{
    while (path.len > 1 && str_at(path, path.len - 1) == '/') path = str_sub(path, 0, path.len - 1);
    return path;
}

Str path_dirname(Str path)
{
    path = without_trailing_slashes(path);
    size_t slash = str_find_last_char(path, '/');
    if (slash == STR_NONE) return STR(".");
    return slash == 0 ? str_sub(path, 0, 1) : without_trailing_slashes(str_sub(path, 0, slash));
}

Str path_basename(Str path)
{
    path = without_trailing_slashes(path);
    size_t slash = str_find_last_char(path, '/');
    return slash == STR_NONE || path.len == 1 ? path : str_from(path, slash + 1);
}

Str path_ext(Str path)
{
    Str name = path_basename(path);
    size_t dot = str_find_last_char(name, '.');
    return dot == STR_NONE || dot == 0 ? STR("") : str_from(name, dot);
}

typedef struct Parts {
    Str *items;
    uint32_t count, cap;
} Parts;

static void push_part(Arena *a, Parts *parts, Str part, bool absolute)
{
    if (part.len == 0 || str_eq(part, STR("."))) return;
    if (!str_eq(part, STR(".."))) {
        ARENA_PUSH(a, parts, part);
    } else if (parts->count && !str_eq(ITEM(*parts, parts->count - 1), STR(".."))) {
        parts->count--;
    } else if (!absolute) {
        ARENA_PUSH(a, parts, part);
    }
}

static Str join_parts(Arena *a, const Parts *parts, bool absolute, bool trailing)
{
    size_t total = 2;
    for (uint32_t i = 0; i < parts->count; i++) total += ITEM(*parts, i).len + 1;
    struct { char *ptr; size_t len; } out = {arena_alloc(a, total + 1, 1), total};
    size_t n = 0;
    if (absolute) AT(out, n++) = '/';
    for (uint32_t i = 0; i < parts->count; i++) {
        Str part = ITEM(*parts, i);
        if (i) AT(out, n++) = '/';
        memcpy(at_from(out.ptr, n, out.len, 1), part.ptr, part.len);
        n += part.len;
    }
    if (n == 0) AT(out, n++) = '.';
    if (trailing && AT(out, n - 1) != '/') AT(out, n++) = '/';
    return (Str){out.ptr, n};
}

Str path_normalize(Arena *a, Str path)
{
    Parts parts = {};
    bool absolute = path_is_absolute(path), trailing = path.len > 1 && str_ends(path, STR("/"));
    for (size_t from = 0; from < path.len;) {
        size_t slash = str_find_from(path, STR("/"), from);
        size_t to = slash == STR_NONE ? path.len : slash;
        push_part(a, &parts, str_sub(path, from, to), absolute);
        from = to + 1;
    }
    return join_parts(a, &parts, absolute, trailing);
}

Str path_join(Arena *a, Str base, Str relative)
{
    if (path_is_absolute(relative) || base.len == 0) return path_normalize(a, relative);
    return path_normalize(a, arena_concat(a, arena_concat(a, base, STR("/")), relative));
}
