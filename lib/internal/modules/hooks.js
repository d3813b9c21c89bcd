// hooks.js - module.registerHooks: functions of the program that take part in resolving and loading.
//
// While hooks are registered, `loader.state.hooks` is this module and resolution and loading of import and require
// pass through it; otherwise nothing of it is loaded. The hook registered last runs first; each calls the next
// with nextResolve or nextLoad, the last of which is the loader itself.
// The asynchronous hooks of module.register share what a hook's answer means: internal/modules/register.
// Limit: a hook's source for a builtin ("node:fs") is not used; a resolve hook can point elsewhere.
const { ArrayBuffer, Array, Map, Object, RangeError, TypeError, Uint8Array } = globalThis;
const { requireBuiltin } = require("internal/boot");
const loader = require("internal/modules/loader");
const { codedError, fromURL, native: files, stripQuery } = loader;

const IMPORT_CONDITIONS = ["node", "import", "module-sync", "node-addons"];
const REQUIRE_CONDITIONS = ["require", "node", "node-addons", "module-sync"];

/** @typedef {{resolve?: Function, load?: Function}} Hooks */
/** @type {Hooks[]} */ let registered = [];
/** id -> what its resolution said: context of its load hooks. @type {Map<string, {format: any, conditions: string[], importAttributes?: object}>} */
const resolutions = new Map();
/** id -> text and loader name that a hook gave instead of the file's. @type {Map<string, {text: string, type: string}>} */
const replaced = new Map();

/** @param {Hooks} hooks @returns {{deregister(): void}} */
function registerHooks(hooks) {
  const { resolve: resolveHook, load: loadHook } = hooks;
  const { validateFunction } = require("internal/validators");
  if (resolveHook !== undefined && resolveHook !== null) validateFunction(resolveHook, "hooks.resolve");
  if (loadHook !== undefined && loadHook !== null) validateFunction(loadHook, "hooks.load");
  const entry = { resolve: resolveHook ?? undefined, load: loadHook ?? undefined };
  registered = [...registered, entry];
  loader.state.hooks = module.exports;
  return new ModuleHooks(entry);
}

class ModuleHooks {
  #entry;
  constructor(entry) {
    this.#entry = entry;
    Object.assign(this, entry);
  }
  deregister() {
    registered = registered.filter((entry) => entry !== this.#entry);
    if (registered.length === 0) loader.state.hooks = undefined;
  }
}

/** Runs the hooks called `name`, last registered first, down to `last(subject, context)`. */
function runChain(name, subject, context, last, validate) {
  const chain = registered.map((entry) => entry[name]).filter((hook) => hook !== undefined);
  const step = (index, current, given) => {
    if (index < 0) return last(current, given);
    let calledNext = false;
    const next = (nextSubject = current, extra = undefined) => {
      calledNext = true;
      return step(index - 1, nextSubject, extra === undefined ? given : { ...given, ...extra });
    };
    const result = chain[index](current, given, next);
    if (!calledNext && result?.shortCircuit !== true) throw badReturn("true", name, "shortCircuit", result?.shortCircuit);
    validate(result, current);
    return result;
  };
  return step(chain.length - 1, subject, context);
}

const typeName = (value) => (value === undefined || value === null ? `${value}` : `type ${typeof value} (${require("internal/util/inspect").inspect(value)})`);
const badReturn = (expected, hook, property, value) =>
  codedError(TypeError, "ERR_INVALID_RETURN_PROPERTY_VALUE",
    `Expected ${expected} to be returned for the "${property}" from the "${hook}" hook but got ${typeName(value)}.`);

// --- resolve -------------------------------------------------------------------------------------------

const hasScheme = (text) => /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text);
const toURL = (id) => (id.startsWith("/") ? require("internal/modules/esm").idToURL(id) : id);

/** @returns {string} the loader's name of what a URL means */
function toId(url) {
  if (!url.startsWith("file:")) return url;
  const { search } = new globalThis.URL(url);
  return fromURL(url) + search;
}

/** As resolve of loader.js. */
function resolve(specifier, importer, isRequire, type) {
  const context = resolveContext(importer, isRequire, type);
  return keepResolution(runChain("resolve", specifier, context, resolveLast(importer), checkResolved), context);
}

function resolveContext(importer, isRequire, type) {
  return {
    parentURL: importer === undefined || importer.endsWith("/") ? undefined : toURL(importer),
    ...(isRequire ? undefined : { importAttributes: type ? { type } : {} }),
    conditions: isRequire ? REQUIRE_CONDITIONS : IMPORT_CONDITIONS,
  };
}

const resolveLast = (importer) => (name, { parentURL, conditions }) => {
  const id = resolveDefault(name, parentURL === undefined ? importer : toId(parentURL), conditions);
  return { __proto__: null, url: toURL(id), format: formatOf(id) };
};

/** @returns {string} id of a resolve hook's answer, which its load hooks are told of */
function keepResolution(result, { conditions, importAttributes }) {
  const id = toId(result.url);
  resolutions.set(id, { format: result.format, conditions, importAttributes: result.importAttributes ?? importAttributes });
  return id;
}

function checkResolved(result) {
  if (typeof result?.url !== "string" || !hasScheme(result.url)) throw badReturn("a URL string", "resolve", "url", result?.url);
}

