// node:fs - blocking and callback functions. Streams, promises, directories, cp and watchers are in
// lib/internal/fs/ and load on first use.
//
// Each function checks its arguments as Node.js does and makes one native call (src/node/fs.c): the same
// native blocks, or works on the pool when it gets a callback.
const { ArrayBuffer, Array, Float64Array, Math, Object, Promise, Symbol, Uint8Array } = globalThis;
const processObject = () => require("internal/process").process; // most programs that read a file need none
const utils = require("internal/fs/utils");
const { codes, AbortError } = require("internal/errors");
const validators = require("internal/validators");
const { Buffer } = require("node:buffer");
const {
  sys, constants, stringToFlags, checkedPath, checkedFd, getOptions, completion, encodeText, wantsBytes, asBuffer, bytesOf,
  statsFrom, statsFromBytes, statFsFromBytes, positionOrNull, Stats, Dirent,
} = utils;
const { validateBoolean, validateFunction, validateInteger, validateObject, parseFileMode } = validators;
const customPromisify = Symbol.for("nodejs.util.promisify.custom");

const isView = ArrayBuffer.isView;

// --- access, exists -----------------------------------------------------------------------------------

function checkAccessMode(mode) {
  if (mode === undefined) return constants.F_OK;
  validateInteger(mode, "mode", 0, 7);
  return mode;
}

function access(path, mode, callback) {
  if (typeof mode === "function") [mode, callback] = [undefined, mode];
  path = checkedPath(path);
  sys.access(path, checkAccessMode(mode), completion(callback));
}

function accessSync(path, mode) {
  sys.access(checkedPath(path), checkAccessMode(mode));
}

function exists(path, callback) {
  validateFunction(callback, "cb");
  try {
    path = checkedPath(path);
  } catch {
    callback(false);
    return;
  }
  sys.exists(path, (error, found) => callback(error === null && found));
}
Object.defineProperty(exists, customPromisify, {
  __proto__: null,
  value: { exists: (path) => new Promise((resolve) => fs.exists(path, resolve)) }.exists,
});

function existsSync(path) {
  try {
    path = checkedPath(path);
  } catch {
    return false;
  }
  return sys.exists(path);
}

// --- open, close --------------------------------------------------------------------------------------

function open(path, flags, mode, callback) {
  path = checkedPath(path);
  if (arguments.length < 3) {
    callback = flags;
    flags = "r";
    mode = 0o666;
  } else if (typeof mode === "function") {
    callback = mode;
    mode = 0o666;
  } else {
    mode = parseFileMode(mode, "mode", 0o666);
  }
  sys.open(path, stringToFlags(flags), mode, completion(callback, (fd) => fd));
}

function openSync(path, flags, mode) {
  return sys.open(checkedPath(path), stringToFlags(flags), parseFileMode(mode, "mode", 0o666));
}

function defaultClose(error) {
  if (error) throw error;
}
function close(fd, callback = defaultClose) {
  fd = checkedFd(fd);
  sys.close(fd, completion(callback));
}

function closeSync(fd) {
  sys.close(checkedFd(fd));
}

// --- read, write ----------------------------------------------------------------------------------------

// The shapes of read after the descriptor: (buffer, offset, length, position) | (buffer, options) | (options) | ().
function readArguments(args) {
  let { 0: buffer, 1: offset, 2: length, 3: position } = args;
  if (args.length <= 1 && !isView(buffer)) {
    if (buffer !== undefined && buffer !== null) validateObject(buffer, "options", validators.kValidateObjectAllowNullable);
    ({ buffer = Buffer.alloc(16384), offset = 0, length, position = null } = buffer ?? {});
  } else if (args.length <= 2 && (offset === null || typeof offset !== "number")) {
    if (offset !== undefined) validateObject(offset, "options", validators.kValidateObjectAllowNullable);
    ({ offset = 0, length, position = null } = offset ?? {});
  }
  if (!isView(buffer)) throw new codes.ERR_INVALID_ARG_TYPE("buffer", ["Buffer", "TypedArray", "DataView"], buffer);
  if (offset === undefined || offset === null) offset = 0;
  else validateInteger(offset, "offset", 0);
  length = length === undefined || length === null ? buffer.byteLength - offset : length | 0;
  if (length !== 0 && buffer.byteLength === 0) {
    throw new codes.ERR_INVALID_ARG_VALUE("buffer", buffer, "is empty and cannot be written");
  }
  if (length !== 0) utils.checkOffsetLengthRead(offset, length, buffer.byteLength);
  if (position === undefined || position === null) position = -1;
  else utils.checkPosition(position, "position", length);
  return { buffer, offset, length, position: positionOrNull(position) };
}

