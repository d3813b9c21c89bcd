// cjs_api.js - the rest of `require("module")`: what tools read but programs do not need to start.
const { Object } = globalThis;
const { native: engine, requireBuiltin } = require("internal/boot");
const { native: files } = require("internal/modules/loader");
const { Module } = require("internal/modules/cjs");

Module.Module = Module;
Module._pathCache = Object.create(null);
Module.builtinModules = Object.freeze(engine.publicNames().map(
  (name) => (name.startsWith("node:") && !/^node:(test|sqlite|sea|ffi|quic)/.test(name) ? name.slice(5) : name),
));
const wrapper = ["(function (exports, require, module, __filename, __dirname) { ", "\n});"];
Module.wrapper = wrapper;
Module.wrap = (script) => wrapper[0] + script + wrapper[1];

/** NODE_PATH and Node's other folders, as global_folders of src/module/loader.c has them. */
function globalPaths() {
  const { NODE_PATH, HOME } = globalThis.process.env;
  const paths = (NODE_PATH ?? "").split(":").filter((path) => path !== "");
  return HOME ? [...paths, `${HOME}/.node_modules`, `${HOME}/.node_libraries`] : paths;
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
