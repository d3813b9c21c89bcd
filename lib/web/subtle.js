// subtle.js - SubtleCrypto.digest (Web Cryptography API, section 14.3.5).
//
// Keys, ciphers and signatures are not implemented: their methods do not exist, so that feature tests see it.
// Limit: the digest is computed in the loop's thread (about 1 ms for a megabyte of SHA-256).
const { ArrayBuffer, Object, String, Symbol, TypeError, Uint8Array } = globalThis;
const { codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS } } = require("internal/errors");
const NAMES = { __proto__: null, "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512",
  "SHA3-256": "sha3-256", "SHA3-384": "sha3-384", "SHA3-512": "sha3-512" };

function algorithmName(algorithm) {
  const isObject = (typeof algorithm === "object" && algorithm !== null) || typeof algorithm === "function";
  const name = isObject ? algorithm.name : algorithm;
  if (isObject && name === undefined) throw new TypeError("The algorithm needs a name");
  return String(name).toUpperCase();
}

// Read after the algorithm's name, which may run code of the program; nothing runs between here and the digest.
function bytesOf(data) {
  const buffer = ArrayBuffer.isView(data) ? data.buffer : data;
  if (!(buffer instanceof ArrayBuffer)) throw new ERR_INVALID_ARG_TYPE("data", ["ArrayBuffer", "ArrayBufferView"], data);
  return ArrayBuffer.isView(data) ? new Uint8Array(buffer, data.byteOffset, data.byteLength) : new Uint8Array(buffer);
}

const secret = Symbol("secret");
class SubtleCrypto {
  #brand;
  constructor(key = undefined) {
    if (key !== secret) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }
  /** @param {string | { name: string }} algorithm @returns {Promise<ArrayBuffer>} */
  async digest(algorithm, data) {
    if (!(#brand in this)) throw new ERR_INVALID_THIS("SubtleCrypto");
    if (arguments.length < 2) throw new TypeError("SubtleCrypto.digest needs an algorithm and data");
    const name = NAMES[algorithmName(algorithm)];
    const bytes = bytesOf(data);
    if (name === undefined) {
      const { DOMException } = require("web/domexception");
      throw new DOMException("Unrecognized algorithm name", "NotSupportedError");
    }
    const native = require("internal/hash_native");
    const handle = native.hashNew(name);
    native.hashUpdate(handle, bytes);
    const { buffer, byteOffset, byteLength } = native.hashFinal(handle);
    return buffer.slice(byteOffset, byteOffset + byteLength);
  }
}
Object.defineProperty(SubtleCrypto.prototype, "digest", { enumerable: true });
Object.defineProperty(SubtleCrypto.prototype, Symbol.toStringTag, { configurable: true, value: "SubtleCrypto" });

module.exports = { SubtleCrypto, subtle: new SubtleCrypto(secret) };
