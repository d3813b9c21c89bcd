// transpiler.js - Bun.Transpiler: TypeScript, JSX and new syntax to plain JavaScript, and the imports of a file.
//
// The text is made by src/bun/transpiler.c (the loader's own transformer and the printer). Options that only make
// output smaller (inline, deadCodeElimination, treeShaking, minify.syntax, minify.identifiers) are accepted and change
// nothing. Macros do not run: code that imports one is refused. `using` and decorators bring their helpers along, so
// that the text runs anywhere.
const { ArrayBuffer, Array, Error, JSON, Object, Promise, Set, SyntaxError, Uint8Array } = globalThis;
const { invalidType } = require("bun/data");
const { BuildMessage, buildMessage } = require("bun/build_message");
const { readOptions, loaderName, CODE_LOADERS, SCAN_EXPORTS, VERBATIM } = require("bun/transpiler_options");

const isObject = (value) => typeof value === "object" && value !== null;

function sourceOf(code, method) {
    if (typeof code === "string" || code instanceof ArrayBuffer) return code;
    if (ArrayBuffer.isView(code)) return new Uint8Array(code.buffer, code.byteOffset, code.byteLength);
    throw invalidType(`Expected code to be a string or Uint8Array for '${method}'.`);
}

const textOf = (source) => (typeof source === "string" ? source : new (require("web/encoding").TextDecoder)().decode(source));

// --- helpers of `using` and decorators ------------------------------------------------------------------------

const directives = /^(?:#![^\n]*\n)?(?:(?:"[^"\n]*"|'[^'\n]*');?\n?)*/;

// Directives have to stay first.
function withHelpers([code, name]) {
    const source = native.helperSource();
    const helper = `var ${name} = { lower: (function () { ${source}; return this.module.exports; }).call({ module: {} }) };\n`;
    const [start] = directives.exec(code);
    return start + helper + code.slice(start.length);
}

// --- data as a module ------------------------------------------------------------------------------------------

const reserved = new Set(("break case catch class const continue debugger default delete do else enum export extends false " +
    "finally for function if import in instanceof new null return super switch this throw true try typeof var void while " +
    "with let static yield await implements interface package private protected public arguments eval").split(" "));

// A JavaScript expression for what a data format can say.
function literal(value) {
    if (typeof value === "number") return Object.is(value, -0) ? "-0" : `${value}`;
    if (value === undefined) return "undefined";
    if (!isObject(value)) return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
    if (Object.getPrototypeOf(value) !== Object.prototype) return JSON.stringify(`${value}`);
    return `{${Object.keys(value).map((key) => `${propertyName(key)}: ${literal(value[key])}`).join(", ")}}`;
}

function propertyName(key) {
    if (key === "__proto__") return '["__proto__"]';
    return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

function localName(key, used) {
    let name = key.replace(/[^\w$]/g, "_").replace(/^(?=\d|$)/, "_");
    while (reserved.has(name) || used.has(name)) name = `_${name}`;
    used.add(name);
    return name;
}

// Every top-level key but `default` can be imported by name.
function moduleOf(value) {
    if (!isObject(value) || Array.isArray(value)) return `export default ${literal(value)};`;
    const used = new Set(), keys = Object.keys(value).filter((key) => key !== "default");
    if (keys.length === 0) return `export default ${literal(value)};`;
    const locals = keys.map((key) => localName(key, used));
    const variables = keys.map((key, i) => `${locals[i]} = ${literal(value[key])}`);
    const names = keys.map((key, i) => (key === locals[i] ? key : `${locals[i]} as ${propertyName(key)}`));
    const fields = keys.map((key, i) => (key === locals[i] ? key : `${propertyName(key)}: ${locals[i]}`));
    if (Object.hasOwn(value, "default")) fields.push(`default: ${literal(value.default)}`);
    return `var ${variables.join(", ")};\nexport { ${names.join(", ")} };\nexport default { ${fields.join(", ")} };`;
}

function readData(text, loader) {
    switch (loader) {
        case "json": return JSON.parse(text);
        case "jsonc": return require("bun/jsonc").JSONC.parse(text);
        case "json5": return require("bun/json5").JSON5.parse(text);
        case "toml": return require("bun/toml").TOML.parse(text);
        case "yaml": return require("bun/yaml").YAML.parse(text);
        case "xml": return require("bun/xml").XML.parse(text);
        case "text": return text;
        default: throw new Error("Failed to parse code");
    }
}

// --- the class ----------------------------------------------------------------------------------------------

class Transpiler {
    #options;

    constructor(options = {}) {
        this.#options = readOptions(options ?? {});
    }

    // [arguments of the natives, the loader]; they take text or its bytes
    #prepare(source, loader) {
        const name = loaderName(loader) || this.#options.loader;
        const { defines, exportsChange, flags, jsx, macros } = this.#options;
        if (CODE_LOADERS.includes(name)) {
            const text = macros.length > 0 ? textOf(source) : "";
            if (macros.some((pattern) => pattern.test(text))) throw new Error("Bun.Transpiler: macros are not supported");
            return [[source, name, flags, ...jsx, defines, exportsChange], name];
        }
        try {
            return [[moduleOf(readData(textOf(source), name)), "js", flags, ...jsx, "", ""], name];
        } catch (error) {
            if (!(error instanceof SyntaxError)) throw error;
            throw new BuildMessage(error.message.replace(/^\w+ Parse error: /, ""), null);
        }
    }

    #finish(result, source, loader) {
        if (typeof result === "string") return result;
        if (Array.isArray(result)) return withHelpers(result);
        throw result instanceof Error ? result : buildMessage(textOf(source), result, `input.${loader}`);
    }

    /** @param {string | ArrayBufferView | ArrayBuffer} code @param {string} [loader] @param {object} [context] of macros */
    transformSync(code, loader, context) {
        if (isObject(loader)) [loader, context] = [undefined, loader];
        const source = sourceOf(code, "transformSync");
        const [args, name] = this.#prepare(source, loader);
        return this.#finish(native.transform(...args), source, name);
    }

    /** The same on the thread pool. @returns {Promise<string>} */
    transform(code, loader) {
        const text = textOf(sourceOf(code, "transform")); // bytes may change until it is done
        const [args, name] = this.#prepare(text, loader);
        return new Promise((resolve, reject) => {
            native.transformAsync(...args, (result) => {
                try {
                    resolve(this.#finish(result, text, name));
                } catch (error) {
                    reject(error);
                }
            });
        });
    }

    #scan(code, loader, method, flags) {
        const name = loaderName(loader) || this.#options.loader;
        const source = sourceOf(code, method);
        if (!CODE_LOADERS.includes(name)) return { exports: [], imports: [] };
        const found = native.scan(source, name, flags, ...this.#options.jsx);
        if (found.imports === undefined) throw buildMessage(textOf(source), found, `input.${name}`);
        found.imports.sort((a, b) => a.at - b.at);
        return {
            exports: found.exports,
            imports: found.imports.map(({ kind, path }) => ({ kind, path })),
        };
    }

    scan(code, loader) {
        const { exports: names, imports } = this.#scan(code, loader, "scan", this.#options.flags | SCAN_EXPORTS);
        return { exports: names.sort(), imports };
    }

    scanImports(code, loader) {
        return this.#scan(code, loader, "scanImports", this.#options.flags).imports;
    }
}

/** For module.stripTypeScriptTypes: text, or what was wrong. */
const stripTypes = (code) => native.strip(code, "ts", VERBATIM, "", "", "");

module.exports = { Transpiler, BuildMessage, stripTypes };
