import { afterAll, beforeAll, expect, test } from "bun:test";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let dir;
beforeAll(() => (dir = fs.mkdtempSync(join(tmpdir(), "fs-"))));
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));
const at = (...parts) => join(dir, ...parts);

const failure = (fn) => {
  try {
    fn();
  } catch (error) {
    return error;
  }
  throw new Error("did not throw");
};
const callback = (fn, ...args) =>
  new Promise((resolve, reject) => fn(...args, (error, ...values) => (error ? reject(error) : resolve(values.length > 1 ? values : values[0]))));

test("whole files: text, bytes, append, encodings", () => {
  const file = at("a.txt");
  fs.writeFileSync(file, "h\u00e9llo");
  expect(fs.readFileSync(file, "utf8")).toBe("h\u00e9llo");
  expect(fs.readFileSync(file).length).toBe(6);
  expect(fs.readFileSync(file, "hex")).toBe("68c3a96c6c6f");
  fs.appendFileSync(file, Buffer.from("!"));
  fs.writeFileSync(at("b.txt"), "aGk=", "base64");
  expect(fs.readFileSync(at("b.txt"), "latin1")).toBe("hi");
  expect(fs.readFileSync(file, { encoding: "utf8" })).toBe("h\u00e9llo!");
  fs.writeFileSync(at("empty"), "");
  expect(fs.readFileSync(at("empty"), "utf8")).toBe("");
  expect(fs.readFileSync("/proc/self/stat", "utf8").length).toBeGreaterThan(10);
});

test("errors carry code, errno, syscall, path and dest", () => {
  const missing = at("missing");
  expect(failure(() => fs.readFileSync(missing))).toMatchObject({
    code: "ENOENT", errno: -2, syscall: "open", path: missing, message: `ENOENT: no such file or directory, open '${missing}'`,
  });
  expect(failure(() => fs.renameSync(missing, at("x")))).toMatchObject({ code: "ENOENT", syscall: "rename", path: missing, dest: at("x") });
  expect(failure(() => fs.readFileSync(dir))).toMatchObject({ code: "EISDIR", syscall: "read" });
  expect(failure(() => fs.mkdirSync(dir))).toMatchObject({ code: "EEXIST", syscall: "mkdir" });
  expect(failure(() => fs.closeSync(99999))).toMatchObject({ code: "EBADF", syscall: "close" });
  expect(failure(() => fs.readFileSync("a\0b"))).toMatchObject({ code: "ERR_INVALID_ARG_VALUE" });
  expect(failure(() => fs.openSync(at("a.txt"), "nonsense"))).toMatchObject({ code: "ERR_INVALID_ARG_VALUE" });
  expect(failure(() => fs.statSync(3))).toMatchObject({ code: "ERR_INVALID_ARG_TYPE" });
});

test("a full device is an error, not a short file", () => {
  if (!fs.existsSync("/dev/full")) return;
  expect(failure(() => fs.writeFileSync("/dev/full", "x"))).toMatchObject({ code: "ENOSPC", syscall: "write" });
});

test("stat: kinds, sizes, times, bigint, absent", () => {
  const stats = fs.statSync(at("a.txt"));
  expect([stats.isFile(), stats.isDirectory(), stats.size]).toEqual([true, false, 7]);
  expect(Math.abs(stats.mtime.getTime() - Date.now())).toBeLessThan(60_000);
  expect(typeof fs.statSync(at("a.txt"), { bigint: true }).mtimeNs).toBe("bigint");
  expect(fs.statSync(at("missing"), { throwIfNoEntry: false })).toBe(undefined);
  fs.symlinkSync("a.txt", at("link"));
  expect(fs.lstatSync(at("link")).isSymbolicLink()).toBe(true);
  expect(fs.statSync(at("link")).isFile()).toBe(true);
  expect(fs.readlinkSync(at("link"))).toBe("a.txt");
  fs.utimesSync(at("a.txt"), 1000, new Date(2_000_000));
  expect([fs.statSync(at("a.txt")).atimeMs, fs.statSync(at("a.txt")).mtimeMs]).toEqual([1_000_000, 2_000_000]);
  fs.chmodSync(at("a.txt"), "600");
  expect(fs.statSync(at("a.txt")).mode & 0o777).toBe(0o600);
});

