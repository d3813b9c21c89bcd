// Rejections without a handler: when they are reported, and what is told when a handler comes late.
import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";

function run(source, ...flags) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, "-e", source], { encoding: "utf8" });
  return { stdout, stderr, status };
}

test("a handler that comes in a chain of ticks and microtasks is in time", () => {
  const source = `
    process.on("unhandledRejection", () => console.log("unhandled"));
    const p = Promise.reject(new Error("late"));
    process.nextTick(() => Promise.resolve().then(() => process.nextTick(() => p.catch(() => console.log("caught")))));`;
  expect(run(source).stdout).toBe("caught\n");
});

for (const [name, attach] of [["then", "p.then(null, () => {})"], ["await", "(async () => { try { await p } catch {} })()"]]) {
  test(`a late handler by ${name} is told to rejectionHandled`, () => {
    const source = `
      process.on("unhandledRejection", () => console.log("unhandled"));
      process.on("rejectionHandled", (which) => console.log("handled", which === p));
      const p = Promise.reject(new Error("late"));
      setTimeout(() => { ${attach}; }, 5);`;
    expect(run(source).stdout).toBe("unhandled\nhandled true\n");
  });
}

test("a reason that is not an error ends the program with a text that names it", () => {
  const { stderr, status } = run(`Promise.reject("because");`);
  expect(status).toBe(1);
  expect(stderr).toContain("because");
});

test("an error of an unhandledRejection listener is an uncaught exception", () => {
  const source = `
    process.on("uncaughtException", (error) => console.log("uncaught", error.message));
    process.on("unhandledRejection", () => { throw new Error("of the listener"); });
    Promise.reject(1);`;
  expect(run(source).stdout).toBe("uncaught of the listener\n");
});

test("an error of an uncaughtException listener is printed", () => {
  const { stderr, status } = run(`process.on("uncaughtException", () => { throw new Error("second"); }); throw new Error("first");`);
  expect(stderr).toContain("second");
  expect(status).toBe(7);
});
