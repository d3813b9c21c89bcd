import { expect, test } from "bun:test";

test("getRandomValues fills integer arrays only", () => {
  const array = new Uint32Array(8);
  expect(crypto.getRandomValues(array)).toBe(array);
  expect(array.some((word) => word !== 0)).toBe(true);
  expect(() => crypto.getRandomValues(new Float32Array(1))).toThrow();
});

test("randomUUID is version 4 and does not repeat", () => {
  const all = new Set();
  for (let i = 0; i < 2000; i++) {
    const id = crypto.randomUUID();
    expect(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)).toBe(true);
    all.add(id);
  }
  expect(all.size).toBe(2000);
});
