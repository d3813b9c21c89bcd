// Mock functions, spies and module mocks: jest.fn, spyOn, mock.module.
//
// A mock is a real function whose prototype carries the mock methods; its state sits behind one
// private symbol. Constructing works as for plain functions and classes.

const { Symbol, Object, Array, Promise, Reflect, Function, TypeError, Error, String, WeakRef, Set } = globalThis;
const { mockBrand } = require("internal/test/format");
const stateKey = Symbol("mock state");

// Order of calls across all mocks, and every mock that clearAllMocks and friends must reach.
const registry = { order: 0, mocks: new Set(), spies: new Set() };

function freshRecord() {
    const record = { calls: [], contexts: [], instances: [], results: [], invocationCallOrder: [] };
    return Object.defineProperty(record, "lastCall", {
        get() { return this.calls[this.calls.length - 1]; }, enumerable: false, configurable: true,
    });
}

function live(set, visit) {
    for (const ref of set) {
        const fn = ref.deref();
        if (fn) visit(fn);
        else set.delete(ref);
    }
}

function stateOf(fn) {
    const state = fn?.[stateKey];
    if (!state) {
        const error = new TypeError("Expected this to be instanceof Mock");
        error.code = "ERR_INVALID_THIS";
        throw error;
    }
    return state;
}

// What this call should do: a queued one-time behaviour, a temporary one, or the standing one.
function behaviour(state) {
    return state.once.length ? state.once.shift() : state.impl;
}

function isClass(fn) {
    return typeof fn === "function" && /^class\b/.test(Function.prototype.toString.call(fn));
}

function perform(impl, self, args, target) {
    if (!impl) return undefined;
    if (impl.kind === "value") return impl.value;
    if (impl.kind === "this") return self;
    if (impl.kind === "reject") return Promise.reject(impl.value);
    if (impl.kind === "resolve") return Promise.resolve(impl.value);
    if (target && isClass(impl.fn)) return Reflect.construct(impl.fn, args, impl.fn);
    return Reflect.apply(impl.fn, self, args);
}

function invoke(state, self, args, target) {
    const record = state.record;
    record.calls.push(args);
    record.contexts.push(self);
    if (target) record.instances.push(self);
    record.invocationCallOrder.push(++registry.order);
    const result = { type: "incomplete", value: undefined };
    record.results.push(result);
    try {
        const value = perform(behaviour(state), self, args, target);
        result.type = "return";
        result.value = value;
        return value;
    } catch (error) {
        result.type = "throw";
        result.value = error;
        throw error;
    }
}

const methods = {
    getMockImplementation() {
        const { impl } = stateOf(this);
        if (!impl) return undefined;
        return impl.fn ?? (() => perform(impl, this, []));
    },
    getMockName() { return stateOf(this).name; },
    mockClear() {
        stateOf(this).record = freshRecord();
        return this;
    },
    mockReset() {
        const state = stateOf(this);
        state.record = freshRecord();
        state.impl = undefined;
        state.once.length = 0;
        return this;
    },
    mockRestore() {
        const state = stateOf(this);
        state.record = freshRecord();
        state.once.length = 0;
        state.impl = undefined;
        state.restore?.();
        return this;
    },
    mockImplementation(fn) {
        stateOf(this).impl = implementation(fn);
        return this;
    },
    mockImplementationOnce(fn) {
        stateOf(this).once.push(implementation(fn));
        return this;
    },
    withImplementation(fn, callback) {
        const state = stateOf(this);
        const saved = { impl: state.impl, once: state.once };
        state.impl = implementation(fn);
        state.once = [];
        const undo = () => Object.assign(state, saved);
        let result;
        try {
            result = callback();
        } catch (error) {
            undo();
            throw error;
        }
        if (result && typeof result.then === "function") return Promise.resolve(result).finally(undo);
        undo();
        return undefined;
    },
    mockName(name) {
        const state = stateOf(this);
        const text = name === undefined || name === null ? "" : String(name);
        if (text) setName(this, state, text);
        return this;
    },
    mockReturnThis() { return standing(this, { kind: "this" }); },
    mockReturnValue(value) { return standing(this, { kind: "value", value }); },
    mockReturnValueOnce(value) { return once(this, { kind: "value", value }); },
    mockResolvedValue(value) { return standing(this, { kind: "resolve", value }); },
    mockResolvedValueOnce(value) { return once(this, { kind: "resolve", value }); },
    mockRejectedValue(value) { return standing(this, { kind: "reject", value }); },
    mockRejectedValueOnce(value) { return once(this, { kind: "reject", value }); },
};

function implementation(fn) {
    if (fn === undefined || fn === null) return undefined;
    if (typeof fn !== "function") throw new TypeError("Expected mock implementation to be callable");
    return { kind: "call", fn };
}
function standing(fn, impl) {
    stateOf(fn).impl = impl;
    return fn;
}
function once(fn, impl) {
    stateOf(fn).once.push(impl);
    return fn;
}
function setName(fn, state, name) {
    state.name = name;
    Object.defineProperty(fn, "name", { value: name, configurable: true });
}

const mockProto = Object.create(Function.prototype);
for (const [name, method] of Object.entries(methods)) {
    Object.defineProperty(mockProto, name, { value: method, writable: true, configurable: true });
}
Object.defineProperties(mockProto, {
    mock: { get() { return stateOf(this).record; }, configurable: true },
    _isMockFunction: { value: true },
    [Symbol.toStringTag]: { value: "Mock", configurable: true },
    [mockBrand]: { value: true },
    [Symbol.dispose ?? Symbol.for("Symbol.dispose")]: { value() { this.mockRestore(); }, configurable: true },
});

