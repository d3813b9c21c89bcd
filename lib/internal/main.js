// main.js - runs what the command line asked for. src/cli/main.c has parsed it into one JSON object.
const { JSON, Object, Promise } = globalThis;
const boot = require("internal/boot");
const { native: engine, hooks } = boot;

/** @param {string[]} argv options as JSON, then the program's arguments */
function main(argv) {
  const options = JSON.parse(argv[0]);
  boot.options = options;
  boot.args = argv.slice(1);
  require("internal/stack").install();
  // A program that never touched `process` has no listeners: do not load it for the end's sake.
  hooks.beforeExit = () => boot.loadedModule("internal/process")?.process._beforeExit() ?? false;
  hooks.exit = () => {
    const process = boot.loadedModule("internal/process")?.process;
    const code = process?.exitCode === undefined ? unsettledCode() : undefined;
    return process === undefined ? (code ?? 0) : process._exitNow(code);
  };
  if (options.conditions.length > 0 || options.preserveSymlinks || options.tsconfig) configureResolver(options);
  if (options.unhandledRejections !== undefined) checkRejectionMode(options.unhandledRejections);
  if (options.exposeGc) exposeGc();
  for (const file of options.preload) preload(file);
  if (options.mode === "eval") return require("internal/eval").run(options, settle);
  if (options.mode === "builtin") return void boot.requireBuiltin(options.entry).main(options, boot.args);
  return runEntry(options.entry);
}

function cwdPath() {
  return globalThis.process.cwd() + "/";
}

function configureResolver({ conditions, preserveSymlinks, tsconfig = "" }) {
  const { native: files } = require("internal/modules/loader");
  const path = tsconfig === "" || tsconfig[0] === "/" ? tsconfig : cwdPath() + tsconfig;
  files.configure(conditions.join(","), Boolean(preserveSymlinks), path);
}

function checkRejectionMode(mode) {
  if (["strict", "throw", "warn", "none", "warn-with-error-code"].includes(mode)) return;
  engine.writeError(`cob: --unhandled-rejections cannot be '${mode}': ` +
    "it is strict, throw, warn, none or warn-with-error-code\n");
  engine.exit(9);
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

function preload(specifier) {
  const { resolve } = require("internal/modules/loader");
  settle(require("internal/modules/esm").importRecord(resolve(specifier, cwdPath(), false)));
}

/** Node's 13: the program's own top-level await never settled. */
function unsettledCode() {
  if (unsettled === 0) return undefined;
  engine.writeError(`Warning: Detected unsettled top-level await at ${boot.mainPath}\n`);
  return 13;
}

let unsettled = 0;
function settle(promise) {
  unsettled++;
  promise.then(
    () => void unsettled--,
    (error) => {
      unsettled--;
      boot.uncaught(error, false);
    },
  );
}

/** A missing program is the user's typing error, not an exception with a stack. */
function findEntry(files, path) {
  try {
    return files.resolvePath(path);
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    engine.writeError(`error: no such file or script: ${path}\n`);
    return engine.exit(1);
  }
}

function runEntry(path) {
  const { native: files, state, registry, COMMONJS } = require("internal/modules/loader");
  const id = findEntry(files, path);
  boot.mainPath = state.mainPath = id;
  const compile = (early) => files.load(id, id, "", true, early);
  const parts = compile();
  if (parts[0] === COMMONJS) return void require("internal/modules/cjs").Module._runCompiled(id, parts, true);
  const { recordFromParts, evaluateRecord } = require("internal/modules/esm");
  const record = recordFromParts(id, id, parts, true, compile);
  registry.set(id, record);
  settle(evaluateRecord(record));
}

module.exports = { main };
