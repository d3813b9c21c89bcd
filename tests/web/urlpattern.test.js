import { describe, expect, test } from "bun:test";
import { URLPattern as fromModule } from "node:url";
import { inspect } from "node:util";

const NAMES = ["protocol", "username", "password", "hostname", "port", "pathname", "search", "hash"];
const parts = (pattern) => Object.fromEntries(NAMES.map((name) => [name, pattern[name]]));
const named = (values) => ({ ...Object.fromEntries(NAMES.map((name) => [name, "*"])), ...values });

describe("constructor", () => {
    const origin = { protocol: "https", hostname: "example.com", port: "" };
    const urls = [
        ["https://example.com/:category/*", { ...origin, pathname: "/:category/*" }],
        ["https://example.com", origin],
        ["https://example.com?a", { ...origin, pathname: "/", search: "a" }],
        ["https://example.com#a", { ...origin, pathname: "/", search: "", hash: "a" }],
        ["https://example.com:*", { ...origin, port: "*" }],
        ["https://example.com:443/", { ...origin, pathname: "/" }],
        ["http{s}?://{:sub.}?example.com:8080/a", {
            protocol: "http{s}?", hostname: "{:sub.}?example.com", port: "8080", pathname: "/a",
        }],
        ["https://user\\:pass@example.com/", { ...origin, username: "user", password: "pass", pathname: "/" }],
        ["https://user:pass@example.com/", { ...origin, username: "user:pass", pathname: "/" }], // :pass is a name
        ["https://[:address]:81/", { protocol: "https", hostname: "[:address]", port: "81", pathname: "/" }],
        ["https://[\\:\\:1]/", { protocol: "https", hostname: "[\\:\\:1]", port: "", pathname: "/" }],
        ["https://b\u00fccher.example/\u00fc", { protocol: "https", hostname: "xn--bcher-kva.example", port: "", pathname: "/%C3%BC" }],
        ["https://example.com/a\\?b", { ...origin, pathname: "/a", search: "b" }],
        ["https://example.com/:a?b", { ...origin, pathname: "/:a?b" }],
        ["https://example.com/(a)?b", { ...origin, pathname: "/(a)?b" }],
        ["https://example.com/a?b", { ...origin, pathname: "/a", search: "b" }],
        ["data\\:text/*", { protocol: "data", hostname: "", port: "", pathname: "text/*" }],
        ["(foo|https)://h/x", { protocol: "(foo|https)", hostname: "h", port: "", pathname: "/x" }],
    ];
    for (const [url, values] of urls) {
        test(url, () => expect(parts(new URLPattern(url))).toEqual(named(values)));
    }

    const base = "https://example.com:8080/dir/file?x=1#y";
    const baseHost = { protocol: "https", hostname: "example.com", port: "8080" };
    const relative = [
        ["/a/:b", { ...baseHost, pathname: "/a/:b" }],
        ["a/:b", { ...baseHost, pathname: "/dir/a/:b" }],
        ["{/a}?", { ...baseHost, pathname: "{/a}?" }],
        ["?q=*", { ...baseHost, pathname: "/dir/file", search: "q=*" }],
        ["#h", { ...baseHost, pathname: "/dir/file", search: "x=1", hash: "h" }],
        ["", { ...baseHost, pathname: "/dir/" }],
    ];
    for (const [url, values] of relative) {
        test(`"${url}" and a base`, () => expect(parts(new URLPattern(url, base))).toEqual(named(values)));
    }

    test("a base is text, not a pattern", () => {
        const pattern = new URLPattern({ hash: "*", baseURL: "https://h/(a)+?b*#c" });
        expect([pattern.pathname, pattern.search, pattern.hash]).toEqual(["/\\(a\\)\\+", "b\\*", "*"]);
    });

    test("members of an object: prefixes go, nothing more special is inherited", () => {
        const pattern = new URLPattern({ protocol: "http:", search: "?a", hash: "#b", port: "80", baseURL: "https://x/y" });
        expect(parts(pattern)).toEqual(named({ protocol: "http", port: "", search: "a", hash: "b" }));
        expect(new URLPattern({ pathname: 1, hash: undefined }).pathname).toBe("1");
        expect(new URLPattern({ pathname: null }).pathname).toBe("null");
    });

    test("which arguments are options", () => {
        expect(parts(new URLPattern())).toEqual(named({}));
        expect(parts(new URLPattern(null, null))).toEqual(named({}));
        expect(parts(new URLPattern(undefined, undefined))).toEqual(named({}));
        expect(new URLPattern("https://h", {}).hostname).toBe("h");
        expect(new URLPattern("a", "https://h/b/").pathname).toBe("/b/a");
        expect(new URLPattern("a", { toString: () => "https://h/b/" }, null).pathname).toBe("/b/a");
        expect(() => new URLPattern("https://h", null, null)).toThrow(TypeError);
        expect(() => new URLPattern("https://h", {}, 1)).toThrow(TypeError);
        expect(() => new URLPattern({}, "https://h")).toThrow(TypeError);
    });

    test("members are read in the order of the alphabet, and their errors pass", () => {
        const seen = [];
        new URLPattern(new Proxy({}, { get: (_, name) => void seen.push(name) }));
        expect(seen).toEqual(["baseURL", ...NAMES.toSorted()].toSorted());
        const boom = new Error("boom");
        const thrower = { get ignoreCase() { throw boom; }, get search() { throw boom; } };
        for (const make of [() => new URLPattern(thrower), () => new URLPattern({}, thrower), () => new URLPattern().test(thrower)]) {
            let caught;
            try {
                make();
            } catch (error) {
                caught = error;
            }
            expect(caught).toBe(boom);
        }
    });

    const wrong = [
        "", "foo", "https://exa mple.com", "https://h:99999/", "(\\", "https://h/(", "https://h/(?a)",
        "https://h/((a))", "https://h/(\u00fc)", "https://h/:", "https://h/:a/:a", "https://h/{a", "https://h/a}", "https://h/{{a}}",
        "https://h/([)", "https://h/\\", "https://h/?+", "\u00fc://h",
    ];
    for (const url of wrong) {
        test(`${JSON.stringify(url)} is refused`, () => expect(() => new URLPattern(url)).toThrow(TypeError));
    }
    test("other values", () => {
        expect(() => new URLPattern(1)).toThrow(TypeError);
        expect(() => new URLPattern(Symbol())).toThrow(TypeError);
        expect(() => new URLPattern("a", "b")).toThrow(TypeError);
        expect(() => URLPattern("https://h")).toThrow(TypeError);
    });
});

