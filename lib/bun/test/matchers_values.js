// Matchers on identity, equality, types, numbers, collections and properties.

const { snapshotText, inspect, asymmetric, tagOf } = require("internal/test/format");
const { equals, matchesSubset, isObject, builtinTag } = require("internal/test/equals");
const { diffText } = require("internal/test/diff");
const { paint } = require("internal/test/paint");
const { Object, Array, Number, Math, Map, Set, String, Symbol, Date, Error } = globalThis;

// "Expected/Received" or a diff, as Bun chooses: a diff for anything that takes several lines.
function comparison(m, expected, received) {
    const left = snapshotText(expected), right = snapshotText(received);
    if (left === right && isObject(expected)) {
        return `Expected: ${paint.green(left)}\nReceived: ${paint.red("serializes to the same string")}`;
    }
    if (left.includes("\n") || right.includes("\n")) return diffText(left, right, paint);
    return `Expected: ${paint.green(left)}\nReceived: ${paint.red(right)}`;
}

const matchers = {};
const define = (name, run, args = "expected") => { matchers[name] = { run, args }; };

define("toBe", function (m, expected) {
    if (arguments.length < 2) throw m.typeError("toBe() takes 1 argument");
    m.check(Object.is(m.value, expected), paint.green("expected"), () => {
        if (m.not) return `Expected: not ${m.expected(expected)}`;
        if (typeof expected === "string" && typeof m.value === "string" && /\n/.test(expected + m.value)) {
            return comparison(m, expected, m.value);
        }
        const left = inspect(expected), right = inspect(m.value);
        return `Expected: ${paint.green(left)}\nReceived: `
            + paint.red(left === right ? "serializes to the same string" : right);
    });
});

function equality(name, strict) {
    define(name, function (m, expected) {
        if (arguments.length < 2) throw m.typeError(`${name}() requires 1 argument`);
        m.check(equals(m.value, expected, { strict, testers: m.testers }), paint.green("expected"), () =>
            m.not ? `Expected: not ${paint.green(snapshotText(expected))}` : comparison(m, expected, m.value));
    });
}
equality("toEqual", false);
equality("toStrictEqual", true);

define("toMatchObject", (m, expected) => {
    if (!isObject(m.value)) {
        throw m.error(`${m.signature("expected")}\n\nMatcher error: received value must be a non-null object\n`);
    }
    if (!isObject(expected)) {
        throw m.error(`${m.signature("")}\n\nMatcher error: expected value must be a non-null object\n`);
    }
    m.check(matchesSubset(m.value, expected, m.testers), paint.green("expected"), () =>
        m.not ? `Expected: not ${paint.green(snapshotText(expected))}` : comparison(m, expected, m.value));
});

// ---- predicates without arguments: message is the received value ------------------------------------

const integer = value => Number.isInteger(value);
const predicates = {
    toBeNull: v => v === null,
    toBeUndefined: v => v === undefined,
    toBeDefined: v => v !== undefined,
    toBeNaN: v => typeof v === "number" && v !== v,
    toBeTruthy: v => Boolean(v),
    toBeFalsy: v => !v,
    toBeNil: v => v === null || v === undefined,
    toBeArray: v => Array.isArray(v),
    toBeBoolean: v => typeof v === "boolean",
    toBeTrue: v => v === true,
    toBeFalse: v => v === false,
    toBeDate: v => v instanceof Date,
    toBeValidDate: v => v instanceof Date && !Number.isNaN(v.getTime()),
    toBeFunction: v => typeof v === "function",
    toBeNumber: v => typeof v === "number",
    toBeString: v => typeof v === "string" || v instanceof String,
    toBeSymbol: v => typeof v === "symbol",
    toBeFinite: v => Number.isFinite(v),
    toBeInteger: v => integer(v),
    toBeEven: v => typeof v === "bigint" ? v % 2n === 0n : integer(v) && v % 2 === 0,
    toBeOdd: v => typeof v === "bigint" ? v % 2n !== 0n : integer(v) && v % 2 !== 0,
    toBePositive: v => typeof v === "number" && Math.round(v) > 0 && v !== Infinity,
    toBeNegative: v => typeof v === "number" && Math.round(v) < 0 && v !== -Infinity,
    toBeEmptyObject: v => (Array.isArray(v) || isObjectLike(v) && builtinTag(v) === "Object") && Object.keys(v).length === 0,
};
for (const [name, test] of Object.entries(predicates)) {
    define(name, m => m.check(test(m.value), "", () => `Received: ${m.received(m.value)}`), "");
}

