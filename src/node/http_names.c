// http_names.c - what programs ask node:http and node:net without any connection: the methods and status texts of HTTP,
// and whether a text is an address.
#include <sys/socket.h>
#include <uv.h>

#include "base/buf.h"
#include "base/json.h"
#include "engine/engine.h"

// What llhttp knows, in the order of node:http.
static const char *const methods[] = {
    "ACL", "BIND", "CHECKOUT", "CONNECT", "COPY", "DELETE", "GET", "HEAD", "LINK", "LOCK", "M-SEARCH", "MERGE",
    "MKACTIVITY", "MKCALENDAR", "MKCOL", "MOVE", "NOTIFY", "OPTIONS", "PATCH", "POST", "PROPFIND", "PROPPATCH", "PURGE",
    "PUT", "QUERY", "REBIND", "REPORT", "SEARCH", "SOURCE", "SUBSCRIBE", "TRACE", "UNBIND", "UNLINK", "UNLOCK",
    "UNSUBSCRIBE"};

typedef struct Status {
    unsigned code;
    const char *text;
} Status;
static const Status statuses[] = {
#define STATUS(code, text) {code, text},
#include "net/http_status.def"
#undef STATUS
};

// names() -> JSON {methods: [...], statuses: {code: text}}
JS_NATIVE(http_names)
{
    AUTO(Buf) out = {};
    buf_put(&out, STR("{\"methods\":["));
    for (size_t i = 0; i < COUNT_OF(methods); i++) {
        if (i) buf_put_char(&out, ',');
        json_quote(&out, str_c(ELEM(methods, i)));
    }
    buf_put(&out, STR("],\"statuses\":{"));
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        const Status *s = &ELEM(statuses, i);
        buf_put_fmt(&out, "%s\"%u\":", i ? "," : "", s->code);
        json_quote(&out, str_c(s->text));
    }
    buf_put(&out, STR("}}"));
    return js_string(call, buf_str(&out));
}

// isAddress(text, v6) -> bool
JS_NATIVE(http_is_address)
{
    Str text;
    uint8_t address[16];
    TRY_JS(call, js_arg_str(call, 0, &text));
    if (str_find_char(text, 0) != STR_NONE) return js_bool(call, false);
    int family = js_arg_bool(call, 1) ? AF_INET6 : AF_INET;
    return js_bool(call, uv_inet_pton(family, arena_cstr(&call->scratch, text), address) == 0);
}

extern const JsMethod node_http_names_methods[];
const JsMethod node_http_names_methods[] = {
    JS_METHOD("names", http_names, 0, PERM_NONE),
    JS_METHOD("isAddress", http_is_address, 2, PERM_NONE),
    {},
};
