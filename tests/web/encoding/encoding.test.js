import { describe, expect, test } from "bun:test";

describe("TextDecoder", () => {
  test("streams split characters", () => {
    const bytes = new TextEncoder().encode("a\u00e9\u20ac\ud83d\ude00z");
    for (const [encoding, data] of [["utf-8", bytes], ["utf-16le", new Uint8Array(Buffer.from("a\u00e9\u20ac\ud83d\ude00z", "utf16le"))]]) {
      const decoder = new TextDecoder(encoding);
      let text = "";
      for (const byte of data) text += decoder.decode(new Uint8Array([byte]), { stream: true });
      expect(text + decoder.decode()).toBe("a\u00e9\u20ac\ud83d\ude00z");
    }
  });

  test("drops one byte order mark unless told not to", () => {
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0x61]);
    expect(new TextDecoder().decode(bytes)).toBe("a");
    expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)).toBe("\ufeffa");
  });

  test("fatal refuses malformed input, and recovers", () => {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    expect(() => decoder.decode(new Uint8Array([0xff]))).toThrow(TypeError);
    expect(decoder.decode(new Uint8Array([0x61]))).toBe("a");
    expect(new TextDecoder().decode(new Uint8Array([0xe2, 0x82]))).toBe("\ufffd");
  });

  test("knows legacy encodings by any of their labels", () => {
    expect(new TextDecoder(" LATIN1\n").encoding).toBe("windows-1252");
    expect(new TextDecoder("windows-1251").decode(new Uint8Array([0xcf, 0xf0]))).toBe("\u041f\u0440");
    expect(new TextDecoder("shift_jis").decode(new Uint8Array([0x82, 0xa0]))).toBe("\u3042");
    expect(new TextDecoder("gbk").decode(new Uint8Array([0xc4, 0xe3]))).toBe("\u4f60");
    expect(new TextDecoder("euc-kr").decode(new Uint8Array([0xc7, 0xd1]))).toBe("\ud55c");
    expect(() => new TextDecoder("nothing")).toThrow(RangeError);
  });
});

test("TextEncoder.encodeInto reports units and bytes", () => {
  const room = new Uint8Array(6);
  expect(new TextEncoder().encodeInto("a\u20ac\ud83d\ude00", room)).toEqual({ read: 2, written: 4 });
  expect(Array.from(new TextEncoder().encode("\ud800"))).toEqual([0xef, 0xbf, 0xbd]);
  expect(new TextEncoder().encode("x".repeat(5000)).length).toBe(5000);
});

test("atob and btoa", () => {
  expect(btoa("\u00ff\0")).toBe("/wA=");
  expect(atob(" /w A= ")).toBe("\u00ff\0");
  for (const bad of ["a", "ab=", "a-b_", "===="]) expect(() => atob(bad)).toThrow(DOMException);
  expect(() => btoa("\u0100")).toThrow(DOMException);
});
