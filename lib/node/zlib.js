// zlib.js - node:zlib: deflate, gzip, brotli and zstd as functions and as Transform streams.
//
// The libraries are opened on first use (src/node/zlib_libs.c). Streams compress in the thread that writes,
// chunk by chunk; the callback forms run on the pool. Not here: the Zip archive classes of Node 26.
const { ArrayBuffer, Error, Int32Array, Math, Number, Object, Set, Symbol, Uint32Array, Uint8Array } = globalThis;
const {
  codes: {
    ERR_BROTLI_INVALID_PARAM, ERR_BUFFER_TOO_LARGE, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE,
    ERR_ZLIB_INITIALIZATION_FAILED, ERR_ZSTD_INVALID_PARAM,
  },
} = require("internal/errors");
const { checkRangesOrGetDefault, validateFiniteNumber, validateFunction, validateUint32 } =
  require("internal/validators");
const { Buffer, kMaxLength } = require("node:buffer");
const { Transform, finished } = require("node:stream");
const { nextTick } = require("internal/tick");
const { constants, codes } = require("internal/zlib_constants");

const {
  Z_NO_FLUSH, Z_BLOCK, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH, DEFLATE, INFLATE, GZIP, GUNZIP, DEFLATERAW, INFLATERAW,
  UNZIP, BROTLI_DECODE, BROTLI_ENCODE, ZSTD_COMPRESS, ZSTD_DECOMPRESS, Z_STREAM_END, Z_DEFAULT_CHUNK,
} = constants;
const MAX_OUTPUT = kMaxLength;
const EMPTY = new Uint8Array(0);
const NOTHING_DONE = [EMPTY, 0, 0, undefined, false, true];
const FINISH = { zlib: Z_FINISH, brotli: constants.BROTLI_OPERATION_FINISH, zstd: constants.ZSTD_e_end };
const FLUSH = { zlib: Z_FULL_FLUSH, brotli: constants.BROTLI_OPERATION_FLUSH, zstd: constants.ZSTD_e_flush };

const paramsNamed = (pattern) =>
  new Set(Object.keys(constants).filter((name) => pattern.test(name)).map((name) => constants[name]));
const KNOWN_PARAMS = { brotli: paramsNamed(/^BROTLI_PARAM_/), zstd: paramsNamed(/^ZSTD_[cd]_/) };

const familyOf = (mode) =>
  mode === BROTLI_DECODE || mode === BROTLI_ENCODE ? "brotli"
    : mode === ZSTD_COMPRESS || mode === ZSTD_DECOMPRESS ? "zstd" : "zlib";

const bytesOf = (input) => {
  if (typeof input === "string") return Buffer.from(input);
  if (ArrayBuffer.isView(input)) {
    return input instanceof Uint8Array ? input : new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  }
  const tag = typeof input === "object" && input !== null ? input[Symbol.toStringTag] : undefined;
  if (tag === "ArrayBuffer" || tag === "SharedArrayBuffer") return new Uint8Array(input);
  throw new ERR_INVALID_ARG_TYPE("buffer", ["string", "Buffer", "TypedArray", "DataView", "ArrayBuffer"], input);
};

const option = (options, name, low, high, fallback) =>
  checkRangesOrGetDefault(options?.[name], `options.${name}`, low, high, fallback);

function chunkSizeOf(options) {
  const size = options?.chunkSize;
  if (!validateFiniteNumber(size, "options.chunkSize")) return Z_DEFAULT_CHUNK;
  if (size < constants.Z_MIN_CHUNK) {
    throw new ERR_OUT_OF_RANGE("options.chunkSize", `>= ${constants.Z_MIN_CHUNK}`, size);
  }
  return size;
}

function dictionaryOf(options) {
  const dictionary = options?.dictionary;
  if (dictionary === undefined) return undefined;
  if (ArrayBuffer.isView(dictionary)) return bytesOf(dictionary);
  if (dictionary?.[Symbol.toStringTag] === "ArrayBuffer") return new Uint8Array(dictionary);
  throw new ERR_INVALID_ARG_TYPE("options.dictionary", ["Buffer", "TypedArray", "DataView", "ArrayBuffer"], dictionary);
}

function paramsOf(options, family) {
  const words = [], seen = new Set(), known = KNOWN_PARAMS[family];
  for (const [key, value] of Object.entries(options?.params ?? {})) {
    const number = Number(key);
    if (!known.has(number) || seen.has(number)) {
      throw new (family === "brotli" ? ERR_BROTLI_INVALID_PARAM : ERR_ZSTD_INVALID_PARAM)(key);
    }
    if (typeof value !== "number" && typeof value !== "boolean") {
      throw new ERR_INVALID_ARG_TYPE("options.params[key]", "number", value);
    }
    seen.add(number);
    words.push(number, Number(value));
  }
  return new Int32Array(words);
}

