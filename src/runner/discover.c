// discover.c - see discover.h.
#include "runner/discover.h"

#include <stdlib.h>
#include <uv.h>

#include "base/path.h"

typedef struct Walk {
    Arena *a;
    Str root;
    StrList filters;  // substrings; none: every test file
    bool *hits;       // by filter
    Discovery *out;
} Walk;

static const Str extensions[] = {{".js", 3}, {".jsx", 4}, {".ts", 3}, {".tsx", 4},
                                 {".mjs", 4}, {".cjs", 4}, {".mts", 4}, {".cts", 4}};
static const Str suffixes[] = {{".test", 5}, {"_test", 5}, {".spec", 5}, {"_spec", 5}};

bool discover_is_test_name(Str basename)
{
    for (size_t i = 0; i < COUNT_OF(extensions); i++) {
        Str ext = ELEM(extensions, i);
        if (!str_ends(basename, ext)) continue;
        Str stem = str_sub(basename, 0, basename.len - ext.len);
        for (size_t j = 0; j < COUNT_OF(suffixes); j++)
            if (str_ends(stem, ELEM(suffixes, j))) return true;
    }
    return false;
}

// Relative to the root where possible: that is how reports name files.
static Str shorten(Str root, Str path)
{
    bool below = str_starts(path, root) && path.len > root.len && str_at(path, root.len) == '/';
    return below ? str_from(path, root.len + 1) : path;
}

static void add_file(Walk *w, Str path)
{
    Str name = shorten(w->root, path);
    for (uint32_t i = 0; i < w->out->files.count; i++)
        if (str_eq(ITEM(w->out->files, i), name)) return;
    ARENA_PUSH(w->a, &w->out->files, name);
}

static void consider(Walk *w, Str path)
{
    w->out->searched++;
    if (!discover_is_test_name(path_basename(path))) return;
    bool wanted = w->filters.count == 0;
    struct { bool *ptr; size_t len; } hits = {w->hits, w->filters.count};
    for (uint32_t i = 0; i < w->filters.count; i++) {
        if (str_find(shorten(w->root, path), ITEM(w->filters, i)) == STR_NONE) continue;
        AT(hits, i) = true;
        wanted = true;
    }
    if (wanted) add_file(w, path);
}

static int compare_names(const void *left, const void *right)
{
    const Str *a = left, *b = right;
    return str_cmp(*a, *b);
}

static void sort_names(StrList *names)
{
    if (names->count > 1) qsort(names->items, names->count, sizeof *names->items, compare_names);
}

static bool skip_folder(Str name)
{
    return str_eq(name, STR("node_modules")) || str_starts(name, STR("."));
}

// Splits a folder's entries into files and folders; links count as what they point at.
static int list_folder(Arena *a, Str path, StrList *files, StrList *folders)
{
    uv_fs_t scan = {};
    int code = uv_fs_scandir(NULL, &scan, arena_cstr(a, path), 0, NULL);
    for (uv_dirent_t entry; code >= 0 && uv_fs_scandir_next(&scan, &entry) == 0;) {
        Str name = arena_str(a, str_c(entry.name));
        uv_dirent_type_t type = entry.type;
        if (type == UV_DIRENT_LINK || type == UV_DIRENT_UNKNOWN) {
            uv_fs_t stat = {};
            Str full = path_join(a, path, name);
            if (uv_fs_stat(NULL, &stat, arena_cstr(a, full), NULL) == 0)
                type = (stat.statbuf.st_mode & S_IFMT) == S_IFDIR && entry.type != UV_DIRENT_LINK ? UV_DIRENT_DIR
                                                                                              : UV_DIRENT_FILE;
            uv_fs_req_cleanup(&stat);
        }
        if (type == UV_DIRENT_DIR) ARENA_PUSH(a, folders, name);
        else if (type == UV_DIRENT_FILE) ARENA_PUSH(a, files, name);
    }
    uv_fs_req_cleanup(&scan);
    return code < 0 ? code : 0;
}

static int walk_folder(Walk *w, Str path, uint32_t depth)
{
    StrList files = {}, folders = {};
    if (depth > DISCOVER_MAX_DEPTH) return 0;
    int code = list_folder(w->a, path, &files, &folders);
    sort_names(&files);
    sort_names(&folders);
    for (uint32_t i = 0; i < files.count; i++) consider(w, path_join(w->a, path, ITEM(files, i)));
    for (uint32_t i = 0; i < folders.count; i++) {
        if (skip_folder(ITEM(folders, i))) continue;
        (void)walk_folder(w, path_join(w->a, path, ITEM(folders, i)), depth + 1);  // unreadable: not ours to run
    }
    return code;
}

typedef enum PathKind { PATH_NONE, PATH_FILE, PATH_FOLDER } PathKind;

static PathKind kind_of(Arena *a, Str path)
{
    uv_fs_t stat = {};
    int code = uv_fs_stat(NULL, &stat, arena_cstr(a, path), NULL);
    uint64_t mode = code == 0 ? stat.statbuf.st_mode & S_IFMT : 0;
    uv_fs_req_cleanup(&stat);
    if (code != 0) return PATH_NONE;
    return mode == S_IFDIR ? PATH_FOLDER : PATH_FILE;
}

static bool looks_like_path(Str filter)
{
    return str_starts(filter, STR("./")) || str_starts(filter, STR("../")) || path_is_absolute(filter)
           || str_eq(filter, STR(".")) || str_eq(filter, STR(".."));
}

// True if the filter was a path and has been dealt with.
static bool take_path(Walk *w, Str filter)
{
    if (!looks_like_path(filter)) return false;
    Str full = path_join(w->a, w->root, filter);
    PathKind kind = kind_of(w->a, full);
    if (kind == PATH_FILE) add_file(w, full);
    else if (kind == PATH_FOLDER) (void)walk_folder(w, full, 0);
    else if (!w->out->missing.len) w->out->missing = filter;
    return true;
}

Err discover(Arena *a, Str root, Str start, StrList filters, Discovery *out)
{
    Discovery found = {};
    Walk walk = {.a = a, .root = root, .out = &found};
    StrList names = {};
    for (uint32_t i = 0; i < filters.count; i++)
        if (!take_path(&walk, ITEM(filters, i))) ARENA_PUSH(a, &names, ITEM(filters, i));
    if (names.count || filters.count == 0) {
        walk.filters = names;
        walk.hits = ARENA_ARRAY(a, bool, names.count + 1);
        int code = walk_folder(&walk, start, 0);
        if (code < 0) return err(code);
        struct { bool *ptr; size_t len; } hits = {walk.hits, names.count};
        for (uint32_t i = 0; i < names.count; i++)
            if (!AT(hits, i)) ARENA_PUSH(a, &found.unmatched, ITEM(names, i));
    }
    *out = found;
    return OK;
}
