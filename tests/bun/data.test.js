import { describe, expect, test } from "bun:test";

describe("Bun.TOML", () => {
    test("parse", () => {
        const value = Bun.TOML.parse(
            'a.b = 1\n"q k" = \'l\'\n[t]\nx = [1, 0xff, 1_0, -1.5e3, inf,]\n[[t.v]]\ny = {z = """\nq\\\n  r"""}\n[[t.v]]\n');
        expect(value).toEqual({
            a: { b: 1 }, "q k": "l", t: { x: [1, 255, 10, -1500, Infinity], v: [{ y: { z: "qr" } }, {}] },
        });
        expect(Bun.TOML.parse("n = nan").n).toBeNaN();
        expect(Object.keys(Bun.TOML.parse("[__proto__]\nx = 1"))).toEqual(["__proto__"]);
        expect(Bun.TOML.parse(new TextEncoder().encode("a = 1"))).toEqual({ a: 1 });
        expect(`${Bun.TOML.parse("d = 1979-05-27T07:32:00+01:00").d}`).toBe("1979-05-27T06:32:00Z");
    });
    test("errors", () => {
        for (const bad of ["a =", "a = 1\na = 2", "[a]\n[a]", "a = 01", "a = 9007199254740993"]) {
            expect(() => Bun.TOML.parse(bad)).toThrow(SyntaxError);
        }
        expect(() => Bun.TOML.parse()).toThrow(TypeError);
    });
    test("stringify", () => {
        expect(Bun.TOML.stringify({ a: 1.5, b: { c: [1, "x"], d: { e: true } }, f: [{ g: 1 }, { h: "\n" }], "k y": -0 }))
            .toBe('a = 1.5\n"k y" = -0.0\n\n[b]\nc = [1, "x"]\n\n[b.d]\ne = true\n\n[[f]]\ng = 1\n\n[[f]]\nh = "\\n"\n');
        expect(() => Bun.TOML.stringify({ a: null })).toThrow();
        expect(() => Bun.TOML.stringify([1])).toThrow();
    });
});

describe("Bun.JSONC", () => {
    test("comments and trailing commas", () => {
        expect(Bun.JSONC.parse('// c\n{"a": [1, /* x */ 2,], "a": {"b": null},}')).toEqual({ a: { b: null } });
        expect(() => Bun.JSONC.parse("{")).toThrow(SyntaxError);
    });
});

describe("input", () => {
    test("bytes and Blobs", () => {
        const bytes = new TextEncoder().encode("a = 1");
        for (const input of [bytes, bytes.buffer, new DataView(bytes.buffer), new Blob(["a =", " 1"])]) {
            expect(Bun.TOML.parse(input)).toEqual({ a: 1 });
        }
        expect(Bun.YAML.parse(undefined)).toBe("undefined");
        expect(() => Bun.JSON5.parse(null)).toThrow(TypeError);
    });
    test("TOML has to be UTF-8", () => {
        expect(() => Bun.TOML.parse(Buffer.from([97, 61, 34, 0xff, 34]))).toThrow(SyntaxError);
        expect(() => Bun.TOML.parse(Buffer.from("\ufeff\ufeffa=1"))).toThrow(SyntaxError);
    });
    test("too deep is a RangeError", () => {
        const deep = "[".repeat(1e5) + "]".repeat(1e5);
        expect(() => Bun.TOML.parse(`a = ${deep}`)).toThrow(RangeError);
        for (const format of [Bun.YAML, Bun.JSON5, Bun.JSONC]) expect(() => format.parse(deep)).toThrow(RangeError);
    });
});