function windowBits(mode, options) {
  const decoder = mode === INFLATE || mode === GUNZIP || mode === UNZIP;
  // 0 lets a decoder take the size from the header.
  if (decoder && (options?.windowBits === undefined || options?.windowBits === 0)) {
    return options?.windowBits ?? 15;
  }
  const bits = option(options, "windowBits", mode === GZIP ? 9 : 8, 15, 15);
  return mode === DEFLATERAW && bits === 8 ? 9 : bits;
}

/** Checks the options and opens a native stream. */
function open(mode, options) {
  const family = familyOf(mode);
  const handle = family === "zlib"
    ? native.open(mode, option(options, "level", -1, 9, -1), windowBits(mode, options),
      option(options, "memLevel", 1, 9, 8), option(options, "strategy", 0, 4, 0), dictionaryOf(options))
    : native.open(mode, 0, 0, 0, 0, paramsOf(options, family));
  if (handle === undefined) throw new ERR_ZLIB_INITIALIZATION_FAILED();
  handle.close = closeHandle;
  handle.writeSync = writeSync;
  return handle;
}

// A method of the handle, as in Node.js: minizlib (so tar, and npm itself) replaces it to keep a stream open
// across several calls of _processChunk.
function closeHandle() {
  native.close(this);
}

const kOwner = Symbol("owner_symbol");

/**
 * Also Node's, for packages that inflate step by step (pngjs): one run into a buffer of the caller's. Afterwards the
 * stream's `_writeState` holds what is left of the room and of the input. Errors destroy the stream.
 */
function writeSync(flush, input, inOffset, inLength, output, outOffset, outLength) {
  const stream = this[kOwner];
  const chunk = bytesOf(input).subarray(inOffset, inOffset + inLength);
  const room = bytesOf(output).subarray(outOffset, outOffset + outLength);
  const result = room.length > 0 ? native.run(this, chunk, flush, room.length) : NOTHING_DONE;
  room.set(result[0]);
  stream._writeState[0] = outLength - result[0].length;
  stream._writeState[1] = inLength - result[1];
  const error = result[5] ? undefined : errorOf(stream[kMode], result);
  if (error !== undefined) stream.destroy(error);
}

function flushOptions(mode, options) {
  const family = familyOf(mode);
  const [low, high] = family === "zlib" ? [Z_NO_FLUSH, Z_BLOCK] : family === "brotli" ? [0, 3] : [0, 2];
  return {
    flush: option(options, "flush", low, high, family === "zlib" ? Z_NO_FLUSH : 0),
    finishFlush: option(options, "finishFlush", low, high, FINISH[family]),
    maxOutputLength: option(options, "maxOutputLength", 1, MAX_OUTPUT, MAX_OUTPUT),
    chunkSize: chunkSizeOf(options),
    fullFlush: option(options, "fullFlush", low, high, FLUSH[family]),
  };
}

function codeName(mode, code) {
  if (code === constants.Z_BUF_ERROR) return "Z_BUF_ERROR";
  const family = familyOf(mode);
  if (family === "zlib") return codes[code] ?? "Z_ERRNO";
  if (family === "brotli") {
    if (mode === BROTLI_ENCODE) return "ERR_BROTLI_COMPRESSION_FAILED";
    const name = Object.keys(constants).find((key) => /^BROTLI_DECODER_ERROR/.test(key) && constants[key] === code);
    return `ERR_${name?.slice("BROTLI_DECODER".length)}`;
  }
  return ZSTD_CODES[code] ?? "ZSTD_error_GENERIC";
}
const ZSTD_CODES = {
  10: "ZSTD_error_prefix_unknown", 14: "ZSTD_error_frameParameter_unsupported",
  16: "ZSTD_error_frameParameter_windowTooLarge", 20: "ZSTD_error_corruption_detected",
  22: "ZSTD_error_checksum_wrong", 30: "ZSTD_error_dictionary_corrupted", 32: "ZSTD_error_dictionary_wrong",
  40: "ZSTD_error_parameter_unsupported", 42: "ZSTD_error_parameter_outOfBound", 64: "ZSTD_error_memory_allocation",
  70: "ZSTD_error_dstSize_tooSmall", 72: "ZSTD_error_srcSize_wrong",
};

