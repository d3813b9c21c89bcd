// events.js - Event, its subclasses and EventTarget (DOM standard sections 2 and 3) as Node.js shapes them.
//
// There is no tree here: a dispatch has one target, capturing listeners first. Listeners that throw do not
// stop the others; the error becomes an uncaught exception in the next tick. Other modules reach the
// private state through the functions exported under `internals`.
const { Date, Error, Map, Number, Object, Symbol, WeakRef, FinalizationRegistry } = globalThis;
const { codes: {
  ERR_EVENT_RECURSION, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_MISSING_ARGS,
} } = require("internal/errors");
const { nextTick } = require("internal/tick");

const inspectSymbol = Symbol.for("nodejs.util.inspect.custom");
const listenersSymbol = Symbol.for("cob.eventTarget.listeners"); // asked by node:events
const cloneHook = Symbol.for("cob.clone");                       // null: structuredClone refuses
const kListenersChanged = Symbol("kListenersChanged");           // (type, count) hook of subclasses

let clock;
function now() {
  if (clock === undefined) {
    const { performance } = globalThis;
    clock = typeof performance?.now === "function" ? performance : Date;
  }
  return clock.now();
}

function checkOptions(options) {
  if (options === undefined || options === null) return {};
  if (typeof options !== "object" && typeof options !== "function") {
    throw new ERR_INVALID_ARG_TYPE("options", "Object", options);
  }
  return options;
}

function inspectAs(object, fields, depth, options, inspect) {
  const { name } = object.constructor;
  if (depth < 0) return name;
  return `${name} ${inspect(fields, {
    ...options, depth: Number.isInteger(options.depth) ? options.depth - 1 : options.depth,
  })}`;
}

// --- Event ---------------------------------------------------------------------------------------------

const STOPPED = 1, STOPPED_NOW = 2, CANCELED = 4, PASSIVE = 8, DISPATCHING = 16, TRUSTED = 32;
const BUBBLES = 64, CANCELABLE = 128, COMPOSED = 256;

