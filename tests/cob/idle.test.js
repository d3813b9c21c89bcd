// What only a full collection finds dead goes while nothing happens, with nobody asking (src/engine/idle.c).
import { expect, test } from "bun:test";

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test("old garbage goes while the loop is idle", async () => {
  const box = { held: Array.from({ length: 1000 }, (_, i) => ({ i })) };
  const refs = box.held.map((object) => new WeakRef(object));
  for (let i = 0; i < 100; i++) await wait(1); // entries enough to be worth a collection
  await wait(200); // the young generation was collected: what is held is old now
  expect(refs.filter((ref) => ref.deref() !== undefined).length).toBe(box.held.length);
  box.held = undefined;
  for (let i = 0; i < 100; i++) await wait(1);
  await wait(5500);
  expect(refs.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(50); // the stack is scanned conservatively
}, 20000);
