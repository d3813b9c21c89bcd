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