describe("normal form of a pattern", () => {
    const forms = [
        ["/{foo}", "/foo"], ["/{:a}", "/{:a}"], ["{/:a}", "/:a"], ["/{:a}b", "/{:a}b"], ["/:a(.*)", "/:a(.*)"], ["/(.*)", "/*"], ["/([^\\/]+?)", "/([^\\/]+?)"],
        ["/:a([^\\/]+?)", "/:a"], ["{/bar}?", "{/bar}?"], ["/{:a}(.*)", "/{:a}(.*)"], ["/*{a}", "/*a"], ["/:a\\b", "{/:a}b"],
        ["/{a:b\\c}?", "/{a:b\\c}?"], ["/a/../b", "/b"], ["./a", "./a"], ["*/{*}", "*/{*}"], ["{}", ""], ["/a%2fb", "/a%2fb"], ["a**", "a**"],
    ];
    for (const [given, form] of forms) {
        test(given, () => {
            expect(new URLPattern({ pathname: given }).pathname).toBe(form);
            expect(new URLPattern({ pathname: form }).pathname).toBe(form);
        });
    }
});

describe("test and exec", () => {
    test("named, numbered and missing groups", () => {
        const pattern = new URLPattern({ pathname: "/:a/(\\d+)/*/:b?" });
        expect(pattern.exec("https://h/x/12/rest").pathname).toEqual({ input: "/x/12/rest", groups: { a: "x", 0: "12", 1: "rest", b: undefined } });
        expect(Object.keys(pattern.exec("https://h/x/12/rest").pathname.groups).sort()).toEqual(["0", "1", "a", "b"]);
        expect(pattern.exec("https://h/x/y/rest")).toBe(null);
        expect(pattern.test("https://h/x/1/")).toBe(true);
    });

    test("a result names inputs and all components", () => {
        const result = new URLPattern("/:x", "https://h").exec("/1?q#f", "https://h/a?b");
        expect(result).toEqual({
            inputs: ["/1?q#f", "https://h/a?b"],
            protocol: { input: "https", groups: {} },
            username: { input: "", groups: { 0: "" } },
            password: { input: "", groups: { 0: "" } },
            hostname: { input: "h", groups: {} },
            port: { input: "", groups: {} },
            pathname: { input: "/1", groups: { x: "1" } },
            search: { input: "q", groups: { 0: "q" } },
            hash: { input: "f", groups: { 0: "f" } },
        });
        expect(new URLPattern().exec({ pathname: 1, other: 2 }).inputs).toEqual([{ pathname: "1" }]);
        expect(new URLPattern({ pathname: "/:__proto__" }).exec({ pathname: "/a" }).pathname.groups).toHaveProperty(["__proto__"], "a");
    });

    const matches = [
        ["/a/:b?/c", "/a/c", true], ["/a/:b?/c", "/a/x/c", true], ["/a/:b+", "/a/x/y", true], ["/a/:b+", "/a", false], ["/a/:b*", "/a", true],
        ["/a/:b*", "/a/x/y/z", true], ["/{a-:x-b}+", "/a-1-ba-2-b", true], ["/{a}?b", "/b", true], ["/(a|b)c", "/bc", true], ["/a.b", "/axb", false],
        ["/([[a-z]--[aeiou]])", "/b", true], ["/([[a-z]--[aeiou]])", "/a", false], ["/caf\u00e9", "/caf%C3%A9", true], ["/:id(\\d+)", "/x", false],
        ["/foo/(bar(?<x>baz))", "/foo/barbaz", true], ["/a{/}?", "/a/", true], ["*.:ext(png|jpg)", "/x/y.png", true], ["", "/", false],
    ];
    for (const [pathname, path, want] of matches) {
        test(`${pathname} ${want ? "matches" : "does not match"} ${path}`, () => {
            const pattern = new URLPattern({ pathname });
            expect(pattern.test({ pathname: path })).toBe(want);
            expect(pattern.exec({ pathname: path }) !== null).toBe(want);
            expect(pattern.test(`https://h${path}`)).toBe(want);
        });
    }

    test("hosts: a name ends at a dot", () => {
        const pattern = new URLPattern({ hostname: ":sub.example.com" });
        expect(pattern.exec("https://a.example.com/").hostname.groups.sub).toBe("a");
        expect(pattern.test("https://a.b.example.com/")).toBe(false);
        expect(new URLPattern({ hostname: "[\\:\\:1]" }).test("http://[::1]/")).toBe(true);
    });

    test("ports", () => {
        expect(new URLPattern("https://h/*").test("https://h:443/")).toBe(true);
        expect(new URLPattern("https://h/*").test("https://h:444/")).toBe(false);
        expect(new URLPattern({ protocol: "http", port: "80" }).test("http://h/")).toBe(true);
        expect(new URLPattern({ port: "80" }).test({ port: "8\t0" })).toBe(true);
        expect(new URLPattern({ port: "443" }).port).toBe("443");
    });

    test("ignoreCase", () => {
        const pattern = new URLPattern("https://h/Path?Query#Hash", { ignoreCase: true });
        expect(pattern.test("https://h/PATH?qUERY#hASH")).toBe(true);
        expect(new URLPattern("https://h/Path").test("https://h/path")).toBe(false);
        expect(new URLPattern("/A", "https://h", { ignoreCase: 1 }).test("https://h/a")).toBe(true);
    });

    test("paths of other schemes are opaque", () => {
        expect(new URLPattern("data\\:text/*").exec("data:text/a b").pathname.groups[0]).toBe("a b");
        expect(new URLPattern({ protocol: "foo", pathname: "a/:b" }).test("foo:a/b/c")).toBe(true);
    });

    test("what is no URL does not match", () => {
        const pattern = new URLPattern();
        expect(pattern.test("/relative")).toBe(false);
        expect(pattern.exec("https://h", "no base")).toBe(null);
        expect(pattern.test("https://h", null)).toBe(false);
        expect(pattern.test({ baseURL: "x" })).toBe(false);
        expect(pattern.exec({ port: "x" })).toBe(null);
        expect(pattern.test()).toBe(true);
        expect(pattern.test(null)).toBe(true);
        expect(() => pattern.test({}, "https://h")).toThrow(TypeError);
        expect(() => pattern.exec(null, null)).toThrow(TypeError);
        expect(() => pattern.exec(Symbol())).toThrow(TypeError);
    });

    test("the parts of a base are inherited, username and password too", () => {
        const result = new URLPattern().exec({ pathname: "c", baseURL: "https://u:p@h:1/a/b?q" });
        expect(NAMES.map((name) => result[name].input)).toEqual(["https", "u", "p", "h", "1", "/a/c", "", ""]);
    });
});

