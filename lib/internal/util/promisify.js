// util.promisify, callbackify, deprecate, inherits and debuglog.
"use strict";

const { Object, Promise, Reflect, RegExp, String, Symbol } = globalThis;
const { loadedModule } = require("internal/boot");
const { codes } = require("internal/errors");
const { validateFunction, validateString } = require("internal/validators");

const kCustom = Symbol.for("nodejs.util.promisify.custom");
const kArgNames = Symbol("customPromisifyArgs");    // on functions of ours that call back with several values

function promisify(original) {
    validateFunction(original, "original");
    const custom = original[kCustom];
    if (custom) {
        validateFunction(custom, "util.promisify.custom");
        return Object.defineProperty(custom, kCustom, {
            __proto__: null, value: custom, enumerable: false, writable: false, configurable: true,
        });
    }
    const names = original[kArgNames];
    function fn(...args) {
        return new Promise((resolve, reject) => {
            const result = Reflect.apply(original, this, [...args, (err, ...values) => {
                if (err) return reject(err);
                if (names === undefined || values.length <= 1) return resolve(values[0]);
                return resolve(Object.fromEntries(names.map((name, i) => [name, values[i]])));
            }]);
            if (typeof result?.then === "function" && require("internal/util/types").types.isPromise(result)) {
                process.emitWarning("Calling promisify on a function that returns a Promise is likely a mistake.",
                    "DeprecationWarning", "DEP0174");
            }
        });
    }
    Object.setPrototypeOf(fn, Object.getPrototypeOf(original));
    Object.defineProperty(fn, kCustom, {
        __proto__: null, value: fn, enumerable: false, writable: false, configurable: true,
    });
    const own = Object.getOwnPropertyDescriptors(original);
    delete own.prototype;
    delete own.caller;
    delete own.arguments;
    return Object.defineProperties(fn, own);
}
promisify.custom = kCustom;

function callbackifyOnRejected(reason, callback) {
    if (!reason) reason = new codes.ERR_FALSY_VALUE_REJECTION(reason);
    return callback(reason);
}

function callbackify(original) {
    validateFunction(original, "original");
    function callbackified(...args) {
        const callback = args.pop();
        validateFunction(callback, "last argument");
        const cb = callback.bind(this);
        // The callback runs outside the promise: what it throws is an uncaught exception, not a rejection.
        Reflect.apply(original, this, args).then(
            (value) => process.nextTick(cb, null, value),
            (err) => process.nextTick(callbackifyOnRejected, err, cb));
    }
    const own = Object.getOwnPropertyDescriptors(original);
    if (typeof own.length?.value === "number") own.length.value++;
    if (typeof own.name?.value === "string") own.name.value += "Callbackified";
    for (const key of ["prototype", "caller", "arguments"]) delete own[key];
    Object.defineProperties(callbackified, own);
    return callbackified;
}

const warnedCodes = { __proto__: null };

function deprecate(fn, message, code, options) {
    if (loadedModule("internal/process")?.process?.noDeprecation === true) return fn;
    if (code !== undefined) validateString(code, "code");
    let warned = false;
    function warn() {
        if (warned || process.noDeprecation === true) return;
        warned = true;
        if (code !== undefined) {
            if (warnedCodes[code]) return;
            warnedCodes[code] = true;
        }
        process.emitWarning(message, "DeprecationWarning", code, deprecated);
    }
    function deprecated(...args) {
        warn();
        if (new.target) return Reflect.construct(fn, args, new.target);
        return Reflect.apply(fn, this, args);
    }
    if (options?.modifyPrototype === false) return deprecated;
    Object.setPrototypeOf(deprecated, fn);
    if (fn.prototype) deprecated.prototype = fn.prototype;
    Object.defineProperty(deprecated, "length", { ...Object.getOwnPropertyDescriptor(fn, "length") });
    return deprecated;
}

function inherits(ctor, superCtor) {
    if (ctor === undefined || ctor === null) throw new codes.ERR_INVALID_ARG_TYPE("ctor", "Function", ctor);
    if (superCtor === undefined || superCtor === null) {
        throw new codes.ERR_INVALID_ARG_TYPE("superCtor", "Function", superCtor);
    }
    if (superCtor.prototype === undefined) {
        throw new codes.ERR_INVALID_ARG_TYPE("superCtor.prototype", "Object", superCtor.prototype);
    }
    Object.defineProperty(ctor, "super_", {
        __proto__: null, value: superCtor, writable: true, configurable: true,
    });
    Object.setPrototypeOf(ctor.prototype, superCtor.prototype);
}

// --- debuglog -----------------------------------------------------------------------------------------

let debugTest;

function debugEnabled(set) {
    if (debugTest === undefined) {
        const wanted = process.env.NODE_DEBUG;
        const pattern = wanted && wanted.replace(/[|\\{}()[\]^$+?.]/g, "\\$&").replaceAll("*", ".*").replaceAll(",", "$|^");
        const regexp = pattern ? new RegExp(`^${pattern}$`, "i") : null;
        debugTest = (name) => regexp !== null && regexp.test(name);
    }
    return debugTest(set);
}

function debuglog(set, cb) {
    set = String(set).toUpperCase();
    let enabled;
    const isEnabled = () => (enabled ??= debugEnabled(set));
    let told = false;
    const logger = (...args) => {
        if (!told && typeof cb === "function") {
            told = true;
            cb(logger);
        }
        if (!isEnabled()) return;
        const colors = process.stderr.hasColors?.() === true;
        const { formatWithOptions } = require("internal/util/format");
        const name = colors ? `\x1b[0m${set}` : set;
        process.stderr.write(`${name} ${process.pid}: ${formatWithOptions({ colors }, ...args)}\n`);
    };
    Object.defineProperty(logger, "enabled", {
        __proto__: null, get: isEnabled, configurable: true, enumerable: true,
    });
    return logger;
}


module.exports = { callbackify, debuglog, deprecate, inherits, kArgNames, promisify };
