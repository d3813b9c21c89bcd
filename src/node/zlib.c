// zlib.c - compression under way: one handle (KIND_ZLIB) over libz, libbrotli or libzstd.
//
// One crossing takes a chunk of input and returns all the output it gave, up to a limit of the caller's.
// One-shot asynchronous calls run on the pool with a copy of the input; the handle then belongs to the task.
#include "base/mem.h"
#include "base/hostile.h"
#include "base/num.h"
#include "loop/loop.h"
#include "node/zlib_libs.h"

#define CHUNK ((size_t)HOSTILE(16384, 64))
#define OUTPUT_MAX ((size_t)4 << 30)
#define INPUT_STEP ((size_t)1 << 30)  // zlib counts in unsigned int

typedef enum Mode {  // node:zlib's constants
    DEFLATE = 1, INFLATE, GZIP, GUNZIP, DEFLATERAW, INFLATERAW, UNZIP, BROTLI_DECODE, BROTLI_ENCODE,
    ZSTD_COMPRESS, ZSTD_DECOMPRESS,
} Mode;

enum { Z_OK = 0, Z_STREAM_END = 1, Z_NEED_DICT = 2, Z_DATA_ERROR = -3, Z_MEM_ERROR = -4, Z_BUF_ERROR = -5, Z_FINISH = 4 };

typedef struct Codec {
    ZLibs *lib;
    Mode mode;
    bool decoder;   // of zlib's kind
    bool open;
    bool ended;     // the last run reached the end of the stream
    bool gzip;      // members may follow each other
    ZStream z;
    void *state;    // brotli, zstd
    Buf dictionary;
    int code;       // of the last run; 0 and 1 are fine
    const char *message;
    bool too_big;
} Codec;

static bool is_brotli(Mode m) { return m == BROTLI_DECODE || m == BROTLI_ENCODE; }
static bool is_zstd(Mode m) { return m == ZSTD_COMPRESS || m == ZSTD_DECOMPRESS; }

static void codec_free(void *ptr)
{
    Codec *c = ptr;
    if (c->open) {
        if (c->mode == BROTLI_ENCODE) c->lib->BrotliEncoderDestroyInstance(c->state);
        else if (c->mode == BROTLI_DECODE) c->lib->BrotliDecoderDestroyInstance(c->state);
        else if (c->mode == ZSTD_COMPRESS) c->lib->ZSTD_freeCCtx(c->state);
        else if (c->mode == ZSTD_DECOMPRESS) c->lib->ZSTD_freeDCtx(c->state);
        else if (c->decoder) c->lib->inflateEnd(&c->z);
        else c->lib->deflateEnd(&c->z);
    }
    zlibs_release(c->lib);
    Buf_cleanup(&c->dictionary);
    mem_free(c);
}

// --- opening ----------------------------------------------------------------------------------------

typedef struct Settings {
    int32_t level, window_bits, mem_level, strategy;
} Settings;

static int window_of(Mode mode, int bits)
{
    if (mode == GZIP || mode == GUNZIP) return bits + 16;
    if (mode == UNZIP) return bits + 32;  // zlib or gzip by the header
    return mode == DEFLATERAW || mode == INFLATERAW ? -bits : bits;
}

static int set_dictionary(Codec *c)
{
    Buf *d = &c->dictionary;
    if (!d->len) return Z_OK;
    return c->decoder ? c->lib->inflateSetDictionary(&c->z, d->ptr, u32_of(d->len))
                      : c->lib->deflateSetDictionary(&c->z, d->ptr, u32_of(d->len));
}

static bool open_zlib(Codec *c, Settings s)
{
    const char *version = c->lib->zlibVersion();
    int window = window_of(c->mode, s.window_bits), size = (int)sizeof(ZStream), code;
    c->decoder = c->mode == INFLATE || c->mode == GUNZIP || c->mode == INFLATERAW || c->mode == UNZIP;
    if (c->decoder) code = c->lib->inflateInit2_(&c->z, window, version, size);
    else code = c->lib->deflateInit2_(&c->z, s.level, 8, window, s.mem_level, s.strategy, version, size);
    c->open = code == Z_OK;
    if (c->open && (!c->decoder || c->mode == INFLATERAW)) code = set_dictionary(c);
    return code == Z_OK;
}

