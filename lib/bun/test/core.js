// test, describe and the hooks: collects a tree of scopes and tests; run.js executes it.
//
// As in Bun, a describe callback does not run at once: it is queued and runs after the file (or the
// enclosing callback) has finished, so that async callbacks keep the order of the tests.

const state = require("internal/test/state");
const { formatTitle } = require("internal/test/title");
const { Array, Error, TypeError, Map, Object, String } = globalThis;

function newScope(name, parent, options) {
    return {
        kind: "scope", name, parent, children: [], line: 0, pending: [],
        mode: options.mode ?? parent?.mode ?? "normal",
        concurrent: options.concurrent ?? parent?.concurrent,
        only: Boolean(options.only), hasOnly: false, failing: options.failing ?? parent?.failing ?? false,
        timeout: options.timeout ?? parent?.timeout, retry: options.retry ?? parent?.retry,
        repeats: options.repeats ?? parent?.repeats,
        hooks: { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] },
    };
}

const root = newScope("", null, {});
let current = root;
let defaultTimeout;

// Line of the call of `entry`, for reports that show lines; a stack costs more than the rest of a test().
function callerLine(entry) {
    if (!state.config.lines) return 0;
    const { callerFrame } = require("internal/test/stack");
    return callerFrame(entry)?.line ?? 0;
}

function titleOf(label, kind) {
    switch (typeof label) {
        case "string": return label;
        case "number": return String(label);
        case "function": return label.name || null;
        case "undefined": return null;
        default: throw new Error(`${kind}() expects first argument to be a named class, named function, number, or string`);
    }
}

function parseOptions(kind, value) {
    if (value === undefined || value === null) return {};
    if (typeof value === "number") return { timeout: value };
    if (typeof value !== "object") {
        throw new TypeError(`${kind}() expects a number, object, or undefined as the third argument`);
    }
    const { timeout, retry, repeats } = value;
    for (const [name, item] of Object.entries({ timeout, retry, repeats })) {
        if (item !== undefined && typeof item !== "number") {
            throw new TypeError(`${kind}() expects ${name} to be a number`);
        }
    }
    if (retry && repeats) throw new Error(`${kind}(): Cannot set both retry and repeats`);
    return { timeout, retry, repeats };
}

function isNamelessArrow(fn) {
    return !fn.name && /^(async\s*)?(\([^)]*\)|[\w$]+)\s*=>/.test(globalThis.Function.prototype.toString.call(fn));
}

// (label, fn, options) or (label, options, fn).
function parseArguments(kind, mode, args, path) {
    let [label, fn, options] = args;
    if (kind === "describe" && args.length === 1 && typeof label === "function") {
        return { title: titleOf(label, kind), fn: label, options: {} };
    }
    if (typeof label === "function" && (args.length === 1 || isNamelessArrow(label))) label = {};  // refused below
    if (label !== null && typeof label === "object") titleOf(label, kind);
    if (typeof fn !== "function" && typeof options === "function") [fn, options] = [options, fn];
    if (typeof fn === "object" && fn !== null && options === undefined) [fn, options] = [undefined, fn];
    if (typeof fn !== "function" && mode !== "todo" && mode !== "skip") {
        throw new Error(`${path} expects a function as the second argument`);
    }
    return { title: titleOf(label, kind), fn, options: parseOptions(kind, options) };
}

function markOnly(scope) {
    for (let at = scope; at && !at.hasOnly; at = at.parent) at.hasOnly = true;
}

function checkCollecting(kind) {
    if (!state.active) {
        throw new Error(`Cannot use ${kind} outside of the test runner. Run "bun test" to run tests.`);
    }
    if (!state.collecting) {
        throw new Error(`Cannot call ${kind}() inside a test. Call it inside describe() instead.`);
    }
}

function checkOnly(flags) {
    if (flags.only && state.config.ci) {
        throw new Error(".only is disabled in CI environments to prevent accidentally skipping tests. "
            + "To override, set the environment variable CI=false.");
    }
}

// `name` is the title with its row filled in; `pass` the row's arguments, if any.
function addTest(flags, title, fn, options, pass, line) {
    const test = {
        kind: "test", name: title, parent: current, line,
        mode: flags.mode ?? (current.mode !== "normal" ? current.mode : "normal"),
        failing: flags.failing ?? current.failing,
        only: Boolean(flags.only),
        concurrent: flags.concurrent ?? current.concurrent ?? state.config.concurrent,
        timeout: options.timeout ?? current.timeout ?? defaultTimeout,
        retry: options.retry ?? current.retry, repeats: options.repeats ?? current.repeats,
        fn, args: pass,
    };
    if (current.mode === "skip" || (current.mode === "todo" && test.mode !== "skip")) test.mode = current.mode;
    if (test.only) markOnly(current);
    current.children.push(test);
}

function addScope(flags, title, fn, options, pass, line) {
    const scope = newScope(title, current, { ...options, mode: flags.mode, only: flags.only,
        concurrent: flags.concurrent, failing: flags.failing });
    if (current.mode === "skip") scope.mode = "skip";
    scope.line = line;
    if (scope.only) markOnly(current);
    current.children.push(scope);
    if (fn) current.pending.push(() => collect(scope, pass ? () => fn(...pass) : fn));
}

/** What follows is the test file: its hooks run inside those that preloads added to the root. */
function enterFile() {
    const scope = newScope("", root, {});
    root.children.push(scope);
    current = scope;
    return scope;
}

