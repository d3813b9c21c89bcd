import { expect, test } from "bun:test";

const { satisfies, order } = Bun.semver;

test("what Bun.semver is", () => {
    expect(Object.keys(Bun.semver)).toEqual(["satisfies", "order"]);
    expect([satisfies.length, satisfies.name, order.length, order.name]).toEqual([2, "satisfies", 2, "order"]);
});

test("order", () => {
    const rising = ["0.0.0-0", "0.0.0", "1.0.0-2", "1.0.0-10", "1.0.0-a", "1.0.0-a.1", "1.0.0", "1.2.10", "1.2", "1", "2.0.0-rc", "x"];
    const shuffled = rising.toSorted((a, b) => (a + "x").localeCompare(b));
    expect(shuffled.sort(order)).toEqual(rising);
    expect(order(" v1.2.3+a", "=1.2.3+b")).toBe(0);
    expect(order({ toString: () => "1.0.0" }, Buffer.from("2.0.0"))).toBe(-1);
    expect(order("1.0.0\u00e9", "9.0.0")).toBe(0);
    for (const bad of ["", "latest", "1..2", "1.2.3.4", "1.2.3x", "18446744073709551616.0.0", "1-a"]) {
        expect(() => order("1.0.0", bad)).toThrow(`Invalid SemVer: ${bad}`);
        expect(() => order(bad, "1.0.0")).toThrow(`Invalid SemVer: ${bad}`);
    }
});

test.each([
    ["^1.2.3", "1.2.3 1.9.0", "1.2.2 2.0.0 2.0.0-a 1.2.4-a"],
    ["^0.2", "0.2.0 0.2.9", "0.1.9 0.3.0"],
    ["^0.0.3-beta", "0.0.3-beta 0.0.3-rc 0.0.3", "0.0.3-alpha 0.0.4"],
    ["~> 1.2", "1.2.0 1.2.9", "1.3.0"],
    ["1.2 - 2", "1.2.0 2.9.9", "1.1.9 3.0.0"],
    ["1.2.3 - 2.x || 5", "1.2.3 2.9.9 5.5.5", "3.0.0 6.0.0"],
    [">= 1 < 3", "1.0.0 2.9.9", "0.9.9 3.0.0"],
    ["1 || 3", "1.1.1 3.3.3", "2.2.2"],
    ["2 2.1", "2.1.5", "2.2.0"],
    [">=1.0.0-a <2", "1.0.0-b 1.5.0", "1.0.1-b 2.0.0"],
    ["*", "0.0.0 9.9.9", "1.0.0-a"],
    [">*", "", "0.0.0 9.9.9"],
    ["latest", "1.0.0", "1.0.0-a"],
    ["7 || 99999999999999999999", "", "7.0.0"],
    ["1.2.3+build", "1.2.3 1.2.3+other", "1.2.3-a"],
    ["1.0.0-1", "1.0.0-1", "1.0.0-01 1.0.0"],
])("%s", (range, allowed, refused) => {
    const split = (list) => list.split(" ").filter((v) => v !== "");
    expect(split(allowed).filter((v) => !satisfies(v, range))).toEqual([]);
    expect(split(refused).filter((v) => satisfies(v, range))).toEqual([]);
});

test("what is no whole version satisfies nothing", () => {
    for (const bad of ["", "1", "1.2", "1.x.0", "1.2.3 foo", "1.2.3^", "foo", "1.2.3\u00e9"]) expect(satisfies(bad, "*")).toBe(false);
    expect(satisfies(" v1.2.3 ", "*")).toBe(true);
    expect(() => satisfies(Symbol("x"), "*")).toThrow(TypeError);
});
