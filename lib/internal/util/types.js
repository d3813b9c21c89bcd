// What kind of built-in an object is, whatever its prototype says: the brand behind node:util/types,
// inspect and deep equality.
//
// How: the engine stores one type byte in each object. native.cellType(value) reads it; which byte means
// which kind is learned at first use from freshly made samples, so no engine version is assumed. If
// learning fails (two samples of different kinds look alike), brand checks through prototype getters
// answer instead. Cost: one crossing an object.
"use strict";

const {
    Array, ArrayBuffer, BigInt, Boolean, DataView, Date, Error, Function, Map, Number, Object, Promise, Proxy,
    RegExp, Set, SharedArrayBuffer, String, Symbol, Uint8Array, WeakMap, WeakRef, WeakSet,
} = globalThis;
const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const uncurry = Function.prototype.bind.bind(Function.prototype.call);
const objectToString = uncurry(Object.prototype.toString);
const functionToString = uncurry(Function.prototype.toString);
const getterOf = (proto, key) => uncurry(getOwnPropertyDescriptor(proto, key).get);

const typedArrayTag = getterOf(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);

// Throws unless the value has the brand.
const brands = {
    __proto__: null,
    Map: getterOf(Map.prototype, "size"),
    Set: getterOf(Set.prototype, "size"),
    WeakMap: ((has) => (v) => has(v, {}))(uncurry(WeakMap.prototype.has)),
    WeakSet: ((has) => (v) => has(v, {}))(uncurry(WeakSet.prototype.has)),
    WeakRef: uncurry(WeakRef.prototype.deref),
    Date: uncurry(Date.prototype.getTime),
    // RegExp.prototype itself answers undefined and has no brand.
    RegExp: ((hasIndices) => (v) => {
        if (hasIndices(v) === undefined) throw v;
    })(getterOf(RegExp.prototype, "hasIndices")),
    ArrayBuffer: getterOf(ArrayBuffer.prototype, "byteLength"),
    SharedArrayBuffer: SharedArrayBuffer ? getterOf(SharedArrayBuffer.prototype, "byteLength") : brandless,
    DataView: getterOf(DataView.prototype, "byteLength"),
    Number: uncurry(Number.prototype.valueOf),
    String: uncurry(String.prototype.valueOf),
    Boolean: uncurry(Boolean.prototype.valueOf),
    BigInt: uncurry(BigInt.prototype.valueOf),
    Symbol: uncurry(Symbol.prototype.valueOf),
};

function brandless(value) {
    throw value;
}

function hasBrand(kind, value) {
    try {
        brands[kind](value);
        return true;
    } catch {
        return false;
    }
}

// --- learning the engine's type bytes ----------------------------------------------------------------

const PLAIN = "Object";

function samples() {
    const made = {
        Map: new Map(), Set: new Set(), WeakMap: new WeakMap(), WeakSet: new WeakSet(), Date: new Date(0),
        WeakRef: new WeakRef({}), RegExp: /x/, ArrayBuffer: new ArrayBuffer(0), Promise: Promise.resolve(),
        DataView: new DataView(new ArrayBuffer(0)), MapIterator: new Map().keys(), SetIterator: new Set().keys(),
        Number: Object(1), String: Object(""), Boolean: Object(true), BigInt: Object(1n), Symbol: Object(Symbol.iterator),
        Error: new Error(), Proxy: new Proxy({}, {}), Generator: (function* () {})(),
        AsyncGenerator: (async function* () {})(),
    };
    return made;
}

// Map from byte to kind. Objects without a byte of their own (wrappers of symbols, Math, ...) have SHARED
// and are told apart by brand. null: unusable.
function learn() {
    const { cellType } = native;
    const plain = cellType({});
    if (!plain || plain !== cellType({ a: 1 }) || plain !== cellType(new (class {})())) return null;
    const table = new Map([[cellType(globalThis.Math), SHARED]]);
    const made = samples();
    for (const kind of Object.keys(made)) {
        const byte = cellType(made[kind]);
        const common = table.has(byte) || byte === plain;
        if (common && !sharable.includes(kind)) return null;
        table.set(byte, common ? SHARED : kind);
    }
    if (!table.has(plain)) table.set(plain, PLAIN);
    return table.get(cellType(new Map())) === "Map" && table.get(cellType([])) === undefined ? table : null;
}

const SHARED = "shared";
const sharable = ["BigInt", "Symbol", "WeakRef", "Number", "String", "Boolean"];

let learned;

function setup() {
    try {
        learned = typeof native?.cellType === "function" ? learn() : null;
    } catch {
        learned = null;
    }
}

function kindByShape(value) {
    return sharable.find((kind) => hasBrand(kind, value)) ?? PLAIN;
}

function kindByBrand(value) {
    if (Error.isError?.(value)) return "Error";
    for (const kind in brands) if (hasBrand(kind, value)) return kind;
    const tag = objectToString(value).slice(8, -1);
    if (value instanceof Promise && tag === "Promise") return "Promise";
    if (tag === "Error") return "Error";
    if (tag === "Map Iterator" || tag === "Set Iterator") return tag.replace(" ", "");
    if (tag === "Generator" || tag === "AsyncGenerator") return tag;
    return PLAIN;
}

/**
 * The kind of an object that is neither an array, a function nor a view: "Map", "Date", ... or "Object".
 * @param {object} value
 */
function kindOf(value) {
    if (learned === undefined) setup();
    if (learned === null) return kindByBrand(value);
    const kind = learned.get(native.cellType(value));
    if (kind === "ArrayBuffer") return hasBrand("ArrayBuffer", value) ? kind : "SharedArrayBuffer";
    if (kind === SHARED) return kindByShape(value);
    return kind ?? PLAIN;
}

