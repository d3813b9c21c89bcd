// Asymmetric matchers: values that decide equality themselves (expect.any, objectContaining ...).

const { Symbol, Object, Array, Error, Math, RegExp, String, Function, WeakMap, Map, Number, Boolean, BigInt, Reflect } = globalThis;
const { asymmetric } = require("internal/test/format");
const { promiseState } = require("internal/test/host");
const { equals, isObject } = require("internal/test/equals");

class Asymmetric {
    constructor(inverse) {
        Object.defineProperty(this, "inverse", { value: inverse, enumerable: false });
    }
    matches(other) { return this.test(other) !== this.inverse; }
}
Object.defineProperty(Asymmetric.prototype, asymmetric, { value: true });

class Anything extends Asymmetric {
    test(other) { return other !== null && other !== undefined; }
    format() { return "Anything"; }
}

const primitives = new Map([[String, "string"], [Number, "number"], [Boolean, "boolean"], [BigInt, "bigint"],
    [Symbol, "symbol"], [Function, "function"]]);
class Any extends Asymmetric {
    constructor(type, inverse) {
        super(inverse);
        Object.defineProperty(this, "type", { value: type });
    }
    test(other) {
        const kind = primitives.get(this.type);
        if (kind && typeof other === kind) return true;
        if (this.type === Object) return typeof other === "object";
        if (this.type === Array) return Array.isArray(other);
        return other instanceof this.type;
    }
    format() { return `Any<${this.type.name}>`; }
}

class StringContaining extends Asymmetric {
    constructor(text, inverse) {
        super(inverse);
        this.text = text;
    }
    test(other) { return typeof other === "string" && other.includes(this.text); }
    format() { return `String${this.inverse ? "Not" : ""}Containing "${this.text}"`; }
}

class StringMatching extends Asymmetric {
    constructor(pattern, inverse) {
        super(inverse);
        this.pattern = pattern;
    }
    test(other) {
        if (typeof other !== "string") return false;
        return typeof this.pattern === "string" ? other.includes(this.pattern)
            : new RegExp(this.pattern).test(other);
    }
    format() {
        const shown = typeof this.pattern === "string" ? `"${this.pattern}"` : String(this.pattern);
        return `String${this.inverse ? "Not" : ""}Matching ${shown}`;
    }
}

class ArrayContaining extends Asymmetric {
    constructor(list, inverse) {
        super(inverse);
        this.list = list;
    }
    test(other) {
        return Array.isArray(other) && this.list.every(item => other.some(have => equals(have, item)));
    }
    format() { return "ExpectArrayContaining {}"; }
}

class ObjectContaining extends Asymmetric {
    constructor(shape, inverse) {
        super(inverse);
        this.shape = shape;
    }
    test(other) {
        if (!isObject(other) && typeof other !== "function") return false;
        for (const key of Reflect.ownKeys(this.shape)) {
            if (!Object.prototype.propertyIsEnumerable.call(this.shape, key)) continue;
            if (!(key in Object(other)) || !equals(other[key], this.shape[key])) return false;
        }
        return true;
    }
    format(inner, top) {
        return `Object${this.inverse ? "Not" : ""}Containing ${top ? "\n" : ""}${inner(this.shape)}`;
    }
}

class CloseTo extends Asymmetric {
    constructor(number, digits, inverse) {
        super(inverse);
        this.number = number;
        this.digits = digits;
    }
    test(other) {
        if (typeof other !== "number") return this.inverse;  // never a match, not even for .not
        if (this.number === other) return true;
        return Math.abs(this.number - other) < 0.5 * 10 ** -this.digits;
    }
    format() { return `NumberCloseTo ${Math.trunc(this.number)} (${this.digits} digits)`; }
}

