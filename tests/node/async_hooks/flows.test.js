// The store of AsyncLocalStorage along the ways that callbacks go: it is the same inside and behind, and nothing stays.
import { expect, test } from "bun:test";
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { exec, spawn } from "node:child_process";
import { EventEmitter, EventEmitterAsyncResource, on, once } from "node:events";
import fs from "node:fs";
import { Readable, Transform, finished, pipeline } from "node:stream";
import { setImmediate as immediate, setInterval as interval, setTimeout as sleep } from "node:timers/promises";
import zlib from "node:zlib";

const als = new AsyncLocalStorage();
let seen;
const check = () => seen.push(als.getStore());
const called = (start) => new Promise((resolve) => start(() => { check(); resolve(); }));
async function* numbers() {
    await sleep(1);
    yield 1;
}

const flows = {
    "for await in a block": async () => { if (seen) for await (const x of numbers()) { check(x); await x; check(); } },
    "for await with a label": async () => { outer: for (const y of [1]) for await (const x of [sleep(1, y)]) { check(x); continue outer; } },
    "for await in switch": async () => { switch (1) { case 1: for await (const x of [sleep(1)]) check(x); } },
    "for await that throws": async () => { try { for await (const x of (async function* () { await sleep(1); throw 1; })()) check(x); } catch { check(); } },
    "thenable given to resolve": () => Promise.resolve({ then(done) { check(); done(); } }),
    "thenable returned by a reaction": () => Promise.resolve().then(() => ({ then(done) { check(); setTimeout(done, 1); } })),
    "thenable awaited": async () => { await { then(done) { check(); setTimeout(done, 1); } }; },
    "finally and catch": () => Promise.reject(1).finally(check).catch(check),
    "readable": () => called((done) => Readable.from([1]).on("data", check).on("end", done)),
    "pipeline": () => called((done) => pipeline(Readable.from(["a"]), new Transform({ transform(c, e, cb) { check(); setTimeout(cb, 1, null, c); } }),
        async function* (source) { for await (const x of source) check(x); }, done)),
    "finished": () => called((done) => { const r = Readable.from([1]); finished(r, done); als.exit(() => r.resume()); }),
    "file stream": () => called((done) => fs.createReadStream(import.meta.filename).on("data", check).on("close", done)),
    "gzip": () => called((done) => zlib.gzip("x", done)),
    "web stream": async () => {
        const stream = new ReadableStream({ async pull(c) { await sleep(1); check(); c.enqueue(1); c.close(); } }, { highWaterMark: 0 });
        for await (const x of stream) check(x);
    },
    "child process": () => called((done) => { const child = spawn("echo", ["x"]); child.stdout.on("data", check); child.on("exit", check).on("close", done); }),
    "exec": () => called((done) => exec("true", done)),
    "timers": async () => { await called((done) => setTimeout(done, 1)); await called(setImmediate); await called(queueMicrotask); await called(process.nextTick); },
    "promised timers": async () => { await immediate(); check(); for await (const x of interval(1)) { check(x); break; } },
    "bound listener": () => { const e = new EventEmitter().on("x", AsyncResource.bind(check)); als.exit(() => e.emit("x")); },
    "EventEmitterAsyncResource": () => { const e = new EventEmitterAsyncResource({ name: "E" }).on("x", check); als.run("other", () => e.emit("x")); },
    "once": async () => { const e = new EventEmitter(); setTimeout(() => e.emit("x"), 1); await once(e, "x"); check(); },
    "on": async () => { const e = new EventEmitter(); setTimeout(() => e.emit("x"), 1); for await (const x of on(e, "x")) { check(x); break; } },
    "await using": async () => { { await using x = { async [Symbol.asyncDispose]() { await 1; check(x); } }; check(); } check(); },
    "import()": async () => { await import("node:os"); check(); },
};

for (const [name, flow] of Object.entries(flows)) {
    test(name, async () => {
        seen = [];
        await als.run(name, async () => {
            await flow();
            check();
        });
        expect(new Set(seen)).toEqual(new Set([name]));
        expect(als.getStore()).toBe(undefined);
    });
}

test("Bun.serve runs handlers in its own context, whatever a request before entered", async () => {
    const stores = [];
    const server = als.run("server", () => Bun.serve({
        port: 0,
        fetch() {
            stores.push(als.getStore());
            als.enterWith("request");
            return new Response("x");
        },
    }));
    await Promise.all([1, 2, 3].map(async () => await (await fetch(server.url)).text()));
    server.stop(true);
    expect(stores).toEqual(["server", "server", "server"]);
});

test("disable empties the frame that waiting callbacks share", async () => {
    const storage = new AsyncLocalStorage();
    let later;
    await storage.run("x", () => new Promise((resolve) => {
        setTimeout(() => resolve(later = storage.getStore()), 1);
        storage.disable();
    }));
    expect(later).toBe(undefined);
});

test("the methods of a stream's source run in the context in which the stream was made", async () => {
    const stores = [];
    const source = {
        name: "source",
        start() { stores.push(["start", this.name, als.getStore()]); },
        pull(controller) {
            stores.push(["pull", this.name, als.getStore()]);
            controller.enqueue("x");
        },
        cancel() { stores.push(["cancel", this.name, als.getStore()]); },
    };
    const stream = als.run("made", () => new ReadableStream(source, { highWaterMark: 0 }));
    const direct = als.run("direct", () => new ReadableStream({
        type: "direct",
        pull(controller) {
            stores.push(["direct", als.getStore()]);
            controller.write("y");
            controller.close();
        },
    }));
    await als.run("reader", async () => {
        const reader = stream.getReader();
        await reader.read();
        await reader.cancel();
        await direct.getReader().read();
    });
    const expected = ["start", "pull", "cancel"].map((step) => [step, "source", "made"]);
    expect(stores).toEqual([...expected, ["direct", "direct"]]);
    expect(als.getStore()).toBe(undefined);
});
