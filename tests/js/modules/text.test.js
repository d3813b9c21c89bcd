import { expect, test } from "bun:test";
import * as fs from "node:fs";

export let count = 0;
const run = (fn, ...args) => new Function("count", "fs", `return (${fn})`)(count, fs)(...args);

test("the text of a function runs elsewhere", async () => {
    const plain = async (x) => (await x) + (await 1);
    expect(await run(plain, Promise.resolve(4))).toBe(5);
    const inTry = async (fail) => {
        try {
            await null;
            if (fail) throw new Error("thrown");
        } catch (error) {
            return await error.message;
        } finally {
            await null;
        }
        return "done";
    };
    expect([await run(inTry, true), await run(inTry, false)]).toEqual(["thrown", "done"]);
    const loop = async (list) => {
        const seen = [];
        for await (const value of list) seen.push(value);
        return seen;
    };
    expect(await run(loop, [1, Promise.resolve(2)])).toEqual([1, 2]);
    const reads = (error) => error.stack;
    expect(run(reads, { stack: 5 })).toBe(5);
    const imports = async () => typeof (await import("node:fs")).readFileSync;
    expect(await run(imports)).toBe("function");
    const writes = function () {
        const before = count++;
        count = before + 7;
        return [before, count];
    };
    expect(run(writes)).toEqual([0, 7]);
    expect(count).toBe(0);
});

test("Function.prototype.toString itself", () => {
    const { toString } = Function.prototype;
    expect(toString.call(toString)).toContain("[native code]");
    expect([toString.name, toString.length, "prototype" in toString]).toEqual(["toString", 0, false]);
    expect(() => toString.call({})).toThrow(TypeError);
    expect(`${class A { x() {} }}`).toStartWith("class A");
});
