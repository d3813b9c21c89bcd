// openssl.c - see openssl.h.
#include "node/openssl.h"

#include <dlfcn.h>

#include "base/mem.h"

// The library itself stays: OpenSSL registers exit handlers that must not be unmapped.
void openssl_release(OpenSsl *ssl)
{
    if (--ssl->users) return;
    for (size_t i = 0; i < OPENSSL_CACHE; i++) ssl->EVP_MD_free(ELEM(ssl->cache, i).md);  // accepts NULL
    mem_free(ssl);
}

const EVP_MD *openssl_digest(OpenSsl *ssl, const char *name)
{
    for (size_t i = 0; i < OPENSSL_CACHE; i++)
        if (ELEM(ssl->cache, i).md && strcmp(ELEM(ssl->cache, i).name, name) == 0) return ELEM(ssl->cache, i).md;
    size_t len = strlen(name);
    DigestCache *row = &ELEM(ssl->cache, ssl->cached % OPENSSL_CACHE);
    // A full cache keeps what it has: hashes under way may use its rows.
    EVP_MD *md = row->md || len >= sizeof row->name ? NULL : ssl->EVP_MD_fetch(NULL, name, NULL);
    if (!md) return ssl->EVP_get_digestbyname(name);  // also knows names like RSA-SHA256
    mem_copy(row->name, sizeof row->name, name, len + 1);
    row->md = md;
    ssl->cached++;
    return md;
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
