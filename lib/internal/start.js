// start.js - starts programs that need more than main.js does: options, preloads, -e, modules, require.
const { Error, Infinity, JSON, Number, Object, Promise } = globalThis;
const boot = require("internal/boot");
const { settle } = require("internal/ending");
const loader = require("internal/modules/loader");
const { native: engine } = boot;

/** Applies the options; runs what is not a file. @returns {boolean} the entry file is still to be run */
function begin(options) {
  if (options.conditions.length > 0 || options.preserveSymlinks || options.tsconfig) configureResolver(options);
  if (options.unhandledRejections !== undefined) checkRejectionMode(options.unhandledRejections);
  if (options.exposeGc) exposeGc();
  if (options.pendingDeprecation) require("internal/pending_deprecations").begin();
  if (options.disableProto !== undefined) disableProto(options.disableProto);
  if (options.noEval) engine.forbidEval("Code generation from strings disallowed for this context");
  if (options.stackTraceLimit !== undefined) Error.stackTraceLimit = number("stack-trace-limit", options.stackTraceLimit, Infinity);
  if (options.consoleDepth !== undefined) options.consoleDepth = number("console-depth", options.consoleDepth, Infinity);
  if (options.port !== undefined) options.port = number("port", options.port, 65535);
  if (options.maxHttpHeaderSize !== undefined)
    options.maxHttpHeaderSize = number("max-http-header-size", options.maxHttpHeaderSize, MAX_HEAD);
  if (options.check) return checkSyntax(options);
  const waiting = preloadAll(options.preload);
  if (waiting === undefined) return runOther(options);
  settle(waiting.then(() => runLater(options)));
  return false;
}

/** Runs what is no file. @returns {boolean} it is one */
function runOther(options) {
  if (options.mode === "eval") require("internal/eval").run(options, settle);
  else if (options.mode === "builtin") boot.requireBuiltin(options.entry).main(options, boot.args);
  return options.mode === "file";
}

/** As main.js, when preloaded modules with top-level await have run. */
function runLater(options) {
  if (!runOther(options)) return;
  const id = entryPath(options.entry);
  boot.mainPath = id;
  if (!runPatched(id)) run(id, loader.native.load(id, id, "", true));
}

function entryPath(entry) {
  try {
    return loader.native.resolvePath(entry);
  } catch (error) {
    return missing(entry, error);
  }
}

const MAX_HEAD = 2 ** 30;

/** The value of an option that counts something. */
function number(name, text, most) {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  engine.writeError(`cob: --${name} cannot be '${text}': it is a number${most === Infinity ? "" : ` up to ${most}`}\n`);
  engine.exit(1);
}

/** The folder that relative names start from; where it was removed that of the program, as in Node.js. */
function cwdPath() {
  try {
    return globalThis.process.cwd() + "/";
  } catch {
    return loader.directory(globalThis.process.execPath) + "/";
  }
}

function configureResolver({ conditions, preserveSymlinks, tsconfig = "" }) {
  const path = tsconfig === "" || tsconfig[0] === "/" ? tsconfig : cwdPath() + tsconfig;
  loader.native.configure(conditions.join(","), Boolean(preserveSymlinks), path);
}

function checkRejectionMode(mode) {
  if (["strict", "throw", "warn", "none", "warn-with-error-code"].includes(mode)) return;
  engine.writeError(`cob: --unhandled-rejections cannot be '${mode}': ` +
    "it is strict, throw, warn, none or warn-with-error-code\n");
  engine.exit(9);
}

/** --disable-proto=delete or throw */
function disableProto(mode) {
  if (mode === "delete") return void delete Object.prototype.__proto__;
  if (mode !== "throw") {
    engine.writeError(`cob: --disable-proto cannot be '${mode}': it is delete or throw\n`);
    engine.exit(12);
  }
  const refuse = () => {
    throw new (require("internal/errors").codes.ERR_PROTO_ACCESS)();
  };
  Object.defineProperty(Object.prototype, "__proto__", { __proto__: null, get: refuse, set: refuse, enumerable: false, configurable: false });
}

