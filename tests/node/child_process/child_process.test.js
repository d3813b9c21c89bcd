import { expect, test } from "bun:test";
import { exec, execFile, execFileSync, execSync, fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

test("spawnSync: output, status, input, environment, directory", () => {
  const child = spawnSync("sh", ["-c", "cat; echo err >&2; printf %s \"$V\"; pwd; exit 3"], {
    input: "in ", encoding: "utf8", env: { ...process.env, V: "val " }, cwd: "/",
  });
  expect(child.stdout).toBe("in val /\n");
  expect(child.stderr).toBe("err\n");
  expect(child.status).toBe(3);
  expect(child.signal).toBe(null);
});

test("spawnSync: a missing program, a timeout", () => {
  const missing = spawnSync("/does/not/exist", ["x"]);
  expect(missing.error.code).toBe("ENOENT");
  expect(missing.error.path).toBe("/does/not/exist");
  const slow = spawnSync("sleep", ["10"], { timeout: 50 });
  expect(slow.signal).toBe("SIGTERM");
  expect(slow.error.code).toBe("ETIMEDOUT");
});

test("execSync and execFileSync return output and throw on failure", () => {
  expect(execSync("echo hi", { encoding: "utf8" })).toBe("hi\n");
  expect(execFileSync("echo", ["a b"]).toString()).toBe("a b\n");
  expect(() => execSync("exit 4", { stdio: "ignore" })).toThrow("Command failed: exit 4");
});

test("spawn streams both ways", async () => {
  const child = spawn("cat");
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
  child.stdin.write("from ");
  child.stdin.end("parent");
  const [code, signal] = await once(child, "close");
  expect([code, signal, out]).toEqual([0, null, "from parent"]);
  expect(child.exitCode).toBe(0);
});

test("kill ends a child and is seen in the exit event", async () => {
  const child = spawn("sleep", ["30"]);
  expect(child.kill("SIGKILL")).toBe(true);
  const [code, signal] = await once(child, "exit");
  expect([code, signal, child.killed, child.signalCode]).toEqual([null, "SIGKILL", true, "SIGKILL"]);
});

test("a missing program is an error event", async () => {
  const child = spawn("/does/not/exist", ["a"]);
  const [error] = await once(child, "error");
  expect(error.code).toBe("ENOENT");
  expect(error.spawnargs).toEqual(["a"]);
});

test("exec and execFile report like Node", async () => {
  const { stdout } = await promisify(exec)("echo one; echo two");
  expect(stdout).toBe("one\ntwo\n");
  const error = await promisify(exec)("echo no >&2; exit 7").catch((e) => e);
  expect([error.code, error.stderr, error.killed, error.signal]).toEqual([7, "no\n", false, null]);
  const full = await promisify(execFile)("yes", [], { maxBuffer: 100 }).catch((e) => e);
  expect(full.code).toBe("ERR_CHILD_PROCESS_STDIO_MAXBUFFER");
});

test("fork exchanges messages and disconnects", async () => {
  const dir = mkdtempSync(join(tmpdir(), "fork-"));
  try {
    const file = join(dir, "child.cjs");
    writeFileSync(file, "process.send({ hello: process.argv[2], connected: process.connected }); process.on('message', (m) => process.send({ echo: m }));");
    const child = fork(file, ["arg"]);
    const got = [];
    child.on("message", (message) => {
      got.push(message);
      if (message.hello) child.send({ n: [1, "\u00e9"] });
      else child.disconnect();
    });
    await once(child, "exit");
    expect(got).toEqual([{ hello: "arg", connected: true }, { echo: { n: [1, "\u00e9"] } }]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("one child's output is another's input", async () => {
  const first = spawn("echo", ["piped"]);
  const second = spawn("cat", { stdio: ["pipe", "pipe", "inherit"] });
  first.stdout.pipe(second.stdin);
  let out = "";
  second.stdout.on("data", (data) => (out += data));
  await once(second, "close");
  expect(out).toBe("piped\n");
});

test("an abort signal kills the child", async () => {
  const controller = new AbortController();
  const child = spawn("sleep", ["30"], { signal: controller.signal });
  setTimeout(() => controller.abort(), 10);
  const [error] = await once(child, "error");
  expect(error.name).toBe("AbortError");
});