test("hasRegExpGroups", () => {
    expect(new URLPattern({ pathname: "/:a/*{/b}?" }).hasRegExpGroups).toBe(false);
    expect(new URLPattern({ pathname: "/:a(.*)" }).hasRegExpGroups).toBe(false);
    expect(new URLPattern({ hash: ":a(\\d)" }).hasRegExpGroups).toBe(true);
});

describe("the class", () => {
    test("has the shape of the platform's", () => {
        expect(fromModule).toBe(URLPattern);
        expect(URLPattern.length).toBe(0);
        expect(URLPattern.name).toBe("URLPattern");
        expect(String(new URLPattern())).toBe("[object URLPattern]");
        expect(Object.keys(URLPattern.prototype)).toEqual([...NAMES, "hasRegExpGroups", "test", "exec"]);
        expect(Object.keys(new URLPattern())).toEqual([]);
        const { writable } = Object.getOwnPropertyDescriptor(URLPattern, "prototype");
        expect(writable).toBe(false);
        const tag = Object.getOwnPropertyDescriptor(URLPattern.prototype, Symbol.toStringTag);
        expect(tag).toEqual({ value: "URLPattern", writable: false, enumerable: false, configurable: true });
        for (const name of [...NAMES, "hasRegExpGroups"]) {
            const { get, set, enumerable } = Object.getOwnPropertyDescriptor(URLPattern.prototype, name);
            expect([get.name, get.length, set, enumerable]).toEqual([`get ${name}`, 0, undefined, true]);
            expect(() => get.call({})).toThrow(TypeError);
        }
        expect([URLPattern.prototype.test.length, URLPattern.prototype.exec.length]).toEqual([0, 0]);
        expect(() => URLPattern.prototype.test.call({}, "https://h")).toThrow(TypeError);
        expect(() => URLPattern.prototype.exec.call(1)).toThrow(TypeError);
    });

    test("can be extended", () => {
        class Route extends URLPattern {
            get route() { return `>${this.pathname}`; }
        }
        const route = new Route({ pathname: "/a" });
        expect([route instanceof URLPattern, route instanceof Route, route.route]).toEqual([true, true, ">/a"]);
    });

    test("is shown by its components", () => {
        const text = Bun.inspect(new URLPattern("https://h/:a"));
        expect(text).toStartWith("URLPattern {");
        expect(text).toMatch(/pathname: ["']\/:a["']/);
        expect(text).toContain("hasRegExpGroups: false");
        expect(inspect({ a: { b: { c: new URLPattern() } } })).toContain("URLPattern");
    });
});
