// The command itself: console output, exit codes, JUnit, snapshots on disk. Stored snapshots are Bun's.
import { afterAll, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const fixtures = join(import.meta.dir, "fixtures");
const scratch = mkdtempSync(join(tmpdir(), "runner-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const quiet = { NO_COLOR: "1", CI: "false", AGENT: "", CLAUDECODE: "", REPL_ID: "", GITHUB_ACTIONS: "" };
delete process.env.FORCE_COLOR;

function run(args, { cwd = fixtures, env = {} } = {}) {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["test", ...args], {
        cwd, env: { ...process.env, ...quiet, ...env }, encoding: "utf8",
    });
    return { exitCode: status, stdout: tidy(stdout), stderr: tidy(stderr) };
}

// Times, versions, places and source lines differ between machines and engines.
function tidy(text) {
    return text.replace(/^(bun|cob) test v.*\n/m, "").replace(/ ?\[[\d.]+m?s\]/g, "")
        .split("\n").filter(line => !/^ *\d+ \||^ *\^$|^ +at /.test(line)).join("\n");
}

test("console output and exit code of a file with everything in it", () => {
    const { exitCode, stderr } = run(["./report.fixture.js"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatchSnapshot();
});

test("order of hooks, tests and errors", () => {
    const { stdout, stderr } = run(["./order.fixture.js"]);
    expect(stdout).toMatchSnapshot("stdout");
    expect(stderr).toMatchSnapshot("stderr");
});

test("junit", () => {
    const file = join(scratch, "report.xml");
    run(["./report.fixture.js", "--reporter=junit", `--reporter-outfile=${file}`]);
    const xml = readFileSync(file, "utf8").replace(/ (time|hostname)="[^"]*"/g, "").replace(/(&#10; +at [^&]*)+/g, "");
    expect(xml).toMatchSnapshot();
});

test("only", () => {
    expect(run(["./only.fixture.js"]).stderr).toMatchSnapshot();
    const refused = run(["./only.fixture.js"], { env: { CI: "true" } });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(".only is disabled in CI environments");
});

test("name pattern", () => {
    const { exitCode, stderr } = run(["./report.fixture.js", "-t", "^outer inner deep$"]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain("(pass) outer > inner > deep");
    expect(stderr).toContain("\n 1 pass\n");
    const none = run(["./snapshot.fixture.js", "-t", "nothing is called this"]);
    expect(none.exitCode).toBe(1);
    expect(none.stderr).toContain('regex "nothing is called this" matched 0 tests');
});

test("a file that does not load", () => {
    const { exitCode, stderr } = run(["./broken.fixture.js"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatchSnapshot();
});

test("bail", () => {
    const { exitCode, stderr } = run(["./report.fixture.js", "--bail"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Bailed out after 1 failure");
    expect(stderr).not.toContain("with <tags>");
});

test("nothing to run", () => {
    expect(run(["no-such-file"]).exitCode).toBe(1);
    expect(run(["./no-such-file.js"]).stderr).toContain('Test filter "./no-such-file.js" had no matches');
    const empty = mkdtempSync(join(scratch, "empty-"));
    expect(run([], { cwd: empty }).stderr).toContain("No tests found!");
    expect(run(["--pass-with-no-tests"], { cwd: empty }).exitCode).toBe(0);
});

test("discovery by name", () => {
    const dir = mkdtempSync(join(scratch, "names-"));
    const names = ["a.test.js", "b_test.ts", "c.spec.mjs", "d_spec.cjs", "e.test.jsx", "test.js", "f.tests.js", "g.test.json"];
    for (const name of names) writeFileSync(join(dir, name), name.endsWith("json") ? "{}" : `test("t ${name}", () => {});`);
    mkdirSync(join(dir, "node_modules/x"), { recursive: true });
    writeFileSync(join(dir, "node_modules/x/x.test.js"), `test("t hidden", () => {});`);
    const { stderr } = run([], { cwd: dir });
    const ran = [...stderr.matchAll(/^\(pass\) t (.*)$/gm)].map(match => match[1]).sort();
    expect(ran).toEqual(["a.test.js", "b_test.ts", "c.spec.mjs", "d_spec.cjs", "e.test.jsx"]);
    expect(run(["b_te"], { cwd: dir }).stderr).toContain("Ran 1 test across 1 file.");
    expect(run(["./test.js"], { cwd: dir }).stderr).toContain("(pass) t test.js");
});

test("snapshots are written, compared and refused", () => {
    const dir = mkdtempSync(join(scratch, "snap-"));
    const file = join(dir, "x.test.js"), stored = join(dir, "__snapshots__/x.test.js.snap");
    cpSync(join(fixtures, "snapshot.fixture.js"), file);
    const refused = run(["./x.test.js"], { cwd: dir, env: { CI: "true" } });
    expect(refused.exitCode).toBe(1);
    const first = run(["./x.test.js"], { cwd: dir });
    expect(first.stderr).toContain("snapshots: +8 added");
    expect(readFileSync(stored, "utf8")).toMatchSnapshot("stored");
    expect(readFileSync(file, "utf8")).toMatchSnapshot("source");
    expect(run(["./x.test.js"], { cwd: dir, env: { CI: "true" } }).exitCode).toBe(0);
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("a: 1", "a: 2").replace('"one")', '"two")'));
    expect(run(["./x.test.js"], { cwd: dir }).exitCode).toBe(1);
    expect(run(["./x.test.js", "-u"], { cwd: dir }).exitCode).toBe(0);
    expect(readFileSync(stored, "utf8")).toContain('"a": 2');
    expect(readFileSync(file, "utf8")).toContain('toMatchInlineSnapshot(`"two"`)');
});

test("preload, environment and reruns", () => {
    const dir = mkdtempSync(join(scratch, "pre-"));
    writeFileSync(join(dir, "pre.js"), `import { beforeAll } from "bun:test"; globalThis.pre = 1; beforeAll(() => { globalThis.pre++; });`);
    writeFileSync(join(dir, "x.test.js"), `test("t", () => { expect([pre, process.env.NODE_ENV, new Date().getTimezoneOffset()]).toEqual([2, "test", 0]); });`);
    expect(run(["--preload", "./pre.js"], { cwd: dir }).exitCode).toBe(0);
    expect(run([], { cwd: dir }).exitCode).toBe(1);
    writeFileSync(join(dir, "y.test.js"), `test("t", () => {});`);
    expect(run(["y.test", "--rerun-each", "3"], { cwd: dir }).stderr).toContain(" 3 pass\n");
});

test("bad flags", () => {
    expect(run(["--timeout=abc"]).stderr).toContain('Invalid timeout: "abc"');
    expect(run(["--reporter=junit"]).stderr).toContain("requires --reporter-outfile");
});
