// cjs.js - CommonJS: the Module class with the surface that tools patch (_load, _resolveFilename, _extensions,
// _cache, prototype._compile ...), as Node.js has it.
const { Array, Error, Map, Object, Proxy, Reflect, Set, WeakMap } = globalThis;
const { requireBuiltin, isPublic, bareMain, mainPath } = require("internal/boot");
const loader = require("internal/modules/loader");
const { native: files, codedError, directory, stripQuery } = loader;

const esm = () => require("internal/modules/esm");

const cache = Object.create(null);
/** What programs see: as in Bun, what they delete is run again by the next import, too. */
const visibleCache = new Proxy(cache, {
  __proto__: null,
  deleteProperty(target, key) {
    const record = loader.registry.get(key);
    if (record !== undefined && record.status === require("internal/modules/record").EVALUATED) loader.registry.delete(key);
    return Reflect.deleteProperty(target, key);
  },
});
const extensions = Object.create(null);

function Module(id = "", parent) {
  this.id = id;
  this.path = directory(id);
  this.exports = {};
  setParent(this, parent);
  if (parent?.children && !parent.children.includes(this)) parent.children.push(this);
  this.filename = null;
  this.loaded = false;
  this.children = [];
}
const parents = new WeakMap();
const setParent = (module_, parent) => parents.set(module_, parent);
Object.defineProperty(Module.prototype, "parent", {
  __proto__: null, configurable: true, enumerable: false,
  get() {
    return parents.get(this);
  },
  set(value) {
    parents.set(this, value);
  },
});
Object.defineProperty(Module.prototype, "isPreloading", { __proto__: null, configurable: true, get: () => loader.state.isPreloading });

Object.defineProperty(Module, "name", { __proto__: null, value: "Module", configurable: true }); // the build shortens names
// As data on the prototype, so that the constructor's assignment meets no setter of Object.prototype.
Object.defineProperty(Module.prototype, "exports", { __proto__: null, value: undefined, writable: true, configurable: true });
Module._cache = visibleCache;
Module._extensions = extensions;
Module.globalPaths = [];
const builtinIds = new Map(); // every name that was asked for -> the specifier of its module

/** @returns {string | undefined} undefined if `name` is no built-in module */
function builtinId(name) {
  const known = builtinIds.get(name);
  if (known !== undefined || typeof name !== "string") return known;
  const isBare = !isPublic(name);
  if (isBare && (!isPublic("node:" + name) || /^(test|sqlite|sea|ffi|quic)\b/.test(name))) return undefined;
  const id = isBare ? "node:" + name : name;
  builtinIds.set(name, id);
  return id;
}
Module.isBuiltin = (name) => builtinId(name) !== undefined;

Module._nodeModulePaths = (from) => {
  const out = [];
  for (let dir = requireBuiltin("node:path").resolve(from); ; dir = directory(dir)) {
    if (!dir.endsWith("/node_modules")) out.push((dir === "/" ? "" : dir) + "/node_modules");
    if (dir === "/") return out;
  }
};
Module._resolveLookupPaths = (request, parent) =>
  Module.isBuiltin(request) ? null : /^\.\.?(\/|$)/.test(request) ? [parent?.path ?? "."] : [...(parent?.paths ?? []), ...Module.globalPaths];

Object.defineProperty(Module.prototype, "paths", {
  __proto__: null, configurable: true, enumerable: true,
  get() {
    return Module._nodeModulePaths(this.path);
  },
  set(value) {
    Object.defineProperty(this, "paths", { __proto__: null, value, writable: true, configurable: true, enumerable: true });
  },
});

const importerOf = (parent) => parent?.filename ?? (parent?.id && parent.id[0] === "/" ? parent.id : globalThis.process.cwd() + "/");

const OWN_EXTENSIONS = new Set([".js", ".json", ".node", ".ts", ".cts", ".mjs", ".mts"]);

/** Extensions that a program added are tried when nothing else was found. */
function resolveFrom(request, importer) {
  try {
    return loader.resolve(request, importer, true);
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    for (const extension of Object.keys(extensions)) {
      if (OWN_EXTENSIONS.has(extension)) continue;
      try {
        return loader.resolve(request + extension, importer, true);
      } catch {
        // the next one
      }
    }
    throw error;
  }
}

/** The longest known extension of a file's name: "a.b.c" may be ".b.c" or ".c", ".b" has none. */
function extensionOf(path) {
  const name = path.slice(path.lastIndexOf("/") + 1);
  for (let at = name.indexOf(".", 1); at >= 0; at = name.indexOf(".", at + 1))
    if (extensions[name.slice(at)] !== undefined) return name.slice(at);
  return ".js";
}

