// cob-only: Bun defines fields whatever tsconfig.json says.
// Computed keys of fields that are assigned: evaluated once, in their place, for each evaluation of the class.
import { expect, test } from "bun:test";

let log: string[] = [];
const f = (value: any) => (log.push(String(value)), value);
const taken = () => log.splice(0).join(" ");

test("keys are evaluated in the order of the source, before static fields and blocks", () => {
    class A {
        static s = f("S");
        [f("a")] = f(1);
        [f("m")]() {}
        [f("b")] = f(2);
        static [f("c")] = f("C");
        static { f("block"); }
        [f("no value")];
        static [f("no static value")];
        [`t${f("e")}`] = f(3);
    }
    expect(taken()).toBe("a m b c no value no static value e S C block");
    expect(Object.keys(new A())).toEqual(["a", "b", "te"]);
    expect(Object.getOwnPropertyNames(A).filter((name) => !["length", "name", "prototype"].includes(name)).sort()).toEqual(["c", "s"]);
    taken();
});

test("every evaluation of a class has keys of its own", () => {
    const mixin = (key: string) => class { [key] = 1; static [`${key}s`] = 2; };
    const a = mixin("a"), b = mixin("b");
    expect([new a(), new b(), a.name, (a as any).as]).toEqual([{ a: 1 }, { b: 1 }, "", 2] as any);
    function declared(key: string) {
        class Named { [key] = 1; }
        return Named;
    }
    const c = declared("c"), d = declared("d");
    expect([new c(), new d()]).toEqual([{ c: 1 }, { d: 1 }] as any);
    const list: any[] = [];
    for (const key of ["x", "y"]) {
        class Each { [key] = 1; }
        list.push(new Each());
        const Other = class { [key + key] = 2; };
        list.push(new Other(), Other.name);
    }
    expect(list).toEqual([{ x: 1 }, { xx: 2 }, "Other", { y: 1 }, { yy: 2 }, "Other"]);
});

test("keys may hold anything that stands around the class", async () => {
    function outer(this: any, ..._: string[]) {
        return class { [this.name] = 1; [arguments[0]] = 2; static [this.name] = 3; };
    }
    const Made: any = outer.call({ name: "n" }, "first");
    expect([new Made(), Made.n]).toEqual([{ n: 1, first: 2 }, 3]);
    const later = async (key: string) => class { [await key] = key; };
    const [p, q] = await Promise.all([later("p"), later("q")]);
    expect([new p(), new q()]).toEqual([{ p: "p" }, { q: "q" }] as any);
    function* gives(): any {
        return class { [yield] = 1; [yield] = 2; };
    }
    const one = gives(), two = gives();
    one.next(), two.next(), one.next("1a"), two.next("2a");
    const One = one.next("1b").value, Two = two.next("2b").value;
    expect([Object.keys(new One()), Object.keys(new Two())]).toEqual([["1a", "1b"], ["2a", "2b"]]);
    expect(new (class { [f("new")] = 1; })()).toEqual({ new: 1 } as any);
    taken();
});

test("an assigned field calls the setter of the base class, whatever its key is", () => {
    class Base {
        set a1(value: any) { f(`a1=${value}`); }
        set and(value: any) { f(`and=${value}`); }
        set lit(value: any) { f(`lit=${value}`); }
        static set s1(value: any) { f(`s1=${value}`); }
    }
    class Derived extends Base {
        [`a${1}`] = 1;
        [true && "and"] = 2;
        ["lit"] = 3;
        static [`s${1}`] = 4;
    }
    expect(Object.keys(new Derived())).toEqual([]);
    expect(taken()).toBe("s1=4 a1=1 and=2 lit=3");
});

test("standard decorators give assigned fields their value", () => {
    const plus = (_: any, context: any) => {
        context.addInitializer(function (this: any) { f(`extra ${String(context.name)} ${Object.keys(this)}`); });
        return (value: any) => (f(`init ${String(context.name)}`), (value ?? 0) + 1);
    };
    class Base { set set(value: number) { f(`set ${value}`); } }
    class A extends Base {
        @plus p = 1;
        @plus [f("key")] = 2;
        @plus set: number = 3;
        @plus none: number;
        @plus #private = 4;
        sum = this.p + this.#private;
        @plus static s = 5;
    }
    expect(taken()).toBe("key init s extra s s");
    expect({ ...new A() }).toEqual({ p: 2, key: 3, none: 1, sum: 7 } as any);
    expect(taken()).toBe("init p extra p p init key extra key p,key init set set 4 extra set p,key " +
        "init none extra none p,key,none init #private extra #private p,key,none");
    expect(A.s).toBe(6);
});

test("what an accessor stores is assigned in its turn", () => {
    class A {
        x = 1;
        accessor v = this.x + this.p;
        y = this.v;
        accessor ["k"] = this.y;
        accessor #a = (this as any).k;
        accessor none: any;
        z = this.#a;
        constructor(public p = 2) {}
    }
    const made: any = new A();
    expect([made.v, made.y, made.k, made.none, made.z]).toEqual([3, 3, 3, undefined, 3]);
});
