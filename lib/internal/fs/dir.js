// fs/dir.js - fs.Dir. The whole listing is read when the directory is opened (one native call); what
// Node.js streams in batches is here only handed out in batches.
const { Object, Promise, Symbol } = globalThis;
const { codes } = require("internal/errors");
const { validateBoolean, validateFunction, validateUint32 } = require("internal/validators");
const utils = require("internal/fs/utils");
const { process } = require("internal/process");

class Dir {
  #entries;
  #at = 0;
  #path;
  #closed = false;
  #busy = 0;
  #waiting = [];

  constructor(entries, path) {
    if (entries === undefined) throw new codes.ERR_MISSING_ARGS("handle");
    this.#entries = entries;
    this.#path = path;
  }

  get path() {
    return this.#path;
  }

  #requireOpen() {
    if (this.#closed) throw new codes.ERR_DIR_CLOSED();
  }

  #next() {
    return this.#at < this.#entries.length ? this.#entries[this.#at++] : null;
  }

  read(callback) {
    if (callback === undefined) {
      return new Promise((resolve, reject) => {
        this.#requireOpen();
        this.read((error, entry) => (error ? reject(error) : resolve(entry)));
      });
    }
    validateFunction(callback, "callback");
    this.#requireOpen();
    this.#busy++;
    setImmediate(() => {
      this.#busy--;
      callback(null, this.#next());
      if (this.#busy === 0) for (const fn of this.#waiting.splice(0)) fn();
    });
  }

  readSync() {
    this.#requireOpen();
    if (this.#busy > 0) throw new codes.ERR_DIR_CONCURRENT_OPERATION();
    return this.#next();
  }

  close(callback) {
    if (callback === undefined) {
      if (this.#closed) return Promise.reject(new codes.ERR_DIR_CLOSED());
      return new Promise((resolve, reject) => this.close((error) => (error ? reject(error) : resolve())));
    }
    validateFunction(callback, "callback");
    if (this.#closed) {
      process.nextTick(callback, new codes.ERR_DIR_CLOSED());
      return;
    }
    const finish = () => {
      this.#closed = true;
      callback(null);
    };
    if (this.#busy > 0) {
      this.#waiting.push(finish);
      return;
    }
    this.#closed = true;
    setImmediate(() => callback(null));
  }

  closeSync() {
    this.#requireOpen();
    if (this.#busy > 0) throw new codes.ERR_DIR_CONCURRENT_OPERATION();
    this.#closed = true;
  }

  async *entries() {
    try {
      for (;;) {
        const entry = await this.read();
        if (entry === null) break;
        yield entry;
      }
    } finally {
      await this.close();
    }
  }

  [Symbol.dispose]() {
    if (!this.#closed) this.closeSync();
  }

  async [Symbol.asyncDispose]() {
    if (!this.#closed) await this.close();
  }
}
Object.defineProperty(Dir.prototype, Symbol.asyncIterator, {
  __proto__: null, value: Dir.prototype.entries, writable: true, enumerable: false, configurable: true,
});

function setImmediate(callback) {
  require("internal/timers").setImmediate(callback);
}

function checkOptions(options) {
  if (options.bufferSize !== undefined) validateUint32(options.bufferSize, "options.bufferSize", true);
  if (options.recursive !== undefined && options.recursive !== null) validateBoolean(options.recursive, "options.recursive");
}

// The system call that Node makes first, as its errors name it.
function asOpendir(error) {
  if (error?.syscall !== "scandir") return error;
  error.message = error.message.replace(", scandir '", ", opendir '");
  error.syscall = "opendir";
  return error;
}

function opendirSync(path, options) {
  path = utils.checkedPath(path);
  checkOptions(options);
  const { readdirSync } = require("node:fs");
  try {
    return new Dir(readdirSync(path, { ...options, withFileTypes: true }), path);
  } catch (error) {
    throw asOpendir(error);
  }
}

function opendir(path, options, callback) {
  path = utils.checkedPath(path);
  checkOptions(options);
  const { readdir } = require("node:fs");
  readdir(path, { ...options, withFileTypes: true }, (error, entries) => {
    if (error) callback(asOpendir(error));
    else callback(null, new Dir(entries, path));
  });
}

module.exports = { Dir, opendir, opendirSync };
