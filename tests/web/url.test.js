import { describe, expect, test } from "bun:test";

describe("URL", () => {
    test("parts of an absolute URL", () => {
        const url = new URL("HTTPS://user:p%61ss@EXAMPLE.com:8080/a/./b/../c?x=1&y=2#frag");
        expect(url.href).toBe("https://user:p%61ss@example.com:8080/a/c?x=1&y=2#frag");
        expect(url.origin).toBe("https://example.com:8080");
        expect([url.protocol, url.username, url.password]).toEqual(["https:", "user", "p%61ss"]);
        expect([url.host, url.hostname, url.port]).toEqual(["example.com:8080", "example.com", "8080"]);
        expect([url.pathname, url.search, url.hash]).toEqual(["/a/c", "?x=1&y=2", "#frag"]);
        expect(JSON.stringify({ url })).toBe('{"url":"https://user:p%61ss@example.com:8080/a/c?x=1&y=2#frag"}');
    });

    test("relative references", () => {
        expect(new URL("../c?d", "https://h/a/b/e").href).toBe("https://h/a/c?d");
        expect(new URL("//o/x", "https://h/").href).toBe("https://o/x");
        expect(new URL("#f", "data:text/plain,x").href).toBe("data:text/plain,x#f");
        expect(new URL("y", new URL("http://b/c/d")).href).toBe("http://b/c/y");
    });

    test("hosts: IPv4, IPv6, IDNA", () => {
        expect(new URL("http://0x7f.1/").hostname).toBe("127.0.0.1");
        expect(new URL("http://[1:0:0:0:2:0:0:3]/").host).toBe("[1::2:0:0:3]");
        expect(new URL("http://b\u00fccher.de/").host).toBe("xn--bcher-kva.de");
        expect(new URL("http://fa\u00df.de/").host).toBe("xn--fa-hia.de");
    });

    test("opaque origins and blob:", () => {
        expect(new URL("data:,x").origin).toBe("null");
        expect(new URL("blob:https://h:1/id").origin).toBe("https://h:1");
        expect(new URL("file:///x").origin).toBe("null");
    });

    test("setters ignore what the standard ignores", () => {
        const url = new URL("http://h:81/p");
        url.protocol = "foo";
        url.port = "99999";
        url.hostname = "a b";
        expect(url.href).toBe("http://h:81/p");
        url.port = "80";
        url.host = "i:82";
        url.pathname = "b?c";
        url.search = "q";
        url.hash = "";
        url.username = "u:";
        expect(url.href).toBe("http://u%3A@i:82/b%3Fc?q");
    });

    test("lone surrogates become U+FFFD", () => {
        expect(new URL("http://h/\ud800x").pathname).toBe("/%EF%BF%BDx");
        expect(new URLSearchParams("a=\udc00").get("a")).toBe("\ufffd");
    });

    test("invalid input", () => {
        for (const bad of ["", "x", "http://", "http://h:99999/", "http://[::1", "http://1.2.3.256/"]) {
            expect(URL.canParse(bad)).toBe(false);
            expect(URL.parse(bad)).toBe(null);
            let error;
            try {
                new URL(bad);
            } catch (e) {
                error = e;
            }
            expect(error).toBeInstanceOf(TypeError);
            expect(error.code).toBe("ERR_INVALID_URL");
        }
    });

    test("a subclass and a foreign receiver", () => {
        class Mine extends URL {}
        expect(new Mine("http://h").href).toBe("http://h/");
        expect(() => Reflect.get(URL.prototype, "href", {})).toThrow(TypeError);
        expect(Object.prototype.toString.call(new URL("http://h"))).toBe("[object URL]");
    });
});

describe("URLSearchParams", () => {
    test("constructor forms", () => {
        expect(`${new URLSearchParams("?a=1&b=%20+c&&=d&e")}`).toBe("a=1&b=++c&=d&e=");
        expect(`${new URLSearchParams([["a", "b"], ["a", "c"]])}`).toBe("a=b&a=c");
        expect(`${new URLSearchParams({ a: 1, b: null })}`).toBe("a=1&b=null");
        expect(`${new URLSearchParams(new Map([["m", "n"]]))}`).toBe("m=n");
        expect(`${new URLSearchParams(new URLSearchParams("x=y"))}`).toBe("x=y");
        expect(() => new URLSearchParams([["a"]])).toThrow(TypeError);
    });

    test("encoding", () => {
        expect(`${new URLSearchParams({ "a b": "\u00e9!'()~*-._&=+%" })}`).toBe("a+b=%C3%A9%21%27%28%29%7E*-._%26%3D%2B%25");
        expect(new URLSearchParams("a=%zz&b=%ff&c=%F0%9F%98%80").get("c")).toBe("\u{1f600}");
        expect(new URLSearchParams("a=%zz").get("a")).toBe("%zz");
        expect(new URLSearchParams("b=%ff").get("b")).toBe("\ufffd");
    });

    test("reading and changing", () => {
        const params = new URLSearchParams("a=1&b=2&a=3");
        expect(params.size).toBe(3);
        expect(params.getAll("a")).toEqual(["1", "3"]);
        expect(params.has("a", "3")).toBe(true);
        params.set("a", "9");
        expect(`${params}`).toBe("a=9&b=2");
        params.append("a", "8");
        params.delete("a", "9");
        expect([...params]).toEqual([["b", "2"], ["a", "8"]]);
        expect([...params.keys()]).toEqual(["b", "a"]);
        expect([...params.values()]).toEqual(["2", "8"]);
        expect(params.get("zzz")).toBe(null);
    });

    test("sort is stable and by code units", () => {
        const params = new URLSearchParams("z=b&\ufb03=d&\u{1f308}=e&z=a&a=c");
        params.sort();
        expect([...params].map(([key]) => key)).toEqual(["a", "z", "z", "\u{1f308}", "\ufb03"]);
        expect(params.getAll("z")).toEqual(["b", "a"]);
    });

    test("iteration is live", () => {
        const params = new URLSearchParams("a=1&b=2&c=3");
        const seen = [];
        for (const [key] of params) {
            seen.push(key);
            if (key === "a") params.delete("a");
        }
        expect(seen).toEqual(["a", "c"]);
    });

    test("the parameters of a URL write through, and follow it", () => {
        const url = new URL("http://h/?a=1");
        const { searchParams } = url;
        expect(url.searchParams).toBe(searchParams);
        searchParams.append("b", "x y");
        expect(url.href).toBe("http://h/?a=1&b=x+y");
        url.search = "?c=%20";
        expect([...searchParams]).toEqual([["c", " "]]);
        searchParams.delete("c");
        expect(url.href).toBe("http://h/");
        url.href = "http://i/?q=r";
        expect(searchParams.get("q")).toBe("r");
    });
});

test("URLSearchParams as JSON: names that repeat have an array", () => {
    const params = new URLSearchParams("a=1&b=2&a=3&a=4&__proto__=x");
    expect(JSON.stringify(params)).toBe('{"a":["1","3","4"],"b":"2","__proto__":"x"}');
});
