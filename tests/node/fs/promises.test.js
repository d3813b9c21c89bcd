import { afterAll, beforeAll, expect, test } from "bun:test";
import fs from "node:fs";
import { constants, mkdtemp, open, opendir, readFile, rm, stat, writeFile, readdir, cp, access, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

let dir;
beforeAll(async () => (dir = await mkdtemp(join(tmpdir(), "fsp-"))));
afterAll(() => rm(dir, { recursive: true, force: true }));

test("the module is fs.promises", () => {
  expect(fs.promises.readFile).toBe(readFile);
  expect(constants.O_RDONLY).toBe(0);
});

test("read, write, stat, access and their errors", async () => {
  const file = join(dir, "a");
  await writeFile(file, "text");
  expect(await readFile(file, "utf8")).toBe("text");
  expect((await stat(file)).size).toBe(4);
  await access(file, constants.R_OK);
  await expect(access(join(dir, "no"))).rejects.toMatchObject({ code: "ENOENT", syscall: "access" });
  await expect(readFile(join(dir, "no"))).rejects.toMatchObject({ code: "ENOENT", syscall: "open" });
});

test("writeFile takes iterables", async () => {
  const file = join(dir, "it");
  await writeFile(file, (async function* () {
    yield "a";
    yield "b";
  })());
  expect(await readFile(file, "utf8")).toBe("ab");
});

test("FileHandle: read, write, stat, truncate, close once", async () => {
  const handle = await open(join(dir, "h"), "w+");
  expect(typeof handle.fd).toBe("number");
  await handle.write("0123456789", 0);
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(4), 0, 4, 2);
  expect([bytesRead, buffer.toString()]).toEqual([4, "2345"]);
  await handle.truncate(3);
  expect((await handle.stat()).size).toBe(3);
  await handle.close();
  expect(handle.fd).toBe(-1);
  await expect(handle.stat()).rejects.toMatchObject({ code: "EBADF" });
});

test("an aborted read rejects", async () => {
  await expect(readFile(join(dir, "a"), { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
});

test("directories", async () => {
  await mkdir(join(dir, "d/e"), { recursive: true });
  await writeFile(join(dir, "d/f"), "");
  const names = [];
  for await (const entry of await opendir(join(dir, "d"))) names.push(entry.name);
  expect(names.sort()).toEqual(["e", "f"]);
  expect((await readdir(dir, { recursive: true })).includes("d/e")).toBe(true);
  await cp(join(dir, "d"), join(dir, "copy"), { recursive: true });
  expect((await readdir(join(dir, "copy"))).sort()).toEqual(["e", "f"]);
  await expect(opendir(join(dir, "none"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("many operations at once leave no descriptor open", async () => {
  const count = () => fs.readdirSync("/proc/self/fd").length;
  const before = count();
  await Promise.all(Array.from({ length: 200 }, (_, i) => writeFile(join(dir, `m${i}`), String(i))));
  const texts = await Promise.all(Array.from({ length: 200 }, (_, i) => readFile(join(dir, `m${i}`), "utf8")));
  expect(texts.map(Number)).toEqual(Array.from({ length: 200 }, (_, i) => i));
  expect(Math.abs(count() - before)).toBeLessThan(8);
});
