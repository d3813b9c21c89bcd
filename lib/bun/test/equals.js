// Deep equality as toEqual, toStrictEqual and toMatchObject define it.
//
// toEqual ignores undefined properties, holes and classes; toStrictEqual does not. Cycles are equal
// when they run in step. Asymmetric matchers on either side decide for themselves.

const { Object, Array, Map, Set, Symbol, Error, Date, RegExp, ArrayBuffer, Promise, Reflect } = globalThis;
const { asymmetric, tagOf } = require("internal/test/format");

const isObject = value => typeof value === "object" && value !== null;
const enumerable = Object.prototype.propertyIsEnumerable;

function ownKeys(object) {
    return Reflect.ownKeys(object).filter(key => enumerable.call(object, key));
}

function asymmetricResult(a, b) {
    const left = a !== null && a !== undefined && a[asymmetric];
    const right = b !== null && b !== undefined && b[asymmetric];
    if (left && right) return a === b || undefined;
    if (left) return a.matches(b);
    if (right) return b.matches(a);
    return undefined;
}

// Same elements. Unless strict, holes and missing ones at the end count as undefined.
function equalLists(a, b, state) {
    if (state.strict && a.length !== b.length) return false;
    const length = a.length > b.length ? a.length : b.length;
    for (let i = 0; i < length; i++) {
        if (state.strict && (i in a) !== (i in b)) return false;
        if (!compare(a[i], b[i], state) && !(hasGetter(a, i) && hasGetter(b, i))) return false;
    }
    return true;
}

// Accessors among the elements are not compared.
function hasGetter(list, index) {
    return Object.getOwnPropertyDescriptor(list, index)?.get !== undefined;
}

// Of an array's other properties only those with symbols as keys count.
function equalSymbols(a, b, state) {
    const keys = Object.getOwnPropertySymbols(a).concat(Object.getOwnPropertySymbols(b));
    return keys.every(key => Object.hasOwn(a, key) === Object.hasOwn(b, key) && compare(a[key], b[key], state));
}

function equalBytes(a, b) {
    if (a.byteLength !== b.byteLength) return false;
    const left = new Uint8Array(a.buffer ?? a, a.byteOffset ?? 0, a.byteLength);
    const right = new Uint8Array(b.buffer ?? b, b.byteOffset ?? 0, b.byteLength);
    for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
    return true;
}

function equalTyped(a, b, state) {
    if (a.length === undefined) return equalBytes(a, b);
    if (a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) {
        if (!(state.strict ? Object.is(a[i], b[i]) : a[i] === b[i] || (a[i] !== a[i] && b[i] !== b[i]))) {
            return false;
        }
    }
    return true;
}

function equalSets(a, b, state) {
    if (a.size !== b.size) return false;
    let rest;
    for (const item of a) {
        if (b.has(item)) continue;
        if (!isObject(item)) return false;
        rest ??= Array.from(b).filter(isObject);
        const at = rest.findIndex(other => compare(item, other, state));
        if (at < 0) return false;
        rest.splice(at, 1);
    }
    return true;
}

function equalMaps(a, b, state) {
    if (a.size !== b.size) return false;
    let rest;
    for (const [key, value] of a) {
        if (b.has(key) && compare(value, b.get(key), state)) continue;
        if (!isObject(key)) return false;
        rest ??= Array.from(b);
        const at = rest.findIndex(([other, item]) => compare(key, other, state) && compare(value, item, state));
        if (at < 0) return false;
        rest.splice(at, 1);
    }
    return true;
}

function equalErrors(a, b, state) {
    if (a.name !== b.name || a.message !== b.message) return false;
    if (!compare(a.cause, b.cause, state)) return false;
    if (a.errors !== undefined || b.errors !== undefined) {
        if (!compare(a.errors, b.errors, state)) return false;
    }
    return equalProperties(a, b, state, errorNoise);
}
// Engine-made properties that say where an error came from, not what it is.
const errorNoise = new Set(["stack", "line", "column", "sourceURL", "originalLine", "originalColumn",
    "message", "name", "cause", "errors"]);

function equalProperties(a, b, state, skip) {
    const seen = key => skip !== undefined && skip.has(key);
    for (const key of ownKeys(a)) {
        if (seen(key)) continue;
        if (state.strict && !Object.hasOwn(b, key)) return false;
        if (!state.strict && a[key] === undefined && b[key] === undefined) continue;
        if (!compare(a[key], Object.hasOwn(b, key) ? b[key] : undefined, state)) return false;
    }
    for (const key of ownKeys(b)) {
        if (seen(key) || (Object.hasOwn(a, key) && enumerable.call(a, key))) continue;
        if (state.strict) return false;
        if (b[key] !== undefined && !compare(Object.hasOwn(a, key) ? a[key] : undefined, b[key], state)) return false;
    }
    return true;
}

function equalBoxed(a, b) {
    return Object.is(a.valueOf(), b.valueOf());
}

function classOf(value) {
    const proto = Object.getPrototypeOf(value);
    if (proto === null) return Object;
    return proto.constructor;
}

function sameClass(a, b) {
    return classOf(a) === classOf(b) || Object.getPrototypeOf(a) === Object.getPrototypeOf(b);
}

