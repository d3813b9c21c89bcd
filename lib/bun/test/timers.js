// Fake timers and the settable clock of jest/vi.
//
// The globals are replaced by wrappers; wrappers ask the fake clock while it is on and
// the real functions otherwise, so that a wrapper a program kept goes on working after useRealTimers.
// Limit: timers imported from node:timers and engine-internal ones stay real.

const { Error, TypeError, RangeError, Object, Symbol, Map, Reflect, Math, Number, Function } = globalThis;
const RealDate = globalThis.Date;
const MAX_MS = 4294967295;
const MAX_RUNS = 100000;
const NS = 1e6;  // nanoseconds in a millisecond

const clock = {
    fake: false,
    base: 0,         // Date.now() when the fake clock started, moved by setSystemTime
    ns: 0,           // nanoseconds since then; whole numbers, so that many small steps add up exactly
    system: null,    // setSystemTime without fake timers: a frozen time
    nextId: 1,
    seq: 0,
    timers: new Map(),
};
const real = {};
let installed = false, clockInstalled = false;

class Timeout {
    constructor(id) {
        Object.defineProperty(this, "id", { value: id });
        this.referenced = true;
    }
    ref() { this.referenced = true; return this; }
    unref() { this.referenced = false; return this; }
    hasRef() { return this.referenced; }
    refresh() {
        const timer = this.timer;
        Object.assign(timer, { at: clock.ns + timer.delay * NS, seq: clock.seq++ });
        if (clock.fake) clock.timers.set(this.id, timer);
        return this;
    }
    close() { clock.timers.delete(this.id); return this; }
    [Symbol.toPrimitive]() { return this.id; }
    [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() { this.close(); }
}

function addTimer(callback, delay, args, repeat) {
    const wait = Math.trunc(Number(delay)) || 0;
    const ms = wait >= 1 && wait <= 2147483647 ? wait : repeat ? 1 : wait > 2147483647 ? 1 : 0;
    const id = clock.nextId++;
    const handle = new Timeout(id);
    const timer = { id, handle, callback, args, at: clock.ns + ms * NS, delay: ms, repeat, seq: clock.seq++ };
    Object.defineProperty(handle, "timer", { value: timer });
    clock.timers.set(id, timer);
    return handle;
}

function removeTimer(handle) {
    const id = typeof handle === "object" && handle !== null ? handle.id : Number(handle);
    return clock.timers.delete(id);
}

function nextTimer(limit) {
    let best = null;
    for (const timer of clock.timers.values()) {
        if (timer.at > limit) continue;
        if (!best || timer.at < best.at || (timer.at === best.at && timer.seq < best.seq)) best = timer;
    }
    return best;
}

function fire(timer) {
    if (timer.at > clock.ns) clock.ns = timer.at;
    if (timer.repeat) {
        timer.at = clock.ns + Math.max(1, timer.delay) * NS;
        timer.seq = clock.seq++;
    } else {
        clock.timers.delete(timer.id);
    }
    Reflect.apply(timer.callback, timer.handle, timer.args);
}

// What Date.now() says.
function now() {
    return clock.fake ? clock.base + Math.floor(clock.ns / NS) : clock.system ?? RealDate.now();
}

// ---- globals ------------------------------------------------------------------------------------

function wrappers() {
    return {
        setTimeout(callback, delay, ...args) {
            return clock.fake ? addTimer(callback, delay, args, false)
                : Reflect.apply(real.setTimeout, globalThis, arguments);
        },
        setInterval(callback, delay, ...args) {
            return clock.fake ? addTimer(callback, delay, args, true)
                : Reflect.apply(real.setInterval, globalThis, arguments);
        },
        clearTimeout(handle) {
            if (!removeTimer(handle) && !(handle instanceof Timeout)) real.clearTimeout.call(globalThis, handle);
        },
        clearInterval(handle) {
            if (!removeTimer(handle) && !(handle instanceof Timeout)) real.clearInterval.call(globalThis, handle);
        },
    };
}

// Date as a program sees it: the real one, except for "now".
function makeDate() {
    function FakeDate(...args) {
        if (!new.target) return new RealDate(now()).toString();
        return Reflect.construct(RealDate, args.length ? args : [now()], new.target === FakeDate ? RealDate : new.target);
    }
    for (const key of Reflect.ownKeys(RealDate)) {
        if (key === "now") continue;
        Object.defineProperty(FakeDate, key, Object.getOwnPropertyDescriptor(RealDate, key));
    }
    Object.defineProperty(FakeDate, "now", { value: now, writable: true, configurable: true });
    Object.setPrototypeOf(FakeDate, Object.getPrototypeOf(RealDate));
    Object.defineProperty(FakeDate, "name", { value: "Date", configurable: true });
    return FakeDate;
}

function define(object, name, value) {
    Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: true });
}

// Done before the test file loads, so that what it keeps of these globals obeys the fake clock too.
function install() {
    if (installed) return;
    installed = true;
    for (const [name, wrapper] of Object.entries(wrappers())) {
        real[name] = globalThis[name];
        const custom = Object.getOwnPropertySymbols(real[name]);
        for (const key of custom) {
            Object.defineProperty(wrapper, key, Object.getOwnPropertyDescriptor(real[name], key));
        }
        define(globalThis, name, wrapper);
    }
    const FakeDate = makeDate();
    Object.defineProperty(globalThis, "Date", { value: FakeDate, writable: true, configurable: true });
    Object.defineProperty(RealDate.prototype, "constructor", { value: FakeDate, writable: true, configurable: true });
}

