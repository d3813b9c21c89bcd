// timers.js - setTimeout, setInterval, setImmediate and their classes.
//
// One list for each duration, in order of insertion, so that starting and clearing a timer costs no
// search; a binary heap orders the lists by their next expiry. The native half owns one uv timer, armed
// for the first expiry, and one check/idle pair for immediates. It enters JavaScript once for each
// callback, because ticks and microtasks must run between two of them (Node >= 11): `runTimer` and
// `runImmediate` do one callback and say native.timersMore() when they want to be called again.
const { Array, Map, Math, Number, Object, Reflect, Symbol } = globalThis;
const { cell } = require("internal/async_frame");
const { trunc, max } = Math;
const isNaN = Number.isNaN;

const TIMEOUT_MAX = 2 ** 31 - 1;
const customInspect = Symbol.for("nodejs.util.inspect.custom");
const customPromisify = Symbol.for("nodejs.util.promisify.custom");
const kRefed = Symbol("refed");
const kHasPrimitive = Symbol("kHasPrimitive");
const kAsyncId = Symbol("asyncId");
const kFrame = Symbol("kAsyncContextFrame");

let nextId = 1;
let warnedNegative = false;
let warnedNaN = false;
// --- lists by duration ------------------------------------------------------------------------------

class TimersList {
  constructor(expiry, msecs) {
    this._idleNext = this;  // circular: the list is its own sentinel
    this._idlePrev = this;
    this.expiry = expiry;
    this.id = nextListId++;
    this.msecs = msecs;
    this.place = -1;
  }

  [customInspect](_, options) {
    return inspectShallow(this, options);
  }
}

let nextListId = 1;
const lists = new Map();
const heap = [];

const before = (a, b) => a.expiry < b.expiry || (a.expiry === b.expiry && a.id < b.id);

function settle(list, place) {
  heap[place] = list;
  list.place = place;
}

function siftUp(place) {
  const list = heap[place];
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!before(list, heap[parent])) break;
    settle(heap[parent], place);
    place = parent;
  }
  settle(list, place);
}

function siftDown(place) {
  const list = heap[place];
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
    if (!before(heap[child], list)) break;
    settle(heap[child], place);
    place = child;
  }
  settle(list, place);
}

function dropList(list) {
  const last = heap.pop();
  if (last !== list) {
    settle(last, list.place);
    siftDown(last.place);
    siftUp(last.place);
  }
  lists.delete(list.msecs);
}

function unlink(item) {
  if (item._idleNext) item._idleNext._idlePrev = item._idlePrev;
  if (item._idlePrev) item._idlePrev._idleNext = item._idleNext;
  item._idleNext = null;
  item._idlePrev = null;
}

function append(list, item) {
  item._idleNext = list;
  item._idlePrev = list._idlePrev;
  list._idlePrev._idleNext = item;
  list._idlePrev = item;
}

// --- the native timer -------------------------------------------------------------------------------

let armedFor = Infinity;
let sweeping = false;
let sweepNow = 0;
let refCount = 0;

function insert(item, msecs, start = native.timersNow()) {
  msecs = trunc(msecs);
  item._idleStart = start;
  let list = lists.get(msecs);
  if (list === undefined) {
    list = new TimersList(start + msecs, msecs);
    lists.set(msecs, list);
    heap.push(list);
    siftUp(heap.length - 1);
    if (!sweeping && list.expiry < armedFor) arm(list.expiry, start);
  }
  append(list, item);
}

function arm(expiry, now) {
  armedFor = expiry;
  native.timersArm(max(expiry - now, 1));
}

function countRef(delta) {
  const was = refCount;
  refCount += delta;
  if ((was === 0) !== (refCount === 0)) native.timersRef(refCount > 0);
}

// The next timer that is due at sweepNow, taken from its list; null if there is none.
function takeDue() {
  while (heap.length > 0) {
    const list = heap[0];
    if (list.expiry > sweepNow) {
      sweepNow = native.timersNow();
      if (list.expiry > sweepNow) return null;
    }
    const item = list._idleNext;
    if (item === list) {
      dropList(list);
    } else if (sweepNow - item._idleStart < list.msecs) {
      list.expiry = max(item._idleStart + list.msecs, sweepNow + 1);
      list.id = nextListId++;
      siftDown(0);
    } else {
      return item;
    }
  }
  return null;
}

function endSweep() {
  sweeping = false;
  if (heap.length > 0) arm(heap[0].expiry, sweepNow);
  else armedFor = Infinity;
}

