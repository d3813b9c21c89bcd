// abort.js - AbortController and AbortSignal (DOM standard, section 3).
//
// Lifetime: a signal made by any() or timeout() is referred to weakly by what may abort it, and strongly
// only while it has abort listeners or algorithms: signals that nobody waits for are collected, even
// under a source that lives as long as the process.
const { Date, FinalizationRegistry, Infinity, Math, Object, Set, Symbol, TypeError, WeakRef } = globalThis;
const { codes: {
  ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_OUT_OF_RANGE,
} } = require("internal/errors");
const { Event, EventTarget, defineEventHandler, internals: { fire, kListenersChanged, listenerCount } } =
  require("web/events");

const inspectSymbol = Symbol.for("nodejs.util.inspect.custom");
const transferHook = Symbol.for("cob.transfer"); // asked by structuredClone
const secret = Symbol("secret");

function exception(message, name) {
  const { DOMException } = require("web/domexception");
  return new DOMException(message, name);
}

// What a source keeps of its dependents: weak references, swept when they have doubled.
class Dependents {
  #weak = new Set();
  #strong = new Set();
  #sweepAt = 16;

  add(ref) {
    if (this.#weak.size >= this.#sweepAt) this.#sweep();
    this.#weak.add(ref);
  }
  #sweep() {
    for (const ref of this.#weak) if (ref.deref() === undefined) this.#weak.delete(ref);
    this.#sweepAt = Math.max(16, this.#weak.size * 2);
  }
  hold(signal, held) {
    if (held) this.#strong.add(signal);
    else this.#strong.delete(signal);
  }
  take() {
    const all = [];
    for (const ref of this.#weak) {
      const signal = ref.deref();
      if (signal !== undefined) all.push(signal);
    }
    this.#weak.clear();
    this.#strong.clear();
    return all;
  }
}

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason = undefined;
  #algorithms = undefined; // Set of functions run before the event
  #dependents = undefined;
  #sources = undefined;    // of a signal made by any(): never composite themselves
  #timer = undefined;      // of a signal made by timeout(): { signal } or { ref }

  constructor(key = undefined) {
    if (key !== secret) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }

  static #check(signal) {
    if (typeof signal !== "object" || signal === null || !(#aborted in signal)) {
      throw new ERR_INVALID_THIS("AbortSignal");
    }
    return signal;
  }

