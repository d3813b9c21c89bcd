// timers.js - setTimeout, setInterval, setImmediate and their classes.
//
// One list for each duration, in order of insertion, so that starting and clearing a timer costs no
// search; a binary heap orders the lists by their next expiry. The native half owns one uv timer, armed
// for the first expiry, and one check/idle pair for immediates. It enters JavaScript once for each
// callback, because ticks and microtasks must run between two of them (Node >= 11): `runTimer` and
// `runImmediate` do one callback and set `more` when they want to be called again.
//
// Crossing into C costs more than the rest of setTimeout, so the native state (when to wake, whether to
// stay alive) is brought up to date once, at the end of each entry, and only where it really changed.
const { Array, Date, Map, Math, Number, Object, Reflect, Symbol, Uint8Array } = globalThis;
const { cell } = require("internal/async_frame");
const { flag, kScope, setAfterDrain } = require("internal/tick");
const boot = require("internal/boot");
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

const more = new Uint8Array(1);  // shared with C
let armedFor = Infinity;         // when the native timer should fire; what C was told follows below
let nativeExpiry = Infinity;
let nativeRef = false;
let nativeImmediates = 0;
let dirty = false;
let sweeping = false;
let sweepNow = 0;
let refCount = 0;

function touch() {
  dirty = true;
  flag[0] = 1;
}

function syncNative() {
  if (!dirty) return;
  dirty = false;
  const alive = refCount > 0;
  if (armedFor !== nativeExpiry) {
    nativeExpiry = armedFor;
    native.timersArm(armedFor === Infinity ? -1 : armedFor);
  }
  if (alive !== nativeRef) native.timersRef((nativeRef = alive));
  const state = immediatesWanted();
  if (state !== nativeImmediates) native.immediatesState((nativeImmediates = state));
}
setAfterDrain(syncNative);

// The monotonic clock. Date.now() stays inside the engine: while it shows the same millisecond, the
// reading before is still good; when it jumps, the clock is simply read again.
const dateNow = Date.now;
let readAt = 0;
let lastRead = 0;
function readClock() {
  const date = dateNow();
  if (date === readAt) return lastRead;
  readAt = date;
  return (lastRead = native.timersNow());
}

function insert(item, msecs, start = readClock()) {
  msecs = trunc(msecs);
  item._idleStart = start;
  let list = lists.get(msecs);
  if (list === undefined) {
    list = new TimersList(start + msecs, msecs);
    lists.set(msecs, list);
    heap.push(list);
    siftUp(heap.length - 1);
    if (!sweeping && list.expiry < armedFor) arm(list.expiry);
  }
  append(list, item);
}

function arm(expiry) {
  armedFor = expiry;
  touch();
}

function countRef(delta) {
  const was = refCount;
  refCount += delta;
  if ((was === 0) !== (refCount === 0)) touch();
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
  nativeExpiry = Infinity; // it fired: C has nothing armed
  if (heap.length > 0) arm(heap[0].expiry);
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
  more[0] = 1;
  unlink(timer);
  const start = timer._repeat ? readClock() : 0;
  const frame = cell.current;
  cell.current = timer[kFrame];
  const scope = timer[kScope];
  try {
    scope?.enter();
    const args = timer._timerArgs;
    if (args === undefined) timer._onTimeout();
    else Reflect.apply(timer._onTimeout, timer, args);
  } catch (error) {
    boot.uncaught(error, false); // its handlers run in the timer's context
  } finally {
    scope?.leave(false);
    cell.current = frame;
    afterRun(timer, start);
  }
}

function afterRun(timer, start) {
  if (timer._repeat && timer._idleTimeout !== -1 && timer._onTimeout !== null) {
    timer._idleTimeout = timer._repeat;
    unlink(timer); // its callback may have refreshed it
    insert(timer, timer._idleTimeout, start);
  } else if (!timer._idleNext && !timer._destroyed) {
    destroy(timer);
  }
}

function destroy(timer) {
  timer._destroyed = true;
  timer[kScope]?.destroy();
  if (timer[kHasPrimitive]) byId.delete(timer[kAsyncId]);
  if (timer[kRefed]) countRef(-1);
}

const byId = new Map();

function unenroll(timer) {
  if (timer._destroyed) return;
  unlink(timer); // an empty list goes when it is due
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
    if (cell.hook !== null) this[kScope] = cell.hook("Timeout", this);
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

// 0: none, 1: queued, 2: queued and keeping the process alive.
const immediatesWanted = () => (refedCount > 0 ? 2 : waitingCount > 0 ? 1 : 0);
function syncImmediates() {
  if (immediatesWanted() !== nativeImmediates) touch();
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
    if (cell.hook !== null) this[kScope] = cell.hook("Immediate", this);
    refedCount++;
    waitingCount++;
    waiting.push(this);
    if (nativeImmediates !== 2) touch();
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
  immediate[kScope]?.destroy();
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
  more[0] = 1;
  retire(immediate);
  const callback = immediate._onImmediate;
  const args = immediate._argv;
  const frame = cell.current;
  cell.current = immediate[kFrame];
  const scope = immediate[kScope];
  try {
    scope?.enter();
    Reflect.apply(callback, immediate, args ?? []);
  } catch (error) {
    boot.uncaught(error, false);
  } finally {
    scope?.leave(false);
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

native.timersInit(runTimer, runImmediate, more);

module.exports = {
  Timeout, Immediate, kRefed, TIMEOUT_MAX,
  setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate,
  activeResources, syncNative,
  /** Engine jobs keep the process alive while held: see internal/engine_jobs. */
  loopHold: native.loopHold,
};
