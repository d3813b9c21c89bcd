// bcrypt.h - the password hash of OpenBSD (Provos and Mazieres, 1999), as "$2b$10$...".
//
// Why not libcrypt: it takes passwords that end at the first NUL byte. Ours may hold some, digests of long ones do.
// Threads: any. Cost: 2^cost times a few thousand rounds of Blowfish; cost 10 is some 50 ms.
#pragma once

#include <stdbool.h>

#include "base/span.h"

#define BCRYPT_SALT 16
#define BCRYPT_TEXT 60
#define BCRYPT_COST_MIN 4
#define BCRYPT_COST_MAX 31
#define BCRYPT_PASSWORD_MAX 72  // bytes behind these do not count

typedef struct BcryptText { char text[BCRYPT_TEXT]; } BcryptText;

// `salt`: BCRYPT_SALT bytes. `cost`: BCRYPT_COST_MIN to BCRYPT_COST_MAX.
BcryptText bcrypt_hash(Span password, Span salt, uint32_t cost);
// False if `encoded` is no hash of the kinds 2a, 2b, 2x, 2y; these differ only in bugs of old programs.
bool bcrypt_verify(Span password, Str encoded, bool *same);
