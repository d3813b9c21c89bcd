import { expect, test } from "bun:test";

class Base { constructor(public n: number) {} }
class A extends Base {
    x = 1;
    private y: string = "y" + this.x;
    static s = 4;
    "quoted" = 5;
    fn = () => this.x;
    #priv = 3;
    seen: unknown[];
    constructor(readonly p: string, q = 3) {
        super(q);
        this.seen = [this.n, this.x, this.y, this.p, this.fn(), this.#priv];
    }
}
abstract class Abs {
    abstract x: number;
    accessor z: number = 5;
    protected constructor(protected readonly k: string) {}
    foo?(): void;
}
class Con extends Abs { x = 2; constructor() { super("kk"); } read() { return this.k; } }

test("parameter properties are set behind super()", () => {
    expect(new A("pp").seen).toEqual([3, 1, "y1", "pp", 1, 3]);
    expect(Object.keys(new A("pp"))[0]).toBe("n");
    expect(new Con().read()).toBe("kk");
});

test("accessor makes a getter and a setter on the prototype", () => {
    const con = new Con();
    con.z++;
    expect([con.z, Object.keys(con).includes("z"), "z" in Abs.prototype]).toEqual([6, false, true]);
});

test("erased types leave semicolons where lines would join", () => {
    const log: unknown[] = [];
    const a = { b: 1 } as any
    ;[1].forEach(() => log.push("first"));
    const c = a!
    ;(function () { log.push("second"); })()
    const arrow = async <T,
    >(x: T):
        Promise<T> => x, object = () => <any>{ q: 1 };
    expect(log).toEqual(["first", "second"]);
    expect([c.b, object().q, arrow(1) instanceof Promise]).toEqual([1, 1, true]);
});
