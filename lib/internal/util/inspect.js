// util.inspect with the exact output of Node.js 26.10.
//
// A value becomes a string in three steps: describe() finds the kind, the prefix ("Map(2) {") and the list
// of entries; the entries are formatted one level deeper; layout() decides between one line, columns and
// one entry a line. Errors are in internal/util/inspect_error. What the engine cannot tell JavaScript
// comes from `native`: proxyTarget, proxyHandler, promiseState, iteratorState (each may be missing; then
// the output says so or leaves it out). Limits: recursion by ctx.depth; total output by `budget`.
"use strict";

const {
    Array, ArrayBuffer, BigInt, Boolean, Date, Error, Function, Map, Math, Number, Object, Reflect, RegExp, Set,
    String, Symbol, Uint8Array,
} = globalThis;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const { getOwnPropertyDescriptor, getOwnPropertyNames, getOwnPropertySymbols, getPrototypeOf } = Object;
const uncurry = Function.prototype.bind.bind(Function.prototype.call);
const hasOwn = uncurry(Object.prototype.hasOwnProperty);
const isEnumerable = uncurry(Object.prototype.propertyIsEnumerable);
const symbolToString = uncurry(Symbol.prototype.toString);
const functionToString = uncurry(Function.prototype.toString);
const regExpToString = uncurry(RegExp.prototype.toString);
const dateGetTime = uncurry(Date.prototype.getTime);
const dateToISO = uncurry(Date.prototype.toISOString);
const dateToString = uncurry(Date.prototype.toString);
const mapSize = uncurry(getOwnPropertyDescriptor(Map.prototype, "size").get);
const setSize = uncurry(getOwnPropertyDescriptor(Set.prototype, "size").get);
const mapEntries = uncurry(Map.prototype.entries);
const setValues = uncurry(Set.prototype.values);
const typedArrayPrototype = getPrototypeOf(Uint8Array.prototype);
const typedArrayLength = uncurry(getOwnPropertyDescriptor(typedArrayPrototype, "length").get);

const { kindOf, typedArrayTag, types } = require("internal/util/types");

const objectPrototype = Object.prototype;
const arrayPrototype = Array.prototype;
const proxyTarget = native?.proxyTarget ?? (() => undefined);

const kCustom = Symbol.for("nodejs.util.inspect.custom");
const hasInstance = uncurry(Function.prototype[Symbol.hasInstance]);

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

// --- colours -------------------------------------------------------------------------------------------

const colors = {
    __proto__: null,
    reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], blink: [5, 25],
    inverse: [7, 27], hidden: [8, 28], strikethrough: [9, 29], doubleunderline: [21, 24],
    black: [30, 39], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39], magenta: [35, 39],
    cyan: [36, 39], white: [37, 39],
    bgBlack: [40, 49], bgRed: [41, 49], bgGreen: [42, 49], bgYellow: [43, 49], bgBlue: [44, 49],
    bgMagenta: [45, 49], bgCyan: [46, 49], bgWhite: [47, 49],
    framed: [51, 54], overlined: [53, 55],
    gray: [90, 39], redBright: [91, 39], greenBright: [92, 39], yellowBright: [93, 39], blueBright: [94, 39],
    magentaBright: [95, 39], cyanBright: [96, 39], whiteBright: [97, 39],
    bgGray: [100, 49], bgRedBright: [101, 49], bgGreenBright: [102, 49], bgYellowBright: [103, 49],
    bgBlueBright: [104, 49], bgMagentaBright: [105, 49], bgCyanBright: [106, 49], bgWhiteBright: [107, 49],
};

function alias(target, name) {
    Object.defineProperty(colors, name, {
        __proto__: null,
        get() {
            return this[target];
        },
        set(value) {
            this[target] = value;
        },
        configurable: true,
        enumerable: false,
    });
}
alias("gray", "grey");
alias("gray", "blackBright");
alias("bgGray", "bgGrey");
alias("bgGray", "bgBlackBright");
alias("dim", "faint");
alias("strikethrough", "crossedout");
alias("strikethrough", "strikeThrough");
alias("strikethrough", "crossedOut");
alias("hidden", "conceal");
alias("inverse", "swapColors");
alias("inverse", "swapcolors");
alias("doubleunderline", "doubleUnderline");

const styles = {
    __proto__: null,
    special: "cyan", number: "yellow", bigint: "yellow", boolean: "yellow", undefined: "grey", null: "bold",
    string: "green", symbol: "green", date: "magenta", regexp: highlightRegExp, module: "underline",
};

const regExpPalette = ["green", "red", "yellow", "cyan", "magenta"];
highlightRegExp.colors = regExpPalette.slice();

function highlightRegExp(text) {
    const palette = highlightRegExp.colors?.length > 0 ? highlightRegExp.colors : regExpPalette;
    return require("internal/util/regexp_colors").colourRegExp(text, colors, palette);
}

