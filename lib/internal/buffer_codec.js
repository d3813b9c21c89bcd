// buffer_codec.js - one table row per encoding of node:buffer: byte length, write, slice.
//
// Why two implementations: a crossing into C costs more than decoding a short string in a loop the JIT
// compiles, so short inputs stay here and long ones go to src/node/buffer.c in one call. Base64 and hex
// output, and well-formed base64 input, use the engine's own vectorised Uint8Array methods.
// Ranges are validated by the callers in lib/node/buffer.js.
const { Math, String, Uint8Array, WeakSet } = globalThis;
const { fromCharCode } = String;
const { toBase64, toHex, setFromBase64 } = Uint8Array.prototype;

// Measured break-even with a crossing. Reading makes a rope that must be flattened later, so it is short;
// writing and counting in a loop cost about what the engine needs to hand a string's units to C.
const SHORT = 48;
const SHORT_WRITE = 4096;
const BASE64 = { alphabet: "base64", lastChunkHandling: "loose" };
const BASE64URL = { alphabet: "base64url", lastChunkHandling: "loose" };
const BASE64URL_OUT = { alphabet: "base64url", omitPadding: true };

const view = (buf, start, end) =>
  start === 0 && end === buf.length && buf.BYTES_PER_ELEMENT === 1
    ? buf
    : new Uint8Array(buf.buffer, buf.byteOffset + start, end - start);

