// The `at async` lines, as V8 prints them: which function waits for the one that failed, and at which await.
import { expect, test } from "bun:test";

/** The names in the lines of this file, innermost first. */
function trace(error) {
    return error.stack.split("\n").slice(1).map((line) => /^ +at (async )?(?:(.*?) \()?(.*?)\)?$/.exec(line))
        .filter(([, , name, place]) => /async\.test\.js/.test(place) || /^index/.test(place))
        .map(([, isAsync, name, place]) => `${isAsync ?? ""}${name ?? "-"}${/^index/.test(place) ? ` (${place})` : ""}`);
}
async function traceOf(fn) {
    try {
        await fn();
    } catch (error) {
        return trace(error);
    }
    throw new Error("nothing was thrown");
}

async function fails() {
    await null;
    throw new Error("deep");
}
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const tail = ["async traceOf", "async -"];

test("from await to await", async () => {
    async function outer() { await 1; await fails(); }
    const arrow = async () => { const x = await outer(); return x; };
    const short = async () => await arrow();
    expect(await traceOf(short)).toEqual(["fails", "async outer", "async arrow", "async short", ...tail]);
});

test("methods, across timers", async () => {
    class Service {
        async load() { await sleep(1); await fails(); }
        static async start() { await new Service().load(); }
    }
    const names = (await traceOf(() => Service.start())).map((name) => name.replace("Service.", "").replace("Function.", ""));
    expect(names).toEqual(["fails", "async load", "async start", ...tail]);
});

test("Promise.all, allSettled, any and race", async () => {
    async function all() { await Promise.all([1, sleep(1), fails()]); }
    async function mapped() { await Promise.all([1, 2].map(async (x) => { await x; if (x === 2) throw new Error("mapped"); })); }
    async function settled() { const [, { reason }] = await Promise.allSettled([0, fails()]); throw reason; }
    async function any() { try { await Promise.any([fails()]); } catch ({ errors }) { throw errors[0]; } }
    async function race() { await Promise.race([fails()]); }
    expect(await traceOf(mapped)).toEqual(["-", "async Promise.all (index 1)", "async mapped", ...tail]);
    expect(await traceOf(settled)).toEqual(["fails", "async Promise.allSettled (index 1)", "async settled", ...tail]);
    expect(await traceOf(any)).toEqual(["fails", "async Promise.any (index 0)", "async any", ...tail]);
    expect(await traceOf(race)).toEqual(["fails", "async race", ...tail]);
    // two calls, one task: which of them it was is not known, so the line is left out
    expect(await traceOf(all)).toEqual(["fails", "async all", ...tail]);
});

test("functions that began together do not wait for each other", async () => {
    async function one() { await sleep(100); throw new Error("one"); }
    async function two() { await sleep(1); }
    async function both() {
        const first = one();
        const second = two();
        await second;
        await first;
    }
    expect((await traceOf(both))[0]).toBe("one");
    expect(await traceOf(both)).not.toContain("async two");
});

test("behind a caught rejection and in finally", async () => {
    async function inner() {
        try { await fails(); } catch { throw new Error("second"); }
    }
    async function last() {
        try { await fails(); } finally { await sleep(1); }
    }
    async function outer() { await inner(); }
    expect(await traceOf(outer)).toEqual(["inner", "async outer", ...tail]);
    expect(await traceOf(last)).toEqual(["fails", "async last", ...tail]);
});

test("async generators", async () => {
    async function* numbers() { yield 1; await fails(); }
    async function reads() { const it = numbers(); await it.next(); await it.next(); }
    expect(await traceOf(reads)).toEqual(["fails", "async numbers", "async reads", ...tail]);
});

test("callbacks that nobody waits for end the stack", async () => {
    let error;
    async function starts() {
        await 1;
        await new Promise((resolve) => setTimeout(function later() { error = new Error("x"); resolve(); }, 1));
        await Promise.resolve().then(function reaction() { error.other = new Error("y"); });
    }
    await starts();
    expect(trace(error).filter((name) => name.startsWith("async"))).toEqual([]);
    expect(trace(error.other).filter((name) => name === "async test")).toEqual([]);
});

test("the limit counts them, call sites know them", async () => {
    async function outer() { await fails(); }
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 2;
    expect(await traceOf(outer)).toEqual(["fails", "async outer"]);
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = (error, sites) => sites.map((site) => [site.getFunctionName(), site.isAsync(), site.getPromiseIndex()]);
    let sites;
    try {
        await Promise.all([fails()]);
    } catch ({ stack }) {
        sites = stack;
    } finally {
        Error.prepareStackTrace = undefined;
    }
    expect(sites.slice(0, 2)).toEqual([["fails", false, null], [process.versions.cob ? "Promise.all" : "all", true, 0]]);
});

test("async generators that went on in another job await for the first time", async () => {
    async function* lazy() {
        yield 1;
        await sleep(0);
        throw new Error("late");
    }
    const it = lazy();
    await it.next();
    const other = fails().catch(() => 0);
    await other;
    expect((await traceOf(async () => await it.next()))[0]).toBe("lazy");
});
