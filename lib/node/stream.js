// node:stream - the npm package readable-stream (the streams of Node.js 20, kept by Node's own stream team)
// with the surface of Node.js 26 around it: 64 KiB default, duplexPair, web stream adapters.
//
// Every program that touches process.stdout runs this: pipeline, compose, the operators and the promises API
// load their files when they are first called.
"use strict";

const { ArrayBuffer, Object, Symbol, Uint8Array } = globalThis;
const { defineProperty } = Object;
const utils = require("npm:readable-stream/lib/internal/streams/utils.js");
const { Stream } = require("npm:readable-stream/lib/internal/streams/legacy.js");

module.exports = Stream;
for (const name of ["isDestroyed", "isDisturbed", "isErrored", "isReadable", "isWritable"]) Stream[name] = utils[name];
const Readable = (Stream.Readable = require("npm:readable-stream/lib/internal/streams/readable.js"));
const Writable = (Stream.Writable = require("npm:readable-stream/lib/internal/streams/writable.js"));
const Duplex = (Stream.Duplex = require("npm:readable-stream/lib/internal/streams/duplex.js"));
Stream.Transform = require("npm:readable-stream/lib/internal/streams/transform.js");
Stream.PassThrough = require("npm:readable-stream/lib/internal/streams/passthrough.js");
const endOfStream = require("npm:readable-stream/lib/internal/streams/end-of-stream.js");
const { cell } = require("internal/async_frame");
const { getDefaultHighWaterMark, setDefaultHighWaterMark } = require("npm:readable-stream/lib/internal/streams/state.js");
const promises = () => require("npm:readable-stream/lib/stream/promises.js");

// --- operators -------------------------------------------------------------------------------------------

const operators = () => require("npm:readable-stream/lib/internal/streams/operators.js");

/** Readable.prototype[name], which calls the operator of that name. */
function defineOperator(name, length, call) {
    const operator = function (...args) {
        if (new.target) throw new (require("internal/errors").codes.ERR_ILLEGAL_CONSTRUCTOR)();
        return call(this, name, args);
    };
    defineProperty(operator, "name", { __proto__: null, value: name });
    defineProperty(operator, "length", { __proto__: null, value: length });
    defineProperty(Readable.prototype, name, { __proto__: null, value: operator, enumerable: false, configurable: true, writable: true });
}

const toStream = (stream, name, args) => Readable.from(operators().streamReturningOperators[name].apply(stream, args));
const toPromise = (stream, name, args) => operators().promiseReturningOperators[name].apply(stream, args);
const streamLengths = { asIndexedPairs: 0, drop: 1, filter: 2, flatMap: 2, map: 2, take: 1, compose: 2 };
const promiseLengths = { every: 1, forEach: 2, reduce: 3, toArray: 1, some: 1, find: 2 };
for (const name in streamLengths) defineOperator(name, streamLengths[name], toStream);
for (const name in promiseLengths) defineOperator(name, promiseLengths[name], toPromise);

// --- functions -------------------------------------------------------------------------------------------

// The callbacks that end an operation run in the asynchronous context it was started in.
const inContext = (callback) =>
    typeof callback === "function" && cell.current !== undefined ? require("internal/async_context").carry(callback) : callback;

Stream.pipeline = function pipeline(...streams) {
    if (streams.length > 1) streams.push(inContext(streams.pop()));
    return require("npm:readable-stream/lib/internal/streams/pipeline.js").pipeline(...streams);
};
Stream.addAbortSignal = function addAbortSignal(signal, stream) {
    return require("npm:readable-stream/lib/internal/streams/add-abort-signal.js").addAbortSignal(signal, stream);
};
function finished(stream, options, callback) {
    if (arguments.length === 2) return endOfStream(stream, inContext(options));
    return endOfStream(stream, options, inContext(callback));
}
Stream.finished = finished;
Stream.destroy = require("npm:readable-stream/lib/internal/streams/destroy.js").destroyer;
Stream.compose = function compose(...streams) {
    return require("npm:readable-stream/lib/internal/streams/compose.js")(...streams);
};
Stream.setDefaultHighWaterMark = setDefaultHighWaterMark;
Stream.getDefaultHighWaterMark = getDefaultHighWaterMark;
const custom = Symbol.for("nodejs.util.promisify.custom");
defineProperty(Stream, "promises", { __proto__: null, configurable: true, enumerable: true, get: promises });
defineProperty(Stream.pipeline, custom, { __proto__: null, enumerable: true, get: () => promises().pipeline });
defineProperty(finished, custom, { __proto__: null, enumerable: true, get: () => promises().finished });
Stream.Stream = Stream;
Stream._isUint8Array = (value) => value instanceof Uint8Array;
Stream._uint8ArrayToBuffer = (chunk) => require("node:buffer").Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);

setDefaultHighWaterMark(false, 64 * 1024);

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
Stream._isArrayBufferView = ArrayBuffer.isView;
