// node:events - EventEmitter. The first module every other one loads, and code that the JIT must inline:
// plain functions over `_events` (null-prototype object: a function, or an array of functions per event).
// The own fields and their order are visible to programs (inspect, mixins), so they are Node's.
// once(), on() and EventEmitterAsyncResource live in internal/events_async and load on first use.
"use strict";

const { Array, Error, Object, Promise, Reflect, Symbol } = globalThis;
const { defineProperty, defineProperties, getPrototypeOf } = Object;
const { ownKeys } = Reflect;
const { isArray } = Array;
const isNaNNumber = Number.isNaN;

const kCapture = Symbol("kCapture");
const kShapeMode = Symbol("shapeMode");
const kErrorMonitor = Symbol("events.errorMonitor");
const kRejection = Symbol.for("nodejs.rejection");
const kMaxTargetListeners = Symbol("events.maxEventTargetListeners");
const kMaxTargetListenersWarned = Symbol("events.maxEventTargetListenersWarned");

let defaultMaxListeners = 10;

function errorCodes() {
    return require("internal/errors").codes;
}

function checkListener(listener) {
    if (typeof listener !== "function") {
        throw new (errorCodes().ERR_INVALID_ARG_TYPE)("listener", "Function", listener);
    }
}

/** @constructor */
function EventEmitter(opts) {
    EventEmitter.init.call(this, opts);
}

EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;
defineProperty(EventEmitter.prototype, kCapture, { __proto__: null, value: false, writable: true });

// Methods stand in object literals: the build shortens the names of functions, not those of properties.
function method(holder) {
    const [name] = ownKeys(holder);
    EventEmitter.prototype[name] = holder[name];
}

function init(opts) {
    const events = this._events;
    if (events === undefined || events === getPrototypeOf(this)._events) {
        this._events = { __proto__: null };
        this._eventsCount = 0;
    }
    this._maxListeners = this._maxListeners || undefined;
    if (this[kShapeMode] === undefined) this[kShapeMode] = false;
    if (opts?.captureRejections) {
        require("internal/validators").validateBoolean(opts.captureRejections, "options.captureRejections");
        this[kCapture] = !!opts.captureRejections;
    } else {
        this[kCapture] = EventEmitter.prototype[kCapture];
    }
}

// --- limits ---------------------------------------------------------------------------------------

function checkLimit(n, name) {
    if (typeof n !== "number") throw new (errorCodes().ERR_INVALID_ARG_TYPE)(name, "number", n);
    if (n < 0 || isNaNNumber(n)) throw new (errorCodes().ERR_OUT_OF_RANGE)(name, ">= 0", n);
}

function limitOf(emitter) {
    const own = emitter._maxListeners;
    return own === undefined ? defaultMaxListeners : own;
}

method({
    setMaxListeners(n) {
        checkLimit(n, "setMaxListeners");
        this._maxListeners = n;
        return this;
    },
});

method({
    getMaxListeners() {
        return limitOf(this);
    },
});

function warnLeak(emitter, type, list) {
    list.warned = true;
    const { inspect } = require("internal/util/inspect");
    const warning = new Error(
        `Possible EventEmitter memory leak detected. ${list.length} ${String(type)} listeners added to ` +
        `${inspect(emitter, { depth: -1 })}. MaxListeners is ${limitOf(emitter)}. Use ` +
        "emitter.setMaxListeners() to increase limit");
    warning.name = "MaxListenersExceededWarning";
    warning.emitter = emitter;
    warning.type = type;
    warning.count = list.length;
    process.emitWarning(warning);
}

// --- emit -----------------------------------------------------------------------------------------

function unhandled(emitter, args) {
    const er = args.length > 0 ? args[0] : undefined;
    if (er instanceof Error) {
        noteEmitter(emitter, er);
        throw er;
    }
    let text;
    try {
        text = require("internal/util/inspect").inspect(er);
    } catch {
        text = er;
    }
    const err = new (errorCodes().ERR_UNHANDLED_ERROR)(text);
    err.context = er;
    throw err;
}

const kEnhance = Symbol("kEnhanceStackBeforeInspector");

// Lets the fatal-exception printer say which emitter had no 'error' listener.
function noteEmitter(emitter, er) {
    try {
        defineProperty(er, kEnhance, { __proto__: null, value: emitter, configurable: true });
    } catch {
        // A frozen error keeps its plain report.
    }
}

function capture(emitter, result, type, args) {
    if (!emitter[kCapture]) return;
    try {
        const { then } = result;
        if (typeof then !== "function") return;
        then.call(result, undefined, (err) => process.nextTick(routeRejection, emitter, err, type, args));
    } catch (err) {
        emitter.emit("error", err);
    }
}

function routeRejection(emitter, err, type, args) {
    if (typeof emitter[kRejection] === "function") return emitter[kRejection](err, type, ...args);
    // The error handler itself may reject: do not capture that again.
    const before = emitter[kCapture];
    try {
        emitter[kCapture] = false;
        emitter.emit("error", err);
    } finally {
        emitter[kCapture] = before;
    }
}

