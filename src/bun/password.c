// password.c - the natives behind Bun.password: bcrypt is ours, argon2 is Debian's libargon2, looked up on first use.
//
// A hash or check takes copies of its inputs and runs at once or on the pool. Passwords are wiped before they are freed.
// Limits: ARGON_MEMORY_MAX, also for the hashes that are checked: they come from outside and name their own cost.
#include <dlfcn.h>

#include "base/mem.h"
#include "base/num.h"
#include "bun/bcrypt.h"
#include "engine/engine.h"
#include "loop/loop.h"

#define ARGON_MEMORY_MAX ((uint32_t)4 << 20)  // KiB
#define ARGON_MEMORY_MIN 8
#define ARGON_LANES_MAX 64  // each is a thread of libargon2
#define ARGON_DIGEST 32
#define ARGON_SALT_MIN 8
#define ARGON_SALT_MAX 64
#define ARGON_VERSION 0x13
#define ENCODED_MAX 512

// The positions are those of libargon2's argon2_type; lib/bun/password.js knows them, too.
typedef enum Algorithm { ARGON2D, ARGON2I, ARGON2ID, BCRYPT } Algorithm;
typedef enum Outcome { DIFFERENT, SAME, BAD_ENCODING, NO_MEMORY } Outcome;

enum { ARGON_OK = 0, ARGON_MISMATCH = -35, ARGON_NO_MEMORY = -22 };  // of libargon2's argon2_error_codes
typedef struct Argon {
    int (*hash)(uint32_t time, uint32_t memory, uint32_t lanes, const void *password, size_t password_len, const void *salt,
                size_t salt_len, void *out, size_t out_len, char *encoded, size_t encoded_len, int type, uint32_t version);
    int (*verify)(const char *encoded, const void *password, size_t password_len, int type);
} Argon;

typedef struct Job {
    Argon argon;
    Algorithm algorithm;
    bool verifies;
    uint32_t time;    // bcrypt: the cost
    uint32_t memory;  // KiB
    Buf password;
    Buf salt;         // or the hash to be checked
    char encoded[ENCODED_MAX];
    Outcome outcome;
    Runtime *rt;
    JsRoot callback;
} Job;

static void job_free(Job *job)
{
    if (job->password.ptr) explicit_bzero(job->password.ptr, job->password.len);
    Buf_cleanup(&job->password);
    Buf_cleanup(&job->salt);
    mem_free(job);
}

// The library stays loaded, so that the next job finds it without reading files.
static Err argon_open(Argon *out)
{
    void *library = dlopen("libargon2.so.1", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!library) return err(ERR_NO_LIBRARY);
    *(void **)&out->hash = dlsym(library, "argon2_hash");
    *(void **)&out->verify = dlsym(library, "argon2_verify");
    dlclose(library);
    return out->hash && out->verify ? OK : err(ERR_NO_LIBRARY);
}

static void run_hash(Job *job)
{
    Span password = buf_span(&job->password), salt = buf_span(&job->salt);
    job->outcome = SAME;
    if (job->algorithm == BCRYPT) {
        BcryptText text = bcrypt_hash(password, salt, job->time);
        memcpy(job->encoded, text.text, sizeof text.text);
        return;
    }
    uint8_t digest[ARGON_DIGEST];
    int code = job->memory > ARGON_MEMORY_MAX ? ARGON_NO_MEMORY
                                              : job->argon.hash(job->time, job->memory, 1, password.ptr, password.len, salt.ptr,
                                                                salt.len, digest, sizeof digest, job->encoded,
                                                                sizeof job->encoded, (int)job->algorithm, ARGON_VERSION);
    if (code != ARGON_OK) job->outcome = NO_MEMORY;
}

// The number behind `name` in "$argon2id$v=19$m=65536,t=2,p=1$...".
static bool read_cost(Str encoded, Str name, uint32_t *out)
{
    uint64_t value;
    size_t at = str_find(encoded, name);
    if (at == STR_NONE) return false;
    Str rest = str_from(encoded, at + name.len);
    size_t end = 0;
    while (end < rest.len && str_at(rest, end) >= '0' && str_at(rest, end) <= '9') end++;
    if (!str_to_u64(str_sub(rest, 0, end), &value) || value > UINT32_MAX) return false;
    *out = (uint32_t)value;
    return true;
}

static Outcome verify_argon(const Job *job, Str encoded)
{
    uint32_t version, memory, time, lanes;
    bool known = read_cost(encoded, STR("$v="), &version) && read_cost(encoded, STR("$m="), &memory) &&
                 read_cost(encoded, STR(",t="), &time) && read_cost(encoded, STR(",p="), &lanes);
    if (!known || version != ARGON_VERSION || !time || !lanes || encoded.len >= ENCODED_MAX) return BAD_ENCODING;
    if (memory > ARGON_MEMORY_MAX || lanes > ARGON_LANES_MAX) return NO_MEMORY;
    if (memory < ARGON_MEMORY_MIN * lanes) return DIFFERENT;  // nobody can have made it
    char text[ENCODED_MAX] = {};
    memcpy(text, encoded.ptr, encoded.len);
    switch (job->argon.verify(text, job->password.ptr, job->password.len, (int)job->algorithm)) {
    case ARGON_OK: return SAME;
    case ARGON_MISMATCH: return DIFFERENT;
    case ARGON_NO_MEMORY: return NO_MEMORY;
    default: return BAD_ENCODING;
    }
}

