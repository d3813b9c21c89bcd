// cycles.js - what a require() in a cycle gives: exports that are not complete yet. As in Node.js, reading what they lack
// gives a warning, for it is what a program with such a cycle stumbles over.
//
// Loaded by the first such require(). The exports have a proxy for their prototype until their module has run.
const { Object, Proxy, Reflect, String } = globalThis;
const { isProxy } = require("internal/util/types").types;
const { prototype } = Object;

function warn(key) {
  const name = String(key);
  globalThis.process.emitWarning(`Accessing non-existent property '${name}' of module exports inside circular dependency`);
}

// Compilers ask every module for __esModule.
const isKnown = (key) => key in prototype || key === "__esModule";
const watched = new Proxy({}, {
  __proto__: null,
  get(target, key) {
    if (!isKnown(key)) warn(key);
    return prototype[key];
  },
  getOwnPropertyDescriptor(target, key) {
    if (!isKnown(key)) warn(key);
    return undefined;
  },
});

const isPlain = (value, wanted) =>
  typeof value === "object" && value !== null && !isProxy(value) && Reflect.getPrototypeOf(value) === wanted;

/** The exports of `module_`, which is being loaded. */
function partial(module_) {
  const { exports: value } = module_;
  if (isPlain(value, prototype) && !value.__esModule) Reflect.setPrototypeOf(value, watched);
  return value;
}

/** `module_` has run, or failed. */
function finish(module_) {
  const { exports: value } = module_;
  if (isPlain(value, watched)) Reflect.setPrototypeOf(value, prototype);
}

module.exports = { finish, partial };