describe("Bun.JSONL, values that are no line", () => {
    test("a value may span lines", () => {
        expect(Bun.JSONL.parseChunk('[1,\n2]\n{"a":\n{"b" : "\\n"}}\n3'))
            .toEqual({ values: [[1, 2], { a: { b: "\n" } }, 3], read: 28, done: true, error: null });
    });
    test("the start of a value waits for the rest", () => {
        for (const start of ["tru", "[1,", '[1,\n{"a"', '"x\\', "-", "1.", "{"]) {
            expect(Bun.JSONL.parseChunk(`7\n${start}`)).toEqual({ values: [7], read: 1, done: false, error: null });
        }
    });
    test("a range is kept inside the input", () => {
        expect(Bun.JSONL.parseChunk("1\n2\n3\n", 4, 2)).toEqual({ values: [], read: 2, done: true, error: null });
        class Lying extends Uint8Array {
            get byteLength() { return 1e6; }
        }
        expect(Bun.JSONL.parse(new Lying([49, 10]))).toEqual([1]);
    });
    test("what cannot become a value is an error", () => {
        for (const bad of ["'a", '"\\x"', "() => 1", "-a", "x\n1\n", "[1,]\n"]) {
            const { values, read, error } = Bun.JSONL.parseChunk(`7\n${bad}`);
            expect([values, read, error.name]).toEqual([[7], 1, "SyntaxError"]);
            expect(() => Bun.JSONL.parse(bad)).toThrow(SyntaxError);
        }
        expect(Bun.JSONL.parseChunk("1 2")).toMatchObject({ values: [1], read: 1, done: false });
    });
});

describe("Bun.JSON5", () => {
    test("parse", () => {
        expect(Bun.JSON5.parse("{a:'x\\\ny\\x41',$_:[+.5,0xF,-Infinity,],/* c */}"))
            .toEqual({ a: "xyA", $_: [0.5, 15, -Infinity] });
        expect(Bun.JSON5.parse("'\\ud83d' /* lone */")).toBe("\ud83d");
        expect(Bun.JSON5.parse("'\\ud83d\\ude00'")).toBe("\u{1f600}");
        for (const bad of ["", "{", "01", "1 x", "[,]", "'a\nb'"]) expect(() => Bun.JSON5.parse(bad)).toThrow(SyntaxError);
    });
    test("messages name what is wrong", () => {
        for (const [text, message] of [
            ["[1 2]", "Expected ','"], ["[1", "Unterminated array"], ["{a: 1", "Unterminated object"], ["{a 1}", "Expected ':'"],
            ["{1a: 1}", "Invalid identifier start character"], ["@", "Unexpected character"], ["{a@", "Unexpected character"],
            ["+x", "Unexpected character"], ["Infinit", "Unexpected token"], ["NaNs", "Unexpected token"], ["0x", "Invalid hex number"],
            [".", "Invalid number"], ["1e", "Invalid number"], ["'\\xg0'", "Invalid hex escape"], ["'\\u12'", "Invalid unicode escape"],
            ["{\\x: 1}", "Invalid unicode escape"], ["'\\", "Unexpected end of input in escape sequence"],
            ["0xfffffffffffffffff", "Invalid hex number"], ["1 x", "Unexpected token after JSON5 value"],
        ]) {
            expect(() => Bun.JSON5.parse(text)).toThrow(message);
        }
    });
    test("stringify", () => {
        expect(Bun.JSON5.stringify({ a: 1, b: "x'y", c: undefined, d: NaN, "e-f": [1, null, () => {}] }))
            .toBe("{a:1,b:'x\\'y',d:NaN,'e-f':[1,null,null]}");
        expect(Bun.JSON5.stringify({ a: [1, {}] }, null, 2)).toBe("{\n  a: [\n    1,\n    {},\n  ],\n}");
        expect(Bun.JSON5.stringify(undefined)).toBe(undefined);
    });
});

