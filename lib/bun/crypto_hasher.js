// crypto_hasher.js - Bun.CryptoHasher and the single-algorithm classes (Bun.SHA256 ...) on libcrypto.
//
// A CryptoHasher starts afresh after digest(); one with a key (HMAC) and the fixed classes do not.
// Known gaps: "md4" and "blake2b256" need code that libcrypto does not offer.
const { ArrayBuffer, DataView, Error, JSON, Object, Symbol, TypeError, Uint8Array } = globalThis;
const native = require("internal/hash_native");
const { getEncodingOps } = require("internal/buffer_codec");


const ALGORITHMS = [
  "blake2b256", "blake2b512", "blake2s256", "md4", "md5", "ripemd160", "sha1", "sha224", "sha256", "sha384",
  "sha512", "sha512-224", "sha512-256", "sha3-224", "sha3-256", "sha3-384", "sha3-512", "shake128", "shake256",
];
const XOF = { __proto__: null, shake128: 16, shake256: 32 };

function typeError(code, message) {
  const error = new TypeError(message);
  error.code = code;
  return error;
}

const opensslName = (name) => {
  const lower = name.toLowerCase();
  return lower === "rmd160" ? "ripemd160" : lower;
};

/** Strings stay strings (the native takes UTF-8); everything else becomes a Uint8Array. */
function inputOf(input, encoding) {
  if (typeof input === "string") {
    const ops = encoding === undefined ? undefined : getEncodingOps(encoding);
    if (ops === undefined || ops.encoding === "utf8") return input;
    return require("node:buffer").Buffer.from(input, encoding);
  }
  if (ArrayBuffer.isView(input)) {
    return input instanceof DataView ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : input;
  }
  const tag = typeof input === "object" && input !== null ? input[Symbol.toStringTag] : undefined;
  if (tag === "ArrayBuffer" || tag === "SharedArrayBuffer") return new Uint8Array(input);
  const bytes = tag === "Blob" || tag === "File" ? require("internal/blob_bytes").bytesOfBlob(input) : undefined;
  if (bytes !== undefined) return bytes;
  throw typeError("ERR_INVALID_ARG_TYPE", "input must be a string, ArrayBuffer, ArrayBufferView or Blob");
}

function output(bytes, encoding, plain) {
  if (encoding === undefined || encoding === null || encoding === "buffer") {
    return plain ? bytes : require("node:buffer").Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }
  if (ArrayBuffer.isView(encoding)) {
    const target = new Uint8Array(encoding.buffer, encoding.byteOffset, encoding.byteLength);
    if (target.length < bytes.length) {
      throw typeError("ERR_INVALID_ARG_TYPE", `TypedArray must be at least ${bytes.length} bytes`);
    }
    target.set(bytes);
    return encoding;
  }
  const ops = getEncodingOps(encoding);
  if (ops === undefined) throw typeError("ERR_INVALID_ARG_VALUE", `Unknown encoding: ${encoding}`);
  return ops.slice(bytes, 0, bytes.length);
}

function open(algorithm, key) {
  const name = opensslName(algorithm);
  return key === undefined ? native.hashNew(name) : native.hmacNew(name, inputOf(key));
}

class CryptoHasher {
  #algorithm;
  #handle;
  #keyed;

  constructor(algorithm, key = undefined) {
    if (typeof algorithm !== "string") throw typeError("ERR_INVALID_ARG_TYPE", "algorithm must be a string");
    this.#handle = open(algorithm, key);
    if (this.#handle === undefined) throw typeError("ERR_INVALID_ARG_TYPE", `Unsupported algorithm ${algorithm}`);
    this.#algorithm = opensslName(algorithm);
    this.#keyed = key !== undefined;
  }

  get algorithm() { return this.#algorithm; }
  get byteLength() { return XOF[this.#algorithm] ?? native.hashSize(this.#algorithm); }

  #live() {
    if (this.#handle === undefined) throw new Error("HMAC has been consumed and is no longer usable");
    return this.#handle;
  }

  update(input, encoding = undefined) {
    native.hashUpdate(this.#live(), inputOf(input, encoding));
    return this;
  }

  digest(encoding = undefined) {
    const bytes = native.hashFinal(this.#live(), XOF[this.#algorithm]);
    this.#handle = this.#keyed ? undefined : native.hashNew(this.#algorithm);
    return output(bytes, encoding, false);
  }

  copy() {
    const copy = new CryptoHasher(this.#algorithm);
    copy.#handle = native.hashCopy(this.#live());
    copy.#keyed = this.#keyed;
    return copy;
  }

  static get algorithms() { return [...ALGORITHMS]; }

  static hash(algorithm, input, encoding = undefined) {
    if (typeof algorithm !== "string") throw typeError("ERR_INVALID_ARG_TYPE", "algorithm must be a string");
    const bytes = native.hashOnce(opensslName(algorithm), inputOf(input));
    if (bytes === undefined) {
      throw typeError("ERR_INVALID_ARG_TYPE", `Unsupported algorithm ${JSON.stringify(algorithm)}`);
    }
    return output(bytes, encoding, false);
  }
}

// Bun.SHA256 and its like: one use each, and plain Uint8Array results.
function fixedHasher(name, algorithm, size) {
  const Class = class {
    #handle = native.hashNew(algorithm);
    get byteLength() { return size; }
    #live(doing) {
      if (this.#handle !== undefined) return this.#handle;
      const error = new Error(`${name} hasher already digested, create a new instance to ${doing}`);
      error.code = "ERR_INVALID_STATE";
      throw error;
    }
    update(input) {
      native.hashUpdate(this.#live("update"), inputOf(input));
      return this;
    }
    digest(encoding = undefined) {
      const bytes = native.hashFinal(this.#live("digest again"));
      this.#handle = undefined;
      return output(bytes, encoding, true);
    }
    static get byteLength() { return size; }
    static hash(input, encoding = undefined) {
      return output(native.hashOnce(algorithm, inputOf(input)), encoding, true);
    }
  };
  Object.defineProperty(Class, "name", { value: name });
  return Class;
}

const exported = { CryptoHasher };
for (const [name, algorithm, size] of [
  ["MD5", "md5", 16], ["SHA1", "sha1", 20], ["SHA224", "sha224", 28], ["SHA256", "sha256", 32],
  ["SHA384", "sha384", 48], ["SHA512", "sha512", 64], ["SHA512_256", "sha512-256", 32],
]) {
  exported[name] = fixedHasher(name, algorithm, size);
}
exported.sha = (input, encoding) => exported.SHA512_256.hash(input, encoding);

module.exports = exported;
