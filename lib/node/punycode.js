// node:punycode - RFC 3492, and the domain functions of the deprecated module.
"use strict";

const { Math, RangeError, RegExp, String } = globalThis;

process.emitWarning("The `punycode` module is deprecated. Please use a userland alternative instead.",
    "DeprecationWarning", "DEP0040");

const BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, INITIAL_BIAS = 72, INITIAL_N = 128;
const MAX_INT = 2147483647;

const messages = {
    overflow: "Overflow: input needs wider integers to process",
    "not-basic": "Illegal input >= 0x80 (not a basic code point)",
    "invalid-input": "Invalid input",
};

function fail(kind) {
    throw new RangeError(messages[kind]);
}

function adapt(delta, count, first) {
    delta = first ? Math.floor(delta / DAMP) : delta >> 1;
    delta += Math.floor(delta / count);
    let k = 0;
    for (; delta > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) delta = Math.floor(delta / (BASE - T_MIN));
    return Math.floor(k + ((BASE - T_MIN + 1) * delta) / (delta + SKEW));
}

const threshold = (k, bias) => (k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias);
const digitOf = (code) => (code >= 48 && code < 58 ? code - 22 : code >= 65 && code < 91 ? code - 65
    : code >= 97 && code < 123 ? code - 97 : BASE);
const charOf = (digit) => String.fromCharCode(digit < 26 ? digit + 97 : digit + 22);

function decode(input) {
    const output = [];
    let n = INITIAL_N, i = 0, bias = INITIAL_BIAS;
    const basic = Math.max(input.lastIndexOf("-"), 0);
    for (let j = 0; j < basic; j++) {
        if (input.charCodeAt(j) >= 0x80) fail("not-basic");
        output.push(input.charCodeAt(j));
    }
    for (let index = basic > 0 ? basic + 1 : 0; index < input.length;) {
        const before = i;
        for (let w = 1, k = BASE; ; k += BASE) {
            if (index >= input.length) fail("invalid-input");
            const digit = digitOf(input.charCodeAt(index++));
            if (digit >= BASE) fail("invalid-input");
            if (digit > Math.floor((MAX_INT - i) / w)) fail("overflow");
            i += digit * w;
            const t = threshold(k, bias);
            if (digit < t) break;
            if (w > Math.floor(MAX_INT / (BASE - t))) fail("overflow");
            w *= BASE - t;
        }
        const count = output.length + 1;
        bias = adapt(i - before, count, before === 0);
        if (Math.floor(i / count) > MAX_INT - n) fail("overflow");
        n += Math.floor(i / count);
        i %= count;
        output.splice(i++, 0, n);
    }
    return String.fromCodePoint(...output);
}

function encode(input) {
    const points = ucs2decode(input);
    let output = points.filter((p) => p < 0x80).map((p) => String.fromCharCode(p)).join("");
    const basic = output.length;
    let handled = basic, n = INITIAL_N, delta = 0, bias = INITIAL_BIAS;
    if (basic) output += "-";
    while (handled < points.length) {
        let next = MAX_INT;
        for (const p of points) if (p >= n && p < next) next = p;
        if (next - n > Math.floor((MAX_INT - delta) / (handled + 1))) fail("overflow");
        delta += (next - n) * (handled + 1);
        n = next;
        for (const p of points) {
            if (p < n && ++delta > MAX_INT) fail("overflow");
            if (p !== n) continue;
            let q = delta;
            for (let k = BASE; ; k += BASE) {
                const t = threshold(k, bias);
                if (q < t) break;
                output += charOf(t + ((q - t) % (BASE - t)));
                q = Math.floor((q - t) / (BASE - t));
            }
            output += charOf(q);
            bias = adapt(delta, handled + 1, handled === basic);
            delta = 0;
            handled++;
        }
        delta++;
        n++;
    }
    return output;
}

function ucs2decode(text) {
    const out = [];
    for (let i = 0; i < text.length; i++) {
        const point = text.codePointAt(i);
        if (point > 0xffff) i++;
        out.push(point);
    }
    return out;
}

// Applies fn to each label; an address keeps its local part.
function mapDomain(domain, fn) {
    const at = domain.split("@");
    const local = at.length > 1 ? `${at[0]}@` : "";
    const host = at.length > 1 ? at[1] : domain;
    return local + host.replace(new RegExp("[\\u002e\\u3002\\uff0e\\uff61]", "g"), ".").split(".").map(fn).join(".");
}

const toUnicode = (input) => mapDomain(input, (label) =>
    /^xn--/.test(label) ? decode(label.slice(4).toLowerCase()) : label);
const toASCII = (input) => mapDomain(input, (label) =>
    new RegExp("[^\\0-\\x7f]").test(label) ? `xn--${encode(label)}` : label);

module.exports = {
    version: "2.1.0",
    ucs2: { decode: ucs2decode, encode: (points) => String.fromCodePoint(...points) },
    decode, encode, toASCII, toUnicode,
};
