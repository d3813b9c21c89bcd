// A second require() of the same thing takes a short way: it must still see what a program does to the cache.
import { expect, test } from "bun:test";
import { createRequire } from "node:module";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

function folder(files) {
    const dir = realpathSync(mkdtempSync(join(tmpdir(), "again-")));
    for (const name in files) writeFileSync(join(dir, name), files[name]);
    return { dir, load: createRequire(join(dir, "main.js")), [Symbol.dispose]: () => rmSync(dir, { recursive: true }) };
}

test("a module that was deleted from the cache runs again, a replaced one is the new one", () => {
    const made = folder({ "a.js": "module.exports = { n: (globalThis.again = (globalThis.again ?? 0) + 1) };" });
    const { dir, load } = made;
    const path = join(dir, "a.js");
    expect([load("./a").n, load("./a").n, load("./a.js").n]).toEqual([1, 1, 1]);
    delete load.cache[path];
    expect([load("./a").n, load("./a").n]).toEqual([2, 2]);
    load.cache[path] = { exports: "other" };
    expect(load("./a")).toBe("other");
    made[Symbol.dispose]();
});

test("every parent gets its child, and resolves on its own", () => {
    const made = folder({
        "shared.js": "module.exports = 1;",
        "one.js": "require('./shared'); require('./shared'); module.exports = module;",
        "two.js": "require('./shared'); module.exports = module;",
    });
    const one = made.load("./one");
    const two = made.load("./two");
    for (const parent of [one, two]) expect(parent.children.map((m) => m.id)).toEqual([join(made.dir, "shared.js")]);
    made[Symbol.dispose]();
});

test("built-in modules by both names; what a program put in their place", () => {
    const { load } = folder({});
    expect(load("fs")).toBe(load("node:fs"));
    expect(load("fs")).toBe(load("fs"));
    load.cache.fs = { exports: "mine" };
    expect(load("fs")).toBe("mine");
    expect(load("node:fs")).not.toBe("mine");
    delete load.cache.fs;
    expect(load("fs")).toBe(load("node:fs"));
});

test("process.cwd() follows chdir", () => {
    const { dir } = folder({});
    const before = process.cwd();
    process.chdir(dir);
    expect(process.cwd()).toBe(dir);
    expect(require("node:path").resolve("x")).toBe(join(dir, "x"));
    process.chdir(before);
    expect(process.cwd()).toBe(before);
    expect(() => process.chdir("/nowhere/at/all")).toThrow("ENOENT");
    expect(process.cwd()).toBe(before);
});
