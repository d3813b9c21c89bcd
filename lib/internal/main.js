// main.js - runs what the command line asked for. src/cli/main.c has parsed it into one JSON object.
const { Array, JSON, Object } = globalThis;
const boot = require("internal/boot");
const { native: engine, hooks } = boot;

/** @param {string[]} argv options as JSON, then the program's arguments */
function main(argv) {
  const options = JSON.parse(argv[0]);
  boot.options = options;
  boot.args = argv.slice(1);
  require("internal/stack").install();
  defineLoaderGlobals();
  // A program that never touched `process` has no listeners: do not load it for the end's sake.
  hooks.beforeExit = () => boot.loadedModule("internal/process")?.process._beforeExit() ?? false;
  hooks.exit = () => boot.loadedModule("internal/process")?.process._exitNow() ?? exitCode();
  for (const file of options.preload) preload(file);
  if (options.mode === "eval") return runEval(options);
  if (options.mode === "builtin") return void boot.requireBuiltin(options.entry).main(options, boot.args);
  return runEntry(options.entry);
}

/** module.exports-style globals exist only inside modules; `require` of the REPL and -e come from here. */
function defineLoaderGlobals() {}

function cwdPath() {
  return globalThis.process.cwd() + "/";
}

function preload(specifier) {
  const loader = require("internal/modules/loader");
  const id = loader.resolve(specifier, cwdPath(), false);
  settle(start(loader.getRecord(id)));
}

/** Loads, links and evaluates; the exit code tells when top-level await never ends. */
function start(record) {
  record.load();
  record.link();
  return record.evaluate();
}

/** Node's 13: the program's own top-level await never settled. */
function exitCode() {
  if (unsettled === 0) return 0;
  engine.writeError("Warning: Detected unsettled top-level await\n");
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

function runEntry(path) {
  const loader = require("internal/modules/loader");
  const id = loader.native.resolvePath(path);
  loader.state.mainPath = id;
  boot.mainPath = id;
  settle(start(loader.getRecord(id, "", true)));
}

// --- -e, -p and standard input -----------------------------------------------------------------------

function runEval(options) {
  const loader = require("internal/modules/loader");
  const path = cwdPath() + (options.stdin ? "[stdin]" : "[eval]");
  boot.mainPath = path;
  loader.state.mainPath = path;
  if (options.print) return printResult(options.source, path);
  const parts = loader.native.loadSource(options.source, path, path, "tsx");
  settle(start(loader.recordFromParts(path, path, parts, true)));
}

function printResult(source, path) {
  const loader = require("internal/modules/loader");
  const { Module, makeRequire } = require("internal/modules/cjs");
  const module_ = new Module(path);
  module_.filename = path;
  const names = { module: module_, exports: module_.exports, require: makeRequire(module_), __filename: path, __dirname: module_.path };
  for (const name in names)
    Object.defineProperty(globalThis, name, { __proto__: null, value: names[name], configurable: true, writable: true });
  const value = engine.compile(loader.native.transformScript(source, path), path, 1);
  globalThis.console.log(value);
}

module.exports = { main };