// Runs one describe callback and, after it, those it queued.
async function collect(scope, fn) {
    const outer = current;
    current = scope;
    try {
        const result = fn();
        if (result && typeof result.then === "function") await result;
    } catch (error) {
        state.report.between(error);
        scope.children.length = 0;
        scope.pending.length = 0;
    }
    await drain(scope);
    current = outer;
}

async function drain(scope) {
    current = scope;
    while (scope.pending.length) await scope.pending.shift()();
}

// Rows of .each: an array row spreads, anything else is one argument.
function rowsOf(table) {
    if (!Array.isArray(table)) {
        const { inspect } = require("internal/test/format");
        throw new Error(`Expected array, got ${inspect(table)}`);
    }
    return table.map(row => Array.isArray(row) ? row : [row]);
}

function register(kind, flags, args, rows, entry, path) {
    const parsed = parseArguments(kind, flags.mode, args, path);
    checkCollecting(kind);
    checkOnly(flags);
    const line = callerLine(entry);
    const add = kind === "describe" ? addScope : addTest;
    if (!rows) return add(flags, parsed.title, parsed.fn, parsed.options, undefined, line);
    rows.forEach((row, index) =>
        add(flags, formatTitle(parsed.title ?? "", row, index), parsed.fn, parsed.options, row, line));
}

// Flags that exclude one another share a group.
const modifiers = {
    only: { group: "only", flags: { only: true } },
    skip: { group: "mode", flags: { mode: "skip" } },
    todo: { group: "mode", flags: { mode: "todo" } },
    failing: { group: "mode", flags: { failing: true } },
    concurrent: { group: "concurrent", flags: { concurrent: true } },
    serial: { group: "concurrent", flags: { concurrent: false } },
};

// test.only.each(...): every getter yields a function with the flags so far. `path` names it in errors.
function makeBlock(kind, flags, rows, path = kind, groups = []) {
    const block = { [kind](...args) { register(kind, flags, args, rows, block, path); } }[kind];
    const chain = name => {
        const { group, flags: extra } = modifiers[name];
        if (known.has(name)) return known.get(name);
        if (groups.includes(group) || (name === "failing" && kind === "describe")) {
            throw new Error(`Cannot get .${name} on ${path}`);
        }
        const made = makeBlock(kind, { ...flags, ...extra }, rows, `${path}.${name}`, [...groups, group]);
        known.set(name, made);
        return made;
    };
    const known = new Map();  // test.skip is the same function each time
    const define = (name, slot) => Object.defineProperty(block, name, { configurable: true, ...slot });
    const same = () => makeBlock(kind, flags, rows, path, groups);
    for (const name of Object.keys(modifiers)) {
        define(name, { get: () => chain(name) });
        if (name === "only") continue;
        define(name + "If", { value: condition => condition ? chain(name) : same() });
    }
    define("if", { value: condition => condition ? same() : chain("skip") });
    define("each", { value(table) {
        if (rows) throw new Error(`Cannot each on ${path}`);
        return makeBlock(kind, flags, rowsOf(table), `${path}.each()`, groups);
    } });
    return block;
}

const hookOrder = ["beforeAll", "beforeEach", "afterEach", "afterAll"];
function makeHook(name) {
    return { [name](fn, options) {
        if (typeof fn !== "function") {
            throw new TypeError(`${name}() expects a function as the first argument`);
        }
        const hook = { kind: name, fn, timeout: parseOptions(name, options).timeout ?? defaultTimeout };
        if (state.collecting) {
            current.hooks[name].push(hook);
            return;
        }
        addLateHook(name, hook);
    } }[name];
}

// Hooks that a running test adds: afterEach and afterAll act on this test and its scope.
function addLateHook(name, hook) {
    const running = state.current;
    if (!running) throw new Error(`Cannot call ${name}() here. It cannot be called inside a test.`);
    if (name === "afterEach" || name === "afterAll") {
        running.late[name].push(hook);
        return;
    }
    throw new Error(`Cannot call ${name}() inside a test. Call it inside describe() instead.`);
}

function onTestFinished(fn, options) {
    if (typeof fn !== "function") {
        throw new TypeError("onTestFinished() expects a function as the first argument");
    }
    const running = state.current;
    if (!running && !state.concurrentRunning) {
        throw new Error("Cannot call onTestFinished() outside of a test. It can only be called inside a test.");
    }
    if (!running) {
        throw new Error("Cannot call onTestFinished() here. It cannot be called inside a concurrent test. "
            + "Use test.serial or remove test.concurrent.");
    }
    running.late.finished.push({ kind: "onTestFinished", fn, timeout: parseOptions("onTestFinished", options).timeout });
}

function setDefaultTimeout(ms) {
    if (typeof ms !== "number") throw new TypeError("setDefaultTimeout() expects a number (milliseconds)");
    defaultTimeout = ms < 0 ? 0 : ms;
}

module.exports = {
    root, enterFile, collect, drain, hookOrder, onTestFinished, setDefaultTimeout,
    test: makeBlock("test", {}), describe: makeBlock("describe", {}),
    xtest: makeBlock("test", { mode: "skip" }, undefined, "xtest", ["mode"]),
    xdescribe: makeBlock("describe", { mode: "skip" }, undefined, "xdescribe", ["mode"]),
    beforeAll: makeHook("beforeAll"), beforeEach: makeHook("beforeEach"),
    afterEach: makeHook("afterEach"), afterAll: makeHook("afterAll"),
};
