// cob-only: Bun loses what a pipe did not take before process.exit(); Node.js and cob do not.
import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";

const run = (code) => spawnSync(process.execPath, ["-e", code], { encoding: "utf8", maxBuffer: 1e7 });

test("a large write to a pipe arrives whole although the process exits", () => {
  expect(run("process.stdout.write('y'.repeat(1000000)); process.exit(0)").stdout.length).toBe(1000000);
});

test("a WebAssembly compilation alone keeps the process alive", () => {
  const child = run("WebAssembly.compile(new Uint8Array([0,97,115,109,1,0,0,0])).then((m) => process.stdout.write(String(m instanceof WebAssembly.Module)))");
  expect(child.stdout).toBe("true");
  expect(run("WebAssembly.instantiate(new Uint8Array([1])).catch((e) => process.stdout.write(e.name))").stdout).toBe("CompileError");
  expect(run("WebAssembly.compile(new Uint8Array([1]))").status).toBe(1);
});