// By internal kind; undefined: plain objects, compared by their properties.
function equalByTag(tag, a, b, state) {
    switch (tag) {
        case "Array": return equalLists(a, b, state) && equalSymbols(a, b, state);
        case "Map": return equalMaps(a, b, state);
        case "Set": return equalSets(a, b, state);
        case "Date": return Object.is(a.getTime(), b.getTime());
        case "RegExp": return a.source === b.source && a.flags === b.flags;
        case "Number": case "Boolean": case "String":
            return equalBoxed(a, b) && sameClass(a, b);
        default: return undefined;
    }
}

function builtinTag(value) {
    if (Array.isArray(value)) return "Array";
    if (value instanceof Map) return "Map";
    if (value instanceof Set) return "Set";
    if (Error.isError ? Error.isError(value) : value instanceof Error) return "Error";
    if (value instanceof Date) return "Date";
    if (value instanceof RegExp) return "RegExp";
    if (value instanceof Promise) return "Promise";
    const tag = tagOf(value);
    return tag === "Number" || tag === "String" || tag === "Boolean" || tag.startsWith("Weak") ? tag : "Object";
}

function equalObjects(a, b, state) {
    const tag = builtinTag(a);
    if (tag !== builtinTag(b)) return false;
    if (state.strict && tag === "Object" && !ArrayBuffer.isView(a) && !sameClass(a, b)) return false;
    if (tag === "Error") return equalErrors(a, b, state);
    const known = equalByTag(tag, a, b, state);
    if (known !== undefined) return known;
    const bytesA = ArrayBuffer.isView(a) || a instanceof ArrayBuffer;
    if (bytesA || ArrayBuffer.isView(b) || b instanceof ArrayBuffer) {
        return tagOf(a) === tagOf(b) && equalTyped(a, b, state);  // Buffer and Uint8Array share a tag
    }
    if (typeof a.href === "string" && tagOf(a) === "URL" && tagOf(b) === "URL") return a.href === b.href;
    if (tagOf(a) === "Arguments" || tagOf(b) === "Arguments") {
        return tagOf(a) === tagOf(b) && equalLists(a, b, state);
    }
    const iterable = equalIterables(a, b, state);
    if (iterable === false) return false;
    return equalProperties(a, b, state);
}

// Programs' own iterable classes are compared by what they yield; undefined: not iterable.
function equalIterables(a, b, state) {
    if (typeof a[Symbol.iterator] !== "function" || typeof b[Symbol.iterator] !== "function") return undefined;
    if (a.constructor !== b.constructor) return false;
    if (typeof a.next === "function") return undefined;  // a running iterator: looking would consume it
    const right = b[Symbol.iterator]();
    for (const item of a) {
        const other = right.next();
        if (other.done || !compare(item, other.value, state)) return false;
    }
    return right.next().done;
}

function customResult(a, b, state) {
    for (const tester of state.testers) {
        const result = tester.call({ equals }, a, b, state.testers);
        if (result !== undefined) return Boolean(result);
    }
    return undefined;
}

function compare(a, b, state) {
    const asked = asymmetricResult(a, b);
    if (asked !== undefined) return asked;
    if (state.testers.length) {
        const custom = customResult(a, b, state);
        if (custom !== undefined) return custom;
    }
    if (Object.is(a, b)) return true;
    if (!isObject(a) || !isObject(b)) return false;
    for (let i = 0; i < state.left.length; i++) {
        if (state.left[i] === a) return state.right[i] === b;
        if (state.right[i] === b) return false;
    }
    state.left.push(a);
    state.right.push(b);
    const result = equalObjects(a, b, state);
    state.left.pop();
    state.right.pop();
    return result;
}

/**
 * @param {{strict?: boolean, testers?: Function[]}} [options]
 * @returns {boolean}
 */
function equals(a, b, options) {
    return compare(a, b, { strict: Boolean(options?.strict), testers: options?.testers ?? [], left: [], right: [] });
}

function subset(actual, expected, state) {
    const asked = asymmetricResult(actual, expected);
    if (asked !== undefined) return asked;
    if (Object.is(actual, expected)) return true;
    if (!isObject(actual) || !isObject(expected)) return false;
    const kind = builtinTag(expected);
    if ((kind !== "Object" && kind !== "Array" && kind !== "Error") || ArrayBuffer.isView(expected)) {
        return equals(actual, expected);
    }
    if (state.testers.length) {
        const custom = customResult(actual, expected, state);
        if (custom !== undefined) return custom;
    }
    if (state.pairs.has(expected)) return state.pairs.get(expected) === actual;
    state.pairs.set(expected, actual);
    const pass = kind === "Array" ? subsetOfList(actual, expected, state) : subsetOfKeys(actual, expected, state);
    state.pairs.delete(expected);
    return pass;
}

function subsetOfList(actual, expected, state) {
    return Array.isArray(actual) && actual.length === expected.length
        && expected.every((item, i) => subset(actual[i], item, state))
        && equalSymbols(actual, expected, { strict: false, testers: state.testers, left: [], right: [] });
}

function subsetOfKeys(actual, expected, state) {
    for (const key of ownKeys(expected)) {
        if (!(key in actual)) return false;
        if (!subset(actual[key], expected[key], state)) return false;
    }
    return true;
}

/** toMatchObject: every property of `expected` is in `actual`; arrays match element by element. */
function matchesSubset(actual, expected, testers = []) {
    return subset(actual, expected, { testers, pairs: new Map() });
}

module.exports = { equals, matchesSubset, builtinTag, isObject };
