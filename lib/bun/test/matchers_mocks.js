// Matchers on mock functions: calls and returns.

const { inspect, snapshotText, mockBrand } = require("internal/test/format");
const { equals } = require("internal/test/equals");
const { diffText } = require("internal/test/diff");
const { paint } = require("internal/test/paint");
const { Number } = globalThis;

const matchers = {};
function define(names, run, args = "expected") {
    for (const name of names) matchers[name] = { run, args };
}

function recordOf(m, args) {
    const value = m.value;
    if (typeof value === "function" && value[mockBrand]) return value.mock;
    if (args === undefined) throw m.error(`Expected value must be a mock function: ${inspect(value)}`);
    throw m.error(`${m.signature(args)}\n\nMatcher error: received value must be a mock function\nReceived: ${inspect(value)}`);
}

// ---- number of calls --------------------------------------------------------------------------------

define(["toHaveBeenCalled", "toBeCalled"], function (m) {
    if (arguments.length > 1) throw m.typeError(`${m.name}() must not have an argument`);
    const { length } = recordOf(m).calls;
    m.check(length > 0, "", () => `Expected number of calls: ${m.not ? paint.green("0") : ">= " + paint.green("1")}\n`
        + `Received number of calls: ${m.received(length)}`);
}, "");

function callCount(m, count) {
    const { length } = recordOf(m).calls;
    m.check(length === count, paint.green("expected"), () =>
        `Expected number of calls: ${m.not ? "not " : ""}${m.expected(count)}\nReceived number of calls: ${m.received(length)}`);
}
define(["toHaveBeenCalledOnce"], m => callCount(m, 1));
define(["toHaveBeenCalledTimes", "toBeCalledTimes"], (m, count) => {
    if (!Number.isInteger(count) || count < 0) {
        throw m.typeError(`${m.name}() requires 1 non-negative integer argument`);
    }
    callCount(m, count);
});

// ---- arguments of calls --------------------------------------------------------------------------------

const sameArguments = (m, call, args) => call.length === args.length && equals(call, args, { testers: m.testers });

define(["toHaveBeenCalledWith", "toBeCalledWith"], (m, ...args) => {
    const { calls } = recordOf(m, "...expected");
    const pass = calls.some(call => sameArguments(m, call, args));
    if (pass !== m.not) return;
    const head = m.signature(`...${paint.green("expected")}`);
    if (m.not) throw m.error(`${head}\n\nExpected mock function not to have been called with: ${m.expected(args)}\nBut it was.`);
    if (!calls.length) throw m.error(`${head}\n\nExpected: ${m.expected(args)}\nBut it was not called.`);
    if (calls.length === 1) throw m.error(`${head}\n\n${diffText(snapshotText(args), snapshotText(calls[0]), paint)}\n`);
    const list = calls.slice(0, 10).map((call, i) => `              ${i + 1}: ${m.received(call)}\n`).join("");
    throw m.error(`${head}\n\n    Expected: ${m.expected(args)}\n    Received:\n${list}\n    Number of calls: ${calls.length}\n`);
}, "...expected");

define(["toHaveBeenLastCalledWith", "lastCalledWith"], (m, ...args) => {
    const { calls } = recordOf(m, "...expected");
    const last = calls.at(-1);
    const pass = last !== undefined && sameArguments(m, last, args);
    if (pass !== m.not) return;
    const head = m.signature(`...${paint.green("expected")}`);
    if (m.not) throw m.error(`${head}\n\nExpected last call not to be with: ${m.expected(args)}\nBut it was.`);
    if (!last) throw m.error(`${head}\n\nExpected: ${m.expected(args)}\nBut it was not called.`);
    throw m.error(`${head}\n\n${diffText(snapshotText(args), snapshotText(last), paint)}\n`);
}, "...expected");

define(["toHaveBeenNthCalledWith", "nthCalledWith"], (m, n, ...args) => {
    const { calls } = recordOf(m, "n, ...expected");
    if (!Number.isInteger(n) || n < 1) throw m.typeError(`${m.name}() first argument must be a positive integer`);
    const call = calls[n - 1];
    const pass = call !== undefined && sameArguments(m, call, args);
    if (pass !== m.not) return;
    const head = m.signature(`n, ...${paint.green("expected")}`);
    if (m.not) throw m.error(`${head}\n\nExpected call #${n} not to be with: ${m.expected(args)}\nBut it was.`);
    if (!call) throw m.error(`${head}\n\nThe mock function was called ${times(calls.length)}, but call ${n} was requested.`);
    throw m.error(`${head}\n\nCall #${n}:\n${diffText(snapshotText(args), snapshotText(call), paint)}\n`);
}, "n, ...expected");