// `params`: pairs of parameter and value, as 32-bit words.
static bool open_other(Codec *c, Span params)
{
    const ZLibs *lib = c->lib;
    switch (c->mode) {
    case BROTLI_ENCODE: c->state = lib->BrotliEncoderCreateInstance(NULL, NULL, NULL); break;
    case BROTLI_DECODE: c->state = lib->BrotliDecoderCreateInstance(NULL, NULL, NULL); break;
    case ZSTD_COMPRESS: c->state = lib->ZSTD_createCCtx(); break;
    default: c->state = lib->ZSTD_createDCtx(); break;
    }
    c->open = c->state != NULL;
    bool good = c->open;
    for (size_t i = 0; good && i + 8 <= params.len; i += 8) {
        int32_t pair[2];
        memcpy(pair, span_sub(params, i, i + 8).ptr, sizeof pair);
        int key = ELEM(pair, 0), value = ELEM(pair, 1);
        if (c->mode == BROTLI_ENCODE) good = lib->BrotliEncoderSetParameter(c->state, key, (uint32_t)value);
        else if (c->mode == BROTLI_DECODE) good = lib->BrotliDecoderSetParameter(c->state, key, (uint32_t)value);
        else if (c->mode == ZSTD_COMPRESS) good = !lib->ZSTD_isError(lib->ZSTD_CCtx_setParameter(c->state, key, value));
        else good = !lib->ZSTD_isError(lib->ZSTD_DCtx_setParameter(c->state, key, value));
    }
    return good;
}

static ZLibrary library_of(Mode m)
{
    if (m == BROTLI_ENCODE) return LIB_BROTLI_ENCODER;
    if (m == BROTLI_DECODE) return LIB_BROTLI_DECODER;
    return is_zstd(m) ? LIB_ZSTD : LIB_ZLIB;
}

static Err read_settings(JsCall *call, Settings *s)
{
    TRY(js_arg_i32(call, 1, &s->level));
    TRY(js_arg_i32(call, 2, &s->window_bits));
    TRY(js_arg_i32(call, 3, &s->mem_level));
    return js_arg_i32(call, 4, &s->strategy);
}

// (mode, level, windowBits, memLevel, strategy, dictionary or parameters) -> handle, or undefined if refused
JS_NATIVE(zlib_open)
{
    uint32_t mode;
    Settings s = {};
    TRY_JS(call, js_arg_u32(call, 0, &mode));
    TRY_JS(call, read_settings(call, &s));
    if (mode < DEFLATE || mode > ZSTD_DECOMPRESS) return js_throw(call, err(ERR_ARG_RANGE));
    Span extra = {};
    if (!js_arg_is_nullish(call, 5)) {
        JsBytes bytes;
        TRY_JS(call, js_arg_bytes(call, 5, &bytes));
        extra = js_bytes(call, bytes);
    }
    ZLibs *lib;
    TRY_JS(call, zlibs_open(call, library_of((Mode)mode), &lib));
    Codec *c = MEM_NEW(Codec);
    *c = (Codec){.lib = lib, .mode = (Mode)mode, .gzip = mode == GUNZIP, .dictionary = {.max = 1 << 20}};
    bool zlib = !is_brotli(c->mode) && !is_zstd(c->mode);
    bool good = !zlib || !buf_append(&c->dictionary, extra).code;
    if (good) good = zlib ? open_zlib(c, s) : open_other(c, extra);
    if (good) return js_handle_new(call, KIND_ZLIB, c, codec_free);
    codec_free(c);
    return js_undefined(call);
}

// --- running ------------------------------------------------------------------------------------------

