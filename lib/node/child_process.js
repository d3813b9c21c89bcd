// node:child_process - ChildProcess, spawn, exec, execFile, fork and their blocking forms.
const { Array, Error, Number, Object, Promise, String, Symbol } = globalThis;
const EventEmitter = require("node:events");
const { Buffer } = require("node:buffer");
const { codes, AbortError, ErrnoException, genericNodeError } = require("internal/errors");
const validators = require("internal/validators");
const { process } = require("internal/process");
const { signals, signalName } = require("internal/signals");
const { sys, PipeStream, setUpChannel, envPairs } = require("internal/child");
const {
  validateAbortSignal, validateArray, validateBoolean, validateFunction, validateObject,
  validateString,
} = validators;
const customPromisify = Symbol.for("nodejs.util.promisify.custom");

const MAX_BUFFER = 1024 * 1024;
const ENOENT = -2;

// --- arguments ------------------------------------------------------------------------------------------------

function noNul(value, name) {
  if (typeof value === "string" && value.includes("\u0000")) {
    throw new codes.ERR_INVALID_ARG_VALUE(name, value, "must be a string without null bytes");
  }
}

function signalNumber(signal, name = "signal") {
  if (signal === undefined || signal === null || signal === 0) return signal ?? 0;
  if (typeof signal === "number" && signalName(signal)) return signal;
  const number = typeof signal === "string" ? signals[signal.toUpperCase()] : undefined;
  if (number !== undefined) return number;
  if (typeof signal !== "string" && typeof signal !== "number") {
    throw new codes.ERR_INVALID_ARG_TYPE(name, ["string", "number"], signal);
  }
  throw new codes.ERR_UNKNOWN_SIGNAL(signal);
}

function checkTimeout(timeout) {
  if (timeout !== undefined && timeout !== null && !(Number.isInteger(timeout) && timeout >= 0)) {
    throw new codes.ERR_OUT_OF_RANGE("timeout", "an unsigned integer", timeout);
  }
}
function checkMaxBuffer(maxBuffer) {
  if (maxBuffer !== undefined && maxBuffer !== null && !(typeof maxBuffer === "number" && maxBuffer >= 0)) {
    throw new codes.ERR_OUT_OF_RANGE("options.maxBuffer", "a positive number", maxBuffer);
  }
}

const optional = (value, check, name) => {
  if (value !== undefined && value !== null) check(value, name);
};

function checkOptions(options) {
  for (const name of ["uid", "gid"]) optional(options[name], (v, n) => validators.validateInt32(v, n), `options.${name}`);
  optional(options.detached, validateBoolean, "options.detached");
  optional(options.windowsHide, validateBoolean, "options.windowsHide");
  optional(options.windowsVerbatimArguments, validateBoolean, "options.windowsVerbatimArguments");
  optional(options.argv0, validateString, "options.argv0");
  if (options.argv0 !== undefined) noNul(options.argv0, "options.argv0");
  if (options.shell !== undefined && options.shell !== null && typeof options.shell !== "boolean" && typeof options.shell !== "string") {
    throw new codes.ERR_INVALID_ARG_TYPE("options.shell", ["boolean", "string"], options.shell);
  }
  noNul(options.shell, "options.shell");
}

