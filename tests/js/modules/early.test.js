import { expect, test } from "bun:test";
import { results } from "./fixtures/cycle_entry.mjs";
import * as self from "./fixtures/self.mjs";

const tdz = (name) => `ReferenceError: Cannot access '${name}' before initialization`;

test("an import read before its module has run is a ReferenceError", () => {
    expect(results.early.hoisted).toBe("hoisted");
    expect(results.early.plain).toBe(tdz("x"));
    expect(results.early.typeof).toBe(tdz("x"));
    expect(results.early.new).toBe(tdz("C"));
    expect(results.early.member).toBe(tdz("C"));
    expect(results.early.template).toBe(tdz("x"));
    expect(results.early.renamed).toBe(tdz("renamed"));
    expect(results.early.default).toBe(tdz("D"));
    expect(results.early.statement).toBe(tdz("x"));
    expect(results.early.shorthand).toStartWith("ReferenceError");
    expect(results.early.namespace).toStartWith("ReferenceError");
});

test("the same reads work afterwards, undefined included", () => {
    expect(results.late).toEqual([1, undefined, 1, 2, "function", 1, 1]);
    expect(results.object.inner.z).toBe(2);
    expect(results.total).toBe(3);
    expect(results.fn()).toBe("hoisted");
});

test("a module that imports itself", () => {
    expect([self.before, self.value, self.after()]).toEqual(["ReferenceError", 7, 7]);
});
