// Node's coded errors: `new codes.ERR_X(...)` makes an Error of the right class whose `code`, message,
// own-property order, toString() and stack header ("TypeError [ERR_X]: ...") are those of Node.js 26.
//
// Why lazy: this is among the first files that run. A code's constructor is a small closure made on
// first use; the message table (internal/error_messages) is loaded when the first error is created.
// There is no hideStackFrames machinery: constructors hide themselves with Error.captureStackTrace.
"use strict";

const { Error, TypeError, RangeError, SyntaxError, URIError, AggregateError, Function, Object, Proxy, Symbol, Array } =
    globalThis;
const { defineProperty } = Object;
const captureStackTrace = Error.captureStackTrace;

// Marks errors whose stack header reads `${name} [${code}]: ${message}`; the formatter of stacks asks for it.
const kIsNodeError = Symbol("kIsNodeError");

let messagesModule;
function messages() {
    return (messagesModule ??= require("internal/error_messages"));
}

const system = () => require("internal/errors_system");

// One class per base. Node keeps these four members on the prototype, so own keys stay stack, code, message.
function nodeErrorClass(Base) {
    return class NodeError extends Base {
        get ["constructor"]() {
            return Base;
        }
        get [kIsNodeError]() {
            return true;
        }
        toString() {
            return `${this.name} [${this.code}]: ${this.message}`;
        }
    };
}

const bases = { __proto__: null, Error, TypeError, RangeError, SyntaxError, URIError };
const nodeClasses = { __proto__: null };

function hide(error, key, value) {
    defineProperty(error, key, { __proto__: null, value, enumerable: false, writable: true, configurable: true });
}

// The stack is made after code and message exist, so that its header shows both. `above` and the frames it
// called are left out.
function captureStack(error, above) {
    if (captureStackTrace) captureStackTrace(error, above);
}

function makeNodeError(baseName, key, args, above) {
    const NodeError = (nodeClasses[baseName] ??= nodeErrorClass(bases[baseName]));
    const error = new NodeError();
    error.code = key;
    hide(error, "message", messages().format(key, args, error));
    captureStack(error, above);
    return error;
}

const kKey = Symbol("key");

// What the constructor of a code inherits: `.TypeError` and so on are the same code with another base class.
const codeMembers = { __proto__: Function.prototype };
for (const other of ["TypeError", "RangeError", "Error"]) {
    defineProperty(codeMembers, other, {
        __proto__: null,
        get() {
            const key = this[kKey];
            return function OtherNodeError(...args) {
                return makeNodeError(other, key, args, OtherNodeError);
            };
        },
    });
}
defineProperty(codeMembers, "HideStackFramesError", {
    __proto__: null,
    get() {
        return this;
    },
});

// The constructor for a code. Which class it is of, and whether there is such a code, is looked up when it is used:
// modules take the codes they may need as they load.
function makeCode(key) {
    let System;
    function NodeError(...args) {
        const baseName = messages().baseOf(key);
        if (baseName === undefined) throw new TypeError(`no error has the code ${key}`);
        if (baseName === "SystemError") return new (System ??= system().makeSystemCode(key))(args[0]);
        return makeNodeError(baseName, key, args, NodeError);
    }
    NodeError[kKey] = key;
    return Object.setPrototypeOf(NodeError, codeMembers);
}

/** @type {Record<string, new (...args: any[]) => Error>} */
const codes = new Proxy(
    { __proto__: null },
    {
        get(target, key) {
            if (target[key] !== undefined || typeof key !== "string") return target[key];
            return (target[key] = makeCode(key));
        },
        has: (target, key) => messages().baseOf(key) !== undefined,
        ownKeys: () => messages().allCodes(),
        getOwnPropertyDescriptor(target, key) {
            if (messages().baseOf(key) === undefined) return undefined;
            return { value: codes[key], enumerable: true, configurable: true, writable: true };
        },
    },
);

// --- others ---------------------------------------------------------------------------------------

class AbortError extends Error {
    constructor(message = "The operation was aborted", options = undefined) {
        if (options !== undefined && typeof options !== "object") {
            throw new codes.ERR_INVALID_ARG_TYPE("options", "Object", options);
        }
        super(message, options);
        this.code = "ABORT_ERR";
        this.name = "AbortError";
        captureStack(this, AbortError);
    }
}

/** Both errors in one AggregateError that looks like the outer one. */
function aggregateTwoErrors(inner, outer) {
    if (!inner || !outer || inner === outer) return inner || outer;
    if (Array.isArray(outer.errors)) {
        outer.errors.push(inner);
        return outer;
    }
    const error = new AggregateError([outer, inner], outer.message);
    error.code = outer.code;
    captureStack(error, aggregateTwoErrors);
    return error;
}

/** An Error with extra own properties, for messages that have no code of their own. */
function genericNodeError(message, properties) {
    return Object.assign(new Error(message), properties);
}

function isStackOverflowError(error) {
    return error?.name === "RangeError" && /^Maximum call stack size exceeded/.test(error.message);
}

module.exports = {
    AbortError, aggregateTwoErrors, captureStack, codes, genericNodeError, hide, isStackOverflowError, kIsNodeError,
    // Kept for code that wraps validators in it; frames are hidden by the constructors here.
    hideStackFrames: (fn) => ((fn.withoutStackTrace = fn), fn),
    get determineSpecificType() {
        return messages().determineSpecificType;
    },
    get formatList() {
        return messages().formatList;
    },
    get addNumericalSeparator() {
        return messages().addNumericalSeparator;
    },
};

for (const name of [
    "ConnResetException", "DNSException", "ErrnoException", "ExceptionWithHostPort", "NodeAggregateError", "SystemError", "UVException",
    "UVExceptionWithHostPort",
]) {
    defineProperty(module.exports, name, { __proto__: null, enumerable: true, get: () => system()[name] });
}
