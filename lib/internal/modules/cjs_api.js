// cjs_api.js - the rest of `require("module")`: what tools read but programs do not need to start.
const { Math, Object, Proxy, Reflect } = globalThis;
const { native: engine, requireBuiltin } = require("internal/boot");
const { native: files, directory, state, stripQuery, wrapperColumns } = require("internal/modules/loader");
const { Module, makeRequire } = require("internal/modules/cjs");

Module.Module = Module;
Module._pathCache = Object.create(null);
Module.builtinModules = Object.freeze(engine.publicNames().map(
  (name) => (name.startsWith("node:") && !/^node:(test|sqlite|sea|ffi|quic)/.test(name) ? name.slice(5) : name),
));

/** Runs a CommonJS text in what Module.wrap makes of it, which is evaluated as it is. */
function runWrapped(module_, filename, content) {
  const text = content.replace(/^\uFEFF?(?:#!)?/, (head) => (head.endsWith("#!") ? "//" : ""));
  const wrapped = `module.exports=${wrap(text)}`;
  const { 1: evaluate, 3: columns } = files.loadSource(wrapped, stripQuery(filename), filename, "");
  const result = { __proto__: null, exports: undefined };
  const helper = requireBuiltin("internal/modules/esm").commonjsHelper(filename);
  evaluate.call(undefined, undefined, undefined, result, filename, module_.path, helper);
  wrapperColumns.set(filename, columns + Math.max(wrapped.indexOf(text), 0));
  const { exports: exports_ } = module_;
  return Reflect.apply(result.exports, exports_, [exports_, makeRequire(module_), module_, filename, module_.path]);
}

// What tools like rewire replace, as a whole or in its parts, is used from then on.
let wrap = (script) => wrapper[0] + script + wrapper[1];
const changed = () => (state.runWrapped = runWrapped);
const watched = (list) => new Proxy(list, {
  __proto__: null,
  set(target, key, value, receiver) {
    changed();
    return Reflect.set(target, key, value, receiver);
  },
  defineProperty(target, key, descriptor) {
    changed();
    return Reflect.defineProperty(target, key, descriptor);
  },
});
let wrapper = watched(["(function (exports, require, module, __filename, __dirname) { ", "\n});"]);
Object.defineProperty(Module, "wrap", {
  __proto__: null, configurable: true, enumerable: true,
  get: () => wrap,
  set(value) {
    changed();
    wrap = value;
  },
});
Object.defineProperty(Module, "wrapper", {
  __proto__: null, configurable: true, enumerable: true,
  get: () => wrapper,
  set(value) {
    changed();
    wrapper = watched(value);
  },
});

/** NODE_PATH and Node's other folders, as global_folders of src/module/loader.c has them. */
function globalPaths() {
  const { env, execPath } = globalThis.process;
  const paths = (env.NODE_PATH ?? "").split(":").filter((path) => path !== "");
  if (env.HOME) paths.push(`${env.HOME}/.node_modules`, `${env.HOME}/.node_libraries`);
  return [...paths, `${directory(directory(execPath))}/lib/node`];
}
Module.globalPaths = globalPaths();
Module._initPaths = () => {
  Module.globalPaths = globalPaths();
  files.setGlobalPaths(Module.globalPaths.join(":"));
};

/** 0: a file, 1: a folder, negative: neither. */
Module._stat = (path) => {
  const stats = requireBuiltin("node:fs").statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return -2;
  return stats.isDirectory() ? 1 : 0;
};
Module._preloadModules = () => {};
Module._findPath = (request, paths) => {
  for (const dir of paths ?? [])
    try {
      return files.resolvePath(dir === "" ? request : dir + "/" + request);
    } catch {
      // try the next directory
    }
  return false;
};

module.exports = { Module };
