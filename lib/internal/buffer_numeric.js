// buffer_numeric.js - Buffer.prototype.read*/write*: numbers from bytes in plain JavaScript.
//
// Each method is written out, without DataView and without shared closures, so that the JIT inlines it
// at the call site as a bounds check and loads. Error texts and their order are Node's.
const { Uint8Array, Float32Array, Float64Array, Number, BigInt, Math, Object } = globalThis;
const { codes: { ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } } =
  require("internal/errors");

const float32 = new Float32Array(1);
const bytes32 = new Uint8Array(float32.buffer);
const float64 = new Float64Array(1);
const bytes64 = new Uint8Array(float64.buffer);

// --- errors: the cold paths -------------------------------------------------------------------------

function badRange(value, last, name) {
  if (typeof value !== "number") throw new ERR_INVALID_ARG_TYPE(name, "number", value);
  if (Math.floor(value) !== value) throw new ERR_OUT_OF_RANGE(name, "an integer", value);
  if (last < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS();
  throw new ERR_OUT_OF_RANGE(name, `>= ${name === "byteLength" ? 1 : 0} and <= ${last}`, value);
}

// `offset` failed the fast check. Offsets like -0 are fine: they read as 0.
function badOffset(buf, offset, size) {
  if (typeof offset === "number" && offset >= 0 && offset + size <= buf.length && offset % 1 === 0) return;
  badRange(offset, buf.length - size, "offset");
}

function checkSize(size) {
  if (!(size === 1 || size === 2 || size === 3 || size === 4 || size === 5 || size === 6)) {
    badRange(size, 6, "byteLength");
  }
}

function badValue(value, min, max, size) {
  const n = typeof min === "bigint" ? "n" : "";
  const bits = size * 8;
  let range = `>= ${min}${n} and <= ${max}${n}`;
  if (size > 4) {
    range = min == 0 ? `>= 0${n} and < 2${n} ** ${bits}${n}`
      : `>= -(2${n} ** ${bits - 1}${n}) and < 2${n} ** ${bits - 1}${n}`;
  }
  throw new ERR_OUT_OF_RANGE("value", range, value);
}

// The checks of every integer writer: first the value, then the offset.
function checkWrite(buf, value, offset, min, max, size) {
  if (value > max || value < min) badValue(value, min, max, size);
  if (typeof offset !== "number" || offset >>> 0 !== offset || offset + size > buf.length) {
    badOffset(buf, offset, size);
  }
}

function store(buf, value, offset, size) {
  for (let i = 0; i < size; i++) {
    buf[offset + i] = value;
    value = Math.floor(value / 256);
  }
  return offset + size;
}

function storeBE(buf, value, offset, size) {
  for (let i = size - 1; i >= 0; i--) {
    buf[offset + i] = value;
    value = Math.floor(value / 256);
  }
  return offset + size;
}

function loadLE(buf, offset, size) {
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 256 + buf[offset + i];
  return value;
}

function loadBE(buf, offset, size) {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + buf[offset + i];
  return value;
}

const signed = (value, size) => (value >= 2 ** (size * 8 - 1) ? value - 2 ** (size * 8) : value);

function checkSized(buf, offset, size) {
  if (offset === undefined) throw new ERR_INVALID_ARG_TYPE("offset", "number", offset);
  checkSize(size);
  if (typeof offset !== "number" || offset >>> 0 !== offset || offset + size > buf.length) {
    badOffset(buf, offset, size);
  }
}

function checkSizedWrite(buf, value, offset, size, isSigned) {
  checkSize(size);
  const min = isSigned ? -(2 ** (size * 8 - 1)) : 0;
  const max = isSigned ? 2 ** (size * 8 - 1) - 1 : 2 ** (size * 8) - 1;
  if (size <= 2) {
    // Node's one- and two-byte writers look at the type of the offset before the value.
    if (typeof offset !== "number") throw new ERR_INVALID_ARG_TYPE("offset", "number", offset);
  }
  checkWrite(buf, value, offset, min, max, size);
}

const wordLE = (buf, at) => (buf[at] | (buf[at + 1] << 8) | (buf[at + 2] << 16) | (buf[at + 3] << 24)) >>> 0;
const wordBE = (buf, at) => ((buf[at] << 24) | (buf[at + 1] << 16) | (buf[at + 2] << 8) | buf[at + 3]) >>> 0;

function writeWordLE(buf, value, at) {
  buf[at] = value;
  buf[at + 1] = value >>> 8;
  buf[at + 2] = value >>> 16;
  buf[at + 3] = value >>> 24;
}

function writeWordBE(buf, value, at) {
  buf[at] = value >>> 24;
  buf[at + 1] = value >>> 16;
  buf[at + 2] = value >>> 8;
  buf[at + 3] = value;
}

function writeBig(buf, value, offset, min, max, wordWriter, lowFirst) {
  if (value > max || value < min) badValue(value, min, max, 8);
  if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 8 > buf.length) {
    badOffset(buf, offset, 8);
  }
  const low = Number(value & 0xffffffffn), high = Number((value >> 32n) & 0xffffffffn);
  wordWriter(buf, lowFirst ? low : high, offset);
  wordWriter(buf, lowFirst ? high : low, offset + 4);
  return offset + 8;
}

