// fs/watch.js - fs.watch (inotify), fs.watchFile (polling) and the promise iterator.
//
// Recursive watching is built here from one watch for each directory, as Node.js does on Linux.
const { Map, Promise, String } = globalThis;
const EventEmitter = require("node:events");
const { Buffer } = require("node:buffer");
const { codes, AbortError, UVException } = require("internal/errors");
const validators = require("internal/validators");
const utils = require("internal/fs/utils");
const { process } = require("internal/process");
const { validateAbortSignal, validateBoolean, validateFunction, validateObject, validateUint32 } = validators;

function encodeName(bytes, encoding) {
  if (bytes === null) return null;
  return utils.encodeText(bytes, encoding && encoding !== "buffer" ? encoding : encoding === "buffer" ? "buffer" : "utf8");
}

// --- FSWatcher --------------------------------------------------------------------------------------------

class FSWatcher extends EventEmitter {
  #handles = new Map(); // directory or file -> native handle
  #root = "";
  #encoding;
  #ignore;
  #refed = true;
  #closed = false;

  /** Starts watching; throws when the path cannot be watched. */
  _start(path, options) {
    this.#root = path;
    this.#encoding = options.encoding;
    this.#refed = options.persistent;
    this.#ignore = options.ignore;
    this.#add(path, "");
    if (options.recursive) this.#addBelow(path, "");
  }

