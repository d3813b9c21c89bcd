// Fake timers and the settable clock.
import { afterEach, expect, jest, test } from "bun:test";

afterEach(() => {
    jest.useRealTimers();
});

test("advanceTimersByTime fires what is due, in order", () => {
    jest.useFakeTimers();
    const log = [];
    setTimeout(() => log.push("late"), 100);
    setTimeout(() => log.push("early"), 50);
    const interval = setInterval(() => log.push("tick"), 30);
    jest.advanceTimersByTime(60);
    expect(log).toEqual(["tick", "early", "tick"]);
    clearInterval(interval);
    jest.advanceTimersByTime(40);
    expect(log.at(-1)).toBe("late");
    expect(jest.getTimerCount()).toBe(0);
});

test("runAllTimers runs timers that timers start; runOnlyPendingTimers does not", () => {
    jest.useFakeTimers();
    const log = [];
    const nest = () => setTimeout(() => {
        log.push("outer");
        setTimeout(() => log.push("inner"), 10);
    }, 10);
    nest();
    jest.runOnlyPendingTimers();
    expect(log).toEqual(["outer"]);
    expect(jest.getTimerCount()).toBe(1);
    jest.runAllTimers();
    expect(log).toEqual(["outer", "inner"]);
});

test("equal times fire in the order they were set; arguments are passed", () => {
    jest.useFakeTimers();
    const log = [];
    setTimeout(() => log.push(1), 5);
    setTimeout((a, b) => log.push(a, b), 5, 2, 3);
    jest.advanceTimersToNextTimer();
    expect(log).toEqual([1]);
    jest.advanceTimersToNextTimer();
    expect(log).toEqual([1, 2, 3]);
});

test("time stands still and moves with the timers", () => {
    jest.useFakeTimers({ now: 1000 });
    expect(Date.now()).toBe(1000);
    expect(new Date().getTime()).toBe(1000);
    let at;
    setTimeout(() => { at = Date.now(); }, 250);
    jest.advanceTimersByTime(300);
    expect(at).toBe(1250);
    expect(Date.now()).toBe(1300);
    jest.setSystemTime(new Date("2020-01-01"));
    expect(new Date().toISOString()).toBe("2020-01-01T00:00:00.000Z");
    jest.useRealTimers();
    expect(Date.now()).toBeGreaterThan(new Date("2024-01-01").getTime());
});

test("setSystemTime works without fake timers", () => {
    jest.setSystemTime(new Date(5));
    expect(Date.now()).toBe(5);
    expect(new Date(7).getTime()).toBe(7);
    jest.setSystemTime();
    expect(Date.now()).toBeGreaterThan(5);
});

test("Date keeps its identity", () => {
    const before = Date;
    jest.useFakeTimers();
    expect(Date).toBe(before);
    expect(new Date()).toBeInstanceOf(before);
});

test("refresh starts a timer again", () => {
    jest.useFakeTimers();
    let calls = 0;
    const timer = setTimeout(() => calls++, 10);
    jest.advanceTimersByTime(10);
    timer.refresh();
    jest.advanceTimersByTime(10);
    expect(calls).toBe(2);
});

test("refuses without fake timers", () => {
    expect(() => jest.advanceTimersByTime(1)).toThrow("Fake timers are not active");
    expect(() => jest.useFakeTimers({ now: "x" })).toThrow();
    jest.useFakeTimers();
    expect(() => jest.advanceTimersByTime(-1)).toThrow();
    expect(() => jest.advanceTimersByTime("x")).toThrow();
});
