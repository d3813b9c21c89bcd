// expect(value): modifiers, the call of a matcher, expect.extend and the statics.
//
// Matchers live in tables (matchers_*.js) as functions of a context: {value, not, promise, name, ...}.
// A matcher throws through the context, so that every message starts with the same signature line.
// resolves/rejects return a promise; the running test waits for it even if the program does not.

const state = require("internal/test/state");
const { inspect, asymmetric, addSerializer } = require("internal/test/format");
const { equals } = require("internal/test/equals");
const { paint } = require("internal/test/paint");
const { makeStatics, makePromiseStatics, Custom, PendingPromise, Settled } = require("internal/test/asymmetric");
const { promiseState } = require("internal/test/host");
const { Object, Error, TypeError, Function, WeakSet, String, Boolean, Promise, Number } = globalThis;

/** Errors made by matchers: reports call them AssertionError. */
const assertionErrors = new WeakSet();
const testers = [];

function assertionError(message, top) {
    const error = new Error(message);
    Error.captureStackTrace?.(error, top);
    assertionErrors.add(error);
    return error;
}

const isThenable = value => value !== null && (typeof value === "object" || typeof value === "function")
    && typeof value.then === "function";

// What a matcher sees. `entry` is the function the program called: stacks start above it.
class Context {
    constructor(subject, name, value, entry) {
        Object.assign(this, { subject, name, value, entry, not: subject.flags.not, promise: subject.flags.promise, testers });
    }

    /** First line of a message, or the message given to expect(value, message). */
    signature(args, withPromise) {
        if (this.subject.message !== undefined) return this.subject.message;
        const promise = withPromise && this.promise ? "." + this.promise : "";
        return paint.dim("expect(") + paint.red("received") + paint.dim(")" + promise + (this.not ? ".not" : "") + ".")
            + this.name + paint.dim("(") + args + paint.dim(")");
    }

    error(message) { return assertionError(message, this.entry); }
    typeError(message) {
        const error = new TypeError(message);
        Error.captureStackTrace?.(error, this.entry);
        return error;
    }

    /** Throws unless `pass` agrees with .not. `body` gives the lines below the signature. */
    check(pass, args, body) {
        if (Boolean(pass) !== this.not) return;
        throw this.error(`${this.signature(args)}\n\n${body()}\n`);
    }
    expected(value) { return paint.green(inspect(value)); }
    received(value) { return paint.red(inspect(value)); }
}

function countCall() {
    state.expectCalls++;
    const running = state.current;
    if (running) running.assertions.count++;
}

// ---- resolves, rejects ----------------------------------------------------------------------------

function notPromise(context, spec) {
    return context.error(`${context.signature(spec.args ?? "expected", true)}\n\nExpected promise\n`
        + `Received: ${context.received(context.value)}\n`);
}

function wrongOutcome(context, spec, got) {
    const resolves = context.promise === "resolves";
    return context.error(`${context.signature(spec.args ?? "expected", true)}\n\nExpected promise that ${context.promise}\n`
        + `Received promise that ${resolves ? "rejected" : "resolved"}: `
        + paint.red(`Promise { <${got}> }`) + "\n");
}

// A promise that is settled already is judged at once, as Bun does; others make the matcher async.
function callSettled(context, spec, args) {
    const promise = context.value;
    if (!isThenable(promise)) throw notPromise(context, spec);
    const wantsResolve = context.promise === "resolves";
    const judge = (rejected, value) => {
        if (rejected === wantsResolve) throw wrongOutcome(context, spec, rejected ? "rejected" : "resolved");
        context.value = value;
        return runMatcher(context, spec, args);
    };
    const known = promise instanceof Promise ? promiseState(promise) : undefined;
    if (known?.settled) {
        promise.then(() => {}, () => {});  // handled
        return judge(known.rejected, known.value);
    }
    return track(promise.then(value => judge(false, value), error => judge(true, error)));
}

