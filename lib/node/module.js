// module.js - node:module: the Module class and what belongs to it.
const { Object } = globalThis;
const boot = require("internal/boot");
const { Module } = require("internal/modules/cjs_api");
const loader = require("internal/modules/loader");

/** package.json of the package that `specifier` names, or that the file it leads to belongs to. */
Module.findPackageJSON = function findPackageJSON(specifier, base) {
  const { codes } = require("internal/errors");
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("specifier");
  const request = `${specifier}`;
  const importer = base === undefined ? undefined : loader.fromURL(`${base}`);
  const isLocation = /^(?:\.{0,2}\/|\.{1,2}$|[a-zA-Z][a-zA-Z0-9+.-]+:)/.test(request);
  if (importer === undefined || isLocation) return packageAbove(request, importer);
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(request)?.[0] ?? request;
  const folders = Module._nodeModulePaths(importer.slice(0, importer.lastIndexOf("/")) || "/");
  const found = firstPackage(folders.map((folder) => `${folder}/${name}`));
  if (found !== undefined) return found;
  const error = new globalThis.Error(`Cannot find package '${name}' imported from ${importer}`);
  error.code = "ERR_MODULE_NOT_FOUND";
  throw error;
};

function packageAbove(location, importer) {
  const { pathToURL } = require("internal/modules/esm");
  const { href } = location.startsWith("/") ? { href: pathToURL(location) } : new globalThis.URL(location, importer && pathToURL(importer));
  const folders = [];
  for (let path = loader.stripQuery(require("node:url").fileURLToPath(href)); path !== ""; ) {
    path = path.slice(0, path.lastIndexOf("/"));
    folders.push(path);
  }
  return firstPackage(folders);
}

// The disk is asked, not the resolver, which recalls what it did not find.
const firstPackage = (folders) => folders.map((folder) => `${folder}/package.json`).find((path) => require("node:fs").existsSync(path));

Module.register = (specifier, parentURL, options) => require("internal/modules/register").register(specifier, parentURL, options);
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
/** To see whether a program has replaced the other. */
Object.defineProperty(Module, "_runMain", { __proto__: null, value: Module.runMain });

module.exports = Module;