method({
    emit(type, ...args) {
        const events = this._events;
        if (type === "error") {
            if (events !== undefined && events[kErrorMonitor] !== undefined) this.emit(kErrorMonitor, ...args);
            if (events === undefined || events.error === undefined) return unhandled(this, args);
        } else if (events === undefined) {
            return false;
        }
        const handler = events[type];
        if (handler === undefined) return false;
        if (typeof handler === "function") {
            const result = handler.apply(this, args);
            if (result !== undefined && result !== null) capture(this, result, type, args);
            return true;
        }
        const list = handler.slice();
        for (let i = 0; i < list.length; i++) {
            const result = list[i].apply(this, args);
            if (result !== undefined && result !== null) capture(this, result, type, args);
        }
        return true;
    },
});

// --- add and remove -------------------------------------------------------------------------------

function add(emitter, type, listener, prepend) {
    checkListener(listener);
    let events = emitter._events;
    if (events === undefined) {
        events = emitter._events = { __proto__: null };
        emitter._eventsCount = 0;
    } else if (events.newListener !== undefined) {
        emitter.emit("newListener", type, listener.listener ?? listener);
        events = emitter._events;   // the listener may have replaced it
    }
    const existing = events[type];
    if (existing === undefined) {
        events[type] = listener;
        ++emitter._eventsCount;
        return emitter;
    }
    let list = existing;
    if (typeof existing === "function") {
        list = events[type] = prepend ? [listener, existing] : [existing, listener];
    } else if (prepend) {
        existing.unshift(listener);
    } else {
        existing.push(listener);
    }
    const max = limitOf(emitter);
    if (max > 0 && list.length > max && !list.warned) warnLeak(emitter, type, list);
    return emitter;
}

method({
    addListener(type, listener) {
        return add(this, type, listener, false);
    },
});
EventEmitter.prototype.on = EventEmitter.prototype.addListener;

method({
    prependListener(type, listener) {
        return add(this, type, listener, true);
    },
});

function wrapOnce(target, type, listener) {
    let fired = false;
    function wrapper(...args) {
        if (fired) return undefined;
        target.removeListener(type, wrapper);
        fired = true;
        return listener.apply(target, args);
    }
    wrapper.listener = listener;
    return wrapper;
}

method({
    once(type, listener) {
        checkListener(listener);
        this.on(type, wrapOnce(this, type, listener));
        return this;
    },
});

method({
    prependOnceListener(type, listener) {
        checkListener(listener);
        this.prependListener(type, wrapOnce(this, type, listener));
        return this;
    },
});

function dropType(emitter, events, type) {
    if (--emitter._eventsCount === 0 && !emitter[kShapeMode]) emitter._events = { __proto__: null };
    else if (emitter[kShapeMode]) events[type] = undefined;
    else delete events[type];
}

method({
    removeListener(type, listener) {
        checkListener(listener);
        const events = this._events;
        const list = events?.[type];
        if (list === undefined) return this;
        if (list === listener || list.listener === listener) {
            const watched = events.removeListener;
            dropType(this, events, type);
            if (watched) this.emit("removeListener", type, list.listener || listener);
            return this;
        }
        if (typeof list === "function") return this;
        let at = list.length - 1;
        while (at >= 0 && list[at] !== listener && list[at].listener !== listener) at--;
        if (at < 0) return this;
        if (at === 0) list.shift();
        else list.splice(at, 1);
        if (list.length === 1) events[type] = list[0];
        if (events.removeListener !== undefined) this.emit("removeListener", type, listener);
        return this;
    },
});
EventEmitter.prototype.off = EventEmitter.prototype.removeListener;

function removeAllTypes(emitter) {
    for (const key of ownKeys(emitter._events)) {
        if (key !== "removeListener") emitter.removeAllListeners(key);
    }
    emitter.removeAllListeners("removeListener");
    emitter._events = { __proto__: null };
    emitter._eventsCount = 0;
    return emitter;
}

method({
    removeAllListeners(type) {
        const events = this._events;
        if (events === undefined) return this;
        if (events.removeListener === undefined) {
            if (arguments.length === 0) {
                this._events = { __proto__: null };
                this._eventsCount = 0;
            } else if (events[type] !== undefined) {
                dropType(this, events, type);
            }
            this[kShapeMode] = false;
            return this;
        }
        if (arguments.length === 0) return removeAllTypes(this);
        const listeners = events[type];
        if (typeof listeners === "function") {
            this.removeListener(type, listeners);
        } else if (listeners !== undefined) {
            for (let i = listeners.length - 1; i >= 0; i--) this.removeListener(type, listeners[i]);
        }
        return this;
    },
});

// --- questions ------------------------------------------------------------------------------------

function listenersOf(emitter, type, unwrap) {
    const handler = emitter._events?.[type];
    if (handler === undefined) return [];
    if (typeof handler === "function") return [unwrap ? handler.listener || handler : handler];
    return unwrap ? handler.map((fn) => fn.listener || fn) : handler.slice();
}

