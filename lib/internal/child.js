// child.js - what node:child_process and Bun.spawn share: natives, pipe streams, IPC channels.
const { JSON, String } = globalThis;
const { Duplex } = require("node:stream");
const { Buffer } = require("node:buffer");
const { ErrnoException } = require("internal/errors");
const { process } = require("internal/process");
const { carry } = require("internal/async_frame");

/** A stream over a native pipe. `readable` and `writable` say which halves exist. */
class PipeStream extends Duplex {
  constructor(handle, { readable, writable }) {
    super({ readable, writable, allowHalfOpen: true, emitClose: true, autoDestroy: true, decodeStrings: false });
    this._handle = handle;
    this._started = false;
    this.connecting = false;
    if (!readable) this.resume?.();
  }

  get pending() {
    return false;
  }

  _read() {
    if (this._handle === null) return;
    const code = this._started ? native.pipeRead(this._handle) : native.pipeRead(this._handle, carry((data) => this._onData(data)));
    this._started = true;
    if (code) this.destroy(new ErrnoException(code, "read"));
  }

  _onData(data) {
    if (this._handle === null) return;
    if (data === null) {
      this.push(null);
      this.read(0);
    } else if (typeof data === "number") {
      this.destroy(new ErrnoException(data, "read"));
    } else if (!this.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength))) {
      native.pipePause(this._handle);
    }
  }

  _write(chunk, encoding, callback) {
    if (this._handle === null) return callback(new ErrnoException(-32, "write"));
    if (typeof chunk === "string" && encoding !== "utf8" && encoding !== "utf-8") chunk = Buffer.from(chunk, encoding);
    const code = native.pipeWrite(this._handle, chunk, carry((status) => callback(status ? new ErrnoException(status, "write") : null)));
    if (code) callback(new ErrnoException(code, "write"));
  }

  _final(callback) {
    if (this._handle === null) return callback();
    const code = native.pipeEnd(this._handle, carry(() => callback()));
    if (code) callback();
  }

  _destroy(error, callback) {
    if (this._handle !== null) {
      native.pipeClose(this._handle);
      this._handle = null;
    }
    callback(error);
  }

  ref() {
    if (this._handle !== null) native.pipeRef(this._handle, true);
    return this;
  }
  unref() {
    if (this._handle !== null) native.pipeRef(this._handle, false);
    return this;
  }
  setTimeout() {
    return this;
  }
  destroySoon() {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once("finish", this.destroy);
  }
}

// --- IPC ----------------------------------------------------------------------------------------------------

// How messages travel: JSON, one a line; or, with serialization "advanced", a 4-byte big-endian length and
// what v8.serialize makes of the value (its error says so where that is not available).
class JsonCodec {
  #text = "";
  #decoder = new globalThis.TextDecoder();
  encode(message) {
    return `${JSON.stringify(message)}\n`;
  }
  decode(bytes, deliver) {
    this.#text += this.#decoder.decode(bytes, { stream: true });
    const lines = this.#text.split("\n");
    this.#text = lines.pop();
    for (const line of lines) if (line !== "") deliver(() => JSON.parse(line));
  }
}

