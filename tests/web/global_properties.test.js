// Web IDL: operations and attributes of the global object are enumerable, namespaces are not. Programs copy globals by that.
import { expect, test } from "bun:test";

test("operations and attributes are enumerable, console is not", () => {
    const keys = new Set(Object.keys(globalThis));
    const expected = ["atob", "btoa", "clearImmediate", "clearInterval", "clearTimeout", "crypto", "fetch", "global", "navigator", "performance",
        "queueMicrotask", "reportError", "self", "setImmediate", "setInterval", "setTimeout", "structuredClone"];
    expect(expected.filter((name) => !keys.has(name))).toEqual([]);
    expect(keys.has("console")).toBe(false);
});

test("reading or writing one keeps it enumerable", () => {
    const { atob: before } = globalThis;
    expect(Object.getOwnPropertyDescriptor(globalThis, "atob").enumerable).toBe(true);
    globalThis.atob = before;
    expect(Object.getOwnPropertyDescriptor(globalThis, "atob").enumerable).toBe(true);
});