function isObjectLike(value) {
    return isObject(value) || typeof value === "function";
}

define("toBeObject", m => m.check(isObjectLike(m.value), "", () =>
    `Expected value${m.not ? " not" : ""} to be an object\n\nReceived: ${m.received(m.value)}`), "");

// undefined: not something that can be empty.
function emptiness(value) {
    if (typeof value === "string") return value.length === 0;
    if (!isObjectLike(value)) return undefined;
    if (typeof value.size === "number" && (value instanceof Map || value instanceof Set || tagOf(value) === "Blob"
        || tagOf(value) === "File")) return value.size === 0;
    if (typeof value.length === "number" && typeof value !== "function") return value.length === 0;
    if (typeof value[Symbol.iterator] === "function") {
        for (const _ of value) return false;
        return true;
    }
    return Object.keys(value).length === 0;
}

define("toBeEmpty", m => {
    const empty = emptiness(m.value);
    if (empty === undefined) {
        throw m.error(`${m.signature("")}\n\nExpected value${m.not ? " not" : ""} to be a string, object, or iterable\n\n`
            + `Received: ${m.received(m.value)}\n`);
    }
    m.check(empty, "", () => `Expected value ${m.not ? "not to be a string, object, or iterable" : "to be empty"}\n\n`
        + `Received: ${m.received(m.value)}`);
}, "");

define("toBeArrayOfSize", (m, size) => {
    if (!integer(size)) throw m.error("toBeArrayOfSize() requires the first argument to be a number");
    m.check(Array.isArray(m.value) && m.value.length === size, "", () => `Received: ${m.received(m.value)}`);
});

define("toBeOneOf", (m, list) => {
    if (!list || typeof list[Symbol.iterator] !== "function") {
        throw m.error("Received value must be an array type, or both received and expected values must be strings.");
    }
    const pass = Array.from(list).some(item => equals(m.value, item));
    m.check(pass, paint.green("expected"), () =>
        `Expected to ${m.not ? "not " : ""}be one of: ${m.expected(list)}\nReceived: ${m.received(m.value)}`);
});

const typeNames = ["function", "object", "bigint", "boolean", "number", "string", "symbol", "undefined"];
define("toBeTypeOf", (m, type) => {
    if (!typeNames.includes(type)) {
        throw m.typeError("toBeTypeOf() requires a valid type string argument ('function', 'object', 'bigint', "
            + "'boolean', 'number', 'string', 'symbol', 'undefined')");
    }
    m.check(typeof m.value === type, "", () => `Expected type: ${m.not ? "not " : ""}${m.expected(type)}\n`
        + `Received type: ${m.received(typeof m.value)}\nReceived value: ${m.received(m.value)}`);
});

define("toBeInstanceOf", (m, type) => {
    if (typeof type !== "function") throw m.error(`Expected value must be a function: ${inspect(type)}`);
    m.check(m.value instanceof type, paint.green("expected"), () =>
        `Expected constructor: ${m.not ? "not " : ""}${m.expected(type)}\nReceived value: ${m.received(m.value)}`);
});

define("toSatisfy", (m, test) => {
    if (typeof test !== "function") throw m.error("toSatisfy() argument must be a function");
    m.check(test(m.value) === true, paint.green("expected"), () =>
        m.not ? `Expected: not ${m.expected(test)}` : `Expected: ${m.expected(test)}\nReceived: ${m.received(m.value)}`);
});

// ---- numbers --------------------------------------------------------------------------------------

function ordering(name, sign, test) {
    const numeric = value => typeof value === "number" || typeof value === "bigint";
    define(name, (m, other) => {
        if (!numeric(m.value) || !numeric(other)) throw m.error("Expected and actual values must be numbers or bigints");
        m.check(test(m.value, other), paint.green("expected"), () =>
            `Expected: ${m.not ? "not " : ""}${sign} ${m.expected(other)}\nReceived: ${m.received(m.value)}`);
    });
}
ordering("toBeGreaterThan", ">", (a, b) => a > b);
ordering("toBeGreaterThanOrEqual", ">=", (a, b) => a >= b);
ordering("toBeLessThan", "<", (a, b) => a < b);
ordering("toBeLessThanOrEqual", "<=", (a, b) => a <= b);

