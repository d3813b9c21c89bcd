// node:string_decoder - bytes to text in pieces: what a chunk leaves incomplete waits for the next.
"use strict";

const { ArrayBuffer, Object, Symbol } = globalThis;
const { codes } = require("internal/errors");

const { Buffer } = require("node:buffer");

const kBytes = Symbol("pending bytes");      // Buffer(4): the incomplete character
const kCount = Symbol("pending count");      // how many of them are filled
const kNeeded = Symbol("pending needed");    // how many more complete it

const encodings = {
    __proto__: null,
    utf8: "utf8", "utf-8": "utf8", ucs2: "utf16le", "ucs-2": "utf16le", utf16le: "utf16le", "utf-16le": "utf16le",
    latin1: "latin1", binary: "latin1", base64: "base64", base64url: "base64url", ascii: "ascii", hex: "hex",
};

function normalizeEncoding(encoding) {
    if (encoding === undefined || encoding === null || encoding === "") return "utf8";
    const name = typeof encoding === "string" ? encodings[encoding] ?? encodings[encoding.toLowerCase()] : undefined;
    if (name === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    return name;
}

// --- where the complete part of a chunk ends ---------------------------------------------------------------

// By the first byte alone, impossible ones included: what follows is judged when the character is complete.
const leadLength = (byte) => (byte >> 5 === 6 ? 2 : byte >> 4 === 14 ? 3 : byte >> 3 === 30 ? 4 : 0);

// [bytes of an incomplete character at the end, bytes it still needs]
function utf8Tail(chunk) {
    const end = chunk.length;
    for (let back = 1; back <= 3 && back <= end; back++) {
        const byte = chunk[end - back];
        if (byte >= 0x80 && byte <= 0xbf) continue;
        const length = leadLength(byte);
        if (length <= back) return [0, 0];
        return [back, length - back];
    }
    return [0, 0];
}

function utf16Tail(chunk) {
    if (chunk.length % 2 === 1) return [1, 1];
    const high = chunk[chunk.length - 1];
    return chunk.length > 0 && high >= 0xd8 && high <= 0xdb ? [2, 2] : [0, 0];
}

function base64Tail(chunk) {
    const rest = chunk.length % 3;
    return rest === 0 ? [0, 0] : [rest, 3 - rest];
}

const tails = { __proto__: null, utf8: utf8Tail, utf16le: utf16Tail, base64: base64Tail, base64url: base64Tail };

// --- the class ---------------------------------------------------------------------------------------------

/** @constructor */
function StringDecoder(encoding) {
    this.encoding = normalizeEncoding(encoding);
    Object.defineProperty(this, kBytes, { __proto__: null, value: Buffer.alloc(4), writable: true });
    Object.defineProperty(this, kCount, { __proto__: null, value: 0, writable: true });
    Object.defineProperty(this, kNeeded, { __proto__: null, value: 0, writable: true });
}

function asBuffer(chunk) {
    if (chunk instanceof Buffer) return chunk;
    return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

function write(decoder, chunk) {
    const { encoding } = decoder;
    const tailOf = tails[encoding];
    if (tailOf === undefined) return chunk.toString(encoding);
    // Half a surrogate pair waits for exactly the bytes it lacks.
    if (encoding === "utf16le" && decoder[kCount] >= 2 && chunk.length < decoder[kNeeded]) {
        chunk.copy(decoder[kBytes], decoder[kCount]);
        decoder[kCount] += chunk.length;
        decoder[kNeeded] -= chunk.length;
        return "";
    }
    // Join what waited with the chunk: the tail is at most 3 bytes.
    if (decoder[kCount] > 0) {
        chunk = Buffer.concat([decoder[kBytes].subarray(0, decoder[kCount]), chunk]);
    }
    const [count, needed] = tailOf(chunk);
    const end = chunk.length - count;
    chunk.copy(decoder[kBytes], 0, end);
    decoder[kCount] = count;
    decoder[kNeeded] = needed;
    return end === 0 ? "" : chunk.toString(encoding, 0, end);
}

StringDecoder.prototype.write = function (chunk) {
    if (typeof chunk === "string") return chunk;
    if (!ArrayBuffer.isView(chunk)) {
        throw new codes.ERR_INVALID_ARG_TYPE("buf", ["Buffer", "TypedArray", "DataView"], chunk);
    }
    if (this?.[kBytes] === undefined) throw new codes.ERR_INVALID_THIS("StringDecoder");
    return chunk.byteLength === 0 ? "" : write(this, asBuffer(chunk));
};

StringDecoder.prototype.end = function (chunk) {
    const text = chunk === undefined ? "" : this.write(chunk);
    let rest = "";
    const count = this[kCount];
    if (count > 0) {
        // Half a UTF-16 unit is dropped; everything else shows what it can.
        const size = this.encoding === "utf16le" ? count - (count % 2) : count;
        rest = this[kBytes].subarray(0, size).toString(this.encoding);
    }
    this[kCount] = 0;
    this[kNeeded] = 0;
    return text + rest;
};

// Older than the class's privacy: readable, and writing has no effect on decoding.
StringDecoder.prototype.text = function (chunk, offset) {
    this[kCount] = 0;
    this[kNeeded] = 0;
    return this.write(chunk.slice(offset));
};

function accessor(name, get) {
    Object.defineProperty(StringDecoder.prototype, name, { __proto__: null, configurable: true, enumerable: true, get });
}
accessor("lastChar", function () {
    return this[kBytes].subarray(0, 4);
});
accessor("lastNeed", function () {
    return this[kNeeded];
});
accessor("lastTotal", function () {
    return this[kCount] + this[kNeeded];
});

module.exports = { StringDecoder };
