// node:assert. `Assert` instances carry the options (strict, diff, skipPrototype); the module itself is the
// loose instance and assert.strict the strict one.
"use strict";

const { Error, Object, Reflect, RegExp, String, Symbol } = globalThis;
const { codes } = require("internal/errors");
const { AssertionError } = require("internal/assert/assertion_error");
const { inspect } = require("internal/util/inspect");
const { validateFunction, validateOneOf } = require("internal/validators");
const { types } = require("internal/util/types");

const kOptions = Symbol("options");
const NO_EXCEPTION = Symbol("no exception");
const testRegExp = RegExp.prototype.exec;

let comparisons;
function deep() {
    return (comparisons ??= require("internal/util/comparisons"));
}

// `message` is what the program passed: text, an Error to throw instead, or a function that makes text.
function fail(assert, fn, args) {
    const { message, actual, expected, operator } = args;
    if (types.isNativeError(message) || message instanceof Error) throw message;
    const text = typeof message === "function" ? message(actual, expected) : message;
    const error = new AssertionError({
        message: text, actual, expected, operator, stackStartFn: fn, diff: assert?.[kOptions]?.diff,
    });
    if (args.generated !== undefined) error.generatedMessage = args.generated;
    throw error;
}

function needTwo(count) {
    if (count < 2) throw new codes.ERR_MISSING_ARGS("actual", "expected");
}

function innerOk(assert, fn, count, value, message) {
    if (value) return;
    let generated = false;
    if (count === 0) {
        generated = true;
        message = "No value argument passed to `assert.ok()`";
    } else if (message == null) {
        generated = true;
        const source = require("internal/assert/expression").failedExpression(fn);
        message = source === undefined ? undefined
            : `The expression evaluated to a falsy value:\n\n  ${source}\n`;
    }
    fail(assert, fn, { message, actual: value, expected: true, operator: "==", generated });
}

// --- throws and rejects ------------------------------------------------------------------------------------

class Comparison {
    constructor(object, keys, actual) {
        for (const key of keys) {
            if (!(key in object)) continue;
            const isMatch = actual !== undefined && typeof actual[key] === "string" &&
                types.isRegExp(object[key]) && testRegExp.call(object[key], actual[key]) !== null;
            this[key] = isMatch ? actual[key] : object[key];
        }
    }
}

function compareKey(assert, actual, expected, key, message, keys, fn) {
    if (key in actual && deep().isDeepStrictEqual(actual[key], expected[key])) return;
    if (message) {
        fail(assert, fn, { message, actual, expected, operator: fn.name });
    }
    const a = new Comparison(actual, keys);
    const b = new Comparison(expected, keys, actual);
    const error = new AssertionError({ actual: a, expected: b, operator: "deepStrictEqual", stackStartFn: fn });
    error.actual = actual;
    error.expected = expected;
    error.operator = fn.name;
    throw error;
}

function expectedObject(assert, actual, expected, message, fn) {
    if (typeof actual !== "object" || actual === null) {
        const error = new AssertionError({
            actual, expected, message, operator: "deepStrictEqual", stackStartFn: fn,
            diff: assert?.[kOptions]?.diff,
        });
        error.operator = fn.name;
        throw error;
    }
    const keys = Object.keys(expected);
    if (expected instanceof Error) keys.push("name", "message");
    else if (keys.length === 0) throw new codes.ERR_INVALID_ARG_VALUE("error", expected, "may not be an empty object");
    for (const key of keys) {
        if (typeof actual[key] === "string" && types.isRegExp(expected[key]) &&
            testRegExp.call(expected[key], actual[key]) !== null) {
            continue;
        }
        compareKey(assert, actual, expected, key, message, keys, fn);
    }
}

