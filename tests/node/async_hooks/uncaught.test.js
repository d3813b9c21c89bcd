// Handlers of errors that nobody caught run in the context of the callback that threw.
import { spawnSync } from "node:child_process";
import { expect, test } from "bun:test";

const isCob = Boolean(process.versions.cob); // Bun has no context there for most, no ids, and the handler is its test runner's
const run = (text) => {
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", text], { encoding: "utf8" });
    return (stdout + stderr).trim().split("\n").sort();
};

test.if(isCob)("AsyncLocalStorage in uncaughtException", () => {
    expect(run(`
        const { AsyncLocalStorage } = require("async_hooks");
        const als = new AsyncLocalStorage();
        process.on("uncaughtException", ({ message }) => console.log(message, als.getStore()));
        const fail = (name) => () => { throw new Error(name) };
        als.run(1, () => setTimeout(fail("timeout")));
        als.run(2, () => process.nextTick(fail("tick")));
        als.run(3, () => setImmediate(fail("immediate")));
        als.run(4, () => queueMicrotask(fail("microtask")));
        als.run(5, () => require("fs").stat("/", fail("fs")));
        als.run(6, () => require("fs").readFile("/", fail("readFile")));
        als.run(7, () => require("crypto").pbkdf2("a", "b", 1, 8, "sha1", fail("crypto")));
        als.run(8, () => require("zlib").deflate("a", fail("zlib")));`,
    )).toEqual(["crypto 7", "fs 5", "immediate 3", "microtask 4", "readFile 6", "tick 2", "timeout 1", "zlib 8"]);
});

test.if(isCob)("executionAsyncId in uncaughtException is that of the request", () => {
    expect(run(`
        const { createHook, executionAsyncId } = require("async_hooks");
        let id, after = 0;
        createHook({ init(own, type) { if (type === "FSREQCALLBACK") id = own }, after(own) { if (own === id) after++ } }).enable();
        process.on("uncaughtException", () => console.log(executionAsyncId() === id, after));
        process.on("exit", () => console.log("then", after));
        require("fs").stat("/", () => { throw new Error() });`,
    )).toEqual(["then 1", "true 0"]);
});

test.if(isCob)("an error thrown by the callback of pipeline is still the emitter's to catch", () => {
    expect(run(`
        const { AsyncLocalStorage } = require("async_hooks");
        const { finished, PassThrough } = require("stream");
        const als = new AsyncLocalStorage();
        const stream = new PassThrough();
        als.run(1, () => finished(stream, () => { throw new Error("mine") }));
        try { stream.emit("error", new Error("x")) } catch (error) { console.log(error.message) }`,
    )).toEqual(["mine"]);
});
