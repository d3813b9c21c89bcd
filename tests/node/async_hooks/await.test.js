// AsyncLocalStorage across await, promises, timers, events, streams and files.
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { EventEmitter, EventEmitterAsyncResource, once } from "node:events";
import fs from "node:fs";
import { Readable, pipeline } from "node:stream";
import { execFile } from "node:child_process";
import { describe, expect, test } from "bun:test";

const als = new AsyncLocalStorage();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const store = () => als.getStore();
const inside = (value, fn) => als.run(value, fn);
const seen = (register) =>
  new Promise((resolve, reject) => {
    inside("mine", () => register((error) => (error instanceof Error ? reject(error) : resolve(store()))));
  });

describe("await", () => {
  test("keeps the store, outside there is none", async () => {
    const result = inside("a", async () => {
      const before = store();
      await null;
      const after = store();
      await sleep(1);
      return [before, after, store()];
    });
    expect(store()).toBe(undefined);
    expect(await result).toEqual(["a", "a", "a"]);
    expect(store()).toBe(undefined);
  });

  test("nested run", async () => {
    const log = [];
    await inside("outer", async () => {
      await inside("inner", async () => {
        await sleep(1);
        log.push(store());
      });
      log.push(store());
      await 0;
      log.push(store());
      als.exit(() => log.push(store()));
    });
    expect(log).toEqual(["inner", "outer", "outer", undefined]);
  });

  test("interleaved loops do not mix", async () => {
    const loop = (name) =>
      inside(name, async () => {
        const log = [];
        for (let i = 0; i < 20; i++) {
          await (i % 3 === 0 ? sleep(0) : null);
          log.push(store());
        }
        return log.every((v) => v === name);
      });
    expect(await Promise.all(["a", "b", "c", "d"].map(loop))).toEqual([true, true, true, true]);
  });

  test("try, catch and finally after a rejection", async () => {
    const other = inside("other", async () => {
      for (let i = 0; i < 30; i++) await sleep(0);
    });
    const log = await inside("x", async () => {
      const log = [];
      try {
        await sleep(2).then(() => Promise.reject(new Error("no")));
      } catch {
        log.push(store());
        try {
          await Promise.reject(1);
        } catch {
          log.push(store());
        } finally {
          log.push(store());
          await sleep(1);
          log.push(store());
        }
      } finally {
        log.push(store());
      }
      return log;
    });
    expect(log).toEqual(["x", "x", "x", "x", "x"]);
    await other;
  });

  test("arrows with an expression, methods, nested awaits", async () => {
    const twice = async (x) => (await sleep(1), await x, store());
    const object = { async ["m"](x = async () => await 1) { return [await x(), await (await twice(await 1)), store()]; } };
    expect(await inside("e", () => twice(1))).toBe("e");
    expect(await inside("e", () => object.m())).toEqual([1, "e", "e"]);
  });

  test("enterWith holds until the task ends, through await", async () => {
    const enter = async () => {
      als.enterWith("entered");
    };
    const log = await inside("start", async () => {
      await enter();
      const first = store();
      await sleep(1);
      return [first, store()];
    });
    expect(log).toEqual(["entered", "entered"]);
    expect(store()).toBe(undefined);
  });

  test("async generators and for await", async () => {
    async function* numbers() {
      for (let i = 0; i < 3; i++) {
        await sleep(0);
        yield `${store()}${i}`;
      }
    }
    const log = await inside("g", async () => {
      const log = [];
      for await (const item of numbers()) {
        log.push(item, store());
        await sleep(0);
        log.push(store());
      }
      log.push(store());
      return log;
    });
    expect(log).toEqual(["g0", "g", "g", "g1", "g", "g", "g2", "g", "g", "g"]);
  });

  test("generators run in the context of the caller", () => {
    function* ticks() {
      for (;;) yield store();
    }
    const it = inside("made", () => ticks());
    expect([inside("p", () => it.next().value), inside("q", () => it.next().value)]).toEqual(["p", "q"]);
  });

  test("Promise.all, race, allSettled, then, catch and finally", async () => {
    const log = await inside("p", async () => {
      const log = [];
      await Promise.all([sleep(1).then(() => log.push(store())), sleep(2).then(() => log.push(store()))]);
      log.push(store());
      await Promise.race([sleep(1), sleep(5)]);
      log.push(store());
      await Promise.allSettled([Promise.reject(1)]);
      log.push(store());
      await Promise.reject(1).catch(() => log.push(store())).finally(() => log.push(store()));
      return log;
    });
    expect(log).toEqual(Array(7).fill("p"));
  });

  test("a reaction outside a run has no store", async () => {
    const other = inside("leak", async () => {
      await 0;
      await 0;
    });
    const log = [];
    await Promise.all([other, Promise.resolve().then(() => {}).then(() => log.push(store())).then(() => log.push(store()))]);
    expect(log).toEqual([undefined, undefined]);
  });

  test("thenables", async () => {
    const log = await inside("t", async () => {
      const value = await { then: (resolve) => setTimeout(() => resolve(store()), 1) };
      return [value, store()];
    });
    expect(log).toEqual(["t", "t"]);
  });
});

