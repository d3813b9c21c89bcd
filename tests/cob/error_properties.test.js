import { expect, test } from "bun:test";

test("an error has no properties for its place", () => {
  class Located extends Error {
    constructor(message, at) {
      super(message);
      this.at = at;
    }
  }
  for (const error of [new Error("a"), TypeError("b"), new AggregateError([], "c"), new Located("d", 1)]) {
    for (const name of ["line", "column", "sourceURL"]) expect(name in error).toBe(false);
  }
});

test("nothing shadows an accessor of a derived class, not even after a throw", () => {
  class Placed extends TypeError {
    get column() {
      return 7;
    }
  }
  try {
    throw new Placed("x");
  } catch (error) {
    expect(error.column).toBe(7);
    expect(error.stack).toContain("error_properties.test.js");
  }
});