function read(fd, buffer, offsetOrOptions, length, position, callback) {
  fd = checkedFd(fd);
  const args = [buffer, offsetOrOptions, length, position, callback].slice(0, Math.max(arguments.length - 1, 0));
  const last = args.findLastIndex((value) => typeof value === "function");
  callback = last < 0 ? args[args.length - 1] : args[last];
  validateFunction(callback, "cb");
  const checked = readArguments(args.slice(0, last));
  if (checked.length === 0) {
    processObject().nextTick(callback, null, 0, checked.buffer);
    return;
  }
  const done = completion((error, n) => callback(error, n ?? 0, checked.buffer), (n) => n);
  sys.read(fd, bytesOf(checked.buffer), checked.offset, checked.length, checked.position, done);
}

function readSync(fd, ...args) {
  fd = checkedFd(fd);
  const c = readArguments(args.length === 3 ? [...args, null] : args.length === 1 ? [args[0], undefined] : args);
  return c.length === 0 ? 0 : sys.read(fd, bytesOf(c.buffer), c.offset, c.length, c.position);
}
Object.defineProperty(readSync, "length", { __proto__: null, value: 5, configurable: true });

const readvSync = (fd, buffers, position) => vectored(checkedFd(fd), checkedBuffers(buffers), position, readSyncAt);
const writevSync = (fd, buffers, position) => vectored(checkedFd(fd), checkedBuffers(buffers), position, writeSyncAt);
const readSyncAt = (fd, buffer, position) => sys.read(fd, bytesOf(buffer), 0, buffer.byteLength, position);
const writeSyncAt = (fd, buffer, position) => sys.write(fd, bytesOf(buffer), position);

function checkedBuffers(buffers) {
  if (!Array.isArray(buffers) || !buffers.every(isView)) {
    throw new codes.ERR_INVALID_ARG_TYPE("buffers", "ArrayBufferView[]", buffers);
  }
  return buffers;
}

// One buffer after the other until one is not filled or emptied: what readv and writev do in one call.
function vectored(fd, buffers, position, step) {
  let at = typeof position === "number" ? position : null;
  let total = 0;
  for (const buffer of buffers) {
    if (buffer.byteLength === 0) continue;
    const n = step(fd, buffer, at);
    total += n;
    if (at !== null) at += n;
    if (n < buffer.byteLength) break;
  }
  return total;
}

function vectoredAsync(fd, buffers, position, start, callback) {
  let at = typeof position === "number" ? position : null;
  let total = 0;
  let index = 0;
  const next = () => {
    while (index < buffers.length && buffers[index].byteLength === 0) index++;
    if (index === buffers.length) return callback(null, total);
    const buffer = buffers[index++];
    start(fd, buffer, at, (error, n) => {
      if (error) return callback(error);
      total += n;
      if (at !== null) at += n;
      if (n < buffer.byteLength) return callback(null, total);
      next();
    });
  };
  next();
}

function vectorFunction(name, start) {
  return {
    [name](fd, buffers, position, callback) {
      fd = checkedFd(fd);
      checkedBuffers(buffers);
      callback = typeof position === "function" ? position : callback;
      validateFunction(callback, "cb");
      const done = completion((error, n) => callback(error, n ?? 0, buffers), (n) => n);
      if (buffers.length === 0) processObject().nextTick(done, null, 0);
      else vectoredAsync(fd, buffers, position, start, (error, n) => done(error, n));
    },
  }[name];
}
const readv = vectorFunction("readv", (fd, buffer, at, done) => sys.read(fd, bytesOf(buffer), 0, buffer.byteLength, at, done));
const writev = vectorFunction("writev", (fd, buffer, at, done) => sys.write(fd, bytesOf(buffer), at, done));

// (buffer, offset, length, position) | (buffer, options) | (string, position, encoding) -> what to write.
function writeArguments(data, offsetOrOptions, length, position) {
  if (isView(data)) {
    let offset = offsetOrOptions;
    if (offset !== null && typeof offset === "object") {
      ({ offset = 0, length = data.byteLength - offset, position = null } = offsetOrOptions ?? {});
    }
    if (offset === undefined || offset === null || typeof offset === "function") offset = 0;
    else validateInteger(offset, "offset", 0);
    if (typeof length !== "number") length = data.byteLength - offset;
    utils.checkOffsetLengthWrite(offset, length, data.byteLength);
    const bytes = new Uint8Array(data.buffer, data.byteOffset + offset, length);
    return { data: bytes, position: typeof position === "number" ? positionOrNull(position) : null };
  }
  if (typeof data !== "string") {
    throw new codes.ERR_INVALID_ARG_TYPE("buffer", ["string", "Buffer", "TypedArray", "DataView"], data);
  }
  const encoding = typeof length === "string" ? length : "utf8";
  validators.validateEncoding(data, encoding);
  return {
    data: wantsBytes(encoding) ? Buffer.from(data, encoding) : data,
    position: typeof offsetOrOptions === "number" ? positionOrNull(offsetOrOptions) : null,
  };
}

