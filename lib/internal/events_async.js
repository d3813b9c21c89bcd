// The parts of node:events that few programs use at start-up: once(), on(), addAbortListener() and
// EventEmitterAsyncResource.
"use strict";

const { Error, Number, Object, Promise, Symbol } = globalThis;
const { codes, AbortError } = require("internal/errors");
const { validateAbortSignal, validateFunction, validateInteger, validateObject, validateString } =
    require("internal/validators");
const EventEmitter = require("node:events");

const kDispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");

function listen(emitter, name, listener, flags) {
    if (typeof emitter.on === "function") {
        if (flags?.once) emitter.once(name, listener);
        else emitter.on(name, listener);
    } else if (typeof emitter.addEventListener === "function") {
        emitter.addEventListener(name, listener, flags);
    } else {
        throw new codes.ERR_INVALID_ARG_TYPE("emitter", "EventEmitter", emitter);
    }
}

function unlisten(emitter, name, listener, flags) {
    if (typeof emitter.removeListener === "function") emitter.removeListener(name, listener);
    else if (typeof emitter.removeEventListener === "function") emitter.removeEventListener(name, listener, flags);
    else throw new codes.ERR_INVALID_ARG_TYPE("emitter", "EventEmitter", emitter);
}

function addAbortListener(signal, listener) {
    if (signal === undefined) throw new codes.ERR_INVALID_ARG_TYPE("signal", "AbortSignal", signal);
    validateAbortSignal(signal, "signal");
    validateFunction(listener, "listener");
    let remove;
    if (signal.aborted) {
        queueMicrotask(() => listener());
    } else {
        signal.addEventListener("abort", listener, { __proto__: null, once: true });
        remove = () => signal.removeEventListener("abort", listener);
    }
    return {
        __proto__: null,
        [kDispose]() {
            remove?.();
        },
    };
}

async function once(emitter, name, options) {
    validateObject(options, "options");
    const { signal } = options;
    validateAbortSignal(signal, "options.signal");
    if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
    return new Promise((resolve, reject) => {
        const onError = (err) => {
            if (typeof emitter.removeListener === "function") emitter.removeListener(name, onEvent);
            if (signal != null) unlisten(signal, "abort", onAbort);
            reject(err);
        };
        const onEvent = (...args) => {
            if (typeof emitter.removeListener === "function") emitter.removeListener("error", onError);
            if (signal != null) unlisten(signal, "abort", onAbort);
            resolve(args);
        };
        const onAbort = () => {
            unlisten(emitter, name, onEvent);
            if (typeof emitter.removeListener === "function") emitter.removeListener("error", onError);
            reject(new AbortError(undefined, { cause: signal.reason }));
        };
        listen(emitter, name, onEvent, { __proto__: null, once: true });
        if (name !== "error" && typeof emitter.once === "function") emitter.once("error", onError);
        if (signal != null) signal.addEventListener("abort", onAbort, { __proto__: null, once: true });
    });
}

const iteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

function watermarks(options) {
    const high = options.highWaterMark ?? options.highWatermark ?? Number.MAX_SAFE_INTEGER;
    validateInteger(high, "options.highWaterMark", 1);
    const low = options.lowWaterMark ?? options.lowWatermark ?? 1;
    validateInteger(low, "options.lowWaterMark", 1);
    return { high, low };
}

const resultOf = (value, done) => ({ value, done });

function on(emitter, event, options) {
    validateObject(options, "options");
    const { signal } = options;
    validateAbortSignal(signal, "options.signal");
    if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
    const { high, low } = watermarks(options);
    const undo = [];
    const values = [];      // arrived, not yet asked for
    const waiting = [];     // asked for, not yet arrived
    let paused = false;
    let error = null;
    let finished = false;

    function attach(target, name, listener) {
        listen(target, name, listener);
        undo.push(() => unlisten(target, name, listener));
    }
    function finish() {
        while (undo.length > 0) undo.pop()();
        finished = true;
        for (const { resolve } of waiting.splice(0)) resolve(resultOf(undefined, true));
        return Promise.resolve(resultOf(undefined, true));
    }
    function onError(err) {
        if (waiting.length === 0) error = err;
        else waiting.shift().reject(err);
        finish();
    }
    function onValue(value) {
        if (waiting.length > 0) return waiting.shift().resolve(resultOf(value, false));
        values.push(value);
        if (!paused && values.length > high) {
            paused = true;
            emitter.pause?.();
        }
    }

    const iterator = Object.setPrototypeOf({
        next() {
            if (values.length > 0) {
                const value = values.shift();
                if (paused && values.length < low) {
                    emitter.resume?.();
                    paused = false;
                }
                return Promise.resolve(resultOf(value, false));
            }
            if (error) {
                const rejected = Promise.reject(error);
                error = null;
                return rejected;
            }
            if (finished) return finish();
            return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
        },
        return: () => finish(),
        throw(err) {
            if (!err || !(err instanceof Error)) {
                throw new codes.ERR_INVALID_ARG_TYPE("EventEmitter.AsyncIterator", "Error", err);
            }
            onError(err);
        },
        [Symbol.asyncIterator]() {
            return this;
        },
        [Symbol.for("nodejs.watermarkData")]: {
            get size() {
                return values.length;
            },
            get low() {
                return low;
            },
            get high() {
                return high;
            },
            get isPaused() {
                return paused;
            },
        },
    }, iteratorPrototype);

    const first = options[Symbol.for("nodejs.kFirstEventParam")];
    attach(emitter, event, first ? onValue : (...args) => onValue(args));
    if (event !== "error" && typeof emitter.on === "function") attach(emitter, "error", onError);
    for (const name of options.close ?? []) attach(emitter, name, finish);
    if (signal) {
        const disposable = addAbortListener(signal, () =>
            onError(new AbortError(undefined, { cause: signal.reason })));
        undo.push(disposable[kDispose]);
    }
    return iterator;
}

let classes;
function resourceClasses() {
    if (classes) return classes;
    const { AsyncResource } = require("node:async_hooks");

    class EventEmitterReferencingAsyncResource extends AsyncResource {
        #eventEmitter;
        constructor(emitter, type, options) {
            super(type, options);
            this.#eventEmitter = emitter;
        }
        get eventEmitter() {
            return this.#eventEmitter;
        }
    }

    class EventEmitterAsyncResource extends EventEmitter {
        #asyncResource;
        constructor(options = undefined) {
            let name;
            if (typeof options === "string") {
                name = options;
                options = undefined;
            } else {
                if (new.target === EventEmitterAsyncResource) validateString(options?.name, "options.name");
                name = options?.name || new.target.name;
            }
            super(options);
            this.#asyncResource = new EventEmitterReferencingAsyncResource(this, name, options);
        }
        #check() {
            if (!(#asyncResource in this)) throw new codes.ERR_INVALID_THIS("EventEmitterAsyncResource");
            return this.#asyncResource;
        }
        emit(event, ...args) {
            return this.#check().runInAsyncScope(super.emit, this, event, ...args);
        }
        emitDestroy() {
            this.#check().emitDestroy();
        }
        get asyncId() {
            return this.#check().asyncId();
        }
        get triggerAsyncId() {
            return this.#check().triggerAsyncId();
        }
        get asyncResource() {
            return this.#check();
        }
    }
    return (classes = { EventEmitterAsyncResource });
}


module.exports = {
    addAbortListener, once, on,
    get EventEmitterAsyncResource() {
        return resourceClasses().EventEmitterAsyncResource;
    },
};
