// Node's coded errors: `new codes.ERR_X(...)` makes an Error of the right class whose `code`, message,
// own-property order, toString() and stack header ("TypeError [ERR_X]: ...") are those of Node.js 26.
//
// Why lazy: this is among the first files that run. A code's constructor is a small closure made on
// first use; the message table (internal/error_messages) is loaded when the first error is created.
// There is no hideStackFrames machinery: constructors hide themselves with Error.captureStackTrace.
"use strict";

const { Error, TypeError, RangeError, SyntaxError, URIError, AggregateError, Function, Object, Reflect, Symbol, Array } =
    globalThis;
const { defineProperty } = Object;
const captureStackTrace = Error.captureStackTrace;

// Marks errors whose stack header reads `${name} [${code}]: ${message}`; the formatter of stacks asks for it.
const kIsNodeError = Symbol("kIsNodeError");
const kInspectCustom = Symbol.for("nodejs.util.inspect.custom");

let messagesModule;
function messages() {
    return (messagesModule ??= require("internal/error_messages"));
}

let inspectModule;
function lazyInspect() {
    return (inspectModule ??= require("internal/util/inspect")).inspect;
}

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
        if (baseName === "SystemError") return new (System ??= makeSystemCode(key))(args[0]);
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

// --- system errors --------------------------------------------------------------------------------

function systemMessage(prefix, context) {
    let message = `${prefix}: ${context.syscall} returned ${context.code} (${context.message})`;
    if (context.path !== undefined) message += ` ${context.path}`;
    if (context.dest !== undefined) message += ` => ${context.dest}`;
    return message;
}

// errno, syscall, path and dest are accessors over `info`: Node promises that they stay in step.
function linkInfo(error, context, key, enumerableBuffer) {
    defineProperty(error, key, {
        __proto__: null,
        configurable: true,
        enumerable: true,
        get() {
            const value = context[key];
            return enumerableBuffer && value !== undefined ? value.toString() : value;
        },
        set(value) {
            context[key] = enumerableBuffer && value ? require("buffer").Buffer.from(value.toString()) : value;
        },
    });
}

function initSystemError(error, key, prefix, context, above) {
    error.code = key;
    hide(error, "name", "SystemError");
    hide(error, "message", systemMessage(prefix, context));
    defineProperty(error, "info", {
        __proto__: null, value: context, enumerable: true, configurable: true, writable: false,
    });
    linkInfo(error, context, "errno", false);
    linkInfo(error, context, "syscall", false);
    if (context.path !== undefined) linkInfo(error, context, "path", true);
    if (context.dest !== undefined) linkInfo(error, context, "dest", true);
    hide(error, kIsNodeError, true);
    captureStack(error, above);
    return error;
}

class SystemError extends Error {
    constructor(key, context) {
        super();
        initSystemError(this, key, messages().systemPrefix(key), context, SystemError);
    }
    toString() {
        return `${this.name} [${this.code}]: ${this.message}`;
    }
    [kInspectCustom](recurseTimes, ctx) {
        return lazyInspect()(this, { ...ctx, getters: true, customInspect: false });
    }
}

function makeSystemCode(key) {
    return class NodeError extends SystemError {
        constructor(context) {
            super(key, context);
        }
    };
}

// --- errors of libuv and c-ares calls -------------------------------------------------------------

let uvModule;
function uvEntry(errno) {
    return (uvModule ??= require("internal/uv")).entryOf(errno);
}

function uvCode(errno) {
    return uvEntry(errno)?.[0] ?? `Unknown system error ${errno}`;
}