describe("Bun.YAML", () => {
    test("parse", () => {
        expect(Bun.YAML.parse("a: 1\nb: [x, 'y']\nc: |\n  foo\n  bar\nd: >-\n  p\n  q\ne: ~\nf: yes\ng: 0o14\n"))
            .toEqual({ a: 1, b: ["x", "y"], c: "foo\nbar\n", d: "p q", e: null, f: "yes", g: 12 });
        expect(Bun.YAML.parse("--- 1\n--- 2")).toEqual([1, 2]);
        expect(Bun.YAML.parse("x: &m {p: 1, q: 2}\ny:\n  <<: *m\n  q: 3")).toEqual({ x: { p: 1, q: 2 }, y: { p: 1, q: 3 } });
        expect(Bun.YAML.parse("? [a, b]\n: c\n1: d")).toEqual({ "a,b": "c", 1: "d" });
    });
    test("blank lines of a block without text", () => {
        expect(Bun.YAML.parse("- |+\n   ")).toEqual(["\n"]);
        expect(Bun.YAML.parse("|+\n \n  ")).toBe("\n\n");
        expect(Bun.YAML.parse("- |+\n  x\n ")).toEqual(["x\n"]);
        expect(Bun.YAML.parse("k: |+\n   \nb: 1")).toEqual({ k: "\n", b: 1 });
        expect(Bun.YAML.parse("- |2+\n ")).toEqual([""]);
        for (const bad of ["|\n\ttext\n", "|\n  text\n\tmore\n"]) expect(() => Bun.YAML.parse(bad)).toThrow(SyntaxError);
    });
    test("'?' in front of nothing", () => {
        expect(Bun.YAML.parse("[?,? ]")).toEqual([{ null: null }, { null: null }]);
        expect(Bun.YAML.parse("{?}")).toEqual({ null: null });
    });
    test("quoted text stays text whatever its tag says", () => {
        expect(Bun.YAML.parse("[!!int '1', !!int 1, !!bool \"true\"]")).toEqual(["1", 1, "true"]);
    });
    test("a merge takes the last of duplicate keys", () => {
        expect(Bun.YAML.parse("a: &x {p: 1, p: 2, q: 3}\nb: {<<: *x, q: 4}\nc: {<<: [*x, {p: 5, r: 6}]}"))
            .toEqual({ a: { p: 2, q: 3 }, b: { p: 2, q: 4 }, c: { p: 2, q: 3, r: 6 } });
    });
    test("what stands in the wrong place is an unexpected token", () => {
        for (const bad of ["? - a\n - b\n: v", "[? a: b: c]", "{a: b:,c: d}", "a: - b"]) {
            expect(() => Bun.YAML.parse(bad)).toThrow("Unexpected token");
        }
    });
    test("aliases are the same object, cycles included", () => {
        const value = Bun.YAML.parse("a: &x [1]\nb: *x\nc: &y [*y]");
        expect(value.b).toBe(value.a);
        expect(value.c[0]).toBe(value.c);
    });
    test("errors", () => {
        for (const bad of ["a: b: c", "*x", "a: [1", 'a: "x', "a:\n\t- b"]) {
            expect(() => Bun.YAML.parse(bad)).toThrow(SyntaxError);
        }
    });
    test("stringify", () => {
        const value = { a: 1, b: [1, { d: 2, e: [3] }], c: { x: {} }, s: "a\nb", t: "true", u: "- x", v: "", w: null };
        expect(Bun.YAML.stringify(value, null, 2)).toBe(
            'a: 1\nb:\n  - 1\n  - d: 2\n    e:\n      - 3\nc:\n  x: {}\ns: "a\\nb"\nt: "true"\nu: "- x"\nv: ""\nw: null');
        expect(Bun.YAML.stringify(value)).toBe(
            '{a: 1,b: [1,{d: 2,e: [3]}],c: {x: {}},s: "a\\nb",t: "true",u: "- x",v: "",w: null}');
    });
    test("what stringify quotes, and what not", () => {
        for (const text of ["a'b", 'a "b"', "a#b", "\u00a0", "0o9", "1e", "+.inf", "NULL", "No", "<<", "a:", "a]", "-a"]) {
            expect(Bun.YAML.stringify(text)).toStartWith('"');
        }
        for (const text of ["123abc", "1_000", "12:30", "nULL", "=", "a&b", "a:b", "+", "\\n"]) expect(Bun.YAML.stringify(text)).toBe(text);
        expect(Bun.YAML.stringify("\u00a0")).toBe('"\\_"');
    });
    test("stringify leaves out items without a text, reads getters twice, names what it meets again", () => {
        expect(Bun.YAML.stringify([1, , undefined, () => {}, 5])).toBe("[1,5]"); // eslint-disable-line no-sparse-arrays
        expect(Bun.YAML.stringify({ a: [undefined] }, null, 2)).toBe("a: []");
        let count = 0;
        expect(Bun.YAML.stringify({ get a() { return ++count; } }, null, 2)).toBe("a: 2");
        const o = { a: 1 }, p = { b: 2 };
        expect(Bun.YAML.stringify([o, p, o, p])).toBe("[&item0 {a: 1},&item1 {b: 2},*item0,*item1]");
        expect(Bun.YAML.stringify({ "a b": o, k: o, x: p, z: p })).toBe("{a b: &value0 {a: 1},k: *value0,x: &x {b: 2},z: *x}");
        const shared = Bun.YAML.parse("{a: &a {},b: *a,c: &c [],d: *c}");
        expect([shared.a === shared.b, shared.c === shared.d]).toEqual([true, true]);
    });
    test("what stringify writes, parse reads", () => {
        const strings = ["x", " x", "x ", "#", "a: b", "a #b", "[", "{a}", "!t", "&a", "*a", "|", ">", "%", "@", "`", "'", '"',
            "no", "null", "~", "1", "1.5", "0x1", "-", "- a", "?", "? a", ":", ":a", "a:", "\t", "\u0000\u001b\u0085\u2028",
            "---", "...", "--- a", "=", "\ufeff", "\u{1f600}", "a,b", "a]", "1_000", ".inf", "2001-01-01", "a\\b", "\r\n"];
        const object = Object.fromEntries(strings.map((text, i) => [text, [text, { [text]: i }]]));
        for (const space of [undefined, 2]) expect(Bun.YAML.parse(Bun.YAML.stringify(object, null, space))).toEqual(object);
    });
});