function write(fd, buffer, offsetOrOptions, length, position, callback) {
  fd = checkedFd(fd);
  callback = callback ?? position ?? length ?? offsetOrOptions;
  if (typeof callback !== "function") {
    callback = [position, length, offsetOrOptions].find((value) => typeof value === "function") ?? callback;
  }
  const plain = (value) => (typeof value === "function" ? undefined : value);
  const checked = writeArguments(buffer, plain(offsetOrOptions), plain(length), plain(position));
  const done = completion((error, n) => callback(error, n ?? 0, buffer), (n) => n);
  validateFunction(callback, "cb");
  sys.write(fd, checked.data, checked.position, (error, n) => done(error, n));
}

function writeSync(fd, buffer, offsetOrOptions, length, position) {
  fd = checkedFd(fd);
  const checked = writeArguments(buffer, offsetOrOptions, length, position);
  return sys.write(fd, checked.data, checked.position);
}

for (const [fn, names] of [[read, ["bytesRead", "buffer"]], [write, ["bytesWritten", "buffer"]],
  [readv, ["bytesRead", "buffers"]], [writev, ["bytesWritten", "buffers"]]]) {
  Object.defineProperty(fn, customPromisify, {
    __proto__: null,
    value: (...args) => new Promise((resolve, reject) => {
      fn(...args, (error, count, data) => (error ? reject(error) : resolve({ [names[0]]: count, [names[1]]: data })));
    }),
  });
}

// --- whole files ----------------------------------------------------------------------------------------

const isFd = (path) => typeof path === "number" && path >= 0 && (path | 0) === path;

function decode(value, encoding) {
  if (typeof value === "string") return value;
  const buffer = asBuffer(value);
  return encoding && encoding !== "buffer" ? buffer.toString(encoding) : buffer;
}
const asText = (encoding) => encoding === "utf8" || encoding === "utf-8";

// An aborted operation answers at once; what the pool still does is thrown away.
function abortable(signal, callback) {
  if (!signal) return callback;
  let settled = false;
  const onAbort = () => {
    settled = true;
    callback(new AbortError(undefined, { cause: signal.reason }));
  };
  signal.addEventListener("abort", onAbort, { once: true });
  return (error, value) => {
    if (settled) return;
    signal.removeEventListener("abort", onAbort);
    callback(error, value);
  };
}

function abortedAlready(signal, callback) {
  if (!signal?.aborted) return false;
  callback(new AbortError(undefined, { cause: signal.reason }));
  return true;
}

function readFile(path, options, callback) {
  callback ||= options;
  validateFunction(callback, "cb");
  options = getOptions(options, { flag: "r" });
  const { encoding, signal } = options;
  const done = completion(callback, (value) => decode(value, encoding));
  if (abortedAlready(signal, (error) => processObject().nextTick(done, error))) return;
  const finish = abortable(signal, done);
  if (isFd(path)) sys.readAll(path, !asText(encoding), finish);
  else sys.readFile(checkedPath(path), stringToFlags(options.flag, "options.flag"), !asText(encoding), finish);
}

function readFileSync(path, options) {
  options = getOptions(options, { flag: "r" });
  const { encoding } = options;
  const value = isFd(path)
    ? sys.readAll(path, !asText(encoding))
    : sys.readFile(checkedPath(path), stringToFlags(options.flag), !asText(encoding));
  return decode(value, encoding);
}

function fileData(data, encoding) {
  if (isView(data)) return bytesOf(data);
  if (typeof data !== "string") {
    throw new codes.ERR_INVALID_ARG_TYPE("data", ["string", "Buffer", "TypedArray", "DataView"], data);
  }
  return wantsBytes(encoding) && encoding !== "buffer" ? Buffer.from(data, encoding) : data;
}

function writeOptions(options, flag) {
  options = getOptions(options, { encoding: "utf8", mode: 0o666, flag, flush: false });
  validateBoolean(options.flush ?? false, "options.flush");
  return options;
}

function writeFile(path, data, options, callback) {
  callback ||= options;
  validateFunction(callback, "cb");
  options = writeOptions(options, "w");
  data = fileData(data, options.encoding || "utf8");
  const done = completion(callback);
  if (isFd(path)) {
    if (abortedAlready(options.signal, (error) => processObject().nextTick(done, error))) return;
    sys.writeAll(path, data, options.flush, abortable(options.signal, done));
    return;
  }
  path = checkedPath(path);
  const flags = stringToFlags(options.flag || "w");
  if (abortedAlready(options.signal, (error) => processObject().nextTick(done, error))) return;
  const mode = parseFileMode(options.mode, "mode", 0o666);
  sys.writeFile(path, flags, mode, data, options.flush, abortable(options.signal, done));
}

