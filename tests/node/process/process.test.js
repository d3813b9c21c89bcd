import { expect, test } from "bun:test";
import process_, { nextTick } from "node:process";
import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

function run(code, options = {}) {
  const dir = mkdtempSync(join(tmpdir(), "process-"));
  try {
    const file = join(dir, "main.cjs");
    writeFileSync(file, code);
    return spawnSync(process.execPath, [file, ...(options.args ?? [])], { encoding: "utf8", ...options });
  } finally {
    rmSync(dir, { recursive: true });
  }
}

test("identity", () => {
  expect(process_).toBe(process);
  expect(nextTick).toBe(process.nextTick);
  expect(process.version).toBe("v26.3.0");
  expect(process.versions.node).toBe("26.3.0");
  expect(process.versions.bun).toBe("1.4.5");
  expect(process.isBun).toBe(true);
  expect(process.platform).toBe("linux");
  expect(process.release.name).toBe("node");
  expect(Object.prototype.toString.call(process)).toBe("[object process]");
});

test("env: values become strings, delete removes, children see it", () => {
  process.env.COB_TEST_ENV = 42;
  expect(process.env.COB_TEST_ENV).toBe("42");
  expect("COB_TEST_ENV" in process.env).toBe(true);
  const child = spawnSync("sh", ["-c", "printf %s \"$COB_TEST_ENV\""], { encoding: "utf8" });
  expect(child.stdout).toBe("42");
  delete process.env.COB_TEST_ENV;
  expect(process.env.COB_TEST_ENV).toBe(undefined);
});

test("cwd, chdir and umask", () => {
  const before = process.cwd();
  process.chdir("/");
  expect(process.cwd()).toBe("/");
  process.chdir(before);
  expect(process.cwd()).toBe(realpathSync(before));
  expect(() => process.chdir("/does/not/exist")).toThrow("ENOENT");
  const mask = process.umask(0o077);
  expect(process.umask()).toBe(0o077);
  process.umask(mask);
});

test("clocks and usage", () => {
  const before = process.hrtime.bigint();
  const start = process.hrtime();
  const [seconds, nanoseconds] = process.hrtime(start);
  const all = process.hrtime.bigint() - before;
  const inside = BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
  expect(inside > 0n && inside <= all).toBe(true);
  expect(process.uptime()).toBeGreaterThan(0);
  expect(process.memoryUsage().rss).toBeGreaterThan(1e6);
  const { heapUsed, heapTotal } = process.memoryUsage();
  expect(heapUsed).toBeGreaterThan(1e5);
  expect(heapTotal).toBeGreaterThan(1e5);
  expect(process.memoryUsage.rss()).toBeGreaterThan(1e6);
  expect(process.cpuUsage().user).toBeGreaterThan(0);
  expect(process.resourceUsage().maxRSS).toBeGreaterThan(0);
});

test("exit codes: exitCode, exit event, exit in a handler", () => {
  expect(run("process.exitCode = 3").status).toBe(3);
  expect(run("process.on('exit', (code) => { process.exitCode = code + 1 }); process.exit(4)").status).toBe(5);
  expect(run("process.on('uncaughtException', (e, origin) => { if (e.message === 'x' && origin === 'uncaughtException') process.exit(9) }); throw new Error('x')").status).toBe(9);
  expect(run("throw new Error('boom')").status).toBe(1);
  expect(run("Promise.reject(new Error('lost'))").status).toBe(1);
});

test("beforeExit may add work; exit follows", () => {
  const child = run("let n = 0; process.on('beforeExit', () => { if (n++ === 0) setTimeout(() => process.stdout.write('more '), 1) }); process.on('exit', () => process.stdout.write('end'))");
  expect(child.stdout).toBe("more end");
});

test("an unhandled rejection can be handled by its event", () => {
  const child = run("process.on('unhandledRejection', (reason, promise) => process.stdout.write(reason.message + (promise instanceof Promise))); Promise.reject(new Error('why'))");
  expect(child.stdout).toBe("whytrue");
  expect(child.status).toBe(0);
});

test("signals reach listeners; without one they end the process", () => {
  const child = run("process.on('SIGUSR2', (name, number) => { process.stdout.write(name + number); clearInterval(t) }); const t = setInterval(() => {}, 1000); process.kill(process.pid, 'SIGUSR2')");
  expect(child.stdout).toBe("SIGUSR212");
  expect(run("process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 5000)").signal).toBe("SIGTERM");
});

test("warnings go to stderr and to listeners", () => {
  const child = run("process.on('warning', (w) => process.stdout.write(w.name + ':' + w.message)); process.emitWarning('careful', 'MyWarning', 'C1')");
  expect(child.stdout).toBe("MyWarning:careful");
  expect(child.stderr).toContain("[C1] MyWarning: careful");
});

test("standard input of a file, a pipe and nothing", () => {
  const code = "let n = 0; process.stdin.on('data', (d) => (n += d.length)); process.stdin.on('end', () => process.stdout.write(String(n)))";
  expect(run(code, { input: "x".repeat(200000) }).stdout).toBe("200000");
  expect(run(code, { stdio: ["ignore", "pipe", "pipe"] }).stdout).toBe("0");
});

test("process.binding('natives') names the built-in modules", () => {
    const names = Object.keys(process.binding("natives"));
    for (const name of ["fs", "path", "util", "events"]) expect(names).toContain(name);
});
