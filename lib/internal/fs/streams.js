// fs/streams.js - fs.ReadStream and fs.WriteStream over a path, a descriptor or a FileHandle.
//
// The `fs` option may replace open/read/write/writev/close, as Node.js allows; the defaults call node:fs,
// so that programs which patch fs.open see it used.
const { Error, Math, Object, Reflect, Symbol } = globalThis;
const { process } = require("internal/process");
const { Readable, Writable } = require("node:stream");
const { Buffer } = require("node:buffer");
const { codes } = require("internal/errors");
const validators = require("internal/validators");
const utils = require("internal/fs/utils");
const { validateBoolean, validateFunction, validateInteger } = validators;

const kFs = Symbol("kFs");
const kHandle = Symbol("kHandle");
const kBusy = Symbol("kIsPerformingIO");
const kIdle = Symbol("kIoDone");

const nodeFs = () => require("node:fs");

// A FileHandle seen through the callback functions that streams use.
function handleFs(handle) {
  const settle = (promise, callback, pick) =>
    promise.then((result) => callback(null, pick?.(result), result?.buffer), (error) => callback(error));
  return {
    read: (fd, buffer, offset, length, position, cb) =>
      settle(handle.read(buffer, offset, length, position), cb, (r) => r.bytesRead),
    write: (fd, buffer, offset, length, position, cb) =>
      settle(handle.write(buffer, offset, length, position), cb, (r) => r.bytesWritten),
    writev: (fd, buffers, position, cb) => settle(handle.writev(buffers, position), cb, (r) => r.bytesWritten),
    fsync: (fd, cb) => settle(handle.sync(), cb),
    close: (fd, cb) => settle(handle.close(), cb),
  };
}

function checkOverrides(fs, names) {
  for (const name of names) {
    if (fs[name] !== undefined && fs[name] !== null) validateFunction(fs[name], `options.fs.${name}`);
  }
}

// Fills stream[kFs], stream.fd and, for a FileHandle, the link to it.
function adoptTarget(stream, options, needed) {
  if (options.fd === undefined || options.fd === null) {
    stream.fd = null;
    stream[kFs] = options.fs || nodeFs();
    for (const name of needed) validateFunction(stream[kFs][name], `options.fs.${name}`);
    return;
  }
  if (typeof options.fd === "number") {
    stream.fd = utils.checkedFd(options.fd);
    stream[kFs] = options.fs || nodeFs();
    return;
  }
  const { FileHandle } = require("internal/fs/promises");
  if (typeof options.fd === "object" && options.fd instanceof FileHandle) {
    if (options.fs) throw new codes.ERR_METHOD_NOT_IMPLEMENTED("FileHandle with fs");
    stream[kHandle] = options.fd;
    stream.fd = options.fd.fd;
    stream[kFs] = handleFs(options.fd);
    options.fd.on("close", () => stream.close());
    return;
  }
  throw new codes.ERR_INVALID_ARG_TYPE("options.fd", ["number", "FileHandle"], options.fd);
}

// Pre-opened streams are "open" at once; others open in _construct.
function construct(callback) {
  const stream = this;
  if (typeof stream.fd === "number") {
    callback();
    return;
  }
  if (stream.open !== openMethod) {
    // Programs that replaced open() emit 'open' themselves.
    const emit = stream.emit;
    stream.emit = function (...args) {
      if (args[0] === "open") {
        this.emit = emit;
        callback();
        Reflect.apply(emit, this, args);
      } else if (args[0] === "error") {
        this.emit = emit;
        callback(args[1]);
      } else {
        Reflect.apply(emit, this, args);
      }
    };
    stream.open();
    return;
  }
  stream[kFs].open(stream.path, stream.flags, stream.mode, (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    stream.fd = fd;
    holdWrites(stream);
    callback();
    stream.emit("open", stream.fd);
    stream.emit("ready");
  });
}

// The stream library takes what was written before construction only two ticks after callback(), while
// a new write already goes straight through: corked, they keep their order.
function holdWrites(stream) {
  if (typeof stream.cork !== "function") return;
  stream.cork();
  process.nextTick(() => process.nextTick(() => stream.uncork()));
}

function openMethod() {}

