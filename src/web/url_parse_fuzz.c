// Properties: a parsed URL parses to itself, its offsets are in order, and setters keep that true; what a part is
// encoded as is ASCII.
#include "web/url_parse.h"

#include "base/test.h"
#include "base/utf.h"

static void check_url(const Url *u)
{
    CHECK(utf8_is_ascii(u->href));
    CHECK(u->protocol_end <= u->username_start && u->username_start <= u->username_end);
    CHECK(u->username_end <= u->password_start && u->password_start <= u->password_end);
    CHECK(u->password_end <= u->hostname_start && u->hostname_start <= u->hostname_end);
    CHECK(u->hostname_end <= u->host_end && u->host_end <= u->pathname_start);
    CHECK(u->pathname_start <= u->pathname_end && u->pathname_end <= u->search_end && u->search_end <= u->href.len);
}

// Input: text up to a NUL is a base or a new part, the rest the URL.
FUZZ(url_parse)
{
    AUTO(Arena) a = {};
    Str text = str_of(input);
    size_t nul = str_find_char(text, '\0');
    Str base = nul == STR_NONE ? (Str){} : str_sub(text, 0, nul), url = nul == STR_NONE ? text : str_from(text, nul + 1);
    Url u, v;
    for (int part = URL_PROTOCOL; part <= URL_HASH; part++) {
        Str out;
        if (part != URL_HOST && !url_encode_part(&a, (UrlPart)part, url, base, &out).code) CHECK(utf8_is_ascii(out));
    }
    (void)!url_parse(&a, url, &base, &u).code;
    if (url_parse(&a, url, NULL, &u).code) return;
    check_url(&u);
    CHECK(!url_parse(&a, u.href, NULL, &v).code);
    CHECK(str_eq(u.href, v.href));
    for (int part = URL_PROTOCOL; part <= URL_HASH; part++) {
        CHECK(!url_set(&a, u.href, (UrlPart)part, base, &v).code);
        check_url(&v);
        CHECK(!url_parse(&a, v.href, NULL, &u).code);
    }
}