function stylizeWithColor(text, styleType) {
    const style = styles[styleType];
    if (typeof style === "function") return style(text);
    const pair = style === undefined ? undefined : colors[style];
    return pair === undefined ? text : `\x1b[${pair[0]}m${text}\x1b[${pair[1]}m`;
}

function stylizeNoColor(text) {
    return text;
}

// Escape sequences as terminals know them: CSI, and OSC such as hyperlinks.
const ansiPattern = new RegExp(
    "[\\u001B\\u009B][[\\]()#;?]*" +
    "(?:(?:(?:(?:;[-a-zA-Z\\d\\/\\#&.:=?%@~_]+)*|[a-zA-Z\\d]+(?:;[-a-zA-Z\\d\\/\\#&.:=?%@~_]*)*)?" +
    "(?:\\u0007|\\u001B\\u005C|\\u009C))|(?:(?:\\d{1,4}(?:;\\d{0,4})*)?[\\dA-PR-TZcf-nq-uy=><~]))", "g");

function stripVTControlCharacters(text) {
    require("internal/validators").validateString(text, "str");
    return text.includes("\x1b") || text.includes("\x9b") ? text.replace(ansiPattern, "") : text;
}

function plainLength(ctx, text) {
    return ctx.colors ? text.replace(/\x1b\[\d\d?m/g, "").length : text.length;
}

// --- strings and numbers -------------------------------------------------------------------------------

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

function groupDigits(text) {
    let out = "";
    let i = text.length;
    const start = text.startsWith("-") ? 1 : 0;
    for (; i >= start + 4; i -= 3) out = `_${text.slice(i - 3, i)}${out}`;
    return i === text.length ? text : `${text.slice(0, i)}${out}`;
}

function groupFraction(text) {
    let out = "";
    let i = 0;
    for (; i < text.length - 3; i += 3) out += `${text.slice(i, i + 3)}_`;
    return i === 0 ? text : `${out}${text.slice(i)}`;
}

function formatNumber(style, number, separator) {
    if (!separator) return style(number === 0 && 1 / number < 0 ? "-0" : `${number}`, "number");
    const text = String(number);
    const integer = Math.trunc(number);
    if (integer === number) {
        if (!Number.isFinite(number) || text.includes("e")) return style(text, "number");
        return style(number === 0 && 1 / number < 0 ? "-0" : groupDigits(text), "number");
    }
    if (Number.isNaN(number) || text.includes("e")) return style(text, "number");
    const point = text.indexOf(".");
    return style(`${groupDigits(text.slice(0, point))}.${groupFraction(text.slice(point + 1))}`, "number");
}

function formatBigInt(style, value, separator) {
    const text = String(value);
    return style(`${separator ? groupDigits(text) : text}n`, "bigint");
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

// --- display width -------------------------------------------------------------------------------------

const wide = /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u3247\u3250-\u4dbf\u4e00-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{1f004}\u{1f0cf}\u{1f18e}\u{1f191}-\u{1f19a}\u{1f200}-\u{1f265}\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f7e0}-\u{1f7eb}\u{1f900}-\u{1f9ff}\u{1fa70}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}\u{0}-\u{1f}\u{7f}-\u{9f}]/u;

/** Columns `text` takes on a terminal. */
function getStringWidth(text, removeControlChars = true) {
    if (removeControlChars) text = stripVTControlCharacters(text);
    let width = 0;
    if (/^[\x20-\x7e]*$/.test(text)) return text.length;
    for (const char of text.normalize("NFC")) {
        if (wide.test(char)) width += 2;
        else if (!zeroWidth.test(char)) width++;
    }
    return width;
}

// --- names of constructors -----------------------------------------------------------------------------

let builtins;
function builtinNames() {
    if (builtins) return builtins;
    builtins = new Set(getOwnPropertyNames(globalThis).filter((name) => /^[A-Z][a-zA-Z0-9]+$/.test(name)));
    return builtins;
}

function isInstance(object, C) {
    try {
        return hasInstance(C, object) || object instanceof C;
    } catch {
        return false;
    }
}

// The engine's own word for an object without usable constructor.
function internalName(value) {
    if (typeof value === "function") return "Function";
    if (isArray(value)) return "Array";
    if (isView(value)) return typedArrayTag(value) ?? "DataView";
    const kind = kindOf(value);
    return kind === "MapIterator" ? "Map Iterator" : kind === "SetIterator" ? "Set Iterator" : kind;
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
            if (protoProps !== undefined && (firstProto !== object || !builtinNames().has(C.name))) {
                prototypeProperties(ctx, value, firstProto ?? value, depth, protoProps);
            }
            return String(C.name);
        }
        object = getPrototypeOf(object);
        firstProto ??= object === null ? undefined : object;
        if (firstProto === undefined) return null;
    }
    const name = internalName(value);
    if (ctx.depth !== null && depth > ctx.depth) return `${name} <Complex prototype>`;
    const protoName = constructorName(firstProto, ctx, depth + 1, protoProps);
    if (protoName !== null) return `${name} <${protoName}>`;
    return `${name} <${inspect(firstProto, { ...ctx, customInspect: false, depth: -1 })}>`;
}

