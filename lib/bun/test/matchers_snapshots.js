// toMatchSnapshot, toMatchInlineSnapshot and their toThrow forms.

const state = require("internal/test/state");
const { snapshotBlock, inspect, asymmetric } = require("internal/test/format");
const { matchesSubset, isObject } = require("internal/test/equals");
const { diffText } = require("internal/test/diff");
const { paint } = require("internal/test/paint");
const { outcome, isThenable } = require("internal/test/matchers_text");
const store = require("internal/test/snapshot");
const { callerFrame } = require("internal/test/stack");
const { Object, Array, Error } = globalThis;

const matchers = {};
const define = (name, run, args = "") => { matchers[name] = { run, args }; };

function refuseNot(m) {
    if (m.not) throw m.error(`${m.signature("")}\n\nMatcher error: Snapshot matchers cannot be used with not\n`);
}

function testName(m) {
    const test = state.current?.test;
    if (!test?.fn) throw m.error(`${m.signature("")}\n\nMatcher error: Snapshot matchers cannot be used outside of a test\n`);
    const { pathOf } = require("internal/test/run");
    return pathOf(test).join(" ");
}

// The received value with the places that property matchers cover replaced by those matchers.
function masked(value, properties) {
    if (!isObject(value) || !isObject(properties)) return value;
    const copy = Array.isArray(value) ? value.slice() : Object.assign(Object.create(Object.getPrototypeOf(value)), value);
    for (const key of Object.keys(properties)) {
        copy[key] = properties[key]?.[asymmetric] ? properties[key] : masked(value[key], properties[key]);
    }
    return copy;
}

// (properties?, second?) with `second` a hint or an inline snapshot.
function parse(m, args, wantsText) {
    const [first, second] = args;
    if (typeof first === "string" && second !== undefined) {
        throw m.error(`${m.signature("properties, hint")}\n\nMatcher error: Expected properties must be an object\n`);
    }
    if (first === undefined || first === null) return { text: second };
    if (typeof first === "string") return { text: first };
    if (typeof first !== "object") {
        throw m.error("\n\nMatcher error: Expected first argument to be a string or object\n");
    }
    if (!isObject(m.value)) {
        throw m.error(`${m.signature("properties, hint")}\n\nMatcher error: received values must be an object when the `
            + "matcher has properties\n");
    }
    if (second !== undefined && typeof second !== "string") {
        if (wantsText) throw store.refusal(m, "Argument must be a string literal");
        throw m.error(`${m.signature("properties, hint")}\n\nMatcher error: Expected second argument to be a string\n`);
    }
    if (!matchesSubset(m.value, first)) {
        throw m.error(`${m.signature("propertyMatchers")}\n\nExpected propertyMatchers to match properties from received `
            + `object\n\nReceived: ${inspect(m.value)}\n`);
    }
    return { text: second, properties: first };
}

function mismatch(m, have, text) {
    const body = have.includes("\n") || text.includes("\n") ? diffText(have, text, paint)
        : `Expected: ${paint.green(have)}\nReceived: ${paint.red(text)}`;
    return m.error(`${m.signature(paint.green("expected"))}\n\n${body}\n`);
}

function matchStored(m, shown, hint) {
    const name = testName(m);
    const have = store.checkStored(m, hint ? `${name}: ${hint}` : name, shown);
    if (have !== undefined) throw mismatch(m, have, shown);
}

function matchInline(m, shown, literal, hasProperties, frame) {
    if (state.current?.test?.fn) store.nextKey(testName(m));  // inline snapshots are numbered with the others
    const have = store.checkInline(m, shown, literal, hasProperties, frame);
    if (have !== undefined) throw mismatch(m, have, shown);
}

define("toMatchSnapshot", (m, ...args) => {
    refuseNot(m);
    const { text: hint, properties } = parse(m, args, false);
    matchStored(m, snapshotBlock(masked(m.value, properties)), hint);
});

define("toMatchInlineSnapshot", (m, ...args) => {
    refuseNot(m);
    const frame = callerFrame(m.entry);
    const { text, properties } = parse(m, args, true);
    matchInline(m, snapshotBlock(masked(m.value, properties)), text, properties !== undefined, frame);
});

// Calls `then` with the message that the received function threw.
function withMessage(m, then) {
    refuseNot(m);
    const judge = got => {
        if (!got.threw) {
            throw m.error(`${m.signature("")}\n\nMatcher error: Received function did not throw\n`);
        }
        return then(snapshotBlock(got.error?.message));
    };
    const got = outcome(m);
    if (got.threw || !isThenable(got.value)) return judge(got);
    return got.value.then(value => judge({ threw: false, value }), error => judge({ threw: true, error }));
}

define("toThrowErrorMatchingSnapshot", (m, hint) => withMessage(m, shown => matchStored(m, shown, hint)));
define("toThrowErrorMatchingInlineSnapshot", (m, literal) => {
    const frame = callerFrame(m.entry);
    return withMessage(m, shown => matchInline(m, shown, literal, false, frame));
});

module.exports = { matchers, Error };
