// vm.js - node:vm in this context: Script, runInThisContext, compileFunction. Other contexts need a second
// global object, which the engine layer does not make yet: they say so instead of sharing ours.
const { Object } = globalThis;
const { native: engine, notImplemented } = require("internal/boot");

const unavailable = (name) => {
  throw notImplemented(`vm.${name}`);
};
const settingsOf = (options, fallback) => {
  const settings = typeof options === "string" ? { filename: options } : (options ?? {});
  return { filename: settings.filename ?? fallback, line: (settings.lineOffset ?? 0) + 1 };
};

class Script {
  #code;
  #settings;
  constructor(code, options) {
    this.#code = `${code}`;
    this.#settings = settingsOf(options, "evalmachine.<anonymous>");
    // Syntax errors belong to the constructor: the text is parsed once as a body that never runs.
    engine.checkSyntax(this.#code, this.#settings.filename, this.#settings.line);
  }
  runInThisContext() {
    return engine.compile(this.#code, this.#settings.filename, this.#settings.line);
  }
  runInContext() {
    return unavailable("Script.runInContext");
  }
  runInNewContext() {
    return unavailable("Script.runInNewContext");
  }
  createCachedData() {
    return require("node:buffer").Buffer.alloc(0);
  }
}

function compileFunction(code, params = [], options = {}) {
  const { filename, line } = settingsOf(options, "");
  require("internal/validators").validateString(code, "code");
  return engine.compile(`(function (${params.join(", ")}) {${code}\n})`, filename, line);
}

module.exports = {
  Script, compileFunction,
  runInThisContext: (code, options) => new Script(code, options).runInThisContext(),
  isContext(object) {
    require("internal/validators").validateObject(object, "object");
    return false;
  },
  createContext: () => unavailable("createContext"),
  createScript: (code, options) => new Script(code, options),
  runInContext: () => unavailable("runInContext"),
  runInNewContext: () => unavailable("runInNewContext"),
  constants: Object.freeze({ __proto__: null, USE_MAIN_CONTEXT_DEFAULT_LOADER: globalThis.Symbol("vm_dynamic_import_main_context_default") }),
};
