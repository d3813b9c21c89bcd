// eval.js - cob -e, -p, and programs from standard input.
const { Object, Promise, SyntaxError } = globalThis;
const boot = require("internal/boot");
const { native: engine } = boot;

/** @param {object} options of the command line @param {(p: Promise<any>) => void} settle */
function run(options, settle) {
  defineModuleGlobals();
  const loader = require("internal/modules/loader");
  const path = require("internal/start").cwdPath() + (options.stdin ? "[stdin]" : "[eval]");
  boot.mainPath = path;
  globalThis.process._eval = options.source;
  loader.native.keepProgram(path, options.source);
  if (options.print) {
    const printing = printResult(options.source, path);
    if (printing !== undefined) settle(printing);
    return;
  }
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
  const result = resultOf(source, path);
  if (result instanceof Promise) return result.then((last) => console.log(last?.value)); // no value behind a last statement
  console.log(result.value);
  return undefined;
}

/**
 * A script's value is that of its last expression; with await at the top it is a function's, as the REPL has it.
 * `await using` declares what nothing could see behind it: it stays an error, as in any script.
 */
function resultOf(source, path) {
  const transform = (text) => require("internal/modules/loader").native.transformScript(text, path);
  try {
    return { __proto__: null, value: engine.compile(transform(source), path, 1) };
  } catch (error) {
    if (!(error instanceof SyntaxError) || !error.message.includes('"await"') || /\bawait\s+using\b/.test(source)) throw error;
    const text = awaitingText(source);
    if (text === undefined) throw error;
    return engine.compile(text.includes("import") ? transform(text) : text, path, 1);
  }
}

/** @returns {string | undefined} undefined if it is wrong for other reasons, too */
function awaitingText(source) {
  const { Transpiler } = boot.requireBuiltin("bun/transpiler");
  try {
    return new Transpiler({ loader: "tsx", replMode: true }).transformSync(source);
  } catch {
    return undefined;
  }
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
