// Matchers on strings, and toThrow.

const { inspect, asymmetric } = require("internal/test/format");
const { equals, isObject } = require("internal/test/equals");
const { paint } = require("internal/test/paint");
const { promiseState } = require("internal/test/host");
const { String, RegExp, Number, Promise } = globalThis;

const matchers = {};
const define = (name, run, args = "expected") => { matchers[name] = { run, args }; };
const expectedWord = () => paint.green("expected");

define("toMatch", (m, pattern) => {
    if (typeof m.value !== "string") throw m.error(`Received value must be a string: ${inspect(m.value)}`);
    if (typeof pattern !== "string" && !(pattern instanceof RegExp) && !pattern?.[asymmetric]) {
        throw m.error(`Expected value must be a string or regular expression: ${inspect(pattern)}`);
    }
    const pass = typeof pattern === "string" ? m.value.includes(pattern)
        : pattern[asymmetric] ? pattern.matches(m.value) : new RegExp(pattern).test(m.value);
    m.check(pass, expectedWord(), () =>
        `Expected substring or pattern: ${m.not ? "not " : ""}${m.expected(pattern)}\nReceived: ${m.received(m.value)}`);
});

function part(name, verb, test) {
    define(name, (m, text) => {
        if (typeof text !== "string") throw m.error(`${name}() requires the first argument to be a string`);
        m.check(typeof m.value === "string" && test(m.value, text), expectedWord(), () =>
            `Expected to ${m.not ? "not " : ""}${verb}: ${m.expected(text)}\nReceived: ${m.received(m.value)}`);
    });
}
part("toStartWith", "start with", (value, text) => value.startsWith(text));
part("toEndWith", "end with", (value, text) => value.endsWith(text));
part("toInclude", "include", (value, text) => value.includes(text));

define("toIncludeRepeated", (m, text, times) => {
    if (typeof text !== "string") throw m.error("toIncludeRepeated() requires the first argument to be a string");
    if (!Number.isInteger(times)) throw m.error("toIncludeRepeated() requires the second argument to be a number");
    if (times < 0 || Object.is(times, -0)) {
        throw m.error("toIncludeRepeated() requires the second argument to be a number greater than 0");
    }
    if (text === "") throw m.error("toIncludeRepeated() requires the first argument to be a non-empty string");
    const count = typeof m.value === "string" ? m.value.split(text).length - 1 : -1;
    const often = times === 1 ? "" : ` ${times} times `;
    m.check(count === times, expectedWord(), () =>
        `Expected ${m.not ? "not " : ""}to include: ${m.expected(text)}${often}\nReceived: ${m.received(m.value)}`);
});

define("toEqualIgnoringWhitespace", (m, text) => {
    if (typeof text !== "string") {
        throw m.error("toEqualIgnoringWhitespace() requires argument to be a string");
    }
    const bare = value => value.replace(/\s+/g, "");
    m.check(typeof m.value === "string" && bare(m.value) === bare(text), expectedWord(), () =>
        `Expected: ${m.not ? "not " : ""}${m.expected(text)}\nReceived: ${m.received(m.value)}`);
});

// ---- toThrow --------------------------------------------------------------------------------------

const isThenable = value => isObject(value) && typeof value.then === "function";
const isErrorLike = value => isObject(value) && typeof value.message === "string";

// The outcome of calling the received function: {threw, error} or {threw: false, value}.
function outcome(m) {
    if (m.promise && typeof m.value !== "function") return { threw: m.promise === "rejects" || true, error: m.value };
    if (typeof m.value !== "function") throw m.error("Expected value must be a function");
    try {
        return settledOutcome(m.value());
    } catch (error) {
        if (error instanceof Promise) error.then(() => {}, () => {});  // a thrown promise is handled
        return { threw: true, error };
    }
}

// A returned promise that is settled already counts as what it settled to.
function settledOutcome(value) {
    const known = value instanceof Promise ? promiseState(value) : undefined;
    if (!known?.settled) return { threw: false, value };
    value.then(() => {}, () => {});  // handled
    return known.rejected ? { threw: true, error: known.value } : { threw: false, value: known.value };
}

