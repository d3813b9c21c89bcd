// crypto.js - node:crypto: random values, hashes, HMAC and key derivation.
//
// Libcrypto is opened on the first hash (src/node/openssl.c). Hash and Hmac are Transform streams only when
// used as such: node:stream is loaded on the first touch of a stream method.
// Not here: ciphers, signatures, public and private keys, certificates, Diffie-Hellman, primes. Their names are there,
// for many programs import what they use in one of their ways only, and say so when they are called.
const { ArrayBuffer, DataView, Error, Math, Number, Object, RangeError, Symbol, Uint8Array } = globalThis;
const {
  codes: {
    ERR_CRYPTO_HASH_FINALIZED, ERR_CRYPTO_HASH_UPDATE_FAILED, ERR_CRYPTO_INVALID_DIGEST,
    ERR_CRYPTO_INVALID_KEYLEN, ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH, ERR_INCOMPATIBLE_OPTION_PAIR,
    ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE,
  },
} = require("internal/errors");
const {
  validateBoolean, validateFunction, validateInt32, validateInteger, validateNumber, validateObject,
  validateString, validateUint32,
} = require("internal/validators");
const { Buffer } = require("node:buffer");
const { getEncodingOps } = require("internal/buffer_codec");
const random = require("web/crypto").internals;
const native = require("internal/hash_native");
const { notImplemented } = require("internal/boot");
const { nextTick } = require("internal/tick");

const MAX_INT32 = 2147483647;
const isView = ArrayBuffer.isView;
const isAnyArrayBuffer = (value) => {
  const tag = typeof value === "object" && value !== null ? value[Symbol.toStringTag] : undefined;
  return !isView(value) && (tag === "ArrayBuffer" || tag === "SharedArrayBuffer");
};
const asBuffer = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Bytes to what the caller asked for: a Buffer, or a string in an encoding. */
function encoded(bytes, encoding) {
  if (encoding === undefined || encoding === null || encoding === "buffer") return asBuffer(bytes);
  const ops = getEncodingOps(encoding);
  return ops === undefined ? asBuffer(bytes) : ops.slice(bytes, 0, bytes.length);
}

/** A string in a non-UTF-8 encoding becomes bytes here; natives take UTF-8 strings and bytes as they are. */
function inputOf(data, encoding) {
  if (typeof data !== "string") return data;
  if (encoding === undefined || encoding === null || encoding === "buffer") return data;
  const ops = getEncodingOps(encoding);
  return ops === undefined || ops.encoding === "utf8" ? data : Buffer.from(data, encoding);
}

// --- hashes -------------------------------------------------------------------------------------------

const kHandle = Symbol("kHandle");
const kDone = Symbol("kDone");
const kOptions = Symbol("kOptions");
const kLength = Symbol("kLength");
const kBytes = Symbol("kBytes"); // the digest a stream has pushed: digest() may ask for it once more

/** @param {string} algorithm @param {object} [options] */
function Hash(algorithm, options) {
  if (!new.target) return new Hash(algorithm, options);
  if (algorithm instanceof Hash) {
    this[kHandle] = native.hashCopy(algorithm[kHandle]);
  } else {
    validateString(algorithm, "algorithm");
    this[kHandle] = native.hashNew(algorithm);
    if (this[kHandle] === undefined) throw new Error("Digest method not supported");
  }
  const length = typeof options === "object" && options !== null ? options.outputLength : undefined;
  if (length !== undefined) validateUint32(length, "options.outputLength");
  this[kLength] = length;
  if (length !== undefined && !(algorithm instanceof Hash)) checkOutputLength(algorithm, length);
  this[kDone] = false;
  this[kOptions] = options;
}

function checkOutputLength(algorithm, length) {
  if (/^shake/i.test(algorithm) || native.hashSize(algorithm) === length) return;
  const error = new Error("error:030000B2:digital envelope routines::not XOF or invalid length");
  error.code = "ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH";
  throw error;
}

function checkData(data) {
  if (typeof data === "string" || isView(data)) return;
  throw new ERR_INVALID_ARG_TYPE("data", ["string", "Buffer", "TypedArray", "DataView"], data);
}