Module._resolveFilename = (request, parent, isMain, options) => {
  if (loader.state.hooks === undefined && Module.isBuiltin(request)) return request;
  const paths = options?.paths;
  if (paths === undefined) return resolveFrom(request, importerOf(parent));
  if (!Array.isArray(paths)) throw new (require("internal/errors").codes.ERR_INVALID_ARG_VALUE)("options.paths", paths);
  let failure;
  for (const dir of paths)
    try {
      return resolveFrom(request, dir.endsWith("/") ? dir : dir + "/");
    } catch (error) {
      failure = error;
    }
  throw failure ?? codedError(Error, "MODULE_NOT_FOUND", `Cannot find module '${request}'`);
};

/** Remembers what a require() found, so that the next one of the same takes a short way. */
function locate(parent, request, filename) {
  const requests = located.get(parent);
  if (requests === undefined) located.set(parent, new Map([[request, filename]]));
  else requests.set(request, filename);
}
const located = new WeakMap(); // module -> request -> file: what its require() found and what is still loaded

Module._load = function (request, parent, isMain) {
  const isHooked = loader.state.hooks !== undefined;
  const before = isHooked ? undefined : located.get(parent)?.get(request);
  if (before !== undefined && cache[before] !== undefined) return cache[before].exports;
  const id = isHooked ? undefined : builtinId(request);
  if (id !== undefined) {
    const replaced = request.startsWith("node:") ? undefined : cache[request]; // a program put it there
    if (replaced !== undefined) return replaced.exports;
    const mock = loader.mocks.size === 0 ? undefined : loader.mocks.get(id);
    return mock === undefined ? requireBuiltin(id) : mock.load();
  }
  const filename = Module._resolveFilename(request, parent, isMain);
  const cached = cache[filename];
  if (cached !== undefined) {
    if (parent?.children && !parent.children.includes(cached)) parent.children.push(cached);
    if (parent instanceof Module) locate(parent, request, filename);
    return loading.has(cached) ? partialExports(cached) : cached.exports;
  }
  if (filename.startsWith("node:") || filename.startsWith("bun:")) {
    loader.state.hooks?.load(filename, "", undefined, () => undefined);
    return requireBuiltin(filename);
  }
  const mock = loader.mocks.get(filename);
  if (mock !== undefined) return mock.load();
  const known = loader.registry.get(filename);
  if (known !== undefined && known.factory !== undefined) return requireRecord(known);
  const module_ = new Module(filename, parent);
  if (isMain) setMain(module_);
  cache[filename] = module_;
  loading.add(module_);
  let done = false;
  try {
    module_.load(filename);
    done = true;
  } finally {
    loading.delete(module_);
    finishCycle?.(module_);
    if (!done) {
      delete cache[filename];
      const { children } = parent ?? {};
      if (children?.includes(module_)) children.splice(children.indexOf(module_), 1);
    }
  }
  return module_.exports;
};

const loading = new Set(); // modules that require() has begun to load
let finishCycle; // of internal/modules/cycles, once there was a cycle

function partialExports(module_) {
  const { finish, partial } = require("internal/modules/cycles");
  finishCycle = finish;
  return partial(module_);
}

function setMain(module_) {
  module_.id = ".";
  loader.state.main = module_;
}

Module.prototype.load = function (filename) {
  this.filename = filename;
  this.path = directory(filename);
  extensions[extensionOf(stripQuery(filename))](this, filename);
  this.loaded = true;
};

Module.prototype.require = function (id) {
  if (typeof id !== "string") throw new (require("internal/errors").codes.ERR_INVALID_ARG_TYPE)("id", "string", id);
  if (id === "") throw new (require("internal/errors").codes.ERR_INVALID_ARG_VALUE)("id", id, "must be a non-empty string");
  return Module._load(id, this, false);
};

Module.prototype._compile = function (content, filename) {
  const compile = (early) => files.loadSource(content, stripQuery(filename), filename, "", early);
  const parts = compile();
  return loader.state.runWrapped !== undefined && parts[0] === loader.COMMONJS
    ? loader.state.runWrapped(this, filename, content) : run(this, filename, parts, compile);
};

/** Puts the result of native.load into `module_`. */
function run(module_, filename, parts, again) {
  const { 0: format, 1: value, 2: meta, 3: columns, 4: isEdited } = parts;
  if (format === loader.COMMONJS) {
    loader.wrapperColumns.set(filename, columns);
    if (isEdited) loader.edited.add(filename);
    const require_ = makeRequire(module_);
    const dir = module_.path;
    const { exports: exports_ } = module_;
    return meta
      ? Reflect.apply(value, exports_, [exports_, require_, module_, filename, dir, esm().commonjsHelper(filename)])
      : value.call(exports_, exports_, require_, module_, filename, dir);
  }
  if (format === loader.MODULE || format === TEXT) { // as in Bun a text is a module, too
    const record = loader.registry.get(filename) ?? esm().recordFromParts(filename, stripQuery(filename), parts, false, again);
    loader.registry.set(filename, record);
    let done = false;
    try {
      module_.exports = requireRecord(record);
      done = true;
    } finally {
      if (!done && record.status === 0) loader.registry.delete(filename);
    }
    return undefined;
  }
  module_.exports = require("internal/modules/data").parseData(format, value, filename);
  return undefined;
}

