import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const make = (options) => new Bun.Transpiler(options);

async function evaluated(code) {
    const dir = mkdtempSync(join(tmpdir(), "transpiler-"));
    try {
        writeFileSync(join(dir, "output.mjs"), code);
        return await import(join(dir, "output.mjs"));
    } finally {
        rmSync(dir, { recursive: true });
    }
}

describe("syntax that needs helpers", () => {
    test("using", async () => {
        const source = `export const log = [];
            { using a = { [Symbol.dispose]() { log.push("a"); } }; await using b = { async [Symbol.asyncDispose]() { log.push("b"); } }; log.push("body"); }`;
        const code = make({ loader: "ts", target: "node" }).transformSync(source);
        expect(code).not.toMatch(/^\s*using /m);
        expect((await evaluated(code)).log).toEqual(["body", "b", "a"]);
    });
    test("using among the statements of a module", async () => {
        const source = `import { sep } from "node:path";
            export const log = [];
            const resource = (name) => ({ name, [Symbol.dispose]() { log.push("dispose " + name); } });
            using a = resource("a"), fn = null;
            await using b = { async [Symbol.asyncDispose]() { log.push("dispose b"); } };
            export function count() { return [a.name, total, inner(), Kind.x]; }
            function inner() { return length + sep.length; }
            export let total: number = 1;
            total++;
            export enum Kind { x = 7 }
            export const length = 3;
            export { total as sum };
            export { basename } from "node:path";
            export default "d";
            log.push("end");`;
        const code = make({ loader: "ts", target: "node" }).transformSync(source);
        const module = await evaluated(code);
        expect(module.log).toEqual(["end", "dispose b", "dispose a"]);
        expect(module.count()).toEqual(["a", 2, 4, 7]);
        expect([module.total, module.sum, module.length]).toEqual([2, 2, 3]);
        expect([module.default, module.basename("a/b"), module.Kind.x]).toEqual(["d", "b", 7]);
    });
    test("standard and experimental decorators", async () => {
        const source = `export const log = []; const note = (_, name) => { log.push(typeof name === "object" ? name.kind : String(name)); };
            export @note class C { @note m() {} }`;
        expect((await evaluated(make({ loader: "ts" }).transformSync(source))).log).toEqual(["method", "class"]);
        const legacy = { compilerOptions: { experimentalDecorators: true } };
        expect((await evaluated(make({ loader: "ts", tsconfig: legacy }).transformSync(source))).log).toEqual(["m", "undefined"]);
    });
});

describe("exports", () => {
    test("eliminate drops exports and what only they used", () => {
        const source = `import { a, b } from "x"; import "y";
            export const one = a(), two = 2; export function f() { return a } export class G {} export default b;`;
        const t = make({ exports: { eliminate: ["one", "f", "G", "default"] }, trimUnusedImports: true });
        const code = t.transformSync(source);
        expect(code).not.toMatch(/\ba\b|\bb\b|from/);
        expect(make().scan(code).imports).toEqual([{ kind: "import-statement", path: "y" }]);
        expect(make().scan(code).exports).not.toContain("one");
    });
    test("replace gives them other values and names", async () => {
        const replace = { a: 1, f: "x", getStaticProps: ["__N_SSG", true], n: null };
        const code = make({ exports: { replace } }).transformSync(
            `export const a = load(), b = 2; export function f() {} export async function getStaticProps() {} export let n = 1;`);
        expect({ ...(await evaluated(code)) }).toEqual({ a: 1, b: 2, f: "x", __N_SSG: true, n: null });
    });
    test("checks its arguments", () => {
        expect(() => make({ exports: 1 })).toThrow(TypeError);
        expect(() => make({ exports: { eliminate: 1 } })).toThrow("exports.eliminate must be an array");
        expect(() => make({ exports: { replace: { a: {} } } })).toThrow(TypeError);
    });
});

