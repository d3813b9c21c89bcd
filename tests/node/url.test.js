import { describe, expect, test } from "bun:test";
import querystring from "node:querystring";
import url from "node:url";

describe("url.parse", () => {
    test("splits a URL", () => {
        const parsed = url.parse("http://user:pass@Host.com:8080/p/a?query=string#hash");
        expect({ ...parsed }).toEqual({
            protocol: "http:", slashes: true, auth: "user:pass", host: "host.com:8080", port: "8080",
            hostname: "host.com", hash: "#hash", search: "?query=string", query: "query=string", pathname: "/p/a",
            path: "/p/a?query=string", href: "http://user:pass@host.com:8080/p/a?query=string#hash",
        });
    });

    test("query objects and bare paths", () => {
        expect({ ...url.parse("/x?a=1&a=2", true).query }).toEqual({ a: ["1", "2"] });
        expect(url.parse("//host/path").host).toBe(null);
        expect(url.parse("//host/path", false, true).host).toBe("host");
        expect(url.parse("mailto:a@b.c").auth).toBe("a");
    });
});

test("url.resolve", () => {
    const cases = [
        ["/one/two/three", "four", "/one/two/four"],
        ["http://example.com/", "/one", "http://example.com/one"],
        ["http://example.com/one", "/two", "http://example.com/two"],
        ["http://a/b/c/d;p?q", "../../g", "http://a/g"],
        ["http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y"],
        ["mailto:a@b.c", "d@e.f", "mailto:d@e.f"],
        ["/a/b/c", "../../../..", "/"],
    ];
    for (const [from, to, want] of cases) expect(url.resolve(from, to)).toBe(want);
});

test("url.format", () => {
    expect(url.format({ protocol: "http", host: "a", pathname: "b?c#d", search: "x#y", hash: "z" }))
        .toBe("http://a/b%3Fc%23d?x%23y#z");
    expect(url.format({ query: { a: "x" }, pathname: "/p" })).toBe("/p?a=x");
    expect(url.format(new URL("http://u:p@xn--bcher-kva.de/a?b#c"), { unicode: true, auth: false, fragment: false }))
        .toBe("http://b\u00fccher.de/a?b");
});

test("file URLs and paths", () => {
    expect(url.pathToFileURL("/a b%#?\\\n/").href).toBe("file:///a%20b%25%23%3F%5C%0A/");
    expect(url.fileURLToPath("file:///a%20b%25")).toBe("/a b%");
    expect(() => url.fileURLToPath("http://x/")).toThrow();
    expect(() => url.fileURLToPath("file:///a%2Fb")).toThrow();
});

test("url.urlToHttpOptions", () => {
    const options = url.urlToHttpOptions(new URL("https://a%20:b@[::1]:8080/p?q#h"));
    expect(options).toMatchObject({
        protocol: "https:", hostname: "::1", port: 8080, auth: "a :b", path: "/p?q", hash: "#h",
    });
});

describe("querystring", () => {
    test("parse", () => {
        const parsed = querystring.parse("a=1&b=%20+c&a=2&=x&y&&__proto__=z");
        expect(Object.getPrototypeOf(parsed)).toBe(null);
        expect(Object.entries(parsed)).toEqual([["a", ["1", "2"]], ["b", "  c"], ["", "x"], ["y", ""], ["__proto__", "z"]]);
        expect({ ...querystring.parse("a:1;b:2", ";", ":") }).toEqual({ a: "1", b: "2" });
        expect(Object.keys(querystring.parse("a&b&c", null, null, { maxKeys: 2 }))).toEqual(["a", "b"]);
        expect(querystring.parse("a=%ff").a).toBe("\ufffd");
    });

    test("stringify", () => {
        expect(querystring.stringify({ a: [1, "x y"], b: true, c: null, d: NaN, e: 1n })).toBe("a=1&a=x%20y&b=true&c=&d=&e=1");
        expect(querystring.stringify({ a: "b" }, ";", ":")).toBe("a:b");
        expect(() => querystring.stringify({ a: "\ud800" })).toThrow(URIError);
    });
});