// A DataView is not a typed array for the engine's byte access.
const plainBytes = (view) =>
  view instanceof DataView ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : view;

const hashMethods = {
  copy(options) {
    if (this[kDone]) throw new ERR_CRYPTO_HASH_FINALIZED();
    return new Hash(this, options);
  },
  update(data, encoding) {
    if (this[kDone]) throw new ERR_CRYPTO_HASH_FINALIZED();
    checkData(data);
    if (!native.hashUpdate(this[kHandle], plainBytes(inputOf(data, encoding)))) {
      throw new ERR_CRYPTO_HASH_UPDATE_FAILED();
    }
    return this;
  },
  digest(encoding) {
    if (this[kDone]) throw new ERR_CRYPTO_HASH_FINALIZED();
    this[kDone] = true;
    return encoded(this[kBytes] ?? finalBytes(this), encoding);
  },
  _transform(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  },
  _flush(callback) {
    this[kBytes] = finalBytes(this);
    this.push(asBuffer(this[kBytes]));
    callback();
  },
};
Object.assign(Hash.prototype, hashMethods);

function finalBytes(hash) {
  const bytes = native.hashFinal(hash[kHandle], hash[kLength]);
  if (bytes === undefined) throw new Error("Digest method not supported");
  return bytes;
}

// --- secret keys --------------------------------------------------------------------------------------

const keySecret = Symbol("keySecret");

