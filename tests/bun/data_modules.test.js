import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const dir = mkdtempSync(join(tmpdir(), "data-"));
function file(name, text) {
    const path = join(dir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
}

test("data has its names whether it was required or imported first", async () => {
    const path = file("a.json", '{"a": 1, "default": {"b": 2}}');
    expect(require(path)).toEqual({ a: 1, default: { b: 2 } });
    const module = await import(path);
    expect([Object.keys(module), module.a, module.default.default.b]).toEqual([["a", "default"], 1, 2]);
    const toml = file("b.toml", "x = 1");
    require(toml);
    expect((await import(toml)).x).toBe(1);
});

test("tsconfig files may hold comments, others not", async () => {
    for (const name of ["tsconfig.json", "tsconfig.build.json", "jsconfig.json"]) {
        expect((await import(file(name, '{"a": 1, // c\n}'))).default).toEqual({ a: 1 });
    }
    expect(() => require(file("plain.json", '{"a": 1, // c\n}'))).toThrow(SyntaxError);
});

test("JSON with comments may be empty, as bun.lock may have trailing commas", async () => {
    for (const [name, text] of [["empty/package.json", ""], ["tsconfig.empty.json", " \n"], ["empty.jsonc", ""]]) {
        expect((await import(file(name, text))).default).toEqual({});
    }
    expect(require(file("bun.lock", '{"a": [1,],}'))).toEqual({ a: [1] });
    expect(() => require(file("broken/package.json", '{"a": 1'))).toThrow();
});

afterAll(() => rmSync(dir, { recursive: true }));
