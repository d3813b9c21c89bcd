// node:diagnostics_channel - named channels; publishing costs one property read while nobody listens.
//
// A channel without subscribers has the class Channel, whose publish does nothing; subscribing changes its
// prototype to ActiveChannel. Channels live as long as somebody holds them or subscribes.
"use strict";

const { FinalizationRegistry, Map, Object, Promise, Reflect, Set, Symbol, WeakRef } = globalThis;
const { codes } = require("internal/errors");
const { validateFunction } = require("internal/validators");

const kDispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");

// --- the registry ------------------------------------------------------------------------------------------

const channels = new Map();     // name -> WeakRef; held strongly in `pinned` while subscribed
const pinned = new Set();
const registry = new FinalizationRegistry((name) => {
    if (channels.get(name)?.deref() === undefined) channels.delete(name);
});

function report(err) {
    process.nextTick(() => {
        throw err;
    });
}

// --- channels ----------------------------------------------------------------------------------------------

function activate(channel) {
    Object.setPrototypeOf(channel, ActiveChannel.prototype);
    channel._subscribers = [];
    channel._stores = new Map();
    pinned.add(channel);
}

function deactivateIfIdle(channel) {
    if (channel._subscribers.length > 0 || channel._stores.size > 0) return;
    Object.setPrototypeOf(channel, Channel.prototype);
    channel._subscribers = undefined;
    channel._stores = undefined;
    pinned.delete(channel);
}

class ActiveChannel {
    subscribe(subscription) {
        validateFunction(subscription, "subscription");
        this._subscribers = [...this._subscribers, subscription];
    }
    unsubscribe(subscription) {
        const at = this._subscribers.indexOf(subscription);
        if (at === -1) return false;
        this._subscribers = this._subscribers.toSpliced(at, 1);
        deactivateIfIdle(this);
        return true;
    }
    bindStore(store, transform) {
        this._stores.set(store, transform);
    }
    unbindStore(store) {
        if (!this._stores.delete(store)) return false;
        deactivateIfIdle(this);
        return true;
    }
    get hasSubscribers() {
        return true;
    }
    publish(data) {
        for (const onMessage of this._subscribers) {
            try {
                onMessage(data, this.name);
            } catch (err) {
                report(err);
            }
        }
    }
    runStores(data, fn, thisArg, ...args) {
        let run = () => {
            this.publish(data);
            return Reflect.apply(fn, thisArg, args);
        };
        for (const [store, transform] of this._stores) run = inStore(store, data, transform, run);
        return run();
    }
    withStoreScope(data) {
        return new StoreScope(this, data);
    }
}

function inStore(store, data, transform, next) {
    return () => {
        let value = data;
        if (transform) {
            try {
                value = transform(data);
            } catch (err) {
                report(err);
                return next();
            }
        }
        return store.run(value, next);
    };
}

// `using scope = channel.withStoreScope(data)`
class StoreScope {
    #before;
    constructor(channel, data) {
        const { cell } = require("internal/async_frame");
        this.#before = cell.current;
        for (const [store, transform] of channel._stores ?? []) {
            try {
                store.enterWith(transform ? transform(data) : data);
            } catch (err) {
                report(err);
            }
        }
        channel.publish(data);
    }
    [kDispose]() {
        require("internal/async_frame").cell.current = this.#before;
    }
}

class Channel {
    constructor(name) {
        this._subscribers = undefined;
        this._stores = undefined;
        this.name = name;
        this._index = undefined;
        channels.set(name, new WeakRef(this));
        registry.register(this, name);
    }
    static [Symbol.hasInstance](instance) {
        if (this !== Channel) return Object.prototype.isPrototypeOf.call(this.prototype, instance ?? {});
        const proto = instance == null ? null : Object.getPrototypeOf(instance);
        return proto === Channel.prototype || proto === ActiveChannel.prototype;
    }
    subscribe(subscription) {
        validateFunction(subscription, "subscription");
        activate(this);
        this.subscribe(subscription);
    }
    unsubscribe() {
        return false;
    }
    bindStore(store, transform) {
        activate(this);
        this.bindStore(store, transform);
    }
    unbindStore() {
        return false;
    }
    get hasSubscribers() {
        return false;
    }
    publish() {}
    runStores(data, fn, thisArg, ...args) {
        return Reflect.apply(fn, thisArg, args);
    }
    withStoreScope() {
        return { __proto__: { constructor: StoreScope }, [kDispose]() {} };
    }
}

function channel(name) {
    const known = channels.get(name)?.deref();
    if (known !== undefined) return known;
    if (typeof name !== "string" && typeof name !== "symbol") {
        throw new codes.ERR_INVALID_ARG_TYPE("channel", ["string", "symbol"], name);
    }
    return new Channel(name);
}

const subscribe = (name, subscription) => channel(name).subscribe(subscription);
const unsubscribe = (name, subscription) => channel(name).unsubscribe(subscription);
const hasSubscribers = (name) => channels.get(name)?.deref()?.hasSubscribers ?? false;

// --- groups of channels ------------------------------------------------------------------------------------

function member(nameOrChannels, key) {
    if (typeof nameOrChannels === "string") return channel(`tracing:${nameOrChannels}:${key}`);
    if (typeof nameOrChannels === "object" && nameOrChannels !== null) {
        const found = nameOrChannels[key];
        if (!(found instanceof Channel)) {
            throw new codes.ERR_INVALID_ARG_TYPE(`nameOrChannels.${key}`, ["Channel"], found);
        }
        return found;
    }
    throw new codes.ERR_INVALID_ARG_TYPE("nameOrChannels", ["string", "TracingChannel", "Object"], nameOrChannels);
}

