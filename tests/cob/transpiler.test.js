// Bun.Transpiler where Bun 1.4.5 differs: `using` among the statements of a module (it loses patterns, classes and decorators), names of scripts.
import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

async function evaluated(source) {
    const dir = mkdtempSync(join(tmpdir(), "transpiler-"));
    try {
        writeFileSync(join(dir, "output.mjs"), new Bun.Transpiler({ loader: "ts", target: "node" }).transformSync(source));
        return await import(join(dir, "output.mjs"));
    } finally {
        rmSync(dir, { recursive: true });
    }
}

test("patterns and classes are exported, and seen by functions outside the block", async () => {
    const module = await evaluated(`export const log = [];
        using a = { [Symbol.dispose]() { log.push("dispose"); } }, none = null;
        export const { length, p: [q, ...rest] } = { length: 3, p: [4, 5] };
        export function make() { return new Shape(Later); }
        export abstract class Shape { constructor(later) { this.later = later; } static self = () => Shape }
        class Later extends Shape { static x = 1 }
        export { Later as Form, type T };
        type T = 1;
        namespace N { export const y = length }
        export import z = N.y;
        export default (() => {});
        log.push("end")`);
    expect(module.log).toEqual(["end", "dispose"]);
    expect([module.length, module.q, module.rest, module.z, module.default.name]).toEqual([3, 4, [5], 3, "default"]);
    expect([module.make().later.x, module.Form.x, module.Form.self() === module.Shape, module.Form.name]).toEqual([1, 1, true, "Later"]);
    expect(Object.keys(module).sort()).toEqual(["Form", "Shape", "default", "length", "log", "make", "q", "rest", "z"]);
});

test("decorated classes", async () => {
    const module = await evaluated(`export const log = []; const note = (_, { kind }) => { log.push(kind); };
        using x = { [Symbol.dispose]() { log.push("dispose"); } };
        @note export class A { static self = () => A }
        export class B { @note m() {} }
        class D extends B { @note static [log.length] = 1 }
        export { D };
        @note export default class {}`);
    expect(module.log).toEqual(["class", "method", "field", "class", "dispose"]);
    expect([module.A.self() === module.A, module.B.name, module.D.name, module.D[2], module.default.name])
        .toEqual([true, "B", "D", 1, "default"]);
});

test("an error of the block disposes and is thrown", async () => {
    globalThis.disposed = [];
    const failing = evaluated(`using x = { [Symbol.dispose]() { disposed.push("x"); } };
        await using y = { async [Symbol.asyncDispose]() { disposed.push("y"); } };
        export const a = (() => { throw new Error("no"); })();`);
    await expect(failing).rejects.toThrow("no");
    expect(disposed).toEqual(["y", "x"]);
});

test("the import that JSX needs makes a module, where the name await is none", () => {
    const transpiler = new Bun.Transpiler({ loader: "tsx", autoImportJSX: true });
    expect(() => transpiler.transformSync("<a/> > await/<b/> > c")).toThrow("await");
    expect(() => transpiler.transformSync("await/1; <a/>")).toThrow("await");
    expect(transpiler.transformSync("<a/>; await b")).toContain("await b");
});
