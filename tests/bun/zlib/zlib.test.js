import { expect, test } from "bun:test";

const text = "hello hello ".repeat(100);
const read = (bytes) => new TextDecoder().decode(bytes);

test("gzip, raw deflate and zstd", async () => {
  expect(read(Bun.gunzipSync(Bun.gzipSync(text)))).toBe(text);
  expect(read(Bun.inflateSync(Bun.deflateSync(text)))).toBe(text);
  expect(Bun.deflateSync("a")).toEqual(new Uint8Array([75, 4, 0]));
  expect(read(Bun.zstdDecompressSync(Bun.zstdCompressSync(text, { level: 5 })))).toBe(text);
  expect(read(await Bun.zstdDecompress(await Bun.zstdCompress(text)))).toBe(text);
});

test("bad input is refused", () => {
  expect(() => Bun.gunzipSync("garbage")).toThrow("incorrect header check");
  expect(() => Bun.gzipSync(1)).toThrow(TypeError);
});