function subscribeEach(group, keys, handlers) {
    for (const key of keys) if (handlers[key]) group[key]?.subscribe(handlers[key]);
}

function unsubscribeEach(group, keys, handlers) {
    let done = true;
    for (const key of keys) {
        if (handlers[key] && !group[key]?.unsubscribe(handlers[key])) done = false;
    }
    return done;
}

const boundedKeys = ["start", "end"];

// A synchronous section: `start` and `end`.
class BoundedChannel {
    #start;
    #end;
    constructor(nameOrChannels) {
        this.#start = member(nameOrChannels, "start");
        this.#end = member(nameOrChannels, "end");
        Object.defineProperties(this, {
            start: { __proto__: null, value: this.#start, configurable: true },
            end: { __proto__: null, value: this.#end, configurable: true },
        });
    }
    get hasSubscribers() {
        return this.#start.hasSubscribers || this.#end.hasSubscribers;
    }
    subscribe(handlers) {
        subscribeEach(this, boundedKeys, handlers);
    }
    unsubscribe(handlers) {
        return unsubscribeEach(this, boundedKeys, handlers);
    }
    withScope(context = {}) {
        const scope = this.#start.withStoreScope(context);
        const end = this.#end;
        return {
            [kDispose]() {
                end.publish(context);
                scope[kDispose]();
            },
        };
    }
    run(context, fn, thisArg, ...args) {
        if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
        return this.#start.runStores(context, () => {
            try {
                return Reflect.apply(fn, thisArg, args);
            } finally {
                this.#end.publish(context);
            }
        });
    }
}

const tracingKeys = ["start", "end", "asyncStart", "asyncEnd", "error"];
const kChannels = Symbol("channels");

class TracingChannel {
    constructor(nameOrChannels) {
        const made = {};
        for (const key of tracingKeys) made[key] = member(nameOrChannels, key);
        Object.defineProperty(this, kChannels, { __proto__: null, value: made });
        Object.defineProperty(this, "error", { __proto__: null, value: made.error, configurable: true });
    }
    get start() {
        return this[kChannels].start;
    }
    get end() {
        return this[kChannels].end;
    }
    get asyncStart() {
        return this[kChannels].asyncStart;
    }
    get asyncEnd() {
        return this[kChannels].asyncEnd;
    }
    get hasSubscribers() {
        return tracingKeys.some((key) => this[kChannels][key].hasSubscribers);
    }
    subscribe(handlers) {
        subscribeEach(this, tracingKeys, handlers);
    }
    unsubscribe(handlers) {
        return unsubscribeEach(this, tracingKeys, handlers);
    }

    traceSync(fn, context = {}, thisArg, ...args) {
        if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
        const { start, end, error } = this;
        return start.runStores(context, () => {
            try {
                const result = Reflect.apply(fn, thisArg, args);
                context.result = result;
                return result;
            } catch (err) {
                context.error = err;
                error.publish(context);
                throw err;
            } finally {
                end.publish(context);
            }
        });
    }

    tracePromise(fn, context = {}, thisArg, ...args) {
        if (!this.hasSubscribers) {
            const result = Reflect.apply(fn, thisArg, args);
            if (typeof result?.then !== "function") warnNoThenable(fn);
            return result;
        }
        const { start, end, asyncStart, asyncEnd, error } = this;
        const settle = () => {
            asyncStart.publish(context);
            asyncEnd.publish(context);
        };
        const onRejected = (err) => {
            context.error = err;
            error.publish(context);
            settle();
            throw err;
        };
        const onFulfilled = (result) => {
            context.result = result;
            settle();
            return result;
        };
        return start.runStores(context, () => {
            try {
                const result = Reflect.apply(fn, thisArg, args);
                if (typeof result?.then !== "function") {
                    warnNoThenable(fn);
                    context.result = result;
                    return result;
                }
                if (result instanceof Promise) {
                    const chained = Promise.prototype.then.call(result, onFulfilled, onRejected);
                    return chained;
                }
                return result.then(onFulfilled, onRejected);
            } catch (err) {
                context.error = err;
                error.publish(context);
                throw err;
            } finally {
                end.publish(context);
            }
        });
    }

    traceCallback(fn, position = -1, context = {}, thisArg, ...args) {
        const callback = args.at(position);
        validateFunction(callback, "callback");
        if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
        const { start, end, asyncStart, asyncEnd, error } = this;
        function wrapped(...results) {
            const [err, result] = results;
            if (err) {
                context.error = err;
                error.publish(context);
            } else {
                context.result = result;
            }
            return asyncStart.runStores(context, () => {
                try {
                    return Reflect.apply(callback, this, results);
                } finally {
                    asyncEnd.publish(context);
                }
            });
        }
        args.splice(position < 0 ? args.length + position : position, 1, wrapped);
        return start.runStores(context, () => {
            try {
                return Reflect.apply(fn, thisArg, args);
            } catch (err) {
                context.error = err;
                error.publish(context);
                throw err;
            } finally {
                end.publish(context);
            }
        });
    }
}

function warnNoThenable(fn) {
    process.emitWarning(
        `tracePromise was called with the function '${fn.name || "<anonymous>"}', which returned a non-thenable.`);
}

const tracingChannel = (nameOrChannels) => new TracingChannel(nameOrChannels);
const boundedChannel = (nameOrChannels) => new BoundedChannel(nameOrChannels);

module.exports = {
    channel, hasSubscribers, subscribe, tracingChannel, unsubscribe, boundedChannel, Channel, BoundedChannel,
};
