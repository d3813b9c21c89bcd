// Errors of system calls as Node.js reports them: SystemError and its codes, those of libuv and c-ares, and the
// classes that net and dns throw. internal/errors hands them out.
"use strict";

const { AggregateError, Error, Object, Reflect, Symbol } = globalThis;
const { defineProperty } = Object;
const { captureStack, hide, kIsNodeError } = require("internal/errors");

const kInspectCustom = Symbol.for("nodejs.util.inspect.custom");

// --- SystemError ----------------------------------------------------------------------------------

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
        initSystemError(this, key, require("internal/error_messages").systemPrefix(key), context, SystemError);
    }
    toString() {
        return `${this.name} [${this.code}]: ${this.message}`;
    }
    [kInspectCustom](recurseTimes, ctx) {
        return require("internal/util/inspect").inspect(this, { ...ctx, getters: true, customInspect: false });
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

module.exports = {
    ConnResetException, DNSException, ErrnoException, ExceptionWithHostPort, makeSystemCode, NodeAggregateError, SystemError, UVException,
    UVExceptionWithHostPort,
};
