// data.js - what Bun.TOML, Bun.JSONC, Bun.JSON5 and Bun.YAML share: input conversion, the natives' answer
// turned into values, and the walk of the stringifiers.
const { ArrayBuffer, Boolean, Error, JSON, Math, Number, String, SyntaxError, Temporal, TypeError } = globalThis;

function inputText(input) {
    if (typeof input === "string") return input;
    if (input === undefined || input === null) {
        const error = new TypeError("input must be a string, ArrayBuffer, ArrayBufferView or Blob");
        error.code = "ERR_INVALID_ARG_TYPE";
        throw error;
    }
    const { SharedArrayBuffer } = globalThis;
    if (ArrayBuffer.isView(input) || input instanceof ArrayBuffer ||
        (SharedArrayBuffer !== undefined && input instanceof SharedArrayBuffer)) {
        return new (require("web/encoding").TextDecoder)().decode(input);
    }
    return `${input}`;
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

/** @param {string} name for messages @param {(text: string) => string} parse a native of src/bun/data.c */
function parseWith(name, parse, input) {
    const answer = parse(inputText(input));
    if (answer[0] === "!") throw new SyntaxError(`${name} Parse error: ${answer.slice(1)}`);
    const root = JSON.parse(answer);
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

module.exports = { parseWith, gapOf, refuseReplacer, unboxed, isSkipped, natives: native };
