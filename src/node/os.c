// os.c - the C half of node:os, through libuv. Functions that can fail return libuv's negative number;
// lib/node/os.js makes the SystemError. Lists come back flat, one crossing each.
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <uv.h>

#include "base/at.h"
#include "base/str.h"
#include "engine/engine.h"
#include "loop/processors.h"

enum { NAME_MAX_LEN = 1025, CPU_FIELDS = 7, NET_FIELDS = 7, NET_MAX = 1024, CPUS_MAX = 4096 };

static JsValue text(JsCall *call, const char *s) { return js_string(call, str_c(s ? s : "")); }

JS_NATIVE(os_hostname)
{
    char name[NAME_MAX_LEN];
    size_t size = sizeof name;
    int code = uv_os_gethostname(name, &size);
    return code ? js_number(call, code) : text(call, name);
}

JS_NATIVE(os_homedir)
{
    char path[4096];
    size_t size = sizeof path;
    int code = uv_os_homedir(path, &size);
    return code ? js_number(call, code) : text(call, path);
}

// [sysname, release, version, machine]
JS_NATIVE(os_uname)
{
    uv_utsname_t u;
    int code = uv_os_uname(&u);
    if (code) return js_number(call, code);
    JsValue parts[4] = {text(call, u.sysname), text(call, u.release), text(call, u.version), text(call, u.machine)};
    return js_array(call, parts, 4);
}

JS_NATIVE(os_loadavg)
{
    double load[3];
    uv_loadavg(load);
    JsValue parts[3] = {js_number(call, ELEM(load, 0)), js_number(call, ELEM(load, 1)), js_number(call, ELEM(load, 2))};
    return js_array(call, parts, 3);
}

JS_NATIVE(os_uptime)
{
    double seconds = 0;
    int code = uv_uptime(&seconds);
    return js_number(call, code ? code : seconds);
}

JS_NATIVE(os_freemem) { return js_number(call, (double)uv_get_free_memory()); }
JS_NATIVE(os_totalmem) { return js_number(call, (double)uv_get_total_memory()); }
JS_NATIVE(os_parallelism) { return js_number(call, processors_available()); }

static JsValue cpu_row(JsCall *call, const uv_cpu_info_t *cpu)
{
    JsValue fields[CPU_FIELDS] = {
        text(call, cpu->model), js_number(call, cpu->speed), js_number(call, (double)cpu->cpu_times.user),
        js_number(call, (double)cpu->cpu_times.nice), js_number(call, (double)cpu->cpu_times.sys),
        js_number(call, (double)cpu->cpu_times.idle), js_number(call, (double)cpu->cpu_times.irq),
    };
    return js_array(call, fields, CPU_FIELDS);
}

// One array of CPU_FIELDS values for each processor.
JS_NATIVE(os_cpus)
{
    uv_cpu_info_t *cpus;
    int count;
    int code = uv_cpu_info(&cpus, &count);
    if (code) return js_number(call, code);
    JsValue list = js_array(call, NULL, 0);
    Err e = OK;
    for (int i = 0; i < count && i < CPUS_MAX && !e.code; i++) {
        const uv_cpu_info_t *cpu = at_checked(cpus, (size_t)i, (size_t)count, sizeof *cpus);
        e = js_set_index(call, list, (uint32_t)i, cpu_row(call, cpu));
    }
    uv_free_cpu_info(cpus, count);
    TRY_JS(call, e);
    return list;
}

