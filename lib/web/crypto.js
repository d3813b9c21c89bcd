// crypto.js - globalThis.crypto: getRandomValues and randomUUID (Web Cryptography API, section 10).
//
// Small requests are served from a pool of kernel randomness, so that a UUID costs no crossing; what has been
// handed out is wiped from the pool. SubtleCrypto is not implemented.
const { Array, Object, Set, Symbol, TypeError, Uint8Array } = globalThis;
const { codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } } = require("internal/errors");

const inspectSymbol = Symbol.for("nodejs.util.inspect.custom");
const tagGetter = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const INTEGER_ARRAYS = new Set([
  "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
  "BigInt64Array", "BigUint64Array",
]);
const QUOTA = 65536;
const POOL = 4096;

let pool, used = POOL;

/** Position in the pool of `count` fresh random bytes; the caller wipes them after use. */
function take(count) {
  if (used + count > POOL) {
    pool ??= new Uint8Array(POOL);
    native.randomFill(pool, 0, POOL);
    used = 0;
  }
  used += count;
  return used - count;
}

/** Fills a Uint8Array. */
function fillBytes(bytes, start, end) {
  if (end > start) native.randomFill(bytes, start, end);
}

const hex = Array.from({ length: 256 }, (_, i) => (i < 16 ? "0" : "") + i.toString(16));

function formatUUID(bytes, at) {
  const b = (i) => hex[bytes[at + i]];
  const version = hex[(bytes[at + 6] & 0x0f) | 0x40], variant = hex[(bytes[at + 8] & 0x3f) | 0x80];
  return b(0) + b(1) + b(2) + b(3) + "-" + b(4) + b(5) + "-" + version + b(7) + "-" + variant + b(9) + "-" +
    b(10) + b(11) + b(12) + b(13) + b(14) + b(15);
}

/** RFC 9562, version 4. */
function randomUUID() {
  const at = take(16);
  const text = formatUUID(pool, at);
  pool.fill(0, at, at + 16);
  return text;
}

/** Version 4 from fresh kernel bytes (the disableEntropyCache option of node:crypto). */
function freshUUID() {
  const bytes = new Uint8Array(16);
  native.randomFill(bytes, 0, 16);
  return formatUUID(bytes, 0);
}

function domException(message, name) {
  const { DOMException } = require("web/domexception");
  return new DOMException(message, name);
}

function getRandomValues(array) {
  if (!INTEGER_ARRAYS.has(tagGetter.call(array))) {
    throw domException("The data argument must be an integer-type TypedArray", "TypeMismatchError");
  }
  if (array.byteLength > QUOTA) {
    throw domException("The requested length exceeds 65,536 bytes", "QuotaExceededError");
  }
  fillBytes(array, 0, array.byteLength);
  return array;
}

const secret = Symbol("secret");
class Crypto {
  #brand;
  constructor(key = undefined) {
    if (key !== secret) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }
  static #check(value) {
    if (typeof value !== "object" || value === null || !(#brand in value)) throw new ERR_INVALID_THIS("Crypto");
  }
  get subtle() {
    Crypto.#check(this);
    return require("web/subtle").subtle;
  }
  getRandomValues(array) {
    Crypto.#check(this);
    if (arguments.length === 0) {
      const error = new TypeError(
        "Failed to execute 'getRandomValues' on 'Crypto': 1 argument required, but only 0 present.");
      error.code = "ERR_MISSING_ARGS";
      throw error;
    }
    return getRandomValues(array);
  }
  randomUUID() {
    Crypto.#check(this);
    return randomUUID();
  }
  [inspectSymbol](depth, options, inspect) {
    return `Crypto ${inspect({}, options)}`;
  }
}
for (const name of ["getRandomValues", "randomUUID", "subtle"]) Object.defineProperty(Crypto.prototype, name, { enumerable: true });
Object.defineProperty(Crypto.prototype, Symbol.toStringTag, { configurable: true, value: "Crypto" });

module.exports = {
  Crypto, crypto: new Crypto(secret),
  internals: { fillBytes, randomUUID, freshUUID, getRandomValues, timingSafeEqual: native.timingSafeEqual },
};
