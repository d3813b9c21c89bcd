// node:path: both flavours.
import { expect, test } from "bun:test";
import path from "node:path";

const { posix, win32 } = path;

test("normalize", () => {
    expect(posix.normalize("/a/./b/../c//d/")).toBe("/a/c/d/");
    expect(posix.normalize("../../a")).toBe("../../a");
    expect(posix.normalize("")).toBe(".");
    expect(win32.normalize("C:/a/../b")).toBe("C:\\b");
    expect(win32.normalize("//host/share/a/..")).toBe("\\\\host\\share\\");
});

test("join and resolve", () => {
    expect(posix.join("a", "..", "..", "b")).toBe("../b");
    expect(posix.join("", "")).toBe(".");
    expect(posix.resolve("/a", "b", "../c")).toBe("/a/c");
    expect(win32.resolve("C:\\a", "..\\b")).toBe("C:\\b");
    expect(win32.join("\\\\host", "share", "x")).toBe("\\\\host\\share\\x");
});

test("relative", () => {
    expect(posix.relative("/a/b/c", "/a/d")).toBe("../../d");
    expect(posix.relative("/a", "/a")).toBe("");
    expect(win32.relative("C:\\a\\b", "C:\\A\\c")).toBe("..\\c");
    expect(win32.relative("C:\\a", "D:\\b")).toBe("D:\\b");
});

test("dirname, basename, extname", () => {
    expect(posix.dirname("/a/b/")).toBe("/a");
    expect(posix.dirname("//a")).toBe("//");
    expect(posix.basename("/a/b.html", ".html")).toBe("b");
    expect(posix.extname(".profile")).toBe("");
    expect(posix.extname("a.b.")).toBe(".");
    expect(win32.dirname("C:\\a")).toBe("C:\\");
    expect(win32.basename("C:a.txt")).toBe("a.txt");
});

test("parse and format are inverse", () => {
    expect(posix.parse("/home/u/file.tar.gz")).toEqual({
        root: "/", dir: "/home/u", base: "file.tar.gz", ext: ".gz", name: "file.tar",
    });
    expect(posix.format(posix.parse("/home/u/x.y"))).toBe("/home/u/x.y");
    expect(win32.parse("\\\\h\\s\\d\\f.e")).toEqual({
        root: "\\\\h\\s\\", dir: "\\\\h\\s\\d", base: "f.e", ext: ".e", name: "f",
    });
});

test("matchesGlob", () => {
    expect(posix.matchesGlob("/a/b/c.js", "/a/**/*.js")).toBe(true);
    expect(posix.matchesGlob("a/b", "*")).toBe(false);
    expect(posix.matchesGlob("a.ts", "*.{js,ts}")).toBe(true);
});

test("arguments are checked", () => {
    expect(() => path.join(1)).toThrow(TypeError);
    expect(() => path.basename("a", 1)).toThrow(TypeError);
});
