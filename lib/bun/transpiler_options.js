// transpiler_options.js - the options of Bun.Transpiler, checked and turned into what src/bun/transpiler.c takes.
const { Array, JSON, Object, RegExp, String } = globalThis;
const { invalidType } = require("bun/data");

// Bits of `flags`; src/bun/transpiler.c has the same table.
const MINIFY = 1, CLASSIC = 2, JSX_DEV = 4, LEGACY_DECORATORS = 8, METADATA = 16, ASSIGN_FIELDS = 32, VERBATIM = 64;
const SCAN_EXPORTS = 256, TRIM = 512, IMPORT_JSX = 1024, KEEP_UNUSED = 2048, REPL = 4096;

const LOADERS = "js, jsx, tsx, ts, css, json, jsonc, json5, toml, yaml, xml, text, wasm, or md";
const CODE_LOADERS = ["js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts"];
const LOG_LEVELS = ["verbose", "debug", "info", "warn", "error"];
const SOURCE_MAPS = ["inline", "linked", "external", "none"];

const isObject = (value) => typeof value === "object" && value !== null;

/** A loader's name; "" for undefined and null. */
function loaderName(value) {
    if (value === undefined || value === null) return "";
    if (typeof value !== "string") throw invalidType("loader must be a string");
    const name = value.replace(/^\./, "");
    if (LOADERS.split(/, (?:or )?/).includes(name) || CODE_LOADERS.includes(name)) return name;
    throw invalidType(`invalid loader - must be ${LOADERS}`);
}

// --- define -------------------------------------------------------------------------------------------------

/** Pairs as the native wants them: name NUL text NUL ... */
function definePairs(define) {
    if (define === undefined || define === null) return "";
    if (!isObject(define)) throw invalidType("define must be an object");
    let text = "";
    for (const [name, value] of Object.entries(define)) {
        if (typeof value !== "string") throw invalidType(`define "${name}" must be a JSON string`);
        if (`${name}${value}`.includes("\0")) throw invalidType(`define "${name}" must not contain NUL`);
        const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$.]*$/u.test(value) || value === "undefined";
        text += `${name}\0${isName ? value : definedText(name, value)}\0`;
    }
    return text;
}

