import { expect, test } from "bun:test";
import { createHistogram, monitorEventLoopDelay, performance, PerformanceObserver } from "node:perf_hooks";

test("now and timeOrigin agree with the wall clock", () => {
  const before = Date.now();
  const now = performance.timeOrigin + performance.now();
  expect(now).toBeGreaterThan(before - 100);
  expect(now).toBeLessThan(Date.now() + 100);
  const a = performance.now();
  expect(performance.now()).toBeGreaterThanOrEqual(a);
});

test("marks and measures", () => {
  performance.mark("start", { startTime: 10, detail: { a: 1 } });
  performance.mark("end", { startTime: 25 });
  const measure = performance.measure("span", "start", "end");
  expect([measure.startTime, measure.duration, measure.entryType]).toEqual([10, 15, "measure"]);
  expect(performance.getEntriesByName("start")[0].detail).toEqual({ a: 1 });
  expect(() => performance.measure("x", "no such mark")).toThrow();
  performance.clearMarks("start");
  expect(performance.getEntriesByName("start").length).toBe(0);
  performance.clearMarks();
  performance.clearMeasures();
});

test("observers get entries later", async () => {
  const names = await new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      observer.disconnect();
      resolve(list.getEntries().map((entry) => entry.name));
    });
    observer.observe({ entryTypes: ["mark"] });
    performance.mark("seen");
  });
  expect(names).toEqual(["seen"]);
});

test("a histogram has percentiles", () => {
  const h = createHistogram();
  for (let i = 1; i <= 1000; i++) h.record(i);
  expect([h.min, h.max, h.mean, h.percentile(50), h.percentile(99)]).toEqual([1, 1000, 500.5, 500, 990]);
});

test("the delay of the loop is measured", async () => {
  const h = monitorEventLoopDelay({ resolution: 2 });
  h.enable();
  for (let i = 0; i < 100 && h.max === 0; i++) await new Promise((resolve) => setTimeout(resolve, 10));
  h.disable();
  expect(h.max).toBeGreaterThan(0);
});
