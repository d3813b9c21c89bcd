#include "web/url_parse.h"

#include "base/test.h"
#include "base/utf.h"

typedef struct Case { const char *input, *base, *href; } Case;

TEST(url_parse_follows_the_standard)
{
    static const Case cases[] = {
        {"http://EXAMPLE.com:80/a/../b?q#f", NULL, "http://example.com/b?q#f"},
        {" \thttps://u:p@h:8080/%2e/x y\n", NULL, "https://u:p@h:8080/x%20y"},
        {"//other/x", "https://h/a/b", "https://other/x"},
        {"../c?d", "https://h/a/b/e", "https://h/a/c?d"},
        {"#f", "data:text/plain,x", "data:text/plain,x#f"},
        {"http:\\\\h\\a", NULL, "http://h/a"},
        {"http://a@b@c:d@h/", NULL, "http://a%40b%40c:d@h/"},
        {"file:///C|/a/../..", NULL, "file:///C:/"},
        {"file://localhost/x", NULL, "file:///x"},
        {"http://0x7f.1/", NULL, "http://127.0.0.1/"},
        {"http://[1:0:0:0:2:0:0:3]/", NULL, "http://[1::2:0:0:3]/"},
        {"http://[::1.2.3.4]/", NULL, "http://[::102:304]/"},
        {"http://b\xC3\xBC" "cher.de/", NULL, "http://xn--bcher-kva.de/"},
        {"http://fa\xC3\x9F.de/", NULL, "http://xn--fa-hia.de/"},
        {"http://%41.com/", NULL, "http://a.com/"},
        {"javascript:a b", NULL, "javascript:a b"},
        {"web+demo:/.//x", NULL, "web+demo:/.//x"},
        {"foo://H%41/^", NULL, "foo://H%41/%5E"},
        {"x:a b ?q", NULL, "x:a b%20?q"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        AUTO(Arena) a = {};
        const Case *c = &ELEM(cases, i);
        Str base = str_c(c->base);
        Url u;
        CHECK(!url_parse(&a, str_c(c->input), c->base ? &base : NULL, &u).code);
        CHECK(str_eq(u.href, str_c(c->href)));
    }
}

TEST(url_parse_refuses_bad_input)
{
    static const char *const inputs[] = {
        "", "x", "http://", "http://a b/", "http://h:99999/", "http://[::1", "http://[1::2::3]/", "http://1.2.3.4.5/",
        "http://256.0.0.1.0x/", "http://xn--a/", "http://a%00b/", "https://\xEF\xBF\xBD/", "http://@/", "foo://a b/",
        "http://1.2.3.256/", "http://[1:2:3:4:5:6:7:8:9]/", "http://[::1.2.3]/", "http://[::01.2.3.4]/",
    };
    for (size_t i = 0; i < COUNT_OF(inputs); i++) {
        AUTO(Arena) a = {};
        Url u;
        CHECK(url_parse(&a, str_c(ELEM(inputs, i)), NULL, &u).code == ERR_BAD_URL);
    }
}

static bool sets(const char *href, UrlPart part, const char *value, const char *want)
{
    AUTO(Arena) a = {};
    Url u;
    CHECK(!url_set(&a, str_c(href), part, str_c(value), &u).code);
    return str_eq(u.href, str_c(want));
}

TEST(url_set_changes_one_part)
{
    CHECK(sets("http://h/", URL_PROTOCOL, "https", "https://h/"));
    CHECK(sets("http://h/", URL_PROTOCOL, "foo", "http://h/"));
    CHECK(sets("http://h/", URL_USERNAME, "a:b", "http://a%3Ab@h/"));
    CHECK(sets("file:///x", URL_USERNAME, "a", "file:///x"));
    CHECK(sets("http://h/", URL_HOST, "i:81", "http://i:81/"));
    CHECK(sets("http://h/", URL_HOST, "i:99999", "http://i/"));
    CHECK(sets("http://h:1/", URL_HOSTNAME, "i:81", "http://h:1/"));
    CHECK(sets("http://h/", URL_PORT, "80x", "http://h/"));
    CHECK(sets("http://h:9/", URL_PORT, "", "http://h/"));
    CHECK(sets("http://h/a", URL_PATHNAME, "b?c", "http://h/b%3Fc"));
    CHECK(sets("data:x", URL_PATHNAME, "y", "data:x"));
    CHECK(sets("http://h/?a#b", URL_SEARCH, "", "http://h/#b"));
    CHECK(sets("http://h/", URL_HASH, "#x y", "http://h/#x%20y"));
}

static bool encodes(UrlPart part, const char *value, const char *scheme, const char *want)
{
    AUTO(Arena) a = {};
    Str out;
    Err e = url_encode_part(&a, part, str_c(value), str_c(scheme), &out);
    if (!want) return e.code == ERR_BAD_URL;
    return !e.code && str_eq(out, str_c(want));
}

TEST(url_encode_part_needs_no_url)
{
    CHECK(encodes(URL_PROTOCOL, "HTTP", "https", "http"));
    CHECK(encodes(URL_PROTOCOL, "a b", "https", NULL));
    CHECK(encodes(URL_USERNAME, "a:b", "https", "a%3Ab"));
    CHECK(encodes(URL_HOSTNAME, "B\xC3\xBC" "CHER", "https", "xn--bcher-kva"));
    CHECK(encodes(URL_HOSTNAME, "a/b", "https", "a"));
    CHECK(encodes(URL_HOSTNAME, "a b", "https", NULL));
    CHECK(encodes(URL_HOSTNAME, "a:1", "https", NULL));
    CHECK(encodes(URL_PORT, "443", "https", ""));
    CHECK(encodes(URL_PORT, "443", "http", "443"));
    CHECK(encodes(URL_PORT, "443", "", "443"));
    CHECK(encodes(URL_PORT, "8\t0x", "https", "80"));
    CHECK(encodes(URL_PORT, "\n", "https", ""));
    CHECK(encodes(URL_PORT, "x", "https", NULL));
    CHECK(encodes(URL_PORT, "65536", "https", NULL));
}

TEST(url_encode_part_takes_a_path_that_goes_on)
{
    CHECK(encodes(URL_PATHNAME, "/a/../b c", "https", "/b%20c"));
    CHECK(encodes(URL_PATHNAME, ".a?#", "https", ".a%3F%23"));
    CHECK(encodes(URL_PATHNAME, "..", "https", ".."));
    CHECK(encodes(URL_PATHNAME, "/", "https", "/"));
    CHECK(encodes(URL_PATHNAME, "a b\xC3\xBC", "data", "a b%C3%BC"));
    CHECK(encodes(URL_PATHNAME, "a?b", "data", "a"));
    CHECK(encodes(URL_SEARCH, "a'#b", "https", "a%27%23b"));
    CHECK(encodes(URL_HASH, "#a b", "https", "#a%20b"));
    CHECK(encodes(URL_HASH, "", "https", ""));
}

TEST(url_domains_convert_both_ways)
{
    AUTO(Arena) a = {};
    CHECK(str_eq(url_domain_to_ascii(&a, STR("espa\xC3\xB1ol.com")), STR("xn--espaol-zwa.com")));
    CHECK(str_eq(url_domain_to_ascii(&a, STR("xn--i\xC3\xB1valid.com")), STR("")));
    CHECK(str_eq(url_domain_to_unicode(&a, STR("xn--espaol-zwa.com")), STR("espa\xC3\xB1ol.com")));
    CHECK(str_eq(url_domain_to_unicode(&a, STR("A.com")), STR("a.com")));
}