function utf8Length(string) {
  const units = string.length;
  let bytes = units;
  for (let i = 0; i < units; i++) {
    const unit = string.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) {
      bytes++;
    } else {
      bytes += 2;
      // A surrogate pair is four bytes for two units.
      if ((unit & 0xfc00) === 0xd800 && (string.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
    }
  }
  return bytes;
}

function utf8Slice(buf, start, end) {
  if (end - start > SHORT) {
    return start === 0 && end === buf.length ? native.sliceUtf8(buf) : native.sliceUtf8(buf, start, end);
  }
  let text = "";
  for (let i = start; i < end; i++) {
    const byte = buf[i];
    if (byte > 0x7f) return native.sliceUtf8(buf, start, end);
    text += fromCharCode(byte);
  }
  return text;
}

function utf8Write(buf, string, offset, length) {
  const units = string.length;
  if (units > SHORT_WRITE || units > length) return native.writeUtf8(buf, offset, offset + length, string);
  for (let i = 0; i < units; i++) {
    const unit = string.charCodeAt(i);
    if (unit > 0x7f) return native.writeUtf8(buf, offset, offset + length, string);
    buf[offset + i] = unit;
  }
  return units;
}

function latin1Slice(buf, start, end) {
  if (end - start > SHORT) return native.sliceLatin1(buf, start, end);
  let text = "";
  for (let i = start; i < end; i++) text += fromCharCode(buf[i]);
  return text;
}

function asciiSlice(buf, start, end) {
  if (end - start > SHORT) return native.sliceAscii(buf, start, end);
  let text = "";
  for (let i = start; i < end; i++) text += fromCharCode(buf[i] & 0x7f);
  return text;
}

function latin1Write(buf, string, offset, length) {
  const units = string.length < length ? string.length : length;
  if (units > SHORT_WRITE) return native.writeLatin1(buf, offset, offset + units, string);
  for (let i = 0; i < units; i++) buf[offset + i] = string.charCodeAt(i);
  return units;
}

function ucs2Slice(buf, start, end) {
  end -= (end - start) & 1;
  if (end - start > SHORT * 2) return native.sliceUtf16(buf, start, end);
  let text = "";
  for (let i = start; i < end; i += 2) text += fromCharCode(buf[i] | (buf[i + 1] << 8));
  return text;
}

function ucs2Write(buf, string, offset, length) {
  const units = string.length * 2 < length ? string.length : length >>> 1;
  if (units > SHORT_WRITE) return native.writeUtf16(buf, offset, offset + units * 2, string);
  for (let i = 0; i < units; i++) {
    const unit = string.charCodeAt(i);
    buf[offset + i * 2] = unit;
    buf[offset + i * 2 + 1] = unit >>> 8;
  }
  return units * 2;
}

const hexSlice = (buf, start, end) => toHex.call(view(buf, start, end));

const hexDigit = (unit) =>
  unit >= 48 && unit <= 57 ? unit - 48
    : unit >= 97 && unit <= 102 ? unit - 87
      : unit >= 65 && unit <= 70 ? unit - 55 : -1;

function hexWrite(buf, string, offset, length) {
  const bytes = string.length >>> 1 < length ? string.length >>> 1 : length;
  if (bytes > SHORT_WRITE) return native.writeHex(buf, offset, offset + bytes, string);
  for (let i = 0; i < bytes; i++) {
    const high = hexDigit(string.charCodeAt(i * 2)), low = hexDigit(string.charCodeAt(i * 2 + 1));
    if ((high | low) < 0) return i;
    buf[offset + i] = (high << 4) | low;
  }
  return bytes;
}

// What Node allocates for base64 text; the real length may be smaller.
function base64Length(string) {
  let units = string.length;
  if (units > 1 && string.charCodeAt(units - 1) === 61) units--;
  if (units > 1 && string.charCodeAt(units - 1) === 61) units--;
  // Not (units * 3) >>> 2: that wraps for long strings.
  return Math.floor(units / 4) * 3 + (((units % 4) * 3) >>> 2);
}

const base64Slice = (buf, start, end) => toBase64.call(view(buf, start, end));
const base64urlSlice = (buf, start, end) => toBase64.call(view(buf, start, end), BASE64URL_OUT);

// The engine's decoder is strict and stores whole groups only: used when the room suffices and the text
// is well-formed, which is nearly always.
function base64WriteWith(options, buf, string, offset, length) {
  if (length >= base64Length(string)) {
    try {
      return setFromBase64.call(view(buf, offset, offset + length), string, options).written;
    } catch {}
  }
  return native.writeBase64(buf, offset, offset + length, string);
}
const base64Write = (buf, string, offset, length) => base64WriteWith(BASE64, buf, string, offset, length);
const base64urlWrite = (buf, string, offset, length) =>
  base64WriteWith(BASE64URL, buf, string, offset, length);

const row = (encoding, byteLength, write, slice) => ({ encoding, byteLength, write, slice });
const single = (string) => string.length;
const double = (string) => string.length * 2;

const utf8 = row("utf8", utf8Length, utf8Write, utf8Slice);
const ucs2 = row("utf16le", double, ucs2Write, ucs2Slice);
const latin1 = row("latin1", single, latin1Write, latin1Slice);
const ascii = row("ascii", single, latin1Write, asciiSlice);
const hex = row("hex", (string) => string.length >>> 1, hexWrite, hexSlice);
const base64 = row("base64", base64Length, base64Write, base64Slice);
const base64url = row("base64url", base64Length, base64urlWrite, base64urlSlice);

function find(name) {
  switch (name) {
    case "utf8": case "utf-8": return utf8;
    case "ucs2": case "ucs-2": case "utf16le": case "utf-16le": return ucs2;
    case "latin1": case "binary": return latin1;
    case "ascii": return ascii;
    case "hex": return hex;
    case "base64": return base64;
    case "base64url": return base64url;
  }
}

/** The row for an encoding name in any case, or undefined. */
function getEncodingOps(name) {
  name += "";
  return find(name) ?? (name.length <= 9 ? find(name.toLowerCase()) : undefined);
}

module.exports = {
  getEncodingOps, utf8, ucs2, latin1, ascii, hex, base64, base64url, utf8Length, utf8Slice, utf8Write,
  native,
  sharedPools: new WeakSet(), // slabs of many Buffers: never transferable
};
