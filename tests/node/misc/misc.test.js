// node:async_hooks, node:diagnostics_channel, node:os, node:util odds and ends, console.
import { expect, test } from "bun:test";
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import diagnostics from "node:diagnostics_channel";
import os from "node:os";
import util from "node:util";
import { Console } from "node:console";
import { Writable } from "node:stream";

test("AsyncLocalStorage follows promise reactions, timers and ticks", async () => {
    const storage = new AsyncLocalStorage();
    const seen = storage.run("s", () => Promise.all([
        Promise.resolve().then(() => storage.getStore()),
        new Promise((resolve) => setTimeout(() => resolve(storage.getStore()), 1)),
        new Promise((resolve) => process.nextTick(() => resolve(storage.getStore()))),
        new Promise((resolve) => queueMicrotask(() => resolve(storage.getStore()))),
    ]));
    expect(storage.getStore()).toBeUndefined();
    expect(await seen).toEqual(["s", "s", "s", "s"]);
});

test("snapshot, bind and AsyncResource carry the context", () => {
    const storage = new AsyncLocalStorage();
    const read = () => storage.getStore();
    const [snapshot, bound, resource] = storage.run(7, () =>
        [AsyncLocalStorage.snapshot(), AsyncLocalStorage.bind(read), new AsyncResource("T")]);
    expect([snapshot(read), bound(), resource.runInAsyncScope(read)]).toEqual([7, 7, 7]);
    expect(storage.run(1, () => storage.exit(read))).toBeUndefined();
});

test("diagnostics channels publish to subscribers only", () => {
    const channel = diagnostics.channel("test-channel");
    const got = [];
    const listener = (message, name) => got.push([message, name]);
    channel.publish(0);
    expect(channel.hasSubscribers).toBe(false);
    diagnostics.subscribe("test-channel", listener);
    channel.publish(1);
    expect(diagnostics.unsubscribe("test-channel", listener)).toBe(true);
    channel.publish(2);
    expect(got).toEqual([[1, "test-channel"]]);
});

test("tracing channels report start, end and errors", () => {
    const tracing = diagnostics.tracingChannel("trace-test");
    const log = [];
    tracing.subscribe({ start: () => log.push("start"), end: () => log.push("end"), error: () => log.push("error") });
    expect(tracing.traceSync((a) => a + 1, {}, null, 1)).toBe(2);
    expect(() => tracing.traceSync(() => {
        throw new Error("x");
    })).toThrow("x");
    expect(log).toEqual(["start", "end", "start", "error", "end"]);
});

test("os knows the machine", () => {
    expect(os.cpus().length).toBeGreaterThan(0);
    expect(os.totalmem()).toBeGreaterThan(os.freemem());
    expect(os.constants.signals.SIGTERM).toBe(15);
    expect(os.userInfo().uid).toBe(process.getuid());
    expect(typeof os.hostname()).toBe("string");
    expect(os.EOL).toBe("\n");
    for (const list of Object.values(os.networkInterfaces())) {
        for (const one of list) expect(one.cidr.startsWith(one.address)).toBe(true);
    }
});

test("promisify, callbackify, inherits", async () => {
    const add = util.promisify((a, b, callback) => callback(null, a + b));
    expect(await add(1, 2)).toBe(3);
    expect(util.promisify(util.promisify(add))).toBeFunction();
    const back = util.callbackify(async (x) => x * 2);
    expect(await new Promise((resolve) => back(4, (err, value) => resolve(value)))).toBe(8);
    function Base() {}
    function Derived() {}
    util.inherits(Derived, Base);
    expect(new Derived()).toBeInstanceOf(Base);
});

test("deep equality", () => {
    const { isDeepStrictEqual: same } = util;
    expect([same(new Proxy({ a: 1 }, {}), { a: 1 }), same({ a: 1 }, new Proxy({ a: 2 }, {}))]).toEqual([true, false]);
    expect(same({ a: [1, new Map([[{ k: 1 }, new Set([1])]])] }, { a: [1, new Map([[{ k: 1 }, new Set([1])]])] })).toBe(true);
    expect(same([1, , 3], [1, undefined, 3])).toBe(false);
    expect(same(new Date(0), new Date(1))).toBe(false);
    expect(same(NaN, NaN)).toBe(true);
    expect(same(0, -0)).toBe(false);
    const a = { x: 1 }, b = { x: 1 };
    a.self = a;
    b.self = b;
    expect(same(a, b)).toBe(true);
});

test("Console writes to its streams, groups indent", () => {
    let text = "";
    const stream = new Writable({ write: (chunk, encoding, done) => ((text += chunk), done()) });
    const console = new Console(stream);
    console.group("g");
    console.log("a\nb %d", 5);
    console.groupEnd();
    console.assert(false, "why");
    expect(text).toBe("g\n  a\n  b 5\nAssertion failed: why\n");
});

test("proxies, promises and iterators are seen through", () => {
    const { types } = util;
    expect(types.isProxy(new Proxy({}, {}))).toBe(true);
    expect(types.isProxy({})).toBe(false);
    expect(types.isPromise(Object.setPrototypeOf(Promise.resolve(), null))).toBe(true);
    expect(types.isMap(Object.create(Map.prototype))).toBe(false);
    expect(types.isSetIterator(new Set().values())).toBe(true);
    expect(types.isGeneratorObject((function* () {})())).toBe(true);
    expect(types.isBoxedPrimitive(Object(1n))).toBe(true);
});

test("a Console hands its stream one callback for all writes", () => {
  const callbacks = new Set();
  const stream = new Writable({ write: (chunk, encoding, done) => done() });
  const { write } = stream;
  stream.write = function (text, callback) {
    callbacks.add(callback);
    return write.call(this, text, callback);
  };
  const own = new Console(stream);
  for (let i = 0; i < 10; i++) own.log(i);
  expect(callbacks.size).toBe(1);
});

test("promisified functions keep their names", async () => {
  const fs = await import("node:fs");
  const readline = await import("node:readline");
  expect(util.promisify(fs.exists).name).toBe("exists");
  expect(util.promisify(readline.Interface.prototype.question).name).toBe("question");
});

test("node:sys is node:util", async () => {
  expect((await import("node:sys")).default).toBe(util);
});