/** require() of an ES module: runs it synchronously. */
function requireRecord(record) {
  record.load();
  record.link();
  record.evaluateSync();
  return record.exports.has("module.exports") ? record.getNamespace()["module.exports"] : record.getRequired();
}

/** Called for CommonJS files that an ES module imports, or that are the entry point. */
function runCompiled(filename, parts, isMain) {
  const cached = cache[filename];
  if (cached !== undefined) return cached.exports;
  const module_ = new Module(filename, isMain ? null : undefined);
  if (isMain) setMain(module_);
  module_.filename = filename;
  cache[filename] = module_;
  loading.add(module_);
  let done = false;
  try {
    run(module_, filename, parts);
    module_.loaded = true;
    done = true;
  } finally {
    loading.delete(module_);
    finishCycle?.(module_);
    if (!done) delete cache[filename];
  }
  return module_.exports;
}

const { _compile: ownCompile } = Module.prototype;

function loadFile(module_, filename, asType = "") {
  const path = stripQuery(filename);
  let type = asType;
  const compile = (early) => loader.load(path, filename, type, false, early);
  let parts = compile();
  if (parts[0] === FILE && !isAsset.test(path)) {
    type = "jsx"; // require() takes what it does not know for JavaScript
    parts = compile();
  }
  const isPlain = loader.state.hooks === undefined && parts[0] === loader.COMMONJS;
  if (isPlain && module_._compile !== ownCompile) module_._compile(textOf(path), filename);
  else if (isPlain && loader.state.runWrapped !== undefined) loader.state.runWrapped(module_, filename, textOf(path));
  else run(module_, filename, parts, compile);
}

const TEXT = 3, FILE = 6; // of Format in src/module/loader.c
const isAsset = /\.(?:sh|html|css|wasm)$/;
const isTypeScript = /\.([cm]?ts|tsx)$/;

/** What a program's _compile is given: JavaScript, as in Bun. */
function textOf(path) {
  const text = requireBuiltin("node:fs").readFileSync(path, "utf8");
  if (!isTypeScript.test(path)) return text;
  const { Transpiler } = requireBuiltin("bun/transpiler");
  return new Transpiler({ loader: path.endsWith("x") ? "tsx" : "ts" }).transformSync(text);
}

for (const name of [".js", ".json"]) extensions[name] = (module_, filename) => loadFile(module_, filename);
extensions[".node"] = (module_, filename) => globalThis.process.dlopen(module_, filename);
for (const name of [".ts", ".cts", ".mjs", ".mts"]) {
  // A program may give the function for TypeScript to other files.
  extensions[name] = (module_, filename) => loadFile(module_, filename, name !== ".mjs" && !isTypeScript.test(stripQuery(filename)) ? "ts" : "");
}

const mainDescriptor = { __proto__: null, value: undefined, writable: true, enumerable: true, configurable: true };
function makeRequire(module_) {
  const require_ = function (id) {
    return module_.require(id);
  };
  Object.defineProperty(require_, "name", { __proto__: null, value: "require", configurable: true });
  require_.resolve = (request, options) => {
    if (typeof request !== "string") throw new (require("internal/errors").codes.ERR_INVALID_ARG_TYPE)("request", "string", request);
    return Module._resolveFilename(request, module_, false, options);
  };
  require_.resolve.paths = (request) => Module._resolveLookupPaths(request, module_);
  mainDescriptor.value = loader.state.main;
  Object.defineProperty(require_, "main", mainDescriptor); // not by assignment: Object.prototype may have a setter of that name
  require_.extensions = extensions;
  require_.cache = visibleCache;
  return require_;
}

function createRequire(from) {
  let path = from;
  if (typeof from === "object" && from !== null && typeof from.href === "string") path = loader.fromURL(from.href);
  else if (typeof from === "string" && from.startsWith("file:")) path = loader.fromURL(from);
  if (typeof path !== "string" || path[0] !== "/")
    throw new (require("internal/errors").codes.ERR_INVALID_ARG_VALUE)("filename", from, "must be a file URL object, file URL string, or absolute path string");
  const module_ = new Module(path.endsWith("/") ? path + "noop.js" : path);
  module_.filename = module_.id;
  return makeRequire(module_);
}
Module.createRequire = createRequire;

// The entry ran before anything needed modules (internal/main): it gets its module object now.
if (bareMain?.isCommonJS) {
  const module_ = new Module(mainPath, null);
  setMain(module_);
  module_.filename = mainPath;
  module_.loaded = bareMain.done;
  bareMain.module = module_;
  cache[mainPath] = module_;
}

module.exports = { Module, createRequire, mainModule: () => loader.state.main, makeRequire, requireRecord, run, runCompiled };
