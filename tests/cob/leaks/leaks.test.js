// What a program makes and drops must go: for each API, MANY objects are made and closed or merely forgotten. Then the
// native resources are as many as before, by kind, and weak references to the objects are empty. A kind of
// src/base/kinds.def that no group names in `kinds` fails the last test.
import { afterAll, expect, test } from "bun:test";
import { liveHandles } from "bun:jsc";
import * as childProcess from "node:child_process";
import * as crypto from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as readline from "node:readline";
import { PassThrough } from "node:stream";
import * as zlib from "node:zlib";

const MANY = 50;
// The collector looks at the stack without knowing what is a reference: old words keep some alive, more in the large
// frames of sanitizer builds. What leaks leaves all of MANY.
const LEFT = 12;
const temp = fs.mkdtempSync(path.join(os.tmpdir(), "leaks-"));
const file = path.join(temp, "file.txt");
fs.writeFileSync(file, "some text\n".repeat(100));
afterAll(() => fs.rmSync(temp, { recursive: true, force: true }));

const covered = new Set();
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

function overwriteStack(depth) {
  const filler = [depth, depth, depth, depth];
  return depth ? overwriteStack(depth - 1) + filler.length : 0;
}

// Until `gone()`, in many rounds at most: children and sockets end when the machine lets them.
async function collect(gone = () => false, rounds = 100) {
  for (let i = 0; i < rounds && !gone(); i++) {
    await turn();
    overwriteStack(200);
    Bun.gc(true);
  }
}

const growth = (before) => {
  const after = liveHandles();
  return Object.fromEntries(Object.keys(after).map((kind) => [kind, after[kind] - (before[kind] ?? 0)])
    .filter(([, more]) => more > LEFT));
};
const alive = (refs) => refs.filter((ref) => ref.deref() !== undefined).length;

async function expectGone(before, refs) {
  await collect(() => alive(refs) <= LEFT && Object.keys(growth(before)).length === 0);
  expect(growth(before)).toEqual({});
  expect(alive(refs)).toBeLessThanOrEqual(LEFT);
}

// `make(i)` returns the object, or objects, that must go; `whenMade` sees how many of `kind` live while all exist.
async function makeAll(make, kinds) {
  const objects = await Promise.all(Array.from({ length: MANY }, (_, i) => make(i)));
  const live = liveHandles();
  for (const kind of kinds) expect(live[kind]).toBeGreaterThanOrEqual(MANY);
  return objects.flat().map((object) => new WeakRef(object));
}

function group(name, kinds, make, forgets = true) {
  for (const kind of kinds) covered.add(kind);
  test(name, async () => {
    await makeAll(make, []);  // what the first use loads for good
    await collect(undefined, 3);
    const before = liveHandles();
    await expectGone(before, await makeAll(make, forgets ? kinds : []));
  }, 60000);
}

const ended = (emitter, event) => new Promise((resolve, reject) => emitter.once("error", reject).once(event, resolve));
// With `kinds` the objects are forgotten while their handles are open; without they are closed.
const closed = (name, make) => group(name + ", closed", [], make);
const forgotten = (name, kinds, make) => group(name + ", forgotten", kinds, make);

