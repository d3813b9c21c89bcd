// vm.js - node:vm in this context: Script, runInThisContext, compileFunction. Other contexts need a second
// global object, which the engine layer does not make yet: they say so instead of sharing ours.
const { Math, Object } = globalThis;
const { native: engine, notImplemented } = require("internal/boot");

const unavailable = (name) => {
  throw notImplemented(`vm.${name}`);
};
const settingsOf = (options, fallback) => {
  const settings = typeof options === "string" ? { filename: options } : (options ?? {});
  return { filename: settings.filename ?? fallback, line: (settings.lineOffset ?? 0) + 1 };
};

/** The engine's SyntaxError for `code`, or ours, which knows the place; `isBody`: of a function. */
function placed(error, code, { filename, line }, isBody) {
  try {
    require("internal/modules/loader").native.explainSyntax("\n".repeat(Math.max(line - 1, 0)) + code, filename, isBody);
  } catch (found) {
    require("internal/stack").convert(error);
    const frames = error.stack.indexOf("\n    at ");
    if (frames >= 0) Object.defineProperty(found, "stack", { __proto__: null, value: found.stack + error.stack.slice(frames) });
    return found;
  }
  return error;
}

class Script {
  #code;
  #settings;
  constructor(code, options) {
    this.#code = `${code}`;
    this.#settings = settingsOf(options, "evalmachine.<anonymous>");
    // Syntax errors belong to the constructor: the text is parsed once as a body that never runs.
    try {
      engine.checkSyntax(this.#code, this.#settings.filename, this.#settings.line);
    } catch (error) {
      throw placed(error, this.#code, this.#settings, false);
    }
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
  const settings = settingsOf(options, "");
  require("internal/validators").validateString(code, "code");
  try {
    return engine.compile(`(function (${params.join(", ")}) {${code}\n})`, settings.filename, settings.line);
  } catch (error) {
    throw placed(error, code, settings, true);
  }
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
