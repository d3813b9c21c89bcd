// fs/promises.js - node:fs/promises and FileHandle.
//
// Every function is the callback form's native with a promise around it. A FileHandle owns its descriptor
// through a native handle, so that one which is forgotten is closed when it is collected.
const { Array, Error, Object, Promise, Symbol, Uint8Array } = globalThis;
const utils = require("internal/fs/utils");
const { codes, AbortError } = require("internal/errors");
const validators = require("internal/validators");
const EventEmitter = require("node:events");
const { Buffer } = require("node:buffer");
const {
  sys, constants, stringToFlags, checkedPath, getOptions, encodeText, wantsBytes, asBuffer, bytesOf, statsFromBytes,
  statFsFromBytes, positionOrNull, toUnixTimestamp, isArrayBufferView, throwIfAborted,
} = utils;
const { validateBoolean, validateInteger, validateObject, parseFileMode } = validators;

const kHandle = Symbol("kHandle");
const kFd = Symbol("kFd");
const kClosing = Symbol("kClosePromise");
const kRefs = Symbol("kRefs");
const kCloseWait = Symbol("kCloseReject");
const kLocked = Symbol("kLocked");

/** Calls native `name` on the pool. @returns {Promise<any>} */
function call(name, ...args) {
  return new Promise((resolve, reject) => {
    sys[name](...args, (error, value) => {
      if (error === null) return resolve(value);
      Error.captureStackTrace?.(error, call);
      reject(error);
    });
  });
}

// --- FileHandle ---------------------------------------------------------------------------------------

class FileHandle extends EventEmitter {
  constructor(fd) {
    super();
    this[kHandle] = sys.fileOwn(fd);
    this[kFd] = fd;
    this[kRefs] = 1;
    this[kClosing] = null;
    this[kLocked] = false;
  }

  get fd() {
    return this[kFd];
  }
  getAsyncId() {
    return 0;
  }

  appendFile(data, options) {
    return guarded("writeFile", writeFile, this, data, options);
  }
  chmod(mode) {
    return guarded("fchmod", async function (handle) { return call("fchmod", handle.fd, parseFileMode(mode, "mode")); }, this);
  }
  chown(uid, gid) {
    return guarded("fchown", async function (handle) {
      validateInteger(uid, "uid", -1, 4294967295);
      validateInteger(gid, "gid", -1, 4294967295);
      return call("fchown", handle.fd, uid >>> 0, gid >>> 0);
    }, this);
  }
  datasync() {
    return guarded("fdatasync", function (handle) { return call("fdatasync", handle.fd); }, this);
  }
  sync() {
    return guarded("fsync", function (handle) { return call("fsync", handle.fd); }, this);
  }
  read(buffer, offset, length, position) {
    return guarded("read", read, this, buffer, offset, length, position);
  }
  readv(buffers, position) {
    return guarded("readv", readv, this, buffers, position);
  }
  readFile(options) {
    return guarded("readFile", readFile, this, options);
  }
  readLines(options = undefined) {
    const { createInterface } = require("node:readline");
    return createInterface({ input: this.createReadStream(options), crlfDelay: Infinity });
  }
  stat(options) {
    return guarded("fstat", async function (handle) {
      const bigint = options?.bigint ?? false;
      return statsFromBytes(await call("fstat", handle.fd, bigint || undefined), bigint);
    }, this);
  }
  truncate(len = 0) {
    return guarded("ftruncate", async function (handle) {
      validateInteger(len, "len");
      return call("ftruncate", handle.fd, len < 0 ? 0 : len);
    }, this);
  }
  utimes(atime, mtime) {
    return guarded("futimes", async function (handle) {
      return call("futime", handle.fd, toUnixTimestamp(atime), toUnixTimestamp(mtime));
    }, this);
  }
  write(buffer, offset, length, position) {
    return guarded("write", write, this, buffer, offset, length, position);
  }
  writev(buffers, position) {
    return guarded("writev", writev, this, buffers, position);
  }
  writeFile(data, options) {
    return guarded("writeFile", writeFile, this, data, options);
  }
  createReadStream(options = undefined) {
    const { ReadStream } = require("internal/fs/streams");
    return new ReadStream(undefined, { highWaterMark: 65536, ...options, fd: this });
  }
  createWriteStream(options = undefined) {
    const { WriteStream } = require("internal/fs/streams");
    return new WriteStream(undefined, { ...options, fd: this });
  }
  readableWebStream(options = {}) {
    if (this[kFd] === -1) throw new codes.ERR_INVALID_STATE("The FileHandle is closed");
    if (this[kClosing]) throw new codes.ERR_INVALID_STATE("The FileHandle is closing");
    if (this[kLocked]) throw new codes.ERR_INVALID_STATE("The FileHandle is locked");
    validateObject(options, "options");
    this[kLocked] = true;
    const { autoClose = false } = options;
    this[kRefs]++;
    let open = true;
    const finish = async () => {
      if (!open) return;
      open = false;
      unref(this);
      if (autoClose) await this.close();
    };
    const end = (controller) => {
      finish();
      controller.close();
      controller.byobRequest?.respond(0);
    };
    return new globalThis.ReadableStream({
      type: "bytes",
      autoAllocateChunkSize: 16384,
      start: (controller) => void this.once("close", () => open && end(controller)),
      pull: async (controller) => {
        const { view } = controller.byobRequest;
        const { bytesRead } = await this.read(view, view.byteOffset, view.byteLength);
        if (!open) return;
        if (bytesRead > 0) return void controller.byobRequest.respond(bytesRead);
        await finish();
        controller.close();
        controller.byobRequest.respond(0);
      },
      cancel: finish,
    });
  }

