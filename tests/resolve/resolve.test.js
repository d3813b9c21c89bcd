// What resolves where: the same cases hold on Bun and on cob.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const files = {
    "package.json": JSON.stringify({
        name: "me", exports: { "./x": "./sx.js" },
        imports: { "#a": "./sx.js", "#b": "mm", "#c": { bun: "./sx.js", default: "mm" }, "#d/*": "./*.js" },
    }),
    "sx.js": "", "noext": "", "fd.js": "", "fd/index.js": "", "d1/index.ts": "", "d2/q.tsx": "", "sp ace.js": "",
    "d2/package.json": '{"main":"./q"}',
    "t/a.ts": "", "t/b.tsx": "", "t/c.mts": "", "t/d.cts": "",
    "ext/f.tsx": "", "ext/f.ts": "", "ext/f.js": "", "ext/g.mjs": "", "ext/g.cjs": "",
    "node_modules/mm/package.json": '{"main":"main.js","module":"module.js"}',
    "node_modules/mm/main.js": "", "node_modules/mm/module.js": "",
    "node_modules/mo/package.json": '{"module":"m.js"}', "node_modules/mo/m.js": "",
    "node_modules/conds/package.json": JSON.stringify({
        exports: {
            "./e": { import: "./i.mjs", require: "./r.cjs" }, "./f": { bun: "./bun.js", default: "./d.js" },
            "./ts": "./only.js", "./p/*": "./p/*.js", "./p/private/*": null, "./deny": null, "./up": "./../x.js",
        },
    }),
    "node_modules/conds/i.mjs": "", "node_modules/conds/r.cjs": "", "node_modules/conds/bun.js": "",
    "node_modules/conds/only.ts": "", "node_modules/conds/p/x.js": "", "node_modules/conds/p/private/x.js": "",
    "node_modules/just.js": "", "node_modules/@s/c/index.js": "", "node_modules/order/index.ts": "",
    "node_modules/order/index.js": "",
    "paths/tsconfig.json": '{ // c\n"compilerOptions": {"paths": {"@/*": ["./src/*"], "one": ["./no", "./src/a"]},},}',
    "paths/src/a.ts": "", "ws/index.js": "",
};

let root;
let require;

beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "resolve-")));
    for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, name)), { recursive: true });
        writeFileSync(join(root, name), text);
    }
    symlinkSync(join(root, "ws"), join(root, "node_modules/linked"));
    require = createRequire(join(root, "main.js"));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const both = {
    "mm": "node_modules/mm/main.js", "mo": "node_modules/mo/m.js", "just": "node_modules/just.js",
    "@s/c": "node_modules/@s/c/index.js", "order": "node_modules/order/index.js", "linked": "ws/index.js",
    "conds/f": "node_modules/conds/bun.js", "conds/ts": "node_modules/conds/only.ts",
    "conds/p/x": "node_modules/conds/p/x.js", "conds/p/x.js": "node_modules/conds/p/x.js",
    "conds/package.json": "node_modules/conds/package.json",
    "me/x": "sx.js", "#a": "sx.js", "#b": "node_modules/mm/main.js", "#c": "sx.js", "#d/sx": "sx.js",
    "./sx": "sx.js", "./noext": "noext", "./fd": "fd.js", "./fd/": "fd/index.js", "./d1": "d1/index.ts",
    "./d2": "d2/q.tsx", "./sp ace.js": "sp ace.js", "./t/a.js": "t/a.ts", "./t/b.js": "t/b.tsx", "./t/b.jsx": "t/b.tsx",
    "./t/c.mjs": "t/c.mts", "./t/d.cjs": "t/d.cts", "./ext/f": "ext/f.tsx",
};

describe("require.resolve", () => {
    for (const [specifier, want] of Object.entries({ ...both, "conds/e": "node_modules/conds/r.cjs", "./ext/g": "ext/g.cjs" })) {
        test(specifier, () => expect(require.resolve(specifier)).toBe(join(root, want)));
    }
    for (const specifier of ["conds", "conds/deny", "conds/p/private/x", "conds/up", "conds/i.mjs", "./zip", "#zz", "nope",
        "@nope/x", "me"]) {
        test(`not ${specifier}`, () => expect(() => require.resolve(specifier)).toThrow());
    }
    test("the code of a missing module", () => {
        let error;
        try {
            require.resolve("nope");
        } catch (e) {
            error = e;
        }
        expect(error.code).toBe("MODULE_NOT_FOUND");
        expect(error.message).toContain("Cannot find module 'nope'");
    });
    test("tsconfig paths", () => {
        const inside = createRequire(join(root, "paths/x.js"));
        expect(inside.resolve("@/a")).toBe(join(root, "paths/src/a.ts"));
        expect(inside.resolve("one")).toBe(join(root, "paths/src/a.ts"));
    });
    test("a file created after a failure is found", () => {
        expect(() => require.resolve("./late")).toThrow();
        writeFileSync(join(root, "late.js"), "");
        expect(require.resolve("./late")).toBe(join(root, "late.js"));
    });
});

describe("import", () => {
    for (const [specifier, want] of Object.entries({ ...both, "conds/e": "node_modules/conds/i.mjs", "./ext/g": "ext/g.mjs" })) {
        test(specifier, () => expect(Bun.resolveSync(specifier, root)).toBe(join(root, want)));
    }
});
