// Error.prepareStackTrace is a function before a program puts its own there, as in Node.js and Bun.
import { expect, test } from "bun:test";

test("what is there formats an error and call sites", () => {
    const { prepareStackTrace } = Error;
    expect(prepareStackTrace(new TypeError("x"), ["a", "b"])).toBe("TypeError: x\n    at a\n    at b");
    for (const sites of [undefined, []]) expect(prepareStackTrace(new Error(""), sites)).toBe("Error");
    expect(typeof prepareStackTrace(new Error("y"), 1)).toBe("string");
});

test("a program's own is used until what was there is put back", () => {
    const before = Error.prepareStackTrace;
    const plain = new Error("plain").stack;
    Error.prepareStackTrace = (error, sites) => [error.message, Array.isArray(sites)];
    const own = new Error("own").stack;
    Error.prepareStackTrace = before;
    expect(own).toEqual(["own", true]);
    expect(Error.prepareStackTrace).toBe(before);
    expect(new Error("plain").stack.split("\n").length).toBe(plain.split("\n").length);
    Error.prepareStackTrace = undefined;
    expect(Error.prepareStackTrace).toBe(undefined);
    expect(new Error("x").stack).toContain("Error: x");
    Error.prepareStackTrace = before;
});
