import { test, expect } from "bun:test";
import zlib from "node:zlib";

const gather = async (stream) => Buffer.from(await new Response(stream).arrayBuffer());
const through = (bytes, transform) => gather(new Blob([bytes]).stream().pipeThrough(transform));

for (const [format, undo] of [["gzip", zlib.gunzipSync], ["deflate", zlib.inflateSync], ["deflate-raw", zlib.inflateRawSync]]) {
  test(`${format}: compresses what zlib reads, and back`, async () => {
    const plain = Buffer.from("cob ".repeat(50000));
    const packed = await through(plain, new CompressionStream(format));
    expect(packed.length).toBeLessThan(plain.length / 10);
    expect(undo(packed).equals(plain)).toBe(true);
    expect((await through(packed, new DecompressionStream(format))).equals(plain)).toBe(true);
  });
}

test("an unknown format is refused", () => {
  expect(() => new CompressionStream("zip")).toThrow(TypeError);
  expect(() => new DecompressionStream()).toThrow(TypeError);
});

test("damaged and cut data fail with a TypeError", async () => {
  const packed = zlib.gzipSync("some text that is long enough");
  const bad = Buffer.from(packed);
  bad[0] = 0;
  expect(through(bad, new DecompressionStream("gzip"))).rejects.toThrow(TypeError);
  expect(through(packed.subarray(0, packed.length - 6), new DecompressionStream("gzip"))).rejects.toThrow(TypeError);
});

test("data after the end is an error", async () => {
  const packed = Buffer.concat([zlib.deflateSync("text"), Buffer.from([1, 2, 3])]);
  expect(through(packed, new DecompressionStream("deflate"))).rejects.toThrow(TypeError);
});
