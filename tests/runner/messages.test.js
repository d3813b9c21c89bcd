// What failing matchers say. The stored snapshot was written by Bun; cob must print the same.
import { expect, mock, test } from "bun:test";

const called = mock(value => value);
called(1);
called({ a: 2 });
const never = mock(() => {});
const named = mock(() => {});
named.mockName("named");
named(1, 2);
named(3);

expect.extend({
    toBeTheAnswer(value, hint) {
        return { pass: value === 42, message: () => `${value} is not the answer ${hint}` };
    },
    toSayNothing: value => ({ pass: value === 1 }),
    toBeWrong: () => 1,
});

// Each line fails; its text is the name of the snapshot.
const cases = `
expect(1).toBe(2)
expect("a").toBe("b")
expect("a\\nb\\nc").toBe("a\\nx\\nc")
expect({ a: 1 }).toBe({ a: 1 })
expect({ a: 1 }).toBe({ a: 2 })
expect(1).not.toBe(1)
expect(0).toBe(-0)
expect(1, "my label").toBe(2)
expect(1, "my label").not.toBe(1)
expect({ a: 1, b: [1, 2, { c: 3 }] }).toEqual({ a: 1, b: [1, 2, { c: 4 }] })
expect("hello").toEqual("hallo")
expect({ a: 1 }).not.toEqual({ a: 1 })
expect({ a: 1, b: undefined }).toStrictEqual({ a: 1 })
expect(new Map([[1, { a: 2 }]])).toEqual(new Map([[1, { a: 3 }]]))
expect(new Set([1, "b"])).toEqual(new Set([1, "c"]))
expect([1, [2, [3]]]).toEqual([1, [2, [4]]])
expect({ "b-c": 1, a: Symbol("s"), f() {} }).toEqual({})
expect(1).toEqual(expect.any(String))
expect({ a: 1 }).toEqual({ a: expect.stringContaining("x") })
expect({ a: 1 }).toEqual({ a: expect.not.stringMatching("x"), b: expect.closeTo(1, 3), c: expect.anything() })
expect(1).toBeNull()
expect(null).not.toBeNull()
expect(undefined).toBeDefined()
expect(1).toBeNaN()
expect(0).toBeTruthy()
expect([1]).toBeFalsy()
expect({}).toBeArray()
expect("x").toBeBoolean()
expect([1]).toBeEmpty()
expect(3).toBeEven()
expect("x").toBeObject()
expect([1, 2, 3]).toContain(4)
expect([1, 2, 3]).not.toContain(3)
expect("abc").toContain("x")
expect(5).toContain("a")
expect([{ a: 1 }]).toContainEqual({ a: 2 })
expect([1]).toHaveLength(2)
expect(1).toHaveLength(1)
expect("abc").toMatch(/x/)
expect("abc").not.toMatch("a")
expect(1).toMatch(/x/)
expect({ a: 1, b: 2 }).toMatchObject({ a: 2 })
expect(1).toMatchObject({})
expect({ a: { b: 1 } }).toHaveProperty("a.c")
expect({ a: { b: 1 } }).toHaveProperty("a.b", 2)
expect({ a: { b: 1 } }).not.toHaveProperty("a.b")
expect(1.1).toBeCloseTo(1.2)
expect(1.1).toBeCloseTo(1.2, 5)
expect(1).toBeGreaterThan(2)
expect(1).not.toBeLessThanOrEqual(2)
expect("a").toBeLessThan(2)
expect({}).toBeInstanceOf(class Foo {})
expect(() => { throw new TypeError("boo"); }).toThrow("x")
expect(() => { throw new TypeError("boo"); }).toThrow(/x/)
expect(() => { throw new TypeError("boo"); }).toThrow(RangeError)
expect(() => { throw new TypeError("boo"); }).toThrow(new Error("q"))
expect(() => { throw new TypeError("boo"); }).not.toThrow()
expect(() => { throw new TypeError("boo"); }).not.toThrow("boo")
expect(() => {}).toThrow()
expect(() => {}).toThrow(TypeError)
expect(1).toThrow()
expect([1]).toBeArrayOfSize(2)
expect(1).toBeOneOf([2, 3])
expect(1).toBeTypeOf("string")
expect(1).toBeTypeOf("foo")
expect(1).toBeWithin(2, 3)
expect({ a: 1 }).toContainKey("b")
expect({ a: 1 }).toContainAllKeys(["b"])
expect({ a: 1 }).not.toContainAnyKeys(["a"])
expect({ a: 1 }).toContainValue(2)
expect({ a: 1 }).toContainAllValues([2])
expect("abc").toStartWith("x")
expect("abc").not.toEndWith("c")
expect("abc").toInclude("x")
expect("abcabc").toIncludeRepeated("abc", 3)
expect("a b").toEqualIgnoringWhitespace("a c")
expect(1).toSatisfy(() => false)
expect(1).fail()
expect(1).fail("because")
expect.unreachable()
expect.unreachable("why")
expect(1).resolves.toBe(1)
expect(() => 1).rejects.toBe(1)
expect(never).toHaveBeenCalled()
expect(called).not.toHaveBeenCalled()
expect(called).toHaveBeenCalledOnce()
expect(called).toHaveBeenCalledTimes(1)
expect(never).toHaveBeenCalledWith(1)
expect(named).toHaveBeenCalledWith(1, 3)
expect(called).not.toHaveBeenCalledWith(1)
expect(named).toHaveBeenLastCalledWith(1, 3)
expect(named).toHaveBeenNthCalledWith(1, 3)
expect(named).toHaveBeenNthCalledWith(5, 3)
expect(never).toHaveReturned()
expect(called).not.toHaveReturned()
expect(called).toHaveReturnedTimes(1)
expect(called).toHaveReturnedWith(7)
expect(called).toHaveLastReturnedWith(7)
expect(called).toHaveNthReturnedWith(1, 7)
expect(called).toHaveNthReturnedWith(5, 1)
expect(1).toHaveBeenCalled()
expect(1).toBeTheAnswer("today")
expect(42).not.toBeTheAnswer()
expect(2).toSayNothing()
expect(1).toBeWrong()
expect({ a: 1 }).toEqual({ a: expect.toBeTheAnswer(2) })
expect({ a: 1 }).toMatchInlineSnapshot('"b"')
expect({ a: 1 }).toMatchSnapshot({ a: expect.any(String) })
expect(1).not.toMatchSnapshot()
expect(() => {}).toThrowErrorMatchingSnapshot()
expect.any()
expect.stringContaining(1)
expect.arrayContaining(1)
expect.objectContaining(1)
expect.closeTo("a")
expect.assertions(-1)
expect.extend({ a: 1 })
expect(1).resolves.rejects
`.trim().split("\n");

function failureOf(source) {
    const names = { expect, called, never, named };
    try {
        new Function(...Object.keys(names), `return ${source}`)(...Object.values(names));
    } catch (error) {
        return `${error.name}: ${error.message}`;
    }
    return "did not fail";
}

test.each(cases)("message", source => {
    expect(failureOf(source)).toMatchSnapshot(source);
});