// Behind a name anything may follow: only names, strings and numbers that need no parentheses stay bare.
function definedText(name, value) {
    const text = value.trim();
    if (/^'[^'\\\n]*'$/.test(text)) return JSON.stringify(text.slice(1, -1));
    try {
        JSON.parse(text);
    } catch {
        throw invalidType(`define "${name}" must be valid JSON, or an identifier`);
    }
    return /^["tfn]/.test(text) ? text : `(${text})`;
}

// --- exports ------------------------------------------------------------------------------------------------

function replacement(value) {
    switch (typeof value) {
        case "string": return JSON.stringify(value);
        case "number": return `${value}`;
        case "boolean": return `${value}`;
        case "undefined": return "undefined";
        default: break;
    }
    if (value === null) return "null";
    throw invalidType("exports.replace values can only be string, null, undefined, number or boolean");
}

function exportChange(name, value) {
    const [renamed, text] = Array.isArray(value) ? [String(value[0]), replacement(value[1])] : [name, replacement(value)];
    if (name.includes("\0") || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(renamed)) {
        throw invalidType(`"${renamed}" is not a name that can be exported`);
    }
    return `${name}\0${renamed}\0${text}\0`;
}

/** name NUL new name NUL value NUL ...; no value: the export goes */
function exportChanges(list) {
    if (list === undefined || list === null) return "";
    if (!isObject(list)) throw invalidType("TranspilerExports must be an object");
    const { eliminate, replace } = list;
    let text = "";
    if (eliminate !== undefined && eliminate !== null) {
        if (!Array.isArray(eliminate)) throw invalidType("exports.eliminate must be an array");
        for (const name of eliminate) if (typeof name === "string" && name !== "") text += `${name}\0\0\0`;
    }
    if (replace === undefined || replace === null) return text;
    if (!isObject(replace)) throw invalidType("replace must be an object");
    for (const [name, value] of Object.entries(replace)) text += exportChange(name, value);
    return text;
}

// --- macros: known, so that code that calls one is refused instead of running it -----------------------------

function macroImports(macro) {
    if (macro === undefined || macro === null || macro === false) return [];
    if (typeof macro === "string") require("bun/build_message").parseConfig(macro, "macros.json");
    if (!isObject(macro)) throw invalidType("macro must be an object");
    const list = [];
    for (const [path, names] of Object.entries(macro)) {
        for (const name of Object.keys(names ?? {})) list.push([path, name]);
    }
    return list;
}

/** Matches an import of the macro; comments between its words are not looked for. */
function macroPattern([path, name]) {
    const quoted = JSON.stringify(path).slice(1, -1);
    const escape = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    return new RegExp(`\\bimport\\b[^;'"]*[{,\\s]${escape(name)}\\b[^;'"]*\\bfrom\\s*["']${escape(quoted)}["']`);
}

// --- the rest ------------------------------------------------------------------------------------------------

function compilerOptions(tsconfig) {
    const config = typeof tsconfig === "string" ? require("bun/build_message").parseConfig(tsconfig, "tsconfig.json") : tsconfig;
    const options = isObject(config) ? config.compilerOptions : undefined;
    return isObject(options) ? options : {};
}

function wantsMinifiedWhitespace(options) {
    const { minify } = options;
    if (minify !== undefined && minify !== null && typeof minify !== "boolean" && !isObject(minify)) {
        throw invalidType("TranspilerMinifyOptions must be an object");
    }
    return options.minifyWhitespace || minify === true || minify?.whitespace;
}

function flagsOf(options, ts, exportsChange) {
    const jsx = typeof ts.jsx === "string" ? ts.jsx.toLowerCase() : "";
    let flags = 0;
    if (wantsMinifiedWhitespace(options)) flags |= MINIFY;
    if (jsx === "react") flags |= CLASSIC;
    if (jsx !== "react-jsx" && globalThis.process.env.NODE_ENV !== "production") flags |= JSX_DEV;
    if (options.replMode) flags |= REPL;
    if (options.autoImportJSX) flags |= IMPORT_JSX;
    if (ts.experimentalDecorators || ts.emitDecoratorMetadata) flags |= LEGACY_DECORATORS;
    if (ts.emitDecoratorMetadata) flags |= METADATA;
    if (ts.useDefineForClassFields === false) flags |= ASSIGN_FIELDS;
    if (ts.verbatimModuleSyntax) flags |= VERBATIM;
    // Bun keeps imports that nothing uses unless it is asked to drop them, or drops what used them.
    return flags | (options.trimUnusedImports || exportsChange !== "" ? TRIM : KEEP_UNUSED);
}

function oneOf(list, name, value) {
    if (value === undefined || value === null || (typeof value === "boolean" && name === "sourcemap")) return;
    const quoted = list.map((item) => `"${item}"`);
    const last = quoted.pop();
    if (!list.includes(value)) throw invalidType(`${name} must be one of ${quoted.join(", ")}, or ${last}`);
}

/** @param {object} options as Bun's types have them */
function readOptions(options) {
    if (!isObject(options)) throw invalidType("Expected an object");
    const loader = loaderName(options.loader) || "jsx";
    const defines = definePairs(options.define);
    const { external } = options;
    if (external !== undefined && typeof external !== "string" && !Array.isArray(external)) {
        throw invalidType("TranspilerOptions.external must be of type string or array of string");
    }
    const ts = compilerOptions(options.tsconfig);
    const macros = macroImports(options.macro).map(macroPattern);
    oneOf(SOURCE_MAPS, "sourcemap", options.sourcemap);
    oneOf(LOG_LEVELS, "logLevel", options.logLevel);
    const exportsChange = exportChanges(options.exports);
    return {
        loader, defines, exportsChange, macros,
        flags: flagsOf(options, ts, exportsChange),
        jsx: [ts.jsxFactory, ts.jsxFragmentFactory, ts.jsxImportSource].map((name) => (typeof name === "string" ? name : "")),
    };
}

module.exports = { readOptions, loaderName, CODE_LOADERS, SCAN_EXPORTS, VERBATIM };
