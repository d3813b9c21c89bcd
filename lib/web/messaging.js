// messaging.js - MessageChannel, MessagePort and BroadcastChannel within one thread.
//
// A port is a face on one End of a pipe; transferring the port moves the End to a new face. Each message is
// delivered in a task of its own. As in Node, a port that someone listens to keeps the process alive
// until it is closed or unref'ed, and has the EventEmitter-like methods of Node's ports.
const { Map, Object, Set, Symbol, TypeError } = globalThis;
const { codes: {
  ERR_CONSTRUCT_CALL_INVALID, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_MISSING_ARGS,
} } = require("internal/errors");
const { EventTarget, Event, MessageEvent, defineEventHandler, internals } = require("web/events");
const { fire, kListenersChanged, listenerCount } = internals;
const { cloneForTransfer, transferHook } = require("web/clone");

const inspectSymbol = Symbol.for("nodejs.util.inspect.custom");
const secret = Symbol("secret");
const FOREVER = 0x7fffffff;

const timers = () => require("internal/timers");

function dataCloneError(message) {
  const { DOMException } = require("web/domexception");
  return new DOMException(message, "DataCloneError");
}

// --- keeping the process alive ----------------------------------------------------------------------------

class KeepAlive {
  #timer = undefined;
  set(wanted) {
    if (wanted === (this.#timer !== undefined)) return;
    if (wanted) {
      this.#timer = timers().setInterval(() => {}, FOREVER);
    } else {
      timers().clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }
  get held() { return this.#timer !== undefined; }
}

// --- pipes --------------------------------------------------------------------------------------------------

class End {
  peer = undefined;
  port = undefined;   // the face; undefined while the end is on its way to another owner
  queue = [];         // messages that wait for start()
  started = false;
  closed = false;

  receive(message) {
    this.queue.push(message);
    if (this.started) this.#schedule();
  }

  start() {
    if (this.started) return;
    this.started = true;
    for (let i = 0; i < this.queue.length; i++) this.#schedule();
  }

  #schedule() {
    timers().setImmediate(() => {
      if (this.started && this.port !== undefined && this.queue.length > 0) {
        deliver(this.port, this.queue.shift());
      }
    });
  }

  // Both ends learn of it; what was sent before is still delivered.
  close() {
    if (this.closed) return;
    this.closed = true;
    timers().setImmediate(() => {
      if (this.port !== undefined) closed(this.port);
      this.peer?.close();
    });
  }
}

function transferListOf(options) {
  if (options === undefined || options === null) return undefined;
  if (typeof options !== "object" && typeof options !== "function") {
    throw argumentType("Optional transferList argument must be an iterable");
  }
  const list = typeof options[Symbol.iterator] === "function" ? options : options.transfer;
  if (list === undefined) return undefined;
  if (list === null || typeof list[Symbol.iterator] !== "function") {
    throw argumentType("Optional options.transfer argument must be an iterable");
  }
  return [...list];
}

function argumentType(message) {
  const error = new TypeError(message);
  error.code = "ERR_INVALID_ARG_TYPE";
  return error;
}

class MessagePort extends EventTarget {
  #end = undefined;
  #alive = new KeepAlive();
  #unrefed = false;
  #wrappers = undefined; // Map of type to Map of Node-style listener to the real one

  constructor(key = undefined, end = undefined) {
    if (key !== secret) throw new ERR_CONSTRUCT_CALL_INVALID();
    super();
    this.#end = end;
    end.port = this;
  }

  postMessage(message, transferOrOptions = undefined) {
    if (arguments.length === 0) throw argumentType("Not enough arguments");
    const list = transferListOf(transferOrOptions);
    if (list?.includes(this)) throw dataCloneError("Transfer list contains source port");
    const { value, transferred } = cloneForTransfer(message, list);
    const peer = this.#end?.peer;
    if (peer === undefined || peer.closed || this.#end.closed) return;
    if (peer.port === undefined || transferred.includes(peer.port)) {
      // The other end was among the transferred objects: nobody can read it any more.
      this.#end.close();
      globalThis.process?.emitWarning?.("The target port was posted to itself, and the communication channel was lost");
      return;
    }
    peer.receive({ value, ports: transferred.filter((one) => one instanceof MessagePort) });
  }

  start() { this.#end?.start(); }
  close(callback = undefined) {
    if (typeof callback === "function") this.once("close", callback);
    this.#end?.close();
  }
  ref() {
    this.#unrefed = false;
    this.#alive.set(this.#end !== undefined && !this.#end.closed);
  }
  unref() {
    this.#unrefed = true;
    this.#alive.set(false);
  }
  hasRef() { return this.#alive.held; }

  [kListenersChanged](type, count) {
    if (type !== "message" || this.#end === undefined) return;
    this.#alive.set(count > 0 && !this.#unrefed && !this.#end.closed);
    if (count > 0) this.#end.start();
  }

  [transferHook](check) {
    const end = this.#end;
    if (end === undefined || end.closed) {
      throw dataCloneError("MessagePort in transfer list is already detached");
    }
    if (check) return undefined;
    this.#end = undefined;
    this.#alive.set(false);
    end.started = false;
    return new MessagePort(secret, end);
  }

  [inspectSymbol](depth, options, inspect) {
    return `MessagePort ${inspect({ active: this.#end !== undefined && !this.#end.closed, refed: this.hasRef() }, options)}`;
  }

  // Node-style listeners get the value instead of the event.
  #wrap(type, listener, once) {
    if (typeof listener !== "function") throw new ERR_INVALID_ARG_TYPE("listener", "Function", listener);
    const byType = this.#wrappers ??= new Map();
    let known = byType.get(type);
    if (known === undefined) byType.set(type, known = new Map());
    if (known.has(listener)) return this;
    const wrapper = (event) => {
      if (once) known.delete(listener);
      return listener.call(this, event instanceof MessageEvent ? event.data : event.nodeValue);
    };
    known.set(listener, wrapper);
    this.addEventListener(type, wrapper, { once });
    return this;
  }
  on(type, listener) { return this.#wrap(type, listener, false); }
  addListener(type, listener) { return this.#wrap(type, listener, false); }
  once(type, listener) { return this.#wrap(type, listener, true); }
  off(type, listener) {
    const known = this.#wrappers?.get(type);
    const wrapper = known?.get(listener);
    known?.delete(listener);
    this.removeEventListener(type, wrapper ?? listener);
    return this;
  }
  removeListener(type, listener) { return this.off(type, listener); }
  removeAllListeners(type = undefined) {
    for (const [name, known] of this.#wrappers ?? []) {
      if (type !== undefined && name !== type) continue;
      for (const listener of [...known.keys()]) this.off(name, listener);
    }
    return this;
  }
  emit(type, value) {
    const event = new Event(type);
    event.nodeValue = value;
    const had = listenerCount(this, type) > 0;
    fire(this, event);
    return had;
  }
  listenerCount(type) { return listenerCount(this, type); }
  eventNames() { return [...(this.#wrappers?.keys() ?? [])].filter((type) => listenerCount(this, type) > 0); }

  static deliver(port, { value, ports }) {
    fire(port, new MessageEvent("message", { data: value, ports }));
  }
  static closed(port) {
    port.#alive.set(false);
    fire(port, new Event("close"));
  }
  static take(port) { return port.#end?.queue.shift(); }
  static is(value) { return typeof value === "object" && value !== null && #end in value; }
}
const { take, is: isPort, deliver, closed } = MessagePort;
for (const name of ["take", "is", "deliver", "closed"]) delete MessagePort[name];

defineEventHandler(MessagePort, "message");
defineEventHandler(MessagePort, "messageerror");
defineEventHandler(MessagePort, "close");

class MessageChannel {
  constructor() {
    const a = new End(), b = new End();
    a.peer = b;
    b.peer = a;
    this.port1 = new MessagePort(secret, a);
    this.port2 = new MessagePort(secret, b);
  }
}

/** node:worker_threads: the oldest waiting message at once, without an event. */
function receiveMessageOnPort(port) {
  if (!isPort(port) && !(port instanceof BroadcastChannel)) {
    throw argumentType('The "port" argument must be a MessagePort instance');
  }
  const message = isPort(port) ? take(port) : undefined;
  return message === undefined ? undefined : { message: message.value };
}

// --- BroadcastChannel -----------------------------------------------------------------------------------------

const channels = new Map(); // name to Set of open channels

class BroadcastChannel extends EventTarget {
  #name;
  #open = true;
  #alive = new KeepAlive();
  #unrefed = false;

  constructor(name) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS("name");
    super();
    this.#name = `${name}`;
    if (!channels.has(this.#name)) channels.set(this.#name, new Set());
    channels.get(this.#name).add(this);
  }

  get name() { return this.#name; }

  postMessage(message) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS("message");
    if (!this.#open) {
      const { DOMException } = require("web/domexception");
      throw new DOMException("BroadcastChannel is closed.", "InvalidStateError");
    }
    for (const other of channels.get(this.#name)) {
      if (other === this) continue;
      const { value } = cloneForTransfer(message, undefined);
      timers().setImmediate(() => {
        if (other.#open) fire(other, new MessageEvent("message", { data: value }));
      });
    }
  }

  close() {
    if (!this.#open) return;
    this.#open = false;
    this.#alive.set(false);
    const all = channels.get(this.#name);
    all.delete(this);
    if (all.size === 0) channels.delete(this.#name);
  }

  ref() {
    this.#unrefed = false;
    this.#alive.set(this.#open);
    return this;
  }
  unref() {
    this.#unrefed = true;
    this.#alive.set(false);
    return this;
  }

  [kListenersChanged](type, count) {
    if (type === "message") this.#alive.set(count > 0 && this.#open && !this.#unrefed);
  }

  [inspectSymbol](depth, options, inspect) {
    if (!(#name in Object(this))) throw new ERR_INVALID_THIS("BroadcastChannel");
    if (depth < 0) return "BroadcastChannel";
    return `BroadcastChannel ${inspect({ name: this.#name, active: this.#open }, options)}`;
  }
}
defineEventHandler(BroadcastChannel, "message");
defineEventHandler(BroadcastChannel, "messageerror");

for (const [Class, names] of [
  [MessagePort, ["postMessage", "start", "close", "ref", "unref", "hasRef"]],
  [BroadcastChannel, ["name", "postMessage", "close"]],
]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
}
for (const Class of [MessagePort, MessageChannel, BroadcastChannel]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { configurable: true, value: Class.name });
}

module.exports = { MessageChannel, MessagePort, BroadcastChannel, receiveMessageOnPort };
