// fs/utils.js - what every part of node:fs shares: constants, flags, paths, options, Stats, Dirent.
const { ArrayBuffer, BigInt, BigInt64Array, Date, Float64Array, Math, Number, Object, String, Symbol, Uint8Array } = globalThis;
const { codes, AbortError } = require("internal/errors");
const { Buffer } = require("node:buffer");
const { uncaught } = require("internal/boot");
const { cell } = require("internal/async_frame");
const validators = require("internal/validators");
const { validateAbortSignal, validateFunction, validateInteger, validateObject, validateUint32 } = validators;

const constants = Object.freeze(Object.assign(Object.create(null), {
  UV_FS_SYMLINK_DIR: 1, UV_FS_SYMLINK_JUNCTION: 2,
  O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2,
  UV_DIRENT_UNKNOWN: 0, UV_DIRENT_FILE: 1, UV_DIRENT_DIR: 2, UV_DIRENT_LINK: 3, UV_DIRENT_FIFO: 4,
  UV_DIRENT_SOCKET: 5, UV_DIRENT_CHAR: 6, UV_DIRENT_BLOCK: 7,
  S_IFMT: 0o170000, S_IFREG: 0o100000, S_IFDIR: 0o40000, S_IFCHR: 0o20000, S_IFBLK: 0o60000, S_IFIFO: 0o10000,
  S_IFLNK: 0o120000, S_IFSOCK: 0o140000,
  O_CREAT: 0o100, O_EXCL: 0o200, UV_FS_O_FILEMAP: 0, O_NOCTTY: 0o400, O_TRUNC: 0o1000, O_APPEND: 0o2000,
  O_DIRECTORY: 0o200000, O_NOATIME: 0o1000000, O_NOFOLLOW: 0o400000, O_SYNC: 0o4010000, O_DSYNC: 0o10000,
  O_DIRECT: 0o40000, O_NONBLOCK: 0o4000,
  S_IRWXU: 0o700, S_IRUSR: 0o400, S_IWUSR: 0o200, S_IXUSR: 0o100, S_IRWXG: 0o70, S_IRGRP: 0o40, S_IWGRP: 0o20,
  S_IXGRP: 0o10, S_IRWXO: 0o7, S_IROTH: 0o4, S_IWOTH: 0o2, S_IXOTH: 0o1,
  F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1,
  UV_FS_COPYFILE_EXCL: 1, COPYFILE_EXCL: 1, UV_FS_COPYFILE_FICLONE: 2, COPYFILE_FICLONE: 2,
  UV_FS_COPYFILE_FICLONE_FORCE: 4, COPYFILE_FICLONE_FORCE: 4,
  EXTENSIONLESS_FORMAT_JAVASCRIPT: 0, EXTENSIONLESS_FORMAT_WASM: 1,
}));
const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_SYNC } = constants;
const { S_IFMT, S_IFREG, S_IFDIR, S_IFCHR, S_IFBLK, S_IFIFO, S_IFLNK, S_IFSOCK } = constants;

const kMaxIo = 2 ** 31 - 1;

// --- arguments --------------------------------------------------------------------------------------

const FLAGS = {
  __proto__: null,
  r: O_RDONLY, rs: O_RDONLY | O_SYNC, sr: O_RDONLY | O_SYNC,
  "r+": O_RDWR, "rs+": O_RDWR | O_SYNC, "sr+": O_RDWR | O_SYNC,
  w: O_TRUNC | O_CREAT | O_WRONLY, wx: O_TRUNC | O_CREAT | O_WRONLY | O_EXCL, xw: O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
  "w+": O_TRUNC | O_CREAT | O_RDWR, "wx+": O_TRUNC | O_CREAT | O_RDWR | O_EXCL, "xw+": O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
  a: O_APPEND | O_CREAT | O_WRONLY, ax: O_APPEND | O_CREAT | O_WRONLY | O_EXCL, xa: O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
  as: O_APPEND | O_CREAT | O_WRONLY | O_SYNC, sa: O_APPEND | O_CREAT | O_WRONLY | O_SYNC,
  "a+": O_APPEND | O_CREAT | O_RDWR, "ax+": O_APPEND | O_CREAT | O_RDWR | O_EXCL, "xa+": O_APPEND | O_CREAT | O_RDWR | O_EXCL,
  "as+": O_APPEND | O_CREAT | O_RDWR | O_SYNC, "sa+": O_APPEND | O_CREAT | O_RDWR | O_SYNC,
};

