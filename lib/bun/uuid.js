// uuid.js - Bun.randomUUIDv5: the UUID of a name within a namespace (RFC 9562, section 5.5).
const { ArrayBuffer, Object, String, TypeError } = globalThis;
const { isView } = ArrayBuffer;
const { viewBytes, isBuffer } = require("web/body");

// Section 6.6: they differ in one byte.
const known = { __proto__: null, dns: 0x10, url: 0x11, oid: 0x12, x500: 0x14 };
const FORMAT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const failure = (message, code = "ERR_INVALID_ARG_TYPE") => Object.assign(new TypeError(message), { code });

function bytesOf(value, what) {
  if (typeof value === "string" || value instanceof String) return require("node:buffer").Buffer.from(`${value}`);
  if (isView(value) || isBuffer(value)) return viewBytes(value);
  throw failure(`${what} must be a string, ArrayBuffer or ArrayBufferView`);
}

function namespaceBytes(namespace) {
  const bytes = bytesOf(namespace, "namespace");
  if (typeof namespace === "string" || namespace instanceof String) {
    const code = known[`${namespace}`.toLowerCase()];
    const text = code === undefined ? `${namespace}` : `6ba7b8${code.toString(16)}-9dad-11d1-80b4-00c04fd430c8`;
    if (!FORMAT.test(text)) throw failure("Invalid UUID format for namespace", "ERR_INVALID_ARG_VALUE");
    return require("node:buffer").Buffer.from(text.replaceAll("-", ""), "hex");
  }
  if (bytes.byteLength !== 16) throw failure("Namespace must be exactly 16 bytes", "ERR_INVALID_ARG_VALUE");
  return bytes;
}

/** @param {Uint8Array} bytes a Buffer of 16 @param {string} encoding */
function format(bytes, encoding) {
  if (encoding === "buffer") return bytes;
  if (encoding === "base64" || encoding === "base64url") return bytes.toString(encoding);
  if (encoding !== "hex") throw failure("Encoding must be one of base64, base64url, hex, or buffer", "ERR_UNKNOWN_ENCODING");
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * @param {string | ArrayBuffer | ArrayBufferView} name
 * @param {string | ArrayBuffer | ArrayBufferView} namespace a UUID, or dns, url, oid, x500
 */
exports.randomUUIDv5 = function randomUUIDv5(name, namespace, encoding = "hex") {
  const text = bytesOf(name, "name");
  const hash = require("node:crypto").createHash("sha1").update(namespaceBytes(namespace)).update(text).digest();
  const bytes = hash.subarray(0, 16);
  bytes[6] = 0x50 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return format(bytes, encoding);
};
exports.format = format;
