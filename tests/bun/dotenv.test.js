import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const dir = mkdtempSync(join(tmpdir(), "dotenv-"));
afterAll(() => rmSync(dir, { recursive: true }));
const { A, B, NODE_ENV, ...outside } = process.env;

function run(options, names, files = {}) {
    for (const name in files) writeFileSync(join(dir, name), files[name]);
    const code = `console.log(JSON.stringify(${JSON.stringify(names)}.map((name) => process.env[name])))`;
    const result = Bun.spawnSync([process.execPath, ...options, "-e", code], { cwd: dir, env: outside });
    return JSON.parse(result.stdout.toString());
}

test("comments, export, line ends of every kind", () => {
    expect(run([], ["A", "B"], { ".env": "#Z\nA = foo#c\nB='bar' #c" })).toEqual(["foo", "bar"]);
    expect(run([], ["A", "export"], { ".env": "export A = foo\nexport = bar" })).toEqual(["foo", "bar"]);
    expect(run([], ["A", "B", "C"], { ".env": "A=\rB='bar\r\rbaz'\r\nC=moo\r" })).toEqual(["", "bar\n\nbaz", "moo"]);
});

test("--env-file takes lists and may be repeated; the last file wins", () => {
    const files = { ".env": "C=default", "a.env": "A=1\nB=1", "b.env": "B=2" };
    expect(run(["--env-file", "a.env,b.env"], ["A", "B", "C"], files)).toEqual(["1", "2", null]);
    expect(run(["--env-file=b.env", "--env-file=a.env"], ["A", "B"])).toEqual(["1", "1"]);
    expect(run(["--env-file="], ["C"])).toEqual([null]);
    expect(run(["--no-env-file", "--env-file=b.env"], ["B", "C"])).toEqual(["2", null]);
});
