// mock.js - mock.module of bun:test: what import and require see instead of a module.
//
// `setModuleMock(specifier, factory, importer)` resolves as the importer would; a module that does not
// exist may be mocked under its own name. The factory runs on first use, or at once when the module is
// loaded already: then its exports are stored again, and importers' bindings change in place.
// Limit: functions that a program destructured from require() before keep the old value.
const { Object, Promise } = globalThis;
const loader = require("internal/modules/loader");

/** Path that a relative specifier or file URL means, whether it exists or not. */
function plainPath(specifier, importer) {
  if (specifier.startsWith("file://")) return loader.fromURL(specifier);
  if (specifier.startsWith("file:")) return plainPath(specifier.slice(5), importer);
  if (!/^\.\.?(\/|$)/.test(specifier)) return specifier;
  const parts = loader.directory(importer).split("/");
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function idOf(specifier, importer) {
  try {
    const id = loader.resolve(specifier, importer, false);
    return loader.stripQuery(id);
  } catch {
    return plainPath(specifier, importer);
  }
}

/** A mock with a `default` key exports that as default; any other is its own default. */
function asModule(value) {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  if (!isObject || !("default" in value) || value.__esModule === true) return value;
  const copy = Object.create(Object.getPrototypeOf(value), Object.getOwnPropertyDescriptors(value));
  Object.defineProperty(copy, "__esModule", { __proto__: null, value: true, enumerable: false });
  return copy;
}

class Mock {
  #factory;
  #value;
  #done = false;
  constructor(factory) {
    this.#factory = factory;
  }
  /** Exports; a promise while an async factory has not ended. */
  load() {
    if (this.#done) return this.#value;
    const result = this.#factory();
    if (result !== null && typeof result === "object" && typeof result.then === "function")
      return result.then((value) => this.#keep(value));
    return this.#keep(result);
  }
  #keep(value) {
    this.#done = true;
    return (this.#value = asModule(value));
  }
}

/** Gives a module that runs already its new exports. */
function replaceLive(id, value) {
  const cached = require("internal/modules/cjs").Module._cache[id];
  if (cached !== undefined) cached.exports = value;
  const record = loader.registry.get(id);
  if (record === undefined) return;
  if (typeof record.sync === "function") {
    record.sync(value);
    return;
  }
  for (const name of Object.keys(value)) {
    const cell = record.resolveExport(name);
    if (typeof cell?.put === "function") cell.put(value[name]);
  }
}

const isLive = (id) => loader.registry.has(id) || require("internal/modules/cjs").Module._cache[id] !== undefined;

/** @returns {Promise<void> | undefined} a promise for an async factory */
function setModuleMock(specifier, factory, importer) {
  const id = idOf(specifier, importer ?? globalThis.process.cwd() + "/");
  const mock = new Mock(factory);
  loader.mocks.set(id, mock);
  if (!isLive(id)) return undefined;
  const value = mock.load();
  if (value instanceof Promise) return value.then((exports_) => replaceLive(id, exports_));
  replaceLive(id, value);
  return undefined;
}

/** Re-points the export `key` of a module namespace. @returns {boolean} false: not a namespace */
function setNamespaceExport(namespace, key, value) {
  const record = require("internal/modules/record").namespaceRecord(namespace);
  const cell = record?.resolveExport(key);
  if (typeof cell?.put !== "function") return false;
  cell.put(value);
  return true;
}

/** The id of a mocked module that `specifier` names, when resolution would not find a file. */
function mockedId(specifier, importer) {
  if (loader.mocks.has(specifier)) return specifier;
  const path = plainPath(specifier, importer);
  return loader.mocks.has(path) ? path : undefined;
}

module.exports = { setModuleMock, mockedId, setNamespaceExport };
