// process_env.js - process.env: a proxy over a copy of the environment that writes through to the C library.
//
// Why a copy: reads are by far the most frequent and stay in JavaScript. Values become strings as in Node.js.
const { Object, Proxy, Reflect, String, TypeError } = globalThis;

function asString(value) {
  if (typeof value === "symbol") throw new TypeError("Cannot convert a Symbol value to a string");
  return typeof value === "string" ? value : String(value);
}

const ONLY_DATA = "'process.env' only accepts a configurable, writable, and enumerable data descriptor";
const NO_ACCESSOR = "'process.env' does not accept an accessor(getter/setter) descriptor";

function checkDescriptor(descriptor) {
  if ("value" in descriptor && descriptor.configurable && descriptor.writable && descriptor.enumerable) return;
  const accessor = !("value" in descriptor) && ("get" in descriptor || "set" in descriptor);
  const error = new TypeError(accessor ? NO_ACCESSOR : ONLY_DATA);
  error.code = "ERR_INVALID_OBJECT_DEFINE_PROPERTY";
  throw error;
}

/** @param {{envAll(): string[], envSet(key: string, value?: string): void}} native */
exports.makeEnv = function makeEnv(native) {
  const values = {};
  const isPedantic = require("internal/boot").options?.pendingDeprecation;
  const define = (key, value) =>
    Object.defineProperty(values, key, { __proto__: null, value, configurable: true, enumerable: true, writable: true });
  const flat = native.envAll();
  for (let i = 0; i < flat.length; i += 2) define(flat[i], flat[i + 1]);

  const put = (key, value) => {
    if (typeof key === "symbol") throw new TypeError("Cannot convert a Symbol value to a string");
    const text = asString(value);
    if (isPedantic) require("internal/pending_deprecations").checkEnvironment(value);
    // Names that the system has no room for are dropped in silence, as in Node.js.
    if (key === "" || key.includes("=") || key.includes("\0")) return true;
    native.envSet(key, text);
    define(key, text);
    return true;
  };
  return new Proxy(values, {
    __proto__: null,
    set: (target, key, value) => put(key, value),
    defineProperty(target, key, descriptor) {
      checkDescriptor(descriptor);
      return put(key, descriptor.value);
    },
    deleteProperty(target, key) {
      if (typeof key === "string" && Object.hasOwn(values, key)) native.envSet(key);
      return Reflect.deleteProperty(target, key);
    },
  });
};
