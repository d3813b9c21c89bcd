// bun:jsc - a look into the engine: the part that its C API can answer.
//
// Missing: profiling, heap snapshots, compiler counters and the other names of Bun's module.
const { Error, Intl, TypeError } = globalThis;
const boot = require("internal/boot");
const { callerFrame } = require("internal/test/stack");
const { native } = boot;

/** Numbers of objects by type, and sizes in bytes. */
function heapStats() {
    return native.memory();
}

function heapSize() {
    return native.memory()?.heapSize ?? 0;
}

/** Not in Bun: the open native resources by kind (src/base/kinds.def), and how many values native memory keeps. */
function liveHandles() {
    return native.liveHandles();
}

/** Collects everything; the bytes that are left. */
function fullGC() {
    native.collect(true);
    return heapSize();
}

function edenGC() {
    native.collect(false);
    return heapSize();
}

/** Sizes of the process, in bytes. */
function memoryUsage() {
    const { process } = globalThis;
    const current = process.memoryUsage.rss();
    const { maxRSS, majorPageFault } = process.resourceUsage();
    const peak = maxRSS * 1024;
    return { current, peak, currentCommit: current, peakCommit: peak, pageFaults: majorPageFault };
}

/** Our part of the machine's memory, from 0 to 1. */
function percentAvailableMemoryInUse() {
    return globalThis.process.memoryUsage.rss() / require("node:os").totalmem();
}

/** Sets TZ; returns the zone's canonical name. The engine looks at TZ once: a program that has used a Date keeps its zone. */
function setTimeZone(zone) {
    if (typeof zone !== "string") throw new TypeError("setTimeZone requires a timezone string");
    let name;
    try {
        name = new Intl.DateTimeFormat("en-US", { timeZone: zone }).resolvedOptions().timeZone;
    } catch {
        throw new Error(`Invalid timezone: "${zone}"`);
    }
    globalThis.process.env.TZ = name;
    return name;
}

/** URL of the file whose code calls this. */
function callerSourceOrigin() {
    const frame = callerFrame(callerSourceOrigin);
    return frame ? String(globalThis.Bun.pathToFileURL(frame.file)) : "";
}

module.exports = {
    heapStats, heapSize, liveHandles, fullGC, gcAndSweep: fullGC, edenGC, callerSourceOrigin, memoryUsage,
    percentAvailableMemoryInUse, setTimeZone, setTimezone: setTimeZone,
};
