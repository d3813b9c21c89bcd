import { expect, test } from "bun:test";

test("output, error output, exit code", async () => {
  const child = Bun.spawn(["sh", "-c", "echo out; echo err >&2; exit 2"], { stderr: "pipe" });
  expect(child.pid).toBeGreaterThan(0);
  expect(await new Response(child.stdout).text()).toBe("out\n");
  expect(await new Response(child.stderr).text()).toBe("err\n");
  expect(await child.exited).toBe(2);
  expect([child.exitCode, child.signalCode, child.killed]).toEqual([2, null, true]);
});

test("standard input: a sink, bytes, a response", async () => {
  const sink = Bun.spawn({ cmd: ["cat"], stdin: "pipe" });
  sink.stdin.write("one ");
  await sink.stdin.flush();
  sink.stdin.write(new TextEncoder().encode("two"));
  sink.stdin.end();
  expect(await new Response(sink.stdout).text()).toBe("one two");
  const bytes = Bun.spawn(["cat"], { stdin: new TextEncoder().encode("bytes") });
  expect(await new Response(bytes.stdout).text()).toBe("bytes");
  const response = Bun.spawn(["cat"], { stdin: new Response("body") });
  expect(await new Response(response.stdout).text()).toBe("body");
});

test("a killed child resolves with 128 + the signal", async () => {
  const child = Bun.spawn(["sleep", "30"]);
  child.kill();
  expect(await child.exited).toBe(143);
  expect([child.exitCode, child.signalCode]).toEqual([null, "SIGTERM"]);
  const late = Bun.spawn(["sleep", "30"], { timeout: 20, killSignal: "SIGKILL" });
  expect(await late.exited).toBe(137);
});

test("onExit gets the process and its code", async () => {
  const seen = await new Promise((resolve) => {
    const child = Bun.spawn(["sh", "-c", "exit 3"], {
      onExit: (process, code, signal) => resolve([process === child, code, signal]),
    });
  });
  expect(seen).toEqual([true, 3, null]);
});

test("environment and directory", async () => {
  const child = Bun.spawn(["sh", "-c", "echo $V; pwd"], { env: { ...process.env, V: "x" }, cwd: "/" });
  expect(await new Response(child.stdout).text()).toBe("x\n/\n");
});

test("a missing program throws", () => {
  for (const start of [Bun.spawn, Bun.spawnSync]) {
    expect(() => start(["no-such-program-here"])).toThrow('Executable not found in $PATH: "no-such-program-here"');
    expect(() => start([])).toThrow("cmd must not be empty");
  }
});

test("spawnSync", () => {
  const result = Bun.spawnSync(["sh", "-c", "cat; echo e >&2; exit 4"], { stdin: Buffer.from("in") });
  expect(result.stdout.toString()).toBe("in");
  expect(result.stderr.toString()).toBe("e\n");
  expect([result.exitCode, result.success]).toEqual([4, false]);
  const slow = Bun.spawnSync({ cmd: ["sleep", "10"], timeout: 30 });
  expect([slow.exitCode, slow.signalCode, slow.exitedDueToTimeout]).toEqual([null, "SIGTERM", true]);
});

test("a large output arrives whole", async () => {
  const child = Bun.spawn(["sh", "-c", "head -c 3000000 /dev/zero"]);
  expect((await new Response(child.stdout).arrayBuffer()).byteLength).toBe(3000000);
});
