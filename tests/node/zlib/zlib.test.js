import { describe, expect, test } from "bun:test";
import * as zlib from "node:zlib";

const text = "hello hello hello ".repeat(500);

describe("round trips", () => {
  for (const [pack, unpack] of [
    ["deflate", "inflate"], ["gzip", "gunzip"], ["deflateRaw", "inflateRaw"], ["gzip", "unzip"], ["deflate", "unzip"],
    ["brotliCompress", "brotliDecompress"], ["zstdCompress", "zstdDecompress"],
  ]) {
    test(`${pack} and ${unpack}, at once and on the pool`, async () => {
      const packed = zlib[`${pack}Sync`](text);
      expect(packed.length).toBeLessThan(text.length / 10);
      expect(zlib[`${unpack}Sync`](packed).toString()).toBe(text);
      const again = await new Promise((resolve, reject) =>
        zlib[pack](text, (e, p) => (e ? reject(e) : zlib[unpack](p, (f, u) => (f ? reject(f) : resolve(u))))));
      expect(again.toString()).toBe(text);
    });
  }
});

test("streams take input in any pieces", async () => {
  const packed = zlib.gzipSync(text);
  const stream = zlib.createGunzip();
  const parts = [];
  stream.on("data", (chunk) => parts.push(chunk));
  const done = new Promise((resolve, reject) => stream.on("end", resolve).on("error", reject));
  for (const byte of packed) stream.write(Buffer.from([byte]));
  stream.end();
  await done;
  expect(Buffer.concat(parts).toString()).toBe(text);
});

test("members of a gzip file follow each other", () => {
  expect(zlib.gunzipSync(Buffer.concat([zlib.gzipSync("a"), zlib.gzipSync("b"), Buffer.alloc(4)])).toString()).toBe("ab");
});

test("bad input is refused with zlib's codes", () => {
  const code = (fn) => {
    try {
      fn();
    } catch (error) {
      return error.code;
    }
  };
  expect(code(() => zlib.gunzipSync("garbage"))).toBe("Z_DATA_ERROR");
  expect(code(() => zlib.inflateSync(zlib.deflateSync("hello").subarray(0, 6)))).toBe("Z_BUF_ERROR");
  expect(code(() => zlib.gunzipSync(zlib.gzipSync(text), { maxOutputLength: 10 }))).toBe("ERR_BUFFER_TOO_LARGE");
  expect(code(() => zlib.gzipSync("a", { level: 99 }))).toBe("ERR_OUT_OF_RANGE");
});

test("a preset dictionary is used by both sides", () => {
  const dictionary = Buffer.from("hello");
  const packed = zlib.deflateSync("hello hello", { dictionary });
  expect(zlib.inflateSync(packed, { dictionary }).toString()).toBe("hello hello");
  expect(() => zlib.inflateSync(packed)).toThrow();
});

test("crc32 continues", () => {
  expect(zlib.crc32("hello world")).toBe(222957957);
  expect(zlib.crc32(" world", zlib.crc32("hello"))).toBe(222957957);
});

test("one-shot calls do not leak", () => {
  for (let i = 0; i < 500; i++) zlib.inflateSync(zlib.deflateSync(text));
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 3000; i++) zlib.inflateSync(zlib.deflateSync(text));
  expect(process.memoryUsage().rss - before).toBeLessThan(200 << 20);
});

test("a stream whose handle ignores close serves several _processChunk calls (minizlib, tar)", () => {
  const gzip = zlib.createGzip();
  const handle = gzip._handle;
  const { close } = handle;
  const parts = [];
  for (const [piece, flush] of [["hello ", zlib.constants.Z_NO_FLUSH], ["world", zlib.constants.Z_FINISH]]) {
    handle.close = () => {};
    parts.push(gzip._processChunk(Buffer.from(piece), flush));
    gzip._handle = handle;
    handle.close = close;
  }
  gzip.close();
  expect(zlib.gunzipSync(Buffer.concat(parts)).toString()).toBe("hello world");
});

test("the handle's writeSync fills a buffer of the caller's (pngjs)", () => {
  const inflate = zlib.createInflate();
  const packed = zlib.deflateSync(text);
  const parts = [];
  let [room, left] = inflate._writeState;
  expect([room, left]).toEqual([0, 0]);
  expect(inflate._outBuffer.length).toBe(inflate._chunkSize);
  expect(inflate._outOffset).toBe(0);
  const out = Buffer.alloc(1003);
  left = packed.length;
  do {
    inflate._handle.writeSync(zlib.constants.Z_FINISH, packed, packed.length - left, left, out, 3, 1000);
    [room, left] = inflate._writeState;
    parts.push(Buffer.from(out.subarray(3, 1003 - room)));
  } while (room === 0);
  expect(left).toBe(0);
  expect(Buffer.concat(parts).toString()).toBe(text);
  inflate.close();
});

test("bad input given to writeSync destroys the stream with zlib's error", async () => {
  const inflate = zlib.createInflate();
  const failed = new Promise((resolve) => inflate.on("error", resolve));
  const out = Buffer.alloc(100);
  inflate._handle.writeSync(zlib.constants.Z_FINISH, Buffer.from("garbage"), 0, 7, out, 0, 100);
  const error = await failed;
  expect([error.code, error.errno, error.message]).toEqual(["Z_DATA_ERROR", -3, "incorrect header check"]);
  expect(inflate._handle).toBeNull();
});
