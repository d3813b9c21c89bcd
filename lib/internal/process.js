// process.js - builds the `process` object. Identity, environment, clocks, exit, signals; warnings,
// uncaught errors and standard streams are in files of their own and load on first use.
//
// boot.js calls the underscored members: _onUncaught, _onUnhandledRejection, _beforeExit, _exitNow.
const { Error, Number, Object, String, Symbol, TypeError } = globalThis;
const { defineProperty } = Object;
const EventEmitter = require("node:events");
const { nextTick, setExitCheck } = require("internal/tick");
const boot = require("internal/boot");
require("internal/ending");

// Most programs never make these reject anything.
const errors = () => require("internal/errors");
const validators = () => require("internal/validators");

const NODE_VERSION = "26.3.0";
const info = () => require("internal/process_info");

const identity = native.identity();
const startedMs = native.timeOrigin()[0];

// process's prototype: an object of its own between process and EventEmitter.prototype, named "process".
function process_() {
  throw new TypeError("Illegal constructor");
}
defineProperty(process_, "name", { __proto__: null, value: "process" });
const proto = Object.create(EventEmitter.prototype, {
  constructor: { __proto__: null, value: process_, configurable: true, enumerable: false, writable: true },
});
process_.prototype = proto;

const process = Object.create(proto);
EventEmitter.call(process);

const fixed = (name, value) =>
  defineProperty(process, name, { __proto__: null, value, configurable: true, enumerable: true, writable: false });

function lazily(name, make, writable = true) {
  defineProperty(process, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      defineProperty(process, name, { __proto__: null, value, configurable: true, enumerable: true, writable });
      return value;
    },
    set(value) {
      defineProperty(process, name, { __proto__: null, value, configurable: true, enumerable: true, writable: true });
    },
  });
}

// --- identity ---------------------------------------------------------------------------------------

fixed("version", `v${NODE_VERSION}`);
lazily("versions", () => info().makeVersions(), false);
lazily("config", () => info().makeConfig(), false);
fixed("arch", identity.arch);
fixed("platform", "linux");
fixed("release", Object.freeze({
  name: "node",
  sourceUrl: `https://nodejs.org/download/release/v${NODE_VERSION}/node-v${NODE_VERSION}.tar.gz`,
  headersUrl: `https://nodejs.org/download/release/v${NODE_VERSION}/node-v${NODE_VERSION}-headers.tar.gz`,
}));
fixed("pid", identity.pid);
fixed("isBun", true);
fixed("revision", "0000000000000000000000000000000000000000");
defineProperty(process, "ppid", {
  __proto__: null, configurable: true, enumerable: true, get: () => native.ppid(), set: undefined,
});
defineProperty(process, Symbol.toStringTag, {
  __proto__: null, value: "process", configurable: true, enumerable: false, writable: false,
});
process.execPath = identity.execPath;
process.debugPort = 9229;
lazily("argv0", () => info().commandLine()[0], false);
lazily("argv", () => {
  const args = boot.args ?? [];
  return boot.mainPath && boot.options?.mode !== "eval"
    ? [identity.execPath, boot.mainPath, ...args] : [identity.execPath, ...args];
});
lazily("execArgv", () => boot.options?.execArgv ?? []);
process._preload_modules = [];
process.domain = null;

let mainModule; // what a program put there
defineProperty(process, "mainModule", {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    if (mainModule !== undefined) return mainModule.value;
    const ran = boot.bareMain?.isCommonJS ? require("internal/modules/cjs") : undefined; // makes its module object
    return (ran ?? boot.loadedModule("internal/modules/cjs"))?.mainModule();
  },
  set: (value) => void (mainModule = { value }),
});

let title;
function firstTitle() {
  const flag = boot.flags.findLast((word) => word.startsWith("--title="));
  return flag === undefined ? process.argv0 : flag.slice("--title=".length);
}
defineProperty(process, "title", {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get: () => (title ??= firstTitle()),
  set(value) {
    title = String(value);
    native.setTitle(title);
  },
});