// "ENOENT: no such file or directory, open '/p' -> '/d'", as fs reports it.
class UVException extends Error {
    constructor(ctx) {
        const [code, text] = uvEntry(ctx.errno) ?? ["UNKNOWN", "unknown error"];
        let message = `${code}: ${ctx.message || text}, ${ctx.syscall}`;
        const path = ctx.path ? ctx.path.toString() : undefined;
        const dest = ctx.dest ? ctx.dest.toString() : undefined;
        if (path) message += ` '${path}'`;
        if (dest) message += ` -> '${dest}'`;
        super(message);
        for (const prop of Reflect.ownKeys(ctx)) {
            if (prop === "message" || prop === "path" || prop === "dest") continue;
            this[prop] = ctx[prop];
        }
        this.code = code;
        if (path) this.path = path;
        if (dest) this.dest = dest;
        captureStack(this, UVException);
    }
    get ["constructor"]() {
        return Error;
    }
}

// "open ENOENT detail", as net, child_process and friends report it.
class ErrnoException extends Error {
    constructor(errno, syscall, original) {
        const code = uvCode(errno);
        super(original ? `${syscall} ${code} ${original}` : `${syscall} ${code}`);
        this.errno = errno;
        this.code = code;
        this.syscall = syscall;
        captureStack(this, ErrnoException);
    }
    get ["constructor"]() {
        return Error;
    }
}

function addressText(address, port) {
    if (port && port > 0) return ` ${address}:${port}`;
    return address ? ` ${address}` : "";
}

class UVExceptionWithHostPort extends Error {
    constructor(errno, syscall, address, port) {
        const [code, text] = uvEntry(errno) ?? ["UNKNOWN", "unknown error"];
        super(`${syscall} ${code}: ${text}${addressText(address, port)}`);
        this.code = code;
        this.errno = errno;
        this.syscall = syscall;
        this.address = address;
        if (port) this.port = port;
        captureStack(this, UVExceptionWithHostPort);
    }
    get ["constructor"]() {
        return Error;
    }
}

class ExceptionWithHostPort extends Error {
    constructor(errno, syscall, address, port, additional) {
        const code = uvCode(errno);
        const local = additional ? ` - Local (${additional})` : "";
        super(`${syscall} ${code}${addressText(address, port)}${local}`);
        this.errno = errno;
        this.code = code;
        this.syscall = syscall;
        this.address = address;
        if (port) this.port = port;
        captureStack(this, ExceptionWithHostPort);
    }
    get ["constructor"]() {
        return Error;
    }
}

const EAI_NODATA = -3007;
const EAI_NONAME = -3008;

class DNSException extends Error {
    constructor(code, syscall, hostname) {
        let errno;
        if (typeof code === "number") {
            errno = code;
            // Two libuv names that programs know under the name c-ares uses.
            code = code === EAI_NODATA || code === EAI_NONAME ? "ENOTFOUND" : uvCode(code);
        }
        super(`${syscall} ${code}${hostname ? ` ${hostname}` : ""}`);
        this.errno = errno;
        this.code = code;
        this.syscall = syscall;
        if (hostname) this.hostname = hostname;
        captureStack(this, DNSException);
    }
    get ["constructor"]() {
        return Error;
    }
}

class ConnResetException extends Error {
    constructor(message) {
        super(message);
        this.code = "ECONNRESET";
    }
    get ["constructor"]() {
        return Error;
    }
}

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

class NodeAggregateError extends AggregateError {
    constructor(errors, message) {
        super(errors, message);
        this.code = errors[0]?.code;
    }
    get ["constructor"]() {
        return AggregateError;
    }
    get [kIsNodeError]() {
        return true;
    }
}

/** An Error with extra own properties, for messages that have no code of their own. */
function genericNodeError(message, properties) {
    return Object.assign(new Error(message), properties);
}

function isStackOverflowError(error) {
    return error?.name === "RangeError" && /^Maximum call stack size exceeded/.test(error.message);
}

module.exports = {
    AbortError, aggregateTwoErrors, codes, ConnResetException, DNSException, ErrnoException,
    ExceptionWithHostPort, genericNodeError, isStackOverflowError, kIsNodeError, NodeAggregateError,
    SystemError, UVException, UVExceptionWithHostPort,
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
