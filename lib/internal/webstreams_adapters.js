// Node streams as web streams and back: Readable.toWeb/fromWeb, Writable.toWeb/fromWeb, Duplex.toWeb/fromWeb.
// Back pressure passes through: a side is asked for more only when the other has room.
"use strict";

const { ArrayBuffer, Error, Promise, Uint8Array } = globalThis;
const { AbortError, codes } = require("internal/errors");
const { validateAbortSignal, validateBoolean, validateObject } = require("internal/validators");
const Stream = require("node:stream");

const { Duplex, Readable, Writable, finished } = Stream;

function toBytes(chunk) {
    if (typeof chunk === "string") return require("node:buffer").Buffer.from(chunk);
    return chunk;
}

function plainBytes(chunk) {
    if (!ArrayBuffer.isView(chunk)) return chunk;
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

// A stream that was destroyed without an error counts as aborted.
function endReason(err) {
    if (err?.code !== "ERR_STREAM_PREMATURE_CLOSE") return err;
    return new AbortError(undefined, { cause: err });
}

function checkKind(stream, method, kind, Class) {
    if (typeof stream?.[method] !== "function") {
        throw new codes.ERR_INVALID_ARG_TYPE(Class === Readable ? "streamReadable" : "streamWritable", kind, stream);
    }
}

// --- Readable ----------------------------------------------------------------------------------------------

function readableToWeb(readable, options = {}) {
    checkKind(readable, "_read", "stream.Readable", Readable);
    validateObject(options, "options");
    const { ReadableStream, CountQueuingStrategy } = globalThis;
    if (Stream.isDestroyed(readable) || readable.readable === false) {
        const empty = new ReadableStream();
        empty.cancel();
        return empty;
    }
    const objectMode = readable.readableObjectMode;
    const highWaterMark = readable.readableHighWaterMark;
    const strategy = options.strategy ?? (objectMode ? new CountQueuingStrategy({ highWaterMark }) : { highWaterMark });
    let controller;
    let cancelled = false;
    const onData = (chunk) => {
        if (!objectMode) chunk = plainBytes(chunk);
        controller.enqueue(chunk);
        if (controller.desiredSize <= 0) readable.pause();
    };
    readable.pause();
    finished(readable, (err) => {
        readable.off("data", onData);
        if (err) {
            readable.on("error", () => {});
            controller.error(endReason(err));
        } else if (!cancelled) {
            controller.close();
        }
    });
    return new ReadableStream({
        start(c) {
            controller = c;
            readable.on("data", onData);
            readable.pause();
        },
        pull() {
            readable.resume();
        },
        cancel(reason) {
            cancelled = true;
            Stream.destroy(readable, reason);
        },
    }, strategy);
}

function readableFromWeb(stream, options = {}) {
    if (typeof stream?.getReader !== "function") {
        throw new codes.ERR_INVALID_ARG_TYPE("readableStream", "ReadableStream", stream);
    }
    validateObject(options, "options");
    const { highWaterMark, encoding, objectMode = false, signal } = options;
    validateBoolean(objectMode, "options.objectMode");
    if (signal !== undefined) validateAbortSignal(signal, "options.signal");
    const reader = stream.getReader();
    let closed = false;
    const readable = new Readable({
        objectMode, highWaterMark, encoding, signal,
        read() {
            reader.read().then(
                ({ value, done }) => readable.push(done ? null : toBytes(value)),
                (err) => Stream.destroy(readable, err));
        },
        destroy(err, callback) {
            const done = () => process.nextTick(callback, err);
            if (closed) return done();
            reader.cancel(err).then(done, done);
        },
    });
    reader.closed.then(() => {
        closed = true;
    }, (err) => {
        closed = true;
        Stream.destroy(readable, err);
    });
    return readable;
}

// --- Writable ----------------------------------------------------------------------------------------------

function writableToWeb(writable) {
    checkKind(writable, "_write", "stream.Writable", Writable);
    const { WritableStream, CountQueuingStrategy } = globalThis;
    if (Stream.isDestroyed(writable) || !Stream.isWritable(writable)) {
        const closedStream = new WritableStream();
        closedStream.close();
        return closedStream;
    }
    const highWaterMark = writable.writableHighWaterMark;
    const strategy = writable.writableObjectMode ? new CountQueuingStrategy({ highWaterMark }) : { highWaterMark };
    let controller;
    let drained;            // { promise, resolve, reject } while the writable is full
    let closing;
    finished(writable, (err) => {
        err = endReason(err);
        if (err) {
            writable.on("error", () => {});
            drained?.reject(err);
            if (closing) closing.reject(err);
            else controller.error(err);
        } else if (closing) {
            closing.resolve();
        } else {
            controller.error(new AbortError());
        }
        drained = closing = undefined;
    });
    writable.on("drain", () => {
        drained?.resolve();
        drained = undefined;
    });
    return new WritableStream({
        start(c) {
            controller = c;
        },
        write(chunk) {
            if (writable.writableNeedDrain || !writable.write(chunk)) {
                drained ??= Promise.withResolvers();
                return drained.promise;
            }
            return undefined;
        },
        abort(reason) {
            Stream.destroy(writable, reason);
        },
        close() {
            if (writable.writableFinished) return undefined;
            closing = Promise.withResolvers();
            writable.end();
            return closing.promise;
        },
    }, strategy);
}

function writableFromWeb(stream, options = {}) {
    if (typeof stream?.getWriter !== "function") {
        throw new codes.ERR_INVALID_ARG_TYPE("writableStream", "WritableStream", stream);
    }
    validateObject(options, "options");
    const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
    validateBoolean(objectMode, "options.objectMode");
    validateBoolean(decodeStrings, "options.decodeStrings");
    const writer = stream.getWriter();
    let closed = false;
    const settle = (promise, callback) => promise.then(
        () => process.nextTick(callback), (err) => process.nextTick(callback, err ?? new Error("aborted")));
    const writable = new Writable({
        highWaterMark, objectMode, decodeStrings, signal,
        writev(chunks, callback) {
            settle(writer.ready.then(() => Promise.all(chunks.map(({ chunk }) => writer.write(chunk)))), callback);
        },
        write(chunk, encoding, callback) {
            if (typeof chunk === "string" && decodeStrings && !objectMode) chunk = toBytes(chunk);
            settle(writer.ready.then(() => writer.write(chunk)), callback);
        },
        destroy(err, callback) {
            const done = () => process.nextTick(callback, err);
            if (closed) return done();
            (err != null ? writer.abort(err) : writer.close()).then(done, done);
        },
        final(callback) {
            if (closed) return process.nextTick(callback);
            return settle(writer.close(), callback);
        },
    });
    writer.closed.then(() => {
        closed = true;
    }, (err) => {
        closed = true;
        Stream.destroy(writable, err);
    });
    return writable;
}

// --- Duplex ------------------------------------------------------------------------------------------------

function duplexToWeb(duplex) {
    if (typeof duplex?._write !== "function" || typeof duplex._read !== "function") {
        throw new codes.ERR_INVALID_ARG_TYPE("duplex", "stream.Duplex", duplex);
    }
    return { writable: writableToWeb(duplex), readable: readableToWeb(duplex) };
}

function duplexFromWeb(pair, options = {}) {
    validateObject(pair, "pair");
    const { readable: webReadable, writable: webWritable } = pair;
    const readable = readableFromWeb(webReadable, options);
    const writable = writableFromWeb(webWritable, options);
    const duplex = new Duplex({
        ...options,
        read() {
            readable.resume();
        },
        write(chunk, encoding, callback) {
            writable.write(chunk, encoding, callback);
        },
        final(callback) {
            writable.end(callback);
        },
        destroy(err, callback) {
            Stream.destroy(readable, err);
            Stream.destroy(writable, err);
            callback(err);
        },
    });
    readable.on("data", (chunk) => {
        if (!duplex.push(chunk)) readable.pause();
    });
    readable.on("end", () => duplex.push(null));
    for (const side of [readable, writable]) side.on("error", (err) => duplex.destroy(err));
    return duplex;
}

module.exports = {
    duplexFromWeb, duplexToWeb, readableFromWeb, readableToWeb, writableFromWeb, writableToWeb,
};
