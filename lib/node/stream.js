// node:stream - the npm package readable-stream (the streams of Node.js 20, kept by Node's own stream team)
// with the surface of Node.js 26 around it: 64 KiB default, duplexPair, web stream adapters.
"use strict";

const { Object, Reflect, Symbol } = globalThis;
const Stream = require("npm:readable-stream/lib/stream.js");

module.exports = Stream;
const { Duplex, Readable, Writable } = Stream;

Stream.setDefaultHighWaterMark(false, 64 * 1024);

// --- callbacks that end an operation run in the context it was started in -------------------------------------

const { cell, carry } = require("internal/async_frame");

/** pipeline and finished: the callback is the last argument. */
function inContext(operation) {
    const wrapped = function (...args) {
        const last = args.length - 1;
        if (cell.current !== undefined && typeof args[last] === "function" && last > 0) args[last] = carry(args[last]);
        return Reflect.apply(operation, this, args);
    };
    return Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(operation));
}
Stream.pipeline = inContext(Stream.pipeline);
Stream.finished = inContext(Stream.finished);

// --- duplexPair ------------------------------------------------------------------------------------------

const kCallback = Symbol("Callback");
const kOther = Symbol("OtherSide");

class DuplexSide extends Duplex {
    #other = null;

    constructor(options) {
        super(options);
        this[kCallback] = null;
    }
    _read() {
        const callback = this[kCallback];
        if (callback) {
            this[kCallback] = null;
            callback();
        }
    }
    [kOther](other) {
        this.#other = other;
    }
    _write(chunk, encoding, callback) {
        if (chunk.length === 0) return void process.nextTick(callback);
        this.#other.push(chunk);
        this.#other[kCallback] = callback;
        return undefined;
    }
    _final(callback) {
        this.#other.on("end", callback);
        this.#other.push(null);
    }
    _destroy(err, callback) {
        const other = this.#other;
        if (other !== null && !other.destroyed) {
            // The other side ends, as a socket does whose peer is gone; the error is not its own.
            process.nextTick(() => {
                if (other.destroyed) return;
                if (err) other.destroy();
                else if (!other.readableEnded) other.push(null);
            });
        }
        callback(err);
    }
}

function duplexPair(options) {
    const a = new DuplexSide(options);
    const b = new DuplexSide(options);
    a[kOther](b);
    b[kOther](a);
    return [a, b];
}

// --- web streams -----------------------------------------------------------------------------------------

const adapters = () => require("internal/webstreams_adapters");

Readable.fromWeb = function fromWeb(stream, options) {
    return adapters().readableFromWeb(stream, options);
};
Readable.toWeb = function toWeb(stream, options) {
    return adapters().readableToWeb(stream, options);
};
Writable.fromWeb = function fromWeb(stream, options) {
    return adapters().writableFromWeb(stream, options);
};
Writable.toWeb = function toWeb(stream) {
    return adapters().writableToWeb(stream);
};
Duplex.fromWeb = function fromWeb(pair, options) {
    return adapters().duplexFromWeb(pair, options);
};
Duplex.toWeb = function toWeb(duplex) {
    return adapters().duplexToWeb(duplex);
};

// --- the surface -------------------------------------------------------------------------------------------

Stream.duplexPair = duplexPair;
Stream._isArrayBufferView = globalThis.ArrayBuffer.isView;
