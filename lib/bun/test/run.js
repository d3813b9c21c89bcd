// Executes the tree that core.js collected: order, hooks, timeouts, retries, concurrency.
//
// The tree is flattened to steps (before-all hooks, tests, after-all hooks); neighbouring concurrent
// tests run as one group. Errors are reported at once, where they happen; the result line of a test
// comes when its hooks are done. Uncaught errors and unhandled rejections belong to the running test.

const state = require("internal/test/state");
const core = require("internal/test/core");
const { Promise, Set, Math, Error, RegExp } = globalThis;
const { now } = state;

// ---- selection ------------------------------------------------------------------------------------

function pathOf(node) {
    const names = [];
    for (let at = node; at; at = at.parent) if (at.name) names.unshift(at.name);
    return names;
}

// Decides which tests run: `only` (the innermost wins) and the name pattern. Returns counts.
function select(root, config) {
    const pattern = config.pattern === null ? null : new RegExp(config.pattern);
    const counts = { matched: 0, skipped: 0, filtered: 0 };
    const visit = (node, inOnly) => {
        if (node.kind === "test") {
            node.selected = onlyAllows(node, inOnly, root);
            if (node.selected && pattern && !pattern.test(pathOf(node).join(" "))) {
                node.selected = node.parent.mode === "skip";
                node.filtered = !node.selected;
                counts.filtered++;
            } else if (node.selected) {
                counts.matched++;
            }
            return node.selected;
        }
        const narrowed = node.only && !node.hasOnly ? true : node.hasOnly ? false : inOnly;
        let any = false;
        for (const child of node.children) any = visit(child, narrowed) || any;
        node.selected = any || (!pattern && !root.hasOnly && !node.children.length);
        return node.selected;
    };
    visit(root, false);
    return counts;
}

function onlyAllows(test, inOnly, root) {
    if (!root.hasOnly && !state.config.only) return true;
    return test.only || inOnly;
}

// ---- steps ----------------------------------------------------------------------------------------

