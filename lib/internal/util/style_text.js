// util.styleText: text in terminal colours, nested styles included, unless the stream shows no colours.
"use strict";

const { Array, Number, Object } = globalThis;
const { codes } = require("internal/errors");
const { validateBoolean, validateOneOf, validateString } = require("internal/validators");
const { colors } = require("internal/util/inspect_style");

const hexColour = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

function hexPair(format) {
    let digits = format.slice(1);
    if (digits.length === 3) digits = digits.replace(/./g, "$&$&");
    const part = (at) => Number.parseInt(digits.slice(at, at + 2), 16);
    return [`38;2;${part(0)};${part(2)};${part(4)}`, 39];
}

function isStream(value) {
    if (value === null || typeof value !== "object") return false;
    return typeof value.pipe === "function" || typeof value.write === "function" ||
        typeof value.getReader === "function" || typeof value.getWriter === "function" ||
        typeof value._writableState === "object";
}

function streamShowsColours(stream) {
    const { env } = process;
    if (env.FORCE_COLOR !== undefined) return require("internal/tty").getColorDepth(env) > 2;
    if (!stream?.isTTY) return false;
    return typeof stream.getColorDepth !== "function" || stream.getColorDepth() > 2;
}

function pairsOf(format) {
    const pairs = [];
    for (const key of Array.isArray(format) ? format : [format]) {
        if (key === "none") continue;
        if (typeof key === "string" && hexColour.test(key)) {
            pairs.push(hexPair(key));
            continue;
        }
        const pair = typeof key === "string" ? colors[key] : undefined;
        if (pair === undefined) validateOneOf(key, "format", Object.getOwnPropertyNames(colors));
        pairs.push(pair);
    }
    return pairs;
}

/**
 * @param {string | string[]} format
 * @param {string} text
 */
function styleText(format, text, options) {
    const validateStream = options?.validateStream ?? true;
    let skip = false;
    validateString(text, "text");
    if (options !== undefined) require("internal/validators").validateObject(options, "options");
    validateBoolean(validateStream, "options.validateStream");
    if (validateStream) {
        const stream = options?.stream ?? process.stdout;
        if (!isStream(stream)) {
            throw new codes.ERR_INVALID_ARG_TYPE("stream", ["ReadableStream", "WritableStream", "Stream"], stream);
        }
        skip = !streamShowsColours(stream);
    }
    const pairs = pairsOf(format);
    if (skip) return text;
    let out = text;
    for (let i = pairs.length - 1; i >= 0; i--) {
        const [on, off] = pairs[i];
        // What ends an inner style of the same sort must start ours again.
        const close = `\x1b[${off}m`;
        const reopened = off === 22 ? `${close}\x1b[${on}m` : `\x1b[${on}m`;
        out = `\x1b[${on}m${out.replaceAll(close, reopened)}${close}`;
    }
    return out;
}

module.exports = { styleText };
