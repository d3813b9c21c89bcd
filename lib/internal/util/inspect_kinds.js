// How inspect shows what is neither a plain object nor an array: functions, collections, buffers, promises,
// boxed values, dates ... and which of them a value is. Loaded with the first such value.
"use strict";

const {
    Array, BigInt, Boolean, Date, Error, Function, Map, Number, Object, RegExp, Set, String, Symbol, Uint8Array,
} = globalThis;
const { getOwnPropertyDescriptor, getOwnPropertySymbols, getPrototypeOf } = Object;
const { isArray } = Array;
const {
    ARRAY, OBJECT, describePlain, finished, formatBigInt, formatNumber, formatPrimitive, formatProperty, formatValue,
    hasOwn, isEnumerable, isView, keysOf, layout, limit, moreItems, native, noEntries, nonIndexKeys, plainName, plan, plural,
    prefixOf, quoted, stylizeNoColor, symbolToString, uncurry,
} = require("internal/util/inspect");
const { kindOf, typedArrayTag, types } = require("internal/util/types");

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

// --- entries of the kinds ----------------------------------------------------------------------------

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

function weakEntries(ctx) {
    return [ctx.stylize("<items unknown>", "special")];
}

// --- kinds with a text of their own ------------------------------------------------------------------

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

// --- describing a value ------------------------------------------------------------------------------

function viewKeys(value, showHidden) {
    if (showHidden) return nonIndexKeys(value, true);
    // Element keys come first and are many: skip them without listing where possible.
    const length = typedArrayLength(value);
    const keys = Object.keys(value);
    return [...keys.slice(length), ...getOwnPropertySymbols(value).filter((s) => isEnumerable(value, s))];
}

function describeTypedArray(ctx, value, constructor, tag) {
    const fallback = constructor === null ? typedArrayTag(value) : "";
    const length = typedArrayLength(value);
    const keys = viewKeys(value, ctx.showHidden);
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
        const text = require("internal/util/inspect_error").formatError(value, constructor, tag, ctx, keys, recurseTimes);
        return describeText(ctx, text, keys, protoProps, recurseTimes);
    }
    if (types.isModuleNamespaceObject(value)) {
        return plan(keys, `${prefixOf(constructor, tag, "Module")}{`, "}", (c, v, r) => namespaceEntries(c, v, r, keys));
    }
    return describePlain(ctx, value, constructor, tag, keys, protoProps);
}

/** The plan for a value that is no array and not plainly an object. */
function describeOther(ctx, value, info) {
    const { constructor, tag, protoProps } = info;
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

// --- names of constructors ---------------------------------------------------------------------------

// The engine's own word for an object without usable constructor.
function internalName(value) {
    if (typeof value === "function") return "Function";
    if (isArray(value)) return "Array";
    if (isView(value)) return typedArrayTag(value) ?? "DataView";
    const kind = kindOf(value);
    return kind === "MapIterator" ? "Map Iterator" : kind === "SetIterator" ? "Set Iterator" : kind;
}

module.exports = { describeOther, internalName, previewIterator };
