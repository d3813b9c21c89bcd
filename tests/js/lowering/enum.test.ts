import { expect, test } from "bun:test";

enum A { X, Y = 5, Z, S = "s", T = `t${S}`, N = -1, M, F = 1 << 3 | Y, "q-r" = 3, H = A.X, J = ~1, K = 1.5, P = 2 ** 3 }
enum A2 { A = Math.max(1, 2), B = A, C = B | 4 }
const enum C { A = 1, B = A * 2, D = C.B }
namespace N {
    export const a = 1;
    export let b = a + 1, c: number;
    c = b;
    export function f() { return a + b + c; }
    b++;
    export enum E { P = 3, Q = P }
    export namespace I { export const deep = a; }
    const hidden = 5;
    export const { x, y: [z] } = { x: 1, y: [hidden] };
    ({ b } = { b: 50 });
    export interface T {}
}
namespace N { export const more = a + 10; }
class Merge { static s = 1; }
namespace Merge { export const t = 2; }
namespace TypesOnly { export interface X {} }
import alias = N.a;

test("enums fold constants and map numbers back", () => {
    expect(A as any).toEqual({ X: 0, Y: 5, Z: 6, S: "s", T: "ts", N: -1, M: 0, F: 13, "q-r": 3, H: 0, J: -2, K: 1.5, P: 8,
        0: "H", 5: "Y", 6: "Z", 13: "F", 3: "q-r", 8: "P", "-1": "N", "-2": "J", "1.5": "K" } as any);
    expect([A2.A, A2.B, A2.C, A2[2]]).toEqual([2, 2, 6, "B"]);
    expect([C.A, C.B, C.D]).toEqual([1, 2, 2]);
});

test("namespaces keep exported variables on their object", () => {
    expect(JSON.stringify(N)).toBe('{"a":1,"b":50,"c":2,"E":{"3":"Q","P":3,"Q":3},"I":{"deep":1},"x":1,"z":5,"more":11}');
    expect([N.f(), alias, Merge.s, Merge.t]).toEqual([53, 1, 1, 2]);
    expect(typeof (globalThis as any).TypesOnly).toBe("undefined");
});

namespace Merged {
    export let bare: number;
    export const early = () => [late, Inner.deep, hidden];
    export namespace Inner { export const read = () => deep + hidden; }
}
namespace Merged {
    export const late = 1, hidden = 9;
    export namespace Inner { export const deep = 2; }
    export const shadowed = (late: number) => { const hidden = late; return hidden; };
}
namespace Merged.Inner { export const again = () => deep; }

test("blocks of one namespace see what the others export, in any order", () => {
    expect(Merged.early()).toEqual([1, 2, 9]);
    expect([Merged.Inner.read(), Merged.Inner.again(), Merged.shadowed(7)]).toEqual([11, 2, 7]);
    expect("bare" in Merged).toBe(false);
});