test("descriptors: read, write, position, truncate", () => {
  const fd = fs.openSync(at("fd"), "w+");
  expect(fs.writeSync(fd, "0123456789")).toBe(10);
  expect(fs.writeSync(fd, Buffer.from("abc"), 1, 2, 3)).toBe(2);
  const buffer = Buffer.alloc(10);
  expect(fs.readSync(fd, buffer, 0, 10, 0)).toBe(10);
  expect(buffer.toString()).toBe("012bc56789");
  expect(fs.readSync(fd, buffer, { position: 8 })).toBe(2);
  fs.ftruncateSync(fd, 4);
  expect(fs.fstatSync(fd).size).toBe(4);
  expect(fs.writevSync(fd, [Buffer.from("x"), Buffer.from("yz")], 0)).toBe(3);
  const parts = [Buffer.alloc(1), Buffer.alloc(3)];
  expect(fs.readvSync(fd, parts, 0)).toBe(4);
  expect(Buffer.concat(parts).toString()).toBe("xyzb");
  fs.closeSync(fd);
});

test("directories: recursive mkdir, readdir forms, rm", () => {
  expect(fs.mkdirSync(at("d/e/f"), { recursive: true })).toBe(at("d"));
  expect(fs.mkdirSync(at("d/e/f"), { recursive: true })).toBe(undefined);
  fs.writeFileSync(at("d/file"), "1");
  expect(fs.readdirSync(at("d")).sort()).toEqual(["e", "file"]);
  expect(fs.readdirSync(at("d"), { withFileTypes: true }).map((e) => [e.name, e.isDirectory(), e.parentPath]).sort()).toEqual([
    ["e", true, at("d")], ["file", false, at("d")],
  ]);
  expect(fs.readdirSync(at("d"), { recursive: true }).sort()).toEqual(["e", "e/f", "file"]);
  expect(fs.readdirSync(at("d"), "buffer").map(String).sort()).toEqual(["e", "file"]);
  expect(failure(() => fs.mkdirSync(at("d/file/below"), { recursive: true }))).toMatchObject({ code: "ENOTDIR" });
  expect(failure(() => fs.rmdirSync(at("d")))).toMatchObject({ code: "ENOTEMPTY" });
  fs.rmSync(at("d"), { recursive: true });
  expect(fs.existsSync(at("d"))).toBe(false);
  fs.rmSync(at("d"), { force: true });
  expect(failure(() => fs.rmSync(at("d")))).toMatchObject({ code: "ENOENT" });
});

test("rm removes links, not what they point at", () => {
  fs.mkdirSync(at("keep"));
  fs.writeFileSync(at("keep/file"), "1");
  fs.mkdirSync(at("tree"));
  fs.symlinkSync(at("keep"), at("tree/link"));
  fs.rmSync(at("tree"), { recursive: true });
  expect(fs.existsSync(at("keep/file"))).toBe(true);
});

test("cp copies trees and refuses to copy into itself", () => {
  fs.mkdirSync(at("src/sub"), { recursive: true });
  fs.writeFileSync(at("src/sub/f"), "data");
  fs.symlinkSync("f", at("src/sub/l"));
  fs.cpSync(at("src"), at("dst"), { recursive: true, filter: (path) => !path.endsWith("skip") });
  expect(fs.readFileSync(at("dst/sub/f"), "utf8")).toBe("data");
  expect(fs.lstatSync(at("dst/sub/l")).isSymbolicLink()).toBe(true);
  expect(failure(() => fs.cpSync(at("src"), at("src/inside"), { recursive: true })).code).toMatch(/EINVAL/);
  expect(() => fs.cpSync(at("src"), at("other"))).toThrow();
});

