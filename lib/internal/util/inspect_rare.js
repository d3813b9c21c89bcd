// What inspect needs for few values or options: custom functions, proxies, getters, hidden properties, unusual
// prototypes, holes, separators of digits, columns. Loaded with the first of them.
"use strict";

const { Math, Number, Object, Reflect, Set, String } = globalThis;
const { getOwnPropertyDescriptor, getOwnPropertyNames, getPrototypeOf } = Object;
const {
    ARRAY, ELEMENT, OBJECT, constructorName, formatPrimitive, formatProperty, formatValue, hasOwn, inspect, isIndex, layout,
    moreItems, native, optionNames, plural, style,
} = require("internal/util/inspect");

// --- digits ------------------------------------------------------------------------------------------

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

function separatedNumber(number) {
    const text = String(number);
    if (!Number.isFinite(number) || text.includes("e")) return text;
    if (number === 0 && 1 / number < 0) return "-0";
    const point = text.indexOf(".");
    return point === -1 ? groupDigits(text) : `${groupDigits(text.slice(0, point))}.${groupFraction(text.slice(point + 1))}`;
}

// --- prototypes --------------------------------------------------------------------------------------

let builtins;
function builtinNames() {
    if (builtins) return builtins;
    builtins = new Set(getOwnPropertyNames(globalThis).filter((name) => /^[A-Z][a-zA-Z0-9]+$/.test(name)));
    return builtins;
}

/** When no constructor on the way says what `value` is. */
function complexName(ctx, value, firstProto, depth, protoProps) {
    const name = require("internal/util/inspect_kinds").internalName(value);
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

// --- properties --------------------------------------------------------------------------------------

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

function sortEntries(ctx, output, type, keyCount) {
    const comparator = ctx.sorted === true ? undefined : ctx.sorted;
    if (type === OBJECT) {
        output.sort(comparator);
    } else if (keyCount > 1) {
        const start = output.length - keyCount;
        output.splice(start, keyCount, ...output.slice(start).sort(comparator));
    }
}

// --- columns -----------------------------------------------------------------------------------------

// Short array elements are set in columns, about as wide as high.
function inColumns(ctx, output, value) {
    let total = 0;
    let longest = 0;
    const more = ctx.maxArrayLength < output.length ? 1 : 0;    // the "... n more items" entry stands alone
    const count = output.length - more;
    const lengths = [];
    for (let i = 0; i < count; i++) {
        lengths[i] = style().getStringWidth(output[i], ctx.colors);
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

// --- custom functions and proxies --------------------------------------------------------------------

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

function callCustom(ctx, custom, value, object, recurseTimes, isProxy) {
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

module.exports = {
    builtinNames, callCustom, complexName, formatGetter, formatProxy, groupDigits, inColumns, prototypeProperties, separatedNumber,
    sortEntries, sparseEntries,
};
