// Errors about a line of a file where nothing runs: the stack begins there, so that a report shows the line.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folder;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "places-"))));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name, text) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
};
const failure = (path) => import(path).then(() => expect.unreachable(), (error) => error);
const firstPlace = (error) => error.stack.match(/\n    at ([^\n]*)/)?.[1];

test("a declaration that asks for what is not there", async () => {
    const inner = write("inner.mjs", "import 'node:fs';\n/* ä */ import x from \"nowhere\";\n");
    write("outer.ts", `let q: number;\nimport "./inner.mjs";\n`);
    const error = await failure(join(folder, "outer.ts"));
    expect([error.code, firstPlace(error)]).toEqual(["ERR_MODULE_NOT_FOUND", `${inner}:2:23`]);
    const again = write("again.mjs", "\n\nexport * from './not-there.js';");
    expect(firstPlace(await failure(again))).toBe(`${again}:3:15`);
});

test("data that is wrong", async () => {
    const cases = { "a.json": '{ "a": 1,\n "b": }', "b.toml": "a = 1\nb = = 2", "c.yaml": "a: [1\nb: 2", "d.json5": "{a:1,\n b: }", "e.xml": "<a>\n<b></a>" };
    const lines = { "a.json": "2:7", "b.toml": "2:5", "c.yaml": "2:1", "d.json5": "2:5", "e.xml": "2:7" };
    for (const [name, text] of Object.entries(cases)) {
        const path = write(name, text);
        const error = await failure(path);
        expect([error.name, firstPlace(error)]).toEqual(["SyntaxError", `${path}:${lines[name]}`]);
        expect(error.message).toStartWith(`${path}: `);
        expect(() => createRequire(join(folder, "x.cjs"))(path)).toThrow(path);
    }
});
