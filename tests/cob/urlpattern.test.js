// cob-only: Bun's util.inspect shows an empty object, it takes "()" in a URL, and its errors have no codes.
import { expect, test } from "bun:test";
import { inspect } from "node:util";

const codeOf = (run) => {
    try {
        run();
    } catch (error) {
        return [error.name, error.code];
    }
};

test("util.inspect shows the components", () => {
    class Route extends URLPattern {}
    const text = inspect(new Route("https://h/:a"), { compact: true, breakLength: Infinity });
    expect(text).toBe("Route { protocol: 'https', username: '*', password: '*', hostname: 'h', port: '', pathname: '/:a', " +
        "search: '*', hash: '*', hasRegExpGroups: false }");
    expect(inspect([[[new URLPattern()]]])).toContain("[URLPattern]");
});

test("errors have Node's codes, and say what is wrong where", () => {
    expect(codeOf(() => URLPattern())).toEqual(["TypeError", "ERR_CONSTRUCT_CALL_REQUIRED"]);
    expect(codeOf(() => new URLPattern("foo"))).toEqual(["TypeError", "ERR_INVALID_URL_PATTERN"]);
    expect(codeOf(() => new URLPattern({}, "", 1))).toEqual(["TypeError", "ERR_INVALID_ARG_TYPE"]);
    expect(codeOf(() => new URLPattern().test(null, null))).toEqual(["TypeError", "ERR_OPERATION_FAILED"]);
    expect(() => URLPattern.prototype.hash).toThrow("Illegal invocation");
    expect(() => new URLPattern({ pathname: "/:a/{b" })).toThrow('"}" expected, not the end, at 6 of "/:a/{b"');
    expect(() => new URLPattern({ pathname: "/:a/:a" })).toThrow('the name "a" twice in "/:a/:a"');
    expect(() => new URLPattern({ pathname: "/()" })).toThrow('a group that is empty, not closed, capturing or not ASCII at 1 of "/()"');
});
