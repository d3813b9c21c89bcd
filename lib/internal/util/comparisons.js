// Deep equality: assert.deepEqual (loose), deepStrictEqual (strict), partialDeepStrictEqual (partial: the
// second value may be a part of the first) and util.isDeepStrictEqual.
// Cycles: pairs under comparison are remembered per path; meeting one again counts as equal.
"use strict";

const { Array, ArrayBuffer, Error, Function, Map, Number, Object, Set, String, Symbol, Uint8Array } = globalThis;
const { getOwnPropertySymbols, getPrototypeOf, hasOwn, is, keys: keysOf } = Object;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const uncurry = Function.prototype.bind.bind(Function.prototype.call);
const isEnumerable = uncurry(Object.prototype.propertyIsEnumerable);
const objectToString = uncurry(Object.prototype.toString);
const { kindOf, typedArrayTag, types } = require("internal/util/types");

const LOOSE = 0;
const STRICT = 1;
const PARTIAL = 2;

const primitiveValue = {
    __proto__: null,
    Number: uncurry(Number.prototype.valueOf), String: uncurry(String.prototype.valueOf),
    Boolean: uncurry(globalThis.Boolean.prototype.valueOf), BigInt: uncurry(globalThis.BigInt.prototype.valueOf),
    Symbol: uncurry(Symbol.prototype.valueOf),
};

const isNaNValue = (v) => v !== v;

// --- values --------------------------------------------------------------------------------------------

function equal(a, b, state) {
    if (a === b) return a !== 0 || state.mode === LOOSE || is(a, b);
    if (state.mode === LOOSE) {
        if (a === null || typeof a !== "object") {
            return (b === null || typeof b !== "object") && (a == b || (isNaNValue(a) && isNaNValue(b)));
        }
        if (b === null || typeof b !== "object") return false;
    } else {
        if (typeof a !== "object") return typeof a === "number" && isNaNValue(a) && isNaNValue(b);
        if (typeof b !== "object" || a === null || b === null) return false;
        if (state.mode === STRICT && !state.skipPrototype && getPrototypeOf(a) !== getPrototypeOf(b)) return false;
    }
    return sameObjects(a, b, state);
}

/** A Proxy is what it shows: also the namespace of a module is one. */
function comparableKind(value) {
    const kind = kindOf(value);
    return kind === "Proxy" ? "Object" : kind;
}

function sameObjects(a, b, state) {
    if (isArray(a) || isArray(b)) {
        if (!isArray(a) || !isArray(b) || (state.mode === PARTIAL ? a.length < b.length : a.length !== b.length)) return false;
        return guarded(a, b, state, nonIndexKeys(a), nonIndexKeys(b), arrayItems);
    }
    if (isView(a) || isView(b)) {
        if (!isView(a) || !isView(b) || !sameViews(a, b, state)) return false;
        return guarded(a, b, state, nonIndexKeys(a), nonIndexKeys(b));
    }
    const kind = comparableKind(a);
    if (kind !== comparableKind(b) || objectToString(a) !== objectToString(b)) return false;
    const check = byKind[kind];
    if (check !== undefined) {
        const result = check(a, b, state, kind);
        if (typeof result === "boolean" && !result) return false;
        return guarded(a, b, state, keysOf(a), keysOf(b), typeof result === "function" ? result : undefined);
    }
    if (a instanceof Error || b instanceof Error) {
        if (!(a instanceof Error) || !(b instanceof Error) || !sameErrors(a, b, state)) return false;
    } else if (isUrl(a)) {
        if (!isUrl(b) || a.href !== b.href) return false;
    } else if (types.isKeyObject(a) || types.isKeyObject(b)) {
        if (!types.isKeyObject(a) || !types.isKeyObject(b) || !a.equals(b)) return false;
    }
    return guarded(a, b, state, keysOf(a), keysOf(b));
}

function isUrl(value) {
    return globalThis.URL !== undefined && value instanceof globalThis.URL;
}

