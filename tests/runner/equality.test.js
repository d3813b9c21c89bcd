// toEqual, toStrictEqual and toMatchObject on pairs of values.
import { describe, expect, test } from "bun:test";

class A {
    x = 1;
}
class B {
    x = 1;
}
const sparse = [, 1]; // eslint-disable-line no-sparse-arrays
const cycle = () => {
    const value = { a: 1 };
    value.self = value;
    return value;
};
const symbol = Symbol.for("key");

// name: [a, b, toEqual, toStrictEqual]; both directions must agree.
const pairs = {
    "zeros differ": [0, -0, false, false],
    "NaN is NaN": [NaN, NaN, true, true],
    "undefined properties": [{ a: undefined }, {}, true, false],
    "nested undefined properties": [{ a: [{ b: undefined }] }, { a: [{}] }, true, false],
    "holes": [sparse, [undefined, 1], true, false],
    "trailing undefined": [[1, undefined], [1], true, false],
    "array and object": [[], {}, false, false],
    "instance and literal": [new A(), { x: 1 }, true, false],
    "instances of two classes": [new A(), new B(), true, false],
    "no prototype": [Object.create(null), {}, true, true],
    "inherited properties do not count": [Object.create({ a: 1 }), { a: 1 }, false, false],
    "hidden properties do not count": [Object.defineProperty({}, "a", { value: 1 }), {}, true, true],
    "symbols count": [{ [symbol]: 1 }, { [symbol]: 2 }, false, false],
    "dates": [new Date(1), new Date(1), true, true],
    "dates differ": [new Date(1), new Date(2), false, false],
    "regexps": [/a/g, /a/g, true, true],
    "regexp flags": [/a/g, /a/i, false, false],
    "errors by message": [new Error("a"), new Error("b"), false, false],
    "errors by name": [new Error("a"), new TypeError("a"), false, false],
    "errors by cause": [new Error("a", { cause: 1 }), new Error("a", { cause: 2 }), false, false],
    "errors by own properties": [Object.assign(new Error("a"), { code: 1 }), new Error("a"), false, false],
    "boxed and primitive": [new Number(1), 1, false, false],
    "boxed": [new String("a"), new String("a"), true, true],
    "maps in any order": [new Map([[1, { a: 1 }], [2, 2]]), new Map([[2, 2], [1, { a: 1 }]]), true, true],
    "maps with object keys": [new Map([[{ a: 1 }, 1]]), new Map([[{ a: 1 }, 1]]), true, true],
    "maps differ": [new Map([[1, undefined]]), new Map([[2, undefined]]), false, false],
    "sets of objects": [new Set([{ a: 1 }, 2]), new Set([2, { a: 1 }]), true, true],
    "sets differ": [new Set([undefined]), new Set([null]), false, false],
    "bytes": [new Uint8Array([1, 2]), new Uint8Array([1, 2]), true, true],
    "bytes differ": [new Uint8Array([1, 2]), new Uint8Array([1, 3]), false, false],
    "typed array kinds": [new Uint8Array([1]), new Int8Array([1]), false, false],
    "buffers": [new Uint8Array([1]).buffer, new Uint8Array([2]).buffer, false, false],
    "cycles": [cycle(), cycle(), true, true],
    "functions by identity": [() => {}, () => {}, false, false],
    "getters by value": [{ get a() { return 1; } }, { a: 1 }, true, true],
    "bigint and number": [1n, 1, false, false],
    "undefined and null": [undefined, null, false, false],
};

describe.each(Object.keys(pairs))("%s", name => {
    const [a, b, equal, strict] = pairs[name];
    test("toEqual", () => {
        if (equal) expect(a).toEqual(b), expect(b).toEqual(a);
        else expect(a).not.toEqual(b), expect(b).not.toEqual(a);
    });
    test("toStrictEqual", () => {
        if (strict) expect(a).toStrictEqual(b), expect(b).toStrictEqual(a);
        else expect(a).not.toStrictEqual(b), expect(b).not.toStrictEqual(a);
    });
});

test("toMatchObject looks at the properties of what is expected", () => {
    expect({ a: 1, b: { c: 2, d: 3 } }).toMatchObject({ b: { c: 2 } });
    expect({ a: 1 }).not.toMatchObject({ a: 1, b: 1 });
    expect([{ a: 1, b: 2 }]).toMatchObject([{ a: 1 }]);
    expect([1, 2]).not.toMatchObject([1]);
    expect(new Error("message")).toMatchObject({ message: "message" });
    expect({ a: "text" }).toMatchObject({ a: expect.stringContaining("ex") });
});

test("asymmetric matchers decide on either side", () => {
    expect({ id: 7, tags: ["a", "b"], at: new Date() }).toEqual({
        id: expect.any(Number), tags: expect.arrayContaining(["b"]), at: expect.anything(),
    });
    expect(expect.any(String)).toEqual("text");
    expect(0.1 + 0.2).toEqual(expect.closeTo(0.3));
    expect({ a: 1 }).toEqual(expect.not.objectContaining({ b: 1 }));
    expect("text").not.toEqual(expect.stringMatching(/^x/));
    expect(null).not.toEqual(expect.anything());
});

test("expect.extend makes symmetric and asymmetric matchers", () => {
    expect.extend({
        toBeDivisibleBy(value, by) {
            return { pass: value % by === 0, message: () => `${value} is not divisible by ${by}` };
        },
    });
    expect(6).toBeDivisibleBy(3);
    expect(7).not.toBeDivisibleBy(3);
    expect({ n: 6 }).toEqual({ n: expect.toBeDivisibleBy(2) });
    expect({ n: 7 }).toEqual({ n: expect.not.toBeDivisibleBy(2) });
    expect(() => expect(7).toBeDivisibleBy(2)).toThrow("7 is not divisible by 2");
});
