// yaml.js - Bun.YAML: parse (in C) and stringify (flow style without `space`, block style with it).
const { Array, Error, Map, Number, Object, RegExp, Set } = globalThis;
const { parseWith, gapOf, refuseReplacer, unboxed, isSkipped, natives } = require("bun/data");

// --- scalars --------------------------------------------------------------------------------------

// What is quoted is Bun's choice: text that means something else, or could for readers of YAML 1.1 (`yes`, `<<`).
const variants = (...words) => words.flatMap((w) => [w, w[0].toUpperCase() + w.slice(1), w.toUpperCase()]).join("|");
const word = new RegExp(`^(?:~|${variants("null", "true", "false", "yes", "no", "on", "off", "y", "n")})$`);
const numeric = /^(?:[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d*)?|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)|0[xX][\da-fA-F]+|0[oO]\d+)$/;
const indicators = /^(?:[-?:&*!|>%@<]|\.{3,}(?:$| ))|["'#`,[\]{}]|: |:$|^ | $/;
const unprintable = /[\0-\x1f\x7f-\xa0\u2028\u2029\ufeff]/;
const special = /["\\\0-\x1f\x7f-\xa0\u2028\u2029]/g;
const escapes = {
    __proto__: null, '"': '\\"', "\\": "\\\\", "\0": "\\0", "\x07": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n",
    "\v": "\\v", "\f": "\\f", "\r": "\\r", "\x1b": "\\e", "\x85": "\\N", "\xa0": "\\_", "\u2028": "\\L", "\u2029": "\\P",
};

function escapeUnit(c) {
    return escapes[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

function text(value) {
    const plain = value !== "" && !word.test(value) && !numeric.test(value) && !indicators.test(value) && !unprintable.test(value);
    return plain ? value : `"${value.toWellFormed().replace(special, escapeUnit)}"`;
}

function number(value) {
    if (Number.isNaN(value)) return ".nan";
    if (!Number.isFinite(value)) return value < 0 ? "-.inf" : ".inf";
    return Object.is(value, -0) ? "-0" : `${value}`;
}

// The text of a scalar; undefined for objects.
function scalar(value) {
    switch (typeof value) {
        case "string": return text(value);
        case "number": return number(value);
        case "boolean": return `${value}`;
        case "bigint": throw new Error("YAML.stringify cannot serialize BigInt");
        case "object": return value === null ? "null" : undefined;
        default: return "null";
    }
}

// --- anchors: objects that are met twice --------------------------------------------------------------

class Anchors {
    #names = new Map(); // object -> undefined (met once), or the wish for a name
    #counts = new Map(); // wish -> how often it was granted
    #used = new Set(["root"]);
    written = new Map(); // object -> its name, once printed

    // Also finds the name: the key it stands under, as Bun does; undefined for items of arrays and for the root.
    scan(value, key, fallback = "value") {
        value = unboxed(value);
        if (typeof value !== "object" || value === null) return;
        const known = this.#names.get(value);
        if (known !== undefined) {
            known.name ??= this.#unique(known);
            return;
        }
        this.#names.set(value, { key, fallback, name: undefined });
        if (Array.isArray(value)) for (const item of value) this.scan(item, undefined, "item");
        else for (const name of Object.keys(value)) this.scan(value[name], name);
    }

    // A key is its own name; the second of a name gets a number, and so do names without a key.
    #unique({ key, fallback }) {
        if (fallback === "root") return "root";
        const isSafe = key !== undefined && /^[\w-]+$/.test(key);
        const wish = isSafe ? key : fallback;
        const counter = isSafe ? key : ` ${fallback}`;
        for (let count = this.#counts.get(counter) ?? 0; ; count++) {
            const name = isSafe && count === 0 ? wish : `${wish}${count}`;
            if (this.#used.has(name)) continue;
            this.#used.add(name);
            this.#counts.set(counter, count + 1);
            return name;
        }
    }

    nameOf(value) {
        return this.#names.get(value)?.name;
    }
}

// As in Bun what has no text is no item.
function items(value) {
    return value.map(unboxed).filter((item) => !isSkipped(item));
}

// --- flow style -------------------------------------------------------------------------------------

function fields(value) {
    const list = [];
    for (const key of Object.keys(value)) {
        const item = unboxed(value[key]);
        if (!isSkipped(item)) list.push([text(key), item]);
    }
    return list;
}

function flow(value, anchors) {
    value = unboxed(value);
    const simple = scalar(value);
    if (simple !== undefined) return simple;
    const name = anchors.nameOf(value);
    if (name !== undefined && anchors.written.has(value)) return `*${name}`;
    anchors.written.set(value, name);
    const body = Array.isArray(value)
        ? `[${items(value).map((item) => flow(item, anchors)).join(",")}]`
        : `{${fields(value).map(([key, item]) => `${key}: ${flow(item, anchors)}`).join(",")}}`;
    return name === undefined ? body : `&${name} ${body}`;
}

// --- block style --------------------------------------------------------------------------------------

// Its lines, the first without indentation; undefined for an empty collection. Each property is read once.
function blockBody(value, gap, indent, anchors) {
    const next = indent + gap;
    const isArray = Array.isArray(value);
    const parts = isArray ? items(value) : fields(value);
    if (parts.length === 0) return undefined;
    const lines = isArray ? parts.map((item) => `- ${blockItem(item, gap, next, anchors)}`)
        : parts.map(([key, item]) => `${key}:${blockValue(item, gap, next, anchors)}`);
    return lines.join(`\n${indent}`);
}

function emptyText(value) {
    return Array.isArray(value) ? "[]" : "{}";
}

// What stands behind "key:".
function blockValue(value, gap, indent, anchors) {
    const simple = scalar(value);
    if (simple !== undefined) return ` ${simple}`;
    const name = anchors.nameOf(value);
    if (name !== undefined && anchors.written.has(value)) return `\n${indent}*${name}`;
    anchors.written.set(value, name);
    const body = blockBody(value, gap, indent, anchors);
    if (name === undefined) return body === undefined ? ` ${emptyText(value)}` : `\n${indent}${body}`;
    return `\n${indent}&${name}\n${indent}${body ?? emptyText(value)}`;
}

// What stands behind "- ".
function blockItem(value, gap, indent, anchors) {
    const simple = scalar(value);
    if (simple !== undefined) return simple;
    const name = anchors.nameOf(value);
    if (name !== undefined && anchors.written.has(value)) return `*${name}`;
    anchors.written.set(value, name);
    const body = blockBody(value, gap, indent, anchors) ?? emptyText(value);
    return name === undefined ? body : `&${name}\n${indent}${body}`;
}

function block(value, gap, anchors) {
    const simple = scalar(value);
    if (simple !== undefined) return simple;
    const name = anchors.nameOf(value);
    anchors.written.set(value, name);
    const body = blockBody(value, gap, "", anchors) ?? emptyText(value);
    return name === undefined ? body : `&${name}\n${body}`;
}

const YAML = {
    /** @param {string | ArrayBuffer | ArrayBufferView} input */
    parse(input) {
        return parseWith("YAML", natives.dataYaml, input ?? `${input}`);
    },
    /** @param {unknown} value @param {null} [replacer] @param {string | number} [space] */
    stringify(value, replacer, space) {
        refuseReplacer("YAML", replacer);
        value = unboxed(value);
        if (isSkipped(value)) return undefined;
        const anchors = new Anchors();
        anchors.scan(value, undefined, "root");
        const gap = gapOf(space);
        return gap === "" ? flow(value, anchors) : block(value, gap, anchors);
    },
};

module.exports = { YAML };
