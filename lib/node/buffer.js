// buffer.js - node:buffer: the Buffer class over Uint8Array.
//
// Codecs are in lib/internal/buffer_codec.js, numbers in buffer_numeric.js, byte loops in
// src/node/buffer.c. Small buffers are slices of a shared 64 KiB slab (Buffer.poolSize), as in Node.
const {
  Array, ArrayBuffer, Error, Math, Number, Object, RangeError, Reflect, Set, Symbol, TypeError, Uint8Array,
} = globalThis;
const {
  codes: {
    ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_BUFFER_SIZE,
    ERR_INVALID_STATE, ERR_OUT_OF_RANGE, ERR_UNKNOWN_ENCODING,
  },
} = require("internal/errors");
const codec = require("internal/buffer_codec");
const { getEncodingOps, utf8Length, utf8Slice, utf8Write, native: bytes } = codec;

const MAX_LENGTH = 2 ** 32; // the engine's largest ArrayBuffer
const MAX_STRING_LENGTH = 536870888; // Node's, though the engine would allow more
const inspectSymbol = Symbol.for("nodejs.util.inspect.custom");
const TypedArray = Object.getPrototypeOf(Uint8Array);
const typedArrayPrototype = TypedArray.prototype;
const { set: typedSet, fill: typedFill, copyWithin } = typedArrayPrototype;
const tagGetter = Object.getOwnPropertyDescriptor(typedArrayPrototype, Symbol.toStringTag).get;
const bufferLengthGetter = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength").get;
const sharedLengthGetter = globalThis.SharedArrayBuffer &&
  Object.getOwnPropertyDescriptor(globalThis.SharedArrayBuffer.prototype, "byteLength").get;

let inspectMaxBytes = 50;

class FastBuffer extends Uint8Array {}

// --- brands -------------------------------------------------------------------------------------------

// The first test is what the JIT can inline; the getter decides for other realms.
const isUint8Array = (value) =>
  (value instanceof Uint8Array && ArrayBuffer.isView(value)) || tagGetter.call(value) === "Uint8Array";
const isTypedArray = (value) => tagGetter.call(value) !== undefined;
const isView = ArrayBuffer.isView;

function hasBrand(getter, value) {
  try {
    getter.call(value);
    return true;
  } catch {
    return false;
  }
}

function isAnyArrayBuffer(value) {
  if (value instanceof ArrayBuffer) return hasBrand(bufferLengthGetter, value);
  const tag = value[Symbol.toStringTag];
  if (tag !== "ArrayBuffer" && tag !== "SharedArrayBuffer") return false;
  return hasBrand(bufferLengthGetter, value) ||
    (sharedLengthGetter !== undefined && hasBrand(sharedLengthGetter, value));
}

// --- the slab -----------------------------------------------------------------------------------------

let pool, poolOffset = 0, poolUsed = 0;

function newPool() {
  poolUsed = Buffer.poolSize;
  pool = new Uint8Array(poolUsed).buffer;
  codec.sharedPools.add(pool);
  poolOffset = 0;
}

function takePool(size) {
  const buf = new FastBuffer(pool, poolOffset, size);
  poolOffset = (poolOffset + size + 7) & ~7;
  return buf;
}

function checkSize(size) {
  if (typeof size !== "number") throw new ERR_INVALID_ARG_TYPE("size", "number", size);
  if (!(size >= 0 && size <= MAX_LENGTH)) {
    throw new ERR_OUT_OF_RANGE("size", `>= 0 && <= ${MAX_LENGTH}`, size);
  }
}

function allocate(size) {
  if (!(size > 0)) return new FastBuffer();
  if (size < Buffer.poolSize >>> 1) {
    if (pool === undefined || size > poolUsed - poolOffset) newPool();
    return takePool(size);
  }
  return new FastBuffer(size);
}

// --- from ---------------------------------------------------------------------------------------------