/** (file, args?, options?) -> everything the native half needs, checked. */
function normalize(file, args, options) {
  validateString(file, "file");
  noNul(file, "file");
  if (file.length === 0) throw new codes.ERR_INVALID_ARG_VALUE("file", file, "cannot be empty");
  if (Array.isArray(args)) args = args.slice();
  else if (args === undefined || args === null) args = [];
  else if (typeof args !== "object") throw new codes.ERR_INVALID_ARG_TYPE("args", "object", args);
  else [options, args] = [args, []];
  args.forEach((arg, i) => noNul(arg, `args[${i}]`));
  if (options === undefined) options = {};
  else validateObject(options, "options");
  options = { __proto__: null, ...options }; // what Object.prototype has is no option
  checkOptions(options);
  let { cwd } = options;
  if (cwd) cwd = require("internal/fs/utils").checkedPath(cwd, "options.cwd");
  if (options.shell) {
    const command = [file, ...args].join(" ");
    file = typeof options.shell === "string" ? options.shell : "/bin/sh";
    args = ["-c", command];
  }
  args.unshift(typeof options.argv0 === "string" ? options.argv0 : file);
  const env = options.env || process.env;
  for (const key in env) {
    noNul(key, `options.env['${key}']`);
    noNul(env[key], `options.env['${key}']`);
  }
  return { __proto__: null, ...options, cwd: cwd ? String(cwd) : undefined, file, args, env };
}

const STDIO_NAMES = { ignore: -1, pipe: -2, overlapped: -2 };

function stdioEntry(entry, index, sync) {
  if (entry === undefined || entry === null) return index < 3 ? -2 : -1;
  if (entry in STDIO_NAMES) return STDIO_NAMES[entry];
  if (entry === "inherit") return index;
  if (typeof entry === "number" && Number.isInteger(entry) && entry >= 0) return entry;
  if (entry === "ipc") return "ipc";
  if (typeof entry === "object") {
    const pipe = entry instanceof PipeStream && entry._handle !== null;
    const fd = pipe ? sys.pipeFd(entry._handle) : typeof entry.fd === "number" ? entry.fd : entry._handle?.fd;
    if (typeof fd === "number" && fd >= 0) return fd;
  }
  if (sync && require("internal/fs/utils").isArrayBufferView(entry)) return -2;
  throw new codes.ERR_INVALID_ARG_VALUE("stdio", entry);
}

/** Node's stdio option -> one number a descriptor, and which one is the IPC channel. */
function normalizeStdio(stdio, sync = false) {
  if (typeof stdio === "string") {
    if (!["ignore", "pipe", "overlapped", "inherit"].includes(stdio)) throw new codes.ERR_INVALID_ARG_VALUE("stdio", stdio);
    stdio = stdio === "inherit" ? [0, 1, 2] : [stdio, stdio, stdio];
  } else if (stdio === undefined || stdio === null) {
    stdio = ["pipe", "pipe", "pipe"];
  } else if (!Array.isArray(stdio)) {
    throw new codes.ERR_INVALID_ARG_VALUE("stdio", stdio);
  }
  stdio = stdio.slice();
  while (stdio.length < 3) stdio.push(undefined);
  let ipc = -1;
  const list = stdio.map((entry, i) => {
    const value = stdioEntry(entry, i, sync);
    if (value !== "ipc") return value;
    if (sync) throw new codes.ERR_IPC_SYNC_FORK();
    if (ipc !== -1) throw new codes.ERR_IPC_ONE_PIPE();
    ipc = i;
    return -2;
  });
  return { list, ipc };
}

// --- ChildProcess -----------------------------------------------------------------------------------------------

function spawnError(code, syscall, options) {
  const error = new ErrnoException(code, syscall);
  error.path = options.file;
  error.spawnargs = options.args.slice(1);
  return error;
}

class ChildProcess extends EventEmitter {
  #handle = null;
  #open = 1; // the process itself, and each stream that has not closed

