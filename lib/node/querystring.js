// node:querystring - parse and stringify of "a=1&b=2", as Node.js does them.
//
// `escape` and `unescape` are looked up on the exports at each call: programs replace them.
const { Array, Number, Object, String, decodeURIComponent, encodeURIComponent } = globalThis;

const DEFAULT_MAX_KEYS = 1000;

function hexDigit(unit) {
    if (unit >= 48 && unit <= 57) return unit - 48;
    const lower = unit | 32;
    return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** @param {string} s @param {boolean} [decodeSpaces] @returns {Buffer} one byte a unit, %xx decoded */
function unescapeBuffer(s, decodeSpaces) {
    const { Buffer } = require("node:buffer");
    const out = Buffer.allocUnsafe(s.length);
    let n = 0;
    for (let i = 0; i < s.length; i++) {
        let unit = s.charCodeAt(i);
        if (unit === 43 && decodeSpaces) unit = 32;
        if (unit === 37) {
            const high = hexDigit(s.charCodeAt(i + 1)), low = hexDigit(s.charCodeAt(i + 2));
            if (high >= 0 && low >= 0) {
                unit = high * 16 + low;
                i += 2;
            }
        }
        out[n++] = unit;
    }
    return out.slice(0, n);
}

function unescape(s, decodeSpaces) {
    try {
        return decodeURIComponent(s);
    } catch {
        return querystring.unescapeBuffer(s, decodeSpaces).toString();
    }
}

function escape(value) {
    if (typeof value !== "string") value = typeof value === "object" ? String(value) : value + "";
    return value.isWellFormed() ? encodeURIComponent(value) : escapeMalformed(value);
}

// Node.js takes whatever follows a surrogate for its other half, and throws only when nothing does.
function escapeMalformed(value) {
    let out = "";
    for (let i = 0; i < value.length; i++) {
        const unit = value.charCodeAt(i);
        if (unit < 0xd800 || unit > 0xdfff) {
            out += encodeURIComponent(value[i]);
            continue;
        }
        if (++i === value.length) throw new (require("internal/errors").codes.ERR_INVALID_URI)();
        const rune = 0x10000 + (((unit & 0x3ff) << 10) | (value.charCodeAt(i) & 0x3ff));
        out += encodeURIComponent(String.fromCodePoint(rune));
    }
    return out;
}

function primitive(value) {
    switch (typeof value) {
        case "string": return value;
        case "number": return Number.isFinite(value) ? `${value}` : "";
        case "bigint": return `${value}`;
        case "boolean": return value ? "true" : "false";
        default: return "";
    }
}

/**
 * @param {object} obj @param {string} [sep] @param {string} [eq]
 * @param {{encodeURIComponent?: (text: string) => string}} [options]
 */
function stringify(obj, sep, eq, options) {
    sep ||= "&";
    eq ||= "=";
    const encode = typeof options?.encodeURIComponent === "function" ? options.encodeURIComponent : querystring.escape;
    if (obj === null || typeof obj !== "object") return "";
    let out = "";
    for (const key of Object.keys(obj)) {
        const value = obj[key];
        const prefix = encode(primitive(key)) + eq;
        for (const one of Array.isArray(value) ? value : [value]) {
            if (out !== "") out += sep;
            out += prefix + encode(primitive(one));
        }
    }
    return out;
}

function decodeWith(decode, text) {
    try {
        return decode(text);
    } catch {
        return querystring.unescape(text, true);
    }
}

function addPair(obj, key, value) {
    const before = obj[key];
    if (before === undefined) obj[key] = value;
    else if (Array.isArray(before)) before.push(value);
    else obj[key] = [before, value];
}

const escaped = /%[0-9a-fA-F]{2}/;

/**
 * @param {string} text @param {string} [sep] @param {string} [eq]
 * @param {{maxKeys?: number, decodeURIComponent?: (text: string) => string}} [options]
 * @returns {Record<string, string | string[]>} without a prototype
 */
function parse(text, sep, eq, options) {
    const obj = { __proto__: null };
    if (typeof text !== "string" || text.length === 0) return obj;
    const separator = sep ? `${sep}` : "&", equals = eq ? `${eq}` : "=";
    let left = DEFAULT_MAX_KEYS;
    if (options && typeof options.maxKeys === "number") left = options.maxKeys > 0 ? options.maxKeys : -1;
    const custom = typeof options?.decodeURIComponent === "function";
    const decode = custom ? options.decodeURIComponent : querystring.unescape;
    const always = custom || decode !== unescape;
    const read = (part) => {
        if (part.includes("+")) part = part.replaceAll("+", always ? "%20" : " ");
        return part !== "" && (always || escaped.test(part)) ? decodeWith(decode, part) : part;
    };
    for (let from = 0; from <= text.length;) {
        const found = text.indexOf(separator, from);
        const end = found < 0 ? text.length : found;
        const piece = text.slice(from, end);
        from = end + separator.length;
        if (piece === "") {
            if (found >= 0 && --left === 0) return obj;
            continue;
        }
        const at = piece.indexOf(equals);
        if (at < 0) addPair(obj, read(piece), "");
        else addPair(obj, read(piece.slice(0, at)), read(piece.slice(at + equals.length)));
        if (--left === 0) return obj;
    }
    return obj;
}

const querystring = (module.exports = {
    unescapeBuffer,
    unescape,
    escape,
    stringify,
    encode: stringify,
    parse,
    decode: parse,
});