forgotten("FileHandle", ["file"], () => fs.promises.open(file));
closed("FileHandle", async () => {
  const handle = await fs.promises.open(file);
  await handle.read(Buffer.alloc(10), 0, 10, 0);
  await handle.close();
  return handle;
});
closed("file streams", async (i) => {
  const from = fs.createReadStream(file), to = fs.createWriteStream(path.join(temp, "copy" + i));
  from.pipe(to);
  await ended(to, "close");
  return [from, to];
});
closed("Dir", async () => {
  const dir = await fs.promises.opendir(temp);
  for await (const entry of dir) void entry;
  return dir;
});
closed("fs.watch", async () => {
  const watcher = fs.watch(temp, () => {});
  watcher.close();
  await turn();
  return watcher;
});
group("fs.watch, open", ["watcher"], (i) => {
  const watcher = fs.watch(temp, () => {});
  setTimeout(() => watcher.close(), 1);
  return watcher;
});
closed("fs.promises", async () => {
  const promise = fs.promises.stat(file);
  return [promise, await promise];
});
closed("timers", async () => {
  const timeout = setTimeout(() => {}, 1), interval = setInterval(() => {}, 1000), immediate = setImmediate(() => {});
  clearInterval(interval);
  await turn();
  return [timeout, interval, immediate];
});
forgotten("zlib streams", ["zlib"], () => zlib.createGzip());
closed("zlib streams", async () => {
  const stream = zlib.createGzip(), back = zlib.createGunzip();
  stream.pipe(back).resume();
  stream.end("text");
  await ended(back, "end");
  return [stream, back];
});
closed("CompressionStream", async () => {
  const stream = new CompressionStream("gzip");
  const response = new Response(new Blob(["text"]).stream().pipeThrough(stream));
  await response.bytes();
  return [stream, response];
});
forgotten("crypto hashes", ["hash"], () => [crypto.createHash("sha256").update("a"), crypto.createHmac("sha1", "k")]);
closed("crypto hashes", () => {
  const hash = crypto.createHash("sha256").update("a");
  hash.digest();
  return hash;
});
closed("password jobs", async () => {
  const job = Bun.password.hash("a", { algorithm: "argon2id", memoryCost: 8, timeCost: 1 });
  const check = Bun.password.verify("a", await job);
  await check;
  return [job, check];
});
closed("crypto jobs", async () => {
  const key = await new Promise((resolve) => crypto.pbkdf2("a", "b", 1, 16, "sha1", (_, bytes) => resolve(bytes)));
  return [key, await globalThis.crypto.subtle.digest("SHA-1", new Uint8Array(3))];
});
forgotten("TextDecoder", ["decoder"], () => {
  const decoder = new TextDecoder("shift_jis");
  decoder.decode(new Uint8Array([65, 0x82]), { stream: true });
  return decoder;
});
group("child processes", ["process", "pipe"], async () => {
  const child = childProcess.spawn("cat", { stdio: "pipe" });
  setTimeout(() => child.stdin.end("x"), 20);
  child.stdout.resume();
  child.done = ended(child, "close");
  void child.done;
  return child;
}, true);
closed("child processes", async () => {
  const child = childProcess.spawn("true");
  await ended(child, "close");
  return child;
});
closed("Bun.spawn", async () => {
  const child = Bun.spawn(["echo", "x"]);
  await child.stdout.text();
  await child.exited;
  return child;
});
group("signals", ["signal"], (i) => {
  const signals = ["SIGUSR2", "SIGHUP", "SIGWINCH", "SIGALRM"];
  const listener = () => {};
  process.on(signals[i % 4], listener);
  setTimeout(() => process.off(signals[i % 4], listener), 1);
  return listener;
}, false);
group("Bun.serve", ["server"], (i) => {
  const server = Bun.serve({ port: 0, fetch: () => new Response("x") });
  setTimeout(() => server.stop(true), 1);
  return server;
});
test("fetch and requests", async () => {
  using server = Bun.serve({ port: 0, fetch: async (request) => new Response(await request.text()) });
  const make = async () => {
    const response = await fetch(server.url, { method: "POST", body: "text" });
    return [response, await response.arrayBuffer()];
  };
  await makeAll(make, []);
  await collect(undefined, 3);
  const before = liveHandles();
  await expectGone(before, await makeAll(make, []));
}, 60000);
test("fetch, aborted and forgotten", async () => {
  using server = Bun.serve({ port: 0, fetch: () => new Promise(() => {}) });
  const before = liveHandles();
  const refs = [];
  let most = 0;
  await Promise.all(Array.from({ length: MANY }, async () => {
    const stop = new AbortController();
    setTimeout(() => { most = Math.max(most, liveHandles().fetch); stop.abort(); }, 30);
    const promise = fetch(server.url, { signal: stop.signal });
    refs.push(new WeakRef(promise), new WeakRef(stop));
    await promise.then(() => { throw new Error("answered"); }, () => {});
  }));
  expect(most).toBe(MANY);
  await expectGone(before, refs);
}, 60000);
covered.add("fetch");
closed("Blob and its stream", async () => {
  const blob = new Blob(["abc", new Uint8Array(1000)]);
  const stream = blob.slice(1).stream();
  for await (const part of stream) void part;
  return [blob, stream];
});
closed("Bun.file", async () => {
  const lazy = Bun.file(file);
  await lazy.text();
  return lazy;
});
closed("MessageChannel", async () => {
  const { port1, port2 } = new MessageChannel();
  const got = new Promise((resolve) => { port2.onmessage = resolve; });
  port1.postMessage({ a: 1 });
  await got;
  port1.close();
  port2.close();
  return [port1, port2];
});
closed("AbortSignal.timeout and any", async () => {
  const signal = AbortSignal.timeout(1), any = AbortSignal.any([signal, new AbortController().signal]);
  await ended({ once(event, fn) { if (event !== "error") any.addEventListener(event, fn); return this; } }, "abort");
  return [signal, any];
});
closed("readline", async () => {
  const input = new PassThrough();
  const lines = readline.createInterface({ input });
  input.end("a\nb\n");
  for await (const line of lines) void line;
  return [input, lines];
});
test("reading standard input", async () => {
  const code = `const { liveHandles } = require("bun:jsc");
    process.stdin.once("data", () => { const open = liveHandles().input; process.stdin.destroy();
      const closed = () => liveHandles().input ? setTimeout(closed, 5) : console.log(open, "closed");
      closed(); });`;
  const child = Bun.spawn([process.execPath, "-e", code], { stdin: "pipe" });
  child.stdin.write("x");
  expect(await child.stdout.text()).toBe("1 closed\n");
  child.stdin.end();
  await child.exited;
});
covered.add("input");

test("every kind has a test", () => {
  const table = fs.readFileSync(path.join(import.meta.dir, "../../../src/base/kinds.def"), "utf8");
  const kinds = Array.from(table.matchAll(/^KIND\(\w+,\s*"(\w+)"\)/gm), (row) => row[1]);
  expect(kinds.length).toBeGreaterThan(5);
  expect(kinds.filter((kind) => !covered.has(kind))).toEqual([]);
  expect(Array.from(covered).filter((kind) => !kinds.includes(kind))).toEqual([]);
});
