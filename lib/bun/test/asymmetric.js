// Asymmetric matchers: values that decide equality themselves (expect.any, objectContaining ...).

const { Symbol, Object, Array, Error, TypeError, Math, RegExp, String, Promise, Function } = globalThis;
const { asymmetric, snapshotText } = require("internal/test/format");
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
        if (typeof other !== "number") return false;
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
        if (this.flags.promise) return this.inverse;  // a promise cannot be asked at once
        const result = this.call(other, this.args, this.flags);
        return Boolean(result?.pass);
    }
    format(inner) {
        const promise = this.flags.promise ? `promise ${this.flags.promise === "resolves" ? "resolved" : "rejected"} to ` : "";
        return `${promise}${this.inverse ? "not " : ""}${this.name} ${inner(this.args)}`;
    }
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
            if (typeof text !== "string") throw signatureError("stringContaining(string)", "Expected a string");
            return new StringContaining(text, inverse);
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

module.exports = { makeStatics, Custom, snapshotText };