/** The error of a run, or undefined. `result`: [output, consumed, code, message, ended, too big] */
function errorOf(mode, result, limit) {
  if (result[5]) return new ERR_BUFFER_TOO_LARGE(limit);
  const code = result[2];
  if (code === 0 || (code === Z_STREAM_END && familyOf(mode) === "zlib")) return undefined;
  let text = result[3];
  if (code === constants.Z_BUF_ERROR) text = "unexpected end of file";
  const name = codeName(mode, code);
  if (familyOf(mode) === "brotli" && code !== constants.Z_BUF_ERROR) text = "Decompression failed";
  const error = new Error(text ?? "Unknown zlib error");
  error.errno = code;
  error.code = name;
  return error;
}

const asBuffer = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

// --- streams ------------------------------------------------------------------------------------------

const kMode = Symbol("kMode");
const kFlush = Symbol("kFlush"); // chunks that stand for flush(kind) in the order of writes
// A function, not a class: old programs call it on objects of their own (util.inherits).
function ZlibBase(mode, options) {
  const settings = flushOptions(mode, options);
  this._handle = open(mode, options);
  this._handle[kOwner] = this;
  Transform.call(this, { autoDestroy: true, ...options, objectMode: false });
  this[kMode] = mode;
  this.bytesWritten = 0;
  this._flushFlag = settings.flush;
  this._finishFlushFlag = settings.finishFlush;
  this._defaultFullFlushFlag = settings.fullFlush;
  this._maxOutputLength = settings.maxOutputLength;
  this._chunkSize = settings.chunkSize;
  this._info = options?.info;
  if (familyOf(mode) === "zlib") {
    this._level = option(options, "level", -1, 9, -1);
    this._strategy = option(options, "strategy", 0, 4, 0);
  }
  this._ended = false;
}
Object.setPrototypeOf(ZlibBase, Transform);
ZlibBase.prototype = Object.create(Transform.prototype);

// One run; the output is pushed in pieces of the chunk size. Returns the error, if any.
function runChunk(stream, chunk, flush) {
  if (!stream._handle) return undefined;
  const result = native.run(stream._handle, chunk, flush, stream._maxOutputLength);
  stream.bytesWritten += result[1];
  const error = errorOf(stream[kMode], result, stream._maxOutputLength);
  const output = asBuffer(result[0]);
  for (let at = 0; at < output.length && !stream.destroyed; at += stream._chunkSize) {
    stream.push(output.subarray(at, Math.min(at + stream._chunkSize, output.length)));
  }
  stream._ended = result[4];
  // What follows the end of a stream is not ours.
  if (result[4] && result[1] < chunk.length && error === undefined) stream.push(null);
  return error;
}

const methods = {
  _transform(chunk, encoding, callback) {
    const wanted = chunk[kFlush];
    if (wanted === undefined && this._ended && !canContinue(this[kMode])) {
      if (chunk.length > 0) this.push(null);
      return callback();
    }
    // The finish flush comes in _flush.
    callback(runChunk(this, bytesOf(chunk), wanted ?? this._flushFlag));
  },

  _flush(callback) {
    if (this._ended && isDecoder(this[kMode])) return callback();
    callback(runChunk(this, EMPTY, this._finishFlushFlag));
  },

  /** The old synchronous interface, still used by a few packages. */
  _processChunk(chunk, flush, callback) {
    const result = native.run(this._handle, bytesOf(chunk), flush, this._maxOutputLength);
    const error = errorOf(this[kMode], flush === this._finishFlushFlag ? result : [...result].fill(0, 2, 3), this._maxOutputLength);
    if (typeof callback === "function") return void callback(error, asBuffer(result[0]));
    this._handle.close();
    this._handle = null;
    if (error !== undefined) throw error;
    return asBuffer(result[0]);
  },

  flush(kind, callback) {
    if (typeof kind === "function" || (kind === undefined && !callback)) {
      callback = kind;
      kind = this._defaultFullFlushFlag;
    }
    if (this.writableFinished) {
      if (callback) nextTick(callback);
    } else if (this.writableEnded) {
      if (callback) this.once("end", callback);
    } else {
      const marker = Buffer.alloc(0);
      marker[kFlush] = kind;
      this.write(marker, "", callback);
    }
  },

  reset() {
    if (this._handle) native.reset(this._handle);
    this._ended = false;
  },

  params(level, strategy, callback) {
    checkRangesOrGetDefault(level, "level", -1, 9);
    checkRangesOrGetDefault(strategy, "strategy", 0, 4);
    this.flush(Z_SYNC_FLUSH, () => {
      if (this._handle) native.params(this._handle, level, strategy);
      callback?.();
    });
  },

  close(callback) {
    if (callback) finished(this, callback);
    this.destroy();
  },

  _destroy(error, callback) {
    if (this._handle) this._handle.close();
    this._handle = null;
    callback(error);
  },
};
Object.assign(ZlibBase.prototype, methods);
Object.defineProperties(ZlibBase.prototype, {
  _closed: { configurable: true, enumerable: true, get() { return !this._handle; } },
  _outBuffer: madeWhenRead("_outBuffer", (stream) => Buffer.allocUnsafe(stream._chunkSize)),
  _writeState: madeWhenRead("_writeState", () => new Uint32Array(2)),
  _outOffset: { configurable: true, writable: true, value: 0 },
  constructor: { configurable: true, writable: true, value: ZlibBase },
});

