import { describe, expect, test } from "bun:test";

// (module (func (export "one") (result i32) i32.const 1) (import "m" "f" (func)))
const module = new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 2, 96, 0, 0, 96, 0, 1, 127, 2, 7, 1, 1, 109, 1, 102, 0, 0, 3, 2, 1, 1, 7, 7, 1, 3, 111, 110, 101, 0, 1,
    10, 6, 1, 4, 0, 65, 1, 11,
]);
const response = (body = module, type = "application/wasm", status = 200) =>
    new Response(body, { status, headers: type === undefined ? {} : { "content-type": type } });
const imports = { m: { f() {} } };

describe("WebAssembly.compileStreaming and instantiateStreaming", () => {
    test("take a response, or a promise of one", async () => {
        const compiled = await WebAssembly.compileStreaming(response());
        expect(WebAssembly.Module.exports(compiled)).toMatchObject([{ name: "one", kind: "function" }]);
        const source = await WebAssembly.instantiateStreaming(Promise.resolve(response(module, "APPLICATION/wasm")), imports);
        expect(source.module).toBeInstanceOf(WebAssembly.Module);
        expect(source.instance.exports.one()).toBe(1);
    });

    test("have the shape of the others", () => {
        expect([WebAssembly.compileStreaming.length, WebAssembly.instantiateStreaming.length]).toEqual([1, 1]);
        expect(Object.keys(WebAssembly)).toContain("instantiateStreaming");
    });

    const wrong = [
        ["an object", () => ({}), "ERR_INVALID_ARG_TYPE"],
        ["nothing", () => undefined, "ERR_INVALID_ARG_TYPE"],
        ["the class", () => Response, "ERR_INVALID_ARG_TYPE"],
        ["no type", () => new Response(module), "ERR_WEBASSEMBLY_RESPONSE"],
        ["a type with parameters", () => response(module, "application/wasm;x"), "ERR_WEBASSEMBLY_RESPONSE"],
        ["a status that is not ok", () => response(module, undefined, 404), "ERR_WEBASSEMBLY_RESPONSE"],
    ];
    for (const [name, make, code] of wrong) {
        test(`${name} is refused`, async () => {
            for (const method of ["compileStreaming", "instantiateStreaming"]) {
                const error = await WebAssembly[method](make(), imports).catch((reason) => reason);
                expect([error.name, error.code]).toEqual(["TypeError", code]);
            }
        });
    }

    test("a used body, a rejected promise, bad bytes, missing imports", async () => {
        const used = response();
        await used.text();
        expect(WebAssembly.compileStreaming(used)).rejects.toThrow("body has already been used");
        expect(WebAssembly.compileStreaming(Promise.reject(new RangeError("no")))).rejects.toThrow(RangeError);
        expect(WebAssembly.compileStreaming(response("abc"))).rejects.toThrow(WebAssembly.CompileError);
        expect(WebAssembly.compileStreaming(response(null))).rejects.toThrow(WebAssembly.CompileError);
        await expect(WebAssembly.instantiateStreaming(response())).rejects.toThrow(TypeError);
    });
});
