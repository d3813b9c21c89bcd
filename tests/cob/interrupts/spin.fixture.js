// Run by interrupts.test.js: some of these never return to the loop.
import { beforeEach, describe, expect, test } from "bun:test";

test("spins", () => { for (;;); }, 50);
test("spins later", async () => {
  try {
    await 1;
    for (;;);
  } finally {
    console.log("finally ran");
  }
}, 50);
describe("hook", () => {
  beforeEach(() => { for (;;); }, 50);
  test("is not run", () => console.log("wrong"));
});
test("goes on", async () => {
  expect(await new Promise((resolve) => setTimeout(resolve, 5, "value"))).toBe("value");
});
