// Errors that the engine makes itself have V8's text in `stack` wherever a program reads it.
import { expect, test } from "bun:test";
import { createRequire } from "node:module";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const shape = /^TypeError: .+\n {4}at .+engine_errors\.test\.js:\d+:\d+\)?(?:\n|$)/;

test("in catch, by its name and through other objects", () => {
    const holder = { error: undefined };
    try {
        null.x;
    } catch (error) {
        expect(error.stack).toMatch(shape);
        expect(error?.stack).toBe(error.stack);
    }
    try {
        undefined.y();
    } catch (error) {
        holder.error = error;
    }
    expect(holder.error.stack).toMatch(shape);
});

test("in reactions of promises", async () => {
    const stack = await Promise.resolve().then(() => null.x).catch((reason) => reason.stack);
    expect(stack).toMatch(/^TypeError: .+\n {4}at .+engine_errors\.test\.js:\d+:\d+/);
});

test("other things called stack stay what they are", () => {
    const parser = { stack: [1], run() { this.stack.push(2); return this.stack; } };
    const view = { get stack() { return "text"; } };
    parser.stack.push(3);
    expect(parser.run()).toEqual([1, 3, 2]);
    expect(view.stack.length).toBe(4);
    const maker = { stack: class {} };
    expect(new maker.stack()).toBeInstanceOf(maker.stack);
    maker.stack = 1;
    delete maker.stack;
    expect("stack" in maker).toBe(false);
    expect(() => missing.stack).toThrow(ReferenceError);
    expect((() => { let nothing; return nothing?.stack; })()).toBe(undefined);
});

test("in CommonJS that is not parsed", () => {
    const folder = mkdtempSync(join(tmpdir(), "engine-"));
    const path = join(folder, "plain.js");
    writeFileSync(path, "#!/usr/bin/env node\nexports.read = (e) => e.stack;\nexports.fail = function fail() {\n  try { null.x } catch (e) { return [e.stack, arguments.length] }\n};\n");
    try {
        const { fail, read } = createRequire(import.meta.url)(path);
        expect(fail(1)[0]).toMatch(/^TypeError: .+\n {4}at fail \(.+plain\.js:4:14\)(?:\n|$)/);
        expect(fail(1)[1]).toBe(1);
        try {
            null.x;
        } catch (error) {
            expect(read(error)).toMatch(shape);
        }
        expect(read({ stack: 5 })).toBe(5);
    } finally {
        rmSync(folder, { recursive: true });
    }
});

test("in CommonJS with names like those the transformer uses", () => {
    const folder = mkdtempSync(join(tmpdir(), "engine-"));
    const path = join(folder, "names.cjs");
    writeFileSync(path, "let $m = 1, $m1x = 2;\nexports.read = async (e) => [await e.stack, $m, $m1x];\n");
    return createRequire(import.meta.url)(path).read({ stack: 0 }).then((value) => {
        rmSync(folder, { recursive: true });
        expect(value).toEqual([0, 1, 2]);
    });
});
