// openssl.h - the few libcrypto functions we call, looked up on first use.
//
// Why not linked: loading libcrypto costs about a millisecond of start-up that most programs never need.
// The prototypes are OpenSSL 3's; the library keeps its binary interface through all 3.x releases.
// One table for each runtime, opened by the first native that needs it.
#pragma once

#include "engine/engine.h"

typedef struct evp_md_st EVP_MD;
typedef struct evp_md_ctx_st EVP_MD_CTX;
typedef struct hmac_ctx_st HMAC_CTX;
typedef void (*MdVisitor)(const EVP_MD *md, const char *from, const char *to, void *arg);

// OPENSSL_FN(result, name, parameters)
#define OPENSSL_FUNCTIONS                                                                          \
    OPENSSL_FN(unsigned long, OpenSSL_version_num, (void))                                         \
    OPENSSL_FN(const char *, OpenSSL_version, (int field))                                         \
    OPENSSL_FN(const EVP_MD *, EVP_get_digestbyname, (const char *name))                           \
    OPENSSL_FN(EVP_MD *, EVP_MD_fetch, (void *context, const char *name, const char *properties))  \
    OPENSSL_FN(void, EVP_MD_free, (EVP_MD * md))                                                   \
    OPENSSL_FN(int, EVP_MD_get_size, (const EVP_MD *md))                                           \
    OPENSSL_FN(unsigned long, EVP_MD_get_flags, (const EVP_MD *md))                                \
    OPENSSL_FN(EVP_MD_CTX *, EVP_MD_CTX_new, (void))                                               \
    OPENSSL_FN(void, EVP_MD_CTX_free, (EVP_MD_CTX * ctx))                                          \
    OPENSSL_FN(int, EVP_MD_CTX_copy_ex, (EVP_MD_CTX * out, const EVP_MD_CTX *in))                  \
    OPENSSL_FN(int, EVP_DigestInit_ex, (EVP_MD_CTX * ctx, const EVP_MD *md, void *engine))         \
    OPENSSL_FN(int, EVP_DigestUpdate, (EVP_MD_CTX * ctx, const void *data, size_t len))            \
    OPENSSL_FN(int, EVP_DigestFinal_ex, (EVP_MD_CTX * ctx, uint8_t *out, unsigned *len))           \
    OPENSSL_FN(int, EVP_DigestFinalXOF, (EVP_MD_CTX * ctx, uint8_t *out, size_t len))              \
    OPENSSL_FN(void, EVP_MD_do_all_sorted, (MdVisitor visit, void *arg))                           \
    OPENSSL_FN(HMAC_CTX *, HMAC_CTX_new, (void))                                                   \
    OPENSSL_FN(void, HMAC_CTX_free, (HMAC_CTX * ctx))                                              \
    OPENSSL_FN(int, HMAC_CTX_copy, (HMAC_CTX * out, HMAC_CTX *in))                                 \
    OPENSSL_FN(int, HMAC_Init_ex, (HMAC_CTX * ctx, const void *key, int len, const EVP_MD *md,     \
                                   void *engine))                                                  \
    OPENSSL_FN(int, HMAC_Update, (HMAC_CTX * ctx, const uint8_t *data, size_t len))                \
    OPENSSL_FN(int, HMAC_Final, (HMAC_CTX * ctx, uint8_t *out, unsigned *len))                     \
    OPENSSL_FN(int, PKCS5_PBKDF2_HMAC, (const char *pass, int pass_len, const uint8_t *salt,       \
                                        int salt_len, int iterations, const EVP_MD *md,            \
                                        int key_len, uint8_t *out))                                \
    OPENSSL_FN(int, EVP_PBE_scrypt, (const char *pass, size_t pass_len, const uint8_t *salt,       \
                                     size_t salt_len, uint64_t n, uint64_t r, uint64_t p,          \
                                     uint64_t max_mem, uint8_t *key, size_t key_len))

#define OPENSSL_CACHE 8

// Digests already looked up: a fetch takes longer than hashing a short text.
typedef struct DigestCache {
    char name[24];
    EVP_MD *md;
} DigestCache;

typedef struct OpenSsl {
    void *library;
    uint32_t users;  // the runtime and each hash under way: handles are closed after the runtime's data
    DigestCache cache[OPENSSL_CACHE];
    uint32_t cached;
#define OPENSSL_FN(result, name, parameters) result(*name) parameters;
    OPENSSL_FUNCTIONS
#undef OPENSSL_FN
} OpenSsl;

#define OPENSSL_SHORT_VERSION 6  // OPENSSL_VERSION_STRING: "3.0.17"
#define OPENSSL_MD_MAX 64      // EVP_MAX_MD_SIZE
#define OPENSSL_FLAG_XOF 0x2u  // EVP_MD_FLAG_XOF

// ERR_NO_LIBRARY if libcrypto.so.3 is missing. Borrowed from the runtime: what outlives the call retains it.
Err openssl_open(JsCall *call, OpenSsl **out);
// NULL for an unknown digest. Lives as long as the table.
const EVP_MD *openssl_digest(OpenSsl *ssl, const char *name);
OpenSsl *openssl_retain(OpenSsl *ssl);
void openssl_release(OpenSsl *ssl);
