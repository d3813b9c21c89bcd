// zlib_libs.c - see zlib_libs.h.
#include "node/zlib_libs.h"

#include <dlfcn.h>

#include "base/mem.h"

void zlibs_release(ZLibs *libs)
{
    if (--libs->users == 0) mem_free(libs);
}

static void libs_close(void *ptr) { zlibs_release(ptr); }

static bool look_up(void *library, const char *name, void *slot, size_t size)
{
    void *address = dlsym(library, name);
    mem_copy(slot, size, &address, sizeof address);
    return address != NULL;
}

static bool load(ZLibs *t, ZLibrary which)
{
    static const char *const names[LIB_COUNT] = {"libz.so.1", "libbrotlienc.so.1", "libbrotlidec.so.1", "libzstd.so.1"};
    void *library = dlopen(ELEM(names, which), RTLD_NOW | RTLD_LOCAL);
    if (!library) return false;
    bool all = true;
#define ZLIB_FN(result, name, parameters) all &= look_up(library, #name, &t->name, sizeof t->name);
    switch (which) {
    case LIB_ZLIB: ZLIB_FUNCTIONS break;
    case LIB_BROTLI_ENCODER: BROTLI_ENCODER_FUNCTIONS break;
    case LIB_BROTLI_DECODER: BROTLI_DECODER_FUNCTIONS break;
    case LIB_ZSTD: ZSTD_FUNCTIONS break;
    case LIB_COUNT: return false;
    }
#undef ZLIB_FN
    return all;
}

Err zlibs_open(JsCall *call, ZLibrary which, ZLibs **out)
{
    ZLibs *table = rt_data(call->rt, RT_DATA_ZLIB);
    if (!table) {
        table = MEM_NEW(ZLibs);
        table->users = 1;
        rt_set_data(call->rt, RT_DATA_ZLIB, table, libs_close);
    }
    if (!ELEM(table->open, which)) {
        if (!load(table, which)) return err(ERR_NO_LIBRARY);
        ELEM(table->open, which) = true;
    }
    table->users++;
    *out = table;
    return OK;
}
