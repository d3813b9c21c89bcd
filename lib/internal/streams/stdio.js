// stdio.js - process.stdin, stdout and stderr as streams, on descriptors of any kind.
//
// Writes are synchronous for files, terminals and pipes (Node's rule on Linux). Standard input reads on
// the loop and keeps the process alive only while it is wanted. None of them closes its descriptor.
const { Readable, Writable } = require("node:stream");
const { native: tty } = require("internal/stdio_native");
const { Buffer } = require("node:buffer");

function systemError(code, syscall) {
  const { ErrnoException } = require("internal/errors");
  return new ErrnoException(code, syscall);
}

class StdioWritable extends Writable {
  constructor(fd, type) {
    super({ decodeStrings: false, emitClose: false, autoDestroy: true });
    this.fd = fd;
    this._type = type;
    this._isStdio = true;
    this._closeEmitted = false;
    this.destroySoon = this.destroy;
  }

  _write(chunk, encoding, callback) {
    if (typeof chunk === "string" && encoding !== "utf8" && encoding !== "utf-8") chunk = Buffer.from(chunk, encoding);
    const code = tty.stdioWrite(this.fd, chunk);
    callback(code ? systemError(code, "write") : null);
  }

  // The descriptor belongs to the process: a destroyed stream can be written to again, as Node's.
  _destroy(error, callback) {
    callback(error);
    this._undestroy();
    if (!this._closeEmitted) {
      this._closeEmitted = true;
      require("internal/tick").nextTick(() => this.emit("close"));
    }
  }
}

class StdioReadable extends Readable {
  constructor(fd, type, options) {
    super({ highWaterMark: 65536, autoDestroy: true, ...options });
    this.fd = fd;
    this._type = type;
    this._input = undefined;
    this._wantRef = true;
    this.on("pause", () => this._stopReading());
  }

  _open() {
    if (this._input !== undefined) return true;
    const handle = tty.inputOpen(this.fd, (data) => this._onInput(data));
    if (typeof handle === "number") {
      this.destroy(systemError(handle, "open"));
      return false;
    }
    this._input = handle;
    if (!this._wantRef) tty.inputRef(handle, false);
    return true;
  }

  _read() {
    if (!this._open()) return;
    const code = tty.inputStart(this._input);
    if (code) this.destroy(systemError(code, "read"));
  }

  _stopReading() {
    if (this._input !== undefined) tty.inputStop(this._input);
    // Without this, `read()` would not ask again after a resume().
    if (this._readableState) this._readableState.reading = false;
  }

  _onInput(data) {
    if (data === null) {
      this._closeInput();
      this.push(null);
    } else if (typeof data === "number") {
      this.destroy(systemError(data, "read"));
    } else if (!this.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength))) {
      tty.inputStop(this._input);
    }
  }

  _closeInput() {
    if (this._input === undefined) return;
    tty.inputClose(this._input);
    this._input = undefined;
  }

  _destroy(error, callback) {
    this._closeInput();
    callback(error);
  }

  _setRaw(on) {
    return this._open() ? tty.inputRaw(this._input, on) : -9;
  }

  ref() {
    this._wantRef = true;
    if (this._input !== undefined) tty.inputRef(this._input, true);
    return this;
  }

  unref() {
    this._wantRef = false;
    if (this._input !== undefined) tty.inputRef(this._input, false);
    return this;
  }
}

function openOutput(fd, kind) {
  if (kind === "TTY") {
    const { WriteStream } = require("node:tty");
    const stream = new WriteStream(fd);
    const { process } = require("internal/process");
    process.on("SIGWINCH", () => stream._refreshSize());
    return stream;
  }
  if (kind === "INVALID" || kind === "UNKNOWN") {
    return new Writable({
      write(chunk, encoding, callback) {
        callback();
      },
    });
  }
  return new StdioWritable(fd, kind === "FILE" ? "fs" : "pipe");
}

function openInput(kind) {
  switch (kind) {
    case "FILE": {
      const { ReadStream } = require("node:fs");
      return new ReadStream(null, { fd: 0, autoClose: false });
    }
    case "TTY": {
      const { ReadStream } = require("node:tty");
      return new ReadStream(0);
    }
    case "PIPE":
    case "TCP":
      return new StdioReadable(0, "pipe");
    default: {
      const empty = new Readable({ read() {} });
      empty.push(null);
      return empty;
    }
  }
}

/** @param {0 | 1 | 2} fd */
function open(fd) {
  const kind = tty.stdioKind(fd);
  const stream = fd === 0 ? openInput(kind) : openOutput(fd, kind);
  stream.fd = fd;
  stream._isStdio = true;
  return stream;
}

module.exports = { open, StdioReadable, StdioWritable };