describe("JSX", () => {
    test("autoImportJSX", () => {
        const source = "export default <><a key='k' {...b}>x<c/></a></>";
        const bare = make({ loader: "jsx" }).transformSync(source);
        expect(bare).not.toContain("import");
        expect(bare).toMatch(/\bjsx(DEV)?_\w+\(/);
        const code = make({ loader: "jsx", autoImportJSX: true, tsconfig: { compilerOptions: { jsx: "react-jsx", jsxImportSource: "lib" } } })
            .transformSync(source);
        expect(code.match(/from "lib\/jsx-runtime"/g)).toHaveLength(1);
    });
    test("the import makes a module, which has no HTML comments", () => {
        for (const source of ["<a/>\n<!-- b", "<a/>\n--> b"])
            expect(() => make({ loader: "jsx", autoImportJSX: true }).transformSync(source)).toThrow("HTML");
    });
});

describe("loaders of data", () => {
    test("become modules", async () => {
        const cases = [["json", '{"a":1,"b c":[null]}'], ["toml", 'a = 1\n"b c" = [2]'], ["yaml", "a: 1\nb c: [2]"], ["json5", "{a:1,'b c':[2]}"]];
        for (const [loader, text] of cases) {
            const module = await evaluated(make().transformSync(text, loader));
            expect([module.a, module["b c"].length, module.default.a]).toEqual([1, 1, 1]);
        }
        expect((await evaluated(make().transformSync("x `y`", "text"))).default).toBe("x `y`");
        expect((await evaluated(make().transformSync("<a b='1'>x</a>", "xml"))).a).toEqual({ "@b": "1", "#text": "x" });
        expect(() => make().transformSync("a =", "toml")).toThrow();
    });
});

describe("options", () => {
    test("wrong ones throw", () => {
        for (const bad of [1, "x", { loader: "x" }, { loader: 1 }, { define: 1 }, { define: { a: 1 } }, { logLevel: "x" }, { sourcemap: "x" },
            { macro: 1 }, { external: 1 }, { minify: 1 }]) expect(() => make(bad)).toThrow(TypeError);
        expect(() => make({ tsconfig: "{" })).toThrow();
        expect(() => make({ macro: "hi" })).toThrow("Unexpected hi");
    });
    test("define takes quotes of both kinds", () => {
        expect(make({ define: { A: "'q'", "b.c": '"r"' } }).transformSync("f(A, b.c)").trim()).toBe('f("q", "r");');
    });
});

describe("errors", () => {
    const failure = (code, loader) => {
        try {
            make({ loader }).transformSync(code);
        } catch (error) {
            return error;
        }
    };
    test("are BuildMessages with a place", () => {
        const error = failure("let a = 1;\nlet x = ;", "ts");
        expect([error.name, error.message, error.level]).toEqual(["BuildMessage", "Unexpected ;", "error"]);
        expect(error.position).toEqual({
            lineText: "let x = ;", file: "input.ts", namespace: "file", line: 2, column: 9, length: 1, offset: 19,
        });
        expect(error.toString()).toBe("BuildMessage: Unexpected ;");
        expect(JSON.parse(JSON.stringify(error))).toMatchObject({ message: "Unexpected ;", level: "error" });
    });
    test("await outside async functions says so", () => {
        expect(failure("function f() { await 1 }", "js").message).toBe('"await" can only be used inside an "async" function');
    });
    test("a second declaration names the first", () => {
        const { message, notes } = failure("let abc;\nlet abc;", "js");
        expect(message).toBe('"abc" has already been declared');
        expect([notes[0].message, notes[0].position.line, notes[0].position.column]).toEqual(['"abc" was originally declared here', 1, 5]);
    });
});

test("transform works in the background", async () => {
    const t = make({ loader: "tsx", define: { A: "1" } });
    const sources = Array.from({ length: 50 }, (_, i) => `const x${i}: number = A; export default <a b={x${i}}/>; { using q = x${i}; }`);
    expect(await Promise.all(sources.map((source) => t.transform(source)))).toEqual(sources.map((source) => t.transformSync(source)));
    const error = await t.transform("let x = ;").catch((e) => e);
    expect([error.name, error.message]).toEqual(["BuildMessage", "Unexpected ;"]);
    expect(await t.transform("let a: number = 1", "ts")).toBe("let a = 1;\n");
});

test("fields that TypeScript's decorators made accessors of are assigned", async () => {
    const transpiler = make({ loader: "ts", tsconfig: { compilerOptions: { experimentalDecorators: true } } });
    const code = transpiler.transformSync(`
        export const log = [];
        function watch(target, key) { Object.defineProperty(target, key, { set(value) { log.push(key + value); } }); }
        class C { @watch a = 1; b = 2; @watch c: number; }
        export const keys = Object.keys(new C());`);
    const { log, keys } = await evaluated(code);
    expect([log, keys]).toEqual([["a1"], ["b"]]);
});