class Event {
  #type;
  #flags;
  #target = null;
  #current = null;
  #time = now();

  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS("type");
    const { bubbles, cancelable, composed } = checkOptions(options);
    this.#type = `${type}`;
    this.#flags = (bubbles ? BUBBLES : 0) | (cancelable ? CANCELABLE : 0) | (composed ? COMPOSED : 0);
  }

  static #check(event) {
    if (typeof event !== "object" || event === null || !(#type in event)) throw new ERR_INVALID_THIS("Event");
    return event;
  }

  get type() { return Event.#check(this).#type; }
  get target() { return Event.#check(this).#target; }
  get currentTarget() { return Event.#check(this).#current; }
  get srcElement() { return Event.#check(this).#target; }
  get bubbles() { return (Event.#check(this).#flags & BUBBLES) !== 0; }
  get cancelable() { return (Event.#check(this).#flags & CANCELABLE) !== 0; }
  get composed() { return (Event.#check(this).#flags & COMPOSED) !== 0; }
  get defaultPrevented() { return (Event.#check(this).#flags & CANCELED) !== 0; }
  get isTrusted() { return (Event.#check(this).#flags & TRUSTED) !== 0; }
  get timeStamp() { return Event.#check(this).#time; }
  get eventPhase() {
    return (Event.#check(this).#flags & DISPATCHING) !== 0 ? Event.AT_TARGET : Event.NONE;
  }

  get returnValue() { return !this.defaultPrevented; }
  set returnValue(value) { if (!value) this.preventDefault(); }
  get cancelBubble() { return (Event.#check(this).#flags & STOPPED) !== 0; }
  set cancelBubble(value) { if (value) this.stopPropagation(); }

  composedPath() {
    return (Event.#check(this).#flags & DISPATCHING) !== 0 ? [this.#current] : [];
  }
  stopPropagation() { Event.#check(this).#flags |= STOPPED; }
  stopImmediatePropagation() { Event.#check(this).#flags |= STOPPED | STOPPED_NOW; }
  preventDefault() {
    const flags = Event.#check(this).#flags;
    if ((flags & CANCELABLE) !== 0 && (flags & PASSIVE) === 0) this.#flags = flags | CANCELED;
  }

  initEvent(type, bubbles = false, cancelable = false) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS("type");
    const flags = Event.#check(this).#flags;
    if ((flags & DISPATCHING) !== 0) return;
    this.#type = `${type}`;
    this.#target = null;
    this.#flags = (flags & COMPOSED) | (bubbles ? BUBBLES : 0) | (cancelable ? CANCELABLE : 0);
  }

  [inspectSymbol](depth, options, inspect) {
    const { type, defaultPrevented, cancelable, timeStamp } = this;
    return inspectAs(this, { type, defaultPrevented, cancelable, timeStamp }, depth, options, inspect);
  }

  // Friends: reachable only from this module.
  static is(value) { return typeof value === "object" && value !== null && #type in value; }
  static flags(event) { return event.#flags; }
  static setFlags(event, on, off) { event.#flags = (event.#flags | on) & ~off; }
  static begin(event, target) {
    event.#flags |= DISPATCHING;
    event.#target = target;
    event.#current = target;
  }
  static end(event) {
    event.#flags &= ~(DISPATCHING | STOPPED | STOPPED_NOW | PASSIVE);
    event.#current = null;
  }
}

const friend = {};
for (const name of ["is", "flags", "setFlags", "begin", "end"]) {
  friend[name] = Event[name];
  delete Event[name];
}
["NONE", "CAPTURING_PHASE", "AT_TARGET", "BUBBLING_PHASE"].forEach((name, value) => {
  Object.defineProperty(Event, name, { value, enumerable: true });
  Object.defineProperty(Event.prototype, name, { value, enumerable: true });
});

function finish(Class, ...names) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { configurable: true, value: Class.name });
  Object.defineProperty(Class.prototype, cloneHook, { configurable: true, writable: true, value: null });
}
finish(Event, ...Object.getOwnPropertyNames(Event.prototype).filter(
  (name) => name !== "constructor" && !/^[A-Z]/.test(name)));

/** An event as the platform fires it. */
function trusted(event) {
  friend.setFlags(event, TRUSTED, 0);
  return event;
}

class CustomEvent extends Event {
  #detail;
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS("type");
    super(type, options);
    this.#detail = options?.detail ?? null;
  }
  get detail() {
    if (!(#detail in this)) throw new ERR_INVALID_THIS("CustomEvent");
    return this.#detail;
  }
  initCustomEvent(type, bubbles = false, cancelable = false, detail = null) {
    if (this.eventPhase !== 0) return;
    this.initEvent(type, bubbles, cancelable);
    this.#detail = detail;
  }
}
finish(CustomEvent, "detail", "initCustomEvent");

class ErrorEvent extends Event {
  #init;
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS("type");
    super(type, options);
    const { message = "", filename = "", lineno = 0, colno = 0, error } = options ?? {};
    this.#init = {
      message: `${message}`, filename: `${filename}`, lineno: lineno >>> 0, colno: colno >>> 0, error,
    };
  }
  get message() { return this.#init.message; }
  get filename() { return this.#init.filename; }
  get lineno() { return this.#init.lineno; }
  get colno() { return this.#init.colno; }
  get error() { return this.#init.error; }
}
finish(ErrorEvent, "message", "filename", "lineno", "colno", "error");

class CloseEvent extends Event {
  #init;
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS("type");
    super(type, options);
    const { wasClean = false, code = 0, reason = "" } = options ?? {};
    this.#init = { wasClean: !!wasClean, code: code & 0xffff, reason: `${reason}` };
  }
  get wasClean() { return this.#init.wasClean; }
  get code() { return this.#init.code; }
  get reason() { return this.#init.reason; }
}
finish(CloseEvent, "wasClean", "code", "reason");

class MessageEvent extends Event {
  #init;
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS("type");
    super(type, options);
    const { data = null, origin = "", lastEventId = "", source = null, ports = [] } = options ?? {};
    this.#init = {
      data, origin: `${origin}`, lastEventId: `${lastEventId}`, source,
      ports: Object.freeze([...ports]),
    };
  }
  get data() { return this.#init.data; }
  get origin() { return this.#init.origin; }
  get lastEventId() { return this.#init.lastEventId; }
  get source() { return this.#init.source; }
  get ports() { return this.#init.ports; }
}
finish(MessageEvent, "data", "origin", "lastEventId", "source", "ports");

class ProgressEvent extends Event {
  #init;
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS("type");
    super(type, options);
    const { lengthComputable = false, loaded = 0, total = 0 } = options ?? {};
    this.#init = { lengthComputable: !!lengthComputable, loaded: +loaded, total: +total };
  }
  get lengthComputable() { return this.#init.lengthComputable; }
  get loaded() { return this.#init.loaded; }
  get total() { return this.#init.total; }
}
finish(ProgressEvent, "lengthComputable", "loaded", "total");

class PromiseRejectionEvent extends Event {
  #init;
  constructor(type, options) {
    if (arguments.length < 2) throw new ERR_MISSING_ARGS("type", "options");
    super(type, options);
    this.#init = { promise: options.promise, reason: options.reason };
  }
  get promise() { return this.#init.promise; }
  get reason() { return this.#init.reason; }
}
finish(PromiseRejectionEvent, "promise", "reason");

// --- EventTarget ---------------------------------------------------------------------------------------

function reportError(error) {
  nextTick(() => { throw error; });
}

// The listeners of an AbortSignal option go when their target does.
let goneTargets;
function watchTarget(target, signal, algorithm) {
  goneTargets ??= new FinalizationRegistry(({ signalRef, step }) => {
    const alive = signalRef.deref();
    if (alive !== undefined) require("web/abort").internals.removeAlgorithm(alive, step);
  });
  goneTargets.register(target, { signalRef: new WeakRef(signal), step: algorithm }, algorithm);
}

function warnNoEffect(target, type) {
  const warning = new Error("addEventListener called with null which has no effect.");
  warning.name = "AddEventListenerArgumentTypeWarning";
  warning.target = target;
  warning.type = type;
  globalThis.process?.emitWarning?.(warning);
}

function warnManyListeners(target, type, count) {
  const events = require("node:events");
  const limit = target[events.kMaxEventTargetListeners] ?? events.defaultMaxListeners;
  if (!(limit > 0 && count > limit) || target[events.kMaxEventTargetListenersWarned]) return;
  target[events.kMaxEventTargetListenersWarned] = true;
  const name = target.constructor?.name || "EventTarget";
  const warning = new Error(
    `Possible EventTarget memory leak detected. ${count} ${type} listeners added to ${name}. ` +
    `MaxListeners is ${limit}. Use events.setMaxListeners() to increase limit`);
  warning.name = "MaxListenersExceededWarning";
  warning.target = target;
  warning.type = type;
  warning.count = count;
  globalThis.process?.emitWarning?.(warning);
}

function checkListener(listener) {
  if (typeof listener === "function" || (typeof listener === "object" && listener !== null)) return true;
  if (listener === undefined || listener === null) return false;
  throw new ERR_INVALID_ARG_TYPE("listener", "EventListener", listener);
}

function listenerOptions(options) {
  if (typeof options === "boolean") return { capture: options };
  if (options === undefined || options === null) return {};
  if (typeof options !== "object" && typeof options !== "function") {
    throw new ERR_INVALID_ARG_TYPE("options", "Object", options);
  }
  return options;
}

class Listener {
  constructor(callback, capture, once, passive) {
    this.callback = callback;
    this.capture = capture;
    this.once = once;
    this.passive = passive;
    this.removed = false;
    this.detach = undefined; // forgets the `signal` option's algorithm
  }
}

class EventTarget {
  #listeners = undefined; // Map of type to Listener[], in order of addition
  #handlers = undefined;  // Map of type to the function of an onX attribute

  static #check(target) {
    if (typeof target !== "object" || target === null || !(#listeners in target)) {
      throw new ERR_INVALID_THIS("EventTarget");
    }
  }

  addEventListener(type, listener, options = undefined) {
    EventTarget.#check(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS("type", "listener");
    const { capture, once, passive, signal } = listenerOptions(options);
    if (signal !== undefined) require("internal/validators").validateAbortSignal(signal ?? null, "options.signal");
    if (signal === null) throw new ERR_INVALID_ARG_TYPE("options.signal", "AbortSignal", signal);
    type = `${type}`;
    if (!checkListener(listener)) return void warnNoEffect(this, type);
    if (signal?.aborted) return;
    this.#add(type, new Listener(listener, !!capture, !!once, !!passive), signal);
  }

  #add(type, record, signal) {
    const map = this.#listeners ??= new Map();
    const list = map.get(type);
    if (list === undefined) {
      map.set(type, [record]);
    } else {
      for (let i = 0; i < list.length; i++) {
        if (list[i].callback === record.callback && list[i].capture === record.capture) return;
      }
      list.push(record);
      if (list.length > 10) warnManyListeners(this, type, list.length);
    }
    if (signal !== undefined) this.#removeOnAbort(type, record, signal);
    this[kListenersChanged]?.(type, list === undefined ? 1 : list.length);
  }

  // The signal may outlive the target: it refers to it weakly.
  #removeOnAbort(type, record, signal) {
    const { internals } = require("web/abort");
    const weak = new WeakRef(this);
    const step = () => {
      const target = weak.deref();
      if (target !== undefined) target.#remove(type, record);
    };
    internals.addAlgorithm(signal, step);
    watchTarget(this, signal, step);
    record.detach = () => {
      internals.removeAlgorithm(signal, step);
      goneTargets.unregister(step);
    };
  }

  removeEventListener(type, listener, options = undefined) {
    EventTarget.#check(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS("type", "listener");
    if (!checkListener(listener)) return;
    type = `${type}`;
    const capture = !!listenerOptions(options).capture;
    const record = this.#listeners?.get(type)?.find(
      (one) => one.callback === listener && one.capture === capture);
    if (record !== undefined) this.#remove(type, record);
  }

  #remove(type, record) {
    const list = this.#listeners?.get(type);
    const at = list === undefined ? -1 : list.indexOf(record);
    if (at < 0) return;
    record.removed = true;
    record.detach?.();
    if (list.length === 1) this.#listeners.delete(type);
    else list.splice(at, 1);
    this[kListenersChanged]?.(type, list.length === 1 && list[0] === record ? 0 : list.length);
  }

  dispatchEvent(event) {
    EventTarget.#check(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS("event");
    if (!friend.is(event)) throw new ERR_INVALID_ARG_TYPE("event", "Event", event);
    if ((friend.flags(event) & DISPATCHING) !== 0) throw new ERR_EVENT_RECURSION(event.type);
    friend.setFlags(event, 0, TRUSTED);
    return friend.dispatch(this, event, this);
  }

  #invoke(type, record, event, self) {
    if (record.once) this.#remove(type, record);
    const { callback } = record;
    if (record.passive) friend.setFlags(event, PASSIVE, 0);
    try {
      let result;
      if (typeof callback === "function") result = callback.call(self, event);
      else if (typeof callback.handleEvent === "function") result = callback.handleEvent(event);
      if (result !== undefined && result !== null && typeof result.then === "function") {
        result.then(undefined, reportError);
      }
    } catch (error) {
      reportError(error);
    }
    if (record.passive) friend.setFlags(event, 0, PASSIVE);
  }

  [inspectSymbol](depth, options, inspect) {
    return inspectAs(this, {}, depth, options, inspect);
  }

  [listenersSymbol](type) {
    return (this.#listeners?.get(`${type}`) ?? []).map((record) => record.callback);
  }

  // Friends, removed from the class below. `self` is what listeners see as their target.
  static dispatch(target, event, self) {
    const { type } = event;
    const list = target.#listeners?.get(type);
    friend.begin(event, self);
    if (list !== undefined) {
      const snapshot = list.slice();
      const phases = snapshot.length > 1 && snapshot.some((record) => record.capture) ? [true, false] : [undefined];
      for (const phase of phases) {
        for (let i = 0; i < snapshot.length && (friend.flags(event) & STOPPED_NOW) === 0; i++) {
          const record = snapshot[i];
          if (!record.removed && (phase === undefined || record.capture === phase)) {
            target.#invoke(type, record, event, self);
          }
        }
        if ((friend.flags(event) & STOPPED) !== 0) break;
      }
    }
    friend.end(event);
    return (friend.flags(event) & CANCELED) === 0;
  }

  static count(target, type) { return target.#listeners?.get(type)?.length ?? 0; }
  static getHandler(target, type) { return target.#handlers?.get(type)?.handler ?? null; }

  // HTML, section 8.1.8.1: the listener keeps its place while the handler is replaced.
  static setHandler(target, type, handler) {
    const map = target.#handlers ??= new Map();
    const known = map.get(type);
    if (typeof handler !== "function" && (typeof handler !== "object" || handler === null)) {
      map.delete(type);
      if (known !== undefined) target.#remove(type, known.record);
      return;
    }
    if (known !== undefined) {
      known.handler = handler;
      return;
    }
    const slot = { handler, record: undefined };
    slot.record = new Listener(function (event) {
      const result = typeof slot.handler === "function" ? slot.handler.call(this, event) : undefined;
      if (result === false) event.preventDefault();
      return result;
    }, false, false, false);
    map.set(type, slot);
    target.#add(type, slot.record, undefined);
  }
}

for (const name of ["dispatch", "count", "getHandler", "setHandler"]) {
  friend[name] = EventTarget[name];
  delete EventTarget[name];
}
finish(EventTarget, "addEventListener", "removeEventListener", "dispatchEvent");

/** Gives `Class.prototype` the attribute `on${type}`. */
function defineEventHandler(Class, type, property = `on${type}`) {
  Object.defineProperty(Class.prototype, property, {
    configurable: true, enumerable: true,
    get() { return friend.getHandler(this, type); },
    set(value) { friend.setHandler(this, type, value); },
  });
}

/** Fires an event of our own making: trusted, no re-entry check needed. */
function fire(target, event) {
  return friend.dispatch(target, trusted(event), target);
}

// --- globalThis as an event target, as in Bun ------------------------------------------------------------

let globalTarget;
const global = () => globalTarget ??= new EventTarget();
function addEventListener(type, listener, options) {
  if (arguments.length < 2) throw new ERR_MISSING_ARGS("type", "listener");
  global().addEventListener(type, listener, options);
}
function removeEventListener(type, listener, options) {
  if (arguments.length < 2) throw new ERR_MISSING_ARGS("type", "listener");
  global().removeEventListener(type, listener, options);
}
function dispatchEvent(event) {
  if (!friend.is(event)) throw new ERR_INVALID_ARG_TYPE("event", "Event", event);
  if ((friend.flags(event) & DISPATCHING) !== 0) throw new ERR_EVENT_RECURSION(event.type);
  return friend.dispatch(global(), event, globalThis);
}

/** HTML, section 8.1.4.6: an `error` event on globalThis first, then an uncaught exception. */
function reportErrorGlobal(error) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS("error");
  if (globalTarget !== undefined && friend.count(globalTarget, "error") > 0) {
    const message = typeof error?.message === "string" ? error.message : `${error}`;
    const event = trusted(new ErrorEvent("error", { message, error, cancelable: true }));
    if (!friend.dispatch(globalTarget, event, globalThis)) return;
  }
  nextTick(() => { throw error; });
}
Object.defineProperty(reportErrorGlobal, "name", { value: "reportError" });

module.exports = {
  Event, CustomEvent, ErrorEvent, CloseEvent, MessageEvent, ProgressEvent, PromiseRejectionEvent, EventTarget,
  defineEventHandler, addEventListener, removeEventListener, dispatchEvent, reportError: reportErrorGlobal,
  internals: {
    fire, trusted, reportListenerError: reportError, listenerCount: friend.count, kListenersChanged,
    dispatch: friend.dispatch, isEvent: friend.is,
  },
};
