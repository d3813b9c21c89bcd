// blob_bytes.js - the bytes of a Blob at once, for functions that cannot wait (Bun.hash, Bun.CryptoHasher, Bun.TOML and its like).
const { Uint8Array } = globalThis;

/** @param {unknown} value @returns {Uint8Array | undefined} undefined if it is no Blob */
function bytesOfBlob(value) {
  const { isBlob, partsOf } = require("web/blob");
  if (!isBlob(value)) return undefined;
  if (value.readNow !== undefined) return value.readNow();
  const bytes = new Uint8Array(value.size);
  let at = 0;
  for (const { source, from, to } of partsOf(value)) {
    bytes.set(source.subarray(from, to), at);
    at += to - from;
  }
  return bytes;
}

module.exports = { bytesOfBlob };