// Formatting without a date means "now".
function installFormat() {
    const { Intl } = globalThis;
    const proto = Intl?.DateTimeFormat?.prototype;
    if (!proto) return;
    const slot = Object.getOwnPropertyDescriptor(proto, "format"), toParts = proto.formatToParts;
    const dated = date => date === undefined && (clock.fake || clock.system !== null) ? now() : date;
    Object.defineProperty(proto, "format", { ...slot, get() {
        const format = Reflect.apply(slot.get, this, []);
        return date => format(dated(date));
    } });
    define(proto, "formatToParts", function formatToParts(date) {
        return Reflect.apply(toParts, this, [dated(date)]);
    });
}

// process.hrtime counts from the moment the fake clock started.
function installHighResolution(process) {
    const { hrtime } = process;
    const fake = previous => {
        const [seconds, rest] = previous ?? [0, 0];
        const ns = clock.ns - (seconds * 1e9 + rest);
        return [Math.floor(ns / 1e9), ns - Math.floor(ns / 1e9) * 1e9];
    };
    const wrapper = function (previous) {
        return clock.fake ? fake(previous) : Reflect.apply(hrtime, process, arguments);
    };
    Object.defineProperty(wrapper, "name", { value: "hrtime", configurable: true });
    wrapper.bigint = () => clock.fake ? globalThis.BigInt(clock.ns) : hrtime.bigint();
    define(process, "hrtime", wrapper);
}

function installClock() {
    const { performance } = globalThis;
    if (clockInstalled) return;
    clockInstalled = true;
    installFormat();
    installHighResolution(globalThis.process);
    if (!performance) return;
    real.performanceNow = performance.now;
    define(performance, "now", function now() {
        return clock.fake ? clock.ns / NS : real.performanceNow.call(performance);
    });
}

// ---- the jest object --------------------------------------------------------------------------------

function timeOf(value, name) {
    if (typeof value === "number") return value;
    if (value instanceof RealDate) return value.getTime();
    throw new TypeError(`'${name}' must be a number or Date`);
}

function requireFake() {
    if (!clock.fake) throw new Error("Fake timers are not active. Call useFakeTimers() first.");
}

function useFakeTimers(options) {
    if (options !== undefined && (typeof options !== "object" || options === null)) {
        throw new TypeError("useFakeTimers() expects an options object");
    }
    const start = options?.now !== undefined ? timeOf(options.now, "now") : clock.system ?? RealDate.now();
    install();
    installClock();
    Object.assign(clock, { fake: true, base: Math.floor(start), ns: 0 });
    clock.timers.clear();
    Object.defineProperty(globalThis.setTimeout, "clock", { value: true, configurable: true });
    return this;
}

function useRealTimers() {
    clock.fake = false;
    clock.system = null;
    clock.timers.clear();
    if (installed) delete globalThis.setTimeout.clock;
    return this;
}

function setSystemTime(time) {
    if (time === undefined || time === null) {
        clock.system = null;
        if (clock.fake) clock.base = RealDate.now() - Math.floor(clock.ns / NS);
        return this;
    }
    const value = timeOf(time, "now");
    install();
    installClock();
    if (!clock.fake) {
        clock.system = value;
        return this;
    }
    clock.base = Math.floor(value) - Math.floor(clock.ns / NS);  // waiting timers keep the time they have left
    return this;
}

function advanceTimersByTime(ms) {
    requireFake();
    if (typeof ms !== "number") throw new TypeError("advanceTimersByTime() expects a number of milliseconds");
    if (!(ms >= 0 && ms <= MAX_MS)) {
        throw new RangeError("advanceTimersByTime() ms is out of range. It must be >= 0 and <= "
            + `${MAX_MS}. Received ${ms}`);
    }
    const end = clock.ns + Math.trunc(ms * NS);
    for (let timer = nextTimer(end); timer && clock.fake; timer = nextTimer(end)) fire(timer);
    if (clock.fake && clock.ns < end) clock.ns = end;
    return this;
}

function advanceTimersToNextTimer(steps = 1) {
    requireFake();
    for (let i = 0; i < steps && clock.fake; i++) {
        const timer = nextTimer(Infinity);
        if (!timer) break;
        fire(timer);
    }
    return this;
}

function runAllTimers() {
    requireFake();
    let runs = 0;
    for (let timer = nextTimer(Infinity); timer && clock.fake; timer = nextTimer(Infinity)) {
        if (++runs > MAX_RUNS) throw new Error(`Aborting after running ${MAX_RUNS} timers, assuming an infinite loop!`);
        fire(timer);
    }
    return this;
}

function runOnlyPendingTimers() {
    requireFake();
    // Up to the time of the last timer that waits now; intervals may fire more than once.
    let last = -Infinity;
    for (const timer of clock.timers.values()) last = Math.max(last, timer.at);
    for (let timer = nextTimer(last); timer && clock.fake; timer = nextTimer(last)) fire(timer);
    return this;
}

function getTimerCount() {
    requireFake();
    return clock.timers.size;
}

function clearAllTimers() {
    requireFake();
    clock.timers.clear();
    return this;
}

const isFakeTimers = () => clock.fake;

module.exports = {
    useFakeTimers, useRealTimers, setSystemTime, advanceTimersByTime, advanceTimersToNextTimer,
    runAllTimers, runOnlyPendingTimers, getTimerCount, clearAllTimers, isFakeTimers, now, install,
};
