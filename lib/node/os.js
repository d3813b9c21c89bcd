// node:os - the system, through src/node/os.c.
"use strict";

const { Math, Number, Object, Symbol } = globalThis;
const { codes } = require("internal/errors");
const { validateInt32, validateObject } = require("internal/validators");

const TYPE = 0, RELEASE = 1, VERSION = 2, MACHINE = 3;

// Natives answer a negative number when the call failed.
function checked(result, syscall) {
    if (typeof result !== "number" || result >= 0) return result;
    const [code, message] = require("internal/uv").entryOf(result) ?? ["UNKNOWN", "unknown error"];
    throw new codes.ERR_SYSTEM_ERROR({ syscall, errno: result, code, message });
}

let names;
const uname = (index) => (names ??= checked(native.uname(), "uv_os_uname"))[index];

// os functions convert to their result where a string is expected: `${os.arch}`.
function printable(fn) {
    fn[Symbol.toPrimitive] = () => fn();
    return fn;
}

const arch = printable(() => process.arch);
const platform = printable(() => process.platform);
const hostname = printable(() => checked(native.hostname(), "uv_os_gethostname"));
const homedir = printable(() => process.env.HOME || checked(native.homedir(), "uv_os_homedir"));
const type = printable(() => uname(TYPE));
const release = printable(() => uname(RELEASE));
const version = printable(() => uname(VERSION));
const machine = printable(() => uname(MACHINE));
const uptime = printable(() => checked(native.uptime(), "uv_uptime"));
const freemem = printable(() => native.freemem());
const totalmem = printable(() => native.totalmem());
const availableParallelism = printable(() => native.parallelism());
const endianness = printable(() => "LE");

const tmpdir = printable(() => {
    const { TMPDIR, TMP, TEMP } = process.env;
    const path = TMPDIR || TMP || TEMP || "/tmp";
    return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
});

const loadavg = () => native.loadavg();

function cpus() {
    return checked(native.cpus(), "uv_cpu_info").map(([model, speed, user, nice, sys, idle, irq]) =>
        ({ model, speed, times: { user, nice, sys, idle, irq } }));
}

function maskBits(netmask, v6) {
    let bits = 0;
    const groups = v6 ? expandV6(netmask) : netmask.split(".").map(Number);
    for (const group of groups) for (let n = group; n > 0; n = Math.floor(n / 2)) bits += n % 2;
    return bits;
}

function expandV6(text) {
    const [head, tail] = text.split("::");
    const part = (s) => (s ? s.split(":").map((g) => Number.parseInt(g, 16)) : []);
    return tail === undefined ? part(head) : [...part(head), ...part(tail)];
}

function networkInterfaces() {
    const result = {};
    const rows = checked(native.interfaces(), "uv_interface_addresses");
    for (const [name, address, netmask, v6, mac, internal, scopeid] of rows) {
        const entry = {
            address, netmask, family: v6 ? "IPv6" : "IPv4", mac, internal,
            cidr: `${address}/${maskBits(netmask, v6)}`,
        };
        if (v6) entry.scopeid = scopeid;
        (result[name] ??= []).push(entry);
    }
    return result;
}

function userInfo(options) {
    if (options !== null && typeof options === "object") validateObject(options, "options");
    const result = checked(native.user(), "uv_os_get_passwd");
    const [uid, gid, username, home, shell] = result;
    const text = options?.encoding === "buffer"
        ? (value) => (value === null ? null : require("node:buffer").Buffer.from(value)) : (value) => value;
    return { __proto__: null, uid, gid, username: text(username), homedir: text(home), shell: text(shell) };
}

function getPriority(pid = 0) {
    validateInt32(pid, "pid");
    const [error, priority] = native.getPriority(pid);
    checked(error, "uv_os_getpriority");
    return priority;
}

function setPriority(pid, priority) {
    if (priority === undefined) {
        priority = pid;
        pid = 0;
    }
    validateInt32(pid, "pid");
    validateInt32(priority, "priority", -20, 19);
    checked(native.setPriority(pid, priority), "uv_os_setpriority");
}

let constants;
function loadConstants() {
    if (constants !== undefined) return constants;
    const [errno, signals, priority, dlopen] = native.constants().map((o) => Object.setPrototypeOf(o, null));
    constants = { __proto__: null, UV_UDP_REUSEADDR: 4, dlopen, errno, signals: Object.freeze(signals), priority };
    return constants;
}

module.exports = {
    arch, availableParallelism, cpus, endianness, freemem, getPriority, homedir, hostname, loadavg,
    networkInterfaces, platform, release, setPriority, tmpdir, totalmem, type, userInfo, uptime, version, machine,
};
Object.defineProperties(module.exports, {
    constants: { __proto__: null, configurable: false, enumerable: true, get: loadConstants },
    EOL: { __proto__: null, configurable: true, enumerable: true, writable: false, value: "\n" },
    devNull: { __proto__: null, configurable: true, enumerable: true, writable: false, value: "/dev/null" },
});
