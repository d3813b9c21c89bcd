// transpiler.js - Bun.Transpiler: TypeScript, JSX and new syntax to plain JavaScript, and the imports of a file.
//
// The text is made by src/bun/transpiler.c (the loader's own transformer and the printer). Options that only
// make output smaller (inline, deadCodeElimination, minify.syntax, ...) are accepted and change nothing;
// exports.eliminate and exports.replace and macros are refused, because ignoring them changes what code means.
const { Array, ArrayBuffer, Error, JSON, Object, Promise, String, SyntaxError, TypeError } = globalThis;

const MINIFY = 1, CLASSIC = 2, JSX_DEV = 4, LEGACY_DECORATORS = 8, METADATA = 16, ASSIGN_FIELDS = 32, VERBATIM = 64;
const PRESERVE_JSX = 128, SCAN_EXPORTS = 256;
const LOADERS = "js, jsx, tsx, ts, css, json, jsonc, json5, toml, yaml, xml, text, wasm, or md";
const CODE_LOADERS = ["js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts"];

class BuildMessage extends Error {
    constructor(message, position) {
        super(message);
        this.position = position;
        this.level = "error";
    }
}
Object.defineProperty(BuildMessage.prototype, "name", { __proto__: null, value: "BuildMessage", configurable: true, writable: true });

function failed(source, { message, line, column, offset, length }, file = "input") {
    const lineText = source.split(/\r\n|[\n\r\u2028\u2029]/)[line - 1] ?? "";
    return new BuildMessage(message, { lineText, file, namespace: "file", line, column, length, offset });
}

// --- options ------------------------------------------------------------------------------------------------

const isObject = (value) => typeof value === "object" && value !== null;

function loaderName(value) {
    const name = String(value).replace(/^\./, "");
    if (!LOADERS.split(/, (?:or )?/).includes(name) && !CODE_LOADERS.includes(name)) throw new TypeError(`invalid loader - must be ${LOADERS}`);
    return name;
}

/** Pairs as the native wants them: name NUL text NUL ... */
function definePairs(define) {
    if (define === undefined || define === null) return "";
    if (!isObject(define)) throw new TypeError("define must be an object");
    let text = "";
    for (const [name, value] of Object.entries(define)) {
        if (typeof value !== "string") throw new TypeError(`define "${name}" must be a JSON string`);
        if (`${name}${value}`.includes("\0")) throw new TypeError(`define "${name}" must not contain NUL`);
        const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$.]*$/u.test(value) || value === "undefined";
        text += `${name}\0${isName ? value : definedText(name, value)}\0`;
    }
    return text;
}