  constructor() {
    super();
    this._closesNeeded = 1;
    this._closesGot = 0;
    this.connected = false;
    this.signalCode = null;
    this.exitCode = null;
    this.killed = false;
    this.spawnfile = null;
    Object.defineProperty(this, "_handle", { __proto__: null, configurable: true, get: () => this.#handle });
  }

  spawn(options) {
    validateObject(options, "options");
    if (options.envPairs !== undefined) validateArray(options.envPairs, "options.envPairs");
    validateString(options.file, "options.file");
    if (options.args !== undefined) validateArray(options.args, "options.args");
    const args = options.args ?? [];
    validators.validateOneOf(options.serialization ?? "json", "options.serialization", ["json", "advanced"]);
    const { list, ipc } = normalizeStdio(options.stdio);
    this.spawnfile = options.file;
    this.spawnargs = args;
    const pairs = options.envPairs?.slice() ?? envPairs(options.env ?? process.env);
    if (ipc !== -1) pairs.push(`NODE_CHANNEL_FD=${ipc}`, `NODE_CHANNEL_SERIALIZATION_MODE=${options.serialization ?? "json"}`);
    const result = sys.childSpawn(
      { file: options.file, args, env: pairs, cwd: options.cwd, stdio: list, detached: !!options.detached, uid: options.uid, gid: options.gid },
      require("internal/async_frame").carry((status, signal) => this.#onExit(status, signal), "PROCESSWRAP"),
    );
    if (typeof result === "number") return this.#failed(result, { file: options.file, args }, list);
    this.#handle = result[0];
    this.pid = result[1];
    this.#makeStreams(result[2], ipc, options.serialization);
    process.nextTick(() => this.emit("spawn"));
    return 0;
  }

  #makeStreams(pipes, ipc, serialization) {
    this.stdio = pipes.map((handle, i) => {
      if (handle === null || i === ipc) return null;
      const stream = new PipeStream(handle, { readable: i !== 0, writable: i === 0 || i > 2 });
      if (i > 0) {
        this.#open++;
        this._closesNeeded++;
        stream.once("close", () => this.#closed());
      }
      return stream;
    });
    [this.stdin, this.stdout, this.stderr] = this.stdio;
    if (ipc !== -1) setUpChannel(this, pipes[ipc], serialization);
  }

  // Errors of the program's own making arrive as events; broken arguments are thrown.
  #failed(code, options, list) {
    const soft = [-13, -11, -24, -23, ENOENT, -20].includes(code);
    const error = spawnError(code, `spawn ${options.file}`, options);
    error.syscall = `spawn ${options.file}`;
    if (!soft) {
      error.message = `spawn ${error.code}`;
      error.syscall = "spawn";
      delete error.path;
      delete error.spawnargs;
      throw error;
    }
    this.stdio = list.map((use, i) => {
      if (use !== -2) return null;
      const { Readable, Writable } = require("node:stream");
      const stream = i === 0 ? new Writable({ write: (c, e, done) => done() }) : new Readable({ read() {} });
      if (i > 0) stream.push(null);
      return stream;
    });
    [this.stdin, this.stdout, this.stderr] = this.stdio;
    process.nextTick(() => {
      this.exitCode = code;
      for (const stream of this.stdio) stream?.destroy();
      this.emit("error", error);
      this.#closed();
    });
    return code;
  }

  #onExit(status, signal) {
    if (signal) this.signalCode = signalName(signal) ?? String(signal);
    else this.exitCode = status;
    if (this.stdin) this.stdin.destroy();
    sys.childClose(this.#handle);
    this.#handle = null;
    this.emit("exit", this.exitCode, this.signalCode);
    // Output nobody listens to must not keep 'close' from coming.
    process.nextTick(() => {
      for (const stream of this.stdio) {
        if (stream && stream !== this.stdin && !stream.readableFlowing && stream.readable && stream.listenerCount("readable") === 0
          && !stream._readableState.resumeScheduled) stream.resume();
      }
    });
    this.#closed();
  }

  #closed() {
    this._closesGot++;
    if (--this.#open === 0) this.emit("close", this.exitCode, this.signalCode);
  }

  kill(signal) {
    const number = signalNumber(signal === undefined || signal === null ? "SIGTERM" : signal);
    if (this.#handle === null) return false;
    const code = sys.childKill(this.#handle, number);
    if (code === 0) {
      if (number !== 0) this.killed = true;
      return true;
    }
    if (code === -3) return false; // ESRCH: gone already
    if (code === -22 || code === -38) throw new ErrnoException(code, "kill");
    this.emit("error", new ErrnoException(code, "kill"));
    return false;
  }

  ref() {
    if (this.#handle !== null) sys.childRef(this.#handle, true);
  }
  unref() {
    if (this.#handle !== null) sys.childRef(this.#handle, false);
  }
  [Symbol.dispose]() {
    if (!this.killed) this.kill();
  }
}

function abortChild(child, killSignal, reason) {
  if (child.kill(killSignal)) child.emit("error", new AbortError(undefined, { cause: reason }));
}

/** spawn(file, args?, options?) @returns {ChildProcess} */
function spawn(file, args, options) {
  options = normalize(file, args, options);
  checkTimeout(options.timeout);
  if (options.signal !== undefined) validateAbortSignal(options.signal, "options.signal");
  const killSignal = options.killSignal === undefined ? "SIGTERM" : signalNumber(options.killSignal, "options.killSignal");
  const child = new ChildProcess();
  child.spawn(options);
  if (options.timeout > 0) {
    const { setTimeout, clearTimeout } = require("internal/timers");
    let timer = setTimeout(() => {
      timer = null;
      try {
        child.kill(killSignal);
      } catch (error) {
        child.emit("error", error);
      }
    }, options.timeout);
    child.once("exit", () => timer !== null && clearTimeout(timer));
  }
  const { signal } = options;
  if (signal) {
    if (signal.aborted) {
      process.nextTick(() => abortChild(child, killSignal, signal.reason));
    } else {
      const onAbort = () => abortChild(child, killSignal, signal.reason);
      signal.addEventListener("abort", onAbort, { once: true });
      child.once("exit", () => signal.removeEventListener("abort", onAbort));
    }
  }
  return child;
}

// --- exec, execFile ---------------------------------------------------------------------------------------------

function execFileArguments(file, args, options, callback) {
  if (Array.isArray(args)) args = args.slice();
  else if (args !== null && typeof args === "object") [callback, options, args] = [options, args, null];
  else if (typeof args === "function") [callback, options, args] = [args, null, null];
  args ??= [];
  if (typeof options === "function") callback = options;
  else if (options) validateObject(options, "options");
  if (typeof options === "function") options = null;
  if (callback !== undefined && callback !== null) validateFunction(callback, "callback");
  if (options?.argv0 !== undefined && options.argv0 !== null) validateString(options.argv0, "options.argv0");
  return { file, args, options: options ?? {}, callback };
}

// Collects one output up to the limit; `full` is called when it is passed.
function collect(stream, encoding, max, full) {
  const parts = [];
  let length = 0;
  if (!stream) return () => "";
  if (encoding) stream.setEncoding(encoding);
  stream.on("data", (chunk) => {
    // A program may have called setEncoding itself.
    const size = typeof chunk === "string" ? Buffer.byteLength(chunk, stream.readableEncoding ?? undefined) : chunk.length;
    if (length + size > max) {
      parts.push(chunk.slice(0, max - length));
      length = max;
      full();
    } else {
      parts.push(chunk);
      length += size;
    }
  });
  return () => (encoding || stream.readableEncoding ? parts.join("") : Buffer.concat(parts));
}

/** execFile(file, args?, options?, callback?) @returns {ChildProcess} */
function execFile(...all) {
  const { file, args, options: given, callback } = execFileArguments(...all);
  const options = {
    __proto__: null, encoding: "utf8", timeout: 0, maxBuffer: MAX_BUFFER, killSignal: "SIGTERM", cwd: null, env: null, shell: false, ...given,
  };
  checkTimeout(options.timeout);
  checkMaxBuffer(options.maxBuffer);
  options.killSignal = signalNumber(options.killSignal, "options.killSignal") || "SIGTERM";
  const child = spawn(file, args, { ...options, timeout: undefined, signal: options.signal, env: options.env ?? undefined, cwd: options.cwd ?? undefined });
  const encoding = options.encoding && Buffer.isEncoding(options.encoding) ? options.encoding : null;
  let failure = null;
  let killed = false;
  let done = false;
  let timer;

  const kill = () => {
    child.stdout?.destroy();
    child.stderr?.destroy();
    killed = true;
    try {
      child.kill(options.killSignal);
    } catch (error) {
      failure ??= error;
      finish(null, null);
    }
  };
  const overflow = (name) => () => {
    failure = new codes.ERR_CHILD_PROCESS_STDIO_MAXBUFFER(name);
    kill();
  };
  const stdout = collect(child.stdout, encoding, options.maxBuffer, overflow("stdout"));
  const stderr = collect(child.stderr, encoding, options.maxBuffer, overflow("stderr"));

  function finish(code, signal) {
    if (done) return;
    done = true;
    if (timer) require("internal/timers").clearTimeout(timer);
    if (!callback) return;
    const out = stdout();
    const err = stderr();
    if (!failure && code === 0 && signal === null) return callback(null, out, err);
    const command = args.length === 0 ? file : `${file} ${args.join(" ")}`;
    if (!failure) {
      failure = genericNodeError(`Command failed: ${command}\n${err}`, {
        code: code < 0 ? errnoName(code) : code, killed: child.killed || killed, signal,
      });
    }
    failure.cmd = command;
    callback(failure, out, err);
  }
  child.addListener("close", finish);
  child.addListener("error", (error) => {
    failure = error;
    child.stdout?.destroy();
    child.stderr?.destroy();
    finish(null, null);
  });
  if (options.timeout > 0) timer = require("internal/timers").setTimeout(kill, options.timeout);
  return child;
}

const errnoName = (code) => new ErrnoException(code, "spawn").code;

function execArguments(command, options, callback) {
  if (typeof options === "function") [callback, options] = [options, undefined];
  options = { __proto__: null, ...options };
  options.shell = typeof options.shell === "string" ? options.shell : true;
  return { command, options, callback };
}

/** exec(command, options?, callback?) @returns {ChildProcess} */
function exec(command, options, callback) {
  validateString(command, "command");
  const given = execArguments(command, options, callback);
  return module.exports.execFile(given.command, given.options, given.callback);
}

for (const fn of [exec, execFile]) {
  Object.defineProperty(fn, customPromisify, {
    __proto__: null,
    enumerable: false,
    value: (...args) => {
      let settle;
      const promise = new Promise((resolve, reject) => {
        settle = (error, stdout, stderr) => {
          if (error === null) return resolve({ stdout, stderr });
          error.stdout = stdout;
          error.stderr = stderr;
          reject(error);
        };
      });
      promise.child = fn(...args, settle);
      return promise;
    },
  });
}

/** fork(modulePath, args?, options?) @returns {ChildProcess} */
function fork(modulePath, args, options) {
  modulePath = require("internal/fs/utils").checkedPath(modulePath, "modulePath");
  if (args === undefined || args === null) args = [];
  else if (typeof args === "object" && !Array.isArray(args)) [options, args] = [args, []];
  else validateArray(args, "args");
  if (options !== undefined && options !== null) validateObject(options, "options");
  options = { __proto__: null, ...options, shell: false };
  options.execPath ||= process.execPath;
  let execArgv = options.execArgv || process.execArgv;
  if (!options.execArgv) execArgv = execArgv.filter((flag) => !/^-(e|p|-eval|-print)$/.test(flag));
  else validateArray(options.execArgv, "options.execArgv");
  args = [...execArgv, String(modulePath), ...args];
  if (typeof options.stdio === "string") {
    const one = options.stdio;
    if (!["ignore", "pipe", "overlapped", "inherit"].includes(one)) throw new codes.ERR_INVALID_ARG_VALUE("stdio", one);
    options.stdio = one === "inherit" ? [0, 1, 2, "ipc"] : [one, one, one, "ipc"];
  } else if (!Array.isArray(options.stdio)) {
    options.stdio = options.silent ? ["pipe", "pipe", "pipe", "ipc"] : [0, 1, 2, "ipc"];
  } else if (!options.stdio.includes("ipc")) {
    throw new codes.ERR_CHILD_PROCESS_IPC_REQUIRED("options.stdio");
  }
  return spawn(options.execPath, args, options);
}

// --- blocking forms -----------------------------------------------------------------------------------------------

/** spawnSync(file, args?, options?) */
function spawnSync(file, args, options) {
  options = normalize(file, args, options);
  checkTimeout(options.timeout);
  checkMaxBuffer(options.maxBuffer);
  const { maxBuffer = MAX_BUFFER } = options;
  const killSignal = signalNumber(options.killSignal, "options.killSignal");
  const { list } = normalizeStdio(options.stdio, true);
  let input = options.input ?? null;
  const { isArrayBufferView, bytesOf } = require("internal/fs/utils");
  if (Array.isArray(options.stdio) && isArrayBufferView(options.stdio[0])) input = options.stdio[0];
  if (input !== null) {
    if (isArrayBufferView(input)) input = bytesOf(input);
    else if (typeof input === "string") input = options.encoding && options.encoding !== "buffer" ? Buffer.from(input, options.encoding) : input;
    else throw new codes.ERR_INVALID_ARG_TYPE("options.stdio[0]", ["Buffer", "TypedArray", "DataView", "string"], input);
    list[0] = -2;
  }
  const { 0: code, 1: pid, 2: status, 3: signal, 4: output } = sys.childRun(
    { file: options.file, args: options.args, env: envPairs(options.env), cwd: options.cwd, stdio: list, detached: false, uid: options.uid, gid: options.gid },
    input, options.timeout ?? 0, maxBuffer === Infinity ? -1 : maxBuffer, killSignal,
  );
  const encoding = options.encoding && options.encoding !== "buffer" ? options.encoding : null;
  const decoded = output.map((bytes) => {
    if (bytes === null) return null;
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return encoding ? buffer.toString(encoding) : buffer;
  });
  const started = pid !== 0;
  const result = {
    error: undefined,
    status: !started || signal ? null : status,
    signal: signal ? signalName(signal) ?? null : null,
    output: started ? decoded : null,
    pid,
    stdout: started ? decoded[1] : null,
    stderr: started ? decoded[2] : null,
  };
  if (code) result.error = spawnError(code, `spawnSync ${options.file}`, options);
  else delete result.error;
  return result;
}

function checkResult(result, args, command) {
  let error;
  if (result.error) {
    error = result.error;
    Object.assign(error, result, { error: undefined });
    error.error = result.error;
  } else if (result.status !== 0) {
    let message = `Command failed: ${command || args.join(" ")}`;
    if (result.stderr && result.stderr.length > 0) message += `\n${result.stderr.toString()}`;
    error = Object.assign(new Error(message), result);
  }
  return error;
}

function runSync(file, args, options, command) {
  const inheritStderr = !options.stdio;
  const result = spawnSync(file, args, options);
  if (inheritStderr && result.stderr?.length) process.stderr.write(result.stderr);
  const error = checkResult(result, [file, ...args], command);
  if (error) throw error;
  return result.stdout;
}

/** execFileSync(file, args?, options?) */
function execFileSync(file, args, options) {
  if (args !== null && typeof args === "object" && !Array.isArray(args)) [options, args] = [args, []];
  return runSync(file, args ?? [], { __proto__: null, ...options });
}

/** execSync(command, options?) */
function execSync(command, options) {
  validateString(command, "command");
  const given = execArguments(command, options);
  return runSync(command, [], given.options, command);
}

function _forkChild(fd) {
  require("internal/child").setUpParentChannel(fd);
}

module.exports = { _forkChild, ChildProcess, exec, execFile, execFileSync, execSync, fork, spawn, spawnSync };
