import { expect, test } from "bun:test";

test("Bun.hash and its algorithms", () => {
  expect(Bun.hash("a")).toBe(2941419223392617777n);
  expect(Bun.hash("a", 1)).toBe(Bun.hash(new Uint8Array([97]), 1n));
  expect(Bun.hash.wyhash("hello world")).toBe(7389666205914310003n);
  expect(Bun.hash.crc32("hello world")).toBe(222957957);
  expect(Bun.hash.crc32("hello world", 7)).toBe(611386374);
  expect(Bun.hash.adler32("hello world")).toBe(436929629);
  expect(Bun.hash.xxHash32("hello world")).toBe(3468387874);
  expect(Bun.hash.xxHash64("hello world", 7n)).toBe(16363986609628243152n);
  expect(Bun.hash.murmur32v3("hello world", 7)).toBe(3245123736);
  expect(Bun.hash.murmur64v2("hello world")).toBe(15256545620076441550n);
  expect(Bun.hash.cityHash32("hello world")).toBe(430397466);
  expect(Bun.hash.cityHash64("hello world", 7)).toBe(15337682676279206104n);
  expect(Bun.hash.xxHash3("hello world", 7)).toBe(10234365256594894640n);
  expect(Bun.hash.rapidhash("hello world")).toBe(6388527444622164108n);
});

test("CryptoHasher starts afresh after digest, unless it is keyed", () => {
  const hasher = new Bun.CryptoHasher("md5");
  expect(hasher.update("a").digest("hex")).toBe("0cc175b9c0f1b6a831c399e269772661");
  expect(hasher.digest("hex")).toBe("d41d8cd98f00b204e9800998ecf8427e");
  const keyed = new Bun.CryptoHasher("sha256", "key").update("a");
  expect(keyed.digest("hex")).toBe("780c3db4ce3de5b9e55816fba98f590631d96c075271b26976238d5f4444219b");
  expect(() => keyed.digest()).toThrow();
  expect(Bun.CryptoHasher.hash("sha1", "abc", "hex")).toBe("a9993e364706816aba3e25717850c26c9cd0d89d");
});

test("single-algorithm hashers", () => {
  expect(Bun.SHA256.hash("a", "hex")).toBe("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
  expect(new Bun.SHA1().update("a").digest("hex")).toBe("86f7e437faa5a7fce15d1ddcb9eaeaea377667b8");
  expect(Bun.sha("a", "hex")).toBe("455e518824bc0601f9fb858ff5c37d417d67c2f8e0df2babe4808858aea830f8");
  const used = new Bun.SHA256();
  used.digest();
  expect(() => used.update("b")).toThrow();
});

test("Blobs are hashed by their bytes", () => {
  const blob = new Blob(["hello ", new Uint8Array([119, 111]), "rld"]);
  expect(Bun.hash.crc32(blob)).toBe(222957957);
  expect(new Bun.CryptoHasher("md5").update(blob.slice(0, 5)).digest("hex")).toBe("5d41402abc4b2a76b9719d911017c592");
});
