// process_misc.js - members of `process` that few programs touch.
const { Date, Error, FinalizationRegistry, JSON, Number, Object, Set, String, WeakRef } = globalThis;
const { codes, UVException } = require("internal/errors");
const { native: sys } = require("internal/process");
const validators = require("internal/validators");

/** @param {"User" | "Group"} kind @param {string} name @returns {number | undefined} */
exports.lookUpId = (kind, name) => {
  const { readFileSync } = require("node:fs");
  for (const line of readFileSync(kind === "User" ? "/etc/passwd" : "/etc/group", "utf8").split("\n")) {
    const fields = line.split(":");
    if (fields[0] === name) return Number(fields[2]);
  }
};

exports.nameOfUser = (uid) => {
  const { readFileSync } = require("node:fs");
  for (const line of readFileSync("/etc/passwd", "utf8").split("\n")) {
    const fields = line.split(":");
    if (Number(fields[2]) === uid) return fields[0];
  }
};

// --- .env files -------------------------------------------------------------------------------------

const ENV_LINE = /^[ \t]*(?:export[ \t]+)?([^\s=#][^=\n]*?)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\[^])*)"|'([^']*)'|`([^`]*)`|([^\n#]*))?[^\n]*$/gm;

/** The subset of shell syntax that Node reads. @param {string} text @returns {Record<string, string>} */
exports.parseEnv = function parseEnv(text) {
  const result = {};
  for (const match of text.replace(/\r\n?/g, "\n").matchAll(ENV_LINE)) {
    const { 1: key, 2: double, 3: single, 4: back, 5: bare } = match;
    result[key] = double !== undefined ? double.replace(/\\n/g, "\n") : single ?? back ?? (bare ?? "").trim();
  }
  return result;
};

exports.loadEnvFile = function loadEnvFile(process, path) {
  const fs = require("node:fs");
  const file = path && typeof path === "object" ? require("node:url").fileURLToPath(path) : path;
  const values = exports.parseEnv(fs.readFileSync(file, "utf8"));
  for (const key in values) if (process.env[key] === undefined) process.env[key] = values[key];
};

// --- legacy bindings --------------------------------------------------------------------------------

exports.binding = function binding(name) {
  switch (name) {
    case "constants": {
      const { constants } = require("node:os");
      return { os: constants, fs: require("node:fs").constants, crypto: {}, zlib: {}, trace: {} };
    }
    case "natives": { // old programs take the names of the built-in modules from here
      const names = require("node:module").builtinModules;
      return Object.fromEntries(names.map((id) => [id, ""]));
    }
    case "config":
      return { hasOpenSSL: true, fipsMode: false, hasIntl: true, hasInspector: false };
    case "util":
      return {};
    default: {
      const error = new Error(`No such module: ${name}`);
      error.code = "ERR_INVALID_MODULE";
      throw error;
    }
  }
};

exports.execve = function execve(path, args = [], env) {
  validators.validateString(path, "path");
  validators.validateArray(args, "args");
  const { process } = require("internal/process");
  const checked = (value, name) => {
    if (typeof value !== "string" || value.includes("\0")) {
      throw new codes.ERR_INVALID_ARG_VALUE(name, value, "must be a string without null bytes");
    }
    return value;
  };
  args.forEach((arg, i) => checked(arg, `args[${i}]`));
  if (env !== undefined) validators.validateObject(env, "env");
  const pairs = Object.entries(env ?? process.env).map(({ 0: k, 1: v }) => checked(`${k}=${v}`, "env"));
  process.emit("exit", process.exitCode ?? 0);
  const code = sys.execve(path, args, pairs);
  throw new UVException({ errno: code, syscall: "execve", path });
};

// --- allowedNodeEnvironmentFlags --------------------------------------------------------------------

const FLAGS =
  "--abort-on-uncaught-exception --conditions --cpu-prof --debug-port --deprecation --diagnostic-dir " +
  "--disable-proto --disable-warning --dns-result-order --enable-source-maps --entry-url " +
  "--experimental-default-type --experimental-eventsource --experimental-global-navigator " +
  "--experimental-import-meta-resolve --experimental-loader --experimental-permission " +
  "--experimental-print-required-tla --experimental-require-module --experimental-sqlite " +
  "--experimental-strip-types --experimental-transform-types --experimental-vm-modules " +
  "--experimental-wasm-modules --experimental-webstorage --experimental-websocket --expose-gc " +
  "--force-context-aware --force-fips --heap-prof --heapsnapshot-signal --http-parser --icu-data-dir " +
  "--import --input-type --insecure-http-parser --inspect --inspect-brk --inspect-port --interpreted-frames-native-stack " +
  "--jitless --loader --localstorage-file --max-http-header-size --max-old-space-size --max-semi-space-size " +
  "--napi-modules --network-family-autoselection --no-addons --no-deprecation --no-extra-info-on-fatal-exception " +
  "--no-force-async-hooks-checks --no-warnings --node-memory-debug --node-snapshot --openssl-config " +
  "--openssl-legacy-provider --openssl-shared-config --pending-deprecation --perf-basic-prof --perf-prof " +
  "--permission --preserve-symlinks --preserve-symlinks-main --prof-process --redirect-warnings " +
  "--report-compact --report-directory --report-filename --report-on-fatalerror --report-on-signal " +
  "--report-signal --report-uncaught-exception --require --secure-heap --secure-heap-min " +
  "--stack-trace-limit --test-coverage-branches --test-isolation --test-name-pattern --test-only " +
  "--test-reporter --test-reporter-destination --test-shard --throw-deprecation --title " +
  "--tls-cipher-list --tls-keylog --tls-max-v1.2 --tls-max-v1.3 --tls-min-v1.0 --tls-min-v1.1 " +
  "--tls-min-v1.2 --tls-min-v1.3 --trace-deprecation --trace-exit --trace-sigint --trace-sync-io " +
  "--trace-tls --trace-uncaught --trace-warnings --track-heap-objects --unhandled-rejections " +
  "--use-bundled-ca --use-largepages --use-openssl-ca --use-system-ca --v8-pool-size " +
  "--verify-base-objects --warnings --watch-path --watch-preserve-output --zero-fill-buffers -C -r";

exports.environmentFlags = function environmentFlags() {
  const canonical = (flag) => {
    flag = String(flag).replace(/_/g, "-").replace(/=.*$/, "");
    return /^-/.test(flag) ? flag : flag.length === 1 ? `-${flag}` : `--${flag}`;
  };
  class NodeEnvironmentFlagsSet extends Set {
    add() {
      return this;
    }
    delete() {
      return false;
    }
    clear() {}
    has(flag) {
      if (typeof flag !== "string") return false;
      const name = canonical(flag);
      return super.has(name) || super.has(name.replace(/^--no-/, "--"));
    }
  }
  const set = new NodeEnvironmentFlagsSet();
  for (const flag of FLAGS.split(" ")) Set.prototype.add.call(set, flag);
  return Object.freeze(set);
};

// --- report -----------------------------------------------------------------------------------------

exports.makeReport = function makeReport() {
  const { process } = require("internal/process");
  const settings = {
    directory: "", filename: "", compact: false, excludeNetwork: false, signal: "SIGUSR2", reportOnFatalError: false,
    reportOnSignal: false, reportOnUncaughtException: false, excludeEnv: false,
  };
  const { glibc } = sys.identity();
  const getReport = (error) => {
    const stack = String((error ?? new Error("JavaScript Callstack")).stack).split("\n");
    return {
      header: {
        reportVersion: 5, event: error ? "Exception" : "JavaScript API", trigger: "GetReport", filename: null,
        dumpEventTime: new Date().toISOString(), processId: process.pid, threadId: 0, cwd: process.cwd(),
        commandLine: process.argv, nodejsVersion: process.version, arch: process.arch, platform: process.platform,
        componentVersions: process.versions, release: process.release,
        glibcVersionRuntime: glibc, glibcVersionCompiler: glibc,
      },
      javascriptStack: { message: stack[0], stack: stack.slice(1).map((line) => line.trim()) },
      resourceUsage: process.resourceUsage(),
      environmentVariables: settings.excludeEnv ? undefined : { ...process.env },
      workers: [], libuv: [], sharedObjects: [], nativeStack: [],
    };
  };
  const report = {
    writeReport(file, error) {
      if (file !== null && typeof file === "object") [file, error] = [undefined, file];
      const name = file || settings.filename || `report.${Date.now()}.${process.pid}.0.001.json`;
      const path = require("node:path").resolve(settings.directory || process.cwd(), name);
      require("node:fs").writeFileSync(path, JSON.stringify(getReport(error), null, settings.compact ? 0 : 2));
      return name;
    },
    getReport: (error) => getReport(error),
  };
  for (const key of Object.keys(settings)) {
    const check = typeof settings[key] === "boolean" ? validators.validateBoolean : validators.validateString;
    Object.defineProperty(report, key, {
      __proto__: null,
      enumerable: true,
      configurable: true,
      get: () => settings[key],
      set(value) {
        check(value, key);
        settings[key] = value;
      },
    });
  }
  return report;
};

// --- finalization -----------------------------------------------------------------------------------

exports.makeFinalization = function makeFinalization(process) {
  const lists = { exit: new Set(), beforeExit: new Set() };
  const registry = new FinalizationRegistry(({ list, entry }) => list.delete(entry));
  const register = (event) => (object, callback) => {
    if ((typeof object !== "object" && typeof object !== "function") || object === null) {
      throw new codes.ERR_INVALID_ARG_TYPE("ref", ["Object", "Function"], object);
    }
    const list = lists[event];
    if (list.size === 0) {
      process.on(event, () => {
        for (const { ref, fn } of list) {
          const target = ref.deref();
          if (target !== undefined) fn(target, event);
        }
        list.clear();
      });
    }
    const entry = { ref: new WeakRef(object), fn: callback };
    list.add(entry);
    registry.register(object, { list, entry }, object);
  };
  return {
    register: register("exit"),
    registerBeforeExit: register("beforeExit"),
    unregister(object) {
      registry.unregister(object);
      for (const event in lists) {
        for (const entry of lists[event]) if (entry.ref.deref() === object) lists[event].delete(entry);
      }
    },
  };
};
