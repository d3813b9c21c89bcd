import { expect, test } from "bun:test";
import load from "./fixtures/dollar.cjs";
import * as reassigned from "./fixtures/reassigned.cjs";

test("CommonJS with names like the loader's own may import()", async () => {
    expect(await load()).toEqual([1, 2, 7]);
});

test("names that only the text of a CommonJS module has are undefined, not uninitialised", () => {
    const read = { ...reassigned };
    expect(read.gone).toBe(undefined);
    expect(read.kept ?? read.default.kept).toBe(2);
});
