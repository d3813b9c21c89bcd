import { peek } from "bun";
import { expect, test } from "bun:test";

test("peek: what a settled promise holds, else the value itself", async () => {
    const reason = new Error("no");
    const rejected = Promise.reject(reason);
    const pending = new Promise(() => {});
    const object = { then() {} };
    expect(peek(Promise.resolve(5))).toBe(5);
    expect(peek(rejected)).toBe(reason);
    for (const value of [pending, object, 1, null, undefined]) expect(peek(value)).toBe(value);
    expect(peek()).toBe(undefined);
    let resolve;
    const later = new Promise((done) => { resolve = done; });
    expect(peek(later)).toBe(later);
    resolve(object.then);
    expect(peek(later)).toBe(object.then);
    await rejected.catch(() => {});
});

test("peek.status", async () => {
    const rejected = Promise.reject(new Error("no"));
    class Mine extends Promise {}
    expect([Promise.resolve(), rejected, new Promise(() => {}), new Mine(() => {}), Mine.resolve(1)].map(peek.status))
        .toEqual(["fulfilled", "rejected", "pending", "pending", "fulfilled"]);
    for (const value of [1, undefined, { then() {} }, { __proto__: Promise.prototype }]) expect(peek.status(value)).toBe("fulfilled");
    await rejected.catch(() => {});
});

test("peek reads, and neither calls nor handles", () => {
    const promise = Promise.resolve(1);
    promise.then = () => { throw new Error("called"); };
    expect(peek(promise)).toBe(1);
    const program = `
        process.on("unhandledRejection", (reason) => console.log(reason.message));
        Bun.peek(Promise.reject(new Error("still unhandled")));
    `;
    expect(Bun.spawnSync([process.execPath, "-e", program]).stdout.toString()).toBe("still unhandled\n");
});

test("what Bun.peek is", () => {
    expect([peek.length, peek.name, peek.status.length, peek.status.name]).toEqual([1, "", 1, ""]);
    expect(Object.getOwnPropertyDescriptor(peek, "status")).toMatchObject({ writable: false, enumerable: true, configurable: false });
    expect(() => new peek(1)).toThrow(TypeError);
});