function writeFileSync(path, data, options) {
  options = writeOptions(options, "w");
  data = fileData(data, options.encoding || "utf8");
  if (isFd(path)) return void sys.writeAll(path, data, options.flush);
  const mode = parseFileMode(options.mode, "mode", 0o666);
  sys.writeFile(checkedPath(path), stringToFlags(options.flag || "w"), mode, data, options.flush);
}

function appendFile(path, data, options, callback) {
  callback ||= options;
  validateFunction(callback, "cb");
  options = writeOptions(options, "a");
  if (!options.flag || isFd(path)) options.flag = "a";
  fs.writeFile(path, data, options, callback);
}

function appendFileSync(path, data, options) {
  options = writeOptions(options, "a");
  if (!options.flag || isFd(path)) options.flag = "a";
  fs.writeFileSync(path, data, options);
}

// --- stat -----------------------------------------------------------------------------------------------

const scratchStat = new Float64Array(18);

function statFunction(name, check) {
  return {
    [name](path, options, callback) {
      if (typeof options === "function") [options, callback] = [undefined, options];
      const bigint = options?.bigint ?? false;
      const quiet = options?.throwIfNoEntry === false && name !== "fstat";
      const done = completion(callback, (bytes) => statsFromBytes(bytes, bigint));
      path = check(path);
      if (name === "fstat") sys.fstat(path, bigint || undefined, done);
      else sys[name](path, bigint || undefined, quiet, done);
    },
  }[name];
}
const stat = statFunction("stat", checkedPath);
const lstat = statFunction("lstat", checkedPath);
const fstat = statFunction("fstat", checkedFd);

function statSyncWith(call, path, options) {
  const quiet = options?.throwIfNoEntry === false;
  path = checkedPath(path);
  if (options?.bigint) return statsFromBytes(call(path, true, quiet), true);
  return call(path, scratchStat, quiet) === null ? undefined : statsFrom(scratchStat);
}
function statSync(path, options = undefined) {
  return statSyncWith(sys.stat, path, options);
}
function lstatSync(path, options = undefined) {
  return statSyncWith(sys.lstat, path, options);
}
function fstatSync(fd, options = undefined) {
  fd = checkedFd(fd);
  if (options?.bigint) return statsFromBytes(sys.fstat(fd, true), true);
  sys.fstat(fd, scratchStat);
  return statsFrom(scratchStat);
}

function statfs(path, options, callback) {
  if (typeof options === "function") [options, callback] = [undefined, options];
  const bigint = options?.bigint ?? false;
  const done = completion(callback, (bytes) => statFsFromBytes(bytes, bigint));
  sys.statfs(checkedPath(path), bigint || undefined, done);
}
function statfsSync(path, options) {
  const bigint = options?.bigint ?? false;
  return statFsFromBytes(sys.statfs(checkedPath(path), bigint || undefined), bigint);
}

// --- directories ----------------------------------------------------------------------------------------

function mkdirOptions(options) {
  let mode = 0o777;
  let recursive = false;
  if (typeof options === "number" || typeof options === "string") {
    mode = parseFileMode(options, "mode");
  } else if (options) {
    if (options.recursive !== undefined) {
      recursive = options.recursive;
      validateBoolean(recursive, "options.recursive");
    }
    if (options.mode !== undefined) mode = parseFileMode(options.mode, "options.mode");
  }
  return { mode, recursive };
}

function mkdir(path, options, callback) {
  if (typeof options === "function") [options, callback] = [undefined, options];
  const done = completion(callback, (first) => first);
  path = checkedPath(path);
  const { mode, recursive } = mkdirOptions(options);
  if (recursive) sys.mkdirp(path, mode, (error, first) => done(error, first === undefined ? undefined : pathText(first)));
  else sys.mkdir(path, mode, completion(callback));
}
// mkdir reports the first directory it made as an absolute path.
const pathText = (made) => require("node:path").resolve(made);

function mkdirSync(path, options) {
  path = checkedPath(path);
  const { mode, recursive } = mkdirOptions(options);
  if (!recursive) return void sys.mkdir(path, mode);
  const first = sys.mkdirp(path, mode);
  return first === undefined ? undefined : pathText(first);
}