defineProperty(process, "features", {
  __proto__: null,
  enumerable: true,
  configurable: false,
  writable: false,
  value: {
    inspector: true, debug: false, uv: true, ipv6: true, tls_alpn: true, tls_sni: true, tls_ocsp: true, tls: true,
    openssl_is_boringssl: false, cached_builtins: true, require_module: true, dtls: false, quic: false,
    typescript: "transform",
  },
});

lazily("env", () => require("internal/process_env").makeEnv(native));
lazily("allowedNodeEnvironmentFlags", () => require("internal/process_misc").environmentFlags());
lazily("report", () => require("internal/process_misc").makeReport(), false);
lazily("finalization", () => require("internal/process_misc").makeFinalization(process));
lazily("permission", () => undefined);
process.moduleLoadList = [];

// --- directories and ids ----------------------------------------------------------------------------

let directory; // the current one, once it was asked for; nothing but chdir changes it

process.cwd = function cwd() {
  return (directory ??= native.cwd());
};
process.chdir = function chdir(path) {
  validators().validateString(path, "directory");
  native.chdir(path);
  directory = undefined;
};
process.umask = function umask(mask) {
  return native.umask(mask === undefined ? undefined : validators().parseFileMode(mask, "mask"));
};

["getuid", "geteuid", "getgid", "getegid"].forEach((name, index) => {
  process[name] = { [name]: () => native.ids()[index] }[name];
});
process.getgroups = function getgroups() {
  return native.groups();
};
process.initgroups = function initgroups(user, extraGroup) {
  info().initgroups(user, extraGroup);
};
for (const name of ["setuid", "seteuid", "setgid", "setegid", "setgroups", "cpuUsage", "threadCpuUsage"]) {
  process[name] = {
    [name](value) {
      return info()[name](value);
    },
  }[name];
}

// --- clocks and usage -------------------------------------------------------------------------------

process.hrtime = function hrtime(time) {
  const now = native.hrtime();
  if (time === undefined) return now;
  validators().validateArray(time, "time");
  if (time.length !== 2) throw new (errors().codes.ERR_OUT_OF_RANGE)("time", 2, time.length);
  let seconds = now[0] - time[0];
  let nanoseconds = now[1] - time[1];
  if (nanoseconds < 0) {
    seconds--;
    nanoseconds += 1e9;
  }
  return [seconds, nanoseconds];
};
process.hrtime.bigint = function bigint() {
  return native.hrtimeBigint();
};
process.uptime = () => (native.nowMs() - startedMs) / 1000;

process.memoryUsage = function memoryUsage() {
  const { heapCapacity = 0, heapSize = 0, extraMemorySize: external = 0 } = boot.native.memory();
  // The engine counts the objects that its collections find; before the first one everything there is counts as used.
  const heapUsed = heapSize > external ? heapSize : heapCapacity;
  return { rss: native.rss(), heapTotal: heapCapacity, heapUsed, external, arrayBuffers: external };
};
process.memoryUsage.rss = () => native.rss();
process.constrainedMemory = () => native.memoryLimits()[0];
process.availableMemory = () => native.memoryLimits()[1];

process.resourceUsage = function resourceUsage() {
  return info().resourceUsage();
};

// --- ending -----------------------------------------------------------------------------------------

let exitCode;
let exiting = false;
setExitCheck(() => exiting);

function checkExitCode(code) {
  if (code === undefined || code === null) return code;
  let value = code;
  if (typeof code === "string" && code !== "") {
    value = Number(code);
    if (!Number.isInteger(value)) throw new (errors().codes.ERR_INVALID_ARG_TYPE)("code", "integer", code);
  }
  validators().validateInteger(value, "code");
  return code;
}

defineProperty(process, "exitCode", {
  __proto__: null,
  configurable: false,
  enumerable: true,
  get: () => exitCode,
  set(code) {
    exitCode = checkExitCode(code);
  },
});
defineProperty(process, "_exiting", {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get: () => exiting,
  set(value) {
    exiting = value;
  },
});

const codeNumber = () => Number(exitCode ?? 0) | 0;