  close() {
    if (this[kFd] === -1) return Promise.resolve();
    if (this[kClosing]) return this[kClosing];
    this[kRefs]--;
    if (this[kRefs] === 0) {
      this[kClosing] = closeNow(this).finally(() => (this[kClosing] = undefined));
    } else {
      this[kClosing] = new Promise((resolve, reject) => (this[kCloseWait] = { resolve, reject })).finally(() => {
        this[kClosing] = undefined;
        this[kCloseWait] = undefined;
      });
    }
    this.emit("close");
    return this[kClosing];
  }

  async [Symbol.asyncDispose]() {
    return this.close();
  }
}

function closeNow(handle) {
  const fd = sys.fileDisown(handle[kHandle]);
  handle[kFd] = -1;
  return call("close", fd);
}

function unref(handle) {
  handle[kRefs]--;
  if (handle[kRefs] === 0) closeNow(handle).then(handle[kCloseWait].resolve, handle[kCloseWait].reject);
}

// An operation under way delays close(), so that its descriptor is not reused beneath it.
async function guarded(syscall, operation, handle, ...args) {
  if (!(handle instanceof FileHandle)) throw new codes.ERR_INTERNAL_ASSERTION("handle must be an instance of FileHandle");
  if (handle[kFd] === -1) {
    const error = new Error("file closed");
    error.code = "EBADF";
    error.syscall = syscall;
    throw error;
  }
  handle[kRefs]++;
  try {
    return await operation(handle, ...args);
  } finally {
    unref(handle);
  }
}

// --- reading and writing --------------------------------------------------------------------------------