function closeFd(stream, error, callback) {
  if (typeof stream.fd !== "number") return callback(error);
  stream[kFs].close(stream.fd, (second) => callback(error || second));
  stream.fd = null;
}

function destroyStream(error, callback) {
  // The descriptor is still in a read or write on the pool: close it afterwards.
  if (this[kBusy]) this.once(kIdle, (second) => closeFd(this, error || second, callback));
  else closeFd(this, error, callback);
}

function numberOption(options, name) {
  const value = options[name];
  if (value !== undefined) {
    validateInteger(value, name, 0, name === "end" && value === Infinity ? Infinity : undefined);
  }
  return value;
}

function prepare(options, defaults) {
  options = utils.getOptions(options, defaults);
  if (options.highWaterMark === undefined && defaults.highWaterMark) options = { ...options, highWaterMark: defaults.highWaterMark };
  if (options.autoDestroy === undefined) options = { ...options, autoDestroy: options.autoClose ?? true };
  return options;
}

// --- ReadStream -----------------------------------------------------------------------------------------

function ReadStream(path, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, options);
  options = prepare(options, { highWaterMark: 65536 });
  adoptTarget(this, options, ["open", "read", "close"]);
  if (this.fd === null) {
    checkOverrides(this[kFs], ["open", "read", "close"]);
    this.path = utils.checkedPath(path);
    this.flags = options.flags === undefined ? "r" : options.flags;
    this.mode = options.mode === undefined ? 0o666 : options.mode;
  } else {
    this.path = path === null || path === undefined ? undefined : utils.checkedPath(path);
    this.flags = options.flags === undefined ? "r" : options.flags;
    this.mode = options.mode === undefined ? 0o666 : options.mode;
  }
  options.autoDestroy = options.autoClose === undefined ? true : options.autoClose;
  this.start = numberOption(options, "start");
  this.end = options.end ?? Infinity;
  this.pos = undefined;
  this.bytesRead = 0;
  this[kBusy] = false;
  if (this.start !== undefined) this.pos = this.start;
  if (options.end !== undefined && options.end !== Infinity) {
    validateInteger(options.end, "end", 0);
    if (this.start !== undefined && this.start > this.end) {
      throw new codes.ERR_OUT_OF_RANGE("start", `<= "end" (here: ${this.end})`, this.start);
    }
  }
  Reflect.apply(Readable, this, [options]);
  if (options.encoding) this.setEncoding(options.encoding);
}
Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
Object.setPrototypeOf(ReadStream, Readable);

Object.defineProperty(ReadStream.prototype, "autoClose", {
  __proto__: null,
  get() {
    return this._readableState.autoDestroy;
  },
  set(value) {
    this._readableState.autoDestroy = value;
  },
});

ReadStream.prototype.open = openMethod;
ReadStream.prototype._construct = construct;

ReadStream.prototype._read = function (size) {
  const left = this.pos !== undefined ? this.end - this.pos + 1 : this.end - this.bytesRead + 1;
  const n = Math.min(left, size);
  if (n <= 0) {
    this.push(null);
    return;
  }
  const buffer = Buffer.allocUnsafeSlow(n);
  this[kBusy] = true;
  this[kFs].read(this.fd, buffer, 0, n, this.pos, (error, bytesRead, data) => {
    this[kBusy] = false;
    if (this.destroyed) {
      this.emit(kIdle, error);
      return;
    }
    if (error) {
      if (this.autoClose) this.destroy(error);
      else this.emit("error", error);
    } else if (bytesRead > 0) {
      if (this.pos !== undefined) this.pos += bytesRead;
      this.bytesRead += bytesRead;
      data ??= buffer;
      this.push(bytesRead === data.length ? data : Buffer.from(data.subarray(0, bytesRead)));
    } else {
      this.push(null);
    }
  });
};

ReadStream.prototype._destroy = destroyStream;
ReadStream.prototype.close = function (callback) {
  const { finished } = require("node:stream");
  if (typeof callback === "function") finished(this, { error: false }, callback);
  this.destroy();
};

// --- WriteStream ----------------------------------------------------------------------------------------

