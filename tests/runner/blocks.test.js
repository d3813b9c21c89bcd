// test, describe and hooks from the inside: order, nesting, modifiers, options.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, setDefaultTimeout, test, xdescribe, xit } from "bun:test";

const log = [];
const take = () => log.splice(0);

beforeAll(() => { log.push("beforeAll"); });
beforeEach(() => { log.push("beforeEach"); });
afterEach(() => { log.push("afterEach"); });

test("file-level hooks ran", () => {
    expect(take()).toEqual(["beforeAll", "beforeEach"]);
});

describe("nested", () => {
    beforeAll(async () => { await 1; log.push("inner beforeAll"); });
    beforeEach(() => { log.push("inner beforeEach"); });
    afterEach(() => { log.push("inner afterEach"); });
    afterAll(() => { log.push("inner afterAll"); });

    test("outer hooks come first", () => {
        expect(take()).toEqual(["afterEach", "inner beforeAll", "beforeEach", "inner beforeEach"]);
        onTestFinished(() => { log.push("finished"); });
    });
    test("inner hooks end first", () => {
        expect(take()).toEqual(["inner afterEach", "afterEach", "finished", "beforeEach", "inner beforeEach"]);
    });
});

test("afterAll ran after its block", () => {
    expect(take()).toEqual(["inner afterEach", "afterEach", "inner afterAll", "beforeEach"]);
});

describe("collection", () => {
    const order = [];
    order.push("outer");
    describe("a", async () => {
        await 1;
        order.push("a");
        test("order", () => expect(order).toEqual(["outer", "outer end", "a", "b"]));
    });
    describe("b", () => {
        order.push("b");
        test("order", () => expect(order).toHaveLength(4));
    });
    order.push("outer end");
});

test("done", done => { setTimeout(done, 1); });
test("options after", async () => { await 1; }, { timeout: 1000 });
test("options before", { timeout: 1000 }, async () => { await 1; });
test("timeout as a number", () => {}, 1000);

let tries = 0;
test("retry", () => { if (++tries < 3) throw new Error("again"); }, { retry: 3 });
test("retry ran until it passed", () => { expect(tries).toBe(3); });

let runs = 0;
test("repeats", () => { runs++; }, { repeats: 2 });
test("repeats ran once more than asked", () => { expect(runs).toBe(3); });

test.failing("failing", () => { throw new Error("expected"); });
test.failing("failing async", async () => { await Promise.reject(new Error("expected")); });
test.skip("skip", () => { throw new Error("must not run"); });
test.todo("todo");
test.if(false)("if", () => { throw new Error("must not run"); });
test.skipIf(true)("skipIf", () => { throw new Error("must not run"); });
test.todoIf(true)("todoIf", () => { throw new Error("must not run"); });
xit("xit", () => { throw new Error("must not run"); });
xdescribe("xdescribe", () => { test("x", () => { throw new Error("must not run"); }); });
describe.skip("describe.skip", () => { test("x", () => { throw new Error("must not run"); }); });
describe.todo("describe.todo", () => { test("x", () => { throw new Error("must not run"); }); });

const rows = [];
test.each([[1, 2], [3, 4]])("each %i + %i", (a, b) => { rows.push([a, b]); });
it.each([{ a: 1 }, { a: 2 }])("each $a", row => { rows.push(row.a); });
describe.each(["x", "y"])("each %s", name => { test("inner", () => { rows.push(name); }); });
test("each ran every row", () => { expect(rows).toEqual([[1, 2], [3, 4], 1, 2, "x", "y"]); });

test("assertions", () => {
    expect.assertions(2);
    expect(1).toBe(1);
    expect(2).toBe(2);
});

const started = [];
test.concurrent("concurrent one", async () => {
    started.push(1);
    await new Promise(resolve => setTimeout(resolve, 5));
    expect(started).toEqual([1, 2]);
});
test.concurrent("concurrent two", async () => { started.push(2); });
test.serial("serial", () => { expect(started).toEqual([1, 2]); });

test("blocks are refused inside tests", () => {
    expect(() => test("x", () => {})).toThrow("Cannot call test() inside a test");
    expect(() => describe("x", () => {})).toThrow("Cannot call describe() inside a test");
    expect(() => beforeAll(() => {})).toThrow("Cannot call beforeAll() inside a test");
});

test("bad arguments", () => {
    expect(() => test.skip.todo).toThrow("Cannot get .todo on test.skip");
    expect(() => test.each(1)).toThrow("Expected array");
    expect(() => setDefaultTimeout("x")).toThrow();
    expect(() => onTestFinished(1)).toThrow();
});

test("unawaited expectations are waited for", () => {
    expect(new Promise(resolve => setTimeout(() => resolve(1), 5))).resolves.toBe(1);
});
