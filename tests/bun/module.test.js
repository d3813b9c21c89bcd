import { expect, test } from "bun:test";
import Default, { gc, TOML, version } from "bun";

test("the module bun is the object Bun", () => {
    expect([gc, TOML, version, Default]).toEqual([Bun.gc, Bun.TOML, Bun.version, Bun]);
    expect(require("bun")).toBe(Bun);
});
