import { expect, test } from "bun:test";

test("a direct eval may import()", async () => {
    expect((await eval('import("./fixtures/self.mjs")')).value).toBe(7);
});

test("a direct eval has the syntax of files", () => {
    const log = [];
    eval("{ using x = { [Symbol.dispose]() { log.push('disposed') } }; log.push('body') }");
    expect(log).toEqual(["body", "disposed"]);
});

test("a direct eval stays one", () => {
    let local = 1;
    const inner = function () {
        return eval("local + arguments.length");
    };
    expect([inner(0, 0), eval("local = 5"), local, eval(7), eval()]).toEqual([3, 5, 5, 7, undefined]);
    expect(() => eval("import")).toThrow(SyntaxError);
});

test("a block of declarations has no completion value", () => {
    expect(eval("{ using a = null; }")).toBe(undefined);
    expect(eval("4; { using a = null; }")).toBe(4);
});