const times = count => `${count} time${count === 1 ? "" : "s"}`;

// ---- returns -----------------------------------------------------------------------------------------

function returnCount(m, wanted, pass, sign) {
    const { results, calls } = recordOf(m);
    const returned = results.filter(result => result.type === "return").length;
    // Bun pads by the length of the sign, which leaves the columns of .not one short.
    const pad = m.not && wanted === 1 && sign === "<" ? "   " : "    ";
    m.check(pass(returned), paint.green("expected"), () =>
        `Expected number of succesful returns: ${sign} ${m.expected(wanted)}\n`
        + `Received number of succesful returns: ${pad.slice(1)}${m.received(returned)}\n`
        + `Received number of calls:             ${pad.slice(1)}${m.received(calls.length)}`);
}
define(["toHaveReturned", "toReturn"], function (m) {
    if (arguments.length > 1) throw m.typeError(`${m.name}() must not have an argument`);
    returnCount(m, 1, n => n >= 1, m.not ? "<" : ">=");
});
define(["toHaveReturnedTimes", "toReturnTimes"], (m, count) => {
    if (!Number.isInteger(count) || count < 0) {
        throw m.typeError(`${m.name}() requires 1 non-negative integer argument`);
    }
    returnCount(m, count, n => n === count, m.not ? "!=" : "==");
});

const returnedEqual = (m, result, value) => result.type === "return" && equals(result.value, value, { testers: m.testers });

define(["toHaveReturnedWith", "toReturnWith"], (m, expected) => {
    const { results, calls } = recordOf(m);
    const pass = results.some(result => returnedEqual(m, result, expected));
    m.check(pass, paint.green("expected"), () => {
        if (m.not) return `Expected mock function not to have returned: ${m.expected(expected)}`;
        const threw = results.some(result => result.type === "throw");
        const returns = results.filter(result => result.type === "return");
        if (returns.length === 1 && !threw) return `Expected: ${m.expected(expected)}\nReceived: ${m.received(returns[0].value)}`;
        const list = results.slice(0, 10).map((result, i) => result.type === "throw"
            ? `            ${i + 1}: function call threw an error: ${m.received(result.value)}\n`
            : `              ${i + 1}: ${m.received(result.value)}\n`).join("");
        return `${threw ? "Some calls errored:\n\n" : ""}    Expected: ${m.expected(expected)}\n    Received:\n${list || "\n"}`
            + `\n    Number of returns: ${returns.length}` + (threw ? `\n    Number of calls:   ${calls.length}` : "");
    });
});

define(["toHaveLastReturnedWith", "lastReturnedWith"], (m, expected) => {
    const last = recordOf(m).results.at(-1);
    const pass = last !== undefined && returnedEqual(m, last, expected);
    if (pass !== m.not) return;
    const named = Object.create(m, { name: { value: "toHaveBeenLastReturnedWith" } });
    const head = named.signature(paint.green("expected"));
    if (m.not) throw m.error(`${head}\n\nExpected mock function not to have last returned: ${m.expected(expected)}\nBut it did.\n`);
    if (!last) throw m.error(`${head}\n\nThe mock function was not called.\n`);
    if (last.type === "throw") throw m.error(`${head}\n\nThe last call threw an error: ${m.received(last.value)}\n`);
    throw m.error(`${head}\n\nExpected: ${m.expected(expected)}\nReceived: ${m.received(last.value)}`);
});

define(["toHaveNthReturnedWith", "nthReturnedWith"], (m, n, expected) => {
    const { results } = recordOf(m);
    if (!Number.isInteger(n)) throw m.typeError(`${m.name}() first argument must be an integer`);
    if (n < 1) throw m.typeError(`${m.name}() n must be greater than 0`);
    const result = results[n - 1];
    const pass = result !== undefined && returnedEqual(m, result, expected);
    if (pass !== m.not) return;
    const head = m.signature(`n, ${paint.green("expected")}`);
    if (m.not) throw m.error(`${head}\n\nExpected mock function not to have returned on call ${n}: ${m.expected(expected)}\nBut it did.\n`);
    if (!result) throw m.error(`${head}\n\nThe mock function was called ${times(results.length)}, but call ${n} was requested.\n`);
    if (result.type === "throw") throw m.error(`${head}\n\nCall ${n} threw an error: ${m.received(result.value)}\n`);
    throw m.error(`${head}\n\nCall ${n}:\nExpected: ${m.expected(expected)}\nReceived: ${m.received(result.value)}`);
}, "n, expected");

module.exports = { matchers };
