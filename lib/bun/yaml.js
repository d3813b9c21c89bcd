// yaml.js - Bun.YAML: parse (in C) and stringify (flow style without `space`, block style with it).
const { Array, Error, Map, Number, Object } = globalThis;
const { parseWith, gapOf, refuseReplacer, unboxed, isSkipped, natives } = require("bun/data");

// --- scalars --------------------------------------------------------------------------------------

const word = /^(?:~|null|true|false|yes|no|on|off|y|n)$/i;
const numeric = /^[-+]?(?:\.?\d|\.(?:inf|nan)$|0[xo])/i;
const indicators = /^[-?:,[\]{}#&*!|>'"%@`]|^\s|\s$|[,[\]{}]|: |:$| #/;
const unprintable = /[^\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|\ufeff/u;
const special = /["\\]|[^\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/gu;
const escapes = {
    __proto__: null, '"': '\\"', "\\": "\\\\", "\0": "\\0", "\x07": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n",
    "\v": "\\v", "\f": "\\f", "\r": "\\r", "\x1b": "\\e", "\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P",
};

function escapeRune(c) {
    if (escapes[c] !== undefined) return escapes[c];
    const unit = c.charCodeAt(0).toString(16);
    return unit.length <= 2 ? `\\x${unit.padStart(2, "0")}` : `\\u${unit.padStart(4, "0")}`;
}

// Plain where every YAML reader gives the same string back.
function text(value) {
    const plain = value !== "" && !word.test(value) && !numeric.test(value) && !indicators.test(value) &&
        !unprintable.test(value) && !value.startsWith("---") && !value.startsWith("...") && !/^[=<]/.test(value);
    return plain ? value : `"${value.toWellFormed().replace(special, escapeRune)}"`;
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
    #used = new Map();
    written = new Map(); // object -> its name, once printed

    // Also finds the name: the key it stands under, as Bun does.
    scan(value, key) {
        value = unboxed(value);
        if (typeof value !== "object" || value === null) return;
        if (this.#names.has(value)) {
            if (this.#names.get(value).name === undefined) this.#names.get(value).name = this.#unique(this.#names.get(value).key);
            return;
        }
        this.#names.set(value, { key, name: undefined });
        if (Array.isArray(value)) for (const item of value) this.scan(item, "item");
        else for (const name of Object.keys(value)) this.scan(value[name], name);
    }

    #unique(key) {
        const base = /^[\w-]+$/.test(key) ? key : "value";
        const count = this.#used.get(base) ?? 0;
        this.#used.set(base, count + 1);
        return count === 0 ? base : `${base}${count}`;
    }

    nameOf(value) {
        return this.#names.get(value)?.name;
    }
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
        ? `[${value.map((item) => flow(item, anchors)).join(",")}]`
        : `{${fields(value).map(([key, item]) => `${key}: ${flow(item, anchors)}`).join(",")}}`;
    return name === undefined ? body : `&${name} ${body}`;
}

// --- block style --------------------------------------------------------------------------------------

// Lines of a collection, the first without indentation; undefined if it has none of its own.
function blockBody(value, gap, indent, anchors) {
    const next = indent + gap;
    if (Array.isArray(value)) {
        return value.map((item) => `- ${blockItem(item, gap, next, anchors)}`).join(`\n${indent}`);
    }
    return fields(value).map(([key, item]) => `${key}:${blockValue(item, gap, next, anchors)}`).join(`\n${indent}`);
}

function isEmpty(value) {
    return Array.isArray(value) ? value.length === 0 : fields(value).length === 0;
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
    const anchor = name === undefined ? "" : `\n${indent}&${name}`;
    if (isEmpty(value)) return name === undefined ? ` ${emptyText(value)}` : `${anchor}\n${indent}${emptyText(value)}`;
    return `${anchor}\n${indent}${blockBody(value, gap, indent, anchors)}`;
}

// What stands behind "- ".
function blockItem(value, gap, indent, anchors) {
    value = unboxed(value);
    const simple = scalar(value);
    if (simple !== undefined) return simple;
    const name = anchors.nameOf(value);
    if (name !== undefined && anchors.written.has(value)) return `*${name}`;
    anchors.written.set(value, name);
    const anchor = name === undefined ? "" : `&${name}\n${indent}`;
    return anchor + (isEmpty(value) ? emptyText(value) : blockBody(value, gap, indent, anchors));
}

function block(value, gap, anchors) {
    const simple = scalar(value);
    if (simple !== undefined) return simple;
    const name = anchors.nameOf(value);
    anchors.written.set(value, name);
    const body = isEmpty(value) ? emptyText(value) : blockBody(value, gap, "", anchors);
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
        anchors.scan(value, "root");
        const gap = gapOf(space);
        return gap === "" ? flow(value, anchors) : block(value, gap, anchors);
    },
};

module.exports = { YAML };