let warnedTemplate = false;
function templatePath(prefix) {
  prefix = checkedPath(prefix, "prefix");
  const last = typeof prefix === "string" ? prefix.charCodeAt(prefix.length - 1) : prefix[prefix.length - 1];
  if (last === 88 && !warnedTemplate) {
    warnedTemplate = true;
    processObject().emitWarning(
      "mkdtemp() templates ending with X are not portable. For details see: https://nodejs.org/api/fs.html");
  }
  return typeof prefix === "string" ? `${prefix}XXXXXX` : Buffer.concat([prefix, Buffer.from("XXXXXX")]);
}
function mkdtemp(prefix, options, callback) {
  callback ||= options;
  const { encoding } = getOptions(options);
  const done = completion(callback, (text) => encodeText(text, encoding));
  sys.mkdtemp(templatePath(prefix), wantsBytes(encoding), done);
}
function mkdtempSync(prefix, options) {
  const { encoding } = getOptions(options);
  return encodeText(sys.mkdtemp(templatePath(prefix), wantsBytes(encoding)), encoding);
}
function mkdtempDisposableSync(prefix, options) {
  const path = mkdtempSync(prefix, options);
  const full = require("node:path").resolve(path);
  const remove = () => fs.rmSync(full, { recursive: true, force: true });
  return { path, remove, [Symbol.dispose]: remove };
}

function joined(parent, name) {
  if (typeof parent === "string" && typeof name === "string") return require("node:path").join(parent, name);
  return Buffer.concat([Buffer.from(parent), Buffer.from("/"), Buffer.from(name)]);
}

function readdirResult(listing, options, path) {
  const { encoding } = options;
  if (!options.withFileTypes) return utils.splitListing(listing, encoding);
  return utils.resolveUnknown(utils.typedEntries(listing, encoding, path), (entry) =>
    lstatSync(joined(entry.parentPath, entry.name)));
}

function readdirRaw(path, options, callback) {
  return sys.scandir(path, options.withFileTypes ? 1 : 0, wantsBytes(options.encoding), callback);
}

function readdirOptions(options) {
  options = getOptions(options);
  if (options.recursive !== undefined && options.recursive !== null) validateBoolean(options.recursive, "options.recursive");
  return options;
}

function readdir(path, options, callback) {
  callback = typeof options === "function" ? options : callback;
  options = readdirOptions(options);
  path = checkedPath(path);
  if (options.recursive) {
    const done = completion(callback, (list) => list);
    require("internal/fs/promises").exports.readdir(path, options).then((list) => processObject().nextTick(done, null, list),
      (error) => processObject().nextTick(done, error));
    return;
  }
  readdirRaw(path, options, completion(callback, (listing) => readdirResult(listing, options, path)));
}

function readdirSync(path, options) {
  options = readdirOptions(options);
  path = checkedPath(path);
  if (!options.recursive) return readdirResult(readdirRaw(path, options), options, path);
  const typed = { withFileTypes: true, encoding: options.encoding };
  const results = [];
  const visit = (directory, prefix) => {
    for (const entry of readdirResult(readdirRaw(directory, typed), typed, directory)) {
      const relative = prefix === undefined ? entry.name : joined(prefix, entry.name);
      results.push(options.withFileTypes ? entry : relative);
      if (entry.isDirectory()) visit(joined(directory, entry.name), relative);
    }
  };
  visit(path, undefined);
  return results;
}

function rmdir(path, options, callback) {
  if (typeof options === "function") [options, callback] = [undefined, options];
  const done = completion(callback);
  path = checkedPath(path);
  if (options !== undefined) checkRmdirOptions(options);
  sys.rmdir(path, done);
}
function rmdirSync(path, options) {
  path = checkedPath(path);
  if (options !== undefined) checkRmdirOptions(options);
  sys.rmdir(path);
}
function checkRmdirOptions(options) {
  validateObject(options, "options");
  if (options.recursive) {
    throw new codes.ERR_INVALID_ARG_VALUE("options.recursive", options.recursive, "is no longer supported");
  }
}

// --- rm ---------------------------------------------------------------------------------------------------

const RETRY_CODES = ["EBUSY", "EMFILE", "ENFILE", "ENOTEMPTY", "EPERM"];

function directoryError(path) {
  return new codes.ERR_FS_EISDIR({
    code: "EISDIR", message: "is a directory", path, syscall: "rm", errno: 21,
  });
}

function rmSync(path, options) {
  path = checkedPath(path);
  options = utils.checkedRmOptions(options);
  const stats = lstatSync(path, { throwIfNoEntry: !options.force });
  if (stats === undefined) return;
  if (stats.isDirectory() && !options.recursive) throw directoryError(path);
  for (let tries = 0; ; tries++) {
    try {
      sys.rm(path);
      return;
    } catch (error) {
      if (tries >= options.maxRetries || !RETRY_CODES.includes(error.code)) throw error;
      const { SharedArrayBuffer, Int32Array, Atomics } = globalThis;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, (tries + 1) * options.retryDelay);
    }
  }
}

function rm(path, options, callback) {
  if (typeof options === "function") [options, callback] = [undefined, options];
  const done = completion(callback);
  path = checkedPath(path);
  options = utils.checkedRmOptions(options);
  let tries = 0;
  const attempt = () => sys.rm(path, (error) => {
    if (!error || tries >= options.maxRetries || !RETRY_CODES.includes(error.code)) return done(error);
    tries++;
    require("internal/timers").setTimeout(attempt, tries * options.retryDelay);
  });
  sys.lstat(path, undefined, options.force, (error, bytes) => {
    if (error) return done(error);
    const stats = statsFromBytes(bytes, false);
    if (stats === undefined) return done(null);
    if (stats.isDirectory() && !options.recursive) return done(directoryError(path));
    attempt();
  });
}

