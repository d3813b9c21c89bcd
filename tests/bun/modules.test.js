// What Bun's loader does beyond, or other than, the specification and Node.js.
import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const dir = realpathSync(mkdtempSync(join(tmpdir(), "modules-")));
afterAll(() => rmSync(dir, { recursive: true }));

function file(name, text) {
    const path = join(dir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
}
const namesOf = (module) => Object.keys(module).filter((name) => name !== "module.exports");

async function run(path) {
    const child = Bun.spawn([process.execPath, path], { cwd: dirname(path), stdout: "pipe", stderr: "pipe" });
    const text = await new Response(child.stdout).text();
    const errors = await new Response(child.stderr).text();
    return [text.trim(), errors.trim(), await child.exited];
}

test("the namespace of a CommonJS module has what the module made when it ran", async () => {
    file("late.cjs", `for (const k of ["b", "a"]) exports[k] = k;
        Object.defineProperty(exports, "hidden", { value: 1 });
        Object.defineProperty(exports, "unseen", { get() { throw 1; } });
        Object.defineProperty(exports, "bad", { get() { throw 1; }, enumerable: true });`);
    file("star.mjs", `export * from "./late.cjs"; export const c = 1;`);
    const entry = file("late.mjs", `import * as late from "./late.cjs"; import * as star from "./star.mjs";
        const names = (module) => Object.keys(module).filter((name) => name !== "module.exports");
        export default [names(late), names(star), late.a, star.a, late.bad, Object.isSealed(late), (await import("./late.cjs")) === late];`);
    const names = ["a", "b", "bad", "hidden"];
    expect((await import(entry)).default)
        .toEqual([["a", "b", "bad", "default", "hidden"], ["a", "b", "bad", "c", "hidden"], "a", "a", undefined, true, true]);
    expect(namesOf(await import(file("again.mjs", `export * from "./late.cjs";`)))).toEqual(names);
    expect(namesOf(await import(file("list.cjs", "module.exports = [7]; module.exports.more = 1")))).toEqual(["0", "default", "more"]
        .concat(process.versions.cob ? [] : ["length"]).sort());
});

test("__esModule is no export, and default is what it says, but not in a package of ES modules", async () => {
    const text = "exports.default = 1; exports.__esModule = true; exports.x = 2";
    const plain = await import(file("plain/a.cjs", text));
    expect([plain.default, plain.__esModule, namesOf(plain)]).toEqual([1, undefined, ["default", "x"]]);
    file("typed/package.json", '{"type": "module"}');
    const typed = await import(file("typed/a.cjs", text));
    expect([typed.default, typed.__esModule, typed.x]).toEqual([{ default: 1, __esModule: true, x: 2 }, true, 2]);
});

test("what is deleted from require.cache runs again when it is imported", async () => {
    globalThis.runs = 0;
    for (const path of [file("run.mjs", "export const n = ++globalThis.runs"), file("run.cjs", "exports.n = ++globalThis.runs")]) {
        globalThis.runs = 0;
        const first = await import(path);
        expect([(await import(path)) === first, first.n]).toEqual([true, 1]);
        delete require.cache[path];
        expect((await import(path)).n).toBe(2);
    }
});

test("require runs files whose kind it does not know as JavaScript", () => {
    expect(require(file("a.custom", "module.exports = 'ran'"))).toBe("ran");
    expect(require(file("a.png.bak", "exports.x = 1"))).toEqual({ x: 1 });
    expect(require(file("a.txt", "text")).default).toBe("text");
    const wasm = file("a.wasm", "\0asm");
    expect(require(wasm)).toBe(wasm);
});

test("a _compile that the function of an extension finds on the module is given the text", () => {
    const { extensions } = createRequire(import.meta.url);
    expect(Object.keys(extensions)).toEqual([".js", ".json", ".node", ".ts", ".cts", ".mjs", ".mts"]);
    for (const [extension, text] of [[".js", "exports.a = 1;\n"], [".ts", "exports.a = 1 as number;\n"]]) {
        const old = extensions[extension];
        let seen;
        extensions[extension] = (module, filename) => {
            const compile = module._compile;
            module._compile = (code, name) => {
                seen = [code.trim(), name];
                compile.call(module, code.replace("1", "2"), name);
            };
            old(module, filename);
        };
        const path = file(`compiled${extension}`, text);
        try {
            expect(require(path)).toEqual({ a: 2 });
        } finally {
            extensions[extension] = old;
        }
        expect(seen).toEqual(["exports.a = 1;", path]);
    }
});

test("the function for TypeScript reads TypeScript wherever a program puts it", () => {
    const { extensions } = require;
    const old = extensions[".js"];
    extensions[".js"] = extensions[".ts"];
    try {
        expect(require(file("typed.js", "enum E { a = 'x' } module.exports = E.a as string"))).toBe("x");
    } finally {
        extensions[".js"] = old;
    }
});

test("_nodeModulePaths takes relative paths", () => {
    expect(Module._nodeModulePaths("/a/b/../d")).toEqual(["/a/d/node_modules", "/a/node_modules", "/node_modules"]);
    expect(Module._nodeModulePaths(".")).toEqual(Module._nodeModulePaths(process.cwd()));
    expect(() => Module._nodeModulePaths()).toThrow();
});

test("import.meta.resolve does not ask whether there is such a builtin", () => {
    expect(import.meta.resolve("node:nothing")).toBe("node:nothing");
    expect(import.meta.resolve("bun:nothing")).toBe("bun:nothing");
});

test("require of a module that waits for another is refused with a TypeError", () => {
    file("waits.mjs", "export let a = 1; await new Promise(setImmediate); a = 2");
    const path = file("waiting.mjs", "export { a } from './waits.mjs'");
    expect(() => require(path)).toThrow(TypeError);
    expect(() => require(path)).toThrow("async module");
});

test("a module that waits for its own import() does not stop that from running", async () => {
    file("cycle/plugin.mjs", "import { x } from './main.mjs'; export const y = x + 1");
    file("cycle/helper.mjs", "export const load = async () => (await 0, import('./plugin.mjs'))");
    const main = file("cycle/main.mjs", "import { load } from './helper.mjs'; export const x = 1; console.log((await load()).y)");
    expect(await run(main)).toEqual(["2", "", 0]);
    const direct = file("cycle/direct.mjs", "export const x = 1; console.log((await import('./chunk.mjs')).y)");
    file("cycle/chunk.mjs", "import { x } from './direct.mjs'; export const y = x + 2");
    expect(await run(direct)).toEqual(["3", "", 0]);
});

test("others wait for a module that waits", async () => {
    file("slow.mjs", "await new Promise((done) => setTimeout(done, 5)); export const x = 1");
    file("other.mjs", "import { x } from './slow.mjs'; console.log('other', x)");
    const main = file("main.mjs", "const p = import('./slow.mjs'); await 0; await Promise.all([p, import('./other.mjs')]); console.log('done')");
    expect(await run(main)).toEqual(["other 1\ndone", "", 0]);
});

test("Bun.inspect shows a namespace as a module", async () => {
    expect(Bun.inspect(await import(file("shown.mjs", "export const a = 1")))).toBe("Module {\n  a: 1,\n}");
});

test("what cannot be resolved tells who asked for what", async () => {
    const failure = (() => { try { Bun.resolveSync("./absent", dir); } catch (error) { return error; } })();
    expect([failure.code, failure.specifier, failure.referrer, failure.level]).toEqual(["ERR_MODULE_NOT_FOUND", "./absent", dir, "error"]);
    expect(Object.keys(failure)).not.toContain("referrer");
    const first = await import(file("asks.mjs", "import './absent.js'")).catch((error) => error);
    expect([first.specifier, first.referrer, first.column >= 0]).toEqual(["./absent.js", join(dir, "asks.mjs"), true]);
    expect(() => Bun.resolveSync()).toThrow(TypeError);
    expect(() => Bun.resolveSync("./a")).toThrow(TypeError);
    expect(Bun.resolve()).rejects.toThrow(TypeError);
});

test("import.meta.resolveSync takes what is next to a folder", () => {
    const path = file("next/a.js", "");
    expect(import.meta.resolveSync("./next/a.js", join(dir, "other/"))).toBe(path);
    expect(import.meta.resolveSync("./a.js", path)).toBe(path);
});

test("emitDecoratorMetadata asks for TypeScript's decorators", async () => {
    const text = "function D(...a: any[]) { console.log(a.length) } class A { @D m() {} }";
    file("meta/tsconfig.json", '{"compilerOptions": {"emitDecoratorMetadata": true}}');
    expect(await run(file("meta/a.ts", text))).toEqual(["3", "", 0]);
    expect(await run(file("standard/a.ts", text))).toEqual(["2", "", 0]);
});