method({
    listeners(type) {
        return listenersOf(this, type, true);
    },
});

method({
    rawListeners(type) {
        return listenersOf(this, type, false);
    },
});

method({
    listenerCount(type, listener) {
        const handler = this._events?.[type];
        if (handler === undefined) return 0;
        if (typeof handler === "function") {
            return listener == null || listener === handler || listener === handler.listener ? 1 : 0;
        }
        if (listener == null) return handler.length;
        let count = 0;
        for (const fn of handler) if (fn === listener || fn.listener === listener) count++;
        return count;
    },
});

method({
    eventNames() {
        return this._eventsCount > 0 ? ownKeys(this._events) : [];
    },
});

// --- static part ----------------------------------------------------------------------------------

// An EventTarget answers to this symbol with { listeners(type): Function[] } (see web's event target).
const kTargetListeners = Symbol.for("cob.eventTarget.listeners");

function isEventTarget(value) {
    return globalThis.EventTarget !== undefined && value instanceof globalThis.EventTarget;
}

function notAnEmitter(name, value) {
    return new (errorCodes().ERR_INVALID_ARG_TYPE)(name, ["EventEmitter", "EventTarget"], value);
}

// Methods of one object: functions of these names exist on the prototype too, and a build step that sees
// both in one scope renames them.
const statics = {
    getEventListeners(emitterOrTarget, type) {
        if (typeof emitterOrTarget.listeners === "function") return emitterOrTarget.listeners(type);
        if (isEventTarget(emitterOrTarget)) return emitterOrTarget[kTargetListeners]?.(type) ?? [];
        throw notAnEmitter("emitter", emitterOrTarget);
    },

    getMaxListeners(emitterOrTarget) {
        if (typeof emitterOrTarget?.getMaxListeners === "function") return limitOf(emitterOrTarget);
        if (typeof emitterOrTarget?.[kMaxTargetListeners] === "number") return emitterOrTarget[kMaxTargetListeners];
        if (isEventTarget(emitterOrTarget)) return defaultMaxListeners;
        throw notAnEmitter("emitter", emitterOrTarget);
    },

    listenerCount(emitter, type) {
        if (typeof emitter.listenerCount === "function") return emitter.listenerCount(type);
        if (isEventTarget(emitter)) return statics.getEventListeners(emitter, type).length;
        throw notAnEmitter("emitter", emitter);
    },

    setMaxListeners(n = defaultMaxListeners, ...targets) {
        checkLimit(n, "setMaxListeners");
        if (targets.length === 0) {
            defaultMaxListeners = n;
            return;
        }
        for (const target of targets) {
            if (isEventTarget(target)) {
                target[kMaxTargetListeners] = n;
                target[kMaxTargetListenersWarned] = false;
            } else if (typeof target.setMaxListeners === "function") {
                target.setMaxListeners(n);
            } else {
                throw notAnEmitter("eventTargets", target);
            }
        }
    },

    addAbortListener(signal, listener) {
        return require("internal/events_async").addAbortListener(signal, listener);
    },

    async once(emitter, name, options = {}) {
        return require("internal/events_async").once(emitter, name, options);
    },

    on(emitter, event, options = {}) {
        return require("internal/events_async").on(emitter, event, options);
    },
};

module.exports = EventEmitter;
for (const key of ["addAbortListener", "once", "on", "getEventListeners", "getMaxListeners", "listenerCount"]) {
    EventEmitter[key] = statics[key];
}
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.usingDomains = false;
EventEmitter.captureRejectionSymbol = kRejection;

defineProperties(EventEmitter, {
    captureRejections: {
        __proto__: null,
        get() {
            return EventEmitter.prototype[kCapture];
        },
        set(value) {
            require("internal/validators").validateBoolean(value, "EventEmitter.captureRejections");
            EventEmitter.prototype[kCapture] = value;
        },
        enumerable: true,
    },
    EventEmitterAsyncResource: {
        __proto__: null,
        get: function lazyEventEmitterAsyncResource() {
            return require("internal/events_async").EventEmitterAsyncResource;
        },
        set: undefined,
        enumerable: true,
        configurable: true,
    },
    errorMonitor: { __proto__: null, value: kErrorMonitor, writable: false, enumerable: true, configurable: true },
    defaultMaxListeners: {
        __proto__: null,
        get() {
            return defaultMaxListeners;
        },
        set(n) {
            checkLimit(n, "defaultMaxListeners");
            defaultMaxListeners = n;
        },
        enumerable: true,
    },
    kMaxEventTargetListeners: { __proto__: null, value: kMaxTargetListeners },
    kMaxEventTargetListenersWarned: { __proto__: null, value: kMaxTargetListenersWarned },
});
EventEmitter.setMaxListeners = statics.setMaxListeners;
EventEmitter.init = init;
// These two have no name in Node.
for (const fn of [statics.setMaxListeners, init]) defineProperty(fn, "name", { value: "", configurable: true });