// --- one path, two paths, one descriptor ------------------------------------------------------------------

function unlink(path, callback) {
  const done = completion(callback);
  sys.unlink(checkedPath(path), done);
}
function unlinkSync(path) {
  sys.unlink(checkedPath(path));
}
function rename(oldPath, newPath, callback) {
  const done = completion(callback);
  sys.rename(checkedPath(oldPath, "oldPath"), checkedPath(newPath, "newPath"), done);
}
function renameSync(oldPath, newPath) {
  sys.rename(checkedPath(oldPath, "oldPath"), checkedPath(newPath, "newPath"));
}
function link(existingPath, newPath, callback) {
  const done = completion(callback);
  sys.link(checkedPath(existingPath, "existingPath"), checkedPath(newPath, "newPath"), done);
}
function linkSync(existingPath, newPath) {
  sys.link(checkedPath(existingPath, "existingPath"), checkedPath(newPath, "newPath"));
}
function checkLinkType(type) {
  if (type !== undefined && type !== null) validators.validateOneOf(type, "type", ["dir", "file", "junction"]);
}
function symlink(target, path, type, callback) {
  if (callback === undefined) {
    callback = type;
    type = undefined;
  }
  validateFunction(callback, "cb");
  checkLinkType(type);
  sys.symlink(checkedPath(target, "target"), checkedPath(path), completion(callback));
}
function symlinkSync(target, path, type) {
  checkLinkType(type);
  sys.symlink(checkedPath(target, "target"), checkedPath(path));
}

function textFunctions(name, prepare) {
  return [
    {
      [name](path, options, callback) {
        callback = typeof options === "function" ? options : callback;
        const { encoding } = getOptions(options);
        const done = completion(callback, (text) => encodeText(text, encoding));
        sys[name](prepare(path), wantsBytes(encoding), done);
      },
    }[name],
    {
      [`${name}Sync`](path, options) {
        const { encoding } = getOptions(options);
        return encodeText(sys[name](prepare(path), wantsBytes(encoding)), encoding);
      },
    }[`${name}Sync`],
  ];
}
const [readlink, readlinkSync] = textFunctions("readlink", (path) => checkedPath(path, "oldPath"));
const [realpathNative, realpathSyncNative] = textFunctions("realpath", (path) => checkedPath(path));

/** What the system cannot resolve and Node.js does: /dev/stdin where it is a pipe leads to "pipe:[1]" of no folder. */
function realpathOfPipe(path) {
  const { dirname, resolve } = require("node:path");
  const kind = statSync(path, { throwIfNoEntry: false });
  if (!kind?.isFIFO() && !kind?.isSocket()) return undefined;
  for (let at = resolve(path), links = 0; links < 40; links++) {
    const next = resolve(sys.realpath(dirname(at), false), sys.readlink(at, false));
    if (lstatSync(next, { throwIfNoEntry: false }) === undefined) return next;
    at = next;
  }
  return undefined;
}

function realpathAgain(path, error) {
  if (error?.code !== "ENOENT") return undefined;
  try {
    return realpathOfPipe(`${path}`);
  } catch {
    return undefined;
  }
}

// Node's own realpath reports lstat for what is missing; the native one reports realpath.
function asLstatError(error) {
  if (error?.syscall !== "realpath") return error;
  error.message = error.message.replace(", realpath '", ", lstat '");
  error.syscall = "lstat";
  return error;
}
function realpath(path, options, callback) {
  callback = typeof options === "function" ? options : callback;
  validateFunction(callback, "cb");
  const { encoding } = getOptions(options);
  const done = completion(callback, (text) => encodeText(text, encoding));
  const checked = pathOrDot(checkedPath(path));
  sys.realpath(checked, wantsBytes(encoding), (error, text) => {
    const found = realpathAgain(checked, error);
    if (found === undefined) done(asLstatError(error), text);
    else done(null, wantsBytes(encoding) ? Buffer.from(found) : found);
  });
}
function realpathSync(path, options) {
  const { encoding } = getOptions(options);
  const checked = pathOrDot(checkedPath(path));
  try {
    return encodeText(sys.realpath(checked, wantsBytes(encoding)), encoding);
  } catch (error) {
    const found = realpathAgain(checked, error);
    if (found === undefined) throw asLstatError(error);
    return encodeText(wantsBytes(encoding) ? Buffer.from(found) : found, encoding);
  }
}
const pathOrDot = (path) => (path === "" ? "." : path);
realpath.native = realpathNative;
realpathSync.native = realpathSyncNative;

