// Columns in stack traces are those of the file, also on lines that were edited before they ran.
import { expect, test } from "bun:test";

const columnOf = (error) => Number(/stack_columns\.test\.js:\d+:(\d+)/.exec(error.stack)[1]);
export let counter = 0;

test("behind await and behind assignments to exports", async () => {
  let column;
  const plain = columnOf(new Error("w")) - "  const plain = columnOf(new E".length; // where engines point to differs
  /* */ await null; column = columnOf(new Error("x")); await (await null);
  expect(column - plain).toBe("  /* */ await null; column = columnOf(new E".length);
  counter = await 5; counter++; column = columnOf(new Error("y"));
  expect(column - plain).toBe("  counter = await 5; counter++; column = columnOf(new E".length);
  expect(counter).toBe(6);
});
