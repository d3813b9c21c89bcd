// cob-only: Bun defines fields whatever tsconfig.json says.
// The tsconfig.json here turns useDefineForClassFields off: fields are assigned, in order, behind super().
import { expect, test } from "bun:test";

const key = () => "computed";
const symbol = Symbol("s");
class Base {
    log: number[];
    set over(value: number) { this.log = (this.log ?? []).concat(value); }
}
class Fields extends Base {
    x = 1;
    #hidden = this.x + 1;
    [key()] = this.#hidden;
    [symbol] = 3;
    over = 4;
    static [key()] = 5;
    "quoted-name" = (this as any).computed;
    constructor(private z = 9) { super(); }
    get hidden() { return this.#hidden; }
}

test("computed and private fields are assigned in their place", () => {
    const made: any = new Fields();
    expect([made.x, made.hidden, made.computed, made[symbol], (Fields as any).computed]).toEqual([1, 2, 2, 3, 5]);
    expect(made.log).toEqual([4]);
    expect(Object.keys(made)).toEqual(["z", "x", "computed", "log", "quoted-name"]);
});

test("a constructor may return or throw what super() gives", () => {
    class Returns extends Base { constructor(public made: object) { return super() as any; } }
    const returned = new Returns([1]);
    expect([returned instanceof Returns, returned.made]).toEqual([true, [1]]);
    class Throws extends Base { x = 1; constructor() { throw super(); } }
    expect(() => new Throws()).toThrow(expect.objectContaining({ x: 1 }));
});
