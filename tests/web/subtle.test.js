import { test, expect } from "bun:test";
import { createHash } from "node:crypto";

for (const [name, node] of [["SHA-1", "sha1"], ["SHA-256", "sha256"], ["SHA-384", "sha384"], ["SHA-512", "sha512"]]) {
  test(`${name} is what node:crypto computes`, async () => {
    const data = new Uint8Array(1000).map((_, i) => i);
    const view = data.subarray(3, 700);
    const digest = await crypto.subtle.digest(name, view);
    expect(digest).toBeInstanceOf(ArrayBuffer);
    expect(Buffer.from(digest).toString("hex")).toBe(createHash(node).update(view).digest("hex"));
    expect(await crypto.subtle.digest({ name: name.toLowerCase() }, view)).toEqual(digest);
  });
}

test("unknown algorithms reject with NotSupportedError", async () => {
  const error = await crypto.subtle.digest("MD9", new Uint8Array(1)).catch((e) => e);
  expect(error.name).toBe("NotSupportedError");
});

test("the constructor is not for programs", () => {
  expect(() => new crypto.subtle.constructor()).toThrow(TypeError);
});
