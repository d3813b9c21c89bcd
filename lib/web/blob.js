// blob.js - Blob and File (W3C File API): immutable parts, sliced without copying.
//
// A Blob is a list of {source, from, to}: source is a Uint8Array, or a file that is read when it is asked for
// (lib/bun/file.js subclasses through `fileBlob`). Types are lower-cased; Bun adds a charset to text types.
const { Symbol, TypeError, Object, Uint8Array, Number, Math, Date, JSON } = globalThis;
const { viewBytes, isBuffer, toArrayBuffer, native: convert } = require("web/body");
const { utf8Encode, utf8Decode } = convert;
const { isView } = globalThis.ArrayBuffer;
const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

function normalType(type) {
  type = `${type}`;
  return /[^\x20-\x7e]/.test(type) ? "" : type.toLowerCase();
}

// The type of a body, by its Content-Type: a boundary depends on case.
function bodyType(type) {
  return /^multipart\/[\x20-\x7e]*$/i.test(type) ? type : normalType(type);
}

function relative(value, size) {
  value = Number(value);
  if (value !== value) return 0;
  value = Math.trunc(value);
  return value < 0 ? Math.max(size + value, 0) : Math.min(value, size);
}

function checkBag(options) {
  if (options === undefined || options === null || typeof options === "object" || typeof options === "function") return;
  throw new TypeError("The options argument must be an object");
}

const nativeEndings = (text) => text.replace(/\r\n?/g, "\n");

let isBlob, retype, parts; // set by the static block below

class Blob {
  #parts = []; // {source: Uint8Array, from, to}
  #size = 0;
  #type = "";
  #name;

  /** @param {Iterable<BlobPart>} [parts] @param {BlobPropertyBag} [options] */
  constructor(parts = undefined, options = undefined) {
    checkBag(options);
    if (parts === undefined) {
      if (options?.type !== undefined) this.#type = normalType(options.type);
      return;
    }
    if (parts === null || typeof parts !== "object" || typeof parts[Symbol.iterator] !== "function")
      throw new TypeError("new Blob() expects an Array");
    const endings = options?.endings;
    if (endings !== undefined && endings !== "transparent" && endings !== "native")
      throw new TypeError("endings must be 'transparent' or 'native'");
    for (const part of parts) this.#push(part, endings === "native");
    if (options?.type !== undefined) this.#type = normalType(options.type);
  }

  #push(part, convert) {
    if (isBlob(part)) {
      if (part.readNow !== undefined) {
        this.#push(part.readNow(), false);
        return;
      }
      for (const piece of part.#parts) this.#parts.push(piece);
      this.#size += part.#size;
      return;
    }
    let bytes;
    if (isView(part)) bytes = viewBytes(part).slice();
    else if (isBuffer(part)) bytes = new Uint8Array(part.slice(0));
    else bytes = utf8Encode(convert ? nativeEndings(`${part}`) : `${part}`);
    if (bytes.byteLength === 0) return;
    this.#parts.push({ source: bytes, from: 0, to: bytes.byteLength });
    this.#size += bytes.byteLength;
  }

  get size() {
    return this.#size;
  }
  get type() {
    return this.#type;
  }

