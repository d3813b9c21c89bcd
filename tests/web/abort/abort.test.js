import { expect, test } from "bun:test";

test("abort sets the reason and fires once", () => {
  const controller = new AbortController();
  let fired = 0;
  controller.signal.onabort = () => fired++;
  controller.abort("why");
  controller.abort("again");
  expect([fired, controller.signal.aborted, controller.signal.reason]).toEqual([1, true, "why"]);
  expect(() => controller.signal.throwIfAborted()).toThrow("why");
  expect(AbortSignal.abort().reason.name).toBe("AbortError");
});

test("any follows the first of its sources, through other composites", () => {
  const a = new AbortController(), b = new AbortController();
  const inner = AbortSignal.any([a.signal]), outer = AbortSignal.any([inner, b.signal]);
  let order = [];
  outer.addEventListener("abort", () => order.push("outer"));
  a.signal.addEventListener("abort", () => order.push("a"));
  a.abort(1);
  b.abort(2);
  expect([inner.reason, outer.reason, order]).toEqual([1, 1, ["a", "outer"]]);
  expect(AbortSignal.any([AbortSignal.abort(3)]).reason).toBe(3);
  expect(AbortSignal.any([]).aborted).toBe(false);
});

test("timeout aborts with TimeoutError", async () => {
  const signal = AbortSignal.timeout(5);
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  expect(signal.reason.name).toBe("TimeoutError");
});

test("composites of a long-lived signal are collected", async () => {
  const root = new AbortController();
  const refs = Array.from({ length: 10_000 }, () => new WeakRef(AbortSignal.any([root.signal])));
  const alive = () => refs.filter((ref) => ref.deref() !== undefined).length;
  for (let i = 0; i < 50 && alive() > 100; i++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    Bun.gc(true);
  }
  expect(alive()).toBeLessThanOrEqual(100);
  expect(root.signal.aborted).toBe(false);
});
