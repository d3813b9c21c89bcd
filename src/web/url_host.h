// url_host.h - the host parser of the URL standard: domains, IPv4, IPv6, opaque hosts.
#pragma once

#include "base/arena.h"
#include "base/buf.h"

// Percent-encode sets, from small to large.
typedef enum EncodeSet { SET_C0, SET_FRAGMENT, SET_QUERY, SET_SPECIAL_QUERY, SET_PATH, SET_USERINFO } EncodeSet;

void url_put_encoded(Buf *out, Str text, EncodeSet set);
// False if the host is invalid. `special`: domain or address; otherwise an opaque host.
bool url_parse_host(Arena *a, Str input, bool special, Str *out);