function resolveDefault(specifier, importer, conditions) {
  const { Module } = require("internal/modules/cjs");
  if (Module.isBuiltin(specifier)) return specifier.startsWith("node:") || specifier.startsWith("bun") ? specifier : `node:${specifier}`;
  if (hasScheme(specifier) && !/^(?:file|data|node|bun):/.test(specifier)) return specifier; // loading it may fail
  return loader.resolveDefault(specifier, importer, conditions.includes("require"));
}

const FORMATS = { __proto__: null, ".mjs": "module", ".cjs": "commonjs", ".json": "json", ".wasm": "wasm", ".node": "addon",
  ".mts": "module-typescript", ".cts": "commonjs-typescript" };

/** Node's word for what a file is by its name and package; null if only its text can tell. */
function formatOf(id) {
  if (/^(?:node:|bun(?::|$))/.test(id)) return "builtin";
  if (!id.startsWith("/")) return undefined;
  const path = stripQuery(id);
  const extension = /\.[^./]+$/.exec(path)?.[0] ?? "";
  if (extension in FORMATS) return FORMATS[extension];
  if (extension !== ".js" && extension !== ".ts") return null;
  const type = files.packageScope(path)?.[2];
  return type ? (extension === ".ts" ? `${type}-typescript` : type) : null;
}

// --- load ----------------------------------------------------------------------------------------------

/** The loader's names of Node's formats. Bun's loader names ("tsx", "toml" ...) are taken as they are. */
const TYPES = { __proto__: null, module: "module", commonjs: "commonjs", json: "json", typescript: "ts", "module-typescript": "module-typescript",
  "commonjs-typescript": "commonjs-typescript", js: "js", jsx: "jsx", ts: "ts", tsx: "tsx", text: "text", toml: "toml", yaml: "yaml",
  jsonc: "jsonc", json5: "json5" };

/**
 * As native.load, but the hooks may give another text.
 * @param {(early?: string) => any[]} byDefault loads the file itself
 * @returns {any[]}
 */
function load(id, type, early, byDefault) {
  if (early !== undefined) return again(id, early, byDefault);
  let own;
  const last = (url, { format }) => (own = loadDefault(toId(url), format));
  return keepText(id, runChain("load", toURL(id), loadContext(id, type), last, checkLoaded), own) ? again(id, "", byDefault) : byDefault();
}

function loadContext(id, type) {
  const { format = type === "json" ? "json" : formatOf(id), importAttributes, conditions = IMPORT_CONDITIONS } = resolutions.get(id) ?? {};
  return { format, ...(importAttributes === undefined ? undefined : { importAttributes }), conditions };
}

/** @param {any} own what the loader itself answered, if it was asked @returns {boolean} the text is a hook's */
function keepText(id, { format, source }, own) {
  const untouched = format === own?.format && (source === own?.source || source === null || source === undefined);
  if (untouched || format === "builtin") replaced.delete(id);
  else replaced.set(id, { text: textOf(source), type: TYPES[format] });
  return replaced.has(id);
}

function again(id, early, byDefault) {
  const own = replaced.get(id);
  if (own === undefined) return byDefault(early);
  const path = stripQuery(id);
  return files.loadSource(own.text, path.startsWith("/") ? path : "/[hook]", id, own.type, early === "" ? undefined : early);
}

/** What nextLoad of the first hook returns. */
function loadDefault(id, format) {
  if (format === "builtin" || /^(?:node:|bun(?::|$))/.test(id)) return { format: "builtin", responseURL: id, source: null };
  if (!id.startsWith("/") && !id.startsWith("data:")) throw require("internal/modules/esm").urlSchemeError(id);
  if (id.startsWith("data:")) return { format: format ?? "module", source: undefined };
  const source = requireBuiltin("node:fs").readFileSync(stripQuery(id));
  return { format: format ?? guessFormat(id, source), responseURL: toURL(id), source };
}

function guessFormat(id, source) {
  let kind = "commonjs";
  try {
    if (files.loadSource(source.toString(), stripQuery(id), id, "")[0] === loader.MODULE) kind = "module";
  } catch {
    // no JavaScript yet: a hook may make some of it
  }
  return /\.[cm]?tsx?$/.test(stripQuery(id)) ? `${kind}-typescript` : kind;
}

function checkLoaded(result, url) {
  const { format, source } = result ?? {};
  if (format === "builtin" || source === undefined || source === null) return;
  if (typeof format !== "string" || (!(format in TYPES) && format !== "wasm" && format !== "addon"))
    throw codedError(RangeError, "ERR_UNKNOWN_MODULE_FORMAT", `Unknown module format: ${format} for URL ${url}`);
  if (typeof source !== "string" && !isBytes(source))
    throw badReturn("a string, an ArrayBuffer, or a TypedArray", "load", "source", source);
}

const isBytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);
const textOf = (source) => {
  if (typeof source === "string") return source;
  const bytes = source instanceof ArrayBuffer ? new Uint8Array(source) : new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  return new globalThis.TextDecoder().decode(bytes);
};

module.exports = {
  registerHooks, resolve, load, again, badReturn, checkLoaded, checkResolved, keepResolution, keepText, loadContext, loadDefault, resolveContext,
  resolveLast, toId, toURL,
  /** @returns {string | undefined} */ textFor: (path) => replaced.get(path)?.text,
};
