// crypto.c - digests, HMAC and key derivation behind node:crypto and Bun.CryptoHasher, through libcrypto.
//
// A hash under way is a handle (KIND_HASH) that lib/ updates with one crossing a chunk; strings go in as
// UTF-8 without a Buffer between. Key derivation also runs on the pool, with copies of its inputs.
// Limits: KEY_MAX bytes of derived key.
#include "base/mem.h"
#include "base/num.h"
#include "loop/loop.h"
#include "node/openssl.h"

#define KEY_MAX ((size_t)1 << 30)
#define XOF_MAX ((size_t)1 << 30)

typedef struct Hash {
    OpenSsl *ssl;
    const EVP_MD *md;
    EVP_MD_CTX *digest;  // one of the two
    HMAC_CTX *hmac;
} Hash;

static void hash_close(void *ptr)
{
    Hash *h = ptr;
    if (h->digest) h->ssl->EVP_MD_CTX_free(h->digest);
    if (h->hmac) h->ssl->HMAC_CTX_free(h->hmac);
    openssl_release(h->ssl);
    mem_free(h);
}

// Argument `index`: a digest's name. *md is NULL if it is unknown.
static Err arg_digest(JsCall *call, size_t index, OpenSsl **ssl, const EVP_MD **md)
{
    Str name;
    TRY(js_arg_str(call, index, &name));
    TRY(openssl_open(call, ssl));
    *md = openssl_digest(*ssl, arena_cstr(&call->scratch, name));
    return OK;
}

// Argument `index`: a string (as UTF-8, in scratch) or bytes. Borrowed until the next engine call.
static Err arg_data(JsCall *call, size_t index, Span *out)
{
    if (js_is_string(call, js_arg(call, index))) {
        Str text;
        TRY(js_arg_str(call, index, &text));
        *out = span_of(text);
        return OK;
    }
    JsBytes bytes;
    TRY(js_arg_bytes(call, index, &bytes));
    *out = js_bytes(call, bytes);
    return OK;
}

// (name) -> handle, or undefined for an unknown digest
JS_NATIVE(hash_new)
{
    OpenSsl *ssl;
    const EVP_MD *md;
    TRY_JS(call, arg_digest(call, 0, &ssl, &md));
    if (!md) return js_undefined(call);
    Hash *h = MEM_NEW(Hash);
    *h = (Hash){.ssl = openssl_retain(ssl), .md = md, .digest = ssl->EVP_MD_CTX_new()};
    if (h->digest && ssl->EVP_DigestInit_ex(h->digest, md, NULL)) return js_handle_new(call, KIND_HASH, h, hash_close);
    hash_close(h);
    return js_undefined(call);
}

// (name, key) -> handle, or undefined
JS_NATIVE(hmac_new)
{
    OpenSsl *ssl;
    const EVP_MD *md;
    Span key;
    TRY_JS(call, arg_digest(call, 0, &ssl, &md));
    if (!md) return js_undefined(call);
    TRY_JS(call, arg_data(call, 1, &key));
    if (key.len > INT32_MAX) return js_throw(call, err(ERR_ARG_RANGE));
    Hash *h = MEM_NEW(Hash);
    *h = (Hash){.ssl = openssl_retain(ssl), .md = md, .hmac = ssl->HMAC_CTX_new()};
    const void *bytes = key.len ? (const void *)key.ptr : "";  // NULL would mean: keep the old key
    if (h->hmac && ssl->HMAC_Init_ex(h->hmac, bytes, (int)key.len, md, NULL))
        return js_handle_new(call, KIND_HASH, h, hash_close);
    hash_close(h);
    return js_undefined(call);
}

// (handle, data)
JS_NATIVE(hash_update)
{
    Span data;
    Hash *h = js_arg_handle(call, 0, KIND_HASH);  // reading the data runs no user code
    if (!h) return js_throw(call, err(ERR_CLOSED));
    TRY_JS(call, arg_data(call, 1, &data));
    int good = h->digest ? h->ssl->EVP_DigestUpdate(h->digest, data.ptr, data.len)
                         : h->ssl->HMAC_Update(h->hmac, data.ptr, data.len);
    return js_bool(call, good == 1);
}

