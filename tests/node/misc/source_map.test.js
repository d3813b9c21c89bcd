import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { SourceMap, findSourceMap, getSourceMapsSupport, setSourceMapsSupport } from "node:module";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const payload = {
    version: 3, sources: ["orig.ts"], names: ["foo"], mappings: "AAGA,SAASA,GAAG;CAKA",
};

test("findEntry gives the mapping before a place", () => {
    const map = new SourceMap(payload, { lineLengths: [20, 3] });
    expect(map.findEntry(0, 0)).toEqual({
        generatedLine: 0, generatedColumn: 0, originalSource: "orig.ts", originalLine: 3, originalColumn: 0, name: undefined,
    });
    expect(map.findEntry(0, 10)).toMatchObject({ generatedColumn: 9, originalColumn: 9, name: "foo" });
    expect(map.findEntry(1, 0)).toMatchObject({ generatedLine: 0, generatedColumn: 12 });
    expect(map.findEntry(-1, 0)).toEqual({});
    expect(map.lineLengths).toEqual([20, 3]);
    expect(map.lineLengths).not.toBe(map.lineLengths);
});

test("findOrigin counts from one and keeps the distance to the mapping", () => {
    const map = new SourceMap(payload);
    expect(map.findOrigin(1, 12)).toEqual({ name: "foo", fileName: "orig.ts", lineNumber: 4, columnNumber: 12 });
    expect(map.findOrigin(0, 0)).toEqual({});
});

test("the payload is a copy", () => {
    const map = new SourceMap(payload);
    expect(map.payload).toEqual(payload);
    expect(map.payload).not.toBe(payload);
    expect(map.payload.sources).not.toBe(payload.sources);
});

test("sections are one map", () => {
    const section = (line, column, source) => ({ offset: { line, column }, map: { version: 3, sources: [source], mappings: "AAAA;AACA" } });
    const map = new SourceMap({ version: 3, sections: [section(0, 0, "a"), section(2, 5, "b")] });
    expect(map.findEntry(1, 9)).toMatchObject({ originalSource: "a", originalLine: 1 });
    expect(map.findEntry(2, 6)).toMatchObject({ generatedColumn: 5, originalSource: "b", originalLine: 0 });
    expect(map.findEntry(3, 0)).toMatchObject({ generatedColumn: 0, originalSource: "b", originalLine: 1 });
});

test("the payload is an object", () => {
    for (const wrong of [undefined, null, 1, "x"]) expect(() => new SourceMap(wrong)).toThrow(expect.objectContaining({ code: "ERR_INVALID_ARG_TYPE" }));
});

const folder = mkdtempSync(join(tmpdir(), "source-map-"));
const generated = "function f(x){if(!x){throw new Error('boom')}}\nf()\n";
const map = { version: 3, sourceRoot: "src", sources: ["orig.ts"], names: ["foo"], mappings: "AAGA,SAASA,GAAG,SAAAA;AAKAA" };

function write(name, comment) {
    const path = join(folder, name);
    writeFileSync(path, `${generated}${comment}\n`);
    return path;
}

// cob-only: Bun has no switch for maps of files on disk
if (process.versions.cob !== undefined) {
    test("stacks show the original places when source maps are on", () => {
        writeFileSync(join(folder, "a.js.map"), JSON.stringify(map));
        const inline = `data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString("base64")}`;
        const files = [write("a.js", "//# sourceMappingURL=a.js.map"), write("b.js", `//# sourceMappingURL=${inline}`)];
        for (const file of files) {
            const run = (...flags) => spawnSync(process.execPath, [...flags, file], { encoding: "utf8" }).stderr;
            expect(run("--enable-source-maps")).toContain(`    at foo (${join(folder, "src/orig.ts")}:4:13)\n    at ${join(folder, "src/orig.ts")}:9:13`);
            expect(run()).toContain(`    at f (${file}:1:28)\n    at ${file}:2:1`);
        }
    });

    test("findSourceMap knows loaded files while maps are on", () => {
        const require = createRequire(import.meta.url);
        const path = write("c.js", "//# sourceMappingURL=a.js.map");
        setSourceMapsSupport(true, { nodeModules: true });
        try {
            expect(getSourceMapsSupport()).toEqual({ enabled: true, nodeModules: true, generatedCode: false });
            expect(process.sourceMapsEnabled).toBe(true);
            expect(findSourceMap(path)).toBeUndefined();
            let stack;
            try {
                require(path);
            } catch (error) {
                ({ stack } = error);
            }
            expect(stack).toContain("src/orig.ts:4:13");
            expect(findSourceMap(path).findEntry(0, 0).originalSource).toBe(`file://${join(folder, "src/orig.ts")}`);
            expect(findSourceMap(path).lineLengths.slice(0, 2)).toEqual([46, 3]);
        } finally {
            setSourceMapsSupport(false);
        }
        expect(findSourceMap(path)).toBeUndefined();
    });

    test("a broken map hides no error", () => {
        writeFileSync(join(folder, "bad.map"), "{");
        for (const url of ["bad.map", "missing.map", "http://127.0.0.1:1/x", "data:application/json,%7B", "\u0000"]) {
            const file = write("d.js", `//# sourceMappingURL=${url}`);
            expect(spawnSync(process.execPath, ["--enable-source-maps", file], { encoding: "utf8" }).stderr).toContain("d.js:1:28");
        }
    });
}

test("cleanup", () => rmSync(folder, { recursive: true }));
