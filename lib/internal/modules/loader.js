// loader.js - from specifiers to records: the one registry that import, require and the entry point share.
//
// Files are read and transformed synchronously, in one native crossing each. The registry is keyed by
// path + query, plus the type attribute when there is one.
const { Array, Error, JSON, Map, Object, Promise, String, Symbol, SyntaxError, TypeError } = globalThis;
const { native: bootNative, requireBuiltin, isPublic, options } = require("internal/boot");
const { ModuleRecord, SyntheticRecord, EVALUATED } = require("internal/modules/record");

const COMMONJS = 0, MODULE = 1, JSON_TEXT = 2, TEXT = 3, TOML = 4, ADDON = 5, FILE = 6, JSONC = 7, YAML = 8, JSON5 = 9, WASM = 10;

/** @type {Map<string, ModuleRecord>} */
const registry = new Map();
/** resolved id -> {factory, exports}: set by mock.module of bun:test */
const mocks = new Map();
/** source url -> UTF-16 columns that the wrapper put before line 1; read by internal/stack */
const wrapperColumns = new Map();
const state = { main: undefined, mainPath: "", resolveHooks: undefined };

/** File path of a URL string or path, without query. */
const stripQuery = (id) => {
  const at = id.indexOf("?");
  return at < 0 ? id : id.slice(0, at);
};
const isBuiltinId = (id) => id.startsWith("node:") || id.startsWith("bun:") || id === "bun";

