import { describe, expect, test } from "bun:test";

describe("EventTarget", () => {
  test("runs listeners in order, capturing ones first, each pair once", () => {
    const target = new EventTarget(), seen = [];
    const twice = () => seen.push("twice");
    target.addEventListener("x", () => seen.push("a"));
    target.addEventListener("x", twice);
    target.addEventListener("x", twice);
    target.addEventListener("x", () => seen.push("capture"), true);
    expect(target.dispatchEvent(new Event("x"))).toBe(true);
    expect(seen).toEqual(["capture", "a", "twice"]);
  });

  test("once, removal during dispatch and stopImmediatePropagation", () => {
    const target = new EventTarget(), seen = [];
    const late = () => seen.push("late");
    target.addEventListener("x", () => { seen.push("once"); target.removeEventListener("x", late); }, { once: true });
    target.addEventListener("x", late);
    target.dispatchEvent(new Event("x"));
    target.addEventListener("x", (event) => { seen.push("stop"); event.stopImmediatePropagation(); });
    target.addEventListener("x", late);
    target.dispatchEvent(new Event("x"));
    expect(seen).toEqual(["once", "stop"]);
  });

  test("preventDefault counts for cancelable events outside passive listeners", () => {
    const target = new EventTarget();
    target.addEventListener("passive", (event) => event.preventDefault(), { passive: true });
    target.addEventListener("active", { handleEvent(event) { event.preventDefault(); } });
    expect(target.dispatchEvent(new Event("passive", { cancelable: true }))).toBe(true);
    expect(target.dispatchEvent(new Event("active", { cancelable: true }))).toBe(false);
    expect(target.dispatchEvent(new Event("active"))).toBe(true);
  });

  test("a signal removes the listener", () => {
    const target = new EventTarget(), controller = new AbortController();
    let count = 0;
    target.addEventListener("x", () => count++, { signal: controller.signal });
    target.dispatchEvent(new Event("x"));
    controller.abort();
    target.dispatchEvent(new Event("x"));
    target.addEventListener("x", () => count++, { signal: controller.signal });
    target.dispatchEvent(new Event("x"));
    expect(count).toBe(1);
  });

  test("events know their target only while they are dispatched", () => {
    const target = new EventTarget(), event = new Event("x");
    let during;
    target.addEventListener("x", (e) => { during = [e.currentTarget === target, e.eventPhase, e.composedPath().length]; });
    target.dispatchEvent(event);
    expect(during).toEqual([true, 2, 1]);
    expect([event.target === target, event.currentTarget, event.eventPhase]).toEqual([true, null, 0]);
  });

  test("an event cannot be dispatched twice at a time", () => {
    const target = new EventTarget();
    let error;
    target.addEventListener("x", (event) => {
      try {
        target.dispatchEvent(event);
      } catch (caught) {
        error = caught;
      }
    });
    target.dispatchEvent(new Event("x"));
    expect(error).toBeInstanceOf(Error);
  });
});

test("event classes carry their init members", () => {
  expect(new CustomEvent("x", { detail: 5 }).detail).toBe(5);
  expect(new CustomEvent("x").detail).toBe(null);
  expect(new MessageEvent("m", { data: [1], origin: "o" }).data).toEqual([1]);
  expect(new ErrorEvent("e", { message: "m", lineno: 3 }).lineno).toBe(3);
  expect(new CloseEvent("c", { code: 1001, wasClean: true }).code).toBe(1001);
});

test("globalThis is an event target", () => {
  let seen;
  const listener = (event) => { seen = event.type; };
  addEventListener("custom", listener);
  dispatchEvent(new Event("custom"));
  removeEventListener("custom", listener);
  expect(seen).toBe("custom");
});

test("DOMException has names, codes and is an Error", () => {
  const error = new DOMException("text", "AbortError");
  expect([error.name, error.message, error.code, error instanceof Error]).toEqual(["AbortError", "text", 20, true]);
  expect(DOMException.DATA_CLONE_ERR).toBe(25);
  expect(new DOMException("a", "Unknown").code).toBe(0);
  expect(String(error)).toBe("AbortError: text");
});