// --- the methods --------------------------------------------------------------------------------------

const methods = {
  readBigUInt64LE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 8 > this.length) {
      badOffset(this, offset, 8);
    }
    return BigInt(wordLE(this, offset)) + (BigInt(wordLE(this, offset + 4)) << 32n);
  },
  readBigUInt64BE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 8 > this.length) {
      badOffset(this, offset, 8);
    }
    return (BigInt(wordBE(this, offset)) << 32n) + BigInt(wordBE(this, offset + 4));
  },
  readBigInt64LE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 8 > this.length) {
      badOffset(this, offset, 8);
    }
    return (BigInt(wordLE(this, offset + 4) | 0) << 32n) + BigInt(wordLE(this, offset));
  },
  readBigInt64BE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 8 > this.length) {
      badOffset(this, offset, 8);
    }
    return (BigInt(wordBE(this, offset) | 0) << 32n) + BigInt(wordBE(this, offset + 4));
  },
  writeBigUInt64LE(value, offset = 0) {
    return writeBig(this, value, offset, 0n, 0xffffffffffffffffn, writeWordLE, true);
  },
  writeBigUInt64BE(value, offset = 0) {
    return writeBig(this, value, offset, 0n, 0xffffffffffffffffn, writeWordBE, false);
  },
  writeBigInt64LE(value, offset = 0) {
    return writeBig(this, value, offset, -0x8000000000000000n, 0x7fffffffffffffffn, writeWordLE, true);
  },
  writeBigInt64BE(value, offset = 0) {
    return writeBig(this, value, offset, -0x8000000000000000n, 0x7fffffffffffffffn, writeWordBE, false);
  },
  readUIntLE(offset, byteLength) {
    checkSized(this, offset, byteLength);
    return loadLE(this, offset, byteLength);
  },
  readUInt32LE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 4 > this.length) {
      badOffset(this, offset, 4);
    }
    return (this[offset] | (this[offset + 1] << 8) | (this[offset + 2] << 16) | (this[offset + 3] << 24)) >>> 0;
  },
  readUInt16LE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 2 > this.length) {
      badOffset(this, offset, 2);
    }
    return this[offset] | (this[offset + 1] << 8);
  },
  readUInt8(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset >= this.length) {
      badOffset(this, offset, 1);
    }
    return this[offset];
  },
  readUIntBE(offset, byteLength) {
    checkSized(this, offset, byteLength);
    return loadBE(this, offset, byteLength);
  },
  readUInt32BE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 4 > this.length) {
      badOffset(this, offset, 4);
    }
    return ((this[offset] << 24) | (this[offset + 1] << 16) | (this[offset + 2] << 8) | this[offset + 3]) >>> 0;
  },
  readUInt16BE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 2 > this.length) {
      badOffset(this, offset, 2);
    }
    return (this[offset] << 8) | this[offset + 1];
  },
  readIntLE(offset, byteLength) {
    checkSized(this, offset, byteLength);
    return signed(loadLE(this, offset, byteLength), byteLength);
  },
  readInt32LE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 4 > this.length) {
      badOffset(this, offset, 4);
    }
    return this[offset] | (this[offset + 1] << 8) | (this[offset + 2] << 16) | (this[offset + 3] << 24);
  },
  readInt16LE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 2 > this.length) {
      badOffset(this, offset, 2);
    }
    return ((this[offset] | (this[offset + 1] << 8)) << 16) >> 16;
  },
  readInt8(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset >= this.length) {
      badOffset(this, offset, 1);
    }
    return (this[offset] << 24) >> 24;
  },
  readIntBE(offset, byteLength) {
    checkSized(this, offset, byteLength);
    return signed(loadBE(this, offset, byteLength), byteLength);
  },
  readInt32BE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 4 > this.length) {
      badOffset(this, offset, 4);
    }
    return (this[offset] << 24) | (this[offset + 1] << 16) | (this[offset + 2] << 8) | this[offset + 3];
  },
  readInt16BE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 2 > this.length) {
      badOffset(this, offset, 2);
    }
    return (((this[offset] << 8) | this[offset + 1]) << 16) >> 16;
  },
  writeUIntLE(value, offset, byteLength) {
    value = +value;
    checkSizedWrite(this, value, offset, byteLength, false);
    return store(this, value, offset, byteLength);
  },
  writeUInt32LE(value, offset = 0) {
    value = +value;
    checkWrite(this, value, offset, 0, 0xffffffff, 4);
    writeWordLE(this, value, offset);
    return offset + 4;
  },
  writeUInt16LE(value, offset = 0) {
    value = +value;
    checkWrite(this, value, offset, 0, 0xffff, 2);
    this[offset] = value;
    this[offset + 1] = value >>> 8;
    return offset + 2;
  },
  writeUInt8(value, offset = 0) {
    value = +value;
    if (typeof offset !== "number") {
      badOffset(this, offset, 1);
    }
    checkWrite(this, value, offset, 0, 0xff, 1);
    this[offset] = value;
    return offset + 1;
  },
  writeUIntBE(value, offset, byteLength) {
    value = +value;
    checkSizedWrite(this, value, offset, byteLength, false);
    return storeBE(this, value, offset, byteLength);
  },
  writeUInt32BE(value, offset = 0) {
    value = +value;
    checkWrite(this, value, offset, 0, 0xffffffff, 4);
    writeWordBE(this, value, offset);
    return offset + 4;
  },
  writeUInt16BE(value, offset = 0) {
    value = +value;
    checkWrite(this, value, offset, 0, 0xffff, 2);
    this[offset] = value >>> 8;
    this[offset + 1] = value;
    return offset + 2;
  },
  writeIntLE(value, offset, byteLength) {
    value = +value;
    checkSizedWrite(this, value, offset, byteLength, true);
    return store(this, value, offset, byteLength);
  },
  writeInt32LE(value, offset = 0) {
    value = +value;
    checkWrite(this, value, offset, -0x80000000, 0x7fffffff, 4);
    writeWordLE(this, value, offset);
    return offset + 4;
  },
  writeInt16LE(value, offset = 0) {
    value = +value;
    checkWrite(this, value, offset, -0x8000, 0x7fff, 2);
    this[offset] = value;
    this[offset + 1] = value >>> 8;
    return offset + 2;
  },
  writeInt8(value, offset = 0) {
    value = +value;
    if (typeof offset !== "number") {
      badOffset(this, offset, 1);
    }
    checkWrite(this, value, offset, -0x80, 0x7f, 1);
    this[offset] = value;
    return offset + 1;
  },
  writeIntBE(value, offset, byteLength) {
    value = +value;
    checkSizedWrite(this, value, offset, byteLength, true);
    return storeBE(this, value, offset, byteLength);
  },
  writeInt32BE(value, offset = 0) {
    value = +value;
    checkWrite(this, value, offset, -0x80000000, 0x7fffffff, 4);
    writeWordBE(this, value, offset);
    return offset + 4;
  },
  writeInt16BE(value, offset = 0) {
    value = +value;
    checkWrite(this, value, offset, -0x8000, 0x7fff, 2);
    this[offset] = value >>> 8;
    this[offset + 1] = value;
    return offset + 2;
  },
  readFloatLE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 4 > this.length) {
      badOffset(this, offset, 4);
    }
    for (let i = 0; i < 4; i++) bytes32[i] = this[offset + i];
    return float32[0];
  },
  readFloatBE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 4 > this.length) {
      badOffset(this, offset, 4);
    }
    for (let i = 0; i < 4; i++) bytes32[3 - i] = this[offset + i];
    return float32[0];
  },
  readDoubleLE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 8 > this.length) {
      badOffset(this, offset, 8);
    }
    for (let i = 0; i < 8; i++) bytes64[i] = this[offset + i];
    return float64[0];
  },
  readDoubleBE(offset = 0) {
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 8 > this.length) {
      badOffset(this, offset, 8);
    }
    for (let i = 0; i < 8; i++) bytes64[7 - i] = this[offset + i];
    return float64[0];
  },
  writeFloatLE(value, offset = 0) {
    value = +value;
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 4 > this.length) {
      badOffset(this, offset, 4);
    }
    float32[0] = value;
    for (let i = 0; i < 4; i++) this[offset + i] = bytes32[i];
    return offset + 4;
  },
  writeFloatBE(value, offset = 0) {
    value = +value;
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 4 > this.length) {
      badOffset(this, offset, 4);
    }
    float32[0] = value;
    for (let i = 0; i < 4; i++) this[offset + i] = bytes32[3 - i];
    return offset + 4;
  },
  writeDoubleLE(value, offset = 0) {
    value = +value;
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 8 > this.length) {
      badOffset(this, offset, 8);
    }
    float64[0] = value;
    for (let i = 0; i < 8; i++) this[offset + i] = bytes64[i];
    return offset + 8;
  },
  writeDoubleBE(value, offset = 0) {
    value = +value;
    if (typeof offset !== "number" || offset >>> 0 !== offset || offset + 8 > this.length) {
      badOffset(this, offset, 8);
    }
    float64[0] = value;
    for (let i = 0; i < 8; i++) this[offset + i] = bytes64[7 - i];
    return offset + 8;
  },
};

/** Puts the methods on `prototype`, each unsigned one under both spellings, wherever `isOurs(name)` still holds. */
function addNumericMethods(prototype, isOurs) {
  const put = (name, value) => {
    if (isOurs(name)) {
      Object.defineProperty(prototype, name, { value, writable: true, enumerable: true, configurable: true });
    }
  };
  for (const name in methods) {
    put(name, methods[name]);
    if (name.includes("UInt")) put(name.replace("UInt", "Uint"), methods[name]);
  }
}

module.exports = { addNumericMethods };
