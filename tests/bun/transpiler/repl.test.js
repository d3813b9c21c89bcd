import { expect, test } from "bun:test";

const transpiler = new Bun.Transpiler({ loader: "tsx", replMode: true });
const evaluate = (code) => (0, eval)(transpiler.transformSync(code));

test("the last value comes back, declarations stay", () => {
    expect(evaluate("const replA: number = 1; let { b: replB, ...replC } = { b: 2, c: 3 }; replA + replB").value).toBe(3);
    expect(evaluate("[replA, replB, replC.c]").value).toEqual([1, 2, 3]);
    expect(evaluate("function replF() { return replG }  class replG {}").value.name).toBe("replG");
    expect(evaluate("replF() === replG").value).toBe(true);
    expect(evaluate("if (replA) 5")).toBeUndefined();
    expect(evaluate("'use strict'").value).toBe("use strict");
});

test("await and import", async () => {
    expect(evaluate("async () => await 1")).toHaveProperty("value");
    expect((await evaluate("const replX = await Promise.resolve(5); replX")).value).toBe(5);
    expect(evaluate("replX").value).toBe(5);
    const code = transpiler.transformSync("import a, { b as c } from 'd'; c");
    expect(code).toMatch(/await import\(["']d["']\)/);
    expect(code).toMatch(/\bc = \w+\.b;/);
});

test("braces are an object where they can be", () => {
    expect(evaluate(" { a: 1, b: 2 } ").value).toEqual({ a: 1, b: 2 });
    expect(evaluate("{ a: 1 };")).toBeUndefined();
    expect(transpiler.transformSync("  // nothing").trim()).toBe("");
});
