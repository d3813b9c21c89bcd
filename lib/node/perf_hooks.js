// node:perf_hooks - the performance timeline, observers, event loop metrics. Also the global `performance`.
//
// Time zero is when the event loop was made, which is the first thing the program does.
const { Array, Error, Math, Number, Object, Reflect, Set, String, Symbol, SyntaxError } = globalThis;
const { codes } = require("internal/errors");
const { Histogram, createHistogram } = require("internal/histogram");
const validators = require("internal/validators");
const { validateFunction, validateInteger, validateObject } = validators;
const { EventTarget } = globalThis;
const customInspect = Symbol.for("nodejs.util.inspect.custom");

const { 0: originMs, 1: timeOrigin } = native.timeOrigin();
const now = () => native.nowMs() - originMs;
const kMake = Symbol("kMake");

// --- entries ----------------------------------------------------------------------------------------------------

class PerformanceEntry {
  #name;
  #type;
  #start;
  #duration;
  #detail;

  constructor(token, name, type, start, duration, detail) {
    if (token !== kMake) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#name = name;
    this.#type = type;
    this.#start = start;
    this.#duration = duration;
    this.#detail = detail;
  }
  get name() {
    return this.#name;
  }
  get entryType() {
    return this.#type;
  }
  get startTime() {
    return this.#start;
  }
  get duration() {
    return this.#duration;
  }
  get detail() {
    return this.#detail;
  }
  toJSON() {
    const { name, entryType, startTime, duration } = this;
    return { name, entryType, startTime, duration, detail: this.#detail };
  }
  [customInspect](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require("node:util");
    return `${this.constructor.name} ${inspect(this.toJSON(), { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
  }
}

/** Makes a class look like the platform's: members that show, and its name in Object.prototype.toString. */
function platform(Class, ...members) {
  for (const key of members) Object.defineProperty(Class.prototype, key, { __proto__: null, enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: Class.name });
}
platform(PerformanceEntry, "name", "entryType", "startTime", "duration", "toJSON");

const clone = (value) => (value === undefined || value === null ? null : (globalThis.structuredClone?.(value) ?? value));

class PerformanceMark extends PerformanceEntry {
  constructor(name, options = {}) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("name");
    name = `${name}`;
    if (options !== null) validateObject(options, "options");
    const startTime = options?.startTime ?? now();
    validators.validateNumber(startTime, "startTime");
    if (startTime < 0) throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(startTime);
    super(kMake, name, "mark", startTime, 0, clone(options?.detail));
  }
}

class PerformanceMeasure extends PerformanceEntry {}
class PerformanceResourceTiming extends PerformanceEntry {}
for (const Class of [PerformanceMark, PerformanceMeasure, PerformanceResourceTiming]) platform(Class);

// --- timeline and observers ---------------------------------------------------------------------------------------

const TYPES = Object.freeze(["dns", "function", "gc", "http", "http2", "mark", "measure", "net", "resource"]);
let marks = [];
let measures = [];
let resources = [];
let resourceLimit = 250;
let moreResources = []; // came when the buffer was full; the event asks for room
const observers = new Set();
let delivering = false;

function addResource(entry) {
  if (moreResources.length === 0 && resources.length < resourceLimit) return void resources.push(entry);
  if (moreResources.push(entry) === 1) require("internal/timers").setImmediate(askForRoom);
}

/** Listeners of "resourcetimingbufferfull" may clear or enlarge the buffer; what finds no room then is dropped. */
function askForRoom() {
  while (moreResources.length > 0) {
    const { length } = moreResources;
    if (resources.length >= resourceLimit) performance.dispatchEvent(new Event("resourcetimingbufferfull"));
    while (moreResources.length > 0 && resources.length < resourceLimit) resources.push(moreResources.shift());
    if (moreResources.length === length) moreResources = [];
  }
}

const timeline = () => [...marks, ...measures, ...resources].sort((a, b) => a.startTime - b.startTime);

function deliver() {
  delivering = false;
  for (const observer of observers) observer._deliver();
}

function enqueue(entry) {
  for (const observer of observers) {
    if (!observer._wants(entry.entryType)) continue;
    observer._buffer.push(entry);
    if (!delivering) {
      delivering = true;
      require("internal/timers").setImmediate(deliver);
    }
  }
}

class PerformanceObserverEntryList {
  #entries;
  constructor(token, entries) {
    if (token !== kMake) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#entries = entries.sort((a, b) => a.startTime - b.startTime);
  }
  getEntries() {
    return this.#entries.slice();
  }
  getEntriesByType(type) {
    type = `${type}`;
    return this.#entries.filter((entry) => entry.entryType === type);
  }
  getEntriesByName(name, type = undefined) {
    name = `${name}`;
    return this.#entries.filter((entry) => entry.name === name && (type === undefined || entry.entryType === type));
  }
  [customInspect](depth, options) {
    if (depth < 0) return this;
    return `PerformanceObserverEntryList ${require("node:util").inspect(this.#entries, options)}`;
  }
}
platform(PerformanceObserverEntryList, "getEntries", "getEntriesByType", "getEntriesByName");

class PerformanceObserver {
  #callback;
  #types = new Set();
  #mode;

  constructor(callback) {
    validateFunction(callback, "callback");
    this.#callback = callback;
    Object.defineProperty(this, "_buffer", { __proto__: null, value: [], writable: true });
  }

  static get supportedEntryTypes() {
    return TYPES;
  }

  observe(options = {}) {
    validateObject(options, "options");
    const { entryTypes, type, buffered } = { ...options };
    if (entryTypes === undefined && type === undefined) throw new codes.ERR_MISSING_ARGS("options.entryTypes", "options.type");
    if (entryTypes !== undefined && type !== undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE("options.entryTypes", entryTypes, "options.entryTypes can not set with options.type together");
    }
    const mode = entryTypes === undefined ? "single" : "multiple";
    if (this.#mode !== undefined && this.#mode !== mode) {
      throw new (globalThis.DOMException ?? Error)(
        mode === "single" ? "PerformanceObserver can not change to observe a single type" : "PerformanceObserver can not change to multiple observations",
        "InvalidModificationError",
      );
    }
    this.#mode = mode;
    if (mode === "multiple") {
      if (!Array.isArray(entryTypes)) throw new codes.ERR_INVALID_ARG_TYPE("options.entryTypes", "string[]", entryTypes);
      this.#types = new Set(entryTypes.filter((name) => TYPES.includes(name)));
      if (this.#types.size === 0) return this.disconnect();
    } else {
      if (!TYPES.includes(type)) return;
      this.#types.add(type);
      if (buffered) {
        this._buffer.push(...timeline().filter((entry) => entry.entryType === type));
        if (this._buffer.length > 0) require("internal/process").process.nextTick(() => this._deliver());
      }
    }
    observers.add(this);
  }

  disconnect() {
    observers.delete(this);
    this._buffer = [];
    this.#types.clear();
    this.#mode = undefined;
  }

  takeRecords() {
    const list = this._buffer;
    this._buffer = [];
    return list;
  }

  _wants(type) {
    return this.#types.has(type);
  }
  _deliver() {
    const entries = this.takeRecords();
    if (entries.length > 0) Reflect.apply(this.#callback, this, [new PerformanceObserverEntryList(kMake, entries), this]);
  }
}
platform(PerformanceObserver, "observe", "disconnect", "takeRecords");

// --- performance --------------------------------------------------------------------------------------------------

const MILESTONES = { nodeStart: 0, v8Start: 0, environment: 0, bootstrapComplete: 0 };

class PerformanceNodeTiming extends PerformanceEntry {
  constructor() {
    super(kMake, "node", "node", 0, 0, undefined);
    for (const name in MILESTONES) Object.defineProperty(this, name, { __proto__: null, enumerable: true, value: MILESTONES[name] });
    Object.defineProperties(this, {
      loopStart: { __proto__: null, enumerable: true, value: 0 },
      loopExit: { __proto__: null, enumerable: true, value: -1 },
      idleTime: { __proto__: null, enumerable: true, get: () => native.loopIdleMs() },
    });
  }
  get duration() {
    return now();
  }
  toJSON() {
    const { nodeStart, v8Start, environment, bootstrapComplete, loopStart, loopExit, idleTime } = this;
    return {
      name: "node", entryType: "node", startTime: 0, duration: this.duration, nodeStart, v8Start, bootstrapComplete, environment,
      loopStart, loopExit, idleTime,
    };
  }
}

/** How much of the loop's time was work. With earlier results: of the time between them. */
function eventLoopUtilization(first, second) {
  if (second) {
    const idle = first.idle - second.idle;
    const active = first.active - second.active;
    return { idle, active, utilization: active / (idle + active) };
  }
  const idle = native.loopIdleMs();
  const active = now() - idle;
  if (!first) return { idle, active, utilization: active / (idle + active) };
  const idleDelta = idle - first.idle;
  const activeDelta = active - first.active;
  return { idle: idleDelta, active: activeDelta, utilization: activeDelta / (idleDelta + activeDelta) };
}

/** A function that reports each call of `fn` to observers of "function" entries. */
function timerify(fn, options = {}) {
  validateFunction(fn, "fn");
  validateObject(options, "options");
  const { histogram } = options;
  if (histogram !== undefined && typeof histogram?.record !== "function") {
    throw new codes.ERR_INVALID_ARG_TYPE("options.histogram", "RecordableHistogram", histogram);
  }
  const finish = (start, args) => {
    const duration = now() - start;
    histogram?.record(Math.max(1, Math.ceil(duration * 1e6)));
    const entry = new PerformanceEntry(kMake, fn.name, "function", start, duration, args);
    enqueue(Object.assign(entry, args)); // arguments by index, as in Node.js
  };
  function timerified(...args) {
    const start = now();
    const result = new.target ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args);
    if (!new.target && typeof result?.finally === "function") return result.finally(() => finish(start, args));
    finish(start, args);
    return result;
  }
  Object.defineProperties(timerified, {
    length: { __proto__: null, configurable: false, enumerable: true, value: fn.length },
    name: { __proto__: null, configurable: false, enumerable: true, value: `timerified ${fn.name}` },
  });
  return timerified;
}

function timeOf(value) {
  if (value === undefined) return undefined;
  if (typeof value === "number") {
    if (value < 0) throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(value);
    return value;
  }
  const name = `${value}`;
  if (name in MILESTONES) return MILESTONES[name];
  const mark = marks.findLast((entry) => entry.name === name);
  if (mark === undefined) {
    const { DOMException } = globalThis;
    throw DOMException ? new DOMException(`The "${name}" performance mark has not been set`, "SyntaxError")
      : new SyntaxError(`The "${name}" performance mark has not been set`);
  }
  return mark.startTime;
}

// An object that says nothing about the times is none.
function measureTimes(startOrOptions, endMark) {
  const isObject = (typeof startOrOptions === "object" && startOrOptions !== null) || typeof startOrOptions === "function";
  const options = isObject ? startOrOptions : undefined;
  let { start, end, duration, detail } = options ?? { start: startOrOptions ?? undefined };
  if (options === undefined || (start ?? end ?? duration ?? detail) === undefined) {
    end = endMark;
  } else if (endMark !== undefined) {
    throw new codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS("endMark must not be specified");
  } else if (start !== undefined && end !== undefined && duration !== undefined) {
    throw new codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS("Must not have options.start, options.end, and options.duration specified");
  }
  let to = timeOf(end);
  if (to === undefined) to = start !== undefined && duration !== undefined ? timeOf(start) + duration : now();
  let from = timeOf(start);
  if (from === undefined) from = duration !== undefined && end !== undefined ? to - duration : 0;
  return { from, to, detail };
}

const Target = EventTarget ?? Object;

class Performance extends Target {
  constructor(token) {
    if (token !== kMake) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }
  get timeOrigin() {
    return timeOrigin;
  }
  get nodeTiming() {
    return nodeTiming;
  }
  now() {
    return now();
  }
  mark(name, options = {}) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("name");
    const mark = new PerformanceMark(name, options);
    marks.push(mark);
    enqueue(mark);
    return mark;
  }
  measure(name, startOrOptions = {}, endMark = undefined) {
    validators.validateString(name, "name");
    const { from, to, detail } = measureTimes(startOrOptions, endMark);
    const measure = new PerformanceMeasure(kMake, name, "measure", from, to - from, clone(detail));
    measures.push(measure);
    enqueue(measure);
    return measure;
  }
  clearMarks(name = undefined) {
    marks = name === undefined ? [] : marks.filter((entry) => entry.name !== `${name}`);
  }
  clearMeasures(name = undefined) {
    measures = name === undefined ? [] : measures.filter((entry) => entry.name !== `${name}`);
  }
  clearResourceTimings(name = undefined) {
    resources = name === undefined ? [] : resources.filter((entry) => entry.name !== `${name}`);
  }
  setResourceTimingBufferSize(size) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("maxSize");
    resourceLimit = Number(size) >>> 0;
  }
  getEntries() {
    return timeline();
  }
  getEntriesByName(name, type = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("name");
    return timeline().filter((entry) => entry.name === `${name}` && (type === undefined || entry.entryType === `${type}`));
  }
  getEntriesByType(type) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("type");
    return timeline().filter((entry) => entry.entryType === `${type}`);
  }
  markResourceTiming(timing, url, initiator, global, cacheMode, body, status, delivery = "") {
    const { startTime = 0, endTime = 0 } = timing ?? {};
    const entry = new PerformanceResourceTiming(kMake, String(url), "resource", startTime, endTime - startTime, undefined);
    Object.assign(entry, { initiatorType: initiator, responseStatus: status, deliveryType: delivery });
    addResource(entry);
    enqueue(entry);
    return entry;
  }
  eventLoopUtilization(first, second) {
    return eventLoopUtilization(first, second);
  }
  timerify(fn, options) {
    return timerify(fn, options);
  }
  toJSON() {
    return { nodeTiming: nodeTiming.toJSON(), timeOrigin, eventLoopUtilization: eventLoopUtilization() };
  }
  [customInspect](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require("node:util");
    return `Performance ${inspect({ nodeTiming, timeOrigin }, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
  }
}
platform(Performance, ...Object.getOwnPropertyNames(Performance.prototype).filter((name) => name !== "constructor"));

const nodeTiming = new PerformanceNodeTiming();
const performance = new Performance(kMake);

// --- event loop delay ---------------------------------------------------------------------------------------------

class ELDHistogram extends Histogram {
  #timer;
  #resolution;
  #last = 0;

  constructor(resolution) {
    super();
    this.#resolution = resolution;
  }
  enable() {
    if (this.#timer !== undefined) return false;
    this.#last = native.nowMs();
    this.#timer = require("internal/timers").setInterval(() => {
      const at = native.nowMs();
      this._add(Math.max(1, Math.round((at - this.#last) * 1e6)));
      this.#last = at;
    }, this.#resolution).unref();
    return true;
  }
  disable() {
    if (this.#timer === undefined) return false;
    require("internal/timers").clearInterval(this.#timer);
    this.#timer = undefined;
    return true;
  }
  [Symbol.dispose]() {
    this.disable();
  }
}

/** A histogram of how late a timer of `resolution` ms fires, in nanoseconds (the interval included, as in Node.js). */
function monitorEventLoopDelay(options = {}) {
  validateObject(options, "options");
  const { resolution = 10 } = options;
  validateInteger(resolution, "options.resolution", 1);
  return new ELDHistogram(resolution);
}

const constants = Object.freeze({
  __proto__: null,
  NODE_PERFORMANCE_GC_MAJOR: 4, NODE_PERFORMANCE_GC_MINOR: 1, NODE_PERFORMANCE_GC_INCREMENTAL: 8, NODE_PERFORMANCE_GC_WEAKCB: 16,
  NODE_PERFORMANCE_GC_FLAGS_NO: 0, NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2, NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
  NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8, NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
  NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32, NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
});

module.exports = {
  Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList,
  PerformanceResourceTiming, monitorEventLoopDelay, eventLoopUtilization, timerify, createHistogram, performance, constants,
};
Object.defineProperty(module.exports, "constants", { __proto__: null, configurable: false, enumerable: true, value: constants });