define("toBeCloseTo", (m, expected, digits = 2) => {
    if (typeof expected !== "number") throw m.typeError("Expected expected to be a number for 'toBeCloseTo'.");
    if (typeof digits !== "number") throw m.typeError("Expected precision to be a number for 'toBeCloseTo'.");
    if (typeof m.value !== "number") throw m.typeError("Expected received to be a number for 'expect'.");
    const limit = 10 ** -digits / 2;
    const same = m.value === expected || (Number.isNaN(m.value) && Number.isNaN(expected));
    const gap = same ? 0 : Math.abs(expected - m.value);
    m.check(same || gap < limit, paint.green("expected") + ", precision", () =>
        `Expected: ${m.expected(expected)}\nReceived: ${m.received(m.value)}\n\nExpected precision: ${digits}\n`
        + `Expected difference: < ${m.expected(limit)}\nReceived difference: ${m.received(gap)}`);
}, "expected, precision");

define("toBeWithin", (m, start, end) => {
    if (typeof start !== "number") throw m.error("toBeWithin() requires the first argument to be a number");
    if (typeof end !== "number") throw m.error("toBeWithin() requires the second argument to be a number");
    m.check(typeof m.value === "number" && m.value >= start && m.value < end, "start, end", () =>
        `Expected: ${m.not ? "not " : ""}between ${m.expected(start)} (inclusive) and ${m.expected(end)} (exclusive)\n`
        + `Received: ${m.received(m.value)}`);
}, "start, end");

// ---- collections -----------------------------------------------------------------------------------

function listOf(value) {
    if (typeof value === "string") return Array.from(value);
    if (Array.isArray(value)) return value;
    if (isObjectLike(value) && typeof value[Symbol.iterator] === "function") return Array.from(value);
    return undefined;
}

define("toContain", (m, item) => {
    let pass;
    if (typeof m.value === "string" && typeof item === "string") pass = m.value.includes(item);
    else {
        const list = typeof m.value === "string" ? undefined : listOf(m.value);
        if (!list) throw m.error("Received value must be an array type, or both received and expected values must be strings.");
        pass = list.includes(item);
    }
    m.check(pass, paint.green("expected"), () => `Expected to ${m.not ? "not " : ""}contain: ${m.expected(item)}\n`
        + `Received: ${m.received(m.value)}`);
});

define("toContainEqual", (m, item) => {
    const list = listOf(m.value);
    if (!list) throw m.error("Received value must be an array type, or both received and expected values must be strings.");
    m.check(list.some(have => equals(have, item, { testers: m.testers })), paint.green("expected"), () => `Expected to ${m.not ? "not " : ""}contain: ${m.expected(item)}`
        + (m.not ? "" : `\nReceived: ${m.received(m.value)}`));
});

function lengthOf(value) {
    if (typeof value === "string") return value.length;
    if (!isObjectLike(value)) return undefined;
    const { length = value.size } = value;
    if (length === undefined && typeof value[Symbol.iterator] === "function") return Array.from(value).length;
    return length;
}

define("toHaveLength", (m, length) => {
    const actual = lengthOf(m.value);
    if (typeof actual !== "number") throw m.error(`Received value does not have a length property: ${inspect(m.value)}`);
    if (!integer(length) || length < 0) throw m.error(`Expected value must be a non-negative integer: ${inspect(length)}`);
    m.check(actual === length, paint.green("expected"), () => m.not ? `Expected length: not ${m.expected(length)}`
        : `Expected length: ${m.expected(length)}\nReceived length: ${m.received(actual)}`);
});

// ---- keys and values ---------------------------------------------------------------------------------

