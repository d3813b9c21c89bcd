// json5.js - Bun.JSON5: parse (in C) and stringify.
const { Array, Error, Object, Set } = globalThis;
const { parseWith, gapOf, refuseReplacer, unboxed, isSkipped, natives } = require("bun/data");

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
const special = /['\\\0\b\f\n\r\t\v\u2028\u2029]|[\u0001-\u001f\u007f]/g;
const escapes = {
    __proto__: null, "'": "\\'", "\\": "\\\\", "\0": "\\0", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t",
    "\v": "\\v", "\u2028": "\\u2028", "\u2029": "\\u2029",
};

function escapeUnit(c) {
    return escapes[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

function quote(text) {
    return `'${text.replace(special, escapeUnit)}'`;
}

function number(value) {
    return value === 0 ? "0" : `${value}`;
}

function container(open, parts, close, gap, indent) {
    if (parts.length === 0) return open + close;
    if (gap === "") return open + parts.join(",") + close;
    return `${open}\n${parts.map((part) => `${indent}${gap}${part},\n`).join("")}${indent}${close}`;
}

function object(value, gap, indent, open) {
    const parts = [];
    for (const key of Object.keys(value)) {
        const item = unboxed(value[key]);
        if (isSkipped(item)) continue;
        const name = identifier.test(key) ? key : quote(key);
        parts.push(`${name}:${gap === "" ? "" : " "}${write(item, gap, indent + gap, open)}`);
    }
    return container("{", parts, "}", gap, indent);
}

function write(value, gap, indent, open) {
    value = unboxed(value);
    switch (typeof value) {
        case "string": return quote(value);
        case "number": return number(value);
        case "boolean": return `${value}`;
        case "bigint": throw new Error("JSON5.stringify cannot serialize BigInt");
        case "object": break;
        default: return "null";
    }
    if (value === null) return "null";
    if (open.has(value)) throw new Error("Converting circular structure to JSON5");
    open.add(value);
    const text = Array.isArray(value)
        ? container("[", value.map((item) => write(item, gap, indent + gap, open)), "]", gap, indent)
        : object(value, gap, indent, open);
    open.delete(value);
    return text;
}

const JSON5 = {
    /** @param {string | ArrayBuffer | ArrayBufferView} input */
    parse(input) {
        return parseWith("JSON5", natives.dataJson5, input);
    },
    /** @param {unknown} value @param {null} [replacer] @param {string | number} [space] */
    stringify(value, replacer, space) {
        refuseReplacer("JSON5", replacer);
        value = unboxed(value);
        return isSkipped(value) ? undefined : write(value, gapOf(space), "", new Set());
    },
};

module.exports = { JSON5 };
