// http1.c - see http1.h.
#include "net/http1.h"

#include "base/mem.h"
#include "base/num.h"

static Http1 *self(llhttp_t *p) { return p->data; }

static int fail(Http1 *h, uint16_t status)
{
    if (!h->fail_status) h->fail_status = status;
    return HPE_USER;
}

static int put(Http1 *h, const char *at, size_t n)
{
    return buf_append(&h->head, (Span){(const uint8_t *)at, n}).code ? fail(h, 431) : 0;
}

static int on_url(llhttp_t *p, const char *at, size_t n)
{
    Http1 *h = self(p);
    h->target_len += (uint32_t)n;
    return put(h, at, n);
}

static int on_url_complete(llhttp_t *p)
{
    Http1 *h = self(p);
    h->field_start = h->target_len;
    return 0;
}

// Chunk extensions and trailers are read and dropped, within the limit of a head.
static int skip_extra(Http1 *h, size_t n)
{
    if (n > h->head.max - h->extra) return fail(h, 400);
    h->extra += (uint32_t)n;
    return 0;
}

static int on_extension(llhttp_t *p, const char *at, size_t n)
{
    (void)at;
    return skip_extra(self(p), n);
}

static int on_field(llhttp_t *p, const char *at, size_t n)
{
    Http1 *h = self(p);
    if (h->state == HTTP1_BODY) return skip_extra(h, n);
    size_t from = h->head.len;
    if (put(h, at, n)) return HPE_USER;
    for (size_t i = from; i < h->head.len; i++) {
        uint8_t *c = &AT(h->head, i);
        if (*c >= 'A' && *c <= 'Z') *c |= 0x20;
    }
    return 0;
}

static Str field_name(const Http1 *h)
{
    return str_sub(buf_str(&h->head), h->field_start, h->value_start - 1);
}

static int on_field_complete(llhttp_t *p)
{
    Http1 *h = self(p);
    if (h->state == HTTP1_BODY) return 0;
    h->value_start = (uint32_t)h->head.len + 1;
    if (put(h, "", 1)) return HPE_USER;
    // White space before the colon is how requests are smuggled past proxies that trim it.
    Str name = field_name(h);
    KNOW(!name.len || name.ptr);
    return name.len && !memchr(name.ptr, ' ', name.len) && !memchr(name.ptr, '\t', name.len) ? 0 : fail(h, 400);
}

static int on_value(llhttp_t *p, const char *at, size_t n)
{
    Http1 *h = self(p);
    return h->state == HTTP1_BODY ? skip_extra(h, n) : put(h, at, n);
}

static bool value_is_clean(Str value)
{
    KNOW(!value.len || value.ptr);
    return !value.len || (!memchr(value.ptr, '\r', value.len) && !memchr(value.ptr, '\n', value.len) &&
                          !memchr(value.ptr, '\0', value.len));
}

static int note_host(Http1 *h, size_t len)
{
    if (h->has_host) return fail(h, 400);
    h->has_host = true;
    h->host_start = h->value_start;
    h->host_len = (uint32_t)len;
    return 0;
}

static int note_header(Http1 *h, Str value)
{
    Str name = field_name(h);
    if (str_eq(name, STR("host"))) return note_host(h, value.len);
    if (str_eq(name, STR("expect"))) h->expects_continue = str_eq_nocase(value, STR("100-continue"));
    if (str_eq(name, STR("if-none-match"))) h->conditional = true;
    if (str_eq(name, STR("upgrade"))) h->websocket = str_eq_nocase(value, STR("websocket"));
    return 0;
}

static int on_value_complete(llhttp_t *p)
{
    Http1 *h = self(p);
    if (h->state == HTTP1_BODY) return 0;
    while (h->head.len > h->value_start) {
        uint8_t last = AT(h->head, h->head.len - 1);
        if (last != ' ' && last != '\t') break;
        h->head.len--;
    }
    Str value = str_from(buf_str(&h->head), h->value_start);
    if (!value_is_clean(value)) return fail(h, 400);
    if (note_header(h, value)) return HPE_USER;
    h->header_count++;
    if (put(h, "\n", 1)) return HPE_USER;
    h->field_start = (uint32_t)h->head.len;
    return 0;
}

