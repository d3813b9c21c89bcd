// What bunfig.toml says about programs that run, and what is preloaded.
import { afterAll, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const scratch = mkdtempSync(join(tmpdir(), "bunfig-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function run(files, ...args) {
    const dir = mkdtempSync(join(scratch, "p-"));
    for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(dir, name)), { recursive: true });
        writeFileSync(join(dir, name), text);
    }
    const env = { ...process.env, NO_COLOR: "1", CI: "false", AGENT: "", CLAUDECODE: "" };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: dir, env, encoding: "utf8" });
    return { status, stdout, stderr };
}
const log = (text) => `console.log(${JSON.stringify(text)})`;

test("preloads of bunfig.toml run first, those of the command line behind them", () => {
    const files = { "bunfig.toml": 'preload = ["./a.js", "./b.ts"]', "a.js": log("a"), "b.ts": `${log("b")} as void`,
        "c.js": log("c"), "main.js": log("main") };
    expect(run(files, "main.js").stdout).toBe("a\nb\nmain\n");
    expect(run(files, "-r", "./c.js", "main.js").stdout).toBe("a\nb\nc\nmain\n");
    expect(run({ ...files, "bunfig.toml": 'preload = "./a.js"' }, "run", "main.js").stdout).toBe("a\nmain\n");
});

test("the program waits for a preload that awaits", () => {
    const slow = `await new Promise((done) => setTimeout(done, 5)); ${log("a")}`;
    const files = { "bunfig.toml": 'preload = ["./a.mjs", "./b.js"]', "a.mjs": slow, "b.js": log("b"), "main.js": log("main") };
    expect(run(files, "main.js")).toEqual({ status: 0, stdout: "a\nb\nmain\n", stderr: "" });
    expect(run({ "a.mjs": slow }, "-r", "./a.mjs", "-e", log("eval")).stdout).toBe("a\neval\n");
});

test("a preload that fails, or is not there, ends the program", () => {
    const files = { "bunfig.toml": 'preload = ["./a.js"]', "main.js": log("main") };
    const cases = [["throw new Error('failed here')", "failed here"], ["await 0; throw new Error('later')", "later"], ["import './no.js'", "./no.js"]];
    for (const [text, message] of cases) {
        const result = run({ ...files, "a.js": text }, "main.js");
        expect([result.status, result.stdout]).toEqual([1, ""]);
        expect(result.stderr).toContain(message);
    }
    const result = run(files, "main.js");
    expect([result.status, result.stdout]).toEqual([1, ""]);
    expect(result.stderr).toContain('preload not found "./a.js"');
});

test("env = false: no .env files", () => {
    const files = { ".env": "GIVEN=1", "main.js": "console.log(process.env.GIVEN)" };
    expect(run(files, "main.js").stdout).toBe("1\n");
    for (const text of ["env = false", "[env]\nfile = false"]) {
        expect(run({ ...files, "bunfig.toml": text }, "main.js").stdout).toBe("undefined\n");
    }
});

test("a bunfig.toml that is no TOML is an error", () => {
    const { status, stdout, stderr } = run({ "bunfig.toml": "a = =", "main.js": log("main") }, "main.js");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).not.toBe("");
});

test("a script that is not there", () => {
    for (const args of [["absent"], ["run", "absent"]]) {
        const { status, stdout, stderr } = run({ "package.json": "{}" }, ...args);
        expect([status, stdout]).toEqual([1, ""]);
        expect(stderr).toContain('Script not found "absent"');
    }
});

test("--bun node: names are files, not scripts, programs or commands", () => {
    const files = { "package.json": '{"scripts": {"a": "echo script"}}', "a.js": log("a"), "run.js": log("run"), "test.js": log("test"),
        "args.js": "console.log(process.argv.slice(2).join())" };
    for (const name of ["a", "run", "test"]) expect(run(files, "--bun", "node", name).stdout).toBe(`${name}\n`);
    expect(run(files, "--bun", "node", "args", "x", "--y").stdout).toBe("x,--y\n");
    expect(run(files, "--bun", "node", "-e", log("eval")).stdout).toBe("eval\n");
    expect(run(files, "--bun", "node").status).toBe(1);
});

test("test files: --conditions, Bun.main and the arguments", () => {
    const files = {
        "node_modules/p/package.json": '{"name": "p", "exports": {"special": "./a.js", "default": "./b.js"}}',
        "node_modules/p/a.js": "module.exports = 'special'", "node_modules/p/b.js": "module.exports = 'default'",
        "x.test.js": "test('x', () => console.log(require('p'), Bun.main === __filename, process.argv.length))",
        "pre.js": "globalThis.seen = process.argv[1]", "y.test.js": "test('y', () => console.log(seen === __filename))",
    };
    expect(run(files, "test", "--preload", "./pre.js", "./y.test.js").stdout).toEndWith("true\n");
    expect(run(files, "test", "--conditions=special", "./x.test.js").stdout).toEndWith("special true 2\n");
    expect(run(files, "test", "./x.test.js").stdout).toEndWith("default true 2\n");
});

test("-p waits at the top level, and process._eval is the text", () => {
    expect(run({}, "-p", "(await 1) + 1").stdout).toBe("2\n");
    expect(run({}, "-p", "await Promise.resolve('x') + process._eval.length").stdout).toBe("x49\n");
    expect(run({}, "-e", "console.log(process._eval)").stdout).toBe("console.log(process._eval)\n");
    expect(run({}, "-p", "for await (const x of [1]) console.log(x)").stdout).toBe("1\nundefined\n");
    expect(run({}, "-p", "(await import('node:path')).sep").stdout).toBe("/\n");
    for (const wrong of ["await +", "using x = null; () => { await 1 }"]) expect(run({}, "-p", wrong).status).toBe(1);
});
