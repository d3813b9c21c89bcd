// peek.js - Bun.peek: what a promise holds, without waiting for it.
//
// Where the library does not tell the state of promises (src/engine/inspect.c), each looks like any other value: peek
// returns the promise itself, as for one that is pending.
const { Object } = globalThis;

// Positions are JsPromiseState in src/engine/inspect.h.
const STATES = ["pending", "fulfilled", "rejected"];

// Both have no name, as Bun's.
/** @template T @param {T | Promise<T>} value @returns {T | Promise<T>} a rejected one's reason stays unhandled */
exports.peek = (value) => {
    const state = native.promiseState(value);
    return state === undefined || STATES[state[0]] === "pending" ? value : state[1];
};
/** @returns {"pending" | "fulfilled" | "rejected"} */
exports.peek.status = (value) => STATES[native.promiseState(value)?.[0]] ?? "fulfilled";
Object.defineProperty(exports.peek, "status", { writable: false, configurable: false });