function toThrow(m, expected) {
    const wants = arguments.length > 1 && expected !== undefined;
    const valid = !wants || typeof expected === "string" || typeof expected === "function" || isObject(expected);
    if (!valid) throw m.error(`Expected value must be string or Error: ${inspect(expected)}`);
    const got = outcome(m);
    if (!got.threw && isThenable(got.value)) {
        return got.value.then(value => judge(m, wants, expected, { threw: false, value }),
            error => judge(m, wants, expected, { threw: true, error }));
    }
    return judge(m, wants, expected, got);
}

function messageOf(error) {
    if (isErrorLike(error)) return error.message;
    return isObject(error) || typeof error === "symbol" ? undefined : String(error);
}

function judge(m, wants, expected, got) {
    if (!wants) return judgeAny(m, got);
    const plan = expectation(m, expected);
    if (!got.threw) {
        if (m.not) return undefined;
        throw m.error(`${m.signature(expectedWord())}\n\n${plan.label}: ${plan.shown}\n\n`
            + `Received function did not throw\nReceived value: ${m.received(got.value)}\n`);
    }
    m.check(plan.test(got.error), expectedWord(), () => plan.body(got.error));
    return undefined;
}

function judgeAny(m, got) {
    m.check(got.threw, "", () => {
        if (!m.not) return `Received function did not throw\nReceived value: ${m.received(got.value)}`;
        if (!isErrorLike(got.error)) return `Thrown value: ${m.received(got.error)}`;
        return `Error name: ${m.received(got.error.name)}\nError message: ${m.received(got.error.message)}`;
    });
    return undefined;
}

function receivedLine(m, error) {
    const message = messageOf(error);
    return message === undefined ? `Received value: ${m.received(error)}` : `Received message: ${m.received(message)}`;
}

// How `expected` judges and describes a thrown value.
function expectation(m, expected) {
    const not = m.not ? "not " : "";
    if (typeof expected === "string") {
        return { label: "Expected substring", shown: m.expected(expected),
            test: error => messageOf(error)?.includes(expected) ?? false,
            body: error => `Expected substring: ${not}${m.expected(expected)}\n${receivedLine(m, error)}` };
    }
    if (expected instanceof RegExp) {
        return { label: "Expected pattern", shown: m.expected(expected),
            test: error => { const text = messageOf(error); return text !== undefined && new RegExp(expected).test(text); },
            body: error => `Expected pattern: ${not}${m.expected(expected)}\n${receivedLine(m, error)}` };
    }
    if (expected[asymmetric]) {
        return { label: "Expected value", shown: m.expected(expected), test: error => expected.matches(error),
            body: error => `Expected value: ${not}${m.expected(expected)}\nReceived value: ${m.received(error)}` };
    }
    if (typeof expected === "function") return constructorExpectation(m, expected, not);
    return { label: "Expected message", shown: m.expected(expected.message),
        test: error => sameError(error, expected),
        body: error => m.not ? `Expected message: not ${m.expected(expected.message)}`
            : `Expected message: ${m.expected(expected.message)}\n${receivedLine(m, error)}` };
}

function sameError(error, expected) {
    if (typeof expected.message === "string") return messageOf(error) === expected.message;
    return equals(error, expected);
}

function constructorExpectation(m, type, not) {
    return { label: "Expected constructor", shown: paint.green(type.name), test: error => error instanceof type,
        body: error => {
            const name = isObject(error) ? error.constructor?.name : undefined;
            const received = m.not || name === undefined ? "" : `Received constructor: ${paint.red(name)}\n`;
            return `Expected constructor: ${not}${paint.green(type.name)}\n${received}\n${receivedLine(m, error)}`;
        } };
}

define("toThrow", toThrow);
define("toThrowError", toThrow);

module.exports = { matchers, outcome, isThenable };
