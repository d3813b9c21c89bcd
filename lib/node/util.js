// node:util - the surface; the parts live in internal/util and load when first used.
"use strict";

const { Array, Error, Number, Object, Promise, String, WeakRef } = globalThis;
const errors = require("internal/errors");
const { codes } = errors;
const { validateAbortSignal, validateInteger, validateNumber, validateObject, validateString } =
    require("internal/validators");
const { callbackify, debuglog, deprecate, inherits, promisify } = require("internal/util/promisify");
const { types } = require("internal/util/types");

// A function of another module, loaded by its first call.
function lazy(specifier, name, length) {
    const fn = { [name](...args) {
        return require(specifier)[name](...args);
    } }[name];
    return Object.defineProperty(fn, "length", { value: length, configurable: true });
}

function systemErrorNumber(err) {
    validateNumber(err, "err");
    if (err >= 0 || !Number.isSafeInteger(err)) throw new codes.ERR_OUT_OF_RANGE("err", "a negative integer", err);
    return err;
}

function getSystemErrorName(err) {
    return require("internal/uv").nameOf(systemErrorNumber(err));
}

function getSystemErrorMessage(err) {
    return require("internal/uv").entryOf(systemErrorNumber(err))?.[1] ?? `Unknown system error ${err}`;
}

function getSystemErrorMap() {
    return require("internal/uv").errorMap();
}

function convertProcessSignalToExitCode(signalCode) {
    const { signals } = require("node:os").constants;
    if (signals[signalCode] === undefined) {
        require("internal/validators").validateOneOf(signalCode, "signalCode", Object.keys(signals));
    }
    return 128 + signals[signalCode];
}

function _extend(target, source) {
    if (source === null || typeof source !== "object") return target;
    return Object.assign(target, source);
}

function toUSVString(input) {
    return `${input}`.toWellFormed();
}

function parseEnv(content) {
    validateString(content, "content");
    const result = require("internal/util/dotenv").parseEnvText(content);
    return Object.setPrototypeOf(result, null);
}

function lines(value, name) {
    if (typeof value === "string") return value;
    if (!Array.isArray(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, "string", value);
    require("internal/validators").validateStringArray(value, name);
    return value;
}

function diff(actual, expected) {
    if (actual === expected) return [];
    actual = lines(actual, "actual");
    expected = lines(expected, "expected");
    return require("internal/util/myers_diff").myersDiff(actual, expected).reverse();
}

async function aborted(signal, resource) {
    if (signal === undefined) throw new codes.ERR_INVALID_ARG_TYPE("signal", "AbortSignal", signal);
    validateAbortSignal(signal, "signal");
    validateObject(resource, "resource", require("internal/validators").kValidateObjectAllowObjects);
    if (signal.aborted) return undefined;
    // The listener must not keep `resource` alive; when it is collected, nobody waits any more.
    const weak = new WeakRef(resource);
    return new Promise((resolve) => {
        signal.addEventListener("abort", () => {
            if (weak.deref() !== undefined) resolve();
        }, { __proto__: null, once: true });
    });
}

// --- call sites ----------------------------------------------------------------------------------------

const frameLine = /^\s+at (?:(.*?) \()?(?:(.*?):(\d+):(\d+)|native|unknown|<anonymous>)\)?$/;

function getCallSites(frameCount = 10, options) {
    if (options === undefined && typeof frameCount === "object") {
        options = frameCount;
        validateObject(options, "options");
        frameCount = 10;
    }
    validateInteger(frameCount, "frameCount", 1, 200);
    if (options !== undefined) {
        validateObject(options, "options");
        if (options.sourceMap !== undefined) {
            require("internal/validators").validateBoolean(options.sourceMap, "options.sourceMap");
        }
    }
    const holder = {};
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = frameCount;
    Error.captureStackTrace(holder, getCallSites);
    Error.stackTraceLimit = limit;
    const sites = [];
    for (const line of String(holder.stack).split("\n")) {
        const match = frameLine.exec(line);
        if (match === null) continue;
        const column = Number(match[4] ?? 0);
        sites.push({
            functionName: match[1] ?? "", scriptId: "0", scriptName: match[2] ?? "",
            lineNumber: Number(match[3] ?? 0), columnNumber: column, column,
        });
    }
    return sites;
}

module.exports = {
    _errnoException: (...args) => new errors.ErrnoException(...args),
    _exceptionWithHostPort: (...args) => new errors.ExceptionWithHostPort(...args),
    _extend: deprecate(_extend,
        "The `util._extend` API is deprecated. Please use Object.assign() instead.", "DEP0060"),
    callbackify,
    convertProcessSignalToExitCode,
    debug: debuglog,
    debuglog,
    deprecate,
    format: require("internal/util/format").format,
    styleText: lazy("internal/util/style_text", "styleText", 3),
    formatWithOptions: require("internal/util/format").formatWithOptions,
    getCallSites,
    getSystemErrorMap,
    getSystemErrorName,
    getSystemErrorMessage,
    inherits,
    inspect: require("internal/util/inspect").inspect,
    isArray: deprecate(Array.isArray, "The `util.isArray` API is deprecated. Please use `Array.isArray()` instead.",
        "DEP0044"),
    isDeepStrictEqual: (a, b, skipPrototype) =>
        require("internal/util/comparisons").isDeepStrictEqual(a, b, skipPrototype),
    markPromiseAsHandled: (promise) => {
        if (!types.isPromise(promise)) throw new codes.ERR_INVALID_ARG_TYPE("promise", "Promise", promise);
        Promise.prototype.then.call(promise, undefined, () => {});
    },
    promisify,
    stripVTControlCharacters: lazy("internal/util/inspect_style", "stripVTControlCharacters", 1),
    toUSVString,
    types,
    parseEnv,
    parseArgs: lazy("internal/util/parse_args", "parseArgs", 0),
    diff,
    setTraceSigInt(enable) {
        require("internal/validators").validateBoolean(enable, "enable");
    },
};

// Classes are plain values to programs; they load when first asked for.
function define(name, get) {
    const value = (v) => ({ __proto__: null, value: v, writable: true, enumerable: true, configurable: true });
    Object.defineProperty(module.exports, name, {
        __proto__: null,
        enumerable: true,
        configurable: true,
        get() {
            const loaded = get();
            Object.defineProperty(module.exports, name, value(loaded));
            return loaded;
        },
        set(v) {
            Object.defineProperty(module.exports, name, value(v));
        },
    });
}
define("TextDecoder", () => globalThis.TextDecoder);
define("TextEncoder", () => globalThis.TextEncoder);
define("MIMEType", () => require("internal/util/mime").MIMEType);
define("MIMEParams", () => require("internal/util/mime").MIMEParams);
define("aborted", () => aborted);
define("transferableAbortController", () => () => new globalThis.AbortController());
define("transferableAbortSignal", () => (signal) => {
    validateAbortSignal(signal, "signal");
    return signal;
});
