// source_map.js - node:module's SourceMap and findSourceMap, and the mapping of stack frames.
//
// Off unless --enable-source-maps or process.setSourceMapsEnabled(true) asks for it, as in Node.js and Bun: cob's
// own transformer keeps positions. A file's map is looked for when a frame of it is printed, not when it loads.
const { Array, Boolean, Int32Array, JSON, Map, Math, Object, URL, decodeURIComponent } = globalThis;
const { validateBoolean, validateObject } = require("internal/validators");
const { native, textOf } = require("internal/source_text");
const boot = require("internal/boot");

const FIELDS = 6; // line, column, source, original line, original column, name; -1: none (src/js/sourcemap_read.h)

// --- SourceMap ----------------------------------------------------------------------------------------------

const isList = (value) => Array.isArray(value);

function cloned(payload) {
    const copy = { ...payload };
    for (const key of ["sources", "sourcesContent", "names"]) if (isList(copy[key])) copy[key] = [...copy[key]];
    if (isList(copy.sections)) {
        copy.sections = copy.sections.map((section) => ({ ...section, offset: { ...section?.offset }, map: cloned(section?.map) }));
    }
    return copy;
}

class SourceMap {
    #payload;
    #lineLengths;
    #table;
    #sources;
    #names;

    /** @param {object} payload a source map, parsed @param {{lineLengths?: number[]}} [options] */
    constructor(payload, { lineLengths } = Object.create(null)) {
        validateObject(payload, "payload");
        this.#payload = cloned(payload);
        if (isList(lineLengths)) this.#lineLengths = [...lineLengths];
        const { sources, names, table } = native.decode(JSON.stringify(payload));
        this.#sources = sources;
        this.#names = names;
        this.#table = new Int32Array(table.buffer, table.byteOffset, table.byteLength >> 2);
    }

    get payload() {
        return cloned(this.#payload);
    }

    get lineLengths() {
        return this.#lineLengths === undefined ? undefined : [...this.#lineLengths];
    }

    /** The last mapping at or before a place of the generated text, both from 0; {} if there is none. */
    findEntry(lineOffset, columnOffset) {
        const table = this.#table;
        let low = 0, high = table.length / FIELDS;
        while (low < high) {
            const middle = (low + high) >>> 1, at = middle * FIELDS;
            if (lineOffset < table[at] || (lineOffset === table[at] && columnOffset < table[at + 1])) high = middle;
            else low = middle + 1;
        }
        return low === 0 ? {} : this.#entry((low - 1) * FIELDS);
    }

    #entry(at) {
        const table = this.#table;
        const known = (value) => (table[at + 2] < 0 ? undefined : value);
        return {
            generatedLine: table[at],
            generatedColumn: table[at + 1],
            originalSource: this.#sources[table[at + 2]] ?? undefined,
            originalLine: known(table[at + 3]),
            originalColumn: known(table[at + 4]),
            name: this.#names[table[at + 5]],
        };
    }

    /** The place a place of the generated text (both from 1) comes from; {} if unknown. */
    findOrigin(lineNumber, columnNumber) {
        const entry = this.findEntry(lineNumber - 1, columnNumber - 1);
        if (entry.originalSource === undefined || entry.originalLine === undefined) return {};
        return {
            name: entry.name,
            fileName: entry.originalSource,
            lineNumber: lineNumber - entry.generatedLine + entry.originalLine,
            columnNumber: columnNumber - entry.generatedColumn + entry.originalColumn,
        };
    }
}

// --- maps of files ------------------------------------------------------------------------------------------

const byOption = Boolean(boot.options?.enableSourceMaps);
let support = Object.freeze({ __proto__: null, enabled: byOption, nodeModules: byOption, generatedCode: byOption });
const maps = new Map(); // path -> SourceMap, or undefined if the file has none that can be used

