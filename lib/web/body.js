// body.js - what Request and Response share: a body of any source, consumed once, as text, bytes or a stream.
//
// A Body is made lazily: a Response keeps its raw source (mostly a string) until something asks for more.
// Sources: null, string, Uint8Array, Blob, FormData, URLSearchParams, ReadableStream, or a Remote, which is
// a server request's body ({ all(): Promise<Uint8Array>, stream(): ReadableStream }).
const { Symbol, TypeError, Uint8Array, ArrayBuffer, Promise, String, JSON, SharedArrayBuffer } = globalThis;
const { isView } = ArrayBuffer;
const { utf8Encode, utf8Decode } = native;

const streams = () => require("web/streams");
const blobs = () => require("web/blob");
const forms = () => require("web/formdata");

function usedError(message = "Body already used") {
  const error = new TypeError(message);
  error.code = "ERR_BODY_ALREADY_USED";
  return error;
}

const isBuffer = (v) => v instanceof ArrayBuffer || (SharedArrayBuffer !== undefined && v instanceof SharedArrayBuffer);

/** A view of the same bytes. */
function viewBytes(value) {
  if (value instanceof Uint8Array) return value;
  return isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);
}

/** A fresh ArrayBuffer of exactly these bytes. */
function toArrayBuffer(bytes) {
  const { buffer, byteOffset, byteLength } = bytes;
  if (byteOffset === 0 && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer) return buffer;
  return buffer.slice(byteOffset, byteOffset + byteLength);
}

function concat(chunks, total) {
  if (chunks.length === 1) return chunks[0];
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** One chunk of a byte stream. Strings are allowed, as in Bun. */
function chunkBytes(chunk) {
  if (typeof chunk === "string") return utf8Encode(chunk);
  if (isView(chunk) || isBuffer(chunk)) return viewBytes(chunk);
  throw new TypeError("Received a chunk that is not a Uint8Array");
}

async function readAll(stream) {
  const reader = stream.getReader();
  const chunks = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const bytes = chunkBytes(value);
    chunks.push(bytes);
    total += bytes.byteLength;
  }
  return concat(chunks, total);
}

/** What encoding a string as UTF-8 and decoding it again would give. */
function decoded(text) {
  if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
  return text.isWellFormed() ? text : text.toWellFormed();
}

class Remote {
  /** @returns {Promise<Uint8Array>} */
  all() {}
  /** @returns {ReadableStream} */
  stream() {}
}

class Body {
  source;
  used = false;
  opened = null; // the ReadableStream, once somebody looked at it

  constructor(source) {
    this.source = source;
    if (isStream(source)) this.opened = source;
  }

  get disturbed() {
    return this.used || (this.opened !== null && streams().isDisturbed(this.opened));
  }

  get locked() {
    return this.opened !== null && this.opened.locked;
  }

  stream() {
    if (this.opened !== null) return this.opened;
    const { source } = this;
    if (source === null) return null;
    if (this.used) return (this.opened = streams().closedStream(true));
    if (source instanceof Remote) this.opened = source.stream();
    else if (blobs().isBlob(source)) this.opened = source.stream();
    else this.opened = streams().streamOfBytes(() => syncBytes(source));
    return this.opened;
  }

  // Marks the body as used; a rejected promise if that is not possible any more.
  take() {
    if (this.source !== null && (this.disturbed || this.locked))
      throw usedError(this.locked && !this.disturbed ? "ReadableStream is locked" : undefined);
    if (this.source !== null) this.used = true;
  }

  /** @returns {Promise<Uint8Array> | Uint8Array} */
  bytes() {
    const { source, opened } = this;
    if (opened !== null) return readAll(opened);
    if (source instanceof Remote) return source.all();
    if (blobs().isBlob(source)) return source.bytes();
    return syncBytes(source);
  }

  async text() {
    this.take();
    const { source } = this;
    if (typeof source === "string" && this.opened === null) return decoded(source);
    const bytes = await this.bytes();
    return utf8Decode(bytes, 0, bytes.byteLength);
  }

