// encoding.js - TextEncoder and TextDecoder (WHATWG Encoding standard, section 7).
//
// Short ASCII text is handled in loops the JIT compiles; the rest goes to src/web/encoding.c (decoding) and
// src/node/buffer.c (encoding) in one crossing. A streaming decoder of UTF-8 or UTF-16 keeps the bytes of
// an incomplete character here and puts them before the next chunk.
const { ArrayBuffer, Object, String, Symbol, Uint8Array } = globalThis;
const { codes: {
  ERR_ENCODING_INVALID_ENCODED_DATA, ERR_ENCODING_NOT_SUPPORTED, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS,
} } = require("internal/errors");
const codec = require("internal/buffer_codec");
const { native: bufferNative, utf8Length } = codec;

const inspectSymbol = Symbol.for("nodejs.util.inspect.custom");
const UTF8 = 0, UTF16BE = 2, SINGLE = 3, ICU = 4; // EncodingKind in encoding.c; 5 is x-user-defined
const SHORT = 48;
const LONG = 16384;
const NOTHING = new Uint8Array(0);
const tagGetter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

// --- TextEncoder ---------------------------------------------------------------------------------------

function encode(text) {
  const units = text.length;
  if (units > LONG) return bufferNative.encodeUtf8(text);
  const bytes = new Uint8Array(units);
  for (let i = 0; i < units; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) {
      const whole = new Uint8Array(utf8Length(text));
      bufferNative.writeUtf8(whole, 0, whole.length, text);
      return whole;
    }
    bytes[i] = unit;
  }
  return bytes;
}

class TextEncoder {
  #brand;

  get encoding() {
    TextEncoder.#check(this);
    return "utf-8";
  }

  static #check(value) {
    if (typeof value !== "object" || value === null || !(#brand in value)) {
      throw new ERR_INVALID_THIS("TextEncoder");
    }
  }

  encode(input = "") {
    TextEncoder.#check(this);
    return encode(`${input}`);
  }

  encodeInto(src, dest) {
    TextEncoder.#check(this);
    if (typeof src !== "string") throw new ERR_INVALID_ARG_TYPE("src", "string", src);
    if (tagGetter.call(dest) !== "Uint8Array") throw new ERR_INVALID_ARG_TYPE("dest", "Uint8Array", dest);
    const units = src.length, room = dest.length;
    if (units > LONG || units > room) return encodeIntoLong(src, dest);
    for (let i = 0; i < units; i++) {
      const unit = src.charCodeAt(i);
      if (unit > 0x7f) return encodeIntoLong(src, dest);
      dest[i] = unit;
    }
    return { read: units, written: units };
  }

  [inspectSymbol](depth, options, inspect) {
    if (typeof depth === "number" && depth < 0) return this;
    return inspect({ encoding: this.encoding }, options);
  }
}

function encodeIntoLong(src, dest) {
  const [read, written] = bufferNative.encodeInto(dest, 0, dest.length, src);
  return { read, written };
}

// --- TextDecoder ---------------------------------------------------------------------------------------

// Labels are matched after trimming ASCII white space; the most common one needs no crossing.
function lookUp(label) {
  if (label === "utf-8" || label === "utf8") return ["utf-8", UTF8];
  return native.label(label.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, "").replace(/[A-Z]/g, (c) => c.toLowerCase()));
}

function bytesOf(input) {
  if (input === undefined) return NOTHING;
  if (ArrayBuffer.isView(input)) {
    if (tagGetter.call(input) === "Uint8Array") return input;
    return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  }
  const tag = typeof input === "object" && input !== null ? input[Symbol.toStringTag] : undefined;
  if (tag === "ArrayBuffer" || tag === "SharedArrayBuffer") {
    return input.detached ? NOTHING : new Uint8Array(input);
  }
  throw new ERR_INVALID_ARG_TYPE("list", ["SharedArrayBuffer", "ArrayBuffer", "ArrayBufferView"], input);
}

// How many bytes at the end of `bytes` begin a UTF-8 character that more input could complete.
function utf8Tail(bytes) {
  const { length } = bytes;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back];
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    if (byte < 0xc2 || byte > 0xf4 || back >= size) return 0;
    if (back > 1) {
      const second = bytes[length - back + 1];
      const low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
      const high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
      if (second < low || second > high) return 0;
    }
    return back;
  }
  return 0;
}

// The same for UTF-16: an odd byte, and a high surrogate before it.
function utf16Tail(bytes, big) {
  const odd = bytes.length & 1, at = bytes.length - odd - 2;
  const high = at >= 0 && (bytes[big ? at : at + 1] & 0xfc) === 0xd8;
  return odd + (high ? 2 : 0);
}

function joined(pending, bytes) {
  const all = new Uint8Array(pending.length + bytes.length);
  all.set(pending, 0);
  all.set(bytes, pending.length);
  return all;
}

