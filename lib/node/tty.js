// node:tty - terminals: ReadStream with raw mode, WriteStream with size, cursor and colour queries.
const { Number } = globalThis;
const { codes } = require("internal/errors");
const { native: tty } = require("internal/stdio_native");
const { StdioReadable, StdioWritable } = require("internal/streams/stdio");

/** @param {number} fd */
function isatty(fd) {
  return Number.isInteger(fd) && fd >= 0 && fd <= 2147483647 && tty.ttyIs(fd);
}

function checkFd(fd) {
  if (fd >> 0 !== fd || fd < 0) throw new codes.ERR_INVALID_FD(fd);
  if (!tty.ttyIs(fd)) {
    const { SystemError } = require("internal/errors");
    const make = codes.ERR_TTY_INIT_FAILED ?? SystemError;
    throw new make({ errno: -22, code: "EINVAL", message: "invalid argument", syscall: "uv_tty_init" });
  }
}

class ReadStream extends StdioReadable {
  constructor(fd, options) {
    checkFd(fd);
    super(fd, "tty", options);
    this.isRaw = false;
    this.isTTY = true;
  }

  setRawMode(flag) {
    flag = !!flag;
    const code = this._setRaw(flag);
    if (code) {
      const { ErrnoException } = require("internal/errors");
      this.emit("error", new ErrnoException(code, "setRawMode"));
      return this;
    }
    this.isRaw = flag;
    return this;
  }
}

class WriteStream extends StdioWritable {
  constructor(fd) {
    checkFd(fd);
    super(fd, "tty");
    this.isTTY = true;
    const size = tty.ttySize(fd);
    this.columns = typeof size === "number" ? undefined : size[0];
    this.rows = typeof size === "number" ? undefined : size[1];
  }

  _refreshSize() {
    const size = tty.ttySize(this.fd);
    if (typeof size === "number") {
      const { ErrnoException } = require("internal/errors");
      this.emit("error", new ErrnoException(size, "getWindowSize"));
      return;
    }
    const changed = this.columns !== size[0] || this.rows !== size[1];
    this.columns = size[0];
    this.rows = size[1];
    if (changed) this.emit("resize");
  }

  getWindowSize() {
    return [this.columns, this.rows];
  }
  cursorTo(x, y, callback) {
    return require("node:readline").cursorTo(this, x, y, callback);
  }
  moveCursor(dx, dy, callback) {
    return require("node:readline").moveCursor(this, dx, dy, callback);
  }
  clearLine(dir, callback) {
    return require("node:readline").clearLine(this, dir, callback);
  }
  clearScreenDown(callback) {
    return require("node:readline").clearScreenDown(this, callback);
  }
  getColorDepth(env) {
    return require("internal/tty").getColorDepth(env);
  }
  hasColors(count, env) {
    return require("internal/tty").hasColors.call(this, count, env);
  }
}

// Both classes are also callable without `new`, as Node's are.
const callable = (Class) =>
  new Proxy(Class, { __proto__: null, apply: (target, self, args) => new target(...args) });

module.exports = { isatty, ReadStream: callable(ReadStream), WriteStream: callable(WriteStream) };