static JsValue finish_xof(JsCall *call, Hash *h, size_t len)
{
    if (len > XOF_MAX) return js_throw(call, err(ERR_TOO_BIG));
    uint8_t *out = ARENA_ARRAY(&call->scratch, uint8_t, len + 1);
    if (len && !h->ssl->EVP_DigestFinalXOF(h->digest, out, len)) return js_undefined(call);
    return js_uint8array(call, (Span){out, len});
}

// (handle, length or undefined) -> Uint8Array; undefined if the digest has no such length. Closes the handle.
JS_NATIVE(hash_final)
{
    uint32_t want = 0;
    bool sized = !js_arg_is_nullish(call, 1);
    if (sized) TRY_JS(call, js_arg_u32(call, 1, &want));
    Hash *h = js_arg_handle(call, 0, KIND_HASH);
    if (!h) return js_throw(call, err(ERR_CLOSED));
    bool xof = h->digest && (h->ssl->EVP_MD_get_flags(h->md) & OPENSSL_FLAG_XOF);
    uint8_t out[OPENSSL_MD_MAX];
    unsigned len = 0;
    JsValue result;
    if (sized && xof) {
        result = finish_xof(call, h, want);
    } else if (sized && (int)want != h->ssl->EVP_MD_get_size(h->md)) {
        result = js_undefined(call);
    } else {
        int good = h->digest ? h->ssl->EVP_DigestFinal_ex(h->digest, out, &len) : h->ssl->HMAC_Final(h->hmac, out, &len);
        result = good ? js_uint8array(call, (Span){out, len}) : js_undefined(call);
    }
    js_handle_close(call, 0, KIND_HASH);
    return result;
}

// (handle) -> a second handle in the same state
JS_NATIVE(hash_copy)
{
    Hash *h = js_arg_handle(call, 0, KIND_HASH);
    if (!h) return js_throw(call, err(ERR_CLOSED));
    Hash *copy = MEM_NEW(Hash);
    *copy = (Hash){.ssl = openssl_retain(h->ssl), .md = h->md};
    int good;
    if (h->digest) {
        copy->digest = h->ssl->EVP_MD_CTX_new();
        good = copy->digest && h->ssl->EVP_MD_CTX_copy_ex(copy->digest, h->digest);
    } else {
        copy->hmac = h->ssl->HMAC_CTX_new();
        good = copy->hmac && h->ssl->HMAC_CTX_copy(copy->hmac, h->hmac);
    }
    if (good) return js_handle_new(call, KIND_HASH, copy, hash_close);
    hash_close(copy);
    return js_undefined(call);
}

// (name, data) -> Uint8Array, or undefined for an unknown digest
JS_NATIVE(hash_once)
{
    OpenSsl *ssl;
    const EVP_MD *md;
    Span data;
    TRY_JS(call, arg_digest(call, 0, &ssl, &md));
    if (!md) return js_undefined(call);
    TRY_JS(call, arg_data(call, 1, &data));
    Hash h = {.ssl = ssl, .md = md, .digest = ssl->EVP_MD_CTX_new()};
    uint8_t out[OPENSSL_MD_MAX];
    unsigned len = 0;
    bool good = h.digest && ssl->EVP_DigestInit_ex(h.digest, md, NULL) &&
                ssl->EVP_DigestUpdate(h.digest, data.ptr, data.len) && ssl->EVP_DigestFinal_ex(h.digest, out, &len);
    ssl->EVP_MD_CTX_free(h.digest);
    return good ? js_uint8array(call, (Span){out, len}) : js_undefined(call);
}

// (name) -> digest size in bytes, or undefined
JS_NATIVE(hash_size)
{
    OpenSsl *ssl;
    const EVP_MD *md;
    TRY_JS(call, arg_digest(call, 0, &ssl, &md));
    return md ? js_number(call, ssl->EVP_MD_get_size(md)) : js_undefined(call);
}

