// node:timers/promises - timers that settle promises, and the scheduler.
const { Promise, Symbol } = globalThis;
const { codes, AbortError } = require("internal/errors");
const { validateAbortSignal, validateBoolean, validateNumber, validateObject } = require("internal/validators");
const timers = require("internal/timers");
const { Timeout, Immediate } = timers;

const kScheduler = Symbol("kScheduler");

// Throws for malformed options; returns {signal, ref} with Node's defaults.
function readOptions(options) {
  validateObject(options, "options");
  if (options?.signal !== undefined) validateAbortSignal(options.signal, "options.signal");
  if (options?.ref !== undefined) validateBoolean(options.ref, "options.ref");
  return { signal: options?.signal, ref: options?.ref ?? true };
}

function abortError(signal) {
  return new AbortError(undefined, { cause: signal.reason });
}

// Starts what `begin(resolve)` starts; an abort stops it through `stop(handle)` and rejects.
function timed(begin, stop, { signal, ref }) {
  if (signal?.aborted) return Promise.reject(abortError(signal));
  let onAbort;
  const result = new Promise((resolve, reject) => {
    const handle = begin(resolve);
    if (!ref) handle.unref();
    if (!signal) return;
    onAbort = () => {
      if (handle._destroyed) return;
      stop(handle);
      reject(abortError(signal));
    };
    signal.addEventListener("abort", onAbort);
  });
  if (onAbort === undefined) return result;
  return result.finally(() => signal.removeEventListener("abort", onAbort));
}

/**
 * @param {number} [delay] @param {any} [value] @param {{signal?: AbortSignal, ref?: boolean}} [options]
 * @returns {Promise<any>}
 */
function setTimeout(delay, value, options = {}) {
  let checked;
  try {
    if (delay !== undefined) validateNumber(delay, "delay");
    checked = readOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  return timed((resolve) => timers.setTimeout(resolve, delay, value), timers.clearTimeout, checked);
}

/** @param {any} [value] @param {{signal?: AbortSignal, ref?: boolean}} [options] @returns {Promise<any>} */
function setImmediate(value, options = {}) {
  let checked;
  try {
    checked = readOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  return timed((resolve) => timers.setImmediate(resolve, value), timers.clearImmediate, checked);
}

/** @returns {AsyncIterable<any>} one item for each interval that passed */
async function* setInterval(after, value, options = {}) {
  validateObject(options, "options");
  if (after !== undefined) validateNumber(after, "delay");
  const { signal, ref } = readOptions(options);
  if (signal?.aborted) throw abortError(signal);

  let due = 0;
  let wake;
  const interval = timers.setInterval(() => {
    due++;
    wake?.();
    wake = undefined;
  }, after);
  if (!ref) interval.unref();
  const onAbort = () => {
    timers.clearInterval(interval);
    wake?.(Promise.reject(abortError(signal)));
    wake = undefined;
  };
  signal?.addEventListener("abort", onAbort, { once: true });

  try {
    while (!signal?.aborted) {
      if (due === 0) await new Promise((resolve) => (wake = resolve));
      for (; due > 0; due--) yield value;
    }
    throw abortError(signal);
  } finally {
    timers.clearInterval(interval);
    signal?.removeEventListener("abort", onAbort);
  }
}

class Scheduler {
  constructor() {
    throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  /** Lets other work run: resolves in the next check phase. */
  yield() {
    if (!this[kScheduler]) throw new codes.ERR_INVALID_THIS("Scheduler");
    return setImmediate();
  }

  wait(delay, options) {
    if (!this[kScheduler]) throw new codes.ERR_INVALID_THIS("Scheduler");
    return setTimeout(delay, undefined, options);
  }
}

const scheduler = Object.create(Scheduler.prototype);
scheduler[kScheduler] = true;

module.exports = { setTimeout, setImmediate, setInterval, scheduler };
