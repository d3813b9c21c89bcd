// file.js - Bun.file, Bun.write, Bun.stdin/stdout/stderr and FileSink, over node:fs.
//
// A BunFile is a Blob whose bytes are looked up when they are asked for. Everything that may wait goes to the
// pool; only `size` and `lastModified` look at the disk at once, because they are plain properties.
const { Symbol, TypeError, Error, Object, Uint8Array, Number, Math, Promise, JSON, Array, Infinity, Date, NaN } = globalThis;
const { Blob, isBlob, normalType } = require("web/blob");
const { toArrayBuffer, chunkBytes, concat, viewBytes, isBuffer, native: convert } = require("web/body");
const { typeOfPath } = require("bun/mime");
const { isView } = globalThis.ArrayBuffer;
const fs = require("node:fs");
const inspectCustom = Symbol.for("nodejs.util.inspect.custom");
const { promises } = fs;

const READ_CHUNK = 262144; // bytes of one read from the pool
const SINK_HIGH_WATER = 65536;

function toPath(value) {
  if (typeof value === "number") {
    if (!Number.isInteger(value) || value < 0) throw new TypeError("Expected a file descriptor to be a non-negative integer");
    return value;
  }
  if (typeof value === "string") {
    if (value.startsWith("file://")) return require("node:url").fileURLToPath(value);
    if (value.includes("\0")) throw new TypeError("path must be a string without null bytes");
    return value;
  }
  if (isView(value) || isBuffer(value)) {
    const bytes = viewBytes(value);
    return convert.utf8Decode(bytes, 0, bytes.byteLength);
  }
  const { URL } = globalThis;
  if (value instanceof URL) return require("node:url").fileURLToPath(value);
  throw new TypeError("Expected file path string or file descriptor");
}

const clamp = (value, size) => (value < 0 ? Math.max(size + value, 0) : Math.min(value, size));

let pathOf; // set by the static block below

class BunFile extends Blob {
  #path; // string, or a descriptor
  #start = 0;
  #end; // undefined: the end of the file
  #type;

  constructor(path, type) {
    super();
    this.#path = path;
    this.#type = type ?? (typeof path === "string" ? typeOfPath(path) : "application/octet-stream");
  }

  get name() {
    return typeof this.#path === "string" ? this.#path : undefined;
  }
  get type() {
    return this.#type;
  }

