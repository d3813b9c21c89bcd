// url_parse.h - the WHATWG URL parser (https://url.spec.whatwg.org/): text in, one ASCII string and the
// places of its parts out. Setters are "parse with a state override", as the standard has it.
//
// Hosts go through ICU's UTS 46 (non-transitional, as browsers do). Threads: any; no shared state.
// Memory: results live in the caller's arena. Cost: one pass; ICU only for hosts that are not plain
// ASCII. Limits: URL_MAX bytes of input, else ERR_TOO_BIG.
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define URL_MAX ((size_t)128 << 20)

// `href` is ASCII, so these offsets count characters too. Empty parts have start == end.
typedef struct Url {
    Str href;
    uint32_t protocol_end;    // after ':'
    uint32_t username_start;
    uint32_t username_end;
    uint32_t password_start;
    uint32_t password_end;
    uint32_t hostname_start;
    uint32_t hostname_end;
    uint32_t host_end;        // after the port
    uint32_t pathname_start;
    uint32_t pathname_end;    // where "?query" starts
    uint32_t search_end;      // where "#fragment" starts
    uint32_t flags;
} Url;

enum { URL_HAS_HOST = 1, URL_OPAQUE_PATH = 2, URL_SPECIAL = 4, URL_HAS_PORT = 8, URL_HAS_QUERY = 16,
       URL_HAS_FRAGMENT = 32 };

// ERR_BAD_URL. `base`: an absolute URL, or NULL.
Err url_parse(Arena *a, Str input, const Str *base, Url *out);

typedef enum UrlPart { URL_PROTOCOL, URL_USERNAME, URL_PASSWORD, URL_HOST, URL_HOSTNAME, URL_PORT, URL_PATHNAME,
                       URL_SEARCH, URL_HASH } UrlPart;

// The URL after `url.part = value`; an assignment the standard ignores gives back the same URL.
// `href` must be a parsed URL's.
Err url_set(Arena *a, Str href, UrlPart part, Str value, Url *out);

// What `value` is as that part of a URL whose scheme is `scheme` (URLPattern's encoding callbacks: any text of it may be
// given, a path need not begin with a slash). Paths of other than special schemes are opaque. Not for URL_HOST. ERR_BAD_URL.
Err url_encode_part(Arena *a, UrlPart part, Str value, Str scheme, Str *out);

// node:url: the host as the URL parser would write it ("" if invalid), and its Unicode display form.
Str url_domain_to_ascii(Arena *a, Str domain);
Str url_domain_to_unicode(Arena *a, Str domain);

// A slice of href.
static inline Str url_slice(const Url *u, uint32_t from, uint32_t to) { return str_sub(u->href, from, to); }