async function read(handle, bufferOrOptions, offset, length, position) {
  let buffer = bufferOrOptions;
  if (!isArrayBufferView(buffer)) {
    if (bufferOrOptions !== undefined) validateObject(bufferOrOptions, "options", validators.kValidateObjectAllowNullable);
    ({ buffer = Buffer.alloc(16384), offset = 0, length = buffer.byteLength - offset, position = null } = bufferOrOptions ?? {});
    if (!isArrayBufferView(buffer)) throw new codes.ERR_INVALID_ARG_TYPE("buffer", ["Buffer", "TypedArray", "DataView"], buffer);
  } else if (offset !== null && typeof offset === "object") {
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset);
  }
  if (offset === undefined || offset === null) offset = 0;
  else validateInteger(offset, "offset", 0);
  length ??= buffer.byteLength - offset;
  if (length === 0) return { __proto__: null, bytesRead: 0, buffer };
  if (buffer.byteLength === 0) throw new codes.ERR_INVALID_ARG_VALUE("buffer", buffer, "is empty and cannot be written");
  utils.checkOffsetLengthRead(offset, length, buffer.byteLength);
  if (position === undefined || position === null) position = -1;
  utils.checkPosition(position, "position", length);
  const bytesRead = await call("read", handle.fd, bytesOf(buffer), offset, length, positionOrNull(position));
  return { __proto__: null, bytesRead, buffer };
}

function checkBuffers(buffers) {
  if (!Array.isArray(buffers) || !buffers.every(isArrayBufferView)) {
    throw new codes.ERR_INVALID_ARG_TYPE("buffers", "ArrayBufferView[]", buffers);
  }
}

async function vectored(buffers, position, step) {
  let at = typeof position === "number" ? position : null;
  let total = 0;
  for (const buffer of buffers) {
    if (buffer.byteLength === 0) continue;
    const n = await step(buffer, at);
    total += n;
    if (at !== null) at += n;
    if (n < buffer.byteLength) break;
  }
  return total;
}

async function readv(handle, buffers, position) {
  checkBuffers(buffers);
  const bytesRead = await vectored(buffers, position, (b, at) => call("read", handle.fd, bytesOf(b), 0, b.byteLength, at));
  return { __proto__: null, bytesRead, buffers };
}

async function writev(handle, buffers, position) {
  checkBuffers(buffers);
  const bytesWritten = await vectored(buffers, position, (b, at) => call("write", handle.fd, bytesOf(b), at));
  return { __proto__: null, bytesWritten, buffers };
}

async function write(handle, buffer, offsetOrOptions, length, position) {
  if (buffer?.byteLength === 0) return { __proto__: null, bytesWritten: 0, buffer };
  if (isArrayBufferView(buffer)) {
    let offset = offsetOrOptions;
    if (offset !== null && typeof offset === "object") {
      ({ offset = 0, length = buffer.byteLength - offset, position = null } = offsetOrOptions);
    }
    if (offset === undefined || offset === null) offset = 0;
    else validateInteger(offset, "offset", 0);
    if (typeof length !== "number") length = buffer.byteLength - offset;
    if (typeof position !== "number") position = null;
    utils.checkOffsetLengthWrite(offset, length, buffer.byteLength);
    const part = new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length);
    const bytesWritten = await call("write", handle.fd, part, positionOrNull(position));
    return { __proto__: null, bytesWritten, buffer };
  }
  if (typeof buffer !== "string") {
    throw new codes.ERR_INVALID_ARG_TYPE("buffer", ["string", "Buffer", "TypedArray", "DataView"], buffer);
  }
  validators.validateEncoding(buffer, length);
  const data = wantsBytes(length) ? Buffer.from(buffer, length) : buffer;
  const bytesWritten = await call("write", handle.fd, data, positionOrNull(offsetOrOptions));
  return { __proto__: null, bytesWritten, buffer };
}

// --- whole files ----------------------------------------------------------------------------------------

function abortable(signal, promise) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new AbortError(undefined, { cause: signal.reason }));
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

async function readFile(path, options) {
  options = getOptions(options, { flag: "r" });
  const { encoding, signal } = options;
  throwIfAborted(signal);
  const raw = !(encoding === "utf8" || encoding === "utf-8");
  const work = path instanceof FileHandle
    ? call("readAll", path.fd, raw)
    : call("readFile", checkedPath(path), stringToFlags(options.flag, "options.flag"), raw);
  const value = await abortable(signal, work);
  if (typeof value === "string") return value;
  const buffer = asBuffer(value);
  return encoding && encoding !== "buffer" ? buffer.toString(encoding) : buffer;
}