// expect.customMatcher(...): runs the extension; a promise result cannot decide an equality.
class Custom extends Asymmetric {
    constructor(name, call, args, flags) {
        super(flags.not);
        Object.assign(this, { name, call, args, flags });
    }
    test(other) {
        const known = this.waiting?.get(other);
        const result = known ?? this.call(other, this.args, this.flags);
        if (!isObject(result) || typeof result.then !== "function") return Boolean(result?.pass);
        // An async matcher: the same promise is asked again when it is settled.
        Object.defineProperty(this, "waiting", { value: this.waiting ?? new Map(), configurable: true });
        this.waiting.set(other, result);
        const outcome = outcomeOf(result);
        if (!outcome) throw new PendingPromise(result);
        if (outcome.rejected) throw outcome.value;
        return Boolean(outcome.value?.pass);
    }
    asymmetricMatch(other) { return this.matches(other); }
    format(inner) {
        return `${this.inverse ? "not " : ""}${this.name} ${inner(this.args)}`;
    }
}

/** Thrown when a verdict needs a promise that is not settled yet. */
class PendingPromise {
    constructor(promise) { this.promise = promise; }
}

// expect.resolvesTo.x(), expect.rejectsTo.x(): what the promise settles to, judged by `inner`.
class Settled extends Asymmetric {
    constructor(inner, outcome, inverse) {
        super(inverse);
        Object.assign(this, { inner, outcome });
    }
    test(other) {
        if (!isObject(other) || typeof other.then !== "function") return this.inverse;
        const known = outcomeOf(other);
        if (!known) throw new PendingPromise(other);
        if (known.rejected !== (this.outcome === "rejects")) return this.inverse;
        return this.inner.matches(known.value);
    }
    format(inner, top) {
        return `promise ${this.outcome === "resolves" ? "resolved" : "rejected"} to `
            + (this.inverse ? "not " : "") + this.inner.format(inner, top);
    }
}

// Promises that were waited for, where the engine cannot tell their state.
const settled = new WeakMap();
function outcomeOf(promise) {
    const known = settled.get(promise) ?? promiseState(promise);
    if (known?.settled) {
        promise.then(() => {}, () => {});
        return known;
    }
    promise.then(value => settled.set(promise, { settled: true, rejected: false, value }),
        value => settled.set(promise, { settled: true, rejected: true, value }));
    return undefined;
}

function makePromiseStatics(outcome, inverse) {
    const statics = {};
    for (const [name, make] of Object.entries(makeStatics(false))) {
        statics[name] = (...args) => new Settled(make(...args), outcome, inverse);
    }
    return statics;
}

function signatureError(call, problem) {
    return new Error(`expect.${call}\n\n${problem}\n`);
}

/** The statics of expect (inverse: those of expect.not). */
function makeStatics(inverse) {
    return {
        any(type) {
            if (typeof type !== "function") {
                throw new Error("any() expects to be passed a constructor function. "
                    + "Please pass one or use anything() to match any object.");
            }
            return new Any(type, inverse);
        },
        anything() { return new Anything(inverse); },
        stringContaining(text) {
            if (typeof text !== "string" && !(text instanceof String)) {
                throw signatureError("stringContaining(string)", "Expected a string");
            }
            return new StringContaining(String(text), inverse);
        },
        stringMatching(pattern) {
            if (typeof pattern !== "string" && !(pattern instanceof RegExp)) {
                throw signatureError("stringContaining(string)", "Expected a string or regular expression");
            }
            return new StringMatching(pattern, inverse);
        },
        arrayContaining(list) {
            if (!Array.isArray(list)) throw signatureError("arrayContaining(array)", "Expected a array");
            return new ArrayContaining(list, inverse);
        },
        objectContaining(shape) {
            if (!isObject(shape)) throw signatureError("objectContaining(object)", "Expected an object");
            return new ObjectContaining(shape, inverse);
        },
        closeTo(number, digits = 2) {
            if (typeof number !== "number") {
                throw new Error("expect.closeTo(number, precision?)\n\nExpected a number value");
            }
            if (typeof digits !== "number") {
                throw new Error("expect.closeTo(number, precision?)\n\nPrecision must be a number or undefined");
            }
            return new CloseTo(number, digits, inverse);
        },
    };
}

module.exports = { makeStatics, makePromiseStatics, Custom, PendingPromise, Settled };