function keyed(name, text, shown, test, strict = true) {
    define(name, (m, expected) => {
        if (strict && !isObjectLike(m.value)) throw m.typeError(`Expected value must be an object\nReceived: ${inspect(m.value)}`);
        const nothing = m.value === null || m.value === undefined;
        m.check(!nothing && test(Object(m.value), expected), paint.green("expected"), () =>
            `Expected to ${m.not ? "not " : ""}${text}: ${m.expected(expected)}\nReceived: ${m.received(shown(m.value))}`);
    });
}
const whole = value => value;
const hasKey = (object, key) => Object.hasOwn(object, key);
const keysMatch = (object, keys) => {
    const own = Object.keys(object);
    return own.length === keys.length && keys.every(key => hasKey(object, key));
};
const hasValue = (object, value) => Object.values(object).some(have => equals(have, value));
keyed("toContainKey", "contain", whole, hasKey);
keyed("toContainKeys", "contain", whole, (object, keys) => keys.every(key => hasKey(object, key)), false);
keyed("toContainAnyKeys", "contain", whole, (object, keys) => keys.some(key => hasKey(object, key)), false);
keyed("toContainAllKeys", "contain all keys", value => Object.keys(value), keysMatch, false);
keyed("toContainValue", "contain", whole, hasValue);
keyed("toContainValues", "contain", whole, (object, values) => values.every(value => hasValue(object, value)));
keyed("toContainAnyValues", "contain any of the following values", whole,
    (object, values) => values.some(value => hasValue(object, value)));
keyed("toContainAllValues", "contain all values", whole, (object, values) =>
    Object.values(object).length === values.length && values.every(value => hasValue(object, value)));

// Names in a path. "." and brackets separate; an empty name is meant by a leading dot, a trailing dot
// and two dots in a row. undefined: the path names nothing.
function pathParts(path) {
    if (Array.isArray(path)) return path;
    if (typeof path !== "string" || path === "") return [path];
    const names = path[0] === "." ? [""] : [];
    for (let i = 0; i < path.length; i++) {
        if (path[i] === "." && (i + 1 === path.length || path[i + 1] === ".")) names.push("");
        if (".[]".includes(path[i])) continue;
        const start = i;
        while (i + 1 < path.length && !".[]".includes(path[i + 1])) i++;
        names.push(path.slice(start, i + 1));
    }
    return names.length ? names : undefined;
}

// The value at `path`; undefined when some step is missing.
function resolvePath(object, path) {
    const parts = pathParts(path);
    if (!parts) return undefined;
    let value = object;
    for (const part of parts) {
        if (value === null || value === undefined || !(part in Object(value))) return undefined;
        value = value[part];
    }
    return { value };
}

define("toHaveProperty", function (m, path, expected) {
    if (arguments.length < 2) throw m.typeError("toHaveProperty() requires at least 1 argument");
    const withValue = arguments.length > 2;
    const found = m.value === null || m.value === undefined ? undefined : resolvePath(m.value, path);
    const pass = found !== undefined && (!withValue || equals(found.value, expected, { testers: m.testers }));
    m.check(pass, paint.green("path") + (withValue ? paint.dim(", ") + paint.green("value") : ""), () =>
        propertyBody(m, path, withValue, expected, found));
}, "path");

function propertyBody(m, path, withValue, expected, found) {
    if (m.not) {
        return withValue ? `Expected path: ${m.expected(path)}\n\nExpected value: not ${m.expected(expected)}`
            : `Expected path: not ${m.expected(path)}\n\nReceived value: ${m.received(found.value)}`;
    }
    if (found && withValue) return comparison(m, expected, found.value);
    return `Expected path: ${m.expected(path)}\n\n`
        + (withValue ? `Expected value: ${m.expected(expected)}\n\n` : "") + "Unable to find property";
}

// ---- explicit verdicts -------------------------------------------------------------------------------

function explicit(name, passes) {
    define(name, (m, message = `${name}es by .${name}() assertion`) => {
        if (typeof message !== "string") throw m.typeError(`Expected message to be a string for '${name}'.`);
        if (name === "fail" && message === "failes by .fail() assertion") message = "fails by .fail() assertion";
        if (passes !== m.not) return;
        throw m.error(`expect(received).not.${name}()\n\n${message}\n`);
    }, "");
}
explicit("pass", true);
explicit("fail", false);

module.exports = { matchers, comparison, asymmetric, Error };