typedef struct NameList {
    Buf text;  // one name a line
} NameList;

static void add_name(const EVP_MD *md, const char *from, const char *to, void *arg)
{
    (void)md;
    (void)to;
    NameList *list = arg;
    if (!from) return;
    buf_put(&list->text, str_c(from));
    buf_put_char(&list->text, '\n');
}

// -> the names OpenSSL knows, one a line
JS_NATIVE(hash_names)
{
    OpenSsl *ssl;
    TRY_JS(call, openssl_open(call, &ssl));
    NameList list = {.text = {.max = 1 << 20}};
    ssl->EVP_MD_do_all_sorted(add_name, &list);
    JsValue result = js_string(call, buf_str(&list.text));
    Buf_cleanup(&list.text);
    return result;
}

// --- key derivation ---------------------------------------------------------------------------------

typedef struct Derive {
    OpenSsl *ssl;
    const EVP_MD *md;  // PBKDF2; NULL: scrypt
    Buf pass;
    Buf salt;
    Buf key;           // its length is what is wanted
    int iterations;
    uint64_t n, r, p, max_mem;
    bool good;
    Runtime *rt;
    JsRoot callback;
} Derive;

static void derive_free(Derive *d)
{
    Buf_cleanup(&d->pass);
    Buf_cleanup(&d->salt);
    Buf_cleanup(&d->key);
    mem_free(d);
}

static void derive_run(void *data)
{
    Derive *d = data;
    const char *pass = d->pass.ptr ? (const char *)d->pass.ptr : "";
    if (d->md) {
        d->good = d->ssl->PKCS5_PBKDF2_HMAC(pass, i32_of(d->pass.len), d->salt.ptr, i32_of(d->salt.len), d->iterations,
                                            d->md, i32_of(d->key.len), d->key.ptr) == 1;
    } else {
        d->good = d->ssl->EVP_PBE_scrypt(pass, d->pass.len, d->salt.ptr, d->salt.len, d->n, d->r, d->p, d->max_mem,
                                         d->key.ptr, d->key.len) == 1;
    }
}

// The callback gets the key, or undefined if the derivation failed.
static void derive_done(void *data, bool cancelled)
{
    Derive *d = data;
    if (!cancelled) {
        AUTO(JsScope) scope = js_enter(d->rt);
        JsValue key = d->good ? js_uint8array_take(&scope.call, &d->key) : js_undefined(&scope.call);
        js_run(&scope, d->callback, &key, 1);
    }
    js_root_drop(d->rt, &d->callback);
    derive_free(d);
}

static Err copy_data(JsCall *call, size_t index, Buf *out)
{
    Span data;
    TRY(arg_data(call, index, &data));
    if (data.len > INT32_MAX) return err(ERR_ARG_RANGE);
    out->max = INT32_MAX;
    return buf_append(out, data);
}

// Arguments 0, 1, 2: password, salt, key length.
static Err derive_start(JsCall *call, Derive *d)
{
    uint32_t len;
    d->rt = call->rt;
    TRY(openssl_open(call, &d->ssl));
    TRY(js_arg_u32(call, 2, &len));
    if (len > KEY_MAX) return err(ERR_TOO_BIG);
    TRY(copy_data(call, 0, &d->pass));
    TRY(copy_data(call, 1, &d->salt));
    d->key.max = KEY_MAX;
    TRY(buf_reserve(&d->key, len + 1));  // never NULL
    d->key.len = len;
    return OK;
}

// With a callback at `index` on the pool, without at once.
static JsValue derive_go(JsCall *call, Derive *d, size_t index)
{
    if (js_arg_is_nullish(call, index)) {
        derive_run(d);
        JsValue key = d->good ? js_uint8array(call, buf_span(&d->key)) : js_undefined(call);
        derive_free(d);
        return key;
    }
    JsValue callback;
    Err e = js_arg_fn(call, index, &callback);
    if (!e.code) d->callback = js_root(call, callback);
    if (!e.code) e = task_submit(rt_loop(call->rt), (Task){derive_run, derive_done, d});
    if (!e.code) return js_undefined(call);
    js_root_drop(call->rt, &d->callback);
    derive_free(d);
    return js_throw(call, e);
}