class AdvancedCodec {
  #bytes = Buffer.alloc(0);
  encode(message) {
    const body = require("node:v8").serialize(message);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    return Buffer.concat([head, body]);
  }
  decode(bytes, deliver) {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    while (this.#bytes.length >= 4) {
      const end = 4 + this.#bytes.readUInt32BE(0);
      if (this.#bytes.length < end) break;
      const body = this.#bytes.subarray(4, end);
      this.#bytes = this.#bytes.subarray(end);
      deliver(() => require("node:v8").deserialize(body));
    }
  }
}

/**
 * Gives `target` (a ChildProcess, or process in the child) send(), disconnect(), connected and 'message'
 * events over `handle`.
 */
function setUpChannel(target, handle, serialization) {
  const codec = serialization === "advanced" ? new AdvancedCodec() : new JsonCodec();
  let pendingSends = 0;
  let closed = false;
  let refs = 0;
  target.connected = true;
  const channel = {
    fd: undefined,
    ref: () => native.pipeRef(handle, true),
    unref: () => native.pipeRef(handle, false),
    refCounted() {
      if (++refs === 1) channel.ref();
    },
    unrefCounted() {
      if (--refs === 0) channel.unref();
    },
    readStop: () => native.pipePause(handle),
  };
  target.channel = channel;
  target._channel = channel;

  const finish = () => {
    if (closed) return;
    closed = true;
    target.connected = false;
    target.channel = target._channel = null;
    native.pipeClose(handle);
    process.nextTick(() => target.emit("disconnect"));
  };

  const deliver = (read) => {
    let message;
    try {
      message = read();
    } catch {
      return; // not a message of ours
    }
    const internal = message !== null && typeof message === "object" && typeof message.cmd === "string" && message.cmd.startsWith("NODE_");
    if (internal) return void target.emit("internalMessage", message, undefined);
    process.nextTick(() => target.emit("message", message, undefined));
  };

  const started = native.pipeRead(handle, (data) => {
    if (data === null || typeof data === "number") return finish();
    codec.decode(data, deliver);
  });
  if (started) finish();

  target.send = function send(message, sendHandle, options, callback) {
    if (typeof sendHandle === "function") [callback, sendHandle, options] = [sendHandle, undefined, undefined];
    else if (typeof options === "function") [callback, options] = [options, undefined];
    const { codes } = require("internal/errors");
    if (message === undefined) throw new codes.ERR_MISSING_ARGS("message");
    if (!["string", "object", "number", "boolean"].includes(typeof message)) {
      throw new codes.ERR_INVALID_ARG_TYPE("message", ["string", "object", "number", "boolean"], message);
    }
    if (options !== undefined && (options === null || typeof options !== "object")) {
      throw new codes.ERR_INVALID_ARG_TYPE("options", "Object", options);
    }
    if (sendHandle !== undefined && sendHandle !== null) throw new codes.ERR_INVALID_HANDLE_TYPE();
    if (!this.connected) {
      const error = new codes.ERR_IPC_CHANNEL_CLOSED();
      if (typeof callback === "function") process.nextTick(callback, error);
      else process.nextTick(() => this.emit("error", error));
      return false;
    }
    const data = codec.encode(message);
    pendingSends++;
    const code = native.pipeWrite(handle, data, (status) => {
      pendingSends--;
      if (typeof callback === "function") process.nextTick(callback, status ? new ErrnoException(status, "write") : null);
      if (pendingSends === 0 && disconnecting) finish();
    });
    if (code) pendingSends--;
    return code === 0 && pendingSends < 1000;
  };
  target._send = target.send;

  let disconnecting = false;
  target.disconnect = function disconnect() {
    if (!this.connected) {
      const { codes } = require("internal/errors");
      this.emit("error", new codes.ERR_IPC_DISCONNECTED());
      return;
    }
    this.connected = false;
    disconnecting = true;
    if (pendingSends === 0) process.nextTick(finish);
  };
  target._disconnect = finish;
  return channel;
}

/** In a child made by fork(): connects process to its parent. The channel keeps the process alive only while listened to. */
function setUpParentChannel(fd, serialization) {
  const handle = native.pipeOpen(fd);
  if (typeof handle === "number") return;
  const channel = setUpChannel(process, handle, serialization);
  channel.unref();
  const counts = (name) => name === "message" || name === "disconnect";
  process.on("newListener", (name) => counts(name) && channel.refCounted());
  process.on("removeListener", (name) => counts(name) && channel.unrefCounted());
  // Commands of Node's cluster arrive here; nobody answers them yet.
  process.on("internalMessage", () => {});
}

/** The environment as "KEY=value" strings. */
function envPairs(env) {
  const pairs = [];
  for (const key in env) if (env[key] !== undefined) pairs.push(`${key}=${String(env[key])}`);
  return pairs;
}

module.exports = { sys: native, PipeStream, setUpChannel, setUpParentChannel, envPairs };
