// Tests that never return fail at their time limit and the file goes on (Bun waits for ever); signals end a program
// that computes for ever.
import { expect, test } from "bun:test";
import { join } from "node:path";

test("a test that computes for ever times out, and the next one runs", () => {
  const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, "test", "./spin.fixture.js"],
    { cwd: import.meta.dir, env: { ...process.env, NO_COLOR: "1" } });
  const text = stderr.toString();
  expect(stdout.toString()).toContain("finally ran");
  expect(stdout.toString()).not.toContain("wrong");
  expect(text).toContain("interrupted here: it had not returned");
  expect(text).toMatch(/spin\.fixture\.js:4:\d+\n\(fail\) spins \[.*\]\n  \^ this test timed out after 50ms\./);
  expect(text).toMatch(/\(fail\) spins later \[.*\]\n  \^ this test timed out after 50ms\./);
  expect(text).toMatch(/\(fail\) hook > is not run \[.*\]\n  \^ a beforeEach\/afterEach hook timed out/);
  expect(text).toMatch(/\(pass\) goes on/);
  expect(exitCode).toBe(1);
}, 60000);

async function endsBy(signal, code) {
  const child = Bun.spawn([process.execPath, "-e", code], { stdout: "pipe", stderr: "pipe" });
  const { value } = await child.stdout.getReader().read();
  expect(new TextDecoder().decode(value)).toBe("busy\n");
  child.kill(signal);
  await child.exited;
  return child.signalCode;
}

test.each(["SIGINT", "SIGTERM"])("%s ends a program that computes for ever", async (signal) => {
  const code = "console.log('busy'); for (;;);";
  expect(await endsBy(signal, code)).toBe(signal);
  expect(await endsBy(signal, `process.on('${signal}', f); function f() {} process.off('${signal}', f); ${code}`)).toBe(signal);
}, 60000);