static int on_headers_complete(llhttp_t *p)
{
    Http1 *h = self(p);
    if (p->http_major != 1 || p->http_minor > 1) return fail(h, 505) ? -1 : 0;
    if (p->http_minor == 1 && !h->has_host) return fail(h, 400) ? -1 : 0;
    h->method = p->method;
    h->minor = p->http_minor;
    bool chunked = p->flags & F_CHUNKED;
    h->content_length = chunked ? HTTP1_NO_LENGTH : p->content_length;
    h->has_body = chunked || p->content_length > 0;
    if (!chunked && p->content_length > h->max_body) return fail(h, 413) ? -1 : 0;
    // The protocol is not switched here: an upgrade is the layer above's decision, after the request.
    h->websocket = h->websocket && p->upgrade && p->method == HTTP_GET;
    p->upgrade = 0;
    h->keep_alive = llhttp_should_keep_alive(p);
    h->expects_continue = h->expects_continue && h->minor == 1 && h->has_body;
    h->state = HTTP1_BODY;
    h->sink->head(h);
    return 0;
}

static int on_body(llhttp_t *p, const char *at, size_t n)
{
    Http1 *h = self(p);
    h->body_len += n;
    if (h->body_len > h->max_body) return fail(h, 413);
    h->sink->body(h, (Span){(const uint8_t *)at, n});
    return 0;
}

static int on_complete(llhttp_t *p)
{
    self(p)->state = HTTP1_DONE;
    return HPE_PAUSED;
}

static const llhttp_settings_t settings = {
    .on_url = on_url,
    .on_url_complete = on_url_complete,
    .on_header_field = on_field,
    .on_header_field_complete = on_field_complete,
    .on_header_value = on_value,
    .on_header_value_complete = on_value_complete,
    .on_headers_complete = on_headers_complete,
    .on_body = on_body,
    .on_message_complete = on_complete,
    .on_chunk_extension_name = on_extension,
    .on_chunk_extension_value = on_extension,
};

static void clear(Http1 *h)
{
    buf_clear(&h->head);
    h->body_len = 0;
    h->content_length = 0;
    h->target_len = h->field_start = h->value_start = h->host_start = h->host_len = h->extra = 0;
    h->header_count = h->fail_status = 0;
    h->state = HTTP1_HEAD;
    h->has_host = h->has_body = h->expects_continue = h->websocket = h->conditional = false;
    h->keep_alive = true;
}

void http1_restart(Http1 *h)
{
    llhttp_init(&h->parser, HTTP_REQUEST, &settings);
    h->parser.data = h;
    clear(h);
}

void http1_init(Http1 *h, const Http1Sink *sink, uint32_t max_head, uint64_t max_body)
{
    h->sink = sink;
    h->head.max = max_head;
    h->max_body = max_body;
    http1_restart(h);
}

void Http1_cleanup(Http1 *h) { Buf_cleanup(&h->head); }

void http1_next(Http1 *h)
{
    CHECK(h->state == HTTP1_DONE);
    llhttp_resume(&h->parser);
    clear(h);
}

size_t http1_feed(Http1 *h, Span in)
{
    if (h->state >= HTTP1_DONE || !in.len) return 0;
    llhttp_errno_t e = llhttp_execute(&h->parser, (const char *)in.ptr, in.len);
    if (e == HPE_OK) return in.len;
    size_t used = (size_t)(llhttp_get_error_pos(&h->parser) - (const char *)in.ptr);
    if (used > in.len) used = in.len;
    if (e == HPE_PAUSED && h->state == HTTP1_DONE) return used;
    h->state = HTTP1_FAILED;
    fail(h, 400);
    return used;
}

Str http1_target(const Http1 *h) { return str_sub(buf_str(&h->head), 0, h->target_len); }

Str http1_host(const Http1 *h)
{
    return str_sub(buf_str(&h->head), h->host_start, (size_t)h->host_start + h->host_len);
}

Str http1_headers(const Http1 *h) { return str_from(buf_str(&h->head), h->target_len); }

Str http1_find(const Http1 *h, Str name)
{
    Str rest = http1_headers(h);
    while (rest.len) {
        size_t end = str_find_char(rest, '\n');
        Str line = str_sub(rest, 0, end);
        size_t mark = str_find_char(line, '\0');
        if (str_eq(str_sub(line, 0, mark), name)) return str_from(line, mark + 1);
        rest = str_from(rest, end + 1);
    }
    return (Str){};
}

// Characters that the URL parser leaves alone in a path and in a query.
static bool target_char_is_plain(char c)
{
    if (c >= 'a' && c <= 'z') return true;
    if (c >= 'A' && c <= 'Z') return true;
    if (c >= '0' && c <= '9') return true;
    return c == '/' || c == '-' || c == '_' || c == '=' || c == '&' || c == '?' || c == ',' || c == '+' ||
           c == ':' || c == '~' || c == '!' || c == '$' || c == '*' || c == ';' || c == '@';
}

