// tick.js - process.nextTick and queueMicrotask.
//
// The engine calls drainTicks after each entry into JavaScript and again as long as `flag[0]` is set; the
// engine itself runs the microtasks between two such calls. That gives Node's order: all ticks, then all
// microtasks, and again until both are empty. An error in a tick is reported and the rest still runs.
const { Function, Promise, Symbol } = globalThis;
const { cell } = require("internal/async_frame");
const resolved = Promise.resolve();
const promiseThen = Function.prototype.call.bind(Promise.prototype.then);

// Consumed entries are dropped in blocks, so that an endless chain of ticks stays small.
const COMPACT_AT = 4096;

/** Shared with the engine: 1 while ticks wait. */
const boot = require("internal/boot");
const flag = boot.pending;

let queue = [];
let head = 0;
const report = (error) => boot.uncaught(error, false);
let exiting = () => false;
let afterDrain = () => {};

class Tick {
  constructor(callback, args) {
    this.callback = callback;
    this.args = args;
    this.frame = cell.current;
  }
}
const kScope = Symbol("scope"); // of async_hooks, while it is in use

function requireFunction(callback) {
  if (typeof callback === "function") return;
  const { codes } = require("internal/errors");
  throw new codes.ERR_INVALID_ARG_TYPE("callback", "Function", callback);
}

/** process.nextTick(callback, ...args) */
function nextTick(callback, ...args) {
  requireFunction(callback);
  if (exiting()) return;
  const tick = new Tick(callback, args);
  if (cell.hook !== null) tick[kScope] = cell.hook("TickObject", tick);
  queue.push(tick);
  flag[0] = 1;
}

function runTick(tick) {
  const { callback, args } = tick;
  const before = cell.current;
  cell.current = tick.frame;
  const scope = tick[kScope];
  try {
    scope?.enter();
    switch (args.length) {
      case 0: callback(); break;
      case 1: callback(args[0]); break;
      case 2: callback(args[0], args[1]); break;
      case 3: callback(args[0], args[1], args[2]); break;
      default: callback(...args);
    }
  } catch (error) {
    report(error);
  } finally {
    scope?.leave(true);
    cell.current = before;
  }
}

function compact() {
  queue = queue.slice(head);
  head = 0;
}

/** Runs every waiting tick, those queued meanwhile included. @returns {boolean} whether there was one */
function drainTicks() {
  const any = head < queue.length;
  while (head < queue.length) {
    const tick = queue[head];
    queue[head++] = undefined;
    if (head === COMPACT_AT) compact();
    runTick(tick);
  }
  queue.length = 0;
  head = 0;
  flag[0] = 0;
  afterDrain();
  return any;
}

/** globalThis.queueMicrotask: like the engine's, with Node's error and the asynchronous context. */
function queueMicrotask(callback) {
  requireFunction(callback);
  const frame = cell.current;
  const scope = cell.hook?.("Microtask", { callback });
  const job = () => {
    const before = cell.current;
    cell.current = frame;
    try {
      scope?.enter();
      callback();
    } catch (error) {
      report(error);
    } finally {
      scope?.leave(true);
      cell.current = before;
    }
  };
  promiseThen(resolved, job);
}

/** timers: `fn` runs at the end of each entry that set `flag`, after the ticks. */
function setAfterDrain(fn) {
  afterDrain = fn;
}

/** process: after `isExiting()` turned true no tick is queued any more, as in Node. */
function setExitCheck(isExiting) {
  exiting = isExiting;
}

module.exports = { flag, kScope, nextTick, drainTicks, queueMicrotask, setAfterDrain, setExitCheck };
