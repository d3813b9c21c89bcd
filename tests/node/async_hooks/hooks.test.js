import { expect, test } from "bun:test";
import { AsyncResource, createHook, executionAsyncId, executionAsyncResource, triggerAsyncId } from "node:async_hooks";
import { readFile } from "node:fs";

// cob-only: Bun accepts createHook and never calls the hooks
const testHooks = process.versions.cob === undefined ? test.skip : test;

/** `destroy` comes from an immediate, which a timer that is late may overtake. */
async function untilDestroyed(events) {
    for (let i = 0; i < 100 && !events.includes("destroy"); i++) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Runs `start`, which calls `done` when its callback has run; the events of one type, in order. */
async function record(type, start) {
    const events = [];
    const ids = new Set();
    const hook = createHook({
        init(id, kind, trigger, resource) {
            if (kind !== type) return;
            ids.add(id);
            events.push(["init", typeof resource, trigger === executionAsyncId()]);
        },
        before: (id) => ids.has(id) && events.push("before"),
        after: (id) => ids.has(id) && events.push("after"),
        destroy: (id) => ids.has(id) && events.push("destroy"),
    }).enable();
    const inside = await new Promise((done) => start(() => done([ids.has(executionAsyncId()), executionAsyncId() !== triggerAsyncId()])));
    await untilDestroyed(events);
    hook.disable();
    return { events, inside };
}

const once = [["init", "object", true], "before", "after", "destroy"];

for (const [type, start] of [
    ["TickObject", (fn) => process.nextTick(fn)],
    ["Microtask", (fn) => queueMicrotask(fn)],
    ["Immediate", (fn) => setImmediate(fn)],
    ["FSREQCALLBACK", (fn) => readFile(import.meta.filename, fn)],
]) {
    testHooks(`${type} is told from init to destroy`, async () => {
        const { events, inside } = await record(type, start);
        expect(inside).toEqual([true, true]);
        expect(events.slice(0, 2)).toEqual(once.slice(0, 2));
        for (const event of ["after", "destroy"]) expect(events).toContain(event);
    });
}

testHooks("timers: one init, before and after for each call, destroy when cleared", async () => {
    let calls = 0;
    let resource;
    const events = [];
    let id;
    const hook = createHook({
        init(asyncId, type, trigger, object) {
            if (type === "Timeout" && id === undefined) id = asyncId, resource = object, events.push("init");
        },
        before: (asyncId) => asyncId === id && events.push("before"),
        after: (asyncId) => asyncId === id && events.push("after"),
        destroy: (asyncId) => asyncId === id && events.push("destroy"),
    }).enable();
    await new Promise((done) => {
        const timer = setInterval(() => {
            expect(executionAsyncId()).toBe(id);
            expect(executionAsyncResource()).toBe(timer);
            if (++calls === 2) clearInterval(timer), done();
        }, 1);
        expect(resource).toBe(timer);
    });
    await untilDestroyed(events);
    hook.disable();
    expect(events).toEqual(["init", "before", "after", "before", "after", "destroy"]);
});

test("ids follow AsyncResource", () => {
    const outer = executionAsyncId();
    const resource = new AsyncResource("X");
    expect(resource.triggerAsyncId()).toBe(outer);
    resource.runInAsyncScope(() => {
        if (process.versions.cob) expect(executionAsyncId()).toBe(resource.asyncId());
        if (process.versions.cob) expect(triggerAsyncId()).toBe(outer);
    });
    expect(executionAsyncId()).toBe(outer);
    expect(resource.emitDestroy()).toBe(resource);
});

testHooks("disabled hooks hear nothing", async () => {
    let heard = 0;
    const hook = createHook({ init: () => heard++ });
    hook.enable();
    hook.disable();
    process.nextTick(() => {});
    await new Promise(setImmediate);
    expect(heard).toBe(0);
});