process.reallyExit = function reallyExit(code) {
  native.exit(code | 0);
};
process.exit = function exit(code) {
  if (arguments.length !== 0) process.exitCode = code;
  if (!exiting) {
    exiting = true;
    process.emit("exit", codeNumber());
  }
  process.reallyExit(codeNumber());
};
process.abort = () => native.abort();
process._beforeExit = () => {
  process.emit("beforeExit", codeNumber());
  // What listeners started must be known to the loop before it is asked.
  require("internal/tick").drainTicks();
  return native.loopAlive();
};
/** Runs 'exit' listeners for an end that nobody asked for. @returns {number} the code to end with */
process._exitNow = (code) => {
  exitCode = code ?? exitCode ?? 0;
  if (!exiting) {
    exiting = true;
    process.emit("exit", codeNumber());
  }
  return codeNumber();
};
for (const name of ["_beforeExit", "_exitNow"]) defineProperty(process, name, { __proto__: null, enumerable: false });

// --- signals ----------------------------------------------------------------------------------------

process._kill = (pid, signal) => native.kill(pid, signal);
process.kill = function kill(pid, signal) {
  // eslint-disable-next-line eqeqeq -- Node accepts numeric strings
  if (pid != (pid | 0)) throw new (errors().codes.ERR_INVALID_ARG_TYPE)("pid", "number", pid);
  let number = signal;
  if (typeof signal === "number") {
    number = signal;
  } else {
    const { signals } = require("internal/signals");
    number = signals[signal || "SIGTERM"];
    if (number === undefined) throw new (errors().codes.ERR_UNKNOWN_SIGNAL)(signal);
  }
  const code = process._kill(pid | 0, number);
  if (code) throw new (errors().ErrnoException)(code, "kill");
  return true;
};

const watches = { __proto__: null };

function watchSignal(name) {
  const { signals } = require("internal/signals");
  if (watches[name] !== undefined || signals[name] === undefined) return;
  watches[name] = native.signalStart(signals[name], (number) => process.emit(name, name, number));
}
function unwatchSignal(name) {
  if (watches[name] === undefined || process.listenerCount(name) > 0) return;
  native.signalStop(watches[name]);
  delete watches[name];
}
const isSignal = (name) => typeof name === "string" && name.startsWith("SIG");

// EventEmitter emits these two without a listener check of ours: they are ordinary listeners.
process.on("newListener", (name) => {
  if (isSignal(name)) watchSignal(name);
});
process.on("removeListener", (name) => {
  if (isSignal(name)) unwatchSignal(name);
});
process.on("warning", (warning) => require("internal/process_warnings").printWarning(process, warning));

// --- errors and warnings ----------------------------------------------------------------------------

const uncaught = () => require("internal/process_errors");
process.setUncaughtExceptionCaptureCallback = function setUncaughtExceptionCaptureCallback(fn) {
  uncaught().setCapture(fn);
};
process.addUncaughtExceptionCaptureCallback = function addUncaughtExceptionCaptureCallback(fn) {
  uncaught().addCapture(fn);
};
process.hasUncaughtExceptionCaptureCallback = function hasUncaughtExceptionCaptureCallback() {
  return uncaught().hasCapture();
};
process._fatalException = (error, fromPromise) =>
  uncaught().onUncaught(process, error, fromPromise ? "unhandledRejection" : "uncaughtException");
process.emitWarning = function emitWarning(warning, type, code, ctor) {
  return require("internal/process_warnings").emitWarning(warning, type, code, ctor);
};
process._rawDebug = function _rawDebug(...args) {
  const text = args.length === 1 && typeof args[0] === "string" ? args[0] : require("node:util").format(...args);
  require("internal/stdio_native").write(2, `${text}\n`);
};
process._onUncaught = process._fatalException; // to see whether a program has replaced the other
process._onUnhandledRejection = (rejection, trigger) => uncaught().onUnhandledRejection(process, rejection, trigger);
for (const name of ["_onUncaught", "_onUnhandledRejection"]) {
  defineProperty(process, name, { __proto__: null, enumerable: false });
}