// Behind a name anything may follow: only names, strings and numbers that need no parentheses stay bare.
function definedText(name, value) {
    try {
        JSON.parse(value);
    } catch {
        throw new TypeError(`define "${name}" must be valid JSON, or an identifier`);
    }
    return /^["tfn]/.test(value.trim()) ? value.trim() : `(${value})`;
}

function tsconfigOf(value) {
    if (value === undefined || value === null) return {};
    const config = typeof value === "string" ? parseConfig(value) : value;
    if (!isObject(config)) throw new TypeError("tsconfig must be a string or object");
    return config.compilerOptions ?? {};
}

function parseConfig(text) {
    try {
        return require("bun/jsonc").JSONC.parse(text);
    } catch (error) {
        throw new BuildMessage(error.message, null);
    }
}

function refuse(options) {
    const { exports: list, macro } = options;
    if (isObject(list)) {
        const { eliminate, replace } = list;
        if (eliminate !== undefined && !Array.isArray(eliminate)) throw new TypeError("exports.eliminate must be an array");
        if (eliminate?.length > 0 || (isObject(replace) && Object.keys(replace).length > 0))
            throw new TypeError("Bun.Transpiler: exports.eliminate and exports.replace are not supported");
    } else if (list !== undefined && list !== null) {
        throw new TypeError("exports must be an object");
    }
    if (isObject(macro) && Object.keys(macro).length > 0) throw new TypeError("Bun.Transpiler: macros are not supported");
}

function flagsOf(options, ts) {
    let flags = 0;
    const { minify } = options;
    if (options.minifyWhitespace || minify === true || minify?.whitespace) flags |= MINIFY;
    if (ts.jsx === "react") flags |= CLASSIC;
    if (ts.jsx === "preserve") flags |= PRESERVE_JSX;
    if (ts.jsx !== "react-jsx" && globalThis.process.env.NODE_ENV !== "production") flags |= JSX_DEV;
    if (ts.experimentalDecorators) flags |= LEGACY_DECORATORS;
    if (ts.emitDecoratorMetadata) flags |= METADATA;
    if (ts.useDefineForClassFields === false) flags |= ASSIGN_FIELDS;
    // Bun keeps imports that nothing uses unless it is asked to drop them.
    if (!options.trimUnusedImports || ts.verbatimModuleSyntax) flags |= VERBATIM;
    return flags;
}

// --- the class ----------------------------------------------------------------------------------------------

function textOf(code) {
    if (typeof code === "string") return code;
    if (ArrayBuffer.isView(code) || code instanceof ArrayBuffer) return new (require("web/encoding").TextDecoder)().decode(code);
    const error = new TypeError("Expected a string or Uint8Array");
    error.code = "ERR_INVALID_ARG_TYPE";
    throw error;
}

function checked(result, text) {
    if (typeof result === "string") return result;
    if (result === undefined) throw new SyntaxError("Bun.Transpiler: \"using\" declarations and decorators are not supported");
    throw failed(text, result);
}

class Transpiler {
    #loader = "jsx";
    #flags;
    #defines;
    #jsx;

    constructor(options = {}) {
        if (!isObject(options)) throw new TypeError("Expected an object");
        if (options.loader !== undefined) this.#loader = loaderName(options.loader);
        this.#defines = definePairs(options.define);
        const ts = tsconfigOf(options.tsconfig);
        refuse(options);
        this.#flags = flagsOf(options, ts);
        this.#jsx = [ts.jsxFactory ?? "", ts.jsxFragmentFactory ?? "", ts.jsxImportSource ?? ""];
    }

    #codeLoader(loader) {
        const name = loader === undefined ? this.#loader : loaderName(loader);
        if (!CODE_LOADERS.includes(name)) throw new TypeError(`Bun.Transpiler: loader "${name}" is not JavaScript or TypeScript`);
        return name;
    }

    transformSync(code, loader, context) {
        if (isObject(loader)) [loader, context] = [undefined, loader];
        const text = textOf(code);
        return checked(native.transform(text, this.#codeLoader(loader), this.#flags, ...this.#jsx, this.#defines), text);
    }

    async transform(code, loader) {
        return this.transformSync(code, loader);
    }

    #scan(code, loader, flags) {
        const text = textOf(code);
        const found = native.scan(text, this.#codeLoader(loader), flags, ...this.#jsx);
        if (found.imports === undefined) throw failed(text, found);
        found.imports.sort((a, b) => a.at - b.at);
        return {
            exports: found.exports,
            imports: found.imports.map(({ kind, path }) => ({ kind, path })),
        };
    }

    // An import that only types use is no import, unless everything is kept.
    scan(code, loader) {
        const { exports: names, imports } = this.#scan(code, loader, this.#flags | SCAN_EXPORTS);
        return { exports: names.sort(), imports };
    }

    scanImports(code, loader) {
        return this.#scan(code, loader, this.#flags).imports;
    }
}

/** For module.stripTypeScriptTypes: text, or what was wrong. */
const stripTypes = (code) => native.strip(code, "ts", VERBATIM, "", "", "");

module.exports = { Transpiler, BuildMessage, stripTypes };
