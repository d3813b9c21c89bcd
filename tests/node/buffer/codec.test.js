import { describe, expect, test } from "bun:test";
import { Buffer, isAscii, isUtf8, transcode } from "node:buffer";

const long = "h\u00e9llo w\u00f6rld \u20ac \ud83d\ude00 ".repeat(20);

describe("strings to bytes and back", () => {
  for (const encoding of ["utf8", "utf-8", "UTF8", "ucs2", "utf16le", "UTF-16LE"]) {
    test(`${encoding} keeps any well-formed text, short or long`, () => {
      for (const text of ["", "a", "h\u00e9", long]) {
        expect(Buffer.from(text, encoding).toString(encoding)).toBe(text);
      }
    });
  }

  test("latin1 keeps the low byte, ascii drops the top bit when reading", () => {
    const every = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    expect(Buffer.from(every.latin1Slice(), "latin1").equals(every)).toBe(true);
    expect(Buffer.from("\u0141", "binary")[0]).toBe(0x41);
    expect(Buffer.from([0xe1, 0x41]).toString("ascii")).toBe("aA");
  });

  test("hex stops at the first bad pair", () => {
    expect(Buffer.from("6162zz63", "hex").toString()).toBe("ab");
    expect(Buffer.from("616", "hex").length).toBe(1);
    expect(Buffer.from("ff".repeat(100), "hex").length).toBe(100);
  });

  test("base64 takes both alphabets, white space and missing padding", () => {
    expect(Buffer.from("YW I=\n", "base64").toString()).toBe("ab");
    expect(Buffer.from("-_-_", "base64")).toEqual(Buffer.from("+/+/", "base64url"));
    expect(Buffer.from("YQ", "base64").toString()).toBe("a");
    expect(Buffer.from(Buffer.from(long).toString("base64"), "base64").toString()).toBe(long);
    expect(Buffer.from([0xfb, 0xff]).toString("base64url")).toBe("-_8");
  });

  test("malformed UTF-8 becomes U+FFFD by maximal subparts", () => {
    expect(Buffer.from([0x61, 0xf0, 0x9f, 0x98, 0x21, 0xc0]).toString()).toBe("a\ufffd!\ufffd");
    expect(Buffer.from("\ud800x").toString("hex")).toBe("efbfbd78");
  });

  test("write stores whole characters only", () => {
    const buf = Buffer.alloc(4, 0x2e);
    expect(buf.write("ab\u20ac")).toBe(2);
    expect(buf.toString()).toBe("ab..");
    expect(buf.write("xyz", 1, 2, "latin1")).toBe(2);
    expect(buf.toString()).toBe("axy.");
  });

  test("byteLength agrees with from for every encoding", () => {
    for (const text of ["", "abc", "h\u00e9\u20ac\ud83d\ude00\ud800", long, "a".repeat(5000)]) {
      for (const encoding of ["utf8", "utf16le", "latin1"]) {
        expect(Buffer.byteLength(text, encoding)).toBe(Buffer.from(text, encoding).length);
      }
    }
  });
});

test("isUtf8 and isAscii", () => {
  expect(isUtf8(Buffer.from(long))).toBe(true);
  expect(isUtf8(Buffer.from([0xc0, 0x80]))).toBe(false);
  expect(isAscii(new Uint8Array([1, 127]))).toBe(true);
  expect(isAscii(Buffer.from("\u00e9"))).toBe(false);
});

test("transcode replaces what the target cannot hold", () => {
  expect(transcode(Buffer.from("\u20ac"), "utf8", "latin1").toString("latin1")).toBe("?");
  expect(transcode(Buffer.from("\u00e9"), "utf8", "ucs2").toString("hex")).toBe("e900");
});

test("a view's own range is decoded, not its whole buffer", () => {
  const whole = Buffer.from("0123456789".repeat(10));
  expect(whole.subarray(10, 50).toString()).toBe("0123456789".repeat(4));
  expect(Buffer.from(whole.buffer, whole.byteOffset + 5, 30).toString("latin1")).toBe(whole.toString().slice(5, 35));
});
