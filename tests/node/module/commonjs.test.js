import { expect, test } from "bun:test";
import Module, { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "commonjs-")));
const write = (name, text) => {
    const path = join(folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
    return path;
};
const require = createRequire(join(folder, "main.js"));

test("extensions that a program adds are found, the longest of a name first", () => {
    write("some.tpl.txt", "text");
    const calls = [];
    require.extensions[".txt"] = (module) => calls.push([".txt", module.filename]);
    require.extensions[".tpl.txt"] = (module) => calls.push([".tpl.txt", module.filename]);
    require("./some");
    expect(calls).toEqual([[".tpl.txt", join(folder, "some.tpl.txt")]]);
    delete require.extensions[".txt"];
    delete require.extensions[".tpl.txt"];
    expect(() => require("./some")).toThrow("Cannot find module './some'");
});

test("what the cache has under a builtin's bare name is what require gives", () => {
    const fake = {};
    require.cache.os = { exports: fake };
    expect(require("os")).toBe(fake);
    expect(require("node:os")).not.toBe(fake);
    delete require.cache.os;
    expect(require("os")).toBe(require("node:os"));
});

const isCob = Boolean(process.versions.cob); // where Bun is not as Node.js

test.if(isCob)("NODE_PATH is read again by _initPaths", () => {
    write("library/from-node-path/index.js", "module.exports = 'found'");
    const before = process.env.NODE_PATH;
    process.env.NODE_PATH = join(folder, "library");
    Module._initPaths();
    expect(Module.globalPaths).toContain(join(folder, "library"));
    expect(require("from-node-path")).toBe("found");
    if (before === undefined) delete process.env.NODE_PATH;
    else process.env.NODE_PATH = before;
    Module._initPaths();
});

test("require of an ES module says __esModule when it has a default export", () => {
    write("with.mjs", "export default 1; export let live = 1; export const set = (v) => { live = v };");
    const required = require("./with.mjs");
    expect([required.__esModule, required.default, Object.keys(required)]).toEqual([true, 1, ["default", "live", "set"]]);
    required.set(2);
    expect(required.live).toBe(2);
    if (isCob) expect(require(write("without.mjs", "export const a = 1")).__esModule).toBe(undefined);
    expect(require(write("own.mjs", "export default 1; export const __esModule = false")).__esModule).toBe(false);
    expect(require(write("named.mjs", "export { x as 'module.exports' }; const x = [1]"))).toEqual([1]);
});

test("require of a module that waits is refused", () => {
    const path = write("inner.mjs", "await 1");
    write("outer.mjs", "import './inner.mjs'");
    expect(() => require("./outer.mjs")).toThrow('require() async module "');
    try {
        require("./outer.mjs");
    } catch (error) {
        if (!isCob) return; // Bun has neither the code nor the other path
        expect(error.code).toBe("ERR_REQUIRE_ASYNC_MODULE");
        expect(error.message).toContain(path);
    }
});

const { findPackageJSON } = Module;
test.if(findPackageJSON !== undefined)("findPackageJSON", () => {
    const inner = write("node_modules/@s/p/package.json", '{"exports": {}}');
    write("node_modules/@s/p/lib/x.js", "");
    const own = write("package.json", "{}");
    const base = pathToFileURL(join(folder, "main.js"));
    expect(findPackageJSON("@s/p", base)).toBe(inner);
    expect(findPackageJSON("@s/p/any/path", `${base}`)).toBe(inner);
    expect(findPackageJSON("./node_modules/@s/p/lib/x.js", base)).toBe(inner);
    expect(findPackageJSON("..", pathToFileURL(join(folder, "node_modules/x.js")))).toBe(own);
    expect(() => findPackageJSON("no-such-package", base)).toThrow("Cannot find package 'no-such-package'");
    expect(() => findPackageJSON()).toThrow(TypeError);
});
