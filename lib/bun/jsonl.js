// jsonl.js - Bun.JSONL: values separated by line ends, whole or in chunks.
//
// A value may span lines. What may be the start of a value is left for the next chunk.
const { ArrayBuffer, JSON, Object, Set, SyntaxError, Symbol, TypeError, Uint8Array } = globalThis;

function failure() {
    return new SyntaxError("Failed to parse JSONL");
}

function bytesOf(input) {
    if (input instanceof Uint8Array) return input;
    if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    return input instanceof ArrayBuffer ? new Uint8Array(input) : undefined;
}

// --- the end of a value, for what is no line of its own: values over several lines, unfinished and wrong ones

const blanks = /[ \t\r\n]*/y;
const string = /"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const stringStart = /"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*(?:\\(?:u[\da-fA-F]{0,3})?)?$/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const numberStart = /-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][-+]?)?)?$/y;
const word = /[A-Za-z_$][\w$]*/y;

function match(pattern, text, at) {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : -1;
}

// The end of the string, number or word at `at`; "broken" if it is none, "open" if the text may go on.
function tokenEnd(text, at) {
    const first = text[at];
    const [whole, start] = first === '"' ? [string, stringStart] : [number, numberStart];
    const end = match(whole, text, at);
    if (first !== '"' && end === text.length) return end;
    if (match(start, text, at) >= 0) return "open";
    return end >= 0 ? end : "broken";
}

const literals = new Set(["true", "false", "null"]);

// One scalar: its end, "open", "broken", or "wrong" for a token that cannot stand here.
function scalarEnd(text, at) {
    if (at >= text.length) return "open";
    const wordEnd = match(word, text, at);
    if (wordEnd >= 0) return literals.has(text.slice(at, wordEnd)) ? wordEnd : "wrong";
    if ("]},:[{".includes(text[at])) return "wrong";
    return tokenEnd(text, at);
}

// Behind a value inside `closers`: what comes next, and where.
function afterValue(text, at, closers) {
    for (;;) {
        at = match(blanks, text, at);
        const closer = closers.at(-1);
        if (text[at] === ",") return { at: at + 1, key: closer === "}" };
        if (text[at] !== closer) return { state: at >= text.length ? "open" : "wrong", at };
        closers.pop();
        at++;
        if (closers.length === 0) return { state: "done", at };
    }
}

function keyEnd(text, at) {
    at = match(blanks, text, at);
    if (at < text.length && text[at] !== '"') return { state: "wrong", at };
    const end = scalarEnd(text, at);
    if (typeof end === "string") return { state: end, at };
    at = match(blanks, text, end);
    return text[at] === ":" ? { at: at + 1 } : { state: at >= text.length ? "open" : "wrong", at };
}

/** @returns {{state: "done" | "open" | "wrong" | "broken", at: number}} */
function valueEnd(text, at) {
    const closers = [];
    for (let key = false; ;) {
        if (key) {
            const found = keyEnd(text, at);
            if (found.state !== undefined) return found;
            at = found.at;
        }
        at = match(blanks, text, at);
        const opener = text[at];
        if (opener === "[" || opener === "{") {
            closers.push(opener === "[" ? "]" : "}");
            key = opener === "{";
            const inside = match(blanks, text, at + 1);
            if (text[inside] !== closers.at(-1)) {
                at++;
                continue;
            }
            at = inside;
        } else {
            const end = scalarEnd(text, at);
            if (typeof end === "string") return { state: end, at };
            at = end;
            if (closers.length === 0) return { state: "done", at };
        }
        const next = afterValue(text, at, closers);
        if (next.state !== undefined) return next;
        ({ at, key } = next);
    }
}

// --- the stream -----------------------------------------------------------------------------------

function blank(text) {
    return /^[ \t\r\n]*$/.test(text);
}

function trimmedEnd(line) {
    let end = line.length;
    while (end > 0 && " \t\r".includes(line[end - 1])) end--;
    return end;
}

// Where a line is not a value: finds the value's end elsewhere. A token in the wrong place may still be the start of
// something (as Bun sees it) as long as its line goes on. Returns where to go on, or -1.
function takeValue(text, from, result) {
    const { state, at } = valueEnd(text, from);
    if (state === "done") {
        result.values.push(JSON.parse(text.slice(from, at)));
        result.read = at;
        const line = text.indexOf("\n", at);
        if (blank(text.slice(at, line < 0 ? text.length : line))) return line < 0 ? text.length : line + 1;
        result.error = failure();
    } else if (state === "broken" || (state === "wrong" && text.includes("\n", at))) {
        result.error = failure();
    }
    result.done = false;
    return -1;
}

function scan(text) {
    const result = { values: [], read: 0, done: true, error: null };
    for (let from = 0; from >= 0 && from < text.length;) {
        const found = text.indexOf("\n", from);
        const to = found < 0 ? text.length : found;
        const line = text.slice(from, to);
        if (!blank(line)) {
            try {
                result.values.push(JSON.parse(line));
            } catch {
                from = takeValue(text, from, result);
                continue;
            }
            result.read = from + trimmedEnd(line);
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
        const to = clamp(end, bytes.length, bytes.length);
        return scanBytes(bytes, clamp(start, to, 0), to);
    }
    const text = `${input}`;
    const to = clamp(end, text.length, text.length), from = clamp(start, to, 0);
    const result = scan(text.slice(from, to));
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