// With showHidden, accessors and values that up to three user-defined prototypes provide.
function prototypeProperties(ctx, main, object, recurseTimes, output) {
    let depth = 0;
    let keys;
    const seenKeys = new Set();
    do {
        if (depth !== 0 || main === object) {
            object = getPrototypeOf(object);
            if (object === null) break;
            const C = getOwnPropertyDescriptor(object, "constructor")?.value;
            if (typeof C === "function" && builtinNames().has(C.name)) break;
        }
        if (depth !== 0) for (const key of keys) seenKeys.add(key);
        keys = Reflect.ownKeys(object);
        ctx.seen.push(main);
        for (const key of keys) {
            if (key === "constructor" || hasOwn(main, key) || (depth !== 0 && seenKeys.has(key))) continue;
            const descriptor = getOwnPropertyDescriptor(object, key);
            if (typeof descriptor.value === "function") continue;
            const text = formatProperty(ctx, object, recurseTimes, key, OBJECT, descriptor, main);
            output.push(ctx.colors ? `\x1b[2m${text}\x1b[22m` : text);
        }
        ctx.seen.pop();
    } while (++depth !== 3);
}

function prefixOf(constructor, tag, fallback, size = "") {
    if (constructor === null) {
        const tagged = tag !== "" && fallback !== tag ? `[${tag}] ` : "";
        return `[${fallback}${size}: null prototype] ${tagged}`;
    }
    return tag !== "" && constructor !== tag ? `${constructor}${size} [${tag}] ` : `${constructor}${size} `;
}

// --- keys ----------------------------------------------------------------------------------------------

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

function nonIndexKeys(value, showHidden) {
    if (isView(value) && !showHidden) {
        // Element keys come first and are many: skip them without listing where possible.
        const length = typedArrayLength(value);
        const keys = Object.keys(value);
        return [...keys.slice(length), ...getOwnPropertySymbols(value).filter((s) => isEnumerable(value, s))];
    }
    return keysOf(value, showHidden).filter((key) => !isIndex(key));
}

// --- one property --------------------------------------------------------------------------------------

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

function formatGetter(ctx, descriptor, original, recurseTimes) {
    const label = descriptor.set !== undefined ? "Getter/Setter" : "Getter";
    const special = (text) => ctx.stylize(text, "special");
    if (!ctx.getters || (ctx.getters === "get" && descriptor.set !== undefined) ||
        (ctx.getters === "set" && descriptor.set === undefined)) {
        return special(`[${label}]`);
    }
    try {
        const value = descriptor.get.call(original);
        ctx.indentationLvl += 2;
        let text;
        if (value === null) text = `${special(`[${label}:`)} ${ctx.stylize("null", "null")}${special("]")}`;
        else if (typeof value === "object") text = `${special(`[${label}]`)} ${formatValue(ctx, value, recurseTimes)}`;
        else text = `${special(`[${label}:`)} ${formatPrimitive(ctx.stylize, value, ctx)}${special("]")}`;
        ctx.indentationLvl -= 2;
        return text;
    } catch (err) {
        const shown = formatInspectionError(ctx, err, recurseTimes);
        return `${special(`[${label}:`)} <Inspection threw (${shown})>${special("]")}`;
    }
}

function formatInspectionError(ctx, err, recurseTimes) {
    ctx.indentationLvl += 2;
    try {
        return formatValue(ctx, err, recurseTimes);
    } catch {
        return String(err?.message);
    } finally {
        ctx.indentationLvl -= 2;
    }
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
        if (indent === 3 && ctx.breakLength < getStringWidth(text, ctx.colors)) {
            gap = `\n${" ".repeat(ctx.indentationLvl)}`;
        }
        ctx.indentationLvl -= indent;
    } else if (descriptor.get !== undefined) {
        text = formatGetter(ctx, descriptor, original, recurseTimes);
    } else if (descriptor.set !== undefined) {
        text = ctx.stylize("[Setter]", "special");
    } else {
        text = ctx.stylize("undefined", "undefined");
    }
    if (type === ELEMENT) return text;
    return `${propertyName(ctx, key, descriptor.enumerable)}:${gap}${text}`;
}

// --- entries of the kinds ------------------------------------------------------------------------------

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
        if (!hasOwn(value, i)) return sparseEntries(ctx, value, recurseTimes, count, output, i);
        output.push(formatProperty(ctx, value, recurseTimes, i, ELEMENT));
    }
    if (value.length > count) output.push(moreItems(value.length - count));
    return output;
}

function sparseEntries(ctx, value, recurseTimes, max, output, start) {
    const keys = Object.keys(value);
    let index = start;
    for (let i = start; i < keys.length && output.length < max; i++) {
        const key = keys[i];
        if (!isIndex(key)) break;
        if (Number(key) !== index) {
            const empty = Number(key) - index;
            output.push(ctx.stylize(`<${empty} empty item${plural(empty)}>`, "undefined"));
            index = Number(key);
            if (output.length === max) break;
        }
        output.push(formatProperty(ctx, value, recurseTimes, key, ELEMENT));
        index++;
    }
    const remaining = value.length - index;
    if (output.length !== max) {
        if (remaining > 0) output.push(ctx.stylize(`<${remaining} empty item${plural(remaining)}>`, "undefined"));
    } else if (remaining > 0) {
        output.push(moreItems(remaining));
    }
    return output;
}