function classMessage(actual, expected) {
    const name = expected.name ? `"${expected.name}"` : `"${inspect(expected, { depth: -1 })}"`;
    let text = `The error is expected to be an instance of ${name}. Received `;
    if (types.isNativeError(actual)) text += `"${actual.name}"`;
    else text += `"${inspect(actual, { depth: -1 })}"`;
    if (types.isNativeError(actual)) text += `\n\nError message:\n\n${actual.message}`;
    return text;
}

function checkExpected(assert, actual, expected, message, fn) {
    let generated = false;
    let throwIt = false;
    if (typeof expected !== "function") {
        if (!types.isRegExp(expected)) return expectedObject(assert, actual, expected, message, fn);
        const text = `${actual}`;
        if (testRegExp.call(expected, text) !== null) return undefined;
        if (!message) {
            generated = true;
            message = `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`;
        }
        throwIt = true;
    } else if (expected.prototype !== undefined && actual instanceof expected) {
        return undefined;
    } else if (expected === Error || Error.prototype.isPrototypeOf(expected.prototype ?? null) ||
        Object.prototype.isPrototypeOf.call(Error, expected)) {
        if (!message) {
            generated = true;
            message = classMessage(actual, expected);
        }
        throwIt = true;
    } else {
        const result = Reflect.apply(expected, {}, [actual]);
        if (result === true) return undefined;
        if (!message) {
            generated = true;
            const name = expected.name ? `"${expected.name}" ` : "";
            message = `The ${name}validation function is expected to return "true". Received ${inspect(result)}`;
            if (types.isNativeError(actual)) message += `\n\nCaught error:\n\n${actual}`;
        }
        throwIt = true;
    }
    if (throwIt) {
        const error = new AssertionError({
            actual, expected, message, operator: fn.name, stackStartFn: fn, diff: assert?.[kOptions]?.diff,
        });
        error.generatedMessage = generated;
        throw error;
    }
    return undefined;
}

function actualThrown(fn) {
    validateFunction(fn, "fn");
    try {
        fn();
    } catch (err) {
        return err;
    }
    return NO_EXCEPTION;
}

function isPromiseLike(value) {
    return types.isPromise(value) || (value !== null && typeof value === "object" &&
        typeof value.then === "function" && typeof value.catch === "function");
}

async function actualRejected(promiseFn) {
    let promise = promiseFn;
    if (typeof promiseFn === "function") {
        promise = promiseFn();
        if (!isPromiseLike(promise)) {
            throw new codes.ERR_INVALID_RETURN_VALUE("instance of Promise", "promiseFn", promise);
        }
    } else if (!isPromiseLike(promiseFn)) {
        throw new codes.ERR_INVALID_ARG_TYPE("promiseFn", ["Function", "Promise"], promiseFn);
    }
    try {
        await promise;
    } catch (err) {
        return err;
    }
    return NO_EXCEPTION;
}

function ambiguous(actual, error) {
    const text = types.isNativeError(actual) || (typeof actual === "object" && actual !== null) ? actual.message : actual;
    if (text !== error) return;
    const what = typeof actual === "object" && actual !== null ? "error message" : "error";
    throw new codes.ERR_AMBIGUOUS_ARGUMENT("error/message", `The ${what} "${text}" is identical to the message.`);
}

// Shared by throws and rejects: `actual` is what came, `error` what was asked for.
function expectsError(assert, fn, actual, count, error, message) {
    if (typeof error === "string") {
        if (count === 4) {
            throw new codes.ERR_INVALID_ARG_TYPE("error", ["Object", "Error", "Function", "RegExp"], error);
        }
        if (actual !== NO_EXCEPTION) ambiguous(actual, error);
        message = error;
        error = undefined;
    } else if (error != null && typeof error !== "object" && typeof error !== "function") {
        throw new codes.ERR_INVALID_ARG_TYPE("error", ["Object", "Error", "Function", "RegExp"], error);
    }
    if (actual === NO_EXCEPTION) {
        let details = error?.name ? ` (${error.name})` : "";
        details += message ? `: ${message}` : ".";
        const kind = fn.name === "rejects" ? "rejection" : "exception";
        fail(assert, fn, {
            actual: undefined, expected: error, operator: fn.name, message: `Missing expected ${kind}${details}`,
        });
    }
    if (!error) return;
    checkExpected(assert, actual, error, message, fn);
}

