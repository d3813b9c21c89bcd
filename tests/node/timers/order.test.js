// The order of timers, immediates, ticks and microtasks, as Node.js 26 prints it.
import { expect, test } from "bun:test";

function record(body) {
  return new Promise((resolve) => {
    const log = [];
    body((line) => log.push(line), () => resolve(log));
  });
}

test("ticks, then microtasks, between two timers of one list", async () => {
  const log = await record((say, done) => {
    setTimeout(() => {
      say("a");
      process.nextTick(() => say("a tick"));
      Promise.resolve().then(() => {
        say("a micro");
        process.nextTick(() => say("a micro tick"));
      });
    }, 2);
    setTimeout(() => say("b"), 2);
    setTimeout(done, 6);
    for (const start = Date.now(); Date.now() - start < 10;);
  });
  expect(log).toEqual(["a", "a tick", "a micro", "a micro tick", "b"]);
});

test("ticks run before microtasks and may queue more of both", async () => {
  const log = await record((say, done) => {
    setTimeout(() => {
      Promise.resolve().then(() => say("micro 1"));
      process.nextTick(() => {
        say("tick 1");
        Promise.resolve().then(() => say("micro 2"));
        process.nextTick(() => say("tick 2"));
      });
      queueMicrotask(() => say("micro 3"));
      say("sync");
      setTimeout(done, 1);
    }, 1);
  });
  expect(log).toEqual(["sync", "tick 1", "tick 2", "micro 1", "micro 3", "micro 2"]);
});

test("immediates set by an immediate wait for the next turn", async () => {
  const log = await record((say, done) => {
    setImmediate(() => {
      say("one");
      process.nextTick(() => say("one tick"));
      setImmediate(() => {
        say("three");
        done();
      });
    });
    const never = setImmediate(() => say("never"));
    setImmediate(() => say("two"));
    clearImmediate(never);
  });
  expect(log).toEqual(["one", "one tick", "two", "three"]);
});

test("timers of different durations fire in order of expiry, equal ones in order of insertion", async () => {
  const log = await record((say, done) => {
    for (const ms of [90, 30, 60, 30, 5, 90]) setTimeout(() => say(ms), ms);
    setTimeout(done, 150);
    for (const start = Date.now(); Date.now() - start < 100;);
  });
  expect(log).toEqual([5, 30, 30, 60, 90, 90]);
});
