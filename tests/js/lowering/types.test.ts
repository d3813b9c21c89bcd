import { expect, test } from "bun:test";
import { Thing, Maker } from "./fixtures/types";

// The imports are types only, so the file's own declarations take the names.
function Thing(): number { return 1; }
class Maker { made = 2; }

function returned() {
    return <
        T,
    >(value: T) => value;
}
function* yielded() {
    yield <
        T
    >(value: T) => value;
}
function thrown() {
    throw <
        T
    >(value: T) => value;
}

test("types that span lines behind return, yield and throw", () => {
    expect(returned()(3)).toBe(3);
    expect((yielded().next().value as Function)(4)).toBe(4);
    let caught: any;
    try { thrown(); } catch (error) { caught = error; }
    expect(caught(5)).toBe(5);
});

test("a declaration takes the name of an import that is a type", () => {
    expect([Thing(), new Maker().made]).toEqual([1, 2]);
});
