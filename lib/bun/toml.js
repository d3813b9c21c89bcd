// toml.js - Bun.TOML: parse (in C) and stringify.
const { Array, Date, Error, Number, Object, Set, SyntaxError, Temporal } = globalThis;
const { inputText, parseText, refuseReplacer, unboxed, isSkipped, natives } = require("bun/data");

const bareKey = /^[\w-]+$/;
const special = /["\\\u0000-\u001f\u007f]/g;
const escapes = {
    __proto__: null, '"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t",
};

function quote(text) {
    const escaped = text.toWellFormed().replace(special, (c) =>
        escapes[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
    return `"${escaped}"`;
}

function key(name) {
    return bareKey.test(name) ? name : quote(name);
}

// 2^53 and above must stay floats: TOML integers are exact.
function number(value) {
    if (Number.isNaN(value)) return "nan";
    if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
    if (Object.is(value, -0)) return "-0.0";
    const text = `${value}`;
    return Number.isSafeInteger(value) || /[.e]/.test(text) ? text : `${text}.0`;
}

function dateText(value) {
    if (value instanceof Date) return value.toISOString().replace(".000Z", "Z");
    for (const name of ["Instant", "PlainDateTime", "PlainDate", "PlainTime"]) {
        const Class = Temporal?.[name];
        if (Class !== undefined && value instanceof Class) return value.toString();
    }
    return undefined;
}

function isTable(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value) && dateText(value) === undefined;
}

function isTableArray(value) {
    return Array.isArray(value) && value.length > 0 && value.every(isTable);
}

function circular() {
    return new Error("Converting circular structure to TOML");
}

function inTurn(value, open, write) {
    if (open.has(value)) throw circular();
    open.add(value);
    const text = write();
    open.delete(value);
    return text;
}

// A value on one line.
function inline(value, open, name) {
    value = unboxed(value);
    switch (typeof value) {
        case "string": return quote(value);
        case "number": return number(value);
        case "boolean": return `${value}`;
        case "bigint": throw new Error("TOML.stringify cannot serialize BigInt");
        case "object": break;
        default: throw new Error("TOML cannot represent undefined, functions or symbols in an array");
    }
    if (value === null) {
        const where = name === undefined ? "in an array" : `(key '${name}'); remove the key or use a sentinel value`;
        throw new Error(`TOML cannot represent null ${where}`);
    }
    const date = dateText(value);
    if (date !== undefined) return date;
    return inTurn(value, open, () => {
        if (Array.isArray(value)) return `[${value.map((item) => inline(item, open)).join(", ")}]`;
        const parts = [];
        for (const [field, item] of entries(value)) parts.push(`${key(field)} = ${inline(item, open, field)}`);
        return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
    });
}

function entries(table) {
    const list = [];
    for (const name of Object.keys(table)) {
        const value = unboxed(table[name]);
        if (!isSkipped(value)) list.push([name, value]);
    }
    return list;
}

// Values first, then sub-tables: a header would swallow values behind it.
function table(value, path, open, header) {
    const lines = [], blocks = [];
    for (const [name, item] of entries(value)) {
        const full = path === "" ? key(name) : `${path}.${key(name)}`;
        if (isTable(item)) blocks.push(...inTurn(item, open, () => table(item, full, open, `[${full}]`)));
        else if (isTableArray(item)) {
            for (const one of item) blocks.push(...inTurn(one, open, () => table(one, full, open, `[[${full}]]`)));
        } else lines.push(`${key(name)} = ${inline(item, open, name)}`);
    }
    // A table that only holds tables needs no header of its own.
    const needed = header !== undefined && (lines.length > 0 || blocks.length === 0 || header.startsWith("[["));
    if (needed) lines.unshift(header);
    return lines.length > 0 ? [lines.join("\n"), ...blocks] : blocks;
}

// TOML is UTF-8 and nothing else, and a byte order mark only counts at the start.
function strictText(input) {
    try {
        return inputText(input, { fatal: true, ignoreBOM: true });
    } catch (error) {
        if (error?.code !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
        throw new SyntaxError("TOML Parse error: Invalid UTF-8 byte sequence");
    }
}

const TOML = {
    /** @param {string | ArrayBuffer | ArrayBufferView} input */
    parse(input) {
        return parseText("TOML", natives.dataToml, strictText(input));
    },
    /** @param {object} value */
    stringify(value, replacer, space) {
        refuseReplacer("TOML", replacer);
        value = unboxed(value);
        if (isSkipped(value)) return undefined;
        if (!isTable(value)) {
            throw new Error("TOML.stringify expects an object at the top level (a TOML document is a table)");
        }
        const open = new Set([value]);
        const blocks = table(value, "", open, undefined);
        return blocks.length === 0 ? "" : `${blocks.join("\n\n")}\n`;
    },
};

module.exports = { TOML };