function chmod(path, mode, callback) {
  path = checkedPath(path);
  mode = parseFileMode(mode, "mode");
  sys.chmod(path, mode, completion(callback));
}
function chmodSync(path, mode) {
  sys.chmod(checkedPath(path), parseFileMode(mode, "mode"));
}
function fchmod(fd, mode, callback) {
  fd = checkedFd(fd);
  mode = parseFileMode(mode, "mode");
  sys.fchmod(fd, mode, completion(callback));
}
function fchmodSync(fd, mode) {
  sys.fchmod(checkedFd(fd), parseFileMode(mode, "mode"));
}

const ID_MAX = 4294967295;
// -1 leaves an id as it is: the kernel's own convention, as the unsigned number.
function checkedId(id, name) {
  validateInteger(id, name, -1, ID_MAX);
  return id === -1 ? ID_MAX : id;
}
function ownerFunctions(name, check) {
  return [
    {
      [name](target, uid, gid, callback) {
        const done = completion(callback);
        sys[name](check(target), checkedId(uid, "uid"), checkedId(gid, "gid"), done);
      },
    }[name],
    {
      [`${name}Sync`](target, uid, gid) {
        sys[name](check(target), checkedId(uid, "uid"), checkedId(gid, "gid"));
      },
    }[`${name}Sync`],
  ];
}
const [chown, chownSync] = ownerFunctions("chown", (path) => checkedPath(path));
const [lchown, lchownSync] = ownerFunctions("lchown", (path) => checkedPath(path));
const [fchown, fchownSync] = ownerFunctions("fchown", checkedFd);

function timeFunctions(name, nativeName, check) {
  return [
    {
      [name](target, atime, mtime, callback) {
        const done = completion(callback);
        sys[nativeName](check(target), utils.toUnixTimestamp(atime), utils.toUnixTimestamp(mtime), done);
      },
    }[name],
    {
      [`${name}Sync`](target, atime, mtime) {
        sys[nativeName](check(target), utils.toUnixTimestamp(atime), utils.toUnixTimestamp(mtime));
      },
    }[`${name}Sync`],
  ];
}
const [utimes, utimesSync] = timeFunctions("utimes", "utime", (path) => checkedPath(path));
const [lutimes, lutimesSync] = timeFunctions("lutimes", "lutime", (path) => checkedPath(path));
const [futimes, futimesSync] = timeFunctions("futimes", "futime", checkedFd);

function ftruncate(fd, len = 0, callback) {
  if (typeof len === "function") [len, callback] = [0, len];
  fd = checkedFd(fd);
  validateInteger(len, "len");
  sys.ftruncate(fd, Math.max(0, len), completion(callback));
}
function ftruncateSync(fd, len = 0) {
  fd = checkedFd(fd);
  validateInteger(len, "len");
  sys.ftruncate(fd, len < 0 ? 0 : len);
}
function truncate(path, len, callback) {
  if (typeof len === "function") [len, callback] = [0, len];
  if (len === undefined) len = 0;
  validateInteger(len, "len");
  len = Math.max(0, len);
  validateFunction(callback, "cb");
  const done = completion(callback);
  fs.open(path, "r+", (error, fd) => {
    if (error) return done(error);
    sys.ftruncate(fd, len, (first) => sys.close(fd, (second) => done(first ?? second)));
  });
}
function truncateSync(path, len) {
  if (len === undefined) len = 0;
  const fd = fs.openSync(path, "r+");
  try {
    fs.ftruncateSync(fd, len);
  } finally {
    fs.closeSync(fd);
  }
}
function fsync(fd, callback) {
  fd = checkedFd(fd);
  sys.fsync(fd, completion(callback));
}
function fsyncSync(fd) {
  sys.fsync(checkedFd(fd));
}
function fdatasync(fd, callback) {
  fd = checkedFd(fd);
  sys.fdatasync(fd, completion(callback));
}
function fdatasyncSync(fd) {
  sys.fdatasync(checkedFd(fd));
}

function copyMode(mode) {
  if (mode === undefined || mode === null) return 0;
  validateInteger(mode, "mode", 0, 7);
  return mode;
}
function copyFile(src, dest, mode, callback) {
  if (typeof mode === "function") [mode, callback] = [0, mode];
  src = checkedPath(src, "src");
  dest = checkedPath(dest, "dest");
  sys.copyfile(src, dest, copyMode(mode), completion(callback));
}
function copyFileSync(src, dest, mode) {
  sys.copyfile(checkedPath(src, "src"), checkedPath(dest, "dest"), copyMode(mode));
}

// lchmod exists on macOS only; Node exposes the names as undefined elsewhere.
const lchmod = undefined;
const lchmodSync = undefined;

// --- parts that load on first use -------------------------------------------------------------------------