// --- the rest ---------------------------------------------------------------------------------------

process.nextTick = nextTick;
process._tickCallback = () => require("internal/tick").drainTicks();
process.getBuiltinModule = function getBuiltinModule(id) {
  validators().validateString(id, "id");
  const name = id.startsWith("node:") ? id : `node:${id}`;
  if (boot.isPublic(name)) return boot.requireBuiltin(name);
  return boot.isPublic(id) ? boot.requireBuiltin(id) : undefined;
};
process.loadEnvFile = function loadEnvFile(path = ".env") {
  return require("internal/process_misc").loadEnvFile(process, path);
};
process.binding = function binding(name) {
  return require("internal/process_misc").binding(String(name));
};
process._linkedBinding = process.binding;
process.dlopen = function dlopen(module_, filename, flags) {
  const error = new globalThis.Error(`Native addons are not implemented by cob yet: ${filename}`);
  error.code = "ERR_DLOPEN_FAILED";
  throw error;
};
process.execve = function execve(path, args, env) {
  return require("internal/process_misc").execve(path, args, env);
};
process.getActiveResourcesInfo = function getActiveResourcesInfo() {
  return require("internal/timers").activeResources();
};
process._getActiveRequests = () => [];
process._getActiveHandles = () => [];
process._debugProcess = process._debugEnd = process._startProfilerIdleNotifier = () => {};
process._stopProfilerIdleNotifier = () => {};
process.ref = function ref(target) {
  (target?.[Symbol.for("nodejs.ref")] ?? target?.[Symbol.for("node:ref")] ?? target?.ref)?.call(target);
};
process.unref = function unref(target) {
  (target?.[Symbol.for("nodejs.unref")] ?? target?.[Symbol.for("node:unref")] ?? target?.unref)?.call(target);
};
process.assert = function assert(value, message) {
  if (!value) throw new Error(message || "assertion error");
};
process.openStdin = () => {
  process.stdin.resume();
  return process.stdin;
};
process.setSourceMapsEnabled = function setSourceMapsEnabled(enabled) {
  const { setSourceMapsSupport } = require("internal/source_map");
  setSourceMapsSupport(enabled, { nodeModules: enabled, generatedCode: enabled });
};
defineProperty(process, "sourceMapsEnabled", {
  __proto__: null, configurable: true, enumerable: true,
  get: () => require("internal/source_map").getSourceMapsSupport().enabled,
});
const standardNames = ["stdin", "stdout", "stderr"];
const standardStreams = [];
const standardGetters = standardNames.map((name, fd) => function () {
  return (standardStreams[fd] ??= require("internal/streams/stdio").open(fd));
});
for (let fd = 0; fd < 3; fd++)
  defineProperty(process, standardNames[fd], { __proto__: null, configurable: true, enumerable: true, get: standardGetters[fd] });

/** Nobody has the stream of `fd`, nor put another in its place: the console may go past it. */
const isUntouched = (fd) =>
  standardStreams[fd] === undefined && Object.getOwnPropertyDescriptor(process, standardNames[fd])?.get === standardGetters[fd];

// --no-deprecation and its like are properties that programs set, too.
const flags = boot.flags ?? [];
if (flags.includes("--no-deprecation")) process.noDeprecation = true;
if (flags.includes("--trace-deprecation")) process.traceDeprecation = true;
if (flags.includes("--throw-deprecation")) process.throwDeprecation = true;

module.exports = { process, native, identity, isUntouched, NODE_VERSION };

// Started by fork(): the channel to the parent. The variables are not for our own children.
if (process.env.NODE_CHANNEL_FD) {
  const fd = Number(process.env.NODE_CHANNEL_FD);
  delete process.env.NODE_CHANNEL_FD;
  const serialization = process.env.NODE_CHANNEL_SERIALIZATION_MODE;
  delete process.env.NODE_CHANNEL_SERIALIZATION_MODE;
  require("internal/child").setUpParentChannel(fd, serialization);
}