const isObject = (value) => typeof value === "object" && value !== null;
const isKind = (kind) => (value) => isObject(value) && kindOf(value) === kind;

function isProxy(value) {
    if (value === null || (typeof value !== "object" && typeof value !== "function")) return false;
    const target = native?.proxyTarget?.(value);
    return target === null || (target !== undefined && !isNamespace(value));
}

const isTyped = (name) => (value) => isView(value) && typedArrayTag(value) === name;

// A function's kind is in its own text; class and method names cannot start so.
const asyncText = /^(?:static\s+)?async\b/;

function functionClass(fn) {
    const proto = getPrototypeOf(fn);
    if (proto === Function.prototype) return "";
    return proto === null ? "" : objectToString(fn);
}

const AsyncFunction = (async () => {}).constructor;
const GeneratorFunction = function* () {}.constructor;
const AsyncGeneratorFunction = async function* () {}.constructor;
const instanceOf = uncurry(Function.prototype[Symbol.hasInstance]);

function isAsyncFunction(value) {
    if (typeof value !== "function") return false;
    if (instanceOf(AsyncFunction, value) || instanceOf(AsyncGeneratorFunction, value)) return true;
    return /^\[object Async(?:Generator)?Function\]$/.test(functionClass(value)) || (
        getPrototypeOf(value) !== Function.prototype && asyncText.test(functionToString(value)));
}

function isGeneratorFunction(value) {
    if (typeof value !== "function") return false;
    if (instanceOf(GeneratorFunction, value) || instanceOf(AsyncGeneratorFunction, value)) return true;
    return getPrototypeOf(value) !== Function.prototype &&
        /^(?:async\s+)?(?:function\s*)?\*/.test(functionToString(value));
}

function isArgumentsObject(value) {
    if (!isObject(value) || isArray(value)) return false;
    // toString reads Symbol.toStringTag, which an arguments object lacks unless a program adds one.
    return value[Symbol.toStringTag] === undefined && objectToString(value) === "[object Arguments]";
}

// Namespaces are made by the module loader: proxies of sealed objects without prototype, tagged "Module".
// The target is asked, not the proxy: a program's own traps must not run.
function isNamespace(value) {
    if (!isObject(value)) return false;
    let target = native?.proxyTarget?.(value);
    if (target === null) return false;      // revoked
    target ??= value;
    if (target !== value && native.proxyTarget(target) !== undefined) return false;
    if (getPrototypeOf(target) !== null || Object.isExtensible(target)) return false;
    const tag = getOwnPropertyDescriptor(target, Symbol.toStringTag);
    return tag?.value === "Module" && !tag.writable && !tag.configurable;
}

const boxed = new Set(["Number", "String", "Boolean", "BigInt", "Symbol"]);

function isNativeError(value) {
    if (!isObject(value)) return false;
    return Error.isError ? Error.isError(value) : kindOf(value) === "Error";
}

const isArrayBuffer = isKind("ArrayBuffer");
const isSharedArrayBuffer = isKind("SharedArrayBuffer");

const types = {
    isArgumentsObject,
    isArrayBuffer,
    isAsyncFunction,
    isBigIntObject: isKind("BigInt"),
    isBooleanObject: isKind("Boolean"),
    isDate: isKind("Date"),
    isExternal: (value) => isObject(value) && native?.isExternal?.(value) === true,
    isGeneratorFunction,
    isGeneratorObject: (value) => isObject(value) && /^(?:Async)?Generator$/.test(kindOf(value)),
    isMap: isKind("Map"),
    isMapIterator: isKind("MapIterator"),
    isModuleNamespaceObject: isNamespace,
    isNativeError,
    isNumberObject: isKind("Number"),
    isPromise: isKind("Promise"),
    isProxy,
    isRegExp: isKind("RegExp"),
    isSet: isKind("Set"),
    isSetIterator: isKind("SetIterator"),
    isSharedArrayBuffer,
    isStringObject: isKind("String"),
    isSymbolObject: isKind("Symbol"),
    isWeakMap: isKind("WeakMap"),
    isWeakSet: isKind("WeakSet"),
    isAnyArrayBuffer: (value) => isArrayBuffer(value) || isSharedArrayBuffer(value),
    isBoxedPrimitive: (value) => isObject(value) && boxed.has(kindOf(value)),
    isArrayBufferView: (value) => isView(value),
    isDataView: (value) => isView(value) && typedArrayTag(value) === undefined,
    isTypedArray: (value) => isView(value) && typedArrayTag(value) !== undefined,
    isUint8Array: isTyped("Uint8Array"),
    isUint8ClampedArray: isTyped("Uint8ClampedArray"),
    isUint16Array: isTyped("Uint16Array"),
    isUint32Array: isTyped("Uint32Array"),
    isInt8Array: isTyped("Int8Array"),
    isInt16Array: isTyped("Int16Array"),
    isInt32Array: isTyped("Int32Array"),
    isFloat16Array: isTyped("Float16Array"),
    isFloat32Array: isTyped("Float32Array"),
    isFloat64Array: isTyped("Float64Array"),
    isBigInt64Array: isTyped("BigInt64Array"),
    isBigUint64Array: isTyped("BigUint64Array"),
    isKeyObject: (value) => isObject(value) && value[Symbol.toStringTag] === "KeyObject" &&
        value instanceof require("node:crypto").KeyObject,
    isCryptoKey: (value) => isObject(value) && typeof globalThis.CryptoKey === "function" &&
        value instanceof globalThis.CryptoKey,
};
for (const name of Object.keys(types)) {
    Object.defineProperty(types[name], "name", { value: name, configurable: true });
}

module.exports = { kindOf, typedArrayTag, types };