// Room for more output; false past the limit.
static bool make_room(Codec *c, Buf *out)
{
    size_t want = size_min(size_max(CHUNK, out->len / 2), out->max - out->len);
    if (want && !buf_reserve(out, want).code) return true;
    c->too_big = true;
    return false;
}

static MutSpan room_of(const Buf *out)
{
    size_t cap = size_min(out->cap, out->max);
    return (MutSpan){at_from(out->ptr, out->len, out->cap, 1), cap - out->len};
}

static int zlib_step(Codec *c, int flush)
{
    int code = c->decoder ? c->lib->inflate(&c->z, flush) : c->lib->deflate(&c->z, flush);
    if (code == Z_NEED_DICT && c->dictionary.len) {
        if (set_dictionary(c) != Z_OK) {
            c->message = "Bad dictionary";
            return Z_NEED_DICT;
        }
        code = c->lib->inflate(&c->z, flush);
    }
    return code;
}

// Consumes `in` from `*pos`; stops at the end of the stream, at an error, or when nothing more comes out.
static void run_zlib(Codec *c, Span in, size_t *pos, int flush, Buf *out)
{
    do {
        if (!make_room(c, out)) return;
        MutSpan room = room_of(out);
        Span left = span_sub(in, *pos, size_min(in.len, *pos + INPUT_STEP));
        size_t space = size_min(room.len, INPUT_STEP);
        c->z.next_in = left.ptr;
        c->z.avail_in = u32_of(left.len);
        c->z.next_out = room.ptr;
        c->z.avail_out = u32_of(space);
        c->code = zlib_step(c, flush);
        *pos += left.len - c->z.avail_in;
        out->len += space - c->z.avail_out;
        // Z_BUF_ERROR: no progress was possible, which is fine in the middle of a stream.
        if (c->code < Z_OK && c->code != Z_BUF_ERROR) {
            if (!c->message) c->message = c->z.msg;
            return;
        }
        if (c->code == Z_NEED_DICT || c->code == Z_STREAM_END) break;
    } while (c->z.avail_out == 0 || *pos < in.len);
    c->ended = c->code == Z_STREAM_END;
    if (c->code == Z_NEED_DICT && !c->message) c->message = "Missing dictionary";
    if (c->code == Z_BUF_ERROR || c->code == Z_OK) c->code = flush == Z_FINISH && !c->ended ? Z_BUF_ERROR : Z_OK;
}

static void run_brotli(Codec *c, Span in, size_t *pos, int operation, Buf *out)
{
    for (;;) {
        if (!make_room(c, out)) return;
        MutSpan room = room_of(out);
        Span left = span_sub(in, *pos, in.len);
        const uint8_t *next_in = left.ptr;
        uint8_t *next_out = room.ptr;
        size_t avail_in = left.len, avail_out = room.len;
        bool encode = c->mode == BROTLI_ENCODE;
        int result = encode ? c->lib->BrotliEncoderCompressStream(c->state, operation, &avail_in, &next_in, &avail_out, &next_out, NULL)
                            : c->lib->BrotliDecoderDecompressStream(c->state, &avail_in, &next_in, &avail_out, &next_out, NULL);
        *pos += left.len - avail_in;
        out->len += room.len - avail_out;
        if (!result) {
            c->code = encode ? Z_DATA_ERROR : c->lib->BrotliDecoderGetErrorCode(c->state);
            c->message = encode ? "Compression failed" : c->lib->BrotliDecoderErrorString(c->code);
            return;
        }
        if (encode && (avail_in || c->lib->BrotliEncoderHasMoreOutput(c->state))) continue;
        if (!encode && result == 3) continue;  // BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT
        c->ended = encode ? c->lib->BrotliEncoderIsFinished(c->state) : result == 1;
        if (!encode && !c->ended && operation == 2) c->code = Z_BUF_ERROR;  // BROTLI_OPERATION_FINISH
        return;
    }
}

