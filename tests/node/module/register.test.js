// cob-only: Bun has no module.register.
import { expect, test } from "bun:test";
import { mkdtempSync, writeFileSync } from "node:fs";
import { register } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = mkdtempSync(join(tmpdir(), "register-"));
const write = (name, text) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
};
const importFresh = (name, text) => import(write(name, text));

write("hooks.mjs", `
    let prefix;
    export async function initialize(data) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        prefix = data.prefix;
    }
    export async function resolve(specifier, context, next) {
        await null;
        if (specifier.startsWith("virtual:")) return { url: specifier, format: "module", shortCircuit: true };
        return next(specifier);
    }
    export async function load(url, context, next) {
        if (url.startsWith("virtual:")) return { format: "module", source: "export default " + JSON.stringify(prefix + url), shortCircuit: true };
        const result = await next(url, context);
        if (!url.endsWith(".cjs")) return result;
        return { ...result, source: "exports.changed = __filename" };
    }
`);
register("./hooks.mjs", pathToFileURL(join(folder, "main.mjs")), { data: { prefix: "p-" } });

test("a graph is loaded through asynchronous hooks", async () => {
    write("common.cjs", "exports.own = 1");
    write("leaf.mjs", "export { default } from 'virtual:leaf'; import './graph.mjs';");
    const ns = await importFresh("graph.mjs", `
        export { default as leaf } from "./leaf.mjs";
        export { default } from "virtual:one";
        export { changed } from "./common.cjs";
        export { readFileSync } from "node:fs";
    `);
    expect([ns.leaf, ns.default, ns.changed]).toEqual(["p-virtual:leaf", "p-virtual:one", join(folder, "common.cjs")]);
    expect((await import("virtual:one")).default).toBe(ns.default);
});

test("errors of resolving, loading and evaluating come out of import()", async () => {
    await expect(import("./no-such-file.mjs")).rejects.toThrow("Cannot find module './no-such-file.mjs'");
    await expect(importFresh("asks.mjs", "import './nothing.mjs'")).rejects.toThrow("nothing.mjs");
    await expect(importFresh("broken.mjs", "let x = ;")).rejects.toThrow(SyntaxError);
    await expect(importFresh("throws.mjs", "throw new RangeError('thrown')")).rejects.toThrow(RangeError);
});

test("several imports of one graph at a time", async () => {
    write("shared.mjs", "export let count = 0; export const add = () => ++count; add();");
    write("left.mjs", "export * from './shared.mjs'; import './right.mjs'");
    write("right.mjs", "export * from './shared.mjs'; import './left.mjs'");
    const [left, right] = await Promise.all(["left.mjs", "right.mjs"].map((name) => import(join(folder, name))));
    expect([left.count, right.count, left.add === right.add]).toEqual([1, 1, true]);
});
