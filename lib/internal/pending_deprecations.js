// pending_deprecations.js - what --pending-deprecation reports: Node.js means to deprecate it but warns of it on demand only.
const { Object } = globalThis;
const { deprecate } = require("internal/util/promisify");
const { Module } = require("internal/modules/cjs");

function deprecateParent() {
  const { get, set } = Object.getOwnPropertyDescriptor(Module.prototype, "parent");
  const text = "module.parent is deprecated due to accuracy issues. Please use require.main to find program entry point instead.";
  Object.defineProperty(Module.prototype, "parent", {
    __proto__: null, configurable: true, enumerable: false, get: deprecate(get, text, "DEP0144"), set: deprecate(set, text, "DEP0144"),
  });
}

exports.begin = () => deprecateParent();

const TEXTS = ["string", "number", "boolean"];
let warned = false;

/** process.env: `value` is assigned. */
exports.checkEnvironment = (value) => {
  if (warned || TEXTS.includes(typeof value)) return;
  warned = true;
  globalThis.process.emitWarning(
    "Assigning any value other than a string, number, or boolean to a process.env property is deprecated. " +
      "Please make sure to convert the value to a string before setting process.env with it.", "DeprecationWarning", "DEP0104");
};
