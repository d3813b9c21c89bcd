// util.inspect with the exact output of Node.js 26.10.
//
// A value becomes a string in three steps: describe() finds the kind, the prefix ("Map(2) {") and the list
// of entries; the entries are formatted one level deeper; layout() decides between one line, columns and
// one entry a line. What the engine cannot tell JavaScript comes from `native`: proxyTarget, proxyHandler,
// promiseState, iteratorState (each may be missing; then the output says so or leaves it out).
// Limits: recursion by ctx.depth; total output by `budget`.
//
// A program's first console.log of an object pays for this file: it has what plain objects and arrays need.
// Other kinds are in inspect_kinds, errors in inspect_error, unusual values and options in inspect_rare,
// colours and widths in inspect_style.
"use strict";

const { Array, ArrayBuffer, Function, Map, Math, Number, Object, RegExp, String, Symbol } = globalThis;

const { isArray } = Array;
const { isView } = ArrayBuffer;
const { getOwnPropertyDescriptor, getOwnPropertyNames, getOwnPropertySymbols, getPrototypeOf } = Object;
const uncurry = Function.prototype.bind.bind(Function.prototype.call);
const hasOwn = uncurry(Object.prototype.hasOwnProperty);
const isEnumerable = uncurry(Object.prototype.propertyIsEnumerable);
const symbolToString = uncurry(Symbol.prototype.toString);
const objectPrototype = Object.prototype;
const arrayPrototype = Array.prototype;
const proxyTarget = native?.proxyTarget ?? (() => undefined);
const kCustom = Symbol.for("nodejs.util.inspect.custom");
const hasInstance = uncurry(Function.prototype[Symbol.hasInstance]);

const { lazy } = require("internal/boot");
const kinds = () => require("internal/util/inspect_kinds");
const rare = () => require("internal/util/inspect_rare");
const style = () => require("internal/util/inspect_style");

// What the entries are: plain properties, one array element, or array elements followed by properties.
const OBJECT = 0;
const ELEMENT = 1;
const ARRAY = 2;

const defaultOptions = Object.seal({
    showHidden: false,
    depth: 2,
    colors: false,
    customInspect: true,
    showProxy: false,
    maxArrayLength: 100,
    maxStringLength: 10000,
    breakLength: 80,
    compact: 3,
    sorted: false,
    getters: false,
    numericSeparator: false,
});

const optionNames = Object.keys(defaultOptions);

function stylizeNoColor(text) {
    return text;
}