function makeMock(impl, name, length) {
    const state = { record: freshRecord(), impl, once: [], name, restore: null };
    const fn = function (...args) { return invoke(state, this, args, new.target); };
    Object.setPrototypeOf(fn, mockProto);
    Object.defineProperty(fn, stateKey, { value: state });
    Object.defineProperty(fn, "name", { value: name, configurable: true });
    Object.defineProperty(fn, "length", { value: length, configurable: true });
    Object.defineProperty(fn, "toString", {
        value: () => `function ${state.name}() { [native code] }`, configurable: true, writable: true,
    });
    registry.mocks.add(new WeakRef(fn));
    return fn;
}

// `name` may be a getter of the program's that throws.
function nameOf(fn) {
    try {
        return typeof fn.name === "string" ? fn.name : "";
    } catch {
        return "";
    }
}

/** jest.fn(implementation): also callable as mock(implementation). */
function mockFunction(fn) {
    if (typeof fn !== "function") return makeMock(fn === undefined ? undefined : { kind: "value", value: fn },
        "mockConstructor", 0);
    const made = makeMock({ kind: "call", fn }, nameOf(fn), fn.length);
    if (fn.prototype) made.prototype = fn.prototype;
    return made;
}

// The object on the prototype chain that holds `key`, and its descriptor.
function findSlot(object, key) {
    for (let at = object; at !== null && at !== undefined; at = Object.getPrototypeOf(at)) {
        const slot = Object.getOwnPropertyDescriptor(at, key);
        if (slot) return { own: at === object, slot };
    }
    return null;
}

function setNamespaceExport(object, key, value) {
    return require("internal/modules/mock").setNamespaceExport(object, key, value);
}

function putBack(object, key, found) {
    if (found && setNamespaceExport(object, key, found.slot.value)) return;
    if (found?.own) Object.defineProperty(object, key, found.slot);
    else delete object[key];
}

// spyOn(object, "key", "get" | "set") as in jest.
function spyOnAccessor(object, key, found, type) {
    if (!found || typeof found.slot[type] !== "function") {
        throw new Error(`Property ${String(key)} does not have access type ${type}`);
    }
    const original = found.slot[type];
    const spy = makeMock({ kind: "call", fn: original }, original.name, original.length);
    Object.defineProperty(object, key, { ...found.slot, [type]: spy, configurable: true });
    return spy;
}

function spyOnValue(object, key, found) {
    const spy = makeMock({ kind: "value", value: found?.slot.value }, String(key), 0);
    Object.defineProperty(object, key, {
        get() { return spy.call(this); },
        set(value) { spy.call(this, value); },
        enumerable: found?.slot.enumerable ?? true, configurable: true,
    });
    return spy;
}

/** @returns {Function} the mock now standing at object[key] */
function spyOn(object, key, type) {
    const isTarget = (typeof object === "object" && object !== null) || typeof object === "function";
    if (!isTarget || key === undefined || key === null) {
        throw new TypeError("spyOn(target, prop) expects a target object and a property key");
    }
    const found = findSlot(object, key);
    let spy;
    if (type === "get" || type === "set") {
        spy = spyOnAccessor(object, key, found, type);
    } else {
        if (found && (found.slot.get || found.slot.set)) {
            throw new TypeError("spyOn(target, prop) does not support accessor properties yet");
        }
        const value = found?.slot.value;
        if (typeof value === "function") {
            if (value[mockBrand]) return value;
            spy = makeMock({ kind: "call", fn: value }, value.name, value.length);
            if (value.prototype) spy.prototype = value.prototype;
            if (Object.isFrozen(object)) return spy;
            defineSpy(object, key, found, spy);
        } else {
            spy = spyOnValue(object, key, found);
        }
    }
    const state = stateOf(spy);
    state.restore = () => {
        putBack(object, key, found);
        state.restore = null;
        registry.spies.delete(spy);
        // References kept elsewhere go on working as the original.
        const original = found?.slot.value;
        if (typeof original === "function") state.impl = { kind: "call", fn: original };
    };
    registry.spies.add(spy);
    return spy;
}

// Module namespaces and other objects with fixed properties are re-pointed by the loader.
function defineSpy(object, key, found, spy) {
    if (setNamespaceExport(object, key, spy)) return;
    try {
        Object.defineProperty(object, key, {
            value: spy, writable: true, configurable: true, enumerable: found?.slot.enumerable ?? true,
        });
    } catch (error) {
        if (!Reflect.set(object, key, spy)) throw error;
    }
}

function clearAll() {
    live(registry.mocks, fn => fn.mockClear());
}
function resetAll() {
    live(registry.mocks, fn => fn.mockReset());
}
function restoreAll() {
    for (const spy of [...registry.spies]) spy.mockRestore();
}

/** mock.module(specifier, factory): the loader re-points importers that exist and serves later ones. */
function mockModule(specifier, factory) {
    if (typeof specifier !== "string" || !specifier) {
        throw new TypeError("mock(module, fn) requires a module name string");
    }
    if (typeof factory !== "function") throw new TypeError("mock(module, fn) requires a function");
    const { setModuleMock } = require("internal/modules/mock");
    return setModuleMock(specifier, factory, callerFile());
}

// File of the program that called mock.module: specifiers are relative to it.
function callerFile() {
    for (const line of String(new Error().stack).split("\n")) {
        if (line.includes("internal/") || line.includes("bun:test")) continue;
        const found = /\(?((?:file:\/\/)?\/[^()]*?):\d+:\d+\)?$/.exec(line);
        if (found) return found[1].replace(/^file:\/\//, "");
    }
    return undefined;
}

const mock = function (fn) { return mockFunction(fn); };
Object.assign(mock, { module: mockModule, restore: restoreAll, clearAllMocks: clearAll });

module.exports = { mock, mockFunction, spyOn, clearAll, resetAll, restoreAll, mockModule, stateKey };