const byKind = {
    __proto__: null,
    Date: ((getTime) => (a, b) => is(getTime(a), getTime(b)))(uncurry(globalThis.Date.prototype.getTime)),
    RegExp: (a, b) => a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex,
    Error: (a, b, state) => sameErrors(a, b, state),
    Map: (a, b, state) => (state.mode === PARTIAL ? a.size < b.size : a.size !== b.size) ? false : mapItems,
    Set: (a, b, state) => (state.mode === PARTIAL ? a.size < b.size : a.size !== b.size) ? false : setItems,
    ArrayBuffer: sameBuffers, SharedArrayBuffer: sameBuffers,
    Number: sameBoxed, String: sameBoxed, Boolean: sameBoxed, BigInt: sameBoxed, Symbol: sameBoxed,
    WeakMap: () => false, WeakSet: () => false, WeakRef: () => false, Promise: () => false,
};

function sameBoxed(a, b, state, kind) {
    return is(primitiveValue[kind](a), primitiveValue[kind](b));
}

function sameErrors(a, b, state) {
    for (const key of ["message", "name", "cause", "errors"]) {
        if (key === "cause" || key === "errors") {
            const inA = hasOwn(a, key);
            const inB = hasOwn(b, key);
            if (inA !== inB && !(state.mode === PARTIAL && !inB)) return false;
            if (!inB) continue;
        } else if (isEnumerable(a, key)) {
            continue;       // compared with the other keys
        }
        if (!equal(a[key], b[key], state)) return false;
    }
    return true;
}

function bytesOf(view) {
    if (isView(view)) return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    return new Uint8Array(view);
}

function sameBytes(a, b, partial) {
    const x = bytesOf(a);
    const y = bytesOf(b);
    if (partial ? x.length < y.length : x.length !== y.length) return false;
    if (partial) return subsequence(x, y, (p, q) => p === q);
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
    return true;
}

function sameBuffers(a, b, state) {
    return sameBytes(a, b, state.mode === PARTIAL);
}

function sameViews(a, b, state) {
    const tag = typedArrayTag(a);
    if (tag !== typedArrayTag(b)) return false;
    const partial = state.mode === PARTIAL;
    if (tag === undefined) return sameBytes(a, b, partial);
    if (partial ? a.length < b.length : a.length !== b.length) return false;
    if (partial) return subsequence(a, b, is);
    if (!tag.startsWith("Float")) return sameBytes(a, b, false);
    // 0 and -0 differ only for the strict forms; NaN has many bit patterns and equals itself.
    for (let i = 0; i < a.length; i++) {
        if (state.mode === LOOSE ? a[i] !== b[i] : !is(a[i], b[i])) return false;
    }
    return true;
}

// Every item of `part` occurs in `whole`, in order.
function subsequence(whole, part, same) {
    let j = 0;
    for (let i = 0; i < whole.length && j < part.length; i++) if (same(whole[i], part[j])) j++;
    return j === part.length;
}

// --- keys ----------------------------------------------------------------------------------------------

const index = /^(?:0|[1-9]\d{0,9})$/;
function nonIndexKeys(value) {
    const keys = keysOf(value);
    let start = keys.length;
    while (start > 0 && !(index.test(keys[start - 1]) && Number(keys[start - 1]) < 4294967295)) start--;
    return keys.slice(start);
}

function addSymbols(a, b, state, keysB) {
    if (state.mode === LOOSE) return keysB;
    const symbolsB = getOwnPropertySymbols(b).filter((s) => isEnumerable(b, s));
    const countA = state.mode === STRICT ? getOwnPropertySymbols(a).filter((s) => isEnumerable(a, s)).length : 0;
    if (state.mode === STRICT && countA !== symbolsB.length) return null;
    for (const symbol of symbolsB) if (!isEnumerable(a, symbol)) return null;
    return symbolsB.length > 0 ? [...keysB, ...symbolsB] : keysB;
}