// An asymmetric matcher that has to wait for a promise throws a PendingPromise: try again then.
function runMatcher(context, spec, args) {
    let result;
    try {
        result = spec.run(context, ...args);
    } catch (error) {
        if (!(error instanceof PendingPromise)) throw error;
        const again = () => runMatcher(context, spec, args);
        return track(error.promise.then(again, again));
    }
    return isThenable(result) ? track(result) : undefined;
}

// The test waits for this promise; who handles its rejection is the program's business.
function track(promise) {
    state.track(promise.then(() => {}, () => {}));
    return promise;
}

function callMatcher(subject, name, spec, args, entry) {
    countCall();
    const context = new Context(subject, name, subject.value, entry);
    return context.promise ? callSettled(context, spec, args) : runMatcher(context, spec, args);
}

// ---- the object expect() returns --------------------------------------------------------------------

class Expect {
    constructor(value, message, flags) {
        Object.defineProperties(this, {
            value: { value }, message: { value: message }, flags: { value: flags },
        });
    }
    get not() { return new Expect(this.value, this.message, { ...this.flags, not: !this.flags.not }); }
    get resolves() { return chainPromise(this, "resolves"); }
    get rejects() { return chainPromise(this, "rejects"); }
}

function chainPromise(subject, name) {
    const have = subject.flags.promise;
    if (have && have !== name) throw new Error(`Cannot chain .${name}() after .${have}()`);
    return new Expect(subject.value, subject.message, { ...subject.flags, promise: name });
}

function defineMatcher(name, spec) {
    const entry = { [name](...args) { return callMatcher(this, name, spec, args, entry); } }[name];
    Object.defineProperty(Expect.prototype, name, { value: entry, writable: true, configurable: true });
}

// ---- expect.extend ------------------------------------------------------------------------------------

function parameterNames(fn) {
    const text = Function.prototype.toString.call(fn);
    const found = /^[^(]*\(([^)]*)\)/.exec(text);
    if (!found) return "";
    return found[1].split(",").slice(1).map(part => part.trim().replace(/\s*=.*$/, "")).filter(Boolean).join(", ");
}

const utils = Object.create({
    stringify: value => inspect(value),
    printReceived: value => paint.red(inspect(value)),
    printExpected: value => paint.green(inspect(value)),
    matcherHint(name, received = "received", expected = "expected", options = {}) {
        return paint.dim("expect(") + paint.red(received) + paint.dim(")") + (options.isNot ? ".not" : "")
            + (options.promise ? "." + options.promise : "") + `.${name}(` + paint.green(expected) + ")";
    },
    EXPECTED_COLOR: text => paint.green(text), RECEIVED_COLOR: text => paint.red(text),
    DIM_COLOR: text => paint.dim(text),
});

function matcherThis(context) {
    const { not, promise } = context;
    return Object.create({
        isNot: not, promise: promise ?? "", expand: false, utils, customTesters: testers,
        equals: (a, b, extra) => equals(a, b, { testers: Array.isArray(extra) ? extra : testers }),
        error: undefined, currentTestName: state.current?.test?.name ?? undefined,
    });
}

function invalidResult(context, result) {
    const error = context.error(`Unexpected return from matcher function \`${context.name}\`.\n`
        + "Matcher functions should return an object in the following format:\n"
        + `  {message?: string | function, pass: boolean}\n'${inspect(result)}' was returned`);
    error.name = "InvalidMatcherError";
    return error;
}

function judgeCustom(context, fn, result) {
    const valid = typeof result === "object" && result !== null && "pass" in result
        && (result.message === undefined || typeof result.message === "function" || typeof result.message === "string");
    if (!valid) throw invalidResult(context, result);
    if (Boolean(result.pass) !== context.not) return;
    const { message } = result;
    const text = message === undefined ? "No message was specified for this matcher."
        : typeof message === "function" ? String(message()) : message;
    const signature = paint.dim("expect(") + paint.red("received") + paint.dim(").") + context.name
        + `(${parameterNames(fn)})`;
    throw context.error(`${context.subject.message ?? signature}\n\n${text}`);
}

