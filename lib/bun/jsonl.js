// jsonl.js - Bun.JSONL: values separated by line ends, whole or in chunks.
//
// A last line without its line end may be unfinished: if it does not parse it is left for the next chunk.
const { ArrayBuffer, JSON, Object, SyntaxError, Symbol, TypeError, Uint8Array } = globalThis;

function failure() {
    return new SyntaxError("Failed to parse JSONL");
}

function bytesOf(input) {
    if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    return input instanceof ArrayBuffer ? new Uint8Array(input) : undefined;
}

function blank(text) {
    return /^[ \t\r\n]*$/.test(text);
}

// Where the value of `line` ends, without the white space behind it.
function valueEnd(line) {
    let end = line.length;
    while (end > 0 && " \t\r".includes(line[end - 1])) end--;
    return end;
}

// A complete value with something behind it on its line: the value counts, what follows is the error.
function takePrefix(line, from, result) {
    const gaps = /[ \t\r]+/g;
    for (let match = gaps.exec(line), tries = 0; match !== null && tries < 64; match = gaps.exec(line), tries++) {
        if (match.index === 0) continue;
        try {
            result.values.push(JSON.parse(line.slice(0, match.index)));
        } catch {
            continue;
        }
        result.read = from + match.index;
        return;
    }
}

function scan(text) {
    const result = { values: [], read: 0, done: true, error: null };
    for (let from = 0; from < text.length;) {
        const found = text.indexOf("\n", from);
        const to = found < 0 ? text.length : found;
        const line = text.slice(from, to);
        if (!blank(line)) {
            try {
                result.values.push(JSON.parse(line));
            } catch {
                result.done = false;
                if (found >= 0) {
                    takePrefix(line, from, result);
                    result.error = failure();
                }
                return result;
            }
            result.read = from + valueEnd(line);
        }
        from = to + 1;
    }
    return result;
}

function clamp(value, length, otherwise) {
    return typeof value === "number" && value >= 0 ? (value < length ? value | 0 : length) : otherwise;
}

function scanBytes(bytes, start, end) {
    const part = bytes.subarray(start, end);
    const bom = start === 0 && part[0] === 0xef && part[1] === 0xbb && part[2] === 0xbf ? 3 : 0;
    const { TextDecoder, TextEncoder } = require("web/encoding");
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(part.subarray(bom));
    const result = scan(text);
    result.read = start + bom + new TextEncoder().encode(text.slice(0, result.read)).length;
    return result;
}

function scanRange(name, input, start, end) {
    if (input === undefined || input === null) throw new TypeError(`JSONL.${name} requires a string argument`);
    const bytes = bytesOf(input);
    if (bytes !== undefined) {
        return scanBytes(bytes, clamp(start, bytes.length, 0), clamp(end, bytes.length, bytes.length));
    }
    const text = `${input}`;
    const from = clamp(start, text.length, 0);
    const result = scan(text.slice(from, clamp(end, text.length, text.length)));
    result.read += from;
    return result;
}

const JSONL = {
    /** @param {string | ArrayBuffer | ArrayBufferView} input @returns {unknown[]} */
    parse(input) {
        const { values, error } = scanRange("parse", input);
        if (error !== null && values.length === 0) throw error;
        return values;
    },
    /** @param {string | ArrayBuffer | ArrayBufferView} input @param {number} [start] @param {number} [end] */
    parseChunk(input, start, end) {
        return scanRange("parseChunk", input, start, end);
    },
};
for (const name of ["parse", "parseChunk"]) {
    Object.defineProperty(JSONL[name], "length", { __proto__: null, value: 1, configurable: true });
}
Object.defineProperty(JSONL, Symbol.toStringTag, { __proto__: null, value: "JSONL", configurable: true });

module.exports = { JSONL };
