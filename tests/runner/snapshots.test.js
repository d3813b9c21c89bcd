// How values are serialised. The stored snapshot was written by Bun; cob must produce the same text.
import { expect, test } from "bun:test";

class Point {
    constructor(x) {
        this.x = x;
    }
}
class Coded extends Error {
    code = "E";
}
const cycle = { a: 1 };
cycle.self = cycle;
cycle.list = [cycle];

const values = {
    number: 1, negativeZero: -0, nan: NaN, infinity: -Infinity, string: "a\"b'c`d\\e${f}", lines: "a\nb",
    tab: "a\tb", control: "a\u0001b", undefined: undefined, null: null, true: true, bigint: 10n, symbol: Symbol("s"),
    array: [1, "a", [2]], emptyArray: [], sparse: [1, , 3], emptyObject: {}, // eslint-disable-line no-sparse-arrays
    object: { b: 1, a: { "x-y": [] }, 3: 4, [Symbol("k")]: 1 },
    instance: new Point(1), emptyInstance: new (class Empty {})(), nullPrototype: Object.assign(Object.create(null), { x: 1 }),
    map: new Map([["a", 1], [{ x: 1 }, new Map()]]), set: new Set([1, { a: 1 }]), emptyMap: new Map(), emptySet: new Set(),
    named: function named() {}, arrow: () => {}, method: { run() {} }.run, class: Point,
    date: new Date(0), regexp: /a"b\/c/gi, error: new Error("msg"), typeError: new TypeError("two\nlines"), coded: new Coded("m"),
    emptyError: new Error(""), bytes: new Uint8Array([1, 2]), noBytes: new Uint8Array(0), floats: new Float64Array([1.5]),
    bigints: new BigInt64Array([1n]), buffer: new ArrayBuffer(2), nodeBuffer: Buffer.from("hi"), view: new DataView(new ArrayBuffer(2)),
    promise: Promise.resolve(1), weakMap: new WeakMap(), weakSet: new WeakSet(), cycle,
    boxedString: new String("abc"), boxedNumber: new Number(1), boxedBoolean: new Boolean(true),
    accessors: { get a() { return 1; }, set b(v) {} }, tagged: { [Symbol.toStringTag]: "Tagged", a: 1 },
    any: expect.any(Number), anything: expect.anything(), objectContaining: expect.objectContaining({ a: 1 }),
    arrayContaining: expect.arrayContaining([1]), stringContaining: expect.stringContaining("a"),
    stringMatching: expect.stringMatching(/a/), closeTo: expect.closeTo(1.5),
    element: { $$typeof: Symbol.for("react.element"), type: "div", key: null, ref: null, _owner: null, _store: {},
        props: { id: "a", children: ["x", { $$typeof: Symbol.for("react.element"), type: "b", key: "k", ref: null, props: {} }] } },
};

test.each(Object.keys(values))("%s", key => {
    expect(values[key]).toMatchSnapshot();
});

test("hints and counters", () => {
    expect(1).toMatchSnapshot();
    expect(2).toMatchSnapshot();
    expect(3).toMatchSnapshot("hint");
    expect(4).toMatchSnapshot("hint");
    expect({ at: new Date(), n: 1 }).toMatchSnapshot({ at: expect.any(Date) });
    expect(() => { throw new Error("thrown"); }).toThrowErrorMatchingSnapshot();
});

test("inline snapshots", () => {
    expect({ a: 1, b: [1, "`x${y}\\"] }).toMatchInlineSnapshot(`
      {
        "a": 1,
        "b": [
          1,
          "\`x\${y}\\",
        ],
      }
    `);
    expect("multi\nline").toMatchInlineSnapshot(`
"multi
line"
`);
    expect({ at: new Date() }).toMatchInlineSnapshot({ at: expect.any(Date) }, `
      {
        "at": Any<Date>,
      }
    `);
    expect(() => { throw new Error("x"); }).toThrowErrorMatchingInlineSnapshot(`"x"`);
    expect(() => expect(1).toMatchInlineSnapshot(`2`)).toThrow("toMatchInlineSnapshot");
});
