// tty.c - natives of lib/internal/streams/stdio.js and lib/node/tty.js: writing standard descriptors
// whole, reading them on the loop, terminal sizes and modes.
#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "engine/engine.h"
#include "loop/stdio.h"

// stdioWrite(fd, string | bytes) -> 0 or a negative error. Synchronous; waits for a slow reader.
JS_NATIVE(stdio_write_native)
{
    int32_t fd;
    TRY_JS(call, js_arg_i32(call, 0, &fd));
    Span bytes;
    if (js_is_string(call, js_arg(call, 1))) {
        Str text;
        TRY_JS(call, js_arg_str(call, 1, &text));
        bytes = span_of(text);
    } else {
        JsBytes object;
        TRY_JS(call, js_arg_bytes(call, 1, &object));
        bytes = js_bytes(call, object);
    }
    return js_number(call, stdio_write(fd, bytes).code);
}

// stdioKind(fd) -> "FILE" | "PIPE" | "TTY" | "TCP" | "UNKNOWN" | "INVALID"
JS_NATIVE(stdio_kind_native)
{
    int32_t fd;
    TRY_JS(call, js_arg_i32(call, 0, &fd));
    switch (stdio_kind(fd)) {
    case STDIO_FILE: return js_string(call, STR("FILE"));
    case STDIO_PIPE: return js_string(call, STR("PIPE"));
    case STDIO_TTY: return js_string(call, STR("TTY"));
    case STDIO_SOCKET: return js_string(call, STR("TCP"));
    case STDIO_CLOSED: return js_string(call, STR("INVALID"));
    default: return js_string(call, STR("UNKNOWN"));
    }
}

JS_NATIVE(tty_is)
{
    int32_t fd;
    TRY_JS(call, js_arg_i32(call, 0, &fd));
    return js_bool(call, isatty(fd) == 1);
}

// ttySize(fd) -> [columns, rows], or a negative error
JS_NATIVE(tty_size)
{
    int32_t fd;
    TRY_JS(call, js_arg_i32(call, 0, &fd));
    struct winsize size = {};
    if (ioctl(fd, TIOCGWINSZ, &size) != 0) return js_number(call, -errno);
    JsValue pair[] = {js_number(call, size.ws_col), js_number(call, size.ws_row)};
    return js_array(call, pair, 2);
}

// --- reading ----------------------------------------------------------------------------------------

typedef struct Input {
    Runtime *rt;
    StdioReader *reader;
    JsRoot callback;
} Input;

// callback(bytes) with data, callback(null) at the end, callback(negative code) on failure
static void on_input(void *data, int status, Span bytes)
{
    Input *in = data;
    AUTO(JsScope) scope = js_enter(in->rt);
    JsValue arg = js_null(&scope.call);
    if (status < 0) arg = js_number(&scope.call, status);
    else if (status > 0) arg = js_uint8array(&scope.call, bytes);
    js_run(&scope, in->callback, &arg, 1);
}

static void input_close(void *data)
{
    Input *in = data;
    stdio_reader_close(in->reader);
    js_root_drop(in->rt, &in->callback);
    mem_free(in);
}

// inputOpen(fd, callback) -> handle, or a negative error
JS_NATIVE(input_open)
{
    int32_t fd;
    JsValue callback;
    TRY_JS(call, js_arg_i32(call, 0, &fd));
    TRY_JS(call, js_arg_fn(call, 1, &callback));
    Input *in = MEM_NEW(Input);
    in->rt = call->rt;
    Err e = stdio_reader_open(rt_loop(call->rt), fd, on_input, in, &in->reader);
    if (e.code) {
        mem_free(in);
        return js_number(call, e.code);
    }
    in->callback = js_root(call, callback);
    return js_handle_new(call, KIND_INPUT, in, input_close);
}

// inputStart(handle) / inputStop(handle) / inputRef(handle, on) / inputRaw(handle, on) / inputClose(handle)
JS_NATIVE(input_start)
{
    Input *in = js_arg_handle(call, 0, KIND_INPUT);
    return js_number(call, in ? stdio_reader_start(in->reader).code : UV_EBADF);
}

JS_NATIVE(input_stop)
{
    Input *in = js_arg_handle(call, 0, KIND_INPUT);
    if (in) stdio_reader_stop(in->reader);
    return js_undefined(call);
}

JS_NATIVE(input_ref)
{
    Input *in = js_arg_handle(call, 0, KIND_INPUT);
    if (in) stdio_reader_ref(in->reader, js_arg_bool(call, 1));
    return js_undefined(call);
}

JS_NATIVE(input_raw)
{
    bool on = js_arg_bool(call, 1);
    Input *in = js_arg_handle(call, 0, KIND_INPUT);
    return js_number(call, in ? stdio_reader_raw_mode(in->reader, on).code : UV_EBADF);
}

JS_NATIVE(input_close_native) { return js_bool(call, js_handle_close(call, 0, KIND_INPUT)); }

extern const JsMethod node_tty_methods[];
const JsMethod node_tty_methods[] = {
    JS_METHOD("stdioWrite", stdio_write_native, 2, PERM_NONE),
    JS_METHOD("stdioKind", stdio_kind_native, 1, PERM_NONE),
    JS_METHOD("ttyIs", tty_is, 1, PERM_NONE),
    JS_METHOD("ttySize", tty_size, 1, PERM_NONE),
    JS_METHOD("inputOpen", input_open, 2, PERM_NONE),
    JS_METHOD("inputStart", input_start, 1, PERM_NONE),
    JS_METHOD("inputStop", input_stop, 1, PERM_NONE),
    JS_METHOD("inputRef", input_ref, 2, PERM_NONE),
    JS_METHOD("inputRaw", input_raw, 2, PERM_NONE),
    JS_METHOD("inputClose", input_close_native, 1, PERM_NONE),
    {},
};