describe("callbacks", () => {
  test("timers, ticks and microtasks", async () => {
    expect(await seen((done) => setTimeout(done, 1))).toBe("mine");
    expect(await seen((done) => setImmediate(done))).toBe("mine");
    expect(await seen((done) => process.nextTick(done))).toBe("mine");
    expect(await seen((done) => queueMicrotask(done))).toBe("mine");
    expect(await seen((done) => {
      const timer = setInterval(() => (clearInterval(timer), done()), 1);
    })).toBe("mine");
  });

  test("files, streams and programs", async () => {
    expect(await seen((done) => fs.stat(".", done))).toBe("mine");
    expect(await seen((done) => fs.readFile(import.meta.path, done))).toBe("mine");
    expect(await seen((done) => fs.promises.stat(".").then(() => done()))).toBe("mine");
    expect(await seen((done) => pipeline(Readable.from(["a"]), async function* (source) { yield* source; }, async (source) => {
      for await (const chunk of source) void chunk;
    }, done))).toBe("mine");
    expect(await seen((done) => execFile("true", done))).toBe("mine");
    expect(await seen((done) => fs.createReadStream(import.meta.path).on("data", () => {}).on("end", done))).toBe("mine");
  });

  test("events run in the context of emit; EventEmitterAsyncResource in its own", async () => {
    const plain = new EventEmitter();
    const log = [];
    inside("listener", () => plain.on("e", () => log.push(store())));
    inside("emitter", () => plain.emit("e"));
    const bound = inside("made", () => new EventEmitterAsyncResource({ name: "Q" }));
    bound.on("e", () => log.push(store()));
    inside("emitter", () => bound.emit("e"));
    expect(log).toEqual(["emitter", "made"]);
    const result = inside("once", async () => {
      await once(plain, "later");
      return store();
    });
    inside("emitter", () => plain.emit("later"));
    expect(await result).toBe("once");
  });

  test("AsyncResource, bind and snapshot", async () => {
    const resource = inside("r", () => new AsyncResource("R"));
    const bound = inside("b", () => AsyncLocalStorage.bind(() => store()));
    const snapshot = inside("s", () => AsyncLocalStorage.snapshot());
    await sleep(1);
    expect([resource.runInAsyncScope(store), bound(), snapshot(store)]).toEqual(["r", "b", "s"]);
    expect(store()).toBe(undefined);
  });

  test("two storages are independent", async () => {
    const other = new AsyncLocalStorage();
    const log = await inside(1, () => other.run(2, async () => {
      await sleep(1);
      const both = [store(), other.getStore()];
      return other.exit(async () => {
        await sleep(1);
        return [...both, store(), other.getStore()];
      });
    }));
    expect(log).toEqual([1, 2, 1, undefined]);
  });
});

test("concurrent requests of Bun.serve keep their own stores", async () => {
  using server = Bun.serve({
    port: 0,
    fetch: (request) => inside(new URL(request.url).pathname, async () => {
      const first = store();
      await sleep(Math.random() * 5);
      await request.text();
      return new Response(first === store() ? store() : "mixed");
    }),
  });
  const paths = Array.from({ length: 20 }, (_, i) => `/r${i}`);
  const answers = await Promise.all(paths.map(async (path) =>
    (await fetch(new URL(path, server.url), { method: "POST", body: "x" })).text()));
  expect(answers).toEqual(paths);
});

test("nothing is retained after a task", async () => {
  const refs = [];
  const task = (i) => {
    const big = { i };
    refs.push(new WeakRef(big));
    return inside(big, async () => {
      await sleep(0);
      await Promise.resolve().then(() => {});
      setTimeout(() => store(), 0);
      await new Promise((resolve) => queueMicrotask(resolve));
    });
  };
  await Promise.all(Array.from({ length: 50 }, (_, i) => task(i)));
  for (let i = 0; i < 10; i++) {
    await sleep(2);
    Bun.gc(true);
  }
  expect(refs.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(10);
});