static bool target_is_plain(Str target)
{
    if (str_peek(target, 0) != '/') return false;
    bool in_query = false;
    for (size_t i = 1; i < target.len; i++) {
        char c = str_at(target, i);
        if (c == '?') in_query = true;
        if (target_char_is_plain(c)) continue;
        // A dot segment begins after a slash; "%2e" is one too, so escapes count only in the query.
        bool dot = c == '.' && (in_query || str_at(target, i - 1) != '/');
        if (!dot && !(c == '%' && in_query)) return false;
    }
    return true;
}

// "name" or "name:port" in lower case, where the name cannot be taken for an odd IPv4 number.
static bool host_is_plain(Str host)
{
    size_t colon = str_find_last_char(host, ':');
    Str name = str_sub(host, 0, colon);
    if (!name.len || name.len > 253) return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = str_at(name, i);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.')) return false;
    }
    char last = str_at(name, name.len - 1);
    bool numeric = last >= '0' && last <= '9';
    if ((numeric && !str_eq(name, STR("127.0.0.1"))) || last == '.' || str_find(name, STR("xn--")) != STR_NONE)
        return false;
    if (colon == STR_NONE) return true;
    uint64_t port;
    Str digits = str_from(host, colon + 1);
    return digits.len && str_at(digits, 0) != '0' && str_to_u64(digits, &port) && port < 65536 && port != 80;
}

bool http1_url_is_plain(const Http1 *h) { return target_is_plain(http1_target(h)) && host_is_plain(http1_host(h)); }

// --- responses ------------------------------------------------------------------------------------

Str http_date(HttpDate *cache)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    if (now.tv_sec != cache->second) {
        struct tm tm;
        gmtime_r(&now.tv_sec, &tm);
        strftime(cache->text, sizeof cache->text, "%a, %d %b %Y %H:%M:%S GMT", &tm);
        cache->second = now.tv_sec;
    }
    return str_c(cache->text);
}

Str http1_reason(uint16_t status)
{
    switch (status) {
#define STATUS(number, text) case number: return STR(text);
#include "net/http_status.def"
#undef STATUS
    default: return STR("Unknown");
    }
}

// printf costs more than the rest of a small response.
static void put_number(Buf *out, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        ELEM(digits, --at) = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    buf_put(out, str_from((Str){digits, sizeof digits}, at));
}

static void put_status_line(Buf *out, uint16_t status)
{
    if (status == 200) {
        buf_put(out, STR("HTTP/1.1 200 OK\r\n"));
        return;
    }
    buf_put(out, STR("HTTP/1.1 "));
    put_number(out, status);
    buf_put_char(out, ' ');
    buf_put(out, http1_reason(status));
    buf_put(out, STR("\r\n"));
}

void http1_put_response(Buf *out, const Http1Response *r, Str date)
{
    put_status_line(out, r->status);
    if (r->text_plain) buf_put(out, STR("content-type: text/plain;charset=utf-8\r\n"));
    buf_put(out, r->headers);
    if (!r->has_date) {
        buf_put(out, STR("Date: "));
        buf_put(out, date);
        buf_put(out, STR("\r\n"));
    }
    if (r->close) buf_put(out, STR("Connection: close\r\n"));
    else if (r->http10) buf_put(out, STR("Connection: keep-alive\r\n"));
    if (r->framing == HTTP1_CHUNKED && !r->http10) {
        buf_put(out, STR("Transfer-Encoding: chunked\r\n"));
    } else if (r->framing == HTTP1_SIZED && !r->has_length) {
        buf_put(out, STR("Content-Length: "));
        put_number(out, r->length);
        buf_put(out, STR("\r\n"));
    }
    buf_put(out, STR("\r\n"));
}

void http1_put_chunk_size(Buf *out, size_t size) { buf_put_fmt(out, "%zx\r\n", size); }

Str http1_error_response(uint16_t status)
{
    switch (status) {
    case 408: return STR("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
    case 413: return STR("HTTP/1.1 413 Request Entity Too Large\r\nConnection: close\r\n\r\n");
    case 431: return STR("HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n");
    case 503: return STR("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n");
    case 505: return STR("HTTP/1.1 505 HTTP Version Not Supported\r\nConnection: close\r\n\r\n");
    default: return STR("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    }
}