function plainLength(ctx, text) {
    return ctx.colors ? text.replace(/\x1b\[\d\d?m/g, "").length : text.length;
}

const ascii = /^[\x20-\x7e]*$/;
const textWidth = (ctx, text) => (ascii.test(text) ? text.length : style().getStringWidth(text, ctx.colors));

// --- strings and numbers -----------------------------------------------------------------------------

const mustEscape = /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const mustEscapeAll = new RegExp(mustEscape.source, "g");
const mustEscapeNoQuote = /[\x00-\x1f\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const shortEscapes = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\\": "\\\\", "'": "\\'" };

function escapeUnit(char) {
    const short = shortEscapes[char];
    if (short !== undefined) return short;
    const code = char.charCodeAt(0);
    const hex = code.toString(16);
    return code < 256 ? `\\x${hex.padStart(2, "0").toUpperCase()}` : `\\u${hex}`;
}

function quoted(text) {
    if (!mustEscape.test(text)) return `'${text}'`;
    let quote = "'";
    if (text.includes("'")) {
        if (!text.includes('"')) quote = '"';
        else if (!text.includes("`") && !text.includes("${")) quote = "`";
    }
    return quote + text.replace(quote === "'" ? mustEscapeAll : mustEscapeNoQuote, escapeUnit) + quote;
}

function escapeForName(text) {
    return text.replace(mustEscapeAll, escapeUnit);
}

function formatNumber(style, number, separator) {
    if (separator) return style(rare().separatedNumber(number), "number");
    return style(number === 0 && 1 / number < 0 ? "-0" : `${number}`, "number");
}

function formatBigInt(style, value, separator) {
    const text = String(value);
    return style(`${separator ? rare().groupDigits(text) : text}n`, "bigint");
}

const plural = (n) => (n > 1 ? "s" : "");

function formatString(style, value, ctx) {
    let trailer = "";
    if (value.length > ctx.maxStringLength) {
        const remaining = value.length - ctx.maxStringLength;
        value = value.slice(0, ctx.maxStringLength);
        trailer = `... ${remaining} more character${plural(remaining)}`;
    }
    // Long text over several lines is shown as a sum of lines.
    if (ctx.compact !== true && value.length > 16 && value.length > ctx.breakLength - ctx.indentationLvl - 4) {
        return value.split(/(?<=\n)/).map((line) => style(quoted(line), "string"))
            .join(` +\n${" ".repeat(ctx.indentationLvl + 2)}`) + trailer;
    }
    return style(quoted(value), "string") + trailer;
}

function formatPrimitive(style, value, ctx) {
    switch (typeof value) {
        case "string": return formatString(style, value, ctx);
        case "number": return formatNumber(style, value, ctx.numericSeparator);
        case "bigint": return formatBigInt(style, value, ctx.numericSeparator);
        case "boolean": return style(`${value}`, "boolean");
        case "undefined": return style("undefined", "undefined");
        default: return style(symbolToString(value), "symbol");
    }
}

// --- names of constructors ---------------------------------------------------------------------------

function isInstance(object, C) {
    try {
        return hasInstance(C, object) || object instanceof C;
    } catch {
        return false;
    }
}

/** Name of the constructor that made `value`; null when there is no prototype to ask. */
function constructorName(value, ctx, depth, protoProps) {
    // The common cases, without descriptors.
    if (protoProps === undefined && !hasOwn(value, "constructor")) {
        const proto = getPrototypeOf(value);
        if (proto === objectPrototype && objectPrototype.constructor === Object) return "Object";
        if (proto === arrayPrototype && arrayPrototype.constructor === Array) return "Array";
    }
    let firstProto;
    let object = value;
    while (object !== null) {
        const descriptor = getOwnPropertyDescriptor(object, "constructor");
        const C = descriptor?.value;
        if (typeof C === "function" && C.name !== "" && isInstance(value, C)) {
            if (protoProps !== undefined && (firstProto !== object || !rare().builtinNames().has(C.name))) {
                rare().prototypeProperties(ctx, value, firstProto ?? value, depth, protoProps);
            }
            return String(C.name);
        }
        object = getPrototypeOf(object);
        firstProto ??= object === null ? undefined : object;
        if (firstProto === undefined) return null;
    }
    return rare().complexName(ctx, value, firstProto, depth, protoProps);
}

function prefixOf(constructor, tag, fallback, size = "") {
    if (constructor === null) {
        const tagged = tag !== "" && fallback !== tag ? `[${tag}] ` : "";
        return `[${fallback}${size}: null prototype] ${tagged}`;
    }
    return tag !== "" && constructor !== tag ? `${constructor}${size} [${tag}] ` : `${constructor}${size} `;
}

// --- keys --------------------------------------------------------------------------------------------

function keysOf(value, showHidden) {
    const symbols = getOwnPropertySymbols(value);
    if (showHidden) return symbols.length === 0 ? getOwnPropertyNames(value) : [...getOwnPropertyNames(value), ...symbols];
    let keys;
    try {
        keys = Object.keys(value);
    } catch {
        // A module namespace with bindings in their dead zone.
        keys = getOwnPropertyNames(value);
    }
    if (symbols.length > 0) keys.push(...symbols.filter((symbol) => isEnumerable(value, symbol)));
    return keys;
}

const isIndex = (key) => typeof key === "string" && /^(?:0|[1-9]\d*)$/.test(key) && Number(key) < 4294967295;

const nonIndexKeys = (value, showHidden) => keysOf(value, showHidden).filter((key) => !isIndex(key));

// --- one property ------------------------------------------------------------------------------------

const plainName = /^[a-zA-Z_][a-zA-Z_0-9]*$/;

function propertyName(ctx, key, enumerable) {
    if (typeof key === "symbol") {
        const text = ctx.stylize(escapeForName(symbolToString(key)), "symbol");
        return enumerable ? text : `[${text}]`;
    }
    if (key === "__proto__") return "['__proto__']";
    if (!enumerable) return `[${escapeForName(key)}]`;
    if (plainName.test(key)) return ctx.stylize(key, "name");
    return ctx.stylize(quoted(key), "string");
}

function formatProperty(ctx, value, recurseTimes, key, type, descriptor, original = value) {
    let text;
    let gap = " ";
    descriptor ??= getOwnPropertyDescriptor(value, key) ??
        { value: value[key], configurable: true, enumerable: true };
    if (descriptor.value !== undefined) {
        const indent = ctx.compact !== true || type !== OBJECT ? 2 : 3;
        ctx.indentationLvl += indent;
        text = formatValue(ctx, descriptor.value, recurseTimes);
        if (indent === 3 && ctx.breakLength < textWidth(ctx, text)) {
            gap = `\n${" ".repeat(ctx.indentationLvl)}`;
        }
        ctx.indentationLvl -= indent;
    } else if (descriptor.get !== undefined) {
        text = rare().formatGetter(ctx, descriptor, original, recurseTimes);
    } else if (descriptor.set !== undefined) {
        text = ctx.stylize("[Setter]", "special");
    } else {
        text = ctx.stylize("undefined", "undefined");
    }
    if (type === ELEMENT) return text;
    return `${propertyName(ctx, key, descriptor.enumerable)}:${gap}${text}`;
}

// --- describing a value ------------------------------------------------------------------------------

const noEntries = () => [];

// What layout needs to know: { done } when the text is complete, else base, braces, entries, keys, type.
function plan(keys, open, close, entries, type = OBJECT) {
    return { done: undefined, base: "", braces: [open, close], entries, keys, type };
}

const finished = (text) => ({ done: text });

function moreItems(remaining) {
    return `... ${remaining} more item${plural(remaining)}`;
}

function limit(ctx, length) {
    return Math.min(Math.max(0, ctx.maxArrayLength), length);
}

function arrayEntries(ctx, value, recurseTimes) {
    const count = limit(ctx, value.length);
    const output = [];
    for (let i = 0; i < count; i++) {
        if (!hasOwn(value, i)) return rare().sparseEntries(ctx, value, recurseTimes, count, output, i);
        output.push(formatProperty(ctx, value, recurseTimes, i, ELEMENT));
    }
    if (value.length > count) output.push(moreItems(value.length - count));
    return output;
}

function describeArray(ctx, value, constructor, tag, protoProps) {
    const prefix = constructor !== "Array" || tag !== ""
        ? prefixOf(constructor, tag, "Array", `(${value.length})`) : "";
    const keys = nonIndexKeys(value, ctx.showHidden);
    if (value.length === 0 && keys.length === 0 && protoProps === undefined) return finished(`${prefix}[]`);
    return plan(keys, `${prefix}[`, "]", arrayEntries, ARRAY);
}

// A tag that is the qualified name of the class replaces it: Intl.NumberFormat {}.
function plainPrefix(constructor, tag) {
    if (constructor === "Object" && tag === "") return "";
    const qualified = tag !== "" && constructor !== null && tag.endsWith(`.${constructor}`);
    return prefixOf(qualified ? tag : constructor, tag, "Object");
}

function describePlain(ctx, value, constructor, tag, keys, protoProps) {
    const shown = plainPrefix(constructor, tag);
    // Arguments objects have an iterator of their own: most others are ruled out by that.
    if (hasOwn(value, Symbol.iterator) && require("internal/util/types").types.isArgumentsObject(value)) return describeArguments(keys);
    if (keys.length === 0 && protoProps === undefined) {
        if (native?.isExternal?.(value)) return finished(ctx.stylize("[External]", "special"));
        return finished(`${shown}{}`);
    }
    return plan(keys, `${shown}{`, "}", noEntries);
}

function describeArguments(keys) {
    if (keys.length === 0) return finished("[Arguments] {}");
    return plan(keys, "[Arguments] {", "}", noEntries);
}

function describe(ctx, value, info) {
    const { constructor, tag, protoProps } = info;
    if (isArray(value) && (constructor === null || value[Symbol.iterator])) {
        return describeArray(ctx, value, constructor, tag, protoProps);
    }
    // The iterators of Map and Set have no constructor of their own.
    if (constructor === "Object" && typeof value !== "function" && !value[Symbol.iterator]) {
        return describePlain(ctx, value, constructor, tag, keysOf(value, ctx.showHidden), protoProps);
    }
    return kinds().describeOther(ctx, value, info);
}

function tagOf(ctx, value) {
    let tag;
    try {
        tag = value[Symbol.toStringTag];
    } catch {
        return "";
    }
    // An own tag is listed with the other keys already.
    if (typeof tag !== "string") return "";
    if (tag !== "" && (ctx.showHidden ? hasOwn : isEnumerable)(value, Symbol.toStringTag)) return "";
    return tag;
}

function formatRaw(ctx, value, recurseTimes, inTypedArray) {
    let protoProps;
    if (ctx.showHidden && (ctx.depth === null || recurseTimes <= ctx.depth)) protoProps = [];
    const constructor = constructorName(value, ctx, recurseTimes, protoProps);
    if (protoProps !== undefined && protoProps.length === 0) protoProps = undefined;
    const tag = tagOf(ctx, value);
    const info = { constructor, tag, protoProps, recurseTimes, inTypedArray };
    const found = describe(ctx, value, info);
    if (found.done !== undefined) return found.done;
    if (ctx.depth !== null && recurseTimes > ctx.depth) {
        const name = prefixOf(constructor, tag, isArray(value) ? "Array" : "Object").slice(0, -1);
        return ctx.stylize(constructor !== null ? `[${name}]` : name, "special");
    }
    return formatEntries(ctx, value, recurseTimes + 1, found, protoProps);
}

function formatEntries(ctx, value, recurseTimes, found, protoProps) {
    const { keys, type, braces } = found;
    let { base } = found;
    ctx.seen.push(value);
    ctx.currentDepth = recurseTimes;
    let output;
    try {
        output = found.entries(ctx, value, recurseTimes);
        for (const key of keys) output.push(formatProperty(ctx, value, recurseTimes, key, type));
        if (protoProps !== undefined) output.push(...protoProps);
    } catch (err) {
        return stackOverflow(ctx, err, braces[0]);
    }
    if (ctx.circular !== undefined) {
        const index = ctx.circular.get(value);
        if (index !== undefined) {
            const reference = ctx.stylize(`<ref *${index}>`, "special");
            if (ctx.compact !== true) base = base === "" ? reference : `${reference} ${base}`;
            else braces[0] = `${reference} ${braces[0]}`;
        }
    }
    ctx.seen.pop();
    if (ctx.sorted) rare().sortEntries(ctx, output, type, keys.length);
    const text = layout(ctx, output, base, braces, type, recurseTimes, value);
    const budget = (ctx.budget[ctx.indentationLvl] ?? 0) + text.length;
    ctx.budget[ctx.indentationLvl] = budget;
    // Huge graphs: beyond 128 MiB on one level only names are shown.
    if (budget > 2 ** 27) ctx.depth = -1;
    return text;
}

function stackOverflow(ctx, err, name) {
    if (!require("internal/errors").isStackOverflowError(err)) throw err;
    ctx.seen.pop();
    ctx.indentationLvl = ctx.currentDepth ?? 0;
    return ctx.stylize(
        `[${name.slice(0, -1).trim() || "Object"}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`, "special");
}

// --- layout ------------------------------------------------------------------------------------------

function fitsOneLine(ctx, output, start, base) {
    let total = output.length + start;
    if (total + output.length > ctx.breakLength) return false;
    for (const text of output) {
        total += plainLength(ctx, text);
        if (total > ctx.breakLength) return false;
    }
    return base === "" || !base.includes("\n");
}

/** Like join(), but the engine copies the text once, at the end, not once for each level of nesting. */
function joinLong(output, separator) {
    let text = output[0] ?? "";
    for (let i = 1; i < output.length; i++) text += separator + output[i];
    return text;
}

function layout(ctx, output, base, braces, type, recurseTimes, value) {
    const lead = base ? `${base} ` : "";
    const indent = " ".repeat(ctx.indentationLvl);
    if (ctx.compact === true) {
        if (fitsOneLine(ctx, output, 0, base)) {
            return `${braces[0]}${base ? ` ${base}` : ""} ${output.join(", ")} ${braces[1]}`;
        }
        const newline = `\n${indent}`;
        const first = base === "" && braces[0].length === 1 ? " " : `${base ? ` ${base}` : ""}${newline}  `;
        return `${braces[0]}${first}${output.join(`,${newline}  `)} ${braces[1]}`;
    }
    if (typeof ctx.compact === "number" && ctx.compact >= 1) {
        const entries = output.length;
        if (type === ARRAY && entries > 6) output = rare().inColumns(ctx, output, value);
        if (ctx.currentDepth - recurseTimes < ctx.compact && entries === output.length) {
            const start = output.length + ctx.indentationLvl + braces[0].length + base.length + 10;
            if (fitsOneLine(ctx, output, start, base)) {
                const joined = output.join(", ");
                if (!joined.includes("\n")) return `${lead}${braces[0]} ${joined} ${braces[1]}`;
            }
        }
    }
    const newline = `\n${indent}`;
    return `${lead}${braces[0]}${newline}  ${joinLong(output, `,${newline}  `)}${newline}${braces[1]}`;
}

// --- any value ---------------------------------------------------------------------------------------

// undefined when the object has no custom function of its own making.
function customResult(ctx, value, object, recurseTimes, isProxy) {
    const custom = object[kCustom];
    if (typeof custom !== "function" || custom === inspect) return undefined;
    return rare().callCustom(ctx, custom, value, object, recurseTimes, isProxy);
}

function formatValue(ctx, value, recurseTimes, inTypedArray) {
    if (typeof value !== "object" && typeof value !== "function") return formatPrimitive(ctx.stylize, value, ctx);
    if (value === null) return ctx.stylize("null", "null");
    const original = value;
    let wrap = 0;
    for (;;) {
        const target = proxyTarget(value);
        if (target === undefined) break;
        if (target === null) return ctx.stylize("<Revoked Proxy>", "special");
        if (require("internal/util/types").types.isModuleNamespaceObject(value)) break;    // the module loader's are proxies
        if (ctx.showProxy) return rare().formatProxy(ctx, value, target, recurseTimes);
        value = target;
        wrap++;
    }
    if (ctx.customInspect) {
        const text = customResult(ctx, original, value, recurseTimes, wrap > 0);
        if (text !== undefined) return text;
    }
    if (ctx.seen.includes(value)) {
        ctx.circular ??= new Map();
        let index = ctx.circular.get(value);
        if (index === undefined) ctx.circular.set(value, (index = ctx.circular.size + 1));
        return ctx.stylize(`[Circular *${index}]`, "special");
    }
    const text = formatRaw(ctx, value, recurseTimes, inTypedArray);
    return wrap > 0 ? wrapProxy(ctx, text, wrap) : text;
}

function wrapProxy(ctx, text, times) {
    return ctx.stylize("Proxy(", "special").repeat(times) + text + ctx.stylize(")", "special").repeat(times);
}

function newContext() {
    return {
        budget: {}, indentationLvl: 0, seen: [], currentDepth: 0, stylize: stylizeNoColor, circular: undefined,
        userOptions: undefined,
        showHidden: defaultOptions.showHidden, depth: defaultOptions.depth, colors: defaultOptions.colors,
        customInspect: defaultOptions.customInspect, showProxy: defaultOptions.showProxy,
        maxArrayLength: defaultOptions.maxArrayLength, maxStringLength: defaultOptions.maxStringLength,
        breakLength: defaultOptions.breakLength, compact: defaultOptions.compact, sorted: defaultOptions.sorted,
        getters: defaultOptions.getters, numericSeparator: defaultOptions.numericSeparator,
    };
}

/**
 * @param {any} value
 * @param {object | boolean} [opts] options, or showHidden of the old signature (value, showHidden, depth, colors)
 */
function inspect(value, opts) {
    const ctx = newContext();
    if (arguments.length > 1) {
        if (arguments.length > 2) {
            if (arguments[2] !== undefined) ctx.depth = arguments[2];
            if (arguments.length > 3 && arguments[3] !== undefined) ctx.colors = arguments[3];
        }
        if (typeof opts === "boolean") {
            ctx.showHidden = opts;
        } else if (opts) {
            for (const key of Object.keys(opts)) {
                if (hasOwn(defaultOptions, key) || key === "stylize") ctx[key] = opts[key];
                else if (ctx.userOptions === undefined) ctx.userOptions = opts;
            }
        }
    }
    if (ctx.colors) ctx.stylize = style().stylizeWithColor;
    if (ctx.maxArrayLength === null) ctx.maxArrayLength = Infinity;
    if (ctx.maxStringLength === null) ctx.maxStringLength = Infinity;
    return formatValue(ctx, value, 0);
}

inspect.custom = kCustom;
Object.defineProperty(inspect, "defaultOptions", {
    __proto__: null,
    get() {
        return defaultOptions;
    },
    set(options) {
        require("internal/validators").validateObject(options, "options");
        return Object.assign(defaultOptions, options);
    },
});
lazy(inspect, ["colors", "styles"], (name) => style()[name], true);

module.exports = {
    ARRAY, ELEMENT, OBJECT, constructorName, describePlain, finished, formatBigInt, formatNumber, formatPrimitive, formatProperty,
    formatValue, hasOwn, inspect, isBuiltinName: (name) => rare().builtinNames().has(name), isEnumerable, isIndex, isView, keysOf, layout,
    limit, moreItems, native, noEntries, nonIndexKeys, optionNames, plainName, plan, plural, prefixOf, quoted, style, stylizeNoColor,
    symbolToString, uncurry,
};
