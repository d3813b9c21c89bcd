// The current asynchronous context: a map (changed by disable() only) from AsyncLocalStorage to its store, kept in
// internal/async_frame's cell. Ticks, timers and I/O carry the cell themselves; promise reactions do once
// the first AsyncLocalStorage exists (install). `await` is the transformer's business.
"use strict";

const { Map, Object, Promise, Reflect } = globalThis;
const { cell, inFrame } = require("internal/async_frame");

class AsyncContextFrame extends Map {
    /** A new frame with one more store; the old one stays as it is for those who hold it. */
    static with(store, data) {
        const frame = new AsyncContextFrame(cell.current);
        frame.set(store, data);
        return frame;
    }
}

/** Calls fn with `frame` as the current context. */
function runIn(frame, fn, self, args) {
    const before = cell.current;
    cell.current = frame;
    try {
        return Reflect.apply(fn, self, args);
    } finally {
        cell.current = before;
    }
}

/** fn bound to the context of now. */
function carry(fn) {
    const frame = cell.current;
    return (...args) => runIn(frame, fn, undefined, args);
}

/** The engine calls `then` of a thenable in a task of its own: in the context of now. */
const inContext = (value) => (cell.current === undefined ? value : inFrame(value, cell.current));

function carryReaction(fn) {
    const frame = cell.current;
    if (frame === undefined) return (value) => runIn(undefined, fn, undefined, [value]);
    return (value) => runIn(frame, () => inContext(fn(value)), undefined, []);
}

let installed = false;

// Promise reactions run in the context in which they were added, as in Node.js; without one, too: the reaction
// before may have left its own.
function install() {
    if (installed) return;
    installed = true;
    const nativeThen = Promise.prototype.then;
    const reaction = (fn) => (typeof fn === "function" ? carryReaction(fn) : fn);
    const methods = {
        then(onFulfilled, onRejected) {
            return Reflect.apply(nativeThen, this, [reaction(onFulfilled), reaction(onRejected)]);
        },
    };
    const nativeResolve = Promise.resolve;
    Object.defineProperty(Promise, "resolve", {
        __proto__: null, writable: true, configurable: true, enumerable: false,
        value: { resolve(value) { return Reflect.apply(nativeResolve, this, [inContext(value)]); } }.resolve,
    });
    Object.defineProperty(Promise.prototype, "then", {
        __proto__: null, value: methods.then, writable: true, configurable: true, enumerable: false,
    });
}

module.exports = {
    AsyncContextFrame, carry, cell, install, runIn,
    get: () => cell.current,
    set(frame) {
        cell.current = frame;
    },
};
