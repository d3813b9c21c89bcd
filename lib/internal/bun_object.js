// bun_object.js - globalThis.Bun: an object of lazy properties, see src/globals.def.
const { native: engine, lazy, requireBuiltin } = require("internal/boot");

const Bun = {};
const names = engine.lazyNames(true);
function load(name) {
  const { 0: specifier, 1: key } = engine.lazySource(true, names.indexOf(name));
  return requireBuiltin(specifier)[key];
}
lazy(Bun, names, load, true);

module.exports = { Bun };