static void run_zstd(Codec *c, Span in, size_t *pos, int operation, Buf *out)
{
    for (;;) {
        if (!make_room(c, out)) return;
        MutSpan room = room_of(out);
        ZstdBuffer from = {(void *)(uintptr_t)in.ptr, in.len, *pos}, to = {room.ptr, room.len, 0};
        bool encode = c->mode == ZSTD_COMPRESS;
        size_t hint = encode ? c->lib->ZSTD_compressStream2(c->state, &to, &from, operation)
                             : c->lib->ZSTD_decompressStream(c->state, &to, &from);
        *pos = from.pos;
        out->len += to.pos;
        if (c->lib->ZSTD_isError(hint)) {
            c->code = c->lib->ZSTD_getErrorCode(hint);
            c->message = c->lib->ZSTD_getErrorName(hint);
            return;
        }
        bool more = encode ? *pos < in.len || (operation && hint) : to.pos == to.size || *pos < in.len;
        if (more) continue;
        c->ended = hint == 0 && (encode ? operation == 2 : in.len > 0 || c->ended);
        if (!encode && !c->ended && operation == 2) c->code = Z_BUF_ERROR;
        return;
    }
}

// Members of a gzip file follow each other; zero bytes are padding, anything else must be a member.
static bool next_member(Codec *c, Span in, size_t pos)
{
    if (pos >= in.len || AT(in, pos) == 0) return false;
    c->ended = false;
    return c->lib->inflateReset(&c->z) == Z_OK;
}

static size_t codec_run(Codec *c, Span in, int flush, Buf *out)
{
    size_t pos = 0;
    if (c->mode == UNZIP && c->z.total_in == 0 && in.len) c->gzip = AT(in, 0) == 0x1f;
    if (c->gzip && c->ended && in.len && !next_member(c, in, 0)) return in.len;  // padding
    c->code = Z_OK;
    c->message = NULL;
    c->too_big = false;
    if (is_brotli(c->mode)) run_brotli(c, in, &pos, flush, out);
    else if (is_zstd(c->mode)) run_zstd(c, in, &pos, flush, out);
    else run_zlib(c, in, &pos, flush, out);
    while (c->gzip && c->ended && c->code == Z_STREAM_END && next_member(c, in, pos)) run_zlib(c, in, &pos, flush, out);
    return pos;
}

// [output, consumed, code, message, ended, too big]
static JsValue run_result(JsCall *call, Codec *c, Buf *out, size_t consumed)
{
    JsValue parts[] = {
        js_uint8array_take(call, out),
        js_number(call, (double)consumed),
        js_number(call, c->code),
        c->message ? js_string(call, str_c(c->message)) : js_undefined(call),
        js_bool(call, c->ended),
        js_bool(call, c->too_big),
    };
    return js_array(call, parts, COUNT_OF(parts));
}

static Err arg_limit(JsCall *call, size_t index, size_t *out)
{
    double limit;
    TRY(js_arg_f64(call, index, &limit));
    *out = limit >= 1 && limit < (double)OUTPUT_MAX ? (size_t)limit : OUTPUT_MAX;
    return OK;
}

// (handle, bytes, flush, limit) -> result
JS_NATIVE(zlib_run)
{
    JsBytes bytes;
    int32_t flush;
    size_t limit;
    TRY_JS(call, js_arg_bytes(call, 1, &bytes));
    TRY_JS(call, js_arg_i32(call, 2, &flush));
    TRY_JS(call, arg_limit(call, 3, &limit));
    Codec *c = js_arg_handle(call, 0, KIND_ZLIB);
    if (!c) return js_throw(call, err(ERR_CLOSED));
    AUTO(Buf) out = {.max = limit};
    size_t consumed = codec_run(c, js_bytes(call, bytes), flush, &out);
    return run_result(call, c, &out, consumed);
}

typedef struct RunTask {
    Codec *codec;
    Buf input;
    Buf output;
    int flush;
    size_t consumed;
    Runtime *rt;
    JsRoot callback;
} RunTask;