/** @param {string | number | null | undefined} flags @returns {number} the bits for open(2) */
function stringToFlags(flags, name = "flags") {
  if (typeof flags === "number") {
    validators.validateInt32(flags, name);
    return flags;
  }
  if (flags === null || flags === undefined) return O_RDONLY;
  const bits = typeof flags === "string" ? FLAGS[flags] : undefined;
  if (bits === undefined) throw new codes.ERR_INVALID_ARG_VALUE(name, flags);
  return bits;
}

function hasNul(path) {
  return typeof path === "string" ? path.includes("\u0000") : path.includes(0);
}

/** A path as string or bytes; file: URLs become paths. */
function checkedPath(path, name = "path") {
  if (typeof path === "string") {
    if (!path.includes("\u0000")) return path;
  } else if (path !== null && typeof path === "object" && path.href && path.protocol && path.auth === undefined) {
    path = require("node:url").fileURLToPath(path);
    if (!path.includes("\u0000")) return path;
  } else if (path instanceof String) { // as in Bun
    return checkedPath(`${path}`, name);
  } else if (!(path instanceof Uint8Array)) {
    throw new codes.ERR_INVALID_ARG_TYPE(name, ["string", "Buffer", "URL"], path);
  }
  if (hasNul(path)) {
    throw new codes.ERR_INVALID_ARG_VALUE(name, path, "must be a string, Uint8Array, or URL without null bytes");
  }
  return path;
}

function checkedFd(fd) {
  if (Object.is(fd, -0)) return 0;
  validators.validateInt32(fd, "fd", 0);
  return fd;
}

function checkEncoding(encoding) {
  if (encoding && encoding !== "buffer" && !Buffer.isEncoding(encoding)) {
    throw new codes.ERR_INVALID_ARG_VALUE("encoding", encoding, "is invalid encoding");
  }
}

/** Options given as an encoding, an object, or a callback in their place. */
function getOptions(options, defaults = {}) {
  if (options === null || options === undefined || typeof options === "function") return defaults;
  if (typeof options === "string") {
    checkEncoding(options);
    return { ...defaults, encoding: options };
  }
  if (typeof options !== "object") throw new codes.ERR_INVALID_ARG_TYPE("options", ["string", "Object"], options);
  checkEncoding(options.encoding);
  if (options.signal !== undefined) validateAbortSignal(options.signal, "options.signal");
  const merged = { ...defaults };
  for (const key in options) merged[key] = options[key]; // inherited ones count, as in Node.js
  return merged;
}

function throwIfAborted(signal) {
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

/**
 * The callback for a native: keeps the asynchronous context, also for the handlers of what it throws, and drops the
 * second argument on errors.
 */
function completion(callback, map) {
  validateFunction(callback, "cb");
  const frame = cell.current;
  const scope = cell.hook?.("FSREQCALLBACK", { oncomplete: callback });
  return (error, value) => {
    const before = cell.current;
    cell.current = frame;
    try {
      scope?.enter();
      if (error !== null) callback(error);
      else if (map === undefined) callback(null);
      else callback(null, map(value));
    } catch (error) {
      uncaught(error, false);
    } finally {
      scope?.leave(true);
      cell.current = before;
    }
  };
}

/** Seconds since 1970 from what Node accepts as a time. */
function toUnixTimestamp(time, name = "time") {
  if (typeof time === "string" && +time == time) return +time; // eslint-disable-line eqeqeq
  if (Number.isFinite(time)) {
    if (time < 0) return Date.now() / 1000;
    return time;
  }
  if (time instanceof Date) return time.getTime() / 1000;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ["Date", "Time in seconds"], time);
}

/** The bytes of any view: natives take Uint8Array. */
const bytesOf = (view) =>
  view instanceof Uint8Array ? view : new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

const asBuffer = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** What a native returned as text (or bytes, for `encoding` "buffer"), in the encoding asked for. */
function encodeText(value, encoding) {
  if (typeof value === "string" || value === undefined) return value;
  const buffer = asBuffer(value);
  return encoding === "buffer" ? buffer : buffer.toString(encoding);
}
/** True if a native must return bytes for this encoding. */
const wantsBytes = (encoding) => encoding !== undefined && encoding !== null && encoding !== "utf8" && encoding !== "utf-8";

// --- Stats ------------------------------------------------------------------------------------------

const msOf = (seconds, nanoseconds) => seconds * 1000 + nanoseconds / 1e6;

// Node: rounded to the nearest millisecond, also for times before 1970.
const dateOf = (ms) => new Date(Math.round(Number(ms)));

function StatsBase(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks) {
  this.dev = dev;
  this.mode = mode;
  this.nlink = nlink;
  this.uid = uid;
  this.gid = gid;
  this.rdev = rdev;
  this.blksize = blksize;
  this.ino = ino;
  this.size = size;
  this.blocks = blocks;
}