  #add(path, prefix, quiet = false) {
    if (this.#handles.has(path)) return;
    const handle = native.watchOpen(path, (status, type, name) => this.#onEvent(path, prefix, status, type, name));
    if (typeof handle === "number") {
      if (quiet) return;
      const error = new UVException({ errno: handle, syscall: "watch", path, message: undefined });
      error.filename = path;
      throw error;
    }
    this.#handles.set(path, handle);
    if (!this.#refed) native.watchRef(handle, false);
  }

  #addBelow(path, prefix) {
    const { readdirSync } = require("node:fs");
    const { join } = require("node:path");
    let entries;
    try {
      entries = readdirSync(path, { withFileTypes: true });
    } catch {
      return; // a plain file, or gone already
    }
    this.#recursive = true;
    for (const entry of entries) {
      if (!entry.isDirectory()) continue;
      const child = join(path, entry.name);
      const below = prefix ? join(prefix, entry.name) : entry.name;
      this.#add(child, below, true);
      this.#addBelow(child, below);
    }
  }
  #recursive = false;

  #onEvent(path, prefix, status, type, bytes) {
    if (this.#closed) return;
    if (status < 0) {
      const error = new UVException({ errno: status, syscall: "watch", path });
      error.filename = path;
      this.emit("error", error);
      return;
    }
    const { join } = require("node:path");
    let name = bytes === null ? null : encodeName(bytes, "utf8");
    if (this.#recursive && name !== null) {
      const full = join(path, name);
      if (prefix) name = join(prefix, name);
      if (type === "rename") {
        const { statSync } = require("node:fs");
        if (statSync(full, { throwIfNoEntry: false })?.isDirectory()) {
          this.#add(full, name, true);
          this.#addBelow(full, name);
        } else {
          this.#drop(full);
        }
      }
    }
    if (this.#ignore !== undefined && name !== null && this.#ignore(name)) return;
    const shown = name === null || this.#encoding === "utf8" || !this.#encoding ? name
      : this.#encoding === "buffer" ? Buffer.from(name) : Buffer.from(name).toString(this.#encoding);
    this.emit("change", type, shown);
  }

  #drop(path) {
    const handle = this.#handles.get(path);
    if (handle === undefined) return;
    native.watchClose(handle);
    this.#handles.delete(path);
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    for (const path of [...this.#handles.keys()]) this.#drop(path);
    process.nextTick(() => this.emit("close"));
  }

  ref() {
    this.#setRef(true);
    return this;
  }
  unref() {
    this.#setRef(false);
    return this;
  }
  #setRef(on) {
    this.#refed = on;
    for (const handle of this.#handles.values()) native.watchRef(handle, on);
  }
}

function ignoreFilter(ignore) {
  if (ignore === undefined || ignore === null) return undefined;
  const list = globalThis.Array.isArray(ignore) ? ignore : [ignore];
  const tests = list.map((item) => {
    if (typeof item === "function") return item;
    if (item instanceof globalThis.RegExp) return (name) => item.test(name);
    if (typeof item === "string" && item !== "") {
      const { compile } = require("internal/fs/glob");
      const base = compile(item.includes("/") ? item : `**/${item}`);
      return (name) => base(name);
    }
    throw new codes.ERR_INVALID_ARG_TYPE("options.ignore", ["string", "RegExp", "Function", "Array"], ignore);
  });
  return (name) => tests.some((test) => test(name));
}

function watchOptions(options) {
  options = utils.getOptions(options);
  const checked = { persistent: true, recursive: false, ...options };
  if (options.persistent !== undefined) validateBoolean(options.persistent, "options.persistent");
  if (options.recursive !== undefined) validateBoolean(options.recursive, "options.recursive");
  checked.ignore = ignoreFilter(options.ignore);
  return checked;
}

function watch(filename, options, listener) {
  if (typeof options === "function") [options, listener] = [undefined, options];
  filename = String(utils.checkedPath(filename, "filename"));
  options = watchOptions(options);
  const watcher = new FSWatcher();
  if (options.signal?.aborted) {
    process.nextTick(() => watcher.close());
    return watcher;
  }
  watcher._start(filename, options);
  if (listener) watcher.addListener("change", listener);
  if (options.signal) {
    const onAbort = () => watcher.close();
    options.signal.addEventListener("abort", onAbort, { once: true });
    watcher.once("close", () => options.signal.removeEventListener("abort", onAbort));
  }
  return watcher;
}

async function* watchIterator(filename, options = {}) {
  validateObject(options, "options");
  const { encoding, signal, maxQueue = 2048, overflow = "ignore" } = options;
  if (encoding !== undefined && encoding !== null) utils.checkEncoding(encoding);
  if (signal !== undefined) validateAbortSignal(signal, "options.signal");
  validators.validateInteger(maxQueue, "options.maxQueue");
  validators.validateOneOf(overflow, "options.overflow", ["ignore", "error"]);
  utils.throwIfAborted(signal);

  const queue = [];
  let wake;
  let failure;
  const poke = () => {
    wake?.();
    wake = undefined;
  };
  const watcher = watch(filename, { ...options, signal: undefined }, (eventType, name) => {
    if (queue.length < maxQueue) {
      queue.push({ __proto__: null, eventType, filename: name });
    } else if (overflow === "error") {
      failure = new codes.ERR_FS_WATCH_QUEUE_OVERFLOW(maxQueue);
    } else {
      process.emitWarning("fs.watch maxQueue exceeded");
    }
    poke();
  });
  watcher.on("error", (error) => {
    failure = error;
    poke();
  });
  const onAbort = () => {
    failure = new AbortError(undefined, { cause: signal.reason });
    poke();
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    for (;;) {
      while (queue.length > 0) yield queue.shift();
      if (failure) throw failure;
      await new Promise((resolve) => (wake = resolve));
    }
  } finally {
    watcher.close();
    signal?.removeEventListener("abort", onAbort);
  }
}

// --- watchFile ----------------------------------------------------------------------------------------------

const statWatchers = new Map();

function emptyStats(bigint) {
  const { Stats, BigIntStats } = utils;
  const zero = bigint ? 0n : 0;
  const zeros = globalThis.Array(14).fill(zero);
  return bigint ? new BigIntStats(...zeros) : new Stats(...zeros);
}

const FIELDS = ["dev", "mode", "nlink", "uid", "gid", "rdev", "ino", "size", "mtimeMs", "ctimeMs", "birthtimeMs"];
const differs = (a, b) => FIELDS.some((name) => a[name] !== b[name]);

class StatWatcher extends EventEmitter {
  #path;
  #interval;
  #bigint;
  #timer = null;
  #previous;
  #stopped = false;
  #refed = true;

  constructor(path, { interval, bigint, persistent }) {
    super();
    this.#path = path;
    this.#interval = interval;
    this.#bigint = bigint;
    this.#refed = persistent;
  }

  start() {
    this.#poll(true);
  }

  #poll(first) {
    const { stat } = require("node:fs");
    const { setTimeout } = require("internal/timers");
    stat(this.#path, { bigint: this.#bigint }, (error, stats) => {
      if (this.#stopped) return;
      const current = error ? emptyStats(this.#bigint) : stats;
      const previous = this.#previous;
      this.#previous = current;
      if (first) {
        // Node tells once that the file is missing.
        if (error) this.emit("change", current, current);
      } else if (differs(current, previous)) {
        this.emit("change", current, previous);
      }
      if (this.#stopped) return;
      this.#timer = setTimeout(() => this.#poll(false), this.#interval);
      if (!this.#refed) this.#timer.unref();
    });
  }

  stop() {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#timer?.close();
    process.nextTick(() => this.emit("stop"));
  }
  ref() {
    this.#refed = true;
    this.#timer?.ref();
    return this;
  }
  unref() {
    this.#refed = false;
    this.#timer?.unref();
    return this;
  }
}

function watchFile(filename, options, listener) {
  filename = require("node:path").resolve(String(utils.checkedPath(filename, "filename")));
  if (options === null || typeof options !== "object") [listener, options] = [options, {}];
  options = { interval: 5007, persistent: true, bigint: false, ...options };
  validateFunction(listener, "listener");
  validateUint32(options.interval, "interval");
  let watcher = statWatchers.get(filename);
  if (watcher === undefined) {
    watcher = new StatWatcher(filename, options);
    statWatchers.set(filename, watcher);
    watcher.start();
  }
  watcher.addListener("change", listener);
  return watcher;
}

function unwatchFile(filename, listener) {
  filename = require("node:path").resolve(String(utils.checkedPath(filename, "filename")));
  const watcher = statWatchers.get(filename);
  if (watcher === undefined) return;
  if (typeof listener === "function") watcher.removeListener("change", listener);
  else watcher.removeAllListeners("change");
  if (watcher.listenerCount("change") > 0) return;
  watcher.stop();
  statWatchers.delete(filename);
}

module.exports = { FSWatcher, StatWatcher, watch, watchIterator, watchFile, unwatchFile };
