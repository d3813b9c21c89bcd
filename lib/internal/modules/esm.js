// esm.js - from resolved ids to records, import(), and what an ES module sees of the loader.
const { Error, Function, JSON, Object, Promise, Set, String, TypeError, encodeURIComponent } = globalThis;
const boot = require("internal/boot");
const { requireBuiltin } = boot;
const loader = require("internal/modules/loader");
const { native: files, registry, mocks, wrapperColumns, resolve, stripQuery, codedError, directory, fromURL } = loader;
const { COMMONJS, MODULE } = loader;
const { ModuleRecord, SyntheticRecord, EVALUATED, DEFER, SOURCE, sourceError } = require("internal/modules/record");

const isBuiltinId = (id) => id.startsWith("node:") || id.startsWith("bun:") || id === "bun";

function pathToURL(path) {
  let out = "";
  for (const char of path)
    out += /[A-Za-z0-9\-._~!$&'()*+,;=:@/]/.test(char) ? char : encodeURIComponent(char);
  return "file://" + out;
}

// --- records ---------------------------------------------------------------------------------------

const recordKey = (id, type) => (type === "" ? id : id + "\0" + type);

/** @returns {ModuleRecord} not yet linked */
function getRecord(id, type = "", isMain = false) {
  const key = recordKey(id, type);
  const known = registry.get(key);
  if (known !== undefined) return known;
  const record = makeRecord(id, type, isMain);
  registry.set(key, record);
  return record;
}

function makeRecord(id, type, isMain) {
  const mock = mocks.get(id);
  if (mock !== undefined) return syntheticRecord(id, () => mock.load(), () => Object.keys(mock.load() ?? {}));
  const { hooks } = loader.state;
  if (isBuiltinId(id)) {
    hooks?.load(id, type, undefined, () => undefined);
    return builtinRecord(id);
  }
  if (id.startsWith("data:")) return require("internal/modules/texts").dataRecord(id, type);
  if (!id.startsWith("/") && hooks === undefined) throw urlSchemeError(id);
  const path = stripQuery(id);
  const cached = require("internal/modules/cjs").Module._cache[path];
  if (cached !== undefined && type === "" && id === path) {
    return isData.test(path) ? valueRecord(id, cached.exports, false) : commonjsRecord(id, () => cached.exports);
  }
  const compile = (early) => loader.load(path, id, type, isMain, early);
  return recordFromParts(id, path, compile(), isMain, compile, type);
}

const isData = /\.(?:jsonc?|json5|toml|ya?ml|xml)$/;

/** @param {(early: string) => any[]} [again] as what gave `parts`, with checks for imports that may be read too early */
function recordFromParts(id, path, parts, isMain, again, type = "") {
  const { 0: format, 1: value, 2: meta, 3: columns } = parts;
  if (format === MODULE) {
    const record = new ModuleRecord(id, path, host);
    record.setCode(value, meta);
    record.compileAgain = again;
    wrapperColumns.set(id, columns);
    loader.edited.add(id);
    return record;
  }
  if (format === COMMONJS) {
    const { runCompiled } = require("internal/modules/cjs");
    return commonjsRecord(id, () => runCompiled(path, parts, isMain));
  }
  return valueRecord(id, require("internal/modules/data").parseData(format, value, path), DEFAULT_ONLY.has(type));
}

/** With these attributes the specification has a default export and nothing else. */
const DEFAULT_ONLY = new Set(["json", "text", "bytes"]);

/** Data has no side effects: it is read before linking, so that its names are known. */
function valueRecord(id, data, defaultOnly) {
  const hasNames = !defaultOnly && typeof data === "object" && data !== null;
  const record = syntheticRecord(id, () => data, () => (hasNames ? Object.keys(data) : []));
  record.closed = true;
  return record;
}

function syntheticRecord(id, run, names = () => []) {
  return new SyntheticRecord(id, stripQuery(id), host, run, names);
}

function commonjsRecord(id, run) {
  const path = stripQuery(id);
  const record = syntheticRecord(id, run, () => lexicalNames(path, new Set()));
  record.isCommonJS = true;
  record.isInModulePackage = () => (record.inModulePackage ??= files.packageScope(path)?.[2] === "module");
  return record;
}

const textFor = (path) => (loader.state.hooks ?? loader.state.asyncHooks)?.textFor(path);

function lexicalNames(path, seen) {
  if (seen.has(path)) return [];
  seen.add(path);
  let names = [];
  try {
    const { 0: own, 1: reexports } = files.cjsExports(path, textFor(path));
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

const urlSchemeError = (id) =>
  codedError(Error, "ERR_UNSUPPORTED_ESM_URL_SCHEME",
    `Only URLs with a scheme in: file, data, node and bun are supported by the default loader. Received '${id}'`);


// --- import -----------------------------------------------------------------------------------------

/** Loads, links and starts evaluating. @returns {Promise<void>} settles when everything has run */
function evaluateRecord(record) {
  const { asyncHooks } = loader.state;
  return asyncHooks === undefined ? evaluateNow(record) : asyncHooks.loadGraph(record).then(() => evaluateNow(record));
}

function evaluateNow(record) {
  record.load();
  const linking = record.link();
  return linking === undefined ? record.evaluate() : linking.then(() => record.evaluate());
}
const importRecord = (id) => evaluateRecord(getRecord(id));

/** import(specifier, options) of a module or a CommonJS file: nothing runs before the caller goes on. */
function dynamicImport(referrerPath, specifier, options, phase = 0, importer = undefined) {
  return new Promise((settle, reject) => {
    const name = String(specifier);
    const type = importType(options);
    const start = () => {
      if (loader.state.asyncHooks !== undefined) return importThroughHooks(name, referrerPath, type).then((record) => importPhase(record, phase, importer, settle, reject));
      const id = resolve(name, referrerPath, false, type);
      const mocked = mocks.get(id)?.load(); // the factory of a mock may be async
      const go = () => importPhase(getRecord(id, type), phase, importer, settle, reject);
      if (mocked instanceof Promise) mocked.then(go).catch(reject);
      else go();
      return undefined;
    };
    Promise.resolve().then(start).catch(reject);
  });
}

async function importThroughHooks(name, importer, type) {
  const { asyncHooks } = loader.state;
  const record = await asyncHooks.request(name, importer, type);
  await asyncHooks.loadGraph(record);
  return record;
}

/** Calls one of both as soon as the module has run: promises in between would change the order of imports. */
function importPhase(record, phase, importer, settle, reject) {
  if (phase === SOURCE) throw sourceError(record);
  record.load();
  const linking = record.link();
  const done = () => settle(record.getNamespace(phase === DEFER));
  const run = () => {
    const evaluation = phase === DEFER ? Promise.all(record.asyncDependencies().map((target) => target.evaluate())) : record.evaluate(importer);
    evaluation.then(done, reject);
  };
  if (linking === undefined) run();
  else linking.then(run, reject);
}

function importType(options) {
  if (options === undefined) return "";
  if ((typeof options !== "object" && typeof options !== "function") || options === null)
    throw new TypeError("The second argument to import() must be an object");
  const given = options.with;
  const attributes = given === undefined ? options.assert : given; // `assert` is what the proposal began with
  if (attributes === undefined) return "";
  if ((typeof attributes !== "object" && typeof attributes !== "function") || attributes === null)
    throw new TypeError("The 'with' option of import() must be an object");
  let type = "";
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    if (typeof value !== "string") throw new TypeError("Import attribute values must be strings");
    if (key === "type") type = value;
  }
  return type;
}

// --- what code sees: import.meta and the names that Bun lets ES modules use -------------------------------


function makeMeta(path, id) {
  const dir = directory(path);
  const meta = Object.create(null);
  if (path.startsWith("/")) {
    meta.dirname = dir;
    meta.filename = path;
  }
  meta.main = path === boot.mainPath;
  meta.resolve = (specifier, parent) => resolveToURL(`${specifier}`, parent === undefined ? path : fromURL(`${parent}`));
  meta.url = idToURL(id);
  const hidden = {
    dir, path, file: path.slice(path.lastIndexOf("/") + 1),
    // As in Bun what is next to a folder, not what is in it.
    resolveSync: (specifier, parent) => resolve(`${specifier}`, parent === undefined ? path : fromURL(`${parent}`).replace(/(.)\/+$/, "$1"), false),
  };
  for (const name in hidden)
    Object.defineProperty(meta, name, { __proto__: null, value: hidden[name], writable: true, configurable: true, enumerable: true });
  Object.defineProperty(meta, "env", { __proto__: null, get: () => globalThis.process.env, configurable: true, enumerable: true });
  Object.defineProperty(meta, "require", {
    __proto__: null, get: () => require("internal/modules/cjs").createRequire(path), configurable: true, enumerable: true,
  });
  return meta;
}

/** As Node.js and Bun have it, a URL need not lead to a file: only package names are looked up. */
function resolveToURL(specifier, importer) {
  try {
    return idToURL(resolve(specifier, importer, false));
  } catch (error) {
    if (/^(?:node|bun):/.test(specifier)) return specifier;
    const isLocation = /^(?:\.{0,2}\/|\.{1,2}$|file:)/.test(specifier);
    if (!isLocation || (error.code !== "ERR_MODULE_NOT_FOUND" && error.code !== "ERR_UNSUPPORTED_DIR_IMPORT")) throw error;
    return new globalThis.URL(specifier, pathToURL(importer)).href;
  }
}

function idToURL(id) {
  if (!id.startsWith("/")) return id;
  const path = stripQuery(id);
  return pathToURL(path) + id.slice(path.length);
}

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
  eval: (text) => (typeof text === "string" ? require("internal/modules/texts").evalText(text) : text),
  get context() {
    return remember(this, "context", requireBuiltin("internal/async_frame").contextOf(this.id));
  },
  /** `e.stack` is read: see src/js/stack_reads.h. */
  trace(value) {
    if (value instanceof Error) require("internal/stack").convert(value);
    return value;
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
  $m.defer = (specifier, options) => dynamicImport(path, specifier, options, DEFER);
  $m.source = (specifier, options) => dynamicImport(path, specifier, options, SOURCE);
  decorate($m, { path, url: path });
  return $m;
}

/** The code with checked reads of early imports; undefined if it cannot be had or the file changed meanwhile. */
function recompile(record, early) {
  const { 0: format, 1: factory, 2: meta, 3: columns } = record.compileAgain?.(early) ?? [];
  if (format !== MODULE || JSON.stringify(meta.i) !== JSON.stringify(record.imports)) return undefined;
  wrapperColumns.set(record.url, columns);
  loader.early.set(record.url, early);
  return factory;
}

/** The id of what a declaration asks for; an error points at it. */
function resolveFor(specifier, referrer, type, offset) {
  try {
    return resolve(specifier, referrer.path, false, type);
  } catch (error) {
    const [, file, line, column] = host.frameAt(referrer, offset).match(/^(.*):(\d+):(\d+)\n/) ?? [];
    if (file === undefined) throw error;
    require("internal/stack_capture").addPlace(error, { file, line: +line, column: +column });
    if (error?.referrer !== undefined) Object.assign(error, { line: +line, column: +column }); // hidden: see loader.js
    throw error;
  }
}

/** What a ModuleRecord asks of the loader. */
const host = {
  recompile,
  frameAt: ({ path, url }, offset) => (path.startsWith("/") && textFor(url) === undefined ? files.frameAt(path, offset) : ""),
  request: (specifier, referrer, type, offset) => getRecord(resolveFor(specifier, referrer, type, offset), type),
  dynamicImport: (record, specifier, options, phase) => dynamicImport(record.path, specifier, options, phase, record),
  decorate,
};

module.exports = {
  getRecord, recordKey, recordFromParts, syntheticRecord, valueRecord, evaluateRecord, importRecord, dynamicImport, commonjsHelper, pathToURL, idToURL, urlSchemeError, isBuiltinId, helperPrototype,
};

// The entry ran without a record (internal/main).
if (boot.bareMain?.isCommonJS === false) {
  const record = recordFromParts(boot.mainPath, boot.mainPath, boot.bareMain.parts, true);
  record.status = EVALUATED;
  registry.set(boot.mainPath, record);
}
