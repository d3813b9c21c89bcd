// node:async_hooks - AsyncLocalStorage and AsyncResource over internal/async_context. createHook exists and
// checks its arguments; the engine has no promise hooks, so only resources made by AsyncResource report.
"use strict";

const { Number, Object, Reflect, Set, Symbol } = globalThis;
const { codes } = require("internal/errors");
const { validateFunction, validateObject, validateString } = require("internal/validators");
const context = require("internal/async_context");

const { pending } = require("internal/boot");
const { AsyncContextFrame, cell, runIn } = context;

// --- ids and hooks -----------------------------------------------------------------------------------------

let lastId = 1;
let executionId = 1;
let triggerId = 0;
const topLevel = {};
let currentResource = topLevel;
const hooks = new Set();

function emit(name, ...args) {
    for (const hook of hooks) hook[name]?.(...args);
}

class AsyncHook {
    #callbacks;
    constructor(callbacks) {
        this.#callbacks = callbacks;
    }
    enable() {
        hooks.add(this.#callbacks);
        return this;
    }
    disable() {
        hooks.delete(this.#callbacks);
        return this;
    }
}

function createHook(callbacks) {
    validateObject(callbacks, "callbacks");
    const found = {};
    for (const name of ["init", "before", "after", "destroy", "promiseResolve"]) {
        const fn = callbacks[name];
        if (fn !== undefined && typeof fn !== "function") throw new codes.ERR_ASYNC_CALLBACK(`hook.${name}`);
        found[name] = fn;
    }
    const { trackPromises } = callbacks;
    if (trackPromises !== undefined) {
        require("internal/validators").validateBoolean(trackPromises, "trackPromises");
    }
    return new AsyncHook(found);
}

// --- AsyncResource -----------------------------------------------------------------------------------------

const kFrame = Symbol("context_frame");
const kId = Symbol("async_id_symbol");
const kTrigger = Symbol("trigger_async_id_symbol");
const kDestroyed = Symbol("destroyed");

class AsyncResource {
    constructor(type, options = {}) {
        validateString(type, "type");
        let trigger = options;
        if (typeof options !== "number") {
            validateObject(options, "options");
            trigger = options.triggerAsyncId === undefined ? executionId : options.triggerAsyncId;
        }
        if (!Number.isSafeInteger(trigger) || trigger < -1) throw new codes.ERR_INVALID_ASYNC_ID("triggerAsyncId", trigger);
        this[kFrame] = cell.current;
        this[kId] = ++lastId;
        this[kTrigger] = trigger;
        if (hooks.size > 0) {
            if (type.length === 0) throw new codes.ERR_ASYNC_TYPE(type);
            emit("init", this[kId], type, trigger, this);
        }
    }

    runInAsyncScope(fn, thisArg, ...args) {
        const before = [executionId, triggerId, currentResource];
        executionId = this[kId];
        triggerId = this[kTrigger];
        currentResource = this;
        if (hooks.size > 0) emit("before", executionId);
        try {
            return runIn(this[kFrame], fn, thisArg, args);
        } finally {
            if (hooks.size > 0) emit("after", this[kId]);
            [executionId, triggerId, currentResource] = before;
        }
    }

    emitDestroy() {
        if (!this[kDestroyed] && hooks.size > 0) emit("destroy", this[kId]);
        Object.defineProperty(this, kDestroyed, { __proto__: null, value: true, configurable: true });
        return this;
    }

    asyncId() {
        return this[kId];
    }

    triggerAsyncId() {
        return this[kTrigger];
    }

    bind(fn, thisArg) {
        validateFunction(fn, "fn");
        const resource = this;
        const bound = thisArg === undefined
            ? function (...args) {
                return resource.runInAsyncScope(fn, this, ...args);
            }
            : (...args) => resource.runInAsyncScope(fn, thisArg, ...args);
        return Object.defineProperty(bound, "length", {
            __proto__: null, configurable: true, enumerable: false, value: fn.length, writable: false,
        });
    }

    static bind(fn, type, thisArg) {
        return new AsyncResource(type || fn.name || "bound-anonymous-fn").bind(fn, thisArg);
    }
}

// --- AsyncLocalStorage -------------------------------------------------------------------------------------

// `using scope = storage.withScope(store)`: puts the context back when disposed.
class RunScope {
    #before;
    #done = false;
    constructor(storage, data) {
        this.#before = cell.current;
        storage.enterWith(data);
    }
    dispose() {
        if (this.#done) return;
        this.#done = true;
        cell.current = this.#before;
    }
    [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
        this.dispose();
    }
}

class AsyncLocalStorage {
    #default;
    #name;

    constructor(options = {}) {
        validateObject(options, "options");
        this.#default = options.defaultValue;
        if (options.name !== undefined) this.#name = `${options.name}`;
        context.install();
    }

    get name() {
        return this.#name || "";
    }

    static bind(fn) {
        validateFunction(fn, "fn");
        return AsyncLocalStorage.snapshot().bind(undefined, fn);
    }

    static snapshot() {
        const frame = cell.current;
        return (fn, ...args) => runIn(frame, fn, undefined, args);
    }

    disable() {
        if (cell.current?.has(this)) {
            const frame = new AsyncContextFrame(cell.current);
            frame.delete(this);
            cell.current = frame;
        }
    }

    enterWith(data) {
        cell.current = AsyncContextFrame.with(this, data);
        pending[0] = 1; // the end of the task clears it
    }

    run(data, fn, ...args) {
        if (Object.is(data, this.getStore())) return Reflect.apply(fn, null, args);
        return runIn(AsyncContextFrame.with(this, data), fn, null, args);
    }

    exit(fn, ...args) {
        return this.run(undefined, fn, ...args);
    }

    getStore() {
        const frame = cell.current;
        return frame !== undefined && frame.has(this) ? frame.get(this) : this.#default;
    }

    withScope(data) {
        return new RunScope(this, data);
    }
}

module.exports = {
    AsyncLocalStorage,
    createHook,
    executionAsyncId: () => executionId,
    triggerAsyncId: () => triggerId,
    executionAsyncResource: () => currentResource,
    asyncWrapProviders: Object.freeze({ __proto__: null, NONE: 0 }),
    AsyncResource,
};
