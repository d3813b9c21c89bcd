// Mock functions, spies and module mocks.
import { afterEach, expect, jest, mock, spyOn, test, vi } from "bun:test";

afterEach(() => {
    mock.restore();
});

test("records calls, results and contexts", () => {
    const fn = jest.fn((a, b) => a + b);
    const self = { fn };
    expect(self.fn(1, 2)).toBe(3);
    expect(fn.mock.calls).toEqual([[1, 2]]);
    expect(fn.mock.results).toEqual([{ type: "return", value: 3 }]);
    expect(fn.mock.contexts[0]).toBe(self);
    expect(fn.mock.lastCall).toEqual([1, 2]);
    expect(fn).toHaveBeenCalledTimes(1);
    expect(fn).toHaveBeenCalledWith(1, expect.any(Number));
});

test("records what is thrown", () => {
    const fn = mock(() => { throw new Error("no"); });
    expect(() => fn()).toThrow("no");
    expect(fn.mock.results[0].type).toBe("throw");
    expect(fn.mock.results[0].value.message).toBe("no");
});

test("orders calls across mocks", () => {
    const first = mock(), second = mock();
    second();
    first();
    expect(second.mock.invocationCallOrder[0]).toBeLessThan(first.mock.invocationCallOrder[0]);
});

test("one-time behaviours run before the standing one", async () => {
    const fn = mock().mockReturnValueOnce(1).mockImplementationOnce(() => 2).mockReturnValue(3);
    expect([fn(), fn(), fn(), fn()]).toEqual([1, 2, 3, 3]);
    const later = mock().mockResolvedValue("yes").mockRejectedValueOnce(new Error("once"));
    await expect(later()).rejects.toThrow("once");
    await expect(later()).resolves.toBe("yes");
});

test("clear keeps the behaviour, reset drops it", () => {
    const fn = mock(() => 1);
    fn();
    fn.mockClear();
    expect(fn).not.toHaveBeenCalled();
    expect(fn()).toBe(1);
    fn.mockReset();
    expect(fn()).toBeUndefined();
});

test("withImplementation is temporary", async () => {
    const fn = mock(() => "base");
    fn.withImplementation(() => "temporary", () => expect(fn()).toBe("temporary"));
    expect(fn()).toBe("base");
    await fn.withImplementation(() => "async", async () => {
        await 1;
        expect(fn()).toBe("async");
    });
    expect(fn()).toBe("base");
});

test("names", () => {
    expect(mock(function named() {}).getMockName()).toBe("named");
    expect(mock().mockName("given").getMockName()).toBe("given");
    expect(mock(function two(a, b) {})).toHaveLength(2);
});

test("spyOn calls through until told otherwise, and restores", () => {
    const object = { add(n) { return n + 1; } };
    const original = object.add;
    const spy = spyOn(object, "add");
    expect(object.add(1)).toBe(2);
    expect(spy).toHaveBeenCalledWith(1);
    spy.mockReturnValue(9);
    expect(object.add(1)).toBe(9);
    expect(spyOn(object, "add")).toBe(spy);
    spy.mockRestore();
    expect(object.add).toBe(original);
});

test("spyOn of an inherited method", () => {
    class Thing {
        run() { return 1; }
    }
    const thing = new Thing();
    const spy = spyOn(thing, "run").mockImplementation(() => 2);
    expect(thing.run()).toBe(2);
    spy.mockRestore();
    expect(thing.run()).toBe(1);
});

test("spyOn needs an object", () => {
    expect(() => spyOn(1, "x")).toThrow("expects a target object");
});

test("vi and jest are the same tools", () => {
    expect(vi.fn).toBe(jest.fn);
    expect(vi.spyOn).toBe(jest.spyOn);
});

test("mock.module replaces exports of loaded and unknown modules", async () => {
    const real = await import("./fixtures/module.js");
    expect(real.value).toBe("real");
    mock.module("./fixtures/module.js", () => ({ value: "mocked" }));
    expect((await import("./fixtures/module.js")).value).toBe("mocked");
    mock.module("a-package-that-does-not-exist", () => ({ default: 1, named: 2 }));
    const made = await import("a-package-that-does-not-exist");
    expect([made.default, made.named]).toEqual([1, 2]);
    expect(require("a-package-that-does-not-exist").named).toBe(2);
});
