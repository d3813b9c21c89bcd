// bun:jsc - a look into the engine: the part that its C API can answer.
//
// Missing: profiling, heap snapshots, compiler counters and the other names of Bun's module.
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

/** Collects everything; the bytes that are left. */
function fullGC() {
    native.collect(true);
    return heapSize();
}

function edenGC() {
    native.collect(false);
    return heapSize();
}

/** URL of the file whose code calls this. */
function callerSourceOrigin() {
    const frame = callerFrame(callerSourceOrigin);
    return frame ? String(globalThis.Bun.pathToFileURL(frame.file)) : "";
}

module.exports = { heapStats, heapSize, fullGC, gcAndSweep: fullGC, edenGC, callerSourceOrigin };