/** Native entry: one due timer. `first` starts a sweep at the present time. */
function runTimer(first) {
  if (first) {
    sweeping = true;
    armedFor = Infinity;
    sweepNow = native.timersNow();
  }
  const timer = takeDue();
  if (timer === null) return endSweep();
  native.timersMore();
  unlink(timer);
  const start = timer._repeat ? native.timersNow() : 0;
  const frame = cell.current;
  cell.current = timer[kFrame];
  try {
    const args = timer._timerArgs;
    if (args === undefined) timer._onTimeout();
    else Reflect.apply(timer._onTimeout, timer, args);
  } finally {
    cell.current = frame;
    afterRun(timer, start);
  }
}

function afterRun(timer, start) {
  if (timer._repeat && timer._idleTimeout !== -1) {
    timer._idleTimeout = timer._repeat;
    insert(timer, timer._idleTimeout, start);
  } else if (!timer._idleNext && !timer._destroyed) {
    destroy(timer);
  }
}

function destroy(timer) {
  timer._destroyed = true;
  if (timer[kHasPrimitive]) byId.delete(timer[kAsyncId]);
  if (timer[kRefed]) countRef(-1);
}

const byId = new Map();

function unenroll(timer) {
  if (timer._destroyed) return;
  const list = timer._idlePrev ? lists.get(trunc(timer._idleTimeout)) : undefined;
  unlink(timer);
  // An empty list stays in the heap until it is due, unless nothing else would end the process's wait.
  if (list !== undefined && list._idleNext === list && !sweeping) {
    dropList(list);
    if (heap.length === 0) {
      armedFor = Infinity;
      native.timersArm(-1);
    }
  }
  timer._idleTimeout = -1;
  destroy(timer);
}

// --- Timeout ----------------------------------------------------------------------------------------

function inspectShallow(value, options) {
  const { inspect } = require("node:util");
  return inspect(value, { ...options, depth: 0, customInspect: false });
}

function warn(text, name) {
  globalThis.process.emitWarning(`${text}\nTimeout duration was set to 1.`, name);
}

function checkedDelay(after) {
  after = after === undefined ? 1 : after * 1;
  if (after >= 1 && after <= TIMEOUT_MAX) return after;
  if (after > TIMEOUT_MAX) {
    warn(`${after} does not fit into a 32-bit signed integer.`, "TimeoutOverflowWarning");
  } else if (after < 0 && !warnedNegative) {
    warnedNegative = true;
    warn(`${after} is a negative number.`, "TimeoutNegativeWarning");
  } else if (isNaN(after) && !warnedNaN) {
    warnedNaN = true;
    warn(`${after} is not a number.`, "TimeoutNaNWarning");
  }
  return 1;
}

class Timeout {
  constructor(callback, after, args, isRepeat, isRefed) {
    after = checkedDelay(after);
    this._idleTimeout = after;
    this._idlePrev = this;
    this._idleNext = this;
    this._idleStart = null;
    this._onTimeout = null;
    this._onTimeout = callback;
    this._timerArgs = args;
    this._repeat = isRepeat ? after : null;
    this._destroyed = false;
    if (isRefed) countRef(1);
    this[kRefed] = isRefed;
    this[kHasPrimitive] = false;
    this[kAsyncId] = nextId++;
    this[kFrame] = cell.current;
  }

  refresh() {
    if (this._idleTimeout === -1) return this;
    if (this._destroyed && this[kRefed]) countRef(1);
    this._destroyed = false;
    unlink(this);
    insert(this, this._idleTimeout);
    return this;
  }

  unref() {
    if (this[kRefed]) {
      this[kRefed] = false;
      if (!this._destroyed) countRef(-1);
    }
    return this;
  }

  ref() {
    if (!this[kRefed]) {
      this[kRefed] = true;
      if (!this._destroyed) countRef(1);
    }
    return this;
  }

  hasRef() {
    return this[kRefed];
  }

  close() {
    clearTimeout(this);
    return this;
  }

  [customInspect](_, options) {
    return inspectShallow(this, options);
  }

  [Symbol.dispose]() {
    clearTimeout(this);
  }

  [Symbol.toPrimitive]() {
    const id = this[kAsyncId];
    if (!this[kHasPrimitive]) {
      this[kHasPrimitive] = true;
      byId.set(id, this);
    }
    return id;
  }
}

function requireCallback(callback) {
  if (typeof callback === "function") return;
  const { codes } = require("internal/errors");
  throw new codes.ERR_INVALID_ARG_TYPE("callback", "Function", callback);
}

