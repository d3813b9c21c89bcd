// err.h - errors by value. Code 0 is success, negative a libuv error passed through, positive a row
// of errors.def. `info` adds path, system call and position; it lives in the caller's arena.
#pragma once

#include <stdint.h>

#include "base/str.h"

typedef struct ErrInfo {
    Str path;             // file concerned, or empty
    Str dest;             // second path of rename, link, copy; or empty
    const char *syscall;  // "open", "stat" ... or NULL
    Str detail;           // what was wrong, a sentence without a final stop; or empty
    uint32_t line;        // 1-based; 0: unknown
    uint32_t column;      // 1-based, in UTF-16 units as editors count; 0: unknown
} ErrInfo;

typedef struct [[nodiscard]] Err {
    int code;
    const ErrInfo *info;  // may be NULL
} Err;

typedef enum ErrCode {
    ERR_NONE = 0,
#define ERROR(id, js_class, node_code, text) id,
#include "base/errors.def"
#undef ERROR
    ERR_COUNT,
} ErrCode;

typedef enum ErrClass { ERR_CLASS_ERROR, ERR_CLASS_TYPE, ERR_CLASS_RANGE, ERR_CLASS_SYNTAX } ErrClass;

#define OK ((Err){})
#define TRY(expr)                                                                                  \
    do {                                                                                           \
        Err err_ = (expr);                                                                         \
        if (err_.code) return err_;                                                                \
    } while (0)

static inline Err err(int code) { return (Err){.code = code}; }

const char *err_name(int code);      // "ERR_TOO_BIG", "ENOENT"
const char *err_text(int code);      // the table's sentence; for negative codes the system's
const char *err_node_code(int code); // Node's ERR_* code, or NULL
ErrClass err_class(int code);