function expectsNoError(assert, fn, actual, error, message) {
    if (actual === NO_EXCEPTION) return;
    if (typeof error === "string") {
        message = error;
        error = undefined;
    }
    if (!error || hasMatchingError(actual, error)) {
        const details = message ? `: ${message}` : ".";
        const kind = fn.name === "doesNotReject" ? "rejection" : "exception";
        fail(assert, fn, {
            actual, expected: error, operator: fn.name,
            message: `Got unwanted ${kind}${details}\nActual message: "${actual?.message}"`,
        });
    }
    throw actual;
}

function hasMatchingError(actual, expected) {
    if (typeof expected !== "function") {
        if (types.isRegExp(expected)) return testRegExp.call(expected, `${actual}`) !== null;
        throw new codes.ERR_INVALID_ARG_TYPE("expected", ["Function", "RegExp"], expected);
    }
    if (expected.prototype !== undefined && actual instanceof expected) return true;
    if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
    return Reflect.apply(expected, {}, [actual]) === true;
}

function innerMatch(assert, string, regexp, message, fn) {
    if (!types.isRegExp(regexp)) throw new codes.ERR_INVALID_ARG_TYPE("regexp", "RegExp", regexp);
    const wantMatch = fn.name === "match";
    const isString = typeof string === "string";
    if (isString && (testRegExp.call(regexp, string) !== null) === wantMatch) return;
    if (types.isNativeError(message)) throw message;
    const generated = !message;
    if (generated) {
        message = !isString
            ? `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})`
            : `${wantMatch ? "The input did not match the regular expression " : "The input was expected to not match the regular expression "}` +
              `${inspect(regexp)}. Input:\n\n${inspect(string)}\n`;
    }
    fail(assert, fn, { message, actual: string, expected: regexp, operator: fn.name, generated });
}

// --- the functions ---------------------------------------------------------------------------------------

// A comparison of two values as a method: `test` says whether it holds.
function comparison(name, operator, test) {
    const method = { [name](actual, expected, message) {
        needTwo(arguments.length);
        if (!test(actual, expected, this?.[kOptions])) fail(this, method, { actual, expected, message, operator });
    } }[name];
    return method;
}

const isNaNValue = (v) => v !== v;
const looseSame = (a, b) => a == b || (isNaNValue(a) && isNaNValue(b));
const strictSame = (a, b) => deep().isDeepStrictEqual(a, b);