test("callbacks run later, with an error or a value", async () => {
  let sync = true;
  const read = callback(fs.readFile, at("a.txt"), "utf8").then((text) => {
    expect(sync).toBe(false);
    return text;
  });
  sync = false;
  expect(await read).toBe("h\u00e9llo!");
  await expect(callback(fs.stat, at("missing"))).rejects.toMatchObject({ code: "ENOENT", syscall: "stat" });
  const fd = await callback(fs.open, at("a.txt"), "r");
  const [count, buffer] = await callback(fs.read, fd, Buffer.alloc(3), 0, 3, 0);
  expect([count, buffer.toString("latin1")]).toEqual([3, "h\u00c3\u00a9"]);
  await callback(fs.close, fd);
  expect(() => fs.readFile(at("a.txt"))).toThrow(TypeError);
  expect(await new Promise((resolve) => fs.exists(at("a.txt"), resolve))).toBe(true);
});

test("streams: ranges, flags, errors, close", async () => {
  const file = at("stream");
  await new Promise((resolve, reject) => {
    const out = fs.createWriteStream(file);
    out.on("error", reject).on("close", resolve);
    for (let i = 0; i < 1000; i++) out.write(`${i}\n`);
    out.end();
  });
  let text = "";
  for await (const chunk of fs.createReadStream(file, { start: 0, end: 9, encoding: "utf8" })) text += chunk;
  expect(text).toBe("0\n1\n2\n3\n4\n");
  let size = 0;
  for await (const chunk of fs.createReadStream(file, { highWaterMark: 100 })) size += chunk.length;
  expect(size).toBe(fs.statSync(file).size);
  const error = await new Promise((resolve) => fs.createReadStream(at("missing")).on("error", resolve));
  expect(error.code).toBe("ENOENT");
});

test("watch sees a new file; watchFile sees a change", async () => {
  fs.mkdirSync(at("watched"));
  const name = await new Promise((resolve) => {
    const watcher = fs.watch(at("watched"), (type, file) => {
      watcher.close();
      resolve(file);
    });
    setTimeout(() => fs.writeFileSync(at("watched/new"), "1"), 20);
  });
  expect(name).toBe("new");
});

test("glob finds files by pattern", () => {
  fs.mkdirSync(at("g/x/y"), { recursive: true });
  for (const name of ["a.js", "b.ts", "x/c.js", "x/y/d.js"]) fs.writeFileSync(at("g", name), "");
  const find = (pattern) => fs.globSync(pattern, { cwd: at("g") }).sort();
  expect(find("*.js")).toEqual(["a.js"]);
  expect(find("**/*.js")).toEqual(["a.js", "x/c.js", "x/y/d.js"]);
  expect(find("*.{js,ts}")).toEqual(["a.js", "b.ts"]);
  expect(find("x/?.js")).toEqual(["x/c.js"]);
});

test.if(Boolean(process.versions.cob))("realpath of a pipe's descriptor, which Bun gives without its folder", async () => {
  const { execFileSync } = await import("node:child_process");
  const code = `
    const fs = require("fs");
    console.log(fs.realpathSync("/dev/stdin"));
    fs.realpath("/dev/stdin", (error, path) => console.log(error ?? path));
    fs.realpath("/dev/stdin/none", (error) => console.log(error.code));`;
  const file = at("pipe.cjs");
  fs.writeFileSync(file, code);
  const lines = execFileSync("/bin/sh", ["-c", `: | "${process.execPath}" "${file}"`], { encoding: "utf8" }).trim().split("\n").sort();
  expect(lines.length).toBe(3);
  expect(lines[0]).toMatch(/^\/proc\/\d+\/fd\/pipe:\[\d+\]$/);
  expect(lines[1]).toBe(lines[0]);
  expect(lines[2]).toMatch(/^ENO/);
});
