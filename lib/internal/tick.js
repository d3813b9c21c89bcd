// tick.js - process.nextTick and queueMicrotask.
//
// The engine calls drainTicks after each entry into JavaScript and again as long as `flag[0]` is set; the
// engine itself runs the microtasks between two such calls. That gives Node's order: all ticks, then all
// microtasks, and again until both are empty. An error in a tick is reported and the rest still runs.
const { Function, Promise, TypeError, Uint8Array } = globalThis;
const { cell } = require("internal/async_frame");
const hostQueueMicrotask = globalThis.queueMicrotask;
const resolved = Promise.resolve();
const promiseThen = Function.prototype.call.bind(Promise.prototype.then);

// Consumed entries are dropped in blocks, so that an endless chain of ticks stays small.
const COMPACT_AT = 4096;

/** Shared with the engine: 1 while ticks wait. */
const flag = new Uint8Array(1);

let queue = [];
let head = 0;
let report = (error) => {
  throw error;
};
let exiting = () => false;

class Tick {
  constructor(callback, args) {
    this.callback = callback;
    this.args = args;
    this.frame = cell.current;
  }
}

function requireFunction(callback) {
  if (typeof callback === "function") return;
  const { codes } = require("internal/errors");
  throw new codes.ERR_INVALID_ARG_TYPE("callback", "Function", callback);
}

/** process.nextTick(callback, ...args) */
function nextTick(callback, ...args) {
  requireFunction(callback);
  if (exiting()) return;
  queue.push(new Tick(callback, args));
  flag[0] = 1;
}

function runTick(tick) {
  const { callback, args } = tick;
  const before = cell.current;
  cell.current = tick.frame;
  try {
    switch (args.length) {
      case 0: callback(); break;
      case 1: callback(args[0]); break;
      case 2: callback(args[0], args[1]); break;
      case 3: callback(args[0], args[1], args[2]); break;
      default: callback(...args);
    }
  } catch (error) {
    report(error, "uncaughtException");
  } finally {
    cell.current = before;
  }
}

function compact() {
  queue = queue.slice(head);
  head = 0;
}

/** Runs every waiting tick, those queued meanwhile included. */
function drainTicks() {
  while (head < queue.length) {
    const tick = queue[head];
    queue[head++] = undefined;
    if (head === COMPACT_AT) compact();
    runTick(tick);
  }
  queue.length = 0;
  head = 0;
  flag[0] = 0;
}

/** globalThis.queueMicrotask: like the engine's, with Node's error and the asynchronous context. */
function queueMicrotask(callback) {
  requireFunction(callback);
  const frame = cell.current;
  const job = () => {
    const before = cell.current;
    cell.current = frame;
    try {
      callback();
    } catch (error) {
      report(error, "uncaughtException");
    } finally {
      cell.current = before;
    }
  };
  if (hostQueueMicrotask) hostQueueMicrotask(job);
  else promiseThen(resolved, job);
}

/** boot: `handler(error, origin)` receives what ticks and microtasks throw. */
function setErrorHandler(handler) {
  if (typeof handler !== "function") throw new TypeError("handler must be a function");
  report = handler;
}

/** process: after `isExiting()` turned true no tick is queued any more, as in Node. */
function setExitCheck(isExiting) {
  exiting = isExiting;
}

module.exports = { flag, nextTick, drainTicks, queueMicrotask, setErrorHandler, setExitCheck };