// [name, address, netmask, is IPv6, mac, is internal, scope id]
static JsValue net_row(JsCall *call, const uv_interface_address_t *a)
{
    char ip[INET6_ADDRSTRLEN] = "", mask[INET6_ADDRSTRLEN] = "";
    bool v6 = a->address.address4.sin_family == AF_INET6;
    if (v6) {
        uv_ip6_name(&a->address.address6, ip, sizeof ip);
        uv_ip6_name(&a->netmask.netmask6, mask, sizeof mask);
    } else {
        uv_ip4_name(&a->address.address4, ip, sizeof ip);
        uv_ip4_name(&a->netmask.netmask4, mask, sizeof mask);
    }
    static const char hex[] = "0123456789abcdef";
    char mac[18] = "";
    for (size_t i = 0; i < 6; i++) {
        unsigned byte = (uint8_t)ELEM(a->phys_addr, i);
        ELEM(mac, i * 3) = ELEM(hex, byte >> 4);
        ELEM(mac, i * 3 + 1) = ELEM(hex, byte & 15);
        ELEM(mac, i * 3 + 2) = i < 5 ? ':' : '\0';
    }
    JsValue row[NET_FIELDS] = {
        text(call, a->name), text(call, ip), text(call, mask), js_bool(call, v6), text(call, mac),
        js_bool(call, a->is_internal), js_number(call, v6 ? a->address.address6.sin6_scope_id : 0),
    };
    return js_array(call, row, NET_FIELDS);
}

JS_NATIVE(os_interfaces)
{
    uv_interface_address_t *list;
    int count;
    int code = uv_interface_addresses(&list, &count);
    if (code) return js_number(call, code);
    JsValue rows = js_array(call, NULL, 0);
    Err e = OK;
    for (int i = 0; i < count && i < NET_MAX && !e.code; i++) {
        const uv_interface_address_t *a = at_checked(list, (size_t)i, (size_t)count, sizeof *list);
        e = js_set_index(call, rows, (uint32_t)i, net_row(call, a));
    }
    uv_free_interface_addresses(list, count);
    TRY_JS(call, e);
    return rows;
}

// [uid, gid, username, homedir, shell or null]
JS_NATIVE(os_user)
{
    uv_passwd_t user;
    int code = uv_os_get_passwd(&user);
    if (code) return js_number(call, code);
    JsValue parts[5] = {
        js_number(call, (double)user.uid), js_number(call, (double)user.gid), text(call, user.username),
        text(call, user.homedir), user.shell ? text(call, user.shell) : js_null(call),
    };
    uv_os_free_passwd(&user);
    return js_array(call, parts, 5);
}

// [error, priority]: both may be negative.
JS_NATIVE(os_get_priority)
{
    int32_t pid;
    TRY_JS(call, js_arg_i32(call, 0, &pid));
    int priority = 0;
    int code = uv_os_getpriority(pid, &priority);
    JsValue pair[2] = {js_number(call, code), js_number(call, priority)};
    return js_array(call, pair, 2);
}

JS_NATIVE(os_set_priority)
{
    int32_t pid, priority;
    TRY_JS(call, js_arg_i32(call, 0, &pid));
    TRY_JS(call, js_arg_i32(call, 1, &priority));
    return js_number(call, uv_os_setpriority(pid, priority));
}

typedef struct Constant {
    const char *name;
    int value;
} Constant;