function shortAscii(bytes, length) {
  let text = "";
  for (let i = 0; i < length; i++) {
    const byte = bytes[i];
    if (byte > 0x7f) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

function decodeUser(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i++) {
    text += String.fromCharCode(bytes[i] < 0x80 ? bytes[i] : 0xf700 + bytes[i]);
  }
  return text;
}

class TextDecoder {
  #name;
  #kind;
  #fatal;
  #ignoreBOM;
  #pending = NOTHING;  // bytes of an incomplete character
  #started = false;    // within a stream, after the place where a byte order mark can be
  #converter = undefined;

  constructor(label = "utf-8", options = undefined) {
    if (options !== undefined && options !== null && typeof options !== "object" && typeof options !== "function") {
      throw new ERR_INVALID_ARG_TYPE("options", "Object", options);
    }
    label = `${label}`;
    const found = lookUp(label);
    if (found === undefined) throw new ERR_ENCODING_NOT_SUPPORTED(label);
    this.#name = found[0];
    this.#kind = found[1];
    this.#fatal = !!options?.fatal;
    this.#ignoreBOM = !!options?.ignoreBOM;
  }

  static #check(value) {
    if (typeof value !== "object" || value === null || !(#kind in value)) {
      throw new ERR_INVALID_THIS("TextDecoder");
    }
    return value;
  }

  get encoding() { return TextDecoder.#check(this).#name; }
  get fatal() { return TextDecoder.#check(this).#fatal; }
  get ignoreBOM() { return TextDecoder.#check(this).#ignoreBOM; }

  decode(input = undefined, options = undefined) {
    TextDecoder.#check(this);
    const bytes = bytesOf(input);
    if (options === undefined || options === null) return this.#decode(bytes, false);
    if (typeof options !== "object" && typeof options !== "function") {
      throw new ERR_INVALID_ARG_TYPE("options", "Object", options);
    }
    return this.#decode(bytes, !!options.stream);
  }

  #decode(bytes, stream) {
    if (this.#kind === UTF8 && !stream && !this.#started && bytes.length <= SHORT && this.#pending === NOTHING) {
      const text = shortAscii(bytes, bytes.length);
      if (text !== undefined) return text;
    }
    if (this.#kind > UTF16BE) return this.#decodeLegacy(bytes, stream);
    if (this.#pending.length > 0) bytes = joined(this.#pending, bytes);
    let end = bytes.length;
    if (stream) end -= this.#kind === UTF8 ? utf8Tail(bytes) : utf16Tail(bytes, this.#kind === UTF16BE);
    this.#pending = end < bytes.length ? bytes.slice(end) : NOTHING;
    let start = 0;
    if (end > 0 && !this.#started) {
      start = this.#ignoreBOM ? 0 : this.#markLength(bytes, end);
      this.#started = true;
    }
    if (!stream) this.#started = false;
    const text = this.#kind === UTF8
      ? native.decodeUtf8(bytes, start, end, this.#fatal)
      : native.decodeUtf16(bytes, start, end, this.#fatal, this.#kind === UTF16BE);
    return this.#result(text);
  }

  #markLength(bytes, end) {
    if (this.#kind === UTF8) {
      return end >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    }
    const big = this.#kind === UTF16BE;
    return end >= 2 && bytes[0] === (big ? 0xfe : 0xff) && bytes[1] === (big ? 0xff : 0xfe) ? 2 : 0;
  }

  #decodeLegacy(bytes, stream) {
    if (this.#kind === SINGLE) {
      return this.#result(native.decodeSingle(bytes, 0, bytes.length, this.#fatal, this.#name));
    }
    if (this.#kind !== ICU) return decodeUser(bytes);
    this.#converter ??= native.converterOpen(this.#name, this.#fatal);
    return this.#result(native.converterDecode(bytes, 0, bytes.length, this.#fatal, this.#converter, !stream));
  }

  #result(text) {
    if (text !== undefined) return text;
    this.#pending = NOTHING;
    this.#started = false;
    throw new ERR_ENCODING_INVALID_ENCODED_DATA(this.#name, undefined);
  }

  [inspectSymbol](depth, options, inspect) {
    if (typeof depth === "number" && depth < 0) return this;
    const { encoding, fatal, ignoreBOM } = this;
    const fields = { encoding, fatal, ignoreBOM };
    return `${this.constructor?.name ?? "TextDecoder"} ${inspect(fields, options)}`;
  }
}

for (const [Class, names] of [
  [TextEncoder, ["encoding", "encode", "encodeInto"]],
  [TextDecoder, ["encoding", "fatal", "ignoreBOM", "decode"]],
]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { configurable: true, value: Class.name });
}

module.exports = { TextEncoder, TextDecoder };
