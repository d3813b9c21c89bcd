// What the parts of the test runner share: the configuration of this process, the test that runs now,
// and a bucket of counters. One object, because a process runs exactly one test file.

const state = {
    config: {
        timeout: 5000, retry: 0, rerunEach: 1, bail: 0, only: false, todo: false, pattern: null,
        concurrent: false, maxConcurrency: 20, randomize: false, seed: 0, updateSnapshots: false, ci: false,
        colors: false, dots: false, onlyFailures: false, github: false, file: "", cwd: "",
    },
    active: false,      // the runner drives this process (false: bun:test was imported by a plain program)
    collecting: true,   // test() and describe() are allowed
    current: null,      // the running attempt (see run.js), null between tests
    expectCalls: 0,
    snapshots: { added: 0, passed: 0, failed: 0 },
    // Real timers, whatever fake timers do later.
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setImmediate: globalThis.setImmediate,
    limit: () => {},    // limit(ms): host.limit in the process of a test file
};

// The real clock, whatever fake timers do later.
const { performance, Date } = globalThis;
state.now = performance ? performance.now.bind(performance) : Date.now;

// A promise tracked here must settle before the running test may end.
state.track = promise => {
    state.current?.pending.add(promise);
    return promise;
};

module.exports = state;
