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

const timingInfo = (startTime) => ({
  startTime, endTime: startTime, finalServiceWorkerStartTime: 0, redirectStartTime: 0, redirectEndTime: 0, postRedirectStartTime: 0,
  finalConnectionTimingInfo: {}, finalNetworkRequestStartTime: 0, finalNetworkResponseStartTime: 0, encodedBodySize: 0, decodedBodySize: 0,
});

test.if(Boolean(process.versions.cob))("a full buffer of resources asks for room; what finds none is dropped", async () => {
  const add = (startTime) => performance.markResourceTiming(timingInfo(startTime), "https://example.com", "fetch", globalThis, "");
  const kept = () => performance.getEntriesByType("resource").map((entry) => entry.startTime);
  const whenFull = (listener) =>
    new Promise((resolve) => performance.addEventListener("resourcetimingbufferfull", () => resolve(listener()), { once: true }));
  performance.setResourceTimingBufferSize(1);
  [1, 2, 3].forEach(add);
  expect(kept()).toEqual([1]);
  await whenFull(() => performance.clearResourceTimings());
  expect(kept()).toEqual([2]);
  add(4);
  add(5);
  await whenFull(() => performance.setResourceTimingBufferSize(3));
  expect(kept()).toEqual([2, 4, 5]);
  performance.clearResourceTimings();
  performance.setResourceTimingBufferSize(250);
});

test.if(Boolean(process.versions.cob))("histograms are made by createHistogram only", () => {
  const histogram = createHistogram();
  expect(() => new histogram.constructor()).toThrow(TypeError);
});

test("a measure ends at a mark, whether its start is left out or an object that says nothing", () => {
  performance.mark("three", { startTime: 3 });
  for (const start of [undefined, null, {}, { other: 1 }]) {
    const { startTime, duration } = performance.measure("m", start, "three");
    expect([startTime, duration]).toEqual([0, 3]);
  }
  expect(performance.measure("m", { detail: 1 }).detail).toBe(1);
  expect(performance.measure("m", { duration: 1 }).startTime).toBe(0);
  expect(() => performance.measure("m", { end: 1 }, "three")).toThrow(TypeError);
  expect(() => performance.measure("m", { start: 1, end: 2, duration: 1 })).toThrow(TypeError);
  performance.clearMarks();
  performance.clearMeasures();
});

test("entries look like the platform's", () => {
  expect(String(performance.mark("q"))).toBe("[object PerformanceMark]");
  expect(String(performance.measure("q"))).toBe("[object PerformanceMeasure]");
  expect(Object.keys(PerformanceEntry.prototype)).toEqual(["name", "entryType", "startTime", "duration", "toJSON"]);
  expect(Object.keys(globalThis.PerformanceObserver.prototype)).toEqual(["observe", "disconnect", "takeRecords"]);
  performance.clearMarks();
  performance.clearMeasures();
});
