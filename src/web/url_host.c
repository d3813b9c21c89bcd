// url_host.c - see url_host.h and the standard's section 3 ("Hosts").
#include "web/url_host.h"

#include <unicode/uidna.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/utf.h"
#include "web/url_parse.h"

#define HOST_MAX ((size_t)64 << 10)  // bytes that go through ICU; DNS allows 253

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static int hex_digit(char c)
{
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// --- percent encoding -----------------------------------------------------------------------------

static bool one_of(char c, const char *set) { return c && strchr(set, c); }

static bool must_encode(char c, EncodeSet set)
{
    uint8_t byte = (uint8_t)c;
    if (byte <= 0x1F || byte > 0x7E) return true;
    switch (set) {
    case SET_C0: return false;
    case SET_FRAGMENT: return one_of(c, " \"<>`");
    case SET_QUERY: return one_of(c, " \"#<>");
    case SET_SPECIAL_QUERY: return one_of(c, " \"#<>'");
    case SET_PATH: return one_of(c, " \"#<>?^`{}");
    case SET_USERINFO: return one_of(c, " \"#<>?^`{}/:;=@[\\]|");
    }
    return true;
}

void url_put_encoded(Buf *out, Str text, EncodeSet set)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.len; i++) {
        char c = str_at(text, i);
        if (!must_encode(c, set)) {
            buf_put_char(out, c);
            continue;
        }
        buf_put_char(out, '%');
        buf_put_char(out, ELEM(digits, (uint8_t)c >> 4));
        buf_put_char(out, ELEM(digits, (uint8_t)c & 15));
    }
}

static void percent_decode(Buf *out, Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = str_at(text, i);
        int high = hex_digit(str_peek(text, i + 1)), low = hex_digit(str_peek(text, i + 2));
        if (c != '%' || high < 0 || low < 0) {
            buf_put_char(out, c);
            continue;
        }
        buf_put_char(out, (char)(high * 16 + low));
        i += 2;
    }
}

// --- IPv4 -----------------------------------------------------------------------------------------

// False if `part` is no number. Values saturate far above 2^32.
static bool ipv4_number(Str part, uint64_t *out)
{
    if (!part.len) return false;
    int base = 10;
    if (part.len >= 2 && str_at(part, 0) == '0') {
        bool hex = str_at(part, 1) == 'x' || str_at(part, 1) == 'X';
        base = hex ? 16 : 8;
        part = str_from(part, hex ? 2 : 1);
    }
    uint64_t value = 0;
    for (size_t i = 0; i < part.len; i++) {
        int digit = hex_digit(str_at(part, i));
        if (digit < 0 || digit >= base) return false;
        if (value < ((uint64_t)1 << 40)) value = value * (uint64_t)base + (uint64_t)digit;
    }
    *out = value;
    return true;
}

static Str last_label(Str domain)
{
    if (str_ends(domain, STR("."))) domain = str_sub(domain, 0, domain.len - 1);
    size_t dot = str_find_last_char(domain, '.');
    return dot == STR_NONE ? domain : str_from(domain, dot + 1);
}

static bool ends_in_number(Str domain)
{
    Str last = last_label(domain);
    size_t digits = 0;
    uint64_t value;
    while (digits < last.len && is_digit(str_at(last, digits))) digits++;
    return (last.len && digits == last.len) || ipv4_number(last, &value);
}

static bool ipv4_parse(Str text, uint32_t *out)
{
    uint64_t numbers[4] = {};
    size_t count = 0;
    if (str_ends(text, STR(".")) && text.len > 1) text = str_sub(text, 0, text.len - 1);
    for (size_t from = 0; from <= text.len; count++) {
        size_t dot = str_find_from(text, STR("."), from), to = dot == STR_NONE ? text.len : dot;
        if (count == 4 || !ipv4_number(str_sub(text, from, to), &ELEM(numbers, count))) return false;
        from = to + 1;
    }
    uint64_t address = ELEM(numbers, count - 1);
    if (address >= (uint64_t)1 << (8 * (5 - count))) return false;
    for (size_t i = 0; i + 1 < count; i++) {
        if (ELEM(numbers, i) > 255) return false;
        address += ELEM(numbers, i) << (8 * (3 - i));
    }
    *out = (uint32_t)address;
    return true;
}

// --- IPv6 -----------------------------------------------------------------------------------------

typedef struct Ipv6 {
    uint16_t pieces[8];
    uint32_t index;
    int32_t compress;  // -1: none
    Str text;
    size_t pos;
} Ipv6;