  #statNow() {
    try {
      return typeof this.#path === "number" ? fs.fstatSync(this.#path) : fs.statSync(this.#path);
    } catch {
      return undefined;
    }
  }

  get size() {
    const stat = this.#statNow();
    if (stat === undefined) return 0;
    if (!stat.isFile()) return stat.isDirectory() ? 0 : Infinity;
    const end = this.#end === undefined ? stat.size : clamp(this.#end, stat.size);
    return Math.max(end - clamp(this.#start, stat.size), 0);
  }
  get lastModified() {
    const stat = this.#statNow();
    return stat === undefined ? 0 : Math.trunc(stat.mtimeMs);
  }

  slice(start = 0, end, type) {
    if (typeof start === "string") [start, end, type] = [0, undefined, start];
    if (typeof end === "string") [end, type] = [undefined, end];
    const piece = new BunFile(this.#path, type === undefined ? this.#type : normalType(type));
    const size = start < 0 || (end !== undefined && end < 0) ? this.size : Infinity;
    const from = Math.trunc(Number(start)) || 0;
    piece.#start = this.#start + (from < 0 ? clamp(from, size) : from);
    const to = end === undefined ? undefined : this.#start + (end < 0 ? clamp(Math.trunc(end), size) : Math.trunc(Number(end)) || 0);
    piece.#end = to === undefined ? this.#end : this.#end === undefined ? to : Math.min(to, this.#end);
    return piece;
  }

  async exists() {
    try {
      return (await this.stat()).isFile() || typeof this.#path === "number";
    } catch {
      return false;
    }
  }

  stat() {
    if (typeof this.#path === "number") return new Promise((resolve, reject) => fs.fstat(this.#path, (error, stat) => (error ? reject(error) : resolve(stat))));
    return promises.stat(this.#path);
  }

  // Reads [from, to) in pieces; `take` may return a promise, and false to stop.
  async #read(from, to, take) {
    const own = typeof this.#path === "string";
    const fd = own ? await openFile(this.#path, "r") : this.#path;
    const seekable = own && to !== Infinity;
    try {
      for (let at = from; at < to; ) {
        const chunk = new Uint8Array(Math.min(READ_CHUNK, to - at));
        const count = await readFile(fd, chunk, seekable || from > 0 ? at : null);
        if (count === 0) return;
        at += count;
        if ((await take(count === chunk.byteLength ? chunk : chunk.subarray(0, count))) === false) return;
      }
    } finally {
      if (own) fs.close(fd, () => {});
    }
  }

  #range(size) {
    const from = clamp(this.#start, size);
    return [from, Math.max(this.#end === undefined ? size : clamp(this.#end, size), from)];
  }

  async bytes() {
    const stat = await this.stat();
    if (stat.isDirectory()) {
      const error = new Error("EISDIR: illegal operation on a directory, read");
      throw Object.assign(error, { code: "EISDIR", errno: -21, syscall: "read", path: this.name });
    }
    // Files of /proc say 0; pipes and terminals have no size.
    const [from, to] = stat.isFile() && stat.size > 0 ? this.#range(stat.size) : [this.#start, this.#end ?? Infinity];
    const chunks = [];
    let total = 0;
    await this.#read(from, to, (chunk) => {
      chunks.push(chunk);
      total += chunk.byteLength;
    });
    return chunks.length === 0 ? new Uint8Array(0) : concat(chunks, total);
  }
  async arrayBuffer() {
    return toArrayBuffer(await this.bytes());
  }
  async text() {
    const bytes = await this.bytes();
    return convert.utf8Decode(bytes, 0, bytes.byteLength);
  }
  async json() {
    return JSON.parse(await this.text());
  }
  async formData() {
    return require("web/formdata").parserFor(this.#type)(await this.bytes());
  }

  /** For callers that must not wait: new Blob([file]), FormData. */
  readNow() {
    const bytes = fs.readFileSync(this.#path);
    const [from, to] = this.#range(bytes.byteLength);
    return new Uint8Array(bytes.buffer, bytes.byteOffset + from, to - from);
  }

  stream() {
    const { ReadableStream } = require("web/streams");
    const file = this;
    let wake;
    let stopped = false;
    return new ReadableStream(
      {
        type: "bytes",
        start(controller) {
          const gate = () => new Promise((resolve) => (wake = resolve));
          const run = async () => {
            await gate();
            await file.#read(file.#start, file.#end ?? Infinity, async (chunk) => {
              if (stopped) return false;
              controller.enqueue(chunk.byteLength === chunk.buffer.byteLength ? chunk : chunk.slice());
              await gate();
              return !stopped;
            });
            if (!stopped) {
              controller.close();
              controller.byobRequest?.respond(0);
            }
          };
          run().catch((error) => controller.error(error));
        },
        pull() {
          wake?.();
        },
        cancel() {
          stopped = true;
          wake?.();
        },
      },
      { highWaterMark: 0 },
    );
  }

  writer(options) {
    return new FileSink(this.#path, options);
  }
  write(data, options) {
    return write(this, data, options);
  }
  async delete() {
    if (typeof this.#path === "number") throw new TypeError("Is a file descriptor, not a path");
    await promises.unlink(this.#path);
  }
  unlink() {
    return this.delete();
  }

  /** Answers a request of Bun.serve. False: a route should look elsewhere, there is no such file. */
  async sendTo(request, out) {
    let stat;
    try {
      stat = await this.stat();
    } catch (error) {
      if (error.code === "ENOENT" && out.route) return false;
      throw error;
    }
    if (stat.isDirectory()) {
      if (out.route) return false;
      throw Object.assign(new Error("EISDIR: illegal operation on a directory, read"), { code: "EISDIR" });
    }
    let lines = out.hasType ? "" : `content-type: ${this.#type}\r\n`;
    if (out.route) {
      const own = /^last-modified: (.*)\r$/im.exec(out.lines)?.[1];
      if (own === undefined) lines += `last-modified: ${stat.mtime.toUTCString()}\r\n`;
      if (out.status === 200 && notModifiedSince(request, own === undefined ? stat.mtimeMs : Date.parse(own))) {
        out.begin(304, lines, 0);
        out.end();
        return true;
      }
    }
    if (!stat.isFile()) {
      if (out.begin(out.status, lines, -1)) await this.#read(0, Infinity, out.write);
      out.end();
      return true;
    }
    let [from, to] = this.#range(stat.size);
    let { status } = out;
    if (status === 200 && !out.route && this.#type === "application/octet-stream" && this.name !== undefined)
      lines += `content-disposition: filename="${this.name.slice(this.name.lastIndexOf("/") + 1).replace(/[^\x20-\x7e]|["\\]/g, "_")}"\r\n`;
    const ownRange = /^content-range:/im.test(out.lines);
    if (status === 200 && !out.route && to - from < stat.size) {
      // A part of a file that a handler cut out. Its whole size is not for the client.
      status = 206;
      if (from < to && !ownRange) lines += `content-range: bytes ${from}-${to - 1}/*\r\n`;
    } else if (status === 200 && !ownRange && (request.method === "GET" || request.method === "HEAD")) {
      const range = byteRange(request.headers.get("range"), to - from);
      if (range === null) {
        out.begin(416, `${out.route ? lines : ""}content-range: bytes */${to - from}\r\naccept-ranges: bytes\r\n`, 0);
        out.end();
        return true;
      }
      if (range !== undefined) {
        lines += `content-range: bytes ${range[0]}-${range[1] - 1}/${to - from}\r\naccept-ranges: bytes\r\n`;
        status = 206;
        [from, to] = [from + range[0], from + range[1]];
      }
    }
    if (out.route && status === 200 && from === to) status = 204;
    if (!out.begin(status, lines, to - from)) return true;
    if (request.method !== "HEAD") await this.#read(from, to, async (chunk) => (await out.write(chunk)) === true);
    out.end();
    return true;
  }

  [inspectCustom](depth, options, inspect) {
    const where = typeof this.#path === "number" ? `fd: ${this.#path}` : JSON.stringify(this.#path);
    return `FileRef (${where}) ${inspect({ type: this.#type }, options)}`;
  }

  static {
    pathOf = (file) => file.#path;
  }
}

function notModifiedSince(request, mtimeMs) {
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  const header = request.headers.get("if-modified-since");
  const since = header === null ? NaN : Date.parse(header);
  return since === since && Math.trunc(mtimeMs / 1000) * 1000 <= since;
}

// One range of a "Range: bytes=..." header: undefined if there is none to honour, null if it cannot be satisfied.
function byteRange(header, size) {
  const match = /^bytes\s*=\s*(\d*)-(\d*)$/i.exec((header ?? "").trim());
  if (match === null || (match[1] === "" && match[2] === "")) return undefined;
  let from, to;
  if (match[1] === "") {
    from = Math.max(size - Number(match[2]), 0);
    to = size;
    if (Number(match[2]) === 0) return null;
  } else {
    from = Number(match[1]);
    to = match[2] === "" ? size : Math.min(Number(match[2]) + 1, size);
  }
  if (from >= size) return null;
  return from < to ? [from, to] : undefined;
}

const openFile = (path, flags, mode) =>
  new Promise((resolve, reject) => fs.open(path, flags, mode, (error, fd) => (error ? reject(error) : resolve(fd))));
const readFile = (fd, chunk, at) =>
  new Promise((resolve, reject) => fs.read(fd, chunk, 0, chunk.byteLength, at, (error, count) => (error ? reject(error) : resolve(count))));
const writeFile = (fd, bytes, from) =>
  new Promise((resolve, reject) => fs.write(fd, bytes, from, bytes.byteLength - from, null, (error, count) => (error ? reject(error) : resolve(count))));

async function writeAll(fd, bytes) {
  for (let at = 0; at < bytes.byteLength; ) at += await writeFile(fd, bytes, at);
  return bytes.byteLength;
}

// --- FileSink --------------------------------------------------------------------------------------------

class FileSink {
  #path;
  #fd;
  #queue = []; // what flush() has not written yet
  #queued = 0;
  #highWaterMark;
  #tail = Promise.resolve(); // writes happen in order
  #ended = false;
  #error;

  constructor(path, options) {
    this.#path = path;
    this.#highWaterMark = options?.highWaterMark ?? SINK_HIGH_WATER;
  }

  #append(work) {
    const result = this.#tail.then(work);
    this.#tail = result.catch((error) => {
      this.#error ??= error;
    });
    return result;
  }

  async #open() {
    if (this.#error !== undefined) throw this.#error;
    this.#fd ??= typeof this.#path === "number" ? this.#path : await openFile(this.#path, "w", 0o666);
    return this.#fd;
  }

  /** Bytes accepted; they reach the file with flush(), end(), or when enough have gathered. */
  write(chunk) {
    if (this.#ended) return 0;
    const bytes = chunkBytes(chunk);
    this.#queue.push(bytes === chunk ? bytes.slice() : bytes);
    this.#queued += bytes.byteLength;
    if (this.#queued >= this.#highWaterMark) return this.flush().then(() => bytes.byteLength);
    return bytes.byteLength;
  }

  flush() {
    const chunks = this.#queue;
    const total = this.#queued;
    this.#queue = [];
    this.#queued = 0;
    return this.#append(async () => {
      const fd = await this.#open();
      return total === 0 ? 0 : writeAll(fd, concat(chunks, total));
    });
  }

  async end(error) {
    if (this.#ended) return 0;
    const written = this.flush();
    this.#ended = true;
    await this.#append(async () => {
      if (typeof this.#path !== "number" && this.#fd !== undefined) await new Promise((resolve) => fs.close(this.#fd, resolve));
    });
    if (error !== undefined) throw error;
    return written;
  }

  start(options) {
    if (options?.highWaterMark > 0) this.#highWaterMark = options.highWaterMark;
  }
  ref() {}
  unref() {}
}

// --- Bun.write -------------------------------------------------------------------------------------------

async function inputBytes(data) {
  if (typeof data === "string") return convert.utf8Encode(data);
  if (isView(data) || isBuffer(data)) return viewBytes(data);
  if (isBlob(data)) return data.bytes();
  if (typeof data?.bytes === "function") return data.bytes(); // Response, Request
  if (Array.isArray(data)) return new Blob(data).bytes();
  if (typeof data === "object" && data !== null && require("web/streams").isReadableStream(data)) return require("web/body").readAll(data);
  return convert.utf8Encode(`${data}`);
}

async function openForWrite(path, options) {
  const mode = options?.mode ?? 0o666;
  try {
    return await openFile(path, "w", mode);
  } catch (error) {
    if (error.code !== "ENOENT" || options?.createPath === false || !path.includes("/")) throw error;
    await promises.mkdir(path.slice(0, path.lastIndexOf("/")) || "/", { recursive: true });
    return openFile(path, "w", mode);
  }
}

/** @param {string | URL | number | BunFile} destination @returns {Promise<number>} bytes written */
async function write(destination, data, options) {
  if (arguments.length < 2 || data === undefined || data === null) throw new TypeError("Expected a Blob-y thing");
  const path = destination instanceof BunFile ? pathOf(destination) : toPath(destination);
  const bytes = await inputBytes(data);
  if (typeof path === "number") return writeAll(path, bytes);
  const fd = await openForWrite(path, options);
  try {
    return await writeAll(fd, bytes);
  } finally {
    await new Promise((resolve) => fs.close(fd, resolve));
  }
}

/** @param {string | URL | number | Uint8Array} path @param {{type?: string}} [options] @returns {BunFile} */
function file(path, options) {
  if (path instanceof BunFile) return path;
  const where = toPath(path);
  const type = options?.type === undefined ? undefined : normalType(options.type);
  return new BunFile(where, type);
}

exports.file = file;
exports.write = write;
exports.BunFile = BunFile;
for (const [fd, name] of [[0, "stdin"], [1, "stdout"], [2, "stderr"]]) {
  let made;
  Object.defineProperty(exports, name, { get: () => (made ??= file(fd)), enumerable: true });
}
