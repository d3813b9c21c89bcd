// node:events: order, once, errors, rejections, async forms.
import { expect, test } from "bun:test";
import EventEmitter, { errorMonitor, getEventListeners, on, once } from "node:events";

test("listeners run in order and prepended ones first", () => {
    const calls = [];
    const e = new EventEmitter();
    e.on("x", (v) => calls.push(["a", v]));
    e.prependListener("x", (v) => calls.push(["b", v]));
    expect(e.emit("x", 1)).toBe(true);
    expect(e.emit("y")).toBe(false);
    expect(calls).toEqual([["b", 1], ["a", 1]]);
});

test("a listener removed during emit still runs in that emit", () => {
    const calls = [];
    const e = new EventEmitter();
    const second = () => calls.push(2);
    e.on("x", () => e.off("x", second));
    e.on("x", second);
    e.emit("x");
    e.emit("x");
    expect(calls).toEqual([2]);
});

test("once runs once, and off takes the original function", () => {
    let count = 0;
    const e = new EventEmitter();
    const f = () => count++;
    e.once("x", f);
    expect(e.listeners("x")).toEqual([f]);
    e.emit("x");
    e.emit("x");
    e.once("x", f);
    e.off("x", f);
    e.emit("x");
    expect(count).toBe(1);
    expect(e.eventNames()).toEqual([]);
});

test("an error without listener is thrown; the monitor sees it first", () => {
    const e = new EventEmitter();
    const seen = [];
    e.on(errorMonitor, (err) => seen.push(err.message));
    expect(() => e.emit("error", new Error("boom"))).toThrow("boom");
    expect(seen).toEqual(["boom"]);
});

test("newListener and removeListener report", () => {
    const log = [];
    const e = new EventEmitter();
    e.on("newListener", (name) => log.push(`+${String(name)}`));
    e.on("removeListener", (name) => log.push(`-${String(name)}`));
    const f = () => {};
    e.on("x", f);
    e.off("x", f);
    expect(log).toEqual(["+removeListener", "+x", "-x"]);
});

test("captureRejections sends rejections to 'error'", async () => {
    const e = new EventEmitter({ captureRejections: true });
    e.on("x", async () => {
        throw new Error("async boom");
    });
    const [err] = await new Promise((resolve) => {
        e.on("error", (...args) => resolve(args));
        e.emit("x");
    });
    expect(err.message).toBe("async boom");
});

test("once() resolves with the arguments and rejects on error and abort", async () => {
    const e = new EventEmitter();
    const value = once(e, "x");
    e.emit("x", 1, 2);
    expect(await value).toEqual([1, 2]);
    const failing = once(e, "x");
    e.emit("error", new Error("no"));
    expect(failing).rejects.toThrow("no");
    const controller = new AbortController();
    const aborted = once(e, "x", { signal: controller.signal });
    controller.abort();
    expect(await aborted.catch((err) => err.name)).toBe("AbortError");
    expect(e.listenerCount("x")).toBe(0);
});

test("on() iterates what was emitted, in order", async () => {
    const e = new EventEmitter();
    const iterator = on(e, "x");
    e.emit("x", 1);
    e.emit("x", 2);
    expect((await iterator.next()).value).toEqual([1]);
    expect((await iterator.next()).value).toEqual([2]);
    await iterator.return();
    expect(e.listenerCount("x")).toBe(0);
});

test("getEventListeners sees event targets too", () => {
    const target = new EventTarget();
    const f = () => {};
    target.addEventListener("x", f);
    expect(getEventListeners(target, "x")).toEqual([f]);
});

test("wrong listeners are refused with Node's code", () => {
    const e = new EventEmitter();
    let err;
    try {
        e.on("x", 1);
    } catch (caught) {
        err = caught;
    }
    expect(err).toBeInstanceOf(TypeError);
    expect(err.code).toBe("ERR_INVALID_ARG_TYPE");
});
