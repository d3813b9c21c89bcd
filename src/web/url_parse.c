// url_parse.c - the standard's section 4.4 as a state machine, one function for each state; see
// url_parse.h. Names follow the standard's, so that the text can be read beside the code.
//
// Input is worked on as bytes: every code point above ASCII is only ever percent-encoded, or handed to
// the host parser whole.
#include "web/url_parse.h"

#include "base/buf.h"
#include "base/num.h"
#include "web/url_host.h"

typedef enum State {
    NO_OVERRIDE,
    SCHEME_START, SCHEME, NO_SCHEME, SPECIAL_RELATIVE_OR_AUTHORITY, PATH_OR_AUTHORITY, RELATIVE, RELATIVE_SLASH,
    SPECIAL_AUTHORITY_SLASHES, SPECIAL_AUTHORITY_IGNORE_SLASHES, AUTHORITY, HOST, HOSTNAME, PORT, FILE_STATE,
    FILE_SLASH, FILE_HOST, PATH_START, PATH, OPAQUE_PATH, QUERY, FRAGMENT,
} State;

#define EOF_CHAR (-1)
#define NO_PORT (-1)

typedef struct Segments { Str *items; uint32_t count, cap; } Segments;

typedef struct Record {
    Str scheme;
    Str username, password;
    bool has_host, has_query, has_fragment, opaque;
    Str host;
    int32_t port;
    Segments path;    // unless opaque
    Str opaque_path;
    Str query, fragment;
} Record;

typedef enum Step { GO_ON, STOP, FAIL } Step;

typedef struct Machine {
    Arena *a;
    Str in;
    int64_t pos;      // the standard's pointer
    State state, override;
    const Record *base;
    Record url;
    Buf buffer, user, password;
    bool at_sign_seen, inside_brackets, password_token_seen;
} Machine;

static void Machine_cleanup(Machine *m)
{
    Buf_cleanup(&m->buffer);
    Buf_cleanup(&m->user);
    Buf_cleanup(&m->password);
}

// --- helpers --------------------------------------------------------------------------------------

static int at(const Machine *m, int64_t i)
{
    return i >= 0 && (uint64_t)i < m->in.len ? (uint8_t)str_at(m->in, (size_t)i) : EOF_CHAR;
}
static int cur(const Machine *m) { return at(m, m->pos); }
static int next(const Machine *m) { return at(m, m->pos + 1); }

static Step to(Machine *m, State s)
{
    m->state = s;
    return GO_ON;
}

// The same character again, in another state.
static Step again(Machine *m, State s)
{
    m->pos--;
    return to(m, s);
}

