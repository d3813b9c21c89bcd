// props.js - the small properties of the Bun object. Each needs little; what is larger has a file of its own.
const { Atomics, Error, Int32Array, Number, Object, Promise, SharedArrayBuffer, String, Symbol, TypeError, Uint8Array, ArrayBuffer, Array, Math, Date, Infinity } = globalThis;
const { viewBytes, isBuffer } = require("web/body");
const boot = require("internal/boot");
const { isView } = ArrayBuffer;

const process = () => globalThis.process;

// The release of Bun whose API we implement.
exports.version = "1.4.5";
exports.revision = "a7733435cf40429e3b35c36072769df2052b80f1";
exports.version_with_sha = `v${exports.version} (${exports.revision.slice(0, 9)})`;
exports.isMainThread = true;
exports.isStandaloneExecutable = false;

const lazy = (name, get) => Object.defineProperty(exports, name, { get, enumerable: true, configurable: true });
lazy("env", () => process().env);
lazy("argv", () => process().argv);
lazy("main", () => boot.mainPath ?? "");
lazy("cwd", () => process().cwd());
lazy("enableANSIColors", () => {
  const { env, stdout } = process();
  if (env.NO_COLOR) return false;
  return Boolean(env.FORCE_COLOR) || Boolean(stdout?.isTTY);
});

function argumentError(message) {
  const error = new TypeError(message);
  error.code = "ERR_INVALID_ARG_TYPE";
  return error;
}

// --- time ------------------------------------------------------------------------------------------------

/** @param {number | Date} ms */
exports.sleep = function sleep(ms) {
  const wait = ms instanceof Date ? ms.getTime() - Date.now() : ms;
  if (typeof wait !== "number") throw new TypeError("sleep expects a number (milliseconds)");
  return new Promise((resolve) => globalThis.setTimeout(resolve, wait > 0 ? wait : 0));
};

exports.sleepSync = function sleepSync(ms) {
  if (typeof ms !== "number") throw argumentError(`sleepSync expects a number, got ${typeof ms}`);
  if (ms < 0) throw argumentError(`argument to sleepSync must not be negative, got ${ms}`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

/** Nanoseconds since the process started. */
exports.nanoseconds = () => Number(process().hrtime.bigint()) - startNs;
const startNs = Number(process().hrtime.bigint()) - Math.trunc((globalThis.performance?.now() ?? 0) * 1e6);

// --- text ------------------------------------------------------------------------------------------------

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

exports.escapeHTML = function escapeHTML(value) {
  const text = String(value);
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (c) => escapes[c]) : text;
};

exports.indexOfLine = function indexOfLine(bytes, from = 0) {
  return viewBytes(bytes).indexOf(10, from);
};

function inspect(value, options) {
  const text = require("internal/test/format").inspect(value, options);
  return options?.compact === true ? require("bun/inspect_table").onOneLine(text) : text;
}
inspect.custom = Symbol.for("nodejs.util.inspect.custom");
inspect.table = (data, properties, options) => require("bun/inspect_table").table(data, properties, options);
exports.inspect = inspect;

exports.deepEquals = (a, b, strict = false) => require("internal/test/equals").equals(a, b, { strict: strict === true });
exports.deepMatch = (subset, value) => require("internal/test/equals").matchesSubset(value, subset);

// --- bytes -----------------------------------------------------------------------------------------------

exports.allocUnsafe = function allocUnsafe(size) {
  if (typeof size !== "number" || !(size >= 0)) throw argumentError("Expected a positive number");
  return new Uint8Array(size);
};

/** @param {(ArrayBuffer | ArrayBufferView)[]} list @returns {ArrayBuffer | Uint8Array} */
exports.concatArrayBuffers = function concatArrayBuffers(list, max = Infinity, asUint8Array = false) {
  const views = Array.from(list, (item) => {
    if (!isView(item) && !isBuffer(item)) throw argumentError("Expected TypedArray");
    return viewBytes(item);
  });
  const total = Math.min(views.reduce((sum, view) => sum + view.byteLength, 0), Number(max));
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const view of views) {
    if (at >= total) break;
    bytes.set(view.byteLength > total - at ? view.subarray(0, total - at) : view, at);
    at += view.byteLength;
  }
  return asUint8Array ? bytes : bytes.buffer;
};

// --- identifiers -----------------------------------------------------------------------------------------

let lastMs = -1;
let sequence = 0;

