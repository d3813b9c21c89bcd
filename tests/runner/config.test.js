// bunfig.toml's [test] table.
import { afterAll, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const scratch = mkdtempSync(join(tmpdir(), "config-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function project(files) {
    const dir = mkdtempSync(join(scratch, "p-"));
    for (const [name, text] of Object.entries(files)) {
        mkdirSync(join(dir, name, ".."), { recursive: true });
        writeFileSync(join(dir, name), text);
    }
    return dir;
}

function run(dir, args = []) {
    const env = { ...process.env, NO_COLOR: "1", CI: "false", AGENT: "", CLAUDECODE: "" };
    const { status, stderr } = spawnSync(process.execPath, ["test", ...args], { cwd: dir, env, encoding: "utf8" });
    return { status, stderr };
}

test("root, preload and the junit reporter", () => {
    const dir = project({
        "bunfig.toml": `[test]\nroot = "inner"\npreload = ["./pre.js"]\n[test.reporter]\njunit = "out.xml"\n`,
        "pre.js": "globalThis.loaded = true;",
        "inner/a.test.js": `test("a", () => expect(loaded).toBe(true));`,
        "outer.test.js": `test("outer", () => {});`,
    });
    const { status, stderr } = run(dir);
    expect(stderr).toContain("Ran 1 test across 1 file.");
    expect(status).toBe(0);
    expect(existsSync(join(dir, "out.xml"))).toBe(true);
});

test("retry from the file", () => {
    const dir = project({
        "bunfig.toml": "[test]\nretry = 2\n",
        "a.test.js": `let n = 0; test("a", () => { if (++n < 3) throw new Error("again"); });`,
    });
    expect(run(dir).status).toBe(0);
});

test("a broken file is an error", () => {
    const dir = project({ "bunfig.toml": "[test\n", "a.test.js": `test("a", () => {});` });
    expect(run(dir).status).toBe(1);
});
