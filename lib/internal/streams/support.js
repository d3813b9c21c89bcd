// support.js - what the files of readable-stream take from their package's util (tools/embed.mjs puts this in
// its place): ours, and nothing loaded that a plain stream does not need.
"use strict";

const { ArrayBuffer, Object, Promise, Symbol } = globalThis;

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

function once(callback) {
    let called = false;
    return function (...args) {
        if (called) return;
        called = true;
        callback.apply(this, args);
    };
}

module.exports = {
    kEmptyObject: Object.freeze({}),
    once,
    createDeferredPromise: () => Promise.withResolvers(),
    promisify: { custom: Symbol.for("nodejs.util.promisify.custom") },
    debuglog: () => () => {},
    deprecate: (fn) => fn,
    inspect: (value, options) => require("internal/util/inspect").inspect(value, options),
    types: {
        isAsyncFunction: (fn) => fn instanceof AsyncFunction,
        isArrayBufferView: ArrayBuffer.isView,
    },
    get addAbortListener() {
        return require("node:events").addAbortListener;
    },
    AbortSignalAny: (signals) => globalThis.AbortSignal.any(signals),
};
