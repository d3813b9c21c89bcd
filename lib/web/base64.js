// base64.js - atob and btoa (HTML standard, section 8.3) on the engine's own base64 methods.
//
// Uint8Array.fromBase64 in loose mode is exactly the "forgiving" decoder of the Infra standard.
const { Uint8Array } = globalThis;
const { fromBase64 } = Uint8Array;
const { toBase64 } = Uint8Array.prototype;
const { latin1 } = require("internal/buffer_codec");

const LOOSE = { lastChunkHandling: "loose" };

function missing() {
  const { codes: { ERR_MISSING_ARGS } } = require("internal/errors");
  return new ERR_MISSING_ARGS("input");
}

function invalid(message) {
  const { DOMException } = require("web/domexception");
  return new DOMException(message, "InvalidCharacterError");
}

/** @param {string} input @returns {string} one unit a byte */
function atob(input) {
  if (arguments.length === 0) throw missing();
  const text = `${input}`;
  let bytes;
  try {
    bytes = fromBase64.call(Uint8Array, text, LOOSE);
  } catch {
    throw invalid(/^[\w+/\t\n\f\r ]*$/.test(text) && !text.includes("_")
      ? "The string to be decoded is not correctly encoded." : "Invalid character");
  }
  return latin1.slice(bytes, 0, bytes.length);
}

/** @param {string} input units below 256 only @returns {string} */
function btoa(input) {
  if (arguments.length === 0) throw missing();
  const text = `${input}`;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0xff) throw invalid("Invalid character");
    bytes[i] = unit;
  }
  return toBase64.call(bytes);
}

module.exports = { atob, btoa };
