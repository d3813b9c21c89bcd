// openssl.c - see openssl.h.
#include "node/openssl.h"

#include <dlfcn.h>

#include "base/mem.h"

// The library itself stays: OpenSSL registers exit handlers that must not be unmapped.
void openssl_release(OpenSsl *ssl)
{
    if (--ssl->users == 0) mem_free(ssl);
}

OpenSsl *openssl_retain(OpenSsl *ssl)
{
    ssl->users++;
    return ssl;
}

static void openssl_close(void *ptr) { openssl_release(ptr); }

// POSIX guarantees that dlsym's object pointer can stand for a function; C has no cast for it.
static bool look_up(void *library, const char *name, void *slot, size_t size)
{
    void *address = dlsym(library, name);
    mem_copy(slot, size, &address, sizeof address);
    return address != NULL;
}

Err openssl_open(JsCall *call, OpenSsl **out)
{
    OpenSsl *known = rt_data(call->rt, RT_DATA_CRYPTO);
    if (!known) {
        void *library = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
        if (!library) return err(ERR_NO_LIBRARY);
        OpenSsl table = {.library = library, .users = 1};
        bool all = true;
#define OPENSSL_FN(result, name, parameters) all &= look_up(library, #name, &table.name, sizeof table.name);
        OPENSSL_FUNCTIONS
#undef OPENSSL_FN
        if (!all) return err(ERR_NO_LIBRARY);
        known = MEM_NEW(OpenSsl);
        *known = table;
        rt_set_data(call->rt, RT_DATA_CRYPTO, known, openssl_close);
    }
    *out = known;
    return OK;
}