  async json() {
    this.take();
    const { source } = this;
    if (typeof source === "string" && this.opened === null) return JSON.parse(decoded(source));
    const bytes = await this.bytes();
    return JSON.parse(utf8Decode(bytes, 0, bytes.byteLength));
  }

  // Results belong to the caller: a source the caller still holds is copied.
  async ownBytes() {
    this.take();
    const { source } = this;
    const bytes = await this.bytes();
    return bytes === source ? bytes.slice() : bytes;
  }

  async arrayBuffer() {
    return toArrayBuffer(await this.ownBytes());
  }

  async blob(type) {
    this.take();
    const { source } = this;
    if (this.opened === null && blobs().isBlob(source)) return blobs().retype(source, type);
    return blobs().retype(new (blobs().Blob)([await this.bytes()]), type ?? "");
  }

  async formData(type) {
    const parse = forms().parserFor(type);
    if (this.source instanceof forms().FormData && this.opened === null) {
      this.take();
      return this.source;
    }
    this.take();
    return parse(await this.bytes());
  }

  /** A second Body with the same content. */
  clone() {
    if (this.disturbed || this.locked) throw usedError("Body is disturbed or locked");
    const { source } = this;
    if (this.opened === null && !(source instanceof Remote)) return new Body(source);
    const { 0: mine, 1: theirs } = this.stream().tee();
    this.opened = mine;
    this.source = mine;
    return new Body(theirs);
  }

  /** Known length, or -1. */
  get size() {
    const { source } = this;
    if (source === null) return 0;
    if (typeof source === "string") return utf8Encode(source).byteLength;
    if (source instanceof Uint8Array) return source.byteLength;
    if (this.opened === null && blobs().isBlob(source)) return source.size;
    return -1;
  }
}

function syncBytes(source) {
  if (source === null) return new Uint8Array(0);
  if (typeof source === "string") return utf8Encode(source);
  if (source instanceof Uint8Array) return source;
  if (source instanceof forms().FormData) return forms().encode(source).bytes;
  return utf8Encode(`${source}`);
}

const isStream = (value) => typeof value === "object" && value !== null && streams().isReadableStream(value);
const isIterable = (value) =>
  typeof value === "object" && (typeof value[Symbol.asyncIterator] === "function" || (typeof value.next === "function" && typeof value[Symbol.iterator] === "function"));

/**
 * Turns a BodyInit into a source and its default content type. FormData is encoded at once, because its
 * boundary is part of the type.
 */
function extract(init, out) {
  if (typeof init === "string") {
    out.type = "text/plain;charset=UTF-8";
    return init;
  }
  if (init === null || init === undefined) return null;
  if (typeof init !== "object" && typeof init !== "function") {
    out.type = "text/plain;charset=UTF-8";
    return String(typeof init === "symbol" ? badSymbol() : init);
  }
  if (isView(init)) return new Uint8Array(viewBytes(init));
  if (isBuffer(init)) return new Uint8Array(init.slice(0));
  if (blobs().isBlob(init)) {
    if (init.type !== "") out.type = init.type;
    return init;
  }
  const { URLSearchParams } = globalThis;
  if (URLSearchParams !== undefined && init instanceof URLSearchParams) {
    out.type = "application/x-www-form-urlencoded;charset=UTF-8";
    return init.toString();
  }
  if (init instanceof forms().FormData) {
    const { bytes, type } = forms().encode(init);
    out.type = type;
    return bytes;
  }
  if (isStream(init)) {
    if (init.locked || streams().isDisturbed(init)) throw usedError("Body object should not be disturbed or locked");
    return init;
  }
  if (typeof init === "function" && init.constructor?.name === "AsyncGeneratorFunction") init = init();
  if (isIterable(init)) return streams().fromIterable(init);
  out.type = "text/plain;charset=UTF-8";
  return `${init}`;
}

function badSymbol() {
  throw new TypeError("Cannot convert a symbol to a string");
}

exports.Body = Body;
exports.Remote = Remote;
exports.extract = extract;
exports.chunkBytes = chunkBytes;
exports.concat = concat;
exports.readAll = readAll;
exports.toArrayBuffer = toArrayBuffer;
exports.viewBytes = viewBytes;
exports.isBuffer = isBuffer;
exports.usedError = usedError;
exports.native = native;
