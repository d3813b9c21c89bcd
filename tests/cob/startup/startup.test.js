// The short ways that a program takes as it starts must not be seen by it: output without streams, an entry
// without module object or record.
import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs `source` as the file `name`. @returns {{stdout: string, stderr: string, status: number}} */
function run(name, source) {
  const folder = mkdtempSync(join(tmpdir(), "startup-"));
  try {
    const file = join(folder, name);
    writeFileSync(file, source);
    const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
    return { stdout, stderr, status };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const output = (name, source) => run(name, source).stdout;

test("values are formatted before any stream exists", () => {
  const source = `
    console.log({ a: 1, b: [1, 2, 3] }, "text", -0, 1n);
    console.log("%d and %o and %s", 1.5, [1], { toString: () => "own" }, "rest");
    console.log([1.5, "it's", null, undefined, new Map([[{}, 1]]), new (class A { x = 1 })(), /x/g, () => {}]);
    console.error({ error: true });`;
  const { stdout, stderr } = run("a.js", source);
  expect(stdout).toBe(
    "{ a: 1, b: [ 1, 2, 3 ] } text -0 1n\n" +
    "1.5 and [ 1, [length]: 1 ] and own rest\n" +
    "[\n  1.5,\n  \"it's\",\n  null,\n  undefined,\n  Map(1) { {} => 1 },\n  A { x: 1 },\n  /x/g,\n  [Function (anonymous)]\n]\n");
  expect(stderr).toBe("{ error: true }\n");
});

test("what is printed directly and through streams keeps its order", () => {
  const source = `
    console.log("1");
    console.log({ two: 2 });
    process.stdout.write("3\\n");
    console.log("4");
    console.log({ five: 5 });`;
  expect(output("a.js", source)).toBe("1\n{ two: 2 }\n3\n4\n{ five: 5 }\n");
});

test("formatting may print, and may touch the stream", () => {
  const source = `
    const { custom } = require("util").inspect;
    console.log({ [custom]() { console.log("inside"); return "outside"; } });
    console.log({ [custom]() { process.stdout.write("written\\n"); return "then this"; } });
    console.log({ [custom]() { console.group(); return "indented"; } });`;
  expect(output("a.js", source)).toBe("inside\noutside\nwritten\nthen this\n  indented\n");
});

test("groups, tables and counters do not need the stream either", () => {
  const source = `
    console.group("g");
    console.log({ a: "x\\ny" });
    console.groupEnd();
    console.count();
    console.table([{ a: 1 }]);`;
  expect(output("a.js", source)).toBe(
    "g\n  { a: 'x\\ny' }\ndefault: 1\n" +
    "┌─────────┬───┐\n│ (index) │ a │\n├─────────┼───┤\n│ 0       │ 1 │\n└─────────┴───┘\n");
});

test("a stream that takes the place of process.stdout gets everything", () => {
  const source = `
    const seen = [];
    Object.defineProperty(process, "stdout", { configurable: true, value: { write: (text) => seen.push(text) } });
    console.log("text");
    console.log({ a: 1 });
    console.error(JSON.stringify(seen));`;
  expect(run("a.js", source)).toEqual({ stdout: "", stderr: '["text\\n","{ a: 1 }\\n"]\n', status: 0 });
});

test("process.stdout.write that was replaced sees the console's text", () => {
  const source = `
    const seen = [];
    process.stdout.write = (text) => seen.push(text);
    console.log("text", { a: 1 });
    console.error(JSON.stringify(seen), console._stdout === process.stdout);`;
  expect(run("a.js", source).stderr).toBe('["text { a: 1 }\\n"] true\n');
});

test("a CommonJS entry that names no module member has one all the same", () => {
  // The text must not contain the word: that would give it one from the start.
  const source = `
    const Loader = process.getBuiltinModule("node:mod" + "ule");
    const cached = Loader._cache[__filename];
    console.log(cached.id, cached.filename === __filename, cached.loaded);
    setTimeout(() => console.log(cached.loaded, Loader._cache[__filename] === cached));`;
  const { stdout, stderr } = run("a.cjs", source);
  expect({ stdout, stderr }).toEqual({ stdout: ". true false\ntrue true\n", stderr: "" });
});

test("an entry module without imports runs once, however it is reached", () => {
  const source = `
    globalThis.runs = (globalThis.runs ?? 0) + 1;
    const { createRequire } = process.getBuiltinModule("node:module");
    const load = createRequire(process.argv[1]);
    console.log(runs, Object.keys(load(process.argv[1])).length, this);
    setTimeout(() => console.log(runs, load(process.argv[1]) === load(process.argv[1])));`;
  expect(output("a.mjs", source)).toBe("1 0 undefined\n1 true\n");
});

test("an exception in an entry module is reported when waiting promises have run", () => {
  const source = `
    Promise.resolve().then(() => console.log("microtask"));
    process.on("exit", (code) => console.log("exit", code));
    null.x;`;
  const { stdout, stderr, status } = run("a.mjs", source);
  expect({ stdout, status }).toEqual({ stdout: "microtask\nexit 1\n", status: 1 });
  expect(stderr).toContain("a.mjs:4");
});

test("errors have Node's shape though their machinery loads late", () => {
  const source = `
    class Own extends TypeError {}
    const error = new Own("message");
    console.log(Error.name, Error.length, TypeError.name, AggregateError.length, Function.length);
    console.log(error instanceof TypeError, error.stack.split("\\n")[0], Object.getOwnPropertyNames(error).sort().join());
    console.log(Object.getOwnPropertyDescriptor(globalThis, "Error").writable, Error.prototype.constructor === Error);
    console.log(Error.captureStackTrace.name, typeof Error.stackTraceLimit, new Function("a", "return a + 1")(1));`;
  expect(output("a.js", source)).toBe(
    "Error 1 TypeError 2 1\ntrue TypeError: message message,stack\ntrue true\ncaptureStackTrace number 2\n");
});

test("an ES module's microtasks come before its ticks, CommonJS's after, as Node.js orders them", () => {
  const source = `
    process.nextTick(() => { console.log("tick"); Promise.resolve().then(() => console.log("micro of tick")); });
    Promise.resolve().then(() => { console.log("micro"); process.nextTick(() => console.log("tick of micro")); });
    setTimeout(() => console.log("timer"), 1);
    console.log("sync");`;
  const commonjs = "sync\ntick\nmicro\nmicro of tick\ntick of micro\ntimer\n";
  const esm = "sync\nmicro\ntick\ntick of micro\nmicro of tick\ntimer\n";
  expect(output("a.cjs", source)).toBe(commonjs);
  expect(output("a.cts", source)).toBe(commonjs);
  expect(output("a.mjs", source)).toBe(esm);
  expect(output("a.mts", source)).toBe(esm);
  expect(output("b.mjs", "await 0;" + source)).toBe(esm);
});
