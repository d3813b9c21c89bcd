// util.format and formatWithOptions: printf-like text for console and friends.
"use strict";

const { JSON, Number, Object, String, Symbol } = globalThis;
const { formatBigInt, formatNumber, hasOwn, inspect, isBuiltinName, stylizeNoColor } =
    require("internal/util/inspect");

function number(value) {
    if (typeof value === "bigint") return formatBigInt(stylizeNoColor, value, false);
    return formatNumber(stylizeNoColor, typeof value === "symbol" ? NaN : Number(value), false);
}

function parsed(value, parse) {
    return formatNumber(stylizeNoColor, typeof value === "symbol" ? NaN : parse(value), false);
}

function json(value) {
    try {
        return JSON.stringify(value);
    } catch (err) {
        if (err?.name === "TypeError" && /cyclic|circular/i.test(err.message)) return "[Circular]";
        throw err;
    }
}

const dateToPrimitive = globalThis.Date.prototype[Symbol.toPrimitive];

// True if String(value) would say nothing of the value's own.
function hasBuiltinToString(value) {
    const convert = value[Symbol.toPrimitive];
    if (typeof convert === "function" && convert !== dateToPrimitive) return false;
    if (typeof value.toString !== "function") return true;
    if (hasOwn(value, "toString")) return false;
    let pointer = value;
    do {
        pointer = Object.getPrototypeOf(pointer);
    } while (!hasOwn(pointer, "toString"));
    const C = Object.getOwnPropertyDescriptor(pointer, "constructor")?.value;
    return typeof C === "function" && isBuiltinName(C.name);
}

function string(value, options) {
    if (typeof value === "number") return formatNumber(stylizeNoColor, value, false);
    if (typeof value === "bigint") return formatBigInt(stylizeNoColor, value, false);
    if (typeof value !== "object" || value === null) return String(value);
    if (!isProxy(value) && !hasBuiltinToString(value)) return String(value);
    return inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
}

function isProxy(value) {
    return require("internal/util/types").types.isProxy(value);
}

const directives = {
    __proto__: null,
    s: string,
    j: json,
    d: number,
    O: (value, options) => inspect(value, options),
    o: (value, options) => inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 }),
    i: (value) => (typeof value === "bigint" ? number(value) : parsed(value, parseInt)),
    f: (value) => parsed(value, parseFloat),
    c: () => "",
};

/** Text of format's arguments; `options` go to inspect. */
function formatArgs(options, args) {
    const first = args[0];
    if (args.length === 1) return typeof first === "string" ? first : inspect(first, options);
    let next = 0;
    let text = "";
    if (typeof first === "string") {
        next = 1;
        let last = 0;
        let at = first.indexOf("%");
        while (at !== -1 && at < first.length - 1) {
            const char = first[at + 1];
            if (char === "%") {
                text += first.slice(last, at + 1);
                last = at + 2;
            } else if (next < args.length && directives[char] !== undefined) {
                text += first.slice(last, at) + directives[char](args[next++], options);
                last = at + 2;
            } else {
                at = first.indexOf("%", at + 1);
                continue;
            }
            at = first.indexOf("%", at + 2);
        }
        text += first.slice(last);
    }
    for (; next < args.length; next++) {
        const value = args[next];
        if (next > 0) text += " ";
        text += typeof value === "string" ? value : inspect(value, { ...options, compact: 3 });
    }
    return text;
}

function format(...args) {
    return args.length === 0 ? "" : formatArgs(undefined, args);
}

function formatWithOptions(inspectOptions, ...args) {
    require("internal/validators").validateObject(inspectOptions, "inspectOptions",
        require("internal/validators").kValidateObjectAllowObjects);
    return args.length === 0 ? "" : formatArgs(inspectOptions, args);
}

module.exports = { format, formatArgs, formatWithOptions };
