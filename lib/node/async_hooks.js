// node:async_hooks - AsyncLocalStorage and AsyncResource over internal/async_context. createHook exists and
// checks its arguments; ticks, microtasks, timers, immediates and AsyncResource report. The engine has no promise
// hooks, so promises do not, and callbacks of I/O run with the ids of the top level.
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

// A hook that throws ends the process, as in Node.js: no state can be trusted any more.
function emit(name, ...args) {
    for (const hook of [...hooks]) {
        try {
            hook[name]?.(...args);
        } catch (error) {
            const { process } = globalThis;
            process._rawDebug(error?.stack ?? `${error}`);
            process.exit(1);
        }
    }
}

// `destroy` is told in the next turn of the loop, behind ticks and microtasks.
const destroyed = [];
function tellDestroyed() {
    for (const id of destroyed.splice(0)) emit("destroy", id);
}
function emitDestroy(id) {
    if (hooks.size === 0 || destroyed.push(id) > 1) return;
    const { hook } = cell;
    cell.hook = null; // this one has no id
    require("internal/timers").setImmediate(tellDestroyed);
    cell.hook = hook;
}

/** What runs on behalf of a resource: a tick, a timer, a callback of an AsyncResource. */
class Scope {
    #before;
    #isDestroyed = false;
    constructor(type, resource, trigger) {
        this.id = ++lastId;
        this.trigger = trigger;
        this.resource = resource;
        if (hooks.size > 0) emit("init", this.id, type, trigger, resource);
    }
    enter() {
        this.#before = [executionId, triggerId, currentResource, this.#before];
        executionId = this.id;
        triggerId = this.trigger;
        currentResource = this.resource;
        if (hooks.size > 0) emit("before", this.id);
    }
    leave(isLast) {
        if (hooks.size > 0) emit("after", this.id);
        [executionId, triggerId, currentResource, this.#before] = this.#before;
        if (isLast) this.destroy();
    }
    destroy() {
        if (this.#isDestroyed) return;
        this.#isDestroyed = true;
        emitDestroy(this.id);
    }
}

// Ticks, timers, immediates and microtasks get ids from the first question on; before, they cost nothing.
function install() {
    cell.hook ??= (type, resource) => new Scope(type, resource, executionId);
}

class AsyncHook {
    #callbacks;
    constructor(callbacks) {
        this.#callbacks = callbacks;
    }
    enable() {
        install();
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

const hide = (target, key, value) =>
    Object.defineProperty(target, key, { __proto__: null, value, configurable: true, writable: true });

// --- AsyncResource -----------------------------------------------------------------------------------------

const kFrame = Symbol("context_frame");
const kScope = Symbol("scope");
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
        if (hooks.size > 0 && type.length === 0) throw new codes.ERR_ASYNC_TYPE(type);
        hide(this, kFrame, cell.current);
        hide(this, kScope, new Scope(type, this, trigger));
    }

    runInAsyncScope(fn, thisArg, ...args) {
        const scope = this[kScope];
        scope.enter();
        try {
            return runIn(this[kFrame], fn, thisArg, args);
        } finally {
            scope.leave(false);
        }
    }

    emitDestroy() {
        this[kScope].destroy();
        hide(this, kDestroyed, true);
        return this;
    }

    asyncId() {
        return this[kScope].id;
    }

    triggerAsyncId() {
        return this[kScope].trigger;
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
        cell.current?.delete(this); // for all that share the frame, as in Node.js
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
    executionAsyncId() {
        install();
        return executionId;
    },
    triggerAsyncId() {
        install();
        return triggerId;
    },
    executionAsyncResource() {
        install();
        return currentResource;
    },
    asyncWrapProviders: Object.freeze({ __proto__: null, NONE: 0 }),
    AsyncResource,
};
