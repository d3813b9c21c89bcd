import { expect, test } from "bun:test";

// The loader runs a module inside a function: nothing of that may be seen.
const outside = typeof arguments;
const arrow = () => typeof arguments;
let failure;
try {
    ({ arguments });
} catch (error) {
    failure = error;
}

test("a module has no arguments", () => {
    expect([outside, arrow(), { arguments: 1 }.arguments]).toEqual(["undefined", "undefined", 1]);
    expect(failure).toBeInstanceOf(ReferenceError);
    expect((function () { return arguments.length; })(1, 2)).toBe(2);
});
