// loader.js - what import and require share: resolution, the registry of ES modules, mocks.
//
// Files are read and transformed synchronously, in one native crossing each. The registry is keyed by
// path + query, plus the type attribute when there is one. Records live in esm.js, loaded on first need.
const { Map, Set } = globalThis;
const { requireBuiltin, isPublic } = require("internal/boot");

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
const state = { main: undefined, mainPath: "" };

/** File path of a URL string or path, without query. */
const stripQuery = (id) => {
  const at = id.indexOf("?");
  return at < 0 ? id : id.slice(0, at);
};
const directory = (path) => path.slice(0, path.lastIndexOf("/")) || "/";

/** @returns {string} "/file?query", "node:x" or another URL */
function resolve(specifier, importer, isRequire) {
  if (isPublic(specifier)) return specifier;
  const mocked = mocks.size === 0 ? undefined : require("internal/modules/mock").mockedId(specifier, importer);
  return mocked ?? native.resolve(specifier, importer, isRequire);
}

const codedError = (Class, code, message) => {
  const error = new Class(message);
  error.code = code;
  return error;
};
const fromURL = (url) => (url.startsWith("file:") ? requireBuiltin("node:url").fileURLToPath(url) : url);

module.exports = {
  native, registry, mocks, wrapperColumns, edited, early, state, resolve, stripQuery, codedError, directory, fromURL, COMMONJS, MODULE,
};