const modeIs = (stats, type) =>
  typeof stats.mode === "bigint" ? (stats.mode & BigInt(S_IFMT)) === BigInt(type) : (stats.mode & S_IFMT) === type;
const tests = {
  isDirectory: S_IFDIR, isFile: S_IFREG, isBlockDevice: S_IFBLK, isCharacterDevice: S_IFCHR, isSymbolicLink: S_IFLNK,
  isFIFO: S_IFIFO, isSocket: S_IFSOCK,
};
for (const name in tests) {
  StatsBase.prototype[name] = {
    [name]() {
      return modeIs(this, tests[name]);
    },
  }[name];
}

function Stats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeMs, mtimeMs, ctimeMs, birthtimeMs) {
  StatsBase.call(this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
  this.atimeMs = atimeMs;
  this.mtimeMs = mtimeMs;
  this.ctimeMs = ctimeMs;
  this.birthtimeMs = birthtimeMs;
}
Object.setPrototypeOf(Stats.prototype, StatsBase.prototype);
Object.setPrototypeOf(Stats, StatsBase);

function BigIntStats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeNs, mtimeNs, ctimeNs, birthtimeNs) {
  StatsBase.call(this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
  const million = 1000000n;
  this.atimeMs = atimeNs / million;
  this.mtimeMs = mtimeNs / million;
  this.ctimeMs = ctimeNs / million;
  this.birthtimeMs = birthtimeNs / million;
  this.atimeNs = atimeNs;
  this.mtimeNs = mtimeNs;
  this.ctimeNs = ctimeNs;
  this.birthtimeNs = birthtimeNs;
}
Object.setPrototypeOf(BigIntStats.prototype, StatsBase.prototype);
Object.setPrototypeOf(BigIntStats, StatsBase);

// The Date objects cost more than all the rest: made when first read, then own properties as in Node.
for (const Class of [Stats, BigIntStats]) {
  for (const name of ["atime", "mtime", "ctime", "birthtime"]) {
    const set = (target, value) =>
      Object.defineProperty(target, name, {
        __proto__: null, value, configurable: true, enumerable: true, writable: true,
      });
    Object.defineProperty(Class.prototype, name, {
      __proto__: null,
      configurable: true,
      enumerable: true,
      get() {
        const value = dateOf(this[`${name}Ms`]);
        set(this, value);
        return value;
      },
      set(value) {
        set(this, value);
      },
    });
  }
}

/** @param {Float64Array} f the native's fields */
function statsFrom(f) {
  return new Stats(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9],
    msOf(f[10], f[11]), msOf(f[12], f[13]), msOf(f[14], f[15]), msOf(f[16], f[17]));
}

function bigStatsFrom(f) {
  const ns = (i) => f[i] * 1000000000n + f[i + 1];
  return new BigIntStats(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9], ns(10), ns(12), ns(14), ns(16));
}

/** Stats from the byte array of a native. */
function statsFromBytes(bytes, bigint) {
  if (bytes === null) return undefined;
  return bigint ? bigStatsFrom(new BigInt64Array(bytes.buffer)) : statsFrom(new Float64Array(bytes.buffer));
}

class StatFs {
  constructor(type, bsize, blocks, bfree, bavail, files, ffree) {
    this.type = type;
    this.bsize = bsize;
    this.blocks = blocks;
    this.bfree = bfree;
    this.bavail = bavail;
    this.files = files;
    this.ffree = ffree;
  }
}
function statFsFromBytes(bytes, bigint) {
  const f = bigint ? new BigInt64Array(bytes.buffer) : new Float64Array(bytes.buffer);
  return new StatFs(f[0], f[1], f[2], f[3], f[4], f[5], f[6]);
}

// --- Dirent -----------------------------------------------------------------------------------------

const kType = Symbol("type");

class Dirent {
  constructor(name, type, path) {
    this.name = name;
    this.parentPath = path;
    this[kType] = type;
  }
  isDirectory() {
    return this[kType] === constants.UV_DIRENT_DIR;
  }
  isFile() {
    return this[kType] === constants.UV_DIRENT_FILE;
  }
  isBlockDevice() {
    return this[kType] === constants.UV_DIRENT_BLOCK;
  }
  isCharacterDevice() {
    return this[kType] === constants.UV_DIRENT_CHAR;
  }
  isSymbolicLink() {
    return this[kType] === constants.UV_DIRENT_LINK;
  }
  isFIFO() {
    return this[kType] === constants.UV_DIRENT_FIFO;
  }
  isSocket() {
    return this[kType] === constants.UV_DIRENT_SOCKET;
  }
}