// Mulberry32: enough for shuffling, and the same order for the same seed everywhere.
function randomFrom(seed) {
    let value = seed >>> 0;
    return () => {
        value = (value + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(value ^ (value >>> 15), value | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

function shuffle(list, random) {
    for (let i = list.length - 1; i > 0; i--) {
        const j = Math.floor(random() * (i + 1));
        [list[i], list[j]] = [list[j], list[i]];
    }
}

function flatten(scope, steps, random) {
    const live = scope.selected && scope.mode === "normal";
    const idle = scope.selected && !live && state.config.pattern === null;
    const addHooks = name => {
        if (live && scope.hooks[name].length) steps.push({ kind: name, scope });
        // Hooks of skipped blocks appear as skipped themselves, one by one.
        if (idle) for (const _ of scope.hooks[name]) steps.push({ kind: "idle", scope });
    };
    if (random) shuffle(scope.children, random);
    addHooks("beforeAll");
    for (const child of scope.children) {
        if (child.kind === "scope") flatten(child, steps, random);
        else if (child.selected || child.filtered) steps.push({ kind: "test", test: child, scope });
    }
    addHooks("afterAll");
    return steps;
}

// ---- time limits of code that never returns to the loop ---------------------------------------------

// A callback that is still computing so long after its limit is taken to compute for ever: the engine throws an error
// into it (ERR_SCRIPT_EXECUTION_TIMEOUT). Until then it may end by itself, late, as in Bun.
const GRACE_MS = 1000;
const LONGEST_MS = 2 ** 31;
let watchedUntil = 0;

function watch(limit) {
    const ms = limit + GRACE_MS, until = now() + ms;
    if (state.concurrentRunning && until < watchedUntil) return;  // for all of the group
    watchedUntil = until;
    state.limit(ms < LONGEST_MS ? ms : 0);
}

function unwatch() {
    watchedUntil = 0;
    state.limit(0);
}

const isOverdue = error => error?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT" && watchedUntil > 0 && now() >= watchedUntil;

// ---- one callback -----------------------------------------------------------------------------------

function newAttempt(test) {
    return {
        test, errors: [], pending: new Set(), limit: Infinity, timedOut: null, interrupt: null, quiet: false,
        late: { afterEach: [], afterAll: [], finished: [] },
        assertions: { count: 0, exactly: null, some: false },
    };
}

function fail(attempt, error, isThrown = false) {
    if (isOverdue(error)) {
        attempt.timedOut = { limit: attempt.limit, done: false, hook: attempt.inHook };
        error.message = `interrupted here: it had not returned ${GRACE_MS} ms after its time limit`;
    }
    attempt.errors.push(error);
    if (!attempt.quiet) state.report.error(error, isThrown);
}

const TIMEOUT = { timeout: true };

// Waits for `promise` at most until `deadline`; an uncaught error ends the wait too.
function guarded(attempt, promise, deadline) {
    return new Promise((resolve, reject) => {
        let timer;
        const settle = (end, value) => {
            attempt.interrupt = null;
            if (timer !== undefined) state.clearTimeout.call(globalThis, timer);
            end(value);
        };
        attempt.interrupt = () => settle(resolve);
        if (deadline !== Infinity) {
            timer = state.setTimeout.call(globalThis, () => settle(resolve, TIMEOUT), Math.max(0, deadline - now()));
        }
        promise.then(value => settle(resolve, value), error => settle(reject, error));
    });
}

// Ends when `done` was called and the promise, if one was returned, is settled.
function withDone(attempt, fn, args) {
    let result;
    const finished = new Promise((resolve, reject) => {
        let called = false;
        const done = error => {
            if (called) return;
            called = true;
            if (error === undefined || error === null) resolve();
            else reject(error);
        };
        attempt.waitsForDone = true;
        result = fn(...args, done);
        if (result && typeof result.then === "function") result.then(() => {}, reject);
    });
    return Promise.all([finished, result]);
}

async function settlePending(attempt, deadline) {
    while (attempt.pending.size) {
        const [promise] = attempt.pending;
        attempt.pending.delete(promise);
        if (await guarded(attempt, promise, deadline) === TIMEOUT) return TIMEOUT;
    }
    return undefined;
}

// Runs a test body or hook, recording what goes wrong in `attempt`. A promise if it did not end at
// once: what is synchronous stays so, and concurrent tests start in turn as in Bun.
function runCallback(attempt, fn, args, timeout) {
    const limit = timeout || Infinity, start = now();
    attempt.waitsForDone = false;
    attempt.inHook = fn !== attempt.test.fn;
    attempt.limit = limit;
    let result;
    watch(limit);
    try {
        result = fn.length > args.length ? withDone(attempt, fn, args) : fn(...args);
    } catch (error) {
        fail(attempt, error, true);
        return undefined;
    }
    if ((result && typeof result.then === "function") || attempt.pending.size) {
        return waitFor(attempt, result, start, limit);
    }
    if (now() - start > limit) attempt.timedOut = { limit, done: false, hook: attempt.inHook };
    return undefined;
}

async function waitFor(attempt, result, start, limit) {
    let outcome;
    try {
        if (result && typeof result.then === "function") outcome = await guarded(attempt, result, start + limit);
        if (outcome !== TIMEOUT && attempt.pending.size) outcome = await settlePending(attempt, start + limit);
    } catch (error) {
        fail(attempt, error);
        return;
    }
    if (outcome === TIMEOUT || now() - start > limit) {
        attempt.timedOut = { limit, done: attempt.waitsForDone && outcome === TIMEOUT, hook: attempt.inHook };
    }
}

const defaultLimit = item => item.timeout ?? state.config.timeout;

// A hook that fails ends its list. A promise only if one of them did not end at once.
function runHooks(attempt, hooks, from = 0) {
    const before = attempt.errors.length;
    for (let i = from; i < hooks.length; i++) {
        const wait = runCallback(attempt, hooks[i].fn, [], defaultLimit(hooks[i]));
        if (wait) return wait.then(() => attempt.errors.length > before ? undefined : runHooks(attempt, hooks, i + 1));
        if (attempt.errors.length > before) return undefined;
    }
    return undefined;
}

// As `for (const step of steps) await step()`, without waiting where a step returns no promise.
function inTurn(steps, from = 0) {
    for (let i = from; i < steps.length; i++) {
        const wait = steps[i]();
        if (wait) return wait.then(() => inTurn(steps, i + 1));
    }
    return undefined;
}

// Lets unhandled rejections surface while what caused them is still the current test.
function macrotask() {
    return new Promise(resolve => state.setImmediate.call(globalThis, resolve));
}

// ---- one test -----------------------------------------------------------------------------------------

function hookChain(scope, name, innerFirst) {
    const chain = [];
    for (let at = scope; at; at = at.parent) {
        if (innerFirst) chain.push(...at.hooks[name]);
        else chain.unshift(...at.hooks[name]);
    }
    return chain;
}

function beforeHooks(attempt, hooks, from = 0) {
    for (let i = from; i < hooks.length; i++) {
        const wait = runCallback(attempt, hooks[i].fn, [], defaultLimit(hooks[i]));
        if (wait) return wait.then(() => hasFailed(attempt) ? undefined : beforeHooks(attempt, hooks, i + 1));
        if (hasFailed(attempt)) return undefined;
    }
    return undefined;
}

const hasFailed = attempt => attempt.errors.length > 0 || attempt.timedOut !== null;

function endSolo() {
    unwatch();
    state.current = null;
}

// One run of a test with its hooks: the attempt, or a promise of it if something did not end at once.
function runAttempt(test) {
    const attempt = newAttempt(test);
    attempt.quiet = test.failing;
    if (!test.shared) state.current = attempt;
    else test.shared.add(attempt);
    let timedOut = null;
    const wait = inTurn([
        () => beforeHooks(attempt, hookChain(test.parent, "beforeEach", false)),
        () => hasFailed(attempt) ? undefined : runCallback(attempt, test.fn, test.args ?? [], defaultLimit(test)),
        () => { timedOut = attempt.timedOut; },
        () => runHooks(attempt, attempt.late.afterAll.splice(0)),
        () => runHooks(attempt, attempt.late.afterEach.splice(0)),
        () => runHooks(attempt, hookChain(test.parent, "afterEach", true)),
        () => runHooks(attempt, attempt.late.finished.splice(0)),
        () => { attempt.timedOut = timedOut ?? attempt.timedOut; },
        () => test.shared ? undefined : macrotask(),
    ]);
    const finish = () => {
        if (!test.shared) endSolo();
        else test.shared.delete(attempt);
        return attempt;
    };
    return wait ? wait.then(finish) : finish();
}

function assertionProblem(attempt) {
    const { count, exactly, some } = attempt.assertions;
    if (some && count === 0) {
        return { kind: "assertions", text: "received 0 assertions, but expected at least one assertion to be called",
            short: "Expected to have assertions, but none were run" };
    }
    if (exactly !== null && exactly !== count) {
        const plural = n => `${n} assertion${n === 1 ? "" : "s"}`;
        return { kind: "assertions", text: `expected ${plural(exactly)}, but test ended with ${plural(count)}`,
            short: count < exactly ? `Expected more assertions, but only received ${count}`
                : `Expected fewer assertions, but received ${count}` };
    }
    return null;
}

// The verdict of one attempt; `note` explains failures that are not thrown errors.
function judge(test, attempt) {
    const problem = attempt.errors.length ? null : assertionProblem(attempt);
    const failed = attempt.errors.length > 0 || attempt.timedOut !== null || problem !== null;
    if (test.failing && problem === null) {
        return failed ? { status: "pass" } : { status: "fail", note: { kind: "failing" } };
    }
    if (test.mode === "todo") {
        return failed ? { status: "todo" } : { status: "fail", note: { kind: "todo" } };
    }
    if (!failed) return { status: "pass" };
    if (attempt.timedOut) return { status: "fail", note: { kind: "timeout", ...attempt.timedOut } };
    return { status: "fail", note: problem };
}

function settled(test, status) {
    state.report.test({ test, status, errors: [], ms: 0, assertions: 0, round: 0 });
}

// One test with its retries and repeats.
async function runTest(test) {
    if (test.filtered) return settled(test, "filtered");
    if (test.mode === "skip" || test.parent.mode === "skip") return settled(test, "skip");
    if (test.mode === "todo" && !(state.config.todo && test.fn)) return settled(test, "todo");
    const retry = test.retry ?? (test.repeats ? 0 : state.config.retry), repeats = test.repeats ?? 0;
    const snapshots = require("internal/test/snapshot");
    const counters = retry || repeats ? snapshots.mark() : null;
    state.report.started(test, defaultLimit(test));
    for (let round = 1; ; round++) {
        if (round > 1) snapshots.rewind(counters);
        const start = now();
        const started = runAttempt(test);
        const attempt = started instanceof Promise ? await started : started;
        const verdict = judge(test, attempt);
        const again = verdict.status === "fail" ? round <= retry : round <= repeats;
        if (again) continue;
        const label = round > 1 ? (retry ? `attempt ${round}` : `run ${round}`) : "";
        state.report.test({ test, ...verdict, errors: attempt.errors, ms: now() - start,
            assertions: attempt.assertions.count, label });
        return undefined;
    }
}

const SETTLE_TICKS = 64;  // longer chains of promises than hooks and short tests make

async function runGroup(tests) {
    const shared = new Set();
    state.concurrentRunning = shared;
    const queue = tests.slice();
    const worker = async () => {
        for (let test = queue.shift(); test; test = queue.shift()) {
            test.shared = shared;
            await runTest(test);
            if (state.report.shouldStop()) queue.length = 0;
        }
    };
    const limit = state.config.maxConcurrency || tests.length;  // 0: all at once
    // As in Bun a test runs until nothing but time can move it before the next one starts.
    const workers = [];
    for (let i = 0; i < Math.min(limit, tests.length) && queue.length; i++) {
        workers.push(worker());
        for (let tick = 0; tick < SETTLE_TICKS; tick++) await undefined;
    }
    await Promise.all(workers);
    unwatch();
    state.concurrentRunning = null;
}

// ---- all of it ------------------------------------------------------------------------------------------

async function runScopeHooks(step, failedScopes) {
    const attempt = newAttempt({ parent: step.scope });
    state.current = attempt;
    const start = now();
    for (const hook of step.scope.hooks[step.kind]) {
        await runCallback(attempt, hook.fn, [], defaultLimit(hook));
        if (attempt.errors.length || attempt.timedOut) break;
    }
    await runHooks(attempt, attempt.late.afterAll.splice(0));
    await macrotask();
    endSolo();
    if (!attempt.errors.length && !attempt.timedOut) return;
    if (step.kind === "beforeAll") failedScopes.add(step.scope);
    const note = attempt.timedOut ? { kind: "timeout", ...attempt.timedOut } : null;
    state.report.test({ test: { name: null, parent: step.scope, line: 0 }, status: "fail", note,
        errors: attempt.errors, ms: now() - start, assertions: 0, label: "" });
}

function isUnder(scope, failedScopes) {
    for (let at = scope; at; at = at.parent) if (failedScopes.has(at)) return true;
    return false;
}

async function runSteps(steps) {
    const failedScopes = new Set();
    for (let i = 0; i < steps.length; i++) {
        const step = steps[i];
        if (state.report.shouldStop()) return;
        if (step.kind === "idle") {
            settled({ name: null, parent: step.scope, line: 0 }, step.scope.mode);
            continue;
        }
        if (step.kind !== "test") {
            if (step.kind === "beforeAll" ? !isUnder(step.scope, failedScopes)
                : !isUnder(step.scope.parent, failedScopes)) await runScopeHooks(step, failedScopes);
            continue;
        }
        if (isUnder(step.scope, failedScopes)) continue;
        if (!step.test.concurrent) {
            await runTest(step.test);
            continue;
        }
        const group = [step.test];
        while (steps[i + 1]?.kind === "test" && steps[i + 1].test.concurrent) group.push(steps[++i].test);
        await runGroup(group);
    }
}

/** An error nobody caught: it fails the running test, or stands between tests. */
function uncaught(error) {
    const attempt = state.current ?? (state.concurrentRunning && [...state.concurrentRunning][0]);
    if (!attempt) {
        state.report.between(error);
        return;
    }
    fail(attempt, error);
    attempt.interrupt?.();
}

/** Runs everything collected so far. Preload hooks are in `core.root` already. */
async function runAll() {
    state.collecting = false;
    const counts = select(core.root, state.config);
    if (state.config.pattern !== null) state.report.selected(counts);
    const random = state.config.randomize ? randomFrom(state.config.seed) : null;
    await runSteps(flatten(core.root, [], random));
}

module.exports = { runAll, uncaught, pathOf };
