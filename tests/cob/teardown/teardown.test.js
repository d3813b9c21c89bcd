// What a program leaves open must close without a report: under the sanitizers every end that is not
// process.exit() tears the runtime down, and a use after free, a leak or a failed check is an exit code.
import { expect, test } from "bun:test";
import { join } from "node:path";

function run(...args) {
  const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, ...args], { stdin: "ignore" });
  return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() };
}
const clean = (stdout = "") => ({ exitCode: 0, stdout, stderr: "" });

test("everything open, started as the program ends", () => {
  expect(run(join(import.meta.dir, "open_at_exit.fixture.js"))).toEqual(clean("end\n"));
}, 60000);

test.each([
  ["timers", "setInterval(() => {}, 10).unref(); setTimeout(() => {}, 1e6).unref()"],
  ["promises", "new Promise(() => {}); (async () => { await new Promise(() => {}) })()"],
  ["a server with a waiting request", "const s = Bun.serve({ port: 0, idleTimeout: 1, fetch: () => new Promise(() => {}) }); s.unref(); fetch(s.url).catch(() => {})"],
  ["a watched folder", "require('fs').watch('.', () => {}).unref()"],
  ["a child", "const c = require('child_process').spawn('sleep', ['0.2']); c.unref(); for (const s of c.stdio) s.unref()"],
  ["a WebAssembly job", "process.on('exit', () => { WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])) })"],
])("an end with %s left", (_, code) => {
  expect(run("-e", code)).toEqual(clean());
}, 60000);

test("an exception with a server, a timer and a fetch left", () => {
  const result = run("-e", "Bun.serve({ port: 0, fetch() {} }); setInterval(() => {}, 10); throw new Error('top')");
  expect(result.exitCode).toBe(1);
  expect(result.stderr).toContain("Error: top");
  expect(result.stderr).not.toContain("Sanitizer");
}, 60000);