/** The names in a native listing: entries end in '/', types (if asked for) lead as one digit. */
function splitListing(listing, encoding) {
  if (typeof listing === "string") {
    if (listing === "") return [];
    const names = listing.split("/");
    names.pop();
    return names;
  }
  const names = [];
  const buffer = asBuffer(listing);
  for (let from = 0; from < buffer.length;) {
    const end = buffer.indexOf(47, from);
    const name = buffer.subarray(from, end);
    names.push(encoding === "buffer" ? Buffer.from(name) : name.toString(encoding));
    from = end + 1;
  }
  return names;
}

function typedEntries(listing, encoding, path) {
  const parent = typeof path === "string" ? path : asBuffer(path);
  if (typeof listing === "string") {
    return splitListing(listing).map((entry) => new Dirent(entry.slice(1), entry.charCodeAt(0) - 48, parent));
  }
  return splitListing(listing, "buffer").map((entry) => {
    const name = entry.subarray(1);
    return new Dirent(encoding === "buffer" ? name : name.toString(encoding), entry[0] - 48, parent);
  });
}

/** File systems that do not tell the type of an entry: ask for each. */
function resolveUnknown(entries, lstat) {
  for (const entry of entries) if (entry[kType] === 0) entry[kType] = typeFromMode(lstat(entry).mode);
  return entries;
}
function typeFromMode(mode) {
  switch (Number(mode) & S_IFMT) {
    case S_IFREG: return constants.UV_DIRENT_FILE;
    case S_IFDIR: return constants.UV_DIRENT_DIR;
    case S_IFLNK: return constants.UV_DIRENT_LINK;
    case S_IFIFO: return constants.UV_DIRENT_FIFO;
    case S_IFSOCK: return constants.UV_DIRENT_SOCKET;
    case S_IFCHR: return constants.UV_DIRENT_CHAR;
    case S_IFBLK: return constants.UV_DIRENT_BLOCK;
    default: return 0;
  }
}

// --- rm, read and write arguments ---------------------------------------------------------------------

const RM_DEFAULTS = { force: false, recursive: false, retryDelay: 100, maxRetries: 0 };

function checkedRmOptions(options) {
  if (options === undefined) return RM_DEFAULTS;
  validateObject(options, "options");
  options = { ...RM_DEFAULTS, ...options };
  validators.validateBoolean(options.force, "options.force");
  validators.validateBoolean(options.recursive, "options.recursive");
  validators.validateInt32(options.retryDelay, "options.retryDelay", 0);
  validateUint32(options.maxRetries, "options.maxRetries");
  return options;
}

function checkOffsetLengthRead(offset, length, byteLength) {
  if (offset < 0) throw new codes.ERR_OUT_OF_RANGE("offset", ">= 0", offset);
  if (length < 0) throw new codes.ERR_OUT_OF_RANGE("length", ">= 0", length);
  if (offset + length > byteLength) throw new codes.ERR_OUT_OF_RANGE("length", `<= ${byteLength - offset}`, length);
}
function checkOffsetLengthWrite(offset, length, byteLength) {
  if (offset > byteLength) throw new codes.ERR_OUT_OF_RANGE("offset", `<= ${byteLength}`, offset);
  if (length > byteLength - offset) throw new codes.ERR_OUT_OF_RANGE("length", `<= ${byteLength - offset}`, length);
  if (length < 0) throw new codes.ERR_OUT_OF_RANGE("length", ">= 0", length);
  validators.validateInt32(length, "length", 0);
}
function checkPosition(position, name, length) {
  if (typeof position === "number") {
    validateInteger(position, name, -1);
  } else if (typeof position === "bigint") {
    const most = 2n ** 63n - 1n - BigInt(length);
    if (!(position >= -1n && position <= most)) {
      throw new codes.ERR_OUT_OF_RANGE(name, `>= -1 && <= ${most}`, position);
    }
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE(name, ["integer", "bigint"], position);
  }
}
/** null for "the current position", as natives want it. */
function positionOrNull(position) {
  return typeof position === "bigint" ? (position < 0n ? null : position)
    : typeof position === "number" && position >= 0 ? position : null;
}

module.exports = {
  sys: native, constants, kMaxIo, stringToFlags, checkedPath, checkedFd, checkEncoding, getOptions, throwIfAborted, completion,
  toUnixTimestamp, asBuffer, bytesOf, encodeText, wantsBytes, Stats, BigIntStats, StatFs, statsFrom, statsFromBytes,
  statFsFromBytes, Dirent, kType, splitListing, typedEntries, resolveUnknown, typeFromMode, checkedRmOptions,
  checkOffsetLengthRead, checkOffsetLengthWrite, checkPosition, positionOrNull,
  isArrayBufferView: ArrayBuffer.isView,
};
