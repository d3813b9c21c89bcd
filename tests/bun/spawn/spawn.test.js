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

test("options are checked", () => {
  const failure = (options) => {
    try {
      Bun.spawnSync(Array.isArray(options) ? options : { cmd: ["true"], ...options });
    } catch (error) {
      return [error.name, error.code];
    }
  };
  expect(failure({ timeout: -1 })).toEqual(["RangeError", "ERR_OUT_OF_RANGE"]);
  expect(failure({ timeout: "a" })).toEqual(["TypeError", "ERR_INVALID_ARG_TYPE"]);
  expect(failure({ timeout: Infinity, maxBuffer: Infinity })).toBeUndefined();
  expect(failure({ killSignal: "SIGGOD" })).toEqual(["TypeError", "ERR_INVALID_ARG_TYPE"]);
  expect(failure({ killSignal: 1000 })).toEqual(["TypeError", "ERR_INVALID_ARG_TYPE"]);
  expect(failure({ signal: {} })).toEqual(["TypeError", "ERR_INVALID_ARG_TYPE"]);
  expect(failure({ env: { A: "a\0b" } })).toEqual(["TypeError", "ERR_INVALID_ARG_VALUE"]);
  expect(failure({ cwd: "a\0b" })).toEqual(["TypeError", "ERR_INVALID_ARG_VALUE"]);
  expect(failure(["true", "a\0b"])).toEqual(["TypeError", "ERR_INVALID_ARG_VALUE"]);
  expect(failure({ stdin: new ReadableStream() })).toEqual(["TypeError", "ERR_INVALID_ARG_TYPE"]);
  const long = ["true"];
  Object.defineProperty(long, "length", { value: 4294967295 });
  expect(failure(long)).toEqual(["TypeError", "ERR_INVALID_ARG_TYPE"]);
});

test("kill() takes names and numbers", async () => {
  const child = Bun.spawn(["sleep", "30"]);
  expect(() => child.kill("SIGGOD")).toThrow("'SIGHUP'");
  expect(() => child.kill(-1)).toThrow("must be >= 0");
  expect(() => child.kill({})).toThrow("must be a string or an integer");
  child.kill("");
  await child.exited;
  expect(child.signalCode).toBe("SIGTERM");
});

test("a child that writes more than maxBuffer is killed, read or not", async () => {
  const child = Bun.spawn(["yes"], { maxBuffer: 256, killSignal: "SIGHUP", stdout: "pipe" });
  await child.exited;
  expect([child.exitCode, child.signalCode]).toEqual([null, "SIGHUP"]);
  const result = Bun.spawnSync(["yes"], { maxBuffer: 256, killSignal: "SIGHUP" });
  expect([result.signalCode, result.exitedDueToMaxBuffer]).toEqual(["SIGHUP", true]);
});

test("the time of AbortSignal.timeout limits spawnSync", () => {
  const start = performance.now();
  expect(Bun.spawnSync({ cmd: ["sleep", "30"], signal: AbortSignal.timeout(20) }).success).toBe(false);
  expect(performance.now() - start).toBeLessThan(5000);
  expect(() => Bun.spawnSync({ cmd: ["true"], signal: AbortSignal.abort() })).toThrow();
});

test("a stream as stdin: what it gave before it failed arrives; a used one is refused", async () => {
  let pulls = 0;
  const failing = new ReadableStream({
    pull(controller) {
      if (++pulls === 3) throw new Error("no more");
      controller.enqueue(`chunk ${pulls}\n`);
    },
  });
  const child = Bun.spawn({ cmd: ["cat"], stdin: failing, stdout: "pipe" });
  expect(await child.stdout.text()).toBe("chunk 1\nchunk 2\n");
  expect(() => Bun.spawn({ cmd: ["cat"], stdin: failing })).toThrow();
});
