// zlib_libs.h - the functions of libz, libbrotli and libzstd that node:zlib calls, looked up on first use.
//
// Why not linked: most programs never compress, and each library costs start-up time. The structures below
// repeat the libraries' public binary interfaces, which are frozen (zlib 1.2, zstd 1).
#pragma once

#include "engine/engine.h"

typedef struct ZStream {  // z_stream
    const uint8_t *next_in;
    unsigned avail_in;
    unsigned long total_in;
    uint8_t *next_out;
    unsigned avail_out;
    unsigned long total_out;
    const char *msg;
    void *state;
    void *zalloc, *zfree, *opaque;
    int data_type;
    unsigned long adler, reserved;
} ZStream;

typedef struct ZstdBuffer {  // ZSTD_inBuffer and ZSTD_outBuffer
    void *ptr;
    size_t size;
    size_t pos;
} ZstdBuffer;

#define ZLIB_FUNCTIONS                                                                             \
    ZLIB_FN(const char *, zlibVersion, (void))                                                     \
    ZLIB_FN(int, deflateInit2_, (ZStream * z, int level, int method, int window_bits,              \
                                 int mem_level, int strategy, const char *version, int size))      \
    ZLIB_FN(int, inflateInit2_, (ZStream * z, int window_bits, const char *version, int size))     \
    ZLIB_FN(int, deflate, (ZStream * z, int flush))                                                \
    ZLIB_FN(int, inflate, (ZStream * z, int flush))                                                \
    ZLIB_FN(int, deflateEnd, (ZStream * z))                                                        \
    ZLIB_FN(int, inflateEnd, (ZStream * z))                                                        \
    ZLIB_FN(int, deflateReset, (ZStream * z))                                                      \
    ZLIB_FN(int, inflateReset, (ZStream * z))                                                      \
    ZLIB_FN(int, deflateParams, (ZStream * z, int level, int strategy))                            \
    ZLIB_FN(int, deflateSetDictionary, (ZStream * z, const uint8_t *bytes, unsigned len))          \
    ZLIB_FN(int, inflateSetDictionary, (ZStream * z, const uint8_t *bytes, unsigned len))

#define BROTLI_ENCODER_FUNCTIONS                                                                   \
    ZLIB_FN(void *, BrotliEncoderCreateInstance, (void *alloc, void *free, void *opaque))          \
    ZLIB_FN(void, BrotliEncoderDestroyInstance, (void *state))                                     \
    ZLIB_FN(int, BrotliEncoderSetParameter, (void *state, int parameter, uint32_t value))          \
    ZLIB_FN(int, BrotliEncoderCompressStream, (void *state, int operation, size_t *avail_in,       \
                                               const uint8_t **next_in, size_t *avail_out,         \
                                               uint8_t **next_out, size_t *total))                 \
    ZLIB_FN(int, BrotliEncoderIsFinished, (void *state))                                           \
    ZLIB_FN(int, BrotliEncoderHasMoreOutput, (void *state))

#define BROTLI_DECODER_FUNCTIONS                                                                   \
    ZLIB_FN(void *, BrotliDecoderCreateInstance, (void *alloc, void *free, void *opaque))          \
    ZLIB_FN(void, BrotliDecoderDestroyInstance, (void *state))                                     \
    ZLIB_FN(int, BrotliDecoderSetParameter, (void *state, int parameter, uint32_t value))          \
    ZLIB_FN(int, BrotliDecoderDecompressStream, (void *state, size_t *avail_in,                    \
                                                 const uint8_t **next_in, size_t *avail_out,       \
                                                 uint8_t **next_out, size_t *total))               \
    ZLIB_FN(int, BrotliDecoderGetErrorCode, (const void *state))                                   \
    ZLIB_FN(const char *, BrotliDecoderErrorString, (int code))

#define ZSTD_FUNCTIONS                                                                             \
    ZLIB_FN(void *, ZSTD_createCCtx, (void))                                                       \
    ZLIB_FN(size_t, ZSTD_freeCCtx, (void *ctx))                                                    \
    ZLIB_FN(size_t, ZSTD_CCtx_setParameter, (void *ctx, int parameter, int value))                 \
    ZLIB_FN(size_t, ZSTD_compressStream2, (void *ctx, ZstdBuffer *out, ZstdBuffer *in, int op))    \
    ZLIB_FN(void *, ZSTD_createDCtx, (void))                                                       \
    ZLIB_FN(size_t, ZSTD_freeDCtx, (void *ctx))                                                    \
    ZLIB_FN(size_t, ZSTD_DCtx_setParameter, (void *ctx, int parameter, int value))                 \
    ZLIB_FN(size_t, ZSTD_decompressStream, (void *ctx, ZstdBuffer *out, ZstdBuffer *in))           \
    ZLIB_FN(unsigned, ZSTD_isError, (size_t code))                                                 \
    ZLIB_FN(const char *, ZSTD_getErrorName, (size_t code))                                        \
    ZLIB_FN(int, ZSTD_getErrorCode, (size_t code))

typedef enum ZLibrary { LIB_ZLIB, LIB_BROTLI_ENCODER, LIB_BROTLI_DECODER, LIB_ZSTD, LIB_COUNT } ZLibrary;

typedef struct ZLibs {
    uint32_t users;  // the runtime and each open stream: handles are closed after the runtime's data
    bool open[LIB_COUNT];
#define ZLIB_FN(result, name, parameters) result(*name) parameters;
    ZLIB_FUNCTIONS BROTLI_ENCODER_FUNCTIONS BROTLI_DECODER_FUNCTIONS ZSTD_FUNCTIONS
#undef ZLIB_FN
} ZLibs;

// Opens `which` if it is not open yet. ERR_NO_LIBRARY if it is missing. The caller is a user from then on.
Err zlibs_open(JsCall *call, ZLibrary which, ZLibs **out);
void zlibs_release(ZLibs *libs);
