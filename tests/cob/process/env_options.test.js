// NODE_OPTIONS and BUN_OPTIONS. (Bun does not read NODE_OPTIONS.)
import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "options "));
afterAll(() => rmSync(folder, { recursive: true }));
const before = join(folder, "before.mjs");
writeFileSync(before, "globalThis.before = true;");
writeFileSync(join(folder, "main.js"), "console.log(globalThis.before, process.execArgv.length); process.emitWarning('w');");

function run(env) {
    const { stdout, stderr, exitCode } = Bun.spawnSync({
        cmd: [process.execPath, join(folder, "main.js")],
        env: { ...process.env, ...env },
    });
    return { out: stdout.toString().trim(), err: stderr.toString(), exitCode };
}

test("NODE_OPTIONS: options in quotes, unknown ones have no meaning, execArgv does not have them", () => {
    const { out, err } = run({ NODE_OPTIONS: `  --max-old-space-size=100 --not-known x --no-warnings --import "${before}"` });
    expect([out, err]).toEqual(["true 0", ""]);
    expect(run({ NODE_OPTIONS: `--require "${before.replaceAll(" ", "\\ ")}"` }).out).toBe("true 0");
});

test("BUN_OPTIONS stand in front of the command line", () => {
    const { out, err } = run({ BUN_OPTIONS: `--preload "${before}"`, NODE_OPTIONS: "--no-warnings" });
    expect([out, err]).toEqual(["true 2", ""]);
});

test("what is wrong is said", () => {
    expect(run({ NODE_OPTIONS: "--eval 1" })).toMatchObject({ exitCode: 1, err: "cob: --eval is not allowed in NODE_OPTIONS\n" });
    expect(run({ NODE_OPTIONS: '--title "a' }).err).toContain("a quote in NODE_OPTIONS is not closed");
    expect(run({ BUN_OPTIONS: "--not-known" }).err).toContain("unknown option '--not-known'");
});
