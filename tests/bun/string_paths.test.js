// Bun takes String objects for paths.
import { expect, test } from "bun:test";
import { existsSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

class Path extends String {}
const folder = new Path(realpathSync(tmpdir()));

test("node:path", () => {
    expect([path.join(folder, new Path("x")), path.resolve(folder, "x")]).toEqual([`${folder}/x`, `${folder}/x`]);
    expect([path.dirname(new Path("/a/b.c")), path.basename(new Path("/a/b.c"), new Path(".c")), path.extname(new Path("b.c"))]).toEqual(["/a", "b", ".c"]);
    expect([path.normalize(new Path("a//b")), path.relative(new Path("/a"), "/b"), path.isAbsolute(new Path("/a"))]).toEqual(["a/b", "../b", true]);
    expect(typeof path.join(new Path("a"))).toBe("string");
    expect(() => path.join({})).toThrow(TypeError);
});

test("node:fs", async () => {
    const file = new Path(path.join(folder, `string-path-${process.pid}`));
    writeFileSync(file, "text");
    expect([await readFile(file, "utf8"), existsSync(file), readdirSync(folder).length > 0]).toEqual(["text", true, true]);
    rmSync(file);
    expect(existsSync(`${file}`)).toBe(false);
});