/** The last `//# sourceMappingURL=` of a text. */
function commentOf(text) {
    const at = text.lastIndexOf("sourceMappingURL=");
    if (at < 0 || !/\/[*/][#@]\s$/.test(text.slice(Math.max(0, at - 4), at))) return undefined;
    return /^[^\s'"*]+/.exec(text.slice(at + "sourceMappingURL=".length))?.[0];
}

/** @returns {[json: string, base: URL] | undefined} */
function readMap(comment, file) {
    const data = /^data:[^,]*?(;base64)?,/i.exec(comment);
    if (data !== null) {
        const body = comment.slice(data[0].length);
        return [data[1] ? require("node:buffer").Buffer.from(body, "base64").toString() : decodeURIComponent(body), file];
    }
    const url = new URL(comment, file);
    if (url.protocol !== "file:") return undefined;
    const json = native.sourceText(require("node:url").fileURLToPath(url));
    return json === undefined ? undefined : [json, url];
}

// Sources become absolute, in sections too; sourceRoot is in them then.
function withAbsoluteSources(payload, base) {
    const map = { ...payload };
    if (isList(map.sections)) {
        map.sections = map.sections.map((section) => ({ ...section, map: withAbsoluteSources(section?.map, base) }));
    }
    if (!isList(map.sources)) return map;
    const root = typeof map.sourceRoot === "string" && map.sourceRoot !== "" ? map.sourceRoot.replace(/\/?$/, "/") : "";
    map.sources = map.sources.map((source) => (typeof source === "string" ? (URL.parse(root + source, base)?.href ?? source) : source));
    map.sourceRoot = "";
    return map;
}

function load(path) {
    const text = textOf(path);
    const comment = text === undefined ? undefined : commentOf(text);
    if (comment === undefined) return undefined;
    try {
        const found = readMap(comment, require("node:url").pathToFileURL(path));
        if (found === undefined) return undefined;
        const lineLengths = text.replace(/\n$/, "").split("\n").map((line) => line.length);
        return new SourceMap(withAbsoluteSources(JSON.parse(found[0]), found[1]), { lineLengths });
    } catch {
        return undefined; // a map that cannot be read must not hide the error whose stack is printed
    }
}

function mapOf(path) {
    if (!path.startsWith("/") || (!support.nodeModules && path.includes("/node_modules/"))) return undefined;
    if (!maps.has(path)) maps.set(path, load(path));
    return maps.get(path);
}

/** @param {string} path path or file: URL of a file that was loaded @returns {SourceMap | undefined} */
function findSourceMap(path) {
    if (!support.enabled) return undefined;
    const file = /^file:/i.test(path) ? require("node:url").fileURLToPath(path) : `${path}`;
    const loader = require("internal/modules/loader");
    return loader.wrapperColumns.has(file) ? mapOf(file) : undefined;
}

function setSourceMapsSupport(enabled, options = {}) {
    validateBoolean(enabled, "enabled");
    validateObject(options, "options");
    const { nodeModules = false, generatedCode = false } = options;
    validateBoolean(nodeModules, "options.nodeModules");
    validateBoolean(generatedCode, "options.generatedCode");
    support = Object.freeze({ __proto__: null, enabled, nodeModules, generatedCode });
    maps.clear();
}

// --- frames -------------------------------------------------------------------------------------------------

function pathOf(source) {
    try {
        return source.startsWith("file:") ? require("node:url").fileURLToPath(source) : source;
    } catch {
        return source;
    }
}

/**
 * Frames at the places their code was written at. A function has the name that its call has in the map.
 * @param {import("./stack_format").Frame[]} frames innermost first
 */
function mapFrames(frames) {
    if (!support.enabled) return frames;
    const entries = frames.map((f) => (f.isNative ? undefined : mapOf(f.file)?.findEntry(f.line - 1, f.column - 1)));
    return frames.map((f, i) => {
        const { originalSource, originalLine, originalColumn } = entries[i] ?? {};
        if (originalSource === undefined || originalLine < 0 || originalColumn < 0) return f;
        const caller = frames[i + 1]?.file === f.file ? entries[i + 1] : undefined;
        const name = f.name && (caller?.name ?? f.name);
        return { ...f, file: pathOf(originalSource), line: originalLine + 1, column: originalColumn + 1, name };
    });
}

module.exports = {
    SourceMap, findSourceMap, mapFrames, setSourceMapsSupport,
    getSourceMapsSupport: () => support,
};