const isIterable = (value) =>
  value !== null && typeof value === "object" && (value[Symbol.asyncIterator] || value[Symbol.iterator]) && !isArrayBufferView(value);

function fileBytes(data, encoding) {
  if (isArrayBufferView(data)) return bytesOf(data);
  if (typeof data !== "string") {
    throw new codes.ERR_INVALID_ARG_TYPE(
      "data", ["string", "Buffer", "TypedArray", "DataView", "Iterable", "AsyncIterable", "Stream"], data);
  }
  return wantsBytes(encoding) && encoding !== "buffer" ? Buffer.from(data, encoding) : data;
}

async function writeChunks(fd, chunks, encoding, signal) {
  throwIfAborted(signal);
  for await (const chunk of chunks) {
    throwIfAborted(signal);
    const bytes = isArrayBufferView(chunk) ? bytesOf(chunk) : Buffer.from(chunk, encoding || "utf8");
    await call("writeAll", fd, bytes, false);
  }
}

async function writeFile(path, data, options) {
  options = getOptions(options, { encoding: "utf8", mode: 0o666, flag: "w", flush: false });
  const { encoding, signal, flush = false } = options;
  validateBoolean(flush, "options.flush");
  const flags = options.flag || "w";
  const chunks = isIterable(data);
  if (!chunks) data = fileBytes(data, encoding || "utf8");
  if (path instanceof FileHandle) {
    throwIfAborted(signal);
    if (!chunks) return abortable(signal, call("writeAll", path.fd, data, flush));
    await writeChunks(path.fd, data, encoding, signal);
    if (flush) await call("fsync", path.fd);
    return;
  }
  path = checkedPath(path);
  throwIfAborted(signal);
  const mode = parseFileMode(options.mode, "mode", 0o666);
  if (!chunks) return abortable(signal, call("writeFile", path, stringToFlags(flags), mode, data, flush));
  const fd = await call("open", path, stringToFlags(flags), mode);
  try {
    await writeChunks(fd, data, encoding, signal);
    if (flush) await call("fsync", fd);
  } finally {
    await call("close", fd);
  }
}

async function appendFile(path, data, options) {
  options = getOptions(options, { encoding: "utf8", mode: 0o666, flag: "a", flush: false });
  return writeFile(path, data, { ...options, flag: options.flag || "a" });
}

// --- paths ------------------------------------------------------------------------------------------------

async function access(path, mode) {
  if (mode !== undefined) validateInteger(mode, "mode", 0, 7);
  return call("access", checkedPath(path), mode ?? constants.F_OK);
}
async function open(path, flags, mode) {
  path = checkedPath(path);
  const bits = stringToFlags(flags);
  mode = parseFileMode(mode, "mode", 0o666);
  return new FileHandle(await call("open", path, bits, mode));
}
async function statWith(name, path, options) {
  const bigint = options?.bigint ?? false;
  const quiet = options?.throwIfNoEntry === false;
  return statsFromBytes(await call(name, checkedPath(path), bigint || undefined, quiet), bigint);
}
async function stat(path, options) {
  return statWith("stat", path, options);
}
async function lstat(path, options) {
  return statWith("lstat", path, options);
}
async function statfs(path, options) {
  const bigint = options?.bigint ?? false;
  return statFsFromBytes(await call("statfs", checkedPath(path), bigint || undefined), bigint);
}
async function truncate(path, len = 0) {
  const handle = await open(path, "r+");
  try {
    return await handle.truncate(len);
  } finally {
    await handle.close();
  }
}

// The callback functions that need no FileHandle: their own argument checks, as a rejected promise.
function promised(name) {
  return {
    async [name](...args) {
      const fs = require("node:fs");
      return new Promise((resolve, reject) => {
        const done = (error, value) => (error ? reject(error) : resolve(value));
        fs[name](...args, done);
      });
    },
  }[name];
}

