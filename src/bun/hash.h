// hash.h - non-cryptographic hashes (Bun.hash). Pure functions of their input; any thread.
#pragma once

#include "base/span.h"

uint64_t hash_wyhash(Span s, uint64_t seed);
uint64_t hash_rapidhash(Span s, uint64_t seed);
uint32_t hash_adler32(Span s);
uint32_t hash_crc32(Span s, uint32_t seed);
uint32_t hash_xxhash32(Span s, uint32_t seed);
uint64_t hash_xxhash64(Span s, uint64_t seed);
uint32_t hash_murmur32v2(Span s, uint32_t seed);
uint32_t hash_murmur32v3(Span s, uint32_t seed);
uint64_t hash_murmur64v2(Span s, uint64_t seed);
uint32_t hash_city32(Span s);
uint64_t hash_city64(Span s, uint64_t seed);
uint64_t hash_xxhash3(Span s, uint64_t seed);
