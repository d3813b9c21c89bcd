// cob-only: the texts are our parser's. Files that need no rewriting are parsed by the engine alone, which tells no place.
import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import vm from "node:vm";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "syntax-")));
const write = (name, text) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
};
const run = (...args) => spawnSync(process.execPath, args, { encoding: "utf8", cwd: folder, input: "" });

test("a CommonJS program with a syntax error: place, frame, message", () => {
    const path = write("call.js", "#!/usr/bin/env node\nfunction f() {\n  const a = 1;\n  foo(;\n}\n");
    const { stderr, status } = run(path);
    expect(status).toBe(1);
    expect(stderr).toBe(`${path}:4:7\n2 | function f() {\n3 |   const a = 1;\n4 |   foo(;\n          ^\n\nSyntaxError: Unexpected ";"\n`);
});

test("a required file with a syntax error", () => {
    const path = write("twice.js", "let x;\nlet x;\n\n\n");
    const require = createRequire(join(folder, "main.js"));
    let error;
    try {
        require("./twice.js");
    } catch (caught) {
        error = caught;
    }
    expect(error).toBeInstanceOf(SyntaxError);
    expect([error.message, error.line, error.column]).toEqual(['"x" has already been declared', 2, 5]);
    expect(error.stack).toStartWith(`${path}:2:5\n`);
});

const cases = ["break;", "/(/", "1++", "const y;", "super()", "`${", "class A { #x; #x }", "for (let x of a, b);", "var a; let a", "a b"];
for (const text of cases)
    test(`every refusal has its place: ${text}`, () => {
        expect(run(write("case.js", `\n${text}`)).stderr).toMatch(/^\/[^\n]*\/case\.js:2:\d+\n/);
    });

test("--check says what is wrong and runs nothing", () => {
    const good = write("good.js", "console.log(1); require('./nowhere')");
    expect(run("--check", good)).toMatchObject({ status: 0, stdout: "", stderr: "" });
    const bad = run("--check", write("bad.ts", "const a: number = ;"));
    expect([bad.status, bad.stdout]).toEqual([1, ""]);
    expect(bad.stderr).toContain("bad.ts:1:19");
    expect(spawnSync(process.execPath, ["--check", "-"], { input: "a b", encoding: "utf8" }).stderr).toContain("[stdin]:1:3");
    expect(run("--check", "-e", "1").status).toBe(9);
    expect(run("--check", "nowhere.js").status).toBe(1);
});

test("node:vm names the place in the text, and its own caller", () => {
    const caught = (fn) => {
        try {
            fn();
        } catch (error) {
            return error;
        }
    };
    const error = caught(() => new vm.Script("let a;\nfoo(;", { filename: "conf.js", lineOffset: 10 }));
    expect(error).toBeInstanceOf(SyntaxError);
    expect(error.stack).toStartWith('conf.js:12:5\n10 | \n11 | let a;\n12 | foo(;\n         ^\n\nSyntaxError: Unexpected ";"\n    at ');
    expect(caught(() => vm.compileFunction("return 1;\nlet b; let b", ["a"], { filename: "body.js" })).stack).toStartWith("body.js:2:12\n");
    expect(caught(() => vm.runInThisContext("return 1")).stack).toStartWith("evalmachine.<anonymous>:1:1\n");
    const file = write("uses-vm.js", "require('vm').runInThisContext('\\nfoo(', { filename: 'conf.js' })");
    expect(run(file).stderr).toMatch(/^conf\.js:2:5\n1 \| \n2 \| foo\(\n {8}\^\n\nSyntaxError: .*\n {4}at .*uses-vm\.js:1:\d+/);
});