/** Only users of writeSync ask for these: 16 KB a stream otherwise. */
function madeWhenRead(name, make) {
  return {
    configurable: true,
    get() {
      const value = make(this);
      Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
      return value;
    },
  };
}

// After the end, only gzip members can follow.
const canContinue = (mode) => mode === GUNZIP || mode === UNZIP;
const isDecoder = (mode) =>
  mode === INFLATE || mode === GUNZIP || mode === INFLATERAW || mode === UNZIP || mode === BROTLI_DECODE ||
  mode === ZSTD_DECOMPRESS;

/** A constructor that also works without `new`, and on objects that inherit from it. */
function streamClass(name, mode) {
  const Class = function (options) {
    if (!(this instanceof Class)) return new Class(options);
    ZlibBase.call(this, mode, options);
  };
  Object.defineProperty(Class, "name", { value: name });
  Object.setPrototypeOf(Class, ZlibBase);
  Class.prototype = Object.create(ZlibBase.prototype, {
    constructor: { configurable: true, writable: true, value: Class },
  });
  return Class;
}

// --- functions ----------------------------------------------------------------------------------------

const info = (options, buffer, Class) => (options?.info ? { buffer, engine: new Class(options) } : buffer);

function syncFunction(mode, Class) {
  return function (buffer, options) {
    const bytes = bytesOf(buffer);
    const { finishFlush, maxOutputLength } = flushOptions(mode, options);
    const handle = open(mode, options);
    const result = native.run(handle, bytes, finishFlush, maxOutputLength);
    native.close(handle);
    const error = errorOf(mode, result, maxOutputLength);
    if (error !== undefined) throw error;
    return info(options, asBuffer(result[0]), Class);
  };
}

function asyncFunction(mode, Class) {
  return function (buffer, options, callback) {
    if (typeof options === "function") [options, callback] = [undefined, options];
    validateFunction(callback, "callback");
    const bytes = bytesOf(buffer);
    const { finishFlush, maxOutputLength } = flushOptions(mode, options);
    native.runAsync(open(mode, options), bytes, finishFlush, maxOutputLength, require("internal/async_frame").carry((result) => {
      const error = errorOf(mode, result, maxOutputLength);
      if (error !== undefined) callback(error);
      else callback(null, info(options, asBuffer(result[0]), Class));
    }, "ZLIB"));
  };
}

/** CRC-32 of `data`, continuing from `value`. */
function crc32(data, value = 0) {
  if (typeof data !== "string" && !ArrayBuffer.isView(data)) {
    throw new ERR_INVALID_ARG_TYPE("data", ["Buffer", "TypedArray", "DataView", "string"], data);
  }
  validateUint32(value, "value");
  const { hash } = require("bun/hash");
  return hash.crc32(data, value);
}

const exported = { crc32 };
const FAMILIES = [
  ["Deflate", DEFLATE, "deflate"], ["Inflate", INFLATE, "inflate"], ["Gzip", GZIP, "gzip"],
  ["Gunzip", GUNZIP, "gunzip"], ["DeflateRaw", DEFLATERAW, "deflateRaw"], ["InflateRaw", INFLATERAW, "inflateRaw"],
  ["Unzip", UNZIP, "unzip"], ["BrotliCompress", BROTLI_ENCODE, "brotliCompress"],
  ["BrotliDecompress", BROTLI_DECODE, "brotliDecompress"], ["ZstdCompress", ZSTD_COMPRESS, "zstdCompress"],
  ["ZstdDecompress", ZSTD_DECOMPRESS, "zstdDecompress"],
];
for (const [name, mode, verb] of FAMILIES) {
  const Class = streamClass(name, mode);
  exported[name] = Class;
  exported[verb] = Object.defineProperty(asyncFunction(mode, Class), "name", { value: verb });
  exported[`${verb}Sync`] = Object.defineProperty(syncFunction(mode, Class), "name", { value: `${verb}Sync` });
  exported[`create${name}`] = Object.defineProperty((options) => new Class(options), "name", { value: `create${name}` });
}
Object.defineProperty(exported, "constants", { enumerable: true, value: constants });
Object.defineProperty(exported, "codes", { enumerable: true, value: codes });

module.exports = exported;
