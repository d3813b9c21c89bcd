// cob-only: Bun has no module.registerHooks.
import { afterEach, expect, test } from "bun:test";
import { createRequire, registerHooks } from "node:module";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = mkdtempSync(join(tmpdir(), "hooks-"));
const require = createRequire(join(folder, "main.js"));
const write = (name, text) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
};

let active = [];
const register = (hooks) => {
    const handle = registerHooks(hooks);
    active.push(handle);
    return handle;
};
afterEach(() => {
    for (const handle of active) handle.deregister();
    active = [];
});

test("resolve sees each specifier, with who asks, and may answer itself", async () => {
    const seen = [];
    const path = write("one.mjs", "export default 1");
    register({
        resolve(specifier, context, next) {
            seen.push([specifier, context.parentURL, context.conditions.includes("import")]);
            return specifier === "short" ? { url: pathToFileURL(path).href, shortCircuit: true } : next(specifier, context);
        },
    });
    expect((await import("short")).default).toBe(1);
    expect(require("short").default).toBe(1);
    expect(require("os")).toBe(require("node:os"));
    expect(seen[0]).toEqual(["short", import.meta.url, true]);
    expect(seen[1]).toEqual(["short", pathToFileURL(join(folder, "main.js")).href, false]);
    expect(seen.map((call) => call[0]).slice(2)).toEqual(["os", "node:os"]);
});

test("load may change the text of modules of every kind", async () => {
    const files = {
        "text.mjs": ["export default 'old'", "module"],
        "text.cjs": ["module.exports = { default: 'old' }", "commonjs"],
        "text.json": ['{"default": "old"}', "json"],
        "text.ts": ["export default 'old' as string", "module-typescript"],
    };
    register({
        load(url, context, next) {
            const result = next(url, context);
            const source = `${result.source}`.replace("old", "new");
            return { ...result, source: url.endsWith(".mjs") ? new TextEncoder().encode(source) : source };
        },
    });
    const formats = [];
    register({
        load(url, context, next) {
            const result = next(url);
            formats.push(result.format);
            return result;
        },
    });
    for (const name in files) {
        const ns = await import(write(name, files[name][0]));
        expect(ns.default.default ?? ns.default).toBe("new");
    }
    expect(formats).toEqual(["module", "commonjs", "json", "module-typescript"]);
    expect(require(write("required.cjs", "module.exports = 'old'"))).toBe("new");
});

test("modules that are no files", async () => {
    register({
        resolve: (specifier, context, next) =>
            specifier.startsWith("virtual:")
                ? { url: specifier, format: specifier.endsWith("cjs") ? "commonjs" : "module", shortCircuit: true }
                : next(specifier),
        load(url, { format }, next) {
            if (!url.startsWith("virtual:")) return next(url);
            const source = format === "module" ? "export * from 'virtual:cjs'; export const here = import.meta.url" : "exports.named = [module.id]";
            return { format, source, shortCircuit: true };
        },
    });
    expect({ ...(await import("virtual:esm")) }).toMatchObject({ named: ["virtual:cjs"], here: "virtual:esm" });
    expect(require("virtual:cjs")).toEqual({ named: ["virtual:cjs"] });
});

test("the hook that was registered last runs first, until it is taken back", async () => {
    const order = [];
    const hook = (name) => ({
        resolve(specifier, context, next) {
            order.push(name);
            return next(specifier, { ...context, [name]: context.first ?? true });
        },
    });
    register(hook("first"));
    const second = register(hook("second"));
    import.meta.resolve("node:fs");
    second.deregister();
    import.meta.resolve("node:fs");
    expect(order).toEqual(["second", "first", "first"]);
});

test("a cycle of hooked modules is checked for early reads with the hook's text", async () => {
    write("ring_a.mjs", "import './ring_b.mjs'; export let a = 0;");
    write("ring_b.mjs", "import { a } from './ring_a.mjs'; export let early; try { a } catch (e) { early = e.name }");
    let loads = 0;
    register({
        load(url, context, next) {
            const result = next(url, context);
            loads++;
            return { ...result, source: `${result.source}; export const extra = 1` };
        },
    });
    const ns = await import(join(folder, "ring_a.mjs"));
    const inner = await import(join(folder, "ring_b.mjs"));
    expect([ns.extra, inner.extra, inner.early, loads]).toEqual([1, 1, "ReferenceError", 2]);
});

test("wrong hooks and wrong answers", async () => {
    const path = write("any.mjs", "");
    const answers = [
        [{ resolve: () => ({ url: "file:///x" }) }, "ERR_INVALID_RETURN_PROPERTY_VALUE"],
        [{ resolve: () => ({ shortCircuit: true }) }, "ERR_INVALID_RETURN_PROPERTY_VALUE"],
        [{ load: () => ({ format: "module", source: "" }) }, "ERR_INVALID_RETURN_PROPERTY_VALUE"],
        [{ load: () => ({ format: "module", source: 5, shortCircuit: true }) }, "ERR_INVALID_RETURN_PROPERTY_VALUE"],
        [{ load: () => ({ format: "zork", source: "", shortCircuit: true }) }, "ERR_UNKNOWN_MODULE_FORMAT"],
    ];
    let count = 0;
    for (const [hooks, code] of answers) {
        const handle = registerHooks(hooks);
        const error = await import(`${path}?${count++}`).then(() => undefined, (e) => e);
        handle.deregister();
        expect(error?.code).toBe(code);
    }
    expect(() => registerHooks({ resolve: 5 })).toThrow(TypeError);
});

test("import.meta.resolve gives the URL of a file that does not exist, but not of a package", () => {
    expect(import.meta.resolve("./nowhere.js")).toBe(new URL("./nowhere.js", import.meta.url).href);
    expect(() => import.meta.resolve("no-such-package-here")).toThrow();
});
