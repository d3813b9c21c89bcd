import { expect, test } from "bun:test";
import { gate, log } from "./fixtures/log.mjs";

test("import() runs nothing before its caller goes on", async () => {
    const promise = import("./fixtures/logs_now.mjs");
    log.push("caller");
    await promise;
    expect(log.splice(0)).toEqual(["caller", "module"]);
});

test("a module that awaits does not hold up its siblings, and can be imported again when it is done", async () => {
    const parent = import("./fixtures/parent.mjs").then(() => log.push("imported"));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(log.splice(0)).toEqual(["waits starts", "sibling"]);
    gate.resolve();
    await parent;
    expect(log.splice(0)).toEqual(["waits ends", "parent", "imported"]);
    expect((await import("./fixtures/waits.mjs")).done).toBe(true);
});

test("an error of evaluation is kept: every import of the module rejects with the same one", async () => {
    const caught = [];
    for (const name of ["fails", "fails_parent", "fails"])
        await import(`./fixtures/${name}.mjs`).catch((error) => caught.push(error));
    expect(caught.map((error) => error.message)).toEqual(["fails", "fails", "fails"]);
    expect(new Set(caught).size).toBe(1);
});

test("for await over a synchronous iterable with a rejected promise", async () => {
    const seen = [];
    const values = {
        *[Symbol.iterator]() {
            try {
                yield Promise.resolve(1);
                yield Promise.reject(new Error("second"));
            } finally {
                seen.push("closed");
            }
        },
    };
    try {
        for await (const value of values) seen.push(value);
    } catch (error) {
        seen.push(error.message);
    }
    for await (const value of[2, Promise.resolve(3)]) seen.push(value);
    expect(seen).toEqual([1, "closed", "second", 2, 3]);
    const loop = async (what) => { for await (const _ of what); };
    for (const wrong of [null, undefined, 5, {}]) await expect(loop(wrong)).rejects.toThrow(TypeError);
});
