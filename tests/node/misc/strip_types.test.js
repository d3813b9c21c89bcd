// module.stripTypeScriptTypes: types become white space, what has no JavaScript is refused.
import { expect, test } from "bun:test";
import module from "node:module";

const strip = module.stripTypeScriptTypes;
const failure = (code, options) => {
  try {
    strip(code, options);
  } catch (error) {
    return error.code;
  }
  return undefined;
};

// Bun has no such function.
test.skipIf(typeof strip !== "function")("keeps lines and columns", () => {
  const source = "const a: number = 1;\nfunction f<T>(x: T): T { return x as T }\nimport type X from 'y'; import { Z } from 'z'";
  const code = strip(source);
  expect(code.split("\n").map((line) => line.replace(/;/g, " ").trimEnd())).toEqual([
    "const a         = 1", "function f   (x   )    { return x       }", "                        import { Z } from 'z'",
  ]);
  expect(strip("let x: 1", { sourceUrl: "s.ts" })).toMatch(/^let x\s*;?\n\n\/\/# sourceURL=s.ts$/);
});

test.skipIf(typeof strip !== "function")("refuses what needs code", () => {
  for (const code of ["enum E {A}", "namespace N { export const a = 1 }", "class A { constructor(private x) {} }", "import a = require('b')", "export = 1"])
    expect(failure(code)).toBe("ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX");
  expect(failure("let a = ;")).toBe("ERR_INVALID_TYPESCRIPT_SYNTAX");
  expect(failure("declare enum E {A} declare namespace N {}")).toBe(undefined);
  expect(failure("1", { mode: "other" })).toBe("ERR_INVALID_ARG_VALUE");
  expect(failure(1)).toBe("ERR_INVALID_ARG_TYPE");
});
