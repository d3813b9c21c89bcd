import { expect, test } from "bun:test";
import timers from "node:timers";
import { promisify } from "node:util";
import { scheduler, setInterval as every, setTimeout as sleep } from "node:timers/promises";

test("the module holds the functions that are also global", () => {
  for (const name of ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "clearImmediate"]) {
    expect(timers[name].name).toBe(globalThis[name].name);
  }
});

test("timers pass their arguments and can be cleared, also by number and string", async () => {
  const seen = [];
  clearTimeout(setTimeout(() => seen.push("object"), 1));
  clearTimeout(+setTimeout(() => seen.push("number"), 1));
  clearTimeout(String(+setTimeout(() => seen.push("string"), 1)));
  clearTimeout(undefined);
  clearTimeout(null);
  setTimeout((a, b, c, d) => seen.push(a, b, c, d), 2, 1, 2, 3, 4);
  await sleep(15);
  expect(seen).toEqual([1, 2, 3, 4]);
});

test("ref, unref, hasRef and refresh", async () => {
  let firedAt = 0;
  const timer = setTimeout(() => { firedAt = performance.now(); }, 30);
  expect(timer.hasRef()).toBe(true);
  expect(timer.unref().hasRef()).toBe(false);
  expect(timer.ref().hasRef()).toBe(true);
  await sleep(15);
  const refreshedAt = performance.now();
  timer.refresh();
  while (firedAt < refreshedAt) await sleep(5);
  expect(firedAt - refreshedAt).toBeGreaterThan(28);
});

test("an interval repeats until it is cleared from inside", async () => {
  let count = 0;
  await new Promise((resolve) => {
    const timer = setInterval(() => {
      if (++count === 3) {
        clearInterval(timer);
        resolve();
      }
    }, 1);
  });
  await sleep(10);
  expect(count).toBe(3);
});

test("a timer is disposable", async () => {
  let fired = false;
  const timer = setTimeout(() => (fired = true), 1);
  timer[Symbol.dispose]();
  await sleep(8);
  expect(fired).toBe(false);
});

test("a callback that is no function is refused", () => {
  for (const start of [setTimeout, setInterval, setImmediate, queueMicrotask, process.nextTick]) {
    expect(() => start("no")).toThrow(TypeError);
  }
});

test("promises: value, abort before and after, interval", async () => {
  expect(await sleep(1, "value")).toBe("value");
  await expect(sleep(1, 0, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError", code: "ABORT_ERR" });
  const controller = new AbortController();
  const late = sleep(10_000, 0, { signal: controller.signal });
  controller.abort();
  await expect(late).rejects.toMatchObject({ name: "AbortError" });
  await expect(sleep("x")).rejects.toMatchObject({ code: "ERR_INVALID_ARG_TYPE" });
  const got = [];
  for await (const item of every(1, "item")) {
    got.push(item);
    if (got.length === 3) break;
  }
  expect(got).toEqual(["item", "item", "item"]);
  await scheduler.wait(1);
  await scheduler.yield();
});

test("setTimeout can be promisified", async () => {
  expect(await promisify(setTimeout)(1, "done")).toBe("done");
});

test("many timers start and clear without trouble", async () => {
  let fired = 0;
  const all = [];
  for (let i = 0; i < 5000; i++) all.push(setTimeout(() => fired++, 1 + (i % 50)));
  for (let i = 0; i < 5000; i += 2) clearTimeout(all[i]);
  await sleep(80);
  expect(fired).toBe(2500);
});

test("an interval that refreshes itself does not disturb other timers", async () => {
  const order = [];
  let runs = 0;
  const interval = setInterval(() => {
    interval.refresh();
    order.push("refreshed");
    if (++runs === 3) clearInterval(interval);
  }, 5);
  const other = setInterval(() => order.push("other"), 5);
  await sleep(60);
  clearInterval(other);
  expect(runs).toBe(3);
  expect(order.filter((name) => name === "other").length).toBeGreaterThan(3);
});

test("an interval whose callback was taken away stops", async () => {
  let runs = 0;
  const interval = setInterval(() => {
    runs++;
    interval._onTimeout = null;
  }, 1);
  await sleep(10);
  expect(runs).toBe(1);
});