  get aborted() { return AbortSignal.#check(this).#aborted; }
  get reason() { return AbortSignal.#check(this).#reason; }
  throwIfAborted() {
    if (AbortSignal.#check(this).#aborted) throw this.#reason;
  }

  static abort(reason = exception("This operation was aborted", "AbortError")) {
    const signal = new AbortSignal(secret);
    signal.#aborted = true;
    signal.#reason = reason;
    return signal;
  }

  static timeout(delay) {
    if (typeof delay !== "number") throw new ERR_INVALID_ARG_TYPE("delay", "number", delay);
    if (delay % 1 !== 0) throw new ERR_OUT_OF_RANGE("delay", "an integer", delay);
    if (!(delay >= 0 && delay <= 4294967295)) {
      throw new ERR_OUT_OF_RANGE("delay", ">= 0 && <= 4294967295", delay);
    }
    const signal = new AbortSignal(secret);
    signal.#timer = startTimer(signal, delay);
    return signal;
  }

  static any(signals) {
    if (signals === null || typeof signals !== "object" || typeof signals[Symbol.iterator] !== "function") {
      throw notSequence();
    }
    const list = [...signals];
    list.forEach((one, i) => {
      if (typeof one !== "object" || one === null || !(#aborted in one)) throw notSignal(i);
    });
    const result = new AbortSignal(secret);
    for (const one of list) {
      if (one.#aborted) {
        result.#aborted = true;
        result.#reason = one.#reason;
        return result;
      }
    }
    const sources = result.#sources = new Set();
    const weak = new WeakRef(result);
    for (const one of list) {
      for (const source of one.#sources ?? [one]) {
        if (sources.has(source)) continue;
        sources.add(source);
        (source.#dependents ??= new Dependents()).add(weak);
      }
    }
    return result;
  }

  // Something waits for this signal, or nothing any longer.
  #updateHold() {
    const held = listenerCount(this, "abort") > 0 || (this.#algorithms?.size ?? 0) > 0;
    if (this.#sources !== undefined) {
      for (const source of this.#sources) {
        source.#dependents?.hold(this, held);
        source.#updateHoldAsSource(this, held);
      }
    }
    if (this.#timer !== undefined) this.#timer.strong = held || this.#waiting?.size > 0 ? this : undefined;
  }

  // A timer must keep a source that only a waited-for dependent needs.
  #waiting = undefined;
  #updateHoldAsSource(dependent, held) {
    if (this.#timer === undefined) return;
    const waiting = this.#waiting ??= new Set();
    if (held) waiting.add(dependent);
    else waiting.delete(dependent);
    this.#updateHold();
  }

  [kListenersChanged](type) {
    if (type === "abort" && (this.#sources !== undefined || this.#timer !== undefined)) this.#updateHold();
  }

  // A transferred signal follows the original one.
  [transferHook](check) {
    return check ? undefined : AbortSignal.any([this]);
  }

  [inspectSymbol](depth, options, inspect) {
    return inspectAs("AbortSignal", { aborted: this.aborted }, depth, options, inspect);
  }

  // Friends, removed from the class below.
  static signalAbort(signal, reason) {
    if (signal.#aborted) return;
    signal.#aborted = true;
    signal.#reason = reason === undefined ? exception("This operation was aborted", "AbortError") : reason;
    const dependents = (signal.#dependents?.take() ?? []).filter((one) => !one.#aborted);
    for (const one of dependents) {
      one.#aborted = true;
      one.#reason = signal.#reason;
    }
    signal.#runSteps();
    for (const one of dependents) one.#runSteps();
  }
  #runSteps() {
    const steps = this.#algorithms;
    this.#algorithms = undefined;
    if (steps !== undefined) for (const step of steps) step();
    if (listenerCount(this, "abort") > 0) fire(this, new Event("abort"));
    for (const source of this.#sources ?? []) {
      source.#dependents?.hold(this, false);
      source.#updateHoldAsSource(this, false);
    }
    if (this.#timer !== undefined) this.#timer.strong = undefined;
  }
  static create() { return new AbortSignal(secret); }
  static is(value) { return typeof value === "object" && value !== null && #aborted in value; }
  /** Milliseconds until the signal's own time is over: Infinity if it has none. */
  static timeLeft(signal) {
    let until = Infinity;
    for (const one of [signal, ...signal.#sources ?? []]) if (one.#timer !== undefined) until = Math.min(until, one.#timer.until);
    return until - Date.now();
  }
  static addAlgorithm(signal, step) {
    if (signal.#aborted) return;
    (signal.#algorithms ??= new Set()).add(step);
    if (signal.#algorithms.size === 1) signal.#updateHold();
  }
  static removeAlgorithm(signal, step) {
    if (signal.#algorithms?.delete(step) && signal.#algorithms.size === 0) signal.#updateHold();
  }
}

const friend = {};
for (const name of ["signalAbort", "create", "is", "timeLeft", "addAlgorithm", "removeAlgorithm"]) {
  friend[name] = AbortSignal[name];
  delete AbortSignal[name];
}

function notSequence() {
  const error = new TypeError("signals cannot be converted to sequence.");
  error.code = "ERR_INVALID_ARG_TYPE";
  return error;
}

function notSignal(index) {
  const error = new TypeError(`signals[${index}] is not of type AbortSignal.`);
  error.code = "ERR_INVALID_ARG_TYPE";
  return error;
}

// The timer refers to the signal weakly unless `strong` is set; a collected signal stops its timer.
let forgotten;
function startTimer(signal, delay) {
  const { setTimeout, clearTimeout } = require("internal/timers");
  const ref = new WeakRef(signal);
  const slot = { strong: undefined, until: Date.now() + delay };
  const timer = setTimeout(() => {
    const alive = ref.deref();
    if (alive !== undefined) {
      friend.signalAbort(alive, exception("The operation was aborted due to timeout", "TimeoutError"));
    }
    slot.strong = undefined;
  }, delay);
  timer.unref?.();
  slot.timer = timer; // the slot lives as long as the signal or the timer does
  timer.slot = slot;
  forgotten ??= new FinalizationRegistry((stopped) => clearTimeout(stopped));
  forgotten.register(signal, timer);
  return slot;
}

function inspectAs(name, fields, depth, options, inspect) {
  if (depth < 0) return name;
  return `${name} ${inspect(fields, {
    ...options, depth: options.depth == null ? null : options.depth - 1,
  })}`;
}

class AbortController {
  #signal = undefined;

  // Made on first use: many controllers are made for nothing.
  get signal() { return this.#signal ??= friend.create(); }
  abort(reason = undefined) {
    this.#signal ??= friend.create();
    friend.signalAbort(this.#signal, reason);
  }
  [inspectSymbol](depth, options, inspect) {
    return inspectAs("AbortController", { signal: this.signal }, depth, options, inspect);
  }
}

for (const [Class, names] of [[AbortSignal, ["aborted", "reason", "throwIfAborted"]], [AbortController, ["signal", "abort"]]]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { configurable: true, value: Class.name });
}
for (const name of ["abort", "timeout", "any"]) Object.defineProperty(AbortSignal, name, { enumerable: true });
defineEventHandler(AbortSignal, "abort");

module.exports = {
  AbortController, AbortSignal,
  internals: {
    isAbortSignal: friend.is, addAlgorithm: friend.addAlgorithm, removeAlgorithm: friend.removeAlgorithm,
    signalAbort: friend.signalAbort, timeLeft: friend.timeLeft, createSignal: friend.create,
  },
};