// `view` has the elements even when `value`, which is the object itself, has lost its prototype.
function typedArrayEntries(ctx, view, value, recurseTimes) {
    const length = typedArrayLength(view);
    const count = limit(ctx, length);
    const format = length > 0 && typeof view[0] === "number" ? formatNumber : formatBigInt;
    const output = [];
    for (let i = 0; i < count; i++) output.push(format(ctx.stylize, view[i], ctx.numericSeparator));
    if (length > count) output.push(moreItems(length - count));
    if (ctx.showHidden) {
        ctx.indentationLvl += 2;
        for (const key of ["BYTES_PER_ELEMENT", "length", "byteLength", "byteOffset", "buffer"]) {
            output.push(`[${key}]: ${formatValue(ctx, value[key], recurseTimes, true)}`);
        }
        ctx.indentationLvl -= 2;
    }
    return output;
}

function setEntries(ctx, value, recurseTimes) {
    const size = setSize(value);
    const count = limit(ctx, size);
    const output = [];
    ctx.indentationLvl += 2;
    for (const item of setValues(value)) {
        if (output.length >= count) break;
        output.push(formatValue(ctx, item, recurseTimes));
    }
    if (size > count) output.push(moreItems(size - count));
    ctx.indentationLvl -= 2;
    return output;
}

function mapEntriesOf(ctx, value, recurseTimes) {
    const size = mapSize(value);
    const count = limit(ctx, size);
    const output = [];
    ctx.indentationLvl += 2;
    for (const { 0: key, 1: item } of mapEntries(value)) {
        if (output.length >= count) break;
        output.push(`${formatValue(ctx, key, recurseTimes)} => ${formatValue(ctx, item, recurseTimes)}`);
    }
    if (size > count) output.push(moreItems(size - count));
    ctx.indentationLvl -= 2;
    return output;
}

const mapIteratorNext = uncurry(getPrototypeOf(new Map().keys()).next);
const setIteratorNext = uncurry(getPrototypeOf(new Set().keys()).next);

/**
 * What a Map or Set iterator would still yield, without moving it: a new iterator over the same collection is
 * moved until it has passed the same slots.
 * @returns {{ pairs: boolean, values: any[] } | undefined}
 */
function previewIterator(iterator, isMap) {
    const state = native?.iteratorState?.(iterator);
    if (state === undefined) return undefined;
    const [slot, kind, stage, source] = state;
    const pairs = kind === 2;
    if (stage === 1) return { pairs, values: [] };
    if (stage === 2) return undefined;
    const fresh = isMap ? mapEntries(source) : setValues(source);
    const next = isMap ? mapIteratorNext : setIteratorNext;
    const values = [];
    let reached = slot === 0;
    for (let step = next(fresh); !step.done; step = next(fresh)) {
        reached ||= native.iteratorState(fresh)[0] > slot;
        if (!reached) continue;
        const item = step.value;
        if (!isMap) values.push(...(pairs ? [item, item] : [item]));
        else if (pairs) values.push(item[0], item[1]);
        else values.push(item[kind]);
    }
    return { pairs, values };
}

// Entries left in a Map or Set iterator, without advancing it: { pairs, values } or undefined if unknown.
function iteratorEntries(ctx, preview, recurseTimes) {
    if (preview === undefined) return [ctx.stylize("<items unknown>", "special")];
    const { pairs, values } = preview;
    const step = pairs ? 2 : 1;
    const total = values.length / step;
    const count = limit(ctx, total);
    const output = [];
    ctx.indentationLvl += 2;
    for (let i = 0; i < count * step; i += step) {
        const first = formatValue(ctx, values[i], recurseTimes);
        if (!pairs) {
            output.push(first);
            continue;
        }
        const pair = [first, formatValue(ctx, values[i + 1], recurseTimes)];
        output.push(layout(ctx, pair, "", ["[", "]"], ARRAY, recurseTimes));
    }
    ctx.indentationLvl -= 2;
    if (total > count) output.push(moreItems(total - count));
    return output;
}

function bufferEntries(ctx, value) {
    let bytes;
    try {
        bytes = new Uint8Array(value);
    } catch {
        return [ctx.stylize("(detached)", "special")];
    }
    const count = limit(ctx, bytes.length);
    let hex = "";
    for (let i = 0; i < count; i++) hex += `${i > 0 ? " " : ""}${bytes[i].toString(16).padStart(2, "0")}`;
    const remaining = bytes.length - count;
    if (remaining > 0) hex += ` ... ${remaining} more byte${plural(remaining)}`;
    return [`${ctx.stylize("[Uint8Contents]", "special")}: <${hex}>`];
}

