// cob-only: Bun gives a JSON module its names also with { type: "json" }, and has no { type: "bytes" }.
import { expect, test } from "bun:test";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "data-"));
const write = (name, text) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
};
const json = write("some.json", '{"a": 1, "default": 2}');

test("with { type: 'json' } there is a default export and nothing else", async () => {
    expect(Object.keys(await import(json, { with: { type: "json" } }))).toEqual(["default"]);
    await expect(import(write("named.mjs", 'import { a } from "./some.json" with { type: "json" };'))).rejects.toThrow(SyntaxError);
});

test("without attributes names can be imported, as in Bun", async () => {
    expect((await import(write("plain.mjs", 'export { a } from "./some.json";'))).a).toBe(1);
    await expect(import(write("missing.mjs", 'export { b } from "./some.json";'))).rejects.toThrow(SyntaxError);
});

test("with { type: 'bytes' } it is a Uint8Array of the file", async () => {
    const { default: bytes } = await import(write("b.bin", new Uint8Array([0, 255, 128])), { with: { type: "bytes" } });
    expect(bytes).toBeInstanceOf(Uint8Array);
    expect([...bytes]).toEqual([0, 255, 128]);
    expect([...(await import("data:,%00a", { with: { type: "bytes" } })).default]).toEqual([0, 97]);
    expect([...(await import("data:;base64,/wA=", { with: { type: "bytes" } })).default]).toEqual([255, 0]);
});

test("attributes of import() must be an object of strings", async () => {
    for (const wrong of [{ with: null }, { with: 5 }, { with: { type: 5 } }, { with: { other: null } }, 5, null])
        await expect(import(json, wrong)).rejects.toThrow(TypeError);
    expect((await import(json, { with: undefined })).a).toBe(1);
});

test("what follows a value is an error, in JSON with comments, too", () => {
    expect(() => Bun.JSONC.parse('{"a": 1} b')).toThrow(SyntaxError);
    expect(() => require(write("tsconfig.more.json", '{"a": 1},'))).toThrow("tsconfig.more.json");
});
