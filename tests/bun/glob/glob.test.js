import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const { Glob } = Bun;
const matches = (pattern, ...texts) => texts.map((text) => new Glob(pattern).match(text));

describe("Glob.match", () => {
    test("wildcards stay in a part of the path", () => {
        expect(matches("*.ts", "a.ts", ".ts", "", "a.tsx", "a/b.ts")).toEqual([true, true, false, false, false]);
        expect(matches("a?c", "abc", "ac", "a/c", "a\u{1f60e}c")).toEqual([true, false, false, true]);
        expect(matches("*", "", "abc", "a/b")).toEqual([true, true, false]);
    });
    test("** is any number of parts", () => {
        expect(matches("a/**/b", "a/b", "a/x/b", "a/x/y/b", "a/xb")).toEqual([true, true, true, false]);
        expect(matches("**/*.js", "a.js", "a/b.c/c.js", "a/.b/c.js")).toEqual([true, true, true]);
        expect(matches("**/*", "a", "", "a/", "a/b")).toEqual([true, false, false, true]);
        expect(matches("a/**", "a/b/c", "a")).toEqual([true, false]);
        expect(matches("a**c", "abc", "a/c")).toEqual([true, false]);
    });
    test("sets", () => {
        expect(matches("[a-c]x", "ax", "cx", "dx")).toEqual([true, true, false]);
        expect(matches("[!a-c]x", "ax", "dx")).toEqual([false, true]);
        expect(matches("a*[!c]", "abd", "abc", "ab/")).toEqual([true, false, true]);
        expect(matches("a[]]b", "a]b", "ab")).toEqual([true, false]);
        expect(matches("[\\!x]", "!", "x", "\\")).toEqual([true, true, false]);
        expect(matches("[a*", "a", "[ab")).toEqual([false, true]);
    });
    test("braces hold patterns, also other braces", () => {
        expect(matches("x.{ts,[,]y}", "x.ts", "x.,y", "x.]y")).toEqual([true, true, false]);
        expect(matches("a{b,c{d,e}}f", "abf", "acdf", "acf")).toEqual([true, true, false]);
        expect(matches("a{b*", "ab", "a{bc")).toEqual([false, true]);
        expect(matches("{**/a,b*}", "x/y/a", "bb", "c")).toEqual([true, true, false]);
    });
    test("no pattern takes long", () => {
        expect(matches("*a*a*a*a*a*a*a*b", "a".repeat(500))).toEqual([false]);
        expect(matches("**/".repeat(20) + "x", "a/".repeat(500) + "y")).toEqual([false]);
        expect(matches("{a,aa}".repeat(40) + "x", "a".repeat(70))).toEqual([false]);
        expect(matches("{".repeat(40) + "a", "{".repeat(40) + "a", "a")).toEqual([true, false]);
    });
    test("negation and escapes", () => {
        expect(matches("!a*", "abc", "b")).toEqual([false, true]);
        expect(matches("!!a*", "abc", "b")).toEqual([true, false]);
        expect(matches("\\*a", "*a", "xa")).toEqual([true, false]);
    });
    test("arguments", () => {
        expect(() => new Glob(1)).toThrow("pattern must be a string");
        expect(() => new Glob("a").match(1)).toThrow("str must be a string");
        expect(() => new Glob("a").scan(5)).toThrow("GlobScanOptions must be an object");
        expect(() => new Glob("a").scanSync({ cwd: 5 })).toThrow("GlobScanOptions.cwd must be a string");
    });
});

describe("Glob.scan", () => {
    let root;
    beforeAll(() => {
        root = mkdtempSync(join(tmpdir(), "glob-"));
        for (const file of ["f.js", ".g.js", "a/f.js", "a/.h/f.js", "a/b/f.js", "a/b/c/f.ts", "x/z.js"]) {
            mkdirSync(join(root, dirname(file)), { recursive: true });
            writeFileSync(join(root, file), "");
        }
        symlinkSync("../a", join(root, "x/link"));
        symlinkSync("nowhere", join(root, "x/broken"));
    });
    afterAll(() => rmSync(root, { recursive: true }));
    const scan = (pattern, options) => [...new Glob(pattern).scanSync({ cwd: root, ...options })].sort();

    test("files, without hidden ones", () => {
        expect(scan("**/*")).toEqual(["a/b/c/f.ts", "a/b/f.js", "a/f.js", "f.js", "x/z.js"]);
        expect(scan("*")).toEqual(["f.js"]);
        expect(scan("**/*.ts")).toEqual(["a/b/c/f.ts"]);
        expect(scan("{a,x}/*")).toEqual(["a/f.js", "x/z.js"]);
    });
    test("hidden names: dot, or a part that begins with a dot", () => {
        expect(scan("*", { dot: true })).toEqual([".g.js", "f.js"]);
        expect(scan(".*")).toEqual([".g.js"]);
        expect(scan("a/.h/*")).toEqual(["a/.h/f.js"]);
        expect(scan("a/*/f.js", { dot: true })).toEqual(["a/.h/f.js", "a/b/f.js"]);
    });
    test("folders", () => {
        expect(scan("*", { onlyFiles: false })).toEqual(["a", "f.js", "x"]);
        expect(scan("*/", { onlyFiles: false })).toEqual(["a", "x"]);
        expect(scan("a/b", { onlyFiles: false })).toEqual(["a/b"]);
        expect(scan("a/b")).toEqual([]);
    });
    test("the text of the pattern stays in the paths", () => {
        expect(scan("./*")).toEqual(["./f.js"]);
        expect(scan("a/../*.js")).toEqual(["a/../f.js"]);
        expect(scan(`${root}/*`)).toEqual([`${root}/f.js`]);
        expect(scan("./*", { absolute: true })).toEqual([`${root}/f.js`]);
    });
    test("links are followed when named, or when asked for", () => {
        expect(scan("x/link/*")).toEqual(["x/link/f.js"]);
        expect(scan("x/*/f.js")).toEqual([]);
        expect(scan("x/*/f.js", { followSymlinks: true })).toEqual(["x/link/f.js"]);
        expect(scan("x/*", { onlyFiles: false })).toEqual(["x/broken", "x/link", "x/z.js"]);
        expect(() => scan("x/*", { followSymlinks: true, throwErrorOnBrokenSymlink: true })).toThrow("ENOENT");
    });
    test("a folder that is not there", async () => {
        expect(scan("nothing/*")).toEqual([]);
        expect(() => new Glob("*").scanSync({ cwd: join(root, "nothing") })).toThrow("ENOENT");
        expect(Array.fromAsync(new Glob("*").scan(join(root, "nothing")))).rejects.toThrow("ENOENT");
    });
    test("asynchronous", async () => {
        expect((await Array.fromAsync(new Glob("**/f.js").scan(root))).sort()).toEqual(["a/b/f.js", "a/f.js", "f.js"]);
        const found = [];
        for await (const path of new Glob("a/*").scan({ cwd: root })) found.push(path);
        expect(found).toEqual(["a/f.js"]);
    });
});
