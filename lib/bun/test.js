// bun:test: the public names. The parts are in lib/bun/test/.

const core = require("internal/test/core");
const { expect } = require("internal/test/expect");
const mocks = require("internal/test/mock");
const timers = require("internal/test/timers");
const { Proxy, Object } = globalThis;

function setTimeoutOf(ms) {
    core.setDefaultTimeout(ms);
}

const jestTimers = {
    useFakeTimers: timers.useFakeTimers, useRealTimers: timers.useRealTimers,
    advanceTimersToNextTimer: timers.advanceTimersToNextTimer, advanceTimersByTime: timers.advanceTimersByTime,
    runOnlyPendingTimers: timers.runOnlyPendingTimers, runAllTimers: timers.runAllTimers,
    getTimerCount: timers.getTimerCount, clearAllTimers: timers.clearAllTimers, isFakeTimers: timers.isFakeTimers,
};
const { mock, spyOn, mockModule, clearAll, resetAll, restoreAll } = mocks;

const jest = {
    fn: mock, mock: mockModule, spyOn, restoreAllMocks: restoreAll, clearAllMocks: clearAll, resetAllMocks: resetAll,
    setSystemTime: timers.setSystemTime, now: timers.now, setTimeout: setTimeoutOf, ...jestTimers,
};
const vi = {
    fn: mock, mock: mockModule, spyOn, restoreAllMocks: restoreAll, resetAllMocks: resetAll, clearAllMocks: clearAll,
    ...jestTimers,
};

// Type assertions do nothing at run time: any chain of properties and calls is accepted.
function makeTypeChain() {
    const chain = new Proxy(function () {}, {
        get: (_target, key) => key === "then" ? undefined : chain,
        apply: () => chain,
    });
    return chain;
}
function expectTypeOf() {
    return makeTypeChain();
}

function setSystemTime(time) {
    timers.setSystemTime.call(jest, time);
}

const api = {
    test: core.test, it: core.test, describe: core.describe, expect, expectTypeOf,
    beforeAll: core.beforeAll, beforeEach: core.beforeEach, afterEach: core.afterEach, afterAll: core.afterAll,
    onTestFinished: core.onTestFinished, setDefaultTimeout: core.setDefaultTimeout, setSystemTime,
    jest, vi, mock, spyOn, xit: core.xtest, xtest: core.xtest, xdescribe: core.xdescribe,
};

// jest, vi and the rest are also reachable on the default export.
module.exports = Object.assign({}, api, { default: api });