  slice(start = 0, end = this.#size, type = "") {
    if (typeof start === "string") [start, end, type] = [0, this.#size, start];
    if (typeof end === "string") [end, type] = [this.#size, end];
    const from = relative(start, this.#size);
    const to = Math.max(relative(end, this.#size), from);
    const piece = new Blob();
    piece.#type = normalType(type);
    piece.#size = to - from;
    let at = 0;
    for (const part of this.#parts) {
      const length = part.to - part.from;
      const first = Math.max(from - at, 0);
      const last = Math.min(to - at, length);
      if (first < last) piece.#parts.push({ source: part.source, from: part.from + first, to: part.from + last });
      at += length;
    }
    return piece;
  }

  /** A copy of the bytes. */
  async bytes() {
    const bytes = new Uint8Array(this.#size);
    let at = 0;
    for (const { source, from, to } of this.#parts) {
      bytes.set(source.subarray(from, to), at);
      at += to - from;
    }
    return bytes;
  }

  async arrayBuffer() {
    return toArrayBuffer(await this.bytes());
  }

  async text() {
    const bytes = await this.bytes();
    return utf8Decode(bytes, 0, bytes.byteLength);
  }

  async json() {
    return JSON.parse(await this.text());
  }

  async formData() {
    return require("web/formdata").parserFor(this.#type)(await this.bytes());
  }

  stream(chunkSize = 65536) {
    const parts = this.#parts;
    let index = 0;
    let offset = 0;
    const { ReadableStream } = require("web/streams");
    return new ReadableStream({
      type: "bytes",
      pull(controller) {
        if (index >= parts.length) {
          controller.close();
          controller.byobRequest?.respond(0);
          return;
        }
        const { source, from, to } = parts[index];
        const start = from + offset;
        const end = Math.min(start + chunkSize, to);
        controller.enqueue(source.slice(start, end));
        offset += end - start;
        if (end === to) {
          index++;
          offset = 0;
        }
      },
    });
  }

  get name() {
    return this.#name;
  }
  set name(value) {
    if (typeof value === "string") this.#name = value;
  }

  [inspectCustom](depth, options, inspect) {
    if (depth < 0) return "[Blob]";
    return `Blob ${inspect({ size: this.size, type: this.type }, options)}`;
  }

  static {
    Object.defineProperty(Blob.prototype, Symbol.toStringTag, { value: "Blob", configurable: true });
    for (const name of ["size", "type", "slice", "bytes", "arrayBuffer", "text", "json", "formData", "stream"])
      Object.defineProperty(Blob.prototype, name, { enumerable: true });
    isBlob = (value) => typeof value === "object" && value !== null && #parts in value;
    retype = (blob, type) => {
      const copy = blob.slice();
      copy.#type = type === undefined || type === null ? blob.#type : bodyType(type);
      return copy;
    };
    parts = (blob) => blob.#parts;
  }
}

class File extends Blob {
  #lastModified;
  #fileName;

  /** @param {Iterable<BlobPart>} bits @param {string} name @param {FilePropertyBag} [options] */
  constructor(bits, name, options = undefined) {
    if (arguments.length < 2) throw new TypeError("new File(bits, name) expects at least 2 arguments");
    super(isBlob(bits) ? [bits] : bits, options);
    this.#fileName = `${name}`;
    const time = options?.lastModified;
    this.#lastModified = time === undefined ? Date.now() : Math.trunc(Number(time)) || 0;
  }

  get name() {
    return this.#fileName;
  }
  get lastModified() {
    return this.#lastModified;
  }
  get webkitRelativePath() {
    return "";
  }

  [inspectCustom](depth, options, inspect) {
    if (depth < 0) return "[File]";
    return `File ${inspect({ size: this.size, type: this.type, name: this.name, lastModified: this.lastModified }, options)}`;
  }

  static {
    Object.defineProperty(File.prototype, Symbol.toStringTag, { value: "File", configurable: true });
    for (const name of ["name", "lastModified", "webkitRelativePath"])
      Object.defineProperty(File.prototype, name, { enumerable: true });
  }
}

exports.Blob = Blob;
exports.File = File;
exports.isBlob = isBlob;
exports.retype = retype;
exports.partsOf = parts;
exports.normalType = normalType;

// URL.createObjectURL: the URL class asks here once a Blob can exist.
const objects = new globalThis.Map();
const { registerObjectUrls } = require("web/url");
registerObjectUrls?.({
  create(blob) {
    if (!isBlob(blob)) return undefined;
    const url = `blob:${globalThis.crypto.randomUUID()}`;
    objects.set(url, blob);
    return url;
  },
  revoke: (url) => objects.delete(url),
});
exports.objectOf = (url) => objects.get(url);