function WriteStream(path, options) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, options);
  options = prepare(options, {});
  options.decodeStrings = true;
  adoptTarget(this, options, ["open", "close"]);
  const { [kFs]: fs } = this;
  if (this.fd === null) {
    checkOverrides(fs, ["open", "write", "writev", "close"]);
    if (!fs.write && !fs.writev) throw new codes.ERR_INVALID_ARG_TYPE("options.fs.write", "Function", fs.write);
    this.path = utils.checkedPath(path);
  } else {
    this.path = path === null || path === undefined ? undefined : utils.checkedPath(path);
  }
  this.flags = options.flags === undefined ? "w" : options.flags;
  this.mode = options.mode === undefined ? 0o666 : options.mode;
  this.flush = options.flush ?? false;
  if (options.flush !== undefined && options.flush !== null) validateBoolean(options.flush, "options.flush");
  if (!fs.writev) this._writev = null;
  if (!fs.write) this._write = null;
  options.autoDestroy = options.autoClose === undefined ? true : options.autoClose;
  this.start = numberOption(options, "start");
  this.pos = this.start;
  this.bytesWritten = 0;
  this[kBusy] = false;
  Reflect.apply(Writable, this, [options]);
  if (options.encoding) this.setDefaultEncoding(options.encoding);
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);

Object.defineProperty(WriteStream.prototype, "autoClose", {
  __proto__: null,
  get() {
    return this._writableState.autoDestroy;
  },
  set(value) {
    this._writableState.autoDestroy = value;
  },
});
Object.defineProperty(WriteStream.prototype, "pending", {
  __proto__: null,
  configurable: true,
  get() {
    return this.fd === null;
  },
});
Object.defineProperty(ReadStream.prototype, "pending", Object.getOwnPropertyDescriptor(WriteStream.prototype, "pending"));

WriteStream.prototype.open = openMethod;
WriteStream.prototype._construct = construct;

// Writes until everything is out: the kernel may take less. EAGAIN is retried a few times, as Node does.
function writeAll(stream, data, callback, retries = 0) {
  if (!stream[kFs].write) return callback(new Error("write failed")); // writev only, and it took a part
  stream[kFs].write(stream.fd, data, 0, data.length, stream.pos, (error, n) => {
    if (error?.code === "EAGAIN") {
      error = null;
      n = 0;
    }
    if (stream.destroyed || error) return callback(error);
    stream.bytesWritten += n;
    if (stream.pos !== undefined) stream.pos += n;
    retries = n ? 0 : retries + 1;
    if (n === data.length) return callback();
    if (retries > 5) return callback(new Error("write failed"));
    writeAll(stream, data.subarray(n), callback, retries);
  });
}

function afterWrite(stream, callback) {
  return (error) => {
    stream[kBusy] = false;
    if (stream.destroyed) {
      callback(error);
      stream.emit(kIdle, error);
      return;
    }
    callback(error);
  };
}

WriteStream.prototype._write = function (data, encoding, callback) {
  this[kBusy] = true;
  writeAll(this, data, afterWrite(this, callback));
};

WriteStream.prototype._writev = function (chunks, callback) {
  this[kBusy] = true;
  const parts = chunks.map((entry) => entry.chunk);
  const done = afterWrite(this, callback);
  this[kFs].writev(this.fd, parts, this.pos, (error, n) => {
    if (error?.code === "EAGAIN") [error, n] = [null, 0];
    if (error || this.destroyed) return done(error);
    this.bytesWritten += n;
    if (this.pos !== undefined) this.pos += n;
    const rest = Buffer.concat(parts).subarray(n);
    if (rest.length === 0) done();
    else writeAll(this, rest, done);
  });
};

WriteStream.prototype._destroy = function (error, callback) {
  if (this.flush && typeof this.fd === "number" && !error) {
    const sync = this[kFs].fsync ?? nodeFs().fsync;
    sync(this.fd, (second) => Reflect.apply(destroyStream, this, [error || second, callback]));
    return;
  }
  Reflect.apply(destroyStream, this, [error, callback]);
};

WriteStream.prototype.close = function (callback) {
  if (callback) {
    if (this.closed) {
      process.nextTick(callback);
      return;
    }
    this.on("close", callback);
  }
  if (!this.autoClose) this.on("finish", this.destroy);
  this.end();
};
WriteStream.prototype.destroySoon = WriteStream.prototype.end;

module.exports = { ReadStream, WriteStream };
