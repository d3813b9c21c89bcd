import { AsyncLocalStorage } from "node:async_hooks";
import { expect, test } from "bun:test";

const seen: unknown[] = [];
const note = (name: unknown) => (_: unknown, context: any) => {
    seen.push([name, context.kind]);
};
const taken = () => seen.splice(0);

test("await in decorators and keys of a class expression", async () => {
    const C = @note(await "class") class {
        @note(await "m") m() {}
        [await "n"]() { return 1; }
        static then = 5;
    };
    expect(taken()).toEqual([["m", "method"], ["class", "class"]]);
    expect([C.name, new C().n(), C.then]).toEqual(["C", 1, 5]);
});

test("members alone, named, anonymous and inside other expressions", async () => {
    const list = [class A { @note(await 1) x = 1; y = A.name; }, class { @note(2) [await "z"] = 3; }];
    expect(taken()).toEqual([[1, "field"], [2, "field"]]);
    expect([new list[0]().y, new (list[1] as any)().z]).toEqual(["A", 3]);
});

test("yield", () => {
    function* make(this: unknown): any {
        const C = @note(yield 1) class Named { @note(yield 2) m() {} [yield 3]() {} self = this; };
        return C;
    }
    const it = make.call("this");
    expect([it.next().value, it.next("a").value, it.next("b").value]).toEqual([1, 2, 3]);
    const { value: C, done } = it.next("key");
    expect([done, C.name, Object.getOwnPropertyNames(C.prototype)]).toEqual([true, "Named", ["constructor", "m", "key"]]);
    expect(taken()).toEqual([["b", "method"], ["a", "class"]]);
});

test("await and yield together", async () => {
    async function* make(): any {
        return [class { @note(await "a") x() {} [yield "key"]() {} }];
    }
    const it = make();
    expect((await it.next()).value).toBe("key");
    const { value: [C] } = await it.next("name");
    expect([Object.getOwnPropertyNames(C.prototype), taken()]).toEqual([["constructor", "x", "name"], [["a", "method"]]]);
});

// cob-only: Bun keeps one set of decorators for all evaluations
test.if("cob" in process.versions)("each evaluation has its own class", async () => {
    const classes: any[] = [];
    for (const n of [1, 2]) classes.push(class { @((_: unknown, c: any) => (v: number) => v + n * 10) x = await0(n); static [await `k${n}`] = n; });
    expect(classes.map((C) => [new C().x, Object.keys(C)])).toEqual([[11, ["k1"]], [22, ["k2"]]]);
    function await0(n: number) { return n; }
});

test("the asynchronous context is the same behind it", async () => {
    const storage = new AsyncLocalStorage();
    const run = (id: number) => storage.run(id, async () => {
        const C = class { @note(await id) m() {} };
        const before = storage.getStore();
        await new Promise((resolve) => setTimeout(resolve, 1));
        return [before, storage.getStore(), typeof C];
    });
    expect(await Promise.all([run(1), run(2), run(3)])).toEqual([1, 2, 3].map((id) => [id, id, "function"]));
    taken();
});