function pathToURL(path) {
  let out = "";
  for (const char of path)
    out += /[A-Za-z0-9\-._~!$&'()*+,;=:@/]/.test(char) ? char : encodeURIComponent(char);
  return "file://" + out;
}
const { encodeURIComponent } = globalThis;

/** @returns {string} "/file?query", "node:x" or another URL */
function resolve(specifier, importer, isRequire) {
  if (isPublic(specifier)) return specifier;
  if (isPublic("node:" + specifier)) return native.resolve(specifier, importer, isRequire);
  return native.resolve(specifier, importer, isRequire);
}

// --- records ---------------------------------------------------------------------------------------

/** @returns {ModuleRecord} not yet linked */
function getRecord(id, type = "", isMain = false) {
  const key = type === "" ? id : id + "\0" + type;
  const known = registry.get(key);
  if (known !== undefined) return known;
  const record = makeRecord(id, type, isMain);
  registry.set(key, record);
  return record;
}

function makeRecord(id, type, isMain) {
  const mock = mocks.get(id);
  if (mock !== undefined) return syntheticRecord(id, () => mock.load());
  if (isBuiltinId(id)) return builtinRecord(id);
  if (id.startsWith("data:")) return dataRecord(id, type);
  if (!id.startsWith("/")) throw urlSchemeError(id);
  const path = stripQuery(id);
  const cached = require("internal/modules/cjs").Module._cache[path];
  if (cached !== undefined && type === "" && id === path) return commonjsRecord(id, () => cached.exports);
  return recordFromParts(id, path, native.load(path, id, type, isMain), isMain);
}

function recordFromParts(id, path, parts, isMain) {
  const { 0: format, 1: value, 2: meta, 3: columns } = parts;
  if (format === MODULE) {
    const record = new ModuleRecord(id, path, host);
    record.setCode(value, meta);
    wrapperColumns.set(id, columns);
    return record;
  }
  if (format === COMMONJS) {
    const { Module } = require("internal/modules/cjs");
    return commonjsRecord(id, () => Module._runCompiled(path, parts, isMain));
  }
  return syntheticRecord(id, () => parseData(format, value, path));
}

function syntheticRecord(id, run, names = () => []) {
  return new SyntheticRecord(id, stripQuery(id), host, run, names);
}

function commonjsRecord(id, run) {
  const path = stripQuery(id);
  return syntheticRecord(id, run, () => lexicalNames(path, new Set()));
}

function lexicalNames(path, seen) {
  if (seen.has(path) || !path.startsWith("/")) return [];
  seen.add(path);
  let names = [];
  try {
    const { 0: own, 1: reexports } = native.cjsExports(path);
    names = own;
    for (const specifier of reexports) names.push(...lexicalNames(stripQuery(resolve(specifier, path, true)), seen));
  } catch {
    // Names that cannot be found before the module runs are added when it has run.
  }
  return names;
}

function builtinRecord(id) {
  const record = syntheticRecord(id, () => requireBuiltin(id), () => Object.keys(requireBuiltin(id)));
  record.isBuiltin = true;
  return record;
}

function dataRecord(id, type) {
  const match = /^data:([^,;]*)(?:;[^,]*?)?(;base64)?,(.*)$/s.exec(id);
  if (match === null) throw new TypeError(`Invalid URL: ${id}`);
  const text = match[2] ? requireBuiltin("node:buffer").Buffer.from(match[3], "base64").toString() : decodeURIComponent(match[3]);
  const mime = match[1].trim();
  const lang = type !== "" ? type : mime === "application/json" ? "json" : /javascript/.test(mime) ? "js" : "";
  if (lang === "") throw codedError(TypeError, "ERR_UNKNOWN_MODULE_FORMAT", `Unknown module format: ${mime} for URL ${id}`);
  return recordFromParts(id, id, native.loadSource(text, "/data.mjs", id, lang), false);
}
const { decodeURIComponent } = globalThis;

/** Value of a file that is not code. */
function parseData(format, text, path) {
  switch (format) {
    case JSON_TEXT:
      return parseJSON(text, path);
    case TEXT:
      return text;
    case FILE:
      return text;
    case TOML:
      return { ...requireBuiltin("bun/toml").TOML.parse(text) };
    case JSONC:
      return requireBuiltin("bun/jsonc").JSONC.parse(text);
    case JSON5:
      return requireBuiltin("bun/json5").JSON5.parse(text);
    case YAML:
      return requireBuiltin("bun/yaml").YAML.parse(text);
    case ADDON:
      throw codedError(Error, "ERR_DLOPEN_FAILED", `Native addons are not supported yet: ${path}`);
    default:
      throw codedError(TypeError, "ERR_UNKNOWN_FILE_EXTENSION", `Unknown file extension for ${path}`);
  }
}

function parseJSON(text, path) {
  try {
    return JSON.parse(text);
  } catch (error) {
    error.message = `${path}: ${error.message}`;
    throw error;
  }
}

const codedError = (Class, code, message) => {
  const error = new Class(message);
  error.code = code;
  return error;
};
const urlSchemeError = (id) =>
  codedError(Error, "ERR_UNSUPPORTED_ESM_URL_SCHEME",
    `Only URLs with a scheme in: file, data, node and bun are supported by the default loader. Received '${id}'`);

// --- import -----------------------------------------------------------------------------------------

/** Loads, links and starts evaluating. @returns {{record: ModuleRecord, done: Promise<void>}} */
function importRecord(record) {
  record.load();
  record.link();
  return { record, done: record.evaluate() };
}

/** import(specifier, options) of a module or a CommonJS file. */
function dynamicImport(referrerPath, specifier, options) {
  return new Promise((resolvePromise) => {
    const id = resolve(String(specifier), referrerPath, false);
    const { record, done } = importRecord(getRecord(id, importType(options)));
    resolvePromise(done.then(() => record.getNamespace()));
  });
}

function importType(options) {
  if (options === undefined) return "";
  if (typeof options !== "object" || options === null) throw new TypeError("The second argument to import() must be an object");
  const attributes = options.with ?? options.assert;
  if (attributes === undefined) return "";
  if (typeof attributes !== "object" || attributes === null) throw new TypeError("The 'with' option of import() must be an object");
  const { type } = attributes;
  if (type !== undefined && typeof type !== "string") throw new TypeError("Import attribute values must be strings");
  return type ?? "";
}

// --- what code sees: import.meta and the names that Bun lets ES modules use -------------------------------

const directory = (path) => path.slice(0, path.lastIndexOf("/")) || "/";

function makeMeta(path, id) {
  const dir = directory(path);
  const meta = Object.create(null);
  meta.dirname = dir;
  meta.filename = path;
  meta.main = path === state.mainPath;
  meta.resolve = (specifier, parent) => toURL(resolve(`${specifier}`, parent === undefined ? path : fromURL(`${parent}`), false));
  meta.url = id.startsWith("/") ? pathToURL(path) + id.slice(path.length) : id;
  const hidden = {
    dir, path, file: path.slice(path.lastIndexOf("/") + 1),
    resolveSync: (specifier, parent) => resolve(`${specifier}`, parent === undefined ? path : fromURL(`${parent}`), false),
  };
  for (const name in hidden)
    Object.defineProperty(meta, name, { __proto__: null, value: hidden[name], writable: true, configurable: true, enumerable: true });
  Object.defineProperty(meta, "env", { __proto__: null, get: () => globalThis.process.env, configurable: true, enumerable: true });
  Object.defineProperty(meta, "require", {
    __proto__: null, get: () => require("internal/modules/cjs").createRequire(path), configurable: true, enumerable: true,
  });
  return meta;
}

const toURL = (id) => (id.startsWith("/") ? pathToURL(id) : id);
const fromURL = (url) => (url.startsWith("file:") ? requireBuiltin("node:url").fileURLToPath(url) : url);

/** Properties of `$m`, made on first use. */
const helperPrototype = {
  __proto__: Function.prototype,
  get meta() {
    return remember(this, "meta", makeMeta(this.path, this.id));
  },
  get require() {
    return remember(this, "require", require("internal/modules/cjs").createRequire(this.path));
  },
  get module() {
    const { Module } = require("internal/modules/cjs");
    const fake = new Module(this.path);
    fake.filename = this.path;
    fake.loaded = true;
    return remember(this, "module", fake);
  },
  get exports() {
    return this.module.exports;
  },
  get __filename() {
    return this.path;
  },
  get __dirname() {
    return directory(this.path);
  },
  get lower() {
    return remember(this, "lower", requireBuiltin("internal/lower"));
  },
};
const remember = (target, name, value) => {
  Object.defineProperty(target, name, { __proto__: null, value, configurable: true, writable: true });
  return value;
};

function decorate($m, record) {
  Object.setPrototypeOf($m, helperPrototype);
  Object.defineProperty($m, "path", { __proto__: null, value: record.path });
  Object.defineProperty($m, "id", { __proto__: null, value: record.url });
}

/** `$m` for a CommonJS file that uses import() or import.meta. */
function commonjsHelper(path) {
  const $m = () => {};
  $m.import = (specifier, options) => dynamicImport(path, specifier, options);
  decorate($m, { path, url: path });
  return $m;
}

/** What a ModuleRecord asks of the loader. */
const host = {
  request: (specifier, referrer, type) => getRecord(resolve(specifier, referrer.path, false), type),
  dynamicImport: (record, specifier, options) => dynamicImport(record.path, specifier, options),
  decorate,
};

module.exports = {
  native, registry, mocks, wrapperColumns, state, resolve, getRecord, importRecord, dynamicImport, parseData, recordFromParts,
  syntheticRecord, commonjsHelper, pathToURL, stripQuery, isBuiltinId, codedError, directory, helperPrototype, fromURL,
  COMMONJS, MODULE, EVALUATED,
};