/** --check: the program is read and compiled; its errors are reported as always. @returns {boolean} nothing is left to do */
function checkSyntax({ mode, entry, source, stdin }) {
  if (mode === "eval" && !stdin) {
    engine.writeError("cob: either --check or --eval can be used, not both\n");
    engine.exit(9);
  }
  if (mode === "eval") loader.native.loadSource(source, `${cwdPath()}[stdin]`, `${cwdPath()}[stdin]`, "tsx");
  if (mode !== "file") return false;
  const id = entryPath(entry);
  loader.native.load(id, id, "", true);
  return false;
}

/** --expose-gc: gc(), and gc({ execution: "async" }) for a promise. */
function exposeGc() {
  const gc = (options) => {
    const minor = options?.type === "minor";
    if (options?.execution !== "async") return void engine.collect(!minor);
    return new Promise((resolve) => globalThis.setImmediate(() => resolve(engine.collect(!minor))));
  };
  Object.defineProperty(globalThis, "gc", { value: gc, configurable: true, writable: true, enumerable: false });
}

/** One after the other; what throws ends the program. @returns {Promise<void> | undefined} to wait for */
function preloadAll(specifiers) {
  for (let i = 0; i < specifiers.length; i++) {
    const waiting = preload(specifiers[i]);
    if (waiting !== undefined) return waiting.then(() => preloadAll(specifiers.slice(i + 1)));
  }
  return undefined;
}

function preload(specifier) {
  const { getRecord, evaluateRecord } = require("internal/modules/esm");
  loader.state.isPreloading = true;
  try {
    const record = getRecord(preloadPath(specifier));
    const promise = evaluateRecord(record);
    if (record.hasError) {
      promise.catch(() => {});
      throw record.error;
    }
    return record.status === require("internal/modules/record").EVALUATED ? undefined : promise;
  } finally {
    loader.state.isPreloading = false;
  }
}

function preloadPath(specifier) {
  try {
    return loader.resolve(specifier, cwdPath(), false);
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    engine.writeError(`error: preload not found ${JSON.stringify(specifier)}: ${error.message}\n`);
    return engine.exit(1);
  }
}

/** A missing program is the user's typing error, not an exception with a stack. */
function missing(path, error) {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (!name.includes(".") && path === cwdPath() + name) engine.writeError(`error: Script not found ${JSON.stringify(name)}\n`);
  engine.writeError(`Error: Cannot find module '${path}': no such file or script [MODULE_NOT_FOUND]\n`);
  engine.exit(1);
}

/** Runs the entry as preloaded modules want it: through their hooks, or by their own Module.runMain. @returns {boolean} done */
function runPatched(id) {
  const Module = boot.loadedModule("node:module");
  loader.state.mainPath = id;
  if (Module !== undefined && Module.runMain !== Module._runMain) Module.runMain(id);
  else if (loader.state.asyncHooks !== undefined) {
    const { evaluateRecord, idToURL } = require("internal/modules/esm");
    settle(loader.state.asyncHooks.request(idToURL(id), cwdPath(), "", true).then(evaluateRecord));
  } else if (loader.state.hooks !== undefined) {
    const { getRecord, evaluateRecord, idToURL } = require("internal/modules/esm");
    settle(evaluateRecord(getRecord(loader.resolve(idToURL(id), cwdPath(), false), "", true)));
  } else return false;
  return true;
}

/** Runs the entry file. @param {string} id its path @param {any[]} parts of native.load */
function run(id, parts) {
  if (parts[0] === loader.COMMONJS) return void require("internal/modules/cjs").runCompiled(id, parts, true);
  const { recordFromParts, evaluateRecord } = require("internal/modules/esm");
  const record = recordFromParts(id, id, parts, true, (early) => loader.native.load(id, id, "", true, early));
  loader.registry.set(id, record);
  settle(evaluateRecord(record));
}

module.exports = { begin, configureResolver, cwdPath, missing, run, runPatched };