async function copyFile(src, dest, mode) {
  return promised("copyFile")(src, dest, mode ?? 0);
}
async function symlink(target, path, type) {
  return promised("symlink")(target, path, type ?? null);
}
async function mkdir(path, options) {
  return promised("mkdir")(path, options);
}
async function rm(path, options) {
  return promised("rm")(path, options);
}
async function rmdir(path, options) {
  return promised("rmdir")(path, options);
}
async function readlink(path, options) {
  const { encoding } = getOptions(options);
  return encodeText(await call("readlink", checkedPath(path, "oldPath"), wantsBytes(encoding)), encoding);
}
async function realpath(path, options) {
  const { encoding } = getOptions(options);
  return encodeText(await call("realpath", checkedPath(path), wantsBytes(encoding)), encoding);
}
async function mkdtemp(prefix, options) {
  return promised("mkdtemp")(prefix, getOptions(options));
}
async function mkdtempDisposable(prefix, options) {
  const path = require("node:path").resolve(await mkdtemp(prefix, options));
  const remove = () => rm(path, { recursive: true, force: true });
  return { __proto__: null, path, remove, [Symbol.asyncDispose]: remove };
}

const join = (parent, name) =>
  typeof parent === "string" && typeof name === "string" ? require("node:path").join(parent, name)
    : Buffer.concat([Buffer.from(parent), Buffer.from("/"), Buffer.from(name)]);

async function list(path, options) {
  const { encoding, withFileTypes } = options;
  const listing = await call("scandir", path, withFileTypes ? 1 : 0, wantsBytes(encoding));
  if (!withFileTypes) return utils.splitListing(listing, encoding);
  const entries = utils.typedEntries(listing, encoding, path);
  for (const entry of entries) {
    if (entry[utils.kType] === 0) {
      entry[utils.kType] = utils.typeFromMode((await lstat(join(entry.parentPath, entry.name))).mode);
    }
  }
  return entries;
}

async function readdir(path, options) {
  options = getOptions(options);
  path = checkedPath(path);
  if (!options.recursive) return list(path, options);
  const typed = { withFileTypes: true, encoding: options.encoding };
  const results = [];
  const queue = [[path, undefined]];
  while (queue.length > 0) {
    const { 0: directory, 1: prefix } = queue.shift();
    for (const entry of await list(directory, typed)) {
      const relative = prefix === undefined ? entry.name : join(prefix, entry.name);
      results.push(options.withFileTypes ? entry : relative);
      if (entry.isDirectory()) queue.push([join(directory, entry.name), relative]);
    }
  }
  return results;
}

async function cp(src, dest, options) {
  const tree = require("internal/fs/cp");
  options = tree.checkedCpOptions(options);
  return tree.cp(checkedPath(src, "src"), checkedPath(dest, "dest"), options);
}
async function opendir(path, options) {
  return new Promise((resolve, reject) => {
    require("node:fs").opendir(path, options, (error, dir) => (error ? reject(error) : resolve(dir)));
  });
}
async function* glob(pattern, options) {
  const { Glob } = require("internal/fs/glob");
  yield* new Glob(pattern, options).entries();
}
async function* watch(filename, options = {}) {
  yield* require("internal/fs/watch").watchIterator(filename, options);
}

module.exports = {
  exports: {
    access, copyFile, cp, glob, open, opendir, rename: promised("rename"), truncate, rm, rmdir, mkdir, readdir, readlink,
    symlink, lstat, stat, statfs, link: promised("link"), unlink: promised("unlink"), chmod: promised("chmod"),
    lchmod: async () => {
      throw new codes.ERR_METHOD_NOT_IMPLEMENTED("lchmod()");
    },
    lchown: promised("lchown"), chown: promised("chown"), utimes: promised("utimes"), lutimes: promised("lutimes"),
    realpath, mkdtemp, mkdtempDisposable, writeFile, appendFile, readFile, watch, constants,
  },
  FileHandle, kFd, kRefs, unref,
};
Object.defineProperty(module.exports.exports, "FileHandle", { __proto__: null, value: FileHandle, enumerable: false });