function start(callback, after, args, isRepeat) {
  const timeout = new Timeout(callback, after, args, isRepeat, true);
  insert(timeout, timeout._idleTimeout);
  return timeout;
}

function setTimeout(callback, after, ...args) {
  requireCallback(callback);
  return start(callback, after, args.length === 0 ? undefined : args, false);
}

function setInterval(callback, repeat, ...args) {
  requireCallback(callback);
  return start(callback, repeat, args.length === 0 ? undefined : args, true);
}

function clearTimeout(timer) {
  if (timer?._onTimeout) {
    timer._onTimeout = undefined;
    timer._timerArgs = undefined;
    unenroll(timer);
    return;
  }
  if (typeof timer === "number" || typeof timer === "string") {
    const found = byId.get(Number(timer));
    if (found !== undefined) {
      found._onTimeout = undefined;
      found._timerArgs = undefined;
      unenroll(found);
    }
  }
}

function clearInterval(timer) {
  clearTimeout(timer);
}

// --- Immediate --------------------------------------------------------------------------------------

let waiting = [];       // for the next turn
let running = [];       // this turn's, from runningAt on
let runningAt = 0;
let waitingCount = 0;   // live ones in both arrays
let refedCount = 0;
let nativeState = 0;    // what the native half was told: 0 none, 1 queued, 2 queued and keeping alive

function syncImmediates() {
  const state = refedCount > 0 ? 2 : waitingCount > 0 ? 1 : 0;
  if (state === nativeState) return;
  nativeState = state;
  native.immediatesState(state);
}

class Immediate {
  constructor(callback, args) {
    this._idleNext = null;
    this._idlePrev = null;
    this._onImmediate = callback;
    this._argv = args;
    this._destroyed = false;
    this[kRefed] = true;
    this[kAsyncId] = nextId++;
    this[kFrame] = cell.current;
    refedCount++;
    waitingCount++;
    waiting.push(this);
    if (nativeState !== 2) syncImmediates();
  }

  ref() {
    if (this[kRefed] === false) {
      this[kRefed] = true;
      refedCount++;
      syncImmediates();
    }
    return this;
  }

  unref() {
    if (this[kRefed]) {
      this[kRefed] = false;
      refedCount--;
      syncImmediates();
    }
    return this;
  }

  hasRef() {
    return !!this[kRefed];
  }

  [Symbol.dispose]() {
    clearImmediate(this);
  }
}

function retire(immediate) {
  immediate._destroyed = true;
  if (immediate[kRefed]) refedCount--;
  immediate[kRefed] = null;
  waitingCount--;
}

function takeImmediate() {
  while (runningAt < running.length) {
    const immediate = running[runningAt];
    running[runningAt++] = undefined;
    if (!immediate._destroyed) return immediate;
  }
  return null;
}

/** Native entry: one immediate. `first` starts a turn: what is queued from now on waits for the next. */
function runImmediate(first) {
  if (first && runningAt === running.length) {
    const empty = running;
    empty.length = 0;
    running = waiting;
    waiting = empty;
    runningAt = 0;
  }
  const immediate = takeImmediate();
  if (immediate === null) return syncImmediates();
  native.timersMore();
  retire(immediate);
  const callback = immediate._onImmediate;
  const args = immediate._argv;
  const frame = cell.current;
  cell.current = immediate[kFrame];
  try {
    Reflect.apply(callback, immediate, args ?? []);
  } finally {
    cell.current = frame;
    immediate._onImmediate = null;
  }
}

function setImmediate(callback, ...args) {
  requireCallback(callback);
  return new Immediate(callback, args.length === 0 ? undefined : args);
}

function clearImmediate(immediate) {
  if (!immediate?._onImmediate || immediate._destroyed) return;
  retire(immediate);
  immediate._onImmediate = undefined;
  immediate._argv = undefined;
  syncImmediates();
}

// --- promisified forms ------------------------------------------------------------------------------

for (const [fn, name] of [[setTimeout, "setTimeout"], [setImmediate, "setImmediate"]]) {
  Object.defineProperty(fn, customPromisify, {
    __proto__: null,
    enumerable: true,
    get: () => require("node:timers/promises")[name],
  });
}

/** How many timers and immediates keep the process alive, by Node's resource names. */
function activeResources() {
  return Array(refCount).fill("Timeout").concat(Array(refedCount).fill("Immediate"));
}

native.timersInit(runTimer, runImmediate);

module.exports = {
  Timeout, Immediate, kRefed, TIMEOUT_MAX,
  setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate,
  activeResources,
  /** Engine jobs keep the process alive while held: see internal/engine_jobs. */
  loopHold: native.loopHold,
};
