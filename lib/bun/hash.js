// hash.js - Bun.hash: fast hashes that are not for security.
const { ArrayBuffer, BigInt, DataView, Math, Number, Symbol, TypeError, Uint8Array } = globalThis;

// Positions are HashKind in src/bun/hash_native.c.
const KINDS = [
  "wyhash", "adler32", "crc32", "xxHash32", "xxHash64", "murmur32v2", "murmur32v3", "murmur64v2", "rapidhash",
  "cityHash32", "cityHash64", "xxHash3",
];

function inputOf(input) {
  if (typeof input === "string") return input;
  if (ArrayBuffer.isView(input)) {
    return input instanceof DataView ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : input;
  }
  const tag = typeof input === "object" && input !== null ? input[Symbol.toStringTag] : undefined;
  if (tag === "ArrayBuffer" || tag === "SharedArrayBuffer") return new Uint8Array(input);
  const bytes = tag === "Blob" || tag === "File" ? require("internal/blob_bytes").bytesOfBlob(input) : undefined;
  if (bytes !== undefined) return bytes;
  throw new TypeError("Bun.hash: data must be a string, ArrayBuffer, ArrayBufferView or Blob");
}

function seedOf(seed) {
  if (seed === undefined || seed === null) return 0;
  if (typeof seed === "bigint") return BigInt.asIntN(64, seed);
  const number = Number(seed);
  return number === number ? BigInt.asIntN(64, BigInt(Math.trunc(number))) : 0;
}

const hasher = (kind) => (data, seed = undefined) => native.hash(kind, inputOf(data), seedOf(seed));

/** @param {string | ArrayBuffer | ArrayBufferView} data @param {number | bigint} [seed] @returns {bigint} */
function hash(data, seed = undefined) {
  return native.hash(0, inputOf(data), seedOf(seed));
}
KINDS.forEach((name, kind) => { hash[name] = hasher(kind); });

module.exports = { hash };