// Compares keys, then items and properties, with protection against cycles.
function guarded(a, b, state, keysA, keysB, items) {
    if (state.mode !== PARTIAL && keysA.length !== keysB.length) return false;
    for (const key of keysB) if (!hasOwn(a, key) || !isEnumerable(a, key)) return false;
    const keys = addSymbols(a, b, state, keysB);
    if (keys === null) return false;
    if (keys.length === 0 && items === undefined) return true;

    const seenA = state.left.get(a);
    const seenB = state.right.get(b);
    if (seenA !== undefined && seenB !== undefined) return seenA === seenB;
    const position = state.position++;
    if (seenA === undefined) state.left.set(a, position);
    if (seenB === undefined) state.right.set(b, position);
    const result = (items === undefined || items(a, b, state)) && keys.every((key) => equal(a[key], b[key], state));
    if (seenA === undefined) state.left.delete(a);
    if (seenB === undefined) state.right.delete(b);
    return result;
}

// --- arrays, sets, maps --------------------------------------------------------------------------------

function arrayItems(a, b, state) {
    if (state.mode === PARTIAL) return partialArray(a, b, state);
    for (let i = 0; i < a.length; i++) {
        if (b[i] === undefined || a[i] === undefined) {
            if (hasOwn(a, i) !== hasOwn(b, i)) return false;
        }
        if (!equal(a[i], b[i], state)) return false;
    }
    return true;
}

function partialArray(a, b, state) {
    let j = 0;
    for (let i = 0; i < a.length && j < b.length; i++) {
        const hole = b[j] === undefined && !hasOwn(b, j);
        if (hole ? !hasOwn(a, i) : equal(a[i], b[j], state)) j++;
    }
    return j === b.length;
}

function setItems(a, b, state) {
    const pending = [];     // members of b that need a search
    for (const value of b) {
        if (typeof value === "object" && value !== null) {
            if (!a.has(value)) pending.push(value);
        } else if (!a.has(value)) {
            if (state.mode !== LOOSE) return false;
            pending.push(value);
        }
    }
    if (pending.length === 0) return true;
    const free = new Set();
    for (const value of a) {
        if (b.has(value)) continue;
        if (state.mode === STRICT && (typeof value !== "object" || value === null)) return false;
        free.add(value);
    }
    return pending.every((value) => takeEqual(free, value, state));
}

// Finds a member of `free` deep-equal to `value`, and takes it out.
function takeEqual(free, value, state) {
    for (const candidate of free) {
        if (equal(candidate, value, state)) {
            free.delete(candidate);
            return true;
        }
    }
    return false;
}

function mapItems(a, b, state) {
    const pending = [];
    for (const { 0: key, 1: value } of b) {
        const isObject = typeof key === "object" && key !== null;
        if (!isObject || a.has(key)) {
            const other = a.get(key);
            if ((other !== undefined || a.has(key)) && equal(other, value, state)) continue;
            if (state.mode !== LOOSE && !isObject) return false;
        }
        pending.push([key, value]);
    }
    if (pending.length === 0) return true;
    const wanted = new Set(pending.map((entry) => entry[0]));
    const free = new Set();
    for (const key of a.keys()) if (!b.has(key) || wanted.has(key)) free.add(key);
    return pending.every(([key, value]) => {
        for (const candidate of free) {
            if (equal(candidate, key, state) && equal(a.get(candidate), value, state)) {
                free.delete(candidate);
                return true;
            }
        }
        return false;
    });
}

// --- entry points --------------------------------------------------------------------------------------

function compare(a, b, mode, skipPrototype = false) {
    return equal(a, b, { mode, skipPrototype, left: new Map(), right: new Map(), position: 0 });
}

module.exports = {
    isDeepEqual: (a, b) => compare(a, b, LOOSE),
    isDeepStrictEqual: (a, b, skipPrototype) => compare(a, b, STRICT, skipPrototype === true),
    isPartialStrictEqual: (a, b) => compare(a, b, PARTIAL),
};
