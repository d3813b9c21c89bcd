// spawn.js - Bun.spawn and Bun.spawnSync, over the natives of node:child_process.
//
// Not offered: pseudo terminals (`terminal`) and a child's own resource usage while it runs.
const { Array, Error, Infinity, Math, Object, Promise, ReadableStream, Reflect, Symbol, Uint8Array } = globalThis;
const { isView } = globalThis.ArrayBuffer;
const { Buffer } = require("node:buffer");
const { sys, setUpChannel, envPairs } = require("internal/child");
const { signalName } = require("internal/signals");
const { badArgument, readOptions, signalNumber } = require("bun/spawn_options");
const { bytesOf } = require("internal/fs/utils");

const IGNORE = -1;
const PIPE = -2;
const MAX_OUTPUT = 1 << 30;

// --- standard streams of the child ----------------------------------------------------------------------------------

const pathOf = (value) => (typeof value?.name === "string" && typeof value.writer === "function" ? value.name : undefined);
const hasBytes = (value) => isView(value) || value instanceof globalThis.ArrayBuffer;
const asBytes = (value) => (isView(value) ? bytesOf(value) : new Uint8Array(value));

function unusedStream(stream) {
  if (!stream.locked && !require("web/streams").isDisturbed(stream)) return stream;
  throw Object.assign(new Error("'stdin' ReadableStream has already been used"), { code: "ERR_INVALID_STATE" });
}

/**
 * One stdio entry -> {use: what the native half gets, input?: bytes or a stream to write, opened?: descriptor to close}.
 * @param {number} index
 */
function stdioEntry(value, index, fallback) {
  if (value === undefined) value = fallback;
  if (value === null || value === "ignore") return { use: IGNORE };
  if (value === "inherit") return { use: index };
  if (value === "pipe" || value === "overlapped") return { use: PIPE, sink: index === 0 };
  if (typeof value === "number") return { use: value };
  const path = pathOf(value);
  if (path !== undefined) {
    const opened = require("node:fs").openSync(path, index === 0 ? "r" : "w");
    return { use: opened, opened };
  }
  if (index === 0) {
    if (typeof value === "string") throw badArgument(`stdio must be an array of 'inherit', 'pipe', 'ignore', Bun.file(pathOrFd), number, or null`);
    if (hasBytes(value)) return { use: PIPE, input: asBytes(value) };
    const body = value instanceof ReadableStream ? value : value.body ?? value.stream?.();
    if (body instanceof ReadableStream) return { use: PIPE, input: unusedStream(body) };
    if (value.body === null) return { use: IGNORE };
  }
  throw badArgument(`stdio must be an array of 'inherit', 'pipe', 'ignore', Bun.file(pathOrFd), number, or null`);
}

function readStdio(options, defaults) {
  const list = Array.isArray(options.stdio) ? options.stdio : [];
  const entries = ["stdin", "stdout", "stderr"].map((name, i) => stdioEntry(options[name] ?? (options[name] === null ? null : list[i]), i, defaults[i]));
  for (let i = 3; i < list.length; i++) entries.push(stdioEntry(list[i], i, null));
  return entries;
}

function closeOpened(entries) {
  for (const entry of entries) if (entry.opened !== undefined) require("node:fs").closeSync(entry.opened);
}

function spawnFailure(code, options) {
  const { ErrnoException } = require("internal/errors");
  const name = new ErrnoException(code, "posix_spawn").code;
  let text = `${name}: posix_spawn '${options.file}'`;
  if (name === "ENOENT") {
    const missingDir = options.cwd !== undefined && !require("node:fs").existsSync(options.cwd);
    text = missingDir ? `ENOENT: no such file or directory, posix_spawn '${options.file}'` : `Executable not found in $PATH: "${options.file}"`;
  }
  return Object.assign(new Error(text), { code: name, path: options.file, errno: code });
}

// --- streams ----------------------------------------------------------------------------------------------------

/** The child's output as a web stream. Reading pauses while nobody takes what is there, but `limit` bytes are always read. */
function outputStream(handle, limit, onLimit) {
  let done = false;
  let left = limit;
  const finish = () => {
    if (done) return;
    done = true;
    sys.pipeClose(handle);
  };
  return new ReadableStream({
    pull(controller) {
      if (done) return;
      return new Promise((resolve, reject) => {
        const onData = (data) => {
          sys.pipePause(handle);
          if (data === null) {
            finish();
            controller.close();
          } else if (typeof data === "number") {
            finish();
            reject(spawnFailure(data, { file: "read" }));
            return;
          } else {
            controller.enqueue(data);
            left -= data.byteLength;
            if (left < 0) onLimit();
          }
          resolve();
        };
        const code = sys.pipeRead(handle, onData);
        if (code) onData(null);
      });
    },
    cancel: finish,
  }, limit === Infinity ? { highWaterMark: 0 } : { highWaterMark: limit + 1, size: (chunk) => chunk.byteLength });
}