static void task_free(RunTask *t)
{
    codec_free(t->codec);
    Buf_cleanup(&t->input);
    Buf_cleanup(&t->output);
    mem_free(t);
}

static void task_run(void *data)
{
    RunTask *t = data;
    t->consumed = codec_run(t->codec, buf_span(&t->input), t->flush, &t->output);
}

static void task_done(void *data, bool cancelled)
{
    RunTask *t = data;
    if (!cancelled) {
        AUTO(JsScope) scope = js_enter(t->rt);
        JsValue result = run_result(&scope.call, t->codec, &t->output, t->consumed);
        js_run(&scope, t->callback, &result, 1);
    }
    js_root_drop(t->rt, &t->callback);
    task_free(t);
}

// (handle, bytes, flush, limit, callback): the handle is used up
JS_NATIVE(zlib_run_async)
{
    JsBytes bytes;
    int32_t flush;
    size_t limit;
    JsValue callback;
    TRY_JS(call, js_arg_bytes(call, 1, &bytes));
    TRY_JS(call, js_arg_i32(call, 2, &flush));
    TRY_JS(call, arg_limit(call, 3, &limit));
    TRY_JS(call, js_arg_fn(call, 4, &callback));
    Codec *c = js_handle_take(call, 0, KIND_ZLIB);
    if (!c) return js_throw(call, err(ERR_CLOSED));
    RunTask *t = MEM_NEW(RunTask);
    *t = (RunTask){.codec = c, .input = {.max = OUTPUT_MAX}, .output = {.max = limit}, .flush = flush, .rt = call->rt};
    Err e = buf_append(&t->input, js_bytes(call, bytes));
    if (!e.code) t->callback = js_root(call, callback);
    if (!e.code) e = task_submit(rt_loop(call->rt), (Task){task_run, task_done, t});
    if (!e.code) return js_undefined(call);
    js_root_drop(call->rt, &t->callback);
    task_free(t);
    return js_throw(call, e);
}

// (handle): starts a new stream with the same settings; zlib only
JS_NATIVE(zlib_reset)
{
    Codec *c = js_arg_handle(call, 0, KIND_ZLIB);
    if (!c || is_brotli(c->mode) || is_zstd(c->mode)) return js_bool(call, false);
    int code = c->decoder ? c->lib->inflateReset(&c->z) : c->lib->deflateReset(&c->z);
    c->ended = false;
    if (code == Z_OK && (!c->decoder || c->mode == INFLATERAW)) code = set_dictionary(c);
    return js_bool(call, code == Z_OK);
}

// (handle, level, strategy); the caller has flushed
JS_NATIVE(zlib_params)
{
    int32_t level, strategy;
    TRY_JS(call, js_arg_i32(call, 1, &level));
    TRY_JS(call, js_arg_i32(call, 2, &strategy));
    Codec *c = js_arg_handle(call, 0, KIND_ZLIB);
    if (!c || c->decoder || is_brotli(c->mode) || is_zstd(c->mode)) return js_bool(call, false);
    uint8_t nothing[64];
    c->z.next_in = nothing;
    c->z.avail_in = 0;
    c->z.next_out = nothing;
    c->z.avail_out = sizeof nothing;
    int code = c->lib->deflateParams(&c->z, level, strategy);
    return js_bool(call, code == Z_OK || code == Z_BUF_ERROR);
}

// (handle)
JS_NATIVE(zlib_close) { return js_bool(call, js_handle_close(call, 0, KIND_ZLIB)); }

extern const JsMethod node_zlib_methods[];
const JsMethod node_zlib_methods[] = {
    JS_METHOD("open", zlib_open, 6, PERM_NONE),
    JS_METHOD("run", zlib_run, 4, PERM_NONE),
    JS_METHOD("runAsync", zlib_run_async, 5, PERM_NONE),
    JS_METHOD("reset", zlib_reset, 1, PERM_NONE),
    JS_METHOD("params", zlib_params, 3, PERM_NONE),
    JS_METHOD("close", zlib_close, 1, PERM_NONE),
    {},
};