const methods = {
    ok(...args) {
        innerOk(this, methods.ok, args.length, ...args);
    },
    fail(message) {
        if (types.isNativeError(message)) throw message;
        const error = new AssertionError({
            message: message === undefined ? "Failed" : message, operator: "fail", stackStartFn: methods.fail,
            diff: this?.[kOptions]?.diff,
        });
        error.generatedMessage = message === undefined;
        throw error;
    },
    equal: comparison("equal", "==", looseSame),
    notEqual: comparison("notEqual", "!=", (a, b) => !looseSame(a, b)),
    deepEqual: comparison("deepEqual", "deepEqual", (a, b) => deep().isDeepEqual(a, b)),
    notDeepEqual: comparison("notDeepEqual", "notDeepEqual", (a, b) => !deep().isDeepEqual(a, b)),
    deepStrictEqual: comparison("deepStrictEqual", "deepStrictEqual",
        (a, b, options) => deep().isDeepStrictEqual(a, b, options?.skipPrototype)),
    notDeepStrictEqual: comparison("notDeepStrictEqual", "notDeepStrictEqual",
        (a, b, options) => !deep().isDeepStrictEqual(a, b, options?.skipPrototype)),
    strictEqual: comparison("strictEqual", "strictEqual", Object.is),
    notStrictEqual: comparison("notStrictEqual", "notStrictEqual", (a, b) => !Object.is(a, b)),
    partialDeepStrictEqual: comparison("partialDeepStrictEqual", "partialDeepStrictEqual",
        (a, b) => deep().isPartialStrictEqual(a, b)),
    match(string, regexp, message) {
        innerMatch(this, string, regexp, message, methods.match);
    },
    doesNotMatch(string, regexp, message) {
        innerMatch(this, string, regexp, message, methods.doesNotMatch);
    },
    throws(fn, ...args) {
        expectsError(this, methods.throws, actualThrown(fn), args.length + 2, ...args);
    },
    async rejects(promiseFn, ...args) {
        expectsError(this, methods.rejects, await actualRejected(promiseFn), args.length + 2, ...args);
    },
    doesNotThrow(fn, ...args) {
        expectsNoError(this, methods.doesNotThrow, actualThrown(fn), ...args);
    },
    async doesNotReject(fn, ...args) {
        expectsNoError(this, methods.doesNotReject, await actualRejected(fn), ...args);
    },
    ifError(err) {
        if (err === null || err === undefined) return;
        let message = "ifError got unwanted exception: ";
        if (typeof err === "object" && typeof err.message === "string") {
            message += err.message.length === 0 && err.constructor ? err.constructor.name : err.message;
        } else {
            message += inspect(err);
        }
        const error = new AssertionError({
            actual: err, expected: null, operator: "ifError", message, stackStartFn: methods.ifError,
            diff: this?.[kOptions]?.diff,
        });
        error.generatedMessage = false;
        joinStacks(error, err);
        throw error;
    },
};

// The frames of the original error first: they say where it went wrong.
function joinStacks(error, original) {
    const stack = original?.stack;
    if (typeof stack !== "string") return;
    const start = stack.indexOf("\n    at");
    if (start === -1) return;
    const frames = stack.slice(start + 1).split("\n");
    const own = String(error.stack).split("\n");
    const header = own.findIndex((line) => line.startsWith("    at"));
    const ownFrames = header === -1 ? [] : own.slice(header);
    for (const line of frames) {
        const at = ownFrames.indexOf(line);
        if (at !== -1) {
            ownFrames.length = at;
            break;
        }
    }
    const head = header === -1 ? own : own.slice(0, header);
    Object.defineProperty(error, "stack", {
        __proto__: null, value: [...head, ...ownFrames, ...frames].join("\n"), writable: true, configurable: true,
    });
}

const strictAliases = [
    ["equal", "strictEqual"], ["deepEqual", "deepStrictEqual"], ["notEqual", "notStrictEqual"],
    ["notDeepEqual", "notDeepStrictEqual"],
];

/** @constructor */
function Assert(options) {
    if (!new.target) throw new codes.ERR_CONSTRUCT_CALL_REQUIRED("Assert");
    options = Object.assign({ __proto__: null, strict: true, skipPrototype: false }, options);
    if (options.diff !== undefined) validateOneOf(options.diff, "options.diff", ["simple", "full"]);
    this.AssertionError = AssertionError;
    Object.defineProperty(this, kOptions, { __proto__: null, value: options });
    if (options.strict) for (const [loose, strict] of strictAliases) this[loose] = this[strict];
}
Object.assign(Assert.prototype, methods);
for (const name of Object.keys(methods)) {
    Object.defineProperty(Assert.prototype, name, { enumerable: true });
}

function assert(...args) {
    innerOk(assert, assert, args.length, ...args);
}

function strict(...args) {
    innerOk(strict, strict, args.length, ...args);
}

assert.AssertionError = AssertionError;
Object.assign(assert, methods);
assert.Assert = Assert;
Object.assign(strict, assert);
for (const [loose, name] of strictAliases) strict[loose] = strict[name];
assert.strict = strict;
strict.strict = strict;


module.exports = assert;