static char here(const Ipv6 *p) { return str_peek(p->text, p->pos); }

static bool ipv6_ipv4_tail(Ipv6 *p, size_t digits)
{
    uint32_t seen = 0;
    if (!digits || p->index > 6) return false;
    p->pos -= digits;
    while (p->pos < p->text.len) {
        int value = -1;
        if (seen > 0 && !(here(p) == '.' && seen < 4)) return false;
        if (seen > 0) p->pos++;
        if (!is_digit(here(p))) return false;
        for (; is_digit(here(p)); p->pos++) {
            int digit = here(p) - '0';
            if (value == 0) return false;
            value = value < 0 ? digit : value * 10 + digit;
            if (value > 255) return false;
        }
        uint16_t *piece = &ELEM(p->pieces, p->index);
        *piece = (uint16_t)(*piece * 256 + value);
        seen++;
        if (seen == 2 || seen == 4) p->index++;
    }
    return seen == 4;
}

static bool ipv6_piece(Ipv6 *p)
{
    uint32_t value = 0;
    size_t digits = 0;
    for (; digits < 4 && hex_digit(here(p)) >= 0; digits++, p->pos++)
        value = value * 16 + (uint32_t)hex_digit(here(p));
    if (here(p) == '.' && p->pos < p->text.len) return ipv6_ipv4_tail(p, digits);
    if (here(p) == ':') {
        p->pos++;
        if (p->pos >= p->text.len) return false;
    } else if (p->pos < p->text.len) {
        return false;
    }
    ELEM(p->pieces, p->index) = (uint16_t)value;
    p->index++;
    return true;
}

static void ipv6_expand(Ipv6 *p)
{
    uint32_t swaps = p->index - (uint32_t)p->compress;
    for (uint32_t i = 7; i != 0 && swaps > 0; i--, swaps--) {
        uint16_t *from = &ELEM(p->pieces, (uint32_t)p->compress + swaps - 1), *to = &ELEM(p->pieces, i);
        uint16_t moved = *from;
        *from = *to;
        *to = moved;
    }
}

static bool ipv6_parse(Ipv6 *p)
{
    p->compress = -1;
    if (here(p) == ':') {
        if (str_peek(p->text, 1) != ':') return false;
        p->pos = 2;
        p->compress = (int32_t)++p->index;
    }
    while (p->pos < p->text.len) {
        if (p->index == 8) return false;
        if (here(p) == ':') {
            if (p->compress >= 0) return false;
            p->pos++;
            p->compress = (int32_t)++p->index;
        } else if (!ipv6_piece(p)) {
            return false;
        }
    }
    if (p->compress < 0) return p->index == 8;
    ipv6_expand(p);
    return true;
}

// First of the longest runs of two or more zero pieces; 8 if there is none.
static uint32_t longest_zeros(const Ipv6 *p, uint32_t *len)
{
    uint32_t best = 8;
    *len = 1;
    for (uint32_t i = 0; i < 8;) {
        uint32_t n = 0;
        while (i + n < 8 && ELEM(p->pieces, i + n) == 0) n++;
        if (n > *len) {
            best = i;
            *len = n;
        }
        i += n ? n : 1;
    }
    return best;
}

static Str ipv6_serialize(Arena *a, const Ipv6 *p)
{
    AUTO(Buf) out = {};
    uint32_t len, zeros = longest_zeros(p, &len);
    buf_put_char(&out, '[');
    for (uint32_t i = 0; i < 8; i++) {
        if (i == zeros) {
            buf_put(&out, i == 0 ? STR("::") : STR(":"));
            i += len - 1;
            continue;
        }
        buf_put_fmt(&out, "%x", (unsigned)ELEM(p->pieces, i));
        if (i < 7) buf_put_char(&out, ':');
    }
    buf_put_char(&out, ']');
    return arena_str(a, buf_str(&out));
}

// --- domains --------------------------------------------------------------------------------------

static bool forbidden_host(char c) { return !c || one_of(c, "\t\n\r #/:<>?@[\\]^|"); }

static bool forbidden_domain(char c)
{
    return forbidden_host(c) || (uint8_t)c <= 0x1F || c == '%' || (uint8_t)c >= 0x7F;
}

// Case-insensitive search for "xn--": such labels must be validated.
static bool has_punycode(Str s)
{
    for (size_t i = 0; i + 4 <= s.len; i++)
        if (str_eq_nocase(str_sub(s, i, i + 4), STR("xn--"))) return true;
    return false;
}

