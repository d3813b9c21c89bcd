// Bun.Transpiler: outputs are compared by what they do, or with white space and quotes evened out.
import { describe, expect, test } from "bun:test";

const make = (options) => new Bun.Transpiler(options);
const even = (code) => code.replace(/'/g, '"').replace(/[;\s]+/g, " ").replace(/[()]/g, "").trim();
const run = (code, names = {}) => new Function(...Object.keys(names), code)(...Object.values(names));

describe("transformSync", () => {
  test("types go, values stay", () => {
    const code = make({ loader: "ts" }).transformSync(
      "interface I { a: 1 } type T = I; function f<X extends T>(a: X, b?: number): X { return a as X; } out(f({ a: 1 }!));");
    let seen;
    run(code, { out: (v) => (seen = v) });
    expect(seen).toEqual({ a: 1 });
    expect(code).not.toContain("interface");
  });

  test("enums, namespaces, parameter properties", () => {
    const code = make({ loader: "ts" }).transformSync(
      `enum E { A, B = 5, C } namespace N { export const x = E.C } class P { constructor(private y: number, public z = 2) {} }
       out([E.A, E[5], N.x, new P(1)]);`);
    let seen;
    run(code, { out: (v) => (seen = v) });
    expect(seen.slice(0, 3)).toEqual([0, "B", 6]);
    expect({ ...seen[3] }).toEqual({ y: 1, z: 2 });
  });

  test("imports and exports stay, type-only ones go", () => {
    const code = make({ loader: "ts" }).transformSync(
      `import a, { b } from "x"; import type { T } from "t"; import "side"; export type { U } from "u"; export { a as c }; export const d: number = b;`);
    expect(code).toContain('"side"');
    expect(even(code)).toContain('import a, { b } from "x"');
    expect(code).not.toMatch(/from "[tu]"/);
    expect(make().scan(code).exports).toEqual(["c", "d"]);
  });

  test("merged declarations are exported once, aliases too", () => {
    const code = make({ loader: "ts" }).transformSync(
      `export function f() {} export namespace f { export const x = 1 } export class C {} export namespace C { export const y = 2 }
       import { W } from "w"; export import T = W; export import type U = W;`);
    const names = new Bun.Transpiler().scan(code).exports;
    expect(names).toEqual(["C", "T", "f"]);
    expect(code.match(/\bexport\b/g).length).toBe(3);
  });

  test("trimUnusedImports", () => {
    const source = 'import { used, unused } from "x"; import gone from "y"; console.log(used);';
    expect(make({ loader: "ts" }).scanImports(make({ loader: "ts" }).transformSync(source)).map((i) => i.path)).toEqual(["x", "y"]);
    expect(make({ loader: "ts", trimUnusedImports: true }).transformSync(source)).not.toContain("gone");
  });

  test("JSX, classic", () => {
    const tsconfig = { compilerOptions: { jsx: "react", jsxFactory: "h", jsxFragmentFactory: "F" } };
    for (const config of [tsconfig, JSON.stringify(tsconfig)]) {
      const code = make({ loader: "tsx", tsconfig: config }).transformSync("const x: any = <><a b={1}>t</a></>; out(x);");
      let seen;
      run(code, { out: (v) => (seen = v), h: (...all) => all, F: "F" });
      expect(seen).toEqual(["F", null, ["a", { b: 1 }, "t"]]);
    }
  });

  test("JSX, automatic", () => {
    const tsconfig = { compilerOptions: { jsx: "react-jsx", jsxImportSource: "lib" } };
    expect(make({ loader: "jsx", tsconfig }).transformSync("export default <a/>")).toMatch(/from "lib\/jsx(-dev)?-runtime"|jsx\w*\(/);
  });

  test("define replaces free names only", () => {
    const transpiler = make({ loader: "ts", define: { "process.env.NODE_ENV": '"production"', FOO: "123", BAR: "other" } });
    const code = transpiler.transformSync("out([process.env.NODE_ENV, FOO, ((FOO: any) => FOO)(1), BAR, a.FOO, { FOO }.FOO]);");
    let seen;
    run(code, { out: (v) => (seen = v), other: "o", a: { FOO: "field" } });
    expect(seen).toEqual(["production", 123, 1, "o", "field", 123]);
  });

  test("minifyWhitespace", () => {
    const code = make({ minifyWhitespace: true }).transformSync("export const a = 1 ;\n\nexport function b ( ) { return a ; }");
    expect(code.trim()).toBe("export const a=1;export function b(){return a}");
  });

  test("input as bytes, loader as argument, transform", async () => {
    const encode = (text) => new TextEncoder().encode(text);
    const transpiler = make({ loader: "ts" });
    expect(even(transpiler.transformSync(encode("let a: 1 = 1")))).toBe("let a = 1");
    expect(even(transpiler.transformSync(encode("let a: 1 = 1").buffer))).toBe("let a = 1");
    expect(even(transpiler.transformSync(new DataView(encode("xxlet a: 1 = 1").buffer, 2)))).toBe("let a = 1");
    expect(even(transpiler.transformSync(encode("\uFEFFlet a: 1 = 1")))).toBe("let a = 1");
    expect(transpiler.scanImports(encode("import 'a'"))).toEqual([{ kind: "import-statement", path: "a" }]);
    expect(() => transpiler.transformSync(encode("\uFEFF\nlet é: = 1"))).toThrow(expect.objectContaining({ position: expect.objectContaining({ line: 2, column: 8 }) }));
    expect(even(make({ loader: "js" }).transformSync("let a: 1 = 1", "ts"))).toBe("let a = 1");
    expect(even(await make({ loader: "ts" }).transform("let a: 1 = 1"))).toBe("let a = 1");
    expect(even(await make().transform("let a: 1 = 1", "ts"))).toBe("let a = 1");
  });

  test("errors", async () => {
    expect(() => make({ loader: "ts" }).transformSync("let a = ;")).toThrow();
    try {
      make().transformSync("\n let = = 2");
      expect.unreachable();
    } catch (error) {
      expect(error.name).toBe("BuildMessage");
      expect(error.position.line).toBe(2);
    }
    expect(make().transform("let a = ;")).rejects.toThrow();
    expect(() => make({ loader: "nonsense" })).toThrow(/loader/);
    expect(() => make({ define: 1 })).toThrow("define must be an object");
    expect(() => make({ exports: { eliminate: "x" } })).toThrow("exports.eliminate must be an array");
    expect(() => make({ tsconfig: "{" })).toThrow();
  });
});

describe("scan", () => {
  const source = `import a, { b } from "x"; import "y"; import type T from "t"; export * from "star"; export { k as kk } from "kk";
    export const q: number = a + b; export default function f() {} const m = await import("z"); import(n);`;
  test("imports and exports", () => {
    const { imports, exports } = make({ loader: "ts" }).scan(source);
    expect(exports.sort()).toEqual(["default", "kk", "q"]);
    expect(imports.map(({ path, kind }) => `${kind} ${path}`).sort()).toEqual([
      "dynamic-import z", "import-statement kk", "import-statement star", "import-statement x", "import-statement y",
    ]);
  });
  test("scanImports", () => {
    expect(make({ loader: "tsx" }).scanImports('require("r"); const a = <b/>; import("d")').map(({ path, kind }) => `${kind} ${path}`)
      .filter((line) => !line.includes("react")).sort()).toEqual(["dynamic-import d", "require-call r"]);
    expect(make().scanImports("1")).toEqual([]);
    expect(() => make().scanImports("let = =")).toThrow();
  });
});