/** Holds the bytes of a symmetric key. Public and private keys are not implemented. */
class KeyObject {
  #bytes;
  constructor(type, bytes) {
    if (type !== keySecret) throw new ERR_INVALID_ARG_VALUE("type", type);
    this.#bytes = bytes;
  }
  get type() { return "secret"; }
  get symmetricKeySize() { return this.#bytes.length; }
  export(options = undefined) {
    if (options !== undefined) {
      validateObject(options, "options");
      if (options.format === "jwk") return { kty: "oct", k: Buffer.from(this.#bytes).toString("base64url") };
    }
    return Buffer.from(this.#bytes);
  }
  equals(other) {
    if (!isKeyObject(other)) throw new ERR_INVALID_ARG_TYPE("otherKeyObject", "KeyObject", other);
    return this.#bytes.length === other.#bytes.length && random.timingSafeEqual(this.#bytes, other.#bytes);
  }
  get [Symbol.toStringTag]() { return "KeyObject"; }
  static is(value) { return typeof value === "object" && value !== null && #bytes in value; }
  static bytes(key) { return key.#bytes; }
}
const { is: isKeyObject, bytes: bytesOfKey } = KeyObject;
delete KeyObject.is;
delete KeyObject.bytes;

function createSecretKey(key, encoding) {
  if (typeof key !== "string" && !isView(key) && !isAnyArrayBuffer(key)) {
    throw new ERR_INVALID_ARG_TYPE("key", ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"], key);
  }
  // A copy: later changes of the caller's bytes must not change the key.
  const bytes = typeof key === "string" ? Buffer.from(key, encoding)
    : Buffer.from(new Uint8Array(isView(key) ? key.buffer.slice(key.byteOffset, key.byteOffset + key.byteLength) : key));
  return new KeyObject(keySecret, bytes);
}

function keyBytes(key) {
  if (isKeyObject(key)) return bytesOfKey(key);
  if (typeof key === "string") return key;
  if (isView(key)) return plainBytes(key);
  if (isAnyArrayBuffer(key)) return new Uint8Array(key);
  throw new ERR_INVALID_ARG_TYPE(
    "key", ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView", "KeyObject", "CryptoKey"], key);
}

function Hmac(hmac, key, options) {
  if (!new.target) return new Hmac(hmac, key, options);
  validateString(hmac, "hmac");
  const encoding = typeof options === "object" && options !== null ? options.encoding : undefined;
  const bytes = keyBytes(inputOf(key, encoding));
  this[kHandle] = native.hmacNew(hmac, bytes);
  if (this[kHandle] === undefined) throw new ERR_CRYPTO_INVALID_DIGEST(hmac);
  this[kDone] = false;
  this[kOptions] = options;
}
Object.assign(Hmac.prototype, {
  update: hashMethods.update,
  digest(encoding) {
    // Unlike a hash, a finished HMAC answers with nothing.
    if (this[kDone]) return encoded(new Uint8Array(0), encoding);
    this[kDone] = true;
    return encoded(native.hashFinal(this[kHandle]), encoding);
  },
  _transform: hashMethods._transform,
  _flush(callback) {
    this.push(this.digest());
    callback();
  },
});

// Puts Transform behind Class.prototype as soon as anything of a stream is asked for.
function makeLazyStream(Class) {
  const proto = Class.prototype;
  const upgrade = () => {
    for (const name of lazyNames) delete proto[name];
    const { Transform } = require("node:stream");
    Object.setPrototypeOf(proto, Transform.prototype);
    const start = (stream) => {
      for (const state of ["_readableState", "_writableState", "_events"]) {
        Object.defineProperty(stream, state, { value: undefined, writable: true, configurable: true, enumerable: false });
      }
      Transform.call(stream, stream[kOptions]);
    };
    for (const state of ["_readableState", "_writableState", "_events"]) {
      Object.defineProperty(proto, state, {
        configurable: true, enumerable: true,
        get() {
          if (this === proto || !(kHandle in this)) return undefined;
          start(this);
          return this[state];
        },
        set(value) {
          Object.defineProperty(this, state, { value, writable: true, configurable: true, enumerable: true });
        },
      });
    }
  };
  const lazyNames = [
    "on", "once", "addListener", "emit", "off", "removeListener", "removeAllListeners", "prependListener",
    "listeners", "listenerCount", "eventNames", "pipe", "unpipe", "write", "end", "read", "push", "destroy",
    "setEncoding", "pause", "resume", "cork", "uncork", "_readableState", "_writableState", "readable",
    "writable", "destroyed", Symbol.asyncIterator,
  ];
  for (const name of lazyNames) {
    Object.defineProperty(proto, name, {
      configurable: true,
      get() {
        upgrade();
        return this[name];
      },
      set(value) {
        Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true });
      },
    });
  }
}
makeLazyStream(Hash);
makeLazyStream(Hmac);

const createHash = (algorithm, options) => new Hash(algorithm, options);
const createHmac = (hmac, key, options) => new Hmac(hmac, key, options);

function hash(algorithm, input, options) {
  validateString(algorithm, "algorithm");
  if (typeof input !== "string" && !isView(input)) {
    throw new ERR_INVALID_ARG_TYPE("input", ["string", "Buffer", "TypedArray", "DataView"], input);
  }
  const given = typeof options === "object" && options !== null ? options : { outputEncoding: options };
  const { outputEncoding = "hex", outputLength } = given;
  validateString(outputEncoding, "outputEncoding");
  if (outputEncoding !== "buffer" && getEncodingOps(outputEncoding) === undefined) {
    throw new ERR_INVALID_ARG_VALUE("outputEncoding", outputEncoding);
  }
  if (outputLength !== undefined) {
    return new Hash(algorithm, { outputLength }).update(input).digest(outputEncoding);
  }
  const bytes = native.hashOnce(algorithm, plainBytes(input));
  if (bytes === undefined) throw new Error(`Digest method ${algorithm} is not supported`);
  return encoded(bytes, outputEncoding);
}

let hashNames;
function getHashes() {
  hashNames ??= native.hashNames().split("\n").filter((name) => name !== "");
  return [...hashNames];
}

// --- random values ------------------------------------------------------------------------------------

const assertSize = (size) => {
  validateNumber(size, "size", 0, MAX_INT32);
  return Math.trunc(size);
};

function randomBytes(size, callback) {
  size = assertSize(size);
  if (callback !== undefined) validateFunction(callback, "callback");
  const buf = Buffer.from(new ArrayBuffer(size));
  random.fillBytes(buf, 0, size);
  if (callback === undefined) return buf;
  nextTick(require("internal/async_frame").carry(callback, "RANDOMBYTESREQUEST"), null, buf);
}

// Offset and size are counted in elements of the view.
function fillRange(buf, offset, size) {
  if (!isAnyArrayBuffer(buf) && !isView(buf)) {
    throw new ERR_INVALID_ARG_TYPE("buf", ["ArrayBuffer", "ArrayBufferView"], buf);
  }
  const width = buf.BYTES_PER_ELEMENT || 1;
  const total = buf.byteLength;
  offset = offset === undefined ? 0 : rangeCheck(offset, "offset", width, total);
  size = size === undefined ? total - offset : rangeCheck(size, "size", width, MAX_INT32);
  if (size + offset > total) throw new ERR_OUT_OF_RANGE("size + offset", `<= ${total}`, size + offset);
  const bytes = isView(buf) ? new Uint8Array(buf.buffer, buf.byteOffset, total) : new Uint8Array(buf);
  random.fillBytes(bytes, offset, offset + size);
  return buf;
}

function rangeCheck(value, name, width, max) {
  validateNumber(value, name);
  value *= width;
  if (!(value >= 0 && value <= max)) throw new ERR_OUT_OF_RANGE(name, `>= 0 && <= ${max}`, value);
  return Math.trunc(value);
}

const randomFillSync = (buf, offset = 0, size = undefined) => fillRange(buf, offset, size);

function randomFill(buf, offset, size, callback) {
  if (typeof offset === "function") [offset, callback] = [0, offset];
  else if (typeof size === "function") [size, callback] = [undefined, size];
  else validateFunction(callback, "callback");
  fillRange(buf, offset, size);
  nextTick(callback, null, buf);
}

const RAND_MAX = 0xffff_ffff_ffff;
const words = new Uint8Array(6);

/** Uniform in [0, range): values past the last whole multiple of the range are drawn again. */
function uniform(range) {
  const limit = RAND_MAX + 1 - ((RAND_MAX + 1) % range);
  for (;;) {
    random.fillBytes(words, 0, 6);
    const value = words.reduce((sum, byte) => sum * 256 + byte, 0);
    if (value < limit) return value % range;
  }
}

function randomInt(min, max, callback) {
  const minGiven = max !== undefined && typeof max !== "function";
  if (!minGiven) [callback, max, min] = [max, min, 0];
  const sync = callback === undefined;
  if (!sync) validateFunction(callback, "callback");
  if (!Number.isSafeInteger(min)) throw new ERR_INVALID_ARG_TYPE("min", "a safe integer", min);
  if (!Number.isSafeInteger(max)) throw new ERR_INVALID_ARG_TYPE("max", "a safe integer", max);
  if (max <= min) {
    throw new ERR_OUT_OF_RANGE("max", `greater than the value of "min" (${min})`, max);
  }
  const range = max - min;
  if (!(range <= RAND_MAX)) {
    throw new ERR_OUT_OF_RANGE(minGiven ? "max - min" : "max", `<= ${RAND_MAX}`, range);
  }
  const value = min + uniform(range);
  if (sync) return value;
  nextTick(callback, undefined, value);
}

function randomUUID(options) {
  if (options === undefined) return random.randomUUID();
  validateObject(options, "options");
  const { disableEntropyCache = false } = options;
  validateBoolean(disableEntropyCache, "options.disableEntropyCache");
  return disableEntropyCache ? random.freshUUID() : random.randomUUID();
}

function comparable(value, name) {
  if (isAnyArrayBuffer(value)) return new Uint8Array(value);
  if (isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw new ERR_INVALID_ARG_TYPE(name, ["ArrayBuffer", "Buffer", "TypedArray", "DataView"], value);
}

function timingSafeEqual(buf1, buf2) {
  const a = comparable(buf1, "buf1"), b = comparable(buf2, "buf2");
  if (a.length !== b.length) throw new ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
  return random.timingSafeEqual(a, b);
}

// --- key derivation -----------------------------------------------------------------------------------

function secretBytes(value, name) {
  if (typeof value === "string") return value;
  if (isAnyArrayBuffer(value)) return new Uint8Array(value);
  if (isView(value)) return plainBytes(value);
  throw new ERR_INVALID_ARG_TYPE(name, ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"], value);
}

function pbkdf2Arguments(password, salt, iterations, keylen, digest) {
  validateString(digest, "digest");
  const pass = secretBytes(password, "password"), saltBytes = secretBytes(salt, "salt");
  validateInt32(iterations, "iterations", 1);
  validateInt32(keylen, "keylen", 0);
  if (native.hashSize(digest) === undefined) throw new ERR_CRYPTO_INVALID_DIGEST(digest);
  return [pass, saltBytes, keylen, iterations, digest];
}

function derived(bytes) {
  if (bytes !== undefined) return asBuffer(bytes);
  const error = new Error("Key derivation failed");
  error.code = "ERR_CRYPTO_OPERATION_FAILED";
  throw error;
}

function answer(callback, type) {
  return require("internal/async_frame").carry((bytes) => {
    let key;
    try {
      key = derived(bytes);
    } catch (error) {
      return callback(error);
    }
    callback(null, key);
  }, type);
}

function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  return derived(native.pbkdf2(...pbkdf2Arguments(password, salt, iterations, keylen, digest)));
}

function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === "function") [digest, callback] = [undefined, digest];
  const list = pbkdf2Arguments(password, salt, iterations, keylen, digest);
  validateFunction(callback, "callback");
  native.pbkdf2(...list, answer(callback, "PBKDF2REQUEST"));
}

const SCRYPT_NAMES = [["N", "cost"], ["r", "blockSize"], ["p", "parallelization"]];

function scryptArguments(password, salt, keylen, options) {
  const pass = secretBytes(password, "password"), saltBytes = secretBytes(salt, "salt");
  validateInt32(keylen, "keylen", 0);
  const values = { N: 16384, r: 8, p: 1 };
  let maxmem = 32 << 20;
  if (options !== undefined && options !== null) {
    for (const [short, long] of SCRYPT_NAMES) {
      if (options[short] !== undefined && options[long] !== undefined) {
        throw new ERR_INCOMPATIBLE_OPTION_PAIR(short, long);
      }
      for (const name of [short, long]) {
        if (options[name] === undefined) continue;
        validateUint32(options[name], name);
        if (options[name] !== 0) values[short] = options[name];
      }
    }
    if (options.maxmem !== undefined) {
      validateInteger(options.maxmem, "maxmem", 0);
      if (options.maxmem !== 0) maxmem = options.maxmem;
    }
  }
  const { N, r, p } = values;
  if (!native.scryptCheck(N, r, p, maxmem)) throw badScrypt(N, r, p, maxmem);
  return [pass, saltBytes, keylen, N, r, p, maxmem];
}

function badScrypt(N, r, p, maxmem) {
  const tooMuch = N > 1 && (N & (N - 1)) === 0 && 128 * r * (N + p) > maxmem;
  const error = new RangeError(tooMuch
    ? "Invalid scrypt params: error:030000AC:digital envelope routines::memory limit exceeded"
    : "Invalid scrypt params");
  error.code = "ERR_CRYPTO_INVALID_SCRYPT_PARAMS";
  return error;
}

function scryptSync(password, salt, keylen, options) {
  return derived(native.scrypt(...scryptArguments(password, salt, keylen, options)));
}

function scrypt(password, salt, keylen, options, callback) {
  if (callback === undefined) [options, callback] = [undefined, options];
  const list = scryptArguments(password, salt, keylen, options);
  validateFunction(callback, "callback");
  native.scrypt(...list, answer(callback, "SCRYPTREQUEST"));
}

// RFC 5869 on the HMAC natives: extract, then expand block by block.
function hkdfBytes(digest, key, salt, info, length) {
  validateString(digest, "digest");
  if (isKeyObject(key)) key = bytesOfKey(key);
  const types = ["string", "SecretKeyObject", "ArrayBuffer", "TypedArray", "DataView", "Buffer"];
  if (typeof key !== "string" && !isView(key) && !isAnyArrayBuffer(key)) {
    throw new ERR_INVALID_ARG_TYPE("ikm", types, key);
  }
  const ikm = secretBytes(key, "ikm"), saltBytes = secretBytes(salt, "salt"), infoBytes = secretBytes(info, "info");
  validateInteger(length, "length", 0, MAX_INT32);
  const infoLength = typeof infoBytes === "string" ? Buffer.byteLength(infoBytes) : infoBytes.byteLength;
  if (infoLength > 1024) {
    throw new ERR_OUT_OF_RANGE("info", "must not contain more than 1024 bytes", infoLength);
  }
  const size = native.hashSize(digest);
  if (size === undefined) throw new ERR_CRYPTO_INVALID_DIGEST(digest);
  if (length > size * 255) throw new ERR_CRYPTO_INVALID_KEYLEN();
  if (length === 0) throw new Error("HKDF derivation failed");
  const extract = native.hmacNew(digest, saltBytes);
  native.hashUpdate(extract, ikm);
  const prk = native.hashFinal(extract);
  const out = new Uint8Array(length), counter = new Uint8Array(1);
  let block = new Uint8Array(0);
  for (let at = 0; at < length; at += size) {
    counter[0]++;
    const step = native.hmacNew(digest, prk);
    for (const part of [block, infoBytes, counter]) native.hashUpdate(step, part);
    block = native.hashFinal(step);
    out.set(block.subarray(0, Math.min(size, length - at)), at);
  }
  return out.buffer;
}

const hkdfSync = (digest, key, salt, info, length) => hkdfBytes(digest, key, salt, info, length);

function hkdf(digest, key, salt, info, length, callback) {
  const bytes = hkdfBytes(digest, key, salt, info, length);
  validateFunction(callback, "callback");
  nextTick(callback, null, bytes);
}

let constants;
/** Of what is here: padding modes and protocol flags come with the ciphers and with TLS. */
const makeConstants = () => Object.freeze({ __proto__: null, OPENSSL_VERSION_NUMBER: native.version()[0] });

module.exports = {
  createHash, createHmac, createSecretKey, getHashes, hash, Hash, Hmac, KeyObject,
  hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync,
  randomBytes, randomFill, randomFillSync, randomInt, randomUUID, timingSafeEqual,
  getFips: () => 0,
};
for (const name of [
  "Certificate", "Cipheriv", "Decipheriv", "DiffieHellman", "DiffieHellmanGroup", "ECDH", "Sign", "Verify", "X509Certificate",
  "argon2", "argon2Sync", "checkPrime", "checkPrimeSync", "createCipheriv", "createDecipheriv", "createDiffieHellman",
  "createDiffieHellmanGroup", "createECDH", "createPrivateKey", "createPublicKey", "createSign", "createVerify", "diffieHellman",
  "generateKey", "generateKeyPair", "generateKeyPairSync", "generateKeySync", "generatePrime", "generatePrimeSync", "getCipherInfo",
  "getDiffieHellman", "privateDecrypt", "privateEncrypt", "publicDecrypt", "publicEncrypt", "setFips", "sign", "verify",
]) {
  const absent = function () {
    throw notImplemented(`crypto.${name}`);
  };
  Object.defineProperty(absent, "name", { value: name });
  module.exports[name] = absent;
}
for (const name of ["getCiphers", "getCurves"]) module.exports[name] = { [name]: () => [] }[name];
for (const name of ["pseudoRandomBytes", "prng", "rng"]) {
  Object.defineProperty(module.exports, name, { value: randomBytes, configurable: true, writable: true, enumerable: false });
}
Object.defineProperties(module.exports, {
  webcrypto: { configurable: false, enumerable: true, get() { return require("web/crypto").crypto; } },
  subtle: { configurable: false, enumerable: true, get() { return require("web/crypto").crypto.subtle; } },
  getRandomValues: { configurable: false, enumerable: true, value: (array) => random.getRandomValues(array) },
  constants: { configurable: false, enumerable: true, get: () => (constants ??= makeConstants()) },
});