#define C(name) {#name, name},
static const Constant errno_constants[] = {
    C(E2BIG) C(EACCES) C(EADDRINUSE) C(EADDRNOTAVAIL) C(EAFNOSUPPORT) C(EAGAIN) C(EALREADY) C(EBADF) C(EBADMSG)
    C(EBUSY) C(ECANCELED) C(ECHILD) C(ECONNABORTED) C(ECONNREFUSED) C(ECONNRESET) C(EDEADLK) C(EDESTADDRREQ)
    C(EDOM) C(EDQUOT) C(EEXIST) C(EFAULT) C(EFBIG) C(EHOSTUNREACH) C(EIDRM) C(EILSEQ) C(EINPROGRESS) C(EINTR)
    C(EINVAL) C(EIO) C(EISCONN) C(EISDIR) C(ELOOP) C(EMFILE) C(EMLINK) C(EMSGSIZE) C(EMULTIHOP) C(ENAMETOOLONG)
    C(ENETDOWN) C(ENETRESET) C(ENETUNREACH) C(ENFILE) C(ENOBUFS) C(ENODATA) C(ENODEV) C(ENOENT) C(ENOEXEC)
    C(ENOLCK) C(ENOLINK) C(ENOMEM) C(ENOMSG) C(ENOPROTOOPT) C(ENOSPC) C(ENOSR) C(ENOSTR) C(ENOSYS) C(ENOTCONN)
    C(ENOTDIR) C(ENOTEMPTY) C(ENOTSOCK) C(ENOTSUP) C(ENOTTY) C(ENXIO) C(EOPNOTSUPP) C(EOVERFLOW) C(EPERM)
    C(EPIPE) C(EPROTO) C(EPROTONOSUPPORT) C(EPROTOTYPE) C(ERANGE) C(EROFS) C(ESPIPE) C(ESRCH) C(ESTALE) C(ETIME)
    C(ETIMEDOUT) C(ETXTBSY) C(EWOULDBLOCK) C(EXDEV)
};
static const Constant signal_constants[] = {
    C(SIGHUP) C(SIGINT) C(SIGQUIT) C(SIGILL) C(SIGTRAP) C(SIGABRT) C(SIGIOT) C(SIGBUS) C(SIGFPE) C(SIGKILL)
    C(SIGUSR1) C(SIGSEGV) C(SIGUSR2) C(SIGPIPE) C(SIGALRM) C(SIGTERM) C(SIGCHLD) C(SIGSTKFLT) C(SIGCONT)
    C(SIGSTOP) C(SIGTSTP) C(SIGTTIN) C(SIGTTOU) C(SIGURG) C(SIGXCPU) C(SIGXFSZ) C(SIGVTALRM) C(SIGPROF)
    C(SIGWINCH) C(SIGIO) C(SIGPOLL) C(SIGPWR) C(SIGSYS)
};
static const Constant priority_constants[] = {
    {"PRIORITY_LOW", 19}, {"PRIORITY_BELOW_NORMAL", 10}, {"PRIORITY_NORMAL", 0},
    {"PRIORITY_ABOVE_NORMAL", -7}, {"PRIORITY_HIGH", -14}, {"PRIORITY_HIGHEST", -20},
};
static const Constant dlopen_constants[] = {
    C(RTLD_LAZY) C(RTLD_NOW) C(RTLD_GLOBAL) C(RTLD_LOCAL) C(RTLD_DEEPBIND)
};
#undef C

static JsValue constants_object(JsCall *call, const Constant *list, size_t count)
{
    JsValue object = js_object(call);
    for (size_t i = 0; i < count; i++) {
        const Constant *c = at_checked(list, i, count, sizeof *list);
        js_define(call, object, c->name, js_number(call, c->value));
    }
    return object;
}

// [errno, signals, priority, dlopen]
JS_NATIVE(os_constants)
{
    JsValue parts[4] = {
        constants_object(call, errno_constants, COUNT_OF(errno_constants)),
        constants_object(call, signal_constants, COUNT_OF(signal_constants)),
        constants_object(call, priority_constants, COUNT_OF(priority_constants)),
        constants_object(call, dlopen_constants, COUNT_OF(dlopen_constants)),
    };
    return js_array(call, parts, 4);
}

extern const JsMethod node_os_methods[];
const JsMethod node_os_methods[] = {
    JS_METHOD("hostname", os_hostname, 0, PERM_SYS),
    JS_METHOD("homedir", os_homedir, 0, PERM_SYS),
    JS_METHOD("uname", os_uname, 0, PERM_SYS),
    JS_METHOD("loadavg", os_loadavg, 0, PERM_SYS),
    JS_METHOD("uptime", os_uptime, 0, PERM_SYS),
    JS_METHOD("freemem", os_freemem, 0, PERM_SYS),
    JS_METHOD("totalmem", os_totalmem, 0, PERM_SYS),
    JS_METHOD("parallelism", os_parallelism, 0, PERM_NONE),
    JS_METHOD("cpus", os_cpus, 0, PERM_SYS),
    JS_METHOD("interfaces", os_interfaces, 0, PERM_SYS),
    JS_METHOD("user", os_user, 0, PERM_SYS),
    JS_METHOD("getPriority", os_get_priority, 1, PERM_SYS),
    JS_METHOD("setPriority", os_set_priority, 2, PERM_SYS),
    JS_METHOD("constants", os_constants, 0, PERM_NONE),
    {},
};
