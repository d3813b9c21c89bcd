// data.js - what Bun.TOML, Bun.JSONC, Bun.JSON5, Bun.YAML and Bun.XML share: input conversion, the natives' answer
// turned into values, and the walk of the stringifiers.
const { ArrayBuffer, Boolean, Error, JSON, Math, Number, Object, RangeError, String, SyntaxError, Temporal, TypeError,
    Uint8Array } = globalThis;

/** The bytes of a buffer, a view or a Blob in memory; undefined for what counts as its text. */
function inputBytes(input) {
    if (typeof input === "string") return undefined;
    if (input === undefined || input === null) {
        throw invalidType("input must be a string, ArrayBuffer, ArrayBufferView or Blob");
    }
    if (input instanceof Uint8Array) return input;
    if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    const { SharedArrayBuffer } = globalThis;
    if (input instanceof ArrayBuffer || (SharedArrayBuffer !== undefined && input instanceof SharedArrayBuffer)) {
        return new Uint8Array(input);
    }
    return typeof input === "object" ? blobBytes(input) : undefined;
}

function blobBytes(input) {
    if (!require("web/blob").isBlob(input)) return undefined;
    if (input.readNow !== undefined) throw invalidType("File blob cannot be used here");
    return require("internal/blob_bytes").bytesOfBlob(input);
}

function invalidType(message) {
    const error = new TypeError(message);
    return Object.defineProperty(error, "code", {
        __proto__: null, value: "ERR_INVALID_ARG_TYPE", writable: true, configurable: true,
    });
}

function inputText(input, options) {
    const bytes = inputBytes(input);
    return bytes === undefined ? `${input}` : new (require("web/encoding").TextDecoder)("utf-8", options).decode(bytes);
}

function at(root, path) {
    let value = root;
    for (const step of path) value = value[step];
    return value;
}

function fixed(root, kind, argument) {
    if (kind === "number") return Number(argument);
    if (kind === "alias") return at(root.value, argument);
    const Class = Temporal?.[kind];
    return typeof Class?.from === "function" ? Class.from(argument) : argument;
}

function applyFix(root, [path, kind, argument]) {
    const value = fixed(root, kind, argument);
    if (path.length === 0) root.value = value;
    else at(root.value, path.slice(0, -1))[path[path.length - 1]] = value;
}

/** The value of a native's answer. */
function jsonOf(name, answer) {
    if (answer[0] !== "!") return JSON.parse(answer);
    if (answer === "!!") throw new RangeError("Maximum call stack size exceeded.");
    throw new SyntaxError(`${name} Parse error: ${answer.slice(1)}`);
}

/** @param {string} name for messages @param {(text: string) => string} parse a native of src/bun/data.c */
function parseWith(name, parse, input) {
    return parseText(name, parse, inputText(input));
}

function parseText(name, parse, text) {
    const root = jsonOf(name, parse(text));
    for (const fix of root.fixes) applyFix(root, fix);
    return root.value;
}

/** The indentation text that JSON.stringify's third argument means. */
function gapOf(space) {
    if (space instanceof Number) space = Number(space);
    else if (space instanceof String) space = String(space);
    if (typeof space === "number") return " ".repeat(Number.isNaN(space) ? 0 : Math.max(0, Math.min(10, Math.trunc(space))));
    return typeof space === "string" ? space.slice(0, 10) : "";
}

function refuseReplacer(name, replacer) {
    if (replacer !== undefined && replacer !== null) {
        throw new Error(`${name}.stringify does not support the replacer argument`);
    }
}

/** Number, String and Boolean objects count as what they hold. */
function unboxed(value) {
    if (value instanceof Number || value instanceof String || value instanceof Boolean) return value.valueOf();
    return value;
}

function isSkipped(value) {
    return value === undefined || typeof value === "function" || typeof value === "symbol";
}

module.exports = { inputBytes, invalidType, inputText, jsonOf, parseText, parseWith, gapOf, refuseReplacer, unboxed, isSkipped, natives: native };
