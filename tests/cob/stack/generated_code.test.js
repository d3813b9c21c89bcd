// Functions that a program makes from text: the engine knows no place of theirs, but they are frames.
import { expect, test } from "bun:test";

const frames = (error) => error.stack.split("\n    at ").slice(1).map((line) => line.replace(/\(?\/.*\/|:\d+:\d+\)?/g, ""));

test("new Function", () => {
  const made = new Function("fail", "function inner() { fail() }\ninner()");
  let error;
  function caller() {
    made(() => {
      error = new Error("x");
    });
  }
  caller();
  expect(frames(error).slice(0, 4)).toEqual(["generated_code.test.js", "inner (<anonymous>)", "<anonymous>", "caller generated_code.test.js"]);
});

test("eval, direct and indirect", () => {
  const direct = eval("(function named() { throw new Error('y') })");
  const indirect = (0, eval)("(function other() { null.x })");
  for (const [make, name] of [[direct, "named"], [indirect, "other"]]) {
    try {
      make();
    } catch (error) {
      expect(frames(error).slice(0, 2)).toEqual([`${name} (<anonymous>)`, "generated_code.test.js"]);
    }
  }
  expect.assertions(2);
});

test("the place that a report shows is the first one that there is", async () => {
  const { stderr } = Bun.spawnSync([process.execPath, "-e", "1\nnew Function('throw new Error(\"lost\")')()"]);
  expect(`${stderr}`).toMatch(/^(\/.*\[eval\]:2:40)\n1 \| 1\n2 \| new .*\n {43}\^\n\nError: lost\n {4}at <anonymous>\n {4}at \1\n$/);
});