test("TOML: line ends of long strings are line feeds", () => {
    expect(Bun.TOML.parse('a = """\r\nx\r\ny\\t\\r\\n"""\r\nb = \'\'\'x\r\ny\'\'\'')).toEqual({ a: "x\ny\t\r\n", b: "x\ny" });
});

describe("Bun.JSONL", () => {
    test("parse", () => {
        expect(Bun.JSONL.parse('1\n{"a":2}\r\n\n "x" \n')).toEqual([1, { a: 2 }, "x"]);
        expect(Bun.JSONL.parse("1\n{bad}\n2")).toEqual([1]);
        expect(Bun.JSONL.parse(new TextEncoder().encode("1\n2"))).toEqual([1, 2]);
        expect(() => Bun.JSONL.parse(undefined)).toThrow(TypeError);
    });
    test("parseChunk leaves what is unfinished", () => {
        expect(Bun.JSONL.parseChunk('1\n{"a":2}\n{"b"')).toEqual({ values: [1, { a: 2 }], read: 9, done: false, error: null });
        const bytes = new TextEncoder().encode('"\u00e9"\n1\n{');
        expect(Bun.JSONL.parseChunk(bytes)).toEqual({ values: ["\u00e9", 1], read: 6, done: false, error: null });
        expect(Bun.JSONL.parseChunk("1\n2\n3\n", 2)).toEqual({ values: [2, 3], read: 5, done: true, error: null });
        expect(Bun.JSONL.parseChunk("1\n{bad}\n").error).toBeInstanceOf(SyntaxError);
    });
});