// RFC 9562 version 7: 48 bits of milliseconds, then a counter that makes identifiers of one millisecond ascend.
exports.randomUUIDv7 = function randomUUIDv7(encoding = "hex", timestamp = Date.now()) {
  if (typeof encoding === "number" || encoding instanceof Date) [encoding, timestamp] = ["hex", encoding];
  const ms = Number(timestamp);
  const { Buffer } = require("node:buffer");
  const bytes = Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(16)));
  if (ms === lastMs) sequence = (sequence + 1) & 0xfff;
  else {
    lastMs = ms;
    sequence = (bytes[6] << 8 | bytes[7]) & 0x7ff;
  }
  bytes.writeUIntBE(ms, 0, 6);
  bytes[6] = 0x70 | sequence >> 8;
  bytes[7] = sequence & 0xff;
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return require("bun/uuid").format(bytes, encoding);
};

// --- files and programs ----------------------------------------------------------------------------------

lazy("fileURLToPath", () => require("node:url").fileURLToPath);
lazy("pathToFileURL", () => require("node:url").pathToFileURL);

function executable(path) {
  const fs = require("node:fs");
  try {
    fs.accessSync(path, fs.constants.X_OK);
    return fs.statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The program that a shell would run, or null. */
exports.which = function which(name, options) {
  const text = `${name}`;
  const cwd = `${options?.cwd ?? process().cwd()}`;
  const resolve = (...parts) => parts.reduce((base, part) => (part.startsWith("/") ? part : `${base.replace(/\/$/, "")}/${part.replace(/^\.\//, "")}`));
  if (text === "") return null;
  if (text.includes("/")) {
    const path = resolve(cwd, text);
    return executable(path) ? path : null;
  }
  const list = options?.PATH ?? process().env.PATH ?? "";
  for (const folder of list.split(":")) {
    const path = resolve(cwd, folder === "" ? cwd : folder, text);
    if (executable(path)) return path;
  }
  return null;
};

/** @returns {number} bytes of the heap */
exports.gc = function gc(synchronous = false) {
  boot.native.collect(synchronous === true);
  return boot.native.memory()?.heapSize ?? 0;
};
exports.shrink = () => {};

let gcLevel = 0;
exports.unsafe = {
  /** Kept for programs that save and restore it: the engine offers no way to collect more eagerly. */
  gcAggressionLevel(level = undefined) {
    const before = gcLevel;
    if (level !== undefined) gcLevel = Math.min(2, Math.max(0, Number(level) | 0));
    return before;
  },
  /** The bytes as text, without a check that they are UTF-8. */
  arrayBufferToString(bytes) {
    if (!isView(bytes) && !(bytes instanceof ArrayBuffer)) throw argumentError("Expected an ArrayBuffer");
    return require("node:buffer").Buffer.from(bytes.buffer ?? bytes, bytes.byteOffset, bytes.byteLength).toString();
  },
};

const fromPath = (parent) => {
  const text = `${parent}`;
  return text.startsWith("file://") ? require("node:url").fileURLToPath(text) : text;
};
exports.resolveSync = function resolveSync(specifier, parent) {
  if (arguments.length < 2) throw argumentError(arguments.length === 0 ? "Expected a specifier and a from path" : "Expected a from path");
  const { resolve } = require("internal/modules/loader");
  const from = fromPath(parent);
  return resolve(`${specifier}`, from.endsWith("/") || /\.[cm]?[jt]sx?$/.test(from) ? from : `${from}/`, false);
};
exports.resolve = async (...args) => exports.resolveSync(...args);

// --- streams ---------------------------------------------------------------------------------------------

const streams = () => {
  const all = require("web/streams");
  all.ensure();
  return all;
};
exports.readableStreamToBytes = (stream) => streams().toBytes(stream);
exports.readableStreamToArrayBuffer = (stream) => streams().toArrayBuffer(stream);
exports.readableStreamToText = (stream) => streams().toText(stream);
exports.readableStreamToJSON = (stream) => stream.json();
exports.readableStreamToBlob = (stream) => stream.blob();
exports.readableStreamToArray = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
};
exports.readableStreamToFormData = async (stream, boundary) => {
  const { parserFor } = require("web/formdata");
  const type = boundary === undefined ? "application/x-www-form-urlencoded" : `multipart/form-data; boundary="${boundary}"`;
  return parserFor(type)(await streams().toBytes(stream));
};
