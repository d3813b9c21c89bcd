// require() in a cycle: exports that are not complete warn of what they lack, as in Node.js; Bun has no such warning.
import { spawnSync } from "node:child_process";
import { expect, test } from "bun:test";
import { mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const isCob = Boolean(process.versions.cob);
const folder = realpathSync(mkdtempSync(join(tmpdir(), "cycles-")));
const write = (name, text) => writeFileSync(join(folder, name), text);
const run = (program) => {
    write("main.cjs", `process.on("warning", ({ message }) => console.log(message)); ${program}`);
    return spawnSync(process.execPath, [join(folder, "main.cjs")], { encoding: "utf8" }).stdout.trim().split("\n");
};
const lacks = (name) => `Accessing non-existent property '${name}' of module exports inside circular dependency`;

test("exports are complete afterwards, and objects like others", () => {
    write("a.js", "exports.early = 1; exports.b = require('./b'); exports.late = 2");
    write("b.js", "const a = require('./a'); exports.seen = [a.early, 'late' in a, Object.keys(a)]; exports.a = a");
    expect(run(`
        const a = require("./a");
        console.log(JSON.stringify(a.b.seen), a.b.a === a, a.b.a.late, a.nothing, Object.getPrototypeOf(a) === Object.prototype);`,
    )).toEqual(['[1,false,["early"]] true 2 undefined true']);
});

test.if(isCob)("what is missing warns, inherited names and __esModule do not", () => {
    write("c.js", "exports.early = 1; require('./d'); exports.late = 2");
    write("d.js", `
        const c = require("./c"), again = require("./c");
        c.early; c.toString; c.__esModule; again.late; c[Symbol("s")]; c.set = 1; Object.hasOwn(c, "own");
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(c), "described");`);
    expect(run('console.log(require("./c").set)')).toEqual(["1", lacks("late"), lacks("Symbol(s)"), lacks("described")]);
});

test.if(isCob)("classes, proxies, modules that compilers wrote and replaced exports are left alone", () => {
    write("e.js", "module.exports = class E {}; require('./user')('./e')");
    write("f.js", "module.exports = new Proxy({}, { getPrototypeOf() { throw new Error('trap') } }); require('./user')('./f')");
    write("g.js", "Object.defineProperty(exports, '__esModule', { value: true }); require('./user')('./g')");
    write("user.js", "module.exports = (name) => void require(name).nothing");
    expect(run('require("./e"); require("./f"); require("./g"); console.log("done")')).toEqual(["done"]);
    write("h.js", "require('./keeper').keep('./h'); module.exports = { whole: true }");
    write("keeper.js", "exports.keep = (name) => (exports.kept = require(name))");
    expect(run('require("./h"); console.log(require("./keeper").kept.whole, require("./h").other)')).toEqual(["undefined undefined", lacks("whole")]);
});

test.if(isCob)("a module that throws leaves no trace", () => {
    write("i.js", "require('./keeper').keep('./i'); throw new Error('mine')");
    expect(run(`
        try { require("./i") } catch (error) { console.log(error.message) }
        console.log(Object.getPrototypeOf(require("./keeper").kept) === Object.prototype);`)).toEqual(["mine", "true"]);
});
