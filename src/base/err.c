// err.c - the tables made from errors.def; negative codes are the system's errno values (libuv's on Linux).
#include "base/err.h"

#include "base/at.h"

typedef struct Row {
    const char *name;
    ErrClass js_class;
    const char *node_code;
    const char *text;
} Row;

static const Row rows[] = {
    {"OK", ERR_CLASS_ERROR, "", "success"},
#define ERROR(id, js_class, node_code, text) {#id, ERR_CLASS_##js_class, node_code, text},
#include "base/errors.def"
#undef ERROR
};

static const char *system_name(int code)
{
    switch (code) {
#define SYS(number, name, text) case number: return name;
#include "base/system_errors.def"
#undef SYS
    default: return strerrorname_np(-code) ? strerrorname_np(-code) : "UNKNOWN";
    }
}

static const char *system_text(int code)
{
    switch (code) {
#define SYS(number, name, text) case number: return text;
#include "base/system_errors.def"
#undef SYS
    default: return strerrordesc_np(-code) ? strerrordesc_np(-code) : "unknown error";
    }
}

const char *err_name(int code)
{
    if (code < 0) return system_name(code);
    return (size_t)code < COUNT_OF(rows) ? ELEM(rows, (size_t)code).name : "UNKNOWN";
}

const char *err_text(int code)
{
    if (code < 0) return system_text(code);
    return (size_t)code < COUNT_OF(rows) ? ELEM(rows, (size_t)code).text : "unknown error";
}

const char *err_node_code(int code)
{
    if (code < 0 || (size_t)code >= COUNT_OF(rows)) return NULL;
    const char *node = ELEM(rows, (size_t)code).node_code;
    return *node ? node : NULL;
}

ErrClass err_class(int code)
{
    if (code < 0 || (size_t)code >= COUNT_OF(rows)) return ERR_CLASS_ERROR;
    return ELEM(rows, (size_t)code).js_class;
}
