import { describe, expect, test } from "bun:test";
import { Buffer, resolveObjectURL } from "node:buffer";

const code = (fn) => {
  try {
    fn();
  } catch (error) {
    return error.code;
  }
};

describe("numbers", () => {
  const buf = Buffer.from([0x01, 0x02, 0x83, 0x04, 0xf5, 0x06, 0x07, 0x88]);

  test("read what the bytes say, in both orders", () => {
    expect(buf.readUInt16LE(1)).toBe(0x8302);
    expect(buf.readInt16BE(2)).toBe(-31996);
    expect(buf.readUInt32BE(4)).toBe(0xf5060788);
    expect(buf.readInt32LE(4)).toBe(-2012805387);
    expect(buf.readUIntBE(1, 3)).toBe(0x028304);
    expect(buf.readIntLE(2, 6)).toBe(-131911213841277);
    expect(buf.readBigUInt64BE()).toBe(0x01028304f5060788n);
    expect(buf.readBigInt64LE()).toBe(BigInt.asIntN(64, 0x880706f504830201n));
  });

  test("write and read agree at the limits", () => {
    const out = Buffer.alloc(16);
    for (const [kind, values] of [
      ["UInt8", [0, 255]], ["Int8", [-128, 127]], ["UInt16LE", [0, 65535]], ["Int16BE", [-32768, 32767]],
      ["UInt32BE", [0, 2 ** 32 - 1]], ["Int32LE", [-(2 ** 31), 2 ** 31 - 1]],
      ["BigInt64BE", [-(2n ** 63n), 2n ** 63n - 1n]], ["BigUInt64LE", [0n, 2n ** 64n - 1n]],
      ["DoubleLE", [Math.PI, -0]], ["FloatBE", [0.5, Infinity]],
    ]) {
      for (const value of values) {
        out[`write${kind}`](value, 3);
        expect(Object.is(out[`read${kind}`](3), value)).toBe(true);
      }
    }
    for (let size = 1; size <= 6; size++) {
      const value = -(2 ** (size * 8 - 1));
      expect(out.writeIntBE(value, 1, size)).toBe(1 + size);
      expect(out.readIntBE(1, size)).toBe(value);
    }
  });

  test("refuse bad offsets and values with Node's codes", () => {
    expect(code(() => buf.readUInt8(8))).toBe("ERR_OUT_OF_RANGE");
    expect(code(() => buf.readUInt8("0"))).toBe("ERR_INVALID_ARG_TYPE");
    expect(code(() => buf.readUInt16LE(1.5))).toBe("ERR_OUT_OF_RANGE");
    expect(code(() => Buffer.alloc(0).readInt8())).toBe("ERR_BUFFER_OUT_OF_BOUNDS");
    expect(code(() => Buffer.alloc(4).writeUInt8(256))).toBe("ERR_OUT_OF_RANGE");
    expect(code(() => Buffer.alloc(4).writeInt32BE(0, 1))).toBe("ERR_OUT_OF_RANGE");
  });
});

test("number methods can be replaced before and after first use", () => {
  const kept = Buffer.prototype.readInt8;
  Buffer.prototype.readInt8 = () => "mine";
  expect(Buffer.alloc(1).readInt8()).toBe("mine");
  Buffer.prototype.readInt8 = kept;
  expect(Buffer.from([0xff]).readInt8()).toBe(-1);
  expect(Object.keys(Buffer.prototype)).toContain("writeUIntBE");
  const own = Buffer.alloc(1);
  own.readUInt8 = () => 7;
  expect([own.readUInt8(), Buffer.alloc(1).readUInt8()]).toEqual([7, 0]);
});

describe("searching", () => {
  const hay = Buffer.from("abcabcabc");
  test("finds bytes, strings and buffers from either end", () => {
    expect(hay.indexOf("c", 3)).toBe(5);
    expect(hay.lastIndexOf("c", -2)).toBe(5);
    expect(hay.indexOf(97, 1)).toBe(3);
    expect(hay.includes(Buffer.from("cab"))).toBe(true);
    expect(hay.indexOf("x")).toBe(-1);
    expect(hay.indexOf("6263", "hex")).toBe(1);
  });
  test("UTF-16 needles match at even offsets only", () => {
    const wide = Buffer.from("abab", "utf16le");
    expect(wide.indexOf("b", 0, "utf16le")).toBe(2);
    expect(Buffer.from([0, 0x61, 0, 0x62, 0]).indexOf("a", 0, "utf16le")).toBe(-1);
  });
});

describe("ranges", () => {
  test("slice and subarray share memory", () => {
    const buf = Buffer.from("hello");
    buf.slice(1, -1)[0] = 0x45;
    expect(buf.toString()).toBe("hEllo");
    expect(buf.subarray(10).length).toBe(0);
  });
  test("copy clips to the target", () => {
    const target = Buffer.alloc(3);
    expect(Buffer.from("abcdef").copy(target, 1, 2)).toBe(2);
    expect(target.toString("latin1")).toBe("\0cd");
  });
  test("fill repeats its pattern", () => {
    expect(Buffer.alloc(7, "abc").toString()).toBe("abcabca");
    expect(Buffer.alloc(4).fill("ff", "hex").toString("hex")).toBe("ffffffff");
    expect(code(() => Buffer.alloc(2).fill("zz", "hex"))).toBe("ERR_INVALID_ARG_VALUE");
  });
  test("compare, equals and concat", () => {
    expect(Buffer.compare(Buffer.from("a"), Buffer.from("ab"))).toBe(-1);
    expect(Buffer.from("abc").compare(Buffer.from("xbc"), 1, 3, 1, 3)).toBe(0);
    expect(Buffer.concat([Buffer.from("ab"), new Uint8Array([99])], 5).toString("latin1")).toBe("abc\0\0");
    expect(Buffer.from("x".repeat(100)).equals(Buffer.from("x".repeat(100)))).toBe(true);
  });
  test("swap needs whole groups", () => {
    expect(Buffer.from([1, 2, 3, 4]).swap16().toString("hex")).toBe("02010403");
    expect(code(() => Buffer.alloc(3).swap16())).toBe("ERR_INVALID_BUFFER_SIZE");
  });
});

test("species and shape", () => {
  const buf = Buffer.from("ab");
  expect(buf.map((byte) => byte + 1) instanceof Buffer).toBe(true);
  expect(JSON.stringify(buf)).toBe('{"type":"Buffer","data":[97,98]}');
  expect(Buffer.from(JSON.parse(JSON.stringify(buf))).equals(buf)).toBe(true);
  expect(Buffer.isBuffer(new Uint8Array(1))).toBe(false);
  expect(Object.prototype.toString.call(buf)).toBe("[object Uint8Array]");
});

test("a million small buffers do not pile up", () => {
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 1_000_000; i++) Buffer.from("some text");
  expect(process.memoryUsage().rss - before).toBeLessThan(256 << 20);
});

test("resolveObjectURL finds the Blob", () => {
  const blob = new Blob(["x"]), url = URL.createObjectURL(blob);
  expect(resolveObjectURL(url).size).toBe(1);
  URL.revokeObjectURL(url);
  expect(resolveObjectURL(url)).toBe(undefined);
});