static bool is_alpha(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_num(int c) { return c >= '0' && c <= '9'; }

static int32_t default_port(Str scheme)
{
    static const struct { const char *scheme; int32_t port; } table[] = {
        {"http", 80}, {"https", 443}, {"ws", 80}, {"wss", 443}, {"ftp", 21}, {"file", NO_PORT},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++)
        if (str_eq(scheme, str_c(ELEM(table, i).scheme))) return ELEM(table, i).port;
    return -2;
}
static bool is_special_scheme(Str scheme) { return default_port(scheme) != -2; }
static bool is_special(const Machine *m) { return is_special_scheme(m->url.scheme); }
static bool is_file(const Record *r) { return str_eq(r->scheme, STR("file")); }

static bool drive_letter(Str s, bool normalized)
{
    if (s.len != 2 || !is_alpha(str_at(s, 0))) return false;
    return str_at(s, 1) == ':' || (!normalized && str_at(s, 1) == '|');
}

static bool starts_with_drive(Str s)
{
    if (!drive_letter(str_sub(s, 0, 2), false)) return false;
    return s.len == 2 || strchr("/\\?#", str_at(s, 2)) != NULL;
}

static Str rest(const Machine *m) { return m->pos < 0 ? m->in : str_from(m->in, (size_t)m->pos); }

static void shorten(Record *r)
{
    if (is_file(r) && r->path.count == 1 && drive_letter(ITEM(r->path, 0), true)) return;
    if (r->path.count) r->path.count--;
}

static void copy_path(Machine *m, const Record *from)
{
    m->url.path = (Segments){};
    for (uint32_t i = 0; i < from->path.count; i++) ARENA_PUSH(m->a, &m->url.path, ITEM(from->path, i));
    m->url.opaque = from->opaque;
    m->url.opaque_path = from->opaque_path;
}

static void copy_authority(Machine *m)
{
    m->url.username = m->base->username;
    m->url.password = m->base->password;
    m->url.has_host = m->base->has_host;
    m->url.host = m->base->host;
    m->url.port = m->base->port;
}

static void copy_query(Machine *m)
{
    m->url.has_query = m->base->has_query;
    m->url.query = m->base->query;
}

static Str take_buffer(Machine *m)
{
    Str s = arena_str(m->a, buf_str(&m->buffer));
    buf_clear(&m->buffer);
    return s;
}

static void start_query(Machine *m)
{
    m->url.has_query = true;
    m->url.query = (Str){};
    m->state = QUERY;
}
static void start_fragment(Machine *m)
{
    m->url.has_fragment = true;
    m->url.fragment = (Str){};
    m->state = FRAGMENT;
}

// --- scheme ---------------------------------------------------------------------------------------

static Step scheme_start(Machine *m)
{
    int c = cur(m);
    if (is_alpha(c)) {
        buf_put_char(&m->buffer, (char)(c | 0x20));
        return to(m, SCHEME);
    }
    return m->override ? FAIL : again(m, NO_SCHEME);
}

static bool scheme_change_refused(const Machine *m, Str scheme)
{
    const Record *u = &m->url;
    if (is_special(m) != is_special_scheme(scheme)) return true;
    bool credentials = u->username.len || u->password.len || u->port != NO_PORT;
    if (credentials && str_eq(scheme, STR("file"))) return true;
    return is_file(u) && !u->host.len;
}

static Step scheme_overridden(Machine *m, Str scheme)
{
    if (scheme_change_refused(m, scheme)) return STOP;
    m->url.scheme = scheme;
    if (m->url.port == default_port(scheme)) m->url.port = NO_PORT;
    return STOP;
}

static Step scheme_done(Machine *m)
{
    Str scheme = take_buffer(m);
    if (m->override) return scheme_overridden(m, scheme);
    m->url.scheme = scheme;
    if (is_file(&m->url)) return to(m, FILE_STATE);
    if (is_special(m)) {
        bool same = m->base && str_eq(m->base->scheme, scheme);
        return to(m, same ? SPECIAL_RELATIVE_OR_AUTHORITY : SPECIAL_AUTHORITY_SLASHES);
    }
    if (next(m) == '/') {
        m->pos++;
        return to(m, PATH_OR_AUTHORITY);
    }
    m->url.opaque = true;
    return to(m, OPAQUE_PATH);
}

static Step scheme(Machine *m)
{
    int c = cur(m);
    if (is_alpha(c) || is_num(c) || c == '+' || c == '-' || c == '.') {
        buf_put_char(&m->buffer, (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c));
        return GO_ON;
    }
    if (c == ':') return scheme_done(m);
    if (m->override) return FAIL;
    buf_clear(&m->buffer);
    m->pos = -1;
    return to(m, NO_SCHEME);
}

static Step no_scheme(Machine *m)
{
    if (!m->base || (m->base->opaque && cur(m) != '#')) return FAIL;
    if (!m->base->opaque) return again(m, is_file(m->base) ? FILE_STATE : RELATIVE);
    m->url.scheme = m->base->scheme;
    copy_path(m, m->base);
    copy_query(m);
    start_fragment(m);
    return GO_ON;
}

// --- slashes --------------------------------------------------------------------------------------

static bool two_slashes(const Machine *m) { return cur(m) == '/' && next(m) == '/'; }

static Step special_relative_or_authority(Machine *m)
{
    if (!two_slashes(m)) return again(m, RELATIVE);
    m->pos++;
    return to(m, SPECIAL_AUTHORITY_IGNORE_SLASHES);
}

static Step path_or_authority(Machine *m) { return cur(m) == '/' ? to(m, AUTHORITY) : again(m, PATH); }

static Step relative(Machine *m)
{
    int c = cur(m);
    m->url.scheme = m->base->scheme;
    if (c == '/' || (is_special(m) && c == '\\')) return to(m, RELATIVE_SLASH);
    copy_authority(m);
    copy_path(m, m->base);
    copy_query(m);
    if (c == '?') start_query(m);
    else if (c == '#') start_fragment(m);
    else if (c != EOF_CHAR) {
        m->url.has_query = false;
        m->url.query = (Str){};
        shorten(&m->url);
        return again(m, PATH);
    }
    return GO_ON;
}

static Step relative_slash(Machine *m)
{
    int c = cur(m);
    if (is_special(m) && (c == '/' || c == '\\')) return to(m, SPECIAL_AUTHORITY_IGNORE_SLASHES);
    if (c == '/') return to(m, AUTHORITY);
    copy_authority(m);
    return again(m, PATH);
}

static Step special_authority_slashes(Machine *m)
{
    if (!two_slashes(m)) return again(m, SPECIAL_AUTHORITY_IGNORE_SLASHES);
    m->pos++;
    return to(m, SPECIAL_AUTHORITY_IGNORE_SLASHES);
}

static Step special_authority_ignore_slashes(Machine *m)
{
    return cur(m) == '/' || cur(m) == '\\' ? GO_ON : again(m, AUTHORITY);
}

// --- authority ------------------------------------------------------------------------------------

static bool ends_authority(const Machine *m)
{
    int c = cur(m);
    return c == EOF_CHAR || c == '/' || c == '?' || c == '#' || (is_special(m) && c == '\\');
}

// What stood before an '@' so far: everything after the first ':' is password.
static void take_credentials(Machine *m)
{
    Str text = buf_str(&m->buffer);
    if (m->at_sign_seen) buf_put(m->password_token_seen ? &m->password : &m->user, STR("%40"));
    m->at_sign_seen = true;
    size_t colon = m->password_token_seen ? STR_NONE : str_find_char(text, ':');
    if (colon == STR_NONE) {
        url_put_encoded(m->password_token_seen ? &m->password : &m->user, text, SET_USERINFO);
    } else {
        m->password_token_seen = true;
        url_put_encoded(&m->user, str_sub(text, 0, colon), SET_USERINFO);
        url_put_encoded(&m->password, str_from(text, colon + 1), SET_USERINFO);
    }
    buf_clear(&m->buffer);
}

static Step authority(Machine *m)
{
    int c = cur(m);
    if (c == '@') {
        take_credentials(m);
        return GO_ON;
    }
    if (!ends_authority(m)) {
        buf_put_char(&m->buffer, (char)c);
        return GO_ON;
    }
    if (m->at_sign_seen && !m->buffer.len) return FAIL;
    m->url.username = arena_str(m->a, buf_str(&m->user));
    m->url.password = arena_str(m->a, buf_str(&m->password));
    m->pos -= (int64_t)m->buffer.len + 1;
    buf_clear(&m->buffer);
    return to(m, HOST);
}

static bool set_host(Machine *m)
{
    Str host;
    if (!url_parse_host(m->a, buf_str(&m->buffer), is_special(m), &host)) return false;
    m->url.has_host = true;
    m->url.host = host;
    buf_clear(&m->buffer);
    return true;
}

static Step host_colon(Machine *m)
{
    if (!m->buffer.len || m->override == HOSTNAME) return FAIL;
    return set_host(m) ? to(m, PORT) : FAIL;
}

static Step host_end(Machine *m)
{
    m->pos--;
    if (is_special(m) && !m->buffer.len) return FAIL;
    bool keeps = m->url.username.len || m->url.password.len || m->url.port != NO_PORT;
    if (m->override && !m->buffer.len && keeps) return FAIL;
    if (!set_host(m)) return FAIL;
    m->state = PATH_START;
    return m->override ? STOP : GO_ON;
}

static Step host(Machine *m)
{
    int c = cur(m);
    if (m->override && is_file(&m->url)) return again(m, FILE_HOST);
    if (c == ':' && !m->inside_brackets) return host_colon(m);
    if (ends_authority(m)) return host_end(m);
    if (c == '[') m->inside_brackets = true;
    if (c == ']') m->inside_brackets = false;
    buf_put_char(&m->buffer, (char)c);
    return GO_ON;
}

static bool set_port(Machine *m)
{
    uint32_t port = 0;
    Str digits = buf_str(&m->buffer);
    for (size_t i = 0; i < digits.len; i++) {
        port = port * 10 + (uint32_t)(str_at(digits, i) - '0');
        if (port > 65535) return false;
    }
    m->url.port = (int32_t)port == default_port(m->url.scheme) ? NO_PORT : (int32_t)port;
    buf_clear(&m->buffer);
    return true;
}

static Step port(Machine *m)
{
    int c = cur(m);
    if (is_num(c)) {
        buf_put_char(&m->buffer, (char)c);
        return GO_ON;
    }
    if (!ends_authority(m) && !m->override) return FAIL;
    if (m->buffer.len) {
        if (!set_port(m)) return FAIL;
        if (m->override) return STOP;
    }
    return m->override ? FAIL : again(m, PATH_START);
}

// --- file -----------------------------------------------------------------------------------------

static Step file_from_base(Machine *m, int c)
{
    m->url.has_host = m->base->has_host;
    m->url.host = m->base->host;
    copy_path(m, m->base);
    copy_query(m);
    if (c == '?') start_query(m);
    else if (c == '#') start_fragment(m);
    else if (c != EOF_CHAR) {
        m->url.has_query = false;
        m->url.query = (Str){};
        if (starts_with_drive(rest(m))) m->url.path = (Segments){};
        else shorten(&m->url);
        return again(m, PATH);
    }
    return GO_ON;
}

static Step file(Machine *m)
{
    int c = cur(m);
    m->url.scheme = STR("file");
    m->url.has_host = true;
    m->url.host = (Str){};
    if (c == '/' || c == '\\') return to(m, FILE_SLASH);
    if (m->base && is_file(m->base)) return file_from_base(m, c);
    return again(m, PATH);
}

static Step file_slash(Machine *m)
{
    int c = cur(m);
    if (c == '/' || c == '\\') return to(m, FILE_HOST);
    if (m->base && is_file(m->base)) {
        m->url.has_host = m->base->has_host;
        m->url.host = m->base->host;
        const Segments *path = &m->base->path;
        if (!starts_with_drive(rest(m)) && path->count && drive_letter(ITEM(*path, 0), true))
            ARENA_PUSH(m->a, &m->url.path, ITEM(*path, 0));
    }
    return again(m, PATH);
}

static Step file_host(Machine *m)
{
    int c = cur(m);
    if (c != EOF_CHAR && c != '/' && c != '\\' && c != '?' && c != '#') {
        buf_put_char(&m->buffer, (char)c);
        return GO_ON;
    }
    m->pos--;
    if (!m->override && drive_letter(buf_str(&m->buffer), false)) return to(m, PATH);
    if (!m->buffer.len) {
        m->url.has_host = true;
        m->url.host = (Str){};
    } else {
        if (!set_host(m)) return FAIL;
        if (str_eq(m->url.host, STR("localhost"))) m->url.host = (Str){};
    }
    m->state = PATH_START;
    return m->override ? STOP : GO_ON;
}

// --- path -----------------------------------------------------------------------------------------

static Step path_start(Machine *m)
{
    int c = cur(m);
    if (is_special(m)) {
        m->state = PATH;
        if (c != '/' && c != '\\') m->pos--;
        return GO_ON;
    }
    if (!m->override && c == '?') start_query(m);
    else if (!m->override && c == '#') start_fragment(m);
    else if (c != EOF_CHAR) {
        m->state = PATH;
        if (c != '/') m->pos--;
    } else if (m->override && !m->url.has_host) {
        ARENA_PUSH(m->a, &m->url.path, (Str){});
    }
    return GO_ON;
}

static bool is_dot(Str s) { return str_eq(s, STR(".")) || str_eq_nocase(s, STR("%2e")); }

static bool is_double_dot(Str s)
{
    size_t half = s.len == 2 || (s.len == 4 && str_at(s, 0) == '.') ? 1 : 3;
    return s.len >= 2 && s.len <= 6 && is_dot(str_sub(s, 0, half)) && is_dot(str_from(s, half));
}

static void finish_segment(Machine *m, bool slash)
{
    Str text = buf_str(&m->buffer);
    if (is_double_dot(text)) {
        shorten(&m->url);
        if (!slash) ARENA_PUSH(m->a, &m->url.path, (Str){});
    } else if (is_dot(text)) {
        if (!slash) ARENA_PUSH(m->a, &m->url.path, (Str){});
    } else {
        bool drive = is_file(&m->url) && !m->url.path.count && drive_letter(text, false);
        Str segment = drive ? arena_fmt(m->a, "%c:", str_at(text, 0)) : arena_str(m->a, text);
        ARENA_PUSH(m->a, &m->url.path, segment);
    }
    buf_clear(&m->buffer);
}

static Step path(Machine *m)
{
    int c = cur(m);
    bool slash = c == '/' || (is_special(m) && c == '\\');
    if (c != EOF_CHAR && !slash && (m->override || (c != '?' && c != '#'))) {
        url_put_encoded(&m->buffer, str_sub(m->in, (size_t)m->pos, (size_t)m->pos + 1), SET_PATH);
        return GO_ON;
    }
    finish_segment(m, slash);
    if (c == '?') start_query(m);
    if (c == '#') start_fragment(m);
    return GO_ON;
}

static Step opaque_path(Machine *m)
{
    int c = cur(m);
    bool ends = c == EOF_CHAR || c == '?' || c == '#';
    if (!ends) {
        Str one = str_sub(m->in, (size_t)m->pos, (size_t)m->pos + 1);
        // A space before "?" or "#" would be lost if they were removed later.
        bool last_space = c == ' ' && (next(m) == '?' || next(m) == '#');
        if (last_space) buf_put(&m->buffer, STR("%20"));
        else url_put_encoded(&m->buffer, one, SET_C0);
        return GO_ON;
    }
    m->url.opaque_path = take_buffer(m);
    if (c == '?') start_query(m);
    if (c == '#') start_fragment(m);
    return GO_ON;
}

// Both take everything up to their end in one go.
static Step query(Machine *m)
{
    Str text = rest(m);
    size_t hash = m->override ? STR_NONE : str_find_char(text, '#');
    Str part = str_sub(text, 0, hash);
    url_put_encoded(&m->buffer, part, is_special(m) ? SET_SPECIAL_QUERY : SET_QUERY);
    m->url.query = take_buffer(m);
    m->pos += (int64_t)part.len;
    if (hash != STR_NONE) start_fragment(m);
    return GO_ON;
}

static Step fragment(Machine *m)
{
    Str text = rest(m);
    url_put_encoded(&m->buffer, text, SET_FRAGMENT);
    m->url.fragment = take_buffer(m);
    m->pos += (int64_t)text.len;
    return GO_ON;
}

// --- the machine ----------------------------------------------------------------------------------

static Step step(Machine *m)
{
    switch (m->state) {
    case NO_OVERRIDE: return FAIL;
    case SCHEME_START: return scheme_start(m);
    case SCHEME: return scheme(m);
    case NO_SCHEME: return no_scheme(m);
    case SPECIAL_RELATIVE_OR_AUTHORITY: return special_relative_or_authority(m);
    case PATH_OR_AUTHORITY: return path_or_authority(m);
    case RELATIVE: return relative(m);
    case RELATIVE_SLASH: return relative_slash(m);
    case SPECIAL_AUTHORITY_SLASHES: return special_authority_slashes(m);
    case SPECIAL_AUTHORITY_IGNORE_SLASHES: return special_authority_ignore_slashes(m);
    case AUTHORITY: return authority(m);
    case HOST:
    case HOSTNAME: return host(m);
    case PORT: return port(m);
    case FILE_STATE: return file(m);
    case FILE_SLASH: return file_slash(m);
    case FILE_HOST: return file_host(m);
    case PATH_START: return path_start(m);
    case PATH: return path(m);
    case OPAQUE_PATH: return opaque_path(m);
    case QUERY: return query(m);
    case FRAGMENT: return fragment(m);
    }
    return FAIL;
}

static bool run(Machine *m)
{
    for (; m->pos <= (int64_t)m->in.len; m->pos++) {
        bool end = m->pos == (int64_t)m->in.len;
        Step s = step(m);
        if (s != GO_ON) return s == STOP;
        if (end && m->pos >= (int64_t)m->in.len) break;
    }
    return true;
}

static bool is_c0_or_space(char c) { return (uint8_t)c <= 0x20; }

static Str without_tabs(Arena *a, Str s)
{
    size_t bad = 0;
    while (bad < s.len && !strchr("\t\n\r", str_at(s, bad) ? str_at(s, bad) : 'x')) bad++;
    if (bad == s.len) return s;
    AUTO(Buf) out = {};
    for (size_t i = 0; i < s.len; i++) {
        char c = str_at(s, i);
        if (c != '\t' && c != '\n' && c != '\r') buf_put_char(&out, c);
    }
    return arena_str(a, buf_str(&out));
}

static Str trimmed(Str s)
{
    size_t from = 0, end = s.len;
    while (from < end && is_c0_or_space(str_at(s, from))) from++;
    while (end > from && is_c0_or_space(str_at(s, end - 1))) end--;
    return str_sub(s, from, end);
}

static bool parse_record(Arena *a, Str input, const Record *base, Record *out)
{
    AUTO(Machine) m = {.a = a, .in = without_tabs(a, trimmed(input)), .state = SCHEME_START, .base = base};
    m.url.port = NO_PORT;
    if (!run(&m)) return false;
    *out = m.url;
    return true;
}

// --- serialization --------------------------------------------------------------------------------

static uint32_t mark(const Buf *out) { return u32_of(out->len); }

static void put_authority(Buf *out, const Record *r, Url *u)
{
    if (r->has_host) buf_put(out, STR("//"));
    u->username_start = mark(out);
    buf_put(out, r->username);
    u->username_end = mark(out);
    if (r->password.len) buf_put_char(out, ':');
    u->password_start = mark(out);
    buf_put(out, r->password);
    u->password_end = mark(out);
    if (r->username.len || r->password.len) buf_put_char(out, '@');
    u->hostname_start = mark(out);
    buf_put(out, r->host);
    u->hostname_end = mark(out);
    if (r->port != NO_PORT) buf_put_fmt(out, ":%d", (int)r->port);
    u->host_end = mark(out);
}

static void put_path(Buf *out, const Record *r, Url *u)
{
    // Else "web+demo:/.//x" would read back with a host.
    bool ambiguous = !r->has_host && !r->opaque && r->path.count > 1 && !ITEM(r->path, 0).len;
    if (ambiguous) buf_put(out, STR("/."));
    u->pathname_start = mark(out);
    if (r->opaque) buf_put(out, r->opaque_path);
    for (uint32_t i = 0; !r->opaque && i < r->path.count; i++) {
        buf_put_char(out, '/');
        buf_put(out, ITEM(r->path, i));
    }
    u->pathname_end = mark(out);
}

static Err serialize(Arena *a, const Record *r, Url *result)
{
    AUTO(Buf) out = {};
    Url u = {};
    buf_put(&out, r->scheme);
    buf_put_char(&out, ':');
    u.protocol_end = mark(&out);
    put_authority(&out, r, &u);
    put_path(&out, r, &u);
    if (r->has_query) buf_put_char(&out, '?');
    buf_put(&out, r->query);
    u.search_end = mark(&out);
    if (r->has_fragment) buf_put_char(&out, '#');
    buf_put(&out, r->fragment);
    if (out.bad) return err(ERR_TOO_BIG);
    u.href = arena_str(a, buf_str(&out));
    u.flags = (r->has_host ? URL_HAS_HOST : 0) | (r->opaque ? URL_OPAQUE_PATH : 0) |
              (is_special_scheme(r->scheme) ? URL_SPECIAL : 0) | (r->port != NO_PORT ? URL_HAS_PORT : 0) |
              (r->has_query ? URL_HAS_QUERY : 0) | (r->has_fragment ? URL_HAS_FRAGMENT : 0);
    *result = u;
    return OK;
}

Err url_parse(Arena *a, Str input, const Str *base, Url *out)
{
    Record base_record, record;
    if (input.len > URL_MAX || (base && base->len > URL_MAX)) return err(ERR_TOO_BIG);
    if (base && !parse_record(a, *base, NULL, &base_record)) return err(ERR_BAD_URL);
    if (!parse_record(a, input, base ? &base_record : NULL, &record)) return err(ERR_BAD_URL);
    return serialize(a, &record, out);
}

// --- setters --------------------------------------------------------------------------------------

// Parses `value` into `r` from `state`; a failure leaves `r` unchanged.
static bool try_override(Arena *a, Record *r, Str value, State state)
{
    AUTO(Machine) m = {.a = a, .in = without_tabs(a, value), .state = state, .override = state, .url = *r};
    if (!run(&m)) return false;
    *r = m.url;
    return true;
}

// For setters, which ignore failures.
static void override(Arena *a, Record *r, Str value, State state) { (void)!try_override(a, r, value, state); }

// "host:99999" keeps the host that was read before the port failed.
static void override_host(Arena *a, Record *r, Str value, State state)
{
    AUTO(Machine) m = {.a = a, .in = without_tabs(a, value), .state = state, .override = state, .url = *r};
    bool ok = run(&m);
    if (ok || m.state == PORT) *r = m.url;
}

static bool cannot_have_credentials(const Record *r) { return !r->host.len || is_file(r); }

static Str encoded(Arena *a, Str value)
{
    AUTO(Buf) out = {};
    url_put_encoded(&out, value, SET_USERINFO);
    return arena_str(a, buf_str(&out));
}

static void set_search(Arena *a, Record *r, Str value)
{
    r->query = (Str){};
    r->has_query = value.len > 0;
    if (str_peek(value, 0) == '?') value = str_from(value, 1);
    if (value.len) override(a, r, value, QUERY);
}

static void set_hash(Arena *a, Record *r, Str value)
{
    r->fragment = (Str){};
    r->has_fragment = value.len > 0;
    if (str_peek(value, 0) == '#') value = str_from(value, 1);
    if (value.len) override(a, r, value, FRAGMENT);
}

static void set_port_text(Arena *a, Record *r, Str value)
{
    if (cannot_have_credentials(r)) return;
    if (!value.len) r->port = NO_PORT;
    else override(a, r, value, PORT);
}

static void set_path(Arena *a, Record *r, Str value)
{
    if (r->opaque) return;
    r->path = (Segments){};
    override(a, r, value, PATH_START);
}

static void set_part(Arena *a, Record *r, UrlPart part, Str value)
{
    switch (part) {
    case URL_PROTOCOL: override(a, r, arena_concat(a, value, STR(":")), SCHEME_START); return;
    case URL_USERNAME:
        if (!cannot_have_credentials(r)) r->username = encoded(a, value);
        return;
    case URL_PASSWORD:
        if (!cannot_have_credentials(r)) r->password = encoded(a, value);
        return;
    case URL_HOST:
        if (!r->opaque) override_host(a, r, value, HOST);
        return;
    case URL_HOSTNAME:
        if (!r->opaque) override(a, r, value, HOSTNAME);
        return;
    case URL_PORT: set_port_text(a, r, value); return;
    case URL_PATHNAME: set_path(a, r, value); return;
    case URL_SEARCH: set_search(a, r, value); return;
    case URL_HASH: set_hash(a, r, value); return;
    }
}

Err url_set(Arena *a, Str href, UrlPart part, Str value, Url *out)
{
    Record r;
    if (value.len > URL_MAX || href.len > URL_MAX) return err(ERR_TOO_BIG);
    if (!parse_record(a, href, NULL, &r)) return err(ERR_BAD_URL);
    set_part(a, &r, part, value);
    return serialize(a, &r, out);
}

// --- parts on their own ---------------------------------------------------------------------------

static Str port_text(Arena *a, const Record *r)
{
    return r->port == NO_PORT ? (Str){} : arena_fmt(a, "%d", (int)r->port);
}

static Str path_text(Arena *a, const Record *r)
{
    AUTO(Buf) out = {};
    Url ignored;
    put_path(&out, r, &ignored);
    return arena_str(a, buf_str(&out));
}

// The prefix keeps the parser from adding a slash, and from taking a dot at the start for a segment.
static Err encode_path(Arena *a, Record *r, Str value, Str *out)
{
    Str prefix = STR("/-");
    bool slash = str_peek(value, 0) == '/';
    r->path = (Segments){};
    if (!try_override(a, r, slash ? value : arena_concat(a, prefix, value), PATH_START)) return err(ERR_BAD_URL);
    Str text = path_text(a, r);
    *out = slash ? text : str_from(text, prefix.len);
    return OK;
}

static Err encode_scheme(Arena *a, Str value, Str *out)
{
    Record r;
    if (!parse_record(a, arena_concat(a, value, STR("://dummy.invalid/")), NULL, &r)) return err(ERR_BAD_URL);
    *out = r.scheme;
    return OK;
}

static Err encode_from(Arena *a, Record *r, Str value, State state)
{
    return try_override(a, r, value, state) ? OK : err(ERR_BAD_URL);
}

Err url_encode_part(Arena *a, UrlPart part, Str value, Str scheme, Str *out)
{
    Record r = {.scheme = STR("https"), .has_host = true, .host = STR("dummy.invalid"), .port = NO_PORT};
    if (value.len > URL_MAX) return err(ERR_TOO_BIG);
    *out = (Str){};
    if (!value.len) return OK;
    switch (part) {
    case URL_HOST: break;
    case URL_PROTOCOL: return encode_scheme(a, value, out);
    case URL_USERNAME:
    case URL_PASSWORD: *out = encoded(a, value); break;
    case URL_HOSTNAME:
        TRY(encode_from(a, &r, value, HOSTNAME));
        *out = r.host;
        break;
    case URL_PORT:
        if (!without_tabs(a, value).len) break; // Bun and Node.js: the line break behind a pattern is no port
        r.scheme = scheme;
        TRY(encode_from(a, &r, value, PORT));
        *out = port_text(a, &r);
        break;
    case URL_PATHNAME:
        if (is_special_scheme(scheme)) return encode_path(a, &r, value, out);
        TRY(encode_from(a, &r, value, OPAQUE_PATH));
        *out = r.opaque_path;
        break;
    case URL_SEARCH:
        TRY(encode_from(a, &r, value, QUERY));
        *out = r.query;
        break;
    case URL_HASH:
        TRY(encode_from(a, &r, value, FRAGMENT));
        *out = r.fragment;
        break;
    }
    return OK;
}
