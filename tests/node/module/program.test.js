// What the module system tells a program about itself: its main module, the text around CommonJS, folders for packages.
import { expect, test } from "bun:test";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const isCob = Boolean(process.versions.cob); // where Bun is not as Node.js
const folder = realpathSync(mkdtempSync(join(tmpdir(), "program-")));
const write = (name, text) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
};
const run = (args, options) => {
    const { stdout, stderr } = spawnSync(options?.program ?? process.execPath, args, { cwd: folder, encoding: "utf8", ...options });
    return stdout + stderr;
};

test("process.mainModule is the module of a CommonJS program", () => {
    const main = write("main.cjs", "console.log(process.mainModule === module, process.mainModule === require.main)");
    expect(run([main])).toBe("true true\n");
});

test.if(isCob)("process.mainModule is there for a program that does not mention modules, and can be replaced", () => {
    const bare = write("bare.cjs", "const p = process; console.log(p.mainModule.filename); p.mainModule = 1; console.log(p.mainModule)");
    expect(run([bare])).toBe(`${bare}\n1\n`);
    expect(run([write("main.mjs", "console.log(process.mainModule)")])).toBe("undefined\n");
});

test.if(isCob)("the parent of the program is null, of an imported file undefined", () => {
    write("child.cjs", "console.log(module.parent, require.main)");
    expect(run([write("parent.mjs", "import './child.cjs'")])).toBe("undefined undefined\n");
    expect(run([write("alone.cjs", "console.log(module.parent)")])).toBe("null\n");
});

test.if(isCob)("parts of Module.wrapper that a program replaces are used", () => {
    write("inner.js", "#!/usr/bin/env node\nmodule.exports = [mark, typeof private_, this === exports]; const secret = 1; import('node:os')");
    const main = write("wrapper.cjs", `
        const Module = require("module");
        Module.wrapper[0] += "const mark = 'm';";
        Module.wrapper[1] = "\\nmodule.exports.push(secret);" + Module.wrapper[1];
        console.log(...require("./inner.js"));`);
    expect(run([main])).toBe("m undefined true 1\n");
});

test.if(isCob)("Module.wrap that a program replaces is used, for TypeScript, too", () => {
    write("typed.ts", "const answer: number = 42;\nexport = answer as any + extra");
    write("thrower.js", "var a; throw new Error('x')");
    const main = write("wrap.cjs", `
        const Module = require("module");
        const before = Module.wrap;
        Module.wrap = (text) => before("const extra = 1;" + text);
        console.log(require("./typed.ts"));
        console.log(Module.wrap === before, before("1"));
        try { require("./thrower.js") } catch (error) { console.log(/thrower\\.js:1:(\\d+)/.exec(error.stack)[1]) }`);
    expect(run([main])).toBe("43\nfalse (function (exports, require, module, __filename, __dirname) { 1\n});\n14\n");
});

test.if(isCob)("packages are found in lib/node beside the folder of the program", () => {
    write("prefix/lib/node/of-prefix.js", "module.exports = 'found'");
    const program = join(folder, "prefix/bin/runtime");
    mkdirSync(dirname(program));
    copyFileSync(process.execPath, program);
    const main = write("global.cjs", "console.log(require('of-prefix'), require('module').globalPaths.at(-1))");
    expect(run([main], { program })).toBe(`found ${join(folder, "prefix/lib/node")}\n`);
});

test.if(isCob)("module.isPreloading is true in what -r names", () => {
    const file = write("preloaded.cjs", "console.log(module.isPreloading)");
    expect(run(["-r", file, write("after.cjs", "console.log(module.isPreloading)")])).toBe("true\nfalse\n");
});

test.if(isCob)("-e runs where the working directory was removed", () => {
    const gone = join(folder, "gone");
    mkdirSync(gone);
    const main = write("gone.cjs", `
        process.chdir(${JSON.stringify(gone)});
        require("fs").rmdirSync(${JSON.stringify(gone)});
        const { spawnSync } = require("child_process");
        console.log(spawnSync(process.execPath, ["-e", "console.log(1)"], { encoding: "utf8" }));`);
    expect(run([main])).toContain("stdout: '1\\n'");
});
