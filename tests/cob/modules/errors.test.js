// cob-only: messages that hold Bun's words and Node's.
import { expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "errors-"));
const files = {
    "node_modules/p/package.json": '{"exports": {".": "./i.js", "./bad": "../../x.js", "./gone": "./gone.js"}}',
    "one.mjs": "export const a = 1",
    "two.mjs": "export const a = 2",
    "common.cjs": "exports.a = 1",
    "star.mjs": 'export * from "./one.mjs"; export * from "./two.mjs"',
    "ambiguous.mjs": 'import { a } from "./star.mjs"',
    "missing.mjs": '\nimport { a, zork } from "./one.mjs"',
    "renamed.mjs": 'export { zork as other } from "./one.mjs"',
    "default.mjs": 'import d from "./one.mjs"',
    "named.mjs": 'import { zork } from "./common.cjs"',
    "builtin.mjs": 'import { zork } from "node:fs"',
    "broken.json": '{"a": 1,',
    "json.mjs": 'import "./broken.json"',
    "package.mjs": 'import "no-such-package"',
    "file.mjs": 'import "./deeper.mjs"',
    "deeper.mjs": 'import "./nowhere.mjs"',
    "folder.mjs": 'import "./node_modules"',
    "target.mjs": 'import "p/bad"',
    "subpath.mjs": 'import "p/other"',
    "lost.mjs": 'import "p/gone"',
};
for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
}
const at = (name) => join(folder, name);
const errorOf = (name) => import(at(name)).then(() => undefined, (error) => error);

const cases = [
    ["missing.mjs", undefined, `Export named 'zork' not found in module '${at("one.mjs")}'. ` +
        `The requested module './one.mjs' does not provide an export named 'zork' (imported by ${at("missing.mjs")})`],
    ["renamed.mjs", undefined, "The requested module './one.mjs' does not provide an export named 'zork'"],
    ["default.mjs", undefined, "The requested module './one.mjs' does not provide an export named 'default'"],
    ["named.mjs", undefined, `is a CommonJS module, which may not support all module.exports as named exports (imported by ${at("named.mjs")})`],
    ["builtin.mjs", undefined, "The requested module 'node:fs' does not provide an export named 'zork'"],
    ["ambiguous.mjs", undefined, "The requested module './star.mjs' contains conflicting star exports for name 'a'"],
    ["json.mjs", undefined, `${at("broken.json")}: `],
    ["package.mjs", "ERR_MODULE_NOT_FOUND", `Cannot find package 'no-such-package' imported from ${at("package.mjs")}`],
    ["file.mjs", "ERR_MODULE_NOT_FOUND", `Cannot find module './nowhere.mjs' imported from ${at("deeper.mjs")}`],
    ["folder.mjs", "ERR_UNSUPPORTED_DIR_IMPORT", `Directory import '${at("node_modules")}' is not supported resolving ES modules imported from ${at("folder.mjs")}`],
    ["target.mjs", "ERR_INVALID_PACKAGE_TARGET", `Invalid "exports" target "../../x.js" defined for './bad'`],
    ["subpath.mjs", "ERR_PACKAGE_PATH_NOT_EXPORTED", `imported from ${at("subpath.mjs")}`],
    ["lost.mjs", "ERR_MODULE_NOT_FOUND", `Cannot find module '${at("node_modules/p/gone.js")}' imported from ${at("lost.mjs")}`],
];
for (const [name, code, text] of cases)
    test(`${name}: who asked for what`, async () => {
        const error = await errorOf(name);
        expect(error?.code).toBe(code);
        expect(error.message).toContain(text);
        expect(error.name).toBe(code === undefined ? "SyntaxError" : "Error");
    });

test("the stack of an error of linking begins with the place of the import", async () => {
    expect((await errorOf("missing.mjs")).stack).toStartWith(`${at("missing.mjs")}:2:25\n`);
});