function fromStringOps(string, ops) {
  const units = string.length;
  if (units === 0) return new FastBuffer();
  // The most bytes this text can need: taking that much slab saves counting first.
  const most = ops === codec.utf8 ? units * 3 : ops.byteLength(string);
  if (most >= Buffer.poolSize >>> 1) {
    if (ops === codec.utf8) {
      const made = bytes.encodeUtf8(string);
      return new FastBuffer(made.buffer, made.byteOffset, made.length);
    }
    const buf = new FastBuffer(most);
    const written = ops.write(buf, string, 0, most);
    return written === most ? buf : new FastBuffer(buf.buffer, 0, written);
  }
  if (pool === undefined || most > poolUsed - poolOffset) newPool();
  const buf = new FastBuffer(pool, poolOffset, most);
  const written = ops.write(buf, string, 0, most);
  const result = written === most ? buf : new FastBuffer(pool, poolOffset, written);
  poolOffset = (poolOffset + written + 7) & ~7;
  return result;
}

function fromString(string, encoding) {
  let ops = codec.utf8;
  if (typeof encoding === "string" && encoding.length !== 0) {
    ops = getEncodingOps(encoding);
    if (ops === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
  }
  return fromStringOps(string, ops);
}

function fromArrayBuffer(buffer, offset, length) {
  if (offset === undefined) {
    offset = 0;
  } else {
    offset = +offset;
    if (offset !== offset) offset = 0;
  }
  const room = buffer.byteLength - offset;
  if (room < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS("offset");
  if (length === undefined) {
    // Without a length the view follows a resizable buffer.
    return new FastBuffer(buffer, offset);
  }
  length = +length;
  if (!(length > 0)) return new FastBuffer(buffer, offset, 0);
  if (length > room) throw new ERR_BUFFER_OUT_OF_BOUNDS("length");
  return new FastBuffer(buffer, offset, length);
}

function fromArrayLike(source) {
  const length = source.length;
  if (!(length > 0)) return new FastBuffer();
  if (length > MAX_LENGTH) return new FastBuffer(length); // the engine's RangeError
  const buf = allocate(length);
  if (isView(source) && isTypedArray(source)) {
    typedSet.call(buf, source);
  } else {
    for (let i = 0; i < length; i++) buf[i] = source[i];
  }
  return buf;
}

function fromObject(value) {
  if (value.length !== undefined || isAnyArrayBuffer(value.buffer ?? 0)) {
    return typeof value.length !== "number" ? new FastBuffer() : fromArrayLike(value);
  }
  if (value.type === "Buffer" && Array.isArray(value.data)) return fromArrayLike(value.data);
}

function from(value, encodingOrOffset, length) {
  if (typeof value === "string") return fromString(value, encodingOrOffset);
  if (typeof value === "object" && value !== null) {
    if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
    const inner = value.valueOf && value.valueOf();
    if (inner != null && inner !== value && (typeof inner === "string" || typeof inner === "object")) {
      return from(inner, encodingOrOffset, length);
    }
    const made = fromObject(value);
    if (made) return made;
    if (typeof value[Symbol.toPrimitive] === "function") {
      const primitive = value[Symbol.toPrimitive]("string");
      if (typeof primitive === "string") return fromString(primitive, encodingOrOffset);
    }
  }
  throw new ERR_INVALID_ARG_TYPE(
    "first argument", ["string", "Buffer", "ArrayBuffer", "Array", "Array-like Object"], value);
}

// --- the constructor and its functions ----------------------------------------------------------------

let warned = false;
function warnDeprecated() {
  if (warned) return;
  const { process } = globalThis;
  const inDependency = /[\\/]node_modules[\\/]/.test(new Error().stack);
  const isQuiet = inDependency && !require("internal/boot").options?.pendingDeprecation;
  if (isQuiet || typeof process?.emitWarning !== "function") return;
  warned = true;
  process.emitWarning(
    "Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), " +
    "Buffer.allocUnsafe(), or Buffer.from() methods instead.", "DeprecationWarning", "DEP0005", Buffer);
}

function Buffer(arg, encodingOrOffset, length) {
  warnDeprecated();
  if (typeof arg === "number") {
    if (typeof encodingOrOffset === "string") throw new ERR_INVALID_ARG_TYPE("string", "string", arg);
    return Buffer.alloc(arg);
  }
  return Buffer.from(arg, encodingOrOffset, length);
}

Object.defineProperty(Buffer, Symbol.species, {
  configurable: true, enumerable: false, get() { return FastBuffer; },
});

function compareBytes(a, aStart, aEnd, b, bStart, bEnd) {
  const aLength = aEnd - aStart, bLength = bEnd - bStart;
  const common = aLength < bLength ? aLength : bLength;
  if (common > 64) return bytes.compare(a, aStart, aEnd, b, bStart, bEnd);
  for (let i = 0; i < common; i++) {
    const x = a[aStart + i], y = b[bStart + i];
    if (x !== y) return x < y ? -1 : 1;
  }
  return aLength === bLength ? 0 : aLength < bLength ? -1 : 1;
}

function byteLength(string, encoding) {
  if (typeof string !== "string") {
    if (isView(string) || (typeof string === "object" && string !== null && isAnyArrayBuffer(string))) {
      return string.byteLength;
    }
    throw new ERR_INVALID_ARG_TYPE("string", ["string", "Buffer", "ArrayBuffer"], string);
  }
  if (!encoding) return utf8Length(string);
  return (getEncodingOps(encoding) ?? codec.utf8).byteLength(string);
}

function validateInteger(value, name, min, max) {
  if (typeof value !== "number") throw new ERR_INVALID_ARG_TYPE(name, "number", value);
  if (!Number.isInteger(value)) throw new ERR_OUT_OF_RANGE(name, "an integer", value);
  if (value < min || value > max) throw new ERR_OUT_OF_RANGE(name, `>= ${min} && <= ${max}`, value);
}

function copyRange(source, target, targetStart, sourceStart, count) {
  if (count > 0) typedSet.call(target, view(source, sourceStart, sourceStart + count), targetStart);
  return count;
}

// Into fresh memory: nothing overlaps, so a short part is copied in a loop.
function append(part, buf, at, count) {
  if (count > 48) return copyRange(part, buf, at, 0, count);
  for (let i = 0; i < count; i++) buf[at + i] = part[i];
  return count;
}
const view = (buf, start, end) =>
  start === 0 && end === buf.length ? buf : new Uint8Array(buf.buffer, buf.byteOffset + start, end - start);

function checkList(list, length) {
  let total = 0;
  for (let i = 0; i < list.length; i++) {
    if (!isUint8Array(list[i])) {
      throw new ERR_INVALID_ARG_TYPE(`list[${i}]`, ["Buffer", "Uint8Array"], list[i]);
    }
    total += list[i].length;
  }
  return length === undefined ? total : length;
}

Object.assign(Buffer, {
  poolSize: 64 * 1024,

  from,

  copyBytesFrom(source, offset, length) {
    if (!isTypedArray(source)) throw new ERR_INVALID_ARG_TYPE("view", ["TypedArray"], source);
    const count = source.length;
    if (count === 0) return allocate(0);
    let start = 0, end = count;
    if (offset !== undefined) {
      validateInteger(offset, "offset", 0, Number.MAX_SAFE_INTEGER);
      if (offset >= count) return allocate(0);
      start = offset;
    }
    if (length !== undefined) {
      validateInteger(length, "length", 0, Number.MAX_SAFE_INTEGER);
      end = Math.min(start + length, count);
    }
    const size = source.BYTES_PER_ELEMENT;
    return fromArrayLike(new Uint8Array(source.buffer, source.byteOffset + start * size, (end - start) * size));
  },

  of(...items) {
    const buf = allocate(items.length);
    for (let i = 0; i < items.length; i++) buf[i] = items[i];
    return buf;
  },

  alloc(size, fill, encoding) {
    checkSize(size);
    if (fill !== undefined && fill !== 0 && size > 0) {
      return fillBuffer(new FastBuffer(size), fill, 0, size, encoding);
    }
    return new FastBuffer(size);
  },

  allocUnsafe(size) {
    checkSize(size);
    return allocate(size);
  },

  allocUnsafeSlow(size) {
    checkSize(size);
    return new FastBuffer(size);
  },

  isBuffer(value) {
    return value instanceof Buffer;
  },

  compare(a, b) {
    if (!isUint8Array(a)) throw new ERR_INVALID_ARG_TYPE("buf1", ["Buffer", "Uint8Array"], a);
    if (!isUint8Array(b)) throw new ERR_INVALID_ARG_TYPE("buf2", ["Buffer", "Uint8Array"], b);
    return a === b ? 0 : compareBytes(a, 0, a.length, b, 0, b.length);
  },

  isEncoding(encoding) {
    return typeof encoding === "string" && encoding.length !== 0 && getEncodingOps(encoding) !== undefined;
  },

  concat(list, length) {
    if (!Array.isArray(list)) throw new ERR_INVALID_ARG_TYPE("list", "Array", list);
    if (length !== undefined) validateInteger(length, "length", 0, Number.MAX_SAFE_INTEGER);
    if (list.length === 0) return new FastBuffer();
    length = checkList(list, length);
    const buf = allocate(length);
    let at = 0;
    for (let i = 0; i < list.length && at < length; i++) {
      const part = list[i];
      at += append(part, buf, at, Math.min(part.length, length - at));
    }
    if (at < length) typedFill.call(buf, 0, at, length);
    return buf;
  },

  byteLength,
});

Buffer.prototype = FastBuffer.prototype;
Object.setPrototypeOf(Buffer, Uint8Array);
Object.defineProperty(Buffer, "prototype", { enumerable: false, writable: false });
Object.defineProperty(FastBuffer.prototype, "constructor", {
  value: Buffer, writable: true, configurable: true, enumerable: false,
});
const proto = FastBuffer.prototype;

// read*/write* of numbers: a large file that most programs do not need. The first touch of any of them loads it
// and makes all of them plain methods.
function numericNames() {
  const names = [];
  for (const verb of ["read", "write"]) {
    for (const kind of ["BigUInt64", "BigInt64", "UInt", "UInt32", "UInt16", "UInt8", "Int", "Int32", "Int16", "Int8",
      "Float", "Double"]) {
      for (const order of kind.endsWith("t8") ? [""] : ["LE", "BE"]) {
        names.push(verb + kind + order);
        if (kind.includes("UInt")) names.push((verb + kind + order).replace("UInt", "Uint"));
      }
    }
  }
  return names;
}

const ourGetters = new Set();
for (const name of numericNames()) {
  const get = () => {
    require("internal/buffer_numeric").addNumericMethods(
      proto, (key) => ourGetters.has(Object.getOwnPropertyDescriptor(proto, key)?.get));
    return proto[name];
  };
  ourGetters.add(get);
  Object.defineProperty(proto, name, {
    configurable: true, enumerable: true, get,
    set(value) {
      Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
    },
  });
}

// --- encodings as methods -----------------------------------------------------------------------------

function sliceMethod(ops) {
  return function (start, end) {
    if (!isView(this)) throw plainTypeError("argument must be a buffer");
    const length = this.byteLength;
    start = start === undefined ? 0 : Math.trunc(start) || 0;
    end = end === undefined ? length : Math.trunc(end) || 0;
    if (start < 0 || end < 0) throw outOfIndex();
    if (end <= start) return "";
    if (end > length) throw outOfIndex();
    return ops.slice(this, start, end);
  };
}

function plainTypeError(message) {
  const error = new TypeError(message);
  error.code = "ERR_INVALID_ARG_TYPE";
  return error;
}

function outOfIndex() {
  const error = new RangeError("Index out of range");
  error.code = "ERR_OUT_OF_RANGE";
  return error;
}

function writeMethod(ops) {
  return function (string, offset = 0, length = this.byteLength - offset) {
    if (!isView(this)) throw plainTypeError("argument must be a buffer");
    if (typeof string !== "string") throw plainTypeError("argument must be a string");
    if (offset < 0 || offset > this.byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS("offset");
    if (length < 0 || length > this.byteLength - offset) throw new ERR_BUFFER_OUT_OF_BOUNDS("length");
    return ops.write(this, string, Math.trunc(offset) || 0, Math.trunc(length) || 0);
  };
}

for (const [name, ops] of [
  ["ascii", codec.ascii], ["base64", codec.base64], ["base64url", codec.base64url],
  ["latin1", codec.latin1], ["hex", codec.hex], ["ucs2", codec.ucs2], ["utf8", codec.utf8],
]) {
  proto[`${name}Slice`] = sliceMethod(ops);
  proto[`${name}Write`] = writeMethod(ops);
}

for (const [name, key] of [["parent", "buffer"], ["offset", "byteOffset"]]) {
  Object.defineProperty(proto, name, {
    enumerable: true,
    get() { return this instanceof Buffer ? this[key] : undefined; },
  });
}

// --- fill ----------------------------------------------------------------------------------------------

// The bytes of a pattern: a string in its encoding or a view; numbers are handled by the caller.
function patternOf(value, encoding) {
  if (typeof value === "string") {
    if (encoding != null && typeof encoding !== "string") {
      throw new ERR_INVALID_ARG_TYPE("encoding", "string", encoding);
    }
    const ops = encoding ? getEncodingOps(encoding) : codec.utf8;
    if (ops === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
    return fromStringOps(value, ops);
  }
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

function fillPattern(buf, pattern, start, end) {
  let done = Math.min(pattern.length, end - start);
  typedSet.call(buf, view(pattern, 0, done), start);
  // Doubling: each round copies what is already there.
  while (done < end - start) {
    const count = Math.min(done, end - start - done);
    copyWithin.call(buf, start + done, start, start + count);
    done += count;
  }
}

function fillBuffer(buf, value, offset, end, encoding) {
  if (typeof value === "string") {
    if (offset === undefined || typeof offset === "string") {
      encoding = offset;
      offset = 0;
      end = buf.length;
    } else if (typeof end === "string") {
      encoding = end;
      end = buf.length;
    }
  }
  if (offset === undefined) {
    offset = 0;
    end = buf.length;
  } else {
    validateInteger(offset, "offset", 0, Number.MAX_SAFE_INTEGER);
    if (end === undefined) end = buf.length;
    else validateInteger(end, "end", 0, buf.length);
    if (offset >= end && typeof value !== "string") return buf;
  }
  let pattern;
  if (typeof value === "string") {
    pattern = patternOf(value, encoding);
    if (offset >= end) return buf;
    if (value.length === 0) pattern = undefined, value = 0;
    else if (pattern.length === 0) throw new ERR_INVALID_ARG_VALUE("value", value);
  } else if (isView(value)) {
    pattern = patternOf(value);
    if (pattern.length === 0) throw new ERR_INVALID_ARG_VALUE("value", value);
  } else if (typeof value === "boolean") {
    value = +value;
  }
  if (pattern !== undefined) fillPattern(buf, pattern, offset, end);
  else typedFill.call(buf, value & 255, offset, end);
  return buf;
}

// --- searching ----------------------------------------------------------------------------------------

// Where a search starts, clamped; -1: nothing can match. Empty needles are answered here by `found`.
function searchBytes(buf, needle, byteOffset, backwards, step) {
  const length = buf.length, size = needle.length;
  let at = byteOffset < 0 ? byteOffset + length : byteOffset + 0;
  if (at < 0) {
    if (backwards && size !== 0) return -1;
    at = 0;
  }
  if (at > length) {
    if (size === 0) return length;
    if (!backwards) return -1;
    at = length;
  }
  if (size === 0) return at;
  if (size > length) return -1;
  if (!backwards && at + size > length) return -1;
  if (step === 2) {
    if (length < 2 || size < 2) return -1;
    at -= at & 1;
  }
  return bytes.find(buf, needle, at, step, backwards);
}

function indexOfNumber(buf, value, byteOffset, backwards) {
  const length = buf.length;
  let at = byteOffset < 0 ? byteOffset + length : byteOffset;
  if (backwards) {
    if (at < 0 || length === 0) return -1;
    return typedArrayPrototype.lastIndexOf.call(buf, value & 255, at);
  }
  return typedArrayPrototype.indexOf.call(buf, value & 255, at < 0 ? 0 : at);
}

function search(buf, value, byteOffset, encoding, backwards) {
  if (!isView(buf)) throw new ERR_INVALID_ARG_TYPE("buffer", ["Buffer", "TypedArray", "DataView"], buf);
  if (typeof byteOffset === "string") {
    encoding = byteOffset;
    byteOffset = undefined;
  } else if (byteOffset > 0x7fffffff) {
    byteOffset = 0x7fffffff;
  } else if (byteOffset < -0x80000000) {
    byteOffset = -0x80000000;
  }
  // null and other objects become numbers; what is not a number searches the whole buffer.
  byteOffset = +byteOffset;
  if (byteOffset !== byteOffset) byteOffset = backwards ? buf.length || buf.byteLength : 0;
  byteOffset = Math.trunc(byteOffset);

  if (typeof value === "number") return indexOfNumber(buf, value >>> 0, byteOffset, backwards);
  const ops = encoding === undefined ? codec.utf8 : getEncodingOps(encoding);
  if (typeof value === "string") {
    if (ops === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
    const step = ops === codec.ucs2 ? 2 : 1;
    return searchBytes(buf, fromStringOps(value, ops), byteOffset, backwards, step);
  }
  if (isUint8Array(value)) {
    return searchBytes(buf, value, byteOffset, backwards, ops === codec.ucs2 ? 2 : 1);
  }
  throw new ERR_INVALID_ARG_TYPE("value", ["number", "string", "Buffer", "Uint8Array"], value);
}

// --- the other methods --------------------------------------------------------------------------------

function clampSlice(value, length) {
  value = Math.trunc(+value) || 0;
  if (value < 0) return Math.max(value + length, 0);
  return Math.min(value, length);
}

function swap(buf, size) {
  const length = buf.length;
  if (length % size !== 0) throw new ERR_INVALID_BUFFER_SIZE(`${size * 8}-bits`);
  for (let i = 0; i < length; i += size) {
    for (let a = i, b = i + size - 1; a < b; a++, b--) {
      const kept = buf[a];
      buf[a] = buf[b];
      buf[b] = kept;
    }
  }
  return buf;
}

// A position as Node's copy() takes it: what is not a 64-bit integer means 0.
function copyInteger(value) {
  const number = +value;
  return Math.abs(number) < 2 ** 63 ? Math.floor(number) : 0;
}

function slice(start, end) {
  const length = this.length;
  start = clampSlice(start, length);
  end = end !== undefined ? clampSlice(end, length) : length;
  return new FastBuffer(this.buffer, this.byteOffset + start, end > start ? end - start : 0);
}

const methods = {
  copy(target, targetStart, sourceStart, sourceEnd) {
    if (!isView(this)) throw new ERR_INVALID_ARG_TYPE("source", ["Buffer", "Uint8Array"], this);
    if (!isView(target)) throw new ERR_INVALID_ARG_TYPE("target", ["Buffer", "Uint8Array"], target);
    const size = this.length;
    targetStart = targetStart === undefined ? 0 : copyInteger(targetStart);
    if (targetStart < 0) throw new ERR_OUT_OF_RANGE("targetStart", ">= 0", targetStart);
    sourceStart = sourceStart === undefined ? 0 : copyInteger(sourceStart);
    if (sourceStart < 0 || sourceStart > size) {
      throw new ERR_OUT_OF_RANGE("sourceStart", `>= 0 && <= ${size}`, sourceStart);
    }
    sourceEnd = sourceEnd === undefined ? size : copyInteger(sourceEnd);
    if (sourceEnd < 0) throw new ERR_OUT_OF_RANGE("sourceEnd", ">= 0", sourceEnd);
    if (targetStart >= target.byteLength || sourceStart >= sourceEnd) return 0;
    const count = Math.min(sourceEnd - sourceStart, target.byteLength - targetStart, size - sourceStart);
    const into = isUint8Array(target) ? target
      : new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
    return copyRange(this, into, targetStart, sourceStart, count);
  },

  toString(encoding, start, end) {
    if (arguments.length === 0) return utf8Slice(this, 0, this.length);
    const length = this.length;
    if (start <= 0) start = 0;
    else if (start >= length) return "";
    else start = Math.trunc(start) || 0;
    if (end === undefined || end > length) end = length;
    else end = Math.trunc(end) || 0;
    if (end <= start) return "";
    if (encoding === undefined) return utf8Slice(this, start, end);
    const ops = getEncodingOps(encoding);
    if (ops === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
    return ops.slice(this, start, end);
  },

  equals(other) {
    if (!isUint8Array(other)) throw new ERR_INVALID_ARG_TYPE("otherBuffer", ["Buffer", "Uint8Array"], other);
    if (this === other) return true;
    if (this.byteLength !== other.byteLength) return false;
    return compareBytes(this, 0, this.length, other, 0, other.length) === 0;
  },

  inspect(depth, context) {
    return inspectBuffer(this, context);
  },

  compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
    if (!isUint8Array(target)) throw new ERR_INVALID_ARG_TYPE("target", ["Buffer", "Uint8Array"], target);
    if (arguments.length === 1) return compareBytes(this, 0, this.length, target, 0, target.length);
    targetStart = boundOf(targetStart, "targetStart", 0, Number.MAX_SAFE_INTEGER);
    targetEnd = boundOf(targetEnd, "targetEnd", target.length, target.length);
    sourceStart = boundOf(sourceStart, "sourceStart", 0, Number.MAX_SAFE_INTEGER);
    sourceEnd = boundOf(sourceEnd, "sourceEnd", this.length, this.length);
    if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
    if (targetStart >= targetEnd) return 1;
    return compareBytes(this, sourceStart, sourceEnd, target, targetStart, targetEnd);
  },

  indexOf(value, byteOffset, encoding) {
    return search(this, value, byteOffset, encoding, false);
  },

  lastIndexOf(value, byteOffset, encoding) {
    return search(this, value, byteOffset, encoding, true);
  },

  includes(value, byteOffset, encoding) {
    return search(this, value, byteOffset, encoding, false) !== -1;
  },

  fill(value, offset, end, encoding) {
    return fillBuffer(this, value, offset, end, encoding);
  },

  write(string, offset, length, encoding) {
    if (typeof string !== "string") throw plainTypeError("argument must be a string");
    const size = this.length;
    if (offset === undefined) return utf8Write(this, string, 0, size);
    if (length === undefined && typeof offset === "string") {
      encoding = offset;
      length = size;
      offset = 0;
    } else {
      validateInteger(offset, "offset", 0, size);
      const room = size - offset;
      if (length === undefined) {
        length = room;
      } else if (typeof length === "string") {
        encoding = length;
        length = room;
      } else {
        validateInteger(length, "length", 0, size);
        if (length > room) length = room;
      }
    }
    if (!encoding) return utf8Write(this, string, offset, length);
    const ops = getEncodingOps(encoding);
    if (ops === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
    return ops.write(this, string, offset, length);
  },

  toJSON() {
    const data = new Array(this.length);
    for (let i = 0; i < this.length; i++) data[i] = this[i];
    return { type: "Buffer", data };
  },

  subarray: slice,

  slice(start, end) {
    return this.subarray(start, end);
  },

  swap16() { return swap(this, 2); },
  swap32() { return swap(this, 4); },
  swap64() { return swap(this, 8); },
};

function boundOf(value, name, fallback, max) {
  if (value === undefined) return fallback;
  validateInteger(value, name, 0, max);
  return value;
}

for (const name in methods) proto[name] = methods[name];
proto.toLocaleString = proto.toString;

// --- inspection ----------------------------------------------------------------------------------------

function extraProperties(buf, context) {
  const extras = context.showHidden
    ? Reflect.ownKeys(buf).filter((key) => typeof key !== "string" || !/^(0|[1-9]\d*)$/.test(key))
    : [...Object.keys(buf).filter((key) => !/^(0|[1-9]\d*)$/.test(key)),
      ...Object.getOwnPropertySymbols(buf).filter((key) => Object.prototype.propertyIsEnumerable.call(buf, key))];
  if (extras.length === 0) return "";
  const { inspect } = require("node:util");
  const object = { __proto__: null };
  for (const key of extras) object[key] = buf[key];
  const text = inspect(object, { ...context, breakLength: Infinity, compact: true });
  return text.slice(27, -2); // between "[Object: null prototype] { " and " }"
}

function inspectBuffer(buf, context) {
  const length = buf.length, shown = Math.min(inspectMaxBytes, length);
  let text = codec.hex.slice(buf, 0, shown).replace(/(..)(?!$)/g, "$1 ");
  const rest = length - inspectMaxBytes;
  if (rest > 0) text += ` ... ${rest} more byte${rest > 1 ? "s" : ""}`;
  if (context) {
    const extras = extraProperties(buf, context);
    if (extras !== "") text += `${text ? ", " : ""}${extras}`;
  }
  let name = buf.constructor?.name;
  if (name === "" || name === undefined) name = "Buffer";
  return `<${name} ${text}>`;
}
proto[inspectSymbol] = methods.inspect;
Object.defineProperty(proto, inspectSymbol, { enumerable: false });

// --- module functions ----------------------------------------------------------------------------------

function transcode(source, fromEncoding, toEncoding) {
  if (!isUint8Array(source)) throw new ERR_INVALID_ARG_TYPE("source", ["Buffer", "Uint8Array"], source);
  if (source.length === 0) return Buffer.alloc(0);
  const from = getEncodingOps(fromEncoding || "utf8"), to = getEncodingOps(toEncoding || "utf8");
  const known = (ops) => ops === codec.utf8 || ops === codec.ucs2 || ops === codec.latin1 || ops === codec.ascii;
  if (!known(from) || !known(to)) {
    const error = new Error(`Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]`);
    error.code = "U_ILLEGAL_ARGUMENT_ERROR";
    error.errno = 1;
    throw error;
  }
  let text = (from === codec.ascii ? codec.latin1 : from).slice(source, 0, source.length);
  if (from === codec.ascii && to !== codec.ucs2) text = text.replace(/[^\x00-\x7f]/g, "\ufffd");
  // What the target cannot hold becomes "?", one for each character.
  if (to === codec.latin1) text = text.replace(/[^\x00-\xff]/gu, "?");
  else if (to === codec.ascii) text = text.replace(/[^\x00-\x7f]/gu, "?");
  return fromStringOps(text, to);
}

function contentsOf(input) {
  if (isView(input) || (typeof input === "object" && input !== null && isAnyArrayBuffer(input))) {
    const { buffer } = input;
    if ((buffer ?? input).detached) throw new ERR_INVALID_STATE("Cannot validate on a detached buffer");
    return input;
  }
  throw new ERR_INVALID_ARG_TYPE("input", ["ArrayBuffer", "Buffer", "TypedArray"], input);
}

const isUtf8 = (input) => bytes.isUtf8(contentsOf(input));
const isAscii = (input) => bytes.isAscii(contentsOf(input));

const { atob, btoa } = require("web/base64");

/** The Blob behind a `blob:` URL of URL.createObjectURL, or undefined. */
function resolveObjectURL(url) {
  return require("web/blob").objectOf(`${url}`);
}

module.exports = {
  Buffer,
  transcode,
  isUtf8,
  isAscii,
  kMaxLength: MAX_LENGTH,
  kStringMaxLength: MAX_STRING_LENGTH,
  btoa,
  atob,
};

Object.defineProperties(module.exports, {
  constants: {
    configurable: false, enumerable: true, writable: false,
    value: Object.defineProperties({}, {
      MAX_LENGTH: { value: MAX_LENGTH, enumerable: true },
      MAX_STRING_LENGTH: { value: MAX_STRING_LENGTH, enumerable: true },
    }),
  },
  INSPECT_MAX_BYTES: {
    configurable: true, enumerable: true,
    get() { return inspectMaxBytes; },
    set(value) {
      if (typeof value !== "number") throw new ERR_INVALID_ARG_TYPE("INSPECT_MAX_BYTES", "number", value);
      if (!(value >= 0)) throw new ERR_OUT_OF_RANGE("INSPECT_MAX_BYTES", ">= 0", value);
      inspectMaxBytes = value;
    },
  },
  Blob: { configurable: true, enumerable: true, get() { return globalThis.Blob; } },
  resolveObjectURL: {
    configurable: true, enumerable: true,
    get() { return resolveObjectURL; },
  },
  File: { configurable: true, enumerable: true, get() { return globalThis.File; } },
});
