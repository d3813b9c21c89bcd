// TypeScript's decorators on fields with computed keys: assigned, so that an accessor a decorator defines is called.
import { expect, test } from "bun:test";

const log: string[] = [];
const f = (value: any) => (log.push(String(value)), value);
const watched = (target: any, key: string) =>
    Object.defineProperty(target, key, { set(value) { log.push(`${key}=${value}`); }, get: () => 0, configurable: true });
const noted = (_: any, key: any) => { log.push(`noted ${key}`); };

test("decorated fields with computed keys", () => {
    class A {
        @watched [f("call")] = 1;
        @watched [`text${2}`] = 2;
        @watched ["literal"] = 3;
        @watched [f("none")]: number;
        @noted [f("own")] = 4;
        @noted static [f("static")] = 5;
    }
    expect(log.splice(0)).toEqual(["call", "none", "own", "static", "noted own", "noted static"]);
    expect(Object.keys(new A())).toEqual(["own"]);
    expect(log).toEqual(["call=1", "text2=2", "literal=3"]);
    expect((A as any).static).toBe(5);
});

test("a decorated class expression is made by `new` like any other", () => {
    const plain = (target: any) => target;
    expect(new (@plain class { x = 1; })().x).toBe(1);
    expect(new @plain class { x = 1; }().x).toBe(1);
    expect(new (class { @noted [f("k")] = 2; } as any)().k).toBe(2);
});
