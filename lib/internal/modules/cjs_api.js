// cjs_api.js - the rest of `require("module")`: what tools read but programs do not need to start.
const { Object, Proxy, Reflect } = globalThis;
const { native: engine, requireBuiltin } = require("internal/boot");
const { native: files, directory, state } = require("internal/modules/loader");
const { Module } = require("internal/modules/cjs");

Module.Module = Module;
Module._pathCache = Object.create(null);
Module.builtinModules = Object.freeze(engine.publicNames().map(
  (name) => (name.startsWith("node:") && !/^node:(test|sqlite|sea|ffi|quic)/.test(name) ? name.slice(5) : name),
));

// What tools like rewire replace, as a whole or in its parts, is used from then on: loader.state.wrap tells internal/modules/cjs.
let wrap = (script) => wrapper[0] + script + wrapper[1];
const changed = () => (state.wrap = (script) => wrap(script));
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
