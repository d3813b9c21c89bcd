// module.js - node:module: the Module class and what belongs to it.
const { Object } = globalThis;
const boot = require("internal/boot");
const { Module } = require("internal/modules/cjs_api");
const loader = require("internal/modules/loader");

/** The nearest package.json above a specifier, as Node's findPackageJSON. */
Module.findPackageJSON = function findPackageJSON(specifier, base) {
  let from = `${specifier}`;
  if (base !== undefined) from = loader.resolve(from, loader.fromURL(`${base}`), false);
  else from = loader.fromURL(from);
  const scope = loader.native.packageScope(from);
  return scope === undefined ? undefined : scope[0];
};

Module.registerHooks = (hooks) => require("internal/modules/hooks").registerHooks(hooks);

Module.syncBuiltinESMExports = function syncBuiltinESMExports() {
  for (const record of loader.registry.values()) if (record.isBuiltin) record.sync(boot.requireBuiltin(record.url));
};

Module.stripTypeScriptTypes = function stripTypeScriptTypes(code, options) {
  const { validateString, validateObject, validateOneOf } = require("internal/validators");
  validateString(code, "code");
  if (options !== undefined) validateObject(options, "options");
  const { mode, sourceMap, sourceUrl } = options ?? {};
  if (mode !== undefined) validateOneOf(mode, "options.mode", ["strip"]);
  if (sourceUrl !== undefined) validateString(sourceUrl, "options.sourceUrl");
  if (sourceMap !== undefined) validateOneOf(sourceMap, "options.sourceMap", [false, undefined]);
  const result = require("bun/transpiler").stripTypes(code);
  if (typeof result === "string") return sourceUrl ? `${result}\n\n//# sourceURL=${sourceUrl}` : result;
  const error = new globalThis.SyntaxError(result.message);
  error.code = result.unsupported ? "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX" : "ERR_INVALID_TYPESCRIPT_SYNTAX";
  throw error;
};

for (const name of ["findSourceMap", "SourceMap", "getSourceMapsSupport", "setSourceMapsSupport"]) {
  Object.defineProperty(Module, name, {
    __proto__: null, configurable: true, enumerable: true, get: () => require("internal/source_map")[name],
  });
}
Module.enableCompileCache = () => ({ status: Module.constants.compileCacheStatus.DISABLED });
Module.getCompileCacheDir = () => undefined;
Module.flushCompileCache = () => {};
Module.constants = Object.freeze({
  __proto__: null,
  compileCacheStatus: Object.freeze({ __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 }),
});
Module.runMain = (path = globalThis.process.argv[1]) => Module._load(path, null, true);

module.exports = Module;