function cp(src, dest, options, callback) {
  if (typeof options === "function") [options, callback] = [undefined, options];
  const done = completion(callback);
  const { checkedCpOptions, cp: copyTree } = require("internal/fs/cp");
  options = checkedCpOptions(options);
  src = checkedPath(src, "src");
  dest = checkedPath(dest, "dest");
  copyTree(src, dest, options).then(() => processObject().nextTick(done, null), (error) => processObject().nextTick(done, error));
}
function cpSync(src, dest, options) {
  const tree = require("internal/fs/cp");
  options = tree.checkedCpOptions(options);
  tree.cpSync(checkedPath(src, "src"), checkedPath(dest, "dest"), options);
}
function createReadStream(path, options) {
  return new (streams().ReadStream)(path, options);
}
function createWriteStream(path, options) {
  return new (streams().WriteStream)(path, options);
}
const streams = () => require("internal/fs/streams");

function opendir(path, options, callback) {
  callback = typeof options === "function" ? options : callback;
  validateFunction(callback, "callback");
  require("internal/fs/dir").opendir(path, getOptions(options, { encoding: "utf8" }), callback);
}
function opendirSync(path, options) {
  return require("internal/fs/dir").opendirSync(path, getOptions(options, { encoding: "utf8" }));
}
function watch(filename, options, listener) {
  return require("internal/fs/watch").watch(filename, options, listener);
}
function watchFile(filename, options, listener) {
  return require("internal/fs/watch").watchFile(filename, options, listener);
}
function unwatchFile(filename, listener) {
  require("internal/fs/watch").unwatchFile(filename, listener);
}
function glob(pattern, options, callback) {
  if (typeof options === "function") [options, callback] = [undefined, options];
  const done = completion(callback, (list) => list);
  const { Glob } = require("internal/fs/glob");
  const search = new Glob(pattern, options);
  processObject().nextTick(() => {
    let list;
    try {
      list = [...search.entries()];
    } catch (error) {
      return done(error);
    }
    done(null, list);
  });
}
function globSync(pattern, options) {
  const { Glob } = require("internal/fs/glob");
  return [...new Glob(pattern, options).entries()];
}
async function openAsBlob(path, options = {}) {
  validateObject(options, "options");
  const type = options.type || "";
  validators.validateString(type, "options.type");
  const bytes = await fs.promises.readFile(checkedPath(path));
  return new globalThis.Blob([bytes], { type });
}
function _toUnixTimestamp(time, name) {
  return utils.toUnixTimestamp(time, name);
}

const fs = (module.exports = {
  appendFile, appendFileSync, access, accessSync, chown, chownSync, chmod, chmodSync, close, closeSync, copyFile,
  copyFileSync, cp, cpSync, createReadStream, createWriteStream, exists, existsSync, fchown, fchownSync, fchmod,
  fchmodSync, fdatasync, fdatasyncSync, fstat, fstatSync, fsync, fsyncSync, ftruncate, ftruncateSync, futimes,
  futimesSync, glob, globSync, lchown, lchownSync, lchmod, lchmodSync, link, linkSync, lstat, lstatSync, lutimes,
  lutimesSync, mkdir, mkdirSync, mkdtemp, mkdtempSync, mkdtempDisposableSync, open, openSync, openAsBlob, readdir,
  readdirSync, read, readSync, readv, readvSync, readFile, readFileSync, readlink, readlinkSync, realpath,
  realpathSync, rename, renameSync, rm, rmSync, rmdir, rmdirSync, stat, statfs, statSync, statfsSync, symlink,
  symlinkSync, truncate, truncateSync, unwatchFile, unlink, unlinkSync, utimes, utimesSync, watch, watchFile,
  writeFile, writeFileSync, write, writeSync, writev, writevSync, Dirent, Stats, opendir, opendirSync,
  _toUnixTimestamp,
});

function lazily(name, make, enumerable = true) {
  Object.defineProperty(fs, name, {
    __proto__: null,
    configurable: true,
    enumerable,
    get: make,
    set(value) {
      Object.defineProperty(fs, name, { __proto__: null, value, configurable: true, enumerable, writable: true });
    },
  });
}
lazily("ReadStream", () => streams().ReadStream);
lazily("WriteStream", () => streams().WriteStream);
lazily("FileReadStream", () => streams().ReadStream);
lazily("FileWriteStream", () => streams().WriteStream);
lazily("Dir", () => require("internal/fs/dir").Dir);
lazily("promises", () => require("internal/fs/promises").exports);
Object.defineProperty(fs, "constants", { __proto__: null, enumerable: true, configurable: false, value: constants });
for (const name of ["F_OK", "R_OK", "W_OK", "X_OK"]) {
  Object.defineProperty(fs, name, { __proto__: null, enumerable: false, value: constants[name] });
}