function customSpec(fn) {
    return {
        args: parameterNames(fn),
        run(context, ...args) {
            const result = fn.call(matcherThis(context), context.value, ...args);
            if (!isThenable(result)) return judgeCustom(context, fn, result);
            return result.then(value => judgeCustom(context, fn, value));
        },
    };
}

function extend(matchers) {
    if (typeof matchers !== "object" || matchers === null) {
        throw new Error("expect.extend(matchers)\n\nExpected an object containing matchers\n");
    }
    for (let at = matchers; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
        for (const name of Object.getOwnPropertyNames(at)) {
            if (name === "constructor" && at !== matchers) continue;
            extendOne(name, matchers[name]);
        }
    }
}

function extendOne(name, fn) {
    if (typeof fn !== "function") {
        throw new TypeError(`expect.extend: \`${name}\` is not a valid matcher. Must be a function, is "${
            fn === null ? "null" : typeof fn}"`);
    }
    defineMatcher(name, customSpec(fn));
    const call = (other, args, flags) => {
        const context = { not: flags.not, promise: flags.promise, name };
        return fn.call(matcherThis(context), other, ...args);
    };
    const define = (target, flags) => Object.defineProperty(target, name, {
        value(...args) {
            const inner = new Custom(name, call, args, { ...flags, not: flags.promise ? false : flags.not });
            return flags.promise ? new Settled(inner, flags.promise, flags.not) : inner;
        },
        writable: true, configurable: true,
    });
    define(expect, { not: false });
    define(expect.not, { not: true });
    for (const [key, promise] of [["resolvesTo", "resolves"], ["rejectsTo", "rejects"]]) {
        define(expect[key], { not: false, promise });
        define(expect.not[key], { not: true, promise });
        define(expect[key].not, { not: true, promise });
    }
}

// ---- expect itself ---------------------------------------------------------------------------------------

function expect(value, message) {
    const text = message === undefined ? undefined
        : message instanceof Error ? message.message : String(message);
    return new Expect(value, text, { not: false, promise: null });
}

function running(what) {
    const attempt = state.current;
    if (!attempt || !attempt.test.fn) {
        throw new Error(`expect.${what}() is not supported in the describe phase, in concurrent tests, `
            + "between tests, or after test execution has completed");
    }
    return attempt.assertions;
}

Object.defineProperties(expect, Object.getOwnPropertyDescriptors({
    ...makeStatics(false),
    not: { ...makeStatics(true), resolvesTo: makePromiseStatics("resolves", true),
        rejectsTo: makePromiseStatics("rejects", true) },
    resolvesTo: { ...makePromiseStatics("resolves", false), not: makePromiseStatics("resolves", true) },
    rejectsTo: { ...makePromiseStatics("rejects", false), not: makePromiseStatics("rejects", true) },
    extend,
    assertions(count) {
        if (arguments.length < 1) throw new TypeError("expect.assertions() takes 1 argument");
        if (!Number.isInteger(count) || count < 0) {
            throw new Error(`Expected value must be a non-negative integer: ${inspect(count)}`);
        }
        running("assertions").exactly = count;
    },
    hasAssertions() { running("hasAssertions").some = true; },
    unreachable(message) {
        if (message instanceof Error) throw message;
        const error = assertionError(message === undefined ? "reached unreachable code" : String(message), expect.unreachable);
        error.name = "UnreachableError";
        throw error;
    },
    addSnapshotSerializer(plugin) {
        if (typeof plugin !== "object" || plugin === null || typeof plugin.test !== "function"
            || (typeof plugin.print !== "function" && typeof plugin.serialize !== "function")) {
            throw new TypeError("expect.addSnapshotSerializer() expects {test, print} or {test, serialize}");
        }
        addSerializer(plugin);
    },
    addEqualityTesters(list) { testers.push(...list); },
}));

for (const table of ["values", "text", "mocks", "snapshots"]) {
    const { matchers } = require("internal/test/matchers_" + table);
    for (const [name, spec] of Object.entries(matchers)) defineMatcher(name, spec);
}

module.exports = { expect, assertionErrors, asymmetric };
