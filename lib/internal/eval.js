// eval.js - cob -e, -p, and programs from standard input.
const { Object } = globalThis;
const boot = require("internal/boot");
const { native: engine } = boot;

/** @param {object} options of the command line @param {(p: Promise<any>) => void} settle */
function run(options, settle) {
  defineModuleGlobals();
  const loader = require("internal/modules/loader");
  const path = require("internal/start").cwdPath() + (options.stdin ? "[stdin]" : "[eval]");
  boot.mainPath = path;
  loader.native.keepProgram(path, options.source);
  if (options.print) return printResult(options.source, path);
  const parts = loader.native.loadSource(options.source, path, path, "tsx");
  if (parts[0] === loader.COMMONJS) return void require("internal/modules/cjs").runCompiled(path, parts, true);
  const { recordFromParts, evaluateRecord } = require("internal/modules/esm");
  settle(evaluateRecord(recordFromParts(path, path, parts, true)));
}

function printResult(source, path) {
  const loader = require("internal/modules/loader");
  const { Module, makeRequire } = require("internal/modules/cjs");
  const module_ = new Module(path);
  module_.filename = path;
  const names = { module: module_, exports: module_.exports, require: makeRequire(module_), __filename: path, __dirname: module_.path,
    $m: require("internal/modules/esm").commonjsHelper(path) }; // what import() becomes
  for (const name in names)
    Object.defineProperty(globalThis, name, { __proto__: null, value: names[name], configurable: true, writable: true });
  const { console } = globalThis; // the script may break what loading it needs
  const value = engine.compile(loader.native.transformScript(source, path), path, 1);
  console.log(value);
}

/** `os`, `path`, `fs` ... as globals, as Node's -e and -p have them. */
function defineModuleGlobals() {
  for (const specifier of engine.publicNames()) {
    const name = specifier.slice(5);
    if (!specifier.startsWith("node:") || name.includes("/") || name in globalThis) continue;
    Object.defineProperty(globalThis, name, {
      __proto__: null, configurable: true, enumerable: false,
      get: () => boot.requireBuiltin(specifier),
      set(value) {
        Object.defineProperty(globalThis, name, { __proto__: null, value, configurable: true, enumerable: true, writable: true });
      },
    });
  }
}

module.exports = { run };
