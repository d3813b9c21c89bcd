// cjs_api.js - the rest of `require("module")`: what tools read but programs do not need to start.
const { Object } = globalThis;
const { native: engine } = require("internal/boot");
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

Module._initPaths = () => {};
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
