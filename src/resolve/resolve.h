// resolve.h - from a module specifier and its importer to a file: the rules of Bun's runtime, with
// Node.js's error codes and sentences where resolution fails.
//
// What resolves is what Bun 1.4 resolves: `exports`/`imports` with conditions, extension search
// (.tsx .jsx .ts .mjs .js .cjs .mts .cts .json), `./x.js` finding x.ts, directories, tsconfig `paths`,
// symbolic links, NODE_PATH, `?query` suffixes. Where Bun refuses and Node.js finds a file (fallback
// arrays, `#/x`, %20 in an import), so do we.
//
// Pure: the file system is an interface, builtins are a callback. One resolver belongs to one thread.
// Memory: results live in the caller's arena, except the PackageJson and TsConfig pointers, which live
// as long as the resolver (resolver_invalidate forgets them for later calls but frees none).
// Cost: a repeated resolution needs one system call, which confirms that the file is still there: kinds,
// real paths, package.json and tsconfig.json are cached. A failure is tried again past the cache, so
// files created at run time are found.
// Limits: RESOLVE_MAX_SPECIFIER bytes, RESOLVE_MAX_CONFIG bytes of package.json or tsconfig.json,
// RESOLVE_MAX_EXTENDS levels and RESOLVE_MAX_CONFIGS files of `extends`.
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"

#define RESOLVE_MAX_SPECIFIER ((size_t)64 << 10)
#define RESOLVE_MAX_CONFIG ((size_t)16 << 20)
#define RESOLVE_MAX_EXTENDS 16
#define RESOLVE_MAX_CONFIGS 64

// --- the outside --------------------------------------------------------------------------------

typedef enum PathKind { PATH_MISSING, PATH_FILE, PATH_DIR } PathKind;

// All paths are absolute and normalised, without a trailing slash. `kind` follows symbolic links;
// whatever is neither a directory nor missing counts as a file.
typedef struct ResolveFs {
    void *ctx;
    PathKind (*kind)(void *ctx, Str path);
    Err (*read)(void *ctx, Arena *a, Str path, size_t max, Str *out);
    Err (*realpath)(void *ctx, Arena *a, Str path, Str *out);
} ResolveFs;

// The real disk: POSIX calls, no state, any thread.
extern const ResolveFs resolve_disk;

typedef struct StrList {
    const Str *ptr;
    size_t len;
} StrList;

typedef struct ResolveOptions {
    void *ctx;
    // The canonical specifier of a builtin ("fs" -> "node:fs", "bun:test"), or an empty Str. Asked for
    // every bare specifier as written, so it must be cheap. May be NULL: there are no builtins.
    Str (*builtin)(void *ctx, Str specifier);
    StrList conditions;      // beside "bun", "node", "node-addons", "import" or "require", "default"
    bool only_conditions;    // `conditions` (plus import/require/default) replace ours: for the bundler
    StrList main_fields;     // default {"main"}; the bundler passes {"module", "main"}
    Str node_path;           // NODE_PATH: directories with ':' between
    Str tsconfig_override;   // --tsconfig-override: absolute path of the one tsconfig.json, or empty
    bool preserve_symlinks;  // results stay as found instead of their real path
} ResolveOptions;

// --- package.json and tsconfig.json ---------------------------------------------------------------

typedef enum PackageType { PACKAGE_TYPE_NONE, PACKAGE_TYPE_COMMONJS, PACKAGE_TYPE_MODULE } PackageType;

typedef struct PackageJson {
    Str path;          // of the package.json itself
    Str dir;           // without trailing slash ("/" for the root)
    Str name;          // "" if absent
    PackageType type;
    const Json *json;  // the whole object
} PackageJson;

typedef enum TsJsx { TS_JSX_UNSET, TS_JSX_PRESERVE, TS_JSX_REACT, TS_JSX_REACT_JSX, TS_JSX_REACT_JSXDEV,
                     TS_JSX_REACT_NATIVE } TsJsx;
typedef enum Tristate { UNSET, NO, YES } Tristate;

typedef struct TsPath {
    Str pattern;       // as written: at most one '*'
    StrList targets;   // as written
} TsPath;

// After `extends` was merged.
typedef struct TsConfig {
    Str path;                  // of the outermost tsconfig.json or jsconfig.json
    Str base_url;              // absolute; "" if unset
    Str paths_dir;             // what relative `paths` targets are relative to
    const TsPath *paths;
    size_t path_count;
    TsJsx jsx;
    Str jsx_factory;           // "" where unset, as are the two below
    Str jsx_fragment_factory;
    Str jsx_import_source;
    Str target;                // lower case: "es2022", "esnext"
    Tristate experimental_decorators;
    Tristate emit_decorator_metadata;
    Tristate use_define_for_class_fields;  // as written; see tsconfig_defines_fields
    Tristate verbatim_module_syntax;
} TsConfig;

// TypeScript's rule: as written, else true unless `target` is given and older than ES2022. NULL is fine.
bool tsconfig_defines_fields(const TsConfig *config);

// --- resolving -----------------------------------------------------------------------------------

typedef enum ResolveKind { RESOLVE_IMPORT, RESOLVE_REQUIRE } ResolveKind;

typedef enum ResolvedKind {
    RESOLVED_FILE,     // path: absolute, real
    RESOLVED_BUILTIN,  // path: what options.builtin answered
    RESOLVED_URL,      // data:, http:, https:, blob: ...: path is the specifier as it came
} ResolvedKind;

typedef struct Resolved {
    ResolvedKind kind;
    Str path;
    Str query;                    // "?v=1#h": part of a module's identity and URL; or ""
    const PackageJson *package;   // nearest package.json of the real path, or NULL
    PackageType package_type;     // its `type`: decides the format of .js and .ts files
    const TsConfig *tsconfig;     // nearest tsconfig.json/jsconfig.json, or NULL; never in node_modules
} Resolved;

typedef struct Resolver Resolver;

Resolver *resolver_new(const ResolveFs *fs, const ResolveOptions *options);  // borrows what they point to
void resolver_free(Resolver *r);                                           // accepts NULL

// `importer`: absolute path of the importing file; with a trailing slash, a directory (then files are
// searched from inside it: -e, REPL, createRequire, Bun.resolveSync). Not found: ERR_MODULE_NOT_FOUND
// for imports, ERR_CANNOT_REQUIRE for require (code MODULE_NOT_FOUND). All errors carry the whole
// message in info->detail ("Cannot find package 'x' imported from /p/a.mjs"; for require it ends in
// "\nRequire stack:\n- /p/a.js", to which the caller may append "\n- parent" lines).
Err resolve(Resolver *r, Arena *a, Str specifier, Str importer, ResolveKind kind, Resolved *out);

// Completes an already absolute path (the program's entry, a file found by other means): real path,
// package and tsconfig, extension search included. ERR_MODULE_NOT_FOUND if there is no such file.
Err resolve_path(Resolver *r, Arena *a, Str path, Resolved *out);

// Nearest package.json above the file or directory `path`; stops at a node_modules folder. NULL if none.
const PackageJson *resolver_package_scope(Resolver *r, Str path);
// Nearest tsconfig.json, else jsconfig.json, above the file `path`; NULL if none or inside node_modules.
const TsConfig *resolver_tsconfig(Resolver *r, Str path);

// Forgets what is known about the disk: after files changed (watch mode, a package install).
void resolver_invalidate(Resolver *r);