function promiseEntries(ctx, value, recurseTimes) {
    const state = native?.promiseState?.(value);
    if (state === undefined) return [ctx.stylize("<state unknown>", "special")];
    if (state[0] === 0) return [ctx.stylize("<pending>", "special")];
    ctx.indentationLvl += 2;
    const text = formatValue(ctx, state[1], recurseTimes);
    ctx.indentationLvl -= 2;
    return [state[0] === 2 ? `${ctx.stylize("<rejected>", "special")} ${text}` : text];
}

function namespaceEntries(ctx, value, recurseTimes, keys) {
    const output = [];
    for (const key of keys.splice(0)) {
        try {
            output.push(formatProperty(ctx, value, recurseTimes, key, OBJECT));
        } catch {
            const name = typeof key === "symbol" ? symbolToString(key) : key;
            output.push(`${plainName.test(name) ? name : quoted(name)}: ${ctx.stylize("<uninitialized>", "special")}`);
        }
    }
    return output;
}

// --- kinds with a text of their own --------------------------------------------------------------------

const stripComments = /(\/\/.*?\n)|(\/\*(.|\n)*?\*\/)/g;

function isClassText(text) {
    if (!text.startsWith("class") || !text.endsWith("}")) return false;
    const inner = text.slice(5, -1);
    const brace = inner.indexOf("{");
    if (brace === -1) return false;
    return !inner.slice(0, brace).includes("(") ||
        /^(\s+[^(]*?)\s*{/.test(inner.replace(stripComments, ""));
}

function classText(value, constructor, tag) {
    let text = `class ${(hasOwn(value, "name") && value.name) || "(anonymous)"}`;
    if (constructor !== "Function" && constructor !== null) text += ` [${constructor}]`;
    if (tag !== "" && constructor !== tag) text += ` [${tag}]`;
    if (constructor === null) return `[${text} extends [null prototype]]`;
    const parent = getPrototypeOf(value).name;
    return parent ? `[${text} extends ${parent}]` : `[${text}]`;
}

function functionText(ctx, value, constructor, tag) {
    if (isClassText(functionToString(value))) return classText(value, constructor, tag);
    let type = "Function";
    if (types.isGeneratorFunction(value)) type = `Generator${type}`;
    if (types.isAsyncFunction(value)) type = `Async${type}`;
    let text = `[${type}`;
    if (constructor === null) text += " (null prototype)";
    const { name } = value;
    if (name === "") text += " (anonymous)";
    else text += `: ${typeof name === "string" ? name : formatValue(ctx, name)}`;
    text += "]";
    if (constructor !== type && constructor !== null) text += ` ${constructor}`;
    if (tag !== "" && constructor !== tag) text += ` [${tag}]`;
    return text;
}

const unbox = {
    __proto__: null,
    Number: uncurry(Number.prototype.valueOf), String: uncurry(String.prototype.valueOf),
    Boolean: uncurry(Boolean.prototype.valueOf), BigInt: uncurry(BigInt.prototype.valueOf),
    Symbol: uncurry(Symbol.prototype.valueOf),
};

function boxedText(ctx, value, kind, keys, constructor, tag) {
    const primitive = unbox[kind](value);
    if (kind === "String") keys.splice(0, primitive.length);
    let text = `[${kind}`;
    if (kind !== constructor) text += constructor === null ? " (null prototype)" : ` (${constructor})`;
    text += `: ${formatPrimitive(stylizeNoColor, primitive, ctx)}]`;
    if (tag !== "" && tag !== constructor) text += ` [${tag}]`;
    if (keys.length !== 0 || ctx.stylize === stylizeNoColor) return text;
    return ctx.stylize(text, kind.toLowerCase());
}

function regExpText(value, constructor, tag) {
    const text = regExpToString(constructor !== null ? value : new RegExp(value));
    const prefix = prefixOf(constructor, tag, "RegExp");
    return prefix === "RegExp " ? text : `${prefix}${text}`;
}

function dateText(value, constructor, tag) {
    const text = Number.isNaN(dateGetTime(value)) ? dateToString(value) : dateToISO(value);
    const prefix = prefixOf(constructor, tag, "Date");
    return prefix === "Date " ? text : `${prefix}${text}`;
}

// --- describing a value --------------------------------------------------------------------------------

const noEntries = () => [];

// What layout needs to know: { done } when the text is complete, else base, braces, entries, keys, type.
function plan(keys, open, close, entries, type = OBJECT) {
    return { done: undefined, base: "", braces: [open, close], entries, keys, type };
}

const finished = (text) => ({ done: text });

function describeArray(ctx, value, constructor, tag, protoProps) {
    const prefix = constructor !== "Array" || tag !== ""
        ? prefixOf(constructor, tag, "Array", `(${value.length})`) : "";
    const keys = nonIndexKeys(value, ctx.showHidden);
    if (value.length === 0 && keys.length === 0 && protoProps === undefined) return finished(`${prefix}[]`);
    return plan(keys, `${prefix}[`, "]", arrayEntries, ARRAY);
}

function describeTypedArray(ctx, value, constructor, tag) {
    const fallback = constructor === null ? typedArrayTag(value) : "";
    const length = typedArrayLength(value);
    const keys = nonIndexKeys(value, ctx.showHidden);
    const prefix = prefixOf(constructor, tag, fallback, `(${length})`);
    if (length === 0 && keys.length === 0 && !ctx.showHidden) return finished(`${prefix}[]`);
    const view = constructor === null ? new globalThis[fallback](value) : value;
    return plan(keys, `${prefix}[`, "]", (c, v, r) => typedArrayEntries(c, view, v, r), ARRAY);
}

function describeCollection(ctx, value, constructor, tag, protoProps, kind, size, entries) {
    const prefix = prefixOf(constructor, tag, kind, `(${size})`);
    const keys = keysOf(value, ctx.showHidden);
    if (size === 0 && keys.length === 0 && protoProps === undefined) return finished(`${prefix}{}`);
    return plan(keys, `${prefix}{`, "}", entries);
}

function describeIterator(ctx, value, tag, kind) {
    const preview = previewIterator(value, kind === "Map");
    const expected = `${kind} Iterator`;
    let text = preview?.pairs ? `${kind} Entries` : expected;
    if (tag !== expected) text += tag === "" ? "" : `] [${tag}`;
    return plan(keysOf(value, ctx.showHidden), `[${text}] {`, "}", (c, v, r) => iteratorEntries(c, preview, r));
}

function describeText(ctx, text, keys, protoProps, recurseTimes, style) {
    const tooDeep = style !== undefined && ctx.depth !== null && recurseTimes > ctx.depth;
    if ((keys.length === 0 && protoProps === undefined) || tooDeep) {
        return finished(style === undefined ? text : ctx.stylize(text, style));
    }
    const result = plan(keys, "{", "}", noEntries);
    result.base = style === "regexp" ? ctx.stylize(text, style) : text;
    return result;
}

// Accessors that Node shows as hidden keys of buffers and views, with their values.
function accessorEntries(names, more) {
    return (ctx, value, recurseTimes) => {
        const output = more(ctx, value, recurseTimes);
        for (const name of names) {
            ctx.indentationLvl += 2;
            const shown = ctx.stylize(`[${name}]`, "string");
            output.push(`${shown}: ${formatValue(ctx, value[name], recurseTimes)}`);
            ctx.indentationLvl -= 2;
        }
        return output;
    };
}

function describeBuffer(ctx, value, kind, constructor, tag, keys, inTypedArray) {
    const prefix = prefixOf(constructor, tag, kind);
    return plan(keys, `${prefix}{`, "}", accessorEntries(["byteLength"], inTypedArray ? noEntries : bufferEntries));
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
    if (hasOwn(value, Symbol.iterator) && types.isArgumentsObject(value)) return describeArguments(keys);
    if (keys.length === 0 && protoProps === undefined) {
        if (types.isExternal(value)) return finished(ctx.stylize("[External]", "special"));
        return finished(`${shown}{}`);
    }
    return plan(keys, `${shown}{`, "}", noEntries);
}

function describeArguments(keys) {
    if (keys.length === 0) return finished("[Arguments] {}");
    return plan(keys, "[Arguments] {", "}", noEntries);
}

function weakEntries(ctx) {
    return [ctx.stylize("<items unknown>", "special")];
}

let errorModule;
function errorFormatter() {
    return (errorModule ??= require("internal/util/inspect_error"));
}

// The engine adds places to errors that V8 has not; and V8 has the stack first.
function ownErrorKeys(value, keys) {
    for (const key of ["line", "column", "sourceURL"]) {
        const at = keys.indexOf(key);
        if (at !== -1 && !isEnumerable(value, key)) keys.splice(at, 1);
    }
    const at = keys.indexOf("stack");
    if (at > 0) keys.unshift(...keys.splice(at, 1));
}

function describeByKind(ctx, value, kind, info) {
    const { constructor, tag, protoProps, recurseTimes } = info;
    const keys = keysOf(value, ctx.showHidden);
    switch (kind) {
        case "RegExp":
            return describeText(ctx, regExpText(value, constructor, tag), keys, protoProps, recurseTimes, "regexp");
        case "Date":
            return describeText(ctx, dateText(value, constructor, tag), keys, protoProps, recurseTimes, "date");
        case "ArrayBuffer":
        case "SharedArrayBuffer":
            return describeBuffer(ctx, value, kind, constructor, tag, keys, info.inTypedArray);
        case "Promise":
            return plan(keys, `${prefixOf(constructor, tag, "Promise")}{`, "}", promiseEntries);
        case "WeakSet":
        case "WeakMap":
            return plan(keys, `${prefixOf(constructor, tag, kind)}{`, "}", weakEntries);
        case "MapIterator":
            return describeIterator(ctx, value, tag, "Map");
        case "SetIterator":
            return describeIterator(ctx, value, tag, "Set");
        case "Number": case "String": case "Boolean": case "BigInt": case "Symbol":
            return describeText(ctx, boxedText(ctx, value, kind, keys, constructor, tag), keys, protoProps, recurseTimes);
        default:
    }
    if (kind === "Error" || value instanceof Error) {
        if (ctx.showHidden) ownErrorKeys(value, keys);
        const text = errorFormatter().formatError(value, constructor, tag, ctx, keys, recurseTimes);
        return describeText(ctx, text, keys, protoProps, recurseTimes);
    }
    if (types.isModuleNamespaceObject(value)) {
        return plan(keys, `${prefixOf(constructor, tag, "Module")}{`, "}", (c, v, r) => namespaceEntries(c, v, r, keys));
    }
    return describePlain(ctx, value, constructor, tag, keys, protoProps);
}

function describe(ctx, value, info) {
    const { constructor, tag, protoProps } = info;
    if (isArray(value) && (constructor === null || value[Symbol.iterator])) {
        return describeArray(ctx, value, constructor, tag, protoProps);
    }
    if (typeof value === "function") {
        const text = functionText(ctx, value, constructor, tag);
        let keys = keysOf(value, ctx.showHidden);
        // Own keys of sloppy functions in this engine, not in V8.
        if (ctx.showHidden) keys = keys.filter((k) => (k !== "arguments" && k !== "caller") || isEnumerable(value, k));
        if (keys.length === 0 && protoProps === undefined) return finished(ctx.stylize(text, "special"));
        return describeText(ctx, text, keys, protoProps, info.recurseTimes);
    }
    if (isView(value) && constructor !== "Object") {
        if (typedArrayTag(value) !== undefined) return describeTypedArray(ctx, value, constructor, tag);
        return plan(keysOf(value, ctx.showHidden), `${prefixOf(constructor, tag, "DataView")}{`, "}",
            accessorEntries(["byteLength", "byteOffset", "buffer"], noEntries));
    }
    if (constructor === "Object") {
        const keys = keysOf(value, ctx.showHidden);
        // The iterators of Map and Set have no constructor of their own.
        const kind = value[Symbol.iterator] ? kindOf(value) : "";
        if (kind === "MapIterator") return describeIterator(ctx, value, tag, "Map");
        if (kind === "SetIterator") return describeIterator(ctx, value, tag, "Set");
        return describePlain(ctx, value, constructor, tag, keys, protoProps);
    }
    const kind = kindOf(value);
    if (kind === "Map") {
        return describeCollection(ctx, value, constructor, tag, protoProps, kind, mapSize(value), mapEntriesOf);
    }
    if (kind === "Set") {
        return describeCollection(ctx, value, constructor, tag, protoProps, kind, setSize(value), setEntries);
    }
    return describeByKind(ctx, value, kind, info);
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
    if (ctx.sorted) sortEntries(ctx, output, type, keys.length);
    const text = layout(ctx, output, base, braces, type, recurseTimes, value);
    const budget = (ctx.budget[ctx.indentationLvl] ?? 0) + text.length;
    ctx.budget[ctx.indentationLvl] = budget;
    // Huge graphs: beyond 128 MiB on one level only names are shown.
    if (budget > 2 ** 27) ctx.depth = -1;
    return text;
}

function sortEntries(ctx, output, type, keyCount) {
    const comparator = ctx.sorted === true ? undefined : ctx.sorted;
    if (type === OBJECT) {
        output.sort(comparator);
    } else if (keyCount > 1) {
        const start = output.length - keyCount;
        output.splice(start, keyCount, ...output.slice(start).sort(comparator));
    }
}

function stackOverflow(ctx, err, name) {
    if (!require("internal/errors").isStackOverflowError(err)) throw err;
    ctx.seen.pop();
    ctx.indentationLvl = ctx.currentDepth ?? 0;
    return ctx.stylize(
        `[${name.slice(0, -1).trim() || "Object"}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`, "special");
}

// --- layout --------------------------------------------------------------------------------------------

function fitsOneLine(ctx, output, start, base) {
    let total = output.length + start;
    if (total + output.length > ctx.breakLength) return false;
    for (const text of output) {
        total += plainLength(ctx, text);
        if (total > ctx.breakLength) return false;
    }
    return base === "" || !base.includes("\n");
}

// Short array elements are set in columns, about as wide as high.
function inColumns(ctx, output, value) {
    let total = 0;
    let longest = 0;
    const more = ctx.maxArrayLength < output.length ? 1 : 0;    // the "... n more items" entry stands alone
    const count = output.length - more;
    const lengths = [];
    for (let i = 0; i < count; i++) {
        lengths[i] = getStringWidth(output[i], ctx.colors);
        total += lengths[i] + 2;
        longest = Math.max(longest, lengths[i]);
    }
    const cell = longest + 2;
    if (cell * 3 + ctx.indentationLvl >= ctx.breakLength || !(total / cell > 5 || longest <= 6)) return output;
    const bias = Math.sqrt(cell - total / output.length);
    const biased = Math.max(cell - 3 - bias, 1);
    const columns = Math.min(
        Math.round(Math.sqrt(2.5 * biased * count) / biased),
        Math.floor((ctx.breakLength - ctx.indentationLvl) / cell),
        ctx.compact * 4,
        15);
    if (columns <= 1) return output;
    return columnLines(output, lengths, columns, value, more);
}

function columnLines(output, lengths, columns, value, more) {
    const widths = [];
    for (let i = 0; i < columns; i++) {
        let width = 0;
        for (let j = i; j < lengths.length; j += columns) width = Math.max(width, lengths[j]);
        widths.push(width + 2);
    }
    const numeric = value !== undefined && (() => {
        for (let i = 0; i < output.length; i++) {
            if (typeof value[i] !== "number" && typeof value[i] !== "bigint") return false;
        }
        return true;
    })();
    const toLeft = value === undefined || numeric;
    const lines = [];
    for (let i = 0; i < lengths.length; i += columns) {
        const end = Math.min(i + columns, lengths.length);
        let line = "";
        let j = i;
        for (; j < end - 1; j++) {
            const width = widths[j - i] + output[j].length - lengths[j];
            line += toLeft ? `${output[j]}, `.padStart(width) : `${output[j]}, `.padEnd(width);
        }
        line += toLeft ? output[j].padStart(widths[j - i] + output[j].length - lengths[j] - 2) : output[j];
        lines.push(line);
    }
    if (more) lines.push(output[lengths.length]);
    return lines;
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
        if (type === ARRAY && entries > 6) output = inColumns(ctx, output, value);
        if (ctx.currentDepth - recurseTimes < ctx.compact && entries === output.length) {
            const start = output.length + ctx.indentationLvl + braces[0].length + base.length + 10;
            if (fitsOneLine(ctx, output, start, base)) {
                const joined = output.join(", ");
                if (!joined.includes("\n")) return `${lead}${braces[0]} ${joined} ${braces[1]}`;
            }
        }
    }
    const newline = `\n${indent}`;
    return `${lead}${braces[0]}${newline}  ${output.join(`,${newline}  `)}${newline}${braces[1]}`;
}

// --- any value -----------------------------------------------------------------------------------------

// What a custom inspection function receives. Across realms no object of ours may leak.
function userOptions(ctx, crossRealm) {
    const options = { stylize: ctx.stylize };
    for (const key of optionNames) options[key] = ctx[key];
    Object.assign(options, ctx.userOptions);
    if (!crossRealm) return options;
    Object.setPrototypeOf(options, null);
    for (const key of Object.keys(options)) {
        const value = options[key];
        if ((typeof value === "object" || typeof value === "function") && value !== null) delete options[key];
    }
    options.stylize = Object.setPrototypeOf((text, flavour) => {
        let result = text;
        try {
            result = `${ctx.stylize(text, flavour)}`;
        } catch {
            // Whatever a foreign style function throws stays in its realm.
        }
        return result;
    }, null);
    return options;
}

// undefined when the object has no custom function of its own making.
function customResult(ctx, value, object, recurseTimes, isProxy) {
    const custom = object[kCustom];
    if (typeof custom !== "function" || custom === inspect) return undefined;
    const C = getOwnPropertyDescriptor(object, "constructor")?.value;
    if (typeof C === "function" && C.prototype === object) return undefined;    // the prototype itself
    const depth = ctx.depth === null ? null : ctx.depth - recurseTimes;
    const result = custom.call(value, depth, userOptions(ctx, isProxy || !(value instanceof Object)), inspect);
    if (result === value) return undefined;
    const text = typeof result === "object" ? formatValue(ctx, result, recurseTimes) : `${result}`;
    return text.replaceAll("\n", `\n${" ".repeat(ctx.indentationLvl)}`);
}

function formatProxy(ctx, proxy, target, recurseTimes) {
    if (ctx.depth !== null && recurseTimes > ctx.depth) return ctx.stylize("Proxy [Array]", "special");
    recurseTimes += 1;
    ctx.indentationLvl += 2;
    const handler = native?.proxyHandler?.(proxy) ?? {};
    const parts = [formatValue(ctx, target, recurseTimes), formatValue(ctx, handler, recurseTimes)];
    ctx.indentationLvl -= 2;
    return layout(ctx, parts, "", ["Proxy [", "]"], ARRAY, recurseTimes);
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
        if (types.isModuleNamespaceObject(value)) break;    // the module loader's are proxies
        if (ctx.showProxy) return formatProxy(ctx, value, target, recurseTimes);
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
    if (ctx.colors) ctx.stylize = stylizeWithColor;
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
inspect.colors = colors;
inspect.styles = styles;

module.exports = {
    colors, formatBigInt, formatNumber, formatPrimitive, formatValue, getStringWidth, groupDigits, inspect,
    hasOwn, isBuiltinName: (name) => builtinNames().has(name), keysOf, prefixOf, previewIterator, quoted, stripVTControlCharacters, stylizeNoColor, stylizeWithColor,
};