static void run_job(void *data)
{
    Job *job = data;
    if (!job->verifies) return run_hash(job);
    bool same = false;
    if (job->algorithm == BCRYPT) {
        job->outcome = bcrypt_verify(buf_span(&job->password), buf_str(&job->salt), &same) ? same ? SAME : DIFFERENT : BAD_ENCODING;
    } else {
        job->outcome = verify_argon(job, buf_str(&job->salt));
    }
}

// What lib/ gets: the text of a new hash, else the Outcome.
static JsValue result_of(JsCall *call, const Job *job)
{
    if (job->verifies || job->outcome != SAME) return js_number(call, job->outcome);
    return js_string(call, (Str){job->encoded, strnlen(job->encoded, sizeof job->encoded)});
}

static void job_done(void *data, bool cancelled)
{
    Job *job = data;
    if (!cancelled) {
        AUTO(JsScope) scope = js_enter(job->rt);
        JsValue result = result_of(&scope.call, job);
        js_run(&scope, job->callback, &result, 1);
    }
    js_root_drop(job->rt, &job->callback);
    job_free(job);
}

static Err copy_bytes(JsCall *call, size_t index, Buf *out)
{
    JsBytes bytes;
    TRY(js_arg_bytes(call, index, &bytes));
    out->max = INT32_MAX;
    return buf_append(out, js_bytes(call, bytes));
}

// Arguments 0 to 2: algorithm, password, salt or hash.
static Err job_read(JsCall *call, Job *job)
{
    uint32_t algorithm;
    TRY(js_arg_u32(call, 0, &algorithm));
    if (algorithm > BCRYPT) return err(ERR_ARG_RANGE);
    job->algorithm = (Algorithm)algorithm;
    TRY(copy_bytes(call, 1, &job->password));
    TRY(copy_bytes(call, 2, &job->salt));
    return algorithm == BCRYPT ? OK : argon_open(&job->argon);
}

// Arguments 3 and 4: time, memory.
static Err costs_read(JsCall *call, Job *job)
{
    TRY(js_arg_u32(call, 3, &job->time));
    TRY(js_arg_u32(call, 4, &job->memory));
    size_t len = job->salt.len;
    bool good = job->algorithm == BCRYPT ? len == BCRYPT_SALT && job->time >= BCRYPT_COST_MIN && job->time <= BCRYPT_COST_MAX
                                         : len >= ARGON_SALT_MIN && len <= ARGON_SALT_MAX && job->time && job->memory >= ARGON_MEMORY_MIN;
    return good ? OK : err(ERR_ARG_RANGE);
}

static JsValue job_fail(JsCall *call, Job *job, Err e)
{
    js_root_drop(call->rt, &job->callback);
    job_free(job);
    return js_throw(call, e);
}

// With a callback at `index` on the pool, without at once.
static JsValue job_start(JsCall *call, Job *job, size_t index)
{
    if (js_arg_is_nullish(call, index)) {
        run_job(job);
        JsValue result = result_of(call, job);
        job_free(job);
        return result;
    }
    JsValue callback;
    Err e = js_arg_fn(call, index, &callback);
    if (e.code) return job_fail(call, job, e);
    job->callback = js_root(call, callback);
    e = task_submit(rt_loop(call->rt), (Task){run_job, job_done, job});
    return e.code ? job_fail(call, job, e) : js_undefined(call);
}

static Job *job_new(JsCall *call, bool verifies)
{
    Job *job = MEM_NEW(Job);
    job->rt = call->rt;
    job->verifies = verifies;
    return job;
}

// (algorithm, password, salt, time, memory, callback?) -> string, or an Outcome
JS_NATIVE(password_hash)
{
    Job *job = job_new(call, false);
    Err e = job_read(call, job);
    if (!e.code) e = costs_read(call, job);
    return e.code ? job_fail(call, job, e) : job_start(call, job, 5);
}

// (algorithm, password, hash, callback?) -> Outcome
JS_NATIVE(password_verify)
{
    Job *job = job_new(call, true);
    Err e = job_read(call, job);
    return e.code ? job_fail(call, job, e) : job_start(call, job, 3);
}

extern const JsMethod bun_password_methods[];
const JsMethod bun_password_methods[] = {
    JS_METHOD("hash", password_hash, 6, PERM_NONE),
    JS_METHOD("verify", password_verify, 4, PERM_NONE),
    {},
};
