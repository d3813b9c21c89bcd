// spawn.js - Bun.spawn and Bun.spawnSync, over the natives of node:child_process.
//
// Not offered: pseudo terminals (`terminal`) and a child's own resource usage while it runs.
const { Array, Error, Object, Promise, ReadableStream, Reflect, String, Symbol, TypeError, Uint8Array, URL } = globalThis;
const { isView } = globalThis.ArrayBuffer;
const { Buffer } = require("node:buffer");
const { sys, setUpChannel, envPairs } = require("internal/child");
const { process } = require("internal/process");
const { signals, signalName } = require("internal/signals");
const { bytesOf } = require("internal/fs/utils");

const IGNORE = -1;
const PIPE = -2;
const MAX_OUTPUT = 1 << 30;

// --- options ----------------------------------------------------------------------------------------------------

function badArgument(text) {
  const error = new TypeError(text);
  error.code = "ERR_INVALID_ARG_TYPE";
  return error;
}

function signalNumber(signal, fallback) {
  if (signal === undefined || signal === null) return fallback;
  if (typeof signal === "number") return signal;
  const number = signals[String(signal)];
  if (number === undefined) throw badArgument(`Unknown signal: ${signal}`);
  return number;
}

/** (cmd, options) or ({cmd, ...}) -> checked options. */
function readOptions(first, second) {
  const given = Array.isArray(first) ? { ...second, cmd: first } : { ...first };
  if (!Array.isArray(given.cmd)) throw badArgument("cmd must be an array");
  if (given.cmd.length === 0) throw badArgument("cmd must not be empty");
  const args = given.cmd.map((part) => {
    const text = `${part}`;
    if (text.includes("\0")) throw badArgument("cmd must not contain null bytes");
    return text;
  });
  let { cwd } = given;
  if (cwd instanceof URL) cwd = require("node:url").fileURLToPath(cwd);
  const file = args[0];
  if (given.argv0 !== undefined) args[0] = `${given.argv0}`;
  return { ...given, file, args, cwd: cwd ? String(cwd) : undefined, env: given.env ?? process.env };
}

const pathOf = (value) => (typeof value?.name === "string" && typeof value.writer === "function" ? value.name : undefined);
const hasBytes = (value) => isView(value) || value instanceof globalThis.ArrayBuffer;
const asBytes = (value) => (isView(value) ? bytesOf(value) : new Uint8Array(value));

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
    if (body instanceof ReadableStream) return { use: PIPE, input: body };
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

/** The child's output as a web stream. Reading pauses while nobody takes what is there. */
function outputStream(handle, onEnd) {
  let done = false;
  const finish = () => {
    if (done) return;
    done = true;
    sys.pipeClose(handle);
    onEnd();
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
          }
          resolve();
        };
        const code = sys.pipeRead(handle, onData);
        if (code) onData(null);
      });
    },
    cancel: finish,
  }, { highWaterMark: 0 });
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
  try {
    for await (const chunk of input) {
      sink.write(chunk);
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
    for (const i of [1, 2]) if (pipes[i] !== null) this.#outputs[i] = outputStream(pipes[i], () => {});
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
    const { timeout, signal } = this.#options;
    const number = signalNumber(this.#options.killSignal, signals.SIGTERM);
    if (timeout > 0) this.#timer = require("internal/timers").setTimeout(() => this.kill(number), timeout).unref();
    if (signal === undefined || signal === null) return;
    if (signal.aborted) this.kill(number);
    else signal.addEventListener("abort", () => this.kill(number), { once: true });
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
    const number = signalNumber(signal, signals.SIGTERM);
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

/** @param {string[] | object} first @param {object} [second] */
function spawnSync(first, second) {
  const options = readOptions(first, second);
  const entries = readStdio(options, [null, "pipe", "pipe"]);
  const { input } = entries[0];
  if (input instanceof ReadableStream) throw badArgument("spawnSync cannot read a stream: pass bytes");
  const most = options.maxBuffer ?? MAX_OUTPUT;
  const { 0: error, 1: pid, 2: status, 3: signal, 4: output } = sys.childRun(
    { file: options.file, args: options.args, env: envPairs(options.env), cwd: options.cwd, stdio: entries.map((entry) => entry.use), detached: false, uid: options.uid, gid: options.gid },
    input ?? null, options.timeout ?? 0, most, signalNumber(options.killSignal, signals.SIGTERM),
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
  if (options.maxBuffer !== undefined) result.exitedDueToMaxBuffer = error === -105;
  return result;
}

module.exports = { spawn, spawnSync, Subprocess, FileSink };