/** The child's input: what Bun calls a FileSink. */
class FileSink {
  #handle;
  #pending = [];
  #waiting = 0;
  #written = 0;
  #idle = [];
  #failure = null;
  #ending = false;

  constructor(handle) {
    this.#handle = handle;
  }

  write(chunk) {
    if (this.#handle === null || this.#ending) return 0;
    const data = typeof chunk === "string" ? chunk : hasBytes(chunk) ? asBytes(chunk) : undefined;
    if (data === undefined) throw badArgument("write() expects a string, ArrayBufferView, or ArrayBuffer");
    const size = typeof data === "string" ? Buffer.byteLength(data) : data.byteLength;
    if (size > 0) this.#send(data);
    this.#written += size;
    return size;
  }

  #send(data) {
    this.#waiting++;
    const code = sys.pipeWrite(this.#handle, data, (status) => this.#sent(status));
    if (code) this.#sent(code);
  }
  #sent(status) {
    if (status) this.#failure ??= status;
    if (--this.#waiting === 0) for (const settle of this.#idle.splice(0)) settle();
  }

  /** Resolves with the bytes written since the last flush once the child took them. */
  flush() {
    const written = this.#written;
    this.#written = 0;
    if (this.#waiting === 0) return written;
    return new Promise((resolve) => this.#idle.push(() => resolve(written)));
  }

  end() {
    if (this.#handle === null || this.#ending) return 0;
    this.#ending = true;
    const close = () => this._close();
    if (sys.pipeEnd(this.#handle, close)) close();
    return this.flush();
  }

  _close() {
    if (this.#handle === null) return;
    sys.pipeClose(this.#handle);
    this.#handle = null;
  }

  start() {}
  ref() {
    if (this.#handle !== null) sys.pipeRef(this.#handle, true);
  }
  unref() {
    if (this.#handle !== null) sys.pipeRef(this.#handle, false);
  }
}
Object.defineProperty(FileSink.prototype, "_close", { __proto__: null, enumerable: false });

async function feed(sink, input) {
  if (!(input instanceof ReadableStream)) {
    sink.write(input);
    sink.end();
    return;
  }
  const reader = input.getReader();
  try {
    // One read ahead: what a stream gave before it failed is not lost.
    for (let next = reader.read(); ;) {
      const { done, value } = await next;
      if (done) return;
      next = reader.read();
      next.catch(() => {});
      sink.write(value);
      await sink.flush();
    }
  } finally {
    sink.end();
  }
}

// --- Subprocess -------------------------------------------------------------------------------------------------

const EventEmitter = require("node:events");

class Subprocess {
  #handle;
  #pid;
  #exitCode = null;
  #signal = null;
  #killed = false;
  #exited;
  #settle;
  #stdin;
  #outputs = [];
  #stdio;
  #options;
  #channel;
  #timer;

  constructor(options, entries) {
    this.#options = options;
    this.#exited = new Promise((resolve) => (this.#settle = resolve));
    const uses = entries.map((entry) => entry.use);
    const env = envPairs(options.env);
    const ipc = typeof options.ipc === "function" ? uses.length : -1;
    if (ipc !== -1) {
      uses.push(PIPE);
      env.push(`NODE_CHANNEL_FD=${ipc}`, "NODE_CHANNEL_SERIALIZATION_MODE=json");
    }
    const result = sys.childSpawn(
      { file: options.file, args: options.args, env, cwd: options.cwd, stdio: uses, detached: !!options.detached, uid: options.uid, gid: options.gid },
      require("internal/async_frame").carry((status, signal) => this.#onExit(status, signal), "PROCESSWRAP"),
    );
    closeOpened(entries);
    if (typeof result === "number") throw spawnFailure(result, options);
    this.#handle = result[0];
    this.#pid = result[1];
    this.#connect(result[2], entries, ipc);
    this.#limit();
  }

  #connect(pipes, entries, ipc) {
    this.#stdio = pipes.slice(0, entries.length).map((handle, i) => (i < 3 || handle === null ? null : sys.pipeFd(handle)));
    if (pipes[0] !== null) {
      const sink = new FileSink(pipes[0]);
      Object.defineProperty(this, "_sink", { __proto__: null, value: sink, enumerable: false });
      if (entries[0].sink) this.#stdin = sink;
      else feed(sink, entries[0].input).catch(() => {});
    }
    const stop = () => this.kill(this.#options.killSignal);
    for (const i of [1, 2]) if (pipes[i] !== null) this.#outputs[i] = outputStream(pipes[i], this.#options.maxBuffer, stop);
    if (ipc !== -1) this.#openChannel(pipes[ipc]);
  }

  #openChannel(handle) {
    const target = new EventEmitter();
    setUpChannel(target, handle);
    target.on("message", (message) => Reflect.apply(this.#options.ipc, this, [message, this]));
    target.on("disconnect", () => this.#options.onDisconnect?.(true));
    target.on("error", () => {});
    this.#channel = target;
  }

  #limit() {
    const { timeout, signal, killSignal } = this.#options;
    const stop = () => this.kill(killSignal);
    if (timeout > 0) this.#timer = require("internal/timers").setTimeout(stop, timeout).unref();
    if (signal === undefined) return;
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  }

  #onExit(status, signal) {
    if (signal) this.#signal = signalName(signal) ?? null;
    else this.#exitCode = status;
    sys.childClose(this.#handle);
    this.#handle = null;
    this._sink?._close();
    if (this.#timer) require("internal/timers").clearTimeout(this.#timer);
    this.#settle(signal ? 128 + signal : status);
    const { onExit } = this.#options;
    if (typeof onExit !== "function") return;
    // After what waits for `exited`, as in Bun.
    require("internal/tick").queueMicrotask(() =>
      Reflect.apply(onExit, this, [this, this.#exitCode, signal || null, undefined]));
  }

  get pid() {
    return this.#pid;
  }
  get stdin() {
    return this.#stdin;
  }
  get stdout() {
    return this.#outputs[1];
  }
  get stderr() {
    return this.#outputs[2];
  }
  get readable() {
    return this.#outputs[1];
  }
  get writable() {
    return this.#stdin;
  }
  get stdio() {
    return this.#stdio;
  }
  get exited() {
    return this.#exited;
  }
  get exitCode() {
    return this.#exitCode;
  }
  get signalCode() {
    return this.#signal;
  }
  get killed() {
    return this.#killed || this.#exitCode !== null || this.#signal !== null;
  }
  get connected() {
    return this.#channel?.connected ?? false;
  }

  kill(signal) {
    const number = signalNumber(signal);
    if (this.#handle === null) return;
    const code = sys.childKill(this.#handle, number);
    if (code === 0 && number !== 0) this.#killed = true;
    if (code && code !== -3) throw spawnFailure(code, { file: "kill" });
  }
  ref() {
    if (this.#handle !== null) sys.childRef(this.#handle, true);
  }
  unref() {
    if (this.#handle !== null) sys.childRef(this.#handle, false);
  }
  send(message) {
    if (this.#channel === undefined) throw badArgument("Subprocess.send() can only be used if an IPC channel is open.");
    return this.#channel.send(message);
  }
  disconnect() {
    if (this.#channel?.connected) this.#channel.disconnect();
  }
  resourceUsage() {
    return undefined;
  }
  async [Symbol.asyncDispose]() {
    this.kill();
    await this.#exited;
  }
  [Symbol.dispose]() {
    this.kill();
  }
}

/** @param {string[] | object} first @param {object} [second] @returns {Subprocess} */
function spawn(first, second) {
  const options = readOptions(first, second);
  return new Subprocess(options, readStdio(options, [null, "pipe", "inherit"]));
}

/** Milliseconds until a synchronous child is killed, 0 for never: no timer of a signal fires meanwhile. */
function timeToRun({ timeout, signal }) {
  const left = signal === undefined ? Infinity : require("web/abort").internals.timeLeft(signal);
  return left === Infinity ? timeout : Math.min(timeout || Infinity, Math.max(1, left));
}

/** @param {string[] | object} first @param {object} [second] */
function spawnSync(first, second) {
  const options = readOptions(first, second);
  const entries = readStdio(options, [null, "pipe", "pipe"]);
  const { input } = entries[0];
  if (input instanceof ReadableStream) throw badArgument("'stdin' ReadableStream cannot be used in sync mode");
  options.signal?.throwIfAborted();
  const most = options.maxBuffer === Infinity ? MAX_OUTPUT : options.maxBuffer;
  const { 0: error, 1: pid, 2: status, 3: signal, 4: output } = sys.childRun(
    { file: options.file, args: options.args, env: envPairs(options.env), cwd: options.cwd, stdio: entries.map((entry) => entry.use), detached: false, uid: options.uid, gid: options.gid },
    input ?? null, timeToRun(options), most, options.killSignal,
  );
  closeOpened(entries);
  if (pid === 0) throw spawnFailure(error, options);
  const buffers = output.map((bytes) => (bytes === null ? undefined : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
  const result = {
    exitCode: signal ? null : status,
    stdout: buffers[1],
    stderr: buffers[2],
    success: !signal && status === 0,
    resourceUsage: undefined,
    pid,
  };
  if (signal) result.signalCode = signalName(signal);
  if (options.timeout > 0) result.exitedDueToTimeout = error === -110;
  if (options.maxBuffer !== Infinity) result.exitedDueToMaxBuffer = error === -105;
  return result;
}

module.exports = { spawn, spawnSync, Subprocess, FileSink };
