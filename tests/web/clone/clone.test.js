import { expect, test } from "bun:test";

test("keeps identity, cycles, holes and wrappers", () => {
  const shared = { x: 1 }, source = { a: shared, b: [shared, , undefined], n: Object(5), d: new Date(7), r: /a/gi, big: 3n };
  source.self = source;
  const copy = structuredClone(source);
  expect(copy.self === copy && copy.a === copy.b[0] && copy.a !== shared).toBe(true);
  expect([1 in copy.b, copy.b.length, +copy.n, +copy.d, String(copy.r), copy.big]).toEqual([false, 3, 5, 7, "/a/gi", 3n]);
  const map = new Map([[shared, new Set([shared])]]);
  const [[key, set]] = structuredClone(map);
  expect(set.has(key)).toBe(true);
});

test("views share one copied buffer", () => {
  const buffer = new ArrayBuffer(8, { maxByteLength: 16 });
  const copy = structuredClone({ bytes: new Uint8Array(buffer, 2, 3), words: new Uint16Array(buffer), buffer });
  expect(copy.bytes.buffer === copy.buffer && copy.words.buffer === copy.buffer).toBe(true);
  expect([copy.bytes.byteOffset, copy.bytes.length, copy.buffer.maxByteLength]).toEqual([2, 3, 16]);
});

test("errors keep name, message and class", () => {
  const copy = structuredClone(new RangeError("m", { cause: { why: 1 } }));
  expect([copy instanceof RangeError, copy.name, copy.message]).toEqual([true, "RangeError", "m"]);
});

test("transfer detaches the source, only if cloning succeeds", () => {
  const buffer = new ArrayBuffer(8), view = new Uint8Array(buffer);
  view[0] = 9;
  expect(() => structuredClone([view, () => {}], { transfer: [buffer] })).toThrow(DOMException);
  expect(buffer.byteLength).toBe(8);
  const copy = structuredClone({ list: [view], map: new Map([["k", view]]) }, { transfer: [buffer] });
  expect([buffer.byteLength, copy.list[0][0], copy.map.get("k") === copy.list[0]]).toEqual([0, 9, true]);
});

test("refuses what cannot be cloned", () => {
  for (const value of [() => {}, Symbol("s"), new WeakMap(), Promise.resolve(), { deep: [Symbol.iterator] }, new Event("x")]) {
    expect(() => structuredClone(value)).toThrow(DOMException);
  }
  expect(() => structuredClone(1, { transfer: [{}] })).toThrow();
});

test("refuses objects of the platform that have no copy, but not what only names itself like them", () => {
  const values = [
    new URL("a:b"), new URLSearchParams(), new URLPattern(), new Headers(), new FormData(), new Request("http://h"), new Response(),
    new TextEncoder(), new AbortController(), new CompressionStream("gzip"), crypto.subtle, new WebAssembly.Memory({ initial: 1 }),
  ];
  for (const value of values) {
    expect(() => structuredClone(value)).toThrow(DOMException);
    expect(() => structuredClone({ deep: [value] })).toThrow(DOMException);
  }
  class Like {
    x = 1;
    get [Symbol.toStringTag]() { return "URL"; }
  }
  expect(structuredClone(new Like())).toEqual({ x: 1 });
});

test("a WebAssembly module stays one", () => {
  const module = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  expect(structuredClone({ module }).module).toBeInstanceOf(WebAssembly.Module);
});

test("__proto__ as an own key stays a key", () => {
  const copy = structuredClone(JSON.parse('{"__proto__":{"x":1}}'));
  expect(Object.keys(copy)).toEqual(["__proto__"]);
  expect(copy.x).toBe(undefined);
});
