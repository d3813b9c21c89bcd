// loader.js - what import and require share: resolution, the registry of ES modules, mocks.
//
// Files are read and transformed synchronously, in one native crossing each. The registry is keyed by
// path + query, plus the type attribute when there is one. Records live in esm.js, loaded on first need.
const { Function, Map, Object, Reflect, Set } = globalThis;
const boot = require("internal/boot");
const { requireBuiltin, isPublic } = boot;

const COMMONJS = 0, MODULE = 1;

/** @type {Map<string, any>} */
const registry = new Map();
/** resolved id -> {load(): exports}: set by mock.module of bun:test */
const mocks = new Map();
/** source url -> UTF-16 columns that the wrapper put before line 1; read by internal/stack_format */
const wrapperColumns = new Map();
/** source urls whose text was edited: columns are found with native.anchors; read by internal/stack_format */
const edited = new Set();
/** source url -> which imports have checked reads (Options.early of the transformer); read by internal/stack_format */
const early = new Map();
const state = {
  __proto__: null,
  main: undefined,
  /** a module that -r or --import named is being loaded */
  isPreloading: false,
  /** internal/modules/hooks while hooks are registered */
  hooks: undefined,
  /** internal/modules/register, likewise */
  asyncHooks: undefined,
  /** of internal/modules/cjs_api, once a program has replaced Module.wrap or Module.wrapper */
  runWrapped: undefined,
};
if (boot.bareMain !== undefined) {
  const { 3: columns, 4: isEdited } = boot.bareMain.parts;
  wrapperColumns.set(boot.mainPath, columns);
  if (isEdited) edited.add(boot.mainPath);
}

/** File path of a URL string or path, without query. */
const stripQuery = (id) => {
  const at = id.indexOf("?");
  return at < 0 ? id : id.slice(0, at);
};
const directory = (path) => (path.includes("/") ? path.slice(0, path.lastIndexOf("/")) || "/" : ".");

/** @returns {string} "/file?query", "node:x" or another URL */
function resolve(specifier, importer, isRequire, type = "") {
  return state.hooks === undefined ? resolveDefault(specifier, importer, isRequire) : state.hooks.resolve(specifier, importer, isRequire, type);
}

function resolveDefault(specifier, importer, isRequire) {
  if (isPublic(specifier)) return specifier;
  const mocked = mocks.size === 0 ? undefined : require("internal/modules/mock").mockedId(specifier, importer);
  if (mocked !== undefined) return mocked;
  try {
    return native.resolve(specifier, importer, isRequire);
  } catch (error) {
    describe(error, specifier, importer, isRequire);
    throw error;
  }
}

/** What Bun's ResolveMessage tells besides; it does not show. The place is 0 where none is known. */
function describe(error, specifier, importer, isRequire) {
  const referrer = importer.length > 1 && importer.endsWith("/") ? importer.slice(0, -1) : importer;
  const details = { specifier, referrer, importKind: isRequire ? "require-call" : "import-statement", level: "error", position: null, line: 0, column: 0 };
  for (const name in details)
    Object.defineProperty(error, name, { __proto__: null, value: details[name], writable: true, enumerable: false, configurable: true });
}

/** native.load, or what the program's hooks say instead. */
function load(path, id, type, isMain, early) {
  const byDefault = (checked) => native.load(path, id, type, isMain, checked);
  return state.hooks === undefined ? byDefault(early) : state.hooks.load(id, type, early, byDefault);
}

const codedError = (Class, code, message) => {
  const error = new Class(message);
  error.code = code;
  return error;
};
const fromURL = (url) => (url.startsWith("file:") ? requireBuiltin("node:url").fileURLToPath(url) : url);

// The text of a function from a rewritten file: see internal/function_text. No file that says $m runs without this one.
const { toString: nativeToString } = Function.prototype;
const { toString } = {
  toString() {
    const text = Reflect.apply(nativeToString, this === toString ? nativeToString : this, []);
    return text.includes("$m") ? require("internal/function_text").restore(text) : text;
  },
};
Object.defineProperty(Function.prototype, "toString", { __proto__: null, value: toString, writable: true, configurable: true });

module.exports = {
  native, registry, mocks, wrapperColumns, edited, early, state, resolve, resolveDefault, load, stripQuery, codedError, directory, fromURL, COMMONJS, MODULE,
};

if (boot.bareMain?.isCommonJS === false) require("internal/modules/esm"); // registers the entry
