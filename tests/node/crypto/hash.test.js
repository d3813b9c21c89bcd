import { expect, test } from "bun:test";
import * as crypto from "node:crypto";

test("digests of the standard vectors", () => {
  const of = (name) => crypto.createHash(name).update("abc").digest("hex");
  expect(of("md5")).toBe("900150983cd24fb0d6963f7d28e17f72");
  expect(of("sha1")).toBe("a9993e364706816aba3e25717850c26c9cd0d89d");
  expect(of("sha256")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(crypto.createHash("sha256").update("a").update(Buffer.from("bc")).digest("base64"))
    .toBe("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  expect(crypto.hash("sha1", "abc")).toBe("a9993e364706816aba3e25717850c26c9cd0d89d");
  expect(() => crypto.createHash("no-such-digest")).toThrow();
});

test("copy continues on its own; a digest is final", () => {
  const hash = crypto.createHash("sha1").update("a");
  const copy = hash.copy().update("bc");
  expect(copy.digest("hex")).toBe("a9993e364706816aba3e25717850c26c9cd0d89d");
  hash.digest();
  expect(() => hash.update("x")).toThrow();
});

test("HMAC, PBKDF2, scrypt and HKDF vectors", async () => {
  expect(crypto.createHmac("sha256", "key").update("The quick brown fox jumps over the lazy dog").digest("hex"))
    .toBe("f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
  expect(crypto.pbkdf2Sync("password", "salt", 2, 20, "sha1").toString("hex"))
    .toBe("ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
  expect(crypto.scryptSync("", "", 16, { N: 16, r: 1, p: 1 }).toString("hex")).toBe("77d6576238657b203b19ca42c18a0497");
  expect(Buffer.from(crypto.hkdfSync("sha256", Buffer.alloc(22, 11), Buffer.from("000102030405060708090a0b0c", "hex"),
    Buffer.from("f0f1f2f3f4f5f6f7f8f9", "hex"), 42)).toString("hex").slice(0, 32)).toBe("3cb25f25faacd57a90434f64d0362f2a");
  const key = await new Promise((resolve, reject) =>
    crypto.pbkdf2("password", "salt", 2, 20, "sha1", (error, bytes) => (error ? reject(error) : resolve(bytes))));
  expect(key.toString("hex")).toBe("ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
});

test("random values and constant-time comparison", () => {
  expect(crypto.randomBytes(10).length).toBe(10);
  for (let i = 0; i < 100; i++) expect([3, 4]).toContain(crypto.randomInt(3, 5));
  expect(crypto.timingSafeEqual(Buffer.from("ab"), Buffer.from("ab"))).toBe(true);
  expect(() => crypto.timingSafeEqual(Buffer.alloc(1), Buffer.alloc(2))).toThrow(RangeError);
});

test("hash objects do not leak", () => {
  for (let i = 0; i < 2000; i++) crypto.createHash("sha256").update("warm up");
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 50_000; i++) crypto.createHash("sha256").update("x").digest();
  expect(process.memoryUsage().rss - before).toBeLessThan(200 << 20);
});
