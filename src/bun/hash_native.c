// hash_native.c - Bun.hash: (kind, data, seed) -> number for 32-bit kinds, BigInt for 64-bit ones.
#include "bun/hash.h"
#include "engine/engine.h"

typedef enum HashKind { WYHASH, ADLER32, CRC32, XXHASH32, XXHASH64, MURMUR32V2, MURMUR32V3, MURMUR64V2, RAPIDHASH,
                      CITYHASH32, CITYHASH64, XXHASH3 } HashKind;

static JsValue hash_span(JsCall *call, uint32_t kind, Span s, uint64_t seed)
{
    uint32_t seed32 = (uint32_t)seed;
    switch ((HashKind)kind) {
    case WYHASH: return js_bigint_u64(call, hash_wyhash(s, seed));
    case ADLER32: return js_number(call, hash_adler32(s));
    case CRC32: return js_number(call, hash_crc32(s, seed32));
    case XXHASH32: return js_number(call, hash_xxhash32(s, seed32));
    case XXHASH64: return js_bigint_u64(call, hash_xxhash64(s, seed));
    case MURMUR32V2: return js_number(call, hash_murmur32v2(s, seed32));
    case MURMUR32V3: return js_number(call, hash_murmur32v3(s, seed32));
    case MURMUR64V2: return js_bigint_u64(call, hash_murmur64v2(s, seed));
    case RAPIDHASH: return js_bigint_u64(call, hash_rapidhash(s, seed));
    case CITYHASH32: return js_number(call, hash_city32(s));
    case CITYHASH64: return js_bigint_u64(call, hash_city64(s, seed));
    case XXHASH3: return js_bigint_u64(call, hash_xxhash3(s, seed32));  // Bun takes 32 bits of seed
    }
    return js_throw(call, err(ERR_ARG_RANGE));
}

JS_NATIVE(hash_data)
{
    uint32_t kind;
    int64_t seed;
    TRY_JS(call, js_arg_u32(call, 0, &kind));
    TRY_JS(call, js_arg_i64(call, 2, &seed));
    if (js_is_string(call, js_arg(call, 1))) {
        Str text;
        TRY_JS(call, js_arg_str(call, 1, &text));
        return hash_span(call, kind, span_of(text), (uint64_t)seed);
    }
    JsBytes bytes;
    TRY_JS(call, js_arg_bytes(call, 1, &bytes));
    return hash_span(call, kind, js_bytes(call, bytes), (uint64_t)seed);
}

extern const JsMethod bun_hash_methods[];
const JsMethod bun_hash_methods[] = {
    JS_METHOD("hash", hash_data, 3, PERM_NONE),
    {},
};
