import { describe, expect, test } from "bun:test";

const { inspect } = Bun;

describe("Bun.inspect of the web's objects", () => {
    test("Headers, URLSearchParams, FormData", () => {
        expect(inspect(new Headers({ a: "b", "C-d": "e" }))).toBe('Headers {\n  "a": "b",\n  "c-d": "e",\n}');
        expect(inspect(new Headers())).toBe("Headers {}");
        expect(inspect(new URLSearchParams("a=1&b=2&a=3"))).toBe('URLSearchParams {\n  "a": [ "1", "3" ],\n  "b": "2",\n}');
        const form = new FormData();
        form.append("a", "1");
        expect(inspect(form)).toBe('FormData {\n  "a": "1",\n}');
    });
    test("Blob and File", () => {
        expect(inspect(new Blob(["abc"]))).toBe("Blob (3 bytes)");
        expect(inspect(new Blob(["abc"], { type: "a/b" }))).toBe('Blob (3 bytes) {\n  type: "a/b"\n}');
        expect(inspect(new Blob([new Uint8Array(1500)]))).toBe("Blob (1.50 KB)");
        expect(inspect(new Blob())).toBe("Blob (0 KB)");
        expect(inspect(new File(["abc"], "n.txt", { lastModified: 5 }))).toBe('File (3 bytes) {\n  name: "n.txt",\n  lastModified: 5\n}');
        expect(inspect(Bun.file("/none.json"))).toBe('FileRef ("/none.json") {\n  type: "application/json;charset=utf-8"\n}');
    });
    test("Request and Response", () => {
        expect(inspect(new Request("http://a/b"))).toBe('Request (0 KB) {\n  method: "GET",\n  url: "http://a/b",\n  headers: Headers {}\n}');
        expect(inspect({ r: new Response(new Blob(["abc"]), { status: 404, headers: { a: "b" } }) })).toBe(`{
  r: Response (3 bytes) {
    ok: false,
    url: "",
    status: 404,
    statusText: "",
    headers: Headers {
      "a": "b",
    },
    redirected: false,
    bodyUsed: false,
    Blob (3 bytes)
  },
}`);
    });
    test("URL", () => {
        expect(inspect(new URL("http://u@a:8/b?c=d#e"))).toContain("href: 'http://u@a:8/b?c=d#e'");
    });
    test("objects that say themselves how they look", () => {
        class Own {
            [inspect.custom]() {
                return "own look";
            }
        }
        expect(inspect({ a: [new Own()], b: { [inspect.custom]: () => ({ c: 1 }) } })).toContain("own look");
        expect(inspect({ [inspect.custom]: () => ({ c: 1 }) })).toBe("{\n  c: 1,\n}");
    });
});

test("URL.createObjectURL", async () => {
    const { resolveObjectURL } = require("node:buffer");
    const url = URL.createObjectURL(new Blob(["hi"]));
    expect(url).toStartWith("blob:");
    expect(await resolveObjectURL(url).text()).toBe("hi");
    expect(await (await fetch(url)).text()).toBe("hi");
    URL.revokeObjectURL(url);
    expect(resolveObjectURL(url)).toBeUndefined();
});

test("Bun.inspect on one line", () => {
    expect(inspect({ a: 1, b: "x\ny", c: [{ d: 1 }], e: {} }, { compact: true })).toBe('{ a: 1, b: "x\\ny", c: [ { d: 1 } ], e: {} }');
});

describe("Bun.inspect.table", () => {
    const lines = (...args) => inspect.table(...args).split("\n");

    test("objects fill columns of their names, other values the last one", () => {
        expect(lines([{ a: 1, b: "x" }, { a: 22, c: null }, 5])).toEqual([
            "\u250c\u2500\u2500\u2500\u252c\u2500\u2500\u2500\u2500\u252c\u2500\u2500\u2500\u252c\u2500\u2500\u2500\u2500\u2500\u2500\u252c\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2510",
            "\u2502   \u2502 a  \u2502 b \u2502 c    \u2502 Values \u2502",
            "\u251c\u2500\u2500\u2500\u253c\u2500\u2500\u2500\u2500\u253c\u2500\u2500\u2500\u253c\u2500\u2500\u2500\u2500\u2500\u2500\u253c\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2524",
            "\u2502 0 \u2502 1  \u2502 x \u2502      \u2502        \u2502",
            "\u2502 1 \u2502 22 \u2502   \u2502 null \u2502        \u2502",
            "\u2502 2 \u2502    \u2502   \u2502      \u2502 5      \u2502",
            "\u2514\u2500\u2500\u2500\u2534\u2500\u2500\u2500\u2500\u2534\u2500\u2500\u2500\u2534\u2500\u2500\u2500\u2500\u2500\u2500\u2534\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2518",
            "",
        ]);
    });
    test("maps, sets, arrays of arrays, objects of objects", () => {
        const body = (...args) => lines(...args).filter((line) => line[0] === "\u2502").map((line) => line.slice(2, -2));
        expect(body(new Map([["a", 1], [{ q: 1 }, { z: 2 }]]))).toEqual([
            "  \u2502 Key      \u2502 Values  ", "0 \u2502 a        \u2502 1       ", "1 \u2502 { q: 1 } \u2502 { z: 2 }",
        ]);
        expect(body(new Set([1, "b"]))).toEqual(["  \u2502 Values", "0 \u2502 1     ", "1 \u2502 b     "]);
        expect(body([[1, [2, 3]], [4]])).toEqual(["  \u2502 0 \u2502 1       ", "0 \u2502 1 \u2502 [ 2, 3 ]", "1 \u2502 4 \u2502         "]);
        expect(body({ k: { v: 1 } })).toEqual(["  \u2502 v", "k \u2502 1"]);
        expect(body([{ a: "\u65e5" }])).toEqual(["  \u2502 a ", "0 \u2502 \u65e5"]);
    });
    test("named columns, colours, and what has no rows", () => {
        expect(lines([{ a: 1, b: 2 }], ["b"])[1]).toBe("\u2502   \u2502 b \u2502");
        expect(lines([{ a: 1 }], { colors: true })[1]).toBe("\u2502 \u001b[0m\u001b[1m \u001b[0m \u2502 \u001b[0m\u001b[1ma\u001b[0m \u2502");
        expect(lines([{ a: 1 }], ["a"], { colors: true })[3]).toBe("\u2502 0 \u2502 \u001b[0m\u001b[33m1\u001b[0m \u2502");
        for (const value of [null, undefined, true, Symbol(), "", "foo"]) expect(inspect.table(value)).toBe("");
        expect(lines(() => {})[1]).toBe("\u2502   \u2502");
    });
});