static JsValue derive_fail(JsCall *call, Derive *d, Err e)
{
    derive_free(d);
    return js_throw(call, e);
}

// (password, salt, length, iterations, digest, callback?)
JS_NATIVE(derive_pbkdf2)
{
    Derive *d = MEM_NEW(Derive);
    Err e = derive_start(call, d);
    if (!e.code) e = js_arg_i32(call, 3, &d->iterations);
    if (!e.code) e = arg_digest(call, 4, &d->ssl, &d->md);
    if (!e.code && !d->md) e = err(ERR_ARG_VALUE);
    return e.code ? derive_fail(call, d, e) : derive_go(call, d, 5);
}

static Err arg_u64(JsCall *call, size_t index, uint64_t *out)
{
    int64_t value;
    TRY(js_arg_i64(call, index, &value));
    if (value < 0) return err(ERR_ARG_RANGE);
    *out = (uint64_t)value;
    return OK;
}

// (password, salt, length, N, r, p, maxmem, callback?)
JS_NATIVE(derive_scrypt)
{
    Derive *d = MEM_NEW(Derive);
    Err e = derive_start(call, d);
    if (!e.code) e = arg_u64(call, 3, &d->n);
    if (!e.code) e = arg_u64(call, 4, &d->r);
    if (!e.code) e = arg_u64(call, 5, &d->p);
    if (!e.code) e = arg_u64(call, 6, &d->max_mem);
    return e.code ? derive_fail(call, d, e) : derive_go(call, d, 7);
}

// (N, r, p, maxmem) -> whether libcrypto takes these parameters
JS_NATIVE(scrypt_check)
{
    OpenSsl *ssl;
    uint64_t n, r, p, max_mem;
    TRY_JS(call, openssl_open(call, &ssl));
    TRY_JS(call, arg_u64(call, 0, &n));
    TRY_JS(call, arg_u64(call, 1, &r));
    TRY_JS(call, arg_u64(call, 2, &p));
    TRY_JS(call, arg_u64(call, 3, &max_mem));
    return js_bool(call, ssl->EVP_PBE_scrypt(NULL, 0, NULL, 0, n, r, p, max_mem, NULL, 0) == 1);
}

// version() -> [number, text] of the library that is in use
JS_NATIVE(crypto_version)
{
    OpenSsl *ssl;
    TRY_JS(call, openssl_open(call, &ssl));
    JsValue pair[2] = {
        js_number(call, (double)ssl->OpenSSL_version_num()),
        js_string(call, str_c(ssl->OpenSSL_version(OPENSSL_SHORT_VERSION))),
    };
    return js_array(call, pair, COUNT_OF(pair));
}

extern const JsMethod node_crypto_methods[];
const JsMethod node_crypto_methods[] = {
    JS_METHOD("hashNew", hash_new, 1, PERM_NONE),
    JS_METHOD("hmacNew", hmac_new, 2, PERM_NONE),
    JS_METHOD("hashUpdate", hash_update, 2, PERM_NONE),
    JS_METHOD("hashFinal", hash_final, 2, PERM_NONE),
    JS_METHOD("hashCopy", hash_copy, 1, PERM_NONE),
    JS_METHOD("hashOnce", hash_once, 2, PERM_NONE),
    JS_METHOD("hashSize", hash_size, 1, PERM_NONE),
    JS_METHOD("hashNames", hash_names, 0, PERM_NONE),
    JS_METHOD("pbkdf2", derive_pbkdf2, 6, PERM_NONE),
    JS_METHOD("scrypt", derive_scrypt, 8, PERM_NONE),
    JS_METHOD("scryptCheck", scrypt_check, 4, PERM_NONE),
    JS_METHOD("version", crypto_version, 0, PERM_NONE),
    {},
};