#define IGNORED_IDNA_ERRORS                                                                        \
    (UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG |     \
     UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4)
#define IDNA_OPTIONS                                                                               \
    (UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII |                    \
     UIDNA_NONTRANSITIONAL_TO_UNICODE)

typedef int32_t (*IdnaCall)(const UIDNA *, const char *, int32_t, char *, int32_t, UIDNAInfo *, UErrorCode *);

// Runs one of ICU's UTF-8 conversions. False on any error that counts, if `strict`.
static bool idna(Arena *a, Str name, IdnaCall convert, bool strict, Str *out)
{
    if (name.len > HOST_MAX) return false;
    UErrorCode status = U_ZERO_ERROR;
    UIDNA *handle = uidna_openUTS46(IDNA_OPTIONS, &status);
    if (U_FAILURE(status)) return false;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    size_t cap = name.len * 8 + 64;
    char *text = arena_alloc(a, cap, 1);
    int32_t len = convert(handle, name.ptr, (int32_t)name.len, text, (int32_t)cap, &info, &status);
    uidna_close(handle);
    if (U_FAILURE(status) || len < 0 || (size_t)len > cap) return false;
    if (strict && (info.errors & ~(uint32_t)IGNORED_IDNA_ERRORS)) return false;
    *out = (Str){text, (size_t)len};
    return true;
}

static Str lower_ascii(Arena *a, Str s)
{
    AUTO(Buf) out = {};
    for (size_t i = 0; i < s.len; i++) {
        char c = str_at(s, i);
        buf_put_char(&out, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
    }
    return arena_str(a, buf_str(&out));
}

// Malformed UTF-8 reads as U+FFFD, which no domain may contain.
static Str replace_malformed(Arena *a, Str s)
{
    if (utf8_valid_prefix(s) == s.len) return s;
    AUTO(Buf) out = {};
    for (size_t i = 0; i < s.len;) {
        Rune r = utf8_decode(s, i);
        buf_put_rune(&out, r.value);
        i += r.len;
    }
    return arena_str(a, buf_str(&out));
}

static bool domain_to_ascii(Arena *a, Str domain, Str *out)
{
    if (utf8_is_ascii(domain) && !has_punycode(domain)) *out = lower_ascii(a, domain);
    else if (!idna(a, replace_malformed(a, domain), uidna_nameToASCII_UTF8, true, out)) return false;
    if (!out->len) return false;
    for (size_t i = 0; i < out->len; i++)
        if (forbidden_domain(str_at(*out, i))) return false;
    return true;
}

static bool parse_domain(Arena *a, Str input, Str *out)
{
    AUTO(Buf) decoded = {};
    percent_decode(&decoded, input);
    Str ascii;
    if (!domain_to_ascii(a, buf_str(&decoded), &ascii)) return false;
    uint32_t ip;
    if (!ends_in_number(ascii)) *out = ascii;
    else if (!ipv4_parse(ascii, &ip)) return false;
    else *out = arena_fmt(a, "%u.%u.%u.%u", ip >> 24, ip >> 16 & 255, ip >> 8 & 255, ip & 255);
    return true;
}

static bool parse_opaque(Arena *a, Str input, Str *out)
{
    AUTO(Buf) encoded = {};
    for (size_t i = 0; i < input.len; i++)
        if (forbidden_host(str_at(input, i))) return false;
    url_put_encoded(&encoded, input, SET_C0);
    *out = arena_str(a, buf_str(&encoded));
    return true;
}

bool url_parse_host(Arena *a, Str input, bool special, Str *out)
{
    if (str_peek(input, 0) != '[') return special ? parse_domain(a, input, out) : parse_opaque(a, input, out);
    if (!str_ends(input, STR("]"))) return false;
    Ipv6 ip = {.text = str_sub(input, 1, input.len - 1)};
    if (!ipv6_parse(&ip)) return false;
    *out = ipv6_serialize(a, &ip);
    return true;
}

Str url_domain_to_ascii(Arena *a, Str domain)
{
    Str out;
    return url_parse_host(a, domain, true, &out) ? out : STR("");
}

Str url_domain_to_unicode(Arena *a, Str domain)
{
    Str ascii = url_domain_to_ascii(a, domain), out;
    if (!has_punycode(ascii)) return ascii;
    return idna(a, ascii, uidna_nameToUnicodeUTF8, false, &out) ? out : STR("");
}
